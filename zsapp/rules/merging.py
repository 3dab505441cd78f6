"""Merging (合并): two documents made from one, field by field (decision 6). Pure.

What only one side has changed is taken from it; what both have changed to different values is a hard
conflict, which a person decides. A list is one field: nobody can tell which of its members was meant.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str, ...]
Document = Mapping[str, Any]
ABSENT: Any = object()
MINE, THEIRS = "mine", "theirs"


def changed(base: Document, new: Document) -> dict[Path, Any]:
    """Return every field that differs from the base with its new value, `ABSENT` for one that is gone."""
    return dict(_changed(base, new, ()))


def _changed(base: Document, new: Document, at: Path) -> Iterator[tuple[Path, Any]]:
    for key in dict.fromkeys((*base, *new)):
        before, after = base.get(key, ABSENT), new.get(key, ABSENT)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _changed(before, after, (*at, key))
        elif before is ABSENT or after is ABSENT or before != after:
            yield (*at, key), after


def conflicts(base: Document, mine: Document, theirs: Document) -> tuple[Path, ...]:
    """Return the fields that both sides have changed, and not to the same value."""
    ours, others = changed(base, mine), changed(base, theirs)
    return tuple(
        path
        for path in ours
        if any(_meet(path, other) and not _same(path, ours, other, others) for other in others)
    )


def _meet(one: Path, other: Path) -> bool:
    """Say whether two fields are one, or one holds the other."""
    return one[: len(other)] == other[: len(one)]


def _same(path: Path, ours: Mapping[Path, Any], other: Path, others: Mapping[Path, Any]) -> bool:
    return path == other and ours[path] is not ABSENT and ours[path] == others[other]


def merged(
    base: Document, mine: Document, theirs: Document, decided: Mapping[Path, str] | None = None
) -> dict[str, Any]:
    """Return our document with what only they have changed, and with the fields decided for them."""
    sides = decided or {}
    found: dict[str, Any] = _copy(mine)
    ours = changed(base, mine)
    for path, value in changed(base, theirs).items():
        meeting = [one for one in ours if _meet(one, path)]
        if all(sides.get(one) == THEIRS for one in meeting):
            for one in meeting:
                _set(found, one, ABSENT if _at(theirs, one) is ABSENT else _at(theirs, one))
            _set(found, path, value)
    return found


def _copy(value: Any) -> Any:
    return {key: _copy(member) for key, member in value.items()} if isinstance(value, Mapping) else value


def _at(document: Any, path: Path) -> Any:
    for key in path:
        document = document.get(key, ABSENT) if isinstance(document, Mapping) else ABSENT
    return document


def _set(document: dict[str, Any], path: Path, value: Any) -> None:
    *way, last = path
    for key in way:  # ours has the groups on the way: else it has changed them, and they were met first
        document = document[key]
    if value is ABSENT:
        document.pop(last, None)
    else:
        document[last] = _copy(value)


def name_of(path: Path) -> str:
    """Return a field's path as people and the terminal name it."""
    return ".".join(path)


def value_at(document: Document, name: str) -> Any:
    """Return the value of a field by its name, None when there is none."""
    found = _at(document, tuple(name.split(".")))
    return None if found is ABSENT else found
