"""Sticks (U盘): finding them, and putting a file on one so that 可以拔出 is true when it is said.

Preflight → `.part` → fsync → read again from the medium and hashed again → rename → fsync of the folder. What
the operating system says no to becomes a catalogued Trouble, by one table. Knows nothing of packages.
"""

import contextlib
import errno
import hashlib
import io
import mmap
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import disk_troubles, sync_folder
from zsapp.base.progress import Progress
from zsapp.exchange import sticks_linux, sticks_windows
from zsapp.exchange.sticks import Stick

BLOCK = 1 << 20
MARGIN = 1 << 20
"""Bytes left free on a stick: directories and clusters take their part too."""

FAT_FILE = (4 << 30) - 1
"""Bytes from which on a FAT32 stick takes no file."""

PART = ".part"
BY_ERRNO = {
    errno.ENOSPC: Code.STICK_FULL,
    errno.EDQUOT: Code.STICK_FULL,
    errno.EFBIG: Code.STICK_FULL,
    errno.EROFS: Code.STICK_READ_ONLY,
    errno.EACCES: Code.STICK_READ_ONLY,
    errno.EPERM: Code.STICK_READ_ONLY,
    errno.ENOENT: Code.STICK_GONE,
    errno.ENOTDIR: Code.STICK_GONE,
    errno.EIO: Code.STICK_GONE,
    errno.ENXIO: Code.STICK_GONE,
    errno.ENODEV: Code.STICK_GONE,
    errno.ENOTCONN: Code.STICK_GONE,
    errno.ECONNABORTED: Code.STICK_GONE,
    errno.ESTALE: Code.STICK_GONE,
    errno.EBADF: Code.STICK_GONE,
}
"""What a stick says when it is full, write-protected, or gone (pulled out: any of EIO to EBADF)."""


@contextmanager
def stick_troubles(place: Path, need: int = 0) -> Iterator[None]:
    """Turn what the operating system says inside the block into a Trouble about the stick.

    `need` is the bytes that were to be written there, for the message.
    """
    try:
        yield
    except OSError as fault:
        code = BY_ERRNO.get(fault.errno or 0, Code.STICK_FAULT)
        facts = {"need": _size(need), "free": _size(_free(place))}
        raise Trouble(code, place=place, what=fault.strerror or "", **facts) from fault


def _free(place: Path) -> int:
    try:
        return shutil.disk_usage(place if place.is_dir() else place.parent).free
    except OSError:
        return 0


def _size(size: int) -> str:
    """Return a size as people read it; a little is told from nothing."""
    return f"{size / (1 << 20):.1f} MB" if not 0 < size < 1 << 20 else f"{-(-size // 1024)} KB"


def sticks() -> tuple[Stick, ...]:
    """Return the sticks in this machine, by place."""
    return sticks_windows.find_sticks() if sys.platform == "win32" else sticks_linux.find_sticks()


def is_fat(folder: Path) -> bool:
    """Say whether a folder lies on a FAT file system, as far as this system tells."""
    return sys.platform != "win32" and sticks_linux.system_of(folder) in sticks_linux.FAT


def eject(folder: Path) -> bool:
    """Have the stick a folder lies on taken out of the system's hands; say whether that was done.

    Where the system has no service for that, everything is on the medium already, and the clerk uses the
    system's own 安全移除.
    """
    return sys.platform != "win32" and sticks_linux.eject(folder)


def only_stick(found: tuple[Stick, ...]) -> Stick:
    """Return the one stick there is.

    Raises:
        Refusal: STICK_TWO, naming them all.
        Trouble: STICK_NONE.
    """
    if not found:
        raise Trouble(Code.STICK_NONE)
    if len(found) > 1:
        names = "、".join(f"{one.label}（{one.path}）" for one in found)
        raise Refusal(Code.STICK_TWO, labels=names)
    return found[0]


def is_file(path: Path) -> bool:
    """Say whether what lies there is a file, and no folder.

    Raises:
        Trouble: FILE_MISSING; STICK_GONE, STICK_FAULT when the stick does not even say so.
    """
    with stick_troubles(path):
        there, file = path.exists(), path.is_file()
    if not there:
        raise Trouble(Code.FILE_MISSING, file=path)
    return file


def read_small(path: Path, most: int) -> bytes:
    """Return a small file; of one with more than `most` bytes only what shows that it is too large.

    Raises:
        Trouble: FILE_MISSING, STICK_GONE, STICK_FAULT.
    """
    if not is_file(path):
        raise Trouble(Code.FILE_MISSING, file=path)
    with stick_troubles(path), path.open("rb") as source:
        return source.read(most + 1)


def preflight(folder: Path, need: int) -> None:
    """Hold a place against what is about to be written there: it exists, is writable, and has the room.

    Raises:
        Trouble: STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_FILE_TOO_LARGE, STICK_FAULT.
    """
    if need >= FAT_FILE and is_fat(folder):
        raise Trouble(Code.STICK_FILE_TOO_LARGE, place=folder, need=_size(need))
    probe = folder / f"zsapp-{os.getpid()}{PART}"
    with stick_troubles(folder, need):
        free = shutil.disk_usage(folder).free
        try:
            with _fresh(probe) as out:
                out.write(b"zsapp")
        finally:
            _drop(probe)
    if free < need + MARGIN:
        raise Trouble(Code.STICK_FULL, place=folder, need=_size(need + MARGIN), free=_size(free))


