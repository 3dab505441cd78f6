"""The duty roster: what is planned by hours and holidays, what was so, the rate of a month, its paper."""

from datetime import date
from typing import Any

import pytest

from zsapp.rules.duty_paper import duty_lines, rate_text, roster_paper
from zsapp.rules.duty_roster import (
    DutyDay,
    DutyMonth,
    opening_rate,
    opening_rates,
    plan_month,
    plan_of_day,
    with_day,
)
from zsapp.rules.groups import NOTHING
from zsapp.rules.premises import (
    Closure,
    Hours,
    Inspection,
    Premises,
    StaffMember,
    check_premises,
    minutes_of,
    week_text,
)
from zsapp.services.tables import shipped_tables

WEEK = ("周一", "周二", "周三", "周四", "周五")
HOURS = tuple(Hours(weekday=day, opens="9:00", closes="17:00") for day in WEEK)
TODAY = date(2026, 3, 10)


def place(**more: Any) -> Premises:
    return Premises(**{"org": "442000106203", "name": "龙瑞工作室", "hours": HOURS} | more)


def is_open(day: date, **more: Any) -> bool:
    return plan_of_day(place(**more), day, shipped_tables().calendar)[0]


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        (date(2026, 3, 9), True),
        (date(2026, 3, 7), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2026, 9, 20), True),
    ],
)
def test_working_days_are_planned_and_worked_days_of_rest_too(day: date, opened: bool) -> None:
    assert is_open(day) is opened


def test_holidays_are_planned_where_they_are_open() -> None:
    assert is_open(date(2026, 10, 1), holidays="是")
    assert not is_open(date(2026, 10, 3), holidays="是")


def test_closures_and_days_opened_besides_come_first() -> None:
    shut = Closure(first=date(2026, 3, 9), last=date(2026, 3, 10), reason="装修")
    extra = Closure(first=date(2026, 3, 7), open="是", reason="圩日")
    assert not is_open(date(2026, 3, 10), closures=(shut,))
    assert is_open(date(2026, 3, 11), closures=(shut,))
    calendar = shipped_tables().calendar
    assert plan_of_day(place(closures=(extra,)), date(2026, 3, 7), calendar) == (True, "9:00—17:00")
    assert plan_of_day(place(closures=(extra,), hours=()), date(2026, 3, 7), calendar) == (True, "")
    assert not Closure().holds(TODAY)


def test_a_month_is_planned_in_turns_and_what_stands_stays() -> None:
    staff = (
        StaffMember(name="高伟明", on_duty="是"),
        StaffMember(name="刘佩珊", on_duty="是"),
        StaffMember(name="陈律师", on_duty="否"),
    )
    calendar = shipped_tables().calendar
    month = plan_month(place(staff=staff), date(2026, 3, 15), calendar)
    assert (month.month, len(month.days)) == (date(2026, 3, 1), 22)
    assert [one.people for one in month.days[:3]] == [("高伟明",), ("刘佩珊",), ("高伟明",)]
    by_hand = with_day(month, DutyDay(date=date(2026, 3, 2), people=("陈律师",), planned="是"))
    marked = with_day(by_hand, DutyDay(date=date(2026, 3, 6), people=("高伟明",), opened="是"))
    closed = place(closures=(Closure(first=date(2026, 3, 5), last=date(2026, 3, 6)),))
    again = plan_month(closed, date(2026, 3, 1), calendar, marked)
    assert again.day(date(2026, 3, 2)) == DutyDay(
        date=date(2026, 3, 2), people=("陈律师",), planned="是", times="9:00—17:00"
    )
    assert again.day(date(2026, 3, 5)) is None
    kept = again.day(date(2026, 3, 6))
    assert kept is not None
    assert (kept.opened, kept.is_planned, kept.state_on(TODAY)) == ("是", False, "加开")
    assert plan_month(place(), date(2026, 3, 1), calendar).days[0].people == ()


def roster(*days: tuple[int, str, str]) -> DutyMonth:
    made = tuple(
        DutyDay(date=date(2026, 3, day), planned=planned, opened=opened) for day, planned, opened in days
    )
    return DutyMonth(org="442000106203", org_name="龙瑞工作室", month=date(2026, 3, 1), days=made)


def test_the_rate_counts_planned_days_that_have_come_and_says_which() -> None:
    month = roster((2, "是", "是"), (3, "是", "否"), (4, "是", ""), (7, "否", "是"), (11, "是", ""))
    rate = opening_rate(month, TODAY)
    assert rate.planned == (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4))
    assert (rate.opened, rate.extra, rate.unmarked) == (
        (date(2026, 3, 2),),
        (date(2026, 3, 7),),
        (date(2026, 3, 4),),
    )
    assert rate.value == "33.33%"
    assert rate_text(rate) == "计划3天，已开放1天，开放率33.33%；另加开1天；1天还没有登记"
    assert [one.state_on(TODAY) for one in month.days] == ["已开放", "未开放", "待登记", "加开", "未到"]
    assert DutyDay().state_on(TODAY) == "未到"


