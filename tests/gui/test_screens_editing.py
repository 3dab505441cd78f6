"""Typing in a case: what is typed or pasted is kept, word for word, until the clerk himself takes it away."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import TODAY, commit
from zsapp.screens.kit.controls import Area, Line
from zsapp.screens.kit.form import FoldView
from zsapp.screens.kit.history import without
from zsapp.screens.kit.paths import get_at
from zsapp.screens.mediation.layout import STEPS

LONG = "长" * 10_000
SWITCH = Qt.FocusReason.ActiveWindowFocusReason


def typed(field, text):
    """Paste a text over what a field holds, without leaving it."""
    field.control.setFocus()
    field.control.put("")
    commit(text)


def open_again(room):
    """Leave the case and open it again, as after a night; return its first step's form."""
    record_id = room.case.state.record_id
    room.keys("Escape")
    room.case.leave()
    room.begin()
    room.case.open(record_id)
    room.settle()


def test_half_a_day_typed_slowly_stays_while_the_checks_run(room):
    room.least()
    field = room.go("parties[0].birth")
    commit("19")
    room.settle()
    assert field.control.text() == "19"
    assert not field.control.property("fault") or field.control.property("fault") == "false"
    for letter in "68-3-15":
        commit(letter)
        room.settle()
    assert field.control.text() == "1968-3-15"
    assert room.case.state.case.parties[0].birth == date(1968, 3, 15)


NO_VALUES = {
    "dates.apply": "2月30",
    "parties[0].birth": "民国三十年",
    "parties[0].age": "五十八",
    "parties[0].phone": LONG,
    "parties[0].representatives": f"甲、{LONG}",
    "accident.liability": "霍东海70%",
    "dates.sessions": "3月9日、3月32日",
    "record": LONG * 11,
    "totals.amount": "9" * 30,
    "schedule[0].amount": "1800.005",
}


def test_a_text_that_is_no_value_is_there_again_the_next_day(room):
    room.least()
    for path, text in NO_VALUES.items():
        typed(room.go(path), text)
    open_again(room)
    for path, text in NO_VALUES.items():
        assert room.go(path).control.text() == text
        assert "还没有看懂" in room.case.state.unread[path][0]
    assert room.case.state.case.brief == "雨棚滴水起争执"


def test_a_text_that_is_no_value_keeps_a_case_from_being_saved_and_printed(room):
    room.least()
    typed(room.go("dates.apply"), "2月30")
    for keys in ("Ctrl+S", "Ctrl+Return", "Ctrl+P"):
        room.go("brief")
        room.keys(keys)
        assert QApplication.focusWidget() is room.field("dates.apply").control
        assert room.screen.case.saved.text() == "还没有登记：有1栏没有看懂，请改正或清空"
        assert room.case.state.step == 0
        assert room.screen.printing.isHidden()
    assert room.station.mediation.page().total == 0
    typed(room.field("dates.apply"), "3-2")
    room.keys("Ctrl+S")
    assert room.case.state.version == 1
    assert room.station.mediation.drafts() == ()


def test_undo_takes_back_a_text_that_is_no_value_before_anything_else(room):
    room.least()
    field = room.go("dates.apply")
    typed(field, "2月30")
    room.keys("Ctrl+Z")
    assert field.control.text() == "2026年3月27日"
    assert not room.case.state.unread
    assert room.case.state.case.parties[0].name == "何䶮"


def test_undo_elsewhere_leaves_it_alone(room):
    room.least()
    typed(room.go("dates.apply"), "2月30")
    room.go("parties[0].name")
    room.keys("Ctrl+Z")
    assert room.case.state.case.parties[0].name == ""
    assert room.go("dates.apply").control.text() == "2月30"


def test_a_field_that_is_asked_no_more_keeps_nobody_from_saving(room):
    room.least()
    typed(room.go("parties[0].birth"), "不知道")
    room.case.edit("parties[0].kind", "法人")
    assert not room.case.state.unread
    room.keys("Ctrl+S")
    assert room.case.state.version == 1


def test_a_row_taken_away_takes_its_own_text_along_and_leaves_the_others(room):
    room.least()
    room.case.go(2)
    for row, text in enumerate(("甲", "乙", "丙")):
        room.fill(f"loan.paid[{row}].a", f"{100 + row}")
        typed(room.go(f"loan.paid[{row}].d"), text)
    room.go("loan.paid[1].d")
    room.keys("Ctrl+Delete")
    assert {path: text for path, (_, text) in room.case.state.unread.items()} == {
        "loan.paid[0].d": "甲",
        "loan.paid[1].d": "丙",
    }
    assert room.field("loan.paid[1].d").control.text() == "丙"


def test_texts_move_up_with_their_rows():
    texts = {"a[0].x": 0, "a[1].x": 1, "a[2].b[5].x": 2, "b[1].x": 3, "a": 4}
    assert without(texts, "a[1]") == {"a[0].x": 0, "a[1].b[5].x": 2, "b[1].x": 3, "a": 4}
    assert without(texts, "a[2].b[3]") == {"a[0].x": 0, "a[1].x": 1, "a[2].b[4].x": 2, "b[1].x": 3, "a": 4}


