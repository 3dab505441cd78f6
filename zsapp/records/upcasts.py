"""Upcasts (旧格式读入): a payload of schema n becomes one of n + 1 by a small pure function.

Old payloads are never rewritten; every reader comes through here. Each step has a museum piece in the tests.
"""

from collections.abc import Callable, Mapping
from typing import Any

from zsapp.base.canonical import read_canonical
from zsapp.base.entry import SCHEMA
from zsapp.base.errors import Code, Trouble

Payload = dict[str, Any]
Step = Callable[[str, Payload], Payload]

STEPS: Mapping[int, Step] = {}
"""From schema n to n + 1: (sector, payload) to payload. Schema 1 is the first."""


def read_payload(
    sector: str,
    schema: int,
    written: bytes,
    *,
    today: int = SCHEMA,
    steps: Mapping[int, Step] = STEPS,
    read: Callable[[bytes], Any] = read_canonical,
) -> Payload:
    """Return a payload in the shape of schema `today`; `read` is how strictly its bytes are read.

    Raises:
        Trouble: STORE_NEWER for a schema this program does not know yet, DATA_UNREADABLE for one that never
            was and for no JSON object.
    """
    if schema > today:
        raise Trouble(Code.STORE_NEWER)
    payload: Any = read(written)
    if not isinstance(payload, dict) or schema < 1:
        raise Trouble(Code.DATA_UNREADABLE)
    for step in range(schema, today):
        payload = steps[step](sector, payload)
    return dict(payload)
