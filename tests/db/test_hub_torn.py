"""The power goes off between the two commits of a hub: a repeated upload, or the next opening, heals it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.test_conflicts import by_second, second, shown
from tests.db.test_hub_moving import neighbour, past, same, told
from tests.db.test_transfer import reviews, transfers
from tests.desks import NEIGHBOUR, Desk, Three, open_desk, plain_cases, three_desks
from tests.hub_towns import database
from tests.liars import send
from tests.upstreams import hub_over, opened_again, torn
from zsapp.exchange.acknowledgement import read_acknowledgement
from zsapp.records.rebuild import examine
from zsapp.services.conflicts import Conflicts

__all__ = ["database", "neighbour", "second"]

CASE = plain_cases()[0]


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


@pytest.fixture
def hubs(three: Three, database: str) -> Three:
    """Give the three, the town of them a hub."""
    three.__dict__["town"] = hub_over(three.town, database)
    return three


def again(three: Three) -> None:
    """Let the power come back at the town."""
    three.__dict__["town"] = opened_again(three.town)


def sent(three: Three, desk: Desk | None = None) -> Path:
    """Return the package with everything a station has."""
    for left in three.stick.iterdir():
        left.unlink()
    return (desk or three.village).exchange.export(three.stick, since=0).file


def taken(three: Three, file: Path) -> None:
    """Take a package in whole, and its answer home."""
    three.town.exchange.import_path(file)
    for answer in three.stick.glob("*.zsack"):
        three.village.exchange.import_path(answer)
        answer.unlink()


def acknowledged(three: Three) -> int:
    """Return up to which entry of the village the town's answer reaches now."""
    _, said = reviews(three.town).answer(three.village.store.station)
    return read_acknowledgement(said, "").seq


def test_what_the_home_has_not_seen_is_not_acknowledged_and_comes_again(hubs: Three) -> None:
    record_id = hubs.village.save(CASE)
    file = sent(hubs)
    with torn():
        hubs.town.exchange.import_path(file)
    again(hubs)
    with hubs.town.store.read() as reader:
        assert reader.record(record_id) is not None, "the tables have it"
        assert not reader.noted(("import",), 1), "the home has not"
    assert acknowledged(hubs) == 0
    taken(hubs, file)
    with hubs.village.store.read() as ours, hubs.town.store.read() as theirs:
        assert ours.sync_state(record_id) == "镇已入库"
        assert acknowledged(hubs) == ours.head().seq - 2, "all but the export and what was heard since"
        assert theirs.digests(hubs.village.store.station) == ours.digests()
        assert len(theirs.noted(("import",), 9)) == 1
    assert examine(hubs.town.store).sound


def test_an_offer_is_passed_on_when_it_comes_again(hubs: Three, neighbour: Desk) -> None:
    hubs.town.exchange.import_path(sent(hubs, neighbour))
    record_id = hubs.village.save(CASE)
    transfers(hubs.village).offer(record_id, NEIGHBOUR, "住在邻村")
    file = sent(hubs)
    with torn():
        hubs.town.exchange.import_path(file)
    again(hubs)
    assert transfers(hubs.town).listing() == ()
    taken(hubs, file)
    reviews(hubs.town).write_answer(neighbour.store.station, hubs.stick)
    neighbour.exchange.import_path(hubs.stick)
    assert [one.state for one in transfers(neighbour).listing()] == ["等待接收"]


def test_versions_are_laid_together_when_the_second_comes_again(
    hubs: Three, second: Desk, tmp_path: Path
) -> None:
    record_id = hubs.village.save(CASE)
    hubs.village.save({**CASE, "brief": "雨棚滴水"}, record_id)
    taken(hubs, sent(hubs))
    theirs = by_second(second, record_id, {**CASE, "difficulty": "复杂"})
    file = send(second, tmp_path, theirs)
    with torn():
        hubs.town.exchange.import_path(file)
    again(hubs)
    both = {**CASE, "brief": "雨棚滴水", "difficulty": "复杂"}
    assert shown(hubs.town, record_id) == both, "laid anew at the opening"
    hubs.town.exchange.import_path(file)
    assert shown(hubs.town, record_id) == both
    assert examine(hubs.town.store).sound
    reviews(hubs.town).write_answer(hubs.village.store.station, hubs.stick)
    hubs.village.exchange.import_path(hubs.stick)
    assert shown(hubs.village, record_id) == both


def disputed(hubs: Three, second: Desk, tmp_path: Path) -> str:
    """Return a case of which two have changed the same field."""
    record_id = hubs.village.save(CASE)
    hubs.village.save({**CASE, "brief": "甲"}, record_id)
    taken(hubs, sent(hubs))
    theirs = by_second(second, record_id, {**CASE, "brief": "乙"})
    hubs.town.exchange.import_path(send(second, tmp_path, theirs))
    return record_id


def test_a_decision_that_was_lost_is_asked_for_again(hubs: Three, second: Desk, tmp_path: Path) -> None:
    record_id = disputed(hubs, second, tmp_path)
    with torn():
        Conflicts(hubs.town.store).decide(record_id, "brief", "theirs")
    assert shown(hubs.town, record_id)["brief"] == "甲", "before anybody has mended anything"
    again(hubs)
    assert shown(hubs.town, record_id)["brief"] == "甲"
    (one,) = Conflicts(hubs.town.store).listing()
    assert [(field.mine, field.theirs, field.decided) for field in one.fields] == [("甲", "乙", "")]
    assert Conflicts(hubs.town.store).decide(record_id, "brief", "theirs")
    assert shown(hubs.town, record_id)["brief"] == "乙"
    assert Conflicts(hubs.town.store).listing() == ()
    assert examine(hubs.town.store).sound


def test_a_case_whose_taking_was_lost_is_taken_again(hubs: Three) -> None:
    record_id = hubs.village.save(CASE)
    transfers(hubs.village).offer(record_id, hubs.town.profile.code, "案情重大")
    taken(hubs, sent(hubs))
    with torn():
        transfers(hubs.town).accept(record_id)
    again(hubs)
    assert shown(hubs.town, record_id) == CASE
    assert [one.state for one in transfers(hubs.town).listing()] == ["等待接收"]
    transfers(hubs.town).accept(record_id)
    with hubs.town.store.read() as reader:
        stored = reader.record(record_id)
        assert stored is not None
        assert (stored.station, stored.version) == (hubs.town.store.station, 2)


def test_moving_upstream_is_gone_on_with(three: Three, neighbour: Desk, second: Desk, database: str) -> None:
    ids = past(three, neighbour, second)
    before, own, home = told(three.town, ids), three.town.store.station, three.town.store.home
    with torn():
        hub_over(three.town, database)
    three.__dict__["town"] = hub_over(open_desk(home), database)
    same(before, told(three.town, ids), own)
    assert examine(three.town.store).sound
