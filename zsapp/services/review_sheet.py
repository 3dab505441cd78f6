"""A record to be read (通读): every item that is filled in, by its label, for every sector alike."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zsapp.base.errors import Refusal
from zsapp.base.items import Item, Thing, base_of, is_empty, items
from zsapp.base.plain import from_plain
from zsapp.records.sectors import SECTORS
from zsapp.records.upcasts import Payload


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One item: how deep it stands, its label, its text; a group has no text of its own."""

    depth: int
    label: str
    text: str = ""


def sheet_of(sector: str, payload: Payload) -> tuple[SheetLine, ...]:
    """Return a record's items that hold something, in reading order; nothing of a sector unknown here."""
    if sector not in SECTORS or not payload:
        return ()
    try:
        return tuple(_lines(from_plain(SECTORS[sector].shape, payload), 0))
    except Refusal:  # of another program's shape: who reviews it sees what lists say of it
        return ()


def label_of(sector: str, name: str) -> str:
    """Return the label of a field by its place in a payload, `parties[0].name`: 当事人 1 · 姓名.

    A place that nobody knows is returned as it is.
    """
    kind: type | None = SECTORS[sector].shape if sector in SECTORS else None
    labels: list[str] = []
    for part in name.split("."):
        key, _, at = part.rstrip("]").partition("[")
        known = {one.wire_key: one for one in items(kind)} if kind else {}
        if key not in known:
            return name if not labels else " · ".join((*labels, part))
        labels.append(f"{known[key].label} {int(at) + 1}" if at.isdecimal() else known[key].label)
        _, plain, member = base_of(known[key].type)
        inner = member if at else plain
        kind = inner if isinstance(inner, type) and issubclass(inner, Thing) else None
    return " · ".join(labels)


def text_of(value: Any) -> str:
    """Return a value of a payload in few words."""
    if value is None or value in ("", [], {}):
        return "（空）"
    if isinstance(value, list):
        named = [one.get("name") or one.get("text") if isinstance(one, dict) else one for one in value]
        return "、".join(str(one) for one in named if one) or f"{len(value)}项"
    return "、".join(map(str, value.values())) if isinstance(value, dict) else str(value)


def _lines(thing: Thing, depth: int) -> list[SheetLine]:
    found: list[SheetLine] = []
    for one in items(type(thing)):
        value = getattr(thing, one.name)
        if not is_empty(value) and not one.internal:
            found += _item(one, value, depth)
    return found


def _item(one: Item, value: Any, depth: int) -> list[SheetLine]:
    if isinstance(value, Thing):
        return [SheetLine(depth, one.label), *_lines(value, depth + 1)]
    if isinstance(value, dict):
        rows = [SheetLine(depth + 1, str(key), _text(one, member)) for key, member in value.items()]
        return [SheetLine(depth, one.label), *rows]
    if isinstance(value, tuple):
        return _members(one, value, depth)
    return [SheetLine(depth, one.label, _text(one, value))]


def _members(one: Item, value: tuple[Any, ...], depth: int) -> list[SheetLine]:
    if not any(isinstance(member, Thing) for member in value):
        lines = "\n" if any(len(str(member)) > 12 for member in value) else "、"
        return [SheetLine(depth, one.label, lines.join(_text(one, member) for member in value))]
    found: list[SheetLine] = []
    for number, member in enumerate(value, 1):
        found += [SheetLine(depth, f"{one.label} {number}"), *_lines(member, depth + 1)]
    return found


def _text(one: Item, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, Decimal):
        return f"{value:,f}{one.unit}"
    return str(value)
