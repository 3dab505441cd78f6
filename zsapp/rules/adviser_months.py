"""The advisers' months (顾问月度一览): hours of each village and month, and what is missing. Pure.

One way to count for the overview and for the indicators I02 and I03: a log counts for the village that
recorded it and the month of its day; a lecture is an event of that form, or people counted in a log.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zsapp.rules.adviser_checks import hours_in
from zsapp.rules.publicity import Publicity, was_held
from zsapp.rules.publicity_checks import LECTURES
from zsapp.rules.scoreboard_pool import MONTHS_OF_QUARTER, Entry, month_of
from zsapp.rules.tables import Tables

HOURS = "adviser_hours"
MONTHS, QUARTERS = 12, 4
REACHED, MISSING, SHORT, RUNNING, AHEAD, UNSET = "达标", "无日志", "缺", "还差", "", "无目标"
"""How a month or quarter stands, in the word that is shown."""
HELD, NOT_HELD, NOT_YET = "有", "缺", "还没有"
Key = tuple[str, date]
"""A village, and the first day of a month or quarter."""


def hours_by_month(logs: Iterable[Entry]) -> dict[Key, Decimal]:
    """Return the hours of every village and month that has a log."""
    found = defaultdict(list)
    for one in logs:
        found[one.place, one.day.replace(day=1)].append(one.record)
    return {key: hours_in(records) for key, records in found.items()}


def quarter_of(day: date) -> date:
    """Return the first day of the quarter that a day lies in."""
    return date(day.year, day.month - (day.month - 1) % MONTHS_OF_QUARTER, 1)


def lectured(events: Iterable[Entry], logs: Iterable[Entry], tables: Tables) -> frozenset[Key]:
    """Return the villages and quarters with a lecture (法治讲座)."""
    held = [(one.place, one.day) for one in events if is_lecture(tables, one.record)]
    held += [(one.place, one.day) for one in logs if one.record.counters and one.record.counters.lectures]
    return frozenset((place, quarter_of(day)) for place, day in held)


def is_lecture(tables: Tables, event: Publicity) -> bool:
    """Say whether an event was held and is a lecture."""
    return was_held(event) and any(tables.text_of("publicity_form", form) in LECTURES for form in event.form)


@dataclass(frozen=True, slots=True)
class Month:
    """A village's month: its hours, what is missing to the target, and the logs behind it."""

    place: str
    first: date
    state: str
    hours: Decimal = Decimal(0)
    missing: Decimal = Decimal(0)
    logs: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """How it stands: 达标, 缺2.5小时, 还差8小时."""
        if self.state in (SHORT, RUNNING):
            return f"{self.state}{short_number(self.missing)}小时"
        return self.state


@dataclass(frozen=True, slots=True)
class Quarter:
    """A village's quarter: whether it has its lecture."""

    place: str
    first: date
    state: str


@dataclass(frozen=True, slots=True)
class VillageYear:
    """A village's year: its months and quarters in order."""

    place: str
    months: tuple[Month, ...]
    quarters: tuple[Quarter, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing of what is over, in words: 3月缺2.5小时, 第1季度没有讲座."""
        told = [
            f"{one.first.month}月{'没有日志' if one.state == MISSING else one.words}"
            for one in self.months
            if one.state in (SHORT, MISSING)
        ]
        none = (one for one in self.quarters if one.state == NOT_HELD)
        told += [f"第{number_of_quarter(one.first)}季度没有讲座" for one in none]
        return tuple(told)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a year is worked out from."""

    logs: tuple[Entry, ...]
    events: tuple[Entry, ...]
    tables: Tables
    today: date


def village_years(year: int, villages: Iterable[str], counted: Counted) -> tuple[VillageYear, ...]:
    """Return the year of each village, in their order."""
    hours, held = hours_by_month(counted.logs), lectured(counted.events, counted.logs, counted.tables)
    behind = defaultdict(list)
    for one in counted.logs:
        behind[one.place, one.day.replace(day=1)].append(one.id)
    return tuple(
        VillageYear(
            place,
            tuple(_month(place, date(year, n, 1), hours, behind, counted) for n in range(1, MONTHS + 1)),
            tuple(
                Quarter(place, first, _lecture((place, first) in held, first, counted.today))
                for first in (date(year, MONTHS_OF_QUARTER * n + 1, 1) for n in range(QUARTERS))
            ),
        )
        for place in villages
    )


def _month(
    place: str,
    first: date,
    hours: Mapping[Key, Decimal],
    behind: Mapping[Key, list[str]],
    counted: Counted,
) -> Month:
    spent, logs = hours.get((place, first), Decimal(0)), tuple(behind.get((place, first), ()))
    last = month_of(first).last
    target = counted.tables.desk.target_on(HOURS, last)
    if target is None:
        return Month(place, first, UNSET, spent, logs=logs)
    missing = max(target.value - spent, Decimal(0))
    return Month(place, first, _standing(missing, logs, (first, last), counted.today), spent, missing, logs)


def _standing(missing: Decimal, logs: tuple[str, ...], days: tuple[date, date], today: date) -> str:
    first, last = days
    if not missing:
        return REACHED
    if today < first:
        return AHEAD
    if today <= last:
        return RUNNING
    return SHORT if logs else MISSING


def _lecture(held: bool, first: date, today: date) -> str:  # noqa: FBT001 -- the first word of the answer
    if held:
        return HELD
    if today < first:
        return AHEAD
    over = today > month_of(date(first.year, first.month + MONTHS_OF_QUARTER - 1, 1)).last
    return NOT_HELD if over else NOT_YET


def number_of_quarter(first: date) -> int:
    """Return which quarter of the year begins on a day."""
    return (first.month + 2) // MONTHS_OF_QUARTER


def short_number(value: Decimal) -> str:
    """Return hours as one writes them: 8, 2.5."""
    return f"{value.quantize(Decimal('0.1')).normalize():f}"
