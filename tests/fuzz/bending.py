"""Hands that bend bytes and values (变异): everything is drawn by dice, so that a seed tells it again."""

import json
import random
from typing import Any

STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 2**70, "", " ", "0", "a" * 300, "0" * 64, "f" * 64),
    *("䶮", "\u202e", "\x00", "2026-03-09", "2026-03-09T02:30:00Z", "9999-99-99", "age-1", "village", "city"),
    *([], {}, [[]], [None], {"": None}, [[1, 2, 3]], [["x", -1, -1]]),
    *("01a21bf8-8fd5-7374-940f-fe9ba9924150", "01A21BF8-8FD5-7374-940F-FE9BA9924150"),
)
"""Values that have broken readers before. Only ever add at the end: the kept seeds go by their places."""


def bend_bytes(dice: random.Random, content: bytes) -> bytes:
    """Flip, cut, repeat, blank or put in something; what comes out is another content."""
    out = bytearray(content)
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        at = dice.randrange(len(out) + 1)
        extent = dice.choice((1, 1, 2, 8, 64, 512))
        how = dice.randrange(6)
        if how == 0 and out:
            out[at % len(out)] ^= 1 << dice.randrange(8)
        elif how == 1:
            del out[at : at + extent]
        elif how == 2:
            out[at:at] = dice.randbytes(extent)
        elif how == 3:
            out[at:at] = out[at : at + extent]
        elif how == 4:
            out[at : at + extent] = bytes(len(out[at : at + extent]))
        else:
            out = out[:at]
    return bytes(out) if out != content else bytes(out) + b"\0"


def bend_value(dice: random.Random, value: Any) -> Any:
    """Return a copy of a value with a place in it changed: another value, one less, one more."""
    whole = json.loads(json.dumps(value))
    places = list(_places(whole))
    if not places:
        return dice.choice(STRANGE)
    for _ in range(dice.choice((1, 1, 2))):
        group, key = dice.choice(places)
        others = [holder[name] for holder, name in dice.sample(places, min(3, len(places)))]
        how = dice.randrange(4)
        if how == 0:
            group[key] = dice.choice(STRANGE)
        elif how == 1:
            group[key] = json.loads(json.dumps(dice.choice(others)))
        elif how == 2 and isinstance(group, dict):
            group[dice.choice(("x", "", "format", "epoch"))] = dice.choice(STRANGE)
        elif isinstance(group[key], str) and group[key]:
            at = dice.randrange(len(group[key]))
            group[key] = group[key][:at] + dice.choice(("", "0", "x", "é")) + group[key][at + 1 :]
        elif type(group[key]) is int:
            group[key] += dice.choice((-1, 1, 1000))
    return whole


def _places(value: Any) -> Any:
    """Give every place of a value: what holds it, and under which name or number."""
    names = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for name in names:
        yield value, name
        yield from _places(value[name])
