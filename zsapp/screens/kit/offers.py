"""Offers (候选): who may be meant, in a small list right under the field being typed in.

A child of the form and no window of its own: an input method is told the caret's place by the window, and a
list that is one would lead it astray. The caret never leaves the field; arrows mark, Enter takes what is
marked, a press takes too. While an input method composes, it has these keys and the list does not see them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout

from zsapp.screens.kit.controls import Line
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import Elided, label, retone

WIDEST = 560
"""Pixels of a list at most; it is never wider than the form."""
HOW = "↓ 选择　Enter 选用　Esc 关闭"


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list: a name, and what he is recognised by."""

    title: str
    under: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """Whom the fields tell: what is typed in one, that it was left, which line was taken."""

    ask: Callable[[str, str], None]
    left: Callable[[str], None]
    take: Callable[[int], None]


class Offers:
    """What is offered under one field; the list is made when there first is something to offer."""

    def __init__(self, path: str, line: Line, offering: Offering, scale: Scale) -> None:
        """Offer under the line of a path."""
        self._line, self._offering, self._scale = line, offering, scale
        self.list: OfferList | None = None
        line.typed.connect(lambda text: offering.ask(path, text))
        line.left.connect(lambda: offering.left(path))
        line.stepped.connect(self._step)

    def show(self, offers: tuple[Offer, ...], form: QScrollArea | None) -> None:
        """Show these, or nothing more."""
        if self.list is None and offers and form is not None:
            self.list = OfferList(self._line, form, self._scale)
            self.list.pressed.connect(self._take)
        if self.list is not None:
            self.list.show_offers(offers)
        self._line.setAccessibleDescription(f"有{len(offers)}个认识的人，按向下键选择" if offers else "")

    def _step(self, step: int) -> None:
        if self.list is not None:
            self.list.mark(self.list.marked - step)

    def enter(self) -> bool:
        """Take what is marked; say whether anything was."""
        if self.list is None or not self.list.isVisible() or self.list.marked < 0:
            return False
        self._take(self.list.marked)
        return True

    def _take(self, at: int) -> None:
        self._offering.take(at)
        self._line.end(False)  # noqa: FBT003 -- Qt's own: without marking


class OfferList(QFrame):
    """The list itself."""

    pressed = Signal(int)

    def __init__(self, line: Line, form: QScrollArea, scale: Scale) -> None:
        super().__init__(form.widget())
        self.setObjectName("offers")
        self._line, self._form, self._scale = line, form, scale
        self.marked = -1
        self._rows: list[OfferRow] = []
        self._shown: tuple[Offer, ...] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(1, 1, 1, scale["space1"])
        self._box.setSpacing(0)
        how = label(HOW, "tiny")
        how.setContentsMargins(scale["space3"], scale["space1"], 0, 0)
        self._box.addWidget(how)
        self.hide()
        form.widget().installEventFilter(self)

    def show_offers(self, offers: tuple[Offer, ...]) -> None:
        """Show these; nothing hides the list."""
        if offers == self._shown and self.isVisible() == bool(offers):
            return
        self._shown, self.marked = offers, -1
        for gone in self._rows:
            gone.hide()
            gone.deleteLater()
        self._rows = [OfferRow(one, self._scale) for one in offers]
        for at, row in enumerate(self._rows):
            row.pressed.connect(lambda at=at: self.pressed.emit(at))
            self._box.insertWidget(at, row)
        self.setVisible(bool(offers))
        if offers:
            self._place()
            self._form.ensureWidgetVisible(self, 0, 0)

    def mark(self, at: int) -> None:
        """Mark a line; before the first stands the field itself, the last is the end."""
        self.marked = max(-1, min(at, len(self._rows) - 1))
        for n, row in enumerate(self._rows):
            row.mark(n == self.marked)

    def _place(self) -> None:
        """Stand right under the line, or above it where the form ends."""
        inner = self._form.widget()
        at = self._line.mapTo(inner, QPoint(0, self._line.height() + 2))
        width = max(self._line.width(), min(self._scale.px(WIDEST), inner.width() - self._scale["space3"]))
        high = self.sizeHint().height()
        top = at.y() if at.y() + high <= inner.height() else max(0, at.y() - self._line.height() - high - 4)
        left = max(0, min(at.x(), inner.width() - self._scale["space3"] - width))
        self.setGeometry(left, top, width, high)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the line when something above it comes or goes."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            QTimer.singleShot(0, self, self._place)  # once the form has put its fields in place
        return super().eventFilter(watched, event)


class OfferRow(QFrame):
    """One line."""

    pressed = Signal()

    def __init__(self, offer: Offer, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("offer")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{offer.title}　{offer.under}")
        row = QHBoxLayout(self)
        row.setContentsMargins(scale["space3"], scale["space1"], scale["space3"], scale["space1"])
        row.setSpacing(scale["space3"])
        self.title: QLabel = label(offer.title, "strong")
        row.addWidget(self.title)
        row.addWidget(Elided(offer.under, "small"), 1)
        self.setMinimumHeight(scale["chip"])

    def mark(self, marked: bool) -> None:  # noqa: FBT001 -- the state itself
        """Stand out, or not."""
        retone(self, "marked", "true" if marked else "false")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press takes it; the caret stays in the field."""
        event.accept()
        self.pressed.emit()
