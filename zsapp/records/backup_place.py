"""Where backups lie (备份的位置): objects under their own SHA-256, written whole or not at all.

What is there already is not written again, so that a daily backup costs what is new. Nothing that an earlier
backup needs is ever written over: a stick that is pulled, full or gone bad leaves it as it was.
"""

import errno
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from zsapp.base.errors import Code, Trouble
from zsapp.base.files import disk_troubles, sync_folder, words_of

BLOCK = 1 << 20
PART = ".part"
OBJECTS = "objects"
HASHED = re.compile(r"[0-9a-f]{64}")
BY_ERRNO = {
    errno.ENOSPC: Code.BACKUP_FULL,
    errno.EDQUOT: Code.BACKUP_FULL,
    errno.EFBIG: Code.BACKUP_FULL,
    errno.EROFS: Code.BACKUP_READ_ONLY,
    errno.EACCES: Code.BACKUP_READ_ONLY,
    errno.EPERM: Code.BACKUP_READ_ONLY,
    errno.ENOENT: Code.BACKUP_GONE,
    errno.ENOTDIR: Code.BACKUP_GONE,
    errno.EIO: Code.BACKUP_GONE,
    errno.ENXIO: Code.BACKUP_GONE,
    errno.ENODEV: Code.BACKUP_GONE,
    errno.ENOTCONN: Code.BACKUP_GONE,
    errno.ECONNABORTED: Code.BACKUP_GONE,
    errno.ESTALE: Code.BACKUP_GONE,
    errno.EBADF: Code.BACKUP_GONE,
}
"""What a place says when it is full, write-protected, or gone (a stick pulled out: any of EIO to EBADF)."""


@contextmanager
def place_troubles(place: Path) -> Iterator[None]:
    """Turn what the operating system says inside the block into a Trouble about the place of backups."""
    try:
        yield
    except OSError as fault:
        code = BY_ERRNO.get(fault.errno or 0, Code.BACKUP_FAULT)
        raise Trouble(code, place=place, what=words_of(fault)) from fault


Told = Callable[[int], None]
"""Told of bytes as they go by."""


def hash_of(path: Path, told: Told = lambda _size: None, *, start: int = 0, size: int | None = None) -> str:
    """Return the SHA-256 of a file, or of a part of it, read anew from where it lies."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        forget(source)
        for block in blocks(source, start, size):
            digest.update(block)
            told(len(block))
    return digest.hexdigest()


def blocks(source: BinaryIO, start: int = 0, size: int | None = None) -> Iterator[bytes]:
    """Give what an open file holds from `start` on, `size` bytes or all of it, a block at a time."""
    source.seek(start)
    left = size
    while left is None or left > 0:
        block = source.read(BLOCK if left is None else min(BLOCK, left))
        if not block:
            return
        left = None if left is None else left - len(block)
        yield block


def forget(file: BinaryIO) -> None:
    """Ask the system to forget what it holds of a file in memory, so that it is read from the medium."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is not None:
        advise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def write_new(path: Path, content: Iterator[bytes]) -> None:
    """Write a file that is not there yet, down to the medium; a scrap under its name is taken away first."""
    path.unlink(missing_ok=True)
    try:
        with path.open("xb") as out:
            for block in content:
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
            forget(out)
    except BaseException:
        with suppress(OSError):  # a stick that is gone takes its scraps along
            path.unlink()
        raise


class Pool:
    """The objects of all backups of one station in one place."""

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder that is there."""
        self.folder = folder / OBJECTS

    def path(self, sha256: str) -> Path:
        """Return where an object lies."""
        return self.folder / sha256[:2] / sha256[2:]

    def has(self, sha256: str, size: int) -> bool:
        """Say whether an object is here, as far as its size tells."""
        with place_troubles(self.folder):
            path = self.path(sha256)
            return path.is_file() and path.stat().st_size == size

    def put(self, source: Path, told: Told, *, start: int = 0, size: int) -> str:
        """Keep so many bytes of a file from `start` on, and return their SHA-256.

        Raises:
            Trouble: BACKUP_FULL, BACKUP_GONE, BACKUP_READ_ONLY, BACKUP_FAULT; FILE_MISSING, DISK_FAULT for
                the source.
        """
        part, digest = self.folder / f"new{PART}", hashlib.sha256()
        with place_troubles(self.folder):
            self.folder.mkdir(exist_ok=True)
            write_new(part, _noted(_source(source, start, size), digest.update, told))
            target = self.path(digest.hexdigest())
            target.parent.mkdir(exist_ok=True)
            part.replace(target)
            sync_folder(target.parent)
        return digest.hexdigest()

    def is_whole(self, sha256: str, told: Told) -> bool:
        """Say whether an object reads, from the medium, as what it is named after."""
        with place_troubles(self.folder):
            return hash_of(self.path(sha256), told) == sha256

    def sweep(self, needed: set[str]) -> int:
        """Take away what no backup needs, and what was cut short; return how many objects went."""
        gone = 0
        with place_troubles(self.folder):
            for left in self.folder.glob(f"*{PART}"):
                left.unlink()
            for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
                name = path.parent.name + path.name
                if HASHED.fullmatch(name) and name not in needed:
                    path.unlink()
                    gone += 1
        return gone


def _source(path: Path, start: int, size: int) -> Iterator[bytes]:
    """Give the blocks of a file of ours; what is wrong with it is no trouble of the place."""
    with disk_troubles(path), path.open("rb") as source:
        given = blocks(source, start, size)
        while True:
            with disk_troubles(path):
                block = next(given, None)
            if block is None:
                return
            yield block


def _noted(given: Iterator[bytes], update: Callable[[bytes], object], told: Told) -> Iterator[bytes]:
    for block in given:
        update(block)
        told(len(block))
        yield block
