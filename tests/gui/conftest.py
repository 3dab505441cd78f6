"""What every screen test gets: our looks, real stations in a folder of the test, errands done at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.stations import acceptance_case, make_station
from zsapp.screens.kit.fields import Field
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.notices import Notice
from zsapp.screens.shell import Shell
from zsapp.screens.tasks import Inline
from zsapp.screens.window import restyle
from zsapp.services.station import Station

TODAY = date(2026, 3, 27)


def commit(text: str) -> None:
    """Type a text as an input method does: committed whole into whatever has the focus."""
    target = QApplication.focusWidget()
    assert target is not None
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(target, event)


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

    def settle(self) -> None:
        """Let everything that is due happen."""
        for _ in range(4):
            QApplication.processEvents()
            self.tasks.settle()

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
            key = getattr(Qt.Key, f"Key_{parts[-1]}")
            self.qtbot.keyClick(QApplication.focusWidget() or self.shell, key, modifier)
            QApplication.processEvents()

    def field(self, path: str) -> Field:
        """Return the field of a path on the step before the clerk."""
        found = self.screen.case.form(self.case.state.step).field_at(path)
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


@pytest.fixture(scope="session", autouse=True)
def _looks(qapp: QApplication) -> None:
    qapp.setStyle("Fusion")
    restyle(Scale(100))


@pytest.fixture
def stations(tmp_path: Path) -> Iterator[Callable[[str], Station]]:
    """Give what makes stations; all are closed in the end."""
    made: dict[str, Station] = {}

    def make(tier: str) -> Station:
        made[tier] = make_station(tmp_path / tier, tier, today=TODAY)
        return made[tier]

    yield make
    for one in made.values():
        one.close()


@pytest.fixture
def station(stations: Callable[[str], Station]) -> Station:
    """Give a village station."""
    return stations("village")


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
