"""Workbooks (电子表格): typed cells, frozen heads, widths, print titles, for WPS and Excel.

A cell is what its column says: a number, a day or a text. A text stays a text: one that begins like a formula
(= + - @) is marked as text, so that neither opening nor editing the cell can run it. Rows are streamed, so
memory stays small however long the book is. Refuses to know: cases, stations, files.
"""

import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Kind = Literal["text", "long", "number", "money", "day"]
FORMATS: dict[Kind, str] = {
    "text": "@",
    "long": "General",  # older programs show a text of more than 255 characters as #### where it is marked @
    "number": "0",
    "money": "#,##0.00####",
    "day": "yyyy-mm-dd",
}
ALIGN: dict[Kind, str] = {"number": "right", "money": "right", "day": "center"}
TEXTS = ("text", "long")
DAY_ZERO = date(1899, 12, 30)
"""Day 0 of the format's days."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""

MOST_ROWS = 1_048_576
LONGEST = 32_767
"""Rows of a sheet and characters of a cell that the format allows."""

LINE_HEIGHT, MOST_LINES = 15, 27
"""Points of a line of text; lines of the highest row that the format allows (409 points)."""

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML file may hold."""
UNSAFE_NAME = re.compile(r"[\[\]:*?/\\']")
NAME_LENGTH = 31
FONT = "宋体"


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its label, its width in characters, what its cells are; `group` joins equal neighbours."""

    label: str
    width: float
    kind: Kind = "text"
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A sheet of a book: title, lines below it, a table, lines at its foot.

    `across`: the paper lies on its side. `large`: A3 instead of A4. `wide`: over how many sheets of paper its
    columns may go; then the first of them is frozen, and printed again on each.
    """

    name: str
    title: str
    notes: Sequence[str] = ()
    heads: Sequence[Head]
    rows: Iterable[Sequence[Any]]
    foot: Sequence[str] = field(default=())
    across: bool = True
    large: bool = False
    wide: int = 1


