"""The acceptance cases of mediation, judged as decision 22 says; the negative samples of the brief §7.1."""

from datetime import date
from decimal import Decimal
from time import process_time
from typing import Any

import pytest

from tests.rulings import accepted, entries, findings, fires, make_case, with_party
from zsapp.rules.findings import Stage
from zsapp.rules.mediation_checks import CHECKS
from zsapp.rules.mediation_deadlines import ended_on

BUILT = {check.rule for check in CHECKS}
EACH = pytest.mark.parametrize("entry", entries().values(), ids=lambda entry: entry["case"])


@EACH
def test_a_visible_case_says_exactly_what_is_expected(entry: dict[str, Any]) -> None:
    case = accepted(entry["case"])
    found = findings(case, today=ended_on(case) or date.max)
    said = {
        (severity, one.rule)
        for severity in ("errors", "warnings", "hints")
        for one in found
        if one.state == "open" and f"{one.severity}s" == severity
    }
    expected = entry["expect"]
    assert said == {
        (severity, rule)
        for severity in ("errors", "warnings", "hints")
        for rule in expected.get(severity, [])
        if rule in BUILT
    }
    for state in ("overridden", "resolved"):
        settled = {one.rule for one in found if one.state == state}
        assert settled == set(expected.get(state, [])) & BUILT
    assert not {one.rule for one in found} & set(expected.get("pass", []))


@EACH
def test_a_visible_case_is_checked_in_less_than_30_ms(entry: dict[str, Any]) -> None:
    case = accepted(entry["case"])
    day = ended_on(case) or date.max
    findings(case, today=day)
    start = process_time()
    for _ in range(3):
        findings(case, today=day)
    assert process_time() - start < 0.09


def test_every_rule_of_the_brief_is_built_once() -> None:
    wanted = ["R08b", *(f"R{n:02d}" for n in range(1, 71))]
    assert sorted(check.rule for check in CHECKS) == sorted(wanted)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rule)
def test_a_check_declares_its_law_stage_and_what_it_reads(check: Any) -> None:
    case = make_case()
    assert check.basis
    assert check.name
    assert check.look.__doc__.startswith(f"{check.rule}: ")
    assert all(hasattr(case, item) for item in check.reads)


def test_a_lawful_case_is_left_in_peace() -> None:
    assert [one.rule for one in findings(make_case(), stage=Stage.ARCHIVE)] == ["R55"]


N01 = "甲方一次性赔偿乙方人民币12500元（大写：壹万贰仟元整），2026年8月1日前付清。"


@pytest.mark.parametrize(
    ("sample", "rules"),
    [
        (make_case(N01), {"R01", "R04"}),
        (make_case("甲方赔偿3000元，尽快支付。"), {"R03", "R04", "R05"}),
        (
            with_party(
                make_case(), birth=date(2013, 1, 5), id_no="", id_missing_reason="无证件", sign="签名"
            ),
            {"R09", "R10"},
        ),
        (make_case("双方自愿离婚，婚生子归女方抚养。"), {"R28"}),
        (make_case("甲方赔偿后乙方不再追究其刑事责任，并到派出所撤案。"), {"R26"}),
        (make_case("争议土地归甲方所有。"), {"R30"}),
        (make_case("公司补发工资，员工自愿放弃社会保险。"), {"R39"}),
        (make_case(parties=(*make_case().parties, make_case().parties[0]), copies=2), {"R51"}),
        (with_party(make_case(), group="25人", representatives=("何䶮", "何伟"), name="何䶮等25人"), {"R61"}),
        (make_case("交付订金30000元（总价80000元）作为定金。"), {"R36"}),
        (make_case(record="当事人称“今晚就去炸了他”。"), {"R56"}),
    ],
    ids=["N01", "N02", "N04", "N05", "N07", "N09", "N10", "N13", "N15", "N18", "N19"],
)
def test_a_negative_sample_fires_what_it_must(sample: Any, rules: set[str]) -> None:
    assert rules <= {one.rule for one in findings(sample)}


def test_a_session_before_acceptance_is_a_contradiction() -> None:  # N14
    def turn(entry: dict[str, Any]) -> None:
        entry["dates"] = {"accept": date(2026, 6, 12), "sessions": [date(2026, 6, 10)]}

    (found,) = findings(accepted("C01", turn), "R07", today=date(2026, 6, 12))
    assert found.message == "日期前后矛盾：调解日期2026-06-10早于受理日期2026-06-12。"


EARLY = {"obligor": "梁亚娣", "kind": "作为", "what": "檐沟改道", "due": date(2026, 3, 1)}


