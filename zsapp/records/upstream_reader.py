"""Reading at a hub (上级站的读取): its own home, and beside it what stations below have sent.

The same reader and writer as every station's, so the same services work over it (sync 28). What is the
station's own (keys, certificates, accounts, its journal, what it has said of others) lies in its home;
others' chains and records lie in the tables upstream, and are committed first. A record lies in one of the
two: in the home until another station has a version of it. Taken in is what both sides have seen (D-55).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select

from zsapp.base.canonical import read_canonical
from zsapp.base.clock import read_stamp
from zsapp.base.entry import GENESIS, Entry
from zsapp.base.ids import id_bytes, id_text, is_id
from zsapp.records.case_lines import Basis
from zsapp.records.index_of import OPEN
from zsapp.records.reader import BRACKETS, Reader
from zsapp.records.review_rows import UPSTREAM, ReviewRow
from zsapp.records.rows import AnyRow
from zsapp.records.sectors import SECTORS, index_of
from zsapp.records.travel import VersionRow
from zsapp.records.upcasts import read_payload
from zsapp.records.upstream_read import Shelf
from zsapp.records.upstream_rows import RECORD
from zsapp.records.views import Digest, Foreign, Head, Held, Line, Page, Review, Reviewable, Stored, Transfer
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.review import DONE, RETURN, RETURNED, WAITING
from zsapp.rules.roles import is_reviewed

UPSTREAM_KEYS = ("exchange/arrivals/", "exchange/acknowledged/")
"""How the names of those values begin that stand or fall with the entries of a package."""


BELOW = 1 << 63
"""From here on the `pk` of a line is an id as a number, and that of a record upstream."""


class UpstreamReader(Reader):
    """Reads the home, and what lies upstream."""

    shelf: Shelf
    names = True
    """Whether a record is told with what it is called, which is in its content alone (D-56)."""

    # --- records ------------------------------------------------------------------------------------------

    def _row(self, record_id: str) -> AnyRow | None:
        """Return the index row of a record that lies upstream."""
        return self.shelf.record(record_id) if is_id(record_id) else None

    def _guard(self, record_id: str) -> tuple[str, int] | None:
        """Return sector and guard of a record, None for one that is not here."""
        found = super()._guard(record_id)
        row = None if found else self._row(record_id)
        return found if row is None else (row.sector, row.guard)

    def record(self, record_id: str) -> Stored | None:
        """Return a record of ours or of a station below."""
        found = super().record(record_id)
        row = None if found else self._row(record_id)
        if row is None or not self._sees(row.sector, row.guard):
            return found
        if row.guard != OPEN:
            self.looked[record_id] = row.sector
        stored = stored_of(row, self._content(row))
        return replace(stored, title=index_of(row.sector, stored.payload).title) if self.names else stored

    def _content(self, row: AnyRow) -> Entry:
        """Return the entry a record is shown by: one of ours where we have laid two versions together.

        One that a crash has kept from the home gives way to the best that is here.
        """
        if id_text(row.sender) != self._ground.station:
            return self.shelf.content(row)
        ours = next(super().entries(self._ground.station, row.epoch, row.seq - 1, row.seq), None)
        if ours is not None and ours.hash == bytes(row.hash).hex():
            return ours
        return best_of(self.versions(id_text(row.id)))

    def resolve(self, ref: str) -> str | None:
        """Return the id of a record named by uuid, printed number or import ref; our own first."""
        found = super().resolve(ref)
        if found is None:
            rows, _ = self.shelf.page(self.shelf.bears(_keys(ref)), limit=1)
            found = next((id_text(row.id) for row in rows if self._sees(row.sector, row.guard)), None)
        return found

    def ids(self, sector: str) -> tuple[str, ...]:
        """Return the ids of every record of a sector, our own first."""
        below = (id_text(one.id) for one in self.shelf.of_sector(sector, self._sight(sector)))
        return (*super().ids(sector), *below)

    def page(
        self,
        sector: str,
        *,
        query: str = "",
        states: Sequence[str] = (),
        after: int | None = None,
        limit: int = 50,
    ) -> Page:
        """Return our own records as ever; those of stations below follow, newest first.

        Below nothing is searched but a printed number or an import ref, which has to be the whole of it.
        """
        before = after is not None and after >= BELOW
        own = Page((), 0, more=False)
        if not before:
            own = super().page(sector, query=query, states=states, after=after, limit=limit)
        rows, total = self.shelf.page(
            RECORD.c.sector == sector,
            RECORD.c.guard <= self._sight(sector),
            *([RECORD.c.state.in_(states)] if states else []),
            *([self.shelf.bears(_keys(query))] if query.strip() else []),
            before=after.to_bytes(16) if after is not None and before else None,
            limit=0 if own.more else limit - len(own.lines),
        )
        below = tuple(
            replace(one, title=self._title_of(row))
            for one, row in zip(self._lines_of(rows), rows, strict=True)
        )
        return Page((*own.lines, *below), own.total + total, own.more or len(below) < total)

    def _title_of(self, row: AnyRow) -> str:
        return index_of(row.sector, stored_of(row, self._content(row)).payload).title

    def _lines_of(self, rows: Sequence[AnyRow]) -> tuple[Line, ...]:
        way = self._way(rows)
        return tuple(_line(one, self._sync(one, way)) for one in rows)

    def named(self, ids: Sequence[str]) -> tuple[Line, ...]:
        """Return the list's lines of records, in the order of their ids."""
        own = {one.id: one for one in super().named(ids)}
        rows = self.shelf.records([one for one in ids if one not in own])
        seen = [one for one in rows if self._sees(one.sector, one.guard)]
        found = own | {one.id: one for one in self._lines_of(seen)}
        return tuple(found[one] for one in ids if one in found)

    def sectors_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Return which sector each record is of, by its id; one that is not here is left out."""
        own = self.own_sectors_of(ids)
        rows = self.shelf.records([one for one in ids if one not in own])
        return own | {id_text(row.id): row.sector for row in rows}

    def own_sectors_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Return which sector each record that lies in the home is of."""
        return super().sectors_of(ids)

    def lines(self, names: Sequence[str], basis: Basis, first: date, last: date) -> list[tuple[Any, ...]]:
        """Return of each case of a period its id and the named columns of its line of the register."""
        own = super().lines(names, basis, first, last)
        return own + self.shelf.lines(names, basis, first, last) if self._sees(CASES, OPEN) else own

    # --- journals -----------------------------------------------------------------------------------------

    def history(self, record_id: str) -> tuple[Entry, ...]:
        """Return every entry about a record, prints and overrides included: what came from below first."""
        own, guard = super().history(record_id), self._guard(record_id)
        below = self.shelf.history(record_id) if guard is None or self._sees(*guard) else ()
        return (*below, *own)

    def versions(self, record_id: str) -> tuple[VersionRow, ...]:
        """Return every version of a record that is here, each with what it is held for, if it is."""
        if not is_id(record_id):
            return ()
        states = self.shelf.states(record_id)
        own = (_version(one, states) for one in super().versions(record_id))
        below = (VersionRow(0, one, state, code) for one, state, code in self.shelf.versions(record_id))
        return (*own, *below)

    def shown_entry(self, record_id: str) -> Entry | None:
        """Return the entry that a record is shown by, None for one that is not here."""
        found = super().shown_entry(record_id)
        row = None if found else self._row(record_id)
        return found if row is None else self._content(row)

    def maker_of(self, record_id: str) -> str:
        """Return whose a record was first, nobody's when it is not here."""
        found = super().maker_of(record_id)
        row = None if found else self._row(record_id)
        return found if row is None else id_text(row.maker)

    def sync_state(self, record_id: str) -> str:
        """Return how far a record's last version has come, or what a review said of it."""
        row = self._row(record_id)
        return super().sync_state(record_id) if row is None else self._sync(row, self._way([row]))

    # --- reviews and transfers ----------------------------------------------------------------------------

    def review_of(self, record_id: str) -> Review | None:
        """Return the verdict on a record's version as it stands, None when there is none yet."""
        row = self._row(record_id)
        return super().review_of(record_id) if row is None else self._in_force([row]).get(record_id)

    def reviewables(
        self, stations: Sequence[str], *, state: str = "", after: int | None = None, limit: int = 50
    ) -> tuple[Reviewable, ...]:
        """Return a page of the records of stations below that are reviewed here, newest first.

        `pk` is the id as a number: ids are made in the order of time.
        """
        sights = {sector: self._sight(sector) for sector in SECTORS if is_reviewed(sector)}
        found: list[Reviewable] = []
        for rows in self.shelf.newest(stations, sights, None if after is None else after.to_bytes(16)):
            verdicts = self._verdicts([bytes(row.id) for row in rows])
            told = ((row, *_judged(row.version, verdicts.get(bytes(row.id)))) for row in rows)
            wanted = islice((one for one in told if state in ("", one[1])), limit - len(found))
            found += [self._reviewable(row, judged, reason) for row, judged, reason in wanted]
            if len(found) == limit:
                break
        return tuple(found)

    def _verdicts(self, records: Sequence[bytes]) -> dict[bytes, AnyRow]:
        """Return what we have said of records last."""
        ours = ReviewRow.station == id_bytes(self._ground.station)
        query = select(ReviewRow.record, ReviewRow.version, ReviewRow.verdict, ReviewRow.reason)
        rows = self._connection.execute(query.where(ours, ReviewRow.record.in_(records)))
        return {bytes(row.record): row for row in rows}

    def _reviewable(self, row: AnyRow, state: str, reason: str) -> Reviewable:
        """Return a record as the desk lists it; what it is called lies in its content alone (D-56)."""
        stored = stored_of(row, self._content(row))
        found = index_of(row.sector, stored.payload)
        return Reviewable(
            pk=int.from_bytes(row.id),
            id=stored.id,
            sector=row.sector,
            station=stored.station,
            number=found.number,
            title=found.title,
            kind=found.kind,
            version=row.version,
            saved_at=stored.saved_at,
            state=state,
            reason=reason,
        )

    def offer_of(self, one: Transfer) -> Entry:
        """Return the entry that tells of an offer here: one from below lies upstream."""
        if one.entry:
            return super().offer_of(one)
        return self.shelf.entry(id_bytes(one.giver), one.epoch, one.seq)

    # --- chains -------------------------------------------------------------------------------------------

    def chains(self) -> tuple[Foreign, ...]:
        """Return every chain, our own included."""
        return (*super().chains(), *self.shelf.chains())

    def _is_ours(self, station: str) -> bool:
        return station in ("", self._ground.station)

    def entries(self, station: str, epoch: int, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """Give the entries of a chain."""
        if self._is_ours(station):
            return super().entries(station, epoch, after, until)
        return self.shelf.entries(station, epoch, after, until)

    def head(self, station: str = "", epoch: int | None = None) -> Head:
        """Return where a chain ends, another's as far as both sides have taken it in."""
        if self._is_ours(station):
            return super().head(station, epoch)
        return self._by_both(self.shelf.head(station, epoch), station)

    def cursor(self, station: str, epoch: int) -> Head:
        """Return up to where another station's entries of an epoch are taken in, by both sides."""
        return self.head(station, epoch)

    def _by_both(self, there: Head, station: str) -> Head:
        """Return where a chain ends upstream, or before it, where the home has seen it last.

        A crash between the two commits leaves the home behind: what is not acknowledged then comes again.
        """
        said = super().value(taken_key(station, there.epoch))
        seq, digest = read_canonical(said) if said else (0, GENESIS)
        return there if there.seq <= seq else Head(there.epoch, seq, digest)

    def stations(self) -> tuple[Foreign, ...]:
        """Return the stations below, each with where its chain ends."""
        return self.shelf.chains()

    def digests(self, station: str = "") -> tuple[Digest, ...]:
        """Return count and order-free hash of a station's records, by sector and shard; held ones count."""
        ours = super().digests(station) if self._is_ours(station) else ()
        shards = {(one.sector, one.shard): (one.count, int(one.hash, 16)) for one in ours}
        named = station or self._ground.station
        for sector, record, entry in self.shelf.shards(named, self.line_of(named)):
            at = sector, record.hex()[-1]
            count, mixed = shards.get(at, (0, 0))
            shards[at] = count + 1, mixed ^ int.from_bytes(hashlib.sha256(record + entry).digest())
        return tuple(
            Digest(sector, shard, count, f"{mixed:064x}")
            for (sector, shard), (count, mixed) in sorted(shards.items())
        )

    def held(self, station: str = "") -> tuple[Held, ...]:
        """Return the entries (of one station) that are held or wait, in the order of their chains."""
        return tuple(_held(row, row.at or self._own_at(row)) for row in self.shelf.held(station))

    def _own_at(self, row: AnyRow) -> str:
        """Return when we wrote a version of ours that is held."""
        return next(super().entries(self._ground.station, row.epoch, row.seq - 1, row.seq)).header.at

    def value(self, key: str) -> bytes | None:
        """Return a named value."""
        return self.shelf.value(key) if key.startswith(UPSTREAM_KEYS) else super().value(key)


def stored_of(row: Any, entry: Entry) -> Stored:
    """Return a record as last sent."""
    payload = entry.payload
    read = {} if payload is None else read_payload(row.sector, entry.header.schema, payload)
    return Stored(
        id=id_text(row.id),
        sector=row.sector,
        station=id_text(row.station),
        version=row.version,
        number=row.number,
        title=row.title,
        state=row.state,
        payload=read,
        saved_at=read_stamp(row.saved_at),
        who=entry.header.who,
    )


def best_of(versions: Iterable[VersionRow]) -> Entry:
    """Return the version that is shown, of those that are not held."""
    return max(
        (one.entry for one in versions if not one.state), key=lambda one: (one.header.version, one.hash)
    )


def _keys(typed: str) -> tuple[str, ...]:
    """Return what a printed number or an import ref may be that somebody has typed."""
    return typed.strip().translate(BRACKETS), typed.strip()


def taken_key(station: str, epoch: int) -> str:
    """Return the name of the home's value that tells up to where it has seen a chain taken in."""
    return f"hub/taken/{station}/{epoch}"


def _version(one: VersionRow, states: dict[tuple[str, int, int], tuple[str, str]]) -> VersionRow:
    """Return a version of ours: where it is shown upstream, it is held there if it is held at all."""
    if one.code != UPSTREAM:
        return one
    header = one.entry.header
    state, code = states.get((header.station, header.epoch, header.seq), ("", ""))
    return replace(one, state=state, code=code)


def _judged(version: int, said: AnyRow | None) -> tuple[str, str]:
    """Return the state of a version for the review desk, and why it was sent back."""
    if said is None or said.version < version:
        return WAITING, ""
    return (RETURNED, said.reason) if said.verdict == RETURN else (DONE, "")


def _line(row: AnyRow, sync: str) -> Line:
    return Line(
        pk=int.from_bytes(row.id),
        id=id_text(row.id),
        ref=row.ref,
        number=row.number,
        title=row.title,
        state=row.state,
        kind=row.kind,
        accepted_on=row.accepted_on,
        saved_at=read_stamp(row.saved_at),
        station=id_text(row.station),
        sync=sync,
    )


def _held(row: AnyRow, at: str) -> Held:
    return Held(
        entry=0,
        station=id_text(row.sender),
        epoch=row.epoch,
        seq=row.seq,
        record_id=id_text(row.record),
        sector=row.sector,
        version=row.version,
        code=row.code,
        where=row.place,
        at=read_stamp(at),
    )
