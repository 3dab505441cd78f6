"""The lock (独占锁): one program for one home. The system's own lock, which dies with its holder."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from zsapp.base.errors import Code, Trouble
from zsapp.base.files import disk_troubles

if sys.platform == "win32":
    import msvcrt

    def _take(handle: BinaryIO) -> None:
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: BinaryIO) -> None:
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class HomeLock:
    """Holds a home until released or until this process ends, however it ends."""

    def __init__(self, home: Path) -> None:
        """Take the lock.

        Raises:
            Trouble: HOME_IN_USE; HOME_READ_ONLY, DISK_FULL.
        """
        path = home / "lock"
        with disk_troubles(home):
            self._handle = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        try:
            _take(self._handle)
        except OSError as fault:
            self._handle.close()
            raise Trouble(Code.HOME_IN_USE) from fault

    def release(self) -> None:
        """Let the home go; releasing twice is no fault."""
        self._handle.close()
