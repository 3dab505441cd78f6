"""Whoever came rates the service himself: five large presses, nothing of the record in sight, and back."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from tests.front_papers import entries
from tests.gui.first_pages import closed_home
from tests.stations import make_station
from zsapp.base.errors import Code
from zsapp.screens.front_desk.model.rating import OVERALL, THANKS

__all__ = ["closed_home"]
TODAY = date(2026, 11, 27)


@pytest.fixture
def desk(enter, tmp_path):
    """The page of a village station."""
    station = make_station(tmp_path / "home", today=TODAY)
    room = enter(station)
    screen = room.turn_to("front_desk")
    screen.room = room
    yield screen
    station.close()


def open_one(desk, ref):
    """Take in a record without a mark and open it."""
    desk.room.station.front.import_record({**entries()[ref], "satisfaction": None})
    view = desk.room.station.front.find(ref)
    desk.open_at(view.id)
    desk.room.settle()
    return view


def rated(desk, ref):
    """Return the mark of a record as it is kept."""
    return desk.room.station.front.find(ref).record.satisfaction


def test_one_press_keeps_the_mark_says_thanks_and_goes_back_by_itself(desk):
    view = open_one(desk, "N-01")
    desk.room.keys("Ctrl+R")
    assert desk.keypad.isVisible()
    assert desk.keypad.question.text() == "请您对这次服务作个评价"
    desk.room.keys("4")
    kept = rated(desk, "N-01")
    assert (kept.level, kept.way, kept.by, kept.on) == (4, "平板", "", TODAY)
    assert desk.keypad.before.text().startswith("谢谢！")
    desk.room.settle()  # nobody presses on: the pause is over
    assert not desk.keypad.isVisible()
    assert desk.room.said[-1].sentence == "已记下评价：满意"
    assert desk.models.record.state.version == 2
    assert "NT59" not in {one.rule for one in desk.models.record.state.look.findings}
    assert desk.room.station.front.history(view.id)[-1].header.verb == "act_rate"
    desk.room.keys("Ctrl+R")
    assert not desk.keypad.isVisible()
    assert desk.room.said[-1].sentence == "这次服务已经评价过"


def test_nothing_of_the_record_is_in_sight_and_no_key_of_the_page_works(desk):
    open_one(desk, "N-01")
    desk.room.keys("Ctrl+R")
    said = [one for one in (*desk.findChildren(QLabel), *desk.findChildren(QLineEdit)) if one.isVisible()]
    assert not [one.text() for one in said if "麦伟明" in one.text() or "公字" in one.text()]
    desk.room.keys("Ctrl+Return", "Ctrl+P", "7", "Escape")
    assert not desk.keypad.isVisible()
    assert rated(desk, "N-01") is None
    assert desk.beside.currentIndex() == 0
    assert desk.models.record.state.number


def test_four_more_may_be_told_and_a_slip_is_put_right(desk):
    open_one(desk, "N-01")
    desk.room.keys("Ctrl+R", "1")
    desk.keypad.wrong.click()
    assert desk.models.rating.state.asks == OVERALL
    desk.keypad.marks[5].click()
    desk.room.keys("5", "4", "5", "3")
    assert desk.models.rating.state.asks == THANKS
    desk.room.keys("2", "Escape")
    kept = rated(desk, "N-01")
    assert (kept.level, kept.items.manner, kept.items.speed, kept.items.skill, kept.items.ease) == (
        *(5, 5, 4, 5),
        3,
    )


def test_what_was_told_apart_before_he_went_is_kept(desk):
    open_one(desk, "N-01")
    desk.room.keys("Ctrl+R", "5", "4", "Ctrl+N")
    assert not desk.keypad.isVisible()
    assert rated(desk, "N-01").items.manner == 4
    assert desk.models.record.state.version == 0


def test_a_bad_mark_asks_for_a_return_call_today(desk):
    view = open_one(desk, "C-01")
    desk.room.keys("Ctrl+R", "2", "Escape")
    desk.room.settle()
    assert desk.models.record.state.state == "待回访"
    duties = [one for one in desk.room.station.todo.duties(TODAY) if one.record_id == view.id]
    assert [one.what for one in duties if "差评" in one.what]
    desk.models.steps.choose("visit")
    desk.models.steps.take("", "已道歉")
    desk.room.settle()
    duties = [one for one in desk.room.station.todo.duties(TODAY) if one.record_id == view.id]
    assert not [one.what for one in duties if "差评" in one.what]


def test_a_mark_told_by_telephone_is_entered_by_somebody_else(desk):
    open_one(desk, "N-01")
    desk.models.steps.choose("rate")
    desk.models.steps.take("", "电话回访：4 讲得清楚")
    desk.room.settle()
    kept = rated(desk, "N-01")
    assert (kept.level, kept.way, kept.words) == (4, "电话回访", "讲得清楚")
    told = {one.rule for one in desk.models.record.state.look.findings}
    assert kept.by == desk.models.record.state.record.recorder
    assert "NT59" in told  # whoever dealt with it entered the mark himself


def test_a_service_that_is_not_rated_and_a_mark_that_is_given_are_told(desk):
    open_one(desk, "LV-01")
    desk.room.keys("Ctrl+R")
    assert desk.room.said[-1].sentence == "这类记录没有评价"
    view = open_one(desk, "N-01")
    desk.room.keys("Ctrl+R")
    desk.room.station.desk_course.rate(view.id, 3, {})
    desk.room.keys("5")
    assert desk.keypad.fault.text().startswith("没有记下：这次服务已经评价过")
    assert rated(desk, "N-01").level == 3
    assert Code.RATING_GIVEN.value.number == 2740
