"""Words on the screen (文字): labels, pills and buttons, one maker each, so that all look alike."""

from collections.abc import Callable
from typing import Any

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QStyleOptionButton, QWidget

PLAIN = 0
"""Qt.TextFormat.PlainText by its number. Start-up time: whoever names `Qt` has all its lists of values built,
a tenth of our start; so the first page names none of them (a house test holds it to that)."""


def label(words: str, look: str = "", *, wrap: bool = False) -> QLabel:
    """Return a plain label in one of the style sheet's looks."""
    made = QLabel(words)
    made.setObjectName(look)
    made.setProperty("textFormat", PLAIN)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return made


class Elided(QLabel):
    """A label on one line that ends in … where the room ends; the whole text is its tool tip."""

    def __init__(self, words: str = "", look: str = "") -> None:
        super().__init__()
        self.setObjectName(look)
        self.setProperty("textFormat", PLAIN)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.put(words)

    def put(self, words: str) -> None:
        """Show a text."""
        self.setText(words)
        self.setToolTip(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what there is room for."""
        room = self.contentsRect()
        cut = self.fontMetrics().elidedText(self.text(), QtCore.Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, QtCore.Qt.AlignmentFlag.AlignVCenter | QtCore.Qt.AlignmentFlag.AlignLeft, cut)
        event.accept()


def pill(words: str = "", tone: str = "") -> QLabel:
    """Return a state in words and colour; `tone` is red, amber, green, blue or grey (empty)."""
    made = label(words)
    made.setProperty("pill", "true")
    made.setProperty("tone", tone)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def put_pill(made: QLabel, words: str, tone: str) -> None:
    """Change a pill; no words hide it."""
    made.setText(words)
    made.setVisible(bool(words))
    retone(made, "tone", tone)


class Button(QPushButton):
    """A button that Enter presses as well as Space: a clerk knows no difference."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter."""
        plain = event.modifiers() in (
            QtCore.Qt.KeyboardModifier.NoModifier,
            QtCore.Qt.KeyboardModifier.KeypadModifier,
        )
        if (
            plain
            and event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
            and not event.isAutoRepeat()
        ):
            self.click()
        else:
            super().keyPressEvent(event)


class FoldHead(Button):
    """The heading of a fold or a card: it may hold a long name, and ends in … where the room ends."""

    def minimumSizeHint(self) -> QSize:
        """Need room for a few characters only."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 4 * hint.height()), hint.height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Cut the words to the room there is."""
        super().initStyleOption(option)
        margins = self.contentsMargins()
        room = (
            self.width() - margins.left() - margins.right() - self.iconSize().width() - 2 * self.height() // 3
        )
        words = self.fontMetrics().elidedText(self.text(), QtCore.Qt.TextElideMode.ElideRight, room)
        option.text = words  # type: ignore[attr-defined]  # the stubs forget the fields


def button(words: str, look: str = "", press: Callable[[], Any] | None = None, tip: str = "") -> QPushButton:
    """Return a button; `look` is primary, quiet, chip, fold, link or empty."""
    made = FoldHead(words) if look == "fold" else Button(words)
    made.setObjectName(look)
    made.setAutoDefault(False)
    wide = QSizePolicy.Policy.Expanding if look == "fold" else QSizePolicy.Policy.Fixed
    made.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
    if tip:
        made.setToolTip(tip)
    if press is not None:
        made.clicked.connect(lambda _checked: press())
    return made


def rule() -> QFrame:
    """Return a thin line across."""
    made = QFrame()
    made.setObjectName("rule")
    return made


def retone(widget: QWidget, name: str = "", value: str = "") -> None:
    """Set a property the style sheet looks at, and have the sheet look again."""
    if name:
        if widget.property(name) == value:
            return
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
