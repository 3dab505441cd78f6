"""Sticks without hardware: exFAT by FUSE on a loop image; where that cannot be, a tmpfs of the same size.

Which of the two it is stands in the name of every test that uses one. A stick can be full, read-only, and
pulled in the middle of a write: its driver dies under the mount, which is what a program sees of it.
"""

import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

EXFAT, TMPFS = "exfat", "tmpfs-because-no-fuse-or-loop-here"
TOOLS = ("mkfs.exfat", "mount.exfat-fuse", "losetup")
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


def _run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


@cache
def kind_here() -> str:
    """Return the kind of stick that this machine can mount; nothing when it can mount none."""
    if os.name != "posix" or os.geteuid() != 0:
        return ""
    with TemporaryDirectory() as place, suppress(OSError, subprocess.CalledProcessError):
        if all(map(shutil.which, TOOLS)):
            stick = ExfatStick(Path(place) / "probe", 4)
            try:
                stick.mount()
                return EXFAT
            finally:
                stick.close()
    return TMPFS


@contextmanager
def stick_image(path: Path, megabytes: int) -> Iterator[Stick]:
    """Give a stick of a size, plugged in at `path`."""
    stick = ExfatStick(path, megabytes) if kind_here() == EXFAT else TmpfsStick(path, megabytes)
    try:
        stick.mount()
        yield stick
    finally:
        stick.close()
