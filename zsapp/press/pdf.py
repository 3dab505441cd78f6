"""The press (印制): a form and the values of a record become a PDF, with places for the eye and the hand.

Drawn on a bare reportlab canvas: our own lines, our own fonts. Modes: `blank` for handwriting, `draft` with a
watermark, `final`. The same form, values and moment give the same bytes.
Refuses to know: where values come from.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from zsapp.base.items import Thing
from zsapp.press.blocks import strips_of
from zsapp.press.canvas import Painter
from zsapp.press.definition import ABOUT, Form
from zsapp.press.flow import Page, paginate, papers_of
from zsapp.press.fonts import LABEL, Shelf, shelf, system_fangsong
from zsapp.press.inline import Scope
from zsapp.press.lines import Run, Setter
from zsapp.press.marks import (
    BOTTOM,
    DEPTH,
    LEFT,
    MEASURE,
    MM,
    PAGE_HEIGHT,
    PITCH,
    TOP,
    Mark,
    Spot,
    Strip,
    Symbol,
    extent,
    shifted,
    text_of,
    words_of,
)
from zsapp.press.pdfa import archival
from zsapp.press.seal import symbol

Mode = Literal["blank", "draft", "final"]
FOOT_SIZE, FOOT = 10.5, PAGE_HEIGHT - TOP - BOTTOM + 34.0
"""第X页 共Y页: its size, and its baseline below the top margin."""
QR_LEAST, QR_MODULE = 25 * MM, 0.38 * MM
"""Least side of the symbol, and least side of a module that still scans when folded and stamped."""
QR_QUIET, QR_CLIMB = 8.0, 224
"""White kept around the symbol, and how far up from the foot of the page it may stand, in points."""
QR_HIGH = 20.0 - TOP
"""Where it stands beside the title, 7 mm below the edge of the page, within reach of every printer."""
SEAL_STRIP = 110.0
"""What is added to a paper that has no room for the symbol anywhere."""
CAPTION, CAPTION_SIZE = "扫码核验", 9.0
WATERMARK, WATERMARK_SIZE, WATERMARK_GREY = "草稿　未经校核", 64.0, 0.87


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item of the record is printed: path, page (from 0), rectangle in points from the top left."""

    item: str
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper: its PDF, how many pages, where each item stands, the body font's name, and its words."""

    pdf: bytes
    pages: int
    places: tuple[Place, ...]
    body_font: str
    text: str


@dataclass(frozen=True, slots=True)
class System:
    """The fonts of this system: where a FangSong for the body is, None for the shipped serif."""

    fangsong: Path | None


def draw(
    form: Form,
    values: Thing | None,
    *,
    mode: Mode,
    qr: bytes | None = None,
    attachment: dict[str, Any] | None = None,
    made_at: datetime | None = None,
    system: System | None = None,
) -> Sheet:
    """Return a form filled with values, as PDF/A-3b.

    Args:
        form: What to print.
        values: The thing the form is about; None leaves every hole blank.
        mode: `blank` prints no values, `draft` lays a watermark under every page, `final` neither.
        qr: Bytes of the verification symbol, once on every paper with page numbers of its own: low on the
            left or right of its last page with room, else beside its title.
        attachment: Data carried in the file: only what is printed (decision 11), none for restricted records.
        made_at: The moment written into the file; None for undated (blank forms).
        system: Whose FangSong to use; None looks for this system's (decision 29).

    Raises:
        Refusal: GLYPH_MISSING, at the item with a letter no font has.
        Trouble: SEAL_TOO_LONG, FONT_UNUSABLE, FILE_MISSING.
    """
    fonts = shelf(system.fangsong if system else system_fangsong())
    setter = Setter(fonts, PITCH)
    scope = Scope(ABOUT[form.about], None if mode == "blank" else values)
    strips = strips_of(form.blocks, scope, setter)
    sealing = _symbol(qr, setter) if qr is not None else []
    pages: list[Page] = []
    laid: list[list[Mark]] = []
    for paper in papers_of(strips):
        set_pages, marks = _set(paper, setter, sealing, foot=form.foot)
        pages += set_pages
        laid += marks
    drawn = _paint(laid, form.title, fonts, watermark=mode == "draft")
    return Sheet(
        pdf=archival(drawn, title=form.title, attachment=attachment, made_at=made_at),
        pages=len(pages),
        places=tuple(_places(laid)),
        body_font=fonts.body_name,
        text="\n".join(text for page in pages for _, strip in page.placed if (text := text_of(strip))),
    )


