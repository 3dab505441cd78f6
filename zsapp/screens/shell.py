"""The shell (主界面): what works is listed at the left, what the clerk must always know stands below it.

Which pages there are is said in `pages.py`. What a service says comes through the lane; what the store
commits is heard by a relay that brings it to the UI thread.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from zsapp.base.errors import Trouble
from zsapp.base.settings import read_settings, write_settings
from zsapp.screens.backup.watch import BackupWatch
from zsapp.screens.desk import MEDIATION, TODAY, Desk
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.notices import Say, notice_of
from zsapp.screens.pages import KEYS, PAGES, Page
from zsapp.screens.printers import ThisMachine
from zsapp.screens.side import Side
from zsapp.screens.status import StatusModel
from zsapp.screens.tasks import Share, beside
from zsapp.services.station import Station


class Relay(QObject):
    """Brings what the store says after a commit from the lane to the UI thread."""

    touched = Signal(object)


class Shell(QWidget):
    """Side, pages, status."""

    def __init__(self, station: Station, tasks: Tasks, scale: Scale, say: Say, *, home: Path) -> None:
        super().__init__()
        self.setObjectName("page")
        self.station, self._scale, self._say, self._home = station, scale, say, home
        self._tasks, self._aside = Share(tasks), beside(tasks)
        self.rescaled: Callable[[int], None] = ignore
        self.lock_changed: Callable[[int], None] = ignore
        self.turned: Callable[[], None] = lambda: None
        """Told when something else comes before the clerk."""
        self.title_changed: Callable[[str, bool], None] = lambda _words, _unsaved: None
        self.machine = ThisMachine(home, read_settings(home).printer)
        self.status = StatusModel(station, tasks)
        self._relay = Relay()  # nobody's child: the lane may still hold it when this shell is gone
        self._relay.touched.connect(self._touched)
        self._hear_no_more = station.on_change(self._relay.touched.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        offered = tuple((one.name, one.words) for one in PAGES if station.offers(one.name))
        self.side = Side(station.profile.name, offered, scale)
        self.side.chosen.connect(self.go)
        self.status.shown = self.side.render_state
        row.addWidget(self.side)
        self.stack = QStackedWidget()
        self.stack.setMinimumSize(1, 1)  # a page fits itself to the screen; in large type it could outgrow it
        row.addWidget(self.stack, 1)
        self._desk = Desk(
            station=station, tasks=self._tasks, aside=self._aside, scale=scale, say=say, home=home,
            machine=self.machine, status=self.status, turn=self,
        )  # fmt: skip
        self._known: dict[str, Page] = {one.name: one for one in PAGES}
        self._pages: dict[str, Any] = {}
        self.mediation = self._page(MEDIATION)
        self.models = self.mediation.models
        self.watch = BackupWatch(station, self._tasks, self._aside, say)
        self._desk.stoppers.append(self.watch.stop)
        self._shortcuts()

    def _shortcuts(self) -> None:
        keys: list[tuple[str, Callable[[], None]]] = [("Ctrl+N", self._begin), ("F2", self._search)]
        keys += [(key, partial(self.choose, name)) for name, key in KEYS.items()]
        for sequence, call in keys:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.activated.connect(call)

    # --- pages --------------------------------------------------------------------------------------------

    def start(self, at: str = "") -> None:
        """Ask for what the pages show, and show the first of them, or another."""
        self.status.refresh()
        self.mediation.start()
        self.side.choose(at or TODAY)
        self.watch.start()
        if self.station.hindered is not None:
            self._say(notice_of(self.station.hindered))

    @property
    def at(self) -> str:
        """The page before the clerk."""
        return next(name for name, page in self._pages.items() if page is self.stack.currentWidget())

    def choose(self, page: str) -> None:
        """Turn to a page."""
        self.side.choose(page)

    def open(self, sector: str, record_id: str, step: int | None = None) -> None:
        """Open a record on the page of its sector."""
        page = next(one.name for one in PAGES if sector in one.opens)
        self.side.choose(page)
        self._page(page).open_at(record_id, step)

    def begin(self, page: str) -> None:
        """Turn to a page and begin a new record there."""
        self.side.choose(page)
        self._page(page).begin()

    def _begin(self) -> None:
        """Begin a new record on the page before the clerk; where none is begun, a case."""
        self.begin(self.at if hasattr(self._page(self.at), "begin") else MEDIATION)

    def _search(self) -> None:
        """Search on the page before the clerk; where nothing is searched, among the cases."""
        at = self.at if hasattr(self._page(self.at), "search") else MEDIATION
        self.side.choose(at)
        self._page(at).search()

    def go(self, name: str) -> None:
        """Show a page."""
        page = self._page(name)
        if self.stack.currentWidget() is not page:
            self._turn()
        self.stack.setCurrentWidget(page)
        self._title(name)
        if name == MEDIATION:
            self.models.standing.refresh()
            if not self.models.case.state.open:
                self.mediation.rail.to_rows()
        else:
            self.models.case.keep()
            page.start()

    def _turn(self) -> None:
        self.turned()

    def _title(self, name: str) -> None:
        """Name the window after what is before the clerk; a screen reader says it first."""
        if name == MEDIATION:
            self.titled(self.mediation.subject, self.models.case.state.unsaved)
        else:
            self.titled(self._known[name].words, False)  # noqa: FBT003 -- nothing there waits to be saved

    def titled(self, words: str, unsaved: bool) -> None:  # noqa: FBT001 -- as the window's
        """Name the window after what is before the clerk."""
        self.title_changed(words, unsaved)

    def _say_mediation(self, words: str, unsaved: bool) -> None:  # noqa: FBT001 -- as the window's
        if self.stack.currentWidget() is self.mediation:
            self.titled(words, unsaved)

    def _page(self, name: str) -> Any:
        if name not in self._pages:
            made = self._known[name].make(self._desk)
            if name == MEDIATION:
                made.titled = self._say_mediation
                made.turned = self._turn
            self._pages[name] = made
            self.stack.addWidget(made)
        return self._pages[name]

    def rescale(self, percent: int) -> None:
        """Set another size of type, and keep it."""
        self._set(scale=percent)
        self.rescaled(percent)

    def lock_after(self, minutes: int) -> None:
        """Lock after so many minutes without a hand, and keep it."""
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
        """Show what was committed: the mediation page always, another page when it is before the clerk."""
        self.status.refresh()
        if self.at != MEDIATION and hasattr(self._pages[self.at], "refresh"):
            self._pages[self.at].refresh()
        if MEDIATION in sectors:
            self._look_at_cases()

    def travelled(self) -> None:
        """Look again how far everything has come: marks are no records, the store does not tell of them."""
        self.status.refresh()
        self._look_at_cases()

    def _look_at_cases(self) -> None:
        self.models.listing.reload()
        self.models.standing.refresh()

    def keep(self) -> None:
        """Keep what is being typed."""
        self.models.case.keep()
        for keep in self._desk.keepers:
            keep()

    def leave(self) -> None:
        """The window is about to close: keep what is being typed, stop what takes long."""
        self.keep()
        for stop in self._desk.stoppers:
            stop()

    def let_go(self) -> Station:
        """Give the station back; this shell is about to go."""
        self.models.case.shut()
        self._hear_no_more()
        self._relay.touched.disconnect(self._touched)
        self.watch.stop()
        self._tasks.close()
        self._aside.close()
        return self.station
