"""R04 R05 R08b R58 R63 R64: how it is paid, in what words, and when it had better be written."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.rulings import LAWFUL, PAYMENT, findings, fires, make_case
from zsapp.rules.mediation_parts import Account, Obligation, OralRegister, Outcome, Totals

BARE = "梁亚娣于2026年3月20日前支付何䶮人民币1800元。"
ORAL: dict[str, Any] = {"outcome": Outcome(result="调解成功", form="口头"), "clauses": ()}


@pytest.mark.parametrize(
    ("clauses", "changed", "where"),
    [
        ((BARE,), {}, ["clauses[0]"]),
        ((LAWFUL,), {}, []),
        ((BARE.replace("支付", "转账支付"),), {}, ["clauses[0]"]),
        ((BARE.replace("支付", "转账支付"),), {"accounts": (Account(name="何䶮", tail="0101"),)}, []),
        ((BARE.replace("支付", "转账支付"),), {"accounts_note": "附件另列账户"}, []),
        ((BARE.replace("支付", "转账支付"), "何䶮账号尾号0101。"), {}, []),
        ((BARE.replace("支付", "以微信支付"),), {}, []),
        ((BARE, "上述款项以现金支付。"), {}, []),
        ((BARE,), {"schedule": (PAYMENT,)}, ["schedule[0].method"]),
        ((BARE,), {"schedule": (replace(PAYMENT, method="现金"),)}, []),
        ((BARE,), {"schedule": (replace(PAYMENT, method="转账"),)}, ["schedule[0].method"]),
        (
            (BARE,),
            {"schedule": (replace(PAYMENT, status="已履行", done=PAYMENT.due),)},
            ["schedule[0].method"],
        ),
        (
            ("分两期付清何䶮人民币1800元，2026年3月15日前900元，2026年3月20日前900元。",),
            {"schedule": (replace(PAYMENT, amount=Decimal(900), method="现金"),) * 2},
            [],
        ),
        (("住院自付费用超过500元的部分由双方均摊，凭票据于2026年4月1日前支付。",), {}, []),
        (("梁亚娣补偿何䶮500元，当场付清。",), {}, []),
        (("梁亚娣拆除落水管，2026年3月20日前完成。",), {}, []),
    ],
)
def test_a_payment_says_how_it_is_made(clauses: Any, changed: dict[str, Any], where: list[str]) -> None:
    assert [one.where for one in findings(make_case(*clauses, **changed), "R04")] == where


def test_what_is_paid_already_needs_no_method() -> None:
    done = replace(PAYMENT, status="已履行", done=PAYMENT.due)
    assert not fires("R04", make_case(BARE, schedule=(done,)), today=PAYMENT.due)
    assert not fires(
        "R04", make_case(schedule=(PAYMENT,), **ORAL, oral_register=OralRegister(agreement=(BARE,)))
    )


@pytest.mark.parametrize("item", ["method", "condition", "end", "period"])
def test_a_vague_word_in_the_schedule_is_found(item: str) -> None:
    changed: dict[str, Any] = {item: "尽快"}
    (found,) = findings(make_case(schedule=(replace(PAYMENT, **changed),)), "R05")
    assert found.where == f"schedule[0].{item}"


def test_each_vague_word_is_told_once() -> None:
    found = findings(make_case("尽快付清，尽快办妥，酌情处理。"), "R05")
    assert [one.message[:4] for one in found] == ["“尽快”", "“酌情”"]


def test_a_written_agreement_says_whose_fault_it_was() -> None:
    assert fires("R08b", make_case(responsibility=" "))
    assert not fires("R08b", make_case())
    assert not fires("R08b", make_case(responsibility="", **ORAL))


def oral(agreement: str, perform: str = "", **changed: Any) -> Any:
    return make_case(**ORAL, oral_register=OralRegister(agreement=(agreement,), perform=perform), **changed)


@pytest.mark.parametrize(
    ("case", "better"),
    [
        (oral("梁亚娣当场赔偿何䶮400元。"), False),
        (oral("梁亚娣赔偿何䶮400元。", "400元当场付清。"), False),
        (oral("梁亚娣赔偿何䶮400元。", "三日内付清。"), True),
        (oral("梁亚娣赔偿何䶮1000元，已付清。"), False),
        (oral("梁亚娣赔偿何䶮1001元，已付清。"), True),
        (oral("梁亚娣当面道歉。"), False),
        (oral("梁亚娣当面道歉。", difficulty="疑难"), True),
        (oral("梁亚娣当面道歉。", totals=Totals(amount=Decimal(500)), dispute_type="邻里纠纷"), False),
        (oral("梁亚娣道歉。", totals=Totals(amount=Decimal(500))), True),
        (oral("付400元。", schedule=(replace(PAYMENT, status="已履行"),)), False),
        (oral("付400元。", schedule=(PAYMENT,)), True),
        (oral("付400元。", schedule=(Obligation(kind="作为", status="已履行"),)), True),
        (make_case("付400元。", outcome=Outcome(form="口头", result="调解成功")), True),
        (make_case(difficulty="疑难"), False),
    ],
)
def test_what_is_still_to_be_paid_had_better_be_written(case: Any, *, better: bool) -> None:
    assert fires("R58", case) == better


@pytest.mark.parametrize(
    ("clauses", "where"),
    [
        (("支付1800元。",), ["clauses[0]"]),
        (("支付人民币1800元，另付200元。",), []),
        (("支付1800元。", "人民币支付。"), []),
        (("支付港币500元。",), ["clauses[0]"]),
        (("支付港币500元，按付款日汇率折合人民币。",), []),
        (("支付人民币500元。", "支付500美元。"), ["clauses[1]"]),
        (("不再争吵。",), []),
    ],
)
def test_amounts_say_which_money(clauses: Any, where: list[str]) -> None:
    assert [one.where for one in findings(make_case(*clauses), "R63")] == where
    assert not fires("R63", make_case(**(ORAL | {"clauses": clauses})))


@pytest.mark.parametrize(
    ("clauses", "told"),
    [
        (("后续治疗费另行协商。", "双方再无其他争议。"), ["clauses[1]"]),
        (("后续治疗费另行协商。", "除第一条外，双方再无其他争议。"), []),
        (("双方再无其他争议。",), []),
        (("后续治疗费另行协商。",), []),
        (("不影响何䶮就其他权益依法主张权利。", "双方就此了结。"), ["clauses[1]"]),
        (("何䶮保留追究的权利。", "双方两清。"), ["clauses[1]"]),
    ],
)
def test_a_closing_clause_excepts_what_is_reserved(clauses: Any, told: list[str]) -> None:
    assert [one.where for one in findings(make_case(*clauses), "R64")] == told
