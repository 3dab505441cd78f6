"""Lists and search (列表与查找): what a query finds, newest first, a page at a time, without OFFSET."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from zsapp.records import search_index
from zsapp.records.index_of import RESTRICTED
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
STATE = ":state"
"""Where a state stands in a condition; its place among those asked for is written behind it."""
SETTLED = "record.entry <= :searched"
SEEN = "record.guard <= :sight"
UNGUARDED = "record.guard = 0"
"""The search index names nobody of a restricted record: who may see them has them read one by one."""
LINE = (
    *(RecordRow.pk, RecordRow.id, RecordRow.number, RecordRow.title, RecordRow.state, RecordRow.kind),
    *(
        RecordRow.accepted_on,
        RecordRow.saved_at,
        RecordRow.station,
        RecordRow.epoch,
        RecordRow.seq,
        RecordRow.ref,
        RecordRow.guard,
        RecordRow.version,
    ),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of one list: the rows, the number of all hits up to CAP, and whether more follow."""

    rows: tuple[AnyRow, ...]
    total: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is asked for; `after` is the pk that ended the page before, `sight` the guard it reaches.

    Without `states` it is asked for those in every state.
    """

    query: str
    states: tuple[str, ...]
    after: int | None
    limit: int
    sight: int


def listing(connection: Connection, sector: str, ask: Asked) -> Listing:
    """Return a page of a sector's records.

    A query of nothing but signs (%) asks for what no record has; only a blank one asks for everything.
    """
    asked, after, limit = question(ask.query), ask.after, ask.limit
    if ask.query.strip() and not asked:
        return Listing((), 0, more=False)
    binds: dict[str, Any] = {"sector": sector, "states": ask.states, "after": after, "room": limit + 1}
    binds |= {f"state{at}": state for at, state in enumerate(ask.states)}
    binds |= {"cap": CAP, "sight": ask.sight, "searched": search_index.searched(connection)}
    late = _late(connection, asked, binds) if asked or ask.states else []
    tables, where = _source(asked, binds)
    beyond = [*where, *(["record.pk < :after"] if after is not None else [])]
    newest = f"ORDER BY {ROW[tables]} DESC LIMIT :room"
    pks = _run(connection, ["SELECT record.pk", tables, "WHERE", " AND ".join(beyond), newest], binds)
    pks = sorted([*pks, *(pk for pk in late if after is None or pk < after)], reverse=True)
    counted = ["SELECT count(*) FROM (SELECT 1", tables, "WHERE", " AND ".join(where), "LIMIT :cap)"]
    total = sum(_run(connection, counted, binds)) + len(late)
    rows = select(*LINE).where(RecordRow.pk.in_(pks[:limit])).order_by(RecordRow.pk.desc())
    return Listing(tuple(connection.execute(rows)), min(total, CAP), len(pks) > limit)


def _source(asked: Question, binds: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the tables to ask and the conditions; what waits for the search index is left to `_late`."""
    if not asked and not binds["states"]:
        return RECORDS, [OF_SECTOR, SEEN]
    if not asked:
        return IN_STATE, ["record_text.sector = :sector", f"record_text.state = {STATE}", SETTLED, SEEN]
    where = [OF_SECTOR, SETTLED, SEEN, UNGUARDED, *([f"record.state = {STATE}"] if binds["states"] else [])]
    where += [_by_key(key, at, binds) for at, key in enumerate(asked.keys)]
    if not asked.pieces:
        return RECORDS, where
    binds["match"] = asked.match()
    for at, piece in enumerate(asked.whole()):
        binds[f"piece{at}"] = piece
        where.append(f"instr(record_text.text, :piece{at}) > 0")
    return FOUND, ["search MATCH :match", *where]


def _late(connection: Connection, asked: Question, binds: dict[str, Any]) -> list[int]:
    """Return the hits among the records that wait for the search index, and those it tells nothing of."""
    waiting = [
        one
        for one in search_index.waiting(connection, binds["searched"])
        if one.sector == binds["sector"] and one.guard <= binds["sight"]
    ]
    if asked and binds["sight"] >= RESTRICTED:
        waiting += search_index.restricted(connection, binds["sector"], binds["searched"])
    return [
        one.pk
        for one in waiting
        if (not binds["states"] or one.state in binds["states"])
        and (not asked or asked.fits(one.whole_words))
    ]


def _by_key(key: str, at: int, binds: dict[str, Any]) -> str:
    """Return the condition of the key numbered `at`: sound, number, telephone, or a token of the text."""
    high = key.upper()
    values = {"low": key, "low_end": _next(key), "high": high, "high_end": _next(high), "run": f'"{key}"*'}
    sources = [BY_INITIALS, BY_NUMBER, BY_PHONE, BY_RUN]
    if len(key) >= TAIL:
        values |= {"tail": high[-TAIL:], "whole": high}
        sources.append(BY_TAIL)
    binds.update({f"{name}{at}": value for name, value in values.items()})
    return f"record.pk IN ({' UNION ALL '.join(sources)})".replace("@", str(at))


def _run(connection: Connection, parts: list[str], binds: dict[str, Any]) -> list[int]:
    """Run one statement; it asks for each state by the index, and lays the pages together."""
    asked, states = " ".join(parts), binds["states"]
    if states:
        numbered = (asked.replace(STATE, f"{STATE}{at}") for at in range(len(states)))
        asked = " UNION ALL ".join(" ".join(["SELECT * FROM (", one, ")"]) for one in numbered)
    return list(connection.execute(text(asked), {**binds, "states": ""}).scalars())


def _next(key: str) -> str:
    """Return the first text after all that begin with this one."""
    return key[:-1] + chr(ord(key[-1]) + 1)
