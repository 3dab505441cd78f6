"""Controls (输入控件): a line, a growing text area and a choice, alike for the field around them.

Each says `typed` with its text, `left` when the clerk goes on, and passes Enter, undo and the day keys to
whoever listens. Chinese typing is Qt's own: nothing here looks at single keys while text is being composed.
"""

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)
from shiboken6 import isValid

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
EDGES = 24
"""Pixels of border, padding and document margin above and below the lines."""
SWITCH = Qt.FocusReason.ActiveWindowFocusReason
NO_MODIFIER = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Left:
    """The field another window was switched to from.

    The list of a choice is a window of its own. Left quickly, it becomes the active window only afterwards,
    and Qt then puts the caret back into its choice while the clerk types in the next field.
    """

    _field: QWidget | None = None

    @classmethod
    def gone(cls, field: QWidget, reason: Qt.FocusReason) -> None:
        """Take in that the caret left a field."""
        if reason == SWITCH:
            cls._field = field

    @classmethod
    def arrived(cls, reason: Qt.FocusReason) -> None:
        """Take in that the clerk went to a field."""
        if reason != SWITCH:
            cls._field = None

    @classmethod
    def at(cls, reason: Qt.FocusReason) -> QWidget | None:
        """Return the field that a switch of windows took the caret from, if this is one."""
        there = cls._field if reason == SWITCH else None
        return there if there is not None and isValid(there) and there.isVisible() else None


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
        Left.arrived(event.reason())
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the clerk went on."""
        super().focusOutEvent(event)
        Left.gone(self, event.reason())
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
        Left.arrived(event.reason())
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the clerk went on."""
        super().focusOutEvent(event)
        Left.gone(self, event.reason())
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
        self._free = free
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItems(list(words) if free else ["", *words])
        if free:
            self._make_free(words)
        self.activated.connect(self._picked)
        self.setCurrentIndex(-1 if free else 0)

    def _make_free(self, words: tuple[str, ...]) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = Line(self)
        self.setLineEdit(line)  # the focus stays with the combo box, which passes the keys on
        line.typed.connect(self.typed)
        completer = QCompleter(QStringListModel(list(words), self), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(10)
        completer.popup().setObjectName("popup")
        completer.activated.connect(self.typed)
        self.setCompleter(completer)

    def _picked(self, _index: int) -> None:
        self.typed.emit(self.currentText())

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what is offered and goes on; Space or Alt+Down opens the list."""
        if (other := self._late()) is not None:
            QApplication.sendEvent(other, event)
        elif event.key() in ENTER and event.modifiers() in NO_MODIFIER:
            self._take_offer()
            self.onward.emit()
        elif redo := undo_key(event):
            self.undone.emit(redo > 1)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take in what an input method composed."""
        if (other := self._late()) is not None:
            QApplication.sendEvent(other, event)
        else:
            super().inputMethodEvent(event)

    def _late(self) -> QWidget | None:
        """Return the field the clerk went on to while our list, shut already, still is the active window."""
        completer, field = self.completer(), QApplication.focusWidget()
        shut = completer is not None and not completer.popup().isVisible()
        return field if shut and isinstance(field, Line | Area | Choice) and field is not self else None

    def _take_offer(self) -> None:
        """Take the marked word of the narrowed list; with none marked its only one, or the first begun."""
        completer = self.completer()
        if completer is None or not completer.popup().isVisible():
            return
        popup = completer.popup()
        if not popup.currentIndex().isValid():
            completer.setCurrentRow(0)
            word = completer.currentCompletion()
            if completer.completionCount() == 1 or word.startswith(self.currentText()):
                self.setEditText(word)
        popup.hide()
        self.typed.emit(self.currentText())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the clerk is here, unless only the list that was open here comes late."""
        super().focusInEvent(event)
        if (other := Left.at(event.reason())) not in (None, self):
            other.setFocus(Qt.FocusReason.OtherFocusReason)  # a switch would be sent back, for ever
            return
        Left.arrived(event.reason())
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the clerk went on."""
        super().focusOutEvent(event)
        Left.gone(self, event.reason())
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, SWITCH):
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form: a wheel passing over must not change a choice."""
        event.ignore()


Control = Line | Area | Choice
