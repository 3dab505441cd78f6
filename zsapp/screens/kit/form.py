"""The form (表单): draws a layout's blocks over a document and keeps them in step with it.

`fill` shows a document and is the only place where fields are made, shown, hidden or removed. What is typed
goes out through the desk; nothing is decided here.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from zsapp.screens.kit.blocks import BlockView, FieldsView
from zsapp.screens.kit.fields import ENDLESS, Desk, Field
from zsapp.screens.kit.icons import icon
from zsapp.screens.kit.layout import (
    INDEX,
    Block,
    Cards,
    Fields,
    Fold,
    Picks,
    Presses,
    Rows,
    Texts,
    Ticks,
    leads,
    paths_in,
)
from zsapp.screens.kit.lists import CardPart, CardsView, RowsView, TextsView
from zsapp.screens.kit.offers import Offer
from zsapp.screens.kit.paths import get_at, is_blank
from zsapp.screens.kit.presses import draw_presses
from zsapp.screens.kit.remarks import Remark
from zsapp.screens.kit.ticks import TicksView
from zsapp.screens.kit.tokens import COLOURS
from zsapp.screens.kit.words import button


def draw(desk: Desk, block: Block, prefix: str) -> BlockView:
    """Return the drawn block."""
    if isinstance(block, Cards):
        return CardsView(desk, block, prefix, draw)
    if isinstance(block, Presses | Picks):
        return draw_presses(desk, block, prefix)
    if isinstance(block, Fold):
        return FoldView(desk, block, prefix)
    return VIEWS[type(block)](desk, block, prefix)


VIEWS: Mapping[type, Callable[[Desk, Any, str], BlockView]] = {
    Fields: FieldsView,
    Rows: RowsView,
    Texts: TextsView,
    Ticks: TicksView,
}
"""What draws the blocks that need nothing but themselves."""


class FoldView(BlockView):
    """Blocks one press away: drawn when first opened, open by themselves when something is in them."""

    def __init__(self, desk: Desk, block: Fold, prefix: str) -> None:
        super().__init__(desk, prefix)
        self._block = block
        self._inner: list[BlockView] = []
        self._owner: Any = None
        self._open = self._decided = False
        self._told: bool | None = None
        self._head = button(block.title, "fold", self.toggle)
        self.box.addWidget(self._head)
        self._mark()

    def _mark(self) -> None:
        name = "shut" if self._open else "open"
        self._head.setIcon(icon(name, COLOURS["second"], self.desk.scale.px(18)))
        self._head.setAccessibleName(f"{self._block.title}，{'已展开' if self._open else '已折起'}")

    @property
    def title(self) -> str:
        """Its heading."""
        return self._block.title

    @property
    def is_open(self) -> bool:
        """Whether it is open."""
        return self._open

    def leads_to(self, path: str) -> bool:
        """Say whether something asked for in here speaks of a path."""
        if self.prefix and not path.startswith(f"{self.prefix}."):
            return False  # another card's
        asked = paths_in((self._block,), INDEX.sub("[]", self.prefix))
        return any(leads(want, path) for want in asked)

    def toggle(self) -> None:
        """Open what is folded, fold what is open."""
        self.desk.room = ENDLESS
        self.open(not self._open)

    def open(self, wide: bool) -> None:  # noqa: FBT001 -- the state itself
        """Open or fold."""
        self._decided = True
        if wide and not self._inner:
            self._inner = [draw(self.desk, one, self.prefix) for one in self._block.blocks]
            for one in self._inner:
                self.box.addWidget(one)
        self._open = wide
        for one in self._inner:
            one.setVisible(wide)
        self._mark()
        if wide and self._owner is not None:
            for one in self._inner:
                one.fill(self._owner)
            if form := _form_of(self):
                form.settle()

    def fill(self, owner: Any) -> None:
        """Show the values; open when something is filled in that a fold would hide."""
        self._owner = owner
        shown = self._block.when(owner)
        self.setVisible(shown)
        if not shown:
            return
        if self._block.live and (told := self._filled(owner)) != self._told:
            self._told, self._decided = told, self._decided and not told
            if self._open and not told:
                self.open(False)  # noqa: FBT003 -- the state itself
        if not self._decided and self._filled(owner):
            if self.desk.room > 0:
                self.open(True)  # noqa: FBT003 -- the state itself
            self.desk.short |= not self._decided
            return
        self._decided = True
        for one in self._inner if self._open else ():
            one.fill(owner)

    def _filled(self, owner: Any) -> bool:
        if self._block.opens is not None:
            return self._block.opens(owner)
        return any(not is_blank(get_at(owner, path.split("[]")[0])) for path in paths_in(self._block.blocks))


class Form(QScrollArea):
    """A scrolled column of blocks, drawn `turn` fields at a time: in between the keys are looked at."""

    def __init__(self, desk: Desk, blocks: tuple[Block, ...], *, turn: int = ENDLESS) -> None:
        super().__init__()
        self.desk, self._turn = desk, turn
        desk.finish = self.finish
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self._inner.setObjectName("clear")
        self._box = QVBoxLayout(self._inner)
        self._box.setContentsMargins(0, desk.scale["space1"], desk.scale["space3"], desk.scale["space4"])
        self._box.setSpacing(desk.scale["space4"])
        self._box.addStretch()
        self._undrawn = list(blocks)
        self._views: list[BlockView] = []
        self.setWidget(self._inner)
        self._count = -1
        self._document: Any = None
        self._texts: Mapping[str, str] = {}
        self._faults: Mapping[str, tuple[str, str]] = {}
        self._remarks: Mapping[str, tuple[Remark, ...]] = {}
        self._turns = QTimer(self)
        self._turns.setSingleShot(True)
        self._turns.timeout.connect(lambda: self._fill(self._turn))
        self.before: tuple[QWidget, ...] = ()
        self.after: tuple[QWidget, ...] = ()

    def fill(self, document: Any) -> None:
        """Show a document: now what there is room for, the rest turn by turn."""
        self._document = document
        self._fill(0 if self._views and self.unfinished else self._turn)

    def finish(self) -> None:
        """Draw what is still to be drawn, now."""
        if self.unfinished and self._document is not None:
            self._fill(ENDLESS)

    def _fill(self, room: int) -> None:
        self.desk.room, self.desk.short = room, False
        for view in self._views:
            view.fill(self._document)
        while self._undrawn and self.desk.room > 0:  # each is filled as it comes: rows have no fields before
            view = draw(self.desk, self._undrawn.pop(0), "")
            if isinstance(view, CardsView):
                view.drawn = self.settle
            self._views.append(view)
            self._box.insertWidget(self._box.count() - 1, view)
            view.fill(self._document)
        self.settle()
        if self.unfinished and not self._turns.isActive():  # begun anew at each key it would never come
            self._turns.start(0)

    @property
    def unfinished(self) -> bool:
        """Whether some of it is still to be drawn."""
        return bool(self._undrawn) or self.desk.short

    def settle(self) -> None:
        """Lock what is locked and put the Tab order right after fields came or went."""
        if len(self.desk.fields) + self.desk.buttons == self._count:
            return
        self._count = len(self.desk.fields) + self.desk.buttons
        self.chain()
        for one in self.desk.fields.values():
            one.lock(shut=self.desk.locked)
        self.show_unread(self._texts)
        self.show_faults(self._faults)
        self.show_remarks(self._remarks)

    def chain(self) -> None:
        """Let Tab run through the fields in reading order, from what stands before to what comes after."""
        for one, following in pairwise([*self.before, *focus_order(self._inner), *self.after]):
            QWidget.setTabOrder(one, following)

    def show_faults(self, faults: Mapping[str, tuple[str, str]]) -> None:
        """Show each fault (tone, words) under its field; half a day being typed is none yet."""
        self._faults = faults
        for path, one in self.desk.fields.items():
            if not (one.is_unread and one.control.hasFocus()):
                one.set_fault(*faults.get(path, ("", "")))
        for card in self._cards():
            card.warn(sum(path.startswith(f"{card.path}.") for path in faults))

    def show_unread(self, texts: Mapping[str, str]) -> None:
        """Show the texts that are no values yet, by their paths."""
        self._texts = texts
        for path, one in self.desk.fields.items():
            one.show_unread(texts.get(path))

    def show_offers(self, path: str, offers: tuple[Offer, ...]) -> None:
        """Show whom the text of one field may mean; no other field offers anybody then."""
        for at, one in self.desk.fields.items():
            one.offer(offers if at == path else ())

    def show_remarks(self, remarks: Mapping[str, tuple[Remark, ...]]) -> None:
        """Show what is to be said of each card, by the paths of their members."""
        self._remarks = remarks
        changed = [card for card in self._cards() if card.remark(remarks.get(card.path, ()))]
        if changed:
            self.chain()
            QTimer.singleShot(
                0, self, partial(self._reveal_remarks, {card.path for card in changed})
            )  # once they have their places

    def _cards(self) -> Iterator[CardPart]:
        return (one for view in self._views if isinstance(view, CardsView) for one in view.cards)

    def _reveal_remarks(self, paths: set[str]) -> None:
        """Bring what was just said of the card being written in into sight, unless its field would go."""
        for field in (one for one in self.desk.fields.values() if one.control.hasFocus()):
            for card in (one for one in self._cards() if one.path in paths and one.isAncestorOf(field)):
                top = card.mapTo(self._inner, card.rect().topLeft()).y()
                low = field.mapTo(self._inner, field.rect().bottomLeft()).y()
                if top < self.verticalScrollBar().value() and low - top <= self.viewport().height():
                    self.verticalScrollBar().setValue(top)

    def focusNextPrevChild(self, onward: bool) -> bool:  # noqa: FBT001 -- as Qt's
        """Tab passes over the heading of an open card, where typing would be lost; Shift+Tab goes to it."""
        here = QApplication.focusWidget()
        moved = super().focusNextPrevChild(onward)
        if onward and self.unfinished and here is not None and not self._holds_focus():
            self.finish()  # the next field was not drawn yet
            here.setFocus(Qt.FocusReason.OtherFocusReason)
            moved = super().focusNextPrevChild(onward)
        there = self.focusWidget()
        if moved and onward and there is not None and _heads_open_card(there):
            return super().focusNextPrevChild(onward)
        return moved

    def _holds_focus(self) -> bool:
        there = QApplication.focusWidget()
        return there is not None and self.isAncestorOf(there)

    def field_at(self, path: str) -> Field | None:
        """Return the field of a path, or the first one below it."""
        if found := self.desk.fields.get(path):
            return found
        below = [name for name in self.desk.fields if name.startswith((f"{path}.", f"{path}["))]
        return self.desk.fields[below[0]] if below else None

    def focus(self, path: str) -> bool:
        """Open what hides a field, scroll there, put the caret in it; say whether there is one."""
        if self.field_at(path) is None:
            self._uncover(path)
        field = self.field_at(path)
        if field is None:
            return False
        holder: QWidget | None = field
        while holder is not None and holder is not self._inner:
            if isinstance(holder, FoldView | CardPart) and not holder.is_open:
                holder.open(True)  # noqa: FBT003 -- the state itself
            holder = holder.parentWidget()
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reveal(field)
        return True

    def _uncover(self, path: str) -> None:
        """Draw and open what hides a field: first the card, then the fold in it."""
        self.finish()
        self.desk.room = ENDLESS  # what a turn has left would not do for the rows of a fold
        for kind in (CardPart, FoldView):
            below: list[QWidget] = list(self._inner.findChildren(QWidget))
            for one in below:
                if isinstance(one, kind) and one.leads_to(path):
                    one.open(True)  # noqa: FBT003 -- the state itself

    def reveal(self, field: Field) -> None:
        """Scroll so that a field is seen with a little room around it; of a high one, the line in hand."""
        caret = field.caret()
        at = caret if field.height() > self.viewport().height() and caret is not None else field.rect()
        top = field.mapTo(self._inner, at.topLeft()).y()
        seen = self.verticalScrollBar().value()
        room = self.viewport().height()
        if top < seen or top + at.height() > seen + room:
            self.verticalScrollBar().setValue(max(0, top - room // 4))

    def unfold(self, title: str) -> None:
        """Open the fold of a title and put the caret into the first of what is in it."""
        self.finish()
        folds: list[FoldView] = list(self._inner.findChildren(FoldView))
        for fold in folds:
            if fold.title == title and fold.isVisibleTo(self._inner):
                fold.open(True)  # noqa: FBT003 -- the state itself
                held = [one for one in focus_order(fold) if one.isEnabled()][:2]
                held[-1].setFocus(Qt.FocusReason.TabFocusReason)
                QTimer.singleShot(
                    0, self, partial(self.ensureWidgetVisible, held[-1])
                )  # once it has its place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the field in hand in sight when faults or rows above it come and go."""
        done = super().eventFilter(watched, event)
        if watched is self._inner and event.type() == QEvent.Type.Resize:
            held = [one for one in self.desk.fields.values() if one.control.hasFocus()]
            for one in held:
                self.reveal(one)
        return done

    def first(self) -> None:
        """Put the caret into the first field that is empty, else into the first."""
        holders = [one.parentWidget() for one in focus_order(self._inner)]
        fields = [one for one in holders if isinstance(one, Field) and one.isVisibleTo(self._inner)]
        empty = [one for one in fields if not one.control.text()]
        for one in (empty or fields)[:1]:
            one.control.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(one)


def _heads_open_card(widget: QWidget) -> bool:
    holder = widget.parentWidget()
    card = holder.parentWidget() if holder else None
    return isinstance(card, CardPart) and card.is_open and card.head is widget


def focus_order(root: QWidget) -> list[QWidget]:
    """Return everything that takes Tab below a widget, in reading order (depth first through the layouts)."""
    found: list[QWidget] = []
    _collect(root, found)
    return found


def _collect(widget: QWidget, found: list[QWidget]) -> None:
    layout = widget.layout()
    if layout is None or widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
        return
    _collect_layout(layout, found)


def _collect_layout(layout: Any, found: list[QWidget]) -> None:
    for index in range(layout.count()):
        one = layout.itemAt(index)
        if inner := one.widget():
            _collect(inner, found)
        elif below := one.layout():
            _collect_layout(below, found)


def _form_of(widget: QWidget) -> Form | None:
    holder = widget.parentWidget()
    while holder is not None and not isinstance(holder, Form):
        holder = holder.parentWidget()
    return holder
