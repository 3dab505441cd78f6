"""Undo across fields (撤销): every document that was, with the field that changed it. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from zsapp.screens.kit.paths import parts_of, path_of

T = TypeVar("T")
STRETCH = 16
"""Characters typed in one field before undo takes a new breath."""


@dataclass(slots=True)
class History(Generic[T]):
    """Undo across fields: every document that was, with the field that changed it."""

    past: list[tuple[T, str]] = field(default_factory=list)
    future: list[tuple[T, str]] = field(default_factory=list)
    _path: str = ""
    _typed: int = 0

    DEPTH = 500

    def note(self, before: T, path: str, value: Any) -> None:
        """Keep what was before a change; letters typed on in one field are one stretch, up to a point."""
        self.future.clear()
        self._typed += 1
        ended = isinstance(value, str) and value.endswith(("。", "；", "\n", "，"))
        if path and path == self._path and self._typed < STRETCH and not ended:
            return
        self._path, self._typed = path, 0
        self.past.append((before, path))
        del self.past[: -self.DEPTH]

    def pause(self) -> None:
        """End the stretch: the clerk went to another field."""
        self._path = ""

    def back(self, now: T) -> tuple[T, str] | None:
        """Return the document before the last change and the field it was made in."""
        return self._turn(self.past, self.future, now)

    def forth(self, now: T) -> tuple[T, str] | None:
        """Return the document that was undone."""
        return self._turn(self.future, self.past, now)

    def _turn(self, source: list[tuple[T, str]], target: list[tuple[T, str]], now: T) -> tuple[T, str] | None:
        if not source:
            return None
        document, path = source.pop()
        target.append((now, path))
        self.pause()
        return document, path


def without(texts: Mapping[str, T], member: str) -> dict[str, T]:
    """Return what is kept by paths without a list member that was removed; those after it move up."""
    *holder, index = parts_of(member)
    kept = {}
    for path, text in texts.items():
        parts = list(parts_of(path))
        at = parts[len(holder)] if parts[: len(holder)] == holder and len(parts) > len(holder) else None
        if at == index:
            continue
        if isinstance(at, int) and isinstance(index, int) and at > index:
            parts[len(holder)] = at - 1
        kept[path_of(tuple(parts))] = text
    return kept


def member_of(path: str) -> str:
    """Return the innermost list member a path lies in (parties[0].guardians[1]), or the empty text."""
    parts = parts_of(path)
    for at in range(len(parts) - 1, -1, -1):
        if isinstance(parts[at], int):
            return path_of(parts[: at + 1])
    return ""
