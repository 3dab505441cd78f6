"""Conflicts of interest of an intake (利益冲突): where its people meet elsewhere. Advice, as D-27 has it.

The other side that this station helps or has helped; an applicant whom another application names as the other
side; an agent or clerk who is the other side elsewhere; a dispute of the same two at the mediation desk. That
an agent is the other side of the intake itself is said by R-03 and R-05. Law cited: 法援法 §21, §40; 民法典
§168. That the two sides go by different hands is a rule of ours (内部规则), and said so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zsapp.rules.conflicts import Conflict
from zsapp.rules.findings import Severity
from zsapp.rules.legal_aid import SECTOR as INTAKES
from zsapp.rules.legal_aid import LegalAidIntake, state_of
from zsapp.rules.legal_aid_facts import plain_name, respondents
from zsapp.rules.legal_aid_parts import AidAgent, Applicant
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_state import state_of as case_state_of
from zsapp.rules.people import normalise_number

GUARDED = "法援法21；内部规则"
INTEREST = "法援法40；民法典168"
INTERNAL = "内部规则"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another record in which somebody of an intake takes part: an intake or a mediation case."""

    record_id: str
    record: LegalAidIntake | Case


@dataclass(frozen=True, slots=True, kw_only=True)
class AidConflict(Conflict):
    """One thing to look into; `sector` is that of the other record."""

    sector: str = INTAKES


def aid_conflicts(intake: LegalAidIntake, others: tuple[Elsewhere, ...]) -> tuple[AidConflict, ...]:
    """Return what an intake's people have to do with each other elsewhere, the gravest first."""
    found: list[AidConflict] = [*_clerk(intake)]
    for other in others:
        record = other.record
        told = _in_case(intake, record) if isinstance(record, Case) else _in_intake(intake, record)
        found += [replace(one, record_id=other.record_id) for one in told]
    return tuple(sorted(found, key=lambda one: one.severity.rank))


def _clerk(intake: LegalAidIntake) -> Iterator[AidConflict]:
    """Give that whoever takes the application in is the other side, or acts for the applicant."""
    handler = plain_name(intake.received.handler)
    agent = plain_name(intake.agent.name) if intake.agent else ""
    if handler and handler in respondents(intake):
        message = f"经办人{handler}与对方当事人同名，请核实；是同一人的，换人经办。"
        yield _grave(message, "received.handler")
    elif handler and handler == agent:
        message = f"经办人{handler}又是代理人，请核实；是同一人的，换人经办。"
        yield _grave(message, "received.handler")


def _in_intake(intake: LegalAidIntake, other: LegalAidIntake) -> Iterator[AidConflict]:
    called = f"{other.receipt_no or '另一件申请'}（{state_of(other)}）"
    theirs = respondents(other)
    for at, one in enumerate(intake.respondent):
        if plain_name(one.name) and _is(other.applicant, one.name, one.uscc):
            message = (
                f"对方当事人{one.name}在本站也申请了法律援助（{called}）：两边的材料和住址不得互相透露，"
                "由不同的人经办。"
            )
            yield _grave(message, f"respondent[{at}].name", GUARDED)
    if plain_name(intake.applicant.name) in theirs:
        where = "applicant.name"
        message = (
            f"申请人{intake.applicant.name}是{called}的对方当事人：两边的材料和住址不得互相透露，"
            "由不同的人经办。"
        )
        yield _grave(message, where, GUARDED)
    yield from _agent(intake.agent, other, called)
    same = respondents(intake) & theirs
    if same and _same_person(intake.applicant, other.applicant) and intake.matter == other.matter:
        message = f"申请人对{'、'.join(sorted(same))}已有一件同一事项的申请（{called}），请核对是否重复。"
        yield _slight(message, "applicant.name", INTAKES)


def _agent(agent: AidAgent | None, other: LegalAidIntake, called: str) -> Iterator[AidConflict]:
    name = plain_name(agent.name) if agent else ""
    if name and name in respondents(other):
        message = f"代理人{name}是{called}的对方当事人，请核实是否与申请人有利益冲突。"
        yield _grave(message, "agent.name")


def _in_case(intake: LegalAidIntake, case: Case) -> Iterator[AidConflict]:
    """Give a dispute of the same two people at the mediation desk."""
    names = {plain_name(one.name) for one in case.parties} - {""}
    met = respondents(intake) & names
    if met and plain_name(intake.applicant.name) in names:
        kind = case.dispute_type.rsplit("/", 1)[-1] or "纠纷"
        called = case.volume_no or kind
        message = (
            f"申请人与{'、'.join(sorted(met))}之间有一件调解（{called}，{case_state_of(case)}），"
            "请核对是否同一件事。"
        )
        yield _slight(message, "respondent[0].name", CASES)


def _is(applicant: Applicant, name: str, number: str) -> bool:
    left, right = normalise_number(applicant.id_no), normalise_number(number)
    return left == right if left and right else plain_name(applicant.name) == plain_name(name)


def _same_person(one: Applicant, other: Applicant) -> bool:
    if one.person_id and one.person_id == other.person_id:
        return True
    return _is(one, other.name, other.id_no)


def _grave(message: str, where: str, basis: str = INTEREST) -> AidConflict:
    return AidConflict(rule="", severity=Severity.WARNING, message=message, basis=basis, where=where)


def _slight(message: str, where: str, sector: str) -> AidConflict:
    return AidConflict(
        rule="", severity=Severity.HINT, message=message, basis=INTERNAL, where=where, sector=sector
    )
