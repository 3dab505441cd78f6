"""Reading the store (读取): frozen copies out of one snapshot. Nothing here changes anything."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, or_, select

from zsapp.base.canonical import read_canonical
from zsapp.base.clock import read_stamp
from zsapp.base.entry import Entry
from zsapp.base.ids import id_bytes, id_text, is_id
from zsapp.records import case_lines, counters, journal, search_index
from zsapp.records.index_faults import index_faults
from zsapp.records.index_of import OPEN, RESTRICTED
from zsapp.records.index_rows import RecordRow
from zsapp.records.listing import LINE, Asked, listing
from zsapp.records.prepared import Prepared
from zsapp.records.rows import AnyRow, BlobRow, DraftRow, JournalRow, SettingRow
from zsapp.records.sectors import SECTORS
from zsapp.records.travel import Travel, Way
from zsapp.records.upcasts import read_payload
from zsapp.records.views import Block, Draft, Foreign, Head, Line, Page, Reviewable, Stored
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.person import SECTOR as PERSON
from zsapp.rules.review import RETURNED
from zsapp.rules.roles import Badge, is_reviewed

T = TypeVar("T")
BRACKETS = str.maketrans("[［【(（]］】)）", "〔〔〔〔〔〕〕〕〕〕")
"""However the brackets of a printed number are typed, they are 〔〕 on the paper."""


ALWAYS = (date.min, date.max)
"""The days of a record that may be of any day, or of none."""
MANY = 500
"""Records asked for by their ids at once: SQLite takes some thousand values in a statement."""

RECORD = Prepared(
    select(
        *(RecordRow.id, RecordRow.sector, RecordRow.station, RecordRow.version, RecordRow.number),
        *(RecordRow.title, RecordRow.state, RecordRow.saved_at, RecordRow.guard),
        *(JournalRow.who, JournalRow.schema, JournalRow.payload),
    )
    .join(JournalRow, JournalRow.pk == RecordRow.entry)
    .where(RecordRow.id == bindparam("id"))
)
GUARD = Prepared(select(RecordRow.sector, RecordRow.guard).where(RecordRow.id == bindparam("id")))


@dataclass(frozen=True, slots=True)
class Ground:
    """What every transaction knows of its store."""

    station: str
    epoch: int


class Reader(Travel):
    """One snapshot of the store, as far as whoever reads may see it; without a badge, all of it."""

    def __init__(self, connection: Connection, ground: Ground, badge: Badge | None = None) -> None:
        """Read over an open transaction; `looked` gathers the restricted records that were looked at."""
        super().__init__(connection, ground.station)
        self._ground = ground
        self._badge = badge
        self.looked: dict[str, str] = {}

    def _sees(self, sector: str, guard: int) -> bool:
        """Say whether a record is there for whoever reads; what is closed is there for nobody."""
        if self._badge is None:
            return True
        return guard <= RESTRICTED and self._badge.sees(sector, restricted=guard != OPEN)

    def _sight(self, sector: str) -> int:
        """Return the highest guard through which records of a sector are seen, below all for none."""
        return max((one for one in (OPEN, RESTRICTED) if self._sees(sector, one)), default=OPEN - 1)

    # --- records ------------------------------------------------------------------------------------------

    def record(self, record_id: str) -> Stored | None:
        """Return a record as last saved, None for an unknown one.

        Raises:
            Trouble: STORE_NEWER, DATA_UNREADABLE.
        """
        row = RECORD.run(self._connection, {"id": id_bytes(record_id)}).fetchone()
        if row is None or not self._sees(row[1], row[8]):
            return None
        if row[8] == RESTRICTED:
            self.looked[record_id] = row[1]
        return _stored(*row)

    def resolve(self, ref: str) -> str | None:
        """Return the id of a record named by uuid, printed number or import ref; ours and newest first."""
        ref = ref.strip()
        if is_id(ref.lower()):
            guard = self._guard(ref.lower())
            return ref.lower() if guard and self._sees(*guard) else None
        found = [
            one
            for key in dict.fromkeys((ref.translate(BRACKETS), ref))
            for one in search_index.known_by(self._connection, key)
            if one.sector != PERSON and self._sees(one.sector, one.guard)
        ]
        ours = id_bytes(self._ground.station)
        best = max(found, key=lambda one: (one.station == ours, one.pk), default=None)
        return id_text(best.id) if best else None

    def find_ref(self, sector: str, org: str, ref: str) -> str | None:
        """Return the id of the record an organisation's import ref stands for (decision 18)."""
        for one in search_index.known_by(self._connection, ref):
            if (one.sector, one.org, one.ref) == (sector, org, ref) and self._sees(sector, one.guard):
                return id_text(one.id)
        return None

    def find_person(self, *, number: str = "", name: str = "", phone: str = "") -> str | None:
        """Return the id of a person by identity number, or without one by name and telephone together."""
        number = number.upper()
        for one in search_index.known_by(self._connection, number or (phone if name else "")):
            same = one.number == number if number else (one.alias, one.title) == (phone, name)
            if one.sector == PERSON and same and self._sees(PERSON, one.guard):
                return id_text(one.id)
        return None

    def number_taken(self, number: str, besides: str = "") -> bool:
        """Say whether another record bears a printed number, as volume or as agreement."""
        return any(
            number in (one.number, one.alias) and one.sector != PERSON and id_text(one.id) != besides
            for one in search_index.known_by(self._connection, number)
        )

    def page(
        self,
        sector: str,
        *,
        query: str = "",
        states: Sequence[str] = (),
        after: int | None = None,
        limit: int = 50,
    ) -> Page:
        """Return a page of a sector's records, newest first; `after` is the pk that ended the page before.

        Without states those in every state are listed.
        """
        sight = self._sight(sector)
        ask = Asked(query=query, states=tuple(states), after=after, limit=limit, sight=sight)
        found = listing(self._connection, sector, ask)
        way = self._way(found.rows)
        return Page(tuple(self._line(row, way) for row in found.rows), found.total, found.more)

    def _line(self, row: AnyRow, way: Way) -> Line:
        review = way.reviews.get(id_text(row.id))
        return Line(
            pk=row.pk,
            id=id_text(row.id),
            ref=row.ref,
            number=row.number,
            title=row.title,
            state=row.state,
            kind=row.kind,
            accepted_on=row.accepted_on,
            saved_at=read_stamp(row.saved_at),
            station=id_text(row.station),
            sync=self._sync(row, way),
            reason=review.reason if review and review.state == RETURNED else "",
        )

    def ids(self, sector: str) -> tuple[str, ...]:
        """Return the ids of every record of a sector, oldest first."""
        seen = RecordRow.guard <= self._sight(sector)
        query = select(RecordRow.id).where(RecordRow.sector == sector, seen).order_by(RecordRow.pk)
        return tuple(id_text(one) for one in self._connection.execute(query).scalars())

    def named(self, ids: Sequence[str]) -> tuple[Line, ...]:
        """Return the list's lines of records, in the order of their ids; one that is not here is left out."""
        found: dict[str, Line] = {}
        for start in range(0, len(ids), MANY):
            wanted = [id_bytes(one) for one in ids[start : start + MANY]]
            query = select(*LINE, RecordRow.sector).where(RecordRow.id.in_(wanted))
            rows = self._connection.execute(query).all()
            way = self._way(rows)
            found |= {
                id_text(row.id): self._line(row, way) for row in rows if self._sees(row.sector, row.guard)
            }
        return tuple(found[one] for one in ids if one in found)

    def sectors_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Return which sector each record is of, by its id; one that is not here is left out."""
        found: dict[str, str] = {}
        for start in range(0, len(ids), MANY):
            wanted = [id_bytes(one) for one in ids[start : start + MANY]]
            query = select(RecordRow.id, RecordRow.sector).where(RecordRow.id.in_(wanted))
            found |= {id_text(row.id): row.sector for row in self._connection.execute(query)}
        return found

    def judged(
        self,
        sector: str,
        states: Sequence[str],
        judge: Callable[[dict[str, Any]], T | None],
        *,
        days: tuple[date, date] = ALWAYS,
    ) -> dict[str, T]:
        """Return what `judge` says of the records in these states that are seen, by id; it may say nothing.

        `days` are the first and last that a record may be of. Nobody looks at a restricted one by that:
        nothing of it leaves but what is said.
        """
        query = select(RecordRow.id, JournalRow.schema, JournalRow.payload)
        query = query.join(JournalRow, JournalRow.pk == RecordRow.entry)
        query = query.where(
            RecordRow.sector == sector, RecordRow.state.in_(states), RecordRow.guard <= self._sight(sector)
        )
        if days != ALWAYS:
            first, last = (one.isoformat() for one in days)
            query = query.where(RecordRow.accepted_on.between(first, last))
        found: dict[str, T] = {}
        for row in self._connection.execute(query.order_by(RecordRow.pk)):
            told = judge(read_payload(sector, row.schema, row.payload))
            if told is not None:
                found[id_text(row.id)] = told
        return found

    def lines(
        self, names: Sequence[str], basis: case_lines.Basis, first: date, last: date
    ) -> list[tuple[Any, ...]]:
        """Return of each case of a period its id and the named columns of its line of the register.

        A case belongs to it by the day it was accepted or closed; one that waits is worked out anew.
        """
        if not self._sees(CASES, OPEN):
            return []
        searched = search_index.searched(self._connection)
        waiting = [one.line for one in search_index.waiting(self._connection, searched)]
        anew = [pk for pk, _, _ in waiting]
        rows = case_lines.between(self._connection, names, basis, (first, last), anew)
        return rows + case_lines.late(waiting, names, basis, (first, last)) if anew else rows

    def reviewables(
        self, stations: Sequence[str], *, state: str = "", after: int | None = None, limit: int = 50
    ) -> tuple[Reviewable, ...]:
        """Return a page of the records of stations below that are reviewed here, newest first.

        Whoever may not see a record does not see that it waits.
        """
        seen = [
            (RecordRow.sector == sector) & (RecordRow.guard <= self._sight(sector))
            for sector in SECTORS
            if is_reviewed(sector)
        ]
        return self._reviewables(or_(*seen), stations, state, after, limit)

    def _guard(self, record_id: str) -> tuple[str, int] | None:
        """Return sector and guard of a record, None for one that is not here."""
        row: tuple[str, int] | None = GUARD.run(self._connection, {"id": id_bytes(record_id)}).fetchone()
        return row

    def restricted_ids(self) -> frozenset[str]:
        """Return the ids of our own restricted records: whatever is about them travels closed."""
        own = RecordRow.station == id_bytes(self._ground.station)
        query = select(RecordRow.id).where(own, RecordRow.guard > OPEN)
        return frozenset(id_text(one) for one in self._connection.execute(query).scalars())

    # --- the journal --------------------------------------------------------------------------------------

    def history(self, record_id: str) -> tuple[Entry, ...]:
        """Return every entry about a record, prints and overrides included, oldest first."""
        guard = self._guard(record_id)
        if guard and not self._sees(*guard):
            return ()
        if guard and guard[1] == RESTRICTED:
            self.looked[record_id] = guard[0]
        return journal.history(self._connection, record_id, search_index.searched(self._connection))

    def first_kept(self) -> dict[str, str]:
        """Return the moment at which each record was first kept, as a stamp, by its id."""
        return journal.first_kept(self._connection)

    def noted(self, verbs: Sequence[str], limit: int) -> tuple[Entry, ...]:
        """Return the last entries of ours with one of these verbs, latest first."""
        return journal.noted(self._connection, self._ground.station, verbs, limit)

    def entries(self, station: str, epoch: int, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """Give the entries of a chain with `after` < seq ≤ `until`, in order, a page at a time."""
        return journal.entries(self._connection, station, epoch, after, until)

    def head(self, station: str = "", epoch: int | None = None) -> Head:
        """Return where a station's chain ends (ours when unnamed): in an epoch, or in its latest."""
        return journal.head(self._connection, station or self._ground.station, epoch)

    def cursor(self, station: str, epoch: int) -> Head:
        """Return up to where another station's entries of an epoch are here, without a gap."""
        return journal.head(self._connection, station, epoch)

    def stations(self) -> tuple[Foreign, ...]:
        """Return the other stations known here, each with where its chain ends, one for each epoch."""
        ours = self._ground.station
        return tuple(one for one in journal.chains(self._connection) if one.station != ours)

    # --- drafts, values, blobs ----------------------------------------------------------------------------

    def drafts(self) -> tuple[Draft, ...]:
        """Return everything being typed, latest first."""
        rows = self._connection.execute(select(*DRAFT).order_by(DraftRow.saved_at.desc(), DraftRow.pk.desc()))
        return tuple(one for row in rows if self._sees_draft(one := _draft(row)))

    def draft(self, record_id: str) -> Draft | None:
        """Return what is being typed for a record."""
        query = select(*DRAFT).where(DraftRow.record == id_bytes(record_id))
        row = self._connection.execute(query).one_or_none()
        return one if row and self._sees_draft(one := _draft(row)) else None

    def _sees_draft(self, one: Draft) -> bool:
        return self._sees(one.sector, RESTRICTED if one.payload.get("restricted") else OPEN)

    def value(self, key: str) -> bytes | None:
        """Return a named value."""
        row = VALUE.run(self._connection, {"key": key}).fetchone()
        return row[0] if row else None

    def blocks(self, kind: str) -> tuple[Block, ...]:
        """Return the blocks of printed numbers of a kind, by organisation, year and first number."""
        return counters.blocks(self._connection, kind)

    def blob_names(self) -> tuple[str, ...]:
        """Return the hash of every blob that must be here."""
        names = self._connection.execute(select(BlobRow.hash).order_by(BlobRow.hash)).scalars()
        return tuple(one.hex() for one in names)

    # --- for the doctor -----------------------------------------------------------------------------------

    def chains(self) -> tuple[Foreign, ...]:
        """Return every chain here, our own included, each with where it ends."""
        return journal.chains(self._connection)

    def index_faults(self) -> tuple[str, ...]:
        """Return the ids of the records whose index rows are not what the journal says they should be."""
        return index_faults(self._connection)


VALUE = Prepared(select(SettingRow.value).where(SettingRow.key == bindparam("key")))
DRAFT = (DraftRow.record, DraftRow.sector, DraftRow.base_version, DraftRow.payload, DraftRow.saved_at)


def _draft(row: AnyRow) -> Draft:
    return Draft(
        record_id=id_text(row.record),
        sector=row.sector,
        base_version=row.base_version,
        payload=read_canonical(row.payload),
        saved_at=read_stamp(row.saved_at),
    )


def _stored(*row: Any) -> Stored:
    record, sector, station, version, number, title, state, saved_at, _, who, schema, payload = row
    return Stored(
        id=id_text(record),
        sector=sector,
        station=id_text(station),
        version=version,
        number=number,
        title=title,
        state=state,
        payload=read_payload(sector, schema, payload) if payload is not None else {},
        saved_at=read_stamp(saved_at),
        who=who,
    )
