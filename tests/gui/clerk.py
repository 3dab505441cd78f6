"""A clerk at the real window (坐在窗口前的人): reads labels, presses keys, types. Nothing else.

Every gesture is a key, or a text as an input method commits it, sent to whatever has the caret. A field is
found by walking with Tab until its label is read, so that a story outlives fields that come and go.
"""

import os
from collections import Counter
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QListView, QWidget

from tests.gui.keys import KEY_NAMES, commit
from tests.stations import CHEAP
from zsapp.screens.kit.controls import Choice
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.pages import KEYS, PAGES
from zsapp.screens.start.doors import ServiceDoors
from zsapp.screens.tasks import Inline
from zsapp.screens.window import Window

MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}
FAR = 150
"""Tabs after which a label is nowhere on the page."""
PICTURES = "ZSAPP_PICTURES"
"""The variable that names a folder for pictures of each stage."""


class Clerk:
    """Somebody at the keys of a station's window on a screen of 1366×768."""

    def __init__(self, qtbot, home: Path, folder: Path):
        """Sit down before a home, on a PC whose documents lie in `folder`."""
        self._qtbot, self._home = qtbot, home
        self.papers = folder / "文档"
        self.papers.mkdir()
        self._taken = 0
        self._filled: QWidget | None = None
        self.pressed = Counter()

    def come_in(self, day: date, passphrase: str) -> None:
        """Start the program on a day and unlock it."""
        self.tasks = Inline()
        self.window = Window(self._home, ServiceDoors(self._home, day, CHEAP), self.tasks, Scale(100))
        self._qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        with self._qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.window.begin()
        self.settle()
        self.write(passphrase)
        self.press("Return")

    def go_home(self) -> None:
        """Close the window."""
        self.window.close()
        self.settle()

    def settle(self) -> None:
        """Let everything that is due happen."""
        for _ in range(8):
            QApplication.processEvents()
            self.tasks.settle()

    # --- hands --------------------------------------------------------------------------------------------

    def press(self, *sequences: str) -> None:
        """Press keys, one after the other, where the screen would take them."""
        for sequence in sequences:
            *held, name = sequence.split("+")
            modifier = Qt.KeyboardModifier.NoModifier
            for one in held:
                modifier |= MODIFIERS[one]
            target = QApplication.activePopupWidget() or self.focus
            key = getattr(Qt.Key, f"Key_{KEY_NAMES.get(name, name)}")
            QTest.keyClick(target, key, modifier)
            self.pressed["keys"] += 1
            QApplication.processEvents()
            if QApplication.activePopupWidget() is None:
                self.window.activateWindow()  # the screen of the tests leaves it with a list that is gone
                QApplication.processEvents()

    def write(self, text: str) -> None:
        """Type a text where the caret is."""
        commit(text)
        self.pressed["characters"] += len(text)

    @property
    def focus(self) -> QWidget:
        """What has the caret."""
        return QApplication.focusWidget() or self.window

    @property
    def here(self) -> str:
        """What a screen reader would say of it."""
        return named(self.focus)

    def turn_to(self, page: str) -> None:
        """Turn to a page by its key."""
        self.press(next(KEYS[one.name] for one in PAGES if one.words == page))
        self.settle()
        assert self.title.startswith(page), self.title

    def to(self, label: str) -> None:
        """Walk on with Tab until a label is read; where the caret arrived by itself counts."""
        met = [self.here]
        if self.focus is not self._filled and met[0].startswith(label):
            return
        for _ in range(FAR):
            self.press("Tab")
            met.append(self.here)
            if met[-1].startswith(label):
                return
        raise AssertionError(f"no “{label}” on {self.title}, only {list(dict.fromkeys(met))}")

    def fill(self, *lines: tuple[str, str]) -> None:
        """Walk to fields by their labels and fill them: typed, or chosen with the arrows in a list."""
        for label, text in lines:
            self.to(label)
            self.put(text)

    def put(self, text: str) -> None:
        """Give the field with the caret its text."""
        control = self._filled = self.focus
        if isinstance(control, Choice) and not control.isEditable():
            self._pick(control, text)
        else:
            self.write(text)

    def _pick(self, control: QComboBox, word: str) -> None:
        for key in ("Down", "Up"):
            for _ in range(control.count()):
                if control.currentText() == word:
                    return
                self.press(key)
        raise AssertionError(f"“{word}” cannot be chosen in {self.here}")

    def unfold(self, heading: str) -> None:
        """Walk to what is folded away and open it."""
        self.to(heading)
        if self.here.endswith("已折起"):
            self.press("Return")

    @property
    def printed(self) -> set[Path]:
        """The papers that lie in the documents of this PC."""
        return set(self.papers.iterdir())

    def print(self, paper: str) -> Path:
        """Ask for a paper, print it as what stands ready, and return the new PDF."""
        before = self.printed
        self.to("选择文书")
        self._pick(self.focus, paper)
        self.settle()
        self.press("Ctrl+P")
        self.picture(f"printing-{paper}")
        self.press("Return")
        made = self.printed - before
        assert made, f"{paper} was not printed: {self.words()}"
        return made.pop()

    # --- eyes ---------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """What the window is named."""
        return self.window.windowTitle()

    def reads(self, words: str) -> bool:
        """Say whether words stand somewhere in sight."""
        return any(words in one for one in self.words())

    def words(self) -> list[str]:
        """Return what stands in sight, outside the fields."""
        shown = [*self.window.findChildren(QLabel), *self.window.findChildren(QAbstractButton)]
        return [one.text() for one in shown if one.isVisible() and one.text()]

    def lines(self, name: str) -> list[str]:
        """Return the lines of a list in sight, as a screen reader says them."""
        (found,) = [one for one in self.window.findChildren(QListView) if one.accessibleName() == name]
        assert found.isVisible()
        role, model = Qt.ItemDataRole.AccessibleTextRole, found.model()
        return [model.data(model.index(at, 0), role) for at in range(model.rowCount())]

    def _paper_drawn(self) -> bool:
        """Say whether the paper beside the form is drawn: it waits for the column to stand still."""
        self.settle()
        return bool(self.window.shell.models.preview.state.pages)

    def picture(self, name: str) -> None:
        """Have the window painted, the paper in it; the picture is kept where the environment asks for it."""
        self.settle()
        if self.window.shell.mediation.paper.isVisible():
            self._qtbot.waitUntil(self._paper_drawn)
        picture = self.window.grab()
        if kept := os.environ.get(PICTURES):
            Path(kept).mkdir(parents=True, exist_ok=True)
            assert picture.save(str(Path(kept) / f"{self._taken:02}-{name}.png"))
        self._taken += 1


def named(widget: QWidget) -> str:
    """Return the name of a widget: its accessible name, else its words."""
    return widget.accessibleName() or getattr(widget, "text", str)()
