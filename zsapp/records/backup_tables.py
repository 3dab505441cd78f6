"""A hub's tables in its backup (上级库的备份): an encrypted file of one moment, whatever they lie in.

They are copied after the home: what the tables know and the home does not is what a crash between the two
commits leaves, and that heals (D-55). No station that is no hub loads anything of one.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zsapp.base.errors import Code, Trouble
from zsapp.base.files import disk_troubles
from zsapp.records.backup_check import Figures
from zsapp.records.engine import connect, connect_still, faults_of, store_troubles

TABLES, SNAPSHOT = "upstream.db", "upstream.snapshot"
"""The file's name in a home, where a hub without a server has its tables; and beside it while one is made."""
CITY_DIGITS = 4
ROOM = 1 << 20
COUNTED = "SELECT city, sender, epoch, count(*), max(seq) FROM upstream_entry GROUP BY city, sender, epoch"
ENDS = "SELECT city, sender, epoch, seq, seq FROM upstream_chain"


@contextmanager
def tables_of(home: Path, key: bytes, figures: Figures, told: Callable[[str], None]) -> Iterator[Path | None]:
    """Give a copy of a hub's tables as they are at one moment; nothing where there is no hub.

    Raises:
        Trouble: UPSTREAM_UNREACHABLE, UPSTREAM_FAULT, DISK_FULL, STORE_DAMAGED.
    """
    if figures.hub is None:
        yield None
        return
    copy = home / SNAPSHOT
    told("正在取上级库的副本")
    try:
        with store_troubles(home), disk_troubles(home):
            _clear(copy)
            _copy(home, key, figures, copy)
        check_tables(copy, key)
        yield copy
    finally:
        with suppress(OSError):
            _clear(copy)


def _copy(home: Path, key: bytes, figures: Figures, copy: Path) -> None:
    from zsapp.records.upstream import file_of, open_upstream  # late: as the docstring says
    from zsapp.records.upstream_copy import copy_into_file

    url, city = figures.hub or "", figures.code[:CITY_DIGITS]
    path = file_of(url, home)
    if path is None:
        source = open_upstream(url, home, city, key)
        try:
            copy_into_file(source, home, copy, key)
        finally:
            source.close()
        return
    if shutil.disk_usage(home).free < path.stat().st_size + ROOM:
        raise Trouble(Code.DISK_FULL)
    raw = connect(path, key)
    try:
        raw.execute("VACUUM INTO ?", (str(copy),))
    finally:
        raw.close()


def _clear(copy: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        copy.with_name(f"{copy.name}{end}").unlink(missing_ok=True)


def check_tables(path: Path, key: bytes) -> None:
    """Hold a copy of a hub's tables against itself: its pages, and whether each chain is whole.

    Raises:
        Trouble: STORE_DAMAGED.
    """
    with store_troubles(path.parent):
        connection = connect_still(path, key)
        try:
            whole = not faults_of(connection)
            there, ends = (sorted(connection.execute(one).fetchall()) for one in (COUNTED, ENDS))
        finally:
            connection.close()
    if not whole or there != ends:
        raise Trouble(Code.STORE_DAMAGED)


def records_in(path: Path, key: bytes) -> int:
    """Return how many records lie in a copy of a hub's tables."""
    with store_troubles(path.parent):
        connection = connect_still(path, key)
        try:
            (count,) = connection.execute("SELECT count(*) FROM upstream_record").fetchone()
        finally:
            connection.close()
    return int(count)
