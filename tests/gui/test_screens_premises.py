"""The premises page: the record of the place, the roster of a month, by keys."""

from datetime import date

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from tests.gui.conftest import TODAY, commit, seen
from zsapp.rules.premises import Premises, StaffMember
from zsapp.screens.premises.layout import usual_hours

PLACE = Premises(
    name="龙瑞村公共法律服务工作室",
    address="中山市沙溪镇龙瑞村文明路1号",
    hours=usual_hours(),
    staff=(
        StaffMember(name="高伟明", post="负责人", on_duty="是"),
        StaffMember(name="刘佩珊", post="调解员", on_duty="是"),
    ),
)


def page_of(room):
    room.shell.side.choose("premises")
    room.settle()
    return room.shell._page("premises")


@pytest.fixture
def page(room):
    room.station.premises.save(PLACE, base_version=0)
    return page_of(room)


def press(page, words):
    (found,) = [one for one in page.findChildren(QPushButton) if one.text() == words and seen(one)]
    found.click()


def test_a_new_station_is_told_to_fill_in_its_hours_first(room):
    page = page_of(room)
    assert seen(page.duty.empty)
    press(page, "排班")
    room.settle()
    assert "还没有登记开放时间" in room.said[-1].sentence


def test_the_record_is_typed_ticked_and_saved(room):
    page = page_of(room)
    press(page, "资料")
    room.settle()
    assert page.sentence.text() == "还没有登记：填写后可以排班、打印值守表"
    page.form.field_at("address").control.setFocus()
    commit("中山市沙溪镇龙瑞村文明路1号")
    press(page, "填入周一至周五 9:00—12:00、14:30—17:30")
    room.settle()
    page.save.click()
    room.settle()
    kept = room.station.premises.find().premises
    assert (kept.address, len(kept.hours)) == ("中山市沙溪镇龙瑞村文明路1号", 10)
    assert room.said[-1].sentence == "工作室资料已保存"
    assert "还没有公示" in page.notes.text()


def test_what_is_typed_waits_as_a_draft(room):
    page = page_of(room)
    press(page, "资料")
    page.form.field_at("phone").control.setFocus()
    commit("0760-88800001")
    room.shell.keep()
    assert room.station.premises.typed().premises.phone == "0760-88800001"


def test_a_month_is_planned_and_marked_with_enter(room, page):
    press(page, "排班")
    room.settle()
    assert page.duty.table.rowCount() == 22
    assert page.duty.sentence.text() == "计划20天，已开放0天，开放率0.00%；20天还没有登记"
    page.duty.rows.setFocus()
    assert page.duty.rows.currentIndex().row() == 0
    room.keys("Return")
    assert page.duty._model.state.view.rate.opened == ()
    room.keys("Return", "Return")
    room.settle()
    assert page.duty._model.state.view.rate.opened == (date(2026, 3, 2), date(2026, 3, 3))
    assert page.duty.day.text() == "3月4日　周三　待登记"
    room.keys("Ctrl+E")
    assert QApplication.focusWidget() is page.duty.reason
    commit("停电")
    room.keys("Return")
    room.settle()
    (row,) = [one for one in map(page.duty._model.row, range(5)) if one.pill == "未开放"]
    assert row.under.endswith("原因：停电")


def test_who_is_there_is_changed_for_one_day(room, page):
    press(page, "排班")
    room.settle()
    page.duty.people.setText("高伟明、刘佩珊")
    page.duty.people.editingFinished.emit()
    room.settle()
    assert page.duty._model.state.days[0].people == ("高伟明", "刘佩珊")


def test_months_are_turned_and_a_day_opened_besides_is_marked(room, page):
    press(page, "下月 ›")
    room.settle()
    assert page.duty.month.text() == "2026年4月"
    press(page, "‹ 上月")
    room.settle()
    page.duty._model.open_today()
    room.settle()
    assert page.duty._model.state.days[0].state_on(TODAY) == "加开"


def test_roster_and_ledger_go_into_the_folder(room, page, tmp_path):
    page.duty._model._folder = lambda: tmp_path
    press(page, "排班")
    press(page, "打印值守表")
    press(page, "导出台账")
    room.settle()
    assert {one.suffix for one in tmp_path.iterdir()} >= {".pdf", ".xlsx"}
    assert room.said[-1].sentence == "2026年3月值守台账已写出"


def test_a_day_nobody_marked_stands_in_today_and_leads_here(room, page):
    press(page, "排班")
    room.settle()
    room.shell.side.choose("today")
    room.settle()
    today = room.shell._page("today")
    at = next(at for at, one in enumerate(today._model.state.left) if one.page == "premises")
    today._model.choose(at)
    room.settle()
    assert room.shell.at == "premises"


def test_what_cannot_be_read_is_told_at_its_field_and_rows_are_taken_away(room, page):
    press(page, "资料")
    room.settle()
    area = page.form.field_at("area").control
    area.setFocus()
    commit("很大")
    room.keys("Return")
    room.settle()
    assert page._model.state.faults["area"][0] == "red"
    area.setFocus()
    area.selectAll()
    commit("85.5")
    room.keys("Return")
    room.settle()
    assert "area" not in page._model.state.faults
    assert str(page._model.state.premises.area) == "85.5"
    page._model.remove("staff[1]")
    page._model.add("staff", StaffMember(name="陈律师"))
    page.form.field_at("name").control.selectAll()
    page.form.field_at("name").control.setFocus()
    room.keys("Delete")
    page.save.click()
    room.settle()
    assert [one.name for one in page._model.state.premises.staff] == ["高伟明", "陈律师"]
    assert "还没有填写工作站名称" in room.said[-1].sentence


def test_a_photograph_is_taken_in_with_what_was_typed(room, page, tmp_path, monkeypatch):
    Image.new("RGB", (8, 8), "white").save(tmp_path / "门面.png")
    chosen = str(tmp_path / "门面.png")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (chosen, ""))
    press(page, "资料")
    room.settle()
    page._model.edit("phone", "0760-88800001")
    page._pressed("photo")
    room.settle()
    kept = room.station.premises.find().premises
    assert (kept.phone, [one.name for one in kept.photos]) == ("0760-88800001", ["门面"])
