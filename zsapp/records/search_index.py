"""The search index (检索索引): what lists, search and registers read, written in batches, after the records.

A bigram insert costs five times the commit it would ride on, and every index a page of it. So a save leaves
them, and the few entries that wait are read from the journal, one by one: what is found is always all there
is. `searched` in the settings is the journal row up to which everything is in.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, union_all
from sqlalchemy.dialects.sqlite import insert as upsert

from zsapp.records import case_lines, search, sectors
from zsapp.records.index_of import RESTRICTED, Words
from zsapp.records.index_rows import EntryRow, KeyRow, PersonRow, RecordRow, TextRow
from zsapp.records.names import sounds_of
from zsapp.records.prepared import Prepared
from zsapp.records.rows import JournalRow, SettingRow
from zsapp.records.upcasts import Payload, read_payload
from zsapp.records.variants import folded

SEARCHED = "searched"
BACKSTOP = 500
"""Entries that may wait however busy the station is; a save that finds more takes them in itself."""

READ_ONE_BY_ONE = 64
"""Entries that a search reads one by one; of more than these, what waits is taken in before it."""

BATCH = 200
"""Records taken in at once: what a batch holds in memory stays small."""

_TEXT = upsert(TextRow)
_SETTING = upsert(SettingRow)
LIMIT = Prepared(select(SettingRow.value).where(SettingRow.key == SEARCHED))
SET_VALUE = Prepared(
    _SETTING.on_conflict_do_update(index_elements=[SettingRow.key], set_={"value": _SETTING.excluded.value}),
    ["key", "value"],
)


def _page(*content: ColumnElement[Any]) -> Prepared:
    return Prepared(
        select(
            *(RecordRow.pk, RecordRow.id, JournalRow.pk, RecordRow.sector, RecordRow.state),
            *(RecordRow.number, RecordRow.alias, RecordRow.ref, *content),
        )
        .join_from(JournalRow, RecordRow, RecordRow.id == JournalRow.record)
        .where(JournalRow.pk > bindparam("limit"), JournalRow.version > 0, RecordRow.entry == JournalRow.pk)
        .order_by(JournalRow.pk)
        .limit(bindparam("room"))
    )


PAGE = _page(JournalRow.schema.expression, JournalRow.payload.expression)
PAGE_OF_KNOWN = _page()
RESTRICTED_ONES = Prepared(
    select(
        *(RecordRow.pk, RecordRow.id, JournalRow.pk, RecordRow.sector, RecordRow.state),
        *(RecordRow.number, RecordRow.alias, RecordRow.ref, JournalRow.schema, JournalRow.payload),
    )
    .join_from(RecordRow, JournalRow, RecordRow.entry == JournalRow.pk)
    .where(
        RecordRow.guard == RESTRICTED,
        RecordRow.sector == bindparam("sector"),
        RecordRow.entry <= bindparam("limit"),
    )
)
ENTRIES = Prepared(
    insert(EntryRow)
    .prefix_with("OR IGNORE")
    .from_select(
        ["record", "entry"],
        select(JournalRow.record, JournalRow.pk).where(
            JournalRow.pk > bindparam("limit"), JournalRow.record.is_not(None)
        ),
    )
)
KNOWN_BY = Prepared(
    select(
        *(RecordRow.pk, RecordRow.id, RecordRow.sector, RecordRow.station, RecordRow.org),
        *(RecordRow.number, RecordRow.alias, RecordRow.ref, RecordRow.title, RecordRow.guard),
    )
    .where(
        RecordRow.pk.in_(
            union_all(
                select(KeyRow.record).where(KeyRow.key == bindparam("key")),
                select(RecordRow.pk)
                .join(JournalRow, JournalRow.record == RecordRow.id)
                .where(JournalRow.pk > bindparam("limit"), JournalRow.version > 0),
            )
        ),
        bindparam("key").in_((RecordRow.number, RecordRow.alias, RecordRow.ref)),
    )
    .order_by(RecordRow.pk)
)
AGAIN = Prepared(
    select(
        *(RecordRow.pk, RecordRow.id, JournalRow.pk, RecordRow.sector, RecordRow.state),
        *(RecordRow.number, RecordRow.alias, RecordRow.ref, JournalRow.schema, JournalRow.payload),
    )
    .join_from(RecordRow, JournalRow, RecordRow.entry == JournalRow.pk)
    .where(RecordRow.id == bindparam("id"), RecordRow.entry <= bindparam("limit"))
)
LAST = Prepared(select(func.max(JournalRow.pk)))
INDEXED = Prepared(select(func.max(TextRow.pk)))
FORGET_KEYS = Prepared(delete(KeyRow).where(KeyRow.record == bindparam("record")))
PUT_KEYS = Prepared(insert(KeyRow), ["key", "record"])
FORGET_PEOPLE = Prepared(delete(PersonRow).where(PersonRow.record == bindparam("record")))
PUT_PEOPLE = Prepared(insert(PersonRow), ["record", "name", "initials", "number", "phone"])
PUT_TEXT = Prepared(
    _TEXT.on_conflict_do_update(
        index_elements=[TextRow.pk], set_={"text": _TEXT.excluded.text, "state": _TEXT.excluded.state}
    ),
    ["pk", "sector", "state", "text"],
)


@dataclass(frozen=True)
class Waiting:
    """A record whose people, words and line are not in the index yet."""

    pk: int
    id: bytes
    entry: int
    sector: str
    state: str
    keys: frozenset[str]
    payload: Payload

    @functools.cached_property
    def words(self) -> Words:
        """Whom it names, and its text."""
        return sectors.words_of(self.sector, self.payload)

    @property
    def guard(self) -> int:
        """Who may find it."""
        return sectors.guard_of(self.sector, self.payload)

    @property
    def whole_words(self) -> Words:
        """Whom it names and its text, though it be restricted."""
        return sectors.whole_words_of(self.sector, self.payload)

    @property
    def line(self) -> tuple[int, bytes, dict[str, Any] | None]:
        """Its line of the register, if its sector has one."""
        return self.pk, self.id, sectors.line_of(self.sector, self.payload)


def searched(connection: Connection) -> int:
    """Return the journal row up to which everything can be found in the search index."""
    row = LIMIT.run(connection, {}).fetchone()
    return int(row[0]) if row else 0


def last_row(connection: Connection) -> int:
    """Return the last row of the journal."""
    return int(LAST.run(connection, {}).fetchone()[0] or 0)


def waiting(connection: Connection, after: int, room: int = -1) -> Iterator[Waiting]:
    """Give up to `room` records whose shown entry lies after a journal row, in the journal's order."""
    cursor = PAGE.run(connection, {"limit": after, "room": room})
    yield from (_read(*row) for row in cursor.fetchall())


