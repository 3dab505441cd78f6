"""Numbers given out elsewhere (已编过的号): on a computer whose place this one took, or before a restore.

What a station above gives back bears printed numbers; the counters go on after the highest of each kind.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from zsapp.base.entry import Entry
from zsapp.base.plain import from_plain
from zsapp.records import sectors
from zsapp.records.store import Writer
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.legal_aid import SECTOR as AID
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.referral import SECTOR as REFERRALS
from zsapp.rules.station import StationProfile, number_parts, serial_of
from zsapp.services.numbers import ORAL, ORAL_MARK, SHARED
from zsapp.services.tables import shipped_tables

Given = tuple[str, str, str]
"""Whose number, of which counter, and the number as it stands on the paper."""


def count_given(writer: Writer, entries: Iterable[Entry]) -> None:
    """Push the counters past every number that versions of records bear; of closed ones none is known."""
    own = writer.record(writer.own)
    profile = from_plain(StationProfile, own.payload) if own else StationProfile(id=writer.own)
    found: set[Given] = set()
    for entry in entries:
        if entry.header.version and entry.payload is not None:
            found |= set(_given(entry.header.sector, sectors.read_entry(entry), profile))
    for org, kind, number in found:
        if parts := number_parts(number):
            writer.push(org, kind, parts[0], parts[2])
        elif place := serial_of(number):
            writer.push(org, kind, *place)


def _given(sector: str, payload: dict[str, Any], profile: StationProfile) -> Iterator[Given]:
    if sector == CASES:
        yield from _of_case(payload, profile)
    elif sector == AID:
        yield from _of_intake(payload, profile)
    elif sector in SERVICES:
        org = _text(payload, "org") or profile.org
        yield org, sector, _text(payload, "number")
        yield org, REFERRALS, _text(payload, "referral", "number")


def _of_case(payload: dict[str, Any], profile: StationProfile) -> Iterator[Given]:
    committee = _text(payload, "committee") or profile.committee
    for name in ("volume_no", "agreement_no"):
        number = _text(payload, name)
        yield committee, ORAL if ORAL_MARK in number else CASES, number
    yield committee, SHARED, _text(payload, "filing", "shared_no")


def _of_intake(payload: dict[str, Any], profile: StationProfile) -> Iterator[Given]:
    received = _text(payload, "received", "org")
    yield received if received in shipped_tables().regions else profile.org, AID, _text(payload, "receipt_no")
    yield profile.org, f"{AID}.supplement", _text(payload, "supplement", "number")
    yield profile.org, f"{AID}.slip", _text(payload, "forwarded", "number")
    yield profile.org, f"{AID}.batch", _text(payload, "forwarded", "batch")


def _text(payload: dict[str, Any], *path: str) -> str:
    """Return the text at a path of a payload, empty where there is none."""
    found: Any = payload
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""
