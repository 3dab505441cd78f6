"""A list of rows to choose from (行列表): arrows run through it, Enter or a press chooses."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from zsapp.screens.kit.rows import RowModel, RowPainter
from zsapp.screens.kit.tokens import Scale


class RowList(QListView):
    """The rows; Enter or a press says which."""

    chosen = Signal(int)

    def __init__(self, table: RowModel, scale: Scale, name: str) -> None:
        """Show the rows of `table`; `name` is what a screen reader says."""
        super().__init__()
        table.setParent(self)
        self.setModel(table)
        self.setItemDelegate(RowPainter(scale, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class RestList(RowList):
    """Rows to look at: resting on one says which, Enter or a double press goes on with it."""

    rested = Signal(int)
    entered_on = Signal(int)

    def __init__(self, table: RowModel, scale: Scale, name: str) -> None:
        """Show the rows of `table`; `name` is what a screen reader says."""
        super().__init__(table, scale, name)
        self.selectionModel().currentChanged.connect(lambda now, _before: self.rested.emit(now.row()))
        self.doubleClicked.connect(lambda index: self.entered_on.emit(index.row()))

    def rest_at(self, row: int) -> None:
        """Rest on a row, unless the caret is there."""
        if 0 <= row != self.currentIndex().row():
            self.setCurrentIndex(self.model().index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_on.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
