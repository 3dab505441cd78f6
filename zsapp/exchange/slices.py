"""A slice of a journal on the wire (日志片段): one line of canonical JSON for each entry, in zstd.

Anybody who has opened the seal reads it with `zstd -d`: recovery without this program. Reading is strict:
each line is an entry of the one chain, following the one before, up to the head that was signed.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from zsapp.base.canonical import Plain, canonical, read_strictly
from zsapp.base.entry import Entry, Header, check_entry
from zsapp.base.errors import Code, Trouble
from zsapp.exchange.archive import Reading
from zsapp.exchange.crypto import Source
from zsapp.exchange.fields import Fields, Unfit

LINE = 16 << 20
"""Bytes an entry takes at most."""

WINDOW = 8 << 20
"""Memory a compressed slice may ask for; ours ask for 2 MiB."""

BATCH = 256 << 10
"""Bytes compressed at once."""


class Broken(ValueError):
    """Entries that are not the chain they should be, from `seq` on."""

    def __init__(self, seq: int) -> None:
        """Say where."""
        super().__init__(f"chain broken at {seq}")
        self.seq = seq


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which piece of which chain: entries `first` to `last`, what they follow and where they end."""

    station: str
    epoch: int
    first: int
    last: int
    previous: str
    head: str

    @property
    def count(self) -> int:
        """How many entries that is."""
        return self.last - self.first + 1


@dataclass(slots=True)
class Tally:
    """What has gone by so far. `sha256` is of the lines, uncompressed."""

    entries: int = 0
    records: int = 0
    schema: int = 0
    size: int = 0
    sha256: str = ""


def line_of(entry: Entry) -> bytes:
    """Return an entry as a line. The payload stands in it byte for byte as it was hashed and signed."""
    payload = b"null" if entry.payload is None else entry.payload
    before = canonical({"hash": entry.hash, "header": asdict(entry.header)})
    after = canonical({"previous": entry.previous, "salt": entry.salt.hex()})
    return before[:-1] + b',"payload":' + payload + b"," + after[1:] + b"\n"


HEAD = re.compile(rb'\{"hash":"([0-9a-f]{64})","header":')
TAIL = re.compile(rb',"previous":"([0-9a-f]{64})","salt":"([0-9a-f]{32})"\}')
TAIL_BYTES = len(',"previous":"","salt":""}') + 64 + 32
PAYLOAD, NULL = b',"payload":', b"null"
"""What stands around header and payload. No text of a header can hold it: there, quotes are escaped."""


def entry_of(line: bytes, *, later: bool = False) -> Entry:
    """Return the entry of a line; whether its hashes hold is not asked here.

    With `later` a record's payload is left unread, for whoever indexes it elsewhere (`read_strictly`).

    Raises:
        Unfit: it is none.
    """
    head, at = HEAD.match(line), line.find(PAYLOAD)
    tail = TAIL.fullmatch(line, max(0, len(line) - TAIL_BYTES))
    if head is None or tail is None or at < 0:
        raise Unfit("an entry")
    try:
        header = _header(Fields(read_strictly(line[head.end() : at])))
        payload = line[at + len(PAYLOAD) : tail.start()]
        plain = None if payload == NULL or (later and header.version) else _object(payload)
    except (Trouble, Unfit) as fault:
        raise Unfit("an entry") from fault
    return Entry(
        header=header,
        previous=tail[1].decode(),
        hash=head[1].decode(),
        salt=bytes.fromhex(tail[2].decode()),
        payload=None if payload == NULL else payload,
        plain=plain,
    )


def _object(payload: bytes) -> dict[str, Plain]:
    plain = read_strictly(payload)
    if not isinstance(plain, dict):
        raise Unfit("payload")
    return plain


NUMBERS = {one.name: one.type is int for one in fields(Header)}
"""The items of a header, and whether they are numbers."""


def _header(read: Fields) -> Header:
    values: dict[str, Any] = {
        name: read.number(name) if number else read.text(name) for name, number in NUMBERS.items()
    }
    return Header(**values)


def pack(entries: Iterable[Entry], span: Span, tally: Tally, told: Callable[[int], None]) -> Reading:
    """Return the slice as a compressed source; `tally` is filled while it is read.

    Raises (while reading):
        Trouble: CHAIN_BROKEN when the entries are not the chain that the span says.
    """
    return Reading(_compressed(_lines(_own(_followed(entries, span, tally)), tally, told)))


def pack_aside(entries: Iterable[Entry], tally: Tally) -> Reading:
    """Return entries that travel beside their slice as a compressed source; `tally` is filled meanwhile."""
    return Reading(_compressed(_lines(_counted(entries, tally), tally, lambda _count: None)))


def _counted(entries: Iterable[Entry], tally: Tally) -> Iterator[Entry]:
    for entry in entries:
        tally.entries += 1
        tally.records += bool(entry.header.version)
        tally.schema = max(tally.schema, entry.header.schema)
        yield entry


