"""The first pages in tests: a window over a home, keys pressed where a screen would take them."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.gui.keys import commit
from tests.stations import CHEAP, PASSPHRASE, SETUPS
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.start.doors import ServiceDoors
from zsapp.screens.tasks import Inline
from zsapp.screens.window import Window
from zsapp.services.station import init_station

TODAY = date(2026, 3, 27)
GOOD = "一句好记的话"


@pytest.fixture
def show_window(qtbot, tmp_path):
    """Show the window over a home, which may hold a station."""
    shown = []

    def open_up(home=tmp_path / "home", percent=100, tasks=None, **given):
        window = Window(home, ServiceDoors(home, TODAY, CHEAP), tasks or Inline(), Scale(percent))
        shown.append(window)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        window.begin(**given)
        state = window.start.state
        if state.page == "training":
            qtbot.waitUntil(lambda: window.shell is not None or bool(window.start.state.fault))
        elif state.page == "setup" and not getattr(tasks, "holding", False):
            qtbot.waitUntil(lambda: bool(window.start.state.places))
        QApplication.processEvents()
        return window

    yield open_up
    for window in shown:
        window.close()


@pytest.fixture
def closed_home(tmp_path):
    """Give a home with a village station, closed, and its recovery code."""
    made = init_station(tmp_path / "home", SETUPS["village"], passphrase=PASSPHRASE, today=TODAY, cost=CHEAP)
    made.station.close()
    return tmp_path / "home", made.recovery


def press(qtbot, *keys):
    """Press keys where the screen would take them: in an open list, else where the caret is."""
    for key in keys or (Qt.Key.Key_Return,):
        QApplication.processEvents()
        window = QApplication.focusWidget().window()
        qtbot.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), key)
        QApplication.processEvents()
        if QApplication.activePopupWidget() is None:
            window.activateWindow()  # the screen of the tests leaves it with a list that is gone
            QApplication.processEvents()


def write(qtbot, *texts):
    """Type texts, Enter after each."""
    for text in texts:
        commit(text)
        press(qtbot)


def fault(window):
    """Return what the page before the clerk says is wrong."""
    return window.stack.currentWidget().fault.text()


def red(window):
    """Return the names of the lines marked as wrong."""
    lines = window.stack.currentWidget().lines
    return [name for name, one in lines.items() if one.property("fault") == "true"]
