"""Tables (表格): rows of cells with lines around them, their head repeated on every page.

A row too tall for what is left of a page goes to the next; a row too tall for any page is cut between its
lines, never misprinted. Refuses to know: PDF.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zsapp.press.definition import Block
from zsapp.press.fonts import BODY, HEADING
from zsapp.press.inline import Scope, paragraphs, runs_of
from zsapp.press.lines import Line, Run, Setter
from zsapp.press.marks import (
    BODY_SIZE,
    FREE,
    GRID,
    MEASURE,
    MM,
    TIGHT,
    Mark,
    Rule,
    Spot,
    Strip,
    baseline,
    shifted,
    words_of,
)
from zsapp.press.template import Literal, Template
from zsapp.rules.mediation_paper import PaperTable

SIZE, DENSE, PADDING = 10.5, 9.0, 3.0
"""Type of a table, of one with many columns, and the room beside a cell's text, in points."""
LOOSENESS = 1.45
"""How deep a line of a table is, in its type."""
WORD = re.compile(r"[!-~]+")
"""A number, an amount, a code: what is written smaller rather than cut at the edge of its cell."""
SMALLEST = 5.0
"""Type below which a word is cut after all: a thousand million in a column of 18 mm still fits."""
GRID_LEADING, GRID_PADDING = 22.0, 6.0
"""From one line of a grid's cell to the next, and the room above and below them together."""
SMALL, SMALL_LEADING = 12.0, 17.0
"""Type and leading of a small grid, for a form of many cells on one page."""
TALL = 300.0
"""A row deeper than this is cut between its lines where a page ends."""
JOIN_LEFT, JOIN_UP = "<", "^"


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: where it starts and how wide it is, its lines, its side, and the item it shows."""

    x: float
    width: float
    lines: tuple[Line, ...]
    side: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of cells: its height, the x of its upright lines, the size and leading of its type.

    `high` rows, made for a narrative, are written from their top.
    """

    cells: tuple[_Cell, ...]
    height: float
    uprights: tuple[float, ...]
    size: float
    leading: float
    high: bool = False


