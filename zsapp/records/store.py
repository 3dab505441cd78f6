"""The store (数据库): one home's records, open. One transaction at a time writes; any number read beside it.

SQL and rows stay behind `Reader` and `Writer`; what comes out is frozen.
"""

import logging
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine

from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Trouble
from zsapp.records.acting import Acting
from zsapp.records.attempts import Attempts, Failed
from zsapp.records.blobs import Blobs
from zsapp.records.engine import BUSY_SECONDS, faults_of, store_troubles
from zsapp.records.epochs import Mender
from zsapp.records.journal import End, entry_at
from zsapp.records.key_ring import KeyRing
from zsapp.records.lock import HomeLock
from zsapp.records.marker import Marker
from zsapp.records.prepared import driver_of
from zsapp.records.reader import ALWAYS, Ground, Reader
from zsapp.records.search_index import BACKSTOP, READ_ONE_BY_ONE
from zsapp.records.views import Applied, Digest, Draft, Foreign, Head, Line, Mark, Page, Stored
from zsapp.records.writer import Writer
from zsapp.rules.roles import Right

__all__ = ["ALWAYS", "Applied", "Digest", "Draft", "Foreign", "Head", "Line", "Mark", "Page"]
__all__ += ["Reader", "Store", "Stored", "Writer"]
logger = logging.getLogger(__name__)

LOOK_LASTS = timedelta(minutes=10)
"""For how long who looks at a restricted record is still looking at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The parts of a home that `home.py` has opened for a store.

    `behind` is the seq after which entries are missing, None when none are; `searched` the journal row up
    to which the search index knows, and the last one.
    """

    home: Path
    path: Path
    lock: HomeLock
    engine: Engine
    marker: Marker
    ring: KeyRing
    ground: Ground
    user: str
    now: Callable[[], datetime]
    behind: int | None
    searched: tuple[int, int]


