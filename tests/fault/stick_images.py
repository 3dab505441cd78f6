"""Sticks without hardware: exFAT by FUSE on a loop image; where that cannot be, a tmpfs of the same size.

Which of the two it is stands in the name of every test that uses one. A stick can be full, read-only, and
pulled in the middle of a write: its driver dies under the mount, which is what a program sees of it. Where
nothing can be mounted (not root, or a container that may not), `test_exchange_stand_ins.py` still runs.
"""

import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from zsapp.exchange import sticks_linux

EXFAT, TMPFS = "exfat", "tmpfs-because-no-fuse-or-loop-here"
PATIENCE = 10
"""Seconds in which a volume must be mounted."""


class Stick:
    """A mounted volume at `path`."""

    def __init__(self, path: Path) -> None:
        """Mount later."""
        self.path = path
        path.mkdir()

    def mount(self, *, read_only: bool = False) -> None:
        """Plug it in."""
        raise NotImplementedError

    def pull(self) -> None:
        """Pull it out, whatever is being written."""
        raise NotImplementedError

    def unmount(self) -> None:
        """Take it out properly; no fault when it is out already."""
        while os.path.ismount(self.path) or _is_dead(self.path):
            subprocess.run(["umount", "-l", self.path], check=True)


def _is_dead(path: Path) -> bool:
    try:
        path.stat()
    except OSError:
        return True
    return False


class ExfatStick(Stick):
    """An exFAT image on a loop device, driven by FUSE."""

    def __init__(self, path: Path, megabytes: int) -> None:
        """Make the image."""
        super().__init__(path)
        image = path.with_suffix(".img")
        with image.open("wb") as out:
            out.truncate(megabytes << 20)
        _run("mkfs.exfat", "-L", path.name[:11], str(image))
        self._loop = _run("losetup", "-f", "--show", str(image)).strip()
        self._driver: subprocess.Popen[bytes] | None = None

    def mount(self, *, read_only: bool = False) -> None:
        """Start the driver, and wait until the volume is there."""
        options = ["-o", "ro"] if read_only else []
        self._driver = subprocess.Popen(
            ["mount.exfat-fuse", "-d", *options, self._loop, str(self.path)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + PATIENCE
        while not os.path.ismount(self.path):
            if self._driver.poll() is not None or time.monotonic() > until:
                self.pull()
                raise OSError("the volume could not be mounted")
            select.select([], [], [], 0.01)

    def pull(self) -> None:
        """Kill the driver under the mount."""
        assert self._driver is not None
        self._driver.kill()
        self._driver.wait()

    def unmount(self) -> None:
        """Unmount, and let the driver end."""
        super().unmount()
        if self._driver is not None:
            self._driver.wait(PATIENCE)

    def close(self) -> None:
        """Give the loop device back."""
        self.unmount()
        _run("losetup", "-d", self._loop)


class TmpfsStick(Stick):
    """A tmpfs of a size."""

    def __init__(self, path: Path, megabytes: int) -> None:
        """Mount it now, so that its content stays."""
        super().__init__(path)
        _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(path))

    def mount(self, *, read_only: bool = False) -> None:
        """Let it be written, or not."""
        _run("mount", "-o", f"remount,{'ro' if read_only else 'rw'}", str(self.path))

    def pull(self) -> None:
        """Detach it while files on it are open."""
        _run("umount", "-l", str(self.path))

    def unmount(self) -> None:
        """Keep it: its content would be gone."""

    def close(self) -> None:
        """Unmount."""
        super().unmount()


def list_mounts(monkeypatch: pytest.MonkeyPatch, folder: Path, *sticks: Path) -> None:
    """Let the list of mounts that is read be a file of ours, in which these folders are FAT volumes."""
    mounts = folder / "mountinfo"
    lines = [f"36 25 8:{number} / {path} rw - vfat /dev/sd rw\n" for number, path in enumerate(sticks)]
    mounts.write_text("".join(lines), encoding="utf-8")
    find = sticks_linux.find_sticks
    monkeypatch.setattr(
        find, "__kwdefaults__", {**find.__kwdefaults__, "mounts": mounts, "places": (folder,)}
    )


def _run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


@cache
def kind_here() -> str:
    """Return the kind of stick that this machine can mount, found by mounting one; nothing for none."""
    for kind in (EXFAT, TMPFS):
        with TemporaryDirectory() as place, suppress(OSError, subprocess.SubprocessError):
            with _stick(kind, Path(place) / "probe", 4) as stick:
                (stick.path / "written").write_bytes(b"x")
            return kind
    return ""


@contextmanager
def stick_image(path: Path, megabytes: int) -> Iterator[Stick]:
    """Give a stick of a size, plugged in at `path`."""
    with _stick(kind_here(), path, megabytes) as stick:
        yield stick


@contextmanager
def _stick(kind: str, path: Path, megabytes: int) -> Iterator[ExfatStick | TmpfsStick]:
    stick = ExfatStick(path, megabytes) if kind == EXFAT else TmpfsStick(path, megabytes)
    try:
        stick.mount()
        yield stick
    finally:
        stick.close()
