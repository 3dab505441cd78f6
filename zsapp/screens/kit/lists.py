"""Lists in a form (重复项): rows, texts and cards that come and go as the document's lists do."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from zsapp.base.items import base_of
from zsapp.screens.kit.blocks import BlockView, Grid
from zsapp.screens.kit.fields import ENDLESS, Desk
from zsapp.screens.kit.icons import icon
from zsapp.screens.kit.layout import Ask, Cards, Rows, Texts
from zsapp.screens.kit.paths import get_at, item_at, join
from zsapp.screens.kit.remarks import Remark, Remarks
from zsapp.screens.kit.tokens import COLOURS
from zsapp.screens.kit.words import button

Member = Any
OPEN_CARDS = 3
"""Of more cards than these only so many are open to begin with."""
LARGE = 125
"""From this scale on two fields stand side by side at most."""


class Part(QWidget):
    """What is drawn for one member of a list."""

    def show_member(self, member: Member) -> None:
        """Show a member's values; None is the blank one that waits at the end."""
        raise NotImplementedError


class ListView(BlockView):
    """One part per member, and a blank one at the end where the list asks for it."""

    spare = 1
    """Blank members that wait at the end."""

    def __init__(self, desk: Desk, block: Rows | Texts | Cards, prefix: str) -> None:
        super().__init__(desk, prefix)
        self._when, self._inner = block.when, block.path
        self.path = join(prefix, block.path)
        self._parts: list[Part] = []
        self.list = QVBoxLayout()
        self.list.setSpacing(desk.scale["space2"])

    def make(self, index: int) -> Part:
        """Return the part of a member."""
        raise NotImplementedError

    def fill(self, owner: Any) -> None:
        """Show the members, and the blank one that waits."""
        shown = self._when(owner)
        self.setVisible(shown)
        if not shown:
            return
        members = list(get_at(owner, self._inner) or ())
        self._fit(len(members) + (0 if self.desk.locked else self.spare))
        for index, part in enumerate(self._parts):
            part.show_member(members[index] if index < len(members) else None)

    def _fit(self, wanted: int) -> None:
        while len(self._parts) > wanted:
            self.drop(f"{self.path}[{len(self._parts) - 1}]")
            gone = self._parts.pop()
            self.list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._parts) < wanted:
            if self.desk.room <= 0:
                self.desk.short = True
                return
            part = self.make(len(self._parts))
            self.desk.room -= 1
            self._parts.append(part)
            self.list.addWidget(part)
            part.show()  # now, not with the next event: the caret may go there at once

    def cross(self, index: int, what: str) -> QPushButton:
        """Return the button that removes a member; Ctrl+Delete does the same from the keyboard."""
        made = button("", "quiet", lambda: self.desk.remove(f"{self.path}[{index}]"), "删除（Ctrl+Delete）")
        made.setIcon(icon("remove", COLOURS["second"], self.desk.scale.px(18)))
        made.setAccessibleName(f"删除第{index + 1}项{what}")
        made.setFixedWidth(self.desk.scale["control"])
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made


class RowPart(Part):
    """One row of fields and its cross."""

    def __init__(self, grid: Grid, cross: QPushButton, blank: Member, desk: Desk) -> None:
        super().__init__()
        self._grid, self._cross, self._blank, self._desk = grid, cross, blank, desk
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.scale["space1"])
        row.addWidget(grid, 1)
        row.addWidget(cross, 0, Qt.AlignmentFlag.AlignBottom)
        keep = cross.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        cross.setSizePolicy(keep)

    def show_member(self, member: Member) -> None:
        """Show a row's values."""
        self._grid.fill(self._blank if member is None else member)
        self._cross.setVisible(member is not None and not self._desk.locked)


class RowsView(ListView):
    """Rows one can type through; only the first has labels, the others show them in their empty fields."""

    def __init__(self, desk: Desk, block: Rows, prefix: str) -> None:
        super().__init__(desk, block, prefix)
        self._block = block
        self._blank = base_of(item_at(desk.kind, self.path).type)[2]()
        self._columns = min(block.columns, 2) if desk.scale.percent >= LARGE else block.columns
        if sum(one.wide for one in block.asks) + len(block.asks) > self._columns:
            self.list.setSpacing(desk.scale["space4"])  # rows of two lines stand apart
        self.head(block.title, block.note)
        self.box.addLayout(self.list)

    def make(self, index: int) -> Part:
        """Return one row."""
        where = f"{self.path}[{index}]"
        short = self._columns > 2
        asks = [replace(one, short=short) for one in self._block.asks]
        fields = [self.field(one, f"{where}.{one.path}", bare=index > 0) for one in asks]
        cross = self.cross(index, self._block.word)
        return RowPart(Grid(fields, self._columns, self.desk, close=True), cross, self._blank, self.desk)


class TextPart(Part):
    """One text of a list of texts."""

    def __init__(self, view: BlockView, ask: Ask, path: str, cross: QPushButton) -> None:
        super().__init__()
        self._field = view.field(ask, path, bare=True, member=True)
        self._cross, self._desk = cross, view.desk
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(view.desk.scale["space1"])
        row.addWidget(self._field, 1)
        row.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        keep = cross.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        cross.setSizePolicy(keep)

    def show_member(self, member: Member) -> None:
        """Show the text."""
        self._field.show_value(member or "")
        self._cross.setVisible(member is not None and not self._desk.locked)


