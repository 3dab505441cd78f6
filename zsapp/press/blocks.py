"""Blocks (版块): each kind of block of a form becomes strips of paper, one small function each.

Titles, paragraphs, blanks that grow and go on over ruled lines, repeated parts. Tables are in `tables.py`,
what is signed and sealed in `signing.py`. Refuses to know: PDF.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from zsapp.press.charts import chart_strips
from zsapp.press.definition import Block
from zsapp.press.fonts import BODY, HEADING
from zsapp.press.inline import Scope, paragraphs, runs_of, written
from zsapp.press.lines import Line, Run, Setter
from zsapp.press.marks import (
    BODY_SIZE,
    FREE,
    GRID,
    LEFT,
    LOOSE,
    MEASURE,
    MM,
    TIGHT,
    TOP,
    Mark,
    Rule,
    Spot,
    Strip,
    baseline,
    shifted,
    words_of,
)
from zsapp.press.signing import seal_strips, sign_strips
from zsapp.press.tables import grid_strips, table_strips
from zsapp.press.template import Hole, Template

TITLE_SIZE, NUMBER_SIZE, NOTE_SIZE = 22.0, 12.0, 10.5
NOTE_GRID = 20.0
WIDEST_LABEL = 0.4 * MEASURE
"""A label wider than this has lines of its own above its fields."""
FIELD_GAP, LABEL_GAP, VALUE_GAP = 8.0, 2.0, 3.0
"""Points between two fields, between a label and its blank, and before a value in its blank."""
CENTRE, RIGHT = "center", "right"


def strips_of(blocks: Sequence[Block], scope: Scope, setter: Setter) -> list[Strip]:
    """Return the strips of blocks, with what `when` and `unless` leave out left out."""
    found: list[Strip] = []
    for block in blocks:
        if scope.holds(block):
            found += KINDS[block.kind](block, scope, setter)
    return found


def title(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield the title in the middle, two lines of the grid deep."""
    runs = runs_of(block.text, scope, HEADING, TITLE_SIZE)
    lines = setter.lines(runs, MEASURE, justify=False)
    for line in lines:
        yield _line_strip(line, 1.5 * GRID, TITLE_SIZE, align=CENTRE, glue=TIGHT)


