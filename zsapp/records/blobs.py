"""Blobs (附件、定稿文书): encrypted, each in a file of its own whose name says nothing (decision 10).

AES-256-GCM under a key derived from the database key; the file name is an HMAC of the content's hash. A blob
is written whole, or not at all, and never changed. A large one is kept in pieces, each a blob of its own, and
a list of them: so it is read, sent and received a piece at a time, and no piece twice.
"""

import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Protocol

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Trouble
from zsapp.base.files import read_whole, write_whole
from zsapp.records.keys import derived

NONCE, TAG = 12, 16
PIECE = 4 << 20
"""Bytes of a piece: of 1 GB, less than half a hundredth."""

LIST = b"/pieces"
"""What the sealed list of a content's pieces is bound to, beside its hash: no content is taken for a list."""

LIST_SIZE = 2 << 20
"""Bytes of a sealed list at most: a content of 100 GB. What is larger is no list, and not opened to see."""


class Source(Protocol):
    """What can be read a part at a time."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, none at the end."""


class Blobs:
    """The blobs of an open store."""

    def __init__(self, folder: Path, key: bytes, kept: Callable[[str, int], None]) -> None:
        """Keep blobs in a folder; `kept` is told the hash and size of each, to register it."""
        self._folder = folder
        self._names = derived(key, b"zsapp blob names")
        self._key = derived(key, b"zsapp blob content")
        self._kept = kept

    def put(self, content: bytes) -> str:
        """Keep a content and return its SHA-256 (hex); the same content is kept once.

        Raises:
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        if len(content) > PIECE:
            return self.put_stream(BytesIO(content))
        name = hashlib.sha256(content).hexdigest()
        if not self.has(name):
            self._seal(name, content, b"")
        self._kept(name, len(content))
        return name

    def put_stream(self, source: Source) -> str:
        """Keep a content of any size and return its SHA-256; a piece of it in memory at a time.

        Raises:
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        digest, pieces = hashlib.sha256(), []
        while piece := _filled(source):
            digest.update(piece)
            pieces.append(self.put(piece))
        name = digest.hexdigest()
        if len(pieces) > 1:
            self._put_list(name, pieces)
        return name if pieces else self.put(b"")

    def compose(self, name: str, pieces: Sequence[str]) -> bool:
        """Keep a content whose pieces are here; say whether it is what its hash says.

        Raises:
            Trouble: BLOB_DAMAGED when a piece is not here; DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        if self.has(name):
            return True
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(self.get(piece))
        if digest.hexdigest() != name:
            return False
        self._put_list(name, pieces)
        return True

    def _put_list(self, name: str, pieces: Sequence[str]) -> None:
        size = sum(self.size(piece) for piece in pieces)
        if not self.has(name):
            self._seal(name, canonical({"size": size, "pieces": list(pieces)}), LIST)
        self._kept(name, size)

    def _seal(self, name: str, content: bytes, kind: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import (
            AESGCM,
        )  # late: 60 ms that a start does not need

        nonce = os.urandom(NONCE)
        write_whole(self.path(name), nonce + AESGCM(self._key).encrypt(nonce, content, name.encode() + kind))

    def get(self, name: str) -> bytes:
        """Return the content of a hash.

        Raises:
            Trouble: BLOB_DAMAGED when it is not there, or not as it was kept.
        """
        sealed = self._sealed(name)
        content = self._opened(name, sealed, b"")
        if content is not None:
            return content
        return b"".join(self._opened_piece(one) for one in self._listed(name, sealed)[1])

    def pieces(self, name: str) -> tuple[str, ...]:
        """Return the hashes of a content's pieces in order, none of one that is kept whole.

        Raises:
            Trouble: BLOB_DAMAGED.
        """
        sealed = self._sealed(name)
        whole = len(sealed) > LIST_SIZE or self._opened(name, sealed, b"") is not None
        return () if whole else self._listed(name, sealed)[1]

    def size(self, name: str) -> int:
        """Return the bytes of a content without reading it.

        Raises:
            Trouble: BLOB_DAMAGED when it is not there.
        """
        path = self.path(name)
        if not path.exists():
            raise Trouble(Code.BLOB_DAMAGED)
        return self._listed(name, self._sealed(name))[0] if self.pieces(name) else _plain_size(path)

    def _sealed(self, name: str) -> bytes:
        try:
            return read_whole(self.path(name))
        except Trouble as trouble:
            if trouble.code is not Code.FILE_MISSING:
                raise
            raise Trouble(Code.BLOB_DAMAGED) from trouble

    def _opened_piece(self, name: str) -> bytes:
        content = self._opened(name, self._sealed(name), b"")
        if content is None:
            raise Trouble(Code.BLOB_DAMAGED)
        return content

    def _listed(self, name: str, sealed: bytes) -> tuple[int, tuple[str, ...]]:
        """Return size and pieces of a content that is kept in pieces."""
        content = self._opened(name, sealed, LIST)
        if content is None:
            raise Trouble(Code.BLOB_DAMAGED)
        said = read_canonical(content)
        return int(said["size"]), tuple(said["pieces"])

    def _opened(self, name: str, sealed: bytes, kind: bytes) -> bytes | None:
        from cryptography.exceptions import InvalidTag  # late: 60 ms that a start does not need
        from cryptography.hazmat.primitives.ciphers.aead import (
            AESGCM,
        )  # late: 60 ms that a start does not need

        try:
            return AESGCM(self._key).decrypt(sealed[:NONCE], sealed[NONCE:], name.encode() + kind)
        except (InvalidTag, ValueError):
            return None

    def has(self, name: str) -> bool:
        """Say whether a content is here."""
        return self.path(name).exists()

    def strays(self, names: Iterable[str]) -> int:
        """Return how many files lie here that are none of these contents: what a kill may leave, no harm."""
        known = {self.path(name) for name in names}
        return sum(path.is_file() and path not in known for path in self._folder.glob("*/*"))

    def path(self, name: str) -> Path:
        """Return the file of a hash."""
        hidden = hmac.new(self._names, name.encode(), hashlib.sha256).hexdigest()
        return self._folder / hidden[:2] / hidden[2:]


def _filled(source: Source) -> bytes:
    """Return the next piece of a source, which may give less than it is asked for."""
    parts, left = [], PIECE
    while left and (part := source.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _plain_size(path: Path) -> int:
    return path.stat().st_size - NONCE - TAG
