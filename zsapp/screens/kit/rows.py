"""Rows of a list (列表行): two lines of words, a state in a pill, one fixed height; painted, so that a million scroll."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from zsapp.screens.kit.tokens import COLOURS, Scale

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
NOWHERE = QModelIndex()


class Row(Protocol):
    """What a row shows."""

    @property
    def title(self) -> str: ...
    @property
    def under(self) -> str: ...
    @property
    def pill(self) -> str: ...
    @property
    def tone(self) -> str: ...
    @property
    def right(self) -> str: ...


class RowModel(QAbstractListModel):
    """Rows by number; what is not there yet is asked for and arrives later."""

    def __init__(
        self, row: Callable[[int], Row | None], more: Callable[[], bool], fetch: Callable[[], None]
    ) -> None:
        super().__init__()
        self._row, self._has_more, self._fetch = row, more, fetch
        self._count = 0
        self._generation = -1

    def show_rows(self, count: int, generation: int) -> None:
        """Take in how many rows there are now, and whether they are altogether new ones."""
        if generation != self._generation or count < self._count:
            self.beginResetModel()
            self._count, self._generation = count, generation
            self.endResetModel()
        elif count > self._count:
            self.beginInsertRows(NOWHERE, self._count, count - 1)
            self._count = count
            self.endInsertRows()

    def arrived(self, first: int, last: int) -> None:
        """Paint rows that have come."""
        last = min(last, self._count - 1)
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first), self.index(last))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many rows are known."""
        return 0 if parent.isValid() else self._count

    def canFetchMore(self, parent: Index) -> bool:
        """Say whether the store has more."""
        return not parent.isValid() and self._has_more()

    def fetchMore(self, parent: Index) -> None:
        """Ask for more."""
        if not parent.isValid():
            self._fetch()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row for painting, or its words for a screen reader."""
        if not index.isValid() or index.row() >= self._count:
            return None
        if role == ROW:
            return self._row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self._row(index.row())
            return (
                "，".join(part for part in (row.title, row.under, row.pill, row.right) if part)
                if row
                else "…"
            )
        return None


class RowPainter(QStyledItemDelegate):
    """Paints a row."""

    def __init__(self, scale: Scale, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scale = scale

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 -- every row is alike
        """Return the one height of all rows."""
        return QSize(self._scale.px(200), self._scale["row"])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, words and pill."""
        row = index.data(ROW)
        box = QRectF(option.rect).adjusted(0, 2, 0, -2)  # type: ignore[attr-defined] -- the stubs forget the fields
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = self._paint_ground(painter, option, box)
        if row is None:
            painter.setPen(QColor(COLOURS["second"]))
            painter.drawText(box.adjusted(14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "…")
        else:
            self._paint_words(painter, option, box, row, selected=selected)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> bool:
        state = option.state  # type: ignore[attr-defined] -- as above
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        radius = self._scale["radius"]
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(QColor(COLOURS["blue_soft" if selected else "grey_soft"]))
            painter.drawRoundedRect(box, radius, radius)
        if selected:
            painter.setBrush(QColor(COLOURS["blue"]))
            painter.drawRoundedRect(QRectF(box.left(), box.top() + 10, 4, box.height() - 20), 2, 2)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(COLOURS["blue"]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        return selected

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, row: Row, *, selected: bool
    ) -> None:
        px = self._scale.px
        left, right = box.left() + px(14), box.right() - px(10)
        pill_width = self._paint_pill(
            painter, option, row, QRectF(left, box.top() + px(9), right - left, px(22)), selected=selected
        )
        title = QRectF(left, box.top() + px(7), right - left - pill_width - px(8), px(26))
        self._text(painter, option, title, row.title, "body", "ink", bold=True)
        room = right - left
        if row.right:
            small = QFontMetricsF(self._font(option, "small"))
            wide = min(small.horizontalAdvance(row.right) + 2, room * 0.6)
            self._text(
                painter,
                option,
                QRectF(right - wide, box.top() + px(38), wide, px(24)),
                row.right,
                "small",
                "second",
            )
            room -= wide + px(8)
        self._text(
            painter, option, QRectF(left, box.top() + px(38), room, px(24)), row.under, "small", "second"
        )

    def _paint_pill(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Row, line: QRectF, *, selected: bool
    ) -> float:
        if not row.pill:
            return 0
        font = self._font(option, "smallest")
        wide = QFontMetricsF(font).horizontalAdvance(row.pill) + self._scale.px(18)
        box = QRectF(line.right() - wide, line.top(), wide, line.height())
        ground = "#FFFFFF" if selected else COLOURS[f"{row.tone}_soft" if row.tone else "grey_soft"]
        ink = {"blue": "blue_dark", "": "second"}.get(row.tone, row.tone)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, line.height() / 2, line.height() / 2)
        painter.setFont(font)
        painter.setPen(QColor(COLOURS[ink]))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, row.pill)
        return wide

    def _font(self, option: QStyleOptionViewItem, size: str, *, bold: bool = False) -> QFont:
        font = QFont(option.font)  # type: ignore[attr-defined] -- as above
        font.setPixelSize(self._scale[size])
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def _text(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        box: QRectF,
        words: str,
        size: str,
        colour: str,
        *,
        bold: bool = False,
    ) -> None:
        font = self._font(option, size, bold=bold)
        painter.setFont(font)
        painter.setPen(QColor(COLOURS[colour]))
        cut = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, cut)
