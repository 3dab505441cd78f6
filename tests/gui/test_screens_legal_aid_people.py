"""Legal aid in the window: people known already, where they meet, documents, turning, the list."""

from copy import deepcopy
from datetime import date

import pytest
from PIL import Image

from tests.gui.aid_room import AidRoom
from tests.gui.conftest import commit, seen
from tests.intakes import intake_entries, make_intake
from tests.stations import acceptance_case, without_notes
from zsapp.base.errors import Code
from zsapp.rules.legal_aid_parts import Applicant, Respondent
from zsapp.rules.roles import Badge, Role


@pytest.fixture
def desk(enter, station):
    """Give the legal-aid page of a village, on the day of the tests."""
    return AidRoom(enter(station))


def take_in(desk: AidRoom, ref: str, **changed) -> str:
    """Import an application; return its id."""
    entry = deepcopy(without_notes(intake_entries()[ref])) | changed
    return desk.station.legal_aid.import_intake(entry).id


def keep(desk: AidRoom, **changed) -> str:
    """Save an application; return its id."""
    counter = desk.station.aid_counter
    return counter.save(counter.new_id(), make_intake(**changed), base_version=0).id


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "借据.jpg"
    Image.new("RGB", (60, 40), "gray").save(path)
    return path


# --- people -----------------------------------------------------------------------------------------------


def type_name(desk, path, text):
    field = desk.go(path)
    commit(text)
    desk.settle()
    return field


def test_who_is_known_already_is_taken_with_what_is_known(desk):
    desk.station.mediation.import_case(acceptance_case("C01"))
    desk.begin()
    type_name(desk, "applicant.name", "lyd")
    desk.keys("Down", "Return")
    applicant = desk.intake.applicant
    assert (applicant.name, applicant.sex, applicant.id_type) == ("梁亚娣", "2", "01")
    assert desk.station.persons.find(applicant.person_id).name == "梁亚娣"
    assert desk.field("applicant.id_type").control.text() == "居民身份证"
    desk.fill("applicant.name", "黎志强")
    assert desk.intake.applicant.person_id == ""


def test_what_was_typed_otherwise_stays_until_the_clerk_says_so(desk):
    desk.station.mediation.import_case(acceptance_case("C01"))
    desk.begin()
    desk.fill("applicant.phone", "13999999999")
    type_name(desk, "applicant.name", "梁亚")
    desk.keys("Down", "Return")
    (notice,) = [one for one in desk.room.said if one.again_word == "改用档案中的"]
    assert "联系电话（档案中为" in notice.remedy
    assert desk.intake.applicant.phone == "13999999999"
    notice.again()
    assert desk.intake.applicant.phone == desk.station.persons.find(desk.intake.applicant.person_id).phone


def test_esc_takes_the_list_away_before_anything_else(desk):
    desk.station.mediation.import_case(acceptance_case("C01"))
    desk.begin()
    field = type_name(desk, "applicant.name", "梁")
    assert desk.page.models.known.state.offered
    desk.keys("Escape")
    assert not desk.page.models.known.state.offered
    assert field.control.hasFocus()
    type_name(desk, "applicant.name", "亚")
    desk.go("applicant.phone")
    assert not desk.page.models.known.state.offered


def test_an_agent_is_taken_with_what_an_application_holds_of_him(desk):
    desk.station.mediation.import_case(acceptance_case("C01"))
    desk.begin()
    desk.press("代理人")
    type_name(desk, "agent.name", "梁亚")
    desk.keys("Down", "Return")
    assert (desk.intake.agent.name, desk.intake.agent.id_type) == ("梁亚娣", "01")


def test_the_other_side_that_applied_here_too_is_one_press_away(desk):
    other = keep(desk, applicant=Applicant(name="何子"), respondent=(), id="乙")
    desk.begin()
    desk.fill("applicant.name", "何永年")
    desk.fill("respondent[0].name", "何子")
    desk.settle()
    assert desk.reads("对方当事人何子在本站也申请了法律援助")
    desk.press("看另一件申请")
    assert desk.model.state.record_id == other
    assert len(desk.station.aid_counter.drafts()) == 1


def test_a_dispute_of_the_same_two_opens_on_the_mediation_page(desk):
    desk.station.mediation.import_case(acceptance_case("C01"))
    case = desk.station.mediation.find("C01")
    names = [one.name for one in case.case.parties]
    keep(desk, applicant=Applicant(name=names[0]), respondent=(Respondent(name=names[1]),), id="甲")
    desk.open("甲")
    desk.press("看调解案件")
    assert desk.shell.at == "mediation"
    assert desk.shell.models.case.state.record_id == case.id


