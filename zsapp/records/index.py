"""The index (索引): from a journal entry to the row that lists read, in the entry's own transaction.

Live saving, applying other stations' entries and the rebuild all come through `put_record`, so that a replay
gives the same rows. What only search reads follows later (`search_index.py`).
"""

from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from zsapp.base.entry import Entry, Header
from zsapp.base.ids import id_bytes
from zsapp.records import search, search_index, sectors, transfers
from zsapp.records.index_of import IndexRow
from zsapp.records.index_rows import RecordRow
from zsapp.records.prepared import Prepared
from zsapp.records.review_rows import HeldRow
from zsapp.records.rows import JournalRow
from zsapp.records.upcasts import Payload

FIXED = ("pk", "id", "station", "maker")
VALUES = [column.name for column in RecordRow.__table__.c if column.name not in FIXED]
SHOWN = Prepared(
    select(RecordRow.pk, RecordRow.version, RecordRow.entry, RecordRow.sector).where(
        RecordRow.id == bindparam("id")
    )
)
PUT = Prepared(insert(RecordRow), ["id", "station", "maker", *VALUES])
UPDATE = Prepared(update(RecordRow).where(RecordRow.pk == bindparam("row")), VALUES)
HASH = Prepared(select(JournalRow.hash).where(JournalRow.pk == bindparam("pk")))


def shown(connection: Connection, record_id: str) -> Any:
    """Return (pk, version, journal row, sector) of a record as indexed, None for an unknown one."""
    return SHOWN.run(connection, {"id": id_bytes(record_id)}).fetchone()


def put_record(
    connection: Connection, entry: Entry, entry_pk: int, payload: Payload, before: tuple[Any, ...] | None
) -> bool:
    """Index a record entry over what is shown `before` it; say whether it is the one shown now."""
    header = entry.header
    if before is None:
        values = values_of(header, entry_pk, sectors.index_of(header.sector, payload))
        record = id_bytes(header.record_id)
        maker = transfers.maker_of(connection, record, id_bytes(header.station))
        fixed = {"id": record, "station": transfers.owner_of(connection, record, maker), "maker": maker}
        PUT.run(connection, fixed | values)
        return True
    if not header.base_version:
        _claim(connection, entry, entry_pk, before[0])
    if not _wins(connection, entry, before):
        return False
    values = values_of(header, entry_pk, sectors.index_of(header.sector, payload))
    UPDATE.run(connection, values | {"row": before[0]})
    return True


def _claim(connection: Connection, entry: Entry, entry_pk: int, row: int) -> None:
    """Let a record be its first version's station's, though others' later versions lie before it."""
    record, station = id_bytes(entry.header.record_id), id_bytes(entry.header.station)
    (maker,) = connection.execute(select(RecordRow.maker).where(RecordRow.pk == row)).one()
    if maker == station:
        return
    first = select(JournalRow.pk).where(
        JournalRow.record == record,
        JournalRow.base_version == 0,
        JournalRow.version > 0,
        JournalRow.pk < entry_pk,
    )
    if connection.execute(first.limit(1)).one_or_none() is None:
        owner = transfers.owner_of(connection, record, station)
        change = update(RecordRow).where(RecordRow.pk == row)
        connection.execute(change.values(maker=station, station=owner))


def reshow(connection: Connection, entry: Entry, entry_pk: int, payload: Payload) -> None:
    """Show a record by an entry, whatever it is shown by now."""
    before = shown(connection, entry.header.record_id)
    if before is not None and before[2] != entry_pk:
        values = values_of(entry.header, entry_pk, sectors.index_of(entry.header.sector, payload))
        UPDATE.run(connection, values | {"row": before[0]})


def forget(connection: Connection, record_id: str) -> None:
    """Show a record here no more: at a hub it is shown upstream from now on."""
    row = shown(connection, record_id)
    if row is not None:
        search_index.forget(connection, row[0])
        connection.execute(delete(RecordRow).where(RecordRow.pk == row[0]))


def _wins(connection: Connection, entry: Entry, before: tuple[Any, ...]) -> bool:
    """Say whether an entry is shown over another: the later version, and of two equal ones the greater hash.

    So the order in which stations' journals arrive makes no difference.
    """
    _, version, shown_entry, _ = before
    if entry.header.version != version:
        return bool(entry.header.version > version)
    (other,) = HASH.run(connection, {"pk": shown_entry}).fetchone()
    return bytes.fromhex(entry.hash) > bytes(other)


def values_of(header: Header, entry_pk: int, found: IndexRow) -> dict[str, Any]:
    """Return what a record's row says, but for its id and owner."""
    return {
        "sector": header.sector,
        "version": header.version,
        "entry": entry_pk,
        "epoch": header.epoch,
        "seq": header.seq,
        "org": found.org,
        "ref": found.ref,
        "number": found.number,
        "alias": found.alias,
        "title": found.title,
        "state": found.state,
        "kind": found.kind,
        "accepted_on": found.accepted_on,
        "saved_at": header.at,
        "guard": found.guard,
    }


def create(connection: Connection) -> None:
    """Make the index tables, empty: those of records and those of reviews, all in one metadata."""
    HeldRow.metadata.create_all(connection)
    connection.exec_driver_sql(search.CREATE)


def drop(connection: Connection) -> None:
    """Drop the index tables."""
    connection.exec_driver_sql(search.DROP)
    HeldRow.metadata.drop_all(connection)
