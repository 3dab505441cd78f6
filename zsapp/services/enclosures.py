"""Enclosures (随附文件): the prints and scans that travel with a journal, each once, large ones in pieces.

They are known by their contents' hashes, so a scan that lies on the stick already, or that the station above
holds, is not sent again however often its record is saved. They may arrive after the record: the receiver
names in its acknowledgement what its records speak of and it does not hold, and that goes along next time.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from zsapp.base.canonical import Plain, canonical, read_canonical
from zsapp.base.entry import Entry
from zsapp.base.errors import ZsError
from zsapp.base.progress import Progress
from zsapp.exchange.acknowledgement import Acknowledgement
from zsapp.exchange.certificates import TAIL
from zsapp.exchange.manifest import Composed, Letter, Manifest
from zsapp.exchange.package import SUFFIX, Attachment, open_package
from zsapp.records.blobs import Blobs
from zsapp.records.store import Reader, Writer
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.legal_aid import SECTOR as INTAKES
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.premises import SECTOR as PREMISES

SCANS = {CASES: "scans", INTAKES: "files", PREMISES: "photos", **dict.fromkeys(SERVICES, "files")}
"""Where records of a sector name the hashes of their scans."""

MOST = 2_000
"""Missing contents that an acknowledgement names at once; the others follow with the next."""

Place = tuple[int, int]
"""Epoch and seq in a chain."""


def named_in(entry: Entry) -> frozenset[str]:
    """Return the hashes of the contents that an entry speaks of: a print's, a record's scans."""
    payload, header = entry.payload or b"", entry.header
    if header.verb == "print" and payload:
        return frozenset((str(read_canonical(payload).get("sha256", "")),)) - {""}
    key = SCANS.get(header.sector, "")
    if key and f'"{key}":'.encode() in payload:
        return frozenset(_scans(read_canonical(payload).get(key)))
    return frozenset()


def _scans(listed: Plain) -> Iterator[str]:
    """Give the hashes of a list of scans: whoever wrote it may have written anything, and is judged later."""
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and one.get("sha256"):
            yield str(one["sha256"])


# --- at the station that sends ----------------------------------------------------------------------------


@dataclass(slots=True)
class Seen:
    """What goes by while a journal is packed: prints and scans, whose files travel along, and records.

    `closed` are the prints and scans that go to the final recipient alone.
    """

    is_closed: Callable[[Entry], bool]
    open: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    records: dict[str, set[str]] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)

    def watch(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Give entries on."""
        for entry in entries:
            header = entry.header
            if header.version > 0:
                self.records.setdefault(header.sector, set()).add(header.record_id)
            if named := named_in(entry):
                (self.closed if self.is_closed(entry) else self.open).update(named)
                if header.base_version:
                    self.again.add(header.record_id)
            yield entry

    def add(self, reader: Reader, wanted: frozenset[str]) -> None:
        """Take in what a station above has asked for; the entries that speak of it went before."""
        left = wanted - self.open - self.closed
        for end in reader.chains() if left else ():
            if end.station == reader.own:
                for entry in reader.entries(end.station, end.head.epoch):
                    if found := named_in(entry) & left:
                        (self.closed if self.is_closed(entry) else self.open).update(found)

    def known_above(self, reader: Reader, reached: Place | None) -> frozenset[str]:
        """Return the scans of records saved again that the station above holds: it has acknowledged them."""
        found: set[str] = set()
        for record_id in self.again if reached else ():
            for entry in reader.history(record_id):
                header = entry.header
                if header.station == reader.own and (header.epoch, header.seq) <= (reached or (0, 0)):
                    found |= named_in(entry)
        return frozenset(found)

    def attachments(self, blobs: Blobs, skipped: frozenset[str]) -> Iterator[Attachment]:
        """Give the contents to send, those in pieces a piece at a time, but for those in `skipped`."""
        for closed, names in ((False, self.open - self.closed), (True, self.closed)):
            for name in sorted(names - skipped):
                if blobs.has(name):
                    yield from _parts(blobs, name, skipped, closed=closed)


def _parts(blobs: Blobs, name: str, skipped: frozenset[str], *, closed: bool) -> Iterator[Attachment]:
    pieces = blobs.pieces(name)
    if not pieces:
        yield Attachment(name, blobs.size(name), partial(blobs.get, name), closed=closed)
        return
    whole = (name, Composed(blobs.size(name), pieces))
    for piece in dict.fromkeys(pieces):
        if piece not in skipped:
            yield Attachment(piece, blobs.size(piece), partial(blobs.get, piece), closed=closed, of=whole)


def lying_on(place: Path, letter: Letter, progress: Progress) -> frozenset[str]:
    """Return the contents that lie in whole volumes of ours on a stick, for the recipients we have now."""
    found: set[str] = set()
    files = sorted(place.glob(f"zsapp-{letter.sender[-TAIL:]}-*{SUFFIX}"))
    for number, file in enumerate(files):
        progress.step(number, len(files), "正在核对U盘上已有的附件")
        try:
            with open_package(file) as package:
                before, manifest = package.letter, package.manifest
        except ZsError:  # half written, or not ours after all: an export leaves it alone
            continue
        alike = (before.sender, before.recipients, before.final) == (
            *(letter.sender, letter.recipients),
            before.final if not manifest.closed_attachments else letter.final,
        )
        if alike:
            found |= {*manifest.attachments, *manifest.closed_attachments}
    return frozenset(found)


def _wanted_key(tier: str) -> str:
    return f"exchange/wanted/{tier}"


def keep_wanted(writer: Writer, ack: Acknowledgement) -> None:
    """Keep what a station above names as missing; its next acknowledgement takes the place of this one."""
    writer.set_value(_wanted_key(ack.receiver.subject.tier), canonical(list(ack.attachments)))


def wanted(reader: Reader) -> frozenset[str]:
    """Return what stations above have named as missing."""
    found: set[str] = set()
    for tier in ("town", "city"):
        content = reader.value(_wanted_key(tier))
        found.update(read_canonical(content) if content else ())
    return frozenset(found)


# --- at the station that receives -------------------------------------------------------------------------


def _missing_key(station: str) -> str:
    return f"exchange/missing/{station}"


def missing(reader: Reader, station: str) -> tuple[str, ...]:
    """Return the contents that a station's records here speak of and that are not here."""
    content = reader.value(_missing_key(station))
    return tuple(read_canonical(content)) if content else ()


@dataclass(slots=True)
class Awaited:
    """The contents that entries on their way into the store speak of."""

    names: set[str] = field(default_factory=set)

    def watch(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Give entries on."""
        for entry in entries:
            self.names |= named_in(entry)
            yield entry

    def note(self, writer: Writer, station: str, blobs: Blobs) -> None:
        """Keep which of them, and of those missing before, are not here."""
        before = missing(writer, station)
        names = {one for one in {*before, *self.names} if is_hash(one) and not blobs.has(one)}
        if names != set(before):
            writer.set_value(_missing_key(station), canonical(sorted(names)))


def is_hash(text: str) -> bool:
    """Say whether a text can be the name of a content: an entry may speak of anything."""
    return len(text) == HASH_LETTERS and set(text) <= set("0123456789abcdef")


HASH_LETTERS = 64


def compose(blobs: Blobs, manifest: Manifest) -> int:
    """Put contents together whose pieces are all here now; return how many."""
    count = 0
    for name, one in manifest.composed.items():
        if not blobs.has(name) and all(map(blobs.has, one.pieces)):
            count += blobs.compose(name, one.pieces)
    return count
