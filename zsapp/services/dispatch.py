"""Dispatch (导出): the journal since the last acknowledgement, sealed, onto a stick.

Exported is not delivered: the mark "exported" says that a verified file lies on the stick; that it has
arrived is said by the receiver's acknowledgement alone. An export begins after the last acknowledged entry,
so that a lost stick loses nothing.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zsapp.base import clock
from zsapp.base.errors import Code, Refusal
from zsapp.base.files import disk_troubles
from zsapp.base.ids import new_id
from zsapp.base.progress import Progress
from zsapp.exchange.crypto import DEFAULT
from zsapp.exchange.manifest import Carried, Known, Letter
from zsapp.exchange.package import Attachment, write_volumes
from zsapp.exchange.removable import deliver, preflight, stick_troubles, sweep_parts
from zsapp.exchange.slices import Span
from zsapp.exchange.staging import workplace
from zsapp.records.store import Mark, Reader, Store
from zsapp.services import credentials, enclosures, escrow, renewal
from zsapp.services.arrivals import digests_of
from zsapp.services.closed import Closed
from zsapp.services.credentials import Credentials
from zsapp.services.enclosures import Seen, lying_on
from zsapp.services.hearing import entry_hash_at
from zsapp.services.lacking import LEVELS, again_from
from zsapp.services.outbox import Outbox
from zsapp.services.relay import Relay, carried

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote. `file` is the first volume; `records` counts record versions, not records.

    `held` counts the records themselves, by sector; `carried` names the packages of stations below that lie
    beside it.
    """

    file: Path
    files: tuple[Path, ...]
    carried: tuple[str, ...]
    package: str
    entries: int
    records: int
    held: dict[str, int]
    attachments: int
    seq_from: int
    seq_to: int
    size: int

    def after(self, earlier: Sequence["Exported"]) -> "Exported":
        """Return what was written in all, packages of earlier epochs before this one included."""
        if not earlier:
            return self
        every = (*earlier, self)
        held: dict[str, int] = {}
        for one in every:
            held |= {sector: held.get(sector, 0) + count for sector, count in one.held.items()}
        return replace(
            self,
            file=every[0].file,
            files=tuple(file for one in every for file in one.files),
            entries=sum(one.entries for one in every),
            records=sum(one.records for one in every),
            held=held,
            attachments=sum(one.attachments for one in every),
            size=sum(one.size for one in every),
        )


@dataclass(frozen=True, slots=True)
class _Out:
    """Where volumes are made, where they go, and which are there already.

    `again` says that everything is sent again, though it was acknowledged.
    """

    scraps: Path
    place: Path
    delivered: list[Path]
    progress: Progress
    again: bool = False


