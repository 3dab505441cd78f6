"""A copy of a hub's tables (上级库的副本): from one database into another, of one moment, row by row.

One way for every database: a backup holds the tables as an encrypted file whatever they lie in, and a file
fills an empty PostgreSQL.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Select, Table, insert, select

from zsapp.records.upstream import SCHEMA_KEY, Upstream, open_upstream
from zsapp.records.upstream_rows import BY_CITY_AND_YEAR, CHAIN, UPSTREAM, VALUE

BATCH = 1_000
"""Rows in memory at once."""


def is_empty(upstream: Upstream) -> bool:
    """Say whether no chain of the city lies in the tables."""
    with upstream.connect() as connection:
        query = select(CHAIN.c.seq).where(CHAIN.c.city == upstream.city).limit(1)
        return connection.execute(query).one_or_none() is None


def copy_tables(source: Upstream, target: Upstream) -> None:
    """Copy all of a city's rows, as they are at one moment, into tables that are empty.

    Raises:
        Trouble: UPSTREAM_UNREACHABLE, UPSTREAM_FAULT.
    """
    with source.connect() as reading, target.connect(writes=True) as writing:
        if source.is_postgresql:
            reading.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in UPSTREAM.sorted_tables:
            found = reading.execution_options(yield_per=BATCH).execute(_rows_of(table, source.city))
            for rows in found.mappings().partitions():
                if table.info["parts"] == BY_CITY_AND_YEAR:
                    target.make_years(writing, {one["year"] for one in rows})
                writing.execute(insert(table), [dict(one) for one in rows])
        writing.commit()


def _rows_of(table: Table, city: str) -> Select[Any]:
    query = select(table).where(table.c.city == city)
    return query.where(VALUE.c.key != SCHEMA_KEY) if table is VALUE else query


def copy_into_file(source: Upstream, home: Path, path: Path, key: bytes) -> None:
    """Copy the tables into a new encrypted file.

    Raises:
        Trouble: UPSTREAM_UNREACHABLE, UPSTREAM_FAULT.
    """
    target = open_upstream(f"sqlite:///{path}", home, source.city, key)
    try:
        copy_tables(source, target)
    finally:
        target.close()
