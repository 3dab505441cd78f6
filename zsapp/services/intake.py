"""Intake (导入): packages of stations below and acknowledgements of stations above, from a file or a stick.

Everything of a package (entries, attachments, cursor, acknowledgement) is one transaction: after a power cut
all of it is here, or nothing. A refusal changes nothing; where the sender is known it goes into the
acknowledgement, so that the sender learns why.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.progress import Progress
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange.acknowledgement import Missing, Refused
from zsapp.exchange.certificates import Trust
from zsapp.exchange.checking import check_place, check_schema, check_sender
from zsapp.exchange.manifest import ENTRIES, Letter
from zsapp.exchange.package import Package, open_package
from zsapp.exchange.removable import put_bytes, read_small
from zsapp.exchange.staging import staged
from zsapp.records.shapes import read_fast
from zsapp.records.store import Applied, Reader, Store, Writer
from zsapp.rules.review import CONFLICT
from zsapp.services import arrivals, credentials, enclosures, escrow, forks, request_list
from zsapp.services.admission import apply_entries, check_key, stated_limit
from zsapp.services.arrivals import acknowledge, digests_of
from zsapp.services.credentials import Credentials
from zsapp.services.enclosures import Awaited
from zsapp.services.hearing import AcknowledgementTaken, Hearing, entry_hash_at
from zsapp.services.relay import Relay
from zsapp.services.transfer_passing import pass_on

logger = logging.getLogger(__name__)

TOLD = (
    *(Code.PACKAGE_GAP, Code.PACKAGE_FORKED, Code.PACKAGE_NEWER, Code.PACKAGE_RECORD_BAD),
    *(Code.PACKAGE_CHAIN, Code.PACKAGE_SEALED, Code.CERT_REVOKED, Code.STATION_FORKED, Code.EPOCH_GAP),
)
"""Refusals that the sender is told in the acknowledgement."""

REPEATS = (Code.PACKAGE_ALREADY, Code.PACKAGE_OLDER)
"""Refusals after which the acknowledgement is written anew: the sender's copy was lost."""

