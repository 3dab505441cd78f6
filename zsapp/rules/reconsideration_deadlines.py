"""Deadlines of reconsideration (行政复议的期限): plain days and working days, never mixed (复议法 §88).

The sixty days are plain ones whose last moves off a day of rest (民诉法 §85); three, five, seven and ten are
working days. What the point itself owes (转送) is no law's but a setting.
Law cited: 复议法 §20, §21, §30, §31, §62, §88; 复议条例 §16.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from zsapp.rules.calendar import days_after
from zsapp.rules.desk_checking import Desk, shared_deadlines
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.reconsideration import ACCEPTED, Act, Reconsideration, Supplement, answer_state, is_received
from zsapp.rules.reconsideration_scope import is_unperformed

ORDINARY = 60


@dataclass(frozen=True, slots=True)
class ApplyBy:
    """By when to apply: as counted, moved off a day of rest, how it was counted."""

    raw: date
    due: date
    deadline: Deadline


def handed_in(desk: Desk) -> date | None:
    """Return the day on which the application was made to the organ.

    The point's own receipt counts only where the setting says so (待书面请示).
    """
    found = [desk.record.arrived_on, accepted_on(desk)]
    if desk.tables.limits["fy_point_receipt_counts"]:
        found.append(received_on(desk.record))
    return min((one for one in found if one and one <= desk.today), default=None)


def accepted_on(desk: Desk) -> date | None:
    """Return the day on which the organ accepted the application, None while it has not by today."""
    answer = desk.record.result
    day = answer.accepted if answer else None
    return day if day and day <= desk.today else None


def _settled(desk: Desk, found: Deadline, done: date | None) -> Deadline:
    """Return a deadline that acceptance settles where the day it was met on was not written down."""
    if accepted_on(desk) is None or (done and done <= desk.today):
        return found
    told = f"{found.working}；复议机构已受理，没有登记是哪一天办的"
    return replace(found, state="done", working=told)


def received_on(record: Reconsideration) -> date | None:
    """Return the day on which the point received the application, None while it was only asked about."""
    return (record.received_on or record.date) if is_received(record) else None


def apply_by(desk: Desk) -> ApplyBy | None:
    """Return by when to apply, None while the day from which it runs is not known."""
    act = desk.record.act or Act()
    start, note = _start(desk, act)
    if start is None:
        return None
    done = handed_in(desk)
    done = None if done == accepted_on(desk) else done
    found = _settled(desk, desk.clock.run("apply", start, done, key="fy_apply", note=note), done)
    raw = days_after(start, desk.tables.periods["fy_apply"].count)
    if act.hindrance_over and act.hindrance_from and act.hindrance_from <= raw:
        lost = (act.hindrance_over - act.hindrance_from).days
        raw = days_after(raw, max(lost, 0))
        found = _moved(
            desk, found, raw, f"因{act.hindrance or '正当理由'}耽误{lost}日，障碍消除后继续计算至{raw}"
        )
    return _capped(desk, act, ApplyBy(raw, found.due or raw, found))


def _start(desk: Desk, act: Act) -> tuple[date | None, str]:
    """Return the day from which the sixty days run, and what is told of it."""
    if is_unperformed(desk.record, desk.tables) and act.asked_on:
        days = desk.tables.periods["fy_perform"].count
        start = days_after(act.asked_on, days)
        return start, f"自收到履行申请之日起满{days}日（{start}）起算；规定了履行期限的自期限届满起算"
    if act.rights_told is False:
        if act.rights_known:
            return act.rights_known, f"没有告知复议权利，自{act.rights_known}知道复议权利之日起算"
        return None, ""
    return act.known, ""


def _capped(desk: Desk, act: Act, found: ApplyBy) -> ApplyBy:
    """Cut a deadline off at a year from knowing the content, and at five or twenty years from the act."""
    calendar, periods = desk.tables.calendar, desk.tables.periods
    for name, since in (
        ("fy_untold", act.known if act.rights_told is False else None),
        ("fy_longest_estate" if act.estate else "fy_longest", act.made),
    ):
        if since is None:
            continue
        last = calendar.same_day(since, periods[name].count)
        if last < found.raw:
            told = f"最长不超过自{since}起{periods[name].count}年，即{last}"
            found = ApplyBy(last, calendar.next_workday(last), _moved(desk, found.deadline, last, told))
    return found


def _moved(desk: Desk, found: Deadline, raw: date, told: str) -> Deadline:
    due = desk.tables.calendar.next_workday(raw)
    state = found.state if found.state == "done" else "overdue" if desk.today > due else "open"
    rolled = f"，是休息日，顺延至{due}" if due != raw else ""
    return replace(found, due=due, state=state, working=f"{found.working}；{told}{rolled}")


def forward_by(desk: Desk) -> date | None:
    """Return the day by which the point passes an application on."""
    received = received_on(desk.record)
    if received is None:
        return None
    return desk.tables.calendar.add_work_days(received, desk.tables.periods["fy_forward"].count)


def reconsideration_deadlines(desk: Desk) -> Iterator[Deadline]:
    """Return the deadlines: apply forward receipt supplement decide."""
    yield from _apply(desk)
    yield from _forward(desk)
    yield from _organ(desk)
    yield from shared_deadlines(desk)


def _apply(desk: Desk) -> Iterator[Deadline]:
    found = apply_by(desk)
    if found is not None:
        yield found.deadline
        return
    act, period = desk.record.act or Act(), desk.tables.periods["fy_apply"]
    if act.rights_told is False and act.known:
        last = desk.tables.calendar.same_day(act.known, desk.tables.periods["fy_untold"].count)
        told = f"没有告知复议权利，自知道复议权利之日起{period.count}日；最长到{last}"
        yield Deadline("apply", period.what, act.known, None, period.basis, "none", told)
    elif desk.record.act is not None:
        told = f"自知道或者应当知道行政行为之日起{period.count}日；还没有填写知道的日期"
        yield Deadline("apply", period.what, None, None, period.basis, "none", told)


def _forward(desk: Desk) -> Iterator[Deadline]:
    received, record = received_on(desk.record), desk.record
    if received:
        gone = record.forwarded_on or record.arrived_on
        yield _settled(desk, desk.clock.run("forward", received, gone, key="fy_forward"), gone)


def _organ(desk: Desk) -> Iterator[Deadline]:
    record: Reconsideration = desk.record
    answer, asked = record.result, record.supplement or Supplement()
    if record.arrived_on:
        answered = (answer.accepted or answer.on) if answer else asked.notice
        yield desk.clock.run("receipt", asked.received or record.arrived_on, answered, key="fy_receipt")
    if asked.notice:
        yield desk.clock.run("supplement", asked.notice, asked.received, key="fy_supplement")
    accepted = answer.accepted if answer else None
    if answer and accepted:
        decided = answer.on if answer_state(answer) != ACCEPTED else None
        name = "fy_decide" if (answer.ordinary_due_days or ORDINARY) >= ORDINARY else "fy_decide_short"
        period = desk.tables.periods[name]
        counted = replace(period, count=answer.ordinary_due_days or period.count)
        clock = replace(desk.clock, periods={name: counted})
        yield clock.run("decide", accepted, decided, key=name)
