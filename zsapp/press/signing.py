"""Signing and sealing (签名、按指印、盖章): where hands, thumbs and seals go, 调解法 §29(2).

A person has a line and a fingerprint box of 25 × 30 mm beside it; an organisation also a place for its seal;
the committee's seal has 45 × 45 mm over the date. All of it is kept with the last lines above it.
Refuses to know: PDF.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zsapp.press.definition import Block
from zsapp.press.fonts import BODY, HEADING, LABEL
from zsapp.press.inline import Scope, runs_of
from zsapp.press.lines import Run, Setter
from zsapp.press.marks import (
    BODY_SIZE,
    DEPTH,
    FREE,
    GRID,
    LOOSE,
    MEASURE,
    MM,
    TIGHT,
    Frame,
    Mark,
    Reserve,
    Rule,
    Spot,
    Strip,
    baseline,
    shifted,
    words_of,
)
from zsapp.rules.mediation_paper import Signer

BOX_WIDTH, BOX_HEIGHT = 25 * MM, 30 * MM
SEAL = 45 * MM
CELL, SHORT_CELL, COMPACT_CELL, ORGANISATION = 3.5 * GRID, 2 * GRID, 1.5 * GRID, 5 * GRID
"""Heights of a signature with a box, without one, on a form of one page, and of an organisation."""
SEAL_LEFT = MEASURE - 14.0 - BOX_WIDTH - 10.0 - SEAL
"""Where an organisation's seal goes: left of the fingerprint box."""
NAME_LEADING = 20.0
"""From one line of a committee's long name to the next."""
MOST_BESIDE = 4 * GRID
"""How deep what is said of a signer may be beside another one; who needs more has the whole row."""
UNDER_NAME, UNDER_COMPACT = 38.0, 20.0
"""Room to write between what is said of a signer and the bottom of its place; on a form of one page, less."""
ASIDE, ASIDE_LEADING, SMALL = 10.5, 15.0, 9.0
PALE = 0.45
"""The grey of what is only a place for something: 指印, 盖章."""
HELD = 2
"""Lines of the text above that are never separated from the signatures (brief §2.2)."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One signature to be: who, the marks that say so, and how wide and deep its place is.

    `alone` in its row; `sealed` by an organisation.
    """

    signer: Signer
    alone: bool
    sealed: bool
    said: tuple[Mark, ...]
    width: float
    height: float
    line_end: float


