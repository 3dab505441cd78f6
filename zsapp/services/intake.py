"""Intake (导入): packages of stations below and acknowledgements of stations above, from a file or a stick.

Everything of a package (entries, attachments, cursor, acknowledgement) is one transaction: after a power cut
all of it is here, or nothing. A refusal changes nothing; where the sender is known it goes into the
acknowledgement, so that the sender learns why.
"""

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zsapp.base.entry import GENESIS
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.progress import Progress
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange.acknowledgement import Acknowledgement, Missing, Own, Refused
from zsapp.exchange.certificates import Certificate
from zsapp.exchange.checking import check_place, check_schema, check_sender
from zsapp.exchange.manifest import ENTRIES, Letter
from zsapp.exchange.package import Package, open_package
from zsapp.exchange.removable import put_bytes, read_small
from zsapp.exchange.staging import staged
from zsapp.records.store import Applied, Reader, Store, Writer
from zsapp.services import arrivals, credentials
from zsapp.services.admission import apply_entries, check_key
from zsapp.services.arrivals import acknowledge, digests_of
from zsapp.services.credentials import Credentials
from zsapp.services.relay import Relay

logger = logging.getLogger(__name__)

LEVELS = {"town": ("town_received", "town_applied"), "city": ("city_applied",)}
"""Which marks an acknowledgement sets, by the tier of whoever signed it."""

TOLD = (
    *(Code.PACKAGE_GAP, Code.PACKAGE_FORKED, Code.PACKAGE_NEWER, Code.PACKAGE_RECORD_BAD),
    *(Code.PACKAGE_CHAIN, Code.PACKAGE_SEALED, Code.PACKAGE_RECORD_OTHERS),
)
"""Refusals that the sender is told in the acknowledgement."""

