"""The 今日 page: the day in one sentence, what presses first on top, Enter goes where it is done."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import TODAY
from tests.intakes import intake_entries
from tests.stations import acceptance_case
from zsapp.base.errors import Code, Trouble
from zsapp.rules.groups import OTHERS, PRIORITY
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Dates, Party
from zsapp.screens.kit.rows import ROW
from zsapp.screens.mediation.layout import STEPS
from zsapp.screens.today.model import TodayModel, TodayState, duty_row
from zsapp.services.today import Duty

FIRST = Case(
    dispute_type="邻里纠纷", brief="漏水", parties=(Party(role="申请人", kind="自然人", name="何䶮"),)
)


def applied(station, days_ago, name="何䶮"):
    """Save a case whose application was written so many days ago."""
    apply_on = TODAY - timedelta(days=days_ago)
    party = replace(FIRST.parties[0], name=name)
    case = replace(FIRST, dates=Dates(apply=apply_on), parties=(party,))
    return station.mediation.save(station.mediation.new_id(), case, base_version=0).id


def at_today(room):
    room.page = room.turn_to("mediation", "today")
    return room


def rows(room):
    table = room.page.table
    return [table.data(table.index(at), ROW) for at in range(table.rowCount())]


def test_the_day_is_named_and_the_caret_stands_in_the_list(room):
    at_today(room)
    assert room.page.day.text() == "2026年3月27日　星期五"
    assert QApplication.focusWidget() is room.page.rows


def test_what_is_late_stands_on_top_in_red_and_is_counted(room):
    for days, name in ((2, "梁亚娣"), (30, "何䶮")):
        applied(room.station, days, name)
    at_today(room)
    first, second, unsent = rows(room)
    assert (first.title, first.pill, first.tone) == ("何䶮漏水纠纷", "已过期", "red") or first.tone == "red"
    assert "过了 " in first.right
    assert (second.pill, second.tone) == ("快到期", "amber")
    assert "还有 " in second.right
    assert (unsent.pill, unsent.tone) == ("未导出", "blue")
    assert room.page.sentence.text() == "有 2 件事快到期或已过期"


def test_enter_opens_the_case_at_the_step_that_clears_it(room):
    record_id = applied(room.station, 2)
    at_today(room)
    room.keys("Return")
    room.settle()
    assert room.case.state.record_id == record_id
    assert room.case.state.step == 1
    assert STEPS[room.case.state.step].name == "受理"
    assert room.screen.case.isVisible()


def test_arrows_go_through_the_list_and_the_place_is_kept(room):
    for days in (30, 29, 28):
        applied(room.station, days)
    at_today(room)
    room.keys("Down", "Down")
    assert room.page.rows.currentIndex().row() == 2
    room.turn_to("mediation", "today")
    room.settle()
    assert room.page.rows.currentIndex().row() == 2


def test_a_press_opens_too(room):
    record_id = applied(room.station, 2)
    at_today(room)
    where = room.page.rows.visualRect(room.page.table.index(0)).center()
    room.qtbot.mouseClick(room.page.rows.viewport(), Qt.MouseButton.LeftButton, pos=where)
    room.settle()
    assert room.case.state.record_id == record_id


def test_what_was_half_typed_is_taken_up_again(room):
    room.begin()
    room.fill("brief", "雨棚滴水")
    room.keys("Escape")
    room.settle()
    at_today(room)
    (draft, _unsent) = rows(room)
    assert (draft.pill, draft.under) == ("草稿", "还没有登记，接着填写")
    room.keys("Return")
    room.settle()
    assert room.case.state.case.brief == "雨棚滴水"


def test_unsent_records_lead_to_the_exchange(room):
    at_today(room)
    room.keys("Return")
    assert room.shell.at == "exchange"


def test_the_list_keeps_up_while_it_is_before_the_clerk(room):
    at_today(room)
    before = len(rows(room))
    applied(room.station, 2)
    room.settle()
    assert len(rows(room)) == before + 1


def test_a_quiet_day_says_so(enter, enrolled, tmp_path):
    village = enrolled["village"]
    village.exchange.export(tmp_path)
    room = at_today(enter(village))
    assert room.page.sentence.text() == "今天没有要办的事"
    room.keys("Return")  # nothing to go to
    assert room.shell.at == "today"


def test_a_deadline_far_off_presses_nobody(room):
    case = {**acceptance_case("C01"), "dates": {"apply": TODAY, "accept": TODAY, "agree": TODAY}}
    room.station.mediation.import_case(case)
    at_today(room)
    assert room.page.sentence.text() == "没有快到期的事"
    assert any(one.pill == "期限" for one in rows(room))


def test_the_city_has_no_button_for_a_new_case(enter, stations):
    room = at_today(enter(stations("city")))
    assert not room.page.new.isVisible()
    room.keys("Ctrl+N")
    assert not room.case.state.open


def test_the_new_button_begins_a_case(room):
    at_today(room)
    room.page.new.setFocus()
    room.keys("Return")
    room.settle()
    assert room.case.state.open
    assert QApplication.focusWidget() is room.field("dispute_type").control


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "2026年3月27日，今天到期"), (-3, "2026年3月24日，过了 3 天"), (2, "2026年3月29日，还有 2 天")],
)
def test_the_day_a_thing_is_due_is_told_in_words(days, words):
    due = TODAY + timedelta(days=days)
    assert duty_row(Duty(pressing="soon", what="受理", title="何䶮", due=due, days=days)).right == words


def test_a_store_that_cannot_be_read_is_told_with_a_retry(station, tasks):
    said = []
    model = TodayModel(station, tasks, said.append)
    assert model.state.sentence == "正在查看……"
    assert model.row(0) is None

    class Broken:
        def duties(self, _today: date):
            raise Trouble(Code.STORE_DAMAGED)

    whole, station.todo = station.todo, Broken()
    model.start()
    assert said[-1].number == Code.STORE_DAMAGED.value.number
    station.todo = whole
    said[-1].again()
    assert model.state.loaded
    model.choose(-1)
    model.choose(99)


def test_numbers_that_run_out_are_told_and_enter_goes_to_the_station_page(room):
    room.station.numbers.reserve(2026, 200, 204)
    at_today(room)
    first = rows(room)[0]
    assert (first.pill, first.under) == ("编号段", "2026年的编号段只剩 5 个号，请设新的号段")
    assert room.page.sentence.text() == "编号段要处理"
    room.keys("Return")
    room.settle()
    assert room.shell.at == "station"


def test_a_registered_case_with_changes_not_saved_is_not_said_to_be_unregistered(room):
    applied(room.station, 0)
    room.turn_to("mediation")
    room.keys("Return")
    room.fill("brief", "又吵了一次")
    at_today(room)
    (draft,) = [one for one in rows(room) if one.pill == "草稿"]
    assert draft.under == "改动还没有保存，接着填写"


def test_law_and_arithmetic_of_the_line_before_the_clerk_are_said(room):
    applied(room.station, 2)
    at_today(room)
    assert room.page.why.text().startswith(
        "依据：内部期限　自2026-03-25起算，当日不计入，第3个工作日为2026-03-30"
    )
    room.keys("Down")
    assert room.page.why.text() == ""


def test_one_service_is_left_by_a_press_and_all_come_back(room):
    applied(room.station, 2)
    room.station.legal_aid.import_intake(intake_entries()["LA-01"])
    at_today(room)
    assert room.page.chips[0].text().startswith("全部 ")
    (chip,) = [one for one in room.page.chips if one.text().startswith("法律援助")]
    chip.click()
    assert [one.pill for one in rows(room)] == ["有回音"]
    room.page.chips[0].click()
    assert len(rows(room)) > 1


def test_enter_opens_an_application_on_its_own_page(room):
    room.station.legal_aid.import_intake(intake_entries()["LA-01"])
    at_today(room)
    at = next(at for at, one in enumerate(room.page._model.state.left) if one.sector == "legal_aid")
    room.page._model.choose(at)
    room.settle()
    assert room.shell.at == "legal_aid"


def test_a_service_without_a_page_says_where_it_is_done(room):
    at_today(room)
    room.page._model.opened("unheard_of", "0198", 0)
    assert "命令行" in room.said[-1].sentence


def test_a_long_list_comes_a_page_at_a_time(room, station, tasks):
    duties = tuple(Duty(pressing="soon", what="办", title=f"第{n}件", sector="mediation") for n in range(250))

    class Many:
        def duties(self, _today):
            return duties

    whole, station.todo = station.todo, Many()
    model = TodayModel(station, tasks, print)
    model.start()
    station.todo = whole
    assert (model.state.count, model.has_more) == (100, True)
    model.more()
    model.more()
    assert (model.state.count, model.has_more) == (250, False)
    assert model.state.filters == ()
    assert model.row(249).title == "第249件"


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        (("urgent",), "1 件紧急"),
        (("urgent", "late", "soon"), "1 件紧急，2 件事快到期或已过期"),
        (("late", "returned"), "有 1 件事快到期或已过期，1 件有回音"),
        (("waiting",), "没有快到期的事"),
    ],
)
def test_the_day_is_told_in_one_sentence(kinds, sentence):
    duties = tuple(Duty(pressing=one, what="办", title="甲") for one in kinds)
    assert TodayState(duties=duties, loaded=True).sentence == sentence


def test_who_goes_first_stands_in_the_line():
    one = Duty(pressing="soon", what="转交", title="甲", place=PRIORITY, marks=("老年人", "大字"))
    assert duty_row(one).under == "转交　优先（老年人、大字）"
    assert duty_row(replace(one, place=OTHERS)).under == "转交　老年人、大字"
    assert duty_row(replace(one, marks=())).under == "转交　优先"
