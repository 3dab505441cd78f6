"""Sticks under Linux (Linux 下的U盘): volumes mounted where desktops put removable ones. No D-Bus."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zsapp.base.files import disk_troubles
from zsapp.exchange.sticks import Stick

MOUNTS = Path("/proc/self/mountinfo")
DEVICES = Path("/sys/dev/block")
PLACES = (Path("/media"), Path("/run/media"), Path("/mnt"))
EJECT_S = 30
"""Seconds that a service may take to let a stick go: it writes what it still holds."""

STICK_SYSTEMS = frozenset(("vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk", "fuse.exfat"))
"""File systems of sticks; another counts when its device says that it can be taken out."""


@dataclass(frozen=True, slots=True)
class Mount:
    """A line of mountinfo."""

    device: str
    path: Path
    read_only: bool
    system: str
    source: str = ""


def find_sticks(
    *, mounts: Path = MOUNTS, places: Sequence[Path] = (), devices: Path = DEVICES
) -> tuple[Stick, ...]:
    """Return the sticks mounted below `places` (PLACES when empty), in order; one mounted twice is one.

    Raises:
        Trouble: DISK_FAULT when the system does not say what is mounted.
    """
    with disk_troubles(mounts):
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    found: dict[str, Stick] = {}
    for mount in map(_mount, lines):
        inside = any(place in mount.path.parents for place in places or PLACES)
        if inside and (mount.system in STICK_SYSTEMS or _comes_out(mount.device, devices)):
            found.update(_stick(mount))
    return tuple(sorted(found.values(), key=lambda one: one.path))


FAT = frozenset(("vfat", "msdos"))


def system_of(folder: Path, mounts: Path | None = None) -> str:
    """Return the file system that a folder lies on, nothing when the system does not say."""
    found = _mount_of(folder, mounts)
    return found.system if found else ""


def _mount_of(folder: Path, mounts: Path | None) -> Mount | None:
    try:
        here = folder.resolve()
        lines = (mounts or MOUNTS).read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    found = [one for one in map(_mount, lines) if one.path == here or one.path in here.parents]
    return max(found, key=lambda one: len(one.path.parts), default=None)


def eject(folder: Path, mounts: Path | None = None, tool: str = "udisksctl") -> bool:
    """Unmount the stick a folder lies on and switch it off, by the desktop's own service; say if it was."""
    found, command = _mount_of(folder, mounts), shutil.which(tool)
    if found is None or command is None or not found.source.startswith("/dev/"):
        return False
    done = [_run(command, deed, found.source) for deed in ("unmount", "power-off")]
    return done[0]


def _run(command: str, deed: str, device: str) -> bool:
    words = [command, deed, "--no-user-interaction", "--block-device", device]
    try:
        done = subprocess.run(  # noqa: S603 -- a fixed program, our own arguments
            words, capture_output=True, check=False, timeout=EJECT_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _mount(line: str) -> Mount:
    """Read `36 35 98:0 /root /mount/point rw,noatime shared:1 - vfat /dev/sdb1 rw` (proc(5))."""
    before, _, after = line.partition(" - ")
    fields = before.split(" ")
    path = fields[4].encode("utf-8", "surrogateescape").decode("unicode_escape").encode("latin-1")
    return Mount(
        device=fields[2],
        path=Path(os.fsdecode(path)),
        read_only="ro" in fields[5].split(","),
        system=after.split(" ")[0],
        source=[*after.split(" "), ""][1],
    )


def _comes_out(device: str, devices: Path) -> bool:
    """Say whether a device, or the one it is a partition of, is removable."""
    here = devices / device
    return any(_says_one(file) for file in (here / "removable", here / ".." / "removable"))


def _says_one(file: Path) -> bool:
    try:
        return file.read_text(encoding="ascii").strip() == "1"
    except OSError:
        return False


def _stick(mount: Mount) -> Iterator[tuple[str, Stick]]:
    try:
        usage = shutil.disk_usage(mount.path)
    except OSError:  # pulled out, and still in the list
        return
    yield mount.device, Stick(mount.path, mount.path.name, usage.free, usage.total, mount.read_only)
