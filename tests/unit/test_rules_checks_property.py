"""R31 R37 R38 R44 R48 R65: whose property, who stands surety, which heirs, and whose name it is."""

from dataclasses import replace
from typing import Any

import pytest

from tests.rulings import LAWFUL, NEIGHBOURS, PAYMENT, accepted, findings, fires, make_case
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_names import means_party, pieces
from zsapp.rules.mediation_parts import Deceased, Evidence, Party

INSURER = Party(
    role="被申请人", kind="法人", name="海晏财产保险股份有限公司中山中心支公司", uscc="91442000MA0TEXT39E"
)
FIRM = Party(role="被申请人", kind="法人", name="中山市通汇配送有限公司", uscc="91442000MA0TEXT20H")
SCHOOL = Party(role="被申请人", kind="法人", name="中山市示例初级中学")
WORKERS = Party(role="申请人", kind="自然人", name="韦国强等12人", group="12人", representatives=("韦国强",))


@pytest.mark.parametrize(
    ("clause", "severity"),
    [
        ("由张三为梁亚娣的上述债务提供连带责任保证，保证期间六个月。", "error"),
        ("何䶮为上述款项承担连带责任保证，保证范围为本金，保证期间六个月。", ""),
        ("何䶮为上述款项承担保证责任，保证期间六个月。", "warning"),
        ("何䶮为上述款项承担连带责任保证。", "warning"),
        ("何䶮承担一般保证责任。", "warning"),
        ("由村委会为上述款项提供连带责任保证，保证期间六个月。", "error"),
        ("保证人应于一个月内清偿上述债务，责任方式为连带责任。", ""),
        ("梁亚娣无须提供担保。", ""),
        ("梁亚娣保证今后不再排水。", ""),
    ],
)
def test_a_guarantee_says_how_for_what_and_how_long(clause: str, severity: str) -> None:
    found = findings(make_case(clause, LAWFUL), "R37")
    assert [one.severity.value for one in found] == ([severity] if severity else [])


def test_an_office_may_not_stand_surety_even_when_it_signs() -> None:
    committee = Party(role="第三人", kind="非法人组织", name="云涧村村民委员会")
    case = make_case("由村委会为上述款项提供连带责任保证，保证期间六个月。", parties=(*NEIGHBOURS, committee))
    assert [one.severity.value for one in findings(case, "R37")] == ["warning"]


@pytest.mark.parametrize(
    ("clause", "asked"),
    [
        ("梁亚娣以其妻名下的房屋抵债。", True),
        ("梁亚娣将他人所有的车辆抵押给何䶮。", True),
        ("梁亚娣以张三名下的房屋抵偿欠款。", True),
        ("梁亚娣以自己名下的车辆抵债。", False),
        ("何䶮将梁亚娣名下的车辆交付给梁亚娣。", False),
        ("张三名下的房屋由张三居住。", False),
        ("梁亚娣不得以其妻名下的房屋抵债。", False),
        ("将登记机关所有的车辆资料交付给何䶮。", False),
    ],
)
def test_who_owns_what_is_given_away_signs(clause: str, *, asked: bool) -> None:
    assert fires("R38", make_case(clause, LAWFUL)) == asked


def test_the_estate_is_the_dead_mans() -> None:
    clause = "将韦长寿名下的房屋过户给何䶮。"
    assert fires("R38", make_case(clause))
    assert not fires("R38", make_case(clause, deceased=Deceased(name="韦长寿")))


@pytest.mark.parametrize(
    ("brief", "missing"),
    [
        ("第一顺序继承人为妻、女、子共3人。", True),
        ("继承人为何䶮、梁亚娣二人。", False),
        ("老人生前育有三子一女。", True),
        ("老人育有2个子女。", False),
        ("老人育有三名子女。", True),
        ("老人去世，没有遗嘱。", False),
    ],
)
def test_every_heir_of_the_first_order_takes_part(brief: str, *, missing: bool) -> None:
    case = make_case(dispute_type="婚姻家庭纠纷/继承纠纷", brief=brief)
    assert fires("R44", case) == missing
    assert not fires("R44", replace(case, dispute_type="婚姻家庭纠纷/赡养纠纷"))


@pytest.mark.parametrize(
    ("clause", "evidence", "missing"),
    [
        ("何䶮自愿放弃继承。", (), True),
        ("何䶮自愿放弃继承，另附放弃继承声明书。", (), False),
        ("何䶮自愿放弃继承。", (Evidence(name="放弃继承声明书"),), False),
        ("任何人不得以放弃继承为由拒绝赡养。", (), False),
    ],
)
def test_who_renounces_does_so_in_writing(clause: str, evidence: Any, *, missing: bool) -> None:
    case = make_case(clause, dispute_type="婚姻家庭纠纷/继承纠纷", evidence=evidence)
    assert fires("R44", case) == missing