class TextsView(ListView):
    """A list of texts, one growing field each."""

    def __init__(self, desk: Desk, block: Texts, prefix: str) -> None:
        super().__init__(desk, block, prefix)
        self._block = block
        self.head(block.title, block.note)
        self.box.addLayout(self.list)

    def make(self, index: int) -> Part:
        """Return one text."""
        words = f"{self._block.title}第{index + 1}{self._block.word[1:] or '项'}"
        ask = Ask(path="", label=words, lines=self._block.lines, wide=True, hint=words)
        return TextPart(self, ask, f"{self.path}[{index}]", self.cross(index, self._block.word))


class CardPart(Part):
    """One member in a card that can be folded; its heading says who it is."""

    def __init__(self, view: "CardsView", index: int, *, wide: bool) -> None:
        """Make the card of a member; folded, its fields are made when it is first opened."""
        super().__init__()
        self._view, self._index, self._open = view, index, wide
        self.path = f"{view.path}[{index}]"
        self._inner: list[BlockView] = []
        self._member: Member = None
        self._faults = 0
        scale = view.desk.scale
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        card = QFrame()
        card.setObjectName("inset")
        box.addWidget(card)
        lines = QVBoxLayout(card)
        lines.setContentsMargins(scale["space3"], scale["space1"], scale["space3"], scale["space3"])
        lines.setSpacing(scale["space3"])
        self.head = button("", "fold", self._fold, "折起或展开")
        self._away = button("移除", "quiet", lambda: view.desk.remove(self.path), "Ctrl+Delete")
        self._away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout()
        row.addWidget(self.head, 1)
        row.addWidget(self._away)
        lines.addLayout(row)
        self._remarks = Remarks(scale)
        lines.addWidget(self._remarks)
        self._body = QWidget()
        self._lines = QVBoxLayout(self._body)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(scale["space3"])
        lines.addWidget(self._body)
        self._body.setVisible(wide)
        if wide:
            self._draw()

    def _draw(self) -> None:
        self._inner = self._view.draw_inner(self.path)
        for one in self._inner:
            self._lines.addWidget(one)

    @property
    def is_open(self) -> bool:
        """Whether it is open."""
        return self._open

    def leads_to(self, path: str) -> bool:
        """Say whether a path is one of this member's."""
        return path.startswith(f"{self.path}.")

    def _fold(self) -> None:
        self.open(not self._open)

    def open(self, wide: bool) -> None:  # noqa: FBT001 -- the state itself
        """Open or fold the card."""
        self._open = wide
        if wide and not self._inner:
            self._view.desk.room = ENDLESS
            self._draw()
            self.show_member(self._member)
            self._view.drawn()
        self._body.setVisible(wide)
        self._mark()

    def remark(self, remarks: tuple[Remark, ...]) -> bool:
        """Say something of this member, above its fields; return whether it is new."""
        return self._remarks.show_remarks(remarks)

    def warn(self, faults: int) -> None:
        """Say in the heading of a folded card how many faults are in it."""
        if faults != self._faults:
            self._faults = faults
            self._mark()

    def _mark(self) -> None:
        name = "shut" if self._open else "open"
        self.head.setIcon(icon(name, COLOURS["second"], self._view.desk.scale.px(18)))
        heading = self._view.heading(self._member, self._index)
        hidden = f"（有{self._faults}处要看）" if self._faults and not self._open else ""
        self.head.setText(heading + hidden)
        self.head.setAccessibleName(heading + hidden)
        self._away.setAccessibleName(f"移除{heading}")

    def show_member(self, member: Member) -> None:
        """Show the member's values."""
        self._member = member
        self._away.setVisible(not self._view.desk.locked)
        self._mark()
        for one in self._inner:
            one.fill(member)


class CardsView(ListView):
    """A card per member, and buttons that add one."""

    spare = 0

    def __init__(self, desk: Desk, block: Cards, prefix: str, draw: Any) -> None:
        super().__init__(desk, block, prefix)
        self._block, self._draw = block, draw
        self.drawn: Callable[[], None] = lambda: None
        """Told when a folded card was opened for the first time."""
        self._few, self._complete = True, False
        self.heading = block.heading
        self.head(block.title)
        self.box.addLayout(self.list)
        row = QHBoxLayout()
        row.setSpacing(desk.scale["space2"])
        self._adders = []
        for words, new in block.words:
            adder = button(words, "", partial(self._add, new))
            adder.setIcon(icon("plus", COLOURS["blue"], desk.scale.px(18)))
            self._adders.append(adder)
            row.addWidget(adder)
        row.addStretch()
        self.box.addLayout(row)

    def _add(self, new: Callable[[], Any]) -> None:
        self.desk.add(self.path, new())

    def make(self, index: int) -> Part:
        """Return one card."""
        return CardPart(self, index, wide=self._few or index < OPEN_CARDS)

    def draw_inner(self, where: str) -> list[BlockView]:
        """Return what is in the card of a member."""
        return [self._draw(self.desk, one, where) for one in self._block.blocks]

    @property
    def cards(self) -> list[CardPart]:
        """The cards there are."""
        return [one for one in self._parts if isinstance(one, CardPart)]

    def fill(self, owner: Any) -> None:
        """Show the cards; of many at once only the first are open."""
        members = get_at(owner, self._inner) or ()
        self._few = len(members) <= OPEN_CARDS or self._complete
        super().fill(owner)
        self._complete = len(self._parts) == len(members)
        for adder in self._adders:
            adder.setVisible(not self.desk.locked)
