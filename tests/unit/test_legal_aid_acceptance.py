"""The visible intakes and our own, judged on the day of receipt; the boundaries of brief L §8."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.intakes import OWN, VISIBLE, advised, due, household, intake_entries, make_intake, says, visible
from zsapp.base.plain import from_sheet, to_sheet
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.legal_aid_reasons import ADVICES
from zsapp.rules.mediation import ANNOTATIONS

EACH = pytest.mark.parametrize(
    "entry",
    [*intake_entries(VISIBLE).values(), *intake_entries(OWN).values()],
    ids=lambda entry: entry["id"],
)


def _read(entry: dict[str, Any]) -> LegalAidIntake:
    return from_sheet(LegalAidIntake, entry, ANNOTATIONS)


@EACH
def test_an_intake_gets_exactly_the_expected_advice_basis_list_and_days(entry: dict[str, Any]) -> None:
    found, expected = advised(_read(entry)), entry["expect"]
    assert found.advice == expected["advice"]
    assert found.basis == expected.get("basis", found.basis)
    assert list(found.missing) == expected.get("missing", [])
    assert due(found, "forward") == expected["forward_due"]
    assert due(found, "decision") == expected["decision_due"]


@EACH
def test_what_the_center_answered_gives_its_days(entry: dict[str, Any]) -> None:
    center = entry.get("center", {})
    found = advised(_read(entry))
    for name, key in (("assign", "assign_due"), ("objection", "objection_until")):
        if key in center:
            assert due(found, name) == center[key]
    assert "请核对" not in says(found, "R-40")


@EACH
def test_an_intake_comes_back_from_its_file_equal(entry: dict[str, Any]) -> None:
    told = {key: value for key, value in entry.items() if key not in ANNOTATIONS}
    assert to_sheet(_read(entry)) == told


@pytest.mark.parametrize("ref", ["LA-04", "LA-09"])
def test_the_measured_numbers_are_those_expected(ref: str) -> None:
    found, expected = advised(visible(ref)), intake_entries()[ref]["expect"]
    assert found.means is not None
    assert (found.means.per_capita, found.means.limb) == (expected["per_capita"], expected["limb"])


def test_an_unfavourable_opinion_gives_its_numbers_and_says_what_remains() -> None:
    found, expected = advised(visible("LA-09")), intake_entries()["LA-09"]["expect"]
    said = "\n".join(one.text for one in found.reasons)
    assert all(words in said for words in expected["reasons"])
    assert list(found.told) == expected["told"]


def test_a_soldiers_family_comes_first_and_hears_of_reconsideration() -> None:
    found = advised(visible("LA-06"))
    assert {"优先", "复议前置"} <= set(found.flags)
    assert "复议法23(三)" in [one.basis for one in found.reasons]


def test_a_child_has_limited_capacity_and_an_old_man_may_be_exempt_too() -> None:
    assert "限制民事行为能力" in says(advised(visible("LA-07")), "R-03")
    assert "若提交无固定生活来源说明" in says(advised(visible("LA-04")), "R-21")


@pytest.mark.parametrize(
    ("per_capita", "advice"),
    [
        ("2565.00", "转交-需核查(承诺)"),
        ("2566.07", "转交-需核查(承诺)"),
        ("2566.08", "转交-临界"),
        ("2591.99", "转交-临界"),
        ("2592.00", "转交-临界"),
        ("2592.01", "转交-临界"),
        ("2617.92", "转交-临界"),
        ("2617.93", "建议不予"),
        ("2650.00", "建议不予"),
    ],
)
def test_the_line_is_met_below_left_open_within_one_per_cent_and_failed_above(
    per_capita: str, advice: str
) -> None:
    found = advised(make_intake(family=household(per_capita)))
    assert found.means is not None
    assert found.means.per_capita == Decimal(per_capita)
    assert found.advice == advice


@pytest.mark.parametrize(
    ("per_capita", "spending", "cause", "advice"),
    [
        ("4000", "4000.01", "重大疾病", "转交-需核查(承诺)"),
        ("4000", "4000.00", "重大疾病", "建议不予"),
        ("4000", "4500", "", "建议不予"),
        ("4000", "4500", "买车", "建议不予"),
        ("4000", "4500", "女儿上大学", "转交-需核查(承诺)"),
        ("4000", "4500", "台风毁屋", "转交-需核查(承诺)"),
        ("2600", "4500", "意外伤害", "转交-需核查(承诺)"),
        ("5131.16", "6000", "重大疾病", "转交-需核查(承诺)"),
        ("5131.17", "6000", "重大疾病", "转交-临界"),
        ("5183.00", "6000", "重大疾病", "转交-临界"),
        ("5234.84", "6000", "重大疾病", "建议不予"),
        ("4000.00", "6000", "儿子患白血病化疗", "转交-需核查(承诺)"),
        ("4000.00", "6000", "儿子就读国内全日制高等学校", "转交-需核查(承诺)"),
        ("4000.00", "6000", "女儿就读境外大学、妻子患癌", "转交-需核查(承诺)"),
        ("4000.00", "6000", "女儿就读境外大学", "建议不予"),
        ("4000.00", "6000", "房贷", "建议不予"),
        ("5183.00", "5000", "", "建议不予"),
    ],
)
def test_the_second_limb_asks_for_spending_a_cause_and_an_income_below_the_whole(
    per_capita: str, spending: str, cause: str, advice: str
) -> None:
    intake = make_intake(
        family=household(per_capita),
        spending_monthly_per_capita=Decimal(spending),
        spending_cause=cause,
    )
    assert advised(intake).advice == advice


@pytest.mark.parametrize(
    ("day", "stale"),
    [
        (date(2024, 4, 9), False),
        (date(2024, 4, 10), False),
        (date(2024, 4, 11), True),
        (date(2024, 5, 1), True),
    ],
)
def test_a_line_older_than_thirteen_months_is_used_and_warned_of(day: date, stale: bool) -> None:
    intake = make_intake(received=make_intake().received.__class__(date=day))
    found = advised(intake)
    assert ("标准待更新" in found.flags) == stale
    assert found.advice == "转交-需核查(承诺)"


def test_no_advice_is_called_a_decision() -> None:
    assert not [one for one in ADVICES if "决定" in one]
