"""The encrypted database (加密数据库): SQLCipher under SQLAlchemy's SQLite dialect, and its troubles.

A raw 32-byte key, never a password in a URL. We begin transactions ourselves (`isolation_level=None`), or
DDL would commit half-way. Parameters never appear in an error's text: they are people's data.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from zsapp.base.errors import Code, Trouble
from zsapp.records.prepared import driver_of

BUSY_SECONDS = 5
"""How long one part of the program waits for another's write."""

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # NORMAL lost acknowledged commits in simulated power cuts (sync 2)
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "secure_delete = ON",
    "cache_size = -8000",
)

BUSY, LOCKED, READ_ONLY, IO_FAULT, CORRUPT, FULL, CANNOT_OPEN, NOT_A_DATABASE = 5, 6, 8, 10, 11, 13, 14, 26
BY_CODE = {
    BUSY: Code.STORE_BUSY,
    LOCKED: Code.STORE_BUSY,
    READ_ONLY: Code.HOME_READ_ONLY,
    IO_FAULT: Code.DISK_FAULT,
    CORRUPT: Code.STORE_DAMAGED,
    FULL: Code.DISK_FULL,
    CANNOT_OPEN: Code.DISK_FAULT,
    NOT_A_DATABASE: Code.STORE_DAMAGED,
}
"""SQLite's primary result codes. Anything else is a bug and travels as it is."""

NO_ROOM = 256 * 1024
"""Bytes below which a failed read or write is the full disk's doing: SQLite's own files need as much."""


def connect(path: Path, key: bytes, *, create: bool = False) -> Any:
    """Return a raw connection with the key and the pragmas set; the key is proved by reading a page."""
    mode = "rwc" if create else "rw"
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
        isolation_level=None,
        cached_statements=256,
    )
    try:
        set_key(connection, key)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def connect_still(path: Path, key: bytes) -> Any:
    """Return a raw connection to a file that nobody writes, we included: a backup stays as it is."""
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1",
        uri=True,
        check_same_thread=False,
        isolation_level=None,
    )
    try:
        set_key(connection, key)
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def set_key(connection: Any, key: bytes) -> None:
    """Give a raw connection the key, and keep the cipher from writing to the screen."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


def open_engine(path: Path, key: bytes, *, still: bool = False) -> Engine:
    """Return the engine of a store; connections are made as they are needed and kept.

    `still` is for a file that nobody writes, which is only read.
    """
    make = connect_still if still else connect
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: make(path, key),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Begin as asked: a writer takes its place at once, so that it cannot fail half-way."""
    writes = connection.get_execution_options().get("writes", False)
    driver_of(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def faults_of(connection: Any) -> list[str]:
    """Return which pages of an idle connection's file are bent, nothing when it is whole."""
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # or the next line cries wolf
        said = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        said += [str(row[0]) for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
    except sqlcipher.DatabaseError as fault:
        said = [str(fault)]
    pages = (re.search(r"page (\d+)", one) for one in said)
    return list(dict.fromkeys(f"第{page[1]}页" if page else "整体结构" for page in pages))


@contextmanager
def store_troubles(home: Path) -> Iterator[None]:
    """Turn what the database says inside the block into a Trouble."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as fault:
        trouble = _trouble(getattr(fault, "orig", fault), home)
        if trouble is None:
            raise
        raise trouble from fault


def _trouble(fault: object, home: Path) -> Trouble | None:
    code = BY_CODE.get(getattr(fault, "sqlite_errorcode", 0) & 0xFF)
    if code is None:
        return None
    if code is Code.DISK_FAULT:
        with suppress(OSError):  # the disk may be gone
            if shutil.disk_usage(home).free < NO_ROOM:
                code = Code.DISK_FULL
    return Trouble(code, home=home, what="数据文件打不开或读写不成功")
