"""Sealing what a hub stores (入库密封): a payload is opened by a key that no database sees (decision 12).

Compressed, which leaves a third; then AES-256-GCM under a key derived from that of the hub's own home. The
entry's place is bound to it: a row moved to another place does not open.
"""

import os
from typing import Any

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.entry import Header
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import id_bytes, is_id
from zsapp.records.keys import derived

NONCE = 12
ERASED = b"-"
"""In the place of a payload that was erased by law, or is closed to this station."""


class Seal:
    """Seals and opens the content of entries."""

    def __init__(self, key: bytes) -> None:
        """Seal under a payload key (`payload_key`)."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # late: as in blobs.py
        from zstandard import ZstdCompressor, ZstdDecompressor  # late: as in slices.py

        self._small, self._whole = ZstdCompressor(level=1), ZstdDecompressor()
        self._cipher: Any = AESGCM(key)
        self.key = key

    def seal(self, place: bytes, who: str, payload: bytes | None) -> bytes:
        """Return who wrote the entry of a place (`place_of`) and its payload, sealed."""
        nonce = os.urandom(NONCE)
        content = canonical(who) + b"\n" + (ERASED if payload is None else payload)
        return nonce + bytes(self._cipher.encrypt(nonce, self._small.compress(content), place))

    def open(self, station: bytes, epoch: int, seq: int, sealed: bytes) -> tuple[str, bytes | None]:
        """Return who wrote an entry, and its payload.

        Raises:
            Trouble: STORE_DAMAGED when it is not what was sealed there under this key.
        """
        from cryptography.exceptions import InvalidTag  # late: as in blobs.py

        try:
            small = self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], _place(station, epoch, seq))
        except (InvalidTag, ValueError) as fault:
            raise Trouble(Code.STORE_DAMAGED) from fault
        content: bytes = self._whole.decompress(small)
        who, _, payload = content.partition(b"\n")
        return str(read_canonical(who)), None if payload == ERASED else payload


def payload_key(key: bytes) -> bytes:
    """Derive the payload key from the home's database key."""
    return derived(key, b"zsapp upstream payload")


def place_of(header: Header) -> bytes:
    """Return what binds sealed content to its entry's place; of a station that is none nothing is stored."""
    return _place(id_bytes(header.station) if is_id(header.station) else b"", header.epoch, header.seq)


def _place(station: bytes, epoch: int, seq: int) -> bytes:
    return b"%b/%d/%d" % (station, epoch, seq)
