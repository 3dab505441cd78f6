"""Index against journal (索引核对): what the index tables hold, compared with what they should.

Nothing is changed. What a record should look like is worked out by the same functions that write it.
"""

from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from zsapp.base.errors import Trouble
from zsapp.base.ids import id_text
from zsapp.records import case_lines, index, search, search_index, sectors, transfers
from zsapp.records.index_rows import EntryRow, KeyRow, PersonRow, RecordRow, TextRow
from zsapp.records.journal import COLUMNS, entry_of
from zsapp.records.prepared import Prepared, driver_of
from zsapp.records.review_rows import HeldRow
from zsapp.records.rows import JournalRow
from zsapp.records.search_index import Waiting
from zsapp.records.variants import folded

SAMPLE = 8
"""Tokens of each record that are tried in the full-text table."""

TRIED = "SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?"
COLUMNS_OF_RECORD = [column.name for column in RecordRow.__table__.c]
ENTRY = select(*COLUMNS).where(JournalRow.pk == bindparam("pk"))
RECORD = Prepared(select(*RecordRow.__table__.c).where(RecordRow.id == bindparam("id")))
PEOPLE = Prepared(
    select(PersonRow.name, PersonRow.initials, PersonRow.number, PersonRow.phone).where(
        PersonRow.record == bindparam("pk")
    )
)
TEXTS = Prepared(select(TextRow.sector, TextRow.state, TextRow.text).where(TextRow.pk == bindparam("pk")))
KEYS = Prepared(select(KeyRow.key).where(KeyRow.record == bindparam("pk")))


def index_faults(connection: Connection) -> tuple[str, ...]:
    """Return the ids of the records whose rows differ, are missing, or stand for nothing in the journal."""
    searched = search_index.searched(connection)
    shown = _shown(connection)
    faults = {record for record, found in shown.items() if _differs(connection, record, found, searched)}
    faults.update(_without_entry(connection, searched))
    faults.update(row[0] for row in _rows(connection, select(RecordRow.id)) if row[0] not in shown)
    return tuple(id_text(record) for record in sorted(faults))


def _shown(connection: Connection) -> dict[bytes, tuple[int, bytes]]:
    """Return for each record of the journal the row that should be shown, and whose record it is."""
    best: dict[bytes, tuple[int, bytes, int, bytes]] = {}
    query = select(
        JournalRow.record, JournalRow.version, JournalRow.hash, JournalRow.pk, JournalRow.station
    ).where(
        JournalRow.version > 0, JournalRow.record.is_not(None), JournalRow.pk.not_in(select(HeldRow.entry))
    )
    first_ones = query.order_by(JournalRow.base_version > 0, JournalRow.pk)  # a record is its first version's
    for named, version, entry_hash, pk, station in connection.execute(first_ones):
        record = named or b""
        known = best.get(record)
        owner = known[3] if known else station
        if known is None or (version, entry_hash) > known[:2]:
            best[record] = version, entry_hash, pk, owner
    return {record: (pk, owner) for record, (_, _, pk, owner) in best.items()}


def _differs(connection: Connection, record: bytes, shown: tuple[int, bytes], searched: int) -> bool:
    entry_pk, owner = shown
    entry = entry_of(connection.execute(ENTRY, {"pk": entry_pk}).one())
    try:
        payload = sectors.read_entry(entry)
    except Trouble:  # a payload that cannot be read cannot be shown: the chain says where
        return True
    found = sectors.index_of(entry.header.sector, payload)
    maker = transfers.maker_of(connection, record, owner)
    station = transfers.owner_of(connection, record, maker)
    expected = {
        "id": record,
        "station": station,
        "maker": maker,
        **index.values_of(entry.header, entry_pk, found),
    }
    values = RECORD.run(connection, {"id": record}).fetchone()
    row = dict(zip(COLUMNS_OF_RECORD, values, strict=True)) if values else {}
    if any(row.get(name) != value for name, value in expected.items()):
        return True
    keys = frozenset((found.number, found.alias, found.ref)) - {""}
    one = Waiting(row["pk"], record, entry_pk, entry.header.sector, found.state, keys, payload)
    return entry_pk <= searched and _search_differs(connection, one)


def _search_differs(connection: Connection, one: Waiting) -> bool:
    """Compare people, keys, text, state and line, and try the first tokens in the full-text table."""
    at = {"pk": one.pk}
    plain = folded(one.words.text)
    people = sorted(tuple(row.values())[1:] for row in search_index.people_of(one))
    match = " AND ".join(f'"{token}"' for token in search.tokens_of(plain).split()[:SAMPLE])
    return (
        sorted(PEOPLE.run(connection, at).fetchall()) != people
        or TEXTS.run(connection, at).fetchall() != [(one.sector, one.state, plain)]
        or {row[0] for row in KEYS.run(connection, at).fetchall()} != one.keys
        or bool(match and not driver_of(connection).execute(TRIED, (match, one.pk)).fetchone())
        or case_lines.differs(connection, *one.line)
    )


def _without_entry(connection: Connection, searched: int) -> list[bytes]:
    """Return the records that have a journal row which their history would not show."""
    known = select(EntryRow.entry).where(
        EntryRow.record == JournalRow.record, EntryRow.entry == JournalRow.pk
    )
    query = select(JournalRow.record).distinct()
    query = query.where(JournalRow.pk <= searched, JournalRow.record.is_not(None), ~known.exists())
    return [row[0] for row in _rows(connection, query)]


def _rows(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(query)]
