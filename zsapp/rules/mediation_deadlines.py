"""Deadlines of a mediation case (期限): T1 to T9 of the brief §1.3, from the case's dates alone.

Lengths are rows of the editable table of periods, never constants here. Working is told in words, so that a
clerk can check it by hand. Law: 人民调解法 §33, 民诉法 §205, 民法典 §188, §201–203, 特邀调解规定 §27,
医疗纠纷条例 §38, 诉讼时效规定 §12, 道路交通事故程序规定 §85, 调解仲裁法 §14, §27, 土地管理法 §14, 森林法 §22.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from zsapp.rules.calendar import Calendar, days_after
from zsapp.rules.clause_words import days_in
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import agreed_lines
from zsapp.rules.mediation_versions import agreed_first, effective_on
from zsapp.rules.tables import Period

State = Literal["open", "done", "overdue", "none"]
UNITS = {"day": "日", "workday": "个工作日", "year": "年"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: what is to be done, from when, by when (inclusive), and how that was worked out.

    State `none`: no last day is known (an agreed extension whose length the record does not hold).
    """

    id: str
    what: str
    start: date | None
    due: date | None
    basis: str
    state: State
    working: str


@dataclass(frozen=True, slots=True)
class Clock:
    """What every deadline is worked out with: the calendar, the periods, the day."""

    calendar: Calendar
    periods: Mapping[str, Period]
    today: date

    def run(self, name: str, start: date, done: date | None, *, key: str = "", note: str = "") -> Deadline:
        """Return the deadline `name` that runs from a day; done on the day `done`, once that has come."""
        period = self.periods[key or name]
        done = done if done and done <= self.today else None
        last = self._last(period, start)
        due = self.calendar.next_workday(last)
        state: State = "done" if done else "overdue" if self.today > due else "open"
        told = [_working(period, start, last, due)]
        if self.calendar.status(due) != "official":
            told.append(f"{due.year}年放假安排尚未公布，结果为预估")
        if done:
            told.append(f"已于{done}办理" + ("，超过期限" if done > due else ""))
        told += [text for text in (note or period.note,) if text]
        return Deadline(name, period.what, start, due, period.basis, state, "；".join(told))

    def _last(self, period: Period, start: date) -> date:
        if period.unit == "workday":
            return self.calendar.add_work_days(start, period.count)
        if period.unit == "day":
            return days_after(start, period.count)
        return self.calendar.same_day(start, period.count)


def _working(period: Period, start: date, last: date, due: date) -> str:
    if period.unit == "year":
        told = f"自{start}起算{period.count}年，到期日{last}"
    else:
        nth = f"第{period.count}{UNITS[period.unit]}"
        told = f"自{start}起算，当日不计入，{nth}为{last}"
    return told + (f"，是休息日，顺延至{due}" if due != last else "")


def deadlines(
    case: Case, *, calendar: Calendar, periods: Mapping[str, Period], today: date
) -> tuple[Deadline, ...]:
    """Return the deadlines that apply to a case, in the order of the brief: T1 T2 T2b T3 … T9.

    T2 is T2m for a medical case and T2c for one a court has sent; beside it T2l reminds of arbitration, T2r
    of the answer to a letter.
    """
    clock = Clock(calendar, periods, today)
    return tuple(one for find in FINDERS for one in find(case, clock))


def ended_on(case: Case) -> date | None:
    """Return the day mediation ended: first agreed, terminated or withdrawn."""
    return agreed_first(case) or case.dates.terminate or case.dates.withdraw


def refused_on(case: Case) -> date | None:
    """Return the day it was decided not to take the case in (不予受理)."""
    return case.dates.close if case.outcome.result == "不予受理" else None


def applied_on(case: Case) -> date | None:
    """Return the day judicial confirmation was asked for (申请司法确认)."""
    return case.dates.confirm_apply or (case.confirmation.apply_date if case.confirmation else None)


def is_medical(case: Case) -> bool:
    """Say whether the dispute is a medical one (医疗纠纷)."""
    return "医疗" in case.dispute_type


def is_traffic(case: Case) -> bool:
    """Say whether the dispute is about a road accident (道路交通事故)."""
    return "交通" in case.dispute_type


def _decide(case: Case, clock: Clock) -> Iterator[Deadline]:
    if case.dates.apply:
        yield clock.run("T1", case.dates.apply, case.dates.accept or refused_on(case))


def _mediate(case: Case, clock: Clock) -> Iterator[Deadline]:
    accepted = case.dates.accept
    referral = case.referral
    done = ended_on(case) or case.dates.extend_consent or refused_on(case)
    if case.source.startswith("法院") or (referral and "法院" in referral.organ):
        start = (referral.date if referral else None) or accepted
        key, note = _court_period(referral.doc if referral else "")
        if start:
            yield clock.run("T2c", start, done, key=key, note=note)
    elif accepted:
        yield clock.run("T2m" if is_medical(case) else "T2", accepted, done)


