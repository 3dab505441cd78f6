"""Reading at a hub (上级站的读取): its own home, and beside it what stations below have sent.

The same reader and writer as every station's, so the same services work over it (sync 28). What is the
station's own (keys, certificates, accounts, its journal) lies in its home; others' chains, records and what
acknowledges them lie in the tables upstream, and are committed first: should the home's commit fail, only our
own note of the import is missing, and the acknowledgement holds (D-55).
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from zsapp.base.clock import read_stamp
from zsapp.base.entry import Entry
from zsapp.base.ids import id_text, is_id
from zsapp.records.case_lines import Basis
from zsapp.records.index_of import OPEN
from zsapp.records.reader import Reader
from zsapp.records.rows import AnyRow
from zsapp.records.travel import VersionRow
from zsapp.records.upcasts import read_payload
from zsapp.records.upstream_read import Shelf
from zsapp.records.upstream_transfers import transfers_of
from zsapp.records.views import FOREIGN, Digest, Foreign, Head, Held, Line, Page, Stored, Transfer
from zsapp.rules.mediation import SECTOR as CASES

UPSTREAM_KEYS = ("exchange/arrivals/", "exchange/acknowledged/")
"""How the names of those values begin that stand or fall with the entries of a package."""


class UpstreamReader(Reader):
    """Reads the home, and what lies upstream."""

    shelf: Shelf

    # --- records ------------------------------------------------------------------------------------------

    def record(self, record_id: str) -> Stored | None:
        """Return a record of ours or of a station below."""
        found = super().record(record_id)
        row = None if found else self.shelf.record(record_id)
        if row is None or not self._sees(row.sector, row.guard):
            return found
        if row.guard != OPEN:
            self.looked[record_id] = row.sector
        return stored_of(row, self._content(row))

    def _content(self, row: AnyRow) -> Entry:
        """Return the entry a record is shown by: one of ours where we have laid two versions together."""
        if id_text(row.sender) == self._ground.station:
            return next(super().entries(self._ground.station, row.epoch, row.seq - 1, row.seq))
        return self.shelf.content(row)

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
        """Return our own records as ever; those of stations below follow where nothing is searched for."""
        own = super().page(sector, query=query, states=states, after=after, limit=limit)
        if query or states or after is not None:
            return own
        below = [_line(one) for one in self.shelf.of_sector(sector, self._sight(sector))]
        lines = (*own.lines, *below)[:limit]
        total = own.total + len(below)
        return Page(lines, total, own.more or len(lines) < total)

    def named(self, ids: Sequence[str]) -> tuple[Line, ...]:
        """Return the list's lines of records, in the order of their ids."""
        own = {one.id: one for one in super().named(ids)}
        rows = self.shelf.records([one for one in ids if one not in own])
        found = own | {id_text(one.id): _line(one) for one in rows if self._sees(one.sector, one.guard)}
        return tuple(found[one] for one in ids if one in found)

    def lines(self, names: Sequence[str], basis: Basis, first: date, last: date) -> list[tuple[Any, ...]]:
        """Return of each case of a period its id and the named columns of its line of the register."""
        own = super().lines(names, basis, first, last)
        return own + self.shelf.lines(names, basis, first, last) if self._sees(CASES, OPEN) else own

    # --- journals -----------------------------------------------------------------------------------------

    def history(self, record_id: str) -> tuple[Entry, ...]:
        """Return every entry about a record, prints and overrides included, oldest first."""
        own, row = super().history(record_id), self.shelf.record(record_id)
        if row is None or not self._sees(row.sector, row.guard):
            return own
        if row.guard != OPEN:
            self.looked[record_id] = row.sector
        return (*self.shelf.history(record_id), *own)

    def transfers(self, record_id: str = "", state: str = "") -> tuple[Transfer, ...]:
        """Return our own offers as ever; of a record, those of stations below too."""
        below = transfers_of(self.shelf, record_id) if record_id else ()
        found = (*super().transfers(record_id, state), *below)
        return tuple(one for one in found if state in ("", one.state))

    def versions(self, record_id: str) -> tuple[VersionRow, ...]:
        """Return every version of a record that is here, each with what it is held for, if it is."""
        below = self.shelf.versions(record_id) if is_id(record_id) else []
        held = (VersionRow(0, one, state, code) for one, state, code in below)
        return (*super().versions(record_id), *held)

    def shown_entry(self, record_id: str) -> Entry | None:
        """Return the entry that a record is shown by, None for one that is not here."""
        found = super().shown_entry(record_id)
        row = None if found else self.shelf.record(record_id)
        return found if row is None else self._content(row)

    def maker_of(self, record_id: str) -> str:
        """Return whose a record was first, nobody's when it is not here."""
        found = super().maker_of(record_id)
        row = None if found else self.shelf.record(record_id)
        return found if row is None else id_text(row.maker)

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
        """Return where a chain ends."""
        return super().head(station, epoch) if self._is_ours(station) else self.shelf.head(station, epoch)

    def cursor(self, station: str, epoch: int) -> Head:
        """Return up to where another station's entries of an epoch are here, without a gap."""
        return self.shelf.head(station, epoch)

    def stations(self) -> tuple[Foreign, ...]:
        """Return the stations below, each with where its chain ends."""
        return self.shelf.chains()

    def digests(self, station: str = "") -> tuple[Digest, ...]:
        """Return count and order-free hash of a station's records, by sector and shard; held ones count."""
        if self._is_ours(station):
            return super().digests(station)
        shards: dict[tuple[str, str], tuple[int, int]] = {}
        for sector, record, entry in self.shelf.shards(station):
            at = sector, record.hex()[-1]
            count, mixed = shards.get(at, (0, 0))
            shards[at] = count + 1, mixed ^ int.from_bytes(hashlib.sha256(record + entry).digest())
        return tuple(
            Digest(sector, shard, count, f"{mixed:064x}")
            for (sector, shard), (count, mixed) in sorted(shards.items())
        )

    def held(self, station: str = "") -> tuple[Held, ...]:
        """Return the entries (of one station) that are held or wait, in the order of their chains."""
        return tuple(map(_held, self.shelf.held(station)))

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


def _line(row: AnyRow) -> Line:
    return Line(
        pk=0,
        id=id_text(row.id),
        ref=row.ref,
        number=row.number,
        title=row.title,
        state=row.state,
        kind=row.kind,
        accepted_on=row.accepted_on,
        saved_at=read_stamp(row.saved_at),
        station=id_text(row.station),
        sync=FOREIGN,
    )


def _held(row: AnyRow) -> Held:
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
        at=read_stamp(row.at),
    )
