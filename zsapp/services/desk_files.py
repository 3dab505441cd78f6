"""Front-desk records in record files (记录文件): how an entry is read and written. Stores nothing.

What import files do not carry is kept over a new version: numbers, steps, links, reasons.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from zsapp.base.items import Thing, items
from zsapp.base.plain import from_sheet, to_sheet
from zsapp.rules.desk_record import DeskRecord
from zsapp.rules.front_desk import Service
from zsapp.rules.mediation import ANNOTATIONS


def read_entry_of(row: Service, entry: Mapping[str, Any]) -> Any:
    """Return the record of an entry; whom it was passed on to may stand there as a bare number: 12348.

    Raises:
        Refusal: what is wrong with it, at its item.
    """
    slip = entry.get("referral")
    to = slip.get("to") if isinstance(slip, dict) else None
    if not isinstance(slip, dict) or not isinstance(to, int) or isinstance(to, bool):
        return from_sheet(row.shape, dict(entry), ANNOTATIONS)
    record = from_sheet(row.shape, {**entry, "referral": {**slip, "to": str(to)}}, ANNOTATIONS)
    return replace(record, referral=replace(record.referral, unquoted=True)) if record.referral else record


def entry_of(record: DeskRecord) -> dict[str, Any]:
    """Return a record in the shape of import files, as `read_entry_of` reads it."""
    entry = to_sheet(record)
    if record.referral and record.referral.unquoted and record.referral.to.isdecimal():
        entry["referral"]["to"] = int(record.referral.to)
    return entry


def carried(record: Any, old: Any) -> Any:
    """Keep what import files do not carry over a new version: numbers, steps, links, reasons."""
    if old is None:
        return record
    ours = {one.name for one in items(type(record)) if one.internal and one.name != "void"}
    kept = replace(record, **{name: getattr(old, name) for name in ours})
    for name in {one.name for one in items(type(record)) if not one.internal}:
        new, was = getattr(kept, name), getattr(old, name)
        if isinstance(new, Thing) and isinstance(was, Thing):
            inner = {one.name for one in items(type(new)) if one.internal} - {"person_id"}
            kept = replace(kept, **{name: replace(new, **{each: getattr(was, each) for each in inner})})
    if kept.referral and old.referral and not kept.referral.number:
        kept = replace(kept, referral=replace(kept.referral, number=old.referral.number))
    return kept