def _court_period(doc: str) -> tuple[str, str]:
    if "简易" in doc:
        return "T2c-7", ""
    if "委托" in doc and "委派" not in doc:
        return "T2c-15", ""
    told = "委派" in doc or "诉前" in doc
    return "T2c-30", "" if told else "来函没有写明委派还是委托，按委派计算；委托为15日，适用简易程序的7日"


def _extended(case: Case, clock: Clock) -> Iterator[Deadline]:
    agreed = case.dates.extend_consent
    if agreed and case.dates.accept:
        what = "延长后的调解期限"
        last = case.dates.extend_to
        working = f"双方已于{agreed}书面同意延长" + (f"至{last}" if last else "，新的期限以同意书写明的为准")
        state: State = "overdue" if last and clock.today > last else "open" if last else "none"
        state = "done" if ended_on(case) else state
        yield Deadline("T2b", what, agreed, last, clock.periods["T2"].basis, state, working)


def _answer(case: Case, clock: Clock) -> Iterator[Deadline]:
    """Remind of the answer that a letter asks for (回函期限): a day of the letter's own, no law's."""
    sent = case.referral
    if sent is None or sent.reply_due is None:
        return
    done = sent.replied if sent.replied and sent.replied <= clock.today else None
    state: State = "done" if done else "overdue" if clock.today > sent.reply_due else "open"
    told = f"来函写明应于{sent.reply_due}前回函"
    if done:
        told += f"；已于{done}回函" + ("，超过期限" if done > sent.reply_due else "")
    basis = "，".join(one for one in (sent.organ, sent.doc) if one) or "来函"
    yield Deadline("T2r", "向委托移送机关回函", sent.date, sent.reply_due, basis, state, told)


def _confirm(case: Case, clock: Clock) -> Iterator[Deadline]:
    effective = effective_on(case)
    if effective:
        running = clock.run("T3", effective, applied_on(case))
        if running.state == "overdue" and case.outcome.performance == "履行完毕":
            running = replace(running, state="none", working=f"{running.working}；协议已履行完毕，无需申请")
        yield running


def _police(case: Case, clock: Clock) -> Iterator[Deadline]:
    if is_traffic(case) and case.dates.terminate:
        yield clock.run("T4", case.dates.terminate, None)


def _limit(case: Case, clock: Clock) -> Iterator[Deadline]:
    if case.dates.apply:
        settled = case.dates.close if case.outcome.performance == "履行完毕" else None
        yield clock.run("T5", case.dates.apply, settled)


def _labour(case: Case, clock: Clock) -> Iterator[Deadline]:
    """Remind of arbitration: open after fifteen days without an agreement, lost after a year (调解仲裁法)."""
    if "劳动争议" not in case.dispute_type or case.dates.agree:
        return
    if case.dates.accept:
        yield clock.run("T2l", case.dates.accept, ended_on(case))
    yield _told("T6", clock)


def _title(case: Case, clock: Clock) -> Iterator[Deadline]:
    if case.dispute_type.startswith("山林土地纠纷") and not case.dates.agree:
        yield _told("T9", clock)


def _told(name: str, clock: Clock) -> Deadline:
    """Return a deadline whose first day stands in no case: its rule is told, its last day is not known."""
    period = clock.periods[name]
    length = f"{period.count}{UNITS[period.unit]}"
    working = f"自{period.start}起{length}；案件里没有记载这一天；{period.note}"
    return Deadline(name, period.what, None, None, period.basis, "none", working)


def _visit(case: Case, clock: Clock) -> Iterator[Deadline]:
    agreed = case.dates.agree
    if agreed is None:
        return
    last = max(_dues(case), default=agreed)
    if last > agreed:
        yield clock.run("T7", last, case.dates.visit)
    else:
        yield clock.run("T7", agreed, case.dates.visit, key="T7-30")


def _dues(case: Case) -> Iterator[date]:
    """Return the days on which something falls due: by the schedule, else as the clauses say (…日前)."""
    if case.schedule:
        yield from (one.due for one in case.schedule if one.due)
        return
    for line in agreed_lines(case):
        yield from (day for day, before in days_in(line.text) if before)


def _filed(case: Case, clock: Clock) -> Iterator[Deadline]:
    if case.dates.close and case.outcome.result != "不予受理":
        yield clock.run("T8", case.dates.close, case.dates.file)


FINDERS: tuple[Callable[[Case, Clock], Iterator[Deadline]], ...] = (
    _decide,
    _mediate,
    _extended,
    _answer,
    _confirm,
    _police,
    _limit,
    _labour,
    _visit,
    _filed,
    _title,
)
