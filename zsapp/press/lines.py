"""Lines (排行): Chinese text broken into justified lines.

避头尾: no 。，、；：？！）》” … at the start of a line, no （《“ … at its end. Runs of Latin letters and
digits, and a number with its 元, stay whole; so does an amount with its 大写 where it fits a line.
Neighbouring punctuation is squeezed, and a line may squeeze its own to take one more mark in. Every hole
keeps its name on its letters: a press on the paper finds its field.
Refuses to know: pages, forms, PDF. Source: GB/T 15834, W3C clreq.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from zsapp.press.fonts import BODY, UNSEEN, Letter, Shelf

NO_START = frozenset(
    "!%),.:;?]}¢°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︰︱︳﹐﹑﹒﹔﹕﹖﹗！＂％＇），．：；？］｀｜｜｝～￠々〻–—─√✓"
)
NO_END = frozenset("$([{£¥‘“〈《「『【〔〖〝﹙﹛＄（．［｛￡￥")
CLOSE = frozenset("、。〉》」』】〕〗！），．：；？］｝”’")
"""Ink in the left half: the right half may be cut."""
OPEN = frozenset("〈《「『【〔〖（［｛“‘")
"""Ink in the right half: the left half may be cut."""
UNITS = frozenset("元万亿角分期")
"""What a number of money or of an instalment is never parted from."""
BLANK = "\0"
"""Stands for one letter's width of a blank; never drawn. Typed text cannot hold it: controls are refused."""
NONE = Letter("", 0, 1000.0, thick=False)
SPELT = "大写"
AMOUNT = re.compile(rf"(?:人民币)?[0-9][0-9,.]*[万亿]?元[(（]{SPELT}[^()（）]*[)）]")
"""An amount and the words it is spelt in: torn apart, neither is read against the other."""
LOOSE = 4
"""Ems that a line before such an amount may be stretched by; a shorter one ends ragged."""
INNER, AT_END = 0.25, 0.5
"""How much of an em a mark inside and at the end of a line may give up."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text drawn alike: the type, the item it prints, and what is drawn with it.

    A `blank` run is as many empty places as its text has letters; a `tick` is drawn over the box before it.
    """

    text: str
    role: str = BODY
    size: float = 14.0
    item: str = ""
    under: bool = False
    strike: bool = False
    tick: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one run on one line: where they start, their width, what is added after each (points)."""

    run: Run
    x: float
    width: float
    letters: tuple[Letter, ...]
    extra: tuple[float, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is set."""

    pieces: tuple[Piece, ...]
    width: float

    @property
    def text(self) -> str:
        """The characters as they will be found again in the paper."""
        return "".join(piece.text for piece in self.pieces).replace(BLANK, "")


class Setter:
    """Breaks and justifies runs of text with the faces of one shelf. `pitch` is added after every letter."""

    def __init__(self, shelf: Shelf, pitch: float = 0.0) -> None:
        """Set with a shelf; the pitch makes the grid of characters fill the measure exactly."""
        self.shelf = shelf
        self.pitch = pitch

    def measure(self, runs: Sequence[Run]) -> float:
        """Return the natural width of runs on one line, in points."""
        return sum(_Galley(self, runs).advances)

    def lines(
        self, runs: Sequence[Run], width: float, *, indent: float = 0.0, justify: bool = True
    ) -> list[Line]:
        """Return the lines of one paragraph, one empty line for an empty one; the first is indented.

        Raises:
            Refusal: GLYPH_MISSING, at the item whose letter no face has.
        """
        galley = _Galley(self, runs)
        galley.hold(width)
        lines: list[Line] = []
        start, left = 0, indent
        while start < galley.count or not lines:
            end = galley.break_after(start, width - left)
            lines.append(galley.line(start, end, left, width, justify=justify))
            start, left = galley.skip_spaces(end), 0.0
        return lines


