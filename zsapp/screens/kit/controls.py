"""Controls (输入控件): a line, a growing text area and a choice, alike for the field around them.

Each says `typed` with its text, `left` when the clerk goes on, and passes Enter, undo and the day keys to
whoever listens. Chinese typing is Qt's own: nothing here looks at single keys while text is being composed.
"""

from typing import cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMoveEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from zsapp.screens.kit.pick_list import PickList, list_of, open_list

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
EDGES = 24
"""Pixels of border, padding and document margin above and below the lines."""
SWITCH = Qt.FocusReason.ActiveWindowFocusReason
NO_MODIFIER = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Line(QLineEdit):
    """One line of text."""

    typed = Signal(str)
    entered = Signal()
    left = Signal()
    onward = Signal()
    undone = Signal(bool)
    """Undo (False) or redo (True) was asked for: it belongs to the whole form, not to this line."""
    stepped = Signal(int)
    """Up or Down was pressed: a day field goes one day on or back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(self.typed)

    def put(self, text: str) -> None:
        """Show a text without saying that it was typed; the caret stays where it can."""
        if text != self.text():
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(place, len(text)) if self.hasFocus() else 0)

    def lock(self, shut: bool) -> None:  # noqa: FBT001 -- as Qt's setReadOnly
        """Take no typing."""
        self.setReadOnly(shut)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass on what belongs to the form."""
        if event.key() in ENTER and event.modifiers() in NO_MODIFIER:
            self.onward.emit()
        elif redo := undo_key(event):
            self.undone.emit(redo > 1)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the clerk is here."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the clerk went on."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, SWITCH):
            self.left.emit()


def undo_key(event: QKeyEvent) -> int:
    """Return 1 for undo, 2 for redo, 0 for any other key."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return 1
    return 2 if event.matches(QKeySequence.StandardKey.Redo) else 0


class Area(QPlainTextEdit):
    """A text of several lines that grows with what is in it; Tab leaves it, Enter begins a line."""

    typed = Signal(str)
    entered = Signal()
    left = Signal()
    onward = Signal()
    undone = Signal(bool)
    stepped = Signal(int)

    def __init__(self, lines: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._most = lines, most
        self._quiet = False
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)  # the form's own undo goes across fields
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._changed)
        self._fit()

    def _changed(self) -> None:
        self._fit()
        if not self._quiet:
            self.typed.emit(self.toPlainText())

    def _fit(self) -> None:
        step = QFontMetricsF(self.font()).lineSpacing()
        filled, whole = self._filled(step * self._most)
        wanted = round(max(filled, step * self._lines) + EDGES)
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if whole else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(bar)
        if wanted != self.minimumHeight():
            self.setFixedHeight(wanted)

    def _filled(self, most: float) -> tuple[float, bool]:
        """Return how high the text is, up to `most`, and whether that is all of it (asking lays it out)."""
        layout, block, high = self.document().documentLayout(), self.document().begin(), 0.0
        while block.isValid():
            high += layout.blockBoundingRect(block).height()
            if high > most:
                return most, False
            block = block.next()
        return high, True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow when the field gets narrower."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the type size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def text(self) -> str:
        """Return the whole text."""
        return self.toPlainText()

    def put(self, text: str) -> None:
        """Show a text without saying that it was typed."""
        if text == self.toPlainText():
            return
        place = self.textCursor().position()
        self._quiet = True
        self.setPlainText(text)
        self._quiet = False
        if self.hasFocus():
            caret = self.textCursor()
            caret.setPosition(min(place, len(text)))
            self.setTextCursor(caret)

    def lock(self, shut: bool) -> None:  # noqa: FBT001 -- as Qt's setReadOnly
        """Take no typing."""
        self.setReadOnly(shut)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass undo on to the form."""
        if redo := undo_key(event):
            self.undone.emit(redo > 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the clerk is here."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the clerk went on."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, SWITCH):
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form, not this field, unless the clerk is typing here."""
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()


class Choice(QComboBox):
    """One of a code list; where free text is allowed the words can be typed, and typing narrows the list."""

    typed = Signal(str)
    entered = Signal()
    left = Signal()
    onward = Signal()
    undone = Signal(bool)
    stepped = Signal(int)

    def __init__(self, words: tuple[str, ...], *, free: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._free, self._words = free, words
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItems(list(words) if free else ["", *words])
        if free:
            self._make_free()
        self.activated.connect(self._picked)
        self.setCurrentIndex(-1 if free else 0)

    def _make_free(self) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = Line(self)
        self.setLineEdit(line)  # the focus stays with the combo box, which passes the keys on
        self.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none; its stub does not know
        line.typed.connect(self._narrow)

    def _narrow(self, text: str) -> None:
        self._offer([one for one in self._words if text in one] if text else [])
        self.typed.emit(text)

    def _offer(self, words: list[str], marked: str = "") -> None:
        if words:
            list_of(self).offer(self, words, self._take, marked)
        else:
            self.hidePopup()

    def _picked(self, _index: int) -> None:
        self.typed.emit(self.currentText())

    def _take(self, text: str) -> None:
        self.put(text)
        self.typed.emit(text)

    def text(self) -> str:
        """Return the words."""
        return self.currentText()

    def put(self, text: str) -> None:
        """Show words without saying that they were chosen."""
        if text == self.currentText():
            return
        index = self.findText(text)
        if index < 0 and not self._free:
            self.addItem(text)
            index = self.count() - 1
        self.setCurrentIndex(index)
        if edit := self.lineEdit():
            edit.setText(text)
            edit.setCursorPosition(0)

    def lock(self, shut: bool) -> None:  # noqa: FBT001 -- as Qt's setReadOnly
        """Take no choice."""
        self.setDisabled(shut)

    @property
    def offers(self) -> PickList | None:
        """The list, while it is open under this field."""
        return open_list(self)

    def showPopup(self) -> None:
        """Open the whole list; pressed again, shut it."""
        words = [self.itemText(row) for row in range(self.count())]
        self._offer([] if self.offers else words, self.currentText())

    def hidePopup(self) -> None:
        """Shut the list."""
        if offers := self.offers:
            offers.hide()

    def event(self, event: QEvent) -> bool:
        """Keep Esc for an open list: elsewhere it leaves the case."""
        if event.type() == QEvent.Type.ShortcutOverride and self.offers:
            event.setAccepted(cast(QKeyEvent, event).key() == Qt.Key.Key_Escape)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what is offered and goes on; Space or Alt+Down opens the list."""
        if (offers := self.offers) and offers.pressed_key(event):
            return
        if event.key() in ENTER and event.modifiers() in NO_MODIFIER:
            self._take_offer()
            self.onward.emit()
        elif redo := undo_key(event):
            self.undone.emit(redo > 1)
        else:
            super().keyPressEvent(event)

    def _take_offer(self) -> None:
        """Take the marked word; with none marked the only one of a narrowed list, or the first begun."""
        if not (offers := self.offers):
            return
        word, words = offers.marked, offers.words
        if not word and self._free and (len(words) == 1 or words[0].startswith(self.currentText())):
            word = words[0]
        offers.hide()
        self._take(word or self.currentText())

    def moveEvent(self, event: QMoveEvent) -> None:
        """Take the open list along."""
        super().moveEvent(event)
        if offers := self.offers:
            offers.follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Shut the list of a field that is folded away."""
        super().hideEvent(event)
        self.hidePopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the clerk is here."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the clerk went on."""
        super().focusOutEvent(event)
        self.hidePopup()
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, SWITCH):
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form: a wheel passing over must not change a choice."""
        event.ignore()


Control = Line | Area | Choice
