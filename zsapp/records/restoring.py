"""Restoring (恢复): a home laid out from a backup, checked before it is one; open for reading only.

Everything is put into a folder inside the new home first; the key file takes its place last of all, so that a
power cut leaves either no station or a whole one. The marker it gets says that a new epoch must be opened:
the entries that the lost machine wrote after this backup may be on their way or with the station above.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zsapp.base import clock
from zsapp.base.entry import GENESIS
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import disk_troubles, sync_folder
from zsapp.base.progress import Progress
from zsapp.records.backup_check import check_copy, figures_of
from zsapp.records.backup_file import Found, Head, Piece
from zsapp.records.backup_place import blocks, place_troubles, write_new
from zsapp.records.backup_tables import TABLES, check_tables
from zsapp.records.home import DATABASE, KEYS, LOCK, MARKER, PART, open_by_recovery, open_home
from zsapp.records.keys import read_keys, unwrap
from zsapp.records.lock import HomeLock
from zsapp.records.marker import Marker
from zsapp.records.recovery import read_code
from zsapp.records.store import Store
from zsapp.records.views import Head as End

RESTORING = "restoring"
LEFT = frozenset(("log", "settings.json", LOCK, RESTORING))
"""What may lie in an empty home: what a window that found no station has written, and a restore cut short."""
ROOM = 16 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What opens a backup: a user's passphrase of that day, or the recovery code and a new passphrase."""

    passphrase: str
    user: str = ""
    code: str = ""


def restore_home(
    found: Found,
    home: Path,
    secret: Secret,
    *,
    now: Callable[[], datetime] = clock.now,
    progress: Progress | None = None,
) -> Store:
    """Lay out a home from a backup and open it; nothing can be saved before its new epoch is opened.

    Raises:
        Refusal: RESTORE_NOT_EMPTY, CANCELLED.
        Trouble: BACKUP_DAMAGED, BACKUP_GONE, BACKUP_FAULT, STORE_NEWER; PASSPHRASE_WRONG, RECOVERY_WRONG,
            USER_MISSING, USER_UNKNOWN; DISK_FULL, HOME_READ_ONLY, HOME_IN_USE; no station is left behind.
    """
    _check_empty(home)
    with disk_troubles(home):
        new = not home.exists()
        (home / RESTORING).mkdir(parents=True, exist_ok=True)
    lock = HomeLock(home / LOCK)
    try:
        _Laying(found, home, progress or Progress()).lay_out(secret)
    except BaseException:
        lock.release()
        _clear(home, whole=new)
        raise
    lock.release()
    with suppress(OSError):  # an empty folder does no harm
        (home / RESTORING).rmdir()
    if secret.code:
        return open_by_recovery(
            home, code=secret.code, user=secret.user, new_passphrase=secret.passphrase, now=now
        )
    return open_home(home, passphrase=secret.passphrase, user=secret.user, now=now)


def is_empty(home: Path) -> bool:
    """Say whether a home may be restored into: not there, empty, or left by a restore that was cut short.

    Raises:
        Trouble: HOME_READ_ONLY, DISK_FAULT, PATH_WRONG.
    """
    with disk_troubles(home):
        if not home.exists():
            return True
        names = {one.name for one in home.iterdir()}
    return KEYS not in names and (RESTORING in names or names <= LEFT)


def _check_empty(home: Path) -> None:
    if not is_empty(home):
        raise Refusal(Code.RESTORE_NOT_EMPTY, home=home)


def _clear(home: Path, *, whole: bool) -> None:
    """Take away what was laid out; a station there never was."""
    with suppress(OSError):
        for one in home.iterdir():
            if one.name not in LEFT or one.name == RESTORING:
                shutil.rmtree(one) if one.is_dir() else one.unlink()
        if whole:
            shutil.rmtree(home)


