"""R11 R12 R13 R15 R18 R60 R61 R62 R66 R68: who may act, for whom, and with what papers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.rulings import LAWFUL, PAYMENT, accepted, findings, fires, make_case, with_party
from zsapp.rules.mediation_parts import Agent, Evidence, Guardian, Interpreter, RosterRow

FATHER = Guardian(name="何伟", relation="父亲", phone="13800000105", sign="签名")
UNCLE = replace(FATHER, relation="叔叔")
CHILD: dict[str, Any] = {
    "name": "何小明",
    "birth": date(2012, 3, 15),
    "age": 13,
    "id_no": "442000201203159914",
    "guardians": (FATHER,),
}


@pytest.mark.parametrize(
    ("relation", "evidence", "asked"),
    [
        ("父亲", (), False),
        ("母", (), False),
        ("养父", (), False),
        ("", (), False),
        ("祖母", (), True),
        ("叔叔", (), True),
        ("姐姐", ("照片",), True),
        ("祖母", ("村委会指定监护人证明",), False),
        ("叔叔", ("户口簿",), False),
    ],
)
def test_a_guardian_who_is_no_parent_shows_why(
    relation: str, evidence: tuple[str, ...], *, asked: bool
) -> None:
    case = with_party(make_case(), **(CHILD | {"guardians": (replace(FATHER, relation=relation),)}))
    case = replace(case, evidence=tuple(Evidence(name=name) for name in evidence))
    assert fires("R11", case) == asked


@pytest.mark.parametrize(
    ("clause", "asked"),
    [
        ("何伟代何小明放弃其余赔偿请求。", True),
        ("何小明的压岁钱500元抵作赔偿款。", True),
        ("何小明自愿免除梁亚娣的赔偿责任。", True),
        ("何伟不得放弃何小明的赔偿请求。", False),
        ("梁亚娣放弃对邻居的请求。", False),
        ("梁亚娣赔偿何小明的医疗费。", False),
    ],
)
def test_what_a_ward_is_owed_is_not_given_away_unseen(clause: str, *, asked: bool) -> None:
    assert fires("R12", with_party(make_case(clause), **CHILD)) == asked


def test_an_adult_gives_away_what_is_his() -> None:
    assert not fires("R12", make_case("何䶮放弃其余赔偿请求。"))


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("梁亚娣患有阿尔茨海默痴呆，时认得人时不认得。", True),
        ("残联证明梁亚娣为智力残疾二级。", True),
        ("邻居说“梁亚娣精神分裂，住过院”。", True),
        ("梁亚娣没有精神疾病。", False),
        ("何䶮的祖母患有痴呆。", False),
        ("何家的祖母患有痴呆。", False),
        ("何䶮要求精神损害抚慰金。", False),
    ],
)
def test_who_may_not_know_what_he_does_has_somebody_beside_him(told: str, *, asked: bool) -> None:
    assert fires("R13", make_case(brief=told)) == asked


def test_a_guardian_or_a_finding_of_capacity_answers_it() -> None:
    case = make_case(brief="梁亚娣为智力残疾二级。")
    assert not fires("R13", with_party(case, 1, guardians=(FATHER,)))
    assert not fires("R13", replace(case, evidence=(Evidence(name="民事行为能力司法鉴定意见书"),)))
    assert not fires("R13", with_party(case, 1, birth=date(2012, 1, 1)))


@pytest.mark.parametrize(
    ("changed", "right"),
    [
        ({"age": 57}, ""),
        ({"age": 58}, "57"),
        ({"age": 56}, "57"),
        ({"age": None}, ""),
        ({"age": 30, "birth": None, "id_no": ""}, ""),
        ({"age": 58, "birth": None}, "57"),
    ],
)
def test_the_age_is_that_of_the_day_of_application(changed: dict[str, Any], right: str) -> None:
    found = findings(with_party(make_case(), **changed), "R15")
    assert [one.fix for one in found] == ([right] if right else [])


def test_without_a_day_of_application_the_age_is_todays() -> None:
    case = with_party(make_case(), age=58)
    case = replace(case, dates=replace(case.dates, apply=None, accept=None))
    assert not fires("R15", case, today=date(2026, 3, 15))
    assert fires("R15", case, today=date(2026, 3, 14))


WANG = Agent(name="王律师", id_no="442000195812019919", doc="授权委托书", authority="特别授权")


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (WANG, WANG, True),
        (WANG, replace(WANG, id_no=""), False),
        (replace(WANG, id_no=""), replace(WANG, id_no=""), True),
        (WANG, replace(WANG, id_no="442000196803159914"), False),
        (WANG, None, False),
        (WANG, Agent(), False),
    ],
)
def test_nobody_acts_for_both_sides(one: Agent, other: Agent | None, *, both: bool) -> None:
    case = with_party(with_party(make_case(), 0, agent=one), 1, agent=other)
    assert fires("R18", case) == both


def test_one_agent_may_act_for_two_of_one_side() -> None:
    case = with_party(with_party(make_case(), 0, agent=WANG), 1, agent=WANG, role="申请人")
    assert not fires("R18", case)
    both = with_party(with_party(make_case(), 0, agent=WANG), 1, agent=WANG)
    (found,) = findings(both, "R18", overrides={"R18": "双方均书面同意"})
    assert found.state == "overridden"


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({}, False),
        ({"region": "越南"}, True),
        ({"region": "中国香港"}, False),
        ({"id_type": "外国护照", "id_no": "AB123456"}, True),
    ],
)
def test_who_comes_from_abroad_has_an_interpreter(changed: dict[str, Any], *, asked: bool) -> None:
    case = with_party(make_case(), **changed)
    assert fires("R60", case) == asked
    assert not fires("R60", replace(case, interpreter=Interpreter(name="覃秀英")))


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("梁亚娣听不懂普通话。", True),
        ("梁亚娣是聋哑人，用手语交谈。", True),
        ("梁亚娣不会说普通话。", True),
        ("双方普通话交流没有障碍。", False),
        ("韦国强是壮族。", False),
    ],
)
def test_who_does_not_follow_the_language_has_an_interpreter(told: str, *, asked: bool) -> None:
    assert fires("R60", make_case(record=told)) == asked
    assert fires("R60", make_case(record=told, interpreter=Interpreter())) == asked


ROSTER = (RosterRow(no=1, name="何伟"),)
GROUP: dict[str, Any] = {"name": "何伟等12人", "group": "12人（名单见附件）", "representatives": ("何伟",)}


@pytest.mark.parametrize(
    ("changed", "roster", "where"),
    [
        ({"rep_doc": "推选书"}, ROSTER, ""),
        ({}, ROSTER, "parties[0].rep_doc"),
        ({"rep_doc": "推选书"}, (), "roster"),
        ({}, (), "roster"),
        ({"name": "何伟等4人", "group": "4人"}, (), ""),
        ({"name": "何伟等5人", "group": "5人"}, (), "roster"),
    ],
)
def test_many_who_are_represented_have_elected_and_are_listed(
    changed: dict[str, Any], roster: Any, where: str
) -> None:
    case = with_party(replace(make_case(), roster=roster), **(GROUP | changed))
    assert [one.where for one in findings(case, "R61")] == ([where] if where else [])


HOME = "香港（常住）；内地送达地址：广东省中山市三乡镇5号"
PERMIT = {"id_type": "港澳居民来往内地通行证", "id_no": "H12345678"}


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"region": "中国香港", "address": HOME, **PERMIT}, ""),
        ({"region": "中国香港", "address": "香港九龙", **PERMIT}, "address"),
        ({"region": "", "address": "香港九龙弥敦道", **PERMIT}, "address"),
        ({"region": "中国香港", "address": HOME}, "id_type"),
        ({"region": "中国澳门", "address": HOME, **PERMIT, "agent": WANG}, "address"),
        ({"region": "中国澳门", "address": HOME, **PERMIT, "agent": replace(WANG, doc="经公证的委托书")}, ""),
        ({"region": "中国内地", "address": "中山市"}, ""),
    ],
)
def test_who_comes_from_beyond_has_the_papers_for_it(changed: dict[str, Any], where: str) -> None:
    found = findings(with_party(make_case(), **changed), "R62")
    assert [one.where for one in found] == ([f"parties[0].{where}"] if where else [])


def test_a_macao_resident_with_a_residence_permit_and_an_address_here_is_at_home() -> None:
    assert not fires("R62", accepted("C06"))


@pytest.mark.parametrize(
    ("clause", "asked"),
    [
        ("梁亚娣于2026年3月20日前以现金支付何小明人民币1800元。", True),
        ("梁亚娣于2026年3月20日前以现金支付何小明人民币1800元，由何伟代管。", False),
        ("梁亚娣于2026年3月20日前支付何小明人民币1800元，专用于其治疗。", False),
    ],
)
def test_money_for_a_minor_is_kept_for_the_minor(clause: str, *, asked: bool) -> None:
    row = replace(PAYMENT, obligee="何小明", amount=Decimal(1800))
    case = with_party(make_case(clause, schedule=(row,)), **CHILD)
    assert fires("R66", case) == asked
    assert not fires("R66", replace(case, schedule=(replace(row, obligee="何伟"),)))


def test_an_adult_keeps_his_own_money() -> None:
    assert not fires("R66", make_case(LAWFUL, schedule=(PAYMENT,)))


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({}, True),
        ({"birth": date(2012, 3, 1)}, False),
        ({"birth": date(2012, 3, 3)}, True),
        ({"birth": None, "id_no": "", "age": 13}, True),
        ({"birth": None, "id_no": "", "age": 14}, False),
        ({"birth": None, "id_no": "", "age": None}, False),
    ],
)
def test_the_guardian_of_a_child_agrees_to_the_use_of_its_data(
    changed: dict[str, Any], *, asked: bool
) -> None:
    case = with_party(make_case(), **(CHILD | changed))
    assert fires("R68", case) == asked
    assert not fires("R68", replace(case, record="监护人已同意处理个人信息。"))
    assert not fires("R68", replace(case, evidence=(Evidence(name="个人信息处理同意书"),)))


def test_without_a_day_of_application_a_childs_age_is_todays() -> None:
    case = with_party(make_case(), **CHILD)
    case = replace(case, dates=replace(case.dates, apply=None))
    assert fires("R68", case, today=date(2026, 3, 14))
    assert not fires("R68", case, today=date(2026, 3, 15))
