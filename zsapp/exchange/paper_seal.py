"""The seal of a paper (文书核验码): what its QR says, in as few bytes as may be, and the signature over it.

Layout: `ZS1`, station 16 bytes, record 16, text hash 16, version 2, day 2 (days since 2020-01-01), then form
number and printed number, each with one byte of length, in UTF-8; then 64 bytes of Ed25519. Pure functions.
"""

import hashlib
import re
import struct
from dataclasses import dataclass
from datetime import date, timedelta

from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import id_bytes, id_text

MAGIC = b"ZS1"
EPOCH = date(2020, 1, 1)
HEAD = struct.Struct(">3s16s16s16sHH")
SIGNATURE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What a paper's QR says. `text_hash`: 16 bytes of SHA-256 of the text without white space."""

    form: str
    number: str
    version: int
    day: date
    record: str
    station: str
    text_hash: bytes


def text_hash(text: str) -> bytes:
    """Return the 16 bytes that stand for a printed text; white space and line breaks do not count."""
    return hashlib.sha256(re.sub(r"\s+", "", text).encode()).digest()[:16]


def pack(seal: Seal) -> bytes:
    """Return the bytes to be signed."""
    days = (seal.day - EPOCH).days
    head = HEAD.pack(MAGIC, id_bytes(seal.station), id_bytes(seal.record), seal.text_hash, seal.version, days)
    return head + b"".join(_short(text) for text in (seal.form, seal.number))


def _short(text: str) -> bytes:
    content = text.encode()[:255]
    return bytes([len(content)]) + content


def unpack(content: bytes) -> tuple[Seal, bytes, bytes]:
    """Return (the seal, the signed bytes, the signature).

    Raises:
        Trouble: SEAL_UNREADABLE when the bytes are not a seal.
    """
    try:
        magic, station, record, digest, version, days = HEAD.unpack_from(content)
        form, at = _read_short(content, HEAD.size)
        number, at = _read_short(content, at)
        seal = Seal(
            form=form,
            number=number,
            version=version,
            day=EPOCH + timedelta(days=days),
            record=id_text(record),
            station=id_text(station),
            text_hash=digest,
        )
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise Trouble(Code.SEAL_UNREADABLE) from fault
    if magic != MAGIC or len(content) != at + SIGNATURE:
        raise Trouble(Code.SEAL_UNREADABLE)
    return seal, content[:at], content[at:]


def _read_short(content: bytes, at: int) -> tuple[str, int]:
    end = at + 1 + content[at]
    return content[at + 1 : end].decode(), end
