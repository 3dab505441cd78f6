"""Deadlines of legal aid (期限): R-31, R-40 to R-42 of brief L §1.3, from the intake's dates alone.

Two kinds of days, never mixed (trap 3): forwarding is counted in working days, the statute's seven, three and
five are plain days whose last moves off a day of rest. Lengths are rows of the editable table of periods.
Law cited: 法援法 §43, §44, §49; 民法典 §201, §203.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from zsapp.rules.calendar import days_after
from zsapp.rules.legal_aid_exempt import met_claim
from zsapp.rules.legal_aid_facts import Situation, wishes_of
from zsapp.rules.legal_aid_notified import is_notified
from zsapp.rules.mediation_deadlines import Clock, Deadline, State

FROM_CENTER = "中心收件"
"""What stands in the table as the start of the seven days when they run from the centre's receipt."""
REFUSALS = ("不予", "终止")
PENDING = ("已受理", "补正")
"""Answers of the centre that decide nothing yet."""


def deadlines_of(situation: Situation) -> tuple[Deadline, ...]:
    """Return the deadlines of an intake: forward decision assign objection bureau_answer limitation."""
    finders = (_forward, _decision, _assign, _objection, _bureau, _limitation)
    return tuple(one for find in finders for one in find(situation))


def urgent_from(situation: Situation) -> date | None:
    """Return from which day an application is urgent (R-31), None when it is not.

    Fewer than seven days to a limit that has not passed when the application came; or something to be applied
    for at once.
    """
    limit = situation.intake.limitation_end
    found = [situation.day] if wishes_of(situation.intake) else []
    if limit and limit >= situation.day:
        days = int(situation.tables.limits["aid_urgent"])
        found.append(max(situation.day, days_after(limit, 1 - days)))
    return min(found, default=None)


def is_pressing(situation: Situation) -> bool:
    """Say whether fewer than seven days are left to a limit that has not passed (法援法 §44(一))."""
    limit = situation.intake.limitation_end
    left = (limit - situation.today).days if limit else -1
    return 0 <= left < situation.tables.limits["aid_urgent"]


def has_priority(situation: Situation) -> bool:
    """Say whether a soldier or a soldier's family comes first (军人权益法 §61)."""
    claim = met_claim(situation)
    told = "G06" in situation.intake.groups or situation.intake.matter == "M31"
    return told or (claim is not None and claim.row.code.startswith("EMIL"))


def same_day_reason(situation: Situation) -> str:
    """Return why an application goes on the day it came, or the empty text."""
    if is_notified(situation):
        return "应当由办案机关通知辩护，当日转交"
    if situation.intake.custody:
        return "当事人被羁押，当日转交"
    return "军人军属优先，当日转交" if has_priority(situation) else ""


def forward_due(situation: Situation) -> date:
    """Return the day by which the station forwards."""
    period = situation.tables.periods["forward"]
    normal = situation.tables.calendar.add_work_days(situation.day, period.count)
    if same_day_reason(situation):
        return situation.day
    urgent = urgent_from(situation)
    return min(normal, urgent) if urgent else normal


def _clock(situation: Situation) -> Clock:
    return Clock(situation.tables.calendar, situation.tables.periods, situation.today)


def _answered(situation: Situation) -> date | None:
    center = situation.intake.center
    return center.date if center else None


def _decided(situation: Situation) -> date | None:
    """Return the day of the centre's first answer that decides: what came after it is another matter."""
    answers = [*situation.intake.answers, *filter(None, [situation.intake.center])]
    return min((one.date for one in answers if one.date and one.status not in PENDING), default=None)


def _forward(situation: Situation) -> Iterator[Deadline]:
    """R-40 (a): working days from receipt, at once when it is urgent."""
    sent = situation.intake.forwarded
    gone = (sent.date if sent else None) or _answered(situation)
    running = _clock(situation).run("forward", situation.day, gone)
    due = forward_due(situation)
    if due == running.due:
        yield running
        return
    why = same_day_reason(situation) or "情况紧急，当日转交"
    state: State = "done" if running.state == "done" else "overdue" if situation.today > due else "open"
    basis = "法援法39、40" if situation.intake.custody else "法援法44"
    basis = "军人权益法61" if has_priority(situation) and not urgent_from(situation) else basis
    yield replace(running, due=due, state=state, basis=basis, working=f"自{situation.day}收到申请；{why}")


def _decision(situation: Situation) -> Iterator[Deadline]:
    """R-40 (b), R-42: seven plain days from receipt, and the days that a supplement took."""
    period = situation.tables.periods["decision"]
    if period.start == FROM_CENTER:
        told = f"自法律援助处收到申请之日起{period.count}日；本站没有收件回执，到期日以中心的为准"
        yield Deadline("decision", period.what, None, None, period.basis, "none", told)
        return
    extra = supplement_days(situation)
    counted = replace(period, count=period.count + extra)
    clock = replace(_clock(situation), periods={"decision": counted})
    note = period.note + (f"；其中补充材料的{extra}日不计入审查期限" if extra else "")
    yield clock.run("decision", situation.day, _decided(situation), note=note)


def supplement_days(situation: Situation) -> int:
    """Return how many days the clock stood still: from the notice to the materials, or so far (R-42)."""
    supplement = situation.intake.supplement
    if supplement is None or supplement.notice is None:
        return 0
    return max(((supplement.received or situation.today) - supplement.notice).days, 0)


def _assign(situation: Situation) -> Iterator[Deadline]:
    center = situation.intake.center
    if center and center.status == "给予" and center.date:
        yield _clock(situation).run("assign", center.date, None)


def _objection(situation: Situation) -> Iterator[Deadline]:
    center = situation.intake.center
    if center and center.status in REFUSALS and center.delivered:
        yield _clock(situation).run("objection", center.delivered, center.objected)


def _bureau(situation: Situation) -> Iterator[Deadline]:
    center = situation.intake.center
    if center is None or center.status not in REFUSALS:
        return
    if center.objected:
        yield _clock(situation).run("bureau_answer", center.objected, None)
        return
    period = situation.tables.periods["bureau_answer"]
    told = f"自收到异议之日起{period.count}日；目前没有提出异议的记录"
    yield Deadline("bureau_answer", period.what, None, None, period.basis, "none", told)


def _limitation(situation: Situation) -> Iterator[Deadline]:
    limit = situation.intake.limitation_end
    if limit:
        passed = situation.today > limit
        state: State = "overdue" if passed else "open"
        told = f"登记的届满日{limit}" + ("，已经过去，是否中断、中止请律师核实" if passed else "")
        yield Deadline("limitation", "诉讼时效或者期限届满", None, limit, "法援法44", state, told)
