"""Upgrading the file (升级数据文件): Alembic, configured here, forward only, on a copy that is swapped in.

The clerk's file stays byte for byte as it was until a whole, checked copy of the new shape takes its name;
the old one is kept beside it as `station.db.0001.bak`. A newer file is refused.
"""

import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2 as sqlcipher

from zsapp.base.errors import Code, Trouble
from zsapp.base.files import disk_troubles, sync_folder
from zsapp.records.engine import connect, faults_of, open_engine, store_troubles

logger = logging.getLogger(__name__)
STEPS = Path(__file__).parent / "migrations"
HEAD = "0001"
"""The revision this program writes and reads; a test holds it against the last file of the folder."""

ROOM = 3
"""Times the file's size that must be free: the copy, and what rewriting a table in it takes."""


def make(path: Path, key: bytes) -> None:
    """Make an empty store file of today's shape, by the same steps that upgrade an old one."""
    connect(path, key, create=True).close()
    _climb(path, key, STEPS, HEAD)


def revision_of(path: Path, key: bytes) -> str:
    """Return the revision a file was written by.

    Raises:
        Trouble: STORE_DAMAGED when it does not say: an empty file, or not one of ours.
    """
    if not path.stat().st_size:
        raise Trouble(Code.STORE_DAMAGED)
    connection = connect(path, key)
    try:
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    finally:
        connection.close()
    if row is None:
        raise Trouble(Code.STORE_DAMAGED)
    return str(row[0])


def upgrade_file(
    path: Path,
    key: bytes,
    *,
    steps: Path = STEPS,
    target: str = HEAD,
    before: Callable[[], None] = lambda: None,
) -> bool:
    """Bring a closed file to `target`; say whether it had to be changed. `before` is called when it must be.

    Raises:
        Trouble: STORE_NEWER; UPGRADE_FAILED, DISK_FULL: the file is as it was.
    """
    found = revision_of(path, key)
    if found == target:
        return False
    if found > target:
        raise Trouble(Code.STORE_NEWER)
    if shutil.disk_usage(path.parent).free < ROOM * path.stat().st_size:
        raise Trouble(Code.DISK_FULL)
    before()
    copy = path.with_name(f"{path.name}.copy")
    try:
        with store_troubles(path.parent), disk_troubles(path.parent):
            _clear(copy)
            _copy(path, copy, key)
            _climb(copy, key, steps, target)
            _check(copy, key)
            _swap(path, copy, path.with_name(f"{path.name}.{found}.bak"))
    except (Trouble, SQLAlchemyError, sqlcipher.Error) as fault:
        if isinstance(fault, Trouble) and fault.code is Code.DISK_FULL:
            raise
        raise Trouble(Code.UPGRADE_FAILED) from fault
    finally:
        with suppress(OSError):
            _clear(copy)
    logger.info("store upgraded from %s to %s", found, target)
    return True


def _clear(copy: Path) -> None:
    """Take away what an upgrade that went wrong, or was killed, left behind."""
    for name in (copy.name, f"{copy.name}-wal", f"{copy.name}-shm"):
        copy.with_name(name).unlink(missing_ok=True)


def _copy(path: Path, copy: Path, key: bytes) -> None:
    """Copy through the database itself: correct under WAL, where copying the file is not."""
    source = connect(path, key)
    try:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        source.execute("VACUUM INTO ?", (str(copy),))
    finally:
        source.close()


def _climb(path: Path, key: bytes, steps: Path, target: str) -> None:
    """Run the steps from where the file stands up to `target`, in one transaction."""
    from alembic import command  # late: needed once in a file's life
    from alembic.config import Config  # late, as above

    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    engine = open_engine(path, key)
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, target)
    finally:
        engine.dispose()


def _check(path: Path, key: bytes) -> None:
    """Refuse a copy that is not whole."""
    connection = connect(path, key)
    try:
        faults = faults_of(connection)
    finally:
        connection.close()
    if faults:
        raise Trouble(Code.UPGRADE_FAILED)


def _swap(path: Path, copy: Path, kept: Path) -> None:
    """Give the copy the file's name; at no moment is there no file of that name."""
    kept.unlink(missing_ok=True)
    try:
        os.link(path, kept)
    except OSError:  # FAT and exFAT have no links
        shutil.copy2(path, kept)
    copy.replace(path)
    sync_folder(path.parent)
