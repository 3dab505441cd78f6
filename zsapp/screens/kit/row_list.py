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
