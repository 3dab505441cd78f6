"""Sealing what a hub stores (入库密封): a payload is opened by a key that no database sees (decision 12).

Compressed, which leaves a third; then AES-256-GCM under a key derived from that of the hub's own home. The
entry's place is bound to it: a row moved to another place does not open.
"""

import os
from typing import Any

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.entry import Header
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import id_bytes
from zsapp.records.keys import derived

NONCE = 12
ERASED = b"-"
"""In the place of a payload that was erased by law, or is closed to this station."""


class Seal:
    """Seals and opens the content of entries."""

    def __init__(self, key: bytes) -> None:
        """Derive the payload key from the home's database key."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # late: as in blobs.py
        from zstandard import ZstdCompressor, ZstdDecompressor  # late: as in slices.py

        self._small, self._whole = ZstdCompressor(level=1), ZstdDecompressor()
        self._cipher: Any = AESGCM(derived(key, b"zsapp upstream payload"))

    def seal(self, header: Header, payload: bytes | None) -> bytes:
        """Return who wrote an entry and its payload, sealed."""
        nonce = os.urandom(NONCE)
        content = canonical(header.who) + b"\n" + (ERASED if payload is None else payload)
        place = _place(id_bytes(header.station), header.epoch, header.seq)
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


def _place(station: bytes, epoch: int, seq: int) -> bytes:
    return b"%b/%d/%d" % (station, epoch, seq)