def _set(*path: Any, to: Any) -> Any:
    def change(entry: dict[str, Any]) -> None:
        *steps, last = path
        for step in steps:
            entry = entry[step]
        entry[last] = to

    return change


@pytest.mark.parametrize(
    ("ref", "change", "rule"),
    [
        (
            "C01",
            _set("clauses", 1, to="二、梁亚娣补偿何䶮人民币1800元（大写：壹仟捌佰圆贰角），当场付清。"),
            "R01",
        ),
        ("C01", _set("schedule", 0, "amount", to=Decimal("1700")), "R02"),
        ("C03", _set("schedule", 2, "amount", to=Decimal("57005")), "R02"),
        ("C03", _set("roster", 4, 6, to=Decimal("14650")), "R02"),
        ("C03", _set("roster", 4, 8, to=Decimal("4308")), "R02"),
        ("C05", _set("loss_table", 1, "amount", to=Decimal("800")), "R02"),
        ("C06", _set("schedule", 0, "amount", to=Decimal("3200")), "R02"),
        ("C06", _set("schedule", 2, "amount", to=Decimal("900")), "R02"),
        ("C01", _set("clauses", 0, to="一、梁亚娣自费将厨房雨棚檐沟改道，并拆除落水管。"), ""),
        ("C05", _set("schedule", 0, "obligee", to=""), "R08"),
        ("C05", _set("schedule", 2, "obligee", to=""), ""),
        ("C05", _set("schedule", 2, "obligor", to=""), "R08"),
        ("C06", _set("parties", 2, "id_no", to="830000197206259929"), "R14"),
        ("C06", _set("parties", 1, "sex", to="女"), "R14"),
        ("C03", _set("roster", 1, 4, to="653121199203179962"), "R14"),
        ("C03", _set("parties", 1, "agent", "doc", to=""), "R17"),
        ("C05", _set("parties", 3, "agent", "authority", to="一般授权"), "R17"),
        ("C03", _set("parties", 1, "uscc", to=""), "R16"),
        ("C05", _set("parties", 2, "legal_rep", "name", to=""), "R16"),
        ("C03", _set("record", to=""), "R23"),
        ("C06", _set("clauses", 5, to="六、双方今后不得再就赡养问题起诉。"), "R27"),
        ("C03", _set("copies", to=13), "R51"),
        ("C05", _set("copies", to=4), "R51"),
        ("C05", _set("agreement_no", to=None), "R52"),
        ("C05", _set("agreement_no", to="〔2025〕坦海人调字第22号"), "R52"),
        ("C01", _set("parties", 0, "name", to="何□"), "R49"),
        ("C01", _set("responsibility", to="×××负有责任"), "R47"),
        ("C01", _set("dates", "visit", to=date(2026, 3, 1)), "R07"),
        ("C01", _set("schedule", 1, to=EARLY), "R06"),
    ],
)
def test_one_change_to_a_good_case_fires_one_rule_and_no_other(ref: str, change: Any, rule: str) -> None:
    before, after = accepted(ref), accepted(ref, change)
    day = ended_on(before) or date.max
    new = {one.rule for one in findings(after, today=day)} - {one.rule for one in findings(before, today=day)}
    assert new == ({rule} if rule else set())


def test_settled_findings_come_last_and_keep_their_reason() -> None:
    case = accepted("C08")
    found = findings(case, today=date(2026, 8, 14))
    assert [(one.rule, one.state, one.reason) for one in found][-1] == ("R14", "overridden", "当事人拒绝提供")
    assert found[-1].where == "parties[1].id_no"


def test_a_typed_reason_lets_an_error_yield() -> None:
    case = make_case(copies=2)
    (found,) = findings(case, "R51", overrides={"R51": "第三方已另行复印"})
    assert (found.state, found.reason) == ("overridden", "第三方已另行复印")
    (open_one,) = findings(case, "R51", overrides={"R52": "别的"})
    assert open_one.state == "open"


def test_what_stands_comes_worst_first() -> None:
    case = make_case("争议土地归甲方所有。", copies=1)
    assert [one.rule for one in findings(case)] == ["R51", "R30"]


def test_while_typing_nothing_missing_is_complained_of() -> None:
    assert not findings(make_case(agreement_no="", copies=1, record="", parties=()), stage=Stage.TYPING)
    assert not fires("R14", with_party(make_case(), id_no=""), stage=Stage.TYPING)
    assert not fires("R47", make_case("甲方于____支付。"), stage=Stage.TYPING)
