"""Cases in record files (记录文件): how an entry stands to the record that is kept already. Writes nothing.

What import files do not carry is kept over a new version: reasons given, rights told, scans, signatures.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import items
from zsapp.base.plain import from_plain, from_sheet, to_sheet
from zsapp.records.store import Reader, Stored
from zsapp.rules.mediation import ANNOTATIONS, SECTOR, Case
from zsapp.rules.mediation_state import check_minimum

Foreseen = Literal["new", "changed", "same"]
"""What an import would do: a new record, a new version of one, or nothing."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One record of an import file: its ref, its id here, its number, and whether anything changed."""

    ref: str
    id: str
    number: str
    changed: bool


def read_sheet(sheet: dict[str, object]) -> Case:
    """Return the case of an entry of a record file, held against the least that opens one.

    Raises:
        Refusal: what is wrong with it, at its item.
    """
    if "id" in sheet and "case" not in sheet:
        raise Refusal(Code.SECTOR_UNKNOWN, field="id")
    case = from_sheet(Case, sheet, ANNOTATIONS)
    check_minimum(case)
    return case


def known_as(reader: Reader, case: Case) -> Stored | None:
    """Return the record that an import file's case stands for (decision 18)."""
    known = reader.find_ref(SECTOR, case.committee, case.case) if case.case else None
    return reader.record(known) if known else None


def says_already(stored: Stored, case: Case) -> bool:
    """Say whether a record stands as an import file has it; one that was made void does not."""
    kept = from_plain(Case, stored.payload)
    return not kept.void and to_sheet(kept) == to_sheet(_with_numbers(case, kept))


def carried(case: Case, stored: Stored | None) -> Case:
    """Return a file's case with what files do not carry of the record it is a new version of."""
    if stored is None:
        return case
    old = from_plain(Case, stored.payload)
    ours = (one.name for one in items(Case) if one.internal and one.name != "void")
    kept: dict[str, Any] = {name: getattr(old, name) for name in ours}
    return _with_numbers(replace(case, **kept), old)


def _with_numbers(case: Case, kept: Case) -> Case:
    """Return a file's case under the numbers it was given here: a printed number never changes."""
    return replace(
        case,
        volume_no=case.volume_no or kept.volume_no,
        agreement_no=case.agreement_no or kept.agreement_no,
    )
