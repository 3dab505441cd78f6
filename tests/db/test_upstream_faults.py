"""A hub's tables held against the journal: what differs is told by its id, and shown anew."""

from pathlib import Path

import pytest
from sqlalchemy import delete, text

from tests.desks import NEIGHBOUR, Desk, enrol, make_desk, plain_cases
from tests.liars import entry_after, send
from tests.upstreams import Hub, database, hub
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.records import sectors
from zsapp.records.rebuild import examine, rebuild
from zsapp.records.upstream_rows import LINE, RECORD

__all__ = ["database", "hub"]

HARMS = {
    "a row says another state": "UPDATE upstream_record SET state = 'x' WHERE id = :id",
    "a row is another station's": "UPDATE upstream_record SET station = maker, sender = id WHERE id = :id",
    "a row is missing": "DELETE FROM upstream_record WHERE id = :id",
    "a line says other money": "UPDATE upstream_line SET amount_fen = 1 WHERE id = :id",
    "a line is missing": "DELETE FROM upstream_line WHERE id = :id",
    "a line stands twice": "INSERT INTO upstream_line SELECT city, 0, {} FROM upstream_line WHERE id = :id",
    "a row has no entry": "UPDATE upstream_entry SET version = 0 WHERE record = :id",
}


@pytest.fixture
def kept(hub: Hub) -> list[str]:
    """Cases of the village at the hub, one of them changed since, and a bad one that is held."""
    ids = [hub.village.save(case) for case in plain_cases()[:3]]
    hub.village.save(plain_cases()[3], ids[1])
    hub.village.save({"nonsense": 1})
    hub.receive()
    return ids


def spoil(hub: Hub, statement: str, record: bytes) -> None:
    """Change the tables behind the program's back."""
    rest = ", ".join(f'"{one.name}"' for one in LINE.c if one.name not in ("city", "year"))
    with hub.store.upstream.connect(writes=True) as connection:
        hub.store.upstream.make_years(connection, {0})
        connection.execute(text(statement.format(rest)), {"id": record})
        connection.commit()


def told(hub: Hub) -> dict[str, object]:
    """Return everything that the tables tell of records."""
    with hub.store.upstream.connect() as connection:
        return {one.name: sorted(map(repr, connection.execute(one.select()))) for one in (RECORD, LINE)}


def test_a_sound_hub_is_said_to_be_sound(hub: Hub, kept: list[str]) -> None:
    assert examine(hub.store).sound
    assert rebuild(hub.store).sound


@pytest.mark.parametrize("statement", HARMS.values(), ids=HARMS)
def test_what_the_tables_show_otherwise_is_told_and_shown_anew(
    hub: Hub, kept: list[str], statement: str
) -> None:
    before = told(hub)
    spoil(hub, statement, bytes.fromhex(kept[1].replace("-", "")))
    assert examine(hub.store).index_faults == (kept[1],)
    assert rebuild(hub.store).index_faults == ()
    if "upstream_entry" not in statement:
        assert told(hub) == before


def test_tables_that_lost_all_they_showed_are_made_anew(hub: Hub, kept: list[str]) -> None:
    before = told(hub)
    with hub.store.upstream.connect(writes=True) as connection:
        for one in (RECORD, LINE):
            connection.execute(delete(one))
        connection.commit()
    assert set(examine(hub.store).index_faults) > set(kept)
    assert rebuild(hub.store).sound
    assert told(hub) == before


def journal_of(desk: Desk) -> list[Entry]:
    with desk.store.read() as reader:
        return list(reader.entries(desk.store.station, 1))


def test_a_record_of_ours_lies_in_the_home_whatever_is_held_of_it_upstream(hub: Hub) -> None:
    ours = hub.desk.save(plain_cases()[0])
    before = journal_of(hub.village)
    claim = entry_after(before[-1], hub.village, plain_cases()[1], record_id=ours)
    hub.desk.exchange.import_path(send(hub.village, hub.three.stick, [*before, claim]))
    assert rebuild(hub.store).sound
    with hub.store.read() as reader:
        assert [one.record_id for one in reader.held()] == [ours]
        assert reader.ids("mediation") == (ours,)
    hub.desk.save(plain_cases()[2], ours)
    with hub.store.read() as reader:
        stored = reader.record(ours)
        assert stored is not None
        assert stored.version == 2


def test_a_lost_row_is_its_makers_again_and_not_whose_claim_is_held(hub: Hub, tmp_path: Path) -> None:
    neighbour = make_desk(tmp_path / "neighbour", NEIGHBOUR)
    enrol(hub.desk, neighbour, tmp_path)
    record_id = hub.village.save(plain_cases()[0])
    hub.receive()
    before = journal_of(neighbour)
    early = "2026-01-01T00:00:00Z"
    claim = entry_after(before[-1], neighbour, plain_cases()[1], record_id=record_id, at=early)
    hub.desk.exchange.import_path(send(neighbour, hub.three.stick, [*before, claim]))
    rows = told(hub)
    spoil(hub, HARMS["a row is missing"], bytes.fromhex(record_id.replace("-", "")))
    assert rebuild(hub.store).sound
    assert told(hub) == rows
    neighbour.store.close()


def test_what_only_a_newer_program_reads_stays_as_it_is_shown(hub: Hub, kept: list[str]) -> None:
    spoil(
        hub,
        "UPDATE upstream_entry SET schema = 2 WHERE record = :id",
        bytes.fromhex(kept[0].replace("-", "")),
    )
    rows = told(hub)
    with pytest.raises(Trouble) as trouble:
        rebuild(hub.store)
    assert trouble.value.code is Code.STORE_NEWER
    assert told(hub) == rows


def test_a_record_that_came_in_under_older_rules_is_shown_as_ever(
    hub: Hub, kept: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def tighter(*_given: object) -> None:
        raise Refusal(Code.TEXT_CONTROL_CHARACTER, field="title")

    monkeypatch.setattr(sectors, "check_payload", tighter)
    assert examine(hub.store).sound
    assert rebuild(hub.store).sound
