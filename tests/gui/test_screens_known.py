"""People known already, in the case: offered while typing, hinted at beside a party, their quarrels told."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton

from tests.gui.conftest import commit, seen
from tests.stations import acceptance_case
from zsapp.screens.pages import KEYS

NEXT = "〔2026〕沙龙人调字第902号"


@pytest.fixture
def known(room):
    """A village that has had 何䶮 and 梁亚娣 before; a new case is being typed."""
    room.station.mediation.import_case(acceptance_case("C01"))
    room.begin()
    return room


def type_in(room, path, text):
    field = room.go(path)
    field.control.selectAll()
    commit(text)
    room.settle()
    return field


def offered(field):
    rows = field._offers.list._rows if field._offers.list and field._offers.list.isVisible() else []
    return [row.title.text() for row in rows]


def presses(room, words):
    return [one for one in room.screen.findChildren(QPushButton) if one.text() == words and seen(one)]


def remarks(room):
    cards = [card for view in room.form._views if hasattr(view, "cards") for card in view.cards]
    return [label.text() for card in cards for label in card._remarks.findChildren(QLabel) if seen(label)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        *(("parties[0].name", text) for text in ("梁", "亚娣", "lyd", "liangya", "liangyd", "梁亞娣")),
        *(("parties[0].id_no", text) for text in ("4420001949", "9926")),
        ("parties[0].phone", "138000001"),
    ],
)
def test_who_is_known_already_is_offered_while_typing(known, path, text):
    field = type_in(known, path, text)
    assert "梁亚娣" in offered(field)
    assert field.control.hasFocus()
    assert QApplication.activePopupWidget() is None


def test_numbers_in_the_list_are_masked(known):
    field = type_in(known, "parties[0].name", "梁")
    (row,) = field._offers.list._rows
    assert "442***********9926" in row.accessibleName()
    assert "442000194909229926" not in row.accessibleName()


def test_arrow_and_enter_take_one_and_fill_in_what_is_known(known):
    field = type_in(known, "parties[0].name", "lyd")
    known.keys("Down", "Return")
    known.settle()
    party = known.case.state.case.parties[0]
    person = known.station.persons.find(party.person_id)
    assert (party.name, party.id_no, party.sex, party.age) == ("梁亚娣", person.id_no, "女", 76)
    assert (party.phone, party.address) == (person.phone, person.address)
    assert field.control.text() == "梁亚娣"
    assert field.control.hasFocus()
    assert offered(field) == []
    known.keys("Ctrl+Z")
    assert known.case.state.case.parties[0].id_no == ""


def test_enter_without_a_marked_line_goes_on_as_ever(known):
    field = type_in(known, "parties[0].name", "梁")
    known.keys("Down", "Up", "Return")
    known.settle()
    assert not field.control.hasFocus()
    assert offered(field) == []
    assert known.case.state.case.parties[0].name == "梁"
    assert known.case.state.case.parties[0].person_id == ""


def test_escape_takes_the_list_away_and_leaves_the_form_where_it_is(known):
    field = type_in(known, "parties[0].name", "梁")
    known.keys("Escape")
    assert offered(field) == []
    assert field.control.hasFocus()
    known.keys("Escape")
    assert known.screen.rail.isVisible()


def test_a_press_takes_one_and_the_caret_stays(known):
    field = type_in(known, "parties[1].name", "何")
    known.qtbot.mouseClick(field._offers.list._rows[0], Qt.MouseButton.LeftButton)
    known.settle()
    assert known.case.state.case.parties[1].name == "何䶮"
    assert field.control.hasFocus()


def test_an_input_method_that_composes_is_left_alone(known):
    field = type_in(known, "parties[0].name", "梁")
    event = QInputMethodEvent("yadi", [])
    QApplication.sendEvent(field.control, event)
    known.settle()
    assert field.control.hasFocus()
    assert offered(field) == ["梁亚娣"]
    commit("亚娣")
    known.settle()
    assert offered(field) == ["梁亚娣"]


def test_what_was_typed_is_not_overwritten_unseen(known):
    known.fill("parties[0].phone", "13911112222")
    known.fill("parties[0].birth", "1950-1-1")
    type_in(known, "parties[0].name", "梁")
    known.keys("Down", "Return")
    known.settle()
    assert known.case.state.case.parties[0].phone == "13911112222"
    said = known.said[-1]
    assert (said.sentence, said.again_word) == ("已选用梁亚娣的资料", "改用档案中的")
    assert "联系方式（档案中为138****0102）" in said.remedy
    assert "出生日期（档案中为1949年9月22日）" in said.remedy
    said.again()
    assert known.case.state.case.parties[0].phone == "13800000102"


def test_a_guardian_is_offered_too_and_tied(known):
    known.fill("parties[0].age", "12")
    known.settle()
    type_in(known, "parties[0].guardians[0].name", "梁")
    known.keys("Down", "Return")
    known.settle()
    guardian = known.case.state.case.parties[0].guardians[0]
    assert (guardian.name, guardian.id_no) == ("梁亚娣", "442000194909229926")
    assert guardian.person_id


def test_a_row_removed_meanwhile_is_not_brought_back(known):
    field = type_in(known, "parties[1].name", "梁")
    hint = known.screen.models.known.state.offered[0]
    known.case.remove("parties[1]")
    known.screen.models.known._fill("parties[1].name", hint.id, known.station.persons.find(hint.id))
    assert len(known.case.state.case.parties) == 1
    assert not seen(field)


def test_nobody_is_offered_for_a_company(known):
    known.fill("parties[0].kind", "法人")
    field = type_in(known, "parties[0].name", "梁")
    assert offered(field) == []


def test_another_name_lets_the_person_go(known):
    type_in(known, "parties[0].name", "lyd")
    known.keys("Down", "Return")
    known.settle()
    assert known.case.state.case.parties[0].person_id
    type_in(known, "parties[0].name", "赵六")
    assert known.case.state.case.parties[0].person_id == ""


# --- the same person? -------------------------------------------------------------------------------------


def test_a_party_who_resembles_somebody_is_tied_with_one_press(known):
    known.fill("parties[0].name", "何䶮")
    known.go("brief")
    known.settle()
    (words,) = remarks(known)
    assert words.startswith("可能是同一个人（姓名相同）：何䶮　男　1968年生　442***********9914")
    presses(known, "是同一人，关联")[0].click()
    known.settle()
    party = known.case.state.case.parties[0]
    assert (party.id_no, bool(party.person_id)) == ("442000196803159914", True)
    assert remarks(known) == []


def test_what_was_said_not_to_be_the_same_is_not_asked_again(known):
    known.fill("dispute_type", "邻里纠纷")
    known.fill("brief", "雨棚滴水")
    known.fill("parties[0].name", "何䶮")
    known.go("brief")
    known.settle()
    presses(known, "不是同一人")[0].click()
    known.settle()
    assert remarks(known) == []
    known.keys("Ctrl+S")
    known.settle()
    party = known.case.state.case.parties[0]
    assert remarks(known) == []
    assert known.station.persons.card(party.person_id).doubles == ()


def test_a_party_saved_as_somebody_new_can_still_be_tied(known):
    known.fill("dispute_type", "邻里纠纷")
    known.fill("brief", "雨棚滴水")
    known.fill("parties[0].name", "何䶮")
    known.keys("Ctrl+S")
    known.settle()
    double = known.case.state.case.parties[0].person_id
    assert remarks(known)
    presses(known, "是同一人，关联")[0].click()
    known.settle()
    kept = known.case.state.case.parties[0].person_id
    assert [one.id for one in known.station.persons.card(kept).merged] == [double]
    assert known.said[-1].sentence == "已合并为一个人"


# --- where their quarrels meet ----------------------------------------------------------------------------


def test_a_mediator_who_was_a_party_is_told_and_leads_to_both(known):
    entry = acceptance_case("C01")
    mine = [{"name": entry["parties"][1]["name"], "role": "调解员"}]
    parties = [entry["parties"][0], {"role": "被申请人", "kind": "自然人", "name": "赵六"}]
    known.station.mediation.import_case(
        entry | {"case": "C01b", "volume_no": NEXT, "mediators": mine, "parties": parties}
    )
    known.case.open(known.station.mediation.find(NEXT).id)
    known.settle()
    known.screen.checks.set_wide(True)
    told = [one.text() for one in known.screen.checks.findChildren(QLabel)]
    assert any(one.startswith("调解员梁亚娣在〔2026〕沙云人调字第5号中是何䶮的对方当事人") for one in told)
    (recuse, *_) = [one for one in known.screen.checks.findChildren(QPushButton) if one.text() == "填写回避"]
    recuse.click()
    known.settle()
    assert known.field("recusal.name").control.hasFocus()
    (other, *_) = [one for one in known.screen.checks.findChildren(QPushButton) if one.text() == "看另一案"]
    other.click()
    known.settle()
    assert known.case.state.number == known.station.mediation.find("C01").number


def test_leaving_a_case_forgets_what_was_found(known):
    known.fill("parties[0].name", "何䶮")
    known.go("brief")
    known.settle()
    assert known.screen.models.known.state.beside
    known.case.leave()
    assert not known.screen.models.known.state.beside


# --- what lists show --------------------------------------------------------------------------------------


def test_no_page_lists_a_whole_number_or_house(known):
    party = known.station.mediation.find("C01").case.parties[0]
    known.keys("Escape")
    for name in KEYS:
        page = known.turn_to(name)
        said = [one.text() for one in page.findChildren(QLabel)]
        for view in page.findChildren(QAbstractItemView):
            model = view.model()
            said += [str(model.index(at, 0).data()) for at in range(model.rowCount())]
        for whole in (party.id_no, party.phone, party.address):
            assert not [told for told in said if whole in told], name
    page = known.turn_to("people")
    page.query.setFocus()
    commit(party.id_no)
    known.settle()
    (row,) = [page.table.data(page.table.index(at)) for at in range(page.table.rowCount())]
    assert party.name in row
    assert party.id_no not in row
