"""Legal aid in the window: taken in question by question, the opinion beside it as it is typed."""

from copy import deepcopy
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.gui.aid_room import AidRoom, day_words
from tests.gui.conftest import seen
from tests.intakes import intake_entries
from tests.stations import without_notes
from zsapp.base.errors import Code
from zsapp.services.station import Station

ENTRIES = intake_entries()


@pytest.fixture
def desk(enter, station):
    """Give the legal-aid page of a village, on the day of the tests."""
    return AidRoom(enter(station))


def on_day(enter, station, day: date) -> AidRoom:
    """Return the page as it is on a day."""
    return AidRoom(enter(Station(station.store, day)))


def take_in(desk: AidRoom, ref: str, **changed) -> str:
    """Import an application; return its id."""
    entry = deepcopy(without_notes(ENTRIES[ref])) | changed
    return desk.station.legal_aid.import_intake(entry).id


# --- what the pane says -----------------------------------------------------------------------------------


@pytest.mark.parametrize("ref", list(ENTRIES))
def test_every_visible_application_opened_in_the_window_shows_its_expected_opinion(enter, station, ref):
    entry, expected = ENTRIES[ref], ENTRIES[ref]["expect"]
    desk = on_day(enter, station, entry["received"]["date"])
    take_in(desk, ref)
    desk.open(ref)
    assert desk.advice == expected["advice"]
    assert desk.basis == expected.get("basis", desk.basis)
    assert desk.missing == expected.get("missing", [])
    assert day_words(expected["forward_due"]) in desk.until("转交法律援助处")
    assert day_words(expected["decision_due"]) in desk.until("法律援助处审查期满")
    if "per_capita" in expected:
        assert desk.reads(f"月人均可支配收入 {expected['per_capita']:.2f} 元")
    for told in expected.get("told", []):
        assert desk.reads(told)
    assert {one for one in desk.said() if "决定" in one} <= set(expected.get("told", []))


WORKER = (
    ("applicant.name", "黎志强"),
    ("applicant.id_type", "居民身份证"),
    ("applicant.id_no", "450881198703169972"),
    ("applicant.hukou", "广西壮族自治区桂平市"),
)
UNPAID = (
    ("matter", "请求支付劳动报酬"),
    ("facts", "拖欠工资38600元，有主管签字的欠条，多次催讨未果。"),
    ("amount", "38600"),
    ("limitation_end", "2026-11-30"),
    ("form", "仲裁代理"),
)
EMPLOYER = (
    ("respondent[0].name", "中山市泓锐五金制品有限公司"),
    ("respondent[0].kind", "法人"),
    ("forum.kind", "非诉讼"),
    ("forum.organ", "中山市劳动人事争议仲裁委员会"),
    ("exemption", "进城务工人员讨薪或者工伤"),
)
LACKING = (
    *("法律援助申请表", "身份证明", "经济困难状况说明表"),
    *("劳动合同、考勤、工资流水、欠条、微信记录等之一", "对方身份信息"),
)


def test_an_application_typed_from_nothing_yields_exactly_what_is_expected(enter, station):
    expected = ENTRIES["LA-01"]["expect"]
    desk = on_day(enter, station, date(2026, 3, 9))
    desk.begin()
    desk.type_in(WORKER)
    desk.press("农民工")
    desk.type_in(UNPAID)
    desk.settle()
    assert desk.missing == list(LACKING)
    desk.type_in(EMPLOYER)
    desk.page.interview.focus_path("files[0].name")
    desk.settle()
    for words in ("已交“法律援助申请表”", "已交“身份证明”", "已交“欠条”"):
        desk.press(words)
    intake = desk.intake
    assert (intake.applicant.birth, intake.applicant.sex, intake.groups) == (date(1987, 3, 16), "1", ("G05",))
    assert (intake.matter, intake.amount_upper) == ("M05b", "叁万捌仟陆佰元整")
    assert intake.documents == ("法律援助申请表", "身份证明", "欠条")
    assert (desk.advice, desk.basis, desk.missing) == (expected["advice"], expected["basis"], [])
    assert day_words(expected["forward_due"]) in desk.until("转交法律援助处")
    assert day_words(expected["decision_due"]) in desk.until("法律援助处审查期满")
    desk.keys("Ctrl+S")
    (stored,) = desk.station.legal_aid.every()
    assert stored.intake.documents == intake.documents
    assert stored.number in desk.said()


def test_the_articles_of_a_reason_are_one_press_away(desk):
    take_in(desk, "LA-09")
    desk.open("LA-09")
    before = desk.said()
    desk.press("依据：法援法31(七)")
    (article,) = [one for one in desk.said() if one not in before]
    assert "《法援法》第31条" in article
    desk.press("依据：法援法31(七)")
    assert article not in desk.said()


def test_a_press_on_a_reason_goes_to_its_question(desk):
    take_in(desk, "LA-04", forum={"kind": "诉讼", "organ": "某法院", "place": ""})
    desk.open("LA-04")
    cards = [one for one in desk.page.advice.findChildren(QPushButton) if one.text() == "去这一栏"]
    places = []
    for one in cards:
        one.click()
        desk.settle()
        places.append(desk.model._at)
    assert "forum.place" in places


