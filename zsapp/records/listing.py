"""Lists and search (列表与查找): what a query finds, newest first, a page at a time, without OFFSET."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from zsapp.records import search_index
from zsapp.records.index_rows import RecordRow
from zsapp.records.rows import AnyRow
from zsapp.records.search import TAIL, Question, question

CAP = 1_000
"""Hits counted at most: 999+ on a screen; counting all would take seconds at a million records (stack.md)."""

RECORDS = "FROM record"
IN_STATE = "FROM record_text CROSS JOIN record ON record.pk = record_text.pk"
FOUND = (
    "FROM search CROSS JOIN record ON record.pk = search.rowid"
    " CROSS JOIN record_text ON record_text.pk = record.pk"
)
BY_INITIALS = "SELECT record FROM person WHERE initials >= :low@ AND initials < :low_end@"
BY_NUMBER = "SELECT record FROM person WHERE number <> '' AND number >= :high@ AND number < :high_end@"
BY_PHONE = "SELECT record FROM person WHERE phone <> '' AND phone >= :high@ AND phone < :high_end@"
BY_RUN = "SELECT rowid FROM search WHERE search MATCH :run@"
BY_TAIL = (
    "SELECT record FROM person WHERE number <> '' AND substr(number, -4) = :tail@"
    " AND substr(number, -length(:whole@)) = :whole@"
)
"""Where one key of a query may stand; @ is the key's place in the query."""

ROW = {RECORDS: "record.pk", IN_STATE: "record_text.pk", FOUND: "search.rowid"}
"""The row number of the table that leads, so that it is read backwards."""

OF_SECTOR = "record.sector = :sector"
SETTLED = "record.entry <= :searched"
LINE = (
    *(RecordRow.pk, RecordRow.id, RecordRow.number, RecordRow.title, RecordRow.state, RecordRow.kind),
    *(
        RecordRow.accepted_on,
        RecordRow.saved_at,
        RecordRow.station,
        RecordRow.epoch,
        RecordRow.seq,
        RecordRow.ref,
    ),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of one list: the rows, the number of all hits up to CAP, and whether more follow."""

    rows: tuple[AnyRow, ...]
    total: int
    more: bool


def listing(
    connection: Connection, sector: str, *, query: str, state: str, after: int | None, limit: int
) -> Listing:
    """Return a page of a sector's records; `after` is the pk that ended the page before."""
    asked = question(query)
    binds: dict[str, Any] = {"sector": sector, "state": state, "after": after, "room": limit + 1, "cap": CAP}
    binds["searched"] = search_index.searched(connection)
    late = _late(connection, asked, binds) if asked or state else []
    tables, where = _source(asked, binds)
    beyond = [*where, *(["record.pk < :after"] if after is not None else [])]
    newest = f"ORDER BY {ROW[tables]} DESC LIMIT :room"
    pks = _run(connection, ["SELECT record.pk", tables, "WHERE", " AND ".join(beyond), newest], binds)
    pks = sorted([*pks, *(pk for pk in late if after is None or pk < after)], reverse=True)
    counted = ["SELECT count(*) FROM (SELECT 1", tables, "WHERE", " AND ".join(where), "LIMIT :cap)"]
    total = _run(connection, counted, binds)[0] + len(late)
    rows = select(*LINE).where(RecordRow.pk.in_(pks[:limit])).order_by(RecordRow.pk.desc())
    return Listing(tuple(connection.execute(rows)), min(total, CAP), len(pks) > limit)


def _source(asked: Question, binds: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the tables to ask and the conditions; what waits for the search index is left to `_late`."""
    if not asked and not binds["state"]:
        return RECORDS, [OF_SECTOR]
    if not asked:
        return IN_STATE, ["record_text.sector = :sector", "record_text.state = :state", SETTLED]
    where = [OF_SECTOR, SETTLED, *(["record.state = :state"] if binds["state"] else [])]
    where += [_by_key(key, at, binds) for at, key in enumerate(asked.keys)]
    if not asked.pieces:
        return RECORDS, where
    binds["match"] = asked.match()
    for at, piece in enumerate(asked.whole()):
        binds[f"piece{at}"] = piece
        where.append(f"instr(record_text.text, :piece{at}) > 0")
    return FOUND, ["search MATCH :match", *where]


def _late(connection: Connection, asked: Question, binds: dict[str, Any]) -> list[int]:
    """Return the hits among the records that wait for the search index."""
    return [
        one.pk
        for one in search_index.waiting(connection, binds["searched"])
        if one.sector == binds["sector"]
        and binds["state"] in ("", one.state)
        and (not asked or asked.fits(one.words))
    ]


def _by_key(key: str, at: int, binds: dict[str, Any]) -> str:
    """Return the condition of the key numbered `at`: initials, number, telephone, or a token of the text."""
    high = key.upper()
    values = {"low": key, "low_end": _next(key), "high": high, "high_end": _next(high), "run": f'"{key}"*'}
    sources = [BY_INITIALS, BY_NUMBER, BY_PHONE, BY_RUN]
    if len(key) >= TAIL:
        values |= {"tail": high[-TAIL:], "whole": high}
        sources.append(BY_TAIL)
    binds.update({f"{name}{at}": value for name, value in values.items()})
    return f"record.pk IN ({' UNION ALL '.join(sources)})".replace("@", str(at))


def _run(connection: Connection, parts: list[str], binds: dict[str, Any]) -> list[int]:
    return list(connection.execute(text(" ".join(parts)), binds).scalars())


def _next(key: str) -> str:
    """Return the first text after all that begin with this one."""
    return key[:-1] + chr(ord(key[-1]) + 1)
