"""The side (左侧): the station, the list of what works, and the status lines. Renders only."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from zsapp.screens.kit.icons import icon
from zsapp.screens.kit.tokens import COLOURS, Scale
from zsapp.screens.kit.words import label
from zsapp.screens.status import StatusState

NAME = Qt.ItemDataRole.UserRole
LEAST_NAV = 26
"""Pixels of an entry where there is little room."""
ON_NAVY = {"": "navy_text", "amber": "#F4C873", "red": "#F5A7A2", "green": "#9AD3B0"}
"""Colours of the status words on the navy ground, all above 4.5:1."""


class NavPainter(QStyledItemDelegate):
    """Paints an entry: bar, icon, words."""

    def __init__(self, scale: Scale, parent: QWidget) -> None:
        super().__init__(parent)
        self._scale = scale
        self.high = scale["nav"]
        """How high an entry is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002 -- all alike
        """Return the one height."""
        return QSize(self._scale.px(100), self.high)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint an entry."""
        px = self._scale.px
        box = QRectF(option.rect)  # type: ignore[attr-defined]  # the stubs forget the fields
        state = option.state  # type: ignore[attr-defined]  # as above
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(COLOURS["navy_hover"]))
        if chosen:
            bar = "#FFFFFF" if state & QStyle.StateFlag.State_HasFocus else COLOURS["sky"]
            painter.fillRect(QRectF(box.left(), box.top(), px(4), box.height()), QColor(bar))
        colour = "#FFFFFF" if chosen else COLOURS["navy_text"]
        drawing = icon(str(index.data(NAME)), colour, px(22))
        drawing.paint(
            painter, QRectF(box.left() + px(18), box.center().y() - px(11), px(22), px(22)).toRect()
        )
        font = QFont(option.font)  # type: ignore[attr-defined]  # as above
        font.setPixelSize(self._scale["body"])
        font.setWeight(QFont.Weight.Bold if chosen else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.drawText(box.adjusted(px(50), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


class Nav(QListWidget):
    """The entries; in large type they draw closer before they scroll."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self._scale = scale
        self._painter = NavPainter(scale, self)
        self.setItemDelegate(self._painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room."""
        share = event.size().height() // max(1, self.count())
        high = min(max(share, self._scale.px(LEAST_NAV)), self._scale["nav"])
        if high != self._painter.high:
            self._painter.high = high
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)


class Side(QWidget):
    """The navy column."""

    chosen = Signal(str)

    def __init__(self, place: str, pages: tuple[tuple[str, str], ...], scale: Scale) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(scale["side"])
        self._scale = scale
        box = QVBoxLayout(self)
        box.setContentsMargins(0, scale["space4"], 0, scale["space3"])
        box.setSpacing(scale["space1"])
        pad = scale.px(18)
        brand = label("公共法律服务", "brand")
        where = label(place, "where", wrap=True)
        for one in (brand, where):
            one.setContentsMargins(pad, 0, scale["space2"], 0)
            box.addWidget(one)
        box.addSpacing(scale["space3"])
        self.nav = Nav(scale)
        self.nav.setObjectName("nav")
        self.nav.setAccessibleName("功能")
        self.nav.setMouseTracking(True)
        self.nav.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for name, words in pages:
            item = QListWidgetItem(words)
            item.setData(NAME, name)
            self.nav.addItem(item)
        self.nav.currentItemChanged.connect(lambda now, _before: self.chosen.emit(now.data(NAME)))
        box.addWidget(self.nav, 1)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(scale["space1"])
        self._lines.setContentsMargins(pad, 0, scale["space2"], 0)
        box.addLayout(self._lines)
        self._labels: list[QLabel] = []

    def choose(self, name: str) -> None:
        """Go to a page."""
        for row in range(self.nav.count()):
            if self.nav.item(row).data(NAME) == name:
                self.nav.setCurrentRow(row)

    def render_state(self, state: StatusState) -> None:
        """Show the status lines."""
        while len(self._labels) < len(state.lines):
            made = label("", "", wrap=True)
            self._labels.append(made)
            self._lines.addWidget(made)
        for at, one in enumerate(self._labels):
            words, tone = state.lines[at] if at < len(state.lines) else ("", "")
            one.setText(words)
            one.setVisible(bool(words))
            colour = COLOURS.get(ON_NAVY[tone], ON_NAVY[tone])
            one.setStyleSheet(f"color: {colour};")
