"""The pages of the window (页面): one row each, in the order of the list at the left; what a page may use.

A page is made when it is first turned to, and only then are its modules read: the window must not wait for
pages that nobody opens today. To add one, write a maker below and its row in `PAGES`; a page has `start()`,
called each time it is turned to, and, when it opens records, `open_at(record_id, step)`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from zsapp.base.settings import read_settings
from zsapp.screens.errands import Tasks
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.notices import Say
from zsapp.screens.printers import ThisMachine
from zsapp.screens.status import StatusModel
from zsapp.services.station import Station
from zsapp.services.tables import shipped_tables

TODAY, MEDIATION, EXCHANGE, STATION = "today", "mediation", "exchange", "station"
PEOPLE, SUBSIDY, COMMITTEE, STATISTICS = "people", "subsidy", "committee", "statistics"
VOLUMES = "volumes"


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
    called before the window goes.
    """

    station: Station
    tasks: Tasks
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

    def open_case(self, record_id: str, step: int | None = None) -> None:
        """Open a mediation case."""
        self.turn.open(MEDIATION, record_id, step)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name, its words at the left, its maker, the sectors whose records it opens.

    Its drawing is `resources/icons/NAME.svg`, its key that of its place in the list.
    """

    name: str
    words: str
    make: Callable[[Desk], Any]
    opens: tuple[str, ...] = ()


# --- makers -----------------------------------------------------------------------------------------------
# Every import in a maker is late for the start-up time: see the head of this module.


def _today(desk: Desk) -> Any:
    from zsapp.screens.today.model import TodayModel  # start-up time
    from zsapp.screens.today.screen import TodayScreen  # start-up time

    model = TodayModel(desk.station, desk.tasks, desk.say)
    screen = TodayScreen(model, desk.scale, writable=desk.writable)
    model.opened = desk.open_case
    model.exported = lambda: desk.turn.choose(EXCHANGE)
    model.numbered = lambda: desk.turn.choose(STATION)
    screen.begun.connect(lambda: desk.turn.begin(MEDIATION))
    return screen


def _mediation(desk: Desk) -> Any:
    from zsapp.screens.mediation.page import mediation_page  # start-up time

    return mediation_page(desk)


def _people(desk: Desk) -> Any:
    from zsapp.screens.people.model import PeopleModel  # start-up time
    from zsapp.screens.people.screen import PeopleScreen  # start-up time

    model = PeopleModel(desk.station.persons, desk.tasks, desk.say)
    model.opened = desk.open_case
    return PeopleScreen(model, desk.scale)


def _statistics(desk: Desk) -> Any:
    from zsapp.screens.imports.model import ImportModel  # start-up time
    from zsapp.screens.imports.screen import ImportScreen  # start-up time
    from zsapp.screens.statistics.model import StatisticsModel  # start-up time
    from zsapp.screens.statistics.screen import StatisticsScreen  # start-up time

    model = StatisticsModel(desk.station, desk.tasks, desk.machine.folder, desk.say)
    model.opened = desk.open_case
    imports = ImportModel(desk.station, desk.tasks, desk.machine.folder, desk.say)
    return StatisticsScreen(model, ImportScreen(imports, desk.scale), desk.scale)


def _volumes(desk: Desk) -> Any:
    from zsapp.screens.volumes.model import VolumesModel  # start-up time
    from zsapp.screens.volumes.screen import VolumesScreen  # start-up time

    model = VolumesModel(desk.station.joint, desk.tasks, desk.machine.folder, desk.say)
    model.opened = desk.open_case
    return VolumesScreen(model, desk.codes["retention"], desk.scale)


def _subsidy(desk: Desk) -> Any:
    from zsapp.screens.subsidy.model import SubsidyModel  # start-up time
    from zsapp.screens.subsidy.screen import SubsidyScreen  # start-up time

    model = SubsidyModel(desk.station, desk.tasks, desk.machine.folder, desk.say)
    return SubsidyScreen(model, desk.codes, desk.scale)


def _committee(desk: Desk) -> Any:
    from zsapp.screens.committee.model import CommitteeModel  # start-up time
    from zsapp.screens.committee.screen import CommitteeScreen  # start-up time

    station = desk.station
    model = CommitteeModel(station.committees, desk.tasks, today=station.today, say=desk.say)
    desk.keepers.append(model.keep)
    return CommitteeScreen(model, desk.codes, desk.scale)


def _exchange(desk: Desk) -> Any:
    from zsapp.screens.exchange.model import ExchangeModel  # start-up time
    from zsapp.screens.exchange.screen import ExchangeScreen  # start-up time

    model = ExchangeModel(desk.station, desk.tasks, desk.say)
    model.finished = desk.turn.travelled
    model.opened = desk.open_case
    desk.stoppers.append(model.cancel)
    page = ExchangeScreen(model, desk.scale)
    page.titled = desk.turn.titled
    return page


def _station(desk: Desk) -> Any:
    from zsapp.screens.station.model import StationModel  # start-up time
    from zsapp.screens.station.screen import LockTime, StationScreen  # start-up time

    model = StationModel(desk.station, desk.tasks, desk.say)
    lock = LockTime(read_settings(desk.home).lock_minutes, desk.turn.lock_after)
    return StationScreen(model, desk.scale, desk.turn.rescale, lock)


PAGES: tuple[Page, ...] = (
    Page(TODAY, "今日", _today),
    Page(MEDIATION, "人民调解", _mediation, (MEDIATION,)),
    Page(PEOPLE, "人员", _people),
    Page(STATISTICS, "台账统计", _statistics),
    Page(VOLUMES, "立卷", _volumes),
    Page(SUBSIDY, "补贴", _subsidy),
    Page(COMMITTEE, "调委会", _committee),
    Page(EXCHANGE, "数据交换", _exchange),
    Page(STATION, "工作站", _station),
)
"""The order is that of the list at the left."""

KEYS = {page.name: f"Alt+{key}" for page, key in zip(PAGES, "1234567890-=", strict=False)}
"""The key of each page: the digit row from its left end."""
