"""Writing a hub's tables (入上级库): rows are gathered and go in together, within the package's transaction.

On PostgreSQL by COPY: entries straight into the journal, whose key refuses a second one; index rows into a
table of the transaction and from there over what is older (INSERT … ON CONFLICT … WHERE newer, sync 28). On
SQLite the same by the driver.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from zsapp.base import ids
from zsapp.base.entry import Entry, Header
from zsapp.records import committee, station
from zsapp.records.follow_ups import FOLLOWED
from zsapp.records.index_of import OPEN, IndexRow
from zsapp.records.prepared import driver_of
from zsapp.records.quarantine import PERSONS
from zsapp.records.review_rows import BEHIND, OVERTAKEN
from zsapp.records.review_rows import HELD as HELD_STATE
from zsapp.records.upcasts import Payload
from zsapp.records.upstream import Upstream
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

    def add(self, entry: Entry, found: IndexRow | None, line: Payload | None) -> None:
        """Gather an entry, and the index row of the record that it changed, with its line."""
        self._gather(entry)
        if found is None:
            return
        row = {**self._record_row(entry, found), "line": line}
        self._rows.records.append(row)
        before = self._rows.content.get(row["id"])
        if before is None or _beats(row, before[0]):
            self._rows.content[row["id"]] = row, entry
        self._overtake(row)

    def hold(self, entry: Entry, code: str, place: str, state: str = "") -> None:
        """Gather an entry that is not applied: why, or nothing for one that waits behind such a one."""
        self._gather(entry)
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
                    self.upsert(HELD, one)

    def set_aside(self, entry: Entry, state: str, code: str, place: str) -> None:
        """Keep a version that is written already out of the index."""
        self.upsert(HELD, self._held_row(entry.header, state, code, place))
        self._waiting = None

    def show(self, entry: Entry, found: IndexRow, line: Payload | None) -> None:
        """Show a record by one of its versions, whatever it was shown by."""
        self.flush()
        row = self._record_row(entry, found)
        self.upsert(RECORD, row, KEPT)
        self._upstream.make_years(self._connection, {year_of_day(line["accepted_on"])} if line else set())
        self._forget_lines([row["id"]])
        self._put(LINE, [_line_row({**row, "line": line})] if line else [])

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
        fresh = {**self._record_row(entry, found), "line": line}
        known = self._known({fresh["id"]: fresh})
        if fresh["id"] not in known or _beats(fresh, known[fresh["id"]]):
            self._index([fresh], known)

    def _gather(self, entry: Entry) -> None:
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
                "sealed": self._upstream.seal.seal(header, entry.payload),
            }
        )

    def _record_row(self, entry: Entry, found: IndexRow) -> Row:
        """Return a record's row of the index: what is counted and looked up by, and nobody's name.

        A person's number stands in the sealed content alone; of a restricted record not even its own.
        """
        header = entry.header
        told = found.guard == OPEN and header.sector != PERSON
        return {
            "city": self._upstream.city,
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
            "org": found.org if told else "",
            "ref": found.ref if told else "",
            "number": found.number if told else "",
            "title": found.title if header.sector in TITLED else "",
            "state": found.state,
            "kind": found.kind,
            "accepted_on": found.accepted_on,
            "saved_at": header.at,
            "guard": found.guard,
        }

    # --- writing ------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write what was gathered."""
        rows, self._rows = self._rows, Gathered()
        if not rows.entries:
            return
        best = winners(rows.records)
        known = self._known(best)
        self._put(ENTRY, rows.entries)
        self._put(HELD, rows.held)
        for end in rows.ends.values():
            self.upsert(CHAIN, end)
        self._index([one for key, one in best.items() if key not in known or _beats(one, known[key])], known)

    def _index(self, fresh: list[Row], known: Mapping[bytes, Any]) -> None:
        """Write index rows of records, and their lines, over those that are `known`."""
        lines = [_line_row(one) for one in fresh if one["line"]]
        self._upstream.make_years(self._connection, {one["year"] for one in (*fresh, *lines)})
        self._put_newer([{key: value for key, value in one.items() if key != "line"} for one in fresh])
        self._forget_lines([one["id"] for one in fresh if one["id"] in known])
        self._put(LINE, lines)

    def _known(self, best: dict[bytes, Row]) -> dict[bytes, Row]:
        """Return versions and hashes of those records that are here already."""
        found: dict[bytes, Row] = {}
        ids = list(best)
        for start in range(0, len(ids), MANY):
            some = ids[start : start + MANY]
            among = RECORD.c.year.in_({best[one]["year"] for one in some}) & RECORD.c.id.in_(some)
            columns = RECORD.c.id, RECORD.c.version, RECORD.c.hash
            for row in self._connection.execute(select(*columns).where(self._shelf.of(RECORD, among))):
                found[bytes(row.id)] = {
                    "version": row.version,
                    "hash": bytes(row.hash),
                }
        return found

    def _forget_lines(self, ids: Sequence[bytes]) -> None:
        for start in range(0, len(ids), MANY):
            gone = LINE.c.id.in_(ids[start : start + MANY])
            self._connection.execute(delete(LINE).where(self._shelf.of(LINE, gone)))

    def _put(self, table: Table, rows: list[Row], name: str = "") -> None:
        """Write rows of a table: by COPY, or by the driver's executemany."""
        if not rows:
            return
        if not self._upstream.is_postgresql:
            self._connection.execute(insert(table), rows)
            return
        columns = [column.name for column in table.c]
        with driver_of(self._connection).cursor() as cursor:
            named = ", ".join(f'"{one}"' for one in columns)
            with cursor.copy(f"COPY {name or table.name} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([row[one] for one in columns])

    def _put_newer(self, rows: list[Row]) -> None:
        """Write index rows over what is older; two hubs at once cannot bring an older one back."""
        if not rows:
            return
        if self._upstream.is_postgresql:
            self._copy_newer(rows)
            return
        put = sqlite.insert(RECORD)
        newer = (put.excluded.version > RECORD.c.version) | (
            (put.excluded.version == RECORD.c.version) & (put.excluded.hash > RECORD.c.hash)
        )
        sets = _all_but(put, KEPT)
        over = put.on_conflict_do_update(index_elements=["city", "year", "id"], set_=sets, where=newer)
        self._connection.execute(over, rows)

    def _copy_newer(self, rows: list[Row]) -> None:
        run = self._connection.exec_driver_sql
        run("CREATE TEMP TABLE IF NOT EXISTS stage_record (LIKE upstream_record) ON COMMIT DROP")
        self._put(RECORD, rows, "stage_record")
        run(NEWER)
        run("TRUNCATE stage_record")

    def upsert(self, table: Table, row: Row, kept: Iterable[str] = ()) -> None:
        """Write one row over the one with the same key; some columns stay as they are."""
        made: Any = postgresql.insert if self._upstream.is_postgresql else sqlite.insert
        put = made(table).values(row)
        keys = [column.name for column in table.primary_key]
        sets = _all_but(put, (*keys, *kept))
        self._connection.execute(put.on_conflict_do_update(index_elements=keys, set_=sets))

    def set_value(self, key: str, value: bytes | None) -> None:
        """Set a named value; None takes it away."""
        if value is None:
            self._connection.execute(delete(VALUE).where(self._shelf.of(VALUE, VALUE.c.key == key)))
            return
        self.upsert(VALUE, {"city": self._upstream.city, "key": key, "value": value})

    def receipt(self, one: Receipt) -> None:
        """Write down that a volume came."""
        ids = {"sender": id_bytes(one.sender), "package": id_bytes(one.package), "at": moment_text(one.at)}
        self.upsert(RECEIPT, {"city": self._upstream.city, **asdict(one), **ids})

    def commit(self) -> None:
        """Write what is left, and end the transaction."""
        self.flush()
        self._connection.commit()


KEPT = ("city", "year", "id", "maker", "station")
"""Of a record's row, what a later version does not change: whose it was, and whose it is."""
COLUMNS = ", ".join(f'"{column.name}"' for column in RECORD.c)
SETS = ", ".join(
    f'"{column.name}" = excluded."{column.name}"' for column in RECORD.c if column.name not in KEPT
)
NEWER = (
    f"INSERT INTO upstream_record ({COLUMNS}) SELECT {COLUMNS} FROM stage_record "  # noqa: S608 -- names of columns
    f"ON CONFLICT (city, year, id) DO UPDATE SET {SETS} "
    "WHERE (excluded.version, excluded.hash) > (upstream_record.version, upstream_record.hash)"
)


def _all_but(put: Any, keys: Iterable[str]) -> dict[str, Any]:
    return {column.name: column for column in put.excluded if column.name not in keys}


def _beats(row: Row, known: Row) -> bool:
    return bool((row["version"], row["hash"]) > (known["version"], known["hash"]))


def _line_row(row: Row) -> Row:
    line = row["line"]
    year = year_of_day(line["accepted_on"])
    return {"city": row["city"], "year": year, "id": row["id"], **{name: line[name] for name in NAMELESS}}
