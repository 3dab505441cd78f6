"""The backup (备份): a home copied, opened, checked and compared before it is called good (D-53).

The database is copied through itself, so that the copy is of one moment while work goes on; it is checked
here, written out, and read again from the medium. Papers, attachments and packages waiting to be carried lie
as objects that all backups share. The file that makes a backup of them takes its name last of all.
"""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from zsapp.base.errors import Code, Trouble
from zsapp.base.files import disk_troubles
from zsapp.base.progress import Progress
from zsapp.records.backup_check import Figures, check_copy, check_same, figures_of
from zsapp.records.backup_file import (
    SUFFIX,
    Found,
    Head,
    Piece,
    backups_in,
    folder_of,
    read_found,
    settle,
    write_part,
)
from zsapp.records.backup_place import PART, Pool, place_troubles
from zsapp.records.backup_tables import TABLES, records_in, tables_of
from zsapp.records.blobs import Blobs
from zsapp.records.engine import connect, connect_still, store_troubles
from zsapp.records.home import DATABASE, KEYS
from zsapp.rules.generations import Keeping, spent

logger = logging.getLogger(__name__)

SETTINGS, SNAPSHOT = "settings.json", "backup.snapshot"
BLOBS, CARRIED = "blobs", ("relay", "forked")
VOLUME = 1 << 30
"""Bytes of a piece of the database: FAT32 holds no file of 4 GiB."""
ROUND = 7
"""Daily backups after which every object was read again from the medium."""
ROOM = 1 << 20
"""Bytes left free where backups lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that was found good. `bytes` is what it holds, `written` what it cost."""

    file: Path
    entries: int
    records: int | None
    blobs: int
    lost: int
    bytes: int
    written: int
    checked: bool
    made_at: datetime
    dropped: tuple[str, ...] = ()


