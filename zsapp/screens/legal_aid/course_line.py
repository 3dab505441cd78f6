"""The line of time (时间线): the events of an intake one below the other, each on its day. Renders only."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from zsapp.rules.legal_aid_course import Event
from zsapp.screens.kit.reading import show_date
from zsapp.screens.kit.tokens import COLOURS, Scale
from zsapp.screens.kit.words import label, pill
from zsapp.screens.legal_aid.model.course import Due

UNDATED = "没有登记日期"


class Dot(QWidget):
    """A point of the line: the line comes from above and goes on below, but for the first and the last."""

    def __init__(self, scale: Scale, *, first: bool, last: bool) -> None:
        super().__init__()
        self._scale, self._first, self._last = scale, first, last
        self.setFixedWidth(scale.px(24))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return the least there is."""
        return QSize(self._scale.px(24), self._scale.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line and the point; the last is where the intake is now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, high = self.width() / 2, self._scale.px(13)
        painter.setPen(QPen(QColor(COLOURS["line"]), 2))
        if not self._first:
            painter.drawLine(QPointF(middle, 0), QPointF(middle, high))
        if not self._last:
            painter.drawLine(QPointF(middle, high), QPointF(middle, self.height()))
        painter.setPen(QPen(QColor(COLOURS["blue"]), 2))
        painter.setBrush(QColor(COLOURS["blue" if self._last else "blue_soft"]))
        radius = self._scale.px(6)
        painter.drawEllipse(QPointF(middle, high), radius, radius)
        event.accept()


class Column(QScrollArea):
    """A scrolled column whose parts are made anew when there are others to show."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def put(self, inner: QWidget, said: str) -> None:
        """Show what is in it, and have a screen reader say it."""
        inner.setObjectName("clear")
        self.setWidget(inner)
        self.setAccessibleDescription(said)


class TimeLine(Column):
    """The events."""

    def __init__(self, scale: Scale) -> None:
        super().__init__("办理经过")
        self._scale = scale
        self._shown: tuple[Event, ...] | None = None

    def show_events(self, events: tuple[Event, ...]) -> None:
        """Show events, the first on top."""
        if events == self._shown:
            return
        self._shown = events
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, self._scale["space2"], 0)
        grid.setVerticalSpacing(0)
        grid.setHorizontalSpacing(self._scale["space2"])
        grid.setColumnStretch(2, 1)
        for row, one in enumerate(events):
            self._put(grid, row, one, last=row == len(events) - 1)
        grid.setRowStretch(len(events), 1)
        self.put(inner, "；".join(f"{_day(one)} {one.what}" for one in events))
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: bar.setValue(most))  # where it is now is at the end

    def _put(self, grid: QGridLayout, row: int, one: Event, *, last: bool) -> None:
        scale = self._scale
        top = Qt.AlignmentFlag.AlignTop
        day = label(_day(one), "small")
        day.setContentsMargins(0, scale["space1"], 0, 0)
        grid.addWidget(day, row, 0, top | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(Dot(scale, first=row == 0, last=last), row, 1)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, scale["space4"])
        words.setSpacing(scale["space1"])
        words.addWidget(label(one.what, "strong", wrap=True))
        if one.more:
            words.addWidget(label(one.more, "small", wrap=True))
        grid.addLayout(words, row, 2)


def _day(one: Event) -> str:
    return show_date(one.on) or UNDATED


class Dues(QWidget):
    """The deadlines, each with its arithmetic."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self._scale = scale
        self._shown: tuple[Due, ...] | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(scale["space2"])

    def show_dues(self, dues: tuple[Due, ...]) -> None:
        """Show deadlines."""
        if dues == self._shown:
            return
        self._shown = dues
        while item := self._box.takeAt(0):
            gone = item.widget()
            gone.hide()
            gone.deleteLater()
        for one in dues:
            self._box.addWidget(self._due(one))

    def _due(self, one: Due) -> QFrame:
        made = QFrame()
        made.setObjectName("clear")
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._scale["space1"])
        head = QHBoxLayout()
        head.addWidget(label(one.what, "strong", wrap=True), 1)
        if one.pill:
            head.addWidget(pill(one.pill, one.tone), 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        for words, look in ((one.when, ""), (one.working, "small")):
            if words:
                box.addWidget(label(words, look, wrap=True))
        return made