class Store(Acting):
    """An open store. Close it, or use it as a context."""

    reads_later = False
    """Whether records' payloads are read where they are indexed, not as a package is opened (a hub's)."""

    def __init__(self, opened: Opened) -> None:
        """Take over what was opened."""
        super().__init__(opened.user)
        self.home = opened.home
        self.path = opened.path
        self.station = opened.ground.station
        self.epoch = opened.ground.epoch
        self.blobs = Blobs(opened.home / "blobs", opened.ring.key, self._register_blob)
        self.behind = opened.behind
        self.by_escrow = False
        self._closed = False
        self._opened = opened
        self._turn = threading.RLock()
        self._writer: Writer | None = None
        self._end: End | None = None
        self._settled, self._last_row = opened.searched
        self._writing = opened.engine.connect().execution_options(writes=True)
        self._told: list[Callable[[frozenset[str]], None]] = []
        self._looks: dict[tuple[str, str], datetime] = {}
        self._attempts = Attempts(opened.home, opened.now)

    # --- transactions -------------------------------------------------------------------------------------

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Give a reader of one snapshot, as far as the badge sees.

        That restricted records were looked at is journalled before the block's result is anybody's.

        Raises:
            Trouble: STORE_DAMAGED, STORE_BUSY, DISK_FAULT; when a look cannot be journalled,
                CLOCK_BEHIND, DISK_FULL, STORE_BEHIND.
        """
        self._keep_up()
        with store_troubles(self.home), self._opened.engine.connect() as connection, connection.begin():
            reader = self._new_reader(connection)
            yield reader
        if reader.looked and self.badge is not None:
            self._note_looks(reader.looked)

    def _note_looks(self, looked: Mapping[str, str]) -> None:
        """Journal looks at restricted records; a screen that reads one again and again looks once."""
        now, user = self._opened.now(), self.user
        fresh = {
            record_id: sector
            for record_id, sector in looked.items()
            if (user, record_id) not in self._looks or now - self._looks[user, record_id] >= LOOK_LASTS
        }
        if not fresh:
            return
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise Trouble(Code.STORE_BUSY)
        try:
            if self._writer is not None:  # looked at on the way to writing something
                self._writer.note_looks(fresh)
            else:
                with self.write() as writer:
                    writer.note_looks(fresh)
        finally:
            self._turn.release()
        self._looks |= {(user, record_id): now for record_id in fresh}

    @contextmanager
    def write(self, who: str | None = None) -> Iterator[Writer]:
        """Give a writer: one transaction, committed at the end of the block, undone by any exception in it.

        Raises:
            Trouble: DISK_FULL, STORE_BUSY, STORE_BEHIND, STORE_FORKED, DISK_FAULT, STORE_DAMAGED.
        """
        if self.behind is not None:
            if (forked := self.forked) is not None:
                raise Trouble(Code.STORE_FORKED, seq=forked)
            raise Trouble(Code.STORE_BEHIND, seq=self.behind)
        with self._writing_as(who or self.user) as writer:
            yield writer

    @contextmanager
    def _writing_as(self, who: str) -> Iterator[Writer]:
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise Trouble(Code.STORE_BUSY)
        try:
            if self._writer is not None:
                raise RuntimeError("a transaction inside a transaction")
            with store_troubles(self.home):
                writer = yield from self._transaction(who)
        finally:
            self._turn.release()
        if writer.touched:
            logger.info("committed: %s", " ".join(sorted(writer.touched)))
            for callback in tuple(self._told):
                callback(frozenset(writer.touched))

    def _transaction(self, who: str) -> Generator[Writer, None, Writer]:
        writer = self._new_writer(who)
        with self._writing.begin():
            self._writer = writer
            try:
                yield writer
                writer.finish()
                if writer.last_row > self._settled + BACKSTOP:
                    self._settled = writer.settle()
            finally:
                self._writer = None
        self._last_row = writer.last_row or self._last_row
        if isinstance(writer, Mender) and writer.ground != self._opened.ground:
            self._opened, self.behind = replace(self._opened, ground=writer.ground), None
            self.epoch = writer.ground.epoch
        if writer.end is not None and writer.end is not self._end:
            self._end = writer.end
            self._opened.marker.write(writer.end.head)
        return writer

    def _new_reader(self, connection: Connection) -> Reader:
        return Reader(connection, self._opened.ground, self.badge)

    def _new_writer(self, who: str) -> Writer:
        ground, now = self._opened.ground, self._opened.now
        return Mender(self._writing, ground, who, now, self._end, badge=self.badge)

    def hand_over(self) -> Opened:
        """Return the open home for a store of another kind (a hub's); this one is not used any more."""
        self._closed = True
        self._writing.close()
        return replace(self._opened, behind=self.behind)

    @contextmanager
    def mend(self) -> Iterator[Mender]:
        """Give a writer as `write` does, whether this store is behind or not: for who opens a new epoch.

        Raises:
            Trouble: as `write`, but for STORE_BEHIND.
        """
        with self._writing_as(self.user) as writer:
            if not isinstance(writer, Mender):
                raise TypeError("a store whose chain is not its own")
            yield writer

    def open_epoch(self, why: str) -> Entry:
        """Begin a new epoch after all that is here, and let this store be written again (sync 24).

        What is written from now on stands in a chain of its own, so that it never meets what another machine,
        a lost one or a wild clock has written after the same entry. The journal says why, and after what.

        Raises:
            Trouble: DISK_FULL, STORE_BUSY, DISK_FAULT; the store is as it was.
        """
        with self.mend() as writer:
            return writer.open_epoch(why, self.beyond)

    @property
    def beyond(self) -> int:
        """The first epoch that the marker knows nothing of."""
        seen = self._opened.marker.head
        return seen.epoch + (1 if seen.seq else 0) if seen else 0

    def doubt(self, seen: Head) -> None:
        """Write nothing more before a new epoch is opened: somebody holds an entry of ours that is not here.

        Raises:
            Trouble: HOME_READ_ONLY, DISK_FULL, DISK_FAULT.
        """
        with self._turn:
            self._opened.marker.set_ahead(seen)
            with self.read() as reader:
                self.behind = reader.head().seq

    @property
    def forked(self) -> int | None:
        """The seq at which a store that is `behind` holds another entry than was seen elsewhere; or None.

        Raises:
            Trouble: STORE_BUSY, STORE_DAMAGED.
        """
        seen = self._opened.marker.head
        if self.behind is None or seen is None:
            return None
        with store_troubles(self.home), self._opened.engine.connect() as connection:
            here = entry_at(connection, self.station, seen.epoch, seen.seq)
        return None if here is None or here.hash == seen.hash else seen.seq

    @property
    def key(self) -> bytes:
        """The database key: a backup is made under it, and a copy opened."""
        return self._opened.ring.key

    def rebuild(self) -> int:
        """Make the index anew from the journal; return how many entries made it.

        Raises:
            Trouble: DISK_FULL, STORE_BEHIND, STORE_NEWER, DATA_UNREADABLE; the index is as it was.
        """
        with self.write() as writer:
            return writer.replay()

    def settle(self) -> None:
        """Take what waits into the search index: for idle moments; searching is right, if slower, without it.

        Raises:
            Trouble: DISK_FULL, STORE_BUSY, DISK_FAULT.
        """
        if self.behind is None:
            with self.write() as writer:
                self._settled = writer.settle()

    def _keep_up(self) -> None:
        """Take what waits into the search index once too much of it would be read one by one."""
        if self._last_row <= self._settled + READ_ONE_BY_ONE or not self._turn.acquire(blocking=False):
            return
        try:
            if self._writer is None:
                with suppress(Trouble):  # a full disk keeps nobody from reading
                    self.settle()
                self._settled = self._last_row
        finally:
            self._turn.release()

    def _register_blob(self, name: str, size: int) -> None:
        with self._turn:
            if self._writer is not None:
                self._writer.register_blob(name, size)
                return
            with self.write() as writer:
                writer.register_blob(name, size)

    def on_change(self, callback: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call back with the sectors touched, once after each commit, in the thread that committed.

        Returns what makes it stop.
        """
        self._told.append(callback)
        return lambda: self._told.remove(callback)

    def file_faults(self) -> tuple[str, ...]:
        """Return what the cipher and the database say is wrong with the file; nothing when it is whole.

        Raises:
            Trouble: STORE_BUSY.
        """
        with self._turn, store_troubles(self.home):
            return tuple(faults_of(driver_of(self._writing)))

    def require(self, right: Right, sector: str) -> None:
        """Hold an errand against the badge of whoever is logged in, before anything leaves the house.

        Raises:
            Refusal: ROLE_MAY_NOT.
        """
        if self.badge is not None:
            self.badge.require(right, sector)

    # --- users --------------------------------------------------------------------------------------------

    def users(self) -> tuple[str, ...]:
        """Return the names of those who may open this store."""
        return self._opened.ring.users()

    def add_user(self, name: str, passphrase: str) -> None:
        """Let somebody else open this store.

        Raises:
            Trouble: USER_EXISTS, PASSPHRASE_MISSING, DISK_FULL, HOME_READ_ONLY.
        """
        self._opened.ring.add(name, passphrase)

    def change_passphrase(self, name: str, passphrase: str) -> None:
        """Change a user's passphrase; the database is not touched.

        Raises:
            Trouble: USER_UNKNOWN, PASSPHRASE_MISSING, DISK_FULL, HOME_READ_ONLY.
        """
        self._opened.ring.change(name, passphrase)

    def renew_code(self, *, escrow: bool = False) -> str:
        """Return a new recovery code in the place of the old one; with `escrow` the one the city keeps.

        Raises:
            Trouble: DISK_FULL, HOME_READ_ONLY.
        """
        return self._opened.ring.renew_code(escrow=escrow)

    def check_user(self, name: str) -> None:
        """Hold a name against those who may open this store.

        Raises:
            Trouble: USER_UNKNOWN.
        """
        if name not in self.users():
            raise Trouble(Code.USER_UNKNOWN, user=name)

    def recognise(self, user: str, passphrase: str) -> str:
        """Return the name of the user whose passphrase it is, as at opening: for a window that was locked.

        Raises:
            Trouble: PASSPHRASE_WRONG, PASSPHRASE_WAIT, USER_UNKNOWN, USER_MISSING.
        """
        ring = self._opened.ring
        with self._attempts.counted(ring.label_of(user)):
            return ring.recognise(user, passphrase)

    def failures(self) -> tuple[tuple[str, Failed], ...]:
        """Return the wrong passphrases since the last good log-in, each with the user it was tried for."""
        found = self._attempts.all()
        return tuple((self._opened.ring.named(label), one) for label, one in found.items())

    def forget_failures(self) -> None:
        """Begin to count anew."""
        self._attempts.forget()

    # --- the end ------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Close the store; the home may be opened again. Closing twice is no fault."""
        if self._closed:
            return
        self._closed = True
        with suppress(Trouble):  # what is left undone, the next start does
            self.settle()
        self._writing.close()
        self._opened.engine.dispose()
        self._opened.marker.close()
        self._opened.lock.release()

    def __enter__(self) -> "Store":
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()