def number(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield the printed number at the right under the title."""
    runs = runs_of(block.text, scope, BODY, NUMBER_SIZE)
    for line in setter.lines(runs, MEASURE, justify=False):
        yield _line_strip(line, GRID, NUMBER_SIZE, align=RIGHT, glue=TIGHT)


def heading(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield a heading at the left, held to what follows."""
    runs = runs_of(block.text, scope, HEADING, BODY_SIZE)
    for line in setter.lines(runs, MEASURE, justify=False):
        yield _line_strip(line, GRID, BODY_SIZE, glue=TIGHT)


def paragraph(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield paragraphs of body text; the last line of one is never alone on a page."""
    label = runs_of(block.label, scope, HEADING, BODY_SIZE)
    role = HEADING if block.bold else BODY
    for n, runs in enumerate(paragraphs(runs_of(block.text, scope, role, BODY_SIZE))):
        lines = setter.lines(
            [*label, *runs] if n == 0 else runs,
            MEASURE,
            indent=block.indent * (BODY_SIZE + setter.pitch) if block.align == "left" else 0.0,
            justify=block.align == "left",
        )
        yield from _text_strips(lines, keep=block.keep, align=block.align)


def _text_strips(lines: Sequence[Line], *, keep: bool = False, align: str = "left") -> Iterator[Strip]:
    last = len(lines) - 1
    for n, line in enumerate(lines):
        glue = TIGHT if n == last - 1 or (keep and n == last) else FREE
        yield _line_strip(line, GRID, BODY_SIZE, align=align, glue=glue)


def note(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield small text."""
    for runs in paragraphs(runs_of(block.text, scope, BODY, NOTE_SIZE)):
        for line in setter.lines(runs, MEASURE):
            yield _line_strip(line, NOTE_GRID, NOTE_SIZE, glue=TIGHT if block.keep else FREE)


def long(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield a text on ruled lines that grows with it; without text as many ruled lines as asked for."""
    label = runs_of(block.label, scope, HEADING, BODY_SIZE)
    item = next((scope.find(part.name)[1] for part in block.text if isinstance(part, Hole)), "")
    given = any(written(part, scope)[0] for part in block.text if isinstance(part, Hole))
    texts = paragraphs(runs_of(block.text, scope)) if given else [[]]
    lines: list[Line] = []
    for n, runs in enumerate(texts):
        indent = 0.0 if label and n == 0 else block.indent * (BODY_SIZE + setter.pitch)
        lines += setter.lines([*label, *runs] if n == 0 else runs, MEASURE, indent=indent)
    ruled = block.ruled or not given
    wanted = block.lines if ruled else 0
    empty = setter.lines([], MEASURE)[0]
    count = max(len(lines), wanted)
    for n in range(count):
        strip = _line_strip(lines[n] if n < len(lines) else empty, GRID, BODY_SIZE)
        start = setter.measure(label) if label and n == 0 else 0.0
        marks: tuple[Mark, ...] = (Spot(item, start, 0.0, MEASURE - start, GRID),) if item else ()
        if ruled:
            marks += (_rule(start, MEASURE),)
        yield replace(strip, marks=strip.marks + marks, glue=TIGHT if n == 0 and count > 1 else FREE)


def _rule(start: float, end: float) -> Rule:
    y = baseline(GRID, BODY_SIZE) + 0.3 * BODY_SIZE
    return Rule(start, y, end, y)


@dataclass(frozen=True, slots=True)
class _Field:
    """A label and its blank: what is written in it, at least how wide, and what follows it."""

    label: list[Run]
    value: list[Run]
    item: str
    least: float
    suffix: list[Run]

    def width(self, setter: Setter) -> float:
        tail = setter.measure(self.suffix) + (LABEL_GAP if self.suffix else 0.0)
        return setter.measure(self.label) + LABEL_GAP + self.room(setter) + tail

    def room(self, setter: Setter) -> float:
        return max(self.least, setter.measure(self.value) + 2 * VALUE_GAP)


def _field(template: Template, scope: Scope) -> _Field:
    at = next((n for n, part in enumerate(template) if isinstance(part, Hole) and part.width), len(template))
    label = runs_of(template[:at], scope)
    hole = template[at] if at < len(template) else Hole("")
    assert isinstance(hole, Hole)  # noqa: S101 -- `at` was chosen so
    text, item = written(hole, scope)
    value = [Run(text.replace("\n", " "), item=item)] if text else []
    return _Field(label, value, item, hole.width * BODY_SIZE, runs_of(template[at + 1 :], scope))


def fields(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield labels with underlined blanks, as many to a line as fit; a blank grows and goes on below."""
    label = runs_of(block.label, scope, HEADING, BODY_SIZE)
    left = block.hang * (BODY_SIZE + setter.pitch) + FIELD_GAP if block.hang else 0.0
    if setter.measure(label) > WIDEST_LABEL:
        for line in setter.lines(label, MEASURE, justify=False):
            yield _line_strip(line, GRID, BODY_SIZE, glue=TIGHT)
        label = []
    left = max(left, setter.measure(label) + FIELD_GAP if label else 0.0)
    room = MEASURE - left
    rows = _rows([_field(one, scope) for one in block.fields], room, setter)
    strips = [strip for row in rows for strip in _row_strips(row, left, room, setter)]
    if label and strips:
        marks = tuple(_set(label, 0.0, baseline(GRID, BODY_SIZE), setter))
        strips[0] = replace(strips[0], marks=marks + strips[0].marks)
    for n, strip in enumerate(strips):
        glue = (TIGHT if block.keep else FREE) if n == len(strips) - 1 else LOOSE
        yield replace(strip, glue=glue, hold=block.hold if n == 0 else 0)


def _rows(found: list[_Field], room: float, setter: Setter) -> list[list[_Field]]:
    """Return the fields line by line, as many to a line as fit."""
    rows: list[list[_Field]] = []
    used = room
    for one in found:
        width = one.width(setter)
        if used + FIELD_GAP + width > room + 0.01:
            rows.append([])
            used = -FIELD_GAP
        rows[-1].append(one)
        used += FIELD_GAP + width
    return rows


def _row_strips(row: list[_Field], left: float, room: float, setter: Setter) -> Iterator[Strip]:
    spare = room - sum(one.width(setter) for one in row) - FIELD_GAP * (len(row) - 1)
    if spare < 0:
        yield from _overlong(row[0], left, room, setter)
        return
    share = sum(one.least for one in row)
    marks: list[Mark] = []
    x, y = left, baseline(GRID, BODY_SIZE)
    for one in row:
        marks += _set(one.label, x, y, setter)
        x += setter.measure(one.label) + LABEL_GAP
        blank = one.room(setter) + spare * (one.least / share if share else 1 / len(row))
        if one.least:
            marks.append(_rule(x, x + blank))
        marks += _set(one.value, x + VALUE_GAP, y, setter)
        if one.item:
            marks.append(Spot(one.item, x, 0.0, blank, GRID))
        x += blank + (LABEL_GAP if one.suffix else 0.0)
        marks += _set(one.suffix, x, y, setter)
        x += setter.measure(one.suffix) + FIELD_GAP
    yield Strip(GRID, tuple(marks))


def _set(runs: list[Run], x: float, y: float, setter: Setter) -> Iterator[Mark]:
    if runs:
        yield from words_of(setter.lines(runs, 10 * MEASURE, justify=False)[0], x, y)


def _overlong(one: _Field, left: float, room: float, setter: Setter) -> Iterator[Strip]:
    """Yield a blank whose value is longer than a line: it goes on over ruled lines."""
    start = setter.measure(one.label) + LABEL_GAP
    lines = setter.lines([*one.value, *one.suffix], room, indent=start + VALUE_GAP, justify=False)
    y = baseline(GRID, BODY_SIZE)
    for n, line in enumerate(lines):
        begin = left + (start if n == 0 else 0.0)
        marks = list(_set(one.label, left, y, setter)) if n == 0 else []
        marks += [*words_of(line, left, y), _rule(begin, left + room)]
        if one.item:
            marks.append(Spot(one.item, begin, 0.0, left + room - begin, GRID))
        yield Strip(GRID, tuple(marks))


def each(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield the inner blocks once for every member of an item."""
    for member in scope.members(block.of, block.empty):
        yield from strips_of(block.block, member, setter)


def page(block: Block, _scope: Scope, _setter: Setter) -> Iterator[Strip]:
    """Yield the start of a new page, with page numbers from 1 where the form says so."""
    yield Strip(0.0, page=True, fresh=block.fresh, glue=TIGHT)


def space(block: Block, _scope: Scope, _setter: Setter) -> Iterator[Strip]:
    """Yield empty lines; they vanish at the top of a page unless they are firm."""
    yield Strip(GRID * block.lines, gap=not block.firm)


def at(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield text at a place of pre-printed paper (套打), in millimetres from its corner."""
    runs = runs_of(block.text, scope)
    marks: list[Mark] = []
    for n, line in enumerate(setter.lines(runs, block.width_mm * MM, justify=False)):
        marks += words_of(line, 0.0, baseline(GRID, BODY_SIZE) + n * GRID)
    x, y = block.x_mm * MM - LEFT, block.y_mm * MM - TOP
    yield Strip(0.0, tuple(shifted(mark, x, y) for mark in marks), pinned=True)


def _line_strip(line: Line, height: float, size: float, *, align: str = "left", glue: int = FREE) -> Strip:
    spare = MEASURE - line.width
    x = {CENTRE: spare / 2, RIGHT: spare}.get(align, 0.0)
    return Strip(height, tuple(words_of(line, x, baseline(height, size))), glue=glue)


KINDS: dict[str, Callable[[Block, Scope, Setter], Iterator[Strip]]] = {
    "title": title,
    "number": number,
    "heading": heading,
    "paragraph": paragraph,
    "note": note,
    "fields": fields,
    "long": long,
    "each": each,
    "grid": grid_strips,
    "table": table_strips,
    "chart": chart_strips,
    "sign": sign_strips,
    "seal": seal_strips,
    "page": page,
    "space": space,
    "at": at,
}
