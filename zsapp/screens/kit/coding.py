"""Coding (代码): a document holds the codes of some lists, a clerk reads and types words. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from zsapp.screens.kit.kinds import Kind
from zsapp.screens.kit.reading import Reading


@dataclass(frozen=True, slots=True)
class Coding:
    """The words of codes, by the names of their lists; a list that is not here is held in its own words."""

    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def words_of(self, name: str, value: Any) -> Any:
        """Return the words of a code; of anything else what it is."""
        return self.lists.get(name, {}).get(value, value)

    def value_of(self, name: str, words: Any) -> Any:
        """Return the code of words; of anything else what it is."""
        return next((code for code, one in self.lists.get(name, {}).items() if one == words), words)

    def coded(self, kind: Kind) -> Kind:
        """Return how an item is typed whose list may be held in codes."""
        if kind.codes not in self.lists:
            return kind

        def read(text: str) -> Reading:
            found = kind.read(text)
            return found if found.fault else Reading(self.value_of(kind.codes, found.value))

        return replace(kind, read=read, show=lambda value: kind.show(self.words_of(kind.codes, value)))
