"""A case in the window: typed, helped along, kept, saved, undone."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from tests.gui.conftest import commit
from tests.stations import acceptance_case
from zsapp.screens.kit.form import focus_order
from zsapp.screens.mediation.layout import STEPS


def test_type_name_and_one_line_open_a_case(room):
    room.least()
    room.keys("Ctrl+Return")
    room.settle()
    state = room.case.state
    assert (state.version, state.step, state.state) == (1, 1, "已申请")
    view = room.station.mediation.find(state.record_id)
    assert view.case.brief == "雨棚滴水起争执"
    assert [one.name for one in view.case.parties] == ["何䶮"]


def test_a_new_case_stands_ready_to_type_in(room):
    room.begin()
    assert room.screen.case.title.text() == "新登记"
    assert QApplication.focusWidget() is room.field("dispute_type").control
    assert room.screen.rail.isHidden()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("dispute_type", "还没有选纠纷类型"),
        ("parties[0].name", "还没有填写当事人姓名或名称"),
        ("brief", "还没有填写纠纷情况"),
    ],
)
def test_what_a_case_lacks_is_said_at_its_field(room, path, words):
    room.least()
    field = room.go(path)
    field.control.put("")
    field.control.typed.emit("")
    room.keys("Ctrl+Return")
    assert field._under.text() == words
    assert field.isAncestorOf(QApplication.focusWidget())
    assert room.case.state.step == 0
    assert "还没有登记" in room.screen.case.saved.text()
    assert room.station.mediation.page().total == 0


def test_a_pause_in_typing_keeps_a_draft_that_opens_again(room):
    room.begin()
    room.fill("brief", "雨棚")
    room.settle()
    assert room.screen.case.saved.text().startswith("已自动保存 ")
    record_id = room.case.state.record_id
    room.keys("Escape")
    room.settle()
    assert room.screen.rail.table.rowCount() == 1
    assert room.screen.rail.table.data(room.screen.rail.table.index(0)).startswith("（还没有写姓名）")
    room.case.leave()
    room.case.open(record_id)
    assert room.case.state.case.brief == "雨棚"
    assert "接着上次" in room.case.state.saved


def test_escape_asks_nothing_and_loses_nothing(room):
    room.begin()
    room.fill("brief", "雨棚")
    room.keys("Escape")
    assert room.station.mediation.drafts()[0].case.brief == "雨棚"
    assert room.screen.rail.isVisible()


def test_an_empty_new_case_leaves_no_draft(room):
    room.begin()
    room.keys("Escape")
    room.settle()
    assert room.station.mediation.drafts() == ()


def test_an_identity_number_fills_what_follows_from_it(room):
    room.begin()
    room.fill("parties[0].id_no", "44200019680315 9914")
    assert room.field("parties[0].id_no").control.text() == "442000196803159914"
    assert room.field("parties[0].sex").control.text() == "男"
    assert room.field("parties[0].birth").control.text() == "1968年3月15日"
    assert room.field("parties[0].age").control.text() == "58"


def test_a_number_of_seventeen_is_marked_under_its_field(room):
    room.begin()
    room.fill("parties[0].name", "何䶮")
    room.fill("parties[0].id_no", "44200019680315991")
    room.settle()
    field = room.field("parties[0].id_no")
    assert "少" in field._under.text()
    assert field.control.property("fault") == "true"
    assert "必须改正 1" in [one.text() for one in room.screen.checks.pills]


def test_a_day_is_typed_in_any_way_and_shown_in_one(room):
    room.begin()
    field = room.go("dates.apply")
    field.control.selectAll()
    commit("3-9")
    field.control.left.emit()
    assert field.control.text() == "2026年3月9日"
    assert room.case.state.case.dates.apply == date(2026, 3, 9)
    room.keys("Up")
    assert field.control.text() == "2026年3月10日"


def test_a_day_that_is_none_stays_as_typed_and_changes_nothing(room):
    room.begin()
    field = room.go("dates.apply")
    field.control.selectAll()
    commit("2月30")
    field.control.left.emit()
    assert field.control.text() == "2月30"
    assert field._under.text()
    assert room.case.state.case.dates.apply == date(2026, 3, 27)


def test_money_is_typed_in_figures_and_told_in_words(room):
    room.begin()
    room.case.go(4)
    field = room.fill("totals.amount", "1800")
    assert field._under.text() == "大写：壹仟捌佰元整"
    assert room.case.state.case.totals.amount == Decimal("1800.00")


def test_undo_goes_across_fields_and_puts_the_caret_there(room):
    room.begin()
    room.fill("brief", "雨棚")
    room.fill("parties[0].name", "何䶮")
    room.keys("Ctrl+Z")
    assert room.field("parties[0].name").control.text() == ""
    room.keys("Ctrl+Z")
    assert room.field("brief").control.text() == ""
    assert room.field("brief").isAncestorOf(QApplication.focusWidget())
    room.keys("Ctrl+Shift+Z")
    assert room.field("brief").control.text() == "雨棚"


def test_enter_goes_from_field_to_field_in_reading_order(room):
    room.begin()
    room.go("parties[0].name")
    names = []
    for _ in range(4):
        names.append(QApplication.focusWidget().accessibleName())
        room.keys("Return")
    assert names == ["姓名或名称", "类别", "身份证件号码", "性别"]


def test_enter_passes_over_folds_and_ends_on_the_button_that_goes_on(room):
    room.begin()
    room.go("parties[0].address")
    room.keys("Return")
    assert QApplication.focusWidget() is room.field("parties[1].name").control
    room.case.go(1)
    room.go("mediators[0].role")
    room.keys("Return")
    assert QApplication.focusWidget() is room.screen.case.next


def test_tab_passes_over_the_heading_of_an_open_card_and_shift_tab_finds_it(room):
    room.begin()
    room.go("brief")
    room.keys("Tab")
    assert QApplication.focusWidget() is room.field("parties[0].name").control
    room.keys("Shift+Backtab")
    heading = QApplication.focusWidget()
    assert heading.text() == "申请人（第1位）"
    room.keys("Return")
    assert not room.field("parties[0].name").isVisible()
    room.keys("Shift+Backtab", "Tab")
    assert QApplication.focusWidget() is heading


def test_a_new_case_asks_only_for_what_its_paper_needs(room):
    room.begin()
    asked = room.screen.case.form(0).desk.fields
    assert "parties[0].witness.name" not in asked
    assert "difficulty" not in asked


def test_a_fold_with_something_in_it_is_open(room):
    room.least()
    room.fill("parties[1].name", "梁亚娣")
    given = {"parties[0].literate": False, "parties[1].role": "第三人", "difficulty": "重大"}
    for path, value in given.items():
        room.case.edit(path, value)
    room.keys("Ctrl+S")
    record_id = room.case.state.record_id
    room.begin()
    room.case.open(record_id, 0)
    room.settle()
    for path in given:
        assert room.form.desk.fields[path].isVisible()


def test_the_next_step_has_the_caret_in_its_first_field(room):
    room.least()
    room.keys("Ctrl+Return")
    room.settle()
    assert QApplication.focusWidget() is room.field("dates.accept").control
    room.keys("Alt+Left")
    room.go("brief")
    room.screen.case.next.click()
    room.settle()
    assert QApplication.focusWidget() is room.field("dates.accept").control


def test_the_step_bar_is_walked_with_the_arrows(room):
    room.begin()
    room.screen.case.steps.setFocus()
    room.keys("Right", "Right")
    assert room.case.state.step == 2
    assert QApplication.focusWidget() is room.screen.case.steps


def test_the_page_says_how_to_go_back_and_how_to_get_help(room):
    room.begin()
    room.screen.case.ask_help.click()
    assert "先写三样就能立案" in room.screen.case.help.text()
    assert "Ctrl+Enter 下一步" in room.screen.case.help.text()
    assert room.screen.case.ask_help.text() == "收起说明 F1"
    room.screen.case.to_list.click()
    assert room.screen.rail.isVisible()


def test_keys_of_the_page_work_from_wherever_the_caret_is(room):
    room.least()
    room.shell.side.nav.setFocus()
    room.keys("Ctrl+S")
    assert room.case.state.version == 1


def test_tab_leaves_a_text_area(room):
    room.begin()
    room.go("brief")
    room.keys("Tab")
    assert not room.field("brief").isAncestorOf(QApplication.focusWidget())


def test_an_organisation_is_asked_for_its_code_and_a_person_is_not(room):
    room.begin()
    assert room.field("parties[0].uscc").isHidden()
    room.case.edit("parties[0].kind", "法人")
    assert room.field("parties[0].uscc").isVisible()
    assert room.field("parties[0].id_no").isHidden()


def test_a_child_needs_a_guardian(room):
    room.begin()
    assert "parties[0].guardians[0].name" not in room.screen.case.form(0).desk.fields
    room.fill("parties[0].age", "13")
    room.settle()
    assert room.field("parties[0].guardians[0].name").isVisible()


def test_a_row_typed_in_brings_the_next_and_the_cross_takes_it_away(room):
    room.begin()
    room.case.go(2)
    room.fill("evidence[0].name", "照片")
    room.fill("evidence[1].name", "报价单")
    assert "evidence[2].name" in room.screen.case.form(2).desk.fields
    room.go("evidence[0].name")
    room.keys("Ctrl+Delete")
    assert [one.name for one in room.case.state.case.evidence] == ["报价单"]
    assert room.field("evidence[0].name").control.text() == "报价单"
    assert room.said[-1].sentence == "已删除一项"
    room.keys("Ctrl+Z")
    assert [one.name for one in room.case.state.case.evidence] == ["照片", "报价单"]


def test_clauses_are_counted_when_the_clerk_goes_on(room):
    room.begin()
    room.case.go(4)
    room.fill("clauses[0]", "付款")
    room.fill("clauses[1]", "道歉")
    room.go("copies")
    assert room.field("clauses[0]").control.text() == "一、付款"
    assert room.field("clauses[1]").control.text() == "二、道歉"


def test_a_party_is_added_with_a_press_and_typed_at_once(room):
    room.begin()
    form = room.screen.case.form(0)
    adder = next(one for one in form.findChildren(QPushButton) if one.text() == "添加被申请人")
    room.qtbot.keyClick(adder, Qt.Key.Key_Return)
    assert [one.role for one in room.case.state.case.parties] == ["申请人", "被申请人", "被申请人"]
    assert room.field("parties[2].name").isAncestorOf(QApplication.focusWidget())


def test_f1_tells_about_the_step(room):
    room.begin()
    room.keys("F1")
    assert "先写三样就能立案" in room.screen.case.help.text()
    assert room.screen.case.help.isVisible()
    room.keys("F1")
    assert room.screen.case.help.isHidden()


def test_steps_are_walked_without_being_asked_anything(room):
    room.begin()
    for step in range(1, len(STEPS)):
        room.keys("Alt+Right")
        assert room.case.state.step == step
    room.keys("Alt+Left")
    assert room.case.state.step == len(STEPS) - 2


def test_tab_runs_through_every_field_of_every_step(room):
    room.open("C01")
    for step in range(len(STEPS)):
        room.case.go(step)
        room.settle()
        form = room.screen.case.form(step)
        wanted = {path for path, one in form.desk.fields.items() if one.isVisibleTo(form)}
        order = focus_order(form.widget())
        named = {one.path for one in form.desk.fields.values() if one.control in order}
        assert wanted <= named
        order[0].setFocus()
        met = set()
        for _ in range(2 * len(order)):
            met.add(id(QApplication.focusWidget()))
            room.keys("Tab")
        missed = {path for path in wanted if id(form.desk.fields[path].control) not in met}
        assert not missed


def test_a_save_on_top_of_another_version_asks_and_keeps_both(room):
    room.least()
    room.keys("Ctrl+S")
    state = room.case.state
    other = room.station.mediation.find(state.record_id)
    room.fill("brief", "又吵了一次")
    room.station.mediation.save(other.id, other.case, base_version=other.version)
    room.keys("Ctrl+S")
    assert room.said[-1].number == 2002
    assert room.said[-1].again_word == "用我的内容再存一版"
    room.said[-1].again()
    assert room.station.mediation.find(state.record_id).version == 3
    assert "又吵了一次" in room.station.mediation.find(state.record_id).case.brief


def test_a_full_disk_is_said_with_its_remedy_and_the_words_stay(room, monkeypatch):
    room.begin()
    room.fill("brief", "雨棚")
    from zsapp.base.errors import Code, Trouble  # here, beside its one use

    def full(*_given, **_named):
        raise Trouble(Code.DISK_FULL)

    monkeypatch.setattr(room.station.store, "write", full)
    room.settle()
    assert room.said[-1].number == Code.DISK_FULL.value.number
    assert room.said[-1].again is not None
    assert "磁盘已满" in room.screen.case.saved.text()
    assert room.case.state.case.brief == "雨棚"


def test_who_goes_into_a_case_stands_in_the_first_empty_field_from_the_top_also_of_a_row(room):
    case = acceptance_case("C01")
    paid, moved = case["schedule"]
    room.open("C01", schedule=[paid, {**moved, "status": ""}], dates=case["dates"] | {"file": None})
    room.keys("Escape", "Return")
    assert room.case.state.step == len(STEPS) - 1
    assert QApplication.focusWidget() is room.field("schedule[1].status").control


def test_which_duty_is_performed_is_read_from_its_sum_or_from_what_is_to_be_done(room):
    room.open("C01")
    assert room.field("schedule[0].amount").isVisible()
    assert room.field("schedule[0].what").isHidden()
    assert room.field("schedule[1].amount").isHidden()
    assert room.field("schedule[1].what").control.text() == "檐沟改道、拆除落水管"
