"""The checks of the front desk: each fires where it should, says why, and is silent beside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.visits import (
    DAY,
    LAWFUL,
    LAWYER,
    ORG,
    consultation,
    contract,
    desk_of,
    event,
    found_in,
    log,
    notarial,
    order,
    referral,
    visitor,
    with_visitor,
)
from zsapp.rules.adviser import Confirmation, Counters, DutyPeriod, Served
from zsapp.rules.desk_checking import flags_in
from zsapp.rules.desk_parts import DeskAdviser, ReferralSlip, Revisit, Satisfaction
from zsapp.rules.desk_rules import RULES
from zsapp.rules.findings import OPEN, OVERRIDDEN, Severity
from zsapp.rules.notary import ChecklistRow
from zsapp.rules.publicity import EventTime, Materials, Sample, Speaker

LATER = date(2026, 7, 31)
OTHER = DeskAdviser(name="王律师", role="村法律顾问", licence="14420202010000009")


def slip(**changed: Any) -> ReferralSlip:
    usual: dict[str, Any] = {"to": "12348", "way": "书面", "consent": True}
    return ReferralSlip(**(usual | changed))


def hours(*spans: tuple[str, str]) -> tuple[DutyPeriod, ...]:
    return tuple(DutyPeriod(begin=begin, end=end) for begin, end in spans)


FIRED: list[tuple[str, str, Any, str]] = [
    # shared by all
    ("CS51", "consultation", consultation(date=date(2026, 6, 11)), "晚于今天"),
    ("CS52", "consultation", with_visitor(consultation(), id_no="442000196605059970"), "校验码"),
    ("CS52", "consultation", with_visitor(consultation(), id_no="442000199205089980"), "不一致"),
    ("CS53", "consultation", with_visitor(consultation(), phone="1390000010"), "联系电话"),
    ("CS53", "consultation", with_visitor(consultation(), phone="12348"), "本人"),
    ("CS54", "consultation", consultation(person=None), "匿名"),
    ("CS54", "consultation", with_visitor(consultation(), id_refused=""), "请注明"),
    ("NT54", "notary", notarial(person=None, applicant=visitor(name="")), "匿名"),
    ("CS55", "consultation", with_visitor(consultation(), groups=("G99",)), "不在代码表内"),
    ("CS55", "consultation", with_visitor(consultation(), birth=date(1950, 1, 1)), "已自动标识"),
    ("CS55", "consultation", with_visitor(consultation(), groups=("G01",)), "请核对"),
    ("CS56", "consultation", consultation(handling=("转12348",), referral=slip(consent=None)), "同意"),
    ("RF56", "referral", referral(referral=slip(consent=False)), "同意"),
    ("CS58", "consultation", consultation(satisfaction=Satisfaction(level=2)), "回访"),
    ("CS59", "consultation", consultation(satisfaction=Satisfaction(level=5, by="林敏")), "自己登记"),
    (
        "CS59",
        "consultation",
        consultation(recorder="甲", adviser=None, satisfaction=Satisfaction(level=5, by="甲")),
        "甲",
    ),
    ("CS60", "consultation", consultation(adviser=replace(LAWYER, licence="")), "执业证号"),
    ("CS60", "consultation", consultation(adviser=replace(LAWYER, licence="1442")), "17位"),
    # consultations
    ("CS01", "consultation", consultation(channel=""), "咨询方式"),
    ("CS01", "consultation", consultation(category=""), "咨询类别"),
    ("CS01", "consultation", consultation(adviser=None), "解答人"),
    ("CS01", "consultation", consultation(handling=()), "处理方式"),
    ("CS02", "consultation", consultation(channel="飞鸽"), "咨询方式"),
    ("CS02", "consultation", consultation(category="修鞋"), "咨询类别"),
    ("CS03", "consultation", consultation(answer=""), "解答意见"),
    ("CS04", "consultation", consultation(told_legal_aid=None), "法律援助"),
    ("CS05", "consultation", consultation(told_legal_aid=False, content="老板拖欠我三个月工资"), "劳动报酬"),
    ("CS06", "consultation", consultation(handling=("转12348",)), "转介单"),
    ("CS06", "consultation", consultation(referral=slip()), "没有写明"),
    ("CS07", "consultation", consultation(answer="", handling=("约期答复",)), "哪一天"),
    ("CS08", "consultation", consultation(content="被丈夫家暴"), "限制查看"),
    ("CS08", "consultation", consultation(person=None, applicant=visitor(), content="遭受虐待"), "标识"),
    # referrals
    ("RF01", "referral", referral(referral=None), "转介对象"),
    ("RF01", "referral", referral(referral=slip(way="")), "转介方式"),
    ("RF02", "referral", referral(referral=slip(to="某镇农办")), "写明全称"),
    ("RF02", "referral", referral(referral=slip(to="其他")), "单位名称"),
    # logs
    ("AV01", "adviser", log(mode=""), "服务方式"),
    ("AV01", "adviser", log(adviser=DeskAdviser(licence="1")), "姓名"),
    ("AV02", "adviser", log(served=(Served(name="张敏", phone="13900000131"),)), "服务内容"),
    ("AV02", "adviser", log(served=(Served(name="张敏", matter="合同"),)), "电话"),
    ("AV02", "adviser", log(served=(Served(name="张敏", phone="1390000010", matter="合同"),)), "少1位"),
    ("AV02", "adviser", log(served=()), "没有登记服务对象"),
    ("AV03", "adviser", log(periods=hours(("上午", "12:00"))), "请写成"),
    ("AV03", "adviser", log(periods=hours(("12:00", "09:00"))), "不晚于"),
    ("AV03", "adviser", log(periods=hours(("09:00", "17:10"))), "半小时"),
    ("AV04", "adviser", log(periods=hours(("08:00", "12:00"), ("11:00", "16:00"))), "重叠"),
    ("AV05", "adviser", log(periods=hours(("08:00", "18:30"))), "超过每日10小时"),
    ("AV06", "adviser", log(periods=hours(("09:00", "10:00"))), "还差7.0小时"),
    ("AV08", "adviser", log(confirm=None), "还没有确认"),
    ("AV08", "adviser", log(confirm=Confirmation(by="甲", date=date(2026, 6, 1))), "早于"),
    ("AV09", "adviser", log(adviser=replace(LAWYER, firm_uscc="31440000MD9XXX127A")), "校验码"),
    ("AV60", "adviser", log(adviser=replace(LAWYER, licence="")), "执业证号"),
    # the roster
    ("AR01", "adviser_roster", contract(adviser=None), "姓名"),
    ("AR01", "adviser_roster", contract(until=None), "签约截止日"),
    ("AR02", "adviser_roster", contract(until=date(2025, 12, 1)), "早于开始日"),
    ("AR03", "adviser_roster", contract(adviser=replace(LAWYER, firm_uscc="31440000MD9XXX127A")), "校验码"),
    ("AR03", "adviser_roster", contract(adviser=replace(LAWYER, firm_uscc="91442000MA9XXX003Q")), "31"),
    ("AR04", "adviser_roster", contract(phone="1390000014"), "少1位"),
    ("AR04", "adviser_roster", contract(service_day=""), "服务日"),
    ("AR04", "adviser_roster", contract(board_photo=None), "公示牌"),
    # orders
    ("AO01", "adviser_order", order(kind=""), "服务类型"),
    ("AO01", "adviser_order", order(adviser=None), "承办律师"),
    ("AO03", "adviser_order", order(opponent="冯某"), "利益冲突"),
    ("AO04", "adviser_order", order(free=False), "公益免费"),
    ("AO05", "adviser_order", order(done_on=DAY), "没有填写结果"),
    ("AO05", "adviser_order", order(done_on=date(2026, 6, 1), result="好"), "早于开始日期"),
    # events
    ("PB01", "publicity", event(topic=()), "主题"),
    ("PB01", "publicity", event(time=None), "时间"),
    ("PB02", "publicity", event(topic=("种花",)), "代码表"),
    ("PB04", "publicity", event(speaker=None), "主讲人"),
    ("PB04", "publicity", event(speaker=Speaker(name="林敏", uscc="31440000MD9XXX127A")), "校验码"),
    ("PB05", "publicity", event(photos=1), "至少2张"),
    ("PB05", "publicity", event(photos=None), "照片0张"),
    ("PB06", "publicity", event(signin_sheet=None), "签到表"),
    ("PB07", "publicity", event(time=EventTime(begin="三点", end="17:00")), "15:00"),
    ("PB07", "publicity", event(time=EventTime(begin="17:00", end="15:00")), "不晚于"),
    ("PB08", "publicity", event(satisfaction_sample=Sample(valid=3, level5=2)), "不符"),
    ("PB08", "publicity", event(satisfaction_sample=Sample(valid=51, level5=51)), "多于"),
    ("PB09", "publicity", event(materials=Materials(kinds=2)), "份数"),
    ("PB09", "publicity", event(materials=Materials(copies=2)), "种类"),
    ("PB10", "publicity", event(clues=2), "转办"),
    ("PB11", "publicity", event(form=("法律明白人培训",)), "培训人数"),
    # notarial matters
    ("NT01", "notary", notarial(purpose=""), "用途"),
    ("NT01", "notary", notarial(in_person=None), "到场"),
    ("NT02", "notary", notarial(matter="修鞋"), "事项表"),
    ("NT03", "notary", notarial(matter="遗嘱", in_person=False), "不能委托"),
    ("NT03", "notary", with_visitor(notarial(matter="遗嘱", in_person=False), groups=("G17",)), "上门"),
    ("NT04", "notary", notarial(dispute=True), "调解或者诉讼"),
    ("NT05", "notary", notarial(checklist=()), "身份证明、权属证明"),
    ("NT05", "notary", notarial(checklist=(ChecklistRow(doc="身份证明", have=False),)), "还缺：身份证明"),
    ("NT05", "notary", notarial(checklist=(ChecklistRow(doc="身份证明", have=True),)), "还没有核对"),
    ("NT05", "notary", notarial(matter="修鞋", checklist=(ChecklistRow(doc="鞋", have=False),)), "还缺：鞋"),
    ("NT06", "notary", notarial(appointment=DAY), "公证处"),
    ("NT06", "notary", notarial(notary="某公证处"), "核对"),
    ("NT07", "notary", notarial(matter="继承"), "不动产所在地"),
    ("NT07", "notary", notarial(matter="合同", estate=True), "不动产所在地"),
    ("NT08", "notary", with_visitor(notarial(), groups=("G08",)), "减免"),
    ("NT08", "notary", notarial(content="本人是法律援助受援人"), "减免"),
    ("NT09", "notary", with_visitor(notarial(), groups=("G17",)), "上门"),
    ("NT10", "notary", notarial(appointment=date(2026, 6, 1), notary="石岐公证处"), "早于"),
    ("NT10", "notary", notarial(appointment=date(2026, 6, 13), notary="石岐公证处"), "休息日"),
    ("NT11", "notary", notarial(purpose="出国留学"), "语种"),
    ("NT11", "notary", notarial(country="日本"), "语种"),
]


@pytest.mark.parametrize(("rule", "sector", "record", "words"), FIRED)
def test_a_check_fires_and_says_why(rule: str, sector: str, record: Any, words: str) -> None:
    found = [one for one in found_in(sector, record, DAY) if one.rule == rule]
    assert any(words in one.message for one in found)
    assert all(one.basis for one in found)


SILENT: list[tuple[str, str, Any]] = [
    ("CS05", "consultation", consultation(told_legal_aid=False, content="想问路")),
    ("CS05", "consultation", consultation(content="老板拖欠我三个月工资")),
    ("CS06", "consultation", consultation(handling=("引导调解",), referral=slip())),
    ("CS07", "consultation", consultation(answer="", handling=("约期答复",), promised_on=DAY)),
    ("CS08", "consultation", with_visitor(consultation(content="被家暴"), groups=("G10",))),
    ("CS56", "consultation", consultation(referral=slip(consent=None, urgency="紧急"))),
    ("CS58", "consultation", consultation(satisfaction=Satisfaction(level=2), revisits=(Revisit(),))),
    ("CS59", "consultation", consultation(satisfaction=Satisfaction(level=5, by="别人"))),
    ("CS60", "consultation", consultation(adviser=DeskAdviser(name="王五", role="工作室专干"))),
    ("CS60", "consultation", consultation(adviser=None)),
    ("RF02", "referral", referral(referral=slip(to="其他", reason="某镇农办：土地承包"))),
    ("AV02", "adviser", log(served=(), counters=Counters(drafts=1))),
    ("AV09", "adviser", log(adviser=None)),
    (
        "AR01",
        "adviser_roster",
        contract(adviser=DeskAdviser(name="村民", role="法律明白人"), until=None, firm=""),
    ),
    ("AR04", "adviser_roster", contract(adviser=DeskAdviser(name="村民", role="法律明白人"), service_day="")),
    ("AR03", "adviser_roster", contract(adviser=None)),
    ("PB03", "publicity", event()),
    ("PB06", "publicity", event(form=("展板",), signin_sheet=None)),
    ("PB08", "publicity", event(satisfaction_sample=Sample(level5=3))),
    ("PB11", "publicity", event(form=("法律明白人培训",), trained=3)),
    ("NT05", "notary", notarial(checklist=(), certificate_no="1号")),
    ("NT07", "notary", notarial(matter="赠与", estate=True)),
    ("NT07", "notary", notarial(matter="继承", estate=False)),
    ("NT08", "notary", with_visitor(notarial(fee_relief="低保"), groups=("G08",))),
    ("NT09", "notary", with_visitor(notarial(home_visit=True), groups=("G17",))),
    ("NT11", "notary", notarial(country="日本", language="日语")),
]


@pytest.mark.parametrize(("rule", "sector", "record"), SILENT)
def test_a_check_is_silent_where_nothing_is_wrong(rule: str, sector: str, record: Any) -> None:
    assert rule not in {one.rule for one in found_in(sector, record, DAY)}


def test_a_matter_answered_late_is_a_warning_and_one_in_time_a_hint() -> None:
    letter = consultation(answer="", channel="来函")
    severities = [
        one.severity
        for day in (DAY, LATER)
        for one in found_in("consultation", letter, day)
        if one.rule == "CS03"
    ]
    assert severities == [Severity.HINT, Severity.WARNING]


def test_a_referral_without_a_result_is_asked_after_on_its_day() -> None:
    passed = consultation(handling=("转12348",), referral=slip())
    assert "CS57" not in {one.rule for one in found_in("consultation", passed, DAY)}
    assert "CS57" in {one.rule for one in found_in("consultation", passed, LATER)}
    done = replace(passed, referral=slip(result="已解答"))
    assert "CS57" not in {one.rule for one in found_in("consultation", done, LATER)}


def test_an_event_whose_day_has_passed_counts_somebody_and_one_to_come_nobody() -> None:
    coming = event(attendance=None)
    assert "PB03" not in {one.rule for one in found_in("publicity", coming, DAY)}
    assert "PB03" in {one.rule for one in found_in("publicity", coming, LATER)}
    early = event(date=LATER)
    assert "PB03" in {one.rule for one in found_in("publicity", early, DAY)}


def test_hours_are_added_up_over_villages_of_the_day_and_logs_of_the_month() -> None:
    short = log(periods=hours(("08:00", "12:00")))
    elsewhere = log(org="442000106205", org_name="邻村", periods=hours(("11:00", "19:00")))
    stranger = log(org="442000106205", adviser=OTHER, periods=hours(("08:00", "20:00")))
    found = {one.rule: one.message for one in found_in("adviser", short, DAY, adviser=(elsewhere, stranger))}
    assert "邻村" in found["AV04"]
    assert "12.0小时" in found["AV05"]
    assert "共4.0小时" in found["AV06"]
    later = log(date=date(2026, 6, 20), periods=hours(("08:00", "12:00")))
    assert "AV06" not in {one.rule for one in found_in("adviser", short, DAY, adviser=(later,))}
    void = replace(later, void="错")
    assert "不足4.0小时" in next(
        one.message for one in found_in("adviser", short, LATER, adviser=(void,)) if one.rule == "AV06"
    )


def test_a_month_before_any_target_asks_for_none() -> None:
    old = log(date=date(2014, 4, 1), periods=())
    assert "AV06" not in {one.rule for one in found_in("adviser", old)}


ROSTER: list[tuple[tuple[Any, ...], bool]] = [
    ((), False),
    ((contract(org="442000106205"),), False),
    ((contract(),), False),
    ((contract(adviser=replace(LAWYER, licence="")),), False),
    ((contract(adviser=OTHER),), True),
    ((contract(adviser=None),), True),
    ((contract(until=date(2026, 5, 1)),), True),
    ((contract(date=date(2026, 7, 1)),), True),
    ((contract(ended_on=date(2026, 5, 1)),), True),
]


@pytest.mark.parametrize(("rows", "fires"), ROSTER)
def test_an_adviser_stands_in_the_roster_of_the_village(rows: tuple[Any, ...], fires: bool) -> None:
    found = {one.rule for one in found_in("adviser", log(org=ORG), DAY, adviser_roster=rows)}
    assert ("AV07" in found) is fires
    assert "AV07" not in {one.rule for one in found_in("adviser", log(adviser=None), adviser_roster=rows)}


def test_a_contract_is_asked_after_before_and_after_its_last_day() -> None:
    found: Callable[[Any, date], list[Severity]] = lambda one, day: [  # noqa: E731 -- a table of three days
        each.severity for each in found_in("adviser_roster", one, day) if each.rule == "AR02"
    ]
    assert found(contract(), date(2026, 12, 15)) == [Severity.HINT]
    assert found(contract(), date(2027, 1, 2)) == [Severity.WARNING]
    assert found(contract(ended_on=date(2026, 12, 1)), date(2027, 1, 2)) == []
    assert found(contract(), DAY) == []


BOTH: list[tuple[Any, Any, bool]] = [
    (order(opponent="冯某", no_conflict=True), order(person=visitor(name="冯某")), True),
    (order(), order(person=visitor(name="冯某"), opponent="何永年"), True),
    (order(), order(person=visitor(name="冯某"), opponent="别人"), False),
    (order(opponent="冯某", no_conflict=True), order(person=visitor(name="冯某"), adviser=OTHER), False),
    (order(person=None), order(person=None), False),
]


@pytest.mark.parametrize(("one", "other", "fires"), BOTH)
def test_one_lawyer_never_serves_both_sides(one: Any, other: Any, fires: bool) -> None:
    found = {each.rule for each in found_in("adviser_order", one, DAY, adviser_order=(other,))}
    assert ("AO02" in found) is fires


def test_whom_a_lawyer_serves_already_stays_hidden_where_few_may_see_it() -> None:
    hidden = order(person=visitor(name="冯某"), restricted=("家庭暴力",))
    found = found_in("adviser_order", order(opponent="冯某", no_conflict=True), DAY, adviser_order=(hidden,))
    assert "冯某" not in next(one.message for one in found if one.rule == "AO02")


def test_times_that_cannot_be_read_meet_nobody_and_nobody_came_to_a_log() -> None:
    unread = log(periods=hours(("上午", "12:00"), ("09:00", "10:00")))
    assert "AV04" not in {one.rule for one in found_in("adviser", unread, DAY)}
    other = log(periods=hours(("13:00", "14:00")))
    assert "AV04" not in {one.rule for one in found_in("adviser", unread, DAY, adviser=(other,))}
    assert flags_in(desk_of(log())) == ()


def test_a_recorded_reason_lets_a_check_rest_and_stays_in_sight() -> None:
    record = consultation(channel="", overrides={"CS01": "补登"})
    (found,) = [one for one in found_in("consultation", record) if one.rule == "CS01"]
    assert (found.state, found.reason) == (OVERRIDDEN, "补登")
    assert found_in("consultation", consultation(channel=""))[0].state == OPEN


def test_no_two_checks_share_an_id_and_every_service_has_some() -> None:
    ids = [one.rule for rules in RULES.values() for one in rules.checks]
    assert len(ids) == len(set(ids))
    assert set(RULES) == set(LAWFUL)
    assert not any(one.startswith("FY") for one in ids)
