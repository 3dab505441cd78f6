"""Flow (分页): strips into papers and onto pages, so that what belongs together stays together.

A signature block is never alone on a page, a heading never last, a table's head is repeated where a page
cuts it. Refuses to know: what the strips say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zsapp.press.marks import DEPTH, FREE, LOOSE, TIGHT, Rule, Strip

SLACK = 0.5
"""Points by which rounding may overfill a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: strips with their distance from the top margin, and its number within its paper."""

    placed: tuple[tuple[float, Strip], ...]
    number: int
    count: int

    @property
    def used(self) -> float:
        """How deep the page is filled, in points."""
        return max((y + strip.height for y, strip in self.placed), default=0.0)


def papers_of(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Return the papers of a form, each with page numbers of its own: one, or one for each `fresh` strip."""
    papers: list[list[Strip]] = [[]]
    for strip in strips:
        if strip.fresh and papers[-1]:
            papers.append([])
        papers[-1].append(strip)
    return papers


def paginate(strips: Sequence[Strip], depth: float = DEPTH) -> tuple[Page, ...]:
    """Return the pages of a paper; no strip is lost, none is split."""
    strips = _held(strips)
    filled: list[list[tuple[float, Strip]]] = []
    start = 0
    while start < len(strips) or not filled:
        placed, end = _fill(strips, start, depth)
        filled.append(placed)
        start = end
    return tuple(Page(tuple(placed), n, len(filled)) for n, placed in enumerate(filled, 1))


def _held(strips: Sequence[Strip]) -> list[Strip]:
    """Tie what a signature block holds to it: it is never alone on a page."""
    tied = list(strips)
    for n, strip in enumerate(strips):
        for k in range(max(0, n - strip.hold), n):
            tied[k] = replace(tied[k], glue=TIGHT)
    return tied


def _fill(strips: Sequence[Strip], start: int, depth: float) -> tuple[list[tuple[float, Strip]], int]:
    """Return one page's strips and where the next page starts."""
    while start < len(strips) - 1 and strips[start].gap:
        start += 1
    placed: list[tuple[float, Strip]] = []
    y = 0.0
    for strip in strips[start].head if start < len(strips) else ():
        placed.append((y, strip))
        y += strip.height
    heads = len(placed)
    n = start
    while n < len(strips) and not (strips[n].page and n > start):
        if y + strips[n].height > depth + SLACK and n > start:
            break
        placed.append((y, strips[n]))
        y += strips[n].height
        n += 1
    if n < len(strips) and not strips[n].page:
        end = _cut(strips, start, n)
        del placed[heads + end - start :]
        n = end
    _close_table(placed, heads, strips[n] if n < len(strips) else None)
    return placed, n


def _cut(strips: Sequence[Strip], start: int, full: int) -> int:
    """Return where to end a page that is full before `full`: the last place with the least glue."""
    for glue in (FREE, LOOSE):
        for end in range(full, start, -1):
            if strips[end - 1].glue <= glue:
                return end
    return full


def _close_table(placed: list[tuple[float, Strip]], heads: int, following: Strip | None) -> None:
    """Draw the lines of a table where a page cuts it."""
    lines = []
    if heads < len(placed) and heads:
        y, strip = placed[heads]
        lines.append((y, _line(strip)))
    if following is not None and placed and following.edge and placed[-1][1].edge:
        y, strip = placed[-1]
        lines.append((y + strip.height, _line(strip)))
    placed += lines


def _line(strip: Strip) -> Strip:
    left, right = strip.edge or (0.0, 0.0)
    return Strip(0.0, (Rule(left, 0.0, right, 0.0),))
