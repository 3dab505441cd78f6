"""The package (数据包): sealed, signed volumes, written and read. A format of standard parts (sync 9–13).

A volume is an archive of age files and a signed manifest. Reading goes by stages, and nothing is believed
before its stage: structure → signature → hash of every member → certificate, scope, revocation, suite →
addressed to us → schema → opened → each entry. Knows no store: entries and attachments are plain things.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from zsapp.base.canonical import read_strictly
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import disk_troubles
from zsapp.base.progress import Progress
from zsapp.exchange import envelope, slices
from zsapp.exchange.archive import MEMBERS, Archive, ArchiveWriter, Bent, Reading, Writing
from zsapp.exchange.certificates import TAIL
from zsapp.exchange.crypto import Source, Target, Unopened, suite
from zsapp.exchange.fields import Unfit
from zsapp.exchange.manifest import (
    CLOSED,
    ENTRIES,
    FORMAT,
    KIND,
    MANIFEST,
    OLDEST,
    Composed,
    Letter,
    Manifest,
    Sealed,
    read_format,
    read_manifest,
)
from zsapp.exchange.removable import stick_troubles
from zsapp.exchange.slices import Broken, Span, Tally
from zsapp.exchange.staging import Staging

SUFFIX = ".zspkg"
VOLUME = 64 << 20
"""Bytes of a volume; only one that holds a single greater thing is greater (FAT32 caps a file at 4 GiB)."""

CLOSED_TO_THE_WAY = "closed"
"""How the names of members begin that only the final recipient opens (decision 12)."""

MANIFEST_SIZE = 16 << 20
SEALING = 4096
"""Bytes that sealing a small member adds at most; each 64 KiB adds 16 more."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A content to send along: its SHA-256, its size, how to get it, and whether the way may not read it.

    `of` names the content that this is a piece of, and all its pieces.
    """

    sha256: str
    size: int
    read: Callable[[], bytes]
    closed: bool = False
    of: tuple[str, Composed] | None = None

    @property
    def member(self) -> str:
        """Its name in a volume."""
        return f"{'closed' if self.closed else 'attachments'}/{self.sha256}.age"

    @property
    def sealed_size(self) -> int:
        """The bytes it takes in a volume at most."""
        return self.size + self.size // 4096 + SEALING


@dataclass(frozen=True, slots=True)
class Written:
    """A volume as written to disk."""

    path: Path
    manifest: Manifest


def file_name(span: Span, volume: int = 1, package: str = "") -> str:
    """Return a name that says nothing of persons or cases and that every file system takes.

    The entries of a span made again take the place of the first; volumes of enclosures do not: each package
    holds others.
    """
    part = f"-v{volume}-{package[-TAIL:]}" if volume > 1 else ""
    return f"zsapp-{span.station[-TAIL:]}-{span.epoch}-{span.first}-{span.last}{part}{SUFFIX}"


class Hashing:
    """Passes a member's content on, and takes its size and hash."""

    def __init__(self, out: Writing) -> None:
        self._out = out
        self._hash = hashlib.sha256()

    def write(self, content: bytes, /) -> int:
        """Pass a part on."""
        self._hash.update(content)
        return self._out.write(content)

    def sealed(self) -> Sealed:
        """Return size and hash of what has gone by."""
        return Sealed(self._out.size, self._hash.hexdigest())


class _Packing:
    """The volumes of one package, being written into a folder."""

    def __init__(self, folder: Path, letter: Letter, sign_key: bytes) -> None:
        self._folder = folder
        self._letter = letter
        self._sign_key = sign_key
        self._written = 0
        self.tally = Tally()
        self.closed: Tally | None = None
        self.groups: list[list[Attachment]] = [[]]

    def volume(self, number: int, members: Iterable[tuple[str, Source]]) -> Written:
        """Write one volume of the members, and its manifest last."""
        letter, path = self._letter, self._folder / file_name(self._letter.span, number, self._letter.package)
        sealed: dict[str, Sealed] = {}
        with disk_troubles(path), path.open("wb") as out:
            archive = ArchiveWriter(out)
            for name, source in members:
                with archive.member(name) as writing:
                    hashing = Hashing(writing)
                    suite(letter.suite).seal(source, hashing, self._keys(name))
                sealed[name] = hashing.sealed()
                self._written = out.tell()
            manifest = Manifest(
                letter=letter,
                volume=number,
                volumes=len(self.groups),
                tally=self.tally,
                members=sealed,
                closed=self.closed,
                composed=dict(one.of for one in self.groups[number - 1] if one.of is not None),
            )
            with archive.member(MANIFEST) as writing:
                writing.write(envelope.sign(KIND, manifest.plain(), self._sign_key))
            archive.finish()
        return Written(path, manifest)

    def _keys(self, member: str) -> list[str]:
        """Return who can open a member: what is closed, its final recipient alone."""
        letter = self._letter
        to = letter.final if member.startswith(CLOSED_TO_THE_WAY) else letter.recipients
        return [one.key for one in to]

    def first(
        self, source: Source, aside: list[Entry], attachments: Callable[[], Iterable[Attachment]]
    ) -> Iterator[tuple[str, Source]]:
        """Give the members of volume 1: entries, what is put aside, attachments while room is left."""
        yield ENTRIES, source
        if aside:
            self.closed = Tally()
            yield CLOSED, slices.pack_aside(aside, self.closed)
        self.groups = _groups(attachments(), VOLUME - self._written)
        yield from self.group(1)

    def group(self, number: int) -> Iterator[tuple[str, Source]]:
        """Give the attachments of a volume, each read only when its turn comes."""
        for one in self.groups[number - 1]:
            yield one.member, Reading(_content(one))


