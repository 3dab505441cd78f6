"""Laws of the front desk: shapes there and back, no rule that trips over a record, days that only grow."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.things import things
from tests.visits import LAWFUL, OWN, VISIBLE, application, desk_of, service_entries
from zsapp.base.plain import fit_to_keep, from_plain, to_plain
from zsapp.records import sectors
from zsapp.rules.adviser import DutyPeriod
from zsapp.rules.adviser_checks import hours_in, hours_of
from zsapp.rules.desk_checking import run_desk_checks
from zsapp.rules.desk_rules import RULES
from zsapp.rules.front_desk import SERVICES, service_of
from zsapp.rules.reconsideration import Act
from zsapp.rules.reconsideration_deadlines import apply_by
from zsapp.services.desk_files import entry_of, read_entry_of

ENTRIES = st.sampled_from([*service_entries(VISIBLE).values(), *service_entries(OWN).values()])
SECTORS = st.sampled_from(list(SERVICES))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@settings(max_examples=40)
@given(SECTORS.flatmap(lambda name: st.tuples(st.just(name), things(SERVICES[name].shape))), DAYS)
def test_no_rule_trips_over_a_record_and_the_store_knows_every_shape(
    drawn: tuple[str, Any], day: date
) -> None:
    sector, record = drawn
    kept = fit_to_keep(record)
    desk = desk_of(kept, day)
    run_desk_checks(RULES[sector].checks, desk)
    tuple(RULES[sector].deadlines(desk))
    RULES[sector].figures(desk)
    payload = to_plain(kept)
    assert from_plain(SERVICES[sector].shape, payload) == kept
    assert sectors.index_of(sector, payload).state in SERVICES[sector].states
    sectors.words_of(sector, payload)


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_the_keys_of_a_file_changes_nothing(entry: dict[str, Any], order: Any) -> None:
    row = service_of(entry)
    assert row is not None
    keys = list(entry)
    order.shuffle(keys)
    shuffled = {key: entry[key] for key in keys}
    assert read_entry_of(row, shuffled) == read_entry_of(row, entry)
    assert entry_of(read_entry_of(row, shuffled)) == entry_of(read_entry_of(row, entry))


@given(SECTORS, DAYS, st.integers(0, 400))
def test_what_is_late_stays_late_until_it_is_done(sector: str, day: date, later: int) -> None:
    record = LAWFUL[sector](date=day)
    before = {one.id: one.state for one in RULES[sector].deadlines(desk_of(record, day))}
    after = {one.id: one.state for one in RULES[sector].deadlines(desk_of(record, day + timedelta(later)))}
    assert all(after[name] == "overdue" for name, state in before.items() if state == "overdue")


@given(DAYS)
def test_sixty_days_never_end_on_a_day_of_rest_nor_before_the_sixtieth(known: date) -> None:
    record = application(act=Act(known=known, kind="FY01"))
    desk = desk_of(record, known)
    found = apply_by(desk)
    assert found is not None
    assert found.raw == known + timedelta(60)
    assert found.raw <= found.due <= found.raw + timedelta(11)
    assert desk.tables.calendar.is_workday(found.due)


@given(st.lists(st.tuples(st.integers(0, 47), st.integers(0, 47)), max_size=4))
def test_hours_add_up_and_are_never_negative(halves: list[tuple[int, int]]) -> None:
    def told(half: int) -> str:
        return f"{half // 2:02}:{half % 2 * 30:02}"

    periods = tuple(DutyPeriod(begin=told(first), end=told(last)) for first, last in halves)
    log = LAWFUL["adviser"](periods=periods)
    assert hours_of(log) == sum(max(last - first, 0) for first, last in halves) / 2
    assert hours_in([log, log]) == 2 * hours_of(log)