def write_book(pages: Sequence[Page], *, author: str, made_at: datetime) -> bytes:
    """Return the bytes of a workbook."""
    import openpyxl  # late: 0.2 s, and only when a table leaves the house

    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = author
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    for page in pages:
        _Writer(book, page).write()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_name(name: str) -> str:
    """Return a name fit for a sheet: at most 31 characters, none of those the format reserves."""
    return UNSAFE_NAME.sub("_", name)[:NAME_LENGTH] or "表"


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column, about: a Chinese character is two letters wide."""
    wide = (len(text) + len(text.encode("utf-8", "replace"))) / 2  # one byte a letter, three a character
    return max(1, -int(-wide // (width - 1))) + text.count("\n")


class _Writer:
    """Writes one page."""

    def __init__(self, book: Any, page: Page) -> None:
        self._page = page
        self._sheet = book.create_sheet(sheet_name(page.name))
        self._sheet._values_to_row = _placed  # noqa: SLF001 -- its own tries each cell as a value first: a third of the time
        self._line = 0
        self._grouped = any(head.group for head in page.heads)

    def write(self) -> None:
        """Write the whole page."""
        page = self._page
        self._set_up()
        self._wide(page.title, bold=True, size=16, height=30, align="left" if page.wide > 1 else "center")
        for note in page.notes:
            self._wide(note, align="left")
        self._heads()
        self._rows()
        for line in page.foot:
            self._wide(line, align="left")

    def _set_up(self) -> None:
        page, sheet = self._page, self._sheet
        first = len(page.notes) + 2
        last = first + self._grouped
        for at, head in enumerate(page.heads):
            sheet.column_dimensions[_letter(at)].width = head.width
        sheet.freeze_panes = f"{'B' if page.wide > 1 else 'A'}{last + 1}"
        sheet.print_title_rows = f"{first}:{last}"
        if page.wide > 1:
            sheet.print_title_cols = "A:A"
        sheet.page_setup.orientation = "landscape" if page.across else "portrait"
        sheet.page_setup.paperSize = 8 if page.large else 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = page.wide, 0
        sheet.sheet_properties.pageSetUpPr = _fit_to_page()
        sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
        sheet.print_options.horizontalCentered = True

    def _append(self, cells: Sequence[Any], lines: int = 1) -> None:
        """Write a row so many lines of text high: not every program fits a row to its text by itself."""
        self._line += 1
        for at, cell in enumerate(cells, 1):
            cell.column = at
        if lines > 1:
            self._sheet.row_dimensions[self._line].height = LINE_HEIGHT * min(lines, MOST_LINES) + 3
        self._sheet.append(cells)
        self._sheet.row_dimensions.pop(
            self._line, None
        )  # it is written; 50,000 of them would fill the memory

    def _wide(self, text: str, *, align: str, bold: bool = False, size: int = 11, height: float = 0) -> None:
        """Write a line over all columns."""
        cell = self._cell("text", bold=bold, size=size, align=align, grid=False)
        _put(cell, text)
        if height:
            self._sheet.row_dimensions[self._line + 1].height = height
        self._append([cell])
        self._merge(self._line, 0, self._line, len(self._page.heads) - 1)

    def _heads(self) -> None:
        """Write the heads; those of a group stand under its name, the others over both lines."""
        heads = self._page.heads
        top = self._line + 1
        if self._grouped:
            spans = _spans([head.group for head in heads])
            labels = [""] * len(heads)
            for group, first, last in spans:
                for at in (first,) if group else range(first, last + 1):
                    labels[at] = group or heads[at].label
                    self._merge(top, at, top if group else top + 1, last if group else at)
            self._append([self._head(label) for label in labels])
        under = [head.label if head.group or not self._grouped else "" for head in heads]
        alone = [(lines_of(head.label, head.width) + self._grouped) // (1 + self._grouped) for head in heads]
        tall = [lines_of(label, head.width) for label, head in zip(under, heads, strict=True)]
        self._append([self._head(label) for label in under], max(*tall, *alone, 1))

    def _rows(self) -> None:
        """Write the rows; the cells of one row are used for all of them, which halves the time."""
        heads = self._page.heads
        usual = [self._cell(head.kind) for head in heads]
        quoted = [self._cell(head.kind, quoted=True) for head in heads]
        empty = [self._cell("number", like=head.kind) for head in heads]
        places = range(len(heads))
        sure = [(head.width - 1) // 2 for head in heads]  # so many characters of any kind stand in one line
        for row in self._page.rows:
            cells, lines = [], 1
            for value, at, cell, guarded, bare in zip(row, places, usual, quoted, empty, strict=True):
                if value is None or value == "":
                    cells.append(bare)
                    continue
                chosen = cell
                if isinstance(value, str):
                    chosen = guarded if value.startswith(FORMULA) else cell
                    if len(value) > sure[at] or "\n" in value:
                        lines = max(lines, lines_of(value, heads[at].width))
                _put(chosen, (value - DAY_ZERO).days if isinstance(value, date) else value)
                cells.append(chosen)
            self._append(cells, lines)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self._sheet.merged_cells.ranges.add(f"{_letter(left)}{top}:{_letter(right)}{bottom}")

    def _head(self, label: str) -> Any:
        cell = self._cell("text", bold=True, align="center")
        _put(cell, label)
        return cell

    def _cell(
        self,
        kind: Kind,
        *,
        bold: bool = False,
        size: int = 11,
        align: str = "",
        grid: bool = True,
        quoted: bool = False,
        like: Kind | None = None,
    ) -> Any:
        """Return a cell that holds a kind of value, and looks like one of the kind `like`."""
        from openpyxl.cell import WriteOnlyCell  # late, as above
        from openpyxl.styles import Alignment, Border, Font, Side  # late, as above

        cell = WriteOnlyCell(self._sheet)
        looks = like or kind
        cell.number_format = FORMATS[looks]
        cell.font = Font(name=FONT, size=size, bold=bold)
        cell.alignment = Alignment(
            horizontal=align or ALIGN.get(looks, "left"), vertical="center", wrap_text=True
        )
        if grid:
            line = Side(style="thin")
            cell.border = Border(line, line, line, line)
        cell.data_type = "s" if kind in TEXTS else "n"
        cell.quotePrefix = quoted
        return cell


def _spans(groups: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return each run of equal groups: its name, where it begins and ends."""
    spans, at = [], 0
    for group, members in itertools.groupby(groups):
        count = len(list(members))
        spans.append((group, at, at + count - 1))
        at += count
    return spans


def _placed(cells: Sequence[Any], line: int) -> Iterator[Any]:
    """Give the cells of a row to the library, each with its row."""
    for cell in cells:
        cell.row = line
        yield cell


def _put(cell: Any, value: Any) -> None:
    """Put a value into a cell whose type is fixed: the library would guess a formula from a text."""
    if isinstance(value, str):
        value = UNWRITABLE.sub("", value)[:LONGEST]
    cell._value = value  # noqa: SLF001 -- the public way guesses, and is twice as slow


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter  # late, as above

    return str(get_column_letter(at + 1))


def _fit_to_page() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties  # late, as above

    return PageSetupProperties(fitToPage=True)
