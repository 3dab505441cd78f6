"""Counters (编号段): the blocks of printed numbers this store may give out, and how far each is used.

A block is of one organisation, kind and year (decision 3). What was given out is never forgotten: a block
that is narrowed or taken away keeps the numbers already given, so none of them can be given again.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from zsapp.base.errors import Code, Trouble
from zsapp.records.rows import CounterRow
from zsapp.records.views import Block

WHOLE = (1, 999_999)
"""The block of an organisation that was given none."""


def allot(connection: Connection, org: str, kind: str, year: int) -> int:
    """Return the next free number; none is given twice.

    Raises:
        Trouble: NUMBERS_SPENT when every block is used up, NUMBERS_UNSET when this year has none though the
            organisation shares its numbers out.
    """
    for row in _rows(connection, org, kind, year):
        if row.next <= row.last:
            _set_next(connection, row.pk, row.next + 1)
            return int(row.next)
    raise Trouble(Code.NUMBERS_SPENT, year=year)


def push(connection: Connection, org: str, kind: str, year: int, serial: int) -> None:
    """Count a number that came from elsewhere (an import) as given out."""
    for row in _known(connection, org, kind, year) or _opened(connection, org, kind, year):
        if row.next <= serial <= row.last:
            _set_next(connection, row.pk, serial + 1)


def reserve(connection: Connection, org: str, kind: str, year: int, block: tuple[int, int]) -> None:
    """Set aside a block of numbers, first and last included, for this store."""
    fixed = {"org": org, "kind": kind, "year": year}
    values = {"first": block[0], "last": block[1], "next": block[0]}
    connection.execute(insert(CounterRow).values({**fixed, **values}))


def share_out(
    connection: Connection, org: str, kind: str, year: int, blocks: Sequence[tuple[int, int]]
) -> None:
    """Make these the blocks of a year, over what was there; without any, every number is free again.

    A block begins after the last number given within it, by whichever block that was.
    """
    wanted = sorted(blocks) or [WHOLE]
    given = [(row.first, row.next - 1) for row in _known(connection, org, kind, year) if row.next > row.first]
    kept = [piece for one in given for piece in _outside(one, wanted)]
    connection.execute(delete(CounterRow).where(*_of(org, kind, year)))
    for first, last in (*wanted, *kept):
        reserve(connection, org, kind, year, (first, last))
        used = [min(end, last) for begin, end in given if _meet((begin, end), (first, last))]
        if used:
            made = select(CounterRow.pk).where(*_of(org, kind, year), CounterRow.first == first)
            _set_next(connection, connection.execute(made).scalar_one(), max(used) + 1)


def blocks(connection: Connection, kind: str) -> tuple[Block, ...]:
    """Return every block of a kind, by organisation, year and first number."""
    query = select(CounterRow.org, CounterRow.year, CounterRow.first, CounterRow.last, CounterRow.next)
    query = query.where(CounterRow.kind == kind)
    rows = connection.execute(query.order_by(CounterRow.org, CounterRow.year, CounterRow.first))
    return tuple(Block(*row) for row in rows)


def _outside(given: tuple[int, int], blocks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what of a range of numbers lies in none of the blocks, which are in order and do not overlap."""
    first, last = given
    pieces = []
    for begin, end in blocks:
        if first < begin and first <= last:
            pieces.append((first, min(last, begin - 1)))
        first = max(first, end + 1)
    return [*pieces, (first, last)] if first <= last else pieces


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _rows(connection: Connection, org: str, kind: str, year: int) -> list[Any]:
    if known := _known(connection, org, kind, year):
        return known
    if _shared(connection, org, kind, year):
        raise Trouble(Code.NUMBERS_UNSET, year=year)
    return _opened(connection, org, kind, year)


def _known(connection: Connection, org: str, kind: str, year: int) -> list[Any]:
    query = select(CounterRow.pk, CounterRow.first, CounterRow.last, CounterRow.next)
    return list(connection.execute(query.where(*_of(org, kind, year)).order_by(CounterRow.first)).all())


def _opened(connection: Connection, org: str, kind: str, year: int) -> list[Any]:
    """Open a year whole for an organisation that shares nothing out."""
    if not _shared(connection, org, kind, year):
        reserve(connection, org, kind, year, WHOLE)
    return _known(connection, org, kind, year)


def _shared(connection: Connection, org: str, kind: str, year: int) -> bool:
    """Say whether the organisation shares its numbers out in the year nearest to this one."""
    near = select(CounterRow.last).where(CounterRow.org == org, CounterRow.kind == kind)
    near = near.order_by(func.abs(CounterRow.year - year), CounterRow.year.desc(), CounterRow.last.desc())
    last = connection.execute(near.limit(1)).scalar()
    return last is not None and last != WHOLE[1]


def _of(org: str, kind: str, year: int) -> tuple[Any, ...]:
    return CounterRow.org == org, CounterRow.kind == kind, CounterRow.year == year


def _set_next(connection: Connection, pk: int, following: int) -> None:
    connection.execute(update(CounterRow).where(CounterRow.pk == pk).values(next=following))
