"""Putting rows into a hub's tables (写入上级库), many at once, on PostgreSQL and SQLite alike.

On PostgreSQL by COPY: entries straight into the journal, whose key refuses a second one; index rows into a
table of the transaction and from there over what is older (INSERT … ON CONFLICT … WHERE newer, sync 28). On
SQLite the same by the driver.
"""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, String, Table, insert
from sqlalchemy.dialects import postgresql, sqlite

from zsapp.records.prepared import driver_of
from zsapp.records.upstream import driver_troubles, is_postgresql
from zsapp.records.upstream_rows import RECORD

Row = dict[str, Any]

TYPES = {BigInteger: "int8", Integer: "int4", LargeBinary: "bytea", String: "text"}
"""What COPY calls the types of our columns; a BigInteger is an Integer too, so it stands first."""

KEPT = ("city", "year", "id", "maker", "station")
"""Of a record's row, what a later version does not change: whose it was, and whose it is."""


def put(connection: Connection, table: Table, rows: Sequence[Row], name: str = "") -> None:
    """Write rows of a table, or into one of another `name` of the same shape."""
    if not rows:
        return
    if not is_postgresql(connection):
        connection.execute(insert(table), rows)
        return
    from psycopg.types.string import BytesBinaryDumper  # late: a hub on SQLite has none

    names = [column.name for column in table.c]
    cells, named = itemgetter(*names), ", ".join(f'"{one}"' for one in names)
    order = f"COPY {name or table.name} ({named}) FROM STDIN (FORMAT BINARY)"  # half the work of text
    with driver_troubles(connection), driver_of(connection).cursor() as cursor:
        cursor.adapters.register_dumper(bytes, BytesBinaryDumper)  # else bytea is dumped by slow Python
        with cursor.copy(order) as copy:
            copy.set_types([_type_of(column) for column in table.c])
            for row in rows:
                copy.write_row(cells(row))


def _type_of(column: Column[Any]) -> str:
    return next(name for kind, name in TYPES.items() if isinstance(column.type, kind))


def put_newer(connection: Connection, rows: Sequence[Row]) -> frozenset[bytes]:
    """Write index rows over what is older; return the ids of those that are shown now.

    Two hubs at once cannot bring an older one back.
    """
    if not rows:
        return frozenset()
    if is_postgresql(connection):
        return _copy_newer(connection, rows)
    made = sqlite.insert(RECORD)
    newer = (made.excluded.version > RECORD.c.version) | (
        (made.excluded.version == RECORD.c.version) & (made.excluded.hash > RECORD.c.hash)
    )
    sets = _all_but(made, KEPT)
    over = made.on_conflict_do_update(index_elements=["city", "year", "id"], set_=sets, where=newer)
    connection.execute(over, rows)
    return frozenset(one["id"] for one in rows)  # nobody else writes a file meanwhile


def _copy_newer(connection: Connection, rows: Sequence[Row]) -> frozenset[bytes]:
    run = connection.exec_driver_sql
    run("CREATE TEMP TABLE IF NOT EXISTS stage_record (LIKE upstream_record) ON COMMIT DROP")
    put(connection, RECORD, rows, "stage_record")
    shown = frozenset(bytes(one) for one in run(NEWER).scalars())
    run("TRUNCATE stage_record")
    return shown


COLUMNS = ", ".join(f'"{column.name}"' for column in RECORD.c)
SETS = ", ".join(
    f'"{column.name}" = excluded."{column.name}"' for column in RECORD.c if column.name not in KEPT
)
NEWER = (
    f"INSERT INTO upstream_record ({COLUMNS}) SELECT {COLUMNS} FROM stage_record "  # noqa: S608 -- names of columns
    f"ON CONFLICT (city, year, id) DO UPDATE SET {SETS} "
    "WHERE (excluded.version, excluded.hash) > (upstream_record.version, upstream_record.hash) "
    "RETURNING upstream_record.id"
)


def upsert(connection: Connection, table: Table, row: Row, kept: Iterable[str] = ()) -> None:
    """Write one row over the one with the same key; some columns stay as they are."""
    insert_into: Any = postgresql.insert if is_postgresql(connection) else sqlite.insert
    made = insert_into(table).values(row)
    keys = [column.name for column in table.primary_key]
    sets = _all_but(made, (*keys, *kept))
    connection.execute(made.on_conflict_do_update(index_elements=keys, set_=sets))


def _all_but(made: Any, keys: Iterable[str]) -> dict[str, Any]:
    return {column.name: column for column in made.excluded if column.name not in keys}
