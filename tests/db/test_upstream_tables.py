"""The tables of a hub: sealed, opened by URL, parted by city and year; on a file and on a real PostgreSQL."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.databases import database, new_database
from tests.desks import PASSPHRASE, Desk, plain_cases
from tests.upstreams import Hub, hub, hub_over
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.ids import id_bytes, new_id
from zsapp.records.home import open_home
from zsapp.records.upstream import open_upstream
from zsapp.records.upstream_read import year_of_day, year_of_id
from zsapp.records.upstream_rows import UPSTREAM

__all__ = ["database", "hub"]


def test_a_payload_moved_to_another_place_does_not_open(hub: Hub) -> None:
    record_id = hub.village.save(plain_cases()[0])
    hub.receive()
    with hub.store.upstream.connect() as connection:
        first = connection.execute(text("SELECT sealed FROM upstream_entry WHERE seq = 1")).scalar_one()
        moved = text("UPDATE upstream_entry SET sealed = :first WHERE record = :id")
        connection.execute(moved, {"first": first, "id": id_bytes(record_id)})
        connection.commit()
    with pytest.raises(Trouble) as trouble, hub.store.read() as reader:
        reader.record(record_id)
    assert trouble.value.code is Code.STORE_DAMAGED


def test_the_tables_of_a_newer_program_are_not_opened(hub: Hub) -> None:
    with hub.store.upstream.connect() as connection:
        connection.execute(text("UPDATE upstream_value SET value = :new WHERE key = 'schema'"), {"new": b"9"})
        connection.commit()
    with pytest.raises(Trouble) as trouble:
        open_upstream(hub.url, hub.store.home, "4420", hub.store.key)
    assert trouble.value.code is Code.STORE_NEWER


def test_a_hub_is_opened_again_where_it_was(hub: Hub) -> None:
    record_id = hub.village.save(plain_cases()[0])
    hub.receive()
    home = hub.store.home
    hub.store.close()
    desk = Desk(open_home(home, passphrase=PASSPHRASE), hub.desk.profile)
    hub.desk = hub_over(desk, hub.url)
    with hub.store.read() as reader:
        assert reader.record(record_id) is not None


@pytest.mark.parametrize("url", ["mysql://x/y", "no url", "sqlite://", "postgresql+asyncpg"])
def test_a_url_of_nothing_we_know_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(Refusal) as refusal:
        open_upstream(url, tmp_path, "4420", bytes(32))
    assert refusal.value.code is Code.UPSTREAM_URL


def test_a_city_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        open_upstream("", tmp_path, "44'; --", bytes(32))
    assert refusal.value.code is Code.UPSTREAM_URL


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        open_upstream("postgresql://zsapp@127.0.0.1:9/none", tmp_path, "4420", bytes(32))
    assert trouble.value.code is Code.UPSTREAM_UNREACHABLE


def test_what_the_database_refuses_is_told(hub: Hub) -> None:
    with pytest.raises(Trouble) as trouble, hub.store.upstream.connect() as connection:
        connection.execute(
            text("INSERT INTO upstream_value (city, key, value) VALUES ('4420', 'schema', NULL)")
        )
    assert trouble.value.code is Code.UPSTREAM_FAULT


def test_postgresql_keeps_each_city_and_year_apart() -> None:
    url = new_database()
    upstream = open_upstream(url, Path(), "4420", bytes(32))
    open_upstream(url, Path(), "4401", bytes(32)).close()
    with upstream.connect() as connection:
        upstream.make_years(connection, {2025, 2026, 0})
        connection.commit()
        parts = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = "
        parts += "'upstream_record_4420'::regclass"
        assert {row[0] for row in connection.exec_driver_sql(parts)} == {
            f"upstream_record_4420_{year}" for year in (0, 2025, 2026)
        }
        asked = "EXPLAIN SELECT 1 FROM upstream_record WHERE city = '4420' AND year = 2026"
        plan = " ".join(row[0] for row in connection.exec_driver_sql(asked))
    assert "upstream_record_4420_2026" in plan
    assert "2025" not in plan
    assert "4401" not in plan
    upstream.close()


def test_every_unique_key_begins_with_the_city() -> None:
    for table in UPSTREAM.sorted_tables:
        assert next(iter(table.primary_key)).name == "city"
    engine = create_engine("sqlite://")
    UPSTREAM.create_all(engine)  # the same tables, in one piece
    engine.dispose()


def test_the_year_of_an_id_is_told_by_itself() -> None:
    assert year_of_id(new_id()) == date.today().year  # noqa: DTZ011 -- any year of ours
    assert year_of_id("00000000-0000-7000-8000-000000000000") == 0
    assert year_of_id("ffffffff-ffff-7fff-8fff-ffffffffffff") == 0
    assert (year_of_day(""), year_of_day("1999-12-31"), year_of_day("2026-01-01")) == (0, 0, 2026)
