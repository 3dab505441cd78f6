"""The home (数据文件夹): making one and opening one, with every way it can be refused.

`keys.json` key slots · `station.db` (and -wal, -shm) the encrypted store · `marker` · `lock` · `blobs/`.
Knows no SQL but the questions asked before a store may be trusted.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from zsapp.base import clock
from zsapp.base.entry import check_entry
from zsapp.base.errors import Code, Trouble
from zsapp.base.files import disk_troubles
from zsapp.base.ids import new_id
from zsapp.records import index, journal, migrate, search_index
from zsapp.records.attempts import Attempts
from zsapp.records.engine import open_engine, store_troubles
from zsapp.records.index_rows import INDEX_SCHEMA
from zsapp.records.key_ring import KeyRing
from zsapp.records.keys import (
    ESCROW,
    KdfCost,
    KeyFile,
    Slot,
    name_of,
    new_key,
    read_keys,
    unwrap,
    wrap,
    write_keys,
)
from zsapp.records.lock import HomeLock
from zsapp.records.marker import Marker
from zsapp.records.reader import Ground, Reader
from zsapp.records.recovery import new_code, read_code
from zsapp.records.replay import INDEX_KEY, replay
from zsapp.records.store import Opened, Store
from zsapp.records.writer import Writer

KEYS, DATABASE, PART = "keys.json", "station.db", "station.db.part"
LOCK, MARKER = "lock", "marker"
FIRST_USER = "站长"
FIRST_EPOCH = 1


@dataclass(frozen=True, slots=True)
class Created:
    """A new home: its open store, and the recovery code, which is shown once and kept nowhere."""

    store: Store
    recovery: str


def create_home(
    home: Path,
    *,
    passphrase: str,
    user: str = FIRST_USER,
    station: str,
    cost: KdfCost | None = None,
    now: Callable[[], datetime] = clock.now,
) -> Created:
    """Make a home for a station and open it.

    `cost` is what argon2id costs in this home's slots; `now` is the clock of the open store.

    Raises:
        Trouble: HOME_EXISTS, HOME_IN_USE, HOME_READ_ONLY, DISK_FULL, PASSPHRASE_MISSING, USER_MISSING;
            nothing is left behind.
    """
    if not passphrase:
        raise Trouble(Code.PASSPHRASE_MISSING)
    if not user.strip():
        raise Trouble(Code.USER_MISSING)
    if (home / KEYS).exists() or (home / DATABASE).exists():
        raise Trouble(Code.HOME_EXISTS)
    with ExitStack() as undo, store_troubles(home):
        lock = _first_lock(home, undo)
        key, recovery = new_key(), new_code()
        for name in (PART, f"{PART}-wal", f"{PART}-shm", KEYS, DATABASE):
            undo.callback((home / name).unlink, missing_ok=True)
        _make_database(home, key, station)
        cost = cost or KdfCost()
        key_file = wrap(KeyFile(home=new_id()), key, passphrase, user=user, cost=cost)
        key_file = wrap(key_file, key, read_code(recovery), cost=cost)
        write_keys(home / KEYS, key_file)
        (home / PART).rename(home / DATABASE)
        store = _open(home, lock, KeyRing(home / KEYS, key_file, key, cost), user, now)
        undo.pop_all()
    return Created(store, recovery)


def _first_lock(home: Path, undo: ExitStack) -> HomeLock:
    """Return the lock of a folder that is made if need be; undone, neither is left behind."""
    with disk_troubles(home):
        if not home.exists():
            home.mkdir(parents=True)
            undo.callback(home.rmdir)
        new = not (home / LOCK).exists()
    lock = HomeLock(home / LOCK)
    if new:
        undo.callback((home / LOCK).unlink)
    undo.callback(lock.release)
    return lock


Before = Callable[[Path, bytes], None]
"""Called with a home and its key before its file is upgraded: for a backup of how it was."""


def _nothing(_home: Path, _key: bytes) -> None:
    """Make no backup."""


def open_home(
    home: Path,
    *,
    passphrase: str,
    user: str = "",
    now: Callable[[], datetime] = clock.now,
    before: Before = _nothing,
) -> Store:
    """Open a home for one of its users; the only user may be left unnamed.

    An older file is upgraded on a copy first, and older index tables are replayed.

    Raises:
        Trouble: HOME_MISSING, HOME_IN_USE, HOME_READ_ONLY, PASSPHRASE_WRONG, USER_UNKNOWN, USER_MISSING,
            PASSPHRASE_WAIT, STORE_DAMAGED, STORE_NEWER, UPGRADE_FAILED, CHAIN_BROKEN, DISK_FULL.
    """
    with _locked(home) as (lock, key_file):
        slot = key_file.find(user)
        key = _unlocked(home, key_file, slot, passphrase, now)
        ring = KeyRing(home / KEYS, key_file, key, slot.cost)
        return _open(home, lock, ring, name_of(key_file, slot, key), now, before=before)


def open_by_recovery(
    home: Path,
    *,
    code: str,
    user: str,
    new_passphrase: str,
    now: Callable[[], datetime] = clock.now,
    before: Before = _nothing,
) -> Store:
    """Open a home by its recovery code and give `user`, who may be new, a new passphrase.

    The code that lies sealed at the city opens it too; the store then says `by_escrow`.

    Raises:
        Trouble: RECOVERY_WRONG, PASSPHRASE_MISSING, USER_MISSING, and as `open_home`.
    """
    plain = read_code(code)
    with _locked(home) as (lock, key_file):
        slot, key = _by_code(home, key_file, plain, now)
        ring = KeyRing(home / KEYS, key_file, key, slot.cost)
        name = user or ring.only_user()
        ring.put(name, new_passphrase)
        store = _open(home, lock, ring, name, now, before=before)
        store.by_escrow = slot.kind == ESCROW
        return store


def _by_code(home: Path, key_file: KeyFile, plain: str, now: Callable[[], datetime]) -> tuple[Slot, bytes]:
    """Return the slot that a recovery code opens, and the database key; a wrong code is counted once."""
    *slots, last = key_file.by_code()
    with Attempts(home, now).counted(last.label):
        for slot in slots:
            with suppress(Trouble):
                return slot, unwrap(key_file, slot, plain)
        return last, unwrap(key_file, last, plain)


def _unlocked(home: Path, key_file: KeyFile, slot: Slot, secret: str, now: Callable[[], datetime]) -> bytes:
    """Return the database key; a wrong secret is counted, and after some nobody may try at once."""
    with Attempts(home, now).counted(slot.label):
        return unwrap(key_file, slot, secret)


@contextmanager
def _locked(home: Path) -> Iterator[tuple[HomeLock, KeyFile]]:
    """Give the lock and the key file of a home; the lock is let go if the block fails."""
    if not (home / KEYS).exists():
        raise Trouble(Code.STORE_DAMAGED if (home / DATABASE).exists() else Code.HOME_MISSING, home=home)
    with ExitStack() as undo:
        lock = HomeLock(home / LOCK)
        undo.callback(lock.release)
        yield lock, read_keys(home / KEYS)
        undo.pop_all()


def _make_database(home: Path, key: bytes, station: str) -> None:
    """Make the database under another name, so that one without keys is never taken for a real one."""
    part = home / PART
    with disk_troubles(home):
        part.unlink(missing_ok=True)
    migrate.make(part, key)
    engine = open_engine(part, key)
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            index.create(connection)
            writer = Writer(connection, Ground(station, FIRST_EPOCH), "", clock.now)
            writer.set_value("station", station.encode())
            writer.set_value("epoch", str(FIRST_EPOCH).encode())
            writer.set_value(INDEX_KEY, str(INDEX_SCHEMA).encode())
    finally:
        engine.dispose()


def _open(
    home: Path,
    lock: HomeLock,
    ring: KeyRing,
    user: str,
    now: Callable[[], datetime],
    *,
    before: Before = _nothing,
) -> Store:
    """Open the database behind the keys, upgraded, checked and replayed as far as needed."""
    path = home / DATABASE
    if not path.exists() and not (home / PART).exists():
        raise Trouble(Code.STORE_DAMAGED)
    if not path.exists():
        (home / PART).rename(path)  # making this home was cut short after its keys were written
    with ExitStack() as undo, store_troubles(home):
        migrate.upgrade_file(path, ring.key, before=lambda: before(home, ring.key))
        engine = open_engine(path, ring.key)
        undo.callback(engine.dispose)
        ground = _prepare(engine)
        marker = Marker(home / MARKER)
        undo.callback(marker.close)
        store = Store(
            Opened(
                home=home,
                path=path,
                lock=lock,
                engine=engine,
                marker=marker,
                ring=ring,
                ground=ground,
                user=user,
                now=now,
                behind=_behind(engine, ground, marker),
                searched=_searched(engine),
            )
        )
        undo.pop_all()
    return store


def _prepare(engine: Engine) -> Ground:
    """Return what the store says of itself, its head checked, its index brought up to date."""
    with engine.connect() as connection:
        reader = Reader(connection, Ground("", 0))
        station, epoch, schema = (reader.value(key) for key in ("station", "epoch", INDEX_KEY))
        if not station or not epoch:
            raise Trouble(Code.STORE_DAMAGED)
        ground = Ground(station.decode(), int(epoch))
        end = journal.head(connection, ground.station)
        last = journal.entry_at(connection, ground.station, end.epoch, end.seq)
    if last is not None:
        check_entry(last)
    if int(schema or 0) > INDEX_SCHEMA:
        raise Trouble(Code.STORE_NEWER)
    if int(schema or 0) < INDEX_SCHEMA:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            replay(connection)
    return ground


def _searched(engine: Engine) -> tuple[int, int]:
    with engine.connect() as connection:
        return search_index.searched(connection), search_index.last_row(connection)


def _behind(engine: Engine, ground: Ground, marker: Marker) -> int | None:
    """Return the seq after which entries are missing here that the marker has seen, None when none are."""
    seen = marker.head
    if seen is None:
        return None
    with engine.connect() as connection:
        end = journal.head(connection, ground.station)
        same = journal.entry_at(connection, ground.station, seen.epoch, seen.seq)
    if same is not None and same.hash == seen.hash:
        return None
    return min(end.seq, seen.seq) if end.epoch == seen.epoch else end.seq
