"""The receipt on paper (回执单): the essence of an acknowledgement in a QR, for when the stick is lost.

Layout: `ZA1`, receiver 16 bytes, sender 16, head 32, epoch 2, seq 5, seconds since 2020 4, flags 1, how many
entries are held 1; then for each of those its seq 5 and the number of its code 2; then 64 bytes of Ed25519.
What comes down with an acknowledgement does not fit on paper, it follows with the next. Pure functions.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import id_bytes, id_text

MAGIC = b"ZA1"
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
HEAD = struct.Struct(">3s16s16s32sHBIIBB")
HELD = struct.Struct(">BIH")
SIGNATURE = 64
NAMED = 24
"""Held entries that the symbol has room for; the others are in the acknowledgement."""
PARTLY = 1
"""Flag: volumes of a package are still missing, so that what was received is not all there."""


@dataclass(frozen=True, slots=True)
class Held:
    """An entry of the sender that the receiver holds without applying it, and the number of the reason."""

    seq: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt on paper says."""

    receiver: str
    sender: str
    epoch: int
    seq: int
    head: str
    made_at: datetime
    whole: bool = True
    held: tuple[Held, ...] = ()


def is_receipt(content: bytes) -> bool:
    """Say whether the bytes of a symbol begin like a receipt's."""
    return content.startswith(MAGIC)


def pack(one: Receipt) -> bytes:
    """Return the bytes to be signed; of held entries the first."""
    seconds = int((one.made_at - EPOCH).total_seconds())
    held = one.held[:NAMED]
    head = HEAD.pack(
        MAGIC,
        id_bytes(one.receiver),
        id_bytes(one.sender),
        bytes.fromhex(one.head),
        one.epoch,
        *_five(one.seq),
        seconds,
        0 if one.whole else PARTLY,
        len(held),
    )
    return head + b"".join(HELD.pack(*_five(row.seq), row.number) for row in held)


def _five(number: int) -> tuple[int, int]:
    return number >> 32, number & 0xFFFFFFFF


def unpack(content: bytes) -> tuple[Receipt, bytes, bytes]:
    """Return (the receipt, the signed bytes, the signature).

    Raises:
        Trouble: SEAL_UNREADABLE when the bytes are not a receipt.
    """
    try:
        magic, receiver, sender, head, epoch, high, low, seconds, flags, count = HEAD.unpack_from(content)
        end = HEAD.size + count * HELD.size
        rows = [HELD.unpack_from(content, HEAD.size + at * HELD.size) for at in range(count)]
    except struct.error as fault:
        raise Trouble(Code.SEAL_UNREADABLE) from fault
    if magic != MAGIC or len(content) != end + SIGNATURE:
        raise Trouble(Code.SEAL_UNREADABLE)
    receipt = Receipt(
        receiver=id_text(receiver),
        sender=id_text(sender),
        epoch=epoch,
        seq=high << 32 | low,
        head=head.hex(),
        made_at=EPOCH + timedelta(seconds=seconds),
        whole=not flags & PARTLY,
        held=tuple(Held(high << 32 | low, number) for high, low, number in rows),
    )
    return receipt, content[:end], content[end:]
