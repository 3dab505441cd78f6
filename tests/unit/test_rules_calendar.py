"""The calendar: every vector of the brief, and a table of days against an independent one."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from zsapp.rules.calendar import Calendar, days_after
from zsapp.services.tables import shipped_tables

CALENDAR = shipped_tables().calendar


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2026-04-28", 7, "2026-05-06"),
        ("2026-09-28", 7, "2026-10-08"),
        ("2026-02-13", 7, "2026-02-24"),
        ("2026-03-27", 15, "2026-04-13"),
        ("2026-07-15", 60, "2026-09-14"),
        ("2026-03-09", 30, "2026-04-08"),
        ("2026-06-10", 30, "2026-07-10"),
        ("2026-09-02", 30, "2026-10-08"),
        ("2026-05-08", 30, "2026-06-08"),
    ],
)
def test_plain_days_roll_over_a_day_off(start: str, count: int, last: str) -> None:
    assert CALENDAR.add_plain_days(date.fromisoformat(start), count) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-04-28", 3, "2026-05-06"),
        ("2026-09-28", 5, "2026-10-10"),
        ("2026-08-12", 15, "2026-09-02"),
        ("2026-09-16", 5, "2026-09-22"),
        ("2026-09-16", 0, "2026-09-16"),
    ],
)
def test_working_days_count_working_weekends(start: str, count: int, last: str) -> None:
    assert CALENDAR.add_work_days(date.fromisoformat(start), count) == date.fromisoformat(last)


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_is_what_an_independent_calendar_says(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day), day
        assert CALENDAR.is_holiday(day) == chinese_calendar.is_holiday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        *(("2018-12-31", "none"), ("2019-01-01", "official"), ("2026-12-31", "official")),
        *(("2027-01-01", "provisional"), ("2028-01-01", "none")),
    ],
)
def test_a_day_says_how_sure_it_is(day: str, status: str) -> None:
    assert CALENDAR.status(date.fromisoformat(day)) == status


def test_of_2027_the_statutory_days_are_known() -> None:
    off = [
        "01-01",
        "02-05",
        "02-06",
        "02-07",
        "02-08",
        "04-05",
        "05-01",
        "06-09",
        "09-15",
        "10-01",
        "10-02",
        "10-03",
    ]
    assert all(CALENDAR.is_holiday(date.fromisoformat(f"2027-{day}")) for day in off)
    assert CALENDAR.is_workday(date(2027, 2, 4))
    assert CALENDAR.add_plain_days(date(2026, 12, 2), 30) == date(2027, 1, 4)


def test_without_a_table_a_day_is_its_weekday() -> None:
    bare = Calendar()
    assert bare.is_workday(date(2026, 10, 1))
    assert bare.is_holiday(date(2026, 10, 10))
    assert bare.status(date(2026, 10, 1)) == "none"


@pytest.mark.parametrize(
    ("day", "years", "same"),
    [("2026-03-02", 3, "2029-03-02"), ("2024-02-29", 3, "2027-02-28"), ("2024-02-29", 4, "2028-02-29")],
)
def test_years_end_on_the_same_day_or_the_months_last(day: str, years: int, same: str) -> None:
    assert CALENDAR.same_day(date.fromisoformat(day), years) == date.fromisoformat(same)


def test_a_slip_of_the_year_ends_at_the_last_day_there_is_and_never_in_a_fault() -> None:
    plain, last = Calendar(), date.max
    assert days_after(date.min, -3) == date.min
    assert plain.add_plain_days(last, 7) == plain.add_work_days(last, 1) == last
    assert plain.next_workday(date(9999, 12, 31)) == last
    assert plain.same_day(date(9998, 3, 1), 3) == date(9999, 3, 1)
    assert Calendar(days_off=frozenset({last})).next_workday(last) == last
