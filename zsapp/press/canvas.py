"""The canvas (落墨): marks become the page streams of a PDF, on a bare reportlab canvas.

Refuses to know: forms, lines, where marks come from.
"""

import math
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from zsapp.press.embed import Embedded
from zsapp.press.fonts import Shelf
from zsapp.press.lines import Piece
from zsapp.press.marks import (
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TOP,
    Frame,
    Mark,
    Rule,
    Symbol,
    Words,
)

THICKEN = 0.03
"""How much of an em a letter without a bold face is thickened by."""


class _NoFont:
    """What a canvas starts with, so that it names no font of its own (Helvetica would not be embedded)."""

    fontName = "zsapp-none"  # noqa: N815 -- reportlab's name
    _dynamicFont = True  # noqa: N815 -- the same
    _multiByte = False  # noqa: N815 -- the same
    name = fontName

    @property
    def face(self) -> "_NoFont":
        return self


class Painter:
    """Paints pages into a stream with the faces of a shelf."""

    def __init__(self, out: BytesIO, fonts: Shelf, title: str) -> None:
        """Open a document of A4 pages."""
        from reportlab import rl_config  # start-up time: only when a paper is made
        from reportlab.pdfbase import pdfmetrics  # start-up time: the same
        from reportlab.pdfgen.canvas import Canvas  # start-up time: the same

        rl_config.useA85 = 0  # binary streams: a quarter smaller
        pdfmetrics.registerFont(_NoFont())
        self._canvas = Canvas(
            out,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            initialFontName=_NoFont.fontName,
        )
        self._canvas.setTitle(title)
        self._doc: Any = self._canvas._doc  # noqa: SLF001 -- reportlab offers no other way to add a font
        self._fonts = fonts
        self._embedded: dict[str, Embedded] = {}

    def page(self, marks: Sequence[Mark]) -> None:
        """Paint one page."""
        lines = [part for mark in marks if not isinstance(mark, Words) for part in _lines(mark)]
        words = [mark for mark in marks if isinstance(mark, Words)]
        self._canvas.addLiteral("\n".join(["q", *lines, "Q", "BT", *self._text(words), "ET"]))
        self._canvas.showPage()

    def finish(self) -> None:
        """Write the fonts and close the document."""
        self._canvas.save()

    def watermark(self, piece: Piece, width: float, angle: float, grey: float) -> None:
        """Lay words under a page, across its middle."""
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = PAGE_WIDTH / 2 - width / 2 * cos, PAGE_HEIGHT / 2 - width / 2 * sin
        turn = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {y:.2f} Tm"
        self._canvas.addLiteral("\n".join(["q", "BT", f"{grey} g", *self._shown(piece, turn), "ET", "Q"]))

    def _text(self, words: Iterable[Words]) -> Iterable[str]:
        grey = 0.0
        for mark in words:
            if mark.grey != grey:
                grey = mark.grey
                yield f"{grey} g"
            place = f"1 0 0 1 {LEFT + mark.x:.2f} {PAGE_HEIGHT - TOP - mark.y:.2f} Tm"
            yield from self._shown(mark.piece, place)

    def _shown(self, piece: Piece, place: str) -> Iterable[str]:
        """Yield the operators that show a piece: a new font where the face changes, spacing in one array."""
        yield place
        size = piece.run.size
        start, count = 0, len(piece.letters)
        while start < count:
            first = piece.letters[start]
            end = start + 1
            while end < count and piece.letters[end][0::3] == first[0::3]:
                end += 1
            font = self._font(first.face)
            spacing = piece.extra[start]
            yield f"/{font.name} {size:g} Tf {spacing:.3f} Tc"
            if first.thick:
                yield f"2 Tr {THICKEN * size:.2f} w"
            yield self._array(piece, start, end, font, spacing)
            if first.thick:
                yield "0 Tr"
            start = end

    @staticmethod
    def _array(piece: Piece, start: int, end: int, font: Embedded, spacing: float) -> str:
        parts, run = ["["], ["<"]
        for n in range(start, end):
            run.append(font.code(piece.text[n], piece.letters[n]))
            off = piece.extra[n] - spacing
            if abs(off) > 0.005:
                parts += [*run, ">", f"{-1000 * off / piece.run.size:.1f}"]
                run = ["<"]
        if len(run) > 1:
            parts += [*run, ">"]
        return "".join([*parts, "]TJ"])

    def _font(self, face: str) -> Embedded:
        found = self._embedded.get(face)
        if found is None:
            found = self._embedded[face] = Embedded(self._fonts.face(face), f"F{len(self._embedded) + 1}")
            self._doc.delayedFonts.append(found)
        return found


def _lines(mark: Mark) -> Iterable[str]:
    top = PAGE_HEIGHT - TOP
    if isinstance(mark, Rule):
        yield (
            f"{mark.grey:g} G {mark.width:g} w {LEFT + mark.x0:.2f} {top - mark.y0:.2f} m "
            f"{LEFT + mark.x1:.2f} {top - mark.y1:.2f} l S"
        )
    elif isinstance(mark, Frame):
        yield (
            f"{mark.grey:g} G 0.6 w {LEFT + mark.x:.2f} {top - mark.y - mark.height:.2f} "
            f"{mark.width:.2f} {mark.height:.2f} re S"
        )
    elif isinstance(mark, Symbol):
        yield from _modules(mark)


def _modules(mark: Symbol) -> Iterable[str]:
    """Yield a symbol as bars of dark modules, row by row."""
    side = mark.size / len(mark.rows)
    left, top = LEFT + mark.x, PAGE_HEIGHT - TOP - mark.y
    yield "0 g"
    for n, row in enumerate(mark.rows):
        start = 0
        while (start := row.find(1, start)) >= 0:
            end = start
            while end < len(row) and row[end]:
                end += 1
            x, y = left + start * side, top - (n + 1) * side
            yield f"{x:.3f} {y:.3f} {(end - start) * side:.3f} {side:.3f} re"
            start = end
    yield "f"
