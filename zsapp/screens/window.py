"""The window (窗口): starts Qt, shows the first pages, after unlocking the shell; `zsapp.app` calls it."""

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from zsapp.base.errors import Trouble
from zsapp.base.settings import Settings, read_settings, write_settings
from zsapp.screens.crash import CrashKeeper
from zsapp.screens.errands import ignore
from zsapp.screens.input_method import bridge_typing, prepare_typing
from zsapp.screens.kit.fonts import sans_family
from zsapp.screens.kit.tokens import SCALES, Scale, style_sheet
from zsapp.screens.messages import MessageBar
from zsapp.screens.notices import Notice
from zsapp.screens.start.doors import ServiceDoors
from zsapp.screens.start.model import StartModel, StartState
from zsapp.screens.start.pages import RecoverPage, TrainingPage, UnlockPage
from zsapp.screens.tasks import Inline, Lane

TITLE = "中山公共法律服务工作站"
BUG_EXIT = 3
"""The exit code of a trouble (`cli.md`), when a bug was taken while the window was open."""
LOOK_MS = 30
"""How often to look whether the window can be seen already."""


class Window(QWidget):
    """The one window: first pages, then the shell."""

    def __init__(self, home: Path, doors: ServiceDoors, tasks: Lane | Inline, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle(TITLE)
        self.home, self._doors, self._tasks, self._scale = home, doors, tasks, scale
        self.shell: Any = None
        self._pages: dict[str, Any] = {}
        self._before = ""
        self._lock: Any = None
        self._said: tuple[str, bool] = ("", False)
        self._waiting: list[Notice] = []
        self.idle: Any = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.bar = MessageBar(scale)
        self.bar.setParent(self)
        self.keeper = CrashKeeper(home, self.bar.say)
        self.keeper.keep = self._keep
        self.stack = QStackedWidget()
        box.addWidget(self.stack, 1)
        self.start = StartModel(home, doors, tasks, self.enter)
        self.start.shown = self.render_state
        self.resize(1366, 728)

    def begin(self, *, training: bool = False) -> None:
        """Show the first page; once it is seen, get ready behind it."""
        if training:
            self.start.go("training")
        else:
            self.render_state(self.start.state)
        behind = self.start.train if training else self.start.prepare
        QTimer.singleShot(LOOK_MS, self, lambda: self._when_seen(behind))

    def _when_seen(self, call: Callable[[], None]) -> None:
        """Call once the first page is painted: what is heavy must not come before it."""
        native = self.windowHandle()
        if native is not None and native.isExposed():
            call()
        else:
            QTimer.singleShot(LOOK_MS, self, lambda: self._when_seen(call))

    def render_state(self, state: StartState) -> None:
        """Show the first page that is due."""
        page = self._page(state.page)
        page.show_state(state)
        if self._before != state.page:  # the stack cannot tell: it shows its first page unasked
            self._before = state.page
            self.stack.setCurrentWidget(page)
            self._title(page.name, False)  # noqa: FBT003 -- nothing there waits to be saved
            page.arrive()

    def _page(self, name: str) -> Any:
        if name not in self._pages:
            self._pages[name] = self._make_page(name)
            self.stack.addWidget(self._pages[name])
        return self._pages[name]

    def _make_page(self, name: str) -> Any:
        if name == "unlock":
            return UnlockPage(self.start, self._scale)
        if name == "recover":
            return RecoverPage(self.start, self._scale)
        if name == "training":
            return TrainingPage(self.start, self._scale)
        if name == "restore":
            from zsapp.screens.start.restore import RestorePage  # start-up time: seen once in a PC's life

            return RestorePage(self.start, self._scale)
        from zsapp.screens.start import setup  # start-up time: seen once in a station's life

        made = {"setup": setup.SetupPage, "recovery": setup.RecoveryPage, "renewed": setup.RenewedPage}[name]
        return made(self.start, self._scale)

    def enter(self, station: Any, at: str = "") -> None:
        """Show the shell over an open station, at a page of it or at its first."""
        from zsapp.screens.shell import Shell  # start-up time: the services come with it

        self.shell = Shell(station, self._tasks, self._scale, self._say, home=self.home)
        self.shell.rescaled = self.rescale
        self.shell.lock_changed = self._watch
        self.shell.title_changed = self._title
        self.shell.turned = self.bar.turn
        self.stack.addWidget(self.shell)
        self.stack.setCurrentWidget(self.shell)
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self.shell.start(at)
        if not station.profile.training:  # everybody knows its passphrase
            self._watch(read_settings(self.home).lock_minutes)

    def _say(self, notice: Notice) -> None:
        """Say what a shell has to say; before a locked window, once somebody is back."""
        if self._lock is None:
            self.bar.say(notice)
        else:
            self._waiting = [notice]

    # --- the lock -----------------------------------------------------------------------------------------

    def _watch(self, minutes: int) -> None:
        """Lock after so many minutes without a hand on this window."""
        surface = self.windowHandle()
        if self.idle is None and surface is not None:
            from zsapp.screens.idle import Idleness  # start-up time: it names kinds of events

            self.idle = Idleness(surface, self.lock)
        if self.idle is not None:
            self.idle.watch(minutes)

    def lock(self) -> None:
        """Ask for the passphrase again: what is behind stays open, hidden, and as it is."""
        if self.shell is None or self._lock is not None:
            return
        from zsapp.screens.start.lock import LockModel, LockPage  # start-up time

        modal = QApplication.activeModalWidget()
        if modal is not None:
            modal.close()
        self.shell.keep()
        station = self.shell.station
        model = LockModel(station, self._tasks, back=self._unlocked, other=self._change_user)
        self._lock = LockPage(model, self._scale, station.user)
        self.bar.clear()
        self.stack.addWidget(self._lock)
        self.stack.setCurrentWidget(self._lock)
        self.setWindowTitle(f"已锁定 - {TITLE}")
        self.setWindowModified(False)
        self._lock.arrive()

    def _unlocked(self) -> None:
        """Show again what was there."""
        page, self._lock = self._lock, None
        self.stack.setCurrentWidget(self.shell)
        self.stack.removeWidget(page)
        page.deleteLater()
        self._title(*self._said)
        self.shell.side.setFocus()
        for notice in self._waiting:
            self.bar.say(notice)
        self._waiting.clear()
        if self.idle is not None:
            self.idle.touch()

    def _change_user(self, user: str, passphrase: str) -> None:
        """Let somebody else in: what was typed is kept as a draft, and the station opened anew."""
        page, self._lock = self._lock, None
        shell, self.shell = self.shell, None
        shell.leave()
        station = shell.let_go()
        self._tasks.run(station.close, ignore, ignore)
        self._before = ""
        self.start.go("unlock")
        for one in (page, shell):
            self.stack.removeWidget(one)
            one.deleteLater()
        self.start.unlock(passphrase, user)

    def _title(self, words: str, unsaved: bool) -> None:  # noqa: FBT001 -- the state itself
        self._said = (words, unsaved)
        if self._lock is not None:
            return
        self.setWindowTitle(f"{words}[*] - {TITLE}")
        self.setWindowModified(unsaved)

    def rescale(self, percent: int) -> None:
        """Draw everything anew at another scale; what is open stays open."""
        self._scale = Scale(percent)
        restyle(self._scale)
        old, self.shell = self.shell, None
        station = old.let_go()
        self.stack.removeWidget(old)
        old.deleteLater()
        self.enter(station, old.at)

    def _keep(self) -> None:
        if self.shell is not None:
            self.shell.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the message over the whole width."""
        super().resizeEvent(event)
        self.bar.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed, finish what is under way, close the store."""
        if self.idle is not None:
            self.idle.rest()
        shell, self.shell, station = self.shell, None, None
        if shell is not None:
            shell.leave()
            station = shell.let_go()  # before the lane closes: what is being typed is kept through it
        self._tasks.close()
        if station is not None:
            station.close()
        self.start.close()
        self._remember()
        event.accept()

    def _remember(self) -> None:
        """Keep the size of the window for the next start."""
        before, size = read_settings(self.home), self.normalGeometry().size()
        now = replace(
            before,
            window_width=size.width(),
            window_height=size.height(),
            maximised=self.isMaximized(),
        )
        if now != before and self.home.is_dir():
            with suppress(Trouble):  # a read-only or full medium: the next start has the usual size
                write_settings(self.home, now)


def restyle(scale: Scale) -> None:
    """Set the style sheet of the whole program."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setStyleSheet(style_sheet(scale, sans_family()))


def make_app() -> QApplication:
    """Return the application object, made ready for Chinese typing and in our looks."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    typing = prepare_typing()
    app = QApplication(sys.argv[:1])
    bridge_typing(app, typing)
    app.setApplicationName("zsapp")
    app.setApplicationDisplayName(TITLE)
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    return app


def scale_of(settings: Settings) -> Scale:
    """Return the scale this PC's clerk chose."""
    return Scale(settings.scale if settings.scale in SCALES else 100)


def open_window(home: Path, *, training: bool = False, today: date | None = None) -> int:
    """Show the window until it is closed and return the exit code.

    Args:
        home: The station's data folder; without a station in it the set-up page comes first.
        training: Open the training village below `home`, made first where there is none.
        today: Fixes the day the rules use.
    """
    app = make_app()
    settings = read_settings(home)
    scale = scale_of(settings)
    restyle(scale)
    tasks = Lane()
    window = Window(home, ServiceDoors(home, today), tasks, scale)
    window.keeper.install()
    if settings.window_width and settings.window_height and not settings.maximised:
        window.resize(settings.window_width, settings.window_height)
        window.show()
    else:
        window.showMaximized()
    window.begin(training=training)
    code = app.exec()
    return code or (BUG_EXIT if window.keeper.taken else 0)


__all__ = ["TITLE", "Window", "make_app", "open_window", "restyle", "scale_of"]
