"""The advisers' year: hours of each village and month against the target, what is missing, lectures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.visits import event, log
from zsapp.rules.adviser import Counters, DutyPeriod
from zsapp.rules.adviser_months import Counted, hours_by_month, short_number, village_years
from zsapp.rules.scoreboard_pool import Entry
from zsapp.services.tables import shipped_tables

HERE, THERE = "442000106203", "442000106204"
TODAY = date(2026, 5, 20)
MORNING = (DutyPeriod(begin="09:00", end="11:30"),)


def kept(key: str, record: Any) -> Entry:
    return Entry(key, record.org, record.date, None, record)


def year(*logs: Entry, events: tuple[Entry, ...] = (), tables: Any = None) -> Any:
    counted = Counted(logs, events, tables or shipped_tables(), TODAY)
    return village_years(2026, (HERE, THERE), counted)


def test_hours_are_added_by_village_and_month() -> None:
    found = hours_by_month(
        (
            kept("a", log(date=date(2026, 3, 2))),
            kept("b", log(date=date(2026, 3, 30), periods=MORNING)),
            kept("c", log(date=date(2026, 3, 5), org=THERE, periods=MORNING)),
        )
    )
    assert found == {
        (HERE, date(2026, 3, 1)): Decimal("10.5"),
        (THERE, date(2026, 3, 1)): Decimal("2.5"),
    }


def test_a_month_is_reached_short_without_a_log_running_or_ahead() -> None:
    here, there = year(
        kept("a", log(date=date(2026, 1, 7))),
        kept("b", log(date=date(2026, 2, 7), periods=MORNING)),
        kept("c", log(date=date(2026, 5, 7), periods=MORNING)),
    )
    assert [one.words for one in here.months[:7]] == [
        *("达标", "缺5.5小时", "无日志", "无日志", "还差5.5小时"),
        *("", ""),
    ]
    assert here.months[0].logs == ("a",)
    assert here.gaps[:3] == ("2月缺5.5小时", "3月没有日志", "4月没有日志")
    assert there.months[4].words == "还差8小时"


def test_a_quarter_has_its_lecture_from_an_event_or_from_a_log() -> None:
    lecture = log(date=date(2026, 4, 7), org=THERE, counters=Counters(lectures=40))
    here, there = year(kept("a", lecture), events=(kept("e", event(date=date(2026, 2, 3))),))
    assert [one.state for one in here.quarters] == ["有", "还没有", "", ""]
    assert [one.state for one in there.quarters] == ["缺", "有", "", ""]
    assert here.gaps[-1] == "4月没有日志"
    assert there.gaps[-1] == "第1季度没有讲座"
    plain = replace(event(date=date(2026, 2, 3)), attendance=None)  # planned, not held
    assert year(events=(kept("e", plain),))[0].quarters[0].state == "缺"


def test_before_there_was_a_target_nothing_is_missing() -> None:
    tables = shipped_tables()
    none = replace(tables, desk=replace(tables.desk, targets=()))
    (here, _) = year(kept("a", log(date=date(2026, 1, 7))), tables=none)
    assert {one.words for one in here.months} == {"无目标"}
    assert here.months[0].hours == 8
    assert short_number(Decimal("10.0")) == "10"