def test_urgency_stands_on_top_and_nothing_bars_the_way_on(desk):
    desk.begin()
    desk.fill("applicant.name", "黄伯添")
    desk.fill("matter", "请求给付赡养费")
    desk.fill("limitation_end", "2026-03-30")
    desk.settle()
    assert desk.advice == "紧急先行转交"
    assert desk.page.advice.urgent.text().startswith("紧急：今天转交")
    assert seen(desk.page.advice.urgent)
    assert seen(desk.page.interview.next)
    desk.keys("Ctrl+S", "Escape")
    assert desk.page.listing.urgent.text() == "紧急 1"
    assert desk.page.models.listing.row(0).pill == "紧急"
    assert desk.page.models.listing.row(0).right == "今天转交"


# --- what an answer changes -------------------------------------------------------------------------------


def group(desk, step):
    desk.model.go(step)
    desk.settle()


def test_a_childs_birthday_brings_up_the_question_for_the_guardian(desk):
    desk.begin()
    assert not desk.asks("agent.name")
    desk.fill("applicant.birth", "2014-10-03")
    desk.settle()
    assert desk.asks("agent.name")
    assert desk.reads("申请人是限制民事行为能力人，请填写代为申请的法定代理人")
    desk.fill("applicant.birth", "1984-10-03")
    desk.settle()
    assert not desk.asks("agent.name")


def test_an_exemption_that_is_proved_folds_the_means_away(desk):
    take_in(desk, "LA-04")
    desk.open("LA-04")
    group(desk, 4)
    assert desk.asks("family[0].name")
    group(desk, 3)
    desk.fill("exemption", "社会救助对象")
    desk.settle()
    assert desk.page.interview.next.text() == "下一组：收入资产"
    group(desk, 5)
    desk.fill("files[6].name", "低保证复印件")
    desk.settle()
    assert desk.advice == "转交-免予核查"
    group(desk, 4)
    assert not desk.asks("family[0].name")
    assert desk.reads("这一组不用填：社会救助对象，已有证明材料，免予核查")
    group(desk, 3)
    assert desk.page.interview.next.text() == "下一组：材料"
    desk.keys("Ctrl+Return")
    assert desk.model.state.step == 5
    desk.keys("Alt+Left")
    assert desk.model.state.step == 3


def test_an_exemption_is_chosen_by_one_press_and_undone_by_another(desk):
    desk.begin()
    desk.fill("applicant.name", "黄伯添")
    desk.fill("applicant.birth", "1948-02-13")
    desk.fill("matter", "请求给付赡养费")
    group(desk, 3)
    desk.press("无固定生活来源的老年人")
    assert desk.intake.exemption == "E42-1b"
    assert desk.reads("还缺身份证、无固定生活来源说明")
    desk.keys("Ctrl+Z")
    assert desk.intake.exemption == ""


def test_a_soldiers_family_is_asked_for_the_soldier_and_never_for_the_unit(desk):
    desk.begin()
    assert not desk.asks("soldier.status")
    desk.press("军人军属")
    assert desk.asks("soldier.status")
    assert not desk.asks("soldier.unit_recorded")
    desk.fill("soldier.status", "义务兵")
    desk.fill("applicant.name", "吴嘉怡")
    desk.settle()
    assert desk.reads("限制查看：军人军属")
    assert desk.page.subject == "法律援助：（限制查看）"


def test_a_victim_is_asked_how_to_be_reached_and_her_record_is_for_few(desk):
    desk.begin()
    desk.fill("applicant.name", "梁亚娣")
    desk.fill("matter", "遭受家庭暴力的受害人主张相关权益")
    desk.settle()
    assert desk.reads("您的情况申请法律援助不看家庭收入")
    group(desk, 3)
    assert desk.page.interview.next.text() == "下一组：材料"
    group(desk, 6)
    assert desk.asks("applicant.safe_contact")
    assert desk.reads("限制查看（家庭暴力）")
    assert desk.asks("children[0].name")
    desk.fill("applicant.safe_contact", "周末打妹妹的电话")
    desk.settle()
    (draft,) = desk.station.aid_counter.drafts()
    assert draft.intake.restricted == ("家庭暴力",)


def test_custody_and_charge_are_asked_in_criminal_matters_only(desk):
    desk.begin()
    group(desk, 1)
    assert not desk.asks("custody")
    desk.fill("matter", "犯罪嫌疑人、被告人申请辩护")
    desk.settle()
    assert desk.asks("custody")
    group(desk, 2)
    assert desk.asks("forum.charge")