@dataclass(slots=True)
class _Pieces:
    """The files of a backup while they are gathered, and what writing them costs."""

    pool: Pool
    known: dict[tuple[str, int], str]
    told: Callable[[int], None]
    found: list[Piece] = field(default_factory=list)
    fresh: set[str] = field(default_factory=set)
    written: int = 0

    def add(self, name: str, path: Path) -> None:
        """Take in a file; one that lies there already under the same name is not written again."""
        with disk_troubles(path):
            size = path.stat().st_size
        before = self.known.get((name, size))
        if before is not None and self.pool.has(before, size):
            self.told(size)
            self.found.append(Piece(name, size, before))
            return
        for start in range(0, max(size, 1), VOLUME):
            self._put(name, path, start, min(VOLUME, size - start))

    def _put(self, name: str, path: Path, start: int, size: int) -> None:
        sha256 = self.pool.put(path, self.told, start=start, size=size)
        self.found.append(Piece(name, size, sha256))
        self.fresh.add(sha256)
        self.written += size


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a backup is to be made: why, which earlier ones stay, whether everything old is looked at again."""

    why: str
    made_at: datetime
    keeping: Keeping = Keeping()
    whole: bool = True


def make_backup(home: Path, key: bytes, place: Path, asked: Asked, progress: Progress | None = None) -> Made:
    """Make a backup of a home, open or closed, into a place; it is called good only when it was checked.

    Raises:
        Trouble: BACKUP_GONE, BACKUP_FULL, BACKUP_READ_ONLY, BACKUP_FAULT, BACKUP_BAD; DISK_FULL,
            STORE_DAMAGED, CHAIN_BROKEN for the home; UPSTREAM_UNREACHABLE for a hub's tables; every earlier
            backup is as it was.
        Refusal: CANCELLED.
    """
    progress = progress or Progress()
    _check_place(home, place)
    with _snapshot(home, key, progress) as copy:
        check_copy(copy, key, lambda text: progress.step(0, 0, text), whole=asked.whole)
        figures = figures_of(copy, key)
        check_same(copy, home / DATABASE, key, figures)
        folder = folder_of(place, figures.station)
        with place_troubles(place):
            folder.mkdir(parents=True, exist_ok=True)
        with tables_of(home, key, figures, lambda text: progress.step(0, 0, text)) as tables:
            if tables is not None and figures.records is not None:
                figures = replace(figures, records=figures.records + records_in(tables, key))
            made = _write(_Errand(home, key, copy, folder, figures, asked, progress, tables))
    dropped = _drop_spent(folder, asked.keeping)
    logger.info("backup made: %d entries, %d bytes written", made.entries, made.written)
    return replace(made, dropped=dropped)


@dataclass(frozen=True, slots=True)
class _Errand:
    """One backup being made."""

    home: Path
    key: bytes
    copy: Path
    folder: Path
    figures: Figures
    asked: Asked
    progress: Progress
    tables: Path | None


def _check_place(home: Path, place: Path) -> None:
    with place_troubles(place):
        there, inside = place.resolve(strict=True), home.resolve()
        if not there.is_dir():
            raise NotADirectoryError(20, "", str(place))
    if there == inside or inside in there.parents:
        raise Trouble(Code.BACKUP_INSIDE, place=place)


@contextmanager
def _snapshot(home: Path, key: bytes, progress: Progress) -> Iterator[Path]:
    """Give a copy of the database as it is at one moment, beside it; it is gone afterwards."""
    copy = home / SNAPSHOT
    progress.step(0, 0, "正在取数据的副本")
    try:
        with store_troubles(home), disk_troubles(home):
            _clear(copy)
            if shutil.disk_usage(home).free < (home / DATABASE).stat().st_size + ROOM:
                raise Trouble(Code.DISK_FULL)
            source = connect(home / DATABASE, key)
            try:
                source.execute("VACUUM INTO ?", (str(copy),))
            finally:
                source.close()
        yield copy
    finally:
        with suppress(OSError):
            _clear(copy)


def _clear(copy: Path) -> None:
    for name in (copy.name, f"{copy.name}-journal"):
        copy.with_name(name).unlink(missing_ok=True)


def _write(errand: _Errand) -> Made:
    files, lost = _files(errand)
    before = next(iter(backups_in(errand.folder)), None)
    known = {(one.name, one.size): one.sha256 for one in (before.pieces() if before else ())}
    for name, path in files[: len(_databases(errand))]:
        known.pop((name, path.stat().st_size), None)
    step = _Steps(errand.progress, sum(path.stat().st_size for _, path in files))
    pieces = _Pieces(Pool(errand.folder), known, step.writing)
    _check_room(errand.folder, files, known)
    for name, path in files:
        pieces.add(name, path)
    part, head = _write_head(errand, pieces, lost)
    try:
        _check_medium(errand, pieces, part, step)
        file = settle(part)
    except BaseException:
        with suppress(OSError):  # a stick that is gone takes its scraps along
            part.unlink()
        raise
    return Made(
        file=file,
        entries=head.entries,
        records=head.records,
        blobs=head.blobs,
        lost=lost,
        bytes=head.size,
        written=pieces.written,
        checked=True,
        made_at=head.made_at,
    )


def _write_head(errand: _Errand, pieces: _Pieces, lost: int) -> tuple[Path, Head]:
    figures, found = errand.figures, tuple(pieces.found)
    head = Head(
        station=figures.station,
        name=figures.name,
        tier=figures.tier,
        made_at=errand.asked.made_at,
        why=errand.asked.why,
        epoch=figures.head.epoch,
        seq=figures.head.seq,
        hash=figures.head.hash,
        entries=figures.entries,
        records=figures.records,
        blobs=len(figures.blobs) - lost,
        lost=lost,
        size=sum(one.size for one in found),
    )
    return write_part(errand.folder, head, found, errand.key)


def _files(errand: _Errand) -> tuple[list[tuple[str, Path]], int]:
    """Return the files of a home by their names in it, and how many papers and attachments are not there."""
    home = errand.home
    files = [*_databases(errand), (KEYS, home / KEYS)]
    with disk_troubles(home):
        if (home / SETTINGS).exists():
            files.append((SETTINGS, home / SETTINGS))
        blobs, lost = Blobs(home / BLOBS, errand.key, lambda _name, _size: None), 0
        for name in errand.figures.blobs:
            path = blobs.path(name)
            if path.is_file():
                files.append((path.relative_to(home).as_posix(), path))
            else:
                lost += 1
        for folder in CARRIED:
            waiting = sorted((home / folder).glob("*")) if (home / folder).is_dir() else []
            files += [
                (f"{folder}/{one.name}", one) for one in waiting if one.suffix != PART and one.is_file()
            ]
    return files, lost


def _databases(errand: _Errand) -> list[tuple[str, Path]]:
    """Return what is written whole each time: the database, and at a hub its tables."""
    return [(DATABASE, errand.copy), *([(TABLES, errand.tables)] if errand.tables else [])]


def _check_room(folder: Path, files: list[tuple[str, Path]], known: dict[tuple[str, int], str]) -> None:
    """Refuse to begin what has no room: the largest part is known before."""
    need = sum(size for name, path in files if (name, size := path.stat().st_size) not in known)
    with place_troubles(folder):
        if shutil.disk_usage(folder).free < need + ROOM:
            raise Trouble(Code.BACKUP_FULL, place=folder)


class _Steps:
    """Says how far a backup is: writing is the first half, reading again the second."""

    def __init__(self, progress: Progress, size: int) -> None:
        self._progress, self._size = progress, max(1, size)
        self._done = 0

    def writing(self, size: int) -> None:
        self._said(size, "正在写入备份")

    def reading(self, size: int) -> None:
        self._said(size, "正在核对写好的备份")

    def _said(self, size: int, text: str) -> None:
        self._done = min(self._done + size, 2 * self._size)
        self._progress.step(self._done, 2 * self._size, text)


def _check_medium(errand: _Errand, pieces: _Pieces, part: Path, step: _Steps) -> None:
    """Read again what was written, and the old objects whose turn it is; open the copy where it lies.

    Raises:
        Trouble: BACKUP_BAD.
    """
    pool = pieces.pool
    for piece in pieces.found:
        due = piece.sha256 in pieces.fresh or _is_due(piece, errand)
        good = pool.is_whole(piece.sha256, step.reading) if due else pool.has(piece.sha256, piece.size)
        if not good:
            with suppress(OSError):  # the next backup writes it anew
                pool.path(piece.sha256).unlink()
            raise Trouble(Code.BACKUP_BAD, what=piece.name)
    written = read_found(part)
    if tuple(pieces.found) != written.pieces() or not written.head.is_sealed_by(errand.key):
        raise Trouble(Code.BACKUP_BAD, what=part.name)
    database = [one for one in pieces.found if one.name == DATABASE]
    if len(database) == 1 and not _opens(pool.path(database[0].sha256), errand):
        raise Trouble(Code.BACKUP_BAD, what=DATABASE)


def _is_due(piece: Piece, errand: _Errand) -> bool:
    return errand.asked.whole or int(piece.sha256, 16) % ROUND == errand.asked.made_at.toordinal() % ROUND


def _opens(path: Path, errand: _Errand) -> bool:
    """Say whether the database opens with its key where it lies, and is as long as it should be."""
    with place_troubles(path), store_troubles(path.parent):
        connection = connect_still(path, errand.key)
        try:
            (entries,) = connection.execute("SELECT count(*) FROM journal").fetchone()
        finally:
            connection.close()
    return bool(entries == errand.figures.entries)


def _drop_spent(folder: Path, keeping: Keeping) -> tuple[str, ...]:
    """Take away the backups that have had their time, and the objects that none needs any more.

    Where one cannot be read nobody knows what it needs: then every object stays. What a power cut has left of
    a backup that never was called good goes too: its name bears a time, and no later one takes it again.
    """
    found = backups_in(folder)
    gone = spent([one.generation for one in found], keeping)
    with place_troubles(folder):
        for scrap in folder.glob(f"*{SUFFIX}{PART}"):
            scrap.unlink()
        for name in gone:
            (folder / name).unlink()
    needed: set[str] = set()
    for path in folder.glob("*.zsbak"):
        try:
            needed |= {piece.sha256 for piece in read_found(path).pieces()}
        except Trouble:
            return gone
    Pool(folder).sweep(needed)
    return gone


__all__ = ["Asked", "Found", "Made", "backups_in", "make_backup"]
