"""Every paper of the front desk: blank, draft and final, its words; what it never shows; months and years."""

from dataclasses import replace
from datetime import date

import pytest

from tests.front_papers import ADDRESS, PHONE, STATION, desk_sheet, record, values_of, victim
from tests.papers import WATERMARK, bare, flowing, poppler
from zsapp.press.definition import find_form, forms
from zsapp.press.inline import TICKED
from zsapp.rules.adviser import Served
from zsapp.rules.desk_papers import ABOUT, fits
from zsapp.rules.desk_parts import ReferralSlip, Visitor
from zsapp.rules.publicity import EventTime
from zsapp.rules.reconsideration import Act, FellowApplicant, Reconsideration

NUMBERS = tuple(form.number for form in forms() if form.about in ABOUT)
SHOWN = {
    ("S01", "C-01"): (
        1,
        "咨字〔2026〕0001号",
        "√来访",
        "男60岁",
        "442***********9971",
        "√引导调解",
        "√转12348",
        "√满意",
    ),
    ("S02", "C-01"): (1, "转字〔2026〕0031号", "√同意转介", "转介对象12348", "已由12348律师补充解答"),
    ("S03", "C-01"): (1, "在东凤镇西罟步村公共法律服务工作室得到的“法律咨询”服务", "服务态度5", "√满意"),
    ("S04", "LS-01"): (1, "审查铺面租赁合同", "第六条约定不明", "公益免费"),
    ("S05", "LV-01"): (
        1,
        "09:00至12:00；14:30至17:30",
        "时长6小时",
        "法律咨询5次",
        "张敏13900000131",
        "情况属实",
    ),
    ("S06", "LV-01"): (1, "2026年7月", "合计时长6小时", "目标时长8小时", "还差：2小时", "发放资料20份"),
    ("S07", "P-01"): (
        1,
        "榕树头法治大讲堂",
        "民法典(5月宣传月)、婚姻家庭、法律援助法",
        "人均2.79份",
        "96.67%",
        "√签到表",
    ),
    ("S08", "P-01"): (1, "活动1场", "发放资料240份", "三沙村榕树头广场"),
    ("S09", "R-01"): (
        2,
        "姓名区少芬性别女出生日期1956年7月17日",
        "被申请人：中山市民众街道办事处",
        "此致中山市人民政府",
        "证据清单",
    ),
    ("S10", "R-01"): (2, "协助记录的草稿，由行政复议机关当场核对、确认后生效", "应当先申请行政复议"),
    ("S11", "R-01"): (1, "届满日为2026年9月14日", "材料将于2026年8月6日前转送中山市人民政府"),
    ("S12", "R-01"): (2, "√口头", "应转送日2026年8月6日", "√法律援助", "200.00元（大写：贰佰元整）"),
    ("S13", "N-01"): (1, "1户口簿√", "√本事项须由本人亲自到公证处办理", "本事项有争议，公证机构不予办理"),
}
"""(form, record): pages of the final print, and what stands on it."""


def test_every_paper_is_shown_here() -> None:
    assert sorted(number for number, _ in SHOWN) == sorted(NUMBERS)


@pytest.mark.parametrize(("number", "ref"), sorted(SHOWN))
def test_the_final_print_says_what_it_must_and_lacks_nothing(number: str, ref: str) -> None:
    pages, *words = SHOWN[number, ref]
    sheet = desk_sheet(number, ref)
    text = flowing(sheet).replace("√", TICKED)
    wanted = [find_form(number).title, *words]
    numbered = [one for one in wanted if "字〔2026〕0001号" not in str(one)]
    assert [one for one in numbered if bare(str(one)).replace("√", TICKED) not in text] == []
    assert (sheet.pages, WATERMARK in bare(poppler(sheet.pdf))) == (pages, False)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_blank_one_is_for_the_hand_and_a_draft_says_so(number: str) -> None:
    ref = next(ref for form, ref in SHOWN if form == number)
    blank = bare(poppler(desk_sheet(number, ref, "blank").pdf))
    assert find_form(number).title in blank
    assert TICKED not in blank
    draft = desk_sheet(number, ref, "draft")
    assert bare(poppler(draft.pdf)).count(WATERMARK) == draft.pages


@pytest.mark.parametrize(
    ("number", "ref"),
    [("S01", "C-01"), ("S02", "C-01"), ("S03", "C-01"), ("S04", "LS-01"), ("S09", "R-01"), ("S13", "N-01")],
)
def test_no_paper_says_where_a_victim_lives(number: str, ref: str) -> None:
    text = str(values_of(number, ref, victim(ref)))
    assert not [one for one in (ADDRESS, PHONE) if one in text]


