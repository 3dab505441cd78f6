"""The steps of a legal-aid intake (办理步骤): asked for, forwarded, arrived, told, objected, visited.

A station forwards and never decides: no step bars forwarding, and what the centre answered comes by import.
Law cited: 法援法 §43 (one-off notice), §49 (objection); 法援法 §12, §13 (a station passes on).
"""

import re
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
    """One step as taken: the day, the reason or what is said of it, and by whom.

    `missing` are the materials asked for one by one (else those of `said`), `until` by when they are to come.
    """

    on: date
    said: str
    by: str
    until: date | None = None
    missing: tuple[str, ...] = ()


def materials_in(text: str) -> tuple[str, ...]:
    """Return the materials a text names: one a line or between ；, else between 、.

    The list of materials has names with 、 in them, any one of which is enough (劳动合同、考勤等之一).
    """
    parts = re.split(r"[\n；;]", text) if re.search(r"[\n；;]", text) else text.split("、")
    return tuple(part.strip() for part in parts if part.strip())


def _ask(intake: LegalAidIntake, step: AidStep) -> LegalAidIntake:
    """Name everything missing at once (一次性告知), and by when it is to come if that was agreed."""
    missing = step.missing or materials_in(step.said)
    before = intake.supplement or Supplement()
    asked = Supplement(notice=step.on, missing=missing, number=before.number, until=step.until)
    return replace(intake, supplement=asked)


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


Since = Callable[[LegalAidIntake], date | None]


def _came(intake: LegalAidIntake) -> date | None:
    return intake.received.date


def _asked(intake: LegalAidIntake) -> date | None:
    return intake.supplement.notice if intake.supplement else None


def _sent(intake: LegalAidIntake) -> date | None:
    return intake.forwarded.date if intake.forwarded else None


def _answered(intake: LegalAidIntake) -> date | None:
    return intake.center.date if intake.center else None


def _delivered(intake: LegalAidIntake) -> date | None:
    center = intake.center or CenterAnswer()
    return center.delivered or center.date


def _any(_answer: str) -> bool:
    return True


def _is_refusal(answer: str) -> bool:
    return answer in REFUSALS


@dataclass(frozen=True, slots=True)
class _Act:
    """A step: its word, from which states it is open, how it is written, whether it wants words.

    `since` is the first day it can have been taken; `fits` says which answer of the centre it needs.
    """

    word: str
    before: tuple[str, ...]
    write: Callable[[LegalAidIntake, AidStep], LegalAidIntake]
    reasoned: bool = False
    since: Since = _came
    fits: Callable[[str], bool] = _any

    def lacks_answer(self, intake: LegalAidIntake) -> bool:
        """Say whether there is nothing of the centre's to tell or to object to."""
        return not self.fits(intake.center.status if intake.center else "")


FORWARD = "forward"
ACTS = {
    "ask": _Act("一次性告知补正", HERE, _ask),
    "supply": _Act("材料补齐", ("补正中",), _supply, since=_asked),
    "remind": _Act("提醒补交材料", ("补正中",), _remind, since=_asked),
    "call": _Act("登记电话联系法律援助处", (*HERE, *UNDER_WAY), _call, reasoned=True),
    "arrive": _Act("登记接收单位已收到", ("已转交",), _arrive, since=_sent),
    "tell": _Act("把结果告知申请人", UNDER_WAY, _tell, since=_answered, fits=bool),
    "object": _Act("登记申请人提出异议", UNDER_WAY, _object, since=_delivered, fits=_is_refusal),
    "visit": _Act("回访", UNDER_WAY, _visit, reasoned=True),
    "void": _Act("作废", (*HERE, *UNDER_WAY), _void, reasoned=True),
}
"""The steps of `record act`, beside `forward`, which makes a batch of one."""


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step that may be taken now: its verb, its word, whether it wants words, its first possible day."""

    verb: str
    word: str
    reasoned: bool
    since: date | None


def open_steps(intake: LegalAidIntake) -> tuple[OpenStep, ...]:
    """Return what may be done with an intake as it stands, beside forwarding it."""
    state = state_of(intake)
    return tuple(
        OpenStep(verb, one.word, one.reasoned, one.since(intake))
        for verb, one in ACTS.items()
        if state in one.before and not one.lacks_answer(intake)
    )


def may_forward(intake: LegalAidIntake) -> bool:
    """Say whether an intake can still be forwarded: no opinion bars it, only that it has gone or is void."""
    return not intake.void and not (intake.forwarded and intake.forwarded.date)


def act(intake: LegalAidIntake, verb: str, step: AidStep) -> LegalAidIntake:
    """Return an intake after a step.

    Raises:
        Refusal: USAGE for an unknown step, CASE_STEP_NOT_OPEN out of order, REASON_MISSING, AID_NO_ANSWER
            where there is nothing of the centre's to tell or to object to, AID_STEP_EARLY for a day on which
            it cannot have been taken.
    """
    known = ACTS.get(verb)
    if known is None:
        raise Refusal(Code.USAGE, what=f"没有“{verb}”这一步；可用：{'、'.join((FORWARD, *ACTS))}")
    if state_of(intake) not in known.before:
        raise Refusal(Code.CASE_STEP_NOT_OPEN, verb=known.word, state=state_of(intake))
    if known.reasoned and not step.said:
        raise Refusal(Code.REASON_MISSING, field="reason")
    if known.lacks_answer(intake):
        raise Refusal(Code.AID_NO_ANSWER, field="center.status", verb=known.word)
    _check_since(known.word, step.on, known.since(intake))
    _check_since("补交材料", step.until, step.on, "supplement.until")
    return known.write(intake, step)


def _check_since(word: str, on: date | None, since: date | None, field: str = "date") -> None:
    if on and since and on < since:
        raise Refusal(Code.AID_STEP_EARLY, field=field, verb=word, date=on, since=since)


def forwarded(intake: LegalAidIntake, how: Forwarded) -> LegalAidIntake:
    """Return an intake that has been forwarded: also one whose answer came before the slip was written.

    Raises:
        Refusal: CASE_STEP_NOT_OPEN when it has gone, or is void; AID_STEP_EARLY before it was received.
    """
    if not may_forward(intake):
        raise Refusal(Code.CASE_STEP_NOT_OPEN, verb="转交", state=state_of(intake))
    _check_since("转交", how.date, intake.received.date)
    return replace(intake, forwarded=how)
