"""Packages of every format that was ever written import for ever: golden bytes, made by tests/golden."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desks import CITY, TOWN, Desk, make_desk
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
    desk = golden_desk(facts["town"], tmp_path / "town", TOWN)
    yield desk
    desk.store.close()


def golden_desk(golden: dict[str, Any], home: Path, code: str) -> Desk:
    desk = make_desk(home, code, station=golden["station"])
    with desk.store.write() as writer:
        writer.set_value(credentials.SIGN_KEY, bytes.fromhex(golden["sign"]))
        writer.set_value(credentials.BOX_KEY, golden["box"].encode())
        writer.set_value(credentials.CHAIN, canonical(golden["chain"]))
    return desk


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


def test_what_is_closed_in_a_golden_package_is_read_by_the_city_and_not_by_the_town(tmp_path: Path) -> None:
    facts: dict[str, Any] = json.loads((GOLDEN / "closed-1.json").read_text(encoding="utf-8"))
    desks = (
        golden_desk(facts["town"], tmp_path / "town", TOWN),
        golden_desk(facts["city"], tmp_path / "city", CITY),
    )
    for desk, is_read in zip(desks, (False, True), strict=True):
        copy = tmp_path / f"{is_read}.zspkg"
        copy.write_bytes((GOLDEN / "closed-1.zspkg").read_bytes())
        desk.exchange.import_path(copy)
        with desk.store.read() as reader:
            for record_id, payload in facts["closed"].items():
                stored = reader.record(record_id)
                assert stored is not None
                assert stored.payload == (payload if is_read else {})
        desk.store.close()


@pytest.mark.parametrize("number", FORMATS)
def test_a_golden_acknowledgement_is_read_as_it_was_meant(facts: dict[str, Any], number: int) -> None:
    ack = read_acknowledgement((GOLDEN / f"acknowledgement-{number}.zsack").read_bytes(), "golden")
    assert (ack.sender, ack.receiver.station) == (facts["village"], facts["town"]["station"])
    assert len(ack.head) == 64
    assert ack.seq > len(facts["records"])