NO_SALT = bytes(16)


def veiled(
    entries: Iterable[Entry], is_closed: Callable[[Entry], bool], aside: list[Entry]
) -> Iterator[Entry]:
    """Give entries on, those that are closed without payload and salt; they themselves are put aside.

    The chain holds without them (decision 4), and nobody can guess at a payload whose salt is not there.
    """
    for entry in entries:
        if entry.payload is None or not is_closed(entry):
            yield entry
            continue
        if not _holds(entry):
            raise Trouble(Code.CHAIN_BROKEN, seq=entry.header.seq)
        aside.append(entry)
        yield replace(entry, payload=None, salt=NO_SALT, plain=None)


def unveiled(entries: Iterable[Entry], aside: Iterator[Entry]) -> Iterator[Entry]:
    """Give entries on, each that travelled beside them in the place it was taken from.

    Raises:
        Unfit: what lies beside them is not what was taken from them.
    """
    beside = next(aside, None)
    for entry in entries:
        if beside is None or beside.header.seq != entry.header.seq:
            yield entry
            continue
        if entry.payload is not None or beside.hash != entry.hash or not _holds(beside):
            raise Unfit("aside")
        yield beside
        beside = next(aside, None)
    if beside is not None:
        raise Unfit("aside")


def unpack_aside(source: Source, promised: Tally) -> Iterator[Entry]:
    """Give the entries that travelled beside their slice.

    Raises (while reading):
        Unfit: they are not those that were promised.
    """
    from zstandard import ZstdError  # start-up time

    tally = Tally()
    try:
        yield from _counted(_entries(source, promised.size, tally, lambda _count: None), tally)
    except ZstdError as fault:
        raise Unfit("aside") from fault
    if tally != promised:
        raise Unfit("aside")


def _own(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Give our own entries on; a broken chain here is the trouble of this station."""
    try:
        yield from entries
    except Broken as fault:
        raise Trouble(Code.CHAIN_BROKEN, seq=fault.seq) from fault


def _lines(entries: Iterator[Entry], tally: Tally, told: Callable[[int], None]) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for entry in entries:
        line = line_of(entry)
        digest.update(line)
        tally.size += len(line)
        told(tally.entries)
        yield line
    tally.sha256 = digest.hexdigest()


def _compressed(lines: Iterable[bytes]) -> Iterator[bytes]:
    from zstandard import ZstdCompressor  # start-up time

    compressor = ZstdCompressor(level=3).compressobj()
    batch, size = [], 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if size >= BATCH:
            yield compressor.compress(b"".join(batch))
            batch, size = [], 0
    yield compressor.compress(b"".join(batch)) + compressor.flush()


def unpack(
    source: Source, span: Span, promised: Tally, told: Callable[[int], None], *, later: bool = False
) -> Iterator[Entry]:
    """Give the entries of a compressed slice, in order; what follows the last is checked before it ends.

    With `later` whoever takes them reads records' payloads himself (`entry_of`).

    Raises (while reading):
        Unfit: it is not the slice that was promised.
        Broken: its entries are not the chain of the span.
    """
    from zstandard import ZstdError  # start-up time

    tally = Tally()
    try:
        yield from _followed(_entries(source, promised.size, tally, told, later=later), span, tally)
    except ZstdError as fault:
        raise Unfit("slice") from fault
    if tally != promised:
        raise Unfit("slice")


def _entries(
    source: Source, most: int, tally: Tally, told: Callable[[int], None], *, later: bool = False
) -> Iterator[Entry]:
    from zstandard import ZstdDecompressor  # start-up time

    digest = hashlib.sha256()
    rest = b""
    reading: Any = source  # the library asks for a whole file where read() is enough
    with ZstdDecompressor(max_window_size=WINDOW).stream_reader(reading) as reader:
        while block := reader.read(BATCH):
            digest.update(block)
            tally.size += len(block)
            *lines, rest = (rest + block).split(b"\n")
            if tally.size > most or len(rest) > LINE:
                raise Unfit("slice")
            for line in lines:
                told(tally.entries)
                yield entry_of(line, later=later)
    if rest:
        raise Unfit("slice")
    tally.sha256 = digest.hexdigest()


def _followed(entries: Iterable[Entry], span: Span, tally: Tally) -> Iterator[Entry]:
    """Give the entries on, each held against the span, and count them."""
    previous = span.previous
    for entry in entries:
        header = entry.header
        seq = span.first + tally.entries
        placed = (header.station, header.epoch, header.seq) == (span.station, span.epoch, seq)
        if not placed or entry.previous != previous or not _holds(entry):
            raise Broken(seq)
        previous = entry.hash
        tally.entries += 1
        tally.records += bool(header.version)
        tally.schema = max(tally.schema, header.schema)
        yield entry
    if previous != span.head or tally.entries != span.count:
        raise Broken(span.first + tally.entries)


def _holds(entry: Entry) -> bool:
    try:
        check_entry(entry)
    except Trouble:
        return False
    return True
