"""Generations of a backup (备份的代): which are kept, and which have had their time. Pure.

Days are counted by the backups there are, not by today's date: a clock gone wild, or a holiday, takes nothing
away. What is newer is told by the journal (epoch, seq) first, and by the clock only between equals.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zsapp.base.clock import CHINA


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many generations are kept: the newest ones, and the last of so many days, weeks and months."""

    newest: int = 1
    days: int = 7
    weeks: int = 4
    months: int = 12


@dataclass(frozen=True, slots=True)
class Generation:
    """One backup as far as keeping it goes."""

    name: str
    epoch: int
    seq: int
    made_at: datetime

    @property
    def order(self) -> tuple[int, int, datetime]:
        """By which the later one is told."""
        return self.epoch, self.seq, self.made_at

    @property
    def day(self) -> date:
        """The day it was made on."""
        return self.made_at.astimezone(CHINA).date()


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month


def spent(found: Sequence[Generation], keeping: Keeping) -> tuple[str, ...]:
    """Return the names of those that need not be kept any more, oldest first. The last one always is."""
    latest_first = sorted(found, key=lambda one: one.order, reverse=True)
    kept = {one.name for one in latest_first[: max(1, keeping.newest)]}
    kept |= _last_of_each(latest_first, lambda day: day, keeping.days)
    kept |= _last_of_each(latest_first, _week, keeping.weeks)
    kept |= _last_of_each(latest_first, _month, keeping.months)
    return tuple(one.name for one in reversed(latest_first) if one.name not in kept)


def _last_of_each(latest_first: Sequence[Generation], span: Callable[[date], object], most: int) -> set[str]:
    """Return the last generation of each of the latest spans of time (days, weeks, months)."""
    last: dict[object, str] = {}
    for one in latest_first:
        last.setdefault(span(one.day), one.name)
    return set(list(last.values())[:most])


def is_due(last: datetime | None, now: datetime, hour: int) -> bool:
    """Say whether the day's backup has not been made.

    It should have been at the hour of today, or of yesterday while it is earlier. One that lies ahead of the
    clock counts for nothing.
    """
    if last is None or last > now:
        return True
    local = now.astimezone(CHINA)
    wanted = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return last < (wanted if local >= wanted else wanted - timedelta(days=1))


def days_without(last: datetime | None, now: datetime) -> int | None:
    """Return how many whole days ago the last good backup was made, None when there is none to speak of."""
    return None if last is None or last > now else (now - last).days
