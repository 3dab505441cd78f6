"""What a hub's tables cannot hold, what two hubs write at once, and workers that somebody ended."""

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desks import plain_cases
from tests.liars import entry_after, refused_by, send
from tests.upstreams import Hub, database, hub
from zsapp.base.entry import Entry
from zsapp.base.errors import Code
from zsapp.base.ids import id_bytes
from zsapp.records import sectors, upstream_indexing
from zsapp.records.upstream_indexing import Indexing
from zsapp.records.upstream_rows import LINE, NAMELESS, RECORD
from zsapp.records.upstream_write import Filling
from zsapp.services import exchange

__all__ = ["database", "hub"]

LONG_NAME = "委" * 150


def own(hub: Hub) -> list[Entry]:
    with hub.village.store.read() as reader:
        return list(reader.entries(hub.village.store.station, 1))


def sent(hub: Hub, payload: dict[str, Any], **header: Any) -> Any:
    """Return a package of everything of the village, an entry with such a header, and one more."""
    before = own(hub)
    odd = entry_after(before[-1], hub.village, payload, **header)
    return send(hub.village, hub.three.stick, [*before, odd, entry_after(odd, hub.village, plain_cases()[0])])


@pytest.mark.parametrize(
    "header", [{"verb": "v" * 33}, {"verb": "a\x00b"}, {"sector": "s" * 33}, {"sector": "medi\x00"}]
)
def test_a_verb_that_no_table_holds_is_refused_and_not_tried_for_ever(
    hub: Hub, header: dict[str, str]
) -> None:
    package = sent(hub, {}, version=0, record_id="", **header)
    assert refused_by(hub.desk, package).code is Code.PACKAGE_RECORD_BAD


def test_a_long_name_is_cut_for_the_list_and_whole_in_the_record(hub: Hub) -> None:
    package = sent(hub, {"name": LONG_NAME}, sector="committee")
    hub.desk.exchange.import_path(package)
    with hub.store.read() as reader:
        (committee,) = reader.ids("committee")
        stored = reader.record(committee)
        assert stored is not None
        assert stored.payload["name"] == LONG_NAME
        assert reader.index_faults() == ()


@pytest.mark.parametrize(("version", "year"), [(5, 2025), (5, 2026), (0, 2025)])
def test_a_case_that_another_hub_takes_in_meanwhile_has_one_line(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, version: int, year: int
) -> None:
    if not hub.store.upstream.is_postgresql:
        return  # nobody else writes a file meanwhile
    other = hub.village.save(plain_cases()[1])
    hub.receive()
    record = id_bytes(hub.village.save(plain_cases()[0]))
    whole = Filling.flush

    def flush(filling: Filling) -> None:
        """Let another hub take in another version, just before the first is written."""
        monkeypatch.setattr(Filling, "flush", whole)
        with hub.store.upstream.connect(writes=True) as connection:
            hub.store.upstream.make_years(connection, {2025, 2026})
            for table, changed in (
                (RECORD, {"version": version, "hash": b"\xff" * 32}),
                (LINE, {"year": year}),
            ):
                like = table.select().where(table.c.id == id_bytes(other))
                row = dict(connection.execute(like).mappings().one())
                connection.execute(table.insert(), {**row, "id": record, **changed})
            connection.commit()
        whole(filling)

    monkeypatch.setattr(Filling, "flush", flush)
    hub.receive()
    with hub.store.upstream.connect() as connection:
        (row,) = connection.execute(RECORD.select().where(RECORD.c.id == record))
        (line,) = connection.execute(LINE.select().where(LINE.c.id == record))
        assert (row.version, line.year) == ((5, year) if version else (1, 2026))


def test_a_hub_counts_what_the_register_says_and_has_no_names_to_keep() -> None:
    for payload in plain_cases():
        index, line = sectors.index_and_line("mediation", payload)
        whole = sectors.line_of("mediation", payload)
        assert index == sectors.index_of("mediation", payload)
        assert line
        assert whole
        assert {key: line[key] for key in NAMELESS} == {key: whole[key] for key in NAMELESS}
        assert not any(line[key] for key in set(whole) - set(NAMELESS))


def test_a_hub_takes_in_a_volume_without_looking_through_the_year(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def nobody(*_: object) -> tuple[str, ...]:
        pytest.fail("nobody reads at a hub what each volume says of numbers")

    monkeypatch.setattr(exchange, "clashes_in", nobody)
    record = hub.village.save(plain_cases()[0])
    file = hub.village.exchange.export(tmp_path, since=0).file
    done = hub.desk.exchange.take_in(file)
    assert (done.packages[0].records > 0, done.clashes) == (True, ())
    with hub.store.read() as reader:
        assert reader.record(record) is not None


def test_processes_that_somebody_ended_are_started_again(monkeypatch: pytest.MonkeyPatch, hub: Hub) -> None:
    monkeypatch.setattr(upstream_indexing, "FEW", 1)
    hub.village.save(plain_cases()[0])
    entries, indexing = own(hub), Indexing(bytes(32))

    def ended() -> Iterator[Entry]:
        for one in entries:
            yield one
            pool = indexing._pool
            for worker in list(pool._processes.values()) if pool else ():
                os.kill(worker.pid, signal.SIGKILL)

    def told(coming: Iterable[Entry]) -> list[Any]:
        return [(entry, one.found, one.line) for entry, one in indexing.over(coming)]

    try:
        first = told(entries)
        again = told(ended())
        assert told(entries) == again == first
    finally:
        indexing.close()
