"""Conflicts of interest (利益冲突): where mediators and parties of a case meet elsewhere. Advice only.

Looked for in the other cases of the same people: a mediator who stood for a party or was one; the same
two sides again; one mediator in two open quarrels of one party. R19 holds what one case alone tells. Law:
人民调解法 §15(一), 23(一); 75号令 (待核: who asks for another mediator gets one); 参照特邀调解规定 §15.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zsapp.rules.committee import RosterMediator
from zsapp.rules.findings import Finding, Severity
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Party
from zsapp.rules.mediation_state import OPEN_STATES, state_of
from zsapp.rules.people import normalise_number

RECUSAL = "人民调解法15、23；参照特邀调解规定15；75号令（待核）"
CHOICE = "人民调解法23；75号令（待核）"
INTERNAL = "内部规则"
RECORDER = "记录人"
INTERESTED = "，可能有利害关系，请更换或取得各方书面同意。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another case in which somebody of this one takes part."""

    record_id: str
    case: Case

    @property
    def called(self) -> str:
        """What it is called in a sentence: its number, or what it is about."""
        return self.case.volume_no or f"“{self.case.dispute_type}”一案"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(Finding):
    """One thing to look into: `record_id` is the other case; `recuse` says that 回避 may be the answer."""

    record_id: str = ""
    recuse: bool = False


def conflicts(
    case: Case, roster: tuple[RosterMediator, ...], others: tuple[Related, ...]
) -> tuple[Conflict, ...]:
    """Return what a case's people have to do with each other elsewhere, the gravest first."""
    changed = case.recusal.name.strip() if case.recusal else ""
    found: list[Conflict] = []
    for n, mediator in enumerate(case.mediators):
        name = mediator.name.strip()
        if name and name != changed and mediator.role != RECORDER:
            known = next((one for one in roster if one.name == name), RosterMediator(name=name))
            found += [replace(one, where=f"mediators[{n}].name") for one in _near(case, known, others)]
    found += _again(case, others)
    return tuple(sorted(found, key=lambda one: one.severity.rank))


def _near(case: Case, mediator: RosterMediator, others: tuple[Related, ...]) -> Iterator[Conflict]:
    """Give what ties a mediator to the parties: a telephone, a power of attorney, a quarrel, another case."""
    for party in _known(case.parties):
        if mediator.phone and normalise_number(mediator.phone) == normalise_number(party.phone):
            message = (
                f"调解员{mediator.name}与{party.name}登记的是同一个电话，请核实是否有亲属或其他利害关系。"
            )
            yield _grave(message)
    for other in others:
        message = _stood(case, mediator, other) or _quarrelled(case, mediator, other)
        if message:
            yield _grave(message, other.record_id)
        elif shared := _also_mediates(case, mediator, other):
            message = (
                f"{shared}的另一件（{other.called}）也由调解员{mediator.name}在办；当事人要求换人的应当更换。"
            )
            yield _slight(message, CHOICE, other.record_id, recuse=True)


def _stood(case: Case, mediator: RosterMediator, other: Related) -> str:
    """Return what is said when a mediator stood for a party of ours in another case."""
    for party in _known(other.case.parties):
        if _ours(case, party) and mediator.name in _standing_for(party):
            return f"调解员{mediator.name}在{other.called}中代理过{party.name}{INTERESTED}"
    return ""


def _quarrelled(case: Case, mediator: RosterMediator, other: Related) -> str:
    """Return what is said when a mediator was a party himself, beside or against a party of ours."""
    himself = next((one for one in other.case.parties if _is(mediator, one)), None)
    met = next((one for one in _known(other.case.parties) if one is not himself and _ours(case, one)), None)
    if himself is None or met is None:
        return ""
    beside = "的对方当事人" if himself.role != met.role else "同一方的当事人"
    return f"调解员{mediator.name}在{other.called}中是{met.name}{beside}{INTERESTED}"


def _also_mediates(case: Case, mediator: RosterMediator, other: Related) -> str:
    """Return the party of ours whose other, still open case the same mediator has."""
    open_there = state_of(other.case) in OPEN_STATES and other.case.dates.close is None
    there = any(one.name == mediator.name and one.role != RECORDER for one in other.case.mediators)
    if not (open_there and there):
        return ""
    return next((one.name for one in _known(other.case.parties) if _ours(case, one)), "")


def _again(case: Case, others: tuple[Related, ...]) -> Iterator[Conflict]:
    """Give the other cases between the same two sides."""
    for other in others:
        met = [one for one in _known(other.case.parties) if _ours(case, one)]
        against = next((one for one in met[1:] if one.role != met[0].role), None)
        if against is not None:
            kind = other.case.dispute_type.rsplit("/", 1)[-1] or "纠纷"
            message = (
                f"{met[0].name}与{against.name}之间另有一件{kind}（{other.called}，{state_of(other.case)}），"
                "请核对是否同一件事，可以一并调解。"
            )
            yield _slight(message, INTERNAL, other.record_id, recuse=False)


def _grave(message: str, record_id: str = "") -> Conflict:
    return Conflict(
        rule="",
        severity=Severity.WARNING,
        message=message,
        basis=RECUSAL,
        where="",
        record_id=record_id,
        recuse=True,
    )


def _slight(message: str, basis: str, record_id: str, *, recuse: bool) -> Conflict:
    return Conflict(
        rule="",
        severity=Severity.HINT,
        message=message,
        basis=basis,
        where="",
        record_id=record_id,
        recuse=recuse,
    )


def _known(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    return tuple(one for one in parties if one.name.strip())


def _ours(case: Case, party: Party) -> bool:
    return any(same_party(one, party) for one in _known(case.parties))


def same_party(one: Party, other: Party) -> bool:
    """Say whether two are one: by record or number where both have one, else by name."""
    if one.person_id and one.person_id == other.person_id:
        return True
    left, right = (normalise_number(each.id_no or each.uscc) for each in (one, other))
    return left == right if left and right else one.name == other.name


def _is(mediator: RosterMediator, party: Party) -> bool:
    left, right = normalise_number(mediator.id_no), normalise_number(party.id_no)
    return left == right if left and right else mediator.name == party.name


def _standing_for(party: Party) -> set[str]:
    """Return who stands for a party: guardians, representatives, agent, legal representative."""
    alone = (one.name for one in (party.agent, party.legal_rep) if one is not None)
    return {one.name for one in party.guardians} | set(party.representatives) | set(alone)
