"""Canonical JSON (规范化 JSON): one encoding of one value, so that hashes and signatures agree everywhere.

Sorted keys, UTF-8, no blanks, no floats. Text is NFC except where the caller marks it verbatim (`plain.py`
leaves names of people and organisations as entered): so this module never changes a text.
"""

import json
from typing import Any, TypeGuard

from zsapp.base.errors import Code, Trouble

Plain = Any
"""None, bool, int, str, list of Plain or dict of str to Plain; never a float."""


def canonical(value: Plain) -> bytes:
    """Return the canonical bytes of a plain value.

    Raises:
        TypeError: the value holds a float or another type JSON has no exact form for.
    """
    _refuse_floats(value)
    return ENCODER.encode(value).encode()


ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
)
LEAVES = frozenset((str, int, bool, type(None)))


def _refuse_floats(value: Plain) -> None:
    """Refuse what JSON has no exact form for. Leaves are passed over by their type: every save walks here."""
    if isinstance(value, float):
        raise TypeError(f"no floats in canonical JSON: {value!r}")
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"keys are text: {key!r}")
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    for member in value:
        if type(member) not in LEAVES:
            _refuse_floats(member)


def read_canonical(content: bytes) -> Plain:
    """Return the value of JSON bytes.

    Raises:
        Trouble: DATA_UNREADABLE when the bytes are not JSON in UTF-8, hold a float or a half surrogate, or
            give a key twice (two readers would see two documents under one hash).
    """
    try:
        value = json.loads(
            content.decode(), parse_float=no_float, parse_constant=no_float, object_pairs_hook=_once
        )
        if b"\\u" in content:  # written out, half a surrogate passes for a character
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as fault:
        raise Trouble(Code.DATA_UNREADABLE) from fault
    return value


WHOLE = 2**53
"""Whole numbers that were said elsewhere stay below what every JSON reader and database keeps exactly."""


def is_whole(value: Plain) -> TypeGuard[int]:
    """Say whether a value that was said elsewhere is a whole number, not below nothing, of a sane size."""
    return type(value) is int and 0 <= value <= WHOLE


DEEP = 64
"""Levels of lists and objects within others that came from elsewhere may have; ours have six."""


def read_strictly(content: bytes) -> Plain:
    """Return the value of canonical bytes: those that `canonical` writes, no others, and not too deep.

    Reading and writing again costs less than to look for a key given twice, and says more.

    Raises:
        Trouble: DATA_UNREADABLE.
    """
    try:
        value = json.loads(content.decode(), parse_float=no_float, parse_constant=no_float)
        good = ENCODER.encode(value).encode() == content and not is_deep(content, value)
    except (ValueError, RecursionError) as fault:
        raise Trouble(Code.DATA_UNREADABLE) from fault
    if not good:
        raise Trouble(Code.DATA_UNREADABLE)
    return value


def is_deep(content: bytes, value: Plain) -> bool:
    """Say whether what was read from bytes holds lists and objects within each other beyond all reason."""
    return content.count(b"{") + content.count(b"[") > DEEP and _goes_below(value, DEEP)


def _goes_below(value: Plain, left: int) -> bool:
    """Say whether an object or a list holds further ones, one within the other, more than `left` times."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return False
    for member in value:  # noqa: SIM110 -- a generator for every list and object takes three times as long
        if type(member) not in LEAVES and (not left or _goes_below(member, left - 1)):
            return True
    return False


def _once(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def no_float(text: str) -> float:
    """Refuse a float in JSON."""
    raise ValueError(f"no floats: {text}")