class _Laying:
    """One home being laid out."""

    def __init__(self, found: Found, home: Path, progress: Progress) -> None:
        self._found, self._home, self._progress = found, home, progress
        self._folder = home / RESTORING
        self._pieces = found.pieces()
        self._done, self._size = 0, max(1, sum(one.size for one in self._pieces))

    def lay_out(self, secret: Secret) -> None:
        """Fetch, check, settle."""
        for left in self._folder.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        with disk_troubles(self._home):
            if shutil.disk_usage(self._home).free < self._size + ROOM:
                raise Trouble(Code.DISK_FULL)
        self._fetch(KEYS)
        key = _key(self._folder / KEYS, secret)
        if not self._found.head.is_sealed_by(key):
            raise self._damaged(self._found.path.name)
        for name in dict.fromkeys(one.name for one in self._pieces):
            if name != KEYS:
                self._fetch(name)
        self._check(key)
        self._settle()

    def _fetch(self, name: str) -> None:
        """Put a file together from its pieces, each held against its hash."""
        target = self._folder / name
        with disk_troubles(self._home):
            target.parent.mkdir(parents=True, exist_ok=True)
            write_new(
                target, (block for one in self._pieces if one.name == name for block in self._read(one))
            )

    def _read(self, piece: Piece) -> Iterator[bytes]:
        path, digest, size = self._found.pool.path(piece.sha256), hashlib.sha256(), 0
        with place_troubles(path):
            if not path.is_file():
                raise self._damaged(piece.name)
            source = path.open("rb")
        with source:
            given = blocks(source)
            while block := _next(given, path):
                digest.update(block)
                size += len(block)
                self._done += len(block)
                self._progress.step(self._done, self._size, "正在恢复")
                yield block
        if (size, digest.hexdigest()) != (piece.size, piece.sha256):
            raise self._damaged(piece.name)

    def _check(self, key: bytes) -> None:
        """Hold the database against itself, and against what the backup said of it."""
        database, said = self._folder / DATABASE, self._found.head
        if not database.is_file():
            raise self._damaged(DATABASE)
        try:
            check_copy(database, key, lambda text: self._progress.step(self._done, self._size, text))
            found = figures_of(database, key)
            if (self._folder / TABLES).is_file():
                check_tables(self._folder / TABLES, key)
        except Trouble as trouble:
            if trouble.code is Code.STORE_NEWER:
                raise
            raise self._damaged(DATABASE) from trouble
        if (found.station, found.entries, found.head) != (said.station, said.entries, _end(said)):
            raise self._damaged(DATABASE)

    def _settle(self) -> None:
        """Give everything its place, the key file last."""
        home, folder = self._home, self._folder
        with disk_troubles(home):
            for one in sorted(folder.iterdir()):
                if one.name not in (KEYS, DATABASE):
                    _move(one, home / one.name)
            _move(folder / DATABASE, home / PART)
            (home / MARKER).unlink(missing_ok=True)
            marker = Marker(home / MARKER)
            marker.set_ahead(End(self._found.head.epoch + 1, 0, GENESIS))
            marker.close()
            sync_folder(home)
            (folder / KEYS).replace(home / KEYS)
            sync_folder(home)

    def _damaged(self, what: str) -> Trouble:
        return Trouble(Code.BACKUP_DAMAGED, what=what)


def _next(given: Iterator[bytes], path: Path) -> bytes:
    with place_troubles(path):
        return next(given, b"")


def _move(one: Path, target: Path) -> None:
    """Give a file or folder its place; what a restore that was cut short had put there goes."""
    if target.is_dir():
        shutil.rmtree(target)
    one.replace(target)


def _end(head: Head) -> End:
    return End(head.epoch, head.seq, head.hash)


def _key(keys: Path, secret: Secret) -> bytes:
    """Return the database key.

    Raises:
        Trouble: PASSPHRASE_WRONG, RECOVERY_WRONG, USER_MISSING, USER_UNKNOWN, PASSPHRASE_MISSING.
    """
    key_file = read_keys(keys)
    if not secret.passphrase:
        raise Trouble(Code.PASSPHRASE_MISSING)
    if secret.code:
        return unwrap(key_file, key_file.recovery(), read_code(secret.code))
    return unwrap(key_file, key_file.find(secret.user), secret.passphrase)
