"""The shell (主界面): what works is listed at the left, what the clerk must always know stands below it.

What a service says comes through the lane; what the store commits is heard by a relay that brings it to the
UI thread.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from zsapp.base.errors import Trouble
from zsapp.base.settings import read_settings, write_settings
from zsapp.screens.committee.model import CommitteeModel
from zsapp.screens.committee.screen import CommitteeScreen
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.exchange.model import ExchangeModel
from zsapp.screens.exchange.screen import ExchangeScreen
from zsapp.screens.imports.model import ImportModel
from zsapp.screens.imports.screen import ImportScreen
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.mediation.model.binding import BindingModel
from zsapp.screens.mediation.model.editor import CaseModel
from zsapp.screens.mediation.model.known import KnownModel
from zsapp.screens.mediation.model.listing import ListModel
from zsapp.screens.mediation.model.paper import PreviewModel, PrintModel
from zsapp.screens.mediation.model.presses import PressModel
from zsapp.screens.mediation.screen import Lookups, MediationScreen, Models
from zsapp.screens.notices import Say, notice_of
from zsapp.screens.people.model import PeopleModel
from zsapp.screens.people.screen import PeopleScreen
from zsapp.screens.printers import ThisMachine
from zsapp.screens.side import Side
from zsapp.screens.station.model import StationModel
from zsapp.screens.station.screen import LockTime, StationScreen
from zsapp.screens.statistics.model import StatisticsModel
from zsapp.screens.statistics.screen import StatisticsScreen
from zsapp.screens.status import StatusModel
from zsapp.screens.subsidy.model import SubsidyModel
from zsapp.screens.subsidy.screen import SubsidyScreen
from zsapp.screens.tasks import Share
from zsapp.screens.today.model import TodayModel
from zsapp.screens.today.screen import TodayScreen
from zsapp.screens.volumes.model import VolumesModel
from zsapp.screens.volumes.screen import VolumesScreen
from zsapp.services.station import Station
from zsapp.services.tables import shipped_tables

TODAY, MEDIATION, EXCHANGE, STATION = "today", "mediation", "exchange", "station"
PEOPLE, SUBSIDY, COMMITTEE, STATISTICS = "people", "subsidy", "committee", "statistics"
VOLUMES = "volumes"
PAGES = (
    (TODAY, "今日"),
    (MEDIATION, "人民调解"),
    (PEOPLE, "人员"),
    (STATISTICS, "台账统计"),
    (VOLUMES, "立卷"),
    (SUBSIDY, "补贴"),
    (COMMITTEE, "调委会"),
    (EXCHANGE, "数据交换"),
    (STATION, "工作站"),
)


class Relay(QObject):
    """Brings what the store says after a commit from the lane to the UI thread."""

    touched = Signal(object)


class Shell(QWidget):
    """Side, pages, status."""

    def __init__(self, station: Station, tasks: Tasks, scale: Scale, say: Say, *, home: Path) -> None:
        super().__init__()
        self.setObjectName("page")
        self.station, self._scale, self._say, self._home = station, scale, say, home
        self._tasks = Share(tasks)
        self.rescaled: Callable[[int], None] = ignore
        self.lock_changed: Callable[[int], None] = ignore
        self.titled: Callable[[str, bool], None] = lambda _words, _unsaved: None
        self._stop_long: Callable[[], None] = lambda: None
        self._keepers: list[Callable[[], None]] = []
        self.machine = ThisMachine(home, read_settings(home).printer)
        self.status = StatusModel(station, tasks)
        self._relay = Relay()  # nobody's child: the lane may still hold it when this shell is gone
        self._relay.touched.connect(self._touched)
        self._hear_no_more = station.on_change(self._relay.touched.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.side = Side(station.profile.name, PAGES, scale)
        self.side.chosen.connect(self.go)
        self.status.shown = self.side.render_state
        row.addWidget(self.side)
        self.stack = QStackedWidget()
        self.stack.setMinimumSize(1, 1)  # a page fits itself to the screen; in large type it could outgrow it
        row.addWidget(self.stack, 1)
        self.models = self._make_models()
        self.mediation = self._make_mediation()
        self.stack.addWidget(self.mediation)
        self._pages: dict[str, Any] = {MEDIATION: self.mediation}
        for number, (name, _) in enumerate(PAGES, start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda chosen=name: self.side.choose(chosen))
        for keys, call in (("Ctrl+N", self._begin_case), ("F2", self._search)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(call)

    def _make_models(self) -> Models:
        station, tasks = self.station, self._tasks
        own = station.profile.id
        case = CaseModel(station.mediation, tasks, station=own, today=station.today, say=self._say)
        known = KnownModel(station.persons, case, tasks=tasks, say=self._say)
        return Models(
            listing=ListModel(
                station.mediation,
                tasks,
                station=own,
                places=self.status.place_of,
                today=station.today,
                say=self._say,
            ),
            case=case,
            known=known,
            preview=PreviewModel(station.paper, tasks),
            printing=PrintModel(
                station.mediation, station.paper, case, tasks=tasks, machine=self.machine, say=self._say
            ),
            presses=PressModel(station.mediation, case, tasks=tasks, say=self._say),
            binding=BindingModel(station.dossier, case, tasks=tasks, machine=self.machine, say=self._say),
        )

    def _make_mediation(self) -> MediationScreen:
        lookups = Lookups(codes=self._codes(), law=shipped_tables().law_text, cite=self.status.cite)
        screen = MediationScreen(self.models, lookups, self._scale, writable=self._writable)
        screen.titled = self._say_mediation
        return screen

    def _codes(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(one.label for one in rows) for name, rows in shipped_tables().codes.items()}

    @property
    def _writable(self) -> bool:
        return self.station.profile.tier != "city"

    def _make_today(self) -> TodayScreen:
        model = TodayModel(self.station, self._tasks, self._say)
        screen = TodayScreen(model, self._scale, writable=self._writable)
        model.opened = self._open_case
        model.exported = lambda: self.side.choose(EXCHANGE)
        model.numbered = lambda: self.side.choose(STATION)
        screen.begun.connect(self._begin_case)
        return screen

    # --- pages --------------------------------------------------------------------------------------------

    def start(self, at: str = "") -> None:
        """Ask for what the pages show, and show the first of them, or another."""
        self._tasks.run(self.models.preview.choices, self.mediation.offer, ignore)
        self.status.refresh()
        self.mediation.start()
        self.side.choose(at or TODAY)
        if self.station.hindered is not None:
            self._say(notice_of(self.station.hindered))

    @property
    def at(self) -> str:
        """The page before the clerk."""
        return next(name for name, page in self._pages.items() if page is self.stack.currentWidget())

    def _open_case(self, record_id: str, step: int | None) -> None:
        self.side.choose(MEDIATION)
        self.mediation.open_at(record_id, step)

    def _begin_case(self) -> None:
        self.side.choose(MEDIATION)
        self.mediation.begin()

    def _search(self) -> None:
        self.side.choose(MEDIATION)
        self.mediation.search()

    def go(self, name: str) -> None:
        """Show a page."""
        page = self._page(name)
        self.stack.setCurrentWidget(page)
        self._title(name)
        if name == MEDIATION:
            self.models.case.refresh()
            if not self.models.case.state.open:
                self.mediation.rail.to_rows()
        else:
            self.models.case.keep()
            page.start()

    def _title(self, name: str) -> None:
        """Name the window after what is before the clerk; a screen reader says it first."""
        if name == MEDIATION:
            self.titled(self.mediation.subject, self.models.case.state.unsaved)
        else:
            self.titled(dict(PAGES)[name], False)  # noqa: FBT003 -- nothing there waits to be saved

    def _say_mediation(self, words: str, unsaved: bool) -> None:  # noqa: FBT001 -- as the window's
        if self.stack.currentWidget() is self.mediation:
            self.titled(words, unsaved)

    def _say_title(self, words: str, unsaved: bool) -> None:  # noqa: FBT001 -- as the window's
        self.titled(words, unsaved)

    def _page(self, name: str) -> Any:
        if name not in self._pages:
            makers: dict[str, Callable[[], Any]] = {
                TODAY: self._make_today,
                PEOPLE: self._make_people,
                STATISTICS: self._make_statistics,
                VOLUMES: self._make_volumes,
                SUBSIDY: self._make_subsidy,
                COMMITTEE: self._make_committee,
                EXCHANGE: self._make_exchange,
                STATION: self._make_station,
            }
            self._pages[name] = makers[name]()
            self.stack.addWidget(self._pages[name])
        return self._pages[name]

    def _make_exchange(self) -> ExchangeScreen:
        exchange = ExchangeModel(self.station, self._tasks, self._say)
        exchange.finished = self._travelled
        exchange.opened = lambda record_id: self._open_case(record_id, None)
        self._stop_long = exchange.cancel
        page = ExchangeScreen(exchange, self._scale)
        page.titled = self._say_title
        return page

    def _make_station(self) -> StationScreen:
        model = StationModel(self.station, self._tasks, self._say)
        lock = LockTime(read_settings(self._home).lock_minutes, self._lock_after)
        return StationScreen(model, self._scale, self._rescale, lock)

    def _make_people(self) -> PeopleScreen:
        model = PeopleModel(self.station.persons, self._tasks, self._say)
        model.opened = lambda record_id: self._open_case(record_id, None)
        return PeopleScreen(model, self._scale)

    def _make_statistics(self) -> StatisticsScreen:
        model = StatisticsModel(self.station, self._tasks, self.machine.folder, self._say)
        model.opened = lambda record_id: self._open_case(record_id, None)
        imports = ImportModel(self.station, self._tasks, self.machine.folder, self._say)
        return StatisticsScreen(model, ImportScreen(imports, self._scale), self._scale)

    def _make_volumes(self) -> VolumesScreen:
        model = VolumesModel(self.station.joint, self._tasks, self.machine.folder, self._say)
        model.opened = lambda record_id: self._open_case(record_id, None)
        return VolumesScreen(model, self._codes()["retention"], self._scale)

    def _make_subsidy(self) -> SubsidyScreen:
        model = SubsidyModel(self.station, self._tasks, self.machine.folder, self._say)
        return SubsidyScreen(model, self._codes(), self._scale)

    def _make_committee(self) -> CommitteeScreen:
        desk = self.station.committees
        model = CommitteeModel(desk, self._tasks, today=self.station.today, say=self._say)
        self._keepers.append(model.keep)
        return CommitteeScreen(model, self._codes(), self._scale)

    def _rescale(self, percent: int) -> None:
        self._set(scale=percent)
        self.rescaled(percent)

    def _lock_after(self, minutes: int) -> None:
        self._set(lock_minutes=minutes)
        self.lock_changed(minutes)

    def _set(self, **changed: Any) -> None:
        """Keep a setting; one that cannot be kept holds all the same, for as long as the window is open."""
        try:
            write_settings(self._home, replace(read_settings(self._home), **changed))
        except Trouble as trouble:
            self._say(notice_of(trouble))

    # --- what happens elsewhere ---------------------------------------------------------------------------

    def _touched(self, sectors: frozenset[str]) -> None:
        self.status.refresh()
        if self.at == TODAY:
            self._pages[TODAY].refresh()
        if MEDIATION in sectors:
            self.models.listing.reload()
            self.models.case.refresh()

    def _travelled(self) -> None:
        """Look again how far everything has come: marks are no records, the store does not tell of them."""
        self.status.refresh()
        self.models.listing.reload()
        self.models.case.refresh()

    def keep(self) -> None:
        """Keep what is being typed."""
        self.models.case.keep()
        for keep in self._keepers:
            keep()

    def leave(self) -> None:
        """The window is about to close: keep what is being typed, stop what takes long."""
        self.keep()
        self._stop_long()

    def let_go(self) -> Station:
        """Give the station back; this shell is about to go."""
        self.models.case.shut()
        self._hear_no_more()
        self._relay.touched.disconnect(self._touched)
        self._tasks.close()
        return self.station
