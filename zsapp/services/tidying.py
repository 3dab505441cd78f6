"""Tidying a stick (整理U盘): what lies there that is not ours, what has been delivered, and letting it go.

Only our own packages are ever removed, only when the station above has acknowledged all of them, and only
when a person asks for it.
"""

from dataclasses import dataclass
from pathlib import Path

from zsapp.base.errors import ZsError
from zsapp.exchange import removable
from zsapp.exchange.certificates import TAIL
from zsapp.exchange.manifest import Manifest
from zsapp.exchange.package import SUFFIX, open_package
from zsapp.exchange.removable import PART, stick_troubles
from zsapp.records.store import Mark, Store
from zsapp.rules.roles import EXCHANGE, Right
from zsapp.services import credentials, enclosures
from zsapp.services.exchange import ALL_SUFFIXES
from zsapp.services.lacking import LEVELS

NAMED, SHOWN = 100, 3
"""Files that are remembered of those that are none of ours, and that are named."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A package of ours on a stick of which everything has arrived above."""

    file: Path
    size: int


@dataclass(frozen=True, slots=True)
class Strange:
    """What lies in a folder and is passed over: files of no kind of ours, and parts never finished."""

    files: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What is to be said of them."""
        others = "、".join(self.files[:SHOWN]) + ("等" if len(self.files) > SHOWN else "")
        return (
            *((f"跳过 {len(self.files)} 个不是本系统的文件：{others}",) if self.files else ()),
            *(f"跳过没有写完的文件 {one}：它是一次中断的导出，对方重新导出时会接着写" for one in self.parts),
        )


def strange_in(folder: Path) -> Strange:
    """Return what an import passes over without looking into it.

    Raises:
        Trouble: STICK_GONE, STICK_FAULT.
    """
    with stick_troubles(folder):
        names = sorted(one.name for one in folder.iterdir() if one.is_file() and one.name[:1] != ".")
    parts = tuple(name for name in names if name.startswith("zsapp-") and name.endswith(PART))
    others = (name for name in names if name not in parts and not name.lower().endswith(ALL_SUFFIXES))
    return Strange(tuple(others)[:NAMED], parts)


class Tidying:
    """Keeps the sticks of an open store."""

    def __init__(self, store: Store) -> None:
        """Work for a store."""
        self._store = store

    def strange(self, folder: Path) -> Strange:
        """Return what an import of a folder passes over without looking into it; of a file nothing."""
        return strange_in(folder) if folder.is_dir() else Strange((), ())

    def delivered(self, folder: Path) -> tuple[Delivered, ...]:
        """Return our packages on a stick that need not lie there any more.

        Raises:
            Trouble: STICK_GONE, STICK_FAULT.
        """
        with self._store.read() as reader:
            chain = credentials.read_own_chain(reader) or ()
            above = chain[1].subject.tier if len(chain) > 1 else ""
            mark = reader.marks().get(LEVELS[above][-1]) if above else None
            wanted = enclosures.wanted(reader)
        ours = f"zsapp-{self._store.station[-TAIL:]}-*{SUFFIX}"
        with stick_troubles(folder):
            files = sorted(one for one in folder.iterdir() if one.match(ours))
            if mark is None:
                return ()
            old = [file for file in files if self._has_arrived(file, mark, wanted)]
            return tuple(Delivered(file, file.stat().st_size) for file in old)

    def _has_arrived(self, file: Path, mark: Mark, wanted: frozenset[str]) -> bool:
        try:
            with open_package(file) as package:
                manifest = package.manifest
        except ZsError:  # half written, or not what its name says: nothing of ours to remove
            return False
        span = manifest.letter.span
        held = (span.epoch, span.last) <= (mark.epoch, mark.seq)
        return manifest.letter.sender == self._store.station and held and not wanted & _contents(manifest)

    def tidy(self, folder: Path) -> tuple[Delivered, ...]:
        """Remove our delivered packages from a stick; return them.

        Raises:
            Refusal: ROLE_MAY_NOT.
            Trouble: STICK_GONE, STICK_READ_ONLY, STICK_FAULT.
        """
        self._store.require(Right.EXPORT, EXCHANGE)
        found = self.delivered(folder)
        with stick_troubles(folder):
            for one in found:
                one.file.unlink()
        return found

    def eject(self, folder: Path) -> bool:
        """Have the system let a stick go; say whether it did, or the clerk does it by the system's way."""
        return removable.eject(folder)


def _contents(manifest: Manifest) -> frozenset[str]:
    return frozenset((*manifest.attachments, *manifest.closed_attachments, *manifest.composed))
