"""R09, R10, R14, R16, R17 and R59: minors, numbers, organisations, agents, and who cannot read."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.rulings import NEIGHBOURS, findings, fires, make_case, with_party
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import (
    Agent,
    Dates,
    Guardian,
    LegalRep,
    OralRegister,
    Outcome,
    Party,
    RosterRow,
    Witness,
)

FATHER = Guardian(name="何大", relation="父亲", phone="13800000101", sign="签名")
COMPANY = Party(
    role="被申请人",
    kind="法人",
    name="中山市通汇配送有限公司",
    uscc="91442000MA0TEXT20H",
    legal_rep=LegalRep(name="何锦荣", title="经理"),
    sign="加盖公章 + 法定代表人签名",
)


def minor(**changed: Any) -> Case:
    """Return the lawful case with a first party of 13."""
    young = {"birth": date(2013, 1, 5), "sex": "男", "id_no": "", "id_missing_reason": "无证件"}
    return with_party(make_case(), **(young | changed))


@pytest.mark.parametrize(
    ("guardians", "fired"),
    [
        ((), True),
        ((FATHER,), False),
        ((replace(FATHER, phone="", id_no="442000196803159914"),), False),
        ((replace(FATHER, phone=""),), True),
        ((replace(FATHER, relation=""),), True),
        ((replace(FATHER, name=""),), True),
        ((replace(FATHER, relation=""), FATHER), False),
    ],
)
def test_a_minor_has_a_guardian_who_can_be_reached(guardians: tuple[Guardian, ...], fired: bool) -> None:
    assert fires("R09", minor(guardians=guardians)) is fired


@pytest.mark.parametrize(
    ("birth", "facts", "fired"),
    [
        (date(2008, 3, 9), {}, False),
        (date(2008, 3, 10), {}, True),
        (date(2008, 3, 10), {"occupation": "餐馆服务员"}, False),
        (date(2008, 3, 10), {"occupation": "高中学生"}, True),
        (date(2008, 3, 10), {"occupation": "无"}, True),
        (date(2010, 3, 10), {"occupation": "餐馆服务员"}, True),
        (None, {"id_no": "442000201410039982", "sex": "女"}, True),
        (None, {"id_no": ""}, False),
    ],
)
def test_who_is_a_minor(birth: date | None, facts: dict[str, Any], fired: bool) -> None:
    assert fires("R09", minor(birth=birth, **facts)) is fired


def test_who_lives_on_own_work_may_be_told_in_the_record() -> None:
    case = minor(birth=date(2009, 1, 1))
    assert fires("R09", case)
    assert not fires("R09", replace(case, investigation="何䶮以自己的劳动收入为主要生活来源。"))


def test_groups_and_organisations_are_no_minors() -> None:
    assert not fires("R09", minor(kind="法人"))
    assert not fires("R09", minor(group="12人"))


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"guardians": ()}, "parties[0].guardians"),
        ({"guardians": (replace(FATHER, sign=""),)}, "parties[0].guardians[0].sign"),
        ({"guardians": (replace(FATHER, sign="未到场"),)}, "parties[0].guardians[0].sign"),
        ({"guardians": (replace(FATHER, sign=""), FATHER)}, ""),
        (
            {"birth": date(1968, 3, 15), "guardians": (replace(FATHER, sign=""),)},
            "parties[0].guardians[0].sign",
        ),
        ({"birth": date(1968, 3, 15), "guardians": ()}, ""),
    ],
)
def test_a_guardian_signs(changed: dict[str, Any], where: str) -> None:
    assert [one.where for one in findings(minor(**changed), "R10")] == ([where] if where else [])


def test_nobody_signs_before_there_is_anything_to_sign() -> None:
    early = replace(minor(sign=""), dates=Dates(apply=date(2026, 3, 2)), clauses=())
    assert not fires("R10", early)
    assert fires("R10", with_party(early, sign="签名"))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id_no": "442000196803159915"}, "校验码不对，可能有一位抄错，请逐位核对"),
        ({"birth": date(1968, 3, 16)}, "号码中的出生日期是1968年3月15日，与填写的1968年3月16日不一致"),
        ({"sex": "女"}, "号码表示性别为男，与填写的女不一致"),
        ({"id_type": "护照", "id_no": "护1", "sex": ""}, "应为5至17位字母和数字"),
    ],
)
def test_a_number_that_fails_is_told_with_its_fault(changed: dict[str, Any], told: str) -> None:
    (found,) = findings(with_party(make_case(), **changed), "R14", stage=Stage.TYPING)
    assert found.where == "parties[0].id_no"
    assert found.message.startswith("何䶮的")
    assert found.message.endswith(f"号码校验未通过，请核对原件；确无法核对的请填写原因。（{told}）")


def test_a_blank_number_is_told_at_print_and_yields_to_a_reason() -> None:
    blank = with_party(make_case(), id_no="")
    (found,) = findings(blank, "R14")
    assert found.message == "何䶮的身份证号码没有填写，请核对原件；确无法核对的请填写原因。"
    (excused,) = findings(with_party(blank, id_missing_reason="证件遗失"), "R14")
    assert (excused.state, excused.reason) == ("overridden", "证件遗失")


def test_a_reason_also_lets_a_wrong_number_stand() -> None:
    wrong = with_party(make_case(), id_no="442000196803159915", id_missing_reason="证件遗失")
    assert [one.state for one in findings(wrong, "R14")] == ["overridden"]


def test_an_oral_agreement_needs_no_number() -> None:
    oral = replace(with_party(make_case(), id_no=""), outcome=Outcome(form="口头"))
    assert not fires("R14", oral)
    told_apart = replace(oral, outcome=Outcome(), clauses=(), oral_register=OralRegister(facts="争吵"))
    assert not fires("R14", told_apart)
    assert fires("R14", replace(told_apart, clauses=("一、互谅。",)))
    assert fires("R14", replace(oral, outcome=Outcome(form="书面")))


def test_every_number_in_the_record_is_held() -> None:
    wrong = "442000196803159915"
    case = make_case(
        parties=(
            replace(NEIGHBOURS[0], guardians=(replace(FATHER, id_no=wrong),)),
            replace(
                COMPANY, uscc="91442000MA0TEXT20X", agent=Agent(name="黎文慧", id_no=wrong, doc="委托书")
            ),
            Party(name="某档口", kind="个体工商户", uscc="92442000"),
            Party(name="韦国强等2人", kind="自然人", group="2人"),
        ),
        roster=(
            RosterRow(name="甲", id_no=wrong),
            RosterRow(name="乙"),
            RosterRow(name="丙", id_no="H00009901"),
        ),
    )
    assert [one.where for one in findings(case, "R14")] == [
        "parties[0].guardians[0].id_no",
        "parties[1].uscc",
        "parties[1].agent.id_no",
        "parties[2].uscc",
        "roster[0].id_no",
    ]
    assert "营业执照" in findings(case, "R14")[1].message


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({}, []),
        ({"name": " "}, ["parties[0].name"]),
        ({"uscc": ""}, ["parties[0].uscc"]),
        ({"legal_rep": None}, ["parties[0].legal_rep.name"]),
        ({"legal_rep": LegalRep(title="经理"), "uscc": ""}, ["parties[0].uscc", "parties[0].legal_rep.name"]),
        ({"kind": "非法人组织", "uscc": ""}, ["parties[0].uscc"]),
        ({"kind": "自然人", "uscc": ""}, []),
        ({"kind": "", "uscc": ""}, []),
    ],
)
def test_an_organisation_is_whole(changed: dict[str, Any], where: list[str]) -> None:
    assert [one.where for one in findings(make_case(parties=(replace(COMPANY, **changed),)), "R16")] == where


AGENT = Agent(name="黎文慧", authority="特别授权", doc="授权委托书 2026-06-05")


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({}, ""),
        ({"doc": ""}, "parties[0].agent.doc"),
        ({"authority": "一般授权"}, "parties[0].agent.authority"),
        ({"authority": ""}, "parties[0].agent.authority"),
        ({"authority": "代为和解"}, ""),
        ({"authority": "代为签收文书"}, ""),
        ({"authority": "参加调解、签署协议"}, ""),
        ({"authority": "", "doc": "授权委托书（特别授权）"}, ""),
        ({"name": "", "doc": ""}, ""),
    ],
)
def test_an_agent_has_power_to_settle(changed: dict[str, str], where: str) -> None:
    case = make_case(parties=(replace(COMPANY, agent=replace(AGENT, **changed)),))
    found = findings(case, "R17")
    assert [one.where for one in found] == ([where] if where else [])


def test_before_a_settlement_only_an_agent_who_signs_needs_his_paper() -> None:
    agent = replace(AGENT, authority="一般授权", doc="")
    early = make_case(parties=(replace(COMPANY, agent=agent),), dates=Dates(terminate=date(2026, 3, 9)))
    assert not fires("R17", early)
    assert fires("R17", with_party(early, sign="加盖公章 + 代理人签名"))
    assert not fires(
        "R17", with_party(early, sign="加盖公章 + 代理人签名", agent=replace(agent, doc="委托书"))
    )


@pytest.mark.parametrize(
    ("changed", "severity"),
    [
        ({}, Severity.WARNING),
        ({"read_aloud_by": "刘佩珊"}, Severity.HINT),
        ({"witness": Witness(name="黄志强")}, Severity.HINT),
        ({"witness": Witness(relation="邻居")}, Severity.WARNING),
        ({"literate": True}, None),
        ({"literate": None}, None),
    ],
)
def test_who_cannot_read_was_read_to(changed: dict[str, Any], severity: Severity | None) -> None:
    case = with_party(make_case(), 1, **({"literate": False} | changed))
    assert [one.severity for one in findings(case, "R59")] == ([severity] if severity else [])


def test_the_record_may_say_that_it_was_read_aloud() -> None:
    case = with_party(make_case(record="（已向梁亚娣宣读，其表示无误）"), 1, literate=False)
    assert [one.severity for one in findings(case, "R59")] == [Severity.HINT]
