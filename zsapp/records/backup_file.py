"""The file of one backup (备份文件): what a home was at one moment, and which objects hold it.

Two lines of canonical JSON. The first is the head that lists read; it is sealed with a key derived from the
database key, so that whoever opens a backup knows that nobody has put another together. The second names
every file with its size and hash. It holds no name of a person and no number of a case.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from zsapp.base.canonical import Plain, canonical, read_canonical
from zsapp.base.clock import CHINA, read_stamp, stamp
from zsapp.base.errors import Code, Trouble
from zsapp.base.files import sync_folder
from zsapp.records.backup_place import HASHED, PART, Pool, place_troubles, write_new
from zsapp.records.keys import derived
from zsapp.rules.generations import Generation

FOLDER, SUFFIX = "zsapp-backup", ".zsbak"
FORMAT = 1
HEAD_BYTES = 64 << 10
SEAL = b"zsapp backup head"
NAMED = re.compile(r"[0-9A-Za-z._-]+(/[0-9A-Za-z._-]+){0,2}")
"""Names of files of a home, and nothing that leads out of it."""

HAND, DAILY, UPGRADE = "hand", "daily", "upgrade"
"""Why a backup was made."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a home in a backup, or a part of one: a greater file has several, in order."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a backup says of itself. `records` is None where an older shape could not be counted.

    `lost` counts papers and attachments that were missing or damaged in the home itself.
    """

    station: str
    name: str
    tier: str
    made_at: datetime
    why: str
    epoch: int
    seq: int
    hash: str
    entries: int
    records: int | None
    blobs: int
    lost: int
    size: int
    pieces: str = ""
    seal: str = ""

    def plain(self) -> dict[str, Plain]:
        """Return the values as they are written."""
        return {**asdict(self), "made_at": stamp(self.made_at), "format": FORMAT}

    def sealed(self, key: bytes) -> "Head":
        """Return the head with its seal under a database key."""
        bare = canonical(replace(self, seal="").plain())
        return replace(self, seal=hmac.new(derived(key, SEAL), bare, hashlib.sha256).hexdigest())

    def is_sealed_by(self, key: bytes) -> bool:
        """Say whether whoever holds the database key wrote this."""
        return hmac.compare_digest(self.sealed(key).seal.encode(), self.seal.encode())


@dataclass(frozen=True, slots=True)
class Found:
    """A backup as it lies somewhere."""

    path: Path
    head: Head

    @property
    def generation(self) -> Generation:
        """The backup as far as keeping it goes."""
        return Generation(self.path.name, self.head.epoch, self.head.seq, self.head.made_at)

    @property
    def pool(self) -> Pool:
        """The objects it is made of."""
        return Pool(self.path.parent)

    def pieces(self) -> tuple[Piece, ...]:
        """Return the files it holds.

        Raises:
            Trouble: BACKUP_DAMAGED, BACKUP_GONE, BACKUP_FAULT.
        """
        with place_troubles(self.path), self.path.open("rb") as source:
            source.readline(HEAD_BYTES)
            text = source.read()
        if hashlib.sha256(text).hexdigest() != self.head.pieces:
            raise _damaged(self.path)
        try:
            return tuple(_piece(one) for one in read_canonical(text))
        except (ValueError, TypeError, KeyError, Trouble) as fault:
            raise _damaged(self.path) from fault


def _piece(plain: Any) -> Piece:
    name, size, sha256 = plain
    clean = isinstance(name, str) and NAMED.fullmatch(name) and ".." not in name
    if not clean or type(size) is not int or size < 0 or not HASHED.fullmatch(str(sha256)):
        raise ValueError("piece")
    return Piece(name, size, sha256)


def _damaged(path: Path) -> Trouble:
    return Trouble(Code.BACKUP_DAMAGED, what=path.name)


def folder_of(place: Path, station: str) -> Path:
    """Return where a station's backups lie in a place."""
    return place / FOLDER / station[-12:]


def file_name(head: Head) -> str:
    """Return the name of a backup's file: the day and time people know it by, its place in the journal."""
    return f"{head.made_at.astimezone(CHINA):%Y%m%d-%H%M%S}-{head.epoch}-{head.seq}{SUFFIX}"


def write_part(folder: Path, head: Head, pieces: tuple[Piece, ...], key: bytes) -> tuple[Path, Head]:
    """Write a backup's file under a name that is not yet a backup's; return it and the head as it stands.

    Raises:
        Trouble: BACKUP_FULL, BACKUP_GONE, BACKUP_READ_ONLY, BACKUP_FAULT.
    """
    listed = canonical([[one.name, one.size, one.sha256] for one in pieces])
    head = replace(head, pieces=hashlib.sha256(listed).hexdigest()).sealed(key)
    part = folder / f"{file_name(head)}{PART}"
    with place_troubles(folder):
        write_new(part, iter((canonical(head.plain()), b"\n", listed)))
    return part, head


def settle(part: Path) -> Path:
    """Give a backup that was found good its name."""
    target = part.with_name(part.name.removesuffix(PART))
    with place_troubles(part.parent):
        part.replace(target)
        sync_folder(part.parent)
    return target


def read_found(path: Path) -> Found:
    """Return a backup from its file; only what it says of itself is read.

    Raises:
        Trouble: BACKUP_DAMAGED, STORE_NEWER; BACKUP_GONE, BACKUP_FAULT.
    """
    with place_troubles(path), path.open("rb") as source:
        line = source.readline(HEAD_BYTES)
    try:
        plain = read_canonical(line.rstrip(b"\n"))
        newer = plain.pop("format") > FORMAT
        head = None if newer else _head(plain)
    except (ValueError, TypeError, KeyError, AttributeError, Trouble) as fault:
        raise _damaged(path) from fault
    if head is None:
        raise Trouble(Code.STORE_NEWER)
    return Found(path, head)


NUMBERS = ("epoch", "seq", "entries", "blobs", "lost", "size")


def _head(plain: dict[str, Any]) -> Head:
    head = Head(**{**plain, "made_at": read_stamp(plain["made_at"])})
    numbers = [getattr(head, name) for name in NUMBERS] + [head.records or 0]
    texts = (head.station, head.name, head.tier, head.why, head.hash, head.pieces, head.seal)
    if any(type(one) is not int or one < 0 for one in numbers) or any(type(one) is not str for one in texts):
        raise ValueError("head")
    return head


def backups_in(place: Path) -> tuple[Found, ...]:
    """Return the backups of a place (a stick, the folder on it, a file itself), station by station.

    The latest comes first, told by the journal and not by a clock. One that cannot be read is left out: the
    others may be whole.

    Raises:
        Trouble: BACKUP_GONE, BACKUP_FAULT when the place itself cannot be read.
    """
    with place_troubles(place):
        if place.is_file():
            return (read_found(place),)
        files = sorted({*_files(place)})
    found: list[Found] = []
    for path in files:
        with suppress(Trouble):
            found.append(read_found(path))
    latest_first = sorted(found, key=lambda one: one.generation.order, reverse=True)
    return tuple(sorted(latest_first, key=lambda one: one.head.station))


def _files(place: Path) -> Iterator[Path]:
    """Give the files of backups in a folder: lying in it, in those of stations, or on the stick it is."""
    if not any(True for _ in place.iterdir()):
        return
    for pattern in (f"*{SUFFIX}", f"*/*{SUFFIX}", f"{FOLDER}/*/*{SUFFIX}"):
        yield from (path for path in place.glob(pattern) if path.is_file())
