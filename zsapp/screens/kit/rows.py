"""Rows of a list (列表行): two lines of words and a state, one height; painted, so that a million scroll."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from zsapp.screens.kit.tokens import COLOURS, Scale

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
NOWHERE = QModelIndex()


class Row(Protocol):
    """What a row shows."""

    @property
    def title(self) -> str:
        """The first line."""
        ...

    @property
    def under(self) -> str:
        """The second line."""
        ...

    @property
    def pill(self) -> str:
        """The state in words."""
        ...

    @property
    def tone(self) -> str:
        """Its colour: red, amber, green, blue or nothing."""
        ...

    @property
    def right(self) -> str:
        """What stands at the right of the second line."""
        ...


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
        box = QRectF(option.rect).adjusted(0, 2, 0, -2)  # type: ignore[attr-defined]  # the stubs forget the fields
        pen = Pen(painter, option.font, self._scale)  # type: ignore[attr-defined]  # as above
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = self._paint_ground(painter, option, box)
        words = box.adjusted(self._scale.px(14), 0, -self._scale.px(10), 0)
        if row is None:
            pen.write(words, "…", "body", "second")
        else:
            self._paint_words(pen, words, row, selected=selected)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> bool:
        state = option.state  # type: ignore[attr-defined]  # as above
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

    def _paint_words(self, pen: "Pen", box: QRectF, row: Row, *, selected: bool) -> None:
        px = self._scale.px
        first = QRectF(box.left(), box.top() + px(7), box.width(), px(26))
        second = QRectF(box.left(), box.top() + px(38), box.width(), px(24))
        if row.pill:
            wide = pen.width(row.pill, "smallest") + px(18)
            pill = QRectF(first.right() - wide, first.top() + px(2), wide, px(22))
            pen.pill(pill, row.pill, row.tone, on_blue=selected)
            first.setWidth(first.width() - wide - px(8))
        pen.write(first, row.title, "body", "ink", bold=True)
        if row.right:
            wide = min(pen.width(row.right, "small") + 2, second.width() * 0.6)
            pen.write(
                QRectF(second.right() - wide, second.top(), wide, second.height()),
                row.right,
                "small",
                "second",
            )
            second.setWidth(second.width() - wide - px(8))
        pen.write(second, row.under, "small", "second")


class Pen:
    """Writes words into boxes with the tokens' sizes and colours."""

    def __init__(self, painter: QPainter, font: QFont, scale: Scale) -> None:
        self._painter, self._font, self._scale = painter, font, scale

    def _sized(self, size: str, *, bold: bool = False) -> QFont:
        font = QFont(self._font)
        font.setPixelSize(self._scale[size])
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        return font

    def width(self, words: str, size: str, *, bold: bool = False) -> float:
        """Return how wide words are."""
        return QFontMetricsF(self._sized(size, bold=bold)).horizontalAdvance(words)

    def write(self, box: QRectF, words: str, size: str, colour: str, *, bold: bool = False) -> None:
        """Write words into a box, ended by … where the room ends."""
        font = self._sized(size, bold=bold)
        self._painter.setFont(font)
        self._painter.setPen(QColor(COLOURS[colour]))
        cut = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        self._painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, cut)

    def pill(self, box: QRectF, words: str, tone: str, *, on_blue: bool) -> None:
        """Draw a state in words and colour."""
        ground = "#FFFFFF" if on_blue else COLOURS[f"{tone}_soft" if tone else "grey_soft"]
        ink = {"blue": "blue_dark", "": "second"}.get(tone, tone)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(ground))
        self._painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        self._painter.setFont(self._sized("smallest"))
        self._painter.setPen(QColor(COLOURS[ink]))
        self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def tick(self, box: QRectF, *, ticked: bool) -> None:
        """Draw a box to tick, ticked or not."""
        painter, unit = self._painter, box.width() / 20
        painter.setPen(QPen(QColor(COLOURS["blue" if ticked else "border"]), 2 * unit))
        painter.setBrush(QColor(COLOURS["blue" if ticked else "card"]))
        painter.drawRoundedRect(box, 4 * unit, 4 * unit)
        if ticked:
            sign = QPainterPath(box.topLeft() + QPointF(5, 10) * unit)
            sign.lineTo(box.topLeft() + QPointF(9, 14) * unit)
            sign.lineTo(box.topLeft() + QPointF(15.5, 6) * unit)
            painter.setPen(QPen(QColor("#FFFFFF"), 2.2 * unit))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(sign)
