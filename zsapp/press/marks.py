"""Marks (版面元素): what stands on a strip of paper, in points, before anybody knows about PDF.

A paper is a column of strips; a strip has a height and marks. Distances run right from the left margin and
down from the top of the strip. Refuses to know: forms, values, reportlab.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from zsapp.press.lines import BLANK, Line, Piece, Run

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 30 * MM, 25 * MM, 25 * MM, 25 * MM
"""Margins; the left one is for binding (brief §2.2)."""
MEASURE = PAGE_WIDTH - LEFT - RIGHT
DEPTH = PAGE_HEIGHT - TOP - BOTTOM
GRID = 28.0
"""The line grid (brief §2.2)."""
BODY_SIZE = 14.0
PITCH = (MEASURE - 31 * BODY_SIZE) / 31
"""What is added to each letter so that 31 letters of the body fill the measure."""
HAIR, FINE = 0.5, 0.7


@dataclass(frozen=True, slots=True)
class Words:
    """Letters of one run; `y` is their baseline. `grey` is 0 for black, 1 for white."""

    x: float
    y: float
    piece: Piece
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = HAIR
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle, not filled."""

    x: float
    y: float
    width: float
    height: float
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol: rows of dark (1) and light (0) modules in a square."""

    x: float
    y: float
    size: float
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item of the record stands, so that a press on it finds the field."""

    item: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Reserve:
    """A place that stays empty: for a seal."""

    x: float
    y: float
    width: float
    height: float


Mark = Words | Rule | Frame | Symbol | Spot | Reserve

FREE, LOOSE, TIGHT = 0, 1, 2
"""After a strip a page may end; should not; must not."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip of paper as wide as the measure.

    `glue` says how firmly the next strip is held; `head` is repeated when this strip opens a page; `edge` is
    where a table's lines run, drawn where a page cuts it; `gap` vanishes at the top of a page; `page` opens a
    new page, `fresh` with page numbers from 1; `hold` strips before this one stay with it; the marks of a
    `pinned` strip are measured from the margins' corner.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    glue: int = FREE
    head: tuple["Strip", ...] = field(default=(), repr=False)
    edge: tuple[float, float] | None = None
    gap: bool = False
    page: bool = False
    fresh: bool = False
    hold: int = 0
    pinned: bool = False


def baseline(height: float, size: float) -> float:
    """Return the baseline that puts letters of a size in the middle of a line of a height."""
    return (height - size) / 2 + 0.88 * size


def words_of(line: Line, x: float, y: float, grey: float = 0.0) -> Iterator[Mark]:
    """Yield the marks of a set line with its baseline at `y`: letters, rules under and through, spots."""
    for piece in line.pieces:
        run, left = piece.run, x + piece.x
        if run.text and not run.blank:
            yield Words(left - (_over_box(piece) if run.tick else 0.0), y, piece, grey)
        if run.under:
            yield Rule(left, y + 0.3 * run.size, left + piece.width, y + 0.3 * run.size)
        if run.strike:
            yield Rule(left, y - 0.36 * run.size, left + piece.width, y - 0.36 * run.size, FINE)
        if run.item:
            yield Spot(run.item, left, y - 0.95 * run.size, piece.width, 1.3 * run.size)


def _over_box(piece: Piece) -> float:
    """Return how far left a tick goes to stand in the middle of the box before it."""
    return piece.run.size * (1.0 + piece.letters[0].width / 1000.0) / 2


def text_of(strip: Strip) -> str:
    """Return the words on a strip in the order they were laid."""
    return "".join(
        mark.piece.text.replace(BLANK, "")
        for mark in strip.marks
        if isinstance(mark, Words) and not mark.grey
    )


def shifted(mark: Mark, x: float, y: float) -> Mark:
    """Return a mark moved right and down."""
    if isinstance(mark, Rule):
        return Rule(mark.x0 + x, mark.y0 + y, mark.x1 + x, mark.y1 + y, mark.width, mark.grey)
    if isinstance(mark, Words):
        return Words(mark.x + x, mark.y + y, mark.piece, mark.grey)
    if isinstance(mark, Frame):
        return Frame(mark.x + x, mark.y + y, mark.width, mark.height, mark.grey)
    if isinstance(mark, Symbol):
        return Symbol(mark.x + x, mark.y + y, mark.size, mark.rows)
    if isinstance(mark, Reserve):
        return Reserve(mark.x + x, mark.y + y, mark.width, mark.height)
    return Spot(mark.item, mark.x + x, mark.y + y, mark.width, mark.height)


def extent(mark: Mark) -> tuple[float, float, float, float] | None:
    """Return the left, top, right and bottom of what a mark covers; None when it covers nothing."""
    if isinstance(mark, Spot):
        return None
    if isinstance(mark, Rule):
        return (mark.x0, mark.y0, mark.x1, mark.y1)
    if isinstance(mark, Words):
        size = mark.piece.run.size
        return (mark.x, mark.y - 0.9 * size, mark.x + mark.piece.width, mark.y + 0.2 * size)
    if isinstance(mark, Symbol):
        return (mark.x, mark.y, mark.x + mark.size, mark.y + mark.size)
    return (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)


def blanks(em: float, role: str, size: float, item: str = "") -> Run:
    """Return an underlined blank of about so many letters."""
    return Run("\u3000" * max(1, round(em)), role, size, item, under=True, blank=True)
