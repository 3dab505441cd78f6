"""Giving back (补发): what a station above holds of one below, sealed to that one alone (sync 24).

An archive of age files and a signed manifest, as a package is. It holds the chain of each epoch from its
first entry on, byte for byte as it came, and papers. Of a station whose computer was replaced it is sealed to
the one that took its place. What travelled closed stands in it as links of the chain: who gives it back could
not read it either. Knows no store.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from zsapp.base.canonical import Plain
from zsapp.base.clock import CHINA, stamp
from zsapp.base.entry import GENESIS, Entry
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import disk_troubles
from zsapp.base.progress import Progress
from zsapp.exchange import envelope, slices
from zsapp.exchange.archive import Archive, ArchiveWriter, Bent, Reading
from zsapp.exchange.certificates import TAIL, Certificate, Chain, Trust, Wrong, chain_texts, check_chain
from zsapp.exchange.crypto import DEFAULT, Source, Unopened, suite
from zsapp.exchange.fields import Fields, Unfit
from zsapp.exchange.manifest import ATTACHMENT, CERTIFICATE, MANIFEST, Sealed, read_format
from zsapp.exchange.package import MANIFEST_SIZE, Attachment, Hashing
from zsapp.exchange.removable import stick_troubles
from zsapp.exchange.slices import Broken, Span, Tally
from zsapp.exchange.staging import Staging

KIND, FORMAT, SUFFIX = "rebaseline", 1, ".zsback"
WRONG = Wrong(foreign=Code.REBASELINE_FOREIGN, scope=Code.REBASELINE_FOREIGN)


@dataclass(frozen=True, slots=True)
class Part:
    """The chain of one epoch: where it ends, and what its lines come to."""

    span: Span
    tally: Tally

    @property
    def member(self) -> str:
        """Its name in the archive."""
        return f"epoch-{self.span.epoch}.jsonl.zst.age"

    def plain(self) -> dict[str, Plain]:
        """Return the values as they are signed."""
        span, tally = self.span, self.tally
        counts = {"entries": tally.entries, "records": tally.records, "schema": tally.schema}
        return {
            **counts,
            "epoch": span.epoch,
            "last": span.last,
            "head": span.head,
            "size": tally.size,
            "sha256": tally.sha256,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a file of it says: who gives back, whose chain, up to where; `heir` is who took its place."""

    chain: Chain
    station: str
    key: str
    made_at: datetime
    heir: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def giver(self) -> Certificate:
        """The certificate of the station that signed it."""
        return self.chain[0]


def file_name(giver: str, station: str) -> str:
    """Return the name of a file; a later one takes an earlier one's place."""
    return f"zsapp-{giver[-TAIL:]}-back-{station[-TAIL:]}{SUFFIX}"


def write(
    path: Path,
    slip: Slip,
    sign_key: bytes,
    chains: Iterable[tuple[Span, Iterable[Entry]]],
    *,
    attachments: Callable[[], Iterable[Attachment]] = tuple,
    progress: Progress | None = None,
) -> Slip:
    """Write a file: the chains, then papers, the manifest last. Return what it says.

    Raises:
        Trouble: CHAIN_BROKEN, DISK_FULL, HOME_READ_ONLY.
        Refusal: CANCELLED.
    """
    told, parts = progress or Progress(), []
    with disk_troubles(path), path.open("wb") as out:
        sealing = _Sealing(ArchiveWriter(out), slip.key)
        for span, entries in chains:
            part = Part(span, Tally())
            step = _step(told, span.count)
            sealing.add(part.member, slices.pack(entries, span, part.tally, step))
            parts.append(part)
        for number, one in enumerate(sorted(attachments(), key=lambda one: one.member)):
            told.step(number, 0, "正在打包附件")
            sealing.add(one.member, Reading(iter((one.read(),))))
        whole = replace(slip, parts=tuple(parts))
        sealing.finish(envelope.sign(KIND, _plain(whole, sealing.members), sign_key))
    return whole


def _step(told: Progress, count: int) -> Callable[[int], None]:
    return lambda done: told.step(done, count, "正在打包")


class _Sealing:
    """Members being sealed to one key, each with its size and hash."""

    def __init__(self, archive: ArchiveWriter, key: str) -> None:
        self._archive, self._key = archive, key
        self.members: dict[str, Sealed] = {}

    def add(self, name: str, source: Source) -> None:
        with self._archive.member(name) as writing:
            noted = Hashing(writing)
            suite(DEFAULT).seal(source, noted, [self._key])
        self.members[name] = noted.sealed()

    def finish(self, manifest: bytes) -> None:
        with self._archive.member(MANIFEST) as writing:
            writing.write(manifest)
        self._archive.finish()


def _plain(slip: Slip, members: dict[str, Sealed]) -> dict[str, Plain]:
    return {
        "format": FORMAT,
        "suite": DEFAULT,
        "chain": chain_texts(slip.chain),
        "giver": slip.giver.station,
        "station": slip.station,
        **({"heir": slip.heir} if slip.heir else {}),
        "key": slip.key,
        "made_at": stamp(slip.made_at),
        "parts": [one.plain() for one in slip.parts],
        "members": {name: {"size": one.size, "sha256": one.sha256} for name, one in members.items()},
    }


# --- reading ----------------------------------------------------------------------------------------------