def sign_strips(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield a heading, then a place for each signer: people two in a row, organisations one."""
    places = [
        _place(scoped.thing if isinstance(scoped.thing, Signer) else Signer(), block, setter)
        for scoped in scope.members(block.of, block.empty)
    ]
    strips: list[Strip] = []
    if block.label:
        line = setter.lines(runs_of(block.label, scope, HEADING), MEASURE, justify=False)[0]
        strips.append(Strip(GRID, tuple(words_of(line, 0.0, baseline(GRID, BODY_SIZE))), glue=TIGHT))
    strips += [_row_strip(row, setter, boxed=_boxed(block)) for row in _rows(places)]
    deep = sum(strip.height for strip in strips) > 0.5 * DEPTH
    for n, strip in enumerate(strips):
        last = n == len(strips) - 1
        glue = strip.glue if strip.glue == TIGHT else TIGHT if last else FREE if deep else LOOSE
        yield replace(strip, glue=glue, hold=HELD if n == 0 else 0)


def _boxed(block: Block) -> bool:
    return block.box and not block.compact


def _place(signer: Signer, block: Block, setter: Setter) -> _Place:
    """Return the place of a signer, deep enough for all that is said of it; alone in its row if need be."""
    sealed = signer.organisation and not block.compact
    beside = BOX_WIDTH + 22.0 if _boxed(block) else 18.0
    line_end = SEAL_LEFT - 6.0 if sealed else MEASURE / 2 - beside
    said, depth = _who(signer, line_end, setter)
    alone = sealed or depth > MOST_BESIDE
    if alone and not sealed:
        line_end = MEASURE - beside
        said, depth = _who(signer, line_end, setter)
    width = MEASURE if alone else MEASURE / 2
    short = COMPACT_CELL if block.compact else SHORT_CELL
    least = ORGANISATION if sealed else CELL if _boxed(block) else short
    under = UNDER_COMPACT if block.compact else UNDER_NAME
    return _Place(signer, alone, sealed, said, width, max(least, depth + under), line_end)


def _who(signer: Signer, room: float, setter: Setter) -> tuple[tuple[Mark, ...], float]:
    """Return role and name, who signs for it in smaller type, and how deep they reach.

    A name that fits a line of its own is not broken for the role before it.
    """
    role = [Run(f"{signer.role}　", BODY, ASIDE)] if signer.role else []
    name = [Run(signer.name, BODY, BODY_SIZE)]
    parts = [([*role, *name], 19.0), ([Run(signer.by, BODY, ASIDE)], ASIDE_LEADING)]
    if setter.measure([*role, *name]) > room >= setter.measure(name):
        parts[:1] = [(role, ASIDE_LEADING), (name, 19.0)]
    marks: list[Mark] = []
    y = 0.0
    for runs, leading in parts:
        if any(run.text for run in runs):
            for line in setter.lines(runs, room, justify=False):
                y += leading
                marks += words_of(line, 0.0, y - 2.0)
    return tuple(marks), y


def _rows(places: list[_Place]) -> Iterator[list[_Place]]:
    """Yield rows in the order of the signers: two share one, who stands alone has its own."""
    row: list[_Place] = []
    for place in places:
        if row and (place.alone or len(row) == 2):
            yield row
            row = []
        row.append(place)
        if place.alone:
            yield row
            row = []
    if row:
        yield row


def _row_strip(row: list[_Place], setter: Setter, *, boxed: bool) -> Strip:
    height = max(place.height for place in row)
    marks: list[Mark] = []
    for n, place in enumerate(row):
        made = _place_marks(place, height, setter, boxed=boxed)
        marks += [shifted(mark, n * place.width, 0.0) for mark in made]
    return Strip(height, tuple(marks))


def _place_marks(place: _Place, height: float, setter: Setter, *, boxed: bool) -> Iterator[Mark]:
    """Yield who signs, a line to sign on, a place for an organisation's seal, a box for the fingerprint."""
    yield from place.said
    y = height - (22.0 if place.sealed else 14.0)
    yield Rule(0.0, y, place.line_end, y)
    if place.sealed:
        yield from _caption("（单位盖章）", SEAL_LEFT, SEAL, height / 2 + 4.0, setter)
    if boxed:
        left = place.width - BOX_WIDTH - 14.0
        yield Frame(left, (height - BOX_HEIGHT) / 2, BOX_WIDTH, BOX_HEIGHT, PALE)
        yield from _caption("指印", left, BOX_WIDTH, (height + BOX_HEIGHT) / 2 - 5.0, setter)
    if place.signer.at:
        yield Spot(place.signer.at, 0.0, 0.0, place.width, height)


def _caption(text: str, x: float, width: float, y: float, setter: Setter) -> Iterator[Mark]:
    line = setter.lines([Run(text, LABEL, SMALL)], width, justify=False)[0]
    yield from words_of(line, x + (width - line.width) / 2, y, PALE)


def seal_strips(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield the place of the committee's seal over the date; nothing else may stand there.

    A note at the foot of the form stands left of the seal, so that it never needs a page of its own.
    """
    lines = setter.lines(runs_of(block.text, scope), MEASURE - 20.0, justify=False)
    more = NAME_LEADING * (len(lines) - 1)
    day = setter.lines(runs_of(block.date, scope), MEASURE, justify=False)[0]
    centre = MEASURE - max(SEAL, day.width, *(line.width for line in lines)) / 2 - 10.0
    marks: list[Mark] = []
    for n, line in enumerate(lines):
        marks += words_of(line, centre - line.width / 2, 19.0 + n * NAME_LEADING)
    y = 4 * GRID - 8.0 + more
    marks += words_of(day, centre - day.width / 2, y)
    marks.append(Reserve(centre - SEAL / 2, y - SEAL / 2, SEAL, SEAL))
    height = 6 * GRID + more
    notes = setter.lines(runs_of(block.label, scope, BODY, ASIDE), centre - SEAL / 2, justify=False)
    for n, line in enumerate(reversed(notes)):
        marks += words_of(line, 0.0, height - 8.0 - n * ASIDE_LEADING)
    yield Strip(height, tuple(marks), glue=TIGHT if block.keep else FREE, hold=HELD)
