"""Blobs (附件、定稿文书): encrypted, each in a file of its own whose name says nothing (decision 10).

AES-256-GCM under a key derived from the database key; the file name is an HMAC of the content's hash. A blob
is written whole, or not at all, and never changed.
"""

import hashlib
import hmac
import os
from collections.abc import Callable
from pathlib import Path

from zsapp.base.errors import Code, Trouble
from zsapp.base.files import read_whole, write_whole
from zsapp.records.keys import derived

NONCE, TAG = 12, 16


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
        name = hashlib.sha256(content).hexdigest()
        if not self.has(name):
            from cryptography.hazmat.primitives.ciphers.aead import (
                AESGCM,
            )  # late: 60 ms that a start does not need

            nonce = os.urandom(NONCE)
            write_whole(self.path(name), nonce + AESGCM(self._key).encrypt(nonce, content, name.encode()))
        self._kept(name, len(content))
        return name

    def get(self, name: str) -> bytes:
        """Return the content of a hash.

        Raises:
            Trouble: BLOB_DAMAGED when it is not there, or not as it was kept.
        """
        from cryptography.exceptions import InvalidTag  # late: 60 ms that a start does not need
        from cryptography.hazmat.primitives.ciphers.aead import (
            AESGCM,
        )  # late: 60 ms that a start does not need

        try:
            sealed = read_whole(self.path(name))
            return AESGCM(self._key).decrypt(sealed[:NONCE], sealed[NONCE:], name.encode())
        except Trouble as trouble:
            if trouble.code is not Code.FILE_MISSING:
                raise
            raise Trouble(Code.BLOB_DAMAGED) from trouble
        except (InvalidTag, ValueError) as fault:
            raise Trouble(Code.BLOB_DAMAGED) from fault

    def size(self, name: str) -> int:
        """Return the bytes of a content without reading it.

        Raises:
            Trouble: BLOB_DAMAGED when it is not there.
        """
        path = self.path(name)
        if not path.exists():
            raise Trouble(Code.BLOB_DAMAGED)
        return path.stat().st_size - NONCE - TAG

    def has(self, name: str) -> bool:
        """Say whether a content is here."""
        return self.path(name).exists()

    def path(self, name: str) -> Path:
        """Return the file of a hash."""
        hidden = hmac.new(self._names, name.encode(), hashlib.sha256).hexdigest()
        return self._folder / hidden[:2] / hidden[2:]
