"""The journal entry (日志条目): the one thing that records, packages and hubs all speak of (decision 4).

An entry is a header and a payload. The header holds SHA-256(16 random bytes ‖ payload), so that a payload
erased by law leaves the chain whole; the entry hash is SHA-256(previous hash ‖ header). Pure, no disk.
"""

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from zsapp.base.canonical import Plain, canonical
from zsapp.base.errors import Code, Trouble

SCHEMA = 1
"""The number of today's payload shapes; a reader upcasts older ones, and refuses newer ones."""

GENESIS = "0" * 64
"""The previous hash of a station's first entry in an epoch."""

HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Who did what to which record, when, on what base. All ids are UUIDv7 text, hashes 64 hex digits.

    `version` is the record's version after the entry (0 for entries that change no record: print, login);
    `base_version` the version it was made from. `at` is UTC, `2026-03-09T02:30:00Z`.
    """

    station: str
    epoch: int
    seq: int
    record_id: str
    sector: str
    version: int
    base_version: int
    schema: int
    who: str
    at: str
    verb: str
    payload_hash: str


HEADER = tuple(one.name for one in fields(Header))
"""The names of a header's items, all of them hashed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link of the chain. `payload` is canonical JSON, None once lawfully erased (a tombstone).

    `plain` is what the payload says, where whoever made the entry has just read it: to be read only.
    """

    header: Header
    previous: str
    hash: str
    salt: bytes
    payload: bytes | None
    plain: dict[str, Plain] | None = field(default=None, compare=False, repr=False)


def payload_hash(salt: bytes, payload: bytes) -> str:
    """Return the salted hash of a payload."""
    return hashlib.sha256(salt + payload).hexdigest()


def entry_hash(previous: str, header: Header) -> str:
    """Return the hash that chains a header to the entry before it."""
    return _chained(previous, canonical({name: getattr(header, name) for name in HEADER}))


def _chained(previous: str, named: bytes) -> str:
    return hashlib.sha256(bytes.fromhex(previous) + named).hexdigest()


def new_salt() -> bytes:
    """Return 16 random bytes."""
    return os.urandom(16)


def seal_entry(header: Header, previous: str, salt: bytes, payload: bytes) -> Entry:
    """Return the entry of a header whose payload hash is already filled in."""
    return Entry(
        header=header, previous=previous, hash=entry_hash(previous, header), salt=salt, payload=payload
    )


def check_entry(entry: Entry, named: bytes | None = None) -> None:
    """Hold an entry against its own hashes, which are 64 small hex digits each: one hash has one spelling.

    `named` are the canonical bytes of its header, where whoever asks has just read it from them.

    Raises:
        Trouble: CHAIN_BROKEN.
    """
    whole = HASH.fullmatch(entry.previous) is not None and entry.hash == (
        entry_hash(entry.previous, entry.header) if named is None else _chained(entry.previous, named)
    )
    if whole and entry.payload is not None:
        whole = entry.header.payload_hash == payload_hash(entry.salt, entry.payload)
    if not whole:
        raise Trouble(Code.CHAIN_BROKEN, seq=entry.header.seq)


def check_chain(entries: Iterable[Entry], previous: str = GENESIS, seq: int = 0) -> tuple[str, int]:
    """Return the head (hash, seq) of one station's entries that follow `previous` without a gap.

    Raises:
        Trouble: CHAIN_BROKEN at the first entry that does not follow.
    """
    for entry in entries:
        check_entry(entry)
        if entry.previous != previous or entry.header.seq != seq + 1:
            raise Trouble(Code.CHAIN_BROKEN, seq=entry.header.seq)
        previous, seq = entry.hash, entry.header.seq
    return previous, seq
