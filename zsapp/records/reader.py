"""Reading the store (读取): frozen copies out of one snapshot. Nothing here changes anything."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, distinct, func, or_, select

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
from zsapp.records.rows import AnyRow, BlobRow, DraftRow, JournalRow, MarkRow, SettingRow
from zsapp.records.upcasts import read_payload
from zsapp.records.views import (
    FOREIGN,
    LEVELS,
    REGISTERED,
    Block,
    Digest,
    Draft,
    Foreign,
    Head,
    Line,
    Mark,
    Page,
    Stored,
)
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.person import SECTOR as PERSON
from zsapp.rules.roles import Badge

BRACKETS = str.maketrans("[［【(（]］】)）", "〔〔〔〔〔〕〕〕〕〕")
"""However the brackets of a printed number are typed, they are 〔〕 on the paper."""


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


class Reader:
    """One snapshot of the store, as far as whoever reads may see it; without a badge, all of it."""

    def __init__(self, connection: Connection, ground: Ground, badge: Badge | None = None) -> None:
        """Read over an open transaction; `looked` gathers the restricted records that were looked at."""
        self._connection = connection
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
        marks = self.marks()
        return Page(tuple(self._line(row, marks) for row in found.rows), found.total, found.more)

    def _line(self, row: AnyRow, marks: dict[str, Mark]) -> Line:
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
            sync=self._sync(row, marks),
        )

    def ids(self, sector: str) -> tuple[str, ...]:
        """Return the ids of every record of a sector, oldest first."""
        seen = RecordRow.guard <= self._sight(sector)
        query = select(RecordRow.id).where(RecordRow.sector == sector, seen).order_by(RecordRow.pk)
        return tuple(id_text(one) for one in self._connection.execute(query).scalars())

    def named(self, ids: Sequence[str]) -> tuple[Line, ...]:
        """Return the list's lines of records, in the order of their ids; one that is not here is left out."""
        marks = self.marks()
        found: dict[str, Line] = {}
        for start in range(0, len(ids), MANY):
            wanted = [id_bytes(one) for one in ids[start : start + MANY]]
            rows = self._connection.execute(select(*LINE, RecordRow.sector).where(RecordRow.id.in_(wanted)))
            found |= {
                id_text(row.id): self._line(row, marks) for row in rows if self._sees(row.sector, row.guard)
            }
        return tuple(found[one] for one in ids if one in found)

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

    # --- how far it has travelled -------------------------------------------------------------------------

    def unsent(self) -> dict[str, int]:
        """Return of how many of our records, by sector, no package holds the last version (decision 5)."""
        mark = self.marks().get("exported")
        epoch, seq = (mark.epoch, mark.seq) if mark else (0, 0)
        later = or_(JournalRow.epoch > epoch, (JournalRow.epoch == epoch) & (JournalRow.seq > seq))
        query = select(JournalRow.sector, func.count(distinct(JournalRow.record)))
        query = query.where(
            JournalRow.station == id_bytes(self._ground.station), later, JournalRow.version > 0
        )
        rows = self._connection.execute(query.group_by(JournalRow.sector))
        return {str(sector): int(count) for sector, count in rows}

    def marks(self) -> dict[str, Mark]:
        """Return how far our journal has come, by level."""
        rows = self._connection.execute(select(MarkRow.level, MarkRow.epoch, MarkRow.seq, MarkRow.at))
        return {row.level: Mark(row.epoch, row.seq, read_stamp(row.at)) for row in rows}

    def sync_state(self, record_id: str) -> str:
        """Return how far a record's last version has come: 已登记 … 市已入库 (sync 15)."""
        query = select(RecordRow.station, RecordRow.epoch, RecordRow.seq)
        row = self._connection.execute(query.where(RecordRow.id == id_bytes(record_id))).one_or_none()
        return self._sync(row, self.marks()) if row else ""

    def _sync(self, row: AnyRow, marks: dict[str, Mark]) -> str:
        if id_text(row.station) != self._ground.station:
            return FOREIGN
        state = REGISTERED
        for level, word in LEVELS.items():
            mark = marks.get(level)
            if mark and (mark.epoch, mark.seq) >= (row.epoch, row.seq):
                state = word
        return state

    def digests(self, station: str = "") -> tuple[Digest, ...]:
        """Return count and order-free hash of a station's records (ours when unnamed), by sector and shard.

        A shard is the last hexadecimal digit of the id: the first ones tell the time (UUIDv7).
        """
        query = select(RecordRow.sector, RecordRow.id, JournalRow.hash)
        query = query.join(JournalRow, JournalRow.pk == RecordRow.entry)
        owned = RecordRow.station == id_bytes(station or self._ground.station)
        shards: dict[tuple[str, str], tuple[int, int]] = {}
        for sector, record, entry in self._connection.execute(query.where(owned)):
            at = sector, record.hex()[-1]
            count, mixed = shards.get(at, (0, 0))
            own = int.from_bytes(hashlib.sha256(record + entry).digest())
            shards[at] = count + 1, mixed ^ own
        return tuple(
            Digest(sector, shard, count, f"{mixed:064x}")
            for (sector, shard), (count, mixed) in sorted(shards.items())
        )

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
        query = select(SettingRow.value).where(SettingRow.key == key)
        return self._connection.execute(query).scalar_one_or_none()

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
