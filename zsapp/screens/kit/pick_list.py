"""The list under a field (可选词): part of the window, so the caret never leaves the field.

A list that is a window of its own (as QComboBox and QCompleter make it) is told late, by the screen, that it
is the active one: who types quickly has then gone on, and the caret is taken from the next field. Input
methods put their candidates in the wrong place for the same reason.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QScrollArea, QWidget

MOST = 10
"""Lines shown at once."""
GAP = 2
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: MOST, Qt.Key.Key_PageUp: -MOST}


class PickList(QListWidget):
    """Words offered under one field at a time; each window has one such list."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._field: QWidget | None = None
        self._take: Callable[[str], None] | None = None
        self._scrolls: set[QScrollArea] = set()
        self.setObjectName("popup")
        self.setAccessibleName("可选的词")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(self._clicked)
        window.installEventFilter(self)
        self.hide()

    def offer(
        self, field: QWidget, words: Sequence[str], take: Callable[[str], None], marked: str = ""
    ) -> None:
        """Show some words under a field, one of them marked; `take` is told the one that was pressed."""
        self.clear()
        self.addItems(words)
        if self._field is not field:
            self._field = field
            field.destroyed.connect(self.hide)
        self._take = take
        self.follow()
        self.show()
        self.raise_()
        for item in self.findItems(marked, Qt.MatchFlag.MatchExactly) if marked else ():
            self.setCurrentItem(item)

    def is_under(self, field: QWidget) -> bool:
        """Return whether the list is open under a field."""
        return self._field is field and not self.isHidden()

    @property
    def words(self) -> tuple[str, ...]:
        """What is offered."""
        return tuple(self.item(row).text() for row in range(self.count()))

    @property
    def marked(self) -> str:
        """The word the clerk stands on, or nothing."""
        item = self.currentItem()
        return item.text() if item is not None else ""

    def pressed_key(self, event: QKeyEvent) -> bool:
        """Take a key that belongs to an open list; return whether it was one."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.hide()
        elif key in MOVES and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            below = self.currentRow() + MOVES[key]
            self.setCurrentRow(max(0, min(below, self.count() - 1)))
        else:
            return False
        return True

    def _clicked(self, item: QListWidgetItem) -> None:
        word, take = item.text(), self._take
        self.hide()
        if take is not None:
            take(word)

    def follow(self) -> None:
        """Stand under the field, or over it where there is no room."""
        window, field = self.window(), self._field
        if field is None:
            return
        corner = field.mapTo(window, QPoint(0, 0))
        high = min(self.count(), MOST) * max(1, self.sizeHintForRow(0)) + 2 * self.frameWidth()
        below = corner.y() + field.height() + GAP
        over = corner.y() - GAP - high
        self.resize(QSize(field.width(), high))
        self.move(corner.x(), below if below + high <= window.height() or over < 0 else over)
        self._watch(field)

    def _scrolled(self) -> None:
        if not self.isHidden():
            self.follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go away when somebody presses where nothing takes the caret."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.hide()
        return super().eventFilter(watched, event)

    def _watch(self, field: QWidget) -> None:
        """Move along when what the field stands in is scrolled."""
        one = field.parentWidget()
        while one is not None:
            if isinstance(one, QScrollArea) and one not in self._scrolls:
                self._scrolls.add(one)
                one.verticalScrollBar().valueChanged.connect(self._scrolled)
            one = one.parentWidget()


def open_list(field: QWidget) -> PickList | None:
    """Return the list that is open under a field, if one is."""
    found = _list_in(field.window())
    return found if found is not None and found.is_under(field) else None


def list_of(field: QWidget) -> PickList:
    """Return the list of the window a field stands in."""
    window = field.window()
    return _list_in(window) or PickList(window)


def _list_in(window: QWidget) -> PickList | None:
    """Return the list of a window, a child of its own: a search through all its fields would take long."""
    return window.findChild(PickList, options=Qt.FindChildOption.FindDirectChildrenOnly)
