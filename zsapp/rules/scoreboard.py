"""The scoreboard (考核评价): indicators I01 to I25 of brief L §4.2, targets, places, months. Pure functions.

Each number keeps the ids of what is behind it. A share says its two numbers; one of nothing is a dash, never
nought. The figures of a village or a month are those of its part of the pool: there is one way to count.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zsapp.rules.legal_aid_figures import Indicator
from zsapp.rules.legal_aid_figures import indicators as aid_indicators
from zsapp.rules.reporting import Period
from zsapp.rules.scoreboard_desk import advice, certifying, passing_on, rating, reviewing
from zsapp.rules.scoreboard_pool import Pool, ids_of, month_of, number_of, share
from zsapp.rules.scoreboard_tables import Goal
from zsapp.rules.scoreboard_work import advising, liked, opening, serving, spreading

LOWER = ("I11", "I15-1", "I18-5", "I24-1", "I25")
"""Indicators of which less is better, or neither: no target is held against them from below."""


@dataclass(frozen=True, slots=True)
class Score:
    """An indicator with what it is held against: the period before, the year before, its target."""

    figure: Indicator
    before: str
    year_before: str
    goal: Goal | None
    reached: bool | None


def aided(pool: Pool) -> Iterator[Indicator]:
    """I09 to I15: legal aid."""
    yield from aid_indicators(pool.aid, [row.text for row in pool.tables.codes.get("group_flag", ())])


def indicators(pool: Pool, chosen: str = "") -> tuple[Indicator, ...]:
    """Return every indicator of a pool in the order of the brief, or those counted together with one."""
    wanted = chosen[:3]
    return tuple(
        one for first, last, make in MAKERS if not wanted or first <= wanted <= last for one in make(pool)
    )


def upkeep(pool: Pool) -> Iterator[Indicator]:
    """I23 to I25: records kept in time, data sent up in time, villages with nothing to report."""
    known = tuple(one for one in pool.every if one.entered is not None)
    most = timedelta(days=int(pool.tables.limits["ledger_soon"]))
    soon = ids_of(known, lambda one: one.entered is not None and one.entered - one.day <= most)
    yield share("I23", "台账录入及时率", soon, ids_of(known))
    due, sent = tuple(_due(pool)), tuple(_sent(pool))
    yield share("I24", "数据上报及时率", sent, due)
    batches = tuple(one.id for one in pool.batches)
    yield share("I24-1", "数据差错率", tuple(one.id for one in pool.batches if one.faulty), batches)
    yield share("I25", "零报告村（社区）月数", tuple(_silent(pool)), tuple(_place_months(pool)))


def _place_months(pool: Pool) -> Iterator[str]:
    for month in pool.months():
        yield from (f"{place} {month.first:%Y-%m}" for place in pool.villages)


def _silent(pool: Pool) -> Iterator[str]:
    """Yield the villages' months without any record."""
    heard = {(one.place, month_of(one.day).first) for one in pool.every}
    for month in pool.months():
        yield from (
            f"{place} {month.first:%Y-%m}" for place in pool.villages if (place, month.first) not in heard
        )


def _closing(month: Period, pool: Pool) -> date:
    """Return the last day on which a month's data are sent in time."""
    return month.last + timedelta(days=int(pool.tables.limits["report_day"]))


def _due(pool: Pool) -> Iterator[str]:
    """Yield the villages' months whose data had to be here by today."""
    for month in pool.months():
        if _closing(month, pool) <= pool.today:
            yield from (f"{place} {month.first:%Y-%m}" for place in pool.villages)


def _sent(pool: Pool) -> Iterator[str]:
    """Yield those of which a package was sent after the month's end and before the last day."""
    for month in pool.months():
        closing = _closing(month, pool)
        if closing > pool.today:
            continue
        places = {one.place for one in pool.batches if month.last <= one.day <= closing}
        yield from (f"{place} {month.first:%Y-%m}" for place in pool.villages if place in places)


MAKERS: tuple[tuple[str, str, Callable[[Pool], Iterator[Indicator]]], ...] = (
    ("I01", "I04", advising),
    ("I05", "I06", opening),
    ("I07", "I08", advice),
    ("I09", "I15", aided),
    ("I16", "I17", spreading),
    ("I18", "I18", reviewing),
    ("I19", "I19", certifying),
    ("I20", "I20", serving),
    ("I21", "I21", passing_on),
    ("I22", "I22", rating),
    ("I22", "I22", liked),
    ("I23", "I25", upkeep),
)
"""Who counts which indicators, from the first to the last."""


# --- held against -------------------------------------------------------------------------------------------


def scores(
    pool: Pool, level: str, before: Mapping[str, str], year_before: Mapping[str, str]
) -> tuple[Score, ...]:
    """Return every indicator with its target and with what it was: `before` by the keys of `key_of`."""
    found = []
    for one in indicators(pool):
        goal = pool.tables.scores.goal_of(one.id, level, pool.last)
        key = key_of(one)
        found.append(Score(one, before.get(key, ""), year_before.get(key, ""), goal, _reached(one, goal)))
    return tuple(found)


def _reached(one: Indicator, goal: Goal | None) -> bool | None:
    """Say whether a target is reached; nothing where there is none, or nothing to hold against it."""
    value = number_of(one)
    if goal is None or value is None or one.id in LOWER:
        return None
    return value >= Decimal(goal.value)


def key_of(one: Indicator) -> str:
    """Return what tells an indicator from every other: some share an id and differ in name."""
    return f"{one.id} {one.name}"


def values_of(pool: Pool) -> dict[str, str]:
    """Return the values of every indicator by `key_of`."""
    return {key_of(one): one.value for one in indicators(pool)}


def period_before(period: Period) -> Period:
    """Return the period of the same length just before: the month before, the year before."""
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    whole = period.first.day == 1 and period.last == month_of(period.last).last
    if whole:
        return Period(_moved(period.first, -months), period.first - timedelta(days=1))
    length = period.last - period.first + timedelta(days=1)
    return Period(period.first - length, period.last - length)


def year_before(period: Period) -> Period:
    """Return the same days a year earlier (上年同期)."""
    return Period(_year_back(period.first), _year_back(period.last))


def _moved(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _year_back(day: date) -> date:
    last_of_february = month_of(day).last == day and (day.month, day.day) in ((2, 28), (2, 29))
    if last_of_february:
        return month_of(date(day.year - 1, 2, 1)).last
    return day.replace(year=day.year - 1)


def by_place(pool: Pool, places: Mapping[str, tuple[str, ...]], chosen: str) -> dict[str, Indicator]:
    """Return one indicator for each place: a village, or a town with the villages it has; `chosen` by key."""
    found = {}
    for place, villages in places.items():
        for one in indicators(pool.at(villages), chosen):
            if key_of(one) == chosen:
                found[place] = one
    return found


def by_month(pool: Pool, chosen: str) -> dict[date, Indicator]:
    """Return one indicator for each month of the period, by its first day."""
    found = {}
    for month in pool.months():
        for one in indicators(pool.within(month), chosen):
            if key_of(one) == chosen:
                found[month.first] = one
    return found
