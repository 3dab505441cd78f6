"""Looking into a copy (核对副本): a database file that nobody writes, held against itself and its source.

What a backup says of itself comes from here, so that no list shows a number that was not counted.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from zsapp.base.canonical import read_canonical
from zsapp.base.entry import GENESIS
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import id_bytes, id_text
from zsapp.records import journal, migrate
from zsapp.records.engine import connect, connect_still, faults_of, open_engine, store_troubles
from zsapp.records.index_faults import index_faults
from zsapp.records.index_rows import INDEX_SCHEMA
from zsapp.records.rebuild import broken_at
from zsapp.records.replay import INDEX_KEY
from zsapp.records.rows import HUB
from zsapp.records.views import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a database file holds. `records` is None where its shape is an older program's.

    `hub` is over which database the home is a hub's, None where it is none.
    """

    station: str
    name: str
    tier: str
    code: str
    hub: str | None
    head: Head
    entries: int
    last_row: int
    records: int | None
    blobs: tuple[str, ...]


LAST = "SELECT epoch, seq, hash FROM journal WHERE station = ? ORDER BY epoch DESC, seq DESC LIMIT 1"
PROFILE = (
    "SELECT payload FROM journal WHERE record = ? AND station = ? AND version > 0 ORDER BY pk DESC LIMIT 1"
)


def figures_of(path: Path, key: bytes) -> Figures:
    """Return what a file holds, asked in the plainest way: its shape may be an older one.

    Raises:
        Trouble: STORE_DAMAGED.
    """
    with store_troubles(path.parent):
        connection = connect_still(path, key)
        try:
            return _figures(connection)
        finally:
            connection.close()


def _figures(connection: Any) -> Figures:
    def one(question: str, *values: Any) -> Any:
        return connection.execute(question, values).fetchone()

    station = one("SELECT value FROM setting WHERE key = 'station'")
    if station is None:
        raise Trouble(Code.STORE_DAMAGED)
    ours = id_bytes(station[0].decode())
    last = one(LAST, ours)
    profile = one(PROFILE, ours, ours)
    said = read_canonical(bytes(profile[0])) if profile and profile[0] else {}
    index = one("SELECT 1 FROM sqlite_master WHERE name = 'record'")
    hub = one("SELECT value FROM setting WHERE key = ?", HUB)
    blobs = connection.execute("SELECT hash FROM blob ORDER BY hash").fetchall()
    entries, last_row = one("SELECT count(*), coalesce(max(pk), 0) FROM journal")
    return Figures(
        station=id_text(ours),
        name=str(said.get("name", "")),
        tier=str(said.get("tier", "")),
        code=str(said.get("code", "")),
        hub=hub[0].decode() if hub else None,
        head=Head(last[0], last[1], last[2].hex()) if last else Head(0, 0, GENESIS),
        entries=entries,
        last_row=last_row,
        records=one("SELECT count(*) FROM record")[0] if index else None,
        blobs=tuple(row[0].hex() for row in blobs),
    )


STRAY = (
    "SELECT count(*) FROM record LEFT JOIN journal ON journal.pk = record.entry "
    "AND journal.record = record.id AND journal.version = record.version WHERE journal.pk IS NULL"
)


def check_copy(path: Path, key: bytes, told: Callable[[str], None], *, whole: bool = True) -> None:
    """Hold a copy against itself: its pages, every chain, the index against the journal.

    Unless it is the `whole` index, only that each of its lines stands for an entry: the rest takes a
    millisecond a record, and can be made again from the journal. Of an older program's file, which waits for
    its upgrade, only the pages are looked at.

    Raises:
        Trouble: STORE_DAMAGED, CHAIN_BROKEN, STORE_NEWER.
    """
    with store_troubles(path.parent):
        connection = connect_still(path, key)
        try:
            told("正在检查备份的每一页")
            if faults_of(connection):
                raise Trouble(Code.STORE_DAMAGED)
            today = _is_of_today(connection)
        finally:
            connection.close()
        if today:
            with _looking(path, key) as looking:
                told("正在检查备份的操作记录")
                _check_chains(looking)
                told("正在检查备份的索引")
                if looking.exec_driver_sql(STRAY).scalar_one() or (whole and index_faults(looking)):
                    raise Trouble(Code.STORE_DAMAGED)


def _is_of_today(connection: Any) -> bool:
    """Say whether a file has today's shape, or an older one.

    Raises:
        Trouble: STORE_NEWER.
    """
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    schema = connection.execute("SELECT value FROM setting WHERE key = ?", (INDEX_KEY,)).fetchone()
    number = int(schema[0]) if schema else 0
    if revision > migrate.HEAD or number > INDEX_SCHEMA:
        raise Trouble(Code.STORE_NEWER)
    return (revision, number) == (migrate.HEAD, INDEX_SCHEMA)


@contextmanager
def _looking(path: Path, key: bytes) -> Iterator[Connection]:
    engine = open_engine(path, key, still=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _check_chains(connection: Connection) -> None:
    for chain in journal.chains(connection):
        entries = journal.entries(connection, chain.station, chain.head.epoch)
        if seq := broken_at(entries, chain.head):
            raise Trouble(Code.CHAIN_BROKEN, seq=seq)


def check_same(copy: Path, source: Path, key: bytes, figures: Figures) -> None:
    """Hold a copy against the database it was made of, which may have gone on since.

    Raises:
        Trouble: BACKUP_BAD.
    """
    with store_troubles(source.parent):
        ends = _ends(copy, key, figures.last_row, still=True)
        if ends != _ends(source, key, figures.last_row, still=False):
            raise Trouble(Code.BACKUP_BAD, what="与本机数据不同")


def _ends(path: Path, key: bytes, last_row: int, *, still: bool) -> list[Any]:
    """Return how many entries a journal has up to a row, and where each chain ends there."""
    connection = connect_still(path, key) if still else connect(path, key)
    upto = "WHERE pk <= ?"
    try:
        counted = connection.execute(f"SELECT count(*) FROM journal {upto}", (last_row,)).fetchall()  # noqa: S608 -- no text from outside
        ends = connection.execute(
            f"SELECT station, epoch, max(seq), hash FROM journal {upto} "  # noqa: S608 -- as above
            "GROUP BY station, epoch ORDER BY station, epoch",
            (last_row,),
        ).fetchall()
        return [tuple(row) for row in (*counted, *ends)]
    finally:
        connection.close()
