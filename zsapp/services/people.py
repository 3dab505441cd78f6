"""People (人员): every natural person in a case is found or made as a record of its own (decision 8).

Found by document number; without one, by name and telephone together. Nothing is merged by likeness: that is
a person's decision.
"""

from dataclasses import fields, replace
from typing import Protocol, TypeVar

from zsapp.base.ids import new_id
from zsapp.base.plain import from_plain, to_plain
from zsapp.records.store import Line, Reader, Stored, Writer
from zsapp.rules.checking import Earlier
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Agent, Guardian, Party, RosterRow
from zsapp.rules.person import SECTOR, Person

NATURAL = "自然人"


def earlier_cases(reader: Reader, case: Case, besides: str) -> tuple[Earlier, ...]:
    """Return the other cases in which a party of this one takes part, newest first.

    A party is known by document number, without one by name: a likeness to look into, never a proof.
    """
    found: dict[str, Earlier] = {}
    for party in case.parties:
        for line in _cases_of(reader, party):
            if line.id == besides or line.id in found:
                continue
            stored = reader.record(line.id)
            other = from_plain(Case, stored.payload) if stored else Case()
            if any(_same(party, one) for one in other.parties):
                found[line.id] = Earlier(
                    number=other.volume_no,
                    dispute_type=other.dispute_type,
                    accepted_on=other.dates.accept,
                    names=tuple(one.name for one in other.parties),
                )
    newest = sorted(found.items(), reverse=True)  # ids tell the time (UUIDv7)
    return tuple(one for _, one in newest)


def _cases_of(reader: Reader, party: Party) -> tuple[Line, ...]:
    asked = party.id_no or party.name
    return reader.page(CASES, query=asked, limit=MOST_EARLIER).lines if asked.strip() else ()


def _same(one: Party, other: Party) -> bool:
    if one.id_no and other.id_no:
        return one.id_no.upper() == other.id_no.upper()
    return bool(one.name) and one.name == other.name


MOST_EARLIER = 20
"""Other cases looked at for each party."""


class _Snapshot(Protocol):
    """What a party, guardian, agent and roster row have in common."""

    @property
    def person_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def id_no(self) -> str: ...
    @property
    def phone(self) -> str: ...


S = TypeVar("S", Agent, Guardian, Party, RosterRow)


def link_people(writer: Writer, case: Case) -> Case:
    """Return the case with every natural person linked to a person record, made where there was none."""
    return replace(
        case,
        parties=tuple(_link_party(writer, party) for party in case.parties),
        roster=tuple(_link(writer, row) for row in case.roster),
    )


def _link_party(writer: Writer, party: Party) -> Party:
    if party.kind in ("", NATURAL) and not party.group:
        party = _link(writer, party)
    return replace(
        party,
        guardians=tuple(_link(writer, one) for one in party.guardians),
        agent=_link(writer, party.agent) if party.agent else None,
    )


def _link(writer: Writer, snapshot: S) -> S:
    if not snapshot.name.strip():
        return snapshot
    known = snapshot.person_id or writer.find_person(
        number=snapshot.id_no, name=snapshot.name, phone=snapshot.phone
    )
    stored = writer.record(known) if known else None
    seen = _seen(snapshot)
    if stored is None:
        person_id = known or new_id()
        writer.save(SECTOR, person_id, to_plain(seen), base_version=0, verb="save")
        return replace(snapshot, person_id=person_id)
    stored = kept_record(writer, stored)
    newer = _fresher(from_plain(Person, stored.payload), seen)
    if to_plain(newer) != stored.payload:
        writer.save(SECTOR, stored.id, to_plain(newer), base_version=stored.version, verb="save")
    return replace(snapshot, person_id=stored.id)


def kept_record(reader: Reader, stored: Stored) -> Stored:
    """Follow a merged double to the record that is kept; a ring, which only two stations can make, ends."""
    seen: set[str] = set()
    while (into := str(stored.payload.get("merged_into") or "")) and into not in seen:
        seen.add(stored.id)
        further = reader.record(into)
        if further is None:
            break
        stored = further
    return stored


def _seen(snapshot: _Snapshot) -> Person:
    names = {one.name for one in fields(Person)} - {"left_blank"}
    return Person(**{name: getattr(snapshot, name) for name in names if hasattr(snapshot, name)})


def _fresher(old: Person, seen: Person) -> Person:
    """Return the person with what was seen now laid over what was known; nothing known is emptied."""
    names = {one.name for one in fields(Person)} - {"left_blank"}
    return replace(old, **{name: getattr(seen, name) for name in names if getattr(seen, name)})
