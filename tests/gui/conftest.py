"""What every screen test gets: our looks, real stations in a folder of the test, errands done at once."""

import atexit
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.first_pages import closed_home, show_window
from tests.gui.keys import KEY_NAMES, commit
from tests.stations import PASSPHRASE, acceptance_case, make_station
from zsapp.exchange import sticks_linux
from zsapp.screens.kit.fields import Field
from zsapp.screens.kit.form import Form
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.notices import Notice
from zsapp.screens.pages import KEYS
from zsapp.screens.shell import Shell
from zsapp.screens.tasks import Inline
from zsapp.screens.window import restyle
from zsapp.services.station import Station, open_station
from zsapp.services.training import enrol

__all__ = ["closed_home", "commit", "show_window"]

TODAY = date(2026, 3, 27)


class Waiting(Inline):
    """A lane that keeps errands until the test lets it go: what is seen while something is under way."""

    def __init__(self):
        super().__init__()
        self.held, self.holding = [], False

    def run(self, errand, done, refused):
        if self.holding:
            self.held.append((errand, done, refused))
        else:
            super().run(errand, done, refused)

    def let_go(self):
        self.holding = False
        while self.held:
            super().run(*self.held.pop(0))


@dataclass
class Room:
    """A shell before the clerk, and what the tests ask of it."""

    qtbot: QtBot
    shell: Shell
    station: Station
    tasks: Inline
    said: list[Notice]

    @property
    def screen(self):
        return self.shell.mediation

    @property
    def case(self):
        return self.shell.models.case

    @property
    def form(self) -> Form:
        """The form of the step before the clerk."""
        return self.screen.case.form(self.case.state.step)

    def settle(self) -> None:
        """Let everything that is due happen."""
        for _ in range(4):
            QApplication.processEvents()
            self.tasks.settle()
        if self.case.state.open:
            self.form.finish()

    def turn_to(self, *names: str) -> QWidget:
        """Turn to pages, one after the other, each by its number; return the last."""
        for one in names:
            self.keys(KEYS[one])
            self.settle()
        return self.shell.stack.currentWidget()

    def begin(self) -> None:
        """Press Ctrl+N."""
        self.keys("Ctrl+N")
        self.settle()

    def open(self, ref: str, **changes) -> None:
        """Import an acceptance case and open it."""
        self.station.mediation.import_case(acceptance_case(ref) | changes)
        self.keys("Alt+2")
        self.case.open(self.station.mediation.find(ref).id)
        self.settle()

    def keys(self, *sequences: str) -> None:
        """Press keys into whatever has the focus."""
        for one in sequences:
            parts = one.split("+")
            modifier = Qt.KeyboardModifier.NoModifier
            for part in parts[:-1]:
                modifier |= {
                    "Ctrl": Qt.KeyboardModifier.ControlModifier,
                    "Alt": Qt.KeyboardModifier.AltModifier,
                    "Shift": Qt.KeyboardModifier.ShiftModifier,
                }[part]
            key = getattr(Qt.Key, f"Key_{KEY_NAMES.get(parts[-1], parts[-1])}")
            self.qtbot.keyClick(QApplication.focusWidget() or self.shell, key, modifier)
            QApplication.processEvents()

    def field(self, path: str) -> Field:
        """Return the field of a path on the step before the clerk."""
        self.form.finish()
        found = self.form.field_at(path)
        assert found is not None, path
        return found

    def go(self, path: str) -> Field:
        """Put the caret into a field."""
        self.screen.case.focus_path(path)
        QApplication.processEvents()
        return self.field(path)

    def fill(self, path: str, text: str) -> Field:
        """Type a text into a field and leave it."""
        field = self.go(path)
        commit(text)
        field.control.left.emit()
        return field

    def least(self) -> None:
        """Fill the three things that open a case."""
        self.begin()
        self.fill("dispute_type", "邻里纠纷")
        self.fill("brief", "雨棚滴水起争执")
        self.fill("parties[0].name", "何䶮")


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Give what puts a program on the path; the path holds nothing else but the shell's own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(name, script):
        path = folder / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return put


@pytest.fixture(scope="session", autouse=True)
def _looks(qapp: QApplication) -> None:
    qapp.setStyle("Fusion")
    restyle(Scale(100))


