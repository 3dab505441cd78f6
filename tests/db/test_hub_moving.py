"""A town that took in sticks for years becomes a hub: what lay in its home lies upstream, once."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.db.test_conflicts import by_second, second
from tests.db.test_transfer import transfers
from tests.desks import NEIGHBOUR, Desk, Three, enrol, make_desk, plain_cases, three_desks
from tests.hub_towns import database
from tests.liars import send
from tests.upstreams import hub_over
from zsapp.base import clock
from zsapp.base.ids import new_id
from zsapp.records.rebuild import examine
from zsapp.records.upstream_store import UpstreamStore
from zsapp.services.conflicts import Conflicts
from zsapp.services.review import Reviews

__all__ = ["database", "second"]

YEAR = date(2020, 1, 1), date(2030, 12, 31)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


@pytest.fixture
def neighbour(three: Three, tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path / "neighbour", NEIGHBOUR)
    enrol(three.town, made, tmp_path)
    yield made
    made.store.close()


def carry(three: Three, desk: Desk) -> None:
    """Carry what a station has to the town, and the answer back."""
    desk.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    desk.exchange.import_path(three.stick)
    for left in three.stick.iterdir():
        left.unlink()


def past(three: Three, neighbour: Desk, second: Desk) -> dict[str, str]:
    """Let years of sticks pass: merged, disputed, handed over, given, reviewed, held; return the records."""
    village, town = three.village, three.town
    ids = {name: village.save(plain_cases()[0]) for name in ("merged", "disputed", "handed", "kept")}
    ids["given"] = town.save(plain_cases()[1])
    ids["own"] = town.save(plain_cases()[2])
    carry(three, village)
    carry(three, neighbour)
    transfers(village).offer(ids["handed"], NEIGHBOUR, "住在邻村")
    transfers(town).offer(ids["given"], village.store.station, "属于村里")
    town.save({**plain_cases()[0], "difficulty": "复杂"}, ids["merged"])
    village.save({**plain_cases()[0], "brief": "雨棚滴水"}, ids["merged"])
    village.save({**plain_cases()[0], "brief": "甲"}, ids["disputed"])
    with village.store.write() as writer:
        writer.save("mediation", new_id(), {"nonsense": 1}, base_version=0, verb="save")
    carry(three, village)
    carry(three, neighbour)
    transfers(neighbour).accept(ids["handed"])
    transfers(village).accept(ids["given"])
    carry(three, village)
    carry(three, neighbour)
    theirs = by_second(second, ids["disputed"], {**plain_cases()[0], "brief": "乙"})
    town.exchange.import_path(send(second, three.folder, theirs))
    Reviews(town.store, town.profile, town.days).give_back(ids["kept"], "请补充")
    return ids


def told(desk: Desk, ids: dict[str, str]) -> dict[str, Any]:
    """Return everything a town tells of its stations' records."""
    with desk.store.read() as reader:
        records = {name: reader.record(one) for name, one in ids.items()}
        stations = {one.station for one in reader.chains()}
        return {
            "records": {
                name: (one.payload, one.station, one.version) for name, one in records.items() if one
            },
            "digests": {station: reader.digests(station) for station in stations},
            "heads": {(one.station, one.head) for one in reader.chains()},
            "lines": sorted(reader.lines(("dispute_type",), "accepted", *YEAR)),
            "held": sorted((one.code, one.seq, one.station) for one in reader.held()),
            "transfers": sorted(
                (one.record_id, one.state, one.taker, one.passed) for one in reader.transfers()
            ),
            "reviews": {name: reader.review_of(one) for name, one in ids.items()},
            "sync": {name: reader.sync_state(one) for name, one in ids.items()},
            "ids": sorted(reader.ids("mediation")),
            "verbs": {name: sorted(one.hash for one in reader.history(rid)) for name, rid in ids.items()},
            "desk": sorted(
                (one.id, one.title, one.state)
                for one in Reviews(desk.store, desk.profile, desk.days).listing(limit=100)
            ),
            "queue": sorted(
                (one.record_id, one.title, one.fields) for one in Conflicts(desk.store).listing()
            ),
        }


def same(before: dict[str, Any], after: dict[str, Any], own: str) -> None:
    """Hold what a hub tells against what the town told before; its own journal has gone on meanwhile."""
    for told in (before, after):
        told["heads"] = {one for one in told["heads"] if one[0] != own}
    assert after == before


def test_everything_is_told_as_before_and_lies_in_one_place(
    three: Three, neighbour: Desk, second: Desk, database: str
) -> None:
    ids = past(three, neighbour, second)
    before, own = told(three.town, ids), three.town.store.station
    hub = three.__dict__["town"] = hub_over(three.town, database)
    same(before, told(hub, ids), own)
    assert isinstance(hub.store, UpstreamStore)
    with hub.store.lay() as writer:
        assert writer.in_home() == ()
        writer.replay()
    same(before, told(hub, ids), own)
    with hub.store.shelf() as shelf:
        now = clock.now()
        heard = shelf.last_seen(now)
        assert {three.village.store.station, neighbour.store.station} <= heard.keys(), "by stick too"
        assert max(heard.values()) <= now
        early = now - timedelta(days=900)
        assert set(shelf.last_seen(early).values()) == {early}, "a clock ahead says no more than ours"
    assert examine(hub.store).sound
    three.village.save(plain_cases()[3], ids["kept"])
    carry(three, three.village)
    with hub.store.read() as reader:
        assert reader.sync_state(ids["kept"]) == "已入库"
        assert reader.digests(three.village.store.station) == _own_digests(three.village)


def _own_digests(desk: Desk) -> Any:
    with desk.store.read() as reader:
        return reader.digests()
