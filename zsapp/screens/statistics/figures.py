"""Figures in a list (数字列表): label left, figure right, groups as headings one passes over. Qt."""

from typing import Any

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from zsapp.screens.kit.rows import ROW, Index, Pen, RowModel
from zsapp.screens.kit.tokens import COLOURS, Scale

HEIGHT = 36


class Figures(RowModel):
    """The rows; a heading is no item."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the caret rest on figures only."""
        row = self.data(index, ROW)
        if row is not None and row.group:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class FigurePainter(QStyledItemDelegate):
    """Paints a figure."""

    def __init__(self, scale: Scale, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scale = scale

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 -- every row is alike
        """Return the one height of all rows."""
        return QSize(self._scale.px(200), self._scale.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, label and figure."""
        row = index.data(ROW)
        if row is None:
            return
        px = self._scale.px
        box = QRectF(option.rect)  # type: ignore[attr-defined]  # the stubs forget the fields
        pen = Pen(painter, option.font, self._scale)  # type: ignore[attr-defined]  # as above
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.group:
            pen.write(box.adjusted(px(8), px(6), -px(8), 0), row.title, "small", "second", bold=True)
        else:
            self._ground(painter, option, box)
            words = box.adjusted(px(32 if row.part else 14), 0, -px(14), 0)
            bold = row.right != "0"
            wide = pen.width(row.right, "body", bold=bold) + 1
            right = QRectF(words.right() - wide, words.top(), wide + 1, words.height())
            pen.write(right, row.right, "body", row.tone or ("ink" if bold else "second"), bold=bold)
            words.setWidth(words.width() - wide - px(8))
            pen.write(words, row.title, "body", "second" if row.part else "ink")
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> None:
        state = option.state  # type: ignore[attr-defined]  # as above
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self._scale["radius"]
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(COLOURS["blue_soft"]))
            painter.drawRoundedRect(box, radius, radius)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(COLOURS["grey_soft"]))
            painter.drawRoundedRect(box, radius, radius)
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(COLOURS["blue"]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class FigureList(QListView):
    """The list; whatever the caret rests on is said, Enter goes on to its cases."""

    rested = Signal(int)
    entered_on = Signal()

    def __init__(self, table: Figures, scale: Scale) -> None:
        super().__init__()
        table.setParent(self)
        self.setModel(table)
        self.setItemDelegate(FigurePainter(scale, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("统计数字")

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 -- Qt's name
        """Say which figure the caret rests on."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.scrollTo(current)
            self.rested.emit(current.row())

    def first(self) -> None:
        """Rest on the first figure."""
        rows = (self.model().index(at, 0) for at in range(self.model().rowCount()))
        figures: Any = (one for one in rows if self.model().flags(one) & Qt.ItemFlag.ItemIsSelectable)
        first = next(figures)
        if first == self.currentIndex():  # another table with its caret in the same place
            self.rested.emit(first.row())
        self.setCurrentIndex(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_on.emit()
        else:
            super().keyPressEvent(event)
