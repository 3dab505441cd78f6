"""Paths (数据位置): read and change one datum deep in a frozen document: `parties[0].guardians[1].name`.

The same paths stand in findings (`where`), refusals (`field`) and the places of a printed page. Plain Python.
"""

import dataclasses
import re
from typing import Any, TypeVar

from zsapp.base.items import Item, Thing, base_of, item_of, items

T = TypeVar("T", bound=Thing)
PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def parts_of(path: str) -> tuple[str | int, ...]:
    """Return ("parties", 0, "name") for "parties[0].name"."""
    return tuple(int(number) if number else name for name, number in PART.findall(path))


def path_of(parts: tuple[str | int, ...]) -> str:
    """Return the text of parts."""
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def join(prefix: str, path: str) -> str:
    """Return a path below a prefix."""
    if not prefix or not path:
        return prefix or path
    return f"{prefix}.{path}"


def parent_of(path: str) -> str:
    """Return the path of what holds this datum, or the empty text."""
    return path_of(parts_of(path)[:-1])


def get_at(thing: Any, path: str) -> Any:
    """Return the datum at a path, None where the way ends early."""
    for part in parts_of(path):
        if thing is None:
            return None
        if isinstance(part, int):
            thing = thing[part] if part < len(thing) else None
        else:
            thing = getattr(thing, part)
    return thing


def set_at(thing: T, path: str, value: Any) -> T:
    """Return the document with the datum changed; what is missing on the way is made."""
    changed: T = _set(thing, type(thing), parts_of(path), value)
    return changed


def _set(holder: Any, kind: Any, parts: tuple[str | int, ...], value: Any) -> Any:
    if not parts:
        return value
    first, rest = parts[0], parts[1:]
    if isinstance(first, int):
        members = list(holder or ())
        while len(members) <= first:
            members.append(_empty(kind))
        members[first] = _set(members[first], kind, rest, value)
        return tuple(members)
    holder = _empty(kind) if holder is None else holder
    _, inner, member = base_of(item_of(kind, str(first)).type)
    changed = _set(getattr(holder, str(first)), member if inner is tuple else inner, rest, value)
    return dataclasses.replace(holder, **{str(first): changed})


def _empty(kind: Any) -> Any:
    return kind() if isinstance(kind, type) and issubclass(kind, Thing) else "" if kind is str else None


def remove_at(thing: T, path: str) -> T:
    """Return the document without the list member at a path ending in [n]."""
    *holder, index = parts_of(path)
    where = path_of(tuple(holder))
    members = get_at(thing, where) or ()
    return set_at(thing, where, tuple(one for n, one in enumerate(members) if n != index))


def item_at(kind: type, path: str) -> Item:
    """Return the item a path ends at; for a list member the item of the list.

    Raises:
        KeyError: there is none of that name.
    """
    found: Item | None = None
    for part in parts_of(path):
        if isinstance(part, int):
            continue
        found = item_of(kind, part)
        _, inner, member = base_of(found.type)
        kind = member if inner in (tuple, dict) else inner
    if found is None:
        raise KeyError(path)
    return found


def is_blank(value: Any, besides: frozenset[str] = frozenset()) -> bool:
    """Say whether nothing was filled in; `besides` names items that do not count (a prefilled role)."""
    if isinstance(value, Thing):
        return all(
            is_blank(getattr(value, one.name)) for one in items(type(value)) if one.name not in besides
        )
    if isinstance(value, tuple):
        return all(is_blank(one, besides) for one in value)
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == {}


def label_at(kind: type, path: str) -> str:
    """Return a path in words a clerk knows: 当事人第1项的证件号码."""
    words = ""
    for part in parts_of(path):
        if isinstance(part, int):
            words += f"第{part + 1}项"
            continue
        try:
            one = item_of(kind, part)
        except (KeyError, TypeError):
            return words
        words += ("的" if words.endswith("项") else "") + one.label
        _, inner, member = base_of(one.type)
        kind = member if inner in (tuple, dict) else inner
    return words