def restricted(connection: Connection, sector: str, until: int) -> Iterator[Waiting]:
    """Give the restricted records of a sector up to a journal row, whose people the index does not know."""
    cursor = RESTRICTED_ONES.run(connection, {"sector": sector, "limit": until})
    yield from (_read(*row) for row in cursor.fetchall())


def _read(*row: Any) -> Waiting:
    pk, record, entry, sector, state, *keys, schema, payload = row
    read = read_payload(sector, schema, payload) if payload is not None else {}
    return Waiting(pk, record, entry, sector, state, frozenset(keys) - {""}, read)


def set_searched(connection: Connection, entry: int) -> None:
    """Set the journal row up to which everything is in."""
    set_value(connection, SEARCHED, entry)


def set_value(connection: Connection, key: str, value: int) -> None:
    """Set a number in the settings."""
    SET_VALUE.run(connection, {"key": key, "value": str(value).encode()})


@dataclass(frozen=True, slots=True)
class Known:
    """A record that bears a number, alias or ref."""

    pk: int
    id: bytes
    sector: str
    station: bytes
    org: str
    number: str
    alias: str
    ref: str
    title: str
    guard: int


def known_by(connection: Connection, key: str) -> list[Known]:
    """Return the records that bear a key as number, alias or ref, oldest first."""
    if not key:
        return []
    cursor = KNOWN_BY.run(connection, {"key": key, "limit": searched(connection)})
    return [Known(*row) for row in cursor.fetchall()]


