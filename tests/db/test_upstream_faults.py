"""A hub's tables held against the journal: what differs is told by its id, and shown anew."""

import pytest
from sqlalchemy import delete, text

from tests.desks import plain_cases
from tests.upstreams import Hub, database, hub
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
