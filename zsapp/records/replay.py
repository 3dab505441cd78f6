"""Replaying the journal (重放日志): index tables dropped and made anew; the journal is only read."""

from sqlalchemy import Connection, select

from zsapp.records import follow_ups, index, search_index, sectors
from zsapp.records.index_rows import INDEX_SCHEMA
from zsapp.records.journal import COLUMNS, entry_of
from zsapp.records.rows import JournalRow

BATCH = 200
"""Journal rows read at once."""

INDEX_KEY = "index_schema"
"""The setting that tells which schema of the index tables is in the file."""


def replay(connection: Connection) -> int:
    """Make the index tables anew from the journal and return how many entries made them.

    Raises:
        Trouble: STORE_NEWER, DATA_UNREADABLE for a payload that no reader knows.
    """
    index.drop(connection)
    index.create(connection)
    follow_ups.follow_all(connection)
    held = follow_ups.held_entries(connection)
    replayed = last = 0
    query = select(JournalRow.pk, *COLUMNS).where(JournalRow.version > 0).order_by(JournalRow.pk).limit(BATCH)
    while rows := connection.execute(query.where(JournalRow.pk > last)).all():
        for row in rows:
            last = row.pk
            if row.pk in held:
                continue
            entry = entry_of(row)
            before = index.shown(connection, entry.header.record_id)
            index.put_record(connection, entry, row.pk, sectors.read_entry(entry), before)
            replayed += 1
    search_index.set_searched(connection, 0)
    search_index.settle(connection)
    search_index.set_value(connection, INDEX_KEY, INDEX_SCHEMA)
    return replayed
