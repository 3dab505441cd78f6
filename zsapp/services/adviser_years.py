"""The advisers' year (顾问月度一览): the villages of the area, their months, the logs behind them.

Nobody looks at a restricted log by that (D-41): it counts its hours, and is opened by its own page alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zsapp.records.store import Store
from zsapp.rules import adviser, publicity
from zsapp.rules.adviser_months import HOURS, Counted, VillageYear, village_years
from zsapp.rules.scoreboard_pool import Entry
from zsapp.rules.station import StationProfile
from zsapp.services.front_desk import FrontDesk
from zsapp.services.scoreboard_pool import villages_of
from zsapp.services.tables import shipped_tables


@dataclass(frozen=True, slots=True)
class AdviserYear:
    """A year as looked at: its villages by name, the target of its last month with its source."""

    year: int
    villages: tuple[VillageYear, ...]
    names: dict[str, str]
    target: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """A log behind a month, as lists show it."""

    id: str
    title: str
    number: str
    day: str
    state: str


class AdviserYears:
    """The desk."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date], front: FrontDesk
    ) -> None:
        """Work on a store for the station of `profile`."""
        self._store = store
        self._profile = profile
        self._today = today
        self._front = front

    def year(self, year: int) -> AdviserYear:
        """Return how the villages of this station's area stand in a year."""
        tables, today = shipped_tables(), self._today()
        villages = villages_of(self._profile)
        counted = Counted(
            self._entries(adviser.SECTOR, year), self._entries(publicity.SECTOR, year), tables, today
        )
        known = tables.regions
        names = {
            one: (known[one].short_name or known[one].name) if one in known else self._profile.name
            for one in villages
        }
        goal = tables.desk.target_on(HOURS, date(year, 12, 31))
        target = f"{goal.value.normalize():f}{goal.unit}。{goal.document}" if goal else ""
        return AdviserYear(year, village_years(year, villages, counted), names, target)

    def _entries(self, sector: str, year: int) -> tuple[Entry, ...]:
        days = date(year, 1, 1), date(year, 12, 31)
        found = self._front.judged(sector, days=days)
        return tuple(
            Entry(key, one.org, one.date, None, one)
            for key, one in found.items()
            if one.date is not None and not one.void
        )

    def logs(self, ids: tuple[str, ...]) -> tuple[LogLine, ...]:
        """Return the lines of logs, in their order."""
        with self._store.read() as reader:
            return tuple(
                LogLine(one.id, one.title, one.number, one.accepted_on, one.state)
                for one in reader.named(ids)
            )