REPEATS = (Code.PACKAGE_ALREADY, Code.PACKAGE_OLDER)
"""Refusals after which the acknowledgement is written anew: the sender's copy was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageTaken:
    """A package that was taken in.

    `held` counts its records by sector; `acknowledgement` is the file beside it, None when it could not be
    written; `differences` names the shards of the sender's records that stand here otherwise than there
    (sync 26).
    """

    file: Path
    package: str
    sender: str
    name: str
    epoch: int
    seq_from: int
    seq_to: int
    volume: int
    volumes: int
    entries: int
    records: int
    held: dict[str, int]
    attachments: int
    differences: tuple[str, ...]
    acknowledgement: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementTaken:
    """An acknowledgement that was read: the receiver's, of what the sender sent (us, or one below us).

    `news` is false when it said nothing that was not known.
    """

    file: Path
    sender: str
    receiver: str
    name: str
    tier: str
    epoch: int
    seq: int
    missing: tuple[Missing, ...]
    refused: tuple[Refused, ...]
    news: bool


class Intake:
    """Takes files into an open store, on a given day."""

    def __init__(self, store: Store, today: date, workplace: Path) -> None:
        """Work on a store; scraps go into `workplace`."""
        self._store = store
        self._today = today
        self._workplace = workplace
        self._relay = Relay(store.home)

    # --- packages -----------------------------------------------------------------------------------------

    def take_package(self, file: Path, progress: Progress) -> PackageTaken:
        """Take in one volume of a package.

        Raises:
            Refusal: CERT_MISSING, PACKAGE_… and CERT_… by stage; nothing is changed.
            Trouble: PACKAGE_DAMAGED, PACKAGE_NEWER, STICK_GONE, DISK_FULL …; nothing is changed.
        """
        with self._store.read() as reader:
            known = credentials.read_credentials(reader)
            trust = credentials.read_trust(reader, known, self._today)
        with open_package(file) as package:
            check_sender(package.letter, trust, known.own)
            with self._store.read() as reader:
                check_key(reader, package.letter.chain[0])
            return self._take(package, known, progress)

    def _take(self, package: Package, known: Credentials, progress: Progress) -> PackageTaken:
        try:
            check_schema(package.manifest)
            return self._apply(package, known, progress)
        except ZsError as error:
            if error.code in (*TOLD, *REPEATS):
                self._tell(package, known, error)
            raise

    def _apply(self, package: Package, known: Credentials, progress: Progress) -> PackageTaken:
        letter = package.letter
        with ExitStack() as stack:
            staging, beside = (stack.enter_context(staged(self._workplace)) for _ in range(2))
            writer = stack.enter_context(self._store.write())
            fresh = self._is_fresh(writer, package, known.own.station)
            applied = Applied(0, 0, 0)
            if fresh:
                entries = package.entries(known.keys.box, staging, progress)
                if package.opens_closed(known.own.station):
                    entries = package.with_closed(entries, known.keys.box, beside)
                applied = apply_entries(writer, entries, letter)
            attached = self._take_attachments(package, known)
            self._register(writer, package, known, applied)
            differences = _differences(writer, letter) if fresh else ()
            self._relay.keep(package, known)
            said = acknowledge(writer, known, package.manifest)
            writer.set_value(arrivals.sent_key(letter.sender), said)
        logger.info("package %s of %s taken, %d entries", letter.package, letter.sender, applied.applied)
        return PackageTaken(
            file=package.path,
            package=letter.package,
            sender=letter.sender,
            name=letter.chain[0].name,
            epoch=letter.span.epoch,
            seq_from=letter.span.first,
            seq_to=letter.span.last,
            volume=package.manifest.volume,
            volumes=package.manifest.volumes,
            entries=applied.applied,
            records=applied.records,
            held=applied.held,
            attachments=attached,
            differences=differences,
            acknowledgement=self._answer(package.path, known, letter.sender, said),
        )

    @staticmethod
    def _is_fresh(reader: Reader, package: Package, own: str) -> bool:
        """Say whether the entries of a volume are new; a volume with nothing new at all is refused.

        One that its package still lacks is taken even when every paper in it has come by another way: only
        then is the package whole.
        """
        letter, manifest = package.letter, package.manifest
        fresh = ENTRIES in manifest.members and _brings_entries(reader, letter)
        seen = arrivals.read_arrivals(reader, letter.sender)
        papers = {*manifest.attachments, *(manifest.closed_attachments if package.opens_closed(own) else ())}
        if fresh or seen.awaits(manifest) or papers - set(reader.blob_names()):
            return fresh
        if letter.package in seen.packages or letter.span.last == _cursor(reader, letter):
            raise Refusal(Code.PACKAGE_ALREADY)
        raise Refusal(Code.PACKAGE_OLDER)

    def _take_attachments(self, package: Package, known: Credentials) -> int:
        count = 0
        for closed in (False, True) if package.opens_closed(known.own.station) else (False,):
            for _, content in package.attachments(known.keys.box, closed=closed):
                self._store.blobs.put(content)
                count += 1
        return count

    @staticmethod
    def _register(writer: Writer, package: Package, known: Credentials, applied: Applied) -> None:
        letter = package.letter
        seen = arrivals.read_arrivals(writer, letter.sender).with_volume(package.manifest)
        arrivals.write_arrivals(writer, letter.sender, seen)
        own = {one.serial for one in known.chain}
        credentials.keep_certificates(writer, (one for one in letter.chain if one.serial not in own))
        credentials.keep_lists(writer, credentials.newer_lists(writer, letter.chain, letter.revocations))
        writer.note(
            "import",
            payload={
                "package": letter.package,
                "volume": package.manifest.volume,
                "sender": letter.sender,
                "epoch": letter.span.epoch,
                "seq_from": letter.span.first,
                "seq_to": letter.span.last,
                "entries": applied.applied,
            },
        )

    def _tell(self, package: Package, known: Credentials, error: ZsError) -> None:
        """Write the acknowledgement of a package that was not taken; nothing changes in the store."""
        letter = package.letter
        missing: tuple[Missing, ...] = ()
        if error.code is Code.PACKAGE_GAP:
            missing = (Missing(error.facts["first"], error.facts["last"]),)
        refused = (Refused(letter.package, error.code.name),) if error.code in TOLD else ()
        with self._store.read() as reader:
            said = acknowledge(reader, known, package.manifest, missing=missing, refused=refused)
        self._answer(package.path, known, letter.sender, said)

    def _answer(self, file: Path, known: Credentials, sender: str, said: bytes) -> Path | None:
        """Write our acknowledgement beside a package, and what stations above us have answered.

        A stick that cannot be written is no fault of the import: None.
        """
        path = file.with_name(acks.file_name(known.own.station, sender))
        try:
            put_bytes(said, path)
            for name, content in self._relay.answers(sender):
                put_bytes(content, file.with_name(name))
        except Trouble as trouble:
            logger.info("acknowledgement not written: %s", trouble.code.name)
            return None
        return path

    # --- acknowledgements ---------------------------------------------------------------------------------

    def take_acknowledgement(self, file: Path) -> AcknowledgementTaken:
        """Take in one acknowledgement: marks, revocations; the same one again changes nothing.

        Raises:
            Refusal: CERT_MISSING, ACK_NOT_FOR_US, ACK_FOREIGN, ACK_STALE, CERT_EXPIRED, CERT_REVOKED.
            Trouble: ACK_DAMAGED, ACK_AHEAD, ACK_FORKED, STICK_GONE, STICK_FAULT.
        """
        content = read_small(file, acks.SIZE)
        ack = acks.read_acknowledgement(content, file.name)
        with self._store.read() as reader:
            known = credentials.read_credentials(reader)
            trust = credentials.read_trust(reader, known, self._today)
            if _is_for_below(reader, ack, known):
                return _taken(file, ack, news=self._relay.keep_answer(ack, content, trust))
            acks.check_acknowledgement(ack, trust, _own(reader, ack, known.own))
            news = _is_news(reader, ack)
        if news:
            self._mark(ack, content)
        return _taken(file, ack, news=news)

    def _mark(self, ack: Acknowledgement, content: bytes) -> None:
        with self._store.write() as writer:
            for level in LEVELS[ack.receiver.subject.tier] if ack.seq else ():
                writer.set_mark(level, ack.epoch, ack.seq)
            credentials.keep_lists(writer, credentials.newer_lists(writer, ack.chain, ack.revocations))
            writer.set_value(_received_key(ack), content)
            writer.note(
                "acknowledge",
                payload={
                    "receiver": ack.receiver.station,
                    "epoch": ack.epoch,
                    "seq": ack.seq,
                    "missing": [[one.first, one.last] for one in ack.missing],
                    "refused": [[one.package, one.code] for one in ack.refused],
                },
            )
        logger.info("acknowledged up to %d by %s", ack.seq, ack.receiver.station)


def _brings_entries(reader: Reader, letter: Letter) -> bool:
    span = letter.span

    def hash_at(seq: int) -> str:
        return entry_hash_at(reader, span.station, span.epoch, seq)

    return check_place(letter, _cursor(reader, letter), hash_at)


def _cursor(reader: Reader, letter: Letter) -> int:
    """Return up to which seq of a package's chain everything is here."""
    return reader.cursor(letter.sender, letter.span.epoch).seq


