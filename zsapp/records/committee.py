"""Committees in the index (调委会索引): payload to index values. Pure; knows no SQL."""

from typing import Any

from zsapp.records.index_of import IndexRow, Words, text_at
from zsapp.rules.committee import SECTOR

__all__ = ["SECTOR", "index_of", "words_of"]


def index_of(payload: dict[str, Any]) -> IndexRow:
    """Return what lists need of a committee, from its wire form; it is found by its name."""
    name = text_at(payload, "name")
    return IndexRow(title=name, org=name, ref=name, kind=text_at(payload, "kind"))


def words_of(payload: dict[str, Any]) -> Words:
    """Return what search needs of a committee, from its wire form."""
    return Words((), text_at(payload, "name"))