@pytest.fixture
def stations(tmp_path: Path) -> Iterator[Callable[[str], Station]]:
    """Give what makes stations; all are closed in the end."""
    made: dict[str, Station] = {}

    def make(tier: str) -> Station:
        home = tmp_path / tier
        if not home.exists():
            shutil.copytree(_new_home(tier), home)  # six times as fast as making one
        made[tier] = open_station(home, passphrase=PASSPHRASE, today=TODAY)
        return made[tier]

    yield make
    for one in made.values():
        one.close()


@pytest.fixture
def station(stations: Callable[[str], Station]) -> Station:
    """Give a village station."""
    return stations("village")


@pytest.fixture
def enrolled(stations: Callable[[str], Station], tmp_path: Path) -> dict[str, Station]:
    """Give a city, a town and a village, each with its certificate."""
    shutil.copytree(_three_homes(), tmp_path, dirs_exist_ok=True)
    return {tier: stations(tier) for tier in ("city", "town", "village")}


@cache
def _new_home(tier: str) -> Path:
    """Return the folder of a station that was made once."""
    folder = Path(mkdtemp(prefix="zsapp-station-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make_station(folder / tier, tier, today=TODAY).close()
    return folder / tier


@cache
def _three_homes() -> Path:
    """Return a folder with three stations that were enrolled once: copies are made much faster."""
    folder = Path(mkdtemp(prefix="zsapp-enrolled-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = {tier: make_station(folder / tier, tier, today=TODAY) for tier in ("city", "town", "village")}
    for above, below in (("city", "town"), ("town", "village")):
        enrol(made[above], made[below], folder)
        (folder / f"{made[below].profile.code}.request").unlink(missing_ok=True)
    for one in made.values():
        one.close()
    return folder


@pytest.fixture
def plug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Path]]:
    """Give what plugs sticks in: folders which the system's own list calls removable volumes."""
    media, mounts = tmp_path / "media", tmp_path / "mountinfo"
    monkeypatch.setattr(sticks_linux, "PLACES", (media,))
    monkeypatch.setitem(sticks_linux.find_sticks.__kwdefaults__, "mounts", mounts)

    def put(*names: str) -> list[Path]:
        """Have just these sticks in the PC; what lies on one stays there when it is pulled."""
        sticks = [media / name for name in names]
        for one in sticks:
            one.mkdir(parents=True, exist_ok=True)
        lines = [f"36 35 8:{at} / {one} rw - vfat /dev/sd{at} rw\n" for at, one in enumerate(sticks)]
        mounts.write_text("".join(lines), encoding="utf-8")
        return sticks

    put()
    return put


@pytest.fixture
def tasks() -> Inline:
    """Give a lane that does errands at once."""
    return Inline()


@pytest.fixture
def enter(
    qtbot: QtBot, tmp_path: Path, tasks: Inline, stations: Callable[[str], Station]
) -> Iterator[Callable[..., Room]]:
    """Give what shows a shell over a station, at a scale."""
    shown: list[Shell] = []

    def show(station: Station, percent: int = 100) -> Room:
        said: list[Notice] = []
        shell = Shell(station, tasks, Scale(percent), said.append, home=tmp_path / "settings")
        qtbot.addWidget(shell)
        shown.append(shell)
        shell.resize(1366, 748)
        with qtbot.waitExposed(shell):
            shell.show()
        shell.activateWindow()
        QApplication.processEvents()
        shell.start()
        room = Room(qtbot, shell, station, tasks, said)
        room.settle()
        return room

    yield show
    for shell in shown:
        shell.let_go()
        shell.close()


@pytest.fixture
def room(enter: Callable[..., Room], station: Station) -> Room:
    """Give a shell over a village station."""
    return enter(station)


def seen(widget: QWidget) -> bool:
    """Say whether a widget is on the screen."""
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


@pytest.fixture
def framed(qtbot: QtBot) -> Callable[..., None]:
    """Give what shows widgets in a window, the caret in the first."""
    kept: list[QWidget] = []

    def put(*widgets: QWidget, size: tuple[int, int] = (400, 300)) -> None:
        window = QWidget()
        kept.append(window)
        box = QVBoxLayout(window)
        for one in widgets:
            box.addWidget(one)
        qtbot.addWidget(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        widgets[0].setFocus()
        QApplication.processEvents()

    return put
