"""The sectors of the store (记录种类): how payloads are read and indexed. A new sector is one line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zsapp.base.entry import Entry
from zsapp.base.items import Thing
from zsapp.base.plain import from_plain
from zsapp.records import committee, mediation, people, reporting, station, subsidy
from zsapp.records.index_of import IndexRow, Words
from zsapp.records.upcasts import Payload, read_payload
from zsapp.rules.committee import Committee
from zsapp.rules.mediation import Case
from zsapp.rules.person import Person
from zsapp.rules.reporting import Counters, FrozenReport
from zsapp.rules.station import StationProfile
from zsapp.rules.subsidy import Claim, Scheme


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: the shape of its payloads, what lists and search need of one, and its line in a register."""

    shape: type[Thing]
    index_of: Callable[[Payload], IndexRow]
    words_of: Callable[[Payload], Words]
    line_of: Callable[[Payload], dict[str, Any] | None] | None = None


SECTORS: Mapping[str, Sector] = {
    committee.SECTOR: Sector(Committee, committee.index_of, committee.words_of),
    mediation.SECTOR: Sector(Case, mediation.index_of, mediation.words_of, mediation.line_of),
    people.SECTOR: Sector(Person, people.index_of, people.words_of),
    reporting.COUNTERS: Sector(Counters, reporting.counters_of, reporting.words_of),
    reporting.REPORT: Sector(FrozenReport, reporting.report_of, reporting.words_of),
    station.SECTOR: Sector(StationProfile, station.index_of, station.words_of),
    subsidy.SECTOR: Sector(Claim, subsidy.index_of, subsidy.words_of),
    subsidy.SCHEME: Sector(Scheme, subsidy.scheme_index_of, subsidy.words_of),
}


def index_of(sector: str, payload: Payload) -> IndexRow:
    """Return what lists need of a record; a sector that nobody knows here is kept, but has no title."""
    return SECTORS[sector].index_of(payload) if sector in SECTORS else IndexRow()


def words_of(sector: str, payload: Payload) -> Words:
    """Return what search needs of a record."""
    return SECTORS[sector].words_of(payload) if sector in SECTORS else Words()


def line_of(sector: str, payload: Payload) -> dict[str, Any] | None:
    """Return a record's line in the register by its columns, None where its sector has no register."""
    make = SECTORS[sector].line_of if sector in SECTORS else None
    return make(payload) if make and payload else None


def read_entry(entry: Entry) -> Payload:
    """Return an entry's payload in today's shape; an erased one is empty.

    Raises:
        Trouble: STORE_NEWER, DATA_UNREADABLE.
    """
    if entry.payload is None:
        return {}
    return read_payload(entry.header.sector, entry.header.schema, entry.payload)


def check_payload(sector: str, payload: Payload) -> None:
    """Hold a payload that came from elsewhere against the shape of its sector.

    Raises:
        Refusal: IMPORT_KEY_UNKNOWN, IMPORT_TYPE_WRONG … with the path of the item.
    """
    if sector in SECTORS:
        from_plain(SECTORS[sector].shape, payload)
