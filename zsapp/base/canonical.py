"""Canonical JSON (规范化 JSON): one encoding of one value, so that hashes and signatures agree everywhere.

Sorted keys, UTF-8, no blanks, no floats. Text is NFC except where the caller marks it verbatim (`plain.py`
leaves names of people and organisations as entered): so this module never changes a text.
"""

import json
import math
from typing import Any

from zsapp.base.errors import Code, Trouble

Plain = Any
"""None, bool, int, str, list of Plain or dict of str to Plain; never a float."""


def canonical(value: Plain) -> bytes:
    """Return the canonical bytes of a plain value.

    Raises:
        TypeError: the value holds a float or another type JSON has no exact form for.
    """
    _refuse_floats(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _refuse_floats(value: Plain) -> None:
    if isinstance(value, float):
        raise TypeError(f"no floats in canonical JSON: {value!r}")
    if isinstance(value, dict):
        for key, member in value.items():
            if not isinstance(key, str):
                raise TypeError(f"keys are text: {key!r}")
            _refuse_floats(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_floats(member)


def read_canonical(data: bytes) -> Plain:
    """Return the value of JSON bytes.

    Raises:
        Trouble: DATA_UNREADABLE when the bytes are not JSON, hold a float, or a half surrogate.
    """
    try:
        value = json.loads(data, parse_float=_no_float, parse_constant=_no_float)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as fault:
        raise Trouble(Code.DATA_UNREADABLE) from fault
    return value


def _no_float(text: str) -> float:
    raise ValueError(f"no floats: {text}")


def is_whole(number: float) -> bool:
    """Say whether a number is a whole one (spreadsheets hand over 3.0 for 3)."""
    return math.isfinite(number) and number == int(number)
