"""What comes down with an acknowledgement (下发): entries of the receiver's chain, sealed to one station.

One mechanism for returns, approvals, comments, tables, forms, notices: each is an entry as it stands in the
journal of whoever says it, in the line a package would hold. The acknowledgement's signature is over the hash
of every line; whoever carries it can check that and read nothing.
"""

import base64
import hashlib
import io
from collections.abc import Iterable

from zsapp.base.clock import read_stamp
from zsapp.base.entry import Entry, check_entry
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange.acknowledgement import Acknowledgement, Down
from zsapp.exchange.crypto import DEFAULT, Unopened, suite
from zsapp.exchange.fields import Unfit
from zsapp.exchange.slices import entry_of, line_of

ROOM = 4 << 20
"""Bytes of lines that come down at once; what does not fit follows with the next acknowledgement."""


def fitting(entries: Iterable[Entry]) -> tuple[tuple[Down, ...], tuple[bytes, ...]]:
    """Return the entries that come down now and their lines: as many as there is room for, one at least."""
    named: list[Down] = []
    lines: list[bytes] = []
    for entry in entries:
        line, header = line_of(entry), entry.header
        if lines and sum(map(len, lines)) + len(line) > ROOM:
            break
        digest = hashlib.sha256(line).hexdigest()
        named.append(Down(header.verb, entry.hash, header.epoch, header.seq, digest))
        lines.append(line)
    return tuple(named), tuple(lines)


def seal_lines(lines: Iterable[bytes], box_key: str) -> str:
    """Return lines as one text that only the holder of a box key opens."""
    out = io.BytesIO()
    suite(DEFAULT).seal(io.BytesIO(b"".join(lines)), out, [box_key])
    return base64.b64encode(out.getvalue()).decode()


def open_lines(ack: Acknowledgement, box_key: bytes, name: str) -> tuple[Entry, ...]:
    """Return the entries that come down with an acknowledgement; `name` is its file's, for the message.

    Raises:
        Refusal: PACKAGE_SEALED when this key does not open it.
        Trouble: ACK_DAMAGED when what is in it is not what is signed.
    """
    if not ack.down:
        return ()
    out = io.BytesIO()
    try:
        suite(DEFAULT).open(io.BytesIO(base64.b64decode(ack.sealed, validate=True)), out, box_key)
    except Unopened as fault:
        raise Refusal(Code.PACKAGE_SEALED) from fault
    except ValueError as fault:  # no base64
        raise Trouble(Code.ACK_DAMAGED, file=name) from fault
    try:
        return _entries(ack, out.getvalue().splitlines(keepends=True))
    except (ValueError, Trouble) as fault:  # Unfit among them
        raise Trouble(Code.ACK_DAMAGED, file=name) from fault


def _entries(ack: Acknowledgement, lines: list[bytes]) -> tuple[Entry, ...]:
    if len(lines) != len(ack.down):
        raise Unfit("down")
    found: list[Entry] = []
    for one, line in zip(ack.down, lines, strict=True):
        if hashlib.sha256(line).hexdigest() != one.sha256:
            raise Unfit("sha256")
        entry = entry_of(line.removesuffix(b"\n"))
        check_entry(entry)
        header = entry.header
        read_stamp(header.at)
        said = header.station, header.verb, entry.hash, header.epoch, header.seq
        if said != (ack.receiver.station, one.kind, one.id, one.epoch, one.seq) or entry.payload is None:
            raise Unfit("down")
        found.append(entry)
    places = [(one.header.epoch, one.header.seq) for one in found]
    if places != sorted(set(places)):
        raise Unfit("order")
    return tuple(found)