def _content(one: Attachment) -> Iterator[bytes]:
    yield one.read()


def _groups(attachments: Iterable[Attachment], room: int) -> list[list[Attachment]]:
    """Return the attachments in volumes; the first volume has `room` bytes left.

    Pieces of large ones have volumes of their own after the first: those stay on a stick whatever happens,
    while the entries are packed anew with every export.
    """
    groups: list[list[Attachment]] = [[]]
    for one in sorted(attachments, key=lambda one: (one.of is not None, one.member)):
        apart = one.of is not None and len(groups) == 1
        if apart or one.sealed_size > room or len(groups[-1]) >= MEMBERS - 2:
            groups.append([])
            room = VOLUME
        groups[-1].append(one)
        room -= one.sealed_size
    return groups


def write_volumes(
    folder: Path,
    letter: Letter,
    sign_key: bytes,
    entries: Iterable[Entry],
    *,
    is_closed: Callable[[Entry], bool] = lambda _entry: False,
    attachments: Callable[[], Iterable[Attachment]] = tuple,
    progress: Progress | None = None,
) -> Iterator[Written]:
    """Write a package into a folder and give each volume once it is whole.

    `attachments` is asked after the entries have gone by; they take as many volumes as they need. What
    `is_closed` travels sealed to the letter's final recipient, and to all others as links of the chain alone.

    Raises:
        Trouble: CHAIN_BROKEN when the entries are not the span of the letter; DISK_FULL, HOME_READ_ONLY.
        Refusal: CANCELLED.
    """
    progress = progress or Progress()
    packing = _Packing(folder, letter, sign_key)
    count = letter.span.count
    aside: list[Entry] = []
    seen = slices.veiled(entries, is_closed, aside)
    source = slices.pack(seen, letter.span, packing.tally, lambda n: progress.step(n, count, "正在打包"))
    yield packing.volume(1, packing.first(source, aside, attachments))
    for number in range(2, len(packing.groups) + 1):
        progress.step(number, len(packing.groups), "正在打包附件")
        yield packing.volume(number, packing.group(number))


# --- reading ----------------------------------------------------------------------------------------------