Taken = Mapping[int, Payload]
"""What was just taken in, by its journal row."""


def settle(connection: Connection, taken: Taken | None = None) -> int:
    """Take what waits into the search index; return the journal row up to which everything is in now.

    What stands in `taken` is not read again from the journal it has just been written to.
    """
    limit, last = searched(connection), last_row(connection)
    if limit >= last:
        return limit
    ENTRIES.run(connection, {"limit": limit})
    indexed = int(INDEXED.run(connection, {}).fetchone()[0] or 0)
    while batch := _batch(connection, limit, taken or {}):
        _take_in(connection, batch, indexed)
        limit = batch[-1].entry
    set_searched(connection, last)
    return last


def again(connection: Connection, record: bytes) -> None:
    """Take a record in again that is shown by an entry the index has already gone past."""
    row = AGAIN.run(connection, {"id": record, "limit": searched(connection)}).fetchone()
    if row is not None:
        one = _read(*row)
        _take_in(connection, [one], one.pk)


def forget(connection: Connection, pk: int) -> None:
    """Find a record no more."""
    FORGET_PEOPLE.run(connection, {"record": pk})
    FORGET_KEYS.run(connection, {"record": pk})
    case_lines.put(connection, [(pk, b"", None)])
    connection.execute(delete(TextRow).where(TextRow.pk == pk))
    connection.exec_driver_sql(search.FORGET, (pk,))


def _batch(connection: Connection, limit: int, taken: Taken) -> list[Waiting]:
    """Return the records that are taken in next: from memory as long as all of them are there."""
    if not taken:
        return list(waiting(connection, limit, BATCH))
    rows = PAGE_OF_KNOWN.run(connection, {"limit": limit, "room": BATCH}).fetchall()
    if not all(row[2] in taken for row in rows):
        return list(waiting(connection, limit, BATCH))
    return [
        Waiting(pk, record, entry, sector, state, frozenset(keys) - {""}, taken[entry])
        for pk, record, entry, sector, state, *keys in rows
    ]


def _take_in(connection: Connection, batch: list[Waiting], indexed: int) -> None:
    """Take a batch in; of records after `indexed` nothing is there yet that would have to go first."""
    for one in (one for one in batch if one.pk <= indexed):
        FORGET_PEOPLE.run(connection, {"record": one.pk})
        FORGET_KEYS.run(connection, {"record": one.pk})
    PUT_KEYS.run_many(connection, [{"key": key, "record": one.pk} for one in batch for key in one.keys])
    PUT_PEOPLE.run_many(connection, [row for one in batch for row in people_of(one)])
    texts = [(one, folded(one.words.text)) for one in batch]
    PUT_TEXT.run_many(
        connection,
        [{"pk": one.pk, "sector": one.sector, "state": one.state, "text": text} for one, text in texts],
    )
    connection.exec_driver_sql(search.PUT, [(one.pk, search.tokens_of(text)) for one, text in texts])
    case_lines.put(connection, [one.line for one in batch])


def people_of(one: Waiting) -> Iterator[dict[str, Any]]:
    """Give a record's rows of people, one for each way to type how a name sounds."""
    for person in dict.fromkeys(one.words.people):
        for sound in sounds_of(person.name) or ("",):
            yield {
                "record": one.pk,
                "name": person.name,
                "initials": sound,
                "number": person.number,
                "phone": person.phone,
            }
