"""The manifest (数据包清单): what a package is, from whom, for whom, and the hash of every byte in it.

The one text that is signed. Names of persons and case numbers have no place in it (sync 10). Its first values
(format, suite, chain) keep their place for ever, so that an older program can still tell that it is newer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from zsapp.base.canonical import Plain
from zsapp.base.clock import stamp
from zsapp.base.entry import HASH
from zsapp.exchange.archive import MEMBERS
from zsapp.exchange.certificates import Chain, chain_texts, read_chain
from zsapp.exchange.fields import Fields, Unfit
from zsapp.exchange.revocations import RevocationList, read_list
from zsapp.exchange.slices import Span, Tally

KIND = "package"
FORMAT, OLDEST = 1, 1
"""The format written, and the oldest still read."""

MANIFEST = "manifest.dsse.json"
ENTRIES, CLOSED = "entries.jsonl.zst.age", "closed.jsonl.zst.age"
ATTACHMENT = re.compile(r"attachments/([0-9a-f]{64})\.age")
CLOSED_ATTACHMENT = re.compile(r"closed/([0-9a-f]{64})\.age")
"""What is closed lies sealed to its final recipient alone (decision 12); who carries it cannot read it."""
CERTIFICATE = 64 << 10
ESCROW = 4 << 10
"""Characters of a sealed recovery code at most."""
VOLUMES = 10_000


@dataclass(frozen=True, slots=True)
class Sealed:
    """A member as it lies in the archive: bytes and SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A content that travels in pieces: its size, and the SHA-256 of each piece in order."""

    size: int
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who can open the package: station id and public box key."""

    station: str
    key: str


@dataclass(frozen=True, slots=True)
class Known:
    """Up to where the sender holds a station's journal: another's, or its own in an earlier epoch."""

    station: str
    epoch: int
    seq: int
    head: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Count and order-free hash of a part of the sender's records (sync 26)."""

    sector: str
    shard: str
    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A package of a station below that travels along, byte for byte (decision 13)."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is the same in every volume of a package; `final` are those who can open what is closed.

    `requests` are requests for certificates that travel along, `escrow` the sender's way back into its store,
    sealed to the city's root alone. Readers that know nothing of them pass them over.
    """

    package: str
    suite: str
    chain: Chain
    recipients: tuple[Recipient, ...]
    span: Span
    made_at: datetime
    digests: tuple[Shard, ...] = ()
    acknowledgements: tuple[Known, ...] = ()
    revocations: tuple[RevocationList, ...] = ()
    carried: tuple[Carried, ...] = ()
    final: tuple[Recipient, ...] = ()
    requests: tuple[str, ...] = ()
    escrow: str = ""

    @property
    def sender(self) -> str:
        """The station that made it."""
        return self.chain[0].station


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The manifest of one volume. `tally` counts the entries, all in volume 1, `closed` those beside.

    `composed` says, by the SHA-256 of the whole, of which pieces a content is that has one in this volume;
    the others may lie in another volume, or have come before.
    """

    letter: Letter
    volume: int
    volumes: int
    tally: Tally
    members: Mapping[str, Sealed]
    closed: Tally | None = None
    composed: Mapping[str, Composed] = field(default_factory=dict)

    @property
    def closed_attachments(self) -> tuple[str, ...]:
        """The SHA-256 of every attachment in this volume that only the final recipient opens."""
        return tuple(found[1] for name in self.members if (found := CLOSED_ATTACHMENT.fullmatch(name)))

    @property
    def attachments(self) -> tuple[str, ...]:
        """The SHA-256 of every attachment in this volume."""
        return tuple(found[1] for name in self.members if (found := ATTACHMENT.fullmatch(name)))

    def plain(self) -> dict[str, Plain]:
        """Return the values as they are signed."""
        letter, span = self.letter, self.letter.span
        return {
            "format": FORMAT,
            "suite": letter.suite,
            "chain": chain_texts(letter.chain),
            "package": letter.package,
            "volume": self.volume,
            "volumes": self.volumes,
            "sender": letter.sender,
            "recipients": [{"station": one.station, "key": one.key} for one in letter.recipients],
            "epoch": span.epoch,
            "seq_from": span.first,
            "seq_to": span.last,
            "previous": span.previous,
            "head": span.head,
            "schema": self.tally.schema,
            "counts": {"entries": self.tally.entries, "records": self.tally.records},
            "plaintext": {"size": self.tally.size, "sha256": self.tally.sha256},
            "members": {n: {"size": one.size, "sha256": one.sha256} for n, one in self.members.items()},
            "digests": [
                {"sector": one.sector, "shard": one.shard, "count": one.count, "hash": one.hash}
                for one in letter.digests
            ],
            "acknowledgements": [
                {"station": one.station, "epoch": one.epoch, "seq": one.seq, "head": one.head}
                for one in letter.acknowledgements
            ],
            "revocations": [one.content.decode() for one in letter.revocations],
            "carried": [{"name": one.name, "sha256": one.sha256} for one in letter.carried],
            "made_at": stamp(letter.made_at),
            **self._closed_plain(),
            **_beside(letter),
            **self._composed_plain(),
        }

    def _composed_plain(self) -> dict[str, Plain]:
        rows = {name: {"size": one.size, "pieces": list(one.pieces)} for name, one in self.composed.items()}
        return {"composed": rows} if rows else {}

    def _closed_plain(self) -> dict[str, Plain]:
        """Return what is said of what is closed; nothing where nothing is."""
        tally, final = self.closed, self.letter.final
        if not final:
            return {}
        said: dict[str, Plain] = {"final": [{"station": one.station, "key": one.key} for one in final]}
        if tally is not None:
            counts = {"entries": tally.entries, "records": tally.records, "schema": tally.schema}
            said["closed"] = {**counts, "size": tally.size, "sha256": tally.sha256}
        return said


