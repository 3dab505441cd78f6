"""Identifiers (标识): UUIDv7, so that ids made offline sort by the moment they were made (decision 1)."""

import os
import re
import time
import uuid

ID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
"""A UUIDv7, at a glance: an id comes up twenty times on a record's way in (a test compares with `uuid`)."""


def new_id() -> str:
    """Return a new UUIDv7 as lower-case text."""
    value = int.from_bytes(os.urandom(10)) | (time.time_ns() // 1_000_000) << 80
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def is_id(text: str) -> bool:
    """Say whether a text is an id as this program writes them: a UUIDv7 in lower case."""
    return ID.fullmatch(text) is not None


def id_bytes(text: str) -> bytes:
    """Return the 16 bytes of an id."""
    content = bytes.fromhex(text.replace("-", ""))
    if len(content) != 16:
        raise ValueError(f"no id: {text}")
    return content


def id_text(content: bytes) -> str:
    """Return the text of 16 bytes."""
    if len(content) != 16:
        raise ValueError(f"no id: {content!r}")
    text = content.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