def test_an_agent_who_is_the_other_side_is_warned_of_at_his_field(desk):
    desk.begin()
    desk.fill("applicant.name", "何永年")
    desk.fill("matter", "请求给付赡养费")
    desk.fill("respondent[0].name", "何子")
    desk.model.go(0)
    desk.settle()
    desk.press("代理人")
    desk.fill("agent.name", "何子")
    desk.settle()
    assert desk.reads("代理人是对方当事人或者侵害申请人权益")


# --- documents --------------------------------------------------------------------------------------------


def test_a_scan_is_brought_in_for_a_document_looked_at_and_taken_out(desk, photo):
    record_id = take_in(desk, "LA-01")
    desk.open("LA-01")
    desk.page.record.tabs.setCurrentIndex(1)
    desk.page.materials.choose("欠条")
    desk.page.materials.file.setText(str(photo))
    desk.page.materials.file.returnPressed.emit()
    desk.settle()
    (kept,) = desk.station.legal_aid.find(record_id).intake.files
    assert (kept.name, kept.pages) == ("欠条", 1)
    assert desk.reads("有扫描件")
    desk.press("看扫描件")
    assert desk.page.materials.pages.page_in_sight() == 1
    desk.press("取出这份扫描件")
    assert desk.station.legal_aid.find(record_id).intake.files[0].sha256 == ""


def test_a_file_that_is_no_scan_is_told_and_what_lacks_a_name_is_saved_first(desk, tmp_path, photo):
    desk.begin()
    desk.page.record.tabs.setCurrentIndex(1)
    desk.page.materials.file.setText(str(photo))
    desk.press("加入扫描件")
    assert desk.field("applicant.name").control.hasFocus()
    desk.fill("applicant.name", "何永年")
    desk.fill("matter", "请求给付赡养费")
    bad = tmp_path / "坏.jpg"
    bad.write_bytes(b"no picture")
    desk.page.models.presses.add_scans((bad,))
    desk.page.models.presses.add_scans(())
    desk.settle()
    assert [one.number for one in desk.room.said] == [Code.SCAN_UNREADABLE.value.number]


def test_a_document_is_handed_in_by_one_press_and_counted_in_the_questions(desk):
    keep(desk, documents=("身份证复印件",), id="甲")
    desk.open("甲")
    desk.page.record.tabs.setCurrentIndex(1)
    desk.settle()
    assert desk.page.materials.state.text() == "还缺 3 项"
    desk.press("已交“法律援助申请表”")
    assert desk.page.materials.state.text() == "还缺 2 项"
    desk.press("填写份数、页数、是否原件")
    assert desk.page.record.tabs.currentIndex() == 0
    desk.fill("files[1].copies", "2")
    desk.keys("Ctrl+S")
    stored = desk.station.legal_aid.find("甲").intake
    assert stored.documents == ("身份证复印件", "法律援助申请表")
    assert [(one.name, one.copies) for one in stored.files] == [("法律援助申请表", 2)]


# --- turned into something else ---------------------------------------------------------------------------


def test_one_press_makes_a_case_of_an_application_and_the_case_leads_back(desk):
    record_id = take_in(desk, "LA-04")
    desk.open("LA-04")
    desk.model.go(1)
    desk.settle()
    desk.press("转为人民调解")
    case = desk.shell.models.case
    assert desk.shell.at == "mediation"
    assert [one.name for one in case.state.case.parties] == ["黄伯添", "黄树华(虚构)", "黄树荣(虚构)"]
    assert case.state.case.dispute_type == "婚姻家庭纠纷/赡养纠纷"
    desk.shell.models.presses.press("origin")
    desk.settle()
    assert desk.shell.at == "legal_aid"
    assert desk.model.state.record_id == record_id


def test_of_a_childs_application_only_the_names_go_along_and_that_is_said(desk):
    take_in(desk, "LA-07")
    desk.open("LA-07")
    desk.page.models.presses.press("turn")
    desk.settle()
    case = desk.shell.models.case.state.case
    assert (case.parties[0].name, case.parties[0].id_no, case.brief, case.origin) == ("陈梓涵", "", "", None)
    assert desk.room.said[-1].sentence.startswith("这份申请限制查看：只带去了双方的姓名")


def test_one_press_makes_an_application_of_a_case_and_the_application_leads_back(desk):
    desk.room.open("C01")
    case = desk.shell.models.case.state
    desk.shell.models.presses.press("aid")
    desk.settle()
    assert desk.shell.at == "legal_aid"
    assert desk.intake.applicant.name == case.case.parties[0].name
    assert desk.reads("由“")
    desk.press("看原来的记录")
    assert desk.shell.at == "mediation"
    assert desk.shell.models.case.state.record_id == case.record_id


# --- the list ---------------------------------------------------------------------------------------------


