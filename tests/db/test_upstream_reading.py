"""Payloads that a hub reads where it indexes them: as strictly as a town that reads them on the way."""

from pathlib import Path

import pytest

from tests.db.test_store_apply import resealed
from tests.liars import entry_after, refused_by, send
from tests.upstreams import Hub, database, hub
from zsapp.base.errors import Code

__all__ = ["database", "hub"]

BENT = {
    "keys out of order": '{"title":"漏水","brief":""}'.encode(),
    "a key twice": b'{"brief":"","brief":""}',
    "blanks": b'{"brief": ""}',
    "a number with a point": b'{"copies":1.5}',
    "a letter written out": b'{"brief":"\\u6f0f"}',
    "too deep": b'{"scans":' + b"[" * 70 + b"]" * 70 + b"}",
    "no object": b"[1]",
    "no JSON": b'{"brief"',
}


@pytest.mark.parametrize("payload", BENT.values(), ids=BENT)
def test_a_payload_that_reads_in_two_ways_comes_in_nowhere(hub: Hub, tmp_path: Path, payload: bytes) -> None:
    first = entry_after(None, hub.village, {}, version=0, record_id="", verb="login")
    bad = resealed(entry_after(first, hub.village, {"brief": ""}), payload=payload)
    last = entry_after(bad, hub.village, {}, version=0, record_id="", verb="login")
    refused = refused_by(hub.desk, send(hub.village, tmp_path, [first, bad, last]))
    assert (refused.code, refused.facts["seq"]) == (Code.PACKAGE_RECORD_BAD, 2)
