"""What a page of the window may use (页面所用): station, lane, scale, and what the shell does for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from zsapp.screens.errands import Tasks
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.notices import Say
from zsapp.screens.printers import ThisMachine
from zsapp.screens.standing.model import Saving, StandingModel
from zsapp.screens.status import StatusModel
from zsapp.services.station import Station
from zsapp.services.tables import shipped_tables

TODAY, MEDIATION, EXCHANGE, STATION = "today", "mediation", "exchange", "station"
PEOPLE, SUBSIDY, COMMITTEE, STATISTICS = "people", "subsidy", "committee", "statistics"
VOLUMES, LEGAL_AID, REVIEW = "volumes", "legal_aid", "review"
PREMISES, BACKUP, SCOREBOARD = "premises", "backup", "scoreboard"
FRONT_DESK, TRANSFERS = "front_desk", "transfers"


class Turning(Protocol):
    """What the shell does for a page."""

    def choose(self, page: str) -> None:
        """Turn to a page."""
        ...

    def open(self, sector: str, record_id: str, step: int | None = None) -> None:
        """Open a record on the page of its sector."""
        ...

    def begin(self, page: str) -> None:
        """Turn to a page and begin a new record there."""
        ...

    def titled(self, words: str, unsaved: bool) -> None:  # noqa: FBT001 -- as the window's
        """Name the window after what is before the clerk."""
        ...

    def travelled(self) -> None:
        """Look again how far everything has come."""
        ...

    def rescale(self, percent: int) -> None:
        """Set another size of type."""
        ...

    def lock_after(self, minutes: int) -> None:
        """Lock after so many minutes without a hand."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a page may use.

    A page that keeps what is typed adds to `keepers`; one with errands that take long to `stoppers`: they are
    called before the window goes. What nobody waits for is done in `aside`.
    """

    station: Station
    tasks: Tasks
    aside: Tasks
    scale: Scale
    say: Say
    home: Path
    machine: ThisMachine
    status: StatusModel
    turn: Turning
    keepers: list[Callable[[], None]] = field(default_factory=list)
    stoppers: list[Callable[[], None]] = field(default_factory=list)

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """The labels of every code list."""
        return {name: tuple(one.label for one in rows) for name, rows in shipped_tables().codes.items()}

    @property
    def writable(self) -> bool:
        """Say whether cases are taken in here: the city does not."""
        return self.station.profile.tier != "city"

    def standing(self, save: Saving) -> StandingModel:
        """Return what tells how the record of a page stands with other stations; `save` keeps it."""
        made = StandingModel(self.station, self.tasks, save, self.say)
        made.opened = lambda record_id: self.turn.open(TRANSFERS, record_id)
        return made

    def open_case(self, record_id: str, step: int | None = None) -> None:
        """Open a mediation case."""
        self.turn.open(MEDIATION, record_id, step)
