"""The marker (外部标记): epoch, seq and hash of our last entry, outside the database (sync 24).

Compared at every start: a database behind its marker is an older copy, and nothing may be saved in it. Two
slots are written in turn, each with its own check, so that a power cut leaves one of them; no sync is waited
for, since a marker that lags behind the database is no fault.
"""

import logging
import os
import struct
import zlib
from pathlib import Path

from zsapp.base.files import disk_troubles, read_whole
from zsapp.records.views import Head

logger = logging.getLogger(__name__)
LAYOUT, CHECK = struct.Struct(">QQ32s"), struct.Struct(">L")
SLOT = CHECK.size + LAYOUT.size
"""Bytes of a slot."""


class Marker:
    """The marker file of an open home."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it when it is not there.

        Raises:
            Trouble: HOME_READ_ONLY, DISK_FULL, DISK_FAULT.
        """
        with disk_troubles(path):
            self._file = os.fdopen(
                os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b", 0
            )
            both = self._file.read(2 * SLOT)
        slots = [_read(both[:SLOT]), _read(both[SLOT:])]
        self._last = max(range(2), key=lambda at: _order(slots[at]))
        self.head = slots[self._last]

    def set_ahead(self, head: Head) -> None:
        """Set both slots to what is not here, down to the disk: the next start must find it and nothing else.

        Raises:
            Trouble: HOME_READ_ONLY, DISK_FULL, DISK_FAULT.
        """
        self.write(head)
        self.write(head)
        with disk_troubles("marker"):
            os.fsync(self._file.fileno())

    def write(self, head: Head) -> None:
        """Set the marker. A fault is logged only: the save it follows is on disk already."""
        self._last = 1 - self._last
        try:
            self._file.seek(self._last * SLOT)
            self._file.write(_slot(head))
        except OSError as fault:
            logger.warning("marker not written: %s", fault.strerror)
        self.head = head

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read_marker(path: Path) -> Head | None:
    """Return what a marker file says, None when it is not there or says nothing.

    Raises:
        Trouble: DISK_FAULT.
    """
    if not path.exists():
        return None
    both = read_whole(path)
    slots = [_read(both[:SLOT]), _read(both[SLOT : 2 * SLOT])]
    return max(slots, key=_order)


def _order(head: Head | None) -> tuple[int, int]:
    return (head.epoch, head.seq) if head else (-1, -1)


def _slot(head: Head) -> bytes:
    body = LAYOUT.pack(head.epoch, head.seq, bytes.fromhex(head.hash))
    return CHECK.pack(zlib.crc32(body)) + body


def _read(slot: bytes) -> Head | None:
    if len(slot) != SLOT or CHECK.unpack_from(slot)[0] != zlib.crc32(slot[CHECK.size :]):
        return None
    epoch, seq, digest = LAYOUT.unpack_from(slot, CHECK.size)
    return Head(epoch, seq, digest.hex())
