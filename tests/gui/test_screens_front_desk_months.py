"""The advisers' year in the window: villages by months in words, the logs of a cell, the sheet to sign."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from tests.gui.first_pages import closed_home
from tests.stations import make_station
from tests.visits import log
from zsapp.rules.adviser import DutyPeriod
from zsapp.services.scoreboard_pool import villages_of

__all__ = ["closed_home"]
TODAY = date(2026, 3, 27)
SHORT = (DutyPeriod(begin="09:00", end="12:00"),)


@pytest.fixture
def town(enter, tmp_path):
    """The front-desk page of a town's station, two villages of which have logs."""
    station = make_station(tmp_path / "home", "town", today=TODAY)
    first, second = villages_of(station.profile)[:2]
    for org, month, periods in ((first, 1, None), (first, 2, SHORT), (second, 3, SHORT)):
        told = {"periods": periods} if periods else {}
        station.front.add("adviser", log(date=date(2026, month, 4), org=org, org_name="", **told))
    room = enter(station)
    screen = room.turn_to("front_desk")
    screen.room = room
    yield screen
    station.close()


def words(desk, row, column):
    """Return the words of a cell, and what a screen reader says of it."""
    item = desk.months.grid.item(row, column)
    return item.text(), item.data(Qt.ItemDataRole.AccessibleTextRole)


def test_what_is_missing_is_seen_at_a_glance_and_leads_to_its_logs(town):
    town.room.keys("Ctrl+M")
    town.room.settle()
    assert town.months.isVisible()
    assert not town.listing.isVisible()
    assert town.months.grid.rowCount() == len(villages_of(town.room.station.profile))
    assert words(town, 0, 0)[0] == "8\n达标"
    assert words(town, 0, 1) == ("3\n缺5", "汇源社区2月3小时，缺5小时")
    assert words(town, 1, 2)[0] == "3\n还差5"
    assert words(town, 1, 0)[0] == "无日志"
    assert words(town, 0, 3)[0] == ""
    assert words(town, 0, 12) == ("还没有", "汇源社区第1季度讲座还没有")
    assert town.months.target.text().startswith("目标：8小时。每村每月不低于8小时")
    town.room.keys("Right")
    assert town.months.told.text() == "汇源社区2月3小时，缺5小时。已经过去的月份和季度：2月缺5小时"
    town.room.keys("Return", "Return")
    town.room.settle()
    assert not town.months.isVisible()
    assert town.models.record.state.record.date == date(2026, 2, 4)
    assert town.models.listing.state.sector == "adviser"


def test_the_months_sheet_to_sign_is_one_key_away(town):
    town.room.keys("Ctrl+M", "Right", "Ctrl+P")
    town.room.settle()
    assert town.models.papers.state.chosen == "adviser.month"
    assert town.models.record.state.record.date == date(2026, 2, 4)


def test_years_are_turned_and_esc_goes_back(town):
    town.models.listing.choose("adviser")
    town.room.settle()
    town.listing.months.click()
    town.room.keys("Alt+Left")
    town.room.settle()
    assert (town.months.year.text(), words(town, 0, 1)[0]) == ("2025年", "无日志")
    assert not town.months.sheet.isEnabled()
    town.models.months.print()
    town.models.months.open_log(0)
    town.room.keys("Return", "Alt+Right")
    town.room.settle()
    assert town.months.year.text() == "2026年"
    town.refresh()
    town.room.keys("Return", "Escape")
    assert town.months.isVisible()
    town.room.keys("Escape")
    assert not town.months.isVisible()
    assert town.listing.isVisible()
    town.refresh()
    town.room.keys("Ctrl+M", "F2")
    assert not town.months.isVisible()
