"""Laws of the store: a replay gives the same index; order does not matter; search misses nothing."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.homes import case_payload, make_home
from zsapp.base.entry import Entry, check_chain
from zsapp.base.errors import Code, Trouble
from zsapp.records.index_rows import Replayed
from zsapp.records.rebuild import examine
from zsapp.records.store import Applied, Store, Writer
from zsapp.records.variants import folded

STATIONS = [f"019cd0f2-76c0-7c3c-8f4e-00000000000{n}" for n in range(3)]
RECORDS = [f"019cd0f2-76c0-7c3c-8f4e-1000000000{n:02}" for n in range(4)]
WORDS = "张王李单区何䶮𬶟宅基地排水沟A栋3，。a1 "
TEXTS = st.text(WORDS, max_size=12)


@st.composite
def payloads(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(TEXTS.filter(str.strip), max_size=3))
    parties = [
        {"role": "申请人", "name": name, "phone": draw(st.sampled_from(["", "138"]))} for name in names
    ]
    dates = draw(st.sampled_from([{}, {"accept": "2026-03-02"}, {"file": "2026-03-31"}]))
    numbers = {key: draw(st.sampled_from(["", "甲", "乙"])) for key in ("volume_no", "agreement_no", "case")}
    return case_payload(parties=parties, dates=dates, brief=draw(TEXTS), **numbers)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.sampled_from(RECORDS), payloads()),
        st.tuples(st.just("person"), st.sampled_from(["何䶮", "张三"]), st.none()),
        st.tuples(st.just("note"), st.sampled_from(RECORDS), st.none()),
        st.tuples(st.just("settle"), st.none(), st.none()),
    ),
    max_size=12,
)


def take(writer: Writer, step: tuple[str, Any, Any]) -> None:
    what, name, payload = step
    if what == "save":
        stored = writer.record(name)
        writer.save("mediation", name, payload, base_version=stored.version if stored else 0, verb="save")
    elif what == "person":
        known = writer.find_person(name=name, phone="138")
        record_id = known or f"019cd0f2-76c0-7c3c-8f4e-2000000000{ord(name[0]) % 90 + 10}"
        stored = writer.record(record_id)
        base = stored.version if stored else 0
        writer.save("person", record_id, {"name": name, "phone": "138"}, base_version=base, verb="save")
    elif what == "note":
        writer.note("print", sector="mediation", record_id=name)
    else:
        writer.settle()


def tables(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the index tables, and what the full-text table knows."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with store._opened.engine.connect() as connection, connection.begin():
        for table in Replayed.metadata.sorted_tables:
            kept = [column for column in table.c if (table.name, column.name) != ("person", "pk")]
            found[table.name] = sorted(
                tuple(row) for row in connection.execute(table.select().with_only_columns(*kept))
            )
        connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search', 'row')")
        terms = connection.exec_driver_sql("SELECT term, doc FROM terms")
        found["search"] = sorted(tuple(row) for row in terms)
        connection.exec_driver_sql("DROP TABLE temp.terms")
    return found


def with_store(work: Callable[[Store], None], station: str = STATIONS[0]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        make_home(Path(folder) / "home", station=station).store as store,
    ):
        work(store)


@given(STEPS)
@settings(max_examples=40)
def test_a_replay_gives_the_index_that_living_gave(steps: list[tuple[str, Any, Any]]) -> None:
    def work(store: Store) -> None:
        for step in steps:
            with store.write() as writer:
                take(writer, step)
        store.settle()
        before = tables(store)
        with store.write() as writer:
            writer.replay()
        assert tables(store) == before
        assert examine(store).sound

    with_store(work)


def journal_of(station: str, steps: list[tuple[str, Any, Any]]) -> list[Entry]:
    entries: list[Entry] = []

    def work(store: Store) -> None:
        for step in steps:
            with store.write() as writer:
                take(writer, step)
        with store.read() as reader:
            entries.extend(reader.entries(station, 1))

    with_store(work, station)
    return entries


def winners(store: Store) -> dict[str, tuple[int, int, int, str]]:
    with store._opened.engine.connect() as connection, connection.begin():
        table = Replayed.metadata.tables["record"]
        rows = connection.execute(table.select())
        return {row.id.hex(): (row.version, row.epoch, row.seq, row.title) for row in rows}


@given(st.lists(STEPS, min_size=2, max_size=2), st.data())
@settings(max_examples=25)
def test_order_and_repetition_do_not_matter(
    both: list[list[tuple[str, Any, Any]]], data: st.DataObject
) -> None:
    chains = {station: journal_of(station, steps) for station, steps in zip(STATIONS[1:], both, strict=True)}
    arrivals = [
        (station, start, stop)
        for station, entries in chains.items()
        for start in (0, len(entries) // 2)
        for stop in (len(entries) // 2, len(entries))
    ]
    shown = []

    def work(order: list[tuple[str, int, int]], store: Store) -> None:
        for station, start, stop in order:
            with store.read() as reader:
                reached = reader.cursor(station, 1).seq
            entries = chains[station][start:stop]
            try:
                with store.write() as writer:
                    applied = writer.apply(entries)
                assert applied.already == len([one for one in entries if one.header.seq <= reached])
            except Trouble as trouble:
                assert trouble.code is Code.CHAIN_BROKEN
                assert start > reached
        for station, entries in chains.items():
            with store.write() as writer:
                writer.apply(entries)
                assert writer.apply(entries) == Applied(0, 0, len(entries))
            with store.read() as reader:
                assert check_chain(reader.entries(station, 1))[1] == len(entries)
        store.settle()
        assert examine(store).sound
        shown.append(winners(store))

    for _ in range(2):
        order = data.draw(st.permutations(arrivals + arrivals))
        with_store(lambda store, order=order: work(order, store))
    assert shown[0] == shown[1]


@given(st.lists(TEXTS, min_size=1, max_size=6), st.lists(TEXTS, max_size=8), st.integers(0, 6))
@settings(max_examples=40)
def test_search_finds_exactly_what_stands_there(texts: list[str], queries: list[str], settled: int) -> None:
    def work(store: Store) -> None:
        ids = {}
        for n, brief in enumerate(texts):
            record_id = f"019cd0f2-76c0-7c3c-8f4e-30000000000{n}"
            with store.write() as writer:
                payload = {"brief": brief, "title": "卷", "dispute_type": "卷"}
                writer.save("mediation", record_id, payload, base_version=0, verb="save")
            ids[record_id] = folded(f"卷\n{brief}")
            if n + 1 == settled:
                store.settle()
        with store.read() as reader:
            for query in [*queries, *(text[1:4] for text in texts)]:
                got = {line.id for line in reader.page("mediation", query=query).lines}
                assert got == {record_id for record_id, text in ids.items() if stands(query, text)}, query

    with_store(work)


def runs(text: str) -> list[str]:
    """Return the runs of letters and characters of a text, whatever stands between them: brute force."""
    return "".join(character if character.isalnum() else " " for character in text).split()


def latin(text: str) -> list[str]:
    """Return the Latin and digit runs of a text."""
    return "".join(
        character if character.isascii() and character.isalnum() else " " for character in text
    ).split()


def stands(query: str, text: str) -> bool:
    """Say whether every piece of a query stands in a text, and its Latin parts at the beginning of a word.

    A query of nothing but signs asks for what no text has; a blank one for every text.
    """
    pieces = runs(folded(query))
    if not pieces:
        return not query.strip()
    return all(
        piece in text and all(any(word.startswith(part) for word in latin(text)) for part in latin(piece))
        for piece in pieces
    )


@pytest.mark.parametrize("query", ["a1", "A栋3", "宅基地"])
def test_brute_force_knows_what_it_is_looking_for(query: str) -> None:
    assert stands(query, folded(f"张三 {query}号"))
    assert not stands(query, folded("李四"))
    assert not stands("a1", "ba1")
    assert stands(" ", "张三")
    assert not stands("%", "张三%")
