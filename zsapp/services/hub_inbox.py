"""The hub's inbox (收件箱): volumes come in parts, lie whole under their hash, and are taken in one by one.

What lies here is stored, not applied: that is said by the acknowledgement alone. A part keeps every byte that
came, so a broken line costs none of them. Taking in is the same service as from a stick.
"""

import hashlib
import logging
import os
import shutil
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from zsapp.base import clock
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.files import disk_troubles, sync_folder
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange.acknowledgement import Acknowledgement
from zsapp.exchange.certificates import TAIL
from zsapp.exchange.package import SUFFIX, open_package
from zsapp.records.upstream_read import Receipt
from zsapp.records.upstream_store import UpstreamStore
from zsapp.services.exchange import HARMLESS, Exchange

logger = logging.getLogger(__name__)

LARGEST = 2 << 30
"""Bytes of a volume at most; those this program writes have 64 MiB, unless one attachment is greater."""
SPARE = 256 << 20
"""Bytes of the disk that an upload leaves free."""
PART = ".part"
MACHINE = (3, 54)
"""Ranges of codes that speak of this machine or its database: the volume waits and is tried again."""
PATIENCE = 10.0
"""Seconds for which whoever goes on with a volume waits for a line to it that has not been missed yet."""
AGAIN = 5.0
"""Seconds after which what waits is tried again."""