def test_a_log_keeps_a_victims_telephone_back() -> None:
    log = record("LV-01")
    kept = replace(log, served=(Served(name="张敏", phone=PHONE, matter="离婚", groups=("G10",)),))
    assert PHONE not in str(values_of("S05", "LV-01", kept))


def test_a_caller_without_a_name_is_anonymous() -> None:
    unnamed = record(
        "C-01", person=Visitor(id_refused="不愿意提供"), channel="来电", handling=(), adviser=None
    )
    text = str(values_of("S01", "C-01", unnamed))
    assert "匿名" in text
    assert "不愿意提供" in text


def test_nothing_goes_elsewhere_without_consent() -> None:
    """S02 lacks the consent until somebody gave it; a refusal is printed as one."""
    refused = record("C-01", referral=ReferralSlip(to="法院", consent=False, reason="起诉"))
    values = values_of("S02", "C-01", refused)
    lacks = [one for one in find_form("S02").needs if not getattr(values, one)]
    assert lacks == ["consents"]
    assert values_of("S02", "C-01", record("C-01", referral=None)).to == ""


def test_a_month_counts_every_visit_to_the_village_and_no_other() -> None:
    log = record("LV-01")
    sister = replace(log, date=date(2026, 7, 2), confirm=None, counters=None, adviser=None)
    others = (replace(log, date=date(2026, 8, 2)), replace(log, org="442000110211"), replace(log, date=None))
    values = values_of("S06", "LV-01", log, (sister, *others))
    assert (values.visits, values.hours, values.reached, values.short) == (2, 12, True, "")
    assert [row.cells[1] for row in values.logs.rows] == ["7月2日", "7月15日"]


def test_a_month_before_the_target_was_set_says_nothing_of_one() -> None:
    early = replace(
        record("LV-01"), date=date(2010, 7, 15), confirm=None, periods=(), counters=None, served=()
    )
    values = values_of("S06", "LV-01", early)
    assert (values.target, values.reached, values.hours) == ("", False, None)
    assert values_of("S05", "LV-01", early).counted is None


def test_a_year_lists_what_was_held_and_not_what_was_planned() -> None:
    event = record("P-01")
    planned = replace(event, date=date(2026, 12, 4), attendance=None, online=None)
    second = replace(
        event,
        date=date(2026, 1, 8),
        materials=None,
        speaker=None,
        time=EventTime(begin="9:00"),
        satisfaction_sample=None,
    )
    values = values_of("S08", "P-01", event, (planned, second, replace(event, org="1")))
    assert (values.count, values.attendance, values.copies) == (2, 172, 240)
    assert values_of("S08", "P-01", planned).listing is None
    assert values_of("S07", "P-01", replace(second, time=None)).times == ""


def test_who_stands_beside_an_applicant_is_named_by_capacity() -> None:
    fellows = (
        FellowApplicant(name="甲", role="代理人", id_no="442000199205089980", phone="13900000101"),
        FellowApplicant(name="乙", role="代表人"),
        FellowApplicant(name="丙", role="法定代理人"),
        FellowApplicant(name="丁", role="申请人"),
    )
    kept: Reconsideration = replace(
        record("R-01"), fellows=fellows, confirmed_on=date(2026, 8, 7), act=None, evidence=()
    )
    values = values_of("S09", "R-01", kept)
    assert values.agents == ("甲（442000199205089980，13900000101）",)
    assert (values.representatives, values.guardians, values.fellows) == (("乙",), ("丙",), ("丁",))
    assert values.draft_of == "本笔录已由行政复议机关于2026年8月7日确认。"
    assert (values.apply_until, values.evidence) == (None, None)
    nameless = replace(kept, respondent="", act=Act(name="决定"))
    assert values_of("S09", "R-01", nameless).organ == "行政复议机关"


def test_a_matter_nobody_knows_has_no_checklist_of_its_own() -> None:
    unknown = replace(record("N-01"), matter="某种事项", checklist=(), notary="某公证处", dispute=False)
    values = values_of("S13", "N-01", unknown)
    assert (values.checklist, values.source, values.office_phone) == (None, "", "")
    usual = values_of("S13", "N-01", replace(record("N-01"), checklist=()))
    assert len(usual.checklist.rows) > 2


def test_a_paper_is_for_its_own_records_only() -> None:
    assert [
        fits(about, record("C-01")) for about in ("AdvicePaper", "ReferralPaper", "LogPaper", "PaperCase")
    ] == [
        True,
        True,
        False,
        False,
    ]
    assert values_of("S01", "C-01", record("C-01", org_name="")).station == STATION
