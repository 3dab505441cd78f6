"""What an intake asks of the station today (法律援助待办), or of whom it waits. Pure.

A station forwards, tells and asks once (法援法 §12, §13, §43); everything else is the centre's, and is waited
for. Urgent by §44 stands above all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zsapp.rules.groups import standing_of
from zsapp.rules.legal_aid import CENTER, LegalAidIntake, state_of, traits_of
from zsapp.rules.legal_aid_course import BUREAU, TELL
from zsapp.rules.legal_aid_deadlines import deadlines_of, urgent_from
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_parts import CenterAnswer, Supplement
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.todo import Duty, Pressing, pressing_by

HERE = ("草稿", "已接收", "补正中")
"""States in which it lies at the station."""
AWAY = ("已转交", "中心已收", "已受理")
"""States in which the centre has it."""
ASKING = (*HERE, *AWAY, "已给予", "不予援助", "视为撤回", "已转其他机构", "终止")
"""States in which something may be asked of somebody."""


@dataclass(frozen=True, slots=True)
class AidAsked:
    """What one intake asks: how it presses, what, by when, on what basis, who is waited for."""

    pressing: Pressing
    what: str
    due: date | None = None
    basis: str = ""
    working: str = ""
    waits_for: str = ""


def aid_duties(situation: Situation) -> Iterator[Duty]:
    """Yield the lines of an intake; which record it is, and what lists may show of it, its reader knows."""
    intake = situation.intake
    standing = standing_of(traits_of(intake), situation.tables, situation.today)
    for one in asked_of(situation):
        yield Duty(
            pressing=one.pressing,
            what=one.what,
            title="",
            due=one.due,
            days=(one.due - situation.today).days if one.due else None,
            basis=one.basis,
            working=one.working,
            waits_for=one.waits_for,
            place=standing.place,
            marks=() if intake.restricted else (*standing.marks, *standing.needs),
        )


def asked_of(situation: Situation) -> Iterator[AidAsked]:
    """Yield what an intake asks: one thing for the station, one for whom it waits."""
    intake = situation.intake
    state = state_of(intake)
    running = {one.id: one for one in deadlines_of(situation)}
    if state in HERE:
        yield from _forward(situation, running["forward"])
    if state == "补正中":
        yield _supplement(intake)
    yield from _answer(situation, running)
    if state in AWAY and (decision := running["decision"]).due:
        yield _waiting(decision, f"等{CENTER}的结果", situation.today, CENTER)


def _forward(situation: Situation, forward: Deadline) -> Iterator[AidAsked]:
    if forward.state == "done" or forward.due is None or situation.intake.received.date is None:
        return
    since = urgent_from(situation)
    urgent = since is not None and since <= situation.today
    pressing = "urgent" if urgent else pressing_by(forward.due, situation.today)
    basis = "法援法44" if urgent else forward.basis
    yield AidAsked(pressing, forward.what, forward.due, basis, forward.working)


def _supplement(intake: LegalAidIntake) -> AidAsked:
    asked = intake.supplement or Supplement()
    missing = "、".join(asked.missing)
    what = f"等申请人补交材料{f'（{missing}）' if missing else ''}"
    return AidAsked("waiting", what, asked.until, "法援法43", "", "申请人")


def _answer(situation: Situation, running: dict[str, Deadline]) -> Iterator[AidAsked]:
    """What the centre answered is told to the applicant; an objection waits for the bureau."""
    center = situation.intake.center or CenterAnswer()
    if center.status in TELL and center.told is None and not _is_supplied(situation.intake):
        yield AidAsked("returned", TELL[center.status], None, "法援法43")
    bureau = running.get("bureau_answer")
    if bureau is not None and bureau.due is not None and center.objected:
        yield _waiting(bureau, f"等{BUREAU}答复异议", situation.today, BUREAU)


def _is_supplied(intake: LegalAidIntake) -> bool:
    """Say whether the centre asked for materials that have come since."""
    center, asked = intake.center or CenterAnswer(), intake.supplement or Supplement()
    return center.status == "补正" and asked.received is not None


def _waiting(one: Deadline, what: str, today: date, whom: str) -> AidAsked:
    late = one.due is not None and one.due < today
    return AidAsked("late" if late else "waiting", what, one.due, one.basis, one.working, whom)
