"""The sectors of the store (记录种类): how payloads are read and indexed. A new sector is one line here."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zsapp.base.entry import SCHEMA, Entry
from zsapp.base.errors import Refusal
from zsapp.base.items import Thing
from zsapp.base.plain import from_plain
from zsapp.records import (
    committee,
    front_desk,
    legal_aid,
    mediation,
    people,
    premises,
    reporting,
    station,
    subsidy,
)
from zsapp.records.index_of import OPEN, RESTRICTED, SEALED, IndexRow, Words
from zsapp.records.shapes import fits, read_fast, read_fitting
from zsapp.records.upcasts import Payload, read_payload
from zsapp.rules.committee import Committee
from zsapp.rules.duty_roster import DutyMonth
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.legal_aid import LegalAidIntake, restricted_for
from zsapp.rules.mediation import Case
from zsapp.rules.person import Person
from zsapp.rules.premises import Premises
from zsapp.rules.reporting import Counters, FrozenReport
from zsapp.rules.station import StationProfile
from zsapp.rules.subsidy import Claim, Scheme


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: the shape of its payloads, what lists and search need of one, and its line in a register.

    `both` gives index row and line at once, the line without names: less work than one after the other.
    `restricted_for` says why a record may be seen by few only (限制查看), where a sector has such records.
    """

    shape: type[Thing]
    index_of: Callable[[Payload], IndexRow]
    words_of: Callable[[Payload], Words]
    line_of: Callable[[Payload], dict[str, Any] | None] | None = None
    restricted_for: Callable[[Any], tuple[str, ...]] | None = None
    both: Callable[[Payload], tuple[IndexRow, dict[str, Any] | None]] | None = None


SECTORS: Mapping[str, Sector] = {
    committee.SECTOR: Sector(Committee, committee.index_of, committee.words_of),
    legal_aid.SECTOR: Sector(LegalAidIntake, legal_aid.index_of, legal_aid.words_of, None, restricted_for),
    mediation.SECTOR: Sector(
        Case,
        mediation.index_of,
        mediation.words_of,
        mediation.line_of,
        both=mediation.index_and_line,
    ),
    people.SECTOR: Sector(Person, people.index_of, people.words_of),
    premises.SECTOR: Sector(Premises, premises.index_of, premises.words_of),
    premises.ROSTER: Sector(DutyMonth, premises.roster_of, premises.words_of),
    reporting.COUNTERS: Sector(Counters, reporting.counters_of, reporting.words_of),
    reporting.REPORT: Sector(FrozenReport, reporting.report_of, reporting.words_of),
    station.SECTOR: Sector(StationProfile, station.index_of, station.words_of),
    subsidy.SECTOR: Sector(Claim, subsidy.index_of, subsidy.words_of),
    subsidy.SCHEME: Sector(Scheme, subsidy.scheme_index_of, subsidy.words_of),
    **{
        row.sector: Sector(
            row.shape,
            functools.partial(front_desk.index_of, row),
            functools.partial(front_desk.words_of, row),
            None,
            row.restricted_for,
        )
        for row in SERVICES.values()
    },
}


def index_of(sector: str, payload: Payload) -> IndexRow:
    """Return what lists need of a record; a sector that nobody knows here is kept, but has no title.

    Of a restricted record nothing that names a person is told (decision 12).
    """
    found = SECTORS[sector].index_of(payload) if sector in SECTORS else IndexRow()
    guard = guard_of(sector, payload)
    return found._replace(guard=guard, title=f"{HIDDEN[guard]} {found.kind}".strip()) if guard else found


def guard_of(sector: str, payload: Payload) -> int:
    """Return who may find a record: as it says itself, or as the rule says of one that forgot to.

    One that came without its content is closed to everybody; one that cannot be read is taken for restricted.
    """
    found = SECTORS.get(sector)
    if found is None or found.restricted_for is None:
        return OPEN
    if not payload:
        return SEALED
    try:
        few = payload.get("restricted") or found.restricted_for(from_plain(found.shape, payload))
    except Refusal:
        return RESTRICTED
    return RESTRICTED if few else OPEN


HIDDEN = {RESTRICTED: "（限制查看）", SEALED: "（内容密封）"}
"""What lists show in the place of a name."""


def words_of(sector: str, payload: Payload) -> Words:
    """Return what the search index may hold of a record: of a restricted one the numbers it is known by."""
    if guard_of(sector, payload):
        found = index_of(sector, payload)
        return Words((), "\n".join(text for text in (found.number, found.ref) if text))
    return whole_words_of(sector, payload)


def whole_words_of(sector: str, payload: Payload) -> Words:
    """Return what a search by those who may see it goes by, restricted or not."""
    return SECTORS[sector].words_of(payload) if sector in SECTORS else Words()


def line_of(sector: str, payload: Payload) -> dict[str, Any] | None:
    """Return a record's line in the register by its columns, None where its sector has no register."""
    make = SECTORS[sector].line_of if sector in SECTORS else None
    return make(payload) if make and payload else None


def index_and_line(sector: str, payload: Payload) -> tuple[IndexRow, dict[str, Any] | None]:
    """Return what `index_of` and `line_of` do; of nobody does the line say who it was: a hub counts."""
    known = SECTORS.get(sector)
    if known is None or known.both is None or known.restricted_for is not None or not payload:
        return index_of(sector, payload), line_of(sector, payload)
    return known.both(payload)


def read_entry(entry: Entry) -> Payload:
    """Return an entry's payload in today's shape; an erased one is empty.

    Raises:
        Trouble: STORE_NEWER, DATA_UNREADABLE.
    """
    if entry.payload is None:
        return {}
    if entry.plain is not None and entry.header.schema == SCHEMA:
        return entry.plain
    return read_payload(entry.header.sector, entry.header.schema, entry.payload)


def checked_entry(entry: Entry) -> Payload:
    """Return an entry's payload as `read_entry` does, held against the shape of its sector.

    One that was erased by law, or is closed to this station, is a link of the chain alone.

    Raises:
        Trouble: STORE_NEWER, DATA_UNREADABLE.
        Refusal: IMPORT_KEY_UNKNOWN, IMPORT_TYPE_WRONG … with the path of the item.
    """
    header, payload = entry.header, read_entry(entry)
    if entry.payload is not None and header.version:
        check_payload(header.sector, payload, entry.payload if header.schema == SCHEMA else b"")
    return payload


def check_payload(sector: str, payload: Payload, written: bytes = b"") -> None:
    """Hold a payload that came from elsewhere against the shape of its sector; `written` are its bytes.

    Raises:
        Refusal: IMPORT_KEY_UNKNOWN, IMPORT_TYPE_WRONG … with the path of the item.
    """
    known = SECTORS.get(sector)
    if known is not None and not (written and fits(known.shape, written, payload)):
        from_plain(known.shape, payload)


def read_sent(sector: str, schema: int, written: bytes) -> Payload:
    """Return a payload that came from elsewhere, in today's shape, which is that of its sector.

    Raises:
        Trouble: STORE_NEWER, DATA_UNREADABLE.
        Refusal: as `check_payload`.
    """
    known = SECTORS.get(sector)
    fit: Payload | None = read_fitting(known.shape, written) if known and schema == SCHEMA else None
    if fit is not None:
        return fit
    payload = read_payload(sector, schema, written, read=read_fast)
    check_payload(sector, payload)
    return payload
