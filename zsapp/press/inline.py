"""Inline text (行内文字): the parts of a template with the values of a record become runs of letters.

Values are letters and nothing else: what a clerk typed, `<`, `&` and braces included, is printed as typed.
Refuses to know: lines, pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zsapp.base.items import Item, Thing, base_of, items
from zsapp.press.definition import Block
from zsapp.press.fonts import BODY, HEADING
from zsapp.press.hands import HANDS, TICK
from zsapp.press.lines import Run
from zsapp.press.marks import BODY_SIZE, blanks
from zsapp.press.template import Choice, Hole, Literal, Part, Template

TICKED = "✓"
SHORT_BLANK = 4
"""Letters of blank left for a value that is not there and whose hole names no width."""
ITSELF = "."
"""The key of an item that stands for its whole thing (a clause's text is the clause)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where holes look for their values: a thing (None on a blank form), then what it lies in."""

    kind: type
    thing: Thing | None
    outer: "Scope | None" = None

    def find(self, name: str) -> tuple[Any, str]:
        """Return the value of an item and where in the record it stands; None and "" when unknown."""
        for one in items(self.kind):
            if one.name == name:
                return getattr(self.thing, name, None), self._path(one)
        return self.outer.find(name) if self.outer else (None, "")

    def _path(self, one: Item) -> str:
        own: dict[str, str] = getattr(self.thing, "paths", {})
        if one.name in own:
            return own[one.name]
        at = str(getattr(self.thing, "at", ""))
        if one.sheet_key == ITSELF:
            return at
        return f"{at}.{one.sheet_key}" if at else one.sheet_key

    def holds(self, block: Block) -> bool:
        """Say whether a block is to be printed: its `when` is there, its `unless` is not."""
        return (not block.when or self._is(block.when)) and not (block.unless and self._is(block.unless))

    def _is(self, name: str) -> bool:
        value = self.find(name)[0]
        return bool(value) and not missing(value)

    def members(self, name: str, empty: int) -> Iterator["Scope"]:
        """Yield a scope for each member of an item, or `empty` blank ones when it has none."""
        kind = self.type_of(name)
        value = self.find(name)[0]
        found: Sequence[Thing | None] = value if isinstance(value, tuple) else [value] if value else []
        for member in found or [None] * empty:
            yield Scope(kind, member, self)

    def type_of(self, name: str) -> Any:
        """Return the type of an item's members, or of the item itself."""
        for one in items(self.kind):
            if one.name == name:
                _, base, member = base_of(one.type)
                return member if base is tuple else base
        return self.outer.type_of(name) if self.outer else Thing


def missing(value: Any) -> bool:
    """Say whether there is no value: text of nothing but spaces is none, a child of 0 years has an age."""
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def written(hole: Hole, scope: Scope) -> tuple[str, str]:
    """Return a hole's value as it is written, and where it stands."""
    value, item = scope.find(hole.name) if hole.name else (None, "")
    if missing(value):
        return "", item
    return HANDS[hole.hand].write(value), item


def runs_of(template: Template, scope: Scope, role: str = BODY, size: float = BODY_SIZE) -> list[Run]:
    """Return the runs of a template with its values; a missing value leaves a blank."""
    plain = Run("", role, size)
    return [run for part in template for run in _part(part, scope, plain)]


def _part(part: Part, scope: Scope, plain: Run) -> list[Run]:
    if isinstance(part, Literal):
        return [replace(plain, text=part.text)]
    if isinstance(part, Choice):
        value, item = scope.find(part.name)
        return [replace(plain, text=part.words, item=item, strike=value is False)]
    if part.hand == TICK:
        return _tick(part, scope, plain)
    text, item = written(part, scope)
    if part.width:
        return _blank(text, part.width, replace(plain, item=item))
    waiting = text or part.usual or HANDS[part.hand].blank
    if waiting:
        return [replace(plain, text=waiting, item=item)]
    return [blanks(SHORT_BLANK, plain.role, plain.size, item)]


def _tick(part: Hole, scope: Scope, plain: Run) -> list[Run]:
    value, item = scope.find(part.name)
    box = replace(plain, text="□", item=item)
    return [box, replace(plain, text=TICKED, role=HEADING, tick=True)] if value else [box]


def _blank(text: str, width: int, plain: Run) -> list[Run]:
    """Return an underlined blank, or the text underlined: it is as wide as it needs to be."""
    if text:
        return [replace(plain, text=text, under=True)]
    return [blanks(width, plain.role, plain.size, plain.item)]


def paragraphs(runs: Sequence[Run]) -> list[list[Run]]:
    """Return runs cut at their line breaks; empty paragraphs are passed over."""
    found: list[list[Run]] = [[]]
    for run in runs:
        if "\n" not in run.text:
            found[-1].append(run)
            continue
        for n, text in enumerate(run.text.split("\n")):
            if n:
                found.append([])
            if text:
                found[-1].append(replace(run, text=text))
    return [one for one in found if any(run.blank or run.text.strip() for run in one)]