def _beside(letter: Letter) -> dict[str, Plain]:
    """Return what travels along for the stations above; nothing where nothing does."""
    said: dict[str, Plain] = {"requests": list(letter.requests)} if letter.requests else {}
    return {**said, "escrow": letter.escrow} if letter.escrow else said


def read_format(plain: Plain) -> tuple[int, str, Chain]:
    """Return format number, suite and chain: what every format says alike.

    Raises:
        Unfit: it says them not.
    """
    read = Fields(plain)
    chain = read_chain(read.texts("chain", CERTIFICATE))
    return read.number("format"), read.text("suite"), chain


def read_manifest(plain: Plain, chain: Chain) -> Manifest:
    """Return the manifest of today's format.

    Raises:
        Unfit: it is none.
    """
    read = Fields(plain)
    span = _span(read)
    if span.station != chain[0].station:
        raise Unfit("sender")
    counts, plaintext = read.group("counts"), read.group("plaintext")
    manifest = Manifest(
        letter=_letter(read, chain, span),
        volume=read.number("volume", 1, VOLUMES),
        volumes=read.number("volumes", 1, VOLUMES),
        tally=Tally(
            entries=counts.number("entries"),
            records=counts.number("records"),
            schema=read.number("schema"),
            size=plaintext.number("size"),
            sha256=plaintext.hash("sha256"),
        ),
        members=_members(read),
        closed=_closed(read) if "closed" in plain else None,
        composed=_composed(read) if "composed" in plain else {},
    )
    _check(manifest)
    return manifest


def _composed(read: Fields) -> dict[str, Composed]:
    found = read.named("composed")
    if not all(HASH.fullmatch(name) for name in found):
        raise Unfit("composed")
    made = {name: Composed(one.number("size"), one.texts("pieces", 64)) for name, one in found.items()}
    if not all(one.pieces and all(map(HASH.fullmatch, one.pieces)) for one in made.values()):
        raise Unfit("composed")
    return made


def _closed(read: Fields) -> Tally:
    found = read.group("closed")
    return Tally(
        entries=found.number("entries"),
        records=found.number("records"),
        schema=found.number("schema"),
        size=found.number("size"),
        sha256=found.hash("sha256"),
    )


def _span(read: Fields) -> Span:
    first = read.number("seq_from", 1)
    return Span(
        station=read.id("sender"),
        epoch=read.number("epoch", 1),
        first=first,
        last=read.number("seq_to", first),
        previous=read.matched("previous", HASH),
        head=read.hash("head"),
    )


def _letter(read: Fields, chain: Chain, span: Span) -> Letter:
    return Letter(
        package=read.id("package"),
        suite=read.text("suite"),
        chain=chain,
        recipients=_recipients(read, "recipients"),
        final=_recipients(read, "final") if "final" in read else (),
        span=span,
        made_at=read.moment("made_at"),
        digests=tuple(
            Shard(one.text("sector"), one.text("shard"), one.number("count"), one.hash("hash"))
            for one in read.groups("digests")
        ),
        acknowledgements=tuple(
            Known(one.id("station"), one.number("epoch"), one.number("seq"), one.hash("head"))
            for one in read.groups("acknowledgements")
        ),
        revocations=tuple(read_list(one.encode()) for one in read.texts("revocations", CERTIFICATE * 16)),
        carried=tuple(Carried(one.text("name"), one.hash("sha256")) for one in read.groups("carried")),
        requests=read.texts("requests", CERTIFICATE) if "requests" in read else (),
        escrow=read.text("escrow", ESCROW) if "escrow" in read else "",
    )


def _recipients(read: Fields, key: str) -> tuple[Recipient, ...]:
    return tuple(Recipient(one.id("station"), one.text("key")) for one in read.groups(key))


def _members(read: Fields) -> dict[str, Sealed]:
    found = read.named("members")
    if len(found) >= MEMBERS or not all(map(_is_member, found)):
        raise Unfit("members")
    return {name: Sealed(one.number("size"), one.hash("sha256")) for name, one in found.items()}


def _is_member(name: str) -> bool:
    return name in (ENTRIES, CLOSED) or any(one.fullmatch(name) for one in (ATTACHMENT, CLOSED_ATTACHMENT))


def _check(manifest: Manifest) -> None:
    first = manifest.volume == 1
    beside = first and manifest.closed is not None
    if (CLOSED in manifest.members) is not beside:
        raise Unfit("closed")
    if not manifest.letter.final and (beside or manifest.closed_attachments):
        raise Unfit("final")
    counted = (
        manifest.tally.entries == manifest.letter.span.count
        and manifest.tally.records <= manifest.tally.entries
    )
    if manifest.volume > manifest.volumes or (ENTRIES in manifest.members) is not first or not counted:
        raise Unfit("volume")
