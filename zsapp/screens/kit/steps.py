"""The step bar (步骤条): the steps in order, where the clerk is, which have been done. Painted."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from zsapp.screens.kit.tokens import COLOURS, Scale


class StepBar(QWidget):
    """Six numbered circles on a line; Left and Right, or a press, go to a step."""

    chosen = Signal(int)

    def __init__(self, names: tuple[str, ...], scale: Scale) -> None:
        super().__init__()
        self._names, self._scale = names, scale
        self._at = self._reached = 0
        self._skipped: frozenset[int] = frozenset()
        self.setFixedHeight(scale.px(66))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_step(0, 0)

    def show_step(self, at: int, reached: int, skipped: frozenset[int] = frozenset()) -> None:
        """Show where the clerk is (0 first), how far the case has come, and which steps it never took."""
        self._at, self._reached, self._skipped = at, reached, skipped
        self.setAccessibleName(f"办理步骤：第{at + 1}步，{self._names[at]}，共{len(self._names)}步")
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the names."""
        return QSize(self._scale.px(76) * len(self._names), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint line, circles and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self.width() / len(self._names)
        middle = self._scale.px(20)
        for step, name in enumerate(self._names):
            centre = QPointF(wide * step + wide / 2, middle)
            if step:
                self._paint_line(painter, centre, wide, step)
            self._paint_circle(painter, centre, step)
            self._paint_name(
                painter,
                QRectF(wide * step, middle + self._scale.px(17), wide, self._scale.px(26)),
                step,
                name,
            )
        event.accept()

    def _paint_line(self, painter: QPainter, centre: QPointF, wide: float, step: int) -> None:
        gap = self._scale.px(18)
        colour = COLOURS["blue"] if step <= self._reached else COLOURS["line"]
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawLine(QPointF(centre.x() - wide + gap, centre.y()), QPointF(centre.x() - gap, centre.y()))

    def _paint_circle(self, painter: QPainter, centre: QPointF, step: int) -> None:
        here, done = step == self._at, step < self._reached and step not in self._skipped
        radius = self._scale.px(13)
        edge = COLOURS["blue"] if here or done else COLOURS["border"]
        fill = COLOURS["blue"] if here else COLOURS["blue_soft"] if done else COLOURS["card"]
        if here and self.hasFocus():
            painter.setPen(QPen(QColor(COLOURS["sky"]), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius + 4, radius + 4)
        painter.setPen(QPen(QColor(edge), 2))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(centre, radius, radius)
        if done and not here:
            self._paint_tick(painter, centre)
            return
        painter.setFont(self._font("small", bold=here))
        painter.setPen(QColor("#FFFFFF" if here else COLOURS["second"]))
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        number = "—" if step in self._skipped and not here else str(step + 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)

    def _paint_tick(self, painter: QPainter, centre: QPointF) -> None:
        unit = self._scale.px(10) / 10
        tick = QPainterPath(centre + QPointF(-5, 0) * unit)
        tick.lineTo(centre + QPointF(-1.5, 4) * unit)
        tick.lineTo(centre + QPointF(5.5, -4.5) * unit)
        painter.setPen(QPen(QColor(COLOURS["blue"]), 2.2 * unit))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(tick)

    def _paint_name(self, painter: QPainter, box: QRectF, step: int, name: str) -> None:
        here = step == self._at
        painter.setFont(self._font("small", bold=here))
        painter.setPen(QColor(COLOURS["ink"] if here else COLOURS["second"]))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _font(self, size: str, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._scale[size])
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        return font

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step pressed."""
        step = int(event.position().x() * len(self._names) / max(1, self.width()))
        self.chosen.emit(min(max(step, 0), len(self._names) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go one step back or on."""
        move = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self.chosen.emit(min(max(self._at + move, 0), len(self._names) - 1))