def table_strips(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield the strips of a table item: caption, head, rows, foot."""
    plain = Setter(setter.shelf)
    for member in scope.members(block.of, 0):
        if isinstance(member.thing, PaperTable):
            yield from _table(member.thing, plain)


def _table(table: PaperTable, setter: Setter) -> Iterator[Strip]:
    if table.caption:
        line = setter.lines([Run(table.caption, HEADING, 12.0)], MEASURE, justify=False)[0]
        marks = tuple(words_of(line, (MEASURE - line.width) / 2, baseline(GRID, 12.0)))
        yield Strip(GRID, marks, glue=TIGHT)
    maker = _RowMaker(table, setter)
    top = maker.row(table.heads, HEADING, 0.0, sides="c" * len(table.heads))
    head = tuple(replace(strip, glue=TIGHT) for strip in _strips(top, closed=True))
    yield from head
    rows = [maker.row(row.cells, BODY, table.least * MM, item=row.at) for row in table.rows]
    if table.foot:
        rows.append(maker.row(table.foot, HEADING, 8 * MM))
    for n, row in enumerate(rows):
        for strip in _strips(row, closed=n == len(rows) - 1):
            yield replace(strip, head=head)


class _RowMaker:
    """Makes the rows of one table: its column edges, its type."""

    def __init__(self, table: PaperTable, setter: Setter) -> None:
        self._setter = setter
        self._sides = table.sides
        self._size = DENSE if table.dense else SIZE
        edges = [0.0]
        for width in table.widths:
            edges.append(edges[-1] + width * MM)
        edges[-1] = min(edges[-1], MEASURE)
        self._edges = tuple(edges)

    def row(self, texts: Sequence[str], role: str, least: float, *, item: str = "", sides: str = "") -> _Row:
        made = []
        for n, text in enumerate(texts):
            width = self._edges[n + 1] - self._edges[n]
            lines = tuple(self._lines(text, role, width - 2 * PADDING, item))
            made.append(_Cell(self._edges[n], width, lines, (sides or self._sides)[n], item))
        leading = self._size * LOOSENESS
        deepest = max((len(cell.lines) for cell in made), default=0)
        height = max(least, deepest * leading + 2 * PADDING)
        return _Row(tuple(made), height, self._edges, self._size, leading)

    def _lines(self, text: str, role: str, room: float, item: str) -> Iterator[Line]:
        size = self._fitting(text, role, room)
        for runs in paragraphs([Run(text, role, size, item)]):
            yield from self._setter.lines(runs, room, justify=False)

    def _fitting(self, text: str, role: str, room: float) -> float:
        """Return the size of type in which the longest word of a cell fits its column."""
        words = (self._setter.measure([Run(word, role, self._size)]) for word in WORD.findall(text))
        widest = max(words, default=0.0)
        return self._size if widest <= room else max(SMALLEST, self._size * room / widest)


def _strips(row: _Row, *, closed: bool) -> Iterator[Strip]:
    """Yield a row as one strip, or cut between its lines when it is taller than a page should hold."""
    if row.height <= TALL:
        yield _whole(row, closed=closed)
        return
    depth = max(len(cell.lines) for cell in row.cells)
    for n in range(depth):
        last = n == depth - 1
        pieces = tuple(replace(cell, lines=cell.lines[n : n + 1]) for cell in row.cells)
        strip = _whole(replace(row, cells=pieces, height=row.leading), closed=closed and last, top=n == 0)
        yield replace(strip, glue=TIGHT if n in (0, depth - 2) else FREE)


def _whole(row: _Row, *, closed: bool, top: bool = True) -> Strip:
    left, right = row.uprights[0], row.uprights[-1]
    marks: list[Mark] = [Rule(x, 0.0, x, row.height) for x in row.uprights]
    if top:
        marks.append(Rule(left, 0.0, right, 0.0))
    if closed:
        marks.append(Rule(left, row.height, right, row.height))
    for cell in row.cells:
        marks += _cell_marks(cell, row)
    return Strip(row.height, tuple(marks), edge=(left, right))


def _cell_marks(cell: _Cell, row: _Row) -> Iterator[Mark]:
    y = 2 * PADDING if row.high else (row.height - len(cell.lines) * row.leading) / 2
    for n, line in enumerate(cell.lines):
        spare = cell.width - 2 * PADDING - line.width
        x = cell.x + PADDING + {"c": spare / 2, "r": spare}.get(cell.side, 0.0)
        yield from words_of(line, x, y + n * row.leading + baseline(row.leading, row.size))
    if cell.item:
        yield Spot(cell.item, cell.x, 0.0, cell.width, row.height)


def grid_strips(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield a bordered table of templates; `<` joins a cell to the one on its left, `^` to the one above."""
    edges = [0.0]
    for width in block.columns_mm:
        edges.append(edges[-1] + width * MM)
    grid = _Grid(block, edges, scope, setter)
    start = 0
    while start < len(grid.rows):
        end = start + 1
        while end < len(grid.rows) and any(_says(cell, JOIN_UP) for cell in grid.rows[end]):
            end += 1
        yield from grid.strips(start, end)
        start = end


def _says(cell: Template, sign: str) -> bool:
    return cell == (Literal(sign),)


class _Grid:
    """The rows of one grid of templates."""

    def __init__(self, block: Block, edges: list[float], scope: Scope, setter: Setter) -> None:
        self.rows = [list(row) + [()] * (len(edges) - 1 - len(row)) for row in block.rows]
        self._edges = edges
        self._scope = scope
        self._setter = setter
        self._side = "c" if block.align == "center" else "l"
        self._size, self._leading = (SMALL, SMALL_LEADING) if block.small else (BODY_SIZE, GRID_LEADING)
        self._small = block.small
        self._least = [one * MM for one in block.heights_mm]

    def strips(self, start: int, end: int) -> Iterator[Strip]:
        """Yield rows that hang together by `^` as one strip; a row alone, or rows too tall, one by one."""
        made = [self._row(n) for n in range(start, end)]
        heights = self._heights(made, start)
        if len(made) == 1 or sum(heights) > TALL:
            for n, row in enumerate(made, start):
                yield from _strips(row, closed=n == len(self.rows) - 1)
            return
        marks: list[Mark] = []
        y = 0.0
        for n, row in enumerate(made):
            marks += self._marks(row, start + n, heights[n:], y)
            y += heights[n]
        if end == len(self.rows):
            marks.append(Rule(self._edges[0], y, self._edges[-1], y))
        yield Strip(y, tuple(marks), edge=(self._edges[0], self._edges[-1]))

    def _row(self, number: int) -> _Row:
        cells: list[_Cell] = []
        for n, template in enumerate(self.rows[number]):
            left, right = self._edges[n], self._edges[n + 1]
            if _says(template, JOIN_LEFT) and cells:
                cells[-1] = replace(cells[-1], width=right - cells[-1].x)
            else:
                cells.append(_Cell(left, right - left, (), self._side))
        least = self._least[number] if number < len(self._least) else 0.0
        high = least > 2 * GRID
        for k, cell in enumerate(cells):
            template = self.rows[number][self._edges.index(cell.x)]
            runs = [] if _says(template, JOIN_UP) else runs_of(template, self._scope, BODY, self._size)
            room = cell.width - 2 * PADDING
            even = high or not self._small  # a narrative's lines are made even, a small cell's words are not
            made = (self._setter.lines(one, room, justify=even) for one in paragraphs(runs))
            cells[k] = replace(cell, lines=tuple(line for one in made for line in one))
        uprights = (self._edges[0], *(cell.x + cell.width for cell in cells))
        height = max(self._deep(cells), least)
        return _Row(tuple(cells), height, uprights, self._size, self._leading, high=high)

    def _deep(self, cells: Sequence[_Cell]) -> float:
        """Return how deep a row of cells is: never less than one line of the grid of its type."""
        most = max((len(cell.lines) for cell in cells), default=1)
        return max(1, most) * self._leading + GRID_PADDING

    def _span(self, cell: _Cell, number: int) -> int:
        """Return over how many rows a cell goes."""
        n, end = self._edges.index(cell.x), number + 1
        while end < len(self.rows) and _says(self.rows[end][n], JOIN_UP):
            end += 1
        return end - number

    def _heights(self, made: Sequence[_Row], start: int) -> list[float]:
        """Return the heights of rows: each as deep as its own cells, the last of a span as the span asks."""
        spans = [[self._span(cell, n) for cell in row.cells] for n, row in enumerate(made, start)]
        heights = [
            self._deep([cell for cell, span in zip(row.cells, spans[n], strict=True) if span == 1])
            for n, row in enumerate(made)
        ]
        for n, row in enumerate(made):
            for cell, span in zip(row.cells, spans[n], strict=True):
                heights[n + span - 1] += max(0.0, self._deep([cell]) - sum(heights[n : n + span]))
        return heights

    def _marks(self, row: _Row, number: int, heights: Sequence[float], y: float) -> Iterator[Mark]:
        """Yield a row's marks `y` below the top, with no line between a cell and the `^` under it."""
        for x in row.uprights:
            yield Rule(x, y, x, y + heights[0])
        for cell in row.cells:
            if _says(self.rows[number][self._edges.index(cell.x)], JOIN_UP):
                continue
            yield Rule(cell.x, y, cell.x + cell.width, y)
            whole = replace(row, height=sum(heights[: self._span(cell, number)]))
            yield from (shifted(mark, 0.0, y) for mark in _cell_marks(cell, whole))
