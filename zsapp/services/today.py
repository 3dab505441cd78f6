"""今日: what the day asks for across all services, in one list, what the law presses first.

Read from the open records whenever it is asked for; nothing of it is stored. Who has something to say is a
source; a service adds its own in `services/station.py` and knows nothing of the others. No source makes
anybody look at a restricted record: it says of one only what lists may show.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from zsapp.rules.todo import Duty, in_order

__all__ = ["Duty", "Source", "Today"]


class Source(Protocol):
    """Who has something to say of the day (待办来源)."""

    def duties(self, today: date) -> Iterable[Duty]:
        """Return the lines of a day, in any order."""
        ...


class Today:
    """The desk that says what the day asks for."""

    def __init__(self, *sources: Source) -> None:
        """Ask these sources."""
        self._sources = list(sources)

    def add(self, source: Source) -> None:
        """Ask one more."""
        self._sources.append(source)

    def duties(self, today: date) -> tuple[Duty, ...]:
        """Return what every source says, what presses first on top."""
        return in_order(self._all(today))

    def _all(self, today: date) -> Iterator[Duty]:
        for source in self._sources:
            yield from source.duties(today)
