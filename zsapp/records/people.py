"""Persons in the index (人员索引): payload to index values. Pure; knows no SQL."""

from typing import Any

from zsapp.records.index_of import IndexRow, Named, Words, text_at
from zsapp.rules.person import SECTOR

__all__ = ["SECTOR", "index_of", "words_of"]

MERGED, VOID = "已合并", "作废"
"""The state of a record that stands for a person known by another, and of one that went with the import that
made it; undone by emptying the item."""


def index_of(payload: dict[str, Any]) -> IndexRow:
    """Return what lists, and the search for a known person, need: name, identity number, telephone."""
    void = VOID if text_at(payload, "void") else ""
    return IndexRow(
        title=text_at(payload, "name"),
        number=text_at(payload, "id_no").upper(),
        alias=text_at(payload, "phone"),
        state=MERGED if text_at(payload, "merged_into") else void,
    )


def words_of(payload: dict[str, Any]) -> Words:
    """Return what search needs of a person, from its wire form."""
    row = index_of(payload)
    return Words(
        (Named(row.title, row.number, row.alias),), f"{row.title}\n{text_at(payload, 'address')}".strip()
    )
