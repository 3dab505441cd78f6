"""Dispatch (导出): the journal since the last acknowledgement, sealed, onto a stick.

Exported is not delivered: the mark "exported" says that a verified file lies on the stick; that it has
arrived is said by the receiver's acknowledgement alone. An export begins after the last acknowledged entry,
so that a lost stick loses nothing.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from zsapp.base import clock
from zsapp.base.canonical import read_canonical
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal
from zsapp.base.files import disk_troubles
from zsapp.base.ids import new_id
from zsapp.base.progress import Progress
from zsapp.exchange.certificates import check_chain
from zsapp.exchange.crypto import DEFAULT
from zsapp.exchange.manifest import Carried, Known, Letter
from zsapp.exchange.package import Attachment, write_volumes
from zsapp.exchange.removable import deliver, preflight, stick_troubles, sweep_parts
from zsapp.exchange.slices import Span
from zsapp.exchange.staging import workplace
from zsapp.records.store import Reader, Store
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.services import credentials
from zsapp.services.arrivals import digests_of
from zsapp.services.closed import Closed
from zsapp.services.credentials import Credentials
from zsapp.services.enrolment import WRONG
from zsapp.services.intake import LEVELS, entry_hash_at
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


@dataclass(slots=True)
class _Seen:
    """What goes by while a journal is packed: prints and scans, whose files travel along, and records.

    `closed` are the prints that go to the final recipient alone.
    """

    is_closed: Callable[[Entry], bool]
    prints: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    records: dict[str, set[str]] = field(default_factory=dict)

    def watch(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for entry in entries:
            payload, header = entry.payload or b"", entry.header
            if header.version > 0:
                self.records.setdefault(header.sector, set()).add(header.record_id)
            if entry.header.verb == "print" and payload:
                prints = self.closed if self.is_closed(entry) else self.prints
                prints.add(str(read_canonical(payload).get("sha256", "")))
            elif entry.header.sector == CASES and b'"scans":' in payload:
                scans = read_canonical(payload).get("scans", ())
                self.prints.update(str(one["sha256"]) for one in scans if one.get("sha256"))
            yield entry


@dataclass(frozen=True, slots=True)
class _Out:
    """Where volumes are made, where they go, and which are there already."""

    scraps: Path
    place: Path
    delivered: list[Path]
    progress: Progress


class Dispatch:
    """Sends out of an open store; `today` tells the day that certificates are held to."""

    def __init__(self, store: Store, today: Callable[[], date]) -> None:
        """Work on a store."""
        self._store = store
        self._today = today
        self._relay = Relay(store.home)

    def send(self, place: Path, since: int | None, progress: Progress) -> Exported:
        """Write a package into a folder, and mark it as exported once it was read again from there.

        Raises:
            Refusal: CERT_MISSING, CERT_EXPIRED, CERT_REVOKED, EXPORT_NOTHING, EXPORT_RUNNING, CANCELLED;
                RESTRICTED_WAITS.
            Trouble: STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_BAD, STICK_FAULT, DISK_FULL, CLOCK_BEHIND;
                nothing is marked as exported, and nothing of it is left behind.
        """
        with workplace(self._store.home) as scraps, self._store.read() as reader:
            preflight(place, 0)
            sweep_parts(place)
            known = credentials.read_credentials(reader)
            check_chain(known.chain, credentials.read_trust(reader, known, self._today()), WRONG)
            closed = Closed(reader, known)
            letter = self._letter(reader, known, since, closed)
            out = _Out(scraps, place, [], progress)
            with _withdrawn(out.delivered):
                self._carry(letter, out)
                done = self._write(reader, letter, known.keys.sign, closed, out)
                self._note(done, letter)
        logger.info("exported %d to %d in %s", done.seq_from, done.seq_to, done.package)
        return done

    def _letter(self, reader: Reader, known: Credentials, since: int | None, closed: Closed) -> Letter:
        head = reader.head(self._store.station, self._store.epoch)
        after = self._acknowledged(reader, known) if since is None else since
        if not 0 <= after < head.seq:
            raise Refusal(Code.EXPORT_NOTHING)
        chain = self._store.station, self._store.epoch
        last = closed.reach(*chain, after, head.seq)
        span = Span(
            station=chain[0],
            epoch=chain[1],
            first=after + 1,
            last=last,
            previous=entry_hash_at(reader, *chain, after),
            head=entry_hash_at(reader, *chain, last),
        )
        others = (
            Known(one.station, one.head.epoch, one.head.seq, one.head.hash) for one in reader.stations()
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
            acknowledgements=tuple(others),
            revocations=tuple(credentials.read_revocations(reader).lists.values()),
            final=closed.final,
        )

    def _acknowledged(self, reader: Reader, known: Credentials) -> int:
        """Return up to which seq of this epoch the station above holds everything."""
        above = known.chain[1].subject.tier if len(known.chain) > 1 else ""
        mark = reader.marks().get(LEVELS[above][-1]) if above else None
        return mark.seq if mark and mark.epoch == self._store.epoch else 0

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

    def _write(self, reader: Reader, letter: Letter, sign_key: bytes, closed: Closed, out: _Out) -> Exported:
        seen, span = _Seen(closed.holds), letter.span
        entries = seen.watch(reader.entries(span.station, span.epoch, span.first - 1, span.last))
        size = attached = 0
        files: list[Path] = []
        for written in write_volumes(
            out.scraps,
            letter,
            sign_key,
            entries,
            is_closed=closed.holds,
            attachments=lambda: self._papers(seen),
            progress=out.progress,
        ):
            files.append(deliver(written.path, out.place, out.progress))
            out.delivered.append(files[-1])
            size += written.path.stat().st_size
            attached += len(written.manifest.attachments) + len(written.manifest.closed_attachments)
            tally = written.manifest.tally
            written.path.unlink()
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

    def _papers(self, seen: _Seen) -> Iterator[Attachment]:
        blobs = self._store.blobs
        for sha256 in seen.prints | seen.closed:
            if blobs.has(sha256):
                content = partial(blobs.get, sha256)
                yield Attachment(sha256, blobs.size(sha256), content, closed=sha256 in seen.closed)

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


@contextmanager
def _withdrawn(delivered: list[Path]) -> Iterator[None]:
    """Take the volumes back from the stick if the block fails: half a package helps nobody."""
    try:
        yield
    except BaseException:
        for path in delivered:
            with suppress(OSError):  # the stick may be gone, and the volumes with it
                path.unlink()
        raise