def sweep_parts(folder: Path, spared: Collection[str] = ()) -> None:
    """Remove what an export that was cut short left on a stick; nothing else is touched.

    `spared` are the names of files whose way there goes on.
    """
    with contextlib.suppress(OSError):  # the preflight says what is wrong with the place
        for left in folder.glob(f"zsapp-*{PART}"):
            if left.name.removesuffix(PART) not in spared:
                left.unlink()


def deliver(source: Path, folder: Path, progress: Progress | None = None, *, resume: bool = False) -> Path:
    """Put a copy of a file into a folder of a stick and return its path: it is there, whole, on the medium.

    With `resume` a part that was left there is gone on with, as far as it is what the file says, and one that
    is cut short stays for the next time.

    Raises:
        Trouble: STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_BAD (it reads otherwise than it was written),
            STICK_FAULT; no scrap is left if the stick still answers.
        Refusal: CANCELLED.
    """
    progress = progress or Progress()
    with disk_troubles(source):
        size = source.stat().st_size
        opened = source.open("rb")
    target, part = folder / source.name, folder / f"{source.name}{PART}"
    with opened, _no_scrap(part, kept=resume), stick_troubles(folder, size):
        begun = _alike(opened, part) if resume else 0
        preflight(folder, size - begun)
        device = folder.stat().st_dev
        written = _write(opened, part, (begun, size), progress)
        _check_medium(part, written, size, progress)
        _settle(part, target)
        _check_still(folder, device, target)
    return target


def put_bytes(content: bytes, target: Path) -> None:
    """Put a small file on a stick, whole or not at all.

    Raises:
        Trouble: STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_FAULT.
    """
    part = target.with_name(target.name + PART)
    with _no_scrap(part), stick_troubles(target.parent, len(content)):
        preflight(target.parent, len(content))
        with _fresh(part) as out:
            out.write(content)
            _to_medium(out)
        _settle(part, target)


def _fresh(part: Path) -> BinaryIO:
    """Return a part, open and empty.

    What lies under its name is removed, not written through: a stick may bring a link to a file of ours.
    """
    part.unlink(missing_ok=True)
    return part.open("xb")


def _settle(part: Path, target: Path) -> None:
    part.replace(target)
    sync_folder(target.parent)


def _to_medium(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())
    _forget(out)


@contextmanager
def _no_scrap(part: Path, *, kept: bool = False) -> Iterator[None]:
    """Remove the part if the block fails; one that is `kept` only if it reads otherwise than written."""
    try:
        yield
    except BaseException as fault:
        if not kept or getattr(fault, "code", None) is Code.STICK_BAD:
            _drop(part)
        raise


def _alike(source: BinaryIO, part: Path) -> int:
    """Return how many bytes of a part are the beginning of the file, to whole blocks; nothing without one."""
    same = 0
    with contextlib.suppress(FileNotFoundError), _no_link(part).open("rb") as begun:
        _forget(begun)
        while (block := _read(source)) and begun.read(BLOCK) == block and len(block) == BLOCK:
            same += BLOCK
    source.seek(0)
    return same


def _no_link(part: Path) -> Path:
    """Return a part that is a file of the stick itself; what else lies under its name is removed."""
    if part.is_symlink() or (part.exists() and not part.is_file()):
        part.unlink()
    return part


def _drop(part: Path) -> None:
    with contextlib.suppress(OSError):  # a stick that is gone takes its scraps along
        part.unlink()


def _check_still(folder: Path, device: int, target: Path) -> None:
    """Make sure that the folder is still on the stick: a pulled one may leave a folder on the disk below."""
    if folder.stat().st_dev != device or not target.exists():
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))


def _write(source: BinaryIO, part: Path, sizes: tuple[int, int], progress: Progress) -> str:
    """Write a file from where it was begun, and return its SHA-256."""
    digest, done, (begun, size) = hashlib.sha256(), 0, sizes
    with _fresh(part) if not begun else part.open("r+b") as out:
        while block := _read(source):
            if done >= begun:
                out.seek(done)
                out.write(block)
            digest.update(block)
            done += len(block)
            progress.step(done, 2 * size, "正在写入U盘")
        out.truncate(size)
        _to_medium(out)
    return digest.hexdigest()


def _read(source: BinaryIO) -> bytes:
    with disk_troubles(source.name):
        return source.read(BLOCK)


def _check_medium(part: Path, sha256: str, size: int, progress: Progress) -> None:
    """Read a part again from the medium and hold it against what was written."""
    digest, done = hashlib.sha256(), size
    for block in _from_medium(part):
        digest.update(block)
        done += len(block)
        progress.step(done, 2 * size, "正在核对U盘上的内容")
    if digest.hexdigest() != sha256:
        raise Trouble(Code.STICK_BAD)


def _from_medium(part: Path) -> Iterator[bytes]:
    """Give a file a block at a time, past the system's memory where its file system can do that."""
    with part.open("rb") as written:
        _forget(written)
        try:
            direct = os.open(part, os.O_RDONLY | getattr(os, "O_DIRECT", 0))
        except OSError:  # tmpfs and some drivers know no direct reading
            yield from iter(partial(written.read, BLOCK), b"")
            return
    with mmap.mmap(-1, BLOCK) as room, io.FileIO(direct) as source:
        while count := source.readinto(room):
            yield room[:count]


def _forget(file: BinaryIO) -> None:
    """Ask the system to forget what it holds of a file in memory, so that it is read from the medium."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is not None:
        advise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
