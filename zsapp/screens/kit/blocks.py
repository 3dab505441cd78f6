"""Blocks of fields (栏目块): what a form is built of; `fill` shows a document's values in them."""

import dataclasses
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from zsapp.screens.kit.fields import Desk, Field
from zsapp.screens.kit.layout import Ask, Fields
from zsapp.screens.kit.paths import get_at, item_at, join
from zsapp.screens.kit.words import label

Owner = Any


class BlockView(QWidget):
    """One drawn block. `prefix` is the path of the document part it stands in."""

    def __init__(self, desk: Desk, prefix: str) -> None:
        super().__init__()
        self.desk, self.prefix = desk, prefix
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(desk.scale["space3"])

    def head(self, title: str, note: str = "") -> None:
        """Put a heading and a note above the block."""
        if title:
            self.box.addWidget(label(title, "section"))
        if note:
            self.box.addWidget(label(note, "small", wrap=True))

    def fill(self, owner: Owner) -> None:
        """Show the part of the document this block stands in."""
        raise NotImplementedError

    def field(self, ask: Ask, path: str, *, bare: bool = False, member: bool = False) -> Field:
        """Make a field; `member` is for one text of a list of texts."""
        one = item_at(self.desk.kind, path)
        if member:
            one = dataclasses.replace(one, type=str)
        return Field(self.desk, one, ask, path, bare=bare)

    def drop(self, prefix: str) -> None:
        """Forget the fields of a list member that is gone."""
        for path in [
            path
            for path in self.desk.fields
            if path == prefix or path.startswith((f"{prefix}.", f"{prefix}["))
        ]:
            del self.desk.fields[path]


class Grid(QWidget):
    """Fields in columns; hidden ones leave no hole. `close` is for the rows of a list."""

    def __init__(self, fields: list[Field], columns: int, desk: Desk, *, close: bool = False) -> None:
        super().__init__()
        self._fields, self._columns = fields, columns
        self._shown: list[Field] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(desk.scale["space2"] if close else desk.scale["space3"] + 4)
        self._grid.setVerticalSpacing(desk.scale["space1"] + 2 if close else desk.scale["space3"])
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        for one in fields:
            one.setParent(self)  # before it is shown or hidden: without a parent it would be a window

    def fill(self, owner: Owner) -> None:
        """Show the fields that apply to the owner, with its values."""
        shown = [one for one in self._fields if one.ask.when(owner)]
        if shown != self._shown:
            self._place(shown)
        for one in shown:
            one.show_value(get_at(owner, one.ask.path))

    def _place(self, shown: list[Field]) -> None:
        self._shown = shown
        row = column = 0
        for one in self._fields:
            self._grid.removeWidget(one)
            one.setVisible(one in shown)
            if one not in shown:
                one.forget()
        for one in shown:
            width = self._columns if one.ask.wide else 1
            if column + width > self._columns:
                row, column = row + 1, 0
            self._grid.addWidget(one, row, column, 1, width, Qt.AlignmentFlag.AlignTop)
            row, column = (row + 1, 0) if column + width >= self._columns else (row, column + width)


class FieldsView(BlockView):
    """Fields in two columns."""

    def __init__(self, desk: Desk, block: Fields, prefix: str) -> None:
        super().__init__(desk, prefix)
        self._block = block
        self.head(block.title, block.note)
        self._grid = Grid([self.field(one, join(prefix, one.path)) for one in block.asks], 2, desk)
        self.box.addWidget(self._grid)

    def fill(self, owner: Owner) -> None:
        """Show the owner's values."""
        shown = self._block.when(owner)
        self.setVisible(shown)
        if shown:
            self._grid.fill(owner)