class Package:
    """A volume whose every byte has been held against the signature of whoever it says it is from."""

    def __init__(self, path: Path, archive: Archive, manifest: Manifest) -> None:
        """Take over what `open_package` has checked."""
        self.path = path
        self.manifest = manifest
        self._archive = archive

    @property
    def size(self) -> int:
        """The bytes of the volume."""
        return self._archive.size

    @property
    def letter(self) -> Letter:
        """What all volumes of the package say."""
        return self.manifest.letter

    def entries(
        self,
        box_key: bytes,
        staging: Staging,
        progress: Progress | None = None,
        *,
        records: slices.Read | None = read_strictly,
    ) -> Iterator[Entry]:
        """Give the entries, opened and checked one by one; without `records` the taker reads their payloads.

        Raises:
            Refusal: PACKAGE_SEALED when the key does not open it, PACKAGE_CHAIN when the chain is broken.
            Trouble: PACKAGE_DAMAGED; DISK_FULL.
        """
        told, count = progress or Progress(), self.letter.span.count
        self._open(ENTRIES, staging, box_key)
        try:
            span, tally = self.letter.span, self.manifest.tally
            yield from slices.unpack(
                staging, span, tally, lambda n: told.step(n, count, "正在导入"), records=records
            )
        except Unfit as fault:
            raise _damaged(self.path) from fault
        except Broken as fault:
            raise Refusal(Code.PACKAGE_CHAIN, seq=fault.seq) from fault

    def opens_closed(self, station: str) -> bool:
        """Say whether what is closed is meant for a station."""
        return station in {one.station for one in self.letter.final}

    def with_closed(self, entries: Iterator[Entry], box_key: bytes, staging: Staging) -> Iterator[Entry]:
        """Give entries on, with those that are closed to the way in their places.

        Raises:
            Refusal: PACKAGE_SEALED.
            Trouble: PACKAGE_DAMAGED; DISK_FULL.
        """
        if self.manifest.closed is None:
            yield from entries
            return
        self._open(CLOSED, staging, box_key)
        try:
            yield from slices.unveiled(entries, slices.unpack_aside(staging, self.manifest.closed))
        except Unfit as fault:
            raise _damaged(self.path) from fault

    def attachments(self, box_key: bytes, *, closed: bool = False) -> Iterator[tuple[str, bytes]]:
        """Give the attachments of this volume with their SHA-256, one at a time; `closed`, those in reserve.

        Raises:
            Refusal: PACKAGE_SEALED.
            Trouble: PACKAGE_DAMAGED when a content is not what its name says.
        """
        for sha256 in self.manifest.closed_attachments if closed else self.manifest.attachments:
            content = BytesIO()
            self._open(f"{'closed' if closed else 'attachments'}/{sha256}.age", content, box_key)
            if hashlib.sha256(content.getbuffer()).hexdigest() != sha256:
                raise _damaged(self.path)
            yield sha256, content.getvalue()

    def whole(self) -> Iterator[bytes]:
        """Give the volume byte for byte: the file that was checked, whatever lies under its name by now.

        Raises:
            Trouble: PACKAGE_DAMAGED, STICK_GONE, STICK_FAULT.
        """
        try:
            with stick_troubles(self.path):
                yield from self._archive.whole()
        except Bent as fault:
            raise _damaged(self.path) from fault

    def _open(self, name: str, target: Target, box_key: bytes) -> None:
        try:
            with stick_troubles(self.path):
                suite(self.letter.suite).open(self._archive.stream(name), target, box_key)
        except Unopened as fault:
            raise Refusal(Code.PACKAGE_SEALED) from fault
        except Bent as fault:
            raise _damaged(self.path) from fault


def _damaged(path: Path) -> Trouble:
    return Trouble(Code.PACKAGE_DAMAGED, file=path.name)


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Give a volume: structure, signature, format, suite and every hash checked; no key is needed for that.

    Raises:
        Trouble: PACKAGE_DAMAGED, PACKAGE_NEWER; FILE_MISSING, STICK_GONE, STICK_FAULT.
        Refusal: PACKAGE_RETIRED, PACKAGE_SUITE.
    """
    with stick_troubles(path):
        source = path.open("rb")
    try:
        yield _checked(path, source)
    finally:
        with suppress(OSError):  # a stick that was pulled does not even answer to that
            source.close()


def _checked(path: Path, source: BinaryIO) -> Package:
    try:
        with stick_troubles(path):
            archive = Archive(source)
            manifest = _manifest(archive)
            _check_members(archive, manifest)
    except ValueError as fault:  # Bent and Unfit among them
        raise _damaged(path) from fault
    return Package(path, archive, manifest)


def _manifest(archive: Archive) -> Manifest:
    signed = envelope.read(archive.content(MANIFEST, MANIFEST_SIZE), KIND)
    number, name, chain = read_format(signed.payload)
    if not signed.signed_by(chain[0].subject.sign_key):
        raise Unfit("signature")
    if number > FORMAT:
        raise Trouble(Code.PACKAGE_NEWER)
    if number < OLDEST:
        raise Refusal(Code.PACKAGE_RETIRED)
    suite(name)
    return read_manifest(signed.payload, chain)


def _check_members(archive: Archive, manifest: Manifest) -> None:
    """Hold every member against the signed size and hash, and their order against the only one."""
    names = sorted(manifest.members, key=lambda name: (name != ENTRIES, name != CLOSED, name))
    if list(archive.members) != [*names, MANIFEST]:
        raise Unfit("members")
    for name, sealed in manifest.members.items():
        digest = hashlib.sha256()
        for block in archive.blocks(name):
            digest.update(block)
        if archive.members[name].size != sealed.size or digest.hexdigest() != sealed.sha256:
            raise Unfit(name)
