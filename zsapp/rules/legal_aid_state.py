"""The steps of a legal-aid intake (办理步骤): asked for, forwarded, arrived, told, objected, visited.

A station forwards and never decides: no step bars forwarding, and what the centre answered comes by import.
Law cited: 法援法 §43 (one-off notice), §49 (objection); 法援法 §12, §13 (a station passes on).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from zsapp.base.errors import Code, Refusal
from zsapp.rules.legal_aid import STATES, VOID, LegalAidIntake, state_of
from zsapp.rules.legal_aid_deadlines import REFUSALS
from zsapp.rules.legal_aid_parts import AidVisit, CenterAnswer, Forwarded, Supplement

HERE = ("草稿", "已接收", "补正中")
"""Where an intake stands while the station still has it."""
UNDER_WAY = tuple(one for one in STATES if one not in (*HERE, VOID))


@dataclass(frozen=True, slots=True)
class AidStep:
    """One step as taken: the day, the reason or what is said of it, and by whom."""

    on: date
    said: str
    by: str


def _ask(intake: LegalAidIntake, step: AidStep) -> LegalAidIntake:
    """Name everything missing at once (一次性告知)."""
    missing = tuple(one for one in step.said.split("、") if one)
    before = intake.supplement or Supplement()
    return replace(intake, supplement=Supplement(notice=step.on, missing=missing, number=before.number))


def _supply(intake: LegalAidIntake, step: AidStep) -> LegalAidIntake:
    return replace(intake, supplement=replace(intake.supplement or Supplement(), received=step.on))


def _remind(intake: LegalAidIntake, step: AidStep) -> LegalAidIntake:
    """Remind of what was asked for; whether it counts as withdrawn is for the centre to say (R-30)."""
    asked = intake.supplement or Supplement()
    return replace(intake, supplement=replace(asked, reminded=(*asked.reminded, step.on)))


def _call(intake: LegalAidIntake, step: AidStep) -> LegalAidIntake:
    return replace(intake, calls=(*intake.calls, AidVisit(date=step.on, by=step.by, told=step.said)))


def _arrive(intake: LegalAidIntake, step: AidStep) -> LegalAidIntake:
    return replace(intake, forwarded=replace(intake.forwarded or Forwarded(), arrived=step.on))


def _tell(intake: LegalAidIntake, step: AidStep) -> LegalAidIntake:
    """Tell the applicant; a refusal handed over here is delivered by it, and the objection clock starts."""
    center = intake.center or CenterAnswer()
    return replace(intake, center=replace(center, told=step.on, delivered=center.delivered or step.on))


def _object(intake: LegalAidIntake, step: AidStep) -> LegalAidIntake:
    return replace(intake, center=replace(intake.center or CenterAnswer(), objected=step.on))


def _visit(intake: LegalAidIntake, step: AidStep) -> LegalAidIntake:
    return replace(intake, visits=(*intake.visits, AidVisit(date=step.on, by=step.by, told=step.said)))


def _void(intake: LegalAidIntake, step: AidStep) -> LegalAidIntake:
    return replace(intake, void=step.said)


@dataclass(frozen=True, slots=True)
class _Act:
    """A step: its word, from which states it is open, how it is written, whether it wants words."""

    word: str
    before: tuple[str, ...]
    write: Callable[[LegalAidIntake, AidStep], LegalAidIntake]
    reasoned: bool = False


FORWARD = "forward"
ACTS = {
    "ask": _Act("一次性告知补正", HERE, _ask),
    "supply": _Act("材料补齐", ("补正中",), _supply),
    "remind": _Act("提醒补交材料", ("补正中",), _remind),
    "call": _Act("登记电话联系法律援助处", (*HERE, *UNDER_WAY), _call, reasoned=True),
    "arrive": _Act("登记接收单位已收到", ("已转交",), _arrive),
    "tell": _Act("把结果告知申请人", UNDER_WAY, _tell),
    "object": _Act("登记申请人提出异议", UNDER_WAY, _object),
    "visit": _Act("回访", UNDER_WAY, _visit, reasoned=True),
    "void": _Act("作废", (*HERE, *UNDER_WAY), _void, reasoned=True),
}
"""The steps of `record act`, beside `forward`, which makes a batch of one."""


def act(intake: LegalAidIntake, verb: str, step: AidStep) -> LegalAidIntake:
    """Return an intake after a step.

    Raises:
        Refusal: USAGE for an unknown step, CASE_STEP_NOT_OPEN out of order, REASON_MISSING, AID_NO_ANSWER
            where there is nothing of the centre's to tell or to object to.
    """
    known = ACTS.get(verb)
    if known is None:
        raise Refusal(Code.USAGE, what=f"没有“{verb}”这一步；可用：{'、'.join((FORWARD, *ACTS))}")
    if state_of(intake) not in known.before:
        raise Refusal(Code.CASE_STEP_NOT_OPEN, verb=known.word, state=state_of(intake))
    if known.reasoned and not step.said:
        raise Refusal(Code.REASON_MISSING, field="reason")
    answer = intake.center.status if intake.center else ""
    if (verb == "tell" and not answer) or (verb == "object" and answer not in REFUSALS):
        raise Refusal(Code.AID_NO_ANSWER, field="center.status", verb=known.word)
    return known.write(intake, step)


def forwarded(intake: LegalAidIntake, how: Forwarded) -> LegalAidIntake:
    """Return an intake that has been forwarded: also one whose answer came before the slip was written.

    Raises:
        Refusal: CASE_STEP_NOT_OPEN when it has gone, or is void.
    """
    if intake.void or (intake.forwarded and intake.forwarded.date):
        raise Refusal(Code.CASE_STEP_NOT_OPEN, verb="转交", state=state_of(intake))
    return replace(intake, forwarded=how)
