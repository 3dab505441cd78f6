"""A page where records are read one by one and decided on (通读页): which at the top, rows, the card beside.

↑ ↓ run through the rows, Enter opens one; Tab goes on to what is written of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.row_list import RestList
from zsapp.screens.kit.rows import Row, RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label


class ReadModel(Protocol):
    """What such a page asks of its model."""

    def start(self) -> None:
        """The page is about to be seen."""

    def show_way(self, way: str) -> None:
        """Show which records."""

    def row(self, at: int) -> Row | None:
        """Return a row, None for one on its way."""
        ...

    def rest(self, at: int) -> None:
        """Show the record of a row."""

    def open(self, at: int) -> None:
        """Go on with the record of a row."""


@dataclass(frozen=True, slots=True)
class ReadWords:
    """What the page is called, its rows to a screen reader, which records there are, what keys do."""

    title: str
    rows: str
    ways: tuple[tuple[str, str], ...]
    hint: str


class ReadPage(QWidget):
    """The frame; a page puts in its presses, its card and what is said."""

    def __init__(
        self, model: ReadModel, scale: Scale, words: ReadWords, keys: Mapping[str, Callable[[], None]]
    ) -> None:
        """`keys` are what is pressed anywhere on the page."""
        super().__init__()
        self.setObjectName("page")
        self._desk, self._scale = model, scale
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space3"])
        box.addLayout(self._head(words.title))
        box.addWidget(self._filters(words.ways))
        row = QHBoxLayout()
        row.setSpacing(scale["space4"])
        row.addWidget(self._list(words.rows), 2)
        for one in self._cards():
            row.addWidget(one, 3)
        box.addLayout(row, 1)
        self.hint = label(words.hint, "small", wrap=True)
        box.addWidget(self.hint)
        for pressed, call in keys.items():
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(pressed), self, context=context).activated.connect(call)

    # --- what a page puts in ------------------------------------------------------------------------------

    def _presses(self) -> Sequence[QPushButton]:
        """Return the presses at the right of the title."""
        return ()

    def _beside_ways(self) -> Sequence[QWidget]:
        """Return what stands beside the ways."""
        return ()

    def _above_rows(self) -> Sequence[QWidget]:
        """Return what stands above the rows."""
        return ()

    def _more(self) -> tuple[Callable[[], bool], Callable[[], None]]:
        """Return what says whether there are rows that were not asked for, and what asks for them."""
        return lambda: False, lambda: None

    def _cards(self) -> Sequence[QWidget]:
        """Return the cards at the right, of which one is seen."""
        raise NotImplementedError

    # --- parts --------------------------------------------------------------------------------------------

    def _head(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._scale["space3"])
        row.addWidget(label(title, "title"))
        self.sentence = label("", "small", wrap=True)
        self.sentence.setContentsMargins(0, self._scale.px(6), 0, 0)  # on one base line with the title
        row.addWidget(self.sentence, 1)
        for one in self._presses():
            row.addWidget(one)
        return row

    def _filters(self, ways: Sequence[tuple[str, str]]) -> QWidget:
        row = Flow(self._scale["space2"], self._scale["space2"])
        self.ways: dict[str, QPushButton] = {}
        for way, words in ways:
            chip = button(words, "chip", partial(self._desk.show_way, way))
            chip.setCheckable(True)
            self.ways[way] = chip
            row.add(chip)
        for one in self._beside_ways():
            row.add(one)
        return flowing(row)

    def _list(self, name: str) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(*(self._scale["space2"],) * 4)
        for one in self._above_rows():
            inner.addWidget(one)
        self.table = RowModel(self._desk.row, *self._more())
        self.rows = RestList(self.table, self._scale, name)
        self.rows.rested.connect(self._desk.rest)
        self.rows.entered_on.connect(self._desk.open)
        inner.addWidget(self.rows, 1)
        return card

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self._desk.start()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_way(self, way: str) -> None:
        """Show which way is shown."""
        for name, chip in self.ways.items():
            chip.setChecked(name == way)