class _Galley:
    """The letters of one paragraph in a row, with what may be squeezed and where it may break."""

    def __init__(self, setter: Setter, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.chars: list[str] = []
        self.letters: list[Letter] = []
        self.of: list[int] = []
        self.advances: list[float] = []
        pitch, find = setter.pitch, setter.shelf.letter
        for number, run in enumerate(runs):
            scale = run.size / 1000.0
            for c in run.text:
                if c in UNSEEN:
                    continue
                letter = NONE if run.blank else find(run.role, " " if c in "\t\n" else c, run.item)
                self.chars.append(BLANK if run.blank else c)
                self.letters.append(letter)
                self.of.append(number)
                self.advances.append(0.0 if run.tick else letter.width * scale + pitch)
        self.count = len(self.chars)
        self.squeezed = [False] * self.count
        self._held: frozenset[int] = frozenset()
        self._squeeze_neighbours()

    @functools.cached_property
    def breaks(self) -> list[bool]:
        """Before which letters a line may break; who only measures never asks."""
        return _breaks(self.chars)

    def hold(self, width: float) -> None:
        """Keep amounts with their 大写 whole, where they fit a line of this width."""
        text = "".join(self.chars)
        spans = [found.span() for found in AMOUNT.finditer(text)] if SPELT in text else []
        self._held = frozenset(
            n
            for first, last in spans
            if sum(self.advances[first:last]) <= width
            for n in range(first + 1, last)
        )

    def _may_end(self, n: int) -> bool:
        """Say whether a line may end before the letter at `n`."""
        return self.breaks[n] and n not in self._held

    def _squeeze_neighbours(self) -> None:
        """Let two marks side by side take one and a half places instead of two (clreq 3.1.6)."""
        chars = self.chars
        for n in range(self.count - 1):
            if chars[n + 1] in CLOSE or chars[n + 1] in OPEN:
                both_open = chars[n] in OPEN and chars[n + 1] in OPEN
                if (chars[n] in CLOSE or both_open) and self.letters[n].width >= 900:
                    self.advances[n] -= 0.5 * self.runs[self.of[n]].size
                    self.squeezed[n] = True

    def give(self, n: int, start: int, end: int) -> float:
        """Return the points that the mark at `n` may give up on the line from `start` to before `end`."""
        if self.squeezed[n] or self.letters[n].width < 900:
            return 0.0
        size = self.runs[self.of[n]].size
        if self.chars[n] in CLOSE:
            return (AT_END if n == end - 1 else INNER) * size
        return INNER * size if self.chars[n] in OPEN and n > start else 0.0

    def break_after(self, start: int, room: float) -> int:
        """Return where the line that starts at `start` ends (exclusive)."""
        used, n = 0.0, start
        while n < self.count and used + self.advances[n] <= room + 0.01:
            used += self.advances[n]
            n += 1
        if n == self.count or (self.breaks[n] and self.chars[n].isspace()):
            return n
        taken = self._take_in(start, n, used, room)
        if taken:
            return taken
        places = range(n, start, -1)
        kept = (end for end in places if self._may_end(end))
        fit = (end for end in places if self.breaks[end])
        cut = (end for end in places if self._may_cut(end))
        return next(kept, 0) or next(fit, 0) or next(cut, 0) or max(n, start + 1)

    def _may_cut(self, n: int) -> bool:
        """Say whether a word longer than a line may be cut before `n`: where no mark would be misplaced."""
        before, after = self.chars[n - 1], self.chars[n]
        return not (before in NO_END or after in NO_START or before.isspace() or after.isspace())

    def _take_in(self, start: int, n: int, used: float, room: float) -> int:
        """Return the end of the line when squeezing its marks takes in up to three more letters, else 0."""
        for end in range(n + 1, min(n + 4, self.count + 1)):
            used += self.advances[end - 1]
            if end < self.count and not self._may_end(end):
                continue
            give = sum(self.give(k, start, end) for k in range(start, end))
            return end if used - room <= give + 0.01 else 0
        return 0

    def skip_spaces(self, n: int) -> int:
        """Return the first letter after the spaces at a break."""
        while n < self.count and self.chars[n].isspace():
            n += 1
        return n

    def line(self, start: int, end: int, left: float, width: float, *, justify: bool) -> Line:
        """Return the letters from `start` to `end` set on a line."""
        last = self.skip_spaces(end) == self.count
        stop = end
        while stop > start and self.chars[stop - 1].isspace() and not last:
            stop -= 1
        natural = sum(self.advances[start:stop])
        slack = width - left - natural
        extra = [0.0] * (stop - start)
        if slack < -0.01:
            self._squeeze(extra, start, stop, -slack)
        elif justify and not last and stop - start > 1 and not self._is_ragged(start, end, slack):
            self._stretch(extra, start, stop, slack)
        return Line(tuple(self._pieces(start, stop, left, extra)), natural + sum(extra))

    def _is_ragged(self, start: int, end: int, slack: float) -> bool:
        """Say whether a line is left as it is: an amount went to the next one, and much room is left."""
        return end + 1 in self._held and slack > LOOSE * self.runs[self.of[start]].size

    def _squeeze(self, extra: list[float], start: int, stop: int, need: float) -> None:
        for n in range(stop - 1, start - 1, -1):
            if need <= 0.01:
                return
            cut = min(self.give(n, start, stop), need)
            extra[n - start - (1 if self.chars[n] in OPEN else 0)] -= cut
            need -= cut

    def _stretch(self, extra: list[float], start: int, stop: int, slack: float) -> None:
        """Spread what is left: first where Latin meets Chinese, then after marks, then everywhere."""
        size = self.runs[self.of[start]].size
        gaps = stop - start - 1
        chars = self.chars
        seams = [
            n
            for n in range(start, stop - 1)
            if _latin(chars[n]) != _latin(chars[n + 1])
            and chars[n + 1] not in CLOSE
            and chars[n] not in CLOSE
            and chars[n] not in OPEN
        ]
        marks = [n for n in range(start, stop - 1) if chars[n] in CLOSE and not self.squeezed[n]]
        for places in (seams, marks):
            if places and slack > gaps * size * 0.03:
                each = min(size / 5, (slack - gaps * size * 0.03) / len(places))
                slack -= each * len(places)
                for n in places:
                    extra[n - start] += each
        inside = [n for n in range(start, stop - 1) if self.breaks[n + 1] or not _latin(chars[n])]
        for n in inside:
            extra[n - start] += slack / len(inside)

    def _pieces(self, start: int, stop: int, left: float, extra: list[float]) -> list[Piece]:
        pieces: list[Piece] = []
        x, n = left, start
        while n < stop:
            after = n
            while after < stop and self.of[after] == self.of[n]:
                after += 1
            run = self.runs[self.of[n]]
            scale = run.size / 1000.0
            letters = tuple(self.letters[n:after])
            spare = tuple(
                self.advances[k] - self.letters[k].width * scale + extra[k - start] for k in range(n, after)
            )
            width = sum(self.advances[n:after]) + sum(extra[n - start : after - start])
            pieces.append(Piece(run, x, width, letters, spare, "".join(self.chars[n:after])))
            x += width
            n = after
        return pieces


def _latin(char: str) -> bool:
    return char < "\u2000" and char not in ("·", BLANK)


def _word(char: str) -> bool:
    """Say whether a character is part of a word that stays whole: Latin, or a full-width letter or digit."""
    return _latin(char) or ("\uff10" <= char <= "\uff5a" and char.isalnum())


def _breaks(chars: Sequence[str]) -> list[bool]:
    """Say before which letters a line may break; spaces go with what stands on both sides of them."""
    found = [False] * len(chars)
    before, spaces = "", 0
    for n, char in enumerate(chars):
        if char.isspace():
            spaces += 1
            continue
        fits = bool(before) and _may_break(before, char, spaced=spaces > 0)
        found[n - spaces : n + 1] = [fits] * (spaces + 1)
        before, spaces = char, 0
    found[len(chars) - spaces :] = [bool(before)] * spaces
    return found


def _may_break(before: str, after: str, *, spaced: bool) -> bool:
    """Say whether a line may break between two letters, with spaces between them or none."""
    if before in NO_END or after in NO_START:
        return False
    if spaced or BLANK in (before, after):
        return True
    if after in UNITS and before.isdigit():
        return False
    return not (_word(before) and _word(after))
