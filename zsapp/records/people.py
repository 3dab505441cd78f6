"""Persons in the index (人员索引): payload to index values. Pure; knows no SQL."""

from typing import Any

from zsapp.records.index_of import IndexRow, Named, Words, text_at
from zsapp.rules.person import SECTOR

__all__ = ["SECTOR", "index_of", "words_of"]

MERGED = "已合并"
"""The state of a record that stands for a person known by another record; undone by emptying the item."""


def index_of(payload: dict[str, Any]) -> IndexRow:
    """Return what lists, and the search for a known person, need: name, identity number, telephone."""
    return IndexRow(
        title=text_at(payload, "name"),
        number=text_at(payload, "id_no").upper(),
        alias=text_at(payload, "phone"),
        state=MERGED if text_at(payload, "merged_into") else "",
    )


def words_of(payload: dict[str, Any]) -> Words:
    """Return what search needs of a person, from its wire form."""
    row = index_of(payload)
    return Words(
        (Named(row.title, row.number, row.alias),), f"{row.title}\n{text_at(payload, 'address')}".strip()
    )
