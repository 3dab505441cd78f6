"""The people's desk (人员): who this is, in which cases, under which doubles; merged and parted again.

A person is one record for all services (decision 8). Merging empties nothing: the double points to the one
that is kept, so it is undone by taking the pointer away.
"""

from dataclasses import dataclass, replace
from datetime import date

from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import is_id
from zsapp.base.plain import from_plain, to_plain
from zsapp.records.people import MERGED
from zsapp.records.store import Line, Reader, Store, Stored, Writer
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.mediation import Case
from zsapp.rules.names import masked_number
from zsapp.rules.person import SECTOR, Person
from zsapp.services.people import kept_record

MOST = 200
"""Records looked through for one card or one search for doubles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHint:
    """A person as shown in a list: enough to recognise, numbers masked."""

    id: str
    name: str
    sex: str
    birth_year: int | None
    id_no: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that a person took in a case."""

    record_id: str
    number: str
    title: str
    state: str
    role: str
    accepted_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A person whole: the record, the parts taken, likely doubles, and the doubles already merged."""

    id: str
    person: Person
    parts: tuple[Part, ...]
    doubles: tuple[PersonHint, ...]
    merged: tuple[PersonHint, ...]


class Persons:
    """The desk."""

    def __init__(self, store: Store) -> None:
        """Work on a store."""
        self._store = store

    def suggest(self, text: str, *, limit: int = 8) -> tuple[PersonHint, ...]:
        """Return who may be meant by a name, its initials, a number's beginning or end, or a telephone."""
        if not text.strip():
            return ()
        with self._store.read() as reader:
            return tuple(_hints(reader, text, limit))

    def find(self, person_id: str) -> Person:
        """Return a person whole; a merged double stands for the one that is kept.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            return from_plain(Person, _kept(reader, person_id).payload)

    def card(self, person_id: str) -> Card:
        """Return everything that is known of a person.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            stored = _kept(reader, person_id)
            person = from_plain(Person, stored.payload)
            merged = _merged_into(reader, stored.id)
            likely = [
                (other_id, other)
                for other_id, other in _namesakes(reader, person)
                if other_id != stored.id and not other.merged_into and _alike(person, other)
            ]
            known = {stored.id: person, **dict(merged)}
            return Card(
                id=stored.id,
                person=person,
                parts=_parts(reader, known),
                doubles=tuple(_hint(*one) for one in likely),
                merged=tuple(_hint(*one) for one in merged),
            )

    def merge(self, kept: str, double: str) -> Card:
        """Let `double` stand for `kept` from now on; both records stay, so it can be undone.

        Raises:
            Refusal: RECORD_UNKNOWN, PERSON_MERGE_SELF.
        """
        with self._store.write() as writer:
            into = _kept(writer, kept)
            gone = _person(writer, double)
            if into.id == gone.id:
                raise Refusal(Code.PERSON_MERGE_SELF)
            _point(writer, gone, into.id, "merge")
        return self.card(into.id)

    def part(self, double: str) -> Card:
        """Undo a merge.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.write() as writer:
            _point(writer, _person(writer, double), "", "unmerge")
        return self.card(double)


def _person(reader: Reader, person_id: str) -> Stored:
    stored = reader.record(person_id) if is_id(person_id) else None
    if stored is None or stored.sector != SECTOR:
        raise Refusal(Code.RECORD_UNKNOWN, ref=person_id)
    return stored


def _kept(reader: Reader, person_id: str) -> Stored:
    return kept_record(reader, _person(reader, person_id))


def _point(writer: Writer, stored: Stored, into: str, verb: str) -> None:
    changed = replace(from_plain(Person, stored.payload), merged_into=into)
    writer.save(SECTOR, stored.id, to_plain(changed), base_version=stored.version, verb=verb)


def _hints(reader: Reader, text: str, limit: int) -> list[PersonHint]:
    found: list[PersonHint] = []
    for line in reader.page(SECTOR, query=text, limit=MOST).lines:
        if line.state != MERGED and len(found) < limit:
            found.append(_hint(line.id, _read(reader, line)))
    return found


def _read(reader: Reader, line: Line) -> Person:
    return from_plain(Person, _person(reader, line.id).payload)


def _hint(person_id: str, person: Person) -> PersonHint:
    return PersonHint(
        id=person_id,
        name=person.name,
        sex=person.sex,
        birth_year=person.birth.year if person.birth else None,
        id_no=masked_number(person.id_no),
        phone=masked_number(person.phone),
        address=person.address,
    )


def _namesakes(reader: Reader, person: Person) -> list[tuple[str, Person]]:
    lines = reader.page(SECTOR, query=person.name, limit=MOST).lines if person.name.strip() else ()
    return [(line.id, one) for line in lines if (one := _read(reader, line)).name == person.name]


def _alike(one: Person, other: Person) -> bool:
    """Say whether two of one name may be one person: nothing contradicts, and something agrees."""
    pairs = [(getattr(one, name), getattr(other, name)) for name in ("id_no", "birth", "phone", "address")]
    known = [(left, right) for left, right in pairs if left and right]
    number, birth = pairs[0], pairs[1]
    contradicted = any(left and right and left != right for left, right in (number, birth))
    return not contradicted and (not known or any(left == right for left, right in known))


def _merged_into(reader: Reader, person_id: str) -> list[tuple[str, Person]]:
    lines = reader.page(SECTOR, state=MERGED, limit=MOST).lines
    doubles = [(line.id, _read(reader, line)) for line in lines]
    return [one for one in doubles if kept_record(reader, _person(reader, one[0])).id == person_id]


def _parts(reader: Reader, known: dict[str, Person]) -> tuple[Part, ...]:
    """Return the parts taken under any of the names a person is known by, newest case first."""
    names = dict.fromkeys(one.name for one in known.values() if one.name.strip())
    lines = {line.id: line for name in names for line in reader.page(CASES, query=name, limit=MOST).lines}
    newest = sorted(lines.values(), key=lambda line: line.pk, reverse=True)
    return tuple(part for line in newest for part in _parts_in(reader, line, set(known)))


def _parts_in(reader: Reader, line: Line, ids: set[str]) -> list[Part]:
    stored = reader.record(line.id)
    case = from_plain(Case, stored.payload) if stored else Case()
    roles = [one.role or "当事人" for one in case.parties if one.person_id in ids]
    for party in case.parties:
        roles += [f"{party.name}的法定代理人" for one in party.guardians if one.person_id in ids]
        if party.agent is not None and party.agent.person_id in ids:
            roles.append(f"{party.name}的委托代理人")
    roles += ["名单内人员" for one in case.roster if one.person_id in ids]
    return [
        Part(
            record_id=line.id,
            number=line.number,
            title=line.title,
            state=line.state,
            role=role,
            accepted_on=case.dates.accept,
        )
        for role in dict.fromkeys(roles)
    ]
