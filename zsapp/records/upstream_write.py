"""Writing a hub's tables (入上级库): rows are gathered and go in together, within the package's transaction.

How rows get in stands in `upstream_put.py`; here is told which, and over what.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, String, delete, select, update

from zsapp.base import ids
from zsapp.base.entry import Entry, Header
from zsapp.records import committee, station
from zsapp.records.follow_ups import FOLLOWED
from zsapp.records.index_of import OPEN, IndexRow
from zsapp.records.quarantine import PERSONS
from zsapp.records.review_rows import BEHIND, OVERTAKEN
from zsapp.records.review_rows import HELD as HELD_STATE
from zsapp.records.upcasts import Payload
from zsapp.records.upstream import Upstream
from zsapp.records.upstream_indexing import Indexed
from zsapp.records.upstream_put import KEPT, put, put_newer, upsert
from zsapp.records.upstream_read import (
    MANY,
    Receipt,
    Shelf,
    moment_text,
    winners,
    year_of_day,
    year_of_id,
)
from zsapp.records.upstream_rows import CHAIN, ENTRY, HELD, LINE, NAMELESS, RECEIPT, RECORD, VALUE
from zsapp.rules.person import SECTOR as PERSON

BATCH = 2_000
"""Rows gathered before they are written: memory stays flat however large a package is."""

TITLED = (committee.SECTOR, station.SECTOR)
"""Sectors whose titles name a body, and nobody."""

ROOM = {column.name: column.type.length for column in RECORD.c if isinstance(column.type, String)}
"""How much of a text its column takes; the whole of it stands in the sealed content."""

Row = dict[str, Any]
id_text = ids.id_text
id_bytes = lru_cache(10_000)(ids.id_bytes)
"""An id comes up some ten times on its way in."""


@dataclass(slots=True)
class Gathered:
    """Rows on their way into the tables; `content` is that of each record as it stands in them."""

    entries: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)
    held: list[Row] = field(default_factory=list)
    ends: dict[tuple[bytes, int], Row] = field(default_factory=dict)
    content: dict[bytes, tuple[Row, Entry]] = field(default_factory=dict)


class Filling:
    """What one transaction writes: gathered, and written by the batch; `commit` writes the rest."""

    def __init__(self, upstream: Upstream, shelf: Shelf) -> None:
        """Write by a connection whose transaction is the package's."""
        self._upstream = upstream
        self._shelf = shelf
        self._rows = Gathered()
        self._waiting: list[Row] | None = None
        self._asked: dict[bytes, Row | None] = {}

    @property
    def _connection(self) -> Connection:
        return self._shelf.connection

    @property
    def is_full(self) -> bool:
        """Whether a batch is together."""
        return len(self._rows.entries) >= BATCH

    def content(self, record: bytes) -> tuple[Row, Entry] | None:
        """Return a record's row and entry among what is gathered."""
        return self._rows.content.get(record)

    def end(self, sender: bytes, epoch: int) -> Row | None:
        """Return where a chain ends among what is gathered."""
        return self._rows.ends.get((sender, epoch))

    # --- gathering ----------------------------------------------------------------------------------------

    def look_up(self, ids: Sequence[str]) -> set[str]:
        """Return which of these records are in the tables; remembered until what is gathered is written.

        One question for a batch: without statistics, as in the first hours of a year, the database goes
        through all of the year's records for each.
        """
        found = self._found(ids)
        self._asked |= {id_bytes(one): found.get(id_bytes(one)) for one in ids}
        return {id_text(one) for one in found}

    def add(self, entry: Entry, indexed: Indexed) -> None:
        """Gather an entry, and the index row of the record that it changed, with its line."""
        self._gather(entry, indexed.sealed)
        if indexed.found is None:
            return
        row = {**record_row(self._upstream.city, entry, indexed.found), "line": indexed.line}
        self._rows.records.append(row)
        before = self._rows.content.get(row["id"])
        if before is None or _beats(row, before[0]):
            self._rows.content[row["id"]] = row, entry
        self._overtake(row)

    def hold(self, entry: Entry, sealed: bytes, code: str, place: str, state: str = "") -> None:
        """Gather an entry that is not applied: why, or nothing for one that waits behind such a one."""
        self._gather(entry, sealed)
        if entry.header.record_id:
            row = self._held_row(entry.header, state or (HELD_STATE if code else BEHIND), code, place)
            self._rows.held.append(row)
            if state != OVERTAKEN:
                self.waiting().append(row)

    def _held_row(self, header: Header, state: str, code: str, place: str) -> Row:
        return {
            "city": self._upstream.city,
            "sender": id_bytes(header.station),
            "epoch": header.epoch,
            "seq": header.seq,
            "record": id_bytes(header.record_id),
            "sector": header.sector,
            "version": header.version,
            "state": state,
            "code": code,
            "place": place[:200],
        }

    def waiting(self) -> list[Row]:
        """Return what is held now; there is little."""
        if self._waiting is None:
            query = select(HELD).where(self._shelf.of(HELD, HELD.c.state != OVERTAKEN))
            self._waiting = [dict(one) for one in self._connection.execute(query).mappings()]
        return self._waiting

    def look_again(self) -> None:
        """Forget what was held: others have changed it."""
        self._waiting = None

    def waits(self, header: Header) -> bool:
        """Say whether an entry waits behind one of its own chain that has a fault."""
        if not header.record_id or not self.waiting():
            return False
        if not (header.version or header.verb in FOLLOWED):
            return False
        mine = id_bytes(header.station), id_bytes(header.record_id)
        behind = [one for one in self.waiting() if (one["sender"], one["record"]) == mine and one["code"]]
        return any(header.version <= one["version"] or not one["version"] for one in behind)

    def _overtake(self, row: Row) -> None:
        """Let go what a good later version of a record makes good (sync 18)."""
        for one in [one for one in self.waiting() if one["record"] == row["id"]]:
            if 0 < one["version"] < row["version"] and one["code"] not in PERSONS:
                self.waiting().remove(one)
                one["state"] = OVERTAKEN
                if one not in self._rows.held:
                    upsert(self._connection, HELD, one)

    def set_aside(self, entry: Entry, state: str, code: str, place: str) -> None:
        """Keep a version that is written already out of the index."""
        upsert(self._connection, HELD, self._held_row(entry.header, state, code, place))
        self._waiting = None

    def show(self, entry: Entry, found: IndexRow, line: Payload | None) -> None:
        """Show a record by one of its versions, whatever it was shown by."""
        self.flush()
        row = record_row(self._upstream.city, entry, found)
        upsert(self._connection, RECORD, row, KEPT)
        self._upstream.make_years(self._connection, {year_of_day(line["accepted_on"])} if line else set())
        self._forget_lines([row["id"]])
        put(self._connection, LINE, [line_row(row, line)] if line else [])

    def forget(self, record: bytes) -> None:
        """Show a record no longer."""
        self.flush()
        gone = (RECORD.c.year == year_of_id(id_text(record))) & (RECORD.c.id == record)
        self._connection.execute(delete(RECORD).where(self._shelf.of(RECORD, gone)))
        self._forget_lines([record])

    def set_maker(self, record: bytes, maker: bytes) -> None:
        """Write down whose a record was first."""
        self._change(record, maker=maker)

    def set_owner(self, record: bytes, owner: bytes) -> None:
        """Write down whose a record is now."""
        self._change(record, station=owner)

    def move_owner(self, old: bytes, heir: bytes) -> None:
        """Write down that what was a station's is another's."""
        mine = self._shelf.of(RECORD, RECORD.c.station == old)
        self._connection.execute(update(RECORD).where(mine).values(station=heir))

    def _change(self, record: bytes, **values: bytes) -> None:
        year = year_of_id(id_text(record))
        mine = self._shelf.of(RECORD, RECORD.c.year == year, RECORD.c.id == record)
        self._connection.execute(update(RECORD).where(mine).values(values))

    def forget_aside(self, record: bytes, codes: Sequence[str], states: Sequence[str]) -> None:
        """Hold no longer what was set aside of a record under one of these codes, in one of these states."""
        gone = (HELD.c.record == record) & HELD.c.code.in_(codes) & HELD.c.state.in_(states)
        self._connection.execute(delete(HELD).where(self._shelf.of(HELD, gone)))
        self._waiting = None

    def release(self, row: Row) -> None:
        """Hold an entry no longer."""
        self.waiting().remove(row)
        if row in self._rows.held:
            self._rows.held.remove(row)
        at = (HELD.c.sender == row["sender"]) & (HELD.c.epoch == row["epoch"]) & (HELD.c.seq == row["seq"])
        self._connection.execute(delete(HELD).where(self._shelf.of(HELD, at)))

    def readmit(self, row: Row, entry: Entry, found: IndexRow, line: Payload | None) -> None:
        """Index an entry that was held, and hold it no longer."""
        self.flush()
        self.release(row)
        fresh = {**record_row(self._upstream.city, entry, found), "line": line}
        known = self._known([fresh["id"]], {})
        if fresh["id"] not in known or _beats(fresh, known[fresh["id"]]):
            self._index([fresh], known)

    def _gather(self, entry: Entry, sealed: bytes) -> None:
        header, sender = entry.header, id_bytes(entry.header.station)
        place = {"city": self._upstream.city, "sender": sender, "epoch": header.epoch, "seq": header.seq}
        digest = bytes.fromhex(entry.hash)
        self._rows.ends[sender, header.epoch] = {**place, "hash": digest, "at": header.at}
        self._rows.entries.append(
            {
                **place,
                "record": id_bytes(header.record_id) if header.record_id else None,
                "sector": header.sector,
                "version": header.version,
                "base_version": header.base_version,
                "schema": header.schema,
                "at": header.at,
                "verb": header.verb,
                "payload_hash": bytes.fromhex(header.payload_hash),
                "previous": bytes.fromhex(entry.previous),
                "hash": digest,
                "salt": entry.salt,
                "sealed": sealed,
            }
        )

    # --- writing ------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write what was gathered."""
        rows, self._rows = self._rows, Gathered()
        asked, self._asked = self._asked, {}
        if not rows.entries:
            return
        best = winners(rows.records)
        known = self._known(best, asked)
        put(self._connection, ENTRY, rows.entries)
        put(self._connection, HELD, rows.held)
        for end in rows.ends.values():
            upsert(self._connection, CHAIN, end)
        self._index([one for key, one in best.items() if key not in known or _beats(one, known[key])], known)

    def _index(self, fresh: list[Row], known: Mapping[bytes, Any]) -> None:
        """Write index rows of records, and their lines, over those that are `known`."""
        lines = [line_row(one, one["line"]) for one in fresh if one["line"]]
        self._upstream.make_years(self._connection, {one["year"] for one in (*fresh, *lines)})
        new, again = put_newer(self._connection, fresh, known)
        self._forget_lines(list(again))
        shown = new | again
        put(self._connection, LINE, [one for one in lines if one["id"] in shown])

    def _known(self, best: Iterable[bytes], asked: Mapping[bytes, Row | None]) -> dict[bytes, Row]:
        """Return versions and hashes of those records that are here already."""
        found = self._found([id_text(one) for one in best if one not in asked])
        return found | {one: row for one in best if (row := asked.get(one))}

    def _found(self, ids: Sequence[str]) -> dict[bytes, Row]:
        rows = self._shelf.records(ids, "id", "version", "hash")
        return {bytes(row.id): {"version": row.version, "hash": bytes(row.hash)} for row in rows}

    def _forget_lines(self, ids: Sequence[bytes]) -> None:
        for start in range(0, len(ids), MANY):
            gone = self._shelf.among(LINE.c.id, ids[start : start + MANY])
            self._connection.execute(delete(LINE).where(self._shelf.of(LINE, gone)))

    def set_value(self, key: str, value: bytes | None) -> None:
        """Set a named value; None takes it away."""
        if value is None:
            self._connection.execute(delete(VALUE).where(self._shelf.of(VALUE, VALUE.c.key == key)))
            return
        upsert(self._connection, VALUE, {"city": self._upstream.city, "key": key, "value": value})

    def receipt(self, one: Receipt) -> None:
        """Write down that a volume came."""
        ids = {"sender": id_bytes(one.sender), "package": id_bytes(one.package), "at": moment_text(one.at)}
        upsert(self._connection, RECEIPT, {"city": self._upstream.city, **asdict(one), **ids})

    def commit(self) -> None:
        """Write what is left, and end the transaction."""
        self.flush()
        self._connection.commit()


