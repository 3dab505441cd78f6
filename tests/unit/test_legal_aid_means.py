"""Exemptions and the means test: R-20 to R-25 of brief L §1.3."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.intakes import PAPERS, advised, household, make_intake, owning, says, with_applicant
from zsapp.rules.legal_aid_advice import findings_of
from zsapp.rules.legal_aid_parts import Forum, Received, Soldier
from zsapp.rules.legal_aid_tables import AidTables
from zsapp.services.tables import shipped_tables

BARE = ("法律援助申请表", "身份证复印件")
JAIL_PAPERS = (*PAPERS, "逮捕通知书")

# --- exemptions --------------------------------------------------------------------------------


@pytest.mark.parametrize("matter", ["M11", "M12", "M13", "M14a", "M14b", "M14c"])
def test_a_ground_of_article_32_needs_no_statement_of_means(matter: str) -> None:
    papers = (*BARE, "烈士证明书", "户口簿", "报警回执", "再审无罪判决书")
    found = advised(make_intake(matter=matter, family=(), documents=papers))
    assert (found.advice, found.missing, found.means) == ("转交-不受限", (), None)
    assert "不用提交经济困难状况说明表" in says(found, "R-20")


def test_a_martyrs_kin_prove_it_a_victim_of_violence_is_believed() -> None:
    assert advised(make_intake(matter="M11", documents=BARE)).missing == ("烈士证明书", "亲属关系证明")
    assert advised(make_intake(matter="M14c", documents=BARE)).advice == "转交-不受限"


@pytest.mark.parametrize(("facts", "advice"), [("长期遭受虐待。", "转交-不受限"), ("", "转交-需核查(承诺)")])
def test_violence_claimed_for_another_matter_must_be_told(facts: str, advice: str) -> None:
    assert advised(make_intake(exemption="E32-4", facts=facts)).advice == advice


@pytest.mark.parametrize(
    ("changed", "hinted"),
    [
        ({"groups": ("G10",)}, True),
        ({"facts": "丈夫长期家暴，请求离婚。"}, True),
        ({"facts": "丈夫长期家暴。", "exemption": "E32-4"}, False),
        ({"facts": "涉嫌虐待罪。", "matter": "M21"}, False),
        ({}, False),
    ],
)
def test_violence_at_home_that_nobody_claimed_is_hinted_at(changed: dict[str, Any], hinted: bool) -> None:
    assert ("请核对事项、情形" in says(advised(make_intake(**changed)), "R-20")) == hinted


def test_any_judgment_is_not_an_acquittal() -> None:
    assert advised(make_intake(matter="M13", documents=(*BARE, "刑事判决书"))).missing == ("再审无罪判决书",)


NO_INCOME = "无固定生活来源说明"


@pytest.mark.parametrize(
    ("changed", "applicant", "papers"),
    [
        ({"exemption": "E42-1b"}, {"birth": date(1966, 3, 9)}, (NO_INCOME,)),
        ({}, {"birth": date(1966, 3, 9)}, (NO_INCOME,)),
        ({"groups": ("G01",)}, {"birth": None}, (NO_INCOME,)),
        ({"exemption": "E42-1c"}, {}, ("残疾人证", NO_INCOME)),
        ({"groups": ("G03",)}, {}, ("残疾人证", NO_INCOME)),
        ({"groups": ("G08",)}, {}, ("低保证",)),
        ({"exemption": "E42-2a"}, {}, ("临时救助审批表",)),
        ({"exemption": "E42-2b"}, {}, ("司法救助决定书",)),
        ({"exemption": "E42-2c"}, {}, ("优待证",)),
        ({"exemption": "E42-3", "matter": "M05b"}, {"hukou": "湖南省永州市"}, ("欠条",)),
        ({"exemption": "E42-3", "matter": "M05b"}, {"hukou": "中山市沙溪镇圣狮村"}, ("欠条",)),
        ({"exemption": "E42-3", "matter": "M05b"}, {"hukou": ""}, ("欠条",)),
        ({"groups": ("G05",), "matter": "M07a"}, {"hukou": "广西桂平市"}, ("工伤认定书",)),
        ({"exemption": "EMIL-1"}, {}, ("人民武装部证明",)),
        ({"soldier": Soldier(status="义务兵")}, {}, ("人民武装部证明",)),
        ({"exemption": "EMIL-2", "soldier": Soldier(status="执行维和任务")}, {}, ("部队证明",)),
        ({"exemption": "EMIL-3", "soldier": Soldier(status="因公牺牲")}, {}, ("遗属优待证",)),
    ],
)
def test_a_proved_exemption_asks_for_no_statement_even_above_the_line(
    changed: dict[str, Any], applicant: dict[str, Any], papers: tuple[str, ...]
) -> None:
    base = {"family": household("9000"), "documents": (*BARE, "户口簿", *papers)}
    intake = with_applicant(make_intake(**(base | changed)), **applicant)
    found = advised(intake)
    assert (found.advice, found.missing, found.means) == ("转交-免予核查", (), None)


@pytest.mark.parametrize(
    ("changed", "applicant", "why"),
    [
        ({"exemption": "E42-1b"}, {}, "不满60周岁"),
        ({"exemption": "E42-1a"}, {}, "不是未成年人"),
        ({"exemption": "E42-3", "matter": "M04a"}, {}, "不适用于这一事项"),
        ({"exemption": "E42-3", "matter": "M05a"}, {}, "不适用于这一事项"),
        ({"exemption": "E42-3", "matter": "M05b"}, {"hukou": "中山市石岐街道"}, "户籍在中山城镇"),
        ({"exemption": "EMIL-1", "soldier": Soldier(status="军士")}, {}, "不属于这一情形"),
        ({"exemption": "E99"}, {}, "不在表内"),
        ({"exemption": "E32-5"}, {}, "待市局确认"),
        ({"exemption": "E42-4"}, {}, "待市局确认"),
    ],
)
def test_an_exemption_that_does_not_fit_is_told_and_the_means_are_tested(
    changed: dict[str, Any], applicant: dict[str, Any], why: str
) -> None:
    found = advised(
        with_applicant(make_intake(**({"documents": (*PAPERS, NO_INCOME, "欠条")} | changed)), **applicant)
    )
    assert why in says(found, "R-21")
    assert found.advice == "转交-需核查(承诺)"


def test_without_its_paper_an_exemption_is_asked_for_and_the_means_count_meanwhile() -> None:
    claimed = {"exemption": "E42-2a"}
    passes = advised(make_intake(**claimed))
    assert (passes.advice, passes.missing) == ("转交-需核查(承诺)", ("社会救助证明",))
    fails = advised(make_intake(**claimed, family=household("9000")))
    assert (fails.advice, fails.missing) == ("补正", ("社会救助证明",))
    rich = advised(make_intake(**claimed, assets=owning(high_value="有")))
    assert (rich.advice, rich.missing) == ("补正", ("社会救助证明",))
    silent = advised(make_intake(**claimed, family=(), documents=BARE))
    assert silent.advice == "补正"
    assert "社会救助证明" in silent.missing
    assert "经济困难状况说明表" not in silent.missing


def test_what_proves_the_wages_and_the_exemption_is_asked_for_once() -> None:
    found = advised(make_intake(matter="M05b", exemption="E42-3", documents=BARE, family=()))
    assert found.missing == ("劳动合同、考勤、工资流水、欠条、微信记录等之一",)


def test_a_worker_from_elsewhere_who_says_nothing_is_offered_nothing_without_the_flag() -> None:
    intake = make_intake(matter="M05b", documents=(*PAPERS, "欠条"))
    assert advised(intake).advice == "转交-需核查(承诺)"
    assert not says(advised(replace(intake, groups=("G04",))), "R-21")


# --- means -----------------------------------------------------------------------------------


def test_a_co_living_opponent_leaves_the_applicant_alone_in_the_sum() -> None:
    family = (*household("2000"), replace(household("90000")[0], name="何子", relation="2"))
    found = advised(make_intake(family=family))
    assert found.means is not None
    assert (found.means.per_capita, found.means.members, found.means.alone) == (Decimal("2000.00"), 1, True)
    assert "只按申请人本人" in says(found, "R-22")


def test_income_per_head_is_rounded_half_up_and_counts_children_and_losses() -> None:
    family = (
        replace(household("0")[0], wage6=Decimal("1000.05"), biz6=Decimal("-999.00")),
        *household("0", 3)[1:],
    )
    means = advised(make_intake(family=family)).means
    assert means is not None
    assert means.per_capita == Decimal("0.06")


def test_no_household_and_no_statement_means_materials_are_missing() -> None:
    found = advised(make_intake(family=(), documents=BARE))
    assert found.advice == "补正"
    assert "经济困难状况说明表" in found.missing
    told = advised(make_intake(family=()))
    assert told.advice == "转交-需核查(承诺)"
    assert "收入未核算" in told.flags


def test_without_a_line_for_the_day_nothing_is_computed_in_silence() -> None:
    early = advised(make_intake(received=Received(date=date(2023, 3, 9))))
    assert "没有2023-03-09适用的经济困难标准" in says(early, "R-22")
    bare = replace(shipped_tables(), aid=replace(shipped_tables().aid, hardship=()))
    assert advised(make_intake(), tables=bare).advice == "转交-需核查(承诺)"
    assert isinstance(bare.aid, AidTables)


@pytest.mark.parametrize(
    ("assets", "ticked", "advice"),
    [
        ({"urban_homes": 2}, "2套城镇房产", "转交-需核查(承诺)"),
        ({"urban_homes": 1, "home_area": Decimal(144)}, "144平方米", "转交-需核查(承诺)"),
        ({"urban_homes": 1, "home_area": Decimal("143.99")}, "", "转交-需核查(承诺)"),
        ({"urban_homes": 1}, "", "转交-需核查(承诺)"),
        ({"cars": 1}, "1辆机动车", "转交-需核查(承诺)"),
        ({"high_value": "待核"}, "", "转交-需核查(承诺)"),
        ({"high_value": "有"}, "", "建议不予"),
    ],
)
def test_no_single_tick_refuses_anybody(assets: dict[str, Any], ticked: str, advice: str) -> None:
    found = advised(make_intake(assets=owning(**assets)))
    assert found.advice == advice
    assert ("资产待核" in found.flags) == bool(ticked)
    assert ticked in says(found, "R-24")


def test_a_suspect_above_the_line_still_goes_on() -> None:
    found = advised(make_intake(matter="M21", role="被告人", family=household("9000"), documents=JAIL_PAPERS))
    assert found.advice == "转交-需核查(承诺)"
    assert "其他原因" in says(found, "R-25")


def test_the_second_limb_without_spending_says_so() -> None:
    found = advised(make_intake(family=household("4000")))
    assert "没有登记支出，不符合支出型情形" in says(found, "R-22")


def test_a_pass_without_a_promise_asks_for_one() -> None:
    found = advised(make_intake(documents=(*BARE, "户口簿")))
    assert "请本人签署" in says(found, "R-23")


def test_what_is_to_be_put_right_reads_like_a_check_worst_first() -> None:
    found = findings_of(advised(with_applicant(make_intake(forum=Forum()), phone="12")))
    assert [one.severity.value for one in found] == ["warning", "warning", "hint"]
    assert all(one.basis for one in found)