def _differences(reader: Reader, letter: Letter) -> tuple[str, ...]:
    """Return the shards in which the sender's records differ, now that everything of the package is here."""
    here = set(digests_of(reader, letter.sender))
    return tuple(sorted({f"{one.sector}/{one.shard}" for one in here.symmetric_difference(letter.digests)}))


def entry_hash_at(reader: Reader, station: str, epoch: int, seq: int) -> str:
    """Return the hash of the entry at a seq of a chain, the genesis hash at 0, nothing where none is."""
    if seq == 0:
        return GENESIS
    return next((one.hash for one in reader.entries(station, epoch, seq - 1, seq)), "")


def _taken(file: Path, ack: Acknowledgement, *, news: bool) -> AcknowledgementTaken:
    return AcknowledgementTaken(
        file=file,
        sender=ack.sender,
        receiver=ack.receiver.station,
        name=ack.receiver.name,
        tier=ack.receiver.subject.tier,
        epoch=ack.epoch,
        seq=ack.seq,
        missing=ack.missing,
        refused=ack.refused,
        news=news,
    )


def _is_for_below(reader: Reader, ack: Acknowledgement, known: Credentials) -> bool:
    """Say whether an acknowledgement is a station's above us to one below us that has sent by us."""
    if ack.receiver.station not in {one.station for one in known.chain[1:]}:
        return False
    others = credentials.read_certificates(reader)
    below = (one.subject for one in others if one.station == ack.sender)
    return any(known.own.contains(one.code, one.tier) for one in below)


def _own(reader: Reader, ack: Acknowledgement, own: Certificate) -> Own:
    level = LEVELS.get(ack.receiver.subject.tier, ("",))[-1]
    mark = reader.marks().get(level)
    return Own(
        certificate=own,
        last=reader.head(own.station, ack.epoch).seq,
        hash_at=entry_hash_at(reader, own.station, ack.epoch, ack.seq),
        known=(mark.epoch, mark.seq) if mark else (0, 0),
    )


def _is_news(reader: Reader, ack: Acknowledgement) -> bool:
    """Say whether an acknowledgement says more than the last one from there; a new signature is no news."""
    content = reader.value(_received_key(ack))
    if content is None:
        return True
    before = acks.read_acknowledgement(content, "")
    said = (ack.epoch, ack.seq, ack.missing, ack.refused, ack.volumes)
    known = (before.epoch, before.seq, before.missing, before.refused, before.volumes)
    return said != known or bool(credentials.newer_lists(reader, ack.chain, ack.revocations))


def _received_key(ack: Acknowledgement) -> str:
    return f"exchange/received/{ack.receiver.station}"
