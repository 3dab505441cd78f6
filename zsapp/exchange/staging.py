"""The staging place (暂存): what was just opened waits here, and never as plain text on a disk.

A file with mode 0600 under a key that lives in memory alone: after a power cut nobody can read it, this
program included. Small things stay in memory.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import disk_troubles
from zsapp.base.ids import new_id

IN_MEMORY = 8 << 20
BLOCK = 256 << 10
PREFIX = "staged-"


class Staging:
    """Bytes written once and then read once."""

    def __init__(self, spool: IO[bytes], folder: Path) -> None:
        """Keep them in a file of a folder."""
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms  # start-up time

        cipher: Any = Cipher(algorithms.ChaCha20(os.urandom(32), os.urandom(16)), None)
        self._spool = spool
        self._folder = folder
        self._hide = cipher.encryptor()
        self._show = cipher.decryptor()
        self._rewound = False

    def write(self, content: bytes, /) -> int:
        """Take a part.

        Raises:
            Trouble: DISK_FULL, DISK_FAULT.
        """
        with disk_troubles(self._folder):
            return self._spool.write(self._hide.update(content))

    def read(self, size: int = -1, /) -> bytes:
        """Return the next part; nothing more can be written."""
        if not self._rewound:
            self._spool.seek(0)
            self._rewound = True
        shown: bytes = self._show.update(self._spool.read(size))
        return shown


@contextmanager
def staged(folder: Path) -> Iterator[Staging]:
    """Give a staging place in a folder of ours; it is gone afterwards."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(folder), prefix=PREFIX) as spool:
        yield Staging(spool, folder)


@contextmanager
def workplace(home: Path) -> Iterator[Path]:
    """Give the folder in which one errand of a home may put its scraps; they are gone afterwards.

    The lock is a file with this process's token. A home is open in one process alone, so another token is
    that of one that was killed: its scraps are swept away and its place is taken.

    Raises:
        Refusal: EXPORT_RUNNING while another errand of this process is at it.
        Trouble: HOME_READ_ONLY, DISK_FULL, DISK_FAULT.
    """
    lock, folder = home / "exchange.lock", home / "tmp"
    with disk_troubles(home):
        _take(lock)
    try:
        _sweep(folder)
        yield folder
    finally:
        with suppress(Trouble):  # what cannot be swept now is swept by the next errand
            _sweep(folder)
        with disk_troubles(home):
            lock.unlink()


TOKEN = new_id()


def _take(lock: Path) -> None:
    token = f"{TOKEN} {os.getpid()}"  # a fork is another process
    try:
        with lock.open("x", encoding="ascii") as out:
            out.write(token)
    except FileExistsError:
        if lock.read_text(encoding="ascii", errors="replace") == token:
            raise Refusal(Code.EXPORT_RUNNING) from None
        lock.write_text(token, encoding="ascii")


def _sweep(folder: Path) -> None:
    with disk_troubles(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        for left in folder.iterdir():
            left.unlink()