def _beats(row: Row, known: Row) -> bool:
    return bool((row["version"], row["hash"]) > (known["version"], known["hash"]))


def record_row(city: str, entry: Entry, found: IndexRow) -> Row:
    """Return a record's row of the index: what is counted and looked up by, and nobody's name.

    A person's number stands in the sealed content alone; of a restricted record not even its own.
    """
    header = entry.header
    told = found.guard == OPEN and header.sector != PERSON
    said = {
        "org": found.org if told else "",
        "ref": found.ref if told else "",
        "number": found.number if told else "",
        "title": found.title if header.sector in TITLED else "",
        "state": found.state,
        "kind": found.kind,
    }
    return {
        "city": city,
        "year": year_of_id(header.record_id),
        "id": id_bytes(header.record_id),
        "sector": header.sector,
        "maker": id_bytes(header.station),
        "station": id_bytes(header.station),
        "sender": id_bytes(header.station),
        "version": header.version,
        "epoch": header.epoch,
        "seq": header.seq,
        "hash": bytes.fromhex(entry.hash),
        **{name: text[: ROOM[name]] for name, text in said.items()},
        "accepted_on": found.accepted_on,
        "saved_at": header.at,
        "guard": found.guard,
    }


def line_row(row: Row, line: Payload) -> Row:
    """Return the row of a case's line, beside its row of the index."""
    year = year_of_day(line["accepted_on"])
    return {"city": row["city"], "year": year, "id": row["id"], **{name: line[name] for name in NAMELESS}}
