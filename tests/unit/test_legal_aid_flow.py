"""Missing papers, urgency, clocks and care: R-30 to R-42 of brief L §1.3, and input that does not add up."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.intakes import DAY, PAPERS, advised, due, household, make_intake, says, visible, with_applicant
from zsapp.rules.calendar import Calendar
from zsapp.rules.legal_aid import LegalAidIntake, restricted_for, state_of, with_visibility
from zsapp.rules.legal_aid_deadlines import deadlines_of
from zsapp.rules.legal_aid_facts import Situation, wishes_of
from zsapp.rules.legal_aid_parts import (
    AidAgent,
    CenterAnswer,
    Child,
    FamilyMember,
    Forum,
    MonthMeans,
    Received,
    Respondent,
    SecondId,
    Soldier,
    Supplement,
)
from zsapp.services.tables import shipped_tables


def state(intake: LegalAidIntake, name: str, today: date = DAY) -> str:
    found = deadlines_of(Situation(intake, shipped_tables(), today))
    return next(one.state for one in found if one.id == name)


# --- materials ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matter", "papers", "missing"),
    [
        ("M05b", (), ["劳动合同、考勤、工资流水、欠条、微信记录等之一"]),
        ("M05a", ("考勤表照片",), []),
        ("M07a", ("出院小结",), []),
        ("M07a", ("欠条",), ["工伤认定书、劳动能力鉴定、病历或者票据"]),
        ("M07b", ("交通事故认定书",), ["病历或者票据"]),
        ("M07b", ("医疗费发票",), ["交通事故认定书"]),
        ("M08", (), []),
    ],
)
def test_each_matter_asks_for_its_own_papers(
    matter: str, papers: tuple[str, ...], missing: list[str]
) -> None:
    found = advised(make_intake(matter=matter, documents=(*PAPERS[:3], *papers)))
    assert list(found.missing) == missing


def test_an_agents_identity_card_is_not_the_applicants() -> None:
    papers = ("法律援助申请表", "代理人身份证复印件", "说明表", "收入说明")
    assert advised(make_intake(documents=papers)).missing == ("身份证明",)
    assert advised(make_intake(documents=(*papers, "申请人身份证"))).missing == ()


def test_a_notice_of_detention_whose_day_is_on_record_was_seen() -> None:
    papers = (*PAPERS[:3], "户口簿")
    suspect = make_intake(matter="M21", role="犯罪嫌疑人", documents=papers)
    assert advised(suspect).missing == ("拘留、逮捕通知书等办案机关文书",)
    seen = replace(suspect, forum=replace(suspect.forum, detention_notice=DAY))
    assert advised(seen).missing == ()


def test_the_other_side_must_be_known_where_somebody_is_sued_for_money() -> None:
    assert advised(make_intake(respondent=())).missing == ("对方身份信息",)
    assert advised(make_intake(matter="M08", respondent=())).missing == ()


def test_a_village_certificate_is_never_asked_for() -> None:
    found = advised(make_intake(documents=(), family=()))
    assert not [one for one in found.missing if "村" in one or "困难证明" in one]
    assert "一次性书面告知" in says(found, "R-30")


ASKED = Supplement(notice=date(2026, 3, 10), missing=("户口簿复印件",), received=date(2026, 3, 13))
LACKING = make_intake(documents=PAPERS[:3], matter="M04b", supplement=ASKED)


def test_papers_asked_for_are_missing_until_the_day_they_come() -> None:
    assert advised(LACKING).missing == ("户口簿复印件",)
    assert advised(LACKING, date(2026, 3, 12)).advice == "补正"
    assert advised(LACKING, date(2026, 3, 13)).advice == "转交-需核查(承诺)"
    assert advised(LACKING, date(2026, 3, 13)).missing == ()


def test_a_notice_that_forgot_something_is_told_not_repeated() -> None:
    forgot = replace(LACKING, documents=("法律援助申请表", "说明表"))
    found = advised(forgot)
    assert found.missing == ("户口簿复印件",)
    assert "补正通知没有列明：身份证明" not in says(found, "R-30")
    nothing = replace(forgot, supplement=replace(ASKED, missing=("收入说明",)))
    assert "补正通知没有列明：身份证明" in says(advised(nothing), "R-30")
    empty = replace(LACKING, supplement=Supplement(notice=DAY))
    assert "亲属关系证明、离婚协议" in advised(empty).missing[0]


@pytest.mark.parametrize(
    ("supplement", "today", "last"),
    [
        (ASKED, DAY, date(2026, 3, 19)),
        (Supplement(notice=date(2026, 3, 10)), date(2026, 3, 17), date(2026, 3, 23)),
        (Supplement(notice=date(2026, 3, 10)), DAY, date(2026, 3, 16)),
        (Supplement(), DAY, date(2026, 3, 16)),
        (replace(ASKED, received=date(2026, 3, 1)), DAY, date(2026, 3, 16)),
    ],
)
def test_the_days_of_a_supplement_are_added_to_the_seven(
    supplement: Supplement, today: date, last: date
) -> None:
    assert due(advised(replace(LACKING, supplement=supplement), today), "decision") == last


def test_materials_that_came_before_they_were_asked_for_are_told() -> None:
    found = advised(replace(LACKING, supplement=replace(ASKED, received=date(2026, 3, 1))))
    assert "早于通知日期" in says(found, "R-42")


# --- urgency -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "advice", "forward"),
    [
        (-1, "转交-需核查(承诺)", 1),
        (0, "紧急先行转交", 0),
        (6, "紧急先行转交", 0),
        (7, "转交-需核查(承诺)", 1),
    ],
)
def test_fewer_than_seven_days_to_a_limit_are_urgent(left: int, advice: str, forward: int) -> None:
    found = advised(make_intake(limitation_end=DAY + timedelta(days=left)))
    assert found.advice == advice
    assert due(found, "forward") == DAY + timedelta(days=forward)


def test_a_limit_that_has_passed_is_warned_of_and_forwarded_all_the_same() -> None:
    found = advised(make_intake(limitation_end=date(2026, 3, 1)))
    assert "期限已过" in found.flags
    assert state(make_intake(limitation_end=date(2026, 3, 1)), "limitation") == "overdue"


def test_urgency_that_comes_later_does_not_move_a_day_that_was_earlier() -> None:
    intake = make_intake(limitation_end=date(2026, 3, 20))
    assert due(advised(intake, date(2026, 3, 16)), "forward") == date(2026, 3, 10)
    assert advised(intake, date(2026, 3, 16)).advice == "紧急先行转交"


@pytest.mark.parametrize(
    ("facts", "wished"),
    [
        ("请求代理离婚诉讼并申请人身安全保护令。", ("人身安全保护令",)),
        ("需要立即申请财产保全和先予执行。", ("财产保全", "先予执行")),
        ("请求法律援助，代理诉讼、证据保全。", ("证据保全",)),
        ("法院已作出人身安全保护令，请求代理离婚。", ()),
        ("法院于5月作出人身安全保护令。请求代理离婚。", ()),
        ("申请人未申请财产保全。", ()),
        ("请求判令被告承担财产保全费。", ()),
        ("无需先予执行。", ()),
        ("人身安全保护令有效期六个月。", ()),
        ("担心对方转移财产，急需申请诉前保全。", ("财产保全",)),
        ("需要申请保全被告银行存款。", ("财产保全",)),
        ("拟申请查封房产。", ("财产保全",)),
        ("证据即将灭失，需申请保全证据。", ("证据保全",)),
        ("希望申请保护令。", ("人身安全保护令",)),
        ("对方申请财产保全，请求代理应诉。", ()),
        ("何子向法院申请先予执行，申请人不同意。", ()),
        ("法院已冻结账户，请求继续审理。", ()),
        ("保护令仍有效，请求代理离婚。", ()),
        ("现持保护令请求代理离婚。", ()),
        ("申请人请求解除财产保全。", ()),
    ],
)
def test_what_is_wished_for_at_once_is_read_from_the_narrative(facts: str, wished: tuple[str, ...]) -> None:
    intake = make_intake(facts=facts)
    assert wishes_of(intake) == wished
    found = advised(intake)
    assert (found.advice == "紧急先行转交") == bool(wished)
    assert due(found, "forward") == (DAY if wished else date(2026, 3, 10))


def test_a_ticked_wish_goes_even_without_papers() -> None:
    found = advised(make_intake(wishes=("财产保全",), documents=()))
    assert found.advice == "紧急先行转交"
    assert found.basis.endswith("法援法43;44(二)")
    assert found.missing


# --- clocks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "forward", "decision"),
    [
        (date(2026, 4, 28), date(2026, 4, 29), date(2026, 5, 6)),
        (date(2026, 9, 28), date(2026, 9, 29), date(2026, 10, 8)),
        (date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 24)),
        (date(2026, 3, 13), date(2026, 3, 16), date(2026, 3, 20)),
    ],
)
def test_forwarding_counts_working_days_the_statute_plain_ones(
    received: date, forward: date, decision: date
) -> None:
    found = advised(make_intake(received=Received(date=received)))
    assert (due(found, "forward"), due(found, "decision")) == (forward, decision)


def test_a_deadline_says_how_it_was_worked_out() -> None:
    found = advised(make_intake(received=Received(date=date(2026, 9, 28))))
    decision = next(one for one in found.deadlines if one.id == "decision")
    assert "顺延至2026-10-08" in decision.working
    assert "按已设立工作站收件起算" in decision.working
    assert decision.basis == "法援法43"


def test_the_seven_days_may_run_from_the_centers_receipt_instead() -> None:
    tables = shipped_tables()
    periods = {**tables.periods, "decision": replace(tables.periods["decision"], start="中心收件")}
    found = advised(make_intake(), tables=replace(tables, periods=periods))
    decision = next(one for one in found.deadlines if one.id == "decision")
    assert (decision.due, decision.state) == (None, "none")


def test_a_year_without_its_notice_is_an_estimate() -> None:
    tables = replace(shipped_tables(), calendar=Calendar())
    decision = next(one for one in advised(make_intake(), tables=tables).deadlines if one.id == "decision")
    assert "预估" in decision.working


def test_what_lies_too_long_is_an_alarm_until_the_center_has_answered() -> None:
    late = date(2026, 3, 13)
    assert "转交超期" not in advised(make_intake(), date(2026, 3, 12)).flags
    assert "转交超期" in advised(make_intake(), late).flags
    assert state(make_intake(), "forward", late) == "overdue"
    answered = make_intake(center=CenterAnswer(status="给予", date=date(2026, 3, 12)))
    assert "转交超期" not in advised(answered, late).flags
    assert state(answered, "forward", late) == "done"
    urgent = replace(answered, limitation_end=DAY)
    assert [state(urgent, "forward", day) for day in (DAY, late)] == ["open", "done"]
    assert state(make_intake(limitation_end=DAY), "forward", late) == "overdue"


def test_a_refusal_opens_the_way_to_object_and_the_bureau_answers_in_five_days() -> None:
    center = CenterAnswer(status="不予", date=date(2026, 3, 12), delivered=date(2026, 3, 27))
    found = advised(make_intake(center=center))
    assert due(found, "objection") == date(2026, 4, 13)
    assert due(found, "bureau_answer") is None
    objected = advised(make_intake(center=replace(center, objected=date(2026, 4, 1))))
    assert due(objected, "bureau_answer") == date(2026, 4, 7)
    assert not [one for one in found.deadlines if one.id == "assign"]
    undelivered = advised(make_intake(center=replace(center, delivered=None)))
    assert not [one for one in undelivered.deadlines if one.id == "objection"]


def test_days_on_the_centers_papers_are_held_against_ours() -> None:
    center = CenterAnswer(status="给予", date=date(2026, 3, 12), assign_due=date(2026, 3, 15))
    assert "按规定计算为2026-03-16" in says(advised(make_intake(center=center)), "R-40")


# --- care --------------------------------------------------------------------------------------------------


def months(*wages: tuple[date, str]) -> tuple[MonthMeans, ...]:
    return tuple(MonthMeans(month=month, wage=Decimal(wage)) for month, wage in wages)


@pytest.mark.parametrize(
    ("family", "told"),
    [
        ((FamilyMember(name="别人", relation="1"),), "没有申请人本人"),
        ((*household("440"), *household("440")), "重复登记"),
        ((*household("440"), FamilyMember(name="二", relation="0")), "不止一人登记为申请人本人"),
        (
            (replace(household("440")[0], months=months((date(2026, 1, 1), "100"))),),
            "工资性收入合计2640.00元，逐月相加为100.00元",
        ),
        ((replace(household("440")[0], months=months((date(2026, 3, 1), "2640"))),), "还没有到"),
        ((replace(household("440")[0], months=months((date(2025, 8, 1), "2640"))),), "早于申请前6个月"),
        ((replace(household("440")[0], months=(MonthMeans(biz=Decimal(1)),)),), ""),
        ((replace(household("440")[0], months=months((date(2025, 9, 30), "2640"))),), ""),
    ],
)
def test_a_household_that_does_not_add_up_is_told(family: tuple[FamilyMember, ...], told: str) -> None:
    found = advised(make_intake(family=family))
    warned = [one.text for one in found.reasons if one.tone == "warning" and one.where.startswith("family")]
    assert any(told in one for one in warned) if told else not warned


@pytest.mark.parametrize(
    ("changed", "applicant", "rule"),
    [
        ({}, {"id_no": "450881198703169973"}, "V1"),
        ({}, {"second_id": SecondId(type="11", number="K00009901")}, "V1"),
        ({}, {"second_id": SecondId(type="11", number="H00009901")}, ""),
        ({}, {"phone": "12900000101"}, "V9"),
        ({}, {"disability_no": "44200019690811998683"}, "V8"),
        ({"agent": AidAgent(name="乙", id_type="01", id_no="1", type="委托代理人")}, {}, "V1"),
        ({"children": (Child(name="丙", id_no="442000202602308889"),)}, {}, "V1"),
        ({"respondent": (Respondent(name="某公司", uscc="91442000MA9XXX003A"),)}, {}, "V7"),
        ({"amount": Decimal("18000"), "amount_upper": "壹万柒仟元整"}, {}, "V11"),
        ({"amount": Decimal("18000"), "amount_upper": "壹万捌仟元整"}, {}, ""),
        ({"groups": ("G77",)}, {}, "G"),
        ({"groups": ("G01",)}, {"birth": date(1990, 1, 1)}, "G"),
        ({"groups": ("G01",)}, {"birth": date(1950, 1, 1)}, ""),
        ({"received": Received(date=date(2026, 3, 10))}, {}, "R-40"),
        ({"supplement": Supplement(notice=date(2026, 3, 1), received=DAY)}, {}, "R-40"),
        ({"center": CenterAnswer(status="给予", date=date(2026, 3, 1))}, {}, "R-40"),
        ({"forum": Forum(kind="诉讼", place="442000", detention_notice=date(2026, 3, 10))}, {}, "R-40"),
        ({"children": (Child(name="丁", birth=date(2027, 1, 1)),)}, {}, "R-40"),
        ({"children": (Child(name="丁", birth=date(2016, 1, 1)),)}, {}, ""),
        ({}, {"birth": date(2026, 3, 10)}, "R-03"),
        ({"soldier": Soldier(status="义务兵", unit_recorded=True)}, {}, "R-40"),
    ],
)
def test_what_cannot_be_right_is_a_warning_with_its_rule(
    changed: dict[str, Any], applicant: dict[str, Any], rule: str
) -> None:
    found = advised(with_applicant(make_intake(**changed), **applicant), DAY)
    warned = [one.rule for one in found.reasons if one.tone == "warning" and one.flag != "标准待更新"]
    assert (rule in warned) if rule else not warned


def test_groups_tell_the_counter_what_to_offer() -> None:
    old = with_applicant(make_intake(groups=("G17",)), birth=date(1950, 1, 1))
    assert {"老年人", "上门"} <= set(advised(old).flags)
    assert "残疾人" in advised(make_intake(groups=("G03",))).flags


def test_an_organ_that_does_not_answer_goes_to_reconsideration_first() -> None:
    organ = (Respondent(kind="机关", name="某局"),)
    silent = make_intake(matter="M03", respondent=organ, facts="书面申请后未获答复。")
    assert "复议前置" in advised(silent).flags
    assert "复议前置" in advised(make_intake(matter="M03", respondent=organ, stage="投诉无答复")).flags
    assert "复议前置" not in advised(make_intake(facts="未获答复。")).flags


# --- what is restricted, and how far it has come -----------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "applicant", "why"),
    [
        ({}, {}, ()),
        ({"matter": "M14c"}, {}, ("家庭暴力",)),
        ({"groups": ("G10",)}, {}, ("家庭暴力",)),
        ({"exemption": "E32-4"}, {}, ("家庭暴力",)),
        ({}, {"birth": date(2014, 10, 3)}, ("未成年人",)),
        ({"groups": ("G02",)}, {"birth": None}, ("未成年人",)),
        ({"soldier": Soldier()}, {}, ("军人军属",)),
        ({"groups": ("G06",), "matter": "M14a"}, {}, ("家庭暴力", "军人军属")),
        ({}, {"id_type": "07"}, ("军人军属",)),
        ({"exemption": "EMIL-1"}, {}, ("军人军属",)),
    ],
)
def test_a_record_says_itself_why_few_may_see_it(
    changed: dict[str, Any], applicant: dict[str, Any], why: tuple[str, ...]
) -> None:
    intake = with_applicant(make_intake(**changed), **applicant)
    assert with_visibility(intake).restricted == restricted_for(intake) == why


def test_a_victim_without_a_safe_contact_is_asked_for_one() -> None:
    assert "缺安全联系方式" in advised(make_intake(matter="M14c")).flags
    safe = with_applicant(make_intake(matter="M14c"), safe_contact="只发短信")
    assert "缺安全联系方式" not in advised(safe).flags


@pytest.mark.parametrize(
    ("intake", "told"),
    [
        (make_intake(void="撤销导入"), "作废"),
        (make_intake(center=CenterAnswer(status="给予")), "已给予"),
        (make_intake(center=CenterAnswer(status="结案")), "结案"),
        (make_intake(supplement=Supplement(notice=DAY)), "补正中"),
        (make_intake(supplement=Supplement(notice=DAY, received=DAY)), "已接收"),
        (LegalAidIntake(), "草稿"),
    ],
)
def test_an_intake_is_as_far_as_the_center_or_the_station_has_brought_it(
    intake: LegalAidIntake, told: str
) -> None:
    assert state_of(intake) == told


def test_an_intake_without_a_day_is_judged_by_today() -> None:
    found = advised(LegalAidIntake(matter="M04a"), DAY)
    assert due(found, "forward") == date(2026, 3, 10)
    assert visible("LA-01").received.date
