"""What a scoreboard is counted from (统计基础): the records of a period by service and by village. Pure.

A record belongs to a period by the day of its service and to a village by the code of who recorded it. What
is void was left out by whoever made the pool, and so was what they may not see.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zsapp.rules.duty_roster import OpeningRate
from zsapp.rules.groups import NOTHING, percent
from zsapp.rules.legal_aid_figures import Indicator
from zsapp.rules.legal_aid_ledger import AidLine
from zsapp.rules.reporting import Period
from zsapp.rules.tables import Tables

MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as it counts: its id, the village that recorded it, its day, the day it was first kept."""

    id: str
    place: str
    day: date
    entered: date | None
    record: Any


@dataclass(frozen=True, slots=True)
class Batch:
    """A package that was sent up or came from below (批次): whose, when, whether it was faulty."""

    id: str
    place: str
    day: date
    faulty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Everything that is counted for a period. `rosters` and `premises` are those of any day."""

    period: Period
    today: date
    tables: Tables
    villages: tuple[str, ...]
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    aid: Mapping[str, AidLine] = field(default_factory=dict)
    aid_places: Mapping[str, str] = field(default_factory=dict)
    rosters: tuple[Entry, ...] = ()
    premises: frozenset[str] = frozenset()
    duty: tuple[OpeningRate, ...] = ()
    batches: tuple[Batch, ...] = ()

    def of(self, sector: str) -> tuple[Entry, ...]:
        """Return the records of a service."""
        return self.entries.get(sector, ())

    @property
    def every(self) -> tuple[Entry, ...]:
        """The records of every service."""
        return tuple(one for found in self.entries.values() for one in found)

    @property
    def last(self) -> date:
        """The last day that counts: that of the period, and today while it runs."""
        return min(self.period.last, self.today)

    def at(self, places: Iterable[str]) -> "Pool":
        """Return the part of some villages."""
        kept = frozenset(places)
        aid = {key: one for key, one in self.aid.items() if self.aid_places.get(key) in kept}
        return replace(
            self,
            villages=tuple(one for one in self.villages if one in kept),
            entries={name: _kept(found, kept) for name, found in self.entries.items()},
            aid=aid,
            rosters=_kept(self.rosters, kept),
            premises=self.premises & kept,
            duty=tuple(one for one in self.duty if one.org in kept),
            batches=tuple(one for one in self.batches if one.place in kept),
        )

    def within(self, period: Period) -> "Pool":
        """Return the part of a shorter period."""

        def holds(day: date | None) -> bool:
            return day is not None and period.first <= day <= period.last

        return replace(
            self,
            period=period,
            entries={
                name: tuple(one for one in found if holds(one.day)) for name, found in self.entries.items()
            },
            aid={key: one for key, one in self.aid.items() if holds(one.received_on)},
            duty=tuple(one for one in self.duty if holds(one.month)),
            batches=tuple(one for one in self.batches if holds(one.day)),
        )

    def months(self) -> Iterator[Period]:
        """Yield the months of the period that have begun, each whole."""
        year, month = self.period.first.year, self.period.first.month
        while (begin := date(year, month, 1)) <= self.last:
            yield month_of(begin)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def quarters(self) -> Iterator[Period]:
        """Yield the quarters of the period that have begun, each whole."""
        seen = []
        for one in self.months():
            begin = date(one.first.year, one.first.month - (one.first.month - 1) % MONTHS_OF_QUARTER, 1)
            if begin not in seen:
                seen.append(begin)
                yield Period(begin, month_of(date(begin.year, begin.month + 2, 1)).last)


def month_of(day: date) -> Period:
    """Return the month that a day lies in."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return Period(day.replace(day=1), date.fromordinal(following.toordinal() - 1))


def _kept(found: Iterable[Entry], places: frozenset[str]) -> tuple[Entry, ...]:
    return tuple(one for one in found if one.place in places)


# --- figures ------------------------------------------------------------------------------------------------


def ids_of(found: Iterable[Entry], holds: Callable[[Entry], bool] = lambda _: True) -> tuple[str, ...]:
    """Return the ids of those for which something holds."""
    return tuple(one.id for one in found if holds(one))


def count(name: str, label: str, ids: tuple[str, ...]) -> Indicator:
    """Return a plain count."""
    return Indicator(name, label, ids, None, str(len(ids)))


def share(name: str, label: str, ids: tuple[str, ...], of: tuple[str, ...]) -> Indicator:
    """Return a share of records or places; of nothing it is a dash."""
    return Indicator(name, label, ids if of else (), of, percent(len(ids), len(of)))


def total(name: str, label: str, found: Iterable[Entry], amount: Callable[[Any], int | None]) -> Indicator:
    """Return a sum over records; those that add nothing are not behind it."""
    adding = [(one.id, amount(one.record) or 0) for one in found]
    ids = tuple(key for key, value in adding if value)
    return Indicator(name, label, ids, None, str(sum(value for _, value in adding)))


def per(name: str, label: str, ids: tuple[str, ...], of: tuple[str, ...]) -> Indicator:
    """Return how many there are for each: 2.35; for none a dash."""
    if not of:
        return Indicator(name, label, (), of, NOTHING)
    mean = (Decimal(len(ids)) / len(of)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Indicator(name, label, ids, of, str(mean))


def number_of(one: Indicator) -> Decimal | None:
    """Return the value as a number: of a share its percentage; None for a dash."""
    if one.value == NOTHING:
        return None
    return Decimal(one.value.removesuffix("%"))