class Inbox:
    """The volumes on their way into a hub."""

    def __init__(self, store: UpstreamStore, exchange: Exchange) -> None:
        """Keep them in a folder of the home, and take them in by the exchange desk."""
        self._store = store
        self._exchange = exchange
        self.folder = store.home / "inbox"
        with disk_troubles(store.home):
            self.folder.mkdir(mode=0o700, exist_ok=True)
        self._turn = threading.Condition()
        self._writing: set[str] = set()
        self._closing = False
        self._worker = threading.Thread(target=self._work, name="hub-inbox", daemon=True)
        self._new, self._taking = True, False

    def start(self) -> None:
        """Begin to take in what lies here."""
        self._worker.start()

    def close(self) -> None:
        """Stop once the volume in hand is taken in; the others wait for the next start."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        if self._worker.is_alive():
            self._worker.join()

    # --- coming in ----------------------------------------------------------------------------------------

    def size(self, sha256: str) -> int:
        """Return how many bytes of a volume are here, all of them of one that was taken in already."""
        for suffix in (SUFFIX, PART):
            with suppress(FileNotFoundError):
                return (self.folder / f"{sha256}{suffix}").stat().st_size
        with self._store.shelf() as shelf:
            return shelf.size_of(sha256) or 0

    def is_whole(self, sha256: str) -> bool:
        """Say whether a volume is stored, or was taken in already."""
        if (self.folder / f"{sha256}{SUFFIX}").exists():
            return True
        with self._store.shelf() as shelf:
            return shelf.size_of(sha256) is not None

    def receive(self, sha256: str, first: int, size: int) -> "Receiving":
        """Return what takes the rest of a volume, from a byte on.

        Raises:
            Refusal: REQUEST_TOO_LARGE; VOLUME_RANGE when it must go on elsewhere, or somebody else is at it.
            Trouble: DISK_FULL.
        """
        if size > LARGEST:
            raise Refusal(Code.REQUEST_TOO_LARGE, size=size, most=LARGEST)
        with self._turn:
            self._turn.wait_for(lambda: sha256 not in self._writing, PATIENCE)  # a line that broke just now
            have = self.size(sha256)
            if sha256 in self._writing or first != have:
                raise Refusal(Code.VOLUME_RANGE, at=have)
            if shutil.disk_usage(self.folder).free < size - first + SPARE:
                raise Trouble(Code.DISK_FULL, home=self.folder)
            self._writing.add(sha256)
        return Receiving(self, sha256, size)

    def let_go(self, sha256: str, *, whole: bool) -> None:
        """Let others write a volume; a whole one is taken in next."""
        with self._turn:
            self._writing.discard(sha256)
            self._new = self._new or whole
            self._turn.notify_all()

    # --- taking in ----------------------------------------------------------------------------------------

    def waiting(self) -> int:
        """Return how many volumes have not been taken in."""
        return sum(1 for _ in self.folder.glob(f"*{SUFFIX}"))

    @property
    def is_idle(self) -> bool:
        """Whether everything that is whole was looked at."""
        with self._turn:
            return not (self._new or self._taking)

    def _work(self) -> None:
        while True:
            with self._turn:
                while not (self._new or self._closing):
                    self._turn.wait(AGAIN)
                    self._new = self._new or any(self.folder.glob(f"*{SUFFIX}"))
                if self._closing:
                    return
                self._new, self._taking = False, True
            try:
                self.take_all()
            finally:
                with self._turn:
                    self._taking = False

    def take_all(self) -> None:
        """Take in what lies here, in the order of the chains; what waits for an earlier one stays."""
        found = sorted(self._ordered(), key=lambda one: one[0])
        for _, path in found:
            if self._closing:
                return
            self._take(path)

    def _ordered(self) -> Iterable[tuple[tuple[str, int, int, int], Path]]:
        for path in self.folder.glob(f"*{SUFFIX}"):
            try:
                with open_package(path) as package:
                    span = package.letter.span
                    yield (span.station, span.epoch, span.first, package.manifest.volume), path
            except ZsError as error:
                logger.info("a volume that is none: %s", error.code.name)
                with disk_troubles(path):
                    path.unlink(missing_ok=True)

    def _take(self, path: Path) -> None:
        try:
            self._exchange.take_in(path)
            code = ""
        except ZsError as error:
            code = error.code.name
            logger.info("volume %s: %s", path.stem[:12], code)
            if error.code.value.number // 1000 == 3 or error.code.value.number // 100 == 54:
                return  # this machine's trouble: the volume waits
            if error.code is Code.PACKAGE_GAP:
                return  # it waits for an earlier one, which the acknowledgement asks for
            code = "" if error.code in HARMLESS else code
        self._store.keep_receipt(_receipt(path, code))
        with disk_troubles(path):
            path.unlink(missing_ok=True)

    # --- answers ------------------------------------------------------------------------------------------

    def last_answer(self, own: str, station: str) -> Acknowledgement | None:
        """Return what was last said to a station: it tells what was refused."""
        path = self.folder / acks.file_name(own, station)
        with suppress(Trouble, OSError):
            return acks.read_acknowledgement(path.read_bytes(), path.name)
        return None

    def down(self, station: str, besides: str) -> tuple[Path, ...]:
        """Return the files that wait for a station, but for the one of that name."""
        found = self.folder.glob(f"*-to-{station[-TAIL:]}.*")
        return tuple(sorted(one for one in found if one.name != besides and one.suffix != PART))


class Receiving:
    """The rest of one volume, while it comes."""

    def __init__(self, inbox: Inbox, sha256: str, size: int) -> None:
        """Write on where the part ends."""
        self._inbox = inbox
        self._sha256 = sha256
        self._size = size
        self._path = inbox.folder / f"{sha256}{PART}"
        try:
            with disk_troubles(self._path):
                self._out = self._path.open("ab")
        except Trouble:
            inbox.let_go(sha256, whole=False)
            raise

    def write(self, content: bytes) -> None:
        """Take a part.

        Raises:
            Refusal: REQUEST_TOO_LARGE when more comes than was said.
            Trouble: DISK_FULL.
        """
        if self._out.tell() + len(content) > self._size:
            raise Refusal(Code.REQUEST_TOO_LARGE, size=self._out.tell() + len(content), most=self._size)
        with disk_troubles(self._path):
            self._out.write(content)

    def close(self) -> bool:
        """Keep what came; say whether the volume is whole now.

        Raises:
            Refusal: VOLUME_DAMAGED when it is whole and another than its hash says; it is dropped.
        """
        whole = False
        try:
            with disk_troubles(self._path):
                self._out.flush()
                os.fsync(self._out.fileno())
                self._out.close()
                if self._path.stat().st_size < self._size:
                    return False
            self._settle()
            whole = True
            return True
        finally:
            self._out.close()
            self._inbox.let_go(self._sha256, whole=whole)

    def _settle(self) -> None:
        with disk_troubles(self._path):
            with self._path.open("rb") as source:
                digest = hashlib.file_digest(source, "sha256").hexdigest()
            if digest != self._sha256:
                self._path.unlink()
                raise Refusal(Code.VOLUME_DAMAGED)
            self._path.replace(self._path.with_suffix(SUFFIX))
            sync_folder(self._path.parent)


def _receipt(path: Path, code: str) -> Receipt:
    with open_package(path) as package:
        letter, manifest = package.letter, package.manifest
        return Receipt(
            sender=letter.sender,
            package=letter.package,
            volume=manifest.volume,
            volumes=manifest.volumes,
            at=clock.now(),
            epoch=letter.span.epoch,
            seq_from=letter.span.first,
            seq_to=letter.span.last,
            entries=manifest.tally.entries,
            code=code,
            sha256=path.stem,
            size=package.size,
        )