ANSWERED = "回执已重新写在数据包旁边，请把U盘交还对方"
UNANSWERED = "回执没有写成（U盘已满或不能写入），请换一个U盘在“校核”页写出回执，或打印回执单，再交给对方"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageTaken:
    """A package that was taken in.

    `held` counts its records by sector; `acknowledgement` is the file beside it, None when it could not be
    written; `differences` names the shards of the sender's records that stand here otherwise than there
    (sync 26); `revoked_after` is the last entry that was taken of a station whose certificate was revoked;
    `quarantined` counts the entries of the sender that are here and not applied, `conflicts` those of them
    that wait for a person's decision; `lacking` are the volumes of the package that have not come yet.
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
    revoked_after: int | None = None
    quarantined: int = 0
    conflicts: int = 0
    lacking: tuple[int, ...] = ()


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
            self._check_sender(package, known, trust)
            with self._store.read() as reader:
                check_key(reader, package.letter.chain[0])
            return self._take(package, known, progress)

    def _check_sender(self, package: Package, known: Credentials, trust: Trust) -> None:
        """Hold a package against who may send us what; a station of ours that was revoked is told so."""
        try:
            check_sender(package.letter, trust, known.own)
        except Refusal as refusal:
            sender = package.letter.chain[0].subject
            if refusal.code is Code.CERT_REVOKED and known.own.contains(sender.code, sender.tier):
                self._hear_lists(package.letter)
                self._tell(package, known, refusal)
            raise

    def _hear_lists(self, letter: Letter) -> None:
        """Keep what a revoked station knows of our lists, and of those above: else ours is no news there."""
        with self._store.write() as writer:
            credentials.keep_lists(writer, credentials.newer_lists(writer, (), letter.revocations))

    def _take(self, package: Package, known: Credentials, progress: Progress) -> PackageTaken:
        try:
            with self._store.read() as reader:
                forks.check_free(reader, package.letter)
            check_schema(package.manifest)
            return self._apply(package, known, progress)
        except ZsError as error:
            if error.code is Code.PACKAGE_FORKED:
                forks.note_fork(self._store, package, error.facts["seq"])
            if error.code in REPEATS:
                self._relay.keep_again(package, known)
            if error.code in (*TOLD, *REPEATS):
                written = self._tell(package, known, error)
                error.facts["answer"] = ANSWERED if written else UNANSWERED
            raise

    def _apply(self, package: Package, known: Credentials, progress: Progress) -> PackageTaken:
        letter = package.letter
        with ExitStack() as stack:
            writer = _believing(stack.enter_context(self._store.write()), known, letter)
            fresh = self._is_fresh(writer, package, known.own.station)
            applied, awaited = Applied(0, 0, 0), Awaited()
            if fresh:
                opened = self._opened(package, known, progress, stack)
                entries = awaited.watch(forks.followed(writer, opened, letter))
                applied = apply_entries(writer, entries, letter)
            attached = self._take_attachments(package, known)
            awaited.note(writer, letter.sender, self._store.blobs)
            lacking = self._register(writer, package, known, applied)
            held = [one.code for one in writer.held(letter.sender) if one.code]
            limit = stated_limit(writer, letter)
            differences = _differences(writer, letter) if fresh and limit is None else ()
            self._relay.keep(package, known)
            said = _said(writer, known, package)
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
            revoked_after=limit,
            quarantined=len(held),
            conflicts=held.count(CONFLICT),
            lacking=lacking,
        )

    def _opened(
        self, package: Package, known: Credentials, progress: Progress, stack: ExitStack
    ) -> Iterator[Entry]:
        """Return the entries of a package as far as this station opens them."""
        staging, beside = (stack.enter_context(staged(self._workplace)) for _ in range(2))
        records = None if self._store.reads_later else read_fast
        entries = package.entries(known.keys.box, staging, progress, records=records)
        if package.opens_closed(known.own.station):
            return package.with_closed(entries, known.keys.box, beside)
        return entries

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
            raise Refusal(Code.PACKAGE_ALREADY, answer="")  # said once it was written, or was not
        raise Refusal(Code.PACKAGE_OLDER)

    def _take_attachments(self, package: Package, known: Credentials) -> int:
        count = 0
        for closed in (False, True) if package.opens_closed(known.own.station) else (False,):
            for _, content in package.attachments(known.keys.box, closed=closed):
                self._store.blobs.put(content)
                count += 1
        enclosures.compose(self._store.blobs, package.manifest)
        return count

    @staticmethod
    def _register(writer: Writer, package: Package, known: Credentials, applied: Applied) -> tuple[int, ...]:
        """Note what came of a package and with it; return the volumes that have not come yet."""
        letter = package.letter
        seen = arrivals.read_arrivals(writer, letter.sender).with_volume(package.manifest)
        arrivals.write_arrivals(writer, letter.sender, seen)
        credentials.keep_lists(writer, credentials.newer_lists(writer, letter.chain, letter.revocations))
        request_list.keep_from_package(writer, known, letter)
        pass_on(writer, known.own.station)
        escrow.keep(writer, known, letter)
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
                "held": applied.held,
            },
        )
        return seen.lacking(letter.package)

    def _tell(self, package: Package, known: Credentials, error: ZsError) -> Path | None:
        """Write the acknowledgement of a package that was not taken; nothing changes in the store.

        It names what is missing before it, whatever the package was refused for: where that was acknowledged
        once, it has been lost here, and the sender would take what we say for yesterday's.
        """
        letter = package.letter
        refused = (Refused(letter.package, error.code.name),) if error.code in TOLD else ()
        with self._store.read() as reader:
            here = _cursor(reader, letter)
            missing = (Missing(here + 1, letter.span.first - 1),) if letter.span.first > here + 1 else ()
            said = acknowledge(reader, known, package.manifest, missing=missing, refused=refused)
        return self._answer(package.path, known, letter.sender, said)

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
        """Take in one acknowledgement: marks, revocations, what comes down; the same again changes nothing.

        Raises:
            Refusal: CERT_MISSING, ACK_NOT_FOR_US, ACK_FOREIGN, ACK_STALE, CERT_EXPIRED, CERT_REVOKED.
            Trouble: ACK_DAMAGED, ACK_AHEAD, ACK_FORKED, STICK_GONE, STICK_FAULT.
        """
        return Hearing(self._store, self._today, self._relay).take(read_small(file, acks.SIZE), file)


def _believing(writer: Writer, known: Credentials, letter: Letter) -> Writer:
    """Return a writer that has kept the certificates a package came under, but those of our own line.

    Whose place the sender took is known before what it says.
    """
    own = {one.serial for one in known.chain}
    credentials.keep_certificates(writer, (one for one in letter.chain if one.serial not in own))
    return writer


def _said(writer: Writer, known: Credentials, package: Package) -> bytes:
    """Return our acknowledgement, kept in the transaction of what it acknowledges."""
    said = acknowledge(writer, known, package.manifest)
    writer.set_value(arrivals.sent_key(package.letter.sender), said)
    return said


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