@pytest.mark.parametrize(
    ("path", "pasted", "kept"),
    [
        ("parties[0].name", "何\x00䶮\x07", "何䶮"),
        ("brief", "一行\r\n二行\x0b三行\x0c四行\x85五行", "一行\n二行\n三行\n四行\n五行"),
        ("clauses[0]", "付款\x1b[0m", "付款[0m"),
    ],
)
def test_marks_that_nobody_sees_are_left_out_of_a_paste(room, path, pasted, kept):
    room.least()
    field = room.go(path)
    typed(field, pasted)
    assert field.control.text() == kept
    room.keys("Ctrl+S")
    assert room.case.state.version == 1


def test_no_field_of_any_step_loses_ten_thousand_characters(room):
    room.least()
    pasted = set()
    for step in range(len(STEPS)):
        room.case.go(step)
        form = room.screen.case.form(step)
        for fold in form.findChildren(FoldView):
            fold.open(True)
        for path, field in list(form.desk.fields.items()):
            if isinstance(field.control, Line | Area) and field.isVisibleTo(form):
                field.control.put(LONG)
                field.control.typed.emit(LONG)
                pasted.add(path)
    open_again(room)
    state = room.case.state
    assert len(pasted) > 80
    kept = {path for path, (_, text) in state.unread.items() if text == LONG}
    assert kept | {path for path in pasted if get_at(state.case, path) == LONG} == pasted


# --- the caret --------------------------------------------------------------------------------------------


def test_an_open_list_leaves_the_caret_in_its_field_and_goes_with_it(room):
    room.begin()
    choice = room.go("dispute_type").control
    commit("邻里")
    assert choice.offers
    assert QApplication.activePopupWidget() is None
    assert QApplication.focusWidget() is choice
    room.go("brief")
    assert not choice.offers


def test_arrows_walk_through_an_open_list_and_escape_shuts_only_the_list(room):
    room.begin()
    choice = room.go("dispute_type").control
    commit("纠纷")
    first, second, *_ = choice.offers.words
    room.keys("Down", "Down", "Up")
    assert choice.offers.marked == first
    room.keys("Down", "Escape")
    assert not choice.offers
    assert room.case.state.open
    assert choice.text() == "纠纷"
    commit("")
    room.keys("Alt+Down", "PageDown", "Home")
    assert len(choice.offers.words) > len((first, second))
    room.keys("Return")
    assert room.case.state.case.dispute_type


def test_a_word_is_taken_from_an_open_list_by_a_press(room):
    room.begin()
    choice = room.go("parties[0].kind").control
    choice.showPopup()
    offers = choice.offers
    place = offers.visualItemRect(offers.item(offers.words.index("法人"))).center()
    QTest.mouseClick(offers.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not choice.offers
    assert room.case.state.case.parties[0].kind == "法人"


def test_a_press_beside_an_open_list_or_a_second_one_on_its_field_shuts_it(room):
    room.begin()
    choice = room.go("parties[0].kind").control
    choice.showPopup()
    choice.showPopup()
    assert not choice.offers
    choice.showPopup()
    QTest.mouseClick(room.form.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert not choice.offers


def test_who_comes_back_from_another_window_writes_on_where_he_was(room):
    room.begin()
    choice = room.go("dispute_type").control
    QApplication.sendEvent(choice, QFocusEvent(QEvent.Type.FocusOut, SWITCH))
    QApplication.sendEvent(choice, QFocusEvent(QEvent.Type.FocusIn, SWITCH))
    commit("邻里纠纷")
    assert room.case.state.case.dispute_type == "邻里纠纷"


@pytest.mark.parametrize(
    ("words", "taken"), [("邻里", "邻里纠纷"), ("饲养动物", "邻里纠纷/饲养动物纠纷"), ("甲乙", "甲乙")]
)
def test_enter_takes_the_word_that_was_begun(room, words, taken):
    room.begin()
    field = room.go("dispute_type")
    commit(words)
    room.keys("Return")
    assert field.control.text() == taken
    assert room.case.state.case.dispute_type == taken


def test_the_line_being_written_stays_in_sight(room):
    room.begin()
    room.case.go(3)
    form = room.screen.case.form(3)
    field = room.go("record")
    for _ in range(40):
        commit("何䶮：听清。\n")
        QApplication.processEvents()
    room.settle()
    caret = field.control.viewport().mapTo(form.viewport(), field.control.cursorRect().center())
    assert 0 <= caret.y() <= form.viewport().height()


def test_the_field_in_hand_stays_in_sight_when_a_fault_above_it_goes(room):
    room.least()
    room.shell.resize(1366, 500)
    room.fill("parties[0].id_no", "44200019680315991")
    room.settle()
    room.go("parties[0].ethnicity")
    room.case.edit("parties[0].id_no", "442000196803159914")
    room.settle()
    form, field = room.screen.case.form(0), room.field("parties[0].ethnicity")
    room.qtbot.waitUntil(lambda: field.mapTo(form.viewport(), field.rect().topLeft()).y() >= 0)
    assert field.mapTo(form.viewport(), field.rect().bottomLeft()).y() <= form.viewport().height()
    assert room.case.today() == TODAY