class Dispatch:
    """Sends out of an open store; `today` tells the day that certificates are held to."""

    def __init__(self, store: Store, today: Callable[[], date]) -> None:
        """Work on a store."""
        self._store = store
        self._today = today
        self._relay = Relay(store.home)
        self._outbox = Outbox(store.home)
        self._epoch = store.epoch

    def epochs(self) -> tuple[int, ...]:
        """Return our epochs of which the station above lacks something, in order; the last one in any case.

        Each goes as a package of its own: what was written before a restore may not have arrived (sync 24).
        """
        with self._store.read() as reader:
            mark = self._mark(reader, credentials.read_credentials(reader))
            ours = [one.head for one in reader.chains() if one.station == self._store.station]
        reached = (mark.epoch, mark.seq) if mark else (0, 0)
        open_ones = [end.epoch for end in ours if (end.epoch, end.seq) > reached]
        return (*(one for one in open_ones if one < self._store.epoch), self._store.epoch)

    def send(self, place: Path, since: int | None, progress: Progress, epoch: int | None = None) -> Exported:
        """Write a package into a folder, and mark it as exported once it was read again from there.

        Without an `epoch` it is of the one we write in.

        Raises:
            Refusal: CERT_MISSING, CERT_OVER, CERT_ABOVE_OVER, CERT_OWN_REVOKED, EXPORT_NOTHING,
                EXPORT_RUNNING, CANCELLED; RESTRICTED_WAITS.
            Trouble: STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_BAD, STICK_FAULT, DISK_FULL, CLOCK_BEHIND;
                nothing is marked as exported, and nothing of it is left behind.
        """
        self._epoch = epoch or self._store.epoch
        self._deposit()
        with workplace(self._store.home) as scraps, self._store.read() as reader:
            preflight(place, 0)
            sweep_parts(place, self._outbox.names())
            known = credentials.read_credentials(reader)
            self._check_own(reader, known, since)
            closed = Closed(reader, known)
            letter = self._letter(reader, known, since, closed)
            out = _Out(scraps, place, [], progress, again=since is not None)
            with _withdrawn(out.delivered):
                self._carry(letter, out)
                self._outbox.go_on(place, letter, progress)
                done = self._write(reader, letter, known, closed, out)
                self._note(done, letter)
        logger.info("exported %d to %d in %s", done.seq_from, done.seq_to, done.package)
        return done

    def _deposit(self) -> None:
        """Make the recovery code that the city keeps, where a station was certified before there were any."""
        with self._store.read() as reader:
            chain, there = credentials.read_own_chain(reader), escrow.own(reader)
        if chain is not None and not there:
            with self._store.write() as writer:
                escrow.deposit(self._store, writer, chain[-1])

    def _check_own(self, reader: Reader, known: Credentials, since: int | None) -> None:
        after = self._acknowledged(reader, known) if since is None else since
        trust = credentials.read_trust(reader, known, self._today())
        renewal.check_own(known.chain, trust, (self._epoch, after + 1))

    def _letter(self, reader: Reader, known: Credentials, since: int | None, closed: Closed) -> Letter:
        head = reader.head(self._store.station, self._epoch)
        after = self._acknowledged(reader, known) if since is None else since
        if not 0 <= after < head.seq:
            raise Refusal(Code.EXPORT_NOTHING)
        chain = self._store.station, self._epoch
        last = closed.reach(*chain, after, head.seq)
        span = Span(
            station=chain[0],
            epoch=chain[1],
            first=after + 1,
            last=last,
            previous=entry_hash_at(reader, *chain, after),
            head=entry_hash_at(reader, *chain, last),
        )
        return Letter(
            package=new_id(),
            suite=DEFAULT,
            chain=known.chain,
            recipients=known.recipients,
            span=span,
            made_at=clock.now(),
            digests=digests_of(reader, span.station),
            carried=self._carried(),
            acknowledgements=_known(reader, span),
            revocations=credentials.read_revocations(reader).every,
            final=closed.final,
            requests=renewal.requests_for(reader, known, max(self._today(), clock.today())),
            escrow=escrow.own(reader),
        )

    def _acknowledged(self, reader: Reader, known: Credentials) -> int:
        """Return up to which seq of this epoch the station above holds everything."""
        mark = self._mark(reader, known)
        return mark.seq if mark and mark.epoch == self._epoch else 0

    @staticmethod
    def _mark(reader: Reader, known: Credentials) -> Mark | None:
        above = known.chain[1].subject.tier if len(known.chain) > 1 else ""
        mark, again = reader.marks().get(LEVELS[above][-1]) if above else None, again_from(reader)
        return replace(mark, epoch=again[0], seq=again[1]) if mark and again else mark

    def _carried(self) -> tuple[Carried, ...]:
        with disk_troubles(self._store.home):
            return tuple(carried(path) for path in self._relay.waiting())

    def _carry(self, letter: Letter, out: _Out) -> None:
        """Put the packages of stations below beside ours, byte for byte; what lies there already stays."""
        for one, path in zip(letter.carried, self._relay.waiting(), strict=True):
            there = out.place / one.name
            with stick_troubles(out.place):
                lies_there = there.exists() and carried(there) == one
            if not lies_there:
                out.delivered.append(deliver(path, out.place, out.progress))

    def _write(
        self, reader: Reader, letter: Letter, known: Credentials, closed: Closed, out: _Out
    ) -> Exported:
        seen, span = Seen(closed.holds), letter.span
        entries = seen.watch(reader.entries(span.station, span.epoch, span.first - 1, span.last))
        size = attached = 0
        files: list[Path] = []
        for written in write_volumes(
            out.scraps,
            letter,
            known.keys.sign,
            entries,
            is_closed=closed.holds,
            attachments=lambda: self._enclosed(reader, known, seen, letter, out),
            progress=out.progress,
        ):
            file, bytes_of = self._outbox.send(written.path, out.place, out.progress)
            files.append(file)
            if written.manifest.volume == 1:
                out.delivered.append(file)
            size += bytes_of
            attached += len(written.manifest.attachments) + len(written.manifest.closed_attachments)
            tally = written.manifest.tally
        return Exported(
            file=files[0],
            files=tuple(files),
            carried=tuple(one.name for one in letter.carried),
            package=letter.package,
            entries=tally.entries,
            records=tally.records,
            held={sector: len(ids) for sector, ids in seen.records.items()},
            attachments=attached,
            seq_from=span.first,
            seq_to=span.last,
            size=size,
        )

    def _enclosed(
        self, reader: Reader, known: Credentials, seen: Seen, letter: Letter, out: _Out
    ) -> Iterator[Attachment]:
        """Give what travels along: not what lies on the stick already, nor what the station above holds."""
        wanted = enclosures.wanted(reader)
        seen.add(reader, wanted)
        skipped = lying_on(out.place, letter, out.progress)
        if not out.again:
            mark = self._mark(reader, known)
            held = seen.known_above(reader, (mark.epoch, mark.seq) if mark else None)
            skipped |= held - wanted
        return seen.attachments(self._store.blobs, skipped)

    def _note(self, done: Exported, letter: Letter) -> None:
        """Mark as exported and journal it, in one transaction; the files are on the stick, and verified."""
        with self._store.write() as writer:
            writer.set_mark("exported", letter.span.epoch, done.seq_to)
            writer.note(
                "export",
                payload={
                    "package": done.package,
                    "seq_from": done.seq_from,
                    "seq_to": done.seq_to,
                    "files": [one.name for one in done.files],
                    "size": done.size,
                },
            )


def _known(reader: Reader, span: Span) -> tuple[Known, ...]:
    """Return up to where every other station's journal is here, and our own in the epochs before."""
    return tuple(
        Known(one.station, one.head.epoch, one.head.seq, one.head.hash)
        for one in reader.chains()
        if one.station != span.station or one.head.epoch < span.epoch
    )


@contextmanager
def _withdrawn(delivered: list[Path]) -> Iterator[None]:
    """Take the entries back from the stick if the block fails: half a package helps nobody.

    Volumes of enclosures stay: they are known by their contents, and are not sent again.
    """
    try:
        yield
    except BaseException:
        for path in delivered:
            with suppress(OSError):  # the stick may be gone, and the volumes with it
                path.unlink()
        raise