def _set(
    paper: Sequence[Strip], setter: Setter, sealing: Sequence[Mark], *, foot: bool
) -> tuple[Sequence[Page], list[list[Mark]]]:
    """Return the pages and marks of one paper with its symbol, on a strip more where there is no room."""
    pages = paginate(paper)
    laid = [_laid(page, setter, foot=foot) for page in pages]
    if sealing and not _seal(laid, sealing):
        pages = paginate([*paper, Strip(SEAL_STRIP)])
        laid = [_laid(page, setter, foot=foot) for page in pages]
        _seal(laid, sealing)
    return pages, laid


def _laid(page: Page, setter: Setter, *, foot: bool) -> list[Mark]:
    """Return the marks of a page, measured from the corner of its margins, with its number at the foot."""
    marks: list[Mark] = []
    for y, strip in page.placed:
        down = 0.0 if strip.pinned else y
        marks += [shifted(mark, 0.0, down) for mark in strip.marks]
    if not foot:
        return marks
    number = Run(f"第{page.number}页　共{page.count}页", size=FOOT_SIZE)
    line = setter.lines([number], MEASURE, justify=False)[0]
    return [*marks, *words_of(line, (MEASURE - line.width) / 2, FOOT)]


def _paint(laid: list[list[Mark]], title: str, fonts: Shelf, *, watermark: bool) -> bytes:
    out = io.BytesIO()
    painter = Painter(out, fonts, title)
    run = Run(WATERMARK, LABEL, WATERMARK_SIZE)
    words = Setter(fonts).lines([run], 10 * MEASURE, justify=False)[0]
    for marks in laid:
        if watermark:
            painter.watermark(words.pieces[0], words.width, math.radians(52), WATERMARK_GREY)
        painter.page(marks)
    painter.finish()
    return out.getvalue()


def _places(laid: list[list[Mark]]) -> list[Place]:
    found: list[Place] = []
    for n, marks in enumerate(laid):
        for mark in marks:
            if isinstance(mark, Spot):
                place = Place(mark.item, n, LEFT + mark.x, TOP + mark.y, mark.width, mark.height)
                if not found or found[-1] != place:
                    found.append(place)
    return found


def _symbol(qr: bytes, setter: Setter) -> list[Mark]:
    """Return the symbol with its caption, its upper left corner at 0, 0."""
    rows = symbol(qr)
    size = max(QR_LEAST, len(rows) * QR_MODULE)
    line = setter.lines([Run(CAPTION, LABEL, CAPTION_SIZE)], MEASURE, justify=False)[0]
    return [Symbol(0.0, 0.0, size, rows), *words_of(line, (size - line.width) / 2, size + CAPTION_SIZE + 3.0)]


def _seal(laid: Sequence[list[Mark]], marks: Sequence[Mark]) -> bool:
    """Put the symbol on the last page with room at the foot of either side, else beside the title.

    Says whether there was any room.
    """
    size = next(mark.size for mark in marks if isinstance(mark, Symbol))
    deep = size + CAPTION_SIZE + 6.0
    low = [(x, DEPTH - deep - up) for x in (0.0, MEASURE - size) for up in range(0, QR_CLIMB, 7)]
    for page, places in [*((page, low) for page in reversed(laid)), (laid[0], [(MEASURE - size, QR_HIGH)])]:
        taken = [box for mark in page if (box := extent(mark))]
        for x, y in places:
            if _free(taken, (x - QR_QUIET, y - QR_QUIET, x + size + QR_QUIET, y + deep)):
                page += [shifted(mark, x, y) for mark in marks]
                return True
    return False


def _free(taken: list[tuple[float, float, float, float]], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return all(x1 <= left or x0 >= right or y1 <= top or y0 >= bottom for x0, y0, x1, y1 in taken)


def repeat(document: bytes, copies: int) -> bytes:
    """Return one file with the pages of a paper `copies` times over, for the printer."""
    import pikepdf  # start-up time: only when a paper is printed

    with pikepdf.open(io.BytesIO(document)) as source, pikepdf.new() as batch:
        for _ in range(copies):
            batch.pages.extend(source.pages)
        out = io.BytesIO()
        batch.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()
