"""Stations in the index (工作站索引): payload to index values. Pure; knows no SQL."""

from typing import Any

from zsapp.records.index_of import IndexRow, Words, text_at
from zsapp.rules.station import SECTOR

__all__ = ["SECTOR", "index_of", "words_of"]


def index_of(payload: dict[str, Any]) -> IndexRow:
    """Return what lists need of a station's profile, from its wire form."""
    return IndexRow(
        title=text_at(payload, "name"),
        number=text_at(payload, "code"),
        org=text_at(payload, "org"),
        kind=text_at(payload, "tier"),
    )


def words_of(payload: dict[str, Any]) -> Words:
    """Return what search needs of a station's profile, from its wire form."""
    return Words((), text_at(payload, "name"))
