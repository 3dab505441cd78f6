"""Subsidies in the index (补贴索引): the scheme in force and the claims. Pure; knows no SQL."""

from typing import Any

from zsapp.records.index_of import IndexRow, Words, text_at
from zsapp.rules.subsidy import SCHEME, SECTOR

__all__ = ["SCHEME", "SECTOR", "index_of", "scheme_index_of", "words_of"]


def index_of(payload: dict[str, Any]) -> IndexRow:
    """Return what lists need of a claim; it is found by committee and month."""
    committee, month = text_at(payload, "committee"), text_at(payload, "month")
    return IndexRow(title=committee, number=month, org=committee, ref=month)


def scheme_index_of(payload: dict[str, Any]) -> IndexRow:
    """Return what lists need of a scheme; a station has one, found by the word itself."""
    return IndexRow(title=text_at(payload, "name"), number=text_at(payload, "doc_no"), org=SCHEME, ref=SCHEME)


def words_of(payload: dict[str, Any]) -> Words:
    """Return what search needs: the committee or the scheme's name."""
    return Words((), text_at(payload, "committee") or text_at(payload, "name"))
