"""Lines of the register in the index: those of the rules, up to date, found by period."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.db.test_store_doctor import spoil
from tests.homes import save_case
from tests.things import things
from zsapp.base.items import base_of, items
from zsapp.base.plain import from_sheet, to_plain
from zsapp.records import mediation
from zsapp.records.index_rows import LINE_COLUMNS
from zsapp.records.rebuild import examine, rebuild
from zsapp.records.store import Store
from zsapp.rules.mediation import ANNOTATIONS, Case
from zsapp.rules.mediation_ledger import LedgerLine, ledger_line

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def plain_line(case: Case) -> dict[str, Any] | None:
    """Return the columns of a case's line, worked out from the whole case; a void case has none."""
    if case.void:
        return None
    known = to_plain(ledger_line(case))
    return {name: known.get(name, empty) for name, empty in LINE_COLUMNS.items()}


def test_a_column_stands_for_each_item_of_the_line() -> None:
    assert list(LINE_COLUMNS) == [one.wire_key for one in items(LedgerLine)]
    empty = {base_of(one.type)[1].__name__: LINE_COLUMNS[one.wire_key] for one in items(LedgerLine)}
    assert empty == {"str": "", "date": "", "Decimal": None, "int": 0}


def test_every_acceptance_case_has_the_line_the_rules_give_it(cases: list[dict[str, Any]]) -> None:
    for sheet in cases:
        case = from_sheet(Case, sheet, ANNOTATIONS)
        assert mediation.line_of(to_plain(case)) == plain_line(case)


@given(case=things(Case))
def test_any_case_has_the_line_the_rules_give_it(case: Case) -> None:
    assert mediation.line_of(to_plain(case)) == plain_line(case)


def lines(store: Store, *names: str, basis: Any = "accepted", period: tuple[date, date] = YEAR) -> list[Any]:
    with store.read() as reader:
        return [row[1:] for row in reader.lines(names, basis, *period)]


def test_a_case_is_found_by_the_day_it_was_accepted_or_closed(store: Store) -> None:
    save_case(store, dates={"accept": "2026-03-31", "close": "2026-04-01"}, volume_no="第5号")
    first, second = (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 6, 30))
    for settle in (False, True):
        if settle:
            store.settle()
        assert lines(store, "number", period=first) == [("第5号",)]
        assert lines(store, "number", period=second) == []
        assert lines(store, "number", basis="closed", period=first) == []
        assert lines(store, "number", basis="closed", period=second) == [("第5号",)]


def test_a_case_never_accepted_belongs_to_no_period(store: Store) -> None:
    save_case(store, dates={"apply": "2026-03-02"})
    assert lines(store, "number") == []
    store.settle()
    assert lines(store, "number") == []


def test_a_change_that_waits_is_seen_at_once_and_only_once(store: Store) -> None:
    record_id = save_case(store, difficulty="一般")
    store.settle()
    save_case(store, record_id, base_version=1, difficulty="疑难")
    assert lines(store, "difficulty") == [("疑难",)]
    store.settle()
    assert lines(store, "difficulty") == [("疑难",)]


def test_people_and_the_station_have_no_line(store: Store) -> None:
    with store.write() as writer:
        writer.save("person", store.station, {"name": "何䶮"}, base_version=0, verb="save")
    assert lines(store, "number") == []
    store.settle()
    assert lines(store, "number") == []


def test_lines_come_in_the_order_they_were_saved_however_they_are_read(store: Store) -> None:
    days = [f"2026-{month:02}-01" for month in (5, 3, 4, 7, 6, 8, 10, 9, 11, 12)]
    for day in days:
        save_case(store, dates={"accept": day})
    store.settle()
    assert lines(store, "accepted_on") == [(day,) for day in days]
    one = date(2026, 3, 1), date(2026, 3, 31)
    assert lines(store, "accepted_on", period=one) == [("2026-03-01",)]


def test_named_records_come_in_the_order_asked_for(store: Store) -> None:
    ids = [save_case(store, volume_no=f"第{n}号") for n in range(3)]
    with store.read() as reader:
        assert [one.number for one in reader.named([ids[2], store.station, ids[0]])] == ["第2号", "第0号"]
        assert reader.named([]) == ()


@pytest.mark.parametrize(
    "statement", ["UPDATE case_line SET heads = 9", "DELETE FROM case_line", "UPDATE case_line SET id = ''"]
)
def test_a_line_that_differs_from_the_journal_is_found_and_made_anew(store: Store, statement: str) -> None:
    save_case(store)
    store.settle()
    assert examine(store).sound
    spoil(store, statement)
    assert examine(store).index_faults
    assert rebuild(store).sound
    assert lines(store, "heads") == [(2,)]


@given(days=st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=5))
def test_the_days_of_lines_are_text_that_sorts_as_days_do(days: list[date]) -> None:
    found = [mediation.line_of(to_plain(from_sheet(Case, {"dates": {"accept": day}}))) for day in days]
    assert sorted(days) == [date.fromisoformat(one["accepted_on"]) for one in sorted(found, key=str) if one]
