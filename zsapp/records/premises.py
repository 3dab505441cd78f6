"""Premises and duty rosters in the index (服务场所、值守表索引): payload to index values. Knows no SQL."""

from typing import Any

from zsapp.records.index_of import IndexRow, Words, text_at
from zsapp.rules.duty_roster import SECTOR as ROSTER
from zsapp.rules.premises import SECTOR

__all__ = ["ROSTER", "SECTOR", "index_of", "roster_of", "words_of"]


def index_of(payload: dict[str, Any]) -> IndexRow:
    """Return what lists need of a premises: one of each organisation, found by its code."""
    org = text_at(payload, "org")
    return IndexRow(title=text_at(payload, "name"), org=org, ref=org)


def roster_of(payload: dict[str, Any]) -> IndexRow:
    """Return what lists need of the roster of a month, found by organisation and month."""
    org, month = text_at(payload, "org"), text_at(payload, "month")
    title = f"{text_at(payload, 'org_name')} {month[:7]}".strip()
    return IndexRow(title=title, org=org, ref=month, accepted_on=month)


def words_of(payload: dict[str, Any]) -> Words:
    """Return what search needs of either: a name and an address."""
    told = (text_at(payload, "name"), text_at(payload, "address"), text_at(payload, "org_name"))
    return Words((), "\n".join(one for one in told if one))
