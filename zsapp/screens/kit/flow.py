"""Flow (流式排列): widgets side by side, on as many lines as there must be: large type cuts no words."""

from typing import Any, cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class Flow(QLayout):
    """A line of widgets that breaks."""

    def __init__(self, across: int, down: int) -> None:
        super().__init__()
        self._across, self._down = across, down
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def add(self, *widgets: QWidget) -> None:
        """Add widgets at the end."""
        for one in widgets:
            self.addWidget(one)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 -- Qt's name
        """Take in an item (Qt's own way of adding)."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 -- Qt's name
        """Return an item, or nothing behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem:  # noqa: N802 -- Qt's name
        """Let an item go."""
        item: Any = self._items.pop(index) if 0 <= index < len(self._items) else None
        return cast("QLayoutItem", item)  # Qt asks until there is none

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 -- Qt's name
        """Ask for no more room than there must be."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the lines are at a width."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 -- Qt's name
        """Put every widget in its place."""
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        sizes = [one.sizeHint() for one in self._items if not one.isEmpty()]
        wide = sum(one.width() for one in sizes) + self._across * max(0, len(sizes) - 1)
        return QSize(wide, max((one.height() for one in sizes), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 -- Qt's name
        """Need as much room as the widest of them alone."""
        sizes = [one.minimumSize() for one in self._items if not one.isEmpty()]
        wide, high = (max((side(one) for one in sizes), default=0) for side in (QSize.width, QSize.height))
        return QSize(wide, high)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        """Lay the lines out and return their height; what is lower than its line stands in its middle."""
        y = rect.y()
        for line in self._lines(rect.width()):
            x, high = rect.x(), max(one.sizeHint().height() for one in line)
            for item in line:
                size = item.sizeHint().boundedTo(QSize(rect.width(), high))
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + self._across
            y += high + self._down
        return max(0, y - self._down - rect.y())

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Return what stands on which line."""
        lines: list[list[QLayoutItem]] = []
        room = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if not lines or wide > room:
                lines.append([])
                room = width
            lines[-1].append(item)
            room -= wide + self._across
        return lines


def flowing(flow: Flow) -> QWidget:
    """Return a widget that holds a flow and grows with its lines."""
    made = QWidget()
    made.setObjectName("clear")
    made.setLayout(flow)
    grow(made)
    return made


def grow(holder: QWidget) -> None:
    """Let what holds a flow grow with its lines."""
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
