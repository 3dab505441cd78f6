"""What a hub stores: one suite, on a file and on a real PostgreSQL. The services are every station's."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.databases import database
from tests.desks import (
    NEIGHBOUR,
    VILLAGE,
    enrol,
    make_desk,
    plain_cases,
)
from tests.upstreams import Hub, hub
from zsapp.base.entry import SCHEMA
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id
from zsapp.records import upstream_indexing, upstream_store, upstream_write
from zsapp.records.quarantine import Fault
from zsapp.records.reader import Reader
from zsapp.records.upstream import FILE
from zsapp.records.upstream_indexing import index_content
from zsapp.records.upstream_reader import UpstreamReader
from zsapp.records.upstream_rows import UPSTREAM
from zsapp.rules.reporting import Asked, period_of
from zsapp.rules.transfer import OFFER, TAKE
from zsapp.services.statistics import Statistics

__all__ = ["database", "hub"]

SECRET = {"id": "密-1", "matter": "M14", "restricted": ["家庭暴力"], "applicant": {"name": "何永年"}}
YEAR = period_of("year", 2026)


def test_a_case_lies_upstream_as_the_village_saved_it(hub: Hub) -> None:
    ids = [hub.village.save(case) for case in plain_cases()]
    (taken,) = hub.receive().packages
    assert (taken.held["mediation"], taken.differences, taken.quarantined) == (len(ids), (), 0)
    with hub.village.store.read() as ours, hub.store.read() as theirs:
        for record_id in ids:
            here, there = ours.record(record_id), theirs.record(record_id)
            assert here is not None
            assert there is not None
            assert replace(there, title="") == replace(here, title="")
            assert theirs.history(record_id) == ours.history(record_id)
        assert theirs.digests(hub.village.store.station) == ours.digests()
        assert theirs.head(hub.village.store.station).seq == taken.seq_to
        assert set(theirs.ids("mediation")) == set(ids)
        newest = sorted(ids, reverse=True)
        first = theirs.page("mediation", limit=2)
        assert ([one.id for one in first.lines], first.total, first.more) == (newest[:2], len(ids), True)
        rest = theirs.page("mediation", after=first.lines[-1].pk)
        assert ([one.id for one in rest.lines], rest.more) == (newest[2:], False)
        assert first.lines[0].title == ours.named([newest[0]])[0].title
        assert theirs.page("mediation", query="何").lines == ()
        assert theirs.head().seq > 0
        assert theirs.digests()[0].sector == "station"


def test_what_is_much_is_worked_out_by_several_processes(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upstream_indexing, "FEW", 2)
    monkeypatch.setattr(upstream_indexing, "CHUNK", 1)
    monkeypatch.setattr(upstream_store, "BATCH", 3)
    monkeypatch.setattr(upstream_write, "BATCH", 4)
    ids = [hub.village.save(case) for case in plain_cases()]
    with hub.village.store.write() as writer:
        writer.save("mediation", new_id(), {"nonsense": 1}, base_version=0, verb="save")
        writer.save("of_a_later_program", new_id(), {"x": 1}, base_version=0, verb="save")
    (taken,) = hub.receive().packages
    assert (taken.quarantined, taken.differences) == (1, ())
    with hub.store.read() as reader:
        assert set(reader.ids("mediation")) == set(ids)
        assert len(reader.ids("of_a_later_program")) == 1


def test_what_a_newer_program_wrote_waits_whole_for_an_upgrade() -> None:
    with pytest.raises(Trouble) as trouble:
        index_content(("mediation", 1, SCHEMA + 1, b"{}")).check()
    assert trouble.value.code is Code.STORE_NEWER
    assert index_content(("", 0, SCHEMA, b"{}")).found is None
    assert index_content(("legal_aid", 1, SCHEMA, None)).found is not None


def test_the_village_hears_that_it_is_stored_for_good(hub: Hub) -> None:
    record_id = hub.village.save(plain_cases()[0])
    hub.receive()
    with hub.village.store.read() as reader:
        assert reader.sync_state(record_id) == "镇已入库"


def test_the_same_package_twice_changes_nothing(hub: Hub) -> None:
    hub.village.save(plain_cases()[0])
    hub.village.exchange.export(hub.three.stick)
    hub.desk.exchange.import_path(hub.three.stick)
    before = hub.desk.fingerprint()
    again = hub.desk.exchange.import_path(hub.three.stick)
    assert Code.PACKAGE_ALREADY.name in [one.code for one in again.skipped]
    assert again.packages == ()
    assert hub.desk.fingerprint() == before


def test_a_package_that_overlaps_brings_only_what_is_new(hub: Hub) -> None:
    first = hub.village.save(plain_cases()[0])
    hub.receive()
    second = hub.village.save(plain_cases()[1])
    hub.village.exchange.export(hub.three.stick, since=0)
    (taken,) = hub.desk.exchange.import_path(hub.three.stick).packages
    with hub.store.read() as reader:
        assert set(reader.ids("mediation")) == {first, second}
    assert taken.entries < taken.seq_to - taken.seq_from + 1


def test_a_later_version_takes_the_place_of_an_earlier_one_and_moves_its_line(hub: Hub) -> None:
    case = dict(plain_cases()[0])
    record_id = hub.village.save(case)
    hub.receive()
    hub.village.save(
        case | {"dates": case["dates"] | {"accept": "2025-12-30"}, "dispute_type": "赡养纠纷"}, record_id
    )
    hub.village.save(
        case | {"dates": case["dates"] | {"accept": "2025-12-31"}, "dispute_type": "婚姻纠纷"}, record_id
    )
    hub.receive()
    with hub.store.read() as reader:
        lines = reader.lines(("dispute_type",), "accepted", date(2025, 1, 1), date(2025, 12, 31))
        assert lines == [(record_id, "婚姻纠纷")]
        assert reader.lines(("dispute_type",), "accepted", date(2026, 1, 1), date(2026, 12, 31)) == []
        (line,) = reader.named([record_id, new_id()])
        assert (line.kind, line.accepted_on, line.title) == ("婚姻纠纷", "2025-12-31", "")


def test_the_same_table_of_statistics_is_counted_upstream(hub: Hub) -> None:
    for case in plain_cases():
        hub.village.save(case)
    hub.receive()
    asked = Asked(period=YEAR, by="closed")
    there = Statistics(hub.store, hub.desk.profile, hub.desk.days).table_b(asked)
    here = Statistics(hub.village.store, hub.village.profile, hub.village.days).table_b(asked)
    figures = {name: cell.value for name, cell in here.table.total.cells.items()}
    assert {name: cell.value for name, cell in there.table.total.cells.items()} == figures
    assert figures["total"] > 0


def test_no_name_number_or_word_of_a_case_stands_in_the_tables(hub: Hub, tmp_path: Path) -> None:
    case = next(one for one in plain_cases() if one["parties"][0].get("id_no"))
    hub.village.save(case)
    person = {"name": "何䶮", "id_no": "442000196803159914", "phone": "13800000101"}
    with hub.village.store.write() as writer:
        writer.save("person", new_id(), person, base_version=0, verb="save")
    hub.receive()
    whole = b""
    with hub.store.upstream.connect() as connection:
        for table in UPSTREAM.sorted_tables:
            for row in connection.execute(table.select()):
                whole += repr(tuple(row)).encode() + b"".join(one for one in row if isinstance(one, bytes))
    party = case["parties"][0]
    for secret in (party["name"], party["id_no"], case["brief"][:12], *person.values()):
        assert secret.encode() not in whole
        assert repr(secret.encode())[2:-1].encode() not in whole
    if not hub.url:
        assert b"mediation" not in (hub.store.home / FILE).read_bytes()


def test_a_bad_entry_is_held_and_stops_no_other(hub: Hub) -> None:
    good, bad = hub.village.save(plain_cases()[0]), new_id()
    with hub.village.store.write() as writer:
        writer.save("mediation", bad, {"no_such_item": "x"}, base_version=0, verb="save")
    (taken,) = hub.receive().packages
    assert (taken.quarantined, taken.differences) == (1, ())
    with hub.store.read() as reader:
        assert reader.record(good) is not None
        assert reader.record(bad) is None
        (held,) = reader.held(hub.village.store.station)
        assert (held.record_id, held.code) == (bad, Code.IMPORT_KEY_UNKNOWN.name)
        assert reader.held() == (held,)


def test_a_good_later_version_frees_the_record(hub: Hub) -> None:
    record_id = new_id()
    with hub.village.store.write() as writer:
        writer.save("mediation", record_id, {"no_such_item": "x"}, base_version=0, verb="save")
    hub.receive()
    with hub.village.store.write() as writer:
        writer.save("mediation", record_id, plain_cases()[0], base_version=1, verb="save")
    hub.receive()
    with hub.store.read() as reader:
        stored = reader.record(record_id)
        assert stored is not None
        assert stored.version == 2
        assert reader.held() == ()
        first, second = reader.versions(record_id)
        assert (first.state, second.state) == ("overtaken", "")
        assert reader.shown_entry(record_id) == second.entry
        assert reader.maker_of(record_id) == hub.village.store.station
        assert {one.station for one in reader.chains()} == {hub.store.station, hub.village.store.station}


def test_a_change_of_somebody_elses_record_waits(hub: Hub) -> None:
    town = hub.desk
    own = new_id()
    with town.store.write() as writer:
        writer.save("mediation", own, plain_cases()[0], base_version=0, verb="save")
    with hub.village.store.write() as writer:
        writer.save("mediation", own, plain_cases()[1], base_version=0, verb="save")
    hub.receive()
    with hub.store.read() as reader:
        assert [one.code for one in reader.held()] == [Code.PACKAGE_RECORD_OTHERS.name]
        stored = reader.record(own)
        assert stored is not None
        assert stored.payload == plain_cases()[0]


def test_a_case_that_was_handed_over_is_its_takers(hub: Hub, tmp_path: Path) -> None:
    neighbour = make_desk(tmp_path / "neighbour", NEIGHBOUR)
    enrol(hub.desk, neighbour, tmp_path)
    record_id = hub.village.save(plain_cases()[0])
    with hub.village.store.write() as writer:
        said = {"offered_to": NEIGHBOUR, "version": 1, "reason": "住所地在邻村"}
        offer = writer.note(OFFER, sector="mediation", record_id=record_id, payload=said).header
    place = {"giver": offer.station, "epoch": offer.epoch, "seq": offer.seq}
    stranger = place | {"seq": offer.seq + 100}
    with neighbour.store.write() as writer:
        writer.note(TAKE, sector="mediation", record_id=record_id, payload=place)
        writer.save("mediation", record_id, plain_cases()[1], base_version=0, verb="save")
        writer.save("mediation", record_id, plain_cases()[2], base_version=1, verb="save")
        writer.note(TAKE, sector="mediation", record_id=record_id, payload=stranger)
    hub.receive()
    neighbour.exchange.export(hub.three.stick)
    (taken,) = hub.desk.exchange.import_path(hub.three.stick).packages
    assert taken.quarantined == 1
    with hub.store.read() as reader:
        stored = reader.record(record_id)
        assert stored is not None
        assert (stored.station, stored.version) == (neighbour.store.station, 2)
        assert [one.state for one in reader.transfers(record_id)] == ["taken"]
    neighbour.store.close()


@pytest.mark.parametrize("same_field", [True, False], ids=["the same field", "different fields"])
def test_two_machines_of_one_committee_are_laid_together(
    hub: Hub, tmp_path: Path, *, same_field: bool
) -> None:
    fellow = make_desk(tmp_path / "fellow", VILLAGE)
    enrol(hub.desk, fellow, tmp_path)
    case = dict(plain_cases()[0])
    record_id = hub.village.save(case)
    with hub.village.store.read() as ours, fellow.store.write() as writer:
        writer.apply(ours.entries(hub.village.store.station, 1))
    hub.village.save(case | {"brief": "村里写的经过"}, record_id)
    hub.receive()
    other = {"brief": "另一台写的经过"} if same_field else {"follow_up": "另一台写的回访"}
    with fellow.store.write() as writer:
        writer.save("mediation", record_id, case | other, base_version=1, verb="save")
    fellow.exchange.export(hub.three.stick)
    hub.desk.exchange.import_path(hub.three.stick)
    with hub.store.read() as reader:
        stored = reader.record(record_id)
        assert stored is not None
        assert stored.payload["brief"] == "村里写的经过"
        assert stored.station == hub.village.store.station
        assert [one.code for one in reader.held()] == (["CONFLICT"] if same_field else [])
        assert stored.payload.get("follow_up") == (case.get("follow_up") if same_field else "另一台写的回访")
    fellow.store.close()


def test_what_was_mended_goes_on(hub: Hub) -> None:
    record_id = new_id()
    with hub.village.store.write() as writer:
        writer.save("mediation", record_id, plain_cases()[0], base_version=0, verb="save")
    with hub.village.store.read() as ours:
        entries = list(ours.entries(hub.village.store.station, 1))
    with hub.store.write() as writer:
        writer.apply(iter(entries), lambda one: Fault("WAITS") if one.header.record_id == record_id else None)
        assert writer.held() != ()
    with hub.store.write() as writer:
        assert writer.mend(lambda _entry: None) == 1
        assert writer.record(record_id) is not None
        assert writer.mend(lambda _entry: None) == 0


def test_restricted_intakes_are_known_by_their_matter_alone(hub: Hub) -> None:
    record_id = hub.village.take_in(SECRET)
    hub.receive()
    with hub.store.shelf() as shelf:
        row = shelf.record(record_id)
        assert row is not None
        assert (row.guard > 0, row.title, row.number, row.ref, row.org) == (True, "", "", "", "")


def test_an_entry_that_is_not_the_next_is_no_part_of_the_chain(hub: Hub) -> None:
    hub.village.save(plain_cases()[0])
    with hub.village.store.read() as ours:
        entries = list(ours.entries(hub.village.store.station, 1))
    other = replace(entries[0], hash="0" * 64)
    for wrong in (entries[1:], [replace(entries[0], header=replace(entries[0].header, station="x"))]):
        with pytest.raises(Trouble) as trouble, hub.store.write() as writer:
            writer.apply(iter(wrong))
        assert trouble.value.code is Code.CHAIN_BROKEN
    with hub.store.write() as writer:
        assert writer.apply(iter(entries)).applied == len(entries)
        assert writer.stations()[0].head.seq == len(entries)
        assert writer.digests(hub.village.store.station)
    with pytest.raises(Trouble) as trouble, hub.store.write() as writer:
        writer.apply(iter([other]))
    assert trouble.value.code is Code.CHAIN_BROKEN
    with hub.store.write() as writer:
        assert writer.apply(iter(entries)).already == len(entries)


def test_a_page_is_read_while_a_package_is_being_taken_in(hub: Hub) -> None:
    record_id = hub.village.save(plain_cases()[0])
    with hub.village.store.read() as ours:
        entries = list(ours.entries(hub.village.store.station, 1))
    with hub.store.write() as writer:
        writer.apply(iter(entries))
        assert writer.record(record_id) is not None
        assert writer.digests(hub.village.store.station), "it is in the tables"
        with hub.store.read() as reader, hub.store.read() as another:
            assert reader.record(record_id) is None, "and nobody sees it yet"
            assert another.stations() == ()
    with hub.store.read() as reader:
        assert reader.record(record_id) is not None


def test_what_fails_half_way_leaves_nothing_behind(hub: Hub) -> None:
    hub.village.save(plain_cases()[0])
    with hub.village.store.read() as ours:
        entries = list(ours.entries(hub.village.store.station, 1))

    def fail_at_the_end() -> None:
        with hub.store.write() as writer:
            writer.apply(iter(entries))
            assert writer.digests(hub.village.store.station)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_at_the_end()
    with hub.store.read() as reader:
        assert reader.stations() == ()
    assert hub.receive().packages[0].held["mediation"] == 1


HOME_ALONE = {
    *("blob_names", "blocks", "downward", "draft", "drafts", "find_person", "find_ref", "first_kept"),
    *("index_faults", "judged", "marks", "noted", "number_taken", "own", "restricted_ids", "returned"),
    *("transfers", "unsent", "heir_of", "line_of"),
}
"""What a reader tells of its own station, its drafts, numbers and screens, of who has what of whom."""


def test_whatever_a_reader_can_tell_a_hub_tells_of_its_home_or_of_its_tables() -> None:
    told = {name for name in dir(Reader) if not name.startswith("_")}
    below = {name for name in vars(UpstreamReader) if not name.startswith("_")}
    assert told - below == HOME_ALONE
