"""The people's desk (人员): who this is, in which cases, whom he resembles; merged, parted, told apart.

A person is one record for all services (decision 8). Merging empties nothing: the double points to the one
that is kept, so it is undone by taking the pointer away.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import is_id
from zsapp.base.plain import from_plain, to_plain
from zsapp.records.people import MERGED
from zsapp.records.store import Line, Reader, Store, Stored, Writer
from zsapp.records.variants import folded
from zsapp.rules.committee import RosterMediator
from zsapp.rules.conflicts import Conflict, conflicts
from zsapp.rules.groups import Standing, declarable, private_groups, standing_of, traits_of
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Party
from zsapp.rules.people import person_number
from zsapp.rules.person import SECTOR, Person
from zsapp.services.likeness import PersonHint, alike, hint_of
from zsapp.services.people import kept_record
from zsapp.services.person_parts import Part, parts
from zsapp.services.related import related_cases
from zsapp.services.tables import shipped_tables

MOST = 200
"""Records looked through for one card or one search for doubles."""
NATURAL = "自然人"
SHORTEST_NUMBER = 8
"""Characters of a document number that is whole: a travel permit has eight or nine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A person whole: record, parts taken, likely doubles, doubles already merged, how to be received."""

    id: str
    person: Person
    parts: tuple[Part, ...]
    doubles: tuple[PersonHint, ...]
    merged: tuple[PersonHint, ...]
    standing: Standing


class Persons:
    """The desk."""

    def __init__(
        self,
        store: Store,
        roster: Callable[[str], tuple[RosterMediator, ...]],
        today: Callable[[], date],
    ) -> None:
        """Work on a store; `roster` says who mediates in a committee, `today` on which day ages count."""
        self._store = store
        self._roster = roster
        self._today = today

    def suggest(self, text: str, *, limit: int = 8) -> tuple[PersonHint, ...]:
        """Return who may be meant by a name, how it sounds, a number's beginning or end, or a telephone."""
        if not text.strip():
            return ()
        with self._store.read() as reader:
            return tuple(_hints(reader, text, limit, self._today()))

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
            known = {stored.id: person, **dict(merged)}
            return Card(
                id=stored.id,
                person=person,
                parts=parts(reader, _names(known.values()), frozenset(known)),
                doubles=_resembling(reader, person, stored.id, self._today()),
                merged=tuple(hint_of(*one, self._today()) for one in merged),
                standing=self.standing(person),
            )

    def resembling(self, party: Party) -> tuple[PersonHint, ...]:
        """Return the known people whom a party, as typed, may be; nobody for a company or a group."""
        if party.kind not in ("", NATURAL) or party.group:
            return ()
        with self._store.read() as reader:
            return _resembling(reader, party, party.person_id, self._today())

    def conflicts(self, case: Case, record_id: str = "") -> tuple[Conflict, ...]:
        """Return what the people of a case have to do with each other in other cases: advice only."""
        with self._store.read() as reader:
            others = related_cases(reader, case, record_id)
        return conflicts(case, self._roster(case.committee), others)

    def offered(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the groups and the needs that can be noted with a person."""
        tables = shipped_tables()
        return declarable(tables), tuple(one.text for one in tables.codes["access_need"])

    def standing(self, one: Person | Party) -> Standing:
        """Return how somebody is to be received, as typed or as known; nothing for a company or a crowd."""
        return standing_of(traits_of(one), shipped_tables(), self._today())

    def describe(self, person_id: str, groups: tuple[str, ...], needs: tuple[str, ...]) -> Card:
        """Note the groups and needs of somebody (人群类别、无障碍需要) in the place of those before.

        Raises:
            Refusal: RECORD_UNKNOWN, GROUP_UNKNOWN, GROUP_PRIVATE.
        """
        tables = shipped_tables()
        told = _known(groups, "group_flag", "groups"), _known(needs, "access_need", "needs")
        if private := private_groups(told[0], tables):
            raise Refusal(Code.GROUP_PRIVATE, field="groups", group="、".join(private))
        with self._store.write() as writer:
            stored = _kept(writer, person_id)
            known = from_plain(Person, stored.payload)
            changed = replace(known, groups=told[0], needs=told[1])
            if changed != known:
                writer.save(SECTOR, stored.id, to_plain(changed), base_version=stored.version, verb="save")
        return self.card(person_id)

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

    def tell_apart(self, person_id: str, other: str) -> Card:
        """Remember that two are not the same person (不是同一人); merging them later still works.

        Raises:
            Refusal: RECORD_UNKNOWN, PERSON_MERGE_SELF.
        """
        with self._store.write() as writer:
            one, stranger = _kept(writer, person_id), _kept(writer, other)
            if one.id == stranger.id:
                raise Refusal(Code.PERSON_MERGE_SELF)
            person = from_plain(Person, one.payload)
            apart = tuple(dict.fromkeys((*person.apart, stranger.id)))
            told = to_plain(replace(person, apart=apart))
            writer.save(SECTOR, one.id, told, base_version=one.version, verb="apart")
        return self.card(one.id)

    def part(self, double: str) -> Card:
        """Undo a merge.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.write() as writer:
            _point(writer, _person(writer, double), "", "unmerge")
        return self.card(double)


def _names(people: Iterable[Person]) -> tuple[str, ...]:
    """Return the names that a person is known by, each once."""
    return tuple(dict.fromkeys(one.name for one in people if one.name.strip()))


def _known(told: tuple[str, ...], codes: str, place: str) -> tuple[str, ...]:
    """Return the texts of a list, each once and in its order, given by text or code."""
    rows = shipped_tables().codes[codes]
    strange = [one for one in told if one not in {word for row in rows for word in (row.code, row.text)}]
    if strange:
        raise Refusal(Code.GROUP_UNKNOWN, field=place, word=strange[0][:20])
    return tuple(row.text for row in rows if row.code in told or row.text in told)


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


def _hints(reader: Reader, text: str, limit: int, day: date) -> list[PersonHint]:
    found: list[PersonHint] = []
    for line in reader.page(SECTOR, query=text, limit=2 * limit).lines:  # merged ones are few
        if line.state != MERGED and len(found) < limit:
            found.append(hint_of(line.id, _read(reader, line), day))
    return found


def _read(reader: Reader, line: Line) -> Person:
    return from_plain(Person, _person(reader, line.id).payload)


def _resembling(reader: Reader, one: Person | Party, own: str, day: date) -> tuple[PersonHint, ...]:
    """Return whom a person or party may be, besides the record `own` that already stands for it."""
    found = []
    for line in _candidates(reader, one):
        if line.id == own or line.id in one.apart or line.state == MERGED:
            continue
        other = _read(reader, line)
        if own not in other.apart and (why := alike(one, other)):
            found.append(hint_of(line.id, other, day, why))
    return tuple(found)


def _candidates(reader: Reader, one: Person | Party) -> tuple[Line, ...]:
    """Return who bears the same name, in whichever characters, or the same whole document number."""
    name, number = folded(one.name.strip()), person_number(one.id_no)
    lines: dict[str, Line] = {}
    if len(name) > 1:
        namesakes = reader.page(SECTOR, query=name, limit=MOST).lines
        lines |= {line.id: line for line in namesakes if folded(line.title.strip()) == name}
    if len(number) >= SHORTEST_NUMBER:
        lines |= {line.id: line for line in reader.page(SECTOR, query=number, limit=MOST).lines}
    return tuple(lines.values())


def _merged_into(reader: Reader, person_id: str) -> list[tuple[str, Person]]:
    lines = reader.page(SECTOR, states=(MERGED,), limit=MOST).lines
    doubles = [(line.id, _read(reader, line)) for line in lines]
    return [one for one in doubles if kept_record(reader, _person(reader, one[0])).id == person_id]
