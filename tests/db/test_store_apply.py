"""Applying other stations' entries: once, in order, whole or not at all; and comparing by digests."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.homes import all_entries, make_home, save_case
from zsapp.base.entry import GENESIS, SCHEMA, Entry, check_chain, entry_hash, payload_hash
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.ids import new_id
from zsapp.records.store import Applied, Head, Store


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Store]:
    """The store of another station."""
    with make_home(tmp_path / "village").store as store:
        yield store


def test_entries_of_a_village_are_applied_once(store: Store, village: Store) -> None:
    record_id = save_case(village)
    with village.write() as writer:
        writer.note("print", sector="mediation", record_id=record_id)
    save_case(village, record_id, base_version=1, brief="已经改道")
    entries = all_entries(village)
    with store.write() as writer:
        assert writer.apply(entries[:2]) == Applied(2, 1, 0, {"mediation": 1})
    with store.write() as writer:
        assert writer.apply(entries) == Applied(1, 1, 2, {"mediation": 1})
    with store.write() as writer:
        assert writer.apply(entries) == Applied(0, 0, 3)
    with store.read() as reader:
        stored = reader.record(record_id)
        assert stored is not None
        assert (stored.version, stored.station, stored.payload["brief"]) == (2, village.station, "已经改道")
        assert reader.cursor(village.station, 1) == Head(1, 3, entries[-1].hash)
        assert [(one.station, one.head.seq) for one in reader.stations()] == [(village.station, 3)]
        assert list(reader.entries(village.station, 1)) == entries
        assert reader.unsent() == {}
        assert reader.sync_state(record_id) == "已入库"


def test_applying_nothing_is_no_fault(store: Store) -> None:
    with store.write() as writer:
        assert writer.apply([]) == Applied(0, 0, 0)


def bent(entries: list[Entry], name: str, station: str) -> list[Entry]:
    first, second, third = entries
    other = replace(second, header=replace(second.header, who="别人"))
    resealed = replace(other, hash=entry_hash(other.previous, other.header))
    return {
        "gap": [first, third],
        "reordered": [second, first, third],
        "altered header": [first, other, third],
        "resealed without its followers": [first, resealed, third],
        "altered payload": [first, replace(second, payload=b"{}"), third],
        "two stations": [first, replace(second, header=replace(second.header, station=new_id())), third],
        "two epochs": [first, replace(second, header=replace(second.header, epoch=2)), third],
        "ours": [replace(first, header=replace(first.header, station=station))],
        "no station": [replace(first, header=replace(first.header, station="x"))],
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        *("gap", "reordered", "altered header", "resealed without its followers", "altered payload"),
        *("two stations", "two epochs", "ours", "no station"),
    ],
)
def test_a_chain_that_does_not_hold_is_refused_whole(store: Store, village: Store, name: str) -> None:
    for _ in range(3):
        save_case(village)
    with pytest.raises(Trouble) as trouble, store.write() as writer:
        writer.apply(bent(all_entries(village), name, store.station))
    assert trouble.value.code is Code.CHAIN_BROKEN
    with store.read() as reader:
        assert reader.stations() == ()
        assert reader.page("mediation").total == 0


def test_another_entry_under_a_seq_that_is_here_is_a_fork(store: Store, village: Store) -> None:
    save_case(village)
    first = all_entries(village)[0]
    header = replace(first.header, who="另一台电脑")
    with store.write() as writer:
        writer.apply([first])
    with pytest.raises(Trouble) as trouble, store.write() as writer:
        writer.apply([replace(first, header=header, hash=entry_hash(GENESIS, header))])
    assert trouble.value.code is Code.CHAIN_BROKEN


def resealed(entry: Entry, payload: bytes | None = None, **changes: object) -> Entry:
    """Return an entry as its station might have sealed it, with other items."""
    written = entry.payload if payload is None else payload
    assert written is not None
    header = replace(entry.header, payload_hash=payload_hash(entry.salt, written), **changes)
    return replace(entry, header=header, hash=entry_hash(entry.previous, header), payload=written)


@pytest.mark.parametrize(
    "changes",
    [
        {"at": "2026-03-09 02:30"},
        {"record_id": ""},
        {"record_id": "C01"},
        {"version": -1},
    ],
)
def test_a_header_that_could_not_be_written_back_is_refused(
    store: Store, village: Store, changes: dict[str, object]
) -> None:
    save_case(village)
    with pytest.raises(Trouble) as trouble, store.write() as writer:
        writer.apply([resealed(all_entries(village)[0], **changes)])
    assert trouble.value.code is Code.DATA_UNREADABLE


def test_a_payload_of_a_newer_program_or_of_no_shape_is_refused(store: Store, village: Store) -> None:
    save_case(village)
    entry = all_entries(village)[0]
    for bad, code in (
        (resealed(entry, schema=SCHEMA + 1), Code.STORE_NEWER),
        (resealed(entry, payload=b"[1]"), Code.DATA_UNREADABLE),
        (resealed(entry, payload=b'{"brief":7}'), Code.IMPORT_TYPE_WRONG),
        (resealed(entry, payload=b'{"briefe":""}'), Code.IMPORT_KEY_UNKNOWN),
    ):
        with pytest.raises((Refusal, Trouble)) as refusal, store.write() as writer:
            writer.apply([bad])
        assert refusal.value.code is code


def test_an_erased_payload_leaves_the_chain_whole(store: Store, village: Store) -> None:
    record_id = save_case(village)
    save_case(village)
    first, second = all_entries(village)
    with store.write() as writer:
        assert writer.apply([replace(first, payload=None), second]) == Applied(2, 2, 0, {"mediation": 2})
    with store.read() as reader:
        stored = reader.record(record_id)
        assert stored is not None
        assert stored.payload == {}
        assert check_chain(reader.entries(village.station, 1))[1] == 2


def test_a_sector_that_nobody_knows_here_is_kept(store: Store, village: Store) -> None:
    record_id = new_id()
    with village.write() as writer:
        writer.save("archive", record_id, {"matter": "委托公证"}, base_version=0, verb="save")
    with store.write() as writer:
        writer.apply(all_entries(village))
    with store.read() as reader:
        stored = reader.record(record_id)
        assert stored is not None
        assert (stored.sector, stored.title, stored.payload) == ("archive", "", {"matter": "委托公证"})


def test_the_order_in_which_two_stations_arrive_makes_no_difference(tmp_path: Path) -> None:
    record_id = new_id()
    chains = []
    for name in ("one", "two"):
        with make_home(tmp_path / name).store as station:
            save_case(station, record_id, brief=f"由{name}登记")
            save_case(station, record_id, base_version=1, brief=f"由{name}修改")
            chains.append(all_entries(station))
    shown = set()
    for at, order in enumerate(itertools.permutations(chains)):
        with make_home(tmp_path / f"town{at}").store as town:
            for chain in order:
                with town.write() as writer:
                    writer.apply(chain)
            with town.read() as reader:
                stored = reader.record(record_id)
                assert stored is not None
                assert len(reader.history(record_id)) == 4
                shown.add(stored.payload["brief"])
    assert len(shown) == 1


def test_digests_are_equal_on_both_sides_and_name_what_differs(store: Store, village: Store) -> None:
    for _ in range(20):
        save_case(village)
    with store.write() as writer:
        writer.apply(all_entries(village))
        assert writer.digests() == ()
    with store.read() as town, village.read() as own:
        assert town.digests(village.station) == own.digests()
        assert sum(one.count for one in own.digests()) == 20
    late = save_case(village)
    with store.read() as town, village.read() as own:
        different = set(own.digests()) - set(town.digests(village.station))
    assert [(one.sector, one.shard) for one in different] == [("mediation", late[-1])]
