"""The acknowledgement (回执): what the receiver holds, in the receiver's signature. It comes back by stick.

It says up to which entry of which chain everything is applied, what is missing, what was refused and why; ids
and codes only, nobody's personal data. Nothing but this makes a screen say that something arrived (sync 15).
"""

import re
from dataclasses import asdict, dataclass
from datetime import datetime

from zsapp.base.canonical import Plain
from zsapp.base.clock import CHINA, stamp
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange import envelope
from zsapp.exchange.certificates import (
    TAIL,
    Certificate,
    Chain,
    Trust,
    Wrong,
    chain_texts,
    check_chain,
    read_chain,
)
from zsapp.exchange.fields import HASH, Fields, Unfit
from zsapp.exchange.revocations import RevocationList, read_list

KIND = "acknowledgement"
FORMAT = 1
SUFFIX = ".zsack"
SIZE = 16 << 20
TEXT = 1 << 20
NUMBER = re.compile(r"[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Missing:
    """Entries that the receiver has not seen."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A package that was not taken: its id and the code of the refusal."""

    package: str
    code: str


@dataclass(frozen=True, slots=True)
class Volumes:
    """A package of which not all volumes have come: their numbers."""

    package: str
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An entry that the receiver has and does not apply: its record, its place in the chain, and why.

    `code` is the code's name, `where` the path of the item, `behind` how many entries wait for it.
    """

    record: str
    epoch: int
    seq: int
    code: str
    where: str = ""
    behind: int = 0


@dataclass(frozen=True, slots=True)
class Down:
    """An entry of the receiver's own chain that comes down: its verb, its hash, and that of its line.

    The line itself lies in `Acknowledgement.sealed`: a reason may name somebody, and the way may not read it.
    """

    kind: str
    id: str
    epoch: int
    seq: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What a receiver holds of a sender's chain: everything up to `seq`, whose entry has the hash `head`.

    Of an epoch of which nothing is there, it says up to where an earlier one is; `missing` is the package's.
    `down` names what comes down with it, in the order of the receiver's chain; `sealed` holds it. `answer` is
    what was decided of the sender's request for a certificate, until it sends under the new one.
    `attachments` are the contents that the sender's records speak of and the receiver does not hold. `place`
    is epoch and seq of the receiver's own journal as it said this, (0, 0) where an older program has said it.
    `earlier` is after which entry of an epoch, though a later one is there, something is missing;
    `more` is the last entry there of an earlier epoch of which the sender, having been restored, has less.
    """

    chain: Chain
    sender: str
    epoch: int
    seq: int
    head: str
    made_at: datetime
    packages: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    refused: tuple[Refused, ...] = ()
    volumes: tuple[Volumes, ...] = ()
    revocations: tuple[RevocationList, ...] = ()
    quarantine: tuple[Quarantined, ...] = ()
    down: tuple[Down, ...] = ()
    sealed: str = ""
    answer: str = ""
    attachments: tuple[str, ...] = ()
    place: tuple[int, int] = (0, 0)
    earlier: tuple[int, int] | None = None
    more: tuple[int, int] | None = None

    @property
    def receiver(self) -> Certificate:
        """The certificate of the station that signed it."""
        return self.chain[0]

    @property
    def lacking_after(self) -> tuple[int, int] | None:
        """After which epoch and seq the receiver lacks what it was not sent; None when it has not said so."""
        gone = any(one.code == Code.EPOCH_GAP.name for one in self.refused)
        if not (gone or self.missing):
            return self.earlier
        here = (self.epoch, self.seq) if self.seq else (1, 0)
        return min(here, self.earlier or here)

    def is_before(self, other: "Acknowledgement") -> bool:
        """Say whether the same receiver surely said this before the other.

        Its journal says so and its clock does not deny it: a clock may be set back, and so may a disk.
        """
        if any(self.place) and any(other.place):
            return self.place < other.place and self.made_at <= other.made_at
        return self.made_at < other.made_at

    def plain(self) -> dict[str, Plain]:
        """Return the values as they are signed."""
        return {
            "format": FORMAT,
            "chain": chain_texts(self.chain),
            "receiver": self.receiver.station,
            "sender": self.sender,
            "epoch": self.epoch,
            "seq": self.seq,
            "head": self.head,
            "made_at": stamp(self.made_at),
            "packages": list(self.packages),
            "missing": [{"first": one.first, "last": one.last} for one in self.missing],
            "refused": [{"package": one.package, "code": one.code} for one in self.refused],
            "volumes": [
                {"package": one.package, "missing": list(map(str, one.missing))} for one in self.volumes
            ],
            "revocations": [one.content.decode() for one in self.revocations],
            **self._later_plain(),
        }

    def _later_plain(self) -> dict[str, Plain]:
        """Return what was added after the first program that reads this format; nothing where nothing is."""
        said: dict[str, Plain] = {}
        if self.quarantine:
            said["quarantine"] = [asdict(one) for one in self.quarantine]
        if self.attachments:
            said["attachments"] = list(self.attachments)
        if self.answer:
            said["answer"] = self.answer
        if any(self.place):
            said["place"] = {"epoch": self.place[0], "seq": self.place[1]}
        if self.earlier:
            said["earlier"] = {"epoch": self.earlier[0], "seq": self.earlier[1]}
        if self.more:
            said["more"] = {"epoch": self.more[0], "seq": self.more[1]}
        if self.down:
            said["down"] = [asdict(one) for one in self.down]
            said["sealed"] = self.sealed
        return said

    def sign(self, sign_key: bytes) -> bytes:
        """Return the bytes that travel."""
        return envelope.sign(KIND, self.plain(), sign_key)


def file_name(receiver: str, sender: str) -> str:
    """Return the name of a receiver's acknowledgement to a sender; the later takes the earlier's place."""
    return f"zsapp-{receiver[-TAIL:]}-to-{sender[-TAIL:]}{SUFFIX}"


def read_acknowledgement(content: bytes, name: str) -> Acknowledgement:
    """Return what an acknowledgement says, its signature checked; `name` is the file's, for the message.

    Raises:
        Trouble: ACK_DAMAGED.
    """
    try:
        if len(content) > SIZE:
            raise Unfit("size")
        signed = envelope.read(content, KIND)
        return _read(signed, Fields(signed.payload))
    except ValueError as fault:
        raise Trouble(Code.ACK_DAMAGED, file=name) from fault


def _read(signed: envelope.Envelope, read: Fields) -> Acknowledgement:
    read.number("format", FORMAT, FORMAT)
    chain = read_chain(read.texts("chain", TEXT))
    if not signed.signed_by(chain[0].subject.sign_key) or read.id("receiver") != chain[0].station:
        raise Unfit("signature")
    return Acknowledgement(
        chain=chain,
        sender=read.id("sender"),
        epoch=read.number("epoch"),
        seq=read.number("seq"),
        head=read.hash("head"),
        made_at=read.moment("made_at"),
        packages=read.texts("packages"),
        missing=tuple(Missing(one.number("first"), one.number("last")) for one in read.groups("missing")),
        refused=tuple(Refused(one.text("package"), one.text("code")) for one in read.groups("refused")),
        volumes=tuple(
            Volumes(one.text("package"), tuple(map(_number, one.texts("missing", 8))))
            for one in read.groups("volumes")
        ),
        revocations=tuple(read_list(one.encode()) for one in read.texts("revocations", TEXT)),
        quarantine=tuple(map(_quarantined, read.groups("quarantine"))) if "quarantine" in read else (),
        down=tuple(map(_down, read.groups("down"))) if "down" in read else (),
        sealed=read.text("sealed", SIZE) if "down" in read else "",
        answer=read.text("answer", TEXT) if "answer" in read else "",
        attachments=_hashes(read.texts("attachments")) if "attachments" in read else (),
        place=_place(read.group("place")) if "place" in read else (0, 0),
        earlier=_place(read.group("earlier"), 0) if "earlier" in read else None,
        more=_place(read.group("more")) if "more" in read else None,
    )


def _place(read: Fields, first: int = 1) -> tuple[int, int]:
    return read.number("epoch", 1), read.number("seq", first)


def _hashes(found: tuple[str, ...]) -> tuple[str, ...]:
    if not all(map(HASH.fullmatch, found)):
        raise Unfit("attachments")
    return found


def _quarantined(read: Fields) -> Quarantined:
    return Quarantined(
        record=read.id("record"),
        epoch=read.number("epoch", 1),
        seq=read.number("seq", 1),
        code=read.line("code"),
        where=read.line("where"),
        behind=read.number("behind"),
    )


def _down(read: Fields) -> Down:
    return Down(
        kind=read.line("kind"),
        id=read.hash("id"),
        epoch=read.number("epoch", 1),
        seq=read.number("seq", 1),
        sha256=read.hash("sha256"),
    )


def _number(text: str) -> int:
    if NUMBER.fullmatch(text) is None:
        raise Unfit("number")
    return int(text)


WRONG = Wrong(foreign=Code.ACK_FOREIGN, scope=Code.ACK_FOREIGN)


@dataclass(frozen=True, slots=True)
class Own:
    """Our own chain as the acknowledgement is held against it.

    `last` is our last seq of the epoch it speaks of, `hash_at` the hash of our entry at the acknowledged seq;
    `known` is the epoch and seq that receivers of this level have acknowledged before.
    """

    certificate: Certificate
    last: int
    hash_at: str
    known: tuple[int, int]


def check_acknowledgement(ack: Acknowledgement, trust: Trust, own: Own) -> None:
    """Hold an acknowledgement against what we believe and what we wrote.

    Raises:
        Refusal: ACK_NOT_FOR_US, ACK_FOREIGN, CERT_EXPIRED, CERT_REVOKED, ACK_STALE.
        Trouble: ACK_AHEAD when the receiver holds more than we do, ACK_FORKED when it holds something else.
    """
    ours, receiver = own.certificate.subject, ack.receiver
    if ack.sender != ours.station:
        raise Refusal(Code.ACK_NOT_FOR_US)
    check_chain(ack.chain, trust, WRONG, signed_on=ack.made_at.astimezone(CHINA).date())
    mixed = receiver.subject.training and not ours.training
    if mixed or not receiver.contains(ours.code, ours.tier):
        raise Refusal(Code.ACK_FOREIGN)
    if ack.seq > own.last:
        raise Trouble(Code.ACK_AHEAD, name=receiver.name, seq=ack.seq, own=own.last)
    if own.hash_at != ack.head:
        raise Trouble(Code.ACK_FORKED, name=receiver.name, seq=ack.seq)
    if (ack.epoch, ack.seq) < own.known:
        raise Refusal(Code.ACK_STALE)
