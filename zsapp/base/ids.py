"""Identifiers (标识): UUIDv7, so that ids made offline sort by the moment they were made (decision 1)."""

import os
import time
import uuid


def new_id() -> str:
    """Return a new UUIDv7 as lower-case text."""
    value = int.from_bytes(os.urandom(10)) | (time.time_ns() // 1_000_000) << 80
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def is_id(text: str) -> bool:
    """Say whether a text is an id as this program writes them: a UUIDv7 in lower case."""
    try:
        found = uuid.UUID(text)
    except ValueError:
        return False
    return str(found) == text and found.version == 7


def id_bytes(text: str) -> bytes:
    """Return the 16 bytes of an id."""
    return uuid.UUID(text).bytes


def id_text(content: bytes) -> str:
    """Return the text of 16 bytes."""
    return str(uuid.UUID(bytes=content))