def test_months_add_up_by_themselves_until_somebody_writes_another_sum(desk):
    desk.begin()
    desk.fill("applicant.name", "黄伯添")
    group(desk, 4)
    desk.press("添加本人")
    assert desk.intake.family[0].name == "黄伯添"
    for at, wage in enumerate(("2000", "1800")):
        desk.fill(f"family[0].months[{at}].wage", wage)
    assert desk.intake.family[0].wage6 == 3800
    desk.fill("family[0].wage6", "4000")
    desk.fill("family[0].months[2].wage", "500")
    desk.settle()
    assert desk.intake.family[0].wage6 == 4000
    assert desk.reads("逐月相加为4300.00元")


# --- typing, keeping, saving ------------------------------------------------------------------------------


def test_a_pause_keeps_a_draft_and_the_list_brings_it_back(desk):
    desk.begin()
    desk.fill("applicant.name", "黎志强")
    desk.fill("received.date", "三月")
    desk.settle()
    (draft,) = desk.station.aid_counter.drafts()
    assert (draft.intake.applicant.name, dict(draft.unread)) == ("黎志强", {"received.date": "三月"})
    desk.keys("Escape")
    assert desk.page.models.listing.row(0).pill == "草稿"
    desk.room.shell.choose("today")
    desk.room.shell.choose("legal_aid")
    desk.settle()
    desk.page.listing.to_rows()
    desk.keys("Return")
    assert desk.field("received.date").control.text() == "三月"
    assert desk.intake.applicant.name == "黎志强"


def test_nothing_typed_leaves_no_draft(desk):
    desk.begin()
    desk.keys("Escape")
    desk.page.models.intake.leave()
    assert desk.station.aid_counter.drafts() == ()


@pytest.mark.parametrize(
    ("filled", "path", "code"),
    [
        ({}, "applicant.name", Code.AID_APPLICANT_MISSING),
        ({"applicant.name": "黎志强"}, "matter", Code.AID_MATTER_UNKNOWN),
        ({"applicant.name": "黎志强", "matter": "请求支付劳动报酬", "received.date": ""}, "received.date",
         Code.AID_RECEIVED_MISSING),
    ],
)  # fmt: skip
def test_a_refused_save_puts_the_caret_on_its_field(desk, filled, path, code):
    desk.begin()
    for at, text in filled.items():
        desk.fill(at, text)
    desk.keys("Ctrl+S")
    assert desk.model._at == path
    assert desk.field(path).control.hasFocus()
    assert desk.reads(code.value.sentence.partition("“")[0])
    assert desk.station.legal_aid.all_ids() == ()


def test_a_text_that_is_no_value_keeps_the_record_from_being_saved(desk):
    desk.begin()
    desk.fill("applicant.name", "黎志强")
    desk.fill("applicant.birth", "去年")
    desk.keys("Ctrl+S")
    assert desk.reads("还没有保存：有1栏没有看懂")
    assert desk.field("applicant.birth").control.hasFocus()
    desk.keys("Ctrl+Z")
    assert desk.model.state.unread == {}


def test_somebody_elses_save_in_between_is_told_and_can_be_saved_over(desk):
    record_id = take_in(desk, "LA-01")
    desk.open("LA-01")
    desk.fill("applicant.phone", "13900000102")
    desk.station.aid_course.act(record_id, "call", on=date(2026, 3, 27), reason="已打电话")
    desk.keys("Ctrl+S")
    (notice,) = [one for one in desk.room.said if one.again is not None]
    notice.again()
    desk.settle()
    stored = desk.station.legal_aid.find(record_id).intake
    assert (stored.applicant.phone, len(stored.calls)) == ("13900000102", 1)


def test_an_application_of_another_station_is_read_only(desk):
    record_id = take_in(desk, "LA-01")
    desk.model._station = "another"
    desk.open("LA-01")
    assert not desk.page.interview.save.isEnabled()
    desk.model.edit("applicant.name", "他人")
    assert desk.intake.applicant.name == "黎志强"
    desk.keys("Ctrl+S")
    assert desk.station.legal_aid.find(record_id).version == 1


def test_a_removed_row_comes_back_with_undo(desk):
    take_in(desk, "LA-04")
    desk.open("LA-04")
    desk.go("respondent[1].name")
    desk.keys("Ctrl+Delete")
    assert [one.name for one in desk.intake.respondent] == ["黄树华(虚构)"]
    desk.keys("Ctrl+Z")
    assert len(desk.intake.respondent) == 2
    desk.keys("Ctrl+Shift+Z")
    assert len(desk.intake.respondent) == 1


def test_help_says_what_the_group_is_for(desk):
    desk.begin()
    desk.keys("F1")
    assert desk.reads("先问姓名和证件号码")
    desk.keys("F1")
    assert not desk.reads("先问姓名和证件号码")


def test_f6_goes_round_and_the_labels_fit(desk):
    take_in(desk, "LA-07")
    desk.open("LA-07")
    desk.keys("F6")
    assert desk.page.record.tabs.hasFocus()
    desk.keys("F6")
    assert desk.page.interview.steps.hasFocus()
    for one in desk.page.findChildren(QLabel):
        if seen(one) and not one.wordWrap() and one.text() and one is not desk.page.record.title:
            assert one.width() >= one.minimumSizeHint().width(), one.text()
