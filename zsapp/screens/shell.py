"""The shell (主界面): what works is listed at the left, what the clerk must always know stands below it.

Pages: 人民调解, 数据交换, 工作站. Everything a service says comes through the lane; what the store commits is
heard by a relay that brings it to the UI thread.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from zsapp.base.settings import read_settings, write_settings
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.exchange.model import ExchangeModel
from zsapp.screens.exchange.screen import ExchangeScreen
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.mediation.model.editor import CaseModel
from zsapp.screens.mediation.model.listing import ListModel
from zsapp.screens.mediation.model.paper import PreviewModel, PrintModel
from zsapp.screens.mediation.screen import MediationScreen, Models
from zsapp.screens.notices import Say
from zsapp.screens.printers import ThisMachine
from zsapp.screens.side import Side
from zsapp.screens.station.model import StationModel
from zsapp.screens.station.screen import StationScreen
from zsapp.screens.status import StatusModel
from zsapp.services.station import Station
from zsapp.services.tables import shipped_tables

MEDIATION, EXCHANGE, STATION = "mediation", "exchange", "station"
PAGES = ((MEDIATION, "人民调解"), (EXCHANGE, "数据交换"), (STATION, "工作站"))


class Relay(QObject):
    """Brings what the store says after a commit from the lane to the UI thread."""

    touched = Signal(object)


class Shell(QWidget):
    """Side, pages, status."""

    def __init__(self, station: Station, tasks: Tasks, scale: Scale, say: Say, *, home: Path) -> None:
        super().__init__()
        self.setObjectName("page")
        self.station, self._tasks, self._scale, self._say, self._home = station, tasks, scale, say, home
        self.rescaled: Callable[[int], None] = ignore
        self.machine = ThisMachine(home, read_settings(home).printer)
        self.status = StatusModel(station, tasks)
        self._relay = Relay(self)
        self._relay.touched.connect(self._touched)
        station.on_change(self._relay.touched.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.side = Side(station.profile.name, PAGES, scale)
        self.side.chosen.connect(self.go)
        self.status.shown = self.side.render_state
        row.addWidget(self.side)
        self.stack = QStackedWidget()
        row.addWidget(self.stack, 1)
        self.models = self._make_models()
        self.mediation = self._make_mediation()
        self.stack.addWidget(self.mediation)
        self._pages: dict[str, Any] = {MEDIATION: self.mediation}
        for number, (name, _) in enumerate(PAGES, start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda chosen=name: self.side.choose(chosen))

    def _make_models(self) -> Models:
        station, tasks = self.station, self._tasks
        own = station.profile.id
        case = CaseModel(station.mediation, tasks, station=own, today=station.today, say=self._say)
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
            preview=PreviewModel(station.paper, tasks),
            printing=PrintModel(station.mediation, station.paper, case, tasks, self.machine, self._say),
        )

    def _make_mediation(self) -> MediationScreen:
        tables = shipped_tables()
        codes = {name: tuple(one.label for one in rows) for name, rows in tables.codes.items()}
        return MediationScreen(
            self.models,
            codes,
            tables.law_text,
            self._scale,
            writable=self.station.profile.tier != "city",
        )

    # --- pages --------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask for what the first page shows."""
        self._tasks.run(self.models.preview.choices, self.mediation.offer, ignore)
        self.status.refresh()
        self.side.choose(MEDIATION)
        self.mediation.start()
        self.mediation.rail.to_rows()

    def go(self, name: str) -> None:
        """Show a page."""
        page = self._page(name)
        self.stack.setCurrentWidget(page)
        if name == MEDIATION:
            self.models.case.refresh()
        else:
            self.models.case.keep()
            page.start()

    def _page(self, name: str) -> Any:
        if name not in self._pages:
            if name == EXCHANGE:
                page: QWidget = ExchangeScreen(
                    ExchangeModel(self.station, self._tasks, self._home, self._say), self._scale
                )
            else:
                model = StationModel(self.station, self._tasks, self._say)
                page = StationScreen(model, self._scale, self._rescale)
            self._pages[name] = page
            self.stack.addWidget(page)
        return self._pages[name]

    def _rescale(self, percent: int) -> None:
        settings = replace(read_settings(self._home), scale=percent)
        write_settings(self._home, settings)
        self.rescaled(percent)

    # --- what happens elsewhere ---------------------------------------------------------------------------

    def _touched(self, sectors: frozenset[str]) -> None:
        self.status.refresh()
        if MEDIATION in sectors:
            self.models.listing.reload()
            self.models.case.refresh()

    def keep(self) -> None:
        """Keep what is being typed."""
        self.models.case.keep()

    def let_go(self) -> Station:
        """Give the station back; this shell is about to go."""
        self.keep()
        self._relay.touched.disconnect(self._touched)
        return self.station

    def close_station(self) -> None:
        """Close the store."""
        self._relay.touched.disconnect(self._touched)
        self.station.close()