def test_a_month_of_which_no_planned_day_has_come_has_no_rate() -> None:
    rate = opening_rate(roster((11, "是", "")), TODAY)
    assert rate.value == NOTHING
    assert rate_text(rate) == f"计划0天，已开放0天，开放率{NOTHING}"
    assert opening_rate(DutyMonth(), TODAY).month == date.min


def test_rates_stand_by_month_and_place() -> None:
    april = DutyMonth(org="442000106203", month=date(2026, 4, 1))
    other = DutyMonth(org="442000106201", month=date(2026, 3, 1))
    found = opening_rates((april, roster(), other, DutyMonth()), TODAY)
    assert [(one.month.month, one.org[-1]) for one in found] == [(3, "1"), (3, "3"), (4, "3")]


def test_the_paper_for_the_wall_has_planned_days_and_no_private_telephones() -> None:
    staff = (StaffMember(name="高伟明", phone="13900000101", on_duty="是"),)
    where = place(staff=staff, address="文明路1号", phone="0760-88800001")
    month = plan_month(where, date(2026, 3, 1), shipped_tables().calendar)
    paper = roster_paper(with_day(month, DutyDay(date=date(2026, 3, 7), planned="否")), where, TODAY)
    assert paper.listing is not None
    assert paper.listing.rows[0].cells == ("3月2日", "周一", "9:00—17:00", "高伟明")
    assert (paper.hours, paper.year, paper.month) == ("周一至周五 9:00—17:00", 2026, 3)
    assert len(paper.listing.rows) == 22
    blank = roster_paper(DutyMonth(org_name="龙瑞工作室"), Premises(), TODAY)
    assert (blank.name, blank.listing, blank.year) == ("龙瑞工作室", None, None)


def test_a_line_of_the_ledger_says_what_was_so() -> None:
    shut = DutyDay(date=date(2026, 3, 9), opened="否", reason="停电", by="站长", people=("高伟明",))
    (line,) = duty_lines(DutyMonth(days=(shut, DutyDay())), TODAY)
    assert (line.weekday, line.state, line.reason, line.people) == ("周一", "未开放", "停电", "高伟明")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("9:00", 540), ("09:05", 545), ("17：30", 1050)),
        *((text, None) for text in ("24:00", "9:60", "九点", "9", "9:0", "100:00", "")),
    ],
)
def test_a_time_of_day_is_read_strictly(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


def test_opening_hours_are_told_with_equal_days_together() -> None:
    rows = (
        *(Hours(weekday=day, opens=at, closes=to) for day in WEEK[:2] for at, to in AFTER_AND_BEFORE_NOON),
        Hours(weekday="周日", opens="9:00", closes="12:00"),
    )
    assert week_text(place(hours=rows)) == "周一至周二 9:00—12:00、14:00—17:00；周日 9:00—12:00"


AFTER_AND_BEFORE_NOON = (("14:00", "17:00"), ("9:00", "12:00"))


def test_what_a_premises_misses_is_said_with_its_basis() -> None:
    tables = shipped_tables()
    assert check_premises(Premises(org="442000106203", name="龙瑞工作室"), tables, TODAY) == ()
    bare = Premises(org="442000106203", name="龙瑞工作室", plaque="有")
    found = {one.rule: one for one in check_premises(bare, tables, TODAY)}
    assert set(found) == {"P01", "P02", "P03", "P04", "P05"}
    assert "收费（免费）" in found["P03"].message
    assert found["P05"].basis == "法援法45"
    whole = place(
        address="文明路1号",
        notices=tuple(row.text for row in tables.codes["premises_notice"]),
        access=("轮椅",),
        staff=(StaffMember(name="高伟明", post="负责人"),),
    )
    assert check_premises(whole, tables, TODAY) == ()


def test_wrong_times_and_late_repairs_are_told_where_they_stand() -> None:
    tables = shipped_tables()
    wrong = place(
        hours=(Hours(weekday="周一", opens="九点", closes="17:00"), Hours(opens="12:00", closes="9:00")),
        inspections=(
            Inspection(due=date(2026, 3, 9)),
            Inspection(due=date(2026, 3, 9), fixed=date(2026, 3, 9)),
            Inspection(due=TODAY),
        ),
    )
    found = [(one.rule, one.where) for one in check_premises(wrong, tables, TODAY)]
    assert [one for one in found if one[0] in ("P06", "P07")] == [
        ("P06", "hours[0].opens"),
        ("P06", "hours[1].closes"),
        ("P07", "inspections[0].fixed"),
    ]
