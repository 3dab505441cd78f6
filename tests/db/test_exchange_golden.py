"""Packages of every format that was ever written import for ever: golden bytes, made by tests/golden."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desks import TOWN, Desk, make_desk
from zsapp.base.canonical import canonical
from zsapp.exchange.acknowledgement import read_acknowledgement
from zsapp.exchange.manifest import FORMAT, OLDEST
from zsapp.services import credentials

GOLDEN = Path(__file__).parents[1] / "golden"
FORMATS = range(OLDEST, FORMAT + 1)


@pytest.fixture
def facts(number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / f"package-{number}.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def town(facts: dict[str, Any], tmp_path: Path) -> Iterator[Desk]:
    """The town that the golden package is addressed to, with its golden keys."""
    golden = facts["town"]
    desk = make_desk(tmp_path / "town", TOWN, station=golden["station"])
    with desk.store.write() as writer:
        writer.set_value(credentials.SIGN_KEY, bytes.fromhex(golden["sign"]))
        writer.set_value(credentials.BOX_KEY, golden["box"].encode())
        writer.set_value(credentials.CHAIN, canonical(golden["chain"]))
    yield desk
    desk.store.close()


@pytest.mark.parametrize("number", FORMATS)
def test_a_golden_package_is_taken_in_as_it_was_meant(
    town: Desk, facts: dict[str, Any], tmp_path: Path, number: int
) -> None:
    path = tmp_path / "golden.zspkg"
    path.write_bytes((GOLDEN / f"package-{number}.zspkg").read_bytes())
    (taken,) = town.exchange.import_path(path).packages
    assert taken.sender == facts["village"]
    assert taken.differences == ()
    with town.store.read() as reader:
        for record_id, payload in facts["records"].items():
            stored = reader.record(record_id)
            assert stored is not None
            assert stored.payload == payload
        assert [town.store.blobs.get(name) for name in reader.blob_names()] == [
            base64.b64decode(facts["paper"])
        ]


@pytest.mark.parametrize("number", FORMATS)
def test_a_golden_acknowledgement_is_read_as_it_was_meant(facts: dict[str, Any], number: int) -> None:
    ack = read_acknowledgement((GOLDEN / f"acknowledgement-{number}.zsack").read_bytes(), "golden")
    assert (ack.sender, ack.receiver.station) == (facts["village"], facts["town"]["station"])
    assert len(ack.head) == 64
    assert ack.seq > len(facts["records"])
