"""The duty roster (值守): who keeps the station open on which day, and on which it really was. Pure.

A record for each month of an organisation. The plan follows from the opening hours, the calendar and the
closures; what was so is marked by hand. Indicator I06 (值守开放率, brief L §4.2): planned days on which it
was open, of the planned days that have come. A day that nobody marked counts as not open, and is asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zsapp.base.items import SHORT, Thing, item
from zsapp.rules.calendar import Calendar
from zsapp.rules.groups import percent
from zsapp.rules.premises import WEEKDAYS, Premises, hours_on, times_text

SECTOR = "duty_roster"
YES, NO = "是", "否"
OPENED, SHUT, UNMARKED, AHEAD, EXTRA = "已开放", "未开放", "待登记", "未到", "加开"
Day = date
"""The same type, for groups that have an item named date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDay(Thing):
    """A day of the roster (值守日): the plan, and what was so."""

    date: Day | None = item("日期")
    times: str = item("计划开放时间", maximum=200)
    people: tuple[str, ...] = item("值守人员", verbatim=True, maximum=SHORT)
    planned: str = item("计划开放", codes="yes_no", maximum=SHORT)
    opened: str = item("实际开放", codes="yes_no", maximum=SHORT)
    actual: str = item("实际时间", maximum=200)
    reason: str = item("未开放的原因", maximum=200)
    by: str = item("登记人", verbatim=True, maximum=SHORT)

    @property
    def is_planned(self) -> bool:
        """Whether the plan has it open."""
        return self.planned != NO

    def state_on(self, today: Day) -> str:
        """Return in a word how the day stands."""
        if self.opened == YES:
            return OPENED if self.is_planned else EXTRA
        if self.opened == NO:
            return SHUT
        return UNMARKED if self.date is not None and self.date <= today else AHEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyMonth(Thing):
    """The roster of a month (值守表); the month by its first day."""

    org: str = item("单位代码", maximum=SHORT)
    org_name: str = item("单位", verbatim=True, maximum=200)
    month: date | None = item("月份")
    days: tuple[DutyDay, ...] = item("值守日", maximum=62)

    def day(self, day: date) -> DutyDay | None:
        """Return a day of the roster."""
        return next((one for one in self.days if one.date == day), None)


def first_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def days_of(month: date) -> Iterator[date]:
    """Yield every day of a month."""
    day = first_of(month)
    while day.month == month.month:
        yield day
        day += timedelta(days=1)


# --- the plan ---------------------------------------------------------------------------------------------


def plan_of_day(premises: Premises, day: date, calendar: Calendar) -> tuple[bool, str]:
    """Say whether the premises is to be open on a day, and at what times.

    Closures and days opened besides come first; days off by notice are shut unless holidays are open; a day
    of rest that is worked (调休) is kept like a working day.
    """
    special = next((one for one in premises.closures if one.holds(day)), None)
    if special is not None and special.open != YES:
        return False, ""
    rows = hours_on(premises, day.weekday())
    if not rows and (special is not None or day in calendar.days_worked):
        rows = next((found for at in range(len(WEEKDAYS)) if (found := hours_on(premises, at))), ())
    if special is not None:
        return True, times_text(rows)
    shut = day in calendar.days_off and premises.holidays != YES
    return bool(rows) and not shut, "" if shut else times_text(rows)


def plan_month(
    premises: Premises, month: date, calendar: Calendar, kept: DutyMonth | None = None
) -> DutyMonth:
    """Return the roster of a month by the hours: whoever is on duty takes turns, what stands already stays.

    People that were set by hand and days that were marked are kept; a day that is planned no more and was not
    marked goes.
    """
    kept = kept or DutyMonth(org=premises.org, org_name=premises.name, month=first_of(month))
    turns = [one.name for one in premises.staff if one.on_duty == YES and one.name]
    days: list[DutyDay] = []
    for day in days_of(month):
        planned, times = plan_of_day(premises, day, calendar)
        known = kept.day(day)
        if planned:
            turn = (turns[_planned_in(days) % len(turns)],) if turns else ()
            people = known.people if known and known.people else turn
            days.append(replace(known or DutyDay(date=day), times=times, people=people, planned=YES))
        elif known is not None and known.opened:
            days.append(replace(known, planned=NO, times=""))
    return replace(kept, days=tuple(days))


def _planned_in(days: Iterable[DutyDay]) -> int:
    return sum(one.is_planned for one in days)


def with_day(month: DutyMonth, day: DutyDay) -> DutyMonth:
    """Return the roster with a day in its place."""
    others = [one for one in month.days if one.date != day.date]
    return replace(month, days=tuple(sorted((*others, day), key=lambda one: one.date or date.max)))


# --- what was so ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRate:
    """How often a place was open in a month (值守开放率, I06): the days behind each number."""

    org: str
    org_name: str
    month: date
    planned: tuple[date, ...]
    opened: tuple[date, ...]
    extra: tuple[date, ...]
    unmarked: tuple[date, ...]

    @property
    def value(self) -> str:
        """The rate; a dash while no planned day has come."""
        return percent(len(self.opened), len(self.planned))


def opening_rate(month: DutyMonth, today: date) -> OpeningRate:
    """Return the rate of a month: of its planned days, those that have come by today."""
    come = [one for one in month.days if one.date is not None and one.date <= today]
    planned = [one for one in come if one.is_planned]
    return OpeningRate(
        org=month.org,
        org_name=month.org_name,
        month=month.month or date.min,
        planned=_days(planned),
        opened=_days(one for one in planned if one.opened == YES),
        extra=_days(one for one in come if not one.is_planned and one.opened == YES),
        unmarked=_days(one for one in planned if not one.opened),
    )


def _days(found: Iterable[DutyDay]) -> tuple[date, ...]:
    return tuple(one.date for one in found if one.date is not None)


def opening_rates(months: Iterable[DutyMonth], today: date) -> tuple[OpeningRate, ...]:
    """Return the rates of many months and places, by month and place."""
    found = (opening_rate(one, today) for one in months if one.month is not None)
    return tuple(sorted(found, key=lambda one: (one.month, one.org, one.org_name)))
