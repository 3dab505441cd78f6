"""A slice of a journal on the wire (日志片段): one line of canonical JSON for each entry, in zstd.

Anybody who has opened the seal reads it with `zstd -d`: recovery without this program. Reading is strict:
each line is an entry of the one chain, following the one before, up to the head that was signed.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from typing import Annotated, Any

from zsapp.base.canonical import WHOLE, Plain, canonical, read_strictly
from zsapp.base.entry import Entry, Header, check_entry
from zsapp.base.errors import Code, Trouble
from zsapp.exchange.archive import Reading
from zsapp.exchange.crypto import Source
from zsapp.exchange.fields import TEXT, Unfit

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


Read = Callable[[bytes], Plain]
"""What reads canonical bytes and no others."""


def entry_of(line: bytes, *, records: Read | None = read_strictly) -> Entry:
    """Return the entry of a line; whether its hashes hold is not asked here.

    `records` reads records' payloads; without it they are left unread, for whoever indexes them elsewhere.

    Raises:
        Unfit: it is none.
    """
    return _entry_and_header(line, records)[0]


def _entry_and_header(line: bytes, records: Read | None) -> tuple[Entry, bytes]:
    """Return the entry of a line, and its header as canonical bytes."""
    head, at = HEAD.match(line), line.find(PAYLOAD)
    tail = TAIL.fullmatch(line, max(0, len(line) - TAIL_BYTES))
    if head is None or tail is None or at < 0:
        raise Unfit("an entry")
    named, payload = line[head.end() : at], line[at + len(PAYLOAD) : tail.start()]
    header = _header(named)
    read = records if header.version else read_strictly
    entry = Entry(
        header=header,
        previous=tail[1].decode(),
        hash=head[1].decode(),
        salt=bytes.fromhex(tail[2].decode()),
        payload=None if payload == NULL else payload,
        plain=None if payload == NULL or read is None else _object(payload, read),
    )
    return entry, named


def _object(payload: bytes, read: Read) -> dict[str, Plain]:
    try:
        plain = read(payload)
    except Trouble as fault:
        raise Unfit("an entry") from fault
    if not isinstance(plain, dict):
        raise Unfit("payload")
    return plain


def _header(named: bytes) -> Header:
    """Return the header of canonical bytes: writing it again must give the same."""
    from msgspec import MsgspecError, structs  # late: start-up time

    decoder, encoder = _headers()
    try:
        read = decoder.decode(named)
        good = encoder.encode(read) == named
    except (MsgspecError, UnicodeError, RecursionError) as fault:
        raise Unfit("a header") from fault
    if not good:
        raise Unfit("a header")
    return Header(**structs.asdict(read))


@cache
def _headers() -> tuple[Any, Any]:
    """Return what reads and writes headers: texts of a sane length, numbers that every reader keeps."""
    from msgspec import Meta, defstruct  # late: as above
    from msgspec.json import Decoder, Encoder

    text, number = Annotated[str, Meta(max_length=TEXT)], Annotated[int, Meta(ge=0, le=WHOLE)]
    shape = defstruct("Header", [(one.name, number if one.type is int else text) for one in fields(Header)])
    return Decoder(shape), Encoder(order="sorted")


def pack(entries: Iterable[Entry], span: Span, tally: Tally, told: Callable[[int], None]) -> Reading:
    """Return the slice as a compressed source; `tally` is filled while it is read.

    Raises (while reading):
        Trouble: CHAIN_BROKEN when the entries are not the chain that the span says.
    """
    ours = ((one, None) for one in entries)
    return Reading(_compressed(_lines(_own(_followed(ours, span, tally)), tally, told)))


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
        read = _entries(source, promised.size, tally, lambda _count: None)
        yield from _counted((entry for entry, _ in read), tally)
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
    source: Source,
    span: Span,
    promised: Tally,
    told: Callable[[int], None],
    *,
    records: Read | None = read_strictly,
) -> Iterator[Entry]:
    """Give the entries of a compressed slice, in order; what follows the last is checked before it ends.

    `records` reads records' payloads, or whoever takes them does (`entry_of`).

    Raises (while reading):
        Unfit: it is not the slice that was promised.
        Broken: its entries are not the chain of the span.
    """
    from zstandard import ZstdError  # start-up time

    tally = Tally()
    try:
        yield from _followed(_entries(source, promised.size, tally, told, records), span, tally)
    except ZstdError as fault:
        raise Unfit("slice") from fault
    if tally != promised:
        raise Unfit("slice")


def _entries(
    source: Source,
    most: int,
    tally: Tally,
    told: Callable[[int], None],
    records: Read | None = read_strictly,
) -> Iterator[tuple[Entry, bytes]]:
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
                yield _entry_and_header(line, records)
    if rest:
        raise Unfit("slice")
    tally.sha256 = digest.hexdigest()


def _followed(entries: Iterable[tuple[Entry, bytes | None]], span: Span, tally: Tally) -> Iterator[Entry]:
    """Give the entries on, each held against the span, and count them; with them may come their headers."""
    previous = span.previous
    for entry, named in entries:
        header = entry.header
        seq = span.first + tally.entries
        placed = (header.station, header.epoch, header.seq) == (span.station, span.epoch, seq)
        if not placed or entry.previous != previous or not _holds(entry, named):
            raise Broken(seq)
        previous = entry.hash
        tally.entries += 1
        tally.records += bool(header.version)
        tally.schema = max(tally.schema, header.schema)
        yield entry
    if previous != span.head or tally.entries != span.count:
        raise Broken(span.first + tally.entries)


def _holds(entry: Entry, named: bytes | None = None) -> bool:
    try:
        check_entry(entry, named)
    except Trouble:
        return False
    return True
