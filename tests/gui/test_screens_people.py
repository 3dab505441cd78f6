"""People and the committee in the window: found, merged, put on file, by keys."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.gui.conftest import commit, seen
from tests.stations import acceptance_case
from tests.visits import consultation, visitor
from zsapp.rules.committee import Committee, RosterMediator
from zsapp.screens.kit.rows import ROW


def page_of(room, name):
    room.shell.side.choose(name)
    room.settle()
    return room.shell._page(name)


@pytest.fixture
def people(room):
    entry = acceptance_case("C01")
    room.station.mediation.import_case(entry)
    parties = [dict(one) for one in entry["parties"]]
    parties[0] |= {"id_no": None, "id_missing_reason": "遗失", "phone": "13900000000"}
    again = {"case": "C01b", "volume_no": "〔2026〕沙龙人调字第902号", "parties": parties}
    room.station.mediation.import_case(entry | again)
    return page_of(room, "people")


def find(room, people, text):
    people.query.setFocus()
    people.query.selectAll()
    commit(text)
    room.settle()


def test_a_person_is_found_by_initials_and_opened_with_enter(room, people):
    assert QApplication.focusWidget() is people.query
    assert "输入姓名" in people.sentence.text()
    find(room, people, "liangzz")
    assert people.sentence.text() == "没有找到这个人"
    find(room, people, "lyd")
    assert people.sentence.text() == "找到 1 人"
    room.keys("Return", "Return")
    room.settle()
    assert people.name.text() == "梁亚娣"
    assert "442000194909229926" in people.facts.text()
    assert people.history.text() == "办过的事（2）"
    assert seen(people.card)


def test_doubles_are_merged_and_parted_with_one_press_each(room, people):
    find(room, people, "何䶮")
    assert people.sentence.text() == "找到 2 人"
    room.keys("Return", "Return")
    room.settle()
    assert people.history.text() == "办过的事（1）"
    (merge,) = [one for one in people.card.findChildren(QPushButton) if one.text() == "合并"]
    merge.click()
    room.settle()
    assert people.history.text() == "办过的事（2）"
    assert people.sentence.text() == "找到 1 人"
    (part,) = [
        one for one in people.card.findChildren(QPushButton) if one.text() == "撤销合并" and one.isVisible()
    ]
    part.click()
    room.settle()
    assert people.history.text() == "办过的事（1）"
    assert [one.sentence for one in room.said] == ["已合并为一个人", "已撤销合并"]


def test_a_namesake_is_told_apart_with_one_press(room, people):
    find(room, people, "何䶮")
    room.keys("Return", "Return")
    room.settle()
    (apart,) = [one for one in people.card.findChildren(QPushButton) if one.text() == "不是同一人"]
    apart.click()
    room.settle()
    assert not [one for one in people.card.findChildren(QPushButton) if one.text() == "合并" and seen(one)]


def test_lists_cover_numbers_of_people_and_houses(room, people):
    find(room, people, "lyd")
    (hint,) = people._model.state.hints
    row = people._model.row(0)
    person = room.station.persons.find(hint.id)
    assert "**号" in row.under
    for told in (person.id_no, person.phone, person.address):
        assert told not in f"{row.title}{row.under}{row.right}"


def test_a_part_leads_to_its_case(room, people):
    find(room, people, "lyd")
    room.keys("Return", "Return")
    room.settle()
    people.parts.setFocus()
    people.parts.setCurrentIndex(people.part_table.index(0))
    room.keys("Return")
    room.settle()
    assert room.shell.at == "mediation"
    assert room.case.state.number == "〔2026〕沙龙人调字第902号"


def test_the_page_looks_again_when_it_is_entered(room, people):
    find(room, people, "lyd")
    room.keys("Return", "Return")
    room.settle()
    room.shell.side.choose("today")
    page_of(room, "people")
    assert people.name.text() == "梁亚娣"


# --- the committee ----------------------------------------------------------------------------------------


@pytest.fixture
def committee(room):
    return page_of(room, "committee")


def put(room, committee, path, text):
    assert committee.form.focus(path), path
    field = committee.form.desk.fields[path]
    commit(text)
    field.control.left.emit()
    QApplication.processEvents()
    return field


def test_the_stations_own_committee_is_offered_and_put_on_file(room, committee):
    assert committee.form.desk.fields["name"].control.text() == "中山市沙溪镇龙瑞村人民调解委员会"
    assert "名册还是空的" in committee.sentence.text()
    (add,) = [one for one in committee.form.findChildren(QPushButton) if one.text() == "添加委员"]
    add.click()
    put(room, committee, "mediators[0].name", "刘䶮")
    put(room, committee, "mediators[0].post", "主任")
    assert "还没有保存" in committee.sentence.text()
    assert "委员应为三至九人" in committee.notes.text()
    committee.save.click()
    room.settle()
    kept = room.station.committees.find()
    assert [(one.name, one.post, one.kind) for one in kept.committee.mediators] == [("刘䶮", "主任", "委员")]
    assert room.said[-1].sentence == "调委会名册已保存"
    assert room.station.committees.typed() is None


def test_a_pause_in_typing_keeps_what_was_typed(room, committee):
    put(room, committee, "phone", "076022222222")
    room.settle()
    assert room.station.committees.find().version == 0
    assert room.station.committees.typed().committee.phone == "076022222222"


def test_what_was_typed_before_is_there_again(room):
    typed = Committee(name="某调委会", phone="07601")
    room.station.committees.keep(typed, base_version=0)
    page = page_of(room, "committee")
    assert page.form.desk.fields["phone"].control.text() == "07601"
    assert "还没有保存" in page.sentence.text()


def test_a_term_that_ended_is_said_at_its_field(room):
    gone = RosterMediator(name="老周", kind="聘任", until=date(2026, 1, 1))
    room.station.committees.save(
        Committee(name=room.station.profile.committee, mediators=(gone,)), base_version=0
    )
    page = page_of(room, "committee")
    page.form.focus("mediators[0].until")
    assert page.form.desk.fields["mediators[0].until"]._under.text() == "老周不在任期或聘期内。"
    assert "处需要留意" in page.sentence.text()


def test_what_cannot_be_read_is_said_and_nothing_is_lost(room, committee):
    field = put(room, committee, "elected", "去年春天")
    put(room, committee, "trade", "无")
    assert field.control.text() == "去年春天"
    assert field._under.text()
    room.shell.keep()
    committee.save.click()
    room.settle()
    assert room.station.committees.find().version == 1


def test_a_card_and_a_row_are_taken_away(room, committee):
    for word in ("添加委员", "添加聘任调解员"):
        (add,) = [one for one in committee.form.findChildren(QPushButton) if one.text() == word]
        add.click()
    put(room, committee, "mediators[1].name", "聘任甲")
    model = committee._model
    model.remove("mediators[0]")
    assert [one.name for one in model.state.committee.mediators] == ["聘任甲"]


def test_a_committee_changed_elsewhere_is_told(room, committee):
    room.station.committees.save(Committee(name=room.station.profile.committee), base_version=0)
    put(room, committee, "phone", "07603")
    committee.save.click()
    room.settle()
    assert room.said[-1].sentence == "这份记录已被另一处修改"
    assert committee.form.desk.fields["phone"].control.text() == "07603"


def test_a_part_taken_at_the_front_desk_leads_there(room):
    view = room.station.front.add("consultation", consultation(person=visitor()))
    people = page_of(room, "people")
    find(room, people, "何永年")
    room.keys("Return", "Return")
    room.settle()
    row = people.part_table.data(people.part_table.index(0), ROW)
    assert row.under == f"法律咨询　来访人　{view.number}"
    people.parts.setFocus()
    people.parts.setCurrentIndex(people.part_table.index(0))
    room.keys("Return")
    room.settle()
    assert room.shell.at == "front_desk"
    assert room.shell._page("front_desk").models.record.state.record_id == view.id
