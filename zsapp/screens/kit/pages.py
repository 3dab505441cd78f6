"""Pages (纸面): images of a PDF one below the other; a press says where, a place can be marked."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from zsapp.screens.kit.images import PageImage
from zsapp.screens.kit.tokens import COLOURS

A4_RATIO = 297 / 210
POINTS_WIDE = 595.28
GAP = 12
MARGIN = 10
SETTLE_MS = 120


class _Sheets(QWidget):
    """The pages themselves."""

    pressed = Signal(int, float, float)

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QPixmap] = []
        self._wide = 0
        self._mark: tuple[int, QRectF] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, pages: list[QPixmap]) -> None:
        """Show pages."""
        self._pages = pages
        self.updateGeometry()
        self.fit(self._wide)
        self.update()

    def fit(self, wide: int) -> None:
        """Be as wide as the desk (or wider, when enlarged)."""
        self._wide = wide
        self.setFixedSize(max(1, wide), max(1, self._top(len(self._pages)) - GAP + MARGIN))

    def _page_size(self) -> QSize:
        wide = max(1, self._wide - 2 * MARGIN)
        return QSize(wide, round(wide * A4_RATIO))

    def _top(self, page: int) -> int:
        return MARGIN + page * (self._page_size().height() + GAP)

    def mark(self, page: int, place: QRectF | None) -> None:
        """Mark a place (in points) on a page."""
        self._mark = None if place is None else (page, place)
        self.update()

    def place_on_widget(self, page: int, place: QRectF) -> QRectF:
        """Return where a place in points lies on this widget."""
        unit = self._page_size().width() / POINTS_WIDE
        return QRectF(
            MARGIN + place.x() * unit,
            self._top(page) + place.y() * unit,
            place.width() * unit,
            place.height() * unit,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages that are seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._page_size()
        for number, page in enumerate(self._pages):
            box = QRectF(MARGIN, self._top(number), size.width(), size.height())
            if box.intersects(QRectF(event.rect())):
                painter.drawPixmap(box, page, QRectF(page.rect()))
        if self._mark is not None and self._mark[0] < len(self._pages):
            box = self.place_on_widget(*self._mark).adjusted(-3, -2, 3, 2)
            ground = QColor(COLOURS["blue"])
            ground.setAlpha(28)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(ground)
            painter.setPen(QPen(QColor(COLOURS["blue"]), 1))
            painter.drawRoundedRect(box, 3, 3)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say which page was pressed, and where in points."""
        unit = self._page_size().width() / POINTS_WIDE
        for number in range(len(self._pages)):
            y = event.position().y() - self._top(number)
            if 0 <= y <= self._page_size().height():
                self.pressed.emit(number, (event.position().x() - MARGIN) / unit, y / unit)
                return


class PageView(QScrollArea):
    """Scrolled pages. `sized` says how many device pixels a page should be wide."""

    pressed = Signal(int, float, float)
    sized = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._sheets = _Sheets()
        self._sheets.setObjectName("clear")
        self.viewport().setObjectName("clear")
        self._zoom = 1.0
        self._count = 0
        self.setWidget(self._sheets)
        # A bar that comes and goes with the number of pages would change their width, and draw all anew.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("文书预览")
        self._sheets.pressed.connect(self.pressed)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._say_size)

    @property
    def zoom(self) -> float:
        """How much larger than the desk's width."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Enlarge or fit."""
        self._zoom = zoom
        self._fit()

    def put(self, images: tuple[PageImage, ...]) -> None:
        """Show page images."""
        pages = []
        for one in images:
            image = QImage(one.gray, one.width, one.height, one.width, QImage.Format.Format_Grayscale8)
            pages.append(QPixmap.fromImage(image))
        self._count = len(pages)
        self._sheets.put(pages)
        self.setAccessibleDescription(f"共{len(pages)}页")

    def page_in_sight(self) -> int:
        """Return which page (1 first) is in the middle of the desk."""
        if not self._count:
            return 0
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return min(self._count, 1 + middle * self._count // max(1, self._sheets.height()))

    def reveal(self, page: int, x: float, y: float, size: tuple[float, float]) -> None:
        """Scroll to a place (points from the top left of its page) and mark it."""
        place = QRectF(QPointF(x, y), QPointF(x + size[0], y + size[1]))
        self._sheets.mark(page, place)
        box = self._sheets.place_on_widget(page, place)
        self.ensureVisible(
            round(box.center().x()), round(box.center().y()), 40, round(self.viewport().height() * 0.3)
        )

    def unmark(self) -> None:
        """Take the mark away."""
        self._sheets.mark(0, None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the desk."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit anew when the screen changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._fit()

    def _fit(self) -> None:
        self._sheets.fit(round(self.viewport().width() * self._zoom))
        self._settle.start()

    def _say_size(self) -> None:
        self.sized.emit(round((self._sheets.width() - 2 * MARGIN) * self.devicePixelRatioF()))
