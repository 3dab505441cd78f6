"""Putting rows into a hub's tables (写入上级库), many at once, on PostgreSQL and SQLite alike.

On PostgreSQL by COPY: entries straight into the journal, whose key refuses a second one; index rows into a
table of the transaction and from there over what is older (INSERT … ON CONFLICT … WHERE newer, sync 28). On
SQLite the same by the driver.
"""

from collections.abc import Container, Iterable, Sequence
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


def put_newer(
    connection: Connection, rows: Sequence[Row], known: Container[bytes]
) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Write index rows, over older ones too; return the ids of those that are new, and that are shown anew.

    What a row holds beside its columns is left out. Two hubs at once cannot bring an older one back: what
    another has put there since it was said what is `known` counts as it stands.
    """
    if not rows:
        return frozenset(), frozenset()
    if is_postgresql(connection):
        return _copy_newer(connection, rows)
    made, names = sqlite.insert(RECORD), [column.name for column in RECORD.c]
    newer = (made.excluded.version > RECORD.c.version) | (
        (made.excluded.version == RECORD.c.version) & (made.excluded.hash > RECORD.c.hash)
    )
    sets = _all_but(made, KEPT)
    over = made.on_conflict_do_update(index_elements=["city", "year", "id"], set_=sets, where=newer)
    connection.execute(over, [{name: one[name] for name in names} for one in rows])
    ids = frozenset(one["id"] for one in rows)  # nobody else writes a file meanwhile
    again = frozenset(one for one in ids if one in known)
    return ids - again, again


def _copy_newer(connection: Connection, rows: Sequence[Row]) -> tuple[frozenset[bytes], frozenset[bytes]]:
    def ids(order: str) -> frozenset[bytes]:
        return frozenset(bytes(one) for one in connection.exec_driver_sql(order).scalars())

    connection.exec_driver_sql(STAGE)
    put(connection, RECORD, rows, "stage_record")
    new = ids(NEW)
    again = ids(NEWER) if len(new) < len(rows) else frozenset()
    connection.exec_driver_sql("TRUNCATE stage_record")
    return new, again


STAGE = "CREATE TEMP TABLE IF NOT EXISTS stage_record (LIKE upstream_record) ON COMMIT DROP"
COLUMNS = ", ".join(f'"{column.name}"' for column in RECORD.c)
SETS = ", ".join(
    f'"{column.name}" = excluded."{column.name}"' for column in RECORD.c if column.name not in KEPT
)
FROM_STAGE = f"INSERT INTO upstream_record ({COLUMNS}) SELECT {COLUMNS} FROM stage_record "  # noqa: S608 -- names of columns
NEW = f"{FROM_STAGE} ON CONFLICT DO NOTHING RETURNING upstream_record.id"
NEWER = (
    f"{FROM_STAGE} ON CONFLICT (city, year, id) DO UPDATE SET {SETS} "
    "WHERE (excluded.version, excluded.hash) > (upstream_record.version, upstream_record.hash) "
    "RETURNING upstream_record.id"
)
"""After `NEW`: a row that was new does not beat itself."""


def upsert(connection: Connection, table: Table, row: Row, kept: Iterable[str] = ()) -> None:
    """Write one row over the one with the same key; some columns stay as they are."""
    insert_into: Any = postgresql.insert if is_postgresql(connection) else sqlite.insert
    made = insert_into(table).values(row)
    keys = [column.name for column in table.primary_key]
    sets = _all_but(made, (*keys, *kept))
    connection.execute(made.on_conflict_do_update(index_elements=keys, set_=sets))


def _all_but(made: Any, keys: Iterable[str]) -> dict[str, Any]:
    return {column.name: column for column in made.excluded if column.name not in keys}
