"""Counters and frozen reports in the index (填报数与已锁定报表索引): payload to index values. Pure."""

from typing import Any

from zsapp.records.index_of import IndexRow, Words, text_at
from zsapp.rules.reporting import COUNTERS, REPORT, ref_of

__all__ = ["COUNTERS", "REPORT", "counters_of", "report_of", "words_of"]


def counters_of(payload: dict[str, Any]) -> IndexRow:
    """Return what finds the counters of a committee and month."""
    committee, month = text_at(payload, "committee"), text_at(payload, "month")
    return IndexRow(title=f"{committee} {month[:7]} 排查预防", org=committee, ref=month, accepted_on=month)


def report_of(payload: dict[str, Any]) -> IndexRow:
    """Return what finds a frozen report."""
    first, last, name = (text_at(payload, key) for key in ("first", "last", "report"))
    ref = ref_of(name, first, last, text_at(payload, "basis"), text_at(payload, "committee"))
    return IndexRow(
        title=f"{first}至{last} {name}",
        org=text_at(payload, "station"),
        ref=ref,
        kind=name,
        accepted_on=last,
    )


def words_of(_payload: dict[str, Any]) -> Words:
    """Return nothing: these are found by period, not by words."""
    return Words()
