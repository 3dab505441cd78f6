"""Files (文件): whole or not at all. What the disk says no to becomes a catalogued Trouble, by one table."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zsapp.base.errors import Code, Trouble

BY_ERRNO = {
    errno.ENOSPC: Code.DISK_FULL,
    errno.EDQUOT: Code.DISK_FULL,
    errno.EFBIG: Code.DISK_FULL,
    errno.EROFS: Code.HOME_READ_ONLY,
    errno.EACCES: Code.HOME_READ_ONLY,
    errno.EPERM: Code.HOME_READ_ONLY,
    errno.ENOENT: Code.FILE_MISSING,
    errno.EISDIR: Code.PATH_WRONG,
    errno.EEXIST: Code.PATH_WRONG,
    errno.ENOTDIR: Code.PATH_WRONG,
    errno.ENAMETOOLONG: Code.PATH_WRONG,
    errno.ELOOP: Code.PATH_WRONG,
}
IN_WORDS = {
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EEXIST: "同名的文件已经在那里",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "快捷方式绕成了圈",
    errno.EIO: "设备读写出错",
    errno.ENODEV: "设备已断开",
}
"""What the operating system says in English on most machines."""


def words_of(fault: OSError) -> str:
    """Return what the operating system said, in plain words."""
    return IN_WORDS.get(fault.errno or 0, f"系统错误{fault.errno or ''}")


def trouble_of(fault: OSError, place: Path | str) -> Trouble:
    """Return what the operating system said about `place` as a Trouble."""
    code = BY_ERRNO.get(fault.errno or 0, Code.DISK_FAULT)
    return Trouble(code, home=place, file=place, what=words_of(fault))


@contextmanager
def disk_troubles(place: Path | str) -> Iterator[None]:
    """Turn what the operating system says inside the block into a Trouble about `place`."""
    try:
        yield
    except OSError as fault:
        raise trouble_of(fault, place) from fault


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that after a power cut it is either the old one or the new one, never half.

    Raises:
        Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT; the old file is untouched and no scrap is left.
    """
    with disk_troubles(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, scrap = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(scrap).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(scrap).unlink()
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut (POSIX; Windows keeps them by itself)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some FUSE file systems cannot sync a folder; the file itself is synced
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def name_of(path: Path) -> str:
    """Return a file's name as text that can be kept; bytes of another encoding (old GBK names) become �."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def read_whole(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        Trouble: FILE_MISSING, HOME_READ_ONLY, DISK_FAULT.
    """
    with disk_troubles(path):
        return path.read_bytes()
