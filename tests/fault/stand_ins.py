"""Real conditions that need no mount: the kernel says no to a write, and what it says is what a stick says.

A file may not grow beyond a limit of the process (EFBIG: full), root lays down the power to pass over
permissions (EACCES: write-protected), a folder is moved away while it is written (ENOENT: pulled).
"""

import ctypes
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CAPABILITY_VERSION_3 = 0x20080522
DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER = 1, 2, 3


class Room:
    """How large a file of this process may become."""

    def __init__(self) -> None:
        """Remember how it was."""
        self.before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(self, size: int) -> None:
        """Let the kernel refuse what makes any file larger than so many bytes."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, self.before[1]))

    def free(self) -> None:
        """Let files grow again."""
        resource.setrlimit(resource.RLIMIT_FSIZE, self.before)


@contextmanager
def little_room() -> Iterator[Room]:
    """Give the limit, not yet set; it is lifted afterwards."""
    room = Room()
    try:
        yield room
    finally:
        room.free()


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Powers(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder one that nobody may write into, root included while the block lasts."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, powers = _Header(CAPABILITY_VERSION_3, 0), (_Powers * 2)()
    held = libc.capget(ctypes.byref(header), powers)
    assert held == 0, os.strerror(ctypes.get_errno())
    before = powers[0].effective
    folder.chmod(0o555)
    try:
        powers[0].effective &= ~(1 << DAC_OVERRIDE | 1 << DAC_READ_SEARCH | 1 << FOWNER)
        assert libc.capset(ctypes.byref(header), powers) == 0, os.strerror(ctypes.get_errno())
        yield
    finally:
        powers[0].effective = before
        libc.capset(ctypes.byref(header), powers)
        folder.chmod(0o755)


def pull(folder: Path) -> None:
    """Take a folder away; as with a real stick, an empty one may be left under its name."""
    folder.rename(folder.with_name(f"{folder.name}-pulled"))
    folder.mkdir()
