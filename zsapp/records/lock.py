"""The lock (独占锁): one program for one home. The system's own lock, which dies with its holder."""

import errno
import os
import sys
from pathlib import Path
from typing import BinaryIO

from zsapp.base.errors import Code, Trouble
from zsapp.base.files import disk_troubles, words_of

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


TAKEN = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
"""What the system says when somebody else holds it; anything else is a disk that knows no locks."""


class HomeLock:
    """Holds a home until released or until this process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        """Take the lock, making its file when it is not there.

        Raises:
            Trouble: HOME_IN_USE; HOME_READ_ONLY, DISK_FULL, DISK_FAULT.
        """
        with disk_troubles(path.parent):
            self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        try:
            _take(self._file)
        except OSError as fault:
            self._file.close()
            if fault.errno not in TAKEN:
                raise Trouble(Code.DISK_FAULT, what=words_of(fault)) from fault
            raise Trouble(Code.HOME_IN_USE) from fault

    def release(self) -> None:
        """Let the home go; releasing twice is no fault."""
        self._file.close()