class Given:
    """A file whose every byte has been held against the signature of whoever it says it is from."""

    def __init__(self, path: Path, archive: Archive, slip: Slip) -> None:
        """Take over what `open_given` has checked."""
        self.path, self.slip, self._archive = path, slip, archive

    def entries(self, part: Part, box_key: bytes, staging: Staging) -> Iterator[Entry]:
        """Give the entries of one epoch, opened and checked one by one.

        Raises:
            Refusal: PACKAGE_SEALED, PACKAGE_CHAIN.
            Trouble: PACKAGE_DAMAGED; DISK_FULL.
        """
        self._open(part.member, staging, box_key)
        try:
            yield from slices.unpack(staging, part.span, part.tally, lambda _count: None)
        except Unfit as fault:
            raise _damaged(self.path) from fault
        except Broken as fault:
            raise Refusal(Code.PACKAGE_CHAIN, seq=fault.seq) from fault

    def attachments(self, box_key: bytes) -> Iterator[bytes]:
        """Give the papers, one at a time.

        Raises:
            Refusal: PACKAGE_SEALED.
            Trouble: PACKAGE_DAMAGED when a content is not what its name says.
        """
        for name in self._archive.members:
            if (found := ATTACHMENT.fullmatch(name)) is None:
                continue
            content = BytesIO()
            self._open(name, content, box_key)
            if hashlib.sha256(content.getbuffer()).hexdigest() != found[1]:
                raise _damaged(self.path)
            yield content.getvalue()

    def _open(self, name: str, target: Any, box_key: bytes) -> None:
        try:
            with stick_troubles(self.path):
                suite(DEFAULT).open(self._archive.stream(name), target, box_key)
        except Unopened as fault:
            raise Refusal(Code.PACKAGE_SEALED) from fault
        except Bent as fault:
            raise _damaged(self.path) from fault


def _damaged(path: Path) -> Trouble:
    return Trouble(Code.PACKAGE_DAMAGED, file=path.name)


@contextmanager
def open_given(path: Path) -> Iterator[Given]:
    """Give a file: structure, signature, format and every hash checked; no key is needed for that.

    Raises:
        Trouble: PACKAGE_DAMAGED, PACKAGE_NEWER; STICK_GONE, STICK_FAULT.
    """
    with stick_troubles(path):
        source = path.open("rb")
    try:
        yield _checked(path, source)
    finally:
        with suppress(OSError):  # a stick that was pulled does not even answer to that
            source.close()


def _checked(path: Path, source: BinaryIO) -> Given:
    try:
        with stick_troubles(path):
            archive = Archive(source)
            signed = envelope.read(archive.content(MANIFEST, MANIFEST_SIZE), KIND)
            number, _, chain = read_format(signed.payload)
            if not signed.signed_by(chain[0].subject.sign_key):
                raise Unfit("signature")
            if number > FORMAT:
                raise Trouble(Code.PACKAGE_NEWER)
            slip, members = _read(Fields(signed.payload), chain)
            _check_members(archive, slip, members)
    except ValueError as fault:  # Bent and Unfit among them
        raise _damaged(path) from fault
    return Given(path, archive, slip)


def _read(read: Fields, chain: Chain) -> tuple[Slip, dict[str, Sealed]]:
    station = read.id("station")
    if read.id("giver") != chain[0].station:
        raise Unfit("giver")
    members = {
        name: Sealed(one.number("size"), one.hash("sha256")) for name, one in read.named("members").items()
    }
    parts = tuple(_part(one, station) for one in read.groups("parts"))
    if not parts:
        raise Unfit("parts")
    key = read.text("key", CERTIFICATE)
    heir = read.id("heir") if "heir" in read else ""
    made_at = read.moment("made_at")
    return Slip(chain=chain, station=station, key=key, made_at=made_at, heir=heir, parts=parts), members


def _part(read: Fields, station: str) -> Part:
    tally = Tally(
        entries=read.number("entries", 1),
        records=read.number("records"),
        schema=read.number("schema"),
        size=read.number("size"),
        sha256=read.hash("sha256"),
    )
    last = read.number("last", tally.entries, tally.entries)
    epoch = read.number("epoch", 1)
    span = Span(station=station, epoch=epoch, first=1, last=last, previous=GENESIS, head=read.hash("head"))
    return Part(span, tally)


def _check_members(archive: Archive, slip: Slip, members: dict[str, Sealed]) -> None:
    """Hold every member against the signed size and hash, and its name against what may be there."""
    parts = [one.member for one in slip.parts]
    others = sorted(name for name in members if name not in parts)
    if list(archive.members) != [*parts, *others, MANIFEST] or not set(parts) <= set(members):
        raise Unfit("members")
    if not all(ATTACHMENT.fullmatch(name) for name in others):
        raise Unfit("members")
    for name, sealed in members.items():
        digest = hashlib.sha256()
        for block in archive.blocks(name):
            digest.update(block)
        if archive.members[name].size != sealed.size or digest.hexdigest() != sealed.sha256:
            raise Unfit(name)


def check_giver(slip: Slip, trust: Trust, ours: Certificate) -> None:
    """Hold a file against what we believe: only a station above us gives us back what is ours.

    Ours is also what was that of a station whose place our certificate says we have taken.

    Raises:
        Refusal: REBASELINE_NOT_FOR_US, REBASELINE_FOREIGN, CERT_EXPIRED, CERT_REVOKED.
    """
    if slip.station != ours.station and (slip.heir != ours.station or slip.station not in ours.replaces):
        raise Refusal(Code.REBASELINE_NOT_FOR_US)
    check_chain(slip.chain, trust, WRONG, signed_on=slip.made_at.astimezone(CHINA).date())
    mixed = slip.giver.subject.training and not ours.subject.training
    if (
        mixed
        or slip.giver.station == ours.station
        or not slip.giver.contains(ours.subject.code, ours.subject.tier)
    ):
        raise Refusal(Code.REBASELINE_FOREIGN)