def test_the_list_is_searched_walked_and_opened_by_keys(desk):
    take_in(desk, "LA-01")
    take_in(desk, "LA-07")
    desk.keys("F2")
    commit("黎志强")
    desk.settle()
    assert desk.page.models.listing.state.rows == 1
    desk.keys("Return", "Return")
    assert desk.intake.applicant.name == "黎志强"
    desk.keys("Escape", "F2")
    commit("没有这个人")
    desk.settle()
    assert desk.reads("没有找到“没有这个人”")


def test_a_childs_application_has_no_name_in_the_list_and_is_not_there_for_a_mediator(desk):
    entry = intake_entries()["LA-07"]
    take_in(desk, "LA-07", center=None, received=entry["received"] | {"date": date(2026, 3, 26)})
    desk.page.models.listing.reload()
    row = desk.page.models.listing.row(0)
    assert (row.title.strip(), row.pill) == ("（限制查看） 请求给付抚养费", "已接收")
    desk.station.store.badge = Badge(Role.MEDIATOR)
    desk.page.models.listing.reload()
    assert desk.page.models.listing.state.rows == 0


def test_the_scopes_show_what_waits_what_is_under_way_and_everything(desk):
    take_in(desk, "LA-01")
    keep(desk, id="甲")
    for scope, rows in (("办理中", 1), ("全部", 2), ("待转交", 1)):
        desk.press(scope)
        assert desk.page.models.listing.state.rows == rows
    assert desk.page.models.listing.row(0).right == "转交过期17天"


def test_pages_come_as_they_are_scrolled_to(desk, monkeypatch):
    monkeypatch.setattr("zsapp.screens.legal_aid.model.listing.PAGE", 2)
    for at in range(5):
        keep(desk, id=f"甲{at}", forwarded=None)
    model = desk.page.models.listing
    model.show_scope("全部")
    assert (model.state.rows, model.has_more) == (5, True)
    while model.has_more:
        model.more()
    model.more()
    assert (model.state.rows, model.state.total) == (5, "5")
    assert model.id_at(99) == ""
    assert model.row_of("nobody") == -1
    assert len({model.id_at(at) for at in range(5)}) == 5


def test_a_draft_of_a_mediator_that_few_may_see_is_said_to_wait_for_others(desk):
    desk.station.store.badge = Badge(Role.MEDIATOR)
    desk.begin()
    desk.fill("applicant.name", "梁亚娣")
    desk.fill("matter", "遭受家庭暴力的受害人主张相关权益")
    desk.settle()
    assert desk.reads("草稿已限制查看，离开后由站长、法律顾问接着办")
    desk.keys("Ctrl+S")
    assert desk.room.said[-1].number == Code.ROLE_MAY_NOT.value.number
    desk.keys("Escape")
    assert desk.page.models.listing.state.rows == 0
    desk.station.store.badge = Badge(Role.HEAD)
    desk.page.models.listing.reload()
    assert desk.page.models.listing.row(0).title == "（限制查看）"


# --- tabs and what is about many --------------------------------------------------------------------------


def test_papers_and_course_show_what_was_just_saved(desk):
    keep(desk, id="甲")
    desk.open("甲")
    desk.fill("applicant.phone", "13900000999")
    desk.page.record.turn_to("文书")
    desk.settle()
    assert desk.station.legal_aid.find("甲").intake.applicant.phone == "13900000999"
    assert desk.page.record.stack.currentIndex() == 2
    desk.page.record.turn_to("转交与结果")
    desk.settle()
    assert desk.page.record.stack.currentIndex() == 3


def test_a_refused_save_keeps_the_tab_that_was_there(desk):
    desk.begin()
    desk.page.record.turn_to("文书")
    desk.settle()
    assert (desk.page.record.tabs.currentIndex(), desk.page.record.stack.currentIndex()) == (0, 0)
    assert desk.field("applicant.name").control.hasFocus()


def test_what_is_typed_is_kept_when_the_window_goes(desk):
    desk.begin()
    desk.fill("applicant.name", "何永年")
    desk.shell.leave()
    assert [one.intake.applicant.name for one in desk.station.aid_counter.drafts()] == ["何永年"]
    assert not desk.model.state.open


def test_where_there_is_no_room_the_opinion_takes_the_place_of_the_questions(enter, station):
    desk = AidRoom(enter(station, 150))
    keep(desk, documents=(), id="甲")
    desk.open("甲")
    assert not seen(desk.page.advice)
    desk.keys("F3")
    assert seen(desk.page.advice)
    desk.press("去登记材料")
    assert not seen(desk.page.advice)
    desk.keys("F3", "Escape")
    assert seen(desk.page.interview.next)


def test_what_is_about_many_applications_takes_the_place_of_the_open_one(desk):
    keep(desk, id="甲")
    desk.open("甲")
    desk.keys("Escape")
    desk.press("批次转交")
    assert desk.reads("等待转交")
    assert not desk.model.state.open
    desk.keys("Escape")
    assert seen(desk.page.first_new)
