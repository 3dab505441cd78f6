"""Charts (图): bars one below the other, or months side by side with a line through them; a goal is dashed.

Black and grey only: it is printed on what a village has. Every value stands beside its bar in figures, so
that nobody has to measure. Refuses to know: what is counted, PDF.
"""

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

from zsapp.press.definition import Block
from zsapp.press.fonts import BODY, HEADING
from zsapp.press.inline import Scope
from zsapp.press.lines import Run, Setter
from zsapp.press.marks import FREE, GRID, HAIR, MEASURE, MM, TIGHT, Mark, Rule, Strip, baseline, words_of
from zsapp.rules.paper_charts import BARS, ChartPoint, PaperChart

CAPTION, SMALL = 12.0, 9.0
ROW, BAR = 6.2 * MM, 3.6 * MM
"""How deep a row of bars is, and its bar."""
PAGEFUL = 30
"""So many bars stay together; the city has 23 towns, and no town has more villages than 29."""
NAMES, FIGURES = 34 * MM, 18 * MM
"""Room for the names left of the bars, and for the figures right of them."""
HIGH, FOOT, HEAD = 46 * MM, 8 * MM, 6 * MM
"""How high a trend is, and the room for the months below and the figures above it."""
DOT = 1.6 * MM
BAR_GREY, GOAL_GREY = 0.55, 0.35
DASH, SPACE = 4.0, 3.0


def chart_strips(block: Block, scope: Scope, setter: Setter) -> Iterator[Strip]:
    """Yield the strips of a chart item: caption, bars or trend, and what its dashed line means."""
    plain = Setter(setter.shelf)
    for member in scope.members(block.of, 0):
        chart = member.thing
        if isinstance(chart, PaperChart) and chart.points:
            yield _text(chart.caption, plain, HEADING, CAPTION)
            strips = [*_bars(chart, plain)] if chart.kind == BARS else [_trend(chart, plain)]
            yield from strips
            if chart.goal is not None and chart.goal_text:
                yield _text(f"虚线：{chart.goal_text}", plain, BODY, SMALL)


def _text(text: str, setter: Setter, role: str, size: float) -> Strip:
    line = setter.lines([Run(text, role, size)], MEASURE, justify=False)[0]
    return Strip(GRID * 0.8, tuple(words_of(line, 0.0, baseline(GRID * 0.8, size))), glue=TIGHT)


def _set(
    text: str, place: tuple[float, float], room: float, setter: Setter, side: str = "l"
) -> Iterator[Mark]:
    """Yield small letters within a room, smaller where they do not fit, at its left, middle or right."""
    x, y = place
    size = SMALL
    width = setter.measure([Run(text, BODY, size)])
    if width > room:
        size = max(5.0, size * room / width)
        width = setter.measure([Run(text, BODY, size)])
    start = x + {"l": 0.0, "c": (room - width) / 2, "r": room - width}[side]
    yield from words_of(setter.lines([Run(text, BODY, size)], 10 * MEASURE, justify=False)[0], start, y)


def _bars(chart: PaperChart, setter: Setter) -> Iterator[Strip]:
    room = MEASURE - NAMES - FIGURES
    for n, point in enumerate(chart.points):
        marks: list[Mark] = [*_set(point.label, (0.0, baseline(ROW, SMALL)), NAMES - 2 * MM, setter, "r")]
        marks.append(Rule(NAMES, 0.0, NAMES, ROW))
        long = _part(point.value, chart.most) * room
        if long > 0:
            marks.append(Rule(NAMES, ROW / 2, NAMES + long, ROW / 2, BAR, BAR_GREY))
        x = NAMES + long + 1.5 * MM
        marks += _set(point.text, (x, baseline(ROW, SMALL)), FIGURES, setter)
        if chart.goal is not None:
            at = NAMES + _part(chart.goal, chart.most) * room
            marks += _dashes([(at, 0.0), (at, ROW)])
        last = n == len(chart.points) - 1
        held = bool(chart.goal_text) if last else n % PAGEFUL != PAGEFUL - 1
        yield Strip(ROW, tuple(marks), glue=TIGHT if held else FREE)


def _part(value: Decimal | None, most: Decimal) -> float:
    return float(value / most) if value is not None and value > 0 else 0.0


def _trend(chart: PaperChart, setter: Setter) -> Strip:
    base, room = HEAD + HIGH, MEASURE / len(chart.points)
    marks: list[Mark] = [Rule(0.0, base, MEASURE, base)]
    if chart.goal is not None:
        y = base - _part(chart.goal, chart.most) * HIGH
        marks += _dashes([(0.0, y), (MEASURE, y)])
    places = [_place(n, point, chart, room) for n, point in enumerate(chart.points)]
    known = [one for one in places if one is not None]
    marks += [Rule(a[0], a[1], b[0], b[1], HAIR * 2) for a, b in itertools.pairwise(known)]
    for x, y in known:
        marks.append(Rule(x - DOT / 2, y, x + DOT / 2, y, DOT))
    for n, point in enumerate(chart.points):
        found = places[n]
        top = (found[1] if found else base) - 1.5 * MM
        marks += _set(point.text, (n * room, top), room, setter, "c")
        marks += _set(point.label, (n * room, base + 4 * MM), room, setter, "c")
    return Strip(HEAD + HIGH + FOOT, tuple(marks), glue=TIGHT)


def _place(n: int, point: ChartPoint, chart: PaperChart, room: float) -> tuple[float, float] | None:
    if point.value is None:
        return None
    return (n + 0.5) * room, HEAD + HIGH - _part(point.value, chart.most) * HIGH


def _dashes(ends: Sequence[tuple[float, float]]) -> Iterator[Mark]:
    """Yield an upright or level line in dashes."""
    (x0, y0), (x1, y1) = ends
    length = max(x1 - x0, y1 - y0)
    at = 0.0
    while at < length:
        to = min(at + DASH, length)
        level = x1 > x0
        yield Rule(
            x0 + (at if level else 0.0),
            y0 + (0.0 if level else at),
            x0 + (to if level else 0.0),
            y0 + (0.0 if level else to),
            HAIR * 1.6,
            GOAL_GREY,
        )
        at += DASH + SPACE
