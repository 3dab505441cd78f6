"""The desk of legal aid for screen tests: three intakes at a station, a view in a window, keys as pressed."""

from copy import deepcopy
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.intakes import intake_entries
from tests.stations import without_notes
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.printers import ThisMachine
from zsapp.services.station import Station

SCALE = Scale(100)
DAYS = {"LA-01": date(2026, 3, 9), "LA-07": date(2026, 3, 26), "LA-09": date(2026, 3, 23)}
"""Ordinary, of a child (so few may see it), refused: each taken in before the day of the tests."""


def with_intakes(station: Station) -> Station:
    """Return a station with three intakes that nobody has answered yet."""
    for ref, day in DAYS.items():
        entry = without_notes(deepcopy(intake_entries()[ref]))
        entry.pop("center")
        station.legal_aid.import_intake(entry | {"received": entry["received"] | {"date": day}})
    return station


def answer(ref: str) -> dict:
    """Return what the centre answered to an intake, as an entry of its file."""
    return {"ref": ref, "center": without_notes(deepcopy(intake_entries()[ref]))["center"]}


def quiet_machine(tmp_path, monkeypatch) -> ThisMachine:
    """Return a PC without a printer, whose documents lie in a folder of the test."""
    (tmp_path / "文档").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    return ThisMachine(tmp_path / "settings", "")


def files(tmp_path) -> list[str]:
    """Return what lies in the documents."""
    return sorted(one.name for one in (tmp_path / "文档").iterdir())


def settle(tasks) -> None:
    """Let everything that is due happen."""
    for _ in range(4):
        QApplication.processEvents()
        tasks.settle()


def press(*sequences: str) -> None:
    """Press keys where the caret is."""
    for one in sequences:
        *held, name = one.split("+")
        modifier = Qt.KeyboardModifier.NoModifier
        for each in held:
            modifier |= getattr(Qt.KeyboardModifier, {"Ctrl": "ControlModifier", "Alt": "AltModifier"}[each])
        QTest.keyClick(QApplication.focusWidget(), getattr(Qt.Key, f"Key_{name}"), modifier)
        QApplication.processEvents()


def click(widget) -> None:
    """Press a widget with the mouse, in its middle."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())
    QApplication.processEvents()


def click_row(rows, at: int) -> None:
    """Press a row of a list with the mouse."""
    index = rows.model().index(at, 0)
    rows.scrollTo(index)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(index).center())
    QApplication.processEvents()


def titles(rows) -> list[str]:
    """Return what a list says, row by row, as a screen reader would."""
    model = rows.model()
    return [model.index(at, 0).data() for at in range(model.rowCount())]
