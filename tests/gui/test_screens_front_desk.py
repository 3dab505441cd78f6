"""The front desk in the window: typed, saved, checked, printed, turned into another; nothing is lost."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.front_papers import entries
from tests.gui.first_pages import closed_home
from tests.gui.front_desk import desk, fill, open_one, press, settle
from tests.gui.keys import commit
from zsapp.rules.front_desk import SERVICES
from zsapp.screens.front_desk.layouts import LAYOUTS, TABS
from zsapp.screens.front_desk.model import editing
from zsapp.screens.front_desk.side_view import figures_of
from zsapp.screens.kit.layout import paths_in
from zsapp.screens.kit.paths import item_at
from zsapp.screens.pages import FRONT_DESK_SECTORS

__all__ = ["closed_home", "desk"]

VISIBLE = ("C-01", "R-01", "P-01", "LV-01", "N-01", "LS-01")


# --- what is asked ------------------------------------------------------------------------------------------


def test_every_service_of_the_grid_is_asked_and_has_its_page():
    assert set(LAYOUTS) == set(TABS) == set(SERVICES) == set(FRONT_DESK_SECTORS)


@pytest.mark.parametrize("sector", LAYOUTS)
def test_every_field_is_an_item_of_its_record(sector):
    asked = paths_in(LAYOUTS[sector].blocks)
    assert LAYOUTS[sector].first in asked
    for path in asked:
        assert item_at(SERVICES[sector].shape, path.replace("[]", "[0]")) is not None


@pytest.mark.parametrize("ref", VISIBLE)
def test_a_visible_record_is_shown_whole_and_saved_as_it_was(desk, ref):
    view = open_one(desk, ref)
    assert desk.models.record.state.record == view.record
    assert editing.trimmed(view.record) == view.record
    told = {one.rule for one in desk.models.record.state.look.findings}
    assert told == {one.rule for one in desk.room.station.front.check(view)}
    desk.models.record.save()
    settle(desk)
    assert desk.room.station.front.find(ref).version == 1


# --- typing -------------------------------------------------------------------------------------------------


def test_a_consultation_is_recorded_by_what_was_asked_and_answered(desk):
    desk.room.keys("Ctrl+N")
    settle(desk)
    assert desk.models.record.state.title == "法律咨询：新的登记"
    fill(desk, "person.name", "麦伟明")
    fill(desk, "content", "租客退租要退押金")
    fill(desk, "answer", "先看合同，可以调解。")
    fill(desk, "person.id_no", "442000196605059971")
    desk.room.keys("Ctrl+S")
    settle(desk)
    state = desk.models.record.state
    assert (state.number, state.state, state.unsaved) == ("咨字〔2026〕0001号", "已办结", False)
    assert (state.record.person.birth, state.record.person.sex) == (date(1966, 5, 5), "1")
    assert [one.code for one in state.look.flags] == ["G01"]
    assert desk.models.listing.row(0).title.startswith("麦伟明")


def test_what_is_typed_is_kept_as_a_draft_and_goes_on_later(desk):
    desk.room.keys("Ctrl+N")
    settle(desk)
    fill(desk, "content", "想问遗产")
    desk.room.keys("Escape")
    desk.room.turn_to("people")
    desk.room.turn_to("front_desk")
    settle(desk)
    assert desk.models.listing.row(0).right == "未保存"
    record_id = desk.models.listing.id_at(0)
    desk.models.record.leave()
    settle(desk)
    desk.open_at(record_id)
    settle(desk)
    assert desk.models.record.state.record.content == "想问遗产"
    assert desk.models.record.state.saved.startswith("接着上次")


def test_one_that_nobody_typed_into_leaves_nothing(desk):
    desk.room.keys("Ctrl+N")
    settle(desk)
    desk.models.record.leave()
    settle(desk)
    assert desk.room.station.desk_counter.drafts() == ()


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(desk):
    desk.room.keys("Ctrl+N")
    settle(desk)
    fill(desk, "person.name", "麦伟明")
    desk.room.keys("Ctrl+S")
    settle(desk)
    state = desk.models.record.state
    assert state.saved_tone == "red"
    assert "content" in state.faults
    assert state.record.person.name == "麦伟明"


def test_a_day_that_is_none_is_kept_and_pointed_at(desk):
    open_one(desk, "C-01")
    fill(desk, "promised_on", "下个月吧")
    desk.room.keys("Ctrl+S")
    settle(desk)
    assert desk.models.record.state.saved.startswith("还没有保存：有1栏没有看懂")
    desk.models.record.entered("promised_on")
    desk.models.record.undo()
    settle(desk)
    assert not desk.models.record.state.unread


def test_undo_goes_back_across_fields_and_forth_again(desk):
    open_one(desk, "C-01")
    before = desk.models.record.state.record
    desk.models.record.edit("answer", "另一种解答")
    desk.models.record.undo()
    assert desk.models.record.state.record == before
    desk.models.record.undo(redo=True)
    assert desk.models.record.state.record.answer == "另一种解答"
    desk.models.record.undo()
    desk.models.record.undo()
    desk.models.record.undo()
    assert desk.models.record.state.record == before


def test_rows_come_and_go_and_come_back(desk):
    open_one(desk, "R-01")
    desk.models.record.remove("evidence[0].name")
    settle(desk)
    assert len(desk.models.record.state.record.evidence) == 1
    desk.models.record.undo()
    assert len(desk.models.record.state.record.evidence) == 2
    desk.models.record.remove("request")  # in no list: nothing happens
    assert len(desk.models.record.state.record.evidence) == 2


def test_an_amount_is_written_in_words_beside_it(desk):
    open_one(desk, "R-01")
    act = desk.models.record.state.record.act
    assert (
        editing.edited(desk.models.record.state.record, "act.amount", act.amount * 2).act.amount_upper
        == "肆佰元整"
    )
    kept = replace(desk.models.record.state.record, act=replace(act, amount_upper="另写的"))
    assert editing.edited(kept, "act.amount", None).act.amount_upper == "另写的"


def test_a_known_visitor_is_chosen_while_typing(desk):
    desk.room.station.front.import_record(entries()["C-01"])
    desk.room.keys("Ctrl+N")
    settle(desk)
    desk.models.known.ask("person.name", "麦")
    settle(desk)
    assert [one.name for one in desk.models.known.state.offered] == ["麦伟明"]
    desk.models.known.take(0)
    settle(desk)
    person = desk.models.record.state.record.person
    assert (person.name, person.id_no, person.phone) == ("麦伟明", "442000196605059971", "13900000121")
    assert person.person_id
    desk.models.record.edit("person.name", "何敏")
    assert desk.models.record.state.record.person.person_id == ""
    desk.models.known.ask("person.phone", "13")
    assert not desk.models.known.dismiss()


# --- services, search ---------------------------------------------------------------------------------------


def test_services_are_turned_by_keys_and_searched(desk):
    for ref in ("C-01", "N-01"):
        desk.room.station.front.import_record(entries()[ref])
    desk.start()
    settle(desk)
    assert desk.listing.table.rowCount() == 1
    desk.room.keys("Alt+Right", "Alt+Right")
    settle(desk)
    assert (desk.models.listing.state.sector, desk.listing.table.rowCount()) == ("notary", 1)
    desk.room.keys("F2")
    commit("没有这人")
    settle(desk)
    assert desk.listing.table.rowCount() == 0
    assert desk.listing._empty.text() == "没有找到“没有这人”"
    desk.room.keys("Alt+Left", "Alt+Left")
    settle(desk)
    assert desk.models.listing.state.sector == "consultation"
    desk.room.keys("F2")
    commit("麦")
    desk.room.keys("Return")
    settle(desk)
    assert QApplication.focusWidget() is desk.listing.rows
    desk.room.keys("Return")
    settle(desk)
    assert desk.models.record.state.number == "咨字〔2026〕0001号"


def test_what_is_not_done_with_is_listed_apart(desk):
    open_one(desk, "C-01")
    desk.models.listing.show_scope("未办结")
    settle(desk)
    assert desk.listing.table.rowCount() == 0
    assert desk.models.listing.row(5) is None
    assert desk.models.listing.row_of("没有") == -1


# --- what the rules say, steps, turning, papers ---------------------------------------------------------


def test_a_finding_leads_to_its_field_and_yields_to_a_reason(desk):
    open_one(desk, "N-01")
    press(desk, "去这一栏")
    assert desk.models.record.state.open
    fields = [one for one in desk.side.findChildren(QLineEdit) if one.accessibleName() == "NT04的理由"]
    fields[0].setText("双方已经和解")
    fields[0].returnPressed.emit()
    settle(desk)
    view = desk.room.station.front.find("N-01")
    assert view.record.overrides == {"NT04": "双方已经和解"}
    press(desk, "依据：公证法26")


def test_deadlines_and_what_is_worked_out_stand_beside_the_form(desk):
    open_one(desk, "R-01")
    told = " ".join(one for one in figures_of(desk.models.record.state.look.figures))
    assert "告知：应当先申请行政复议" in told
    assert "哪天前申请：2026-09-14" in told
    assert figures_of(None) == []


def test_a_step_asks_its_day_and_words_and_is_taken(desk):
    open_one(desk, "N-01")
    steps = {one.verb: one for one in desk.models.steps.state.steps}
    assert steps
    asking = next(one for one in steps.values() if one.asks)
    desk.models.steps.choose(asking.verb)
    settle(desk)
    assert desk.side.asking.isVisible()
    desk.models.steps.take("某日", "说明")
    assert desk.models.steps.state.fault
    desk.models.steps.cancel()
    settle(desk)
    assert not desk.side.asking.isVisible()
    desk.models.steps.choose("void")
    settle(desk)
    desk.side.said.setText("重复登记")
    desk.side.said.returnPressed.emit()
    settle(desk)
    assert desk.room.station.front.find("N-01").record.void == "重复登记"
    assert desk.models.record.state.state == "作废"


def test_saving_goes_on_with_the_next_visitor(desk):
    desk.room.keys("Ctrl+N")
    settle(desk)
    first = desk.models.record.state.record_id
    fill(desk, "content", "问一件事")
    desk.room.keys("Ctrl+Return")
    settle(desk)
    state = desk.models.record.state
    assert state.open
    assert (state.record_id != first, state.version) == (True, 0)
    assert desk.room.station.front.page("consultation").total == 1


def test_somebody_elses_version_is_not_overwritten_unasked(desk):
    view = open_one(desk, "C-01")
    desk.models.record.edit("answer", "窗口里写的")
    desk.room.station.front.save(
        "consultation", view.id, replace(view.record, category="合同"), base_version=1
    )
    desk.models.record.save()
    settle(desk)
    said = desk.room.said[-1]
    assert said.again_word == "覆盖保存"
    said.again()
    settle(desk)
    kept = desk.room.station.front.find("C-01")
    assert (kept.version, kept.record.answer) == (3, "窗口里写的")


def test_a_restricted_record_names_nobody_in_the_title(desk):
    desk.room.keys("Ctrl+N")
    settle(desk)
    fill(desk, "person.name", "梁小燕")
    fill(desk, "content", "被打了怎么办")
    desk.models.record.edit("person.groups", ("G10",))
    desk.room.keys("Ctrl+S")
    settle(desk)
    assert desk.models.record.state.restricted == ("家庭暴力",)
    assert desk.subject == "窗口服务：（限制查看）"


def test_help_areas_and_the_way_back(desk):
    open_one(desk, "C-01")
    desk.room.keys("F1")
    assert desk.record.help.isVisible()
    desk.room.keys("F6", "F6")
    desk.room.keys("Escape")
    settle(desk)
    assert desk.listing.isVisible()
    desk.search()
    assert QApplication.focusWidget() is desk.listing.query