@pytest.mark.parametrize(
    ("clause", "written"),
    [
        ("梁雅娣将落水管改道。", "梁雅娣"),
        ("由梁亚弟负责维护。", "梁亚弟"),
        ("由梁亚強负责维护。", ""),
        ("梁亚娣、梁亚弟均到场。", "梁亚弟"),
        ("何䶮与何言和好。", ""),
        ("中山市同汇配送有限公司配合理赔。", "中山市同汇配送有限公司"),
        ("中山市通汇配送有限公司配合理赔。", ""),
    ],
)
def test_a_name_is_written_as_in_the_list_of_parties(clause: str, written: str) -> None:
    found = findings(make_case(clause, parties=(*NEIGHBOURS, FIRM)), "R48")
    assert [f"“{written}”" in one.message for one in found] == ([True] if written else [])


def test_the_right_name_is_offered() -> None:
    (found,) = findings(make_case("梁雅娣将落水管改道。"), "R48")
    assert found.fix == "梁亚娣将落水管改道。"
    (found,) = findings(make_case(schedule=(replace(PAYMENT, obligor="梁亚弟"),)), "R48")
    assert (found.where, found.fix) == ("schedule[0].obligor", "梁亚娣")


@pytest.mark.parametrize("name", ["梁亚娣", "", "双方", "梁亚娣之子", "张三"])
def test_other_names_of_the_schedule_are_no_misspellings(name: str) -> None:
    assert not fires("R48", make_case(schedule=(replace(PAYMENT, obligee=name),)))


@pytest.mark.parametrize(
    ("obligor", "outsider"),
    [
        ("梁亚娣", False),
        ("何䶮、梁亚娣", False),
        ("双方", False),
        ("", False),
        ("梁亚弟", False),
        ("张三", True),
        ("梁亚娣、张三", True),
        ("某保险公司", True),
        ("12人", True),
    ],
)
def test_nobody_owes_who_does_not_sign(obligor: str, *, outsider: bool) -> None:
    assert fires("R65", make_case(schedule=(replace(PAYMENT, obligor=obligor),))) == outsider


@pytest.mark.parametrize(
    ("clause", "outsider"),
    [
        ("由某某财产保险公司在限额内赔付何䶮500元。", True),
        ("由保险公司赔付后余额返还。", True),
        ("保险公司赔付后，双方各无纠葛。", False),
        ("由村委会支付清淤费。", True),
        ("不得由村委会支付清淤费。", False),
        ("由梁亚娣通过银行支付。", False),
    ],
)
def test_a_clause_does_not_bind_an_outsider(clause: str, *, outsider: bool) -> None:
    assert fires("R65", make_case(clause, LAWFUL)) == outsider


def test_an_insurer_that_signs_may_pay() -> None:
    case = make_case("由保险公司赔付何䶮500元。", parties=(*NEIGHBOURS, INSURER))
    assert not fires("R65", case)
    assert not fires("R65", accepted("C05"))


@pytest.mark.parametrize(
    ("parties", "said", "known"),
    [
        ((INSURER, FIRM), "保险公司", True),
        ((INSURER, FIRM), "公司", False),
        ((FIRM,), "公司", True),
        ((FIRM,), "配送公司", True),
        ((FIRM,), "物流公司", False),
        ((FIRM,), "司", False),
        ((SCHOOL,), "学校", True),
        ((SCHOOL,), "医院", False),
        ((SCHOOL,), "单位", True),
        ((WORKERS,), "12人（附件一）", True),
        ((WORKERS,), "全体", True),
        ((WORKERS,), "韦国强", True),
        (NEIGHBOURS, "工人", False),
        ((*NEIGHBOURS, FIRM), "三方", True),
        (NEIGHBOURS, "（见附件）", True),
        (NEIGHBOURS, "何䶮和张三", False),
    ],
)
def test_a_party_may_be_called_by_what_fits_only_one(parties: Any, said: str, *, known: bool) -> None:
    assert means_party(Case(parties=parties), said) == known


def test_joined_names_are_told_apart() -> None:
    assert pieces("卢炳坤、卢丽娟及卢炳文（三人）") == ("卢炳坤", "卢丽娟", "卢炳文")


@pytest.mark.parametrize(
    ("clause", "asked"),
    [
        ("何䶮购买梁亚娣的宅基地及地上房屋。", True),
        ("何䶮将村屋作价五万元卖给外村人。", True),
        ("双方解除村屋买卖，转让款当场退还。", False),
        ("宅基地不得转让。", False),
        ("宅基地由双方共同使用。", False),
    ],
)
def test_a_homestead_is_not_sold_to_just_anybody(clause: str, *, asked: bool) -> None:
    assert fires("R31", make_case(clause, LAWFUL)) == asked
