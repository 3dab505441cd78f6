"""Lines of the register in the index (登记簿索引): what ledgers and statistics read of each case.

Written in batches with the search index. A line is worked out by the rules from the record, so nothing here
is known only here.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, delete, insert, select

from zsapp.base.ids import id_text
from zsapp.records.index_rows import LINE_COLUMNS, LineRow
from zsapp.records.prepared import Prepared, driver_of

Basis = Literal["accepted", "closed"]
"""By which day a case belongs to a period: that of its acceptance (受理), or that of its end (结案)."""
DAY: dict[Basis, str] = {"accepted": "accepted_on", "closed": "closed_on"}

Values = dict[str, Any]
"""A line by the names of its columns."""

FORGET = Prepared(delete(LineRow).where(LineRow.pk == bindparam("row")))
PUT = Prepared(insert(LineRow), ["pk", "id", *LINE_COLUMNS])
ONE = Prepared(select(*LineRow.__table__.c).where(LineRow.pk == bindparam("row")))


def put(connection: Connection, lines: Sequence[tuple[int, bytes, Values | None]]) -> None:
    """Write the lines of records (row, id, line); one that has none loses the line it had."""
    FORGET.run_many(connection, [{"row": pk} for pk, _, _ in lines])
    PUT.run_many(connection, [_row(pk, record, line) for pk, record, line in lines if line is not None])


def _row(pk: int, record: bytes, line: Values) -> Values:
    return {"pk": pk, "id": id_text(record), **line}


def differs(connection: Connection, pk: int, record: bytes, line: Values | None) -> bool:
    """Say whether the line kept of a record is another than it should be."""
    kept = ONE.run(connection, {"row": pk}).fetchone()
    return bool(kept != (None if line is None else tuple(_row(pk, record, line).values())))


SHARE = 8
"""From what part of all lines on a period is read by going through all of them: looking each line up by its
day decrypts a page for every one."""


def between(
    connection: Connection,
    names: Sequence[str],
    basis: Basis,
    days: tuple[date, date],
    besides: Sequence[int] = (),
) -> list[tuple[Any, ...]]:
    """Return (id, the columns named) of the lines whose day lies in a period, in the order they came.

    Rows `besides` are left out. The driver is asked itself: the engine takes a second more for 100,000 rows.
    """
    assert set(names) <= set(LINE_COLUMNS)  # noqa: S101 -- they stand in the statements below
    day, driver = DAY[basis], driver_of(connection)
    bounds = [one.isoformat() for one in days]
    period = f"{day} BETWEEN ? AND ?"
    (within,) = driver.execute(f"SELECT count(*) FROM case_line WHERE {period}", bounds).fetchone()  # noqa: S608 -- as above
    (lines,) = driver.execute("SELECT count(*) FROM case_line").fetchone()
    way = "NOT INDEXED" if within * SHARE > lines else ""
    wanted, marks = ", ".join(("id", *names)), ", ".join("?" * len(besides))
    query = f"SELECT {wanted} FROM case_line {way} WHERE {period} AND pk NOT IN ({marks}) ORDER BY pk"  # noqa: S608 -- as above
    return list(driver.execute(query, [*bounds, *besides]))


def late(
    waiting: Iterable[tuple[int, bytes, Values | None]],
    names: Sequence[str],
    basis: Basis,
    days: tuple[date, date],
) -> list[tuple[Any, ...]]:
    """Return as `between` does of lines that are not written yet."""
    day, (first, last) = DAY[basis], (one.isoformat() for one in days)
    return [
        (id_text(record), *(line[name] for name in names))
        for _, record, line in waiting
        if line is not None and first <= line[day] <= last
    ]
