"""People (人员): every natural person in a case is found or made as a record of its own (decision 8).

Found by document number; without one, by name and telephone together. Nothing is merged by likeness: that is
a person's decision.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, Protocol, TypeVar

from zsapp.base.ids import new_id
from zsapp.base.plain import from_plain, to_plain
from zsapp.records.people import MERGED, VOID
from zsapp.records.store import Line, Reader, Stored, Writer
from zsapp.rules.checking import Earlier
from zsapp.rules.committee import SECTOR as COMMITTEES
from zsapp.rules.committee import Committee
from zsapp.rules.desk_record import DeskRecord, visitors
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.groups import kept_with_person
from zsapp.rules.legal_aid import SECTOR as INTAKES
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Agent, Guardian, Party, RosterRow
from zsapp.rules.people import person_number
from zsapp.rules.person import SECTOR, Person
from zsapp.services.tables import shipped_tables

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
    return replace(snapshot, person_id=keep_person(writer, snapshot.person_id, _seen(snapshot)))


def keep_person(writer: Writer, person_id: str, seen: Person) -> str:
    """Return the id of a person as seen now: the known record brought up to date, or a new one."""
    known = person_id or writer.find_person(number=seen.id_no, name=seen.name, phone=seen.phone)
    stored = writer.record(known) if known else None
    if stored is None:
        person_id = known or new_id()
        writer.save(SECTOR, person_id, to_plain(seen), base_version=0, verb="save")
        return person_id
    stored = kept_record(writer, stored)
    newer = replace(_fresher(from_plain(Person, stored.payload), seen), void="")
    if to_plain(newer) != stored.payload:
        writer.save(SECTOR, stored.id, to_plain(newer), base_version=stored.version, verb="save")
    return stored.id


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
    seen = Person(**{name: getattr(snapshot, name) for name in names if hasattr(snapshot, name)})
    number = person_number(seen.id_no) if seen.id_no else ""
    return replace(seen, id_no=number, groups=kept_with_person(seen.groups, shipped_tables()))


def _fresher(old: Person, seen: Person) -> Person:
    """Return the person with what was seen now laid over what was known; nothing known is emptied."""
    names = {one.name for one in fields(Person)} - {"left_blank"}
    newer = replace(old, **{name: getattr(seen, name) for name in names if getattr(seen, name)})
    both: dict[str, Any] = {
        name: tuple(dict.fromkeys((*getattr(old, name), *getattr(seen, name)))) for name in ADDED
    }
    return replace(newer, **both)


ADDED = ("apart", "groups", "needs")
"""Lists to which a record of a service adds; what is wrong in them is taken out on the person's own card."""


# --- people that nobody needs any more ----------------------------------------------------------------------


Tied = Case | LegalAidIntake | DeskRecord
SHAPES: dict[str, type[Case] | type[LegalAidIntake] | type[DeskRecord]] = {
    CASES: Case,
    INTAKES: LegalAidIntake,
    **{row.sector: row.shape for row in SERVICES.values()},
}
"""Records that are tied to people."""


def people_in(stored: Stored) -> frozenset[str]:
    """Return the ids of the people a stored record is tied to."""
    return people_of(from_plain(SHAPES[stored.sector], stored.payload))


def people_of(case: Tied) -> frozenset[str]:
    """Return the ids of the people a case, an intake or a record of the front desk names."""
    if isinstance(case, DeskRecord):
        return frozenset(one.person_id for one in visitors(case) if one.person_id)
    if isinstance(case, LegalAidIntake):
        return frozenset((case.applicant.person_id, case.agent.person_id if case.agent else "")) - {""}
    named: list[_Snapshot] = [*case.parties, *case.roster]
    for party in case.parties:
        named += [*party.guardians, *([party.agent] if party.agent else [])]
    return frozenset(one.person_id for one in named if one.person_id)


def unused_people(reader: Reader, ids: Iterable[str], besides: Collection[str]) -> tuple[str, ...]:
    """Return those people whom no record uses but the cases named in `besides`; a merged one is in use."""
    people = [one for one in map(reader.record, ids) if one is not None and one.sector == SECTOR]
    merged = (reader.record(line.id) for line in _lines(reader, SECTOR, states=(MERGED,)))
    held = {str(one.payload["merged_into"]) for one in merged if one is not None}
    committees = (
        from_plain(Committee, one.payload) for one in map(reader.record, reader.ids(COMMITTEES)) if one
    )
    held |= {mediator.person_id for one in committees for mediator in one.mediators}
    return tuple(
        one.id for one in people if one.id not in held and not one.state and not _used(reader, one, besides)
    )


def _used(reader: Reader, person: Stored, besides: Collection[str]) -> bool:
    """Say whether a case that still counts is tied to a person; it names him as he is known, or by number."""
    asked = {person.number, person.title.strip()} - {""}
    for line in (
        line for sector in SHAPES for query in asked for line in _lines(reader, sector, query=query)
    ):
        stored = None if line.id in besides or line.state == VOID else reader.record(line.id)
        if stored is not None and person.id in people_in(stored):
            return True
    return False


def _lines(reader: Reader, sector: str, *, query: str = "", states: Sequence[str] = ()) -> Iterator[Line]:
    after: int | None = None
    while True:
        page = reader.page(sector, query=query, states=states, after=after, limit=200)
        yield from page.lines
        if not page.more:
            return
        after = page.lines[-1].pk


def empty_person(writer: Writer, person_id: str, reason: str) -> None:
    """Empty the record of a person nobody needs any more: what was known of him is in no list or search."""
    stored = writer.record(person_id)
    if stored is not None:
        gone = to_plain(Person(void=reason))
        writer.save(SECTOR, person_id, gone, base_version=stored.version, verb="void")
