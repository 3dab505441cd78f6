"""The outbox (待送卷): a large volume whose way onto a stick was cut short, kept until it is there.

Made anew it would be other bytes (every seal is fresh), and what lies on the stick already would be written
again. It goes on where it was, to within a block.
"""

import os
from pathlib import Path

from zsapp.base.errors import ZsError
from zsapp.base.files import disk_troubles
from zsapp.base.progress import Progress
from zsapp.exchange.manifest import Letter
from zsapp.exchange.package import SUFFIX, open_package
from zsapp.exchange.removable import deliver

LARGE = 8 << 20
"""Bytes from which a volume is kept: smaller ones are made again at once."""


class Outbox:
    """The large volumes of a home that are not on a stick yet."""

    def __init__(self, home: Path) -> None:
        """Keep them in a folder of the home."""
        self._folder = home / "outbox"

    def send(self, volume: Path, place: Path, progress: Progress) -> tuple[Path, int]:
        """Put a volume onto a stick and return where it lies there, and its size; a large one is resumed.

        Raises:
            Trouble: as `deliver`.
            Refusal: CANCELLED.
        """
        with disk_troubles(volume):
            size = volume.stat().st_size
        large = size >= LARGE
        held = self._hold(volume) if large else volume
        there = deliver(held, place, progress, resume=large)
        with disk_troubles(held):
            held.unlink()
        return there, size

    def _hold(self, volume: Path) -> Path:
        held = self._folder / volume.name
        with disk_troubles(self._folder):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            with volume.open("rb") as written:
                os.fsync(written.fileno())
            return volume if held == volume else volume.replace(held)

    def names(self) -> tuple[str, ...]:
        """Return the names of the volumes that wait."""
        return tuple(one.name for one in self._waiting())

    def _waiting(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{SUFFIX}")) if self._folder.is_dir() else []

    def go_on(self, place: Path, letter: Letter, progress: Progress) -> None:
        """Put what waits onto a stick; what is bent, or sealed to others than today's recipients, is dropped.

        Raises:
            Trouble: as `deliver`.
            Refusal: CANCELLED.
        """
        for volume in self._waiting():
            if _is_good(volume, letter):
                self.send(volume, place, progress)
            else:
                with disk_troubles(volume):
                    volume.unlink()


def _is_good(volume: Path, letter: Letter) -> bool:
    try:
        with open_package(volume) as package:
            before = package.letter
    except ZsError:
        return False
    return (before.chain, before.recipients) == (letter.chain, letter.recipients)
