"""R01 and R02: figures against words, and sums that do not add up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.rulings import PAYMENT, findings, fires, make_case, with_rows
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Loss, Obligation, OralRegister, RosterRow, Split, Totals

GOOD = "一、梁亚娣补偿1800元（大写：壹仟捌佰元整），当场付清。"


def money(text: str) -> Decimal:
    return Decimal(text)


def test_words_that_differ_are_told_and_mended_by_one_press() -> None:
    clause = "二、甲方付12,500元（大写：壹万贰仟元整），乙方退200元（大写：贰佰元整）。"
    (found,) = findings(make_case("一、互谅。", clause), "R01")
    assert found.message == "第2条金额“¥12500”与大写“壹万贰仟元整”不一致，请更正。"
    assert found.where == "clauses[1]"
    assert found.fix == clause.replace("壹万贰仟元整", "壹万贰仟伍佰元整")
    assert not fires("R01", make_case("一、互谅。", found.fix))


@pytest.mark.parametrize(
    "words", ["壹仟捌佰元整", "壹仟捌佰圆正", "一千八百元", "壹仟捌佰元", "人民币壹仟捌佰元整"]
)
def test_words_may_be_written_in_many_ways(words: str) -> None:
    assert not fires("R01", make_case(f"补偿1800元（大写：{words}），当场付清。"))


def test_words_that_cannot_be_read_do_not_agree() -> None:
    assert fires("R01", make_case("补偿12500元（大写：壹万贰），当场付清。"))


def test_an_amount_too_large_for_words_is_told_without_a_fix() -> None:
    (found,) = findings(make_case(f"补偿{10**14}元（大写：壹元整），当场付清。"), "R01")
    assert found.fix == ""


WRONG = "补偿1800元（大写：壹仟元整）"


@pytest.mark.parametrize(
    ("case", "where", "said"),
    [
        (with_rows(replace(PAYMENT, what=WRONG)), "schedule[0].what", "第1项金额"),
        (with_rows(replace(PAYMENT, seq=None, condition=WRONG)), "schedule[0].condition", "第1项金额"),
        (with_rows(replace(PAYMENT, seq=7, method=WRONG)), "schedule[0].method", "第7项金额"),
        (make_case(accounts_note=WRONG), "accounts_note", "第1项金额"),
        (Case(oral_register=OralRegister(agreement=(WRONG,))), "oral_register.agreement[0]", "第1条金额"),
        (Case(oral_register=OralRegister(perform=WRONG)), "oral_register.perform", "第1条金额"),
    ],
)
def test_schedule_annex_and_oral_register_are_read_too(case: Case, where: str, said: str) -> None:
    (found,) = findings(case, "R01")
    assert (found.where, found.message[:5]) == (where, said)


A, B = replace(PAYMENT, amount=money("1000")), replace(PAYMENT, seq=2, amount=money("800"))
MONTHLY = Obligation(
    seq=3,
    obligor="梁亚娣",
    obligee="何䶮",
    kind="定期给付",
    amount=money("500"),
    period="每月",
    start=date(2026, 6, 10),
)


@pytest.mark.parametrize(
    ("rows", "total", "fired"),
    [
        ((A, B), "1800", False),
        ((A, B), "1800.01", True),
        ((A, B), None, False),
        ((A, replace(B, amount=None)), "9", False),
        ((A, replace(B, condition="逾期不还的，另付违约金")), "1000", False),
        ((A, replace(B, condition="经复查后")), "1800", False),
        ((A, replace(B, condition="经复查后")), "1700", True),
        ((A, Obligation(kind="作为", what="拆除")), "1000", False),
        ((replace(MONTHLY, end="2027-03-10"),), "5000", False),
        ((replace(MONTHLY, end="2027-03-09"),), "4500", False),
        ((replace(MONTHLY, end="2027-03-10"),), "5500", True),
        ((replace(MONTHLY, end="共十期"),), "5000", False),
        ((replace(MONTHLY, end="共12期"),), "6000", False),
        ((replace(MONTHLY, end="何䶮去世之日"),), "6000", False),
        ((replace(MONTHLY, end="2027-03-10", start=None),), "1", False),
        ((replace(MONTHLY, end="2027-03-10", period="每季度"),), "1", False),
        ((A, replace(MONTHLY, end="共2期")), "2000", False),
        ((A, replace(MONTHLY, end="共2期")), "1000", False),
        ((A, replace(MONTHLY, end="共2期")), "1500", True),
        ((), "1800", False),
    ],
)
def test_the_schedule_adds_up_to_the_total(rows: Any, total: str | None, fired: bool) -> None:
    found = findings(with_rows(*rows, total=total), "R02")
    assert [one.where for one in found] == (["totals.amount"] if fired else [])


def test_a_difference_is_told_in_figures() -> None:
    (found,) = findings(with_rows(A, B, total="1900.50"), "R02")
    assert found.message == "各期金额合计1800元，与协议总额1900.50元相差100.50元。"


@pytest.mark.parametrize(
    ("monthly", "rows", "where"),
    [
        ("500", (MONTHLY,), []),
        ("600", (MONTHLY,), ["totals.periodic_monthly"]),
        ("500", (A, MONTHLY), []),
        ("500", (B, MONTHLY), ["totals.amount"]),
        ("500", (A, replace(MONTHLY, period="每年")), []),
        ("500", (A,), []),
    ],
)
def test_monthly_payments_add_up_to_the_month(monthly: str, rows: Any, where: list[str]) -> None:
    totals = Totals(amount=money("1000"), periodic_monthly=money(monthly))
    case = replace(with_rows(*rows), totals=totals)
    assert [one.where for one in findings(case, "R02")] == where


ROSTER = (
    RosterRow(no=1, name="甲", owed=money("1000"), instalments=(money("600"), money("400"))),
    RosterRow(no=2, name="乙", owed=money("800"), instalments=(money("400"), money("400"))),
)


def test_a_roster_that_adds_up_is_left_in_peace() -> None:
    assert not fires("R02", with_rows(A, B, total="1800", roster=ROSTER))
    assert not fires("R02", make_case(roster=ROSTER))
    assert not fires("R02", make_case("互谅。", roster=ROSTER))


@pytest.mark.parametrize(
    ("roster", "case", "where"),
    [
        ((replace(ROSTER[0], owed=money("999")), ROSTER[1]), {}, ["roster[0].owed", "roster"]),
        (
            (replace(ROSTER[0], no=None, owed=money("999")), ROSTER[1]),
            {"total": None},
            ["roster[0].owed", "roster"],
        ),
        ((ROSTER[0], replace(ROSTER[1], owed=None)), {}, []),
        (
            (replace(ROSTER[0], instalments=(money("500"), money("500"))), ROSTER[1]),
            {},
            ["schedule[0].amount", "schedule[1].amount"],
        ),
        ((replace(ROSTER[0], instalments=()), replace(ROSTER[1], instalments=())), {}, []),
    ],
)
def test_a_roster_that_does_not_add_up_is_told(roster: Any, case: dict[str, Any], where: list[str]) -> None:
    built = with_rows(A, B, total=case.get("total", "1800"), roster=roster)
    assert [one.where for one in findings(built, "R02")] == where


LOSSES = (Loss(name="医疗费", amount=money("1000")), Loss(name="误工费", amount=money("800")))


@pytest.mark.parametrize(
    ("losses", "split", "clause", "where"),
    [
        (LOSSES, Split(loss_total=money("1800")), GOOD, []),
        (LOSSES, Split(loss_total=money("1900")), GOOD, ["split.loss_total"]),
        (LOSSES, Split(), "损失合计1800元（见《损失计算表》），当场付清。", []),
        (LOSSES, None, "损失合计1900元（见附件），当场付清。", ["clauses[0]"]),
        (LOSSES, None, "甲方赔偿500元，当场付清。", []),
        (LOSSES, None, "损失合计见附件。", []),
        ((*LOSSES, Loss(name="交通费")), Split(loss_total=money("1")), GOOD, []),
        ((), Split(loss_total=money("1")), GOOD, []),
    ],
)
def test_the_losses_add_up(losses: Any, split: Split | None, clause: str, where: list[str]) -> None:
    assert [one.where for one in findings(make_case(clause, loss_table=losses, split=split), "R02")] == where


@pytest.mark.parametrize(
    ("clause", "fired"),
    [
        ("甲方付12000元，分三期支付：4月30日前4000元，5月31日前4000元，6月30日前4000元。", False),
        ("甲方付12000元，分三期支付：4月30日前4000元，5月31日前4000元，6月30日前3000元。", True),
        ("甲方付12000元，分3期支付：4月30日前4000元，5月31日前4000元，6月30日前3000元。", True),
        ("余款分两期付清：4月30日前4000元，5月31日前4000元，共8000元。", False),
        ("余款分两期付清：4月30日前4000元，5月31日前4000元，共9000元。", True),
        ("甲方付12000元，分十二期，每期1000元，每月10日前付。", False),
        ("甲方付12000元，分十二期，每期1100元，每月10日前付。", True),
        ("分十二期，每期1000元，共12000元，每月10日前付。", False),
        ("甲方欠10000元，已还2000元，余款分两期：4月30日前4000元，5月31日前4000元。", False),
        ("甲方付医药费5000元、误工费3000元，分两期：4月30日前4000元，5月31日前4000元。", False),
        ("甲方分三期支付，具体见附件，首期4000元当场付清。", False),
        ("甲方分三期支付：见附件。", False),
    ],
)
def test_instalments_inside_a_clause_add_up(clause: str, fired: bool) -> None:
    assert [one.where for one in findings(make_case(clause), "R02")] == (["clauses[0]"] if fired else [])


def test_instalments_inside_a_clause_may_add_up_to_the_agreement() -> None:
    clause = "余款分两期支付：4月30日前4000元，5月31日前4000元。"
    assert not fires("R02", make_case(clause, totals=Totals(amount=money("8000"))))
    assert fires("R02", make_case(clause, totals=Totals(amount=money("9000"))))
    assert not fires("R02", make_case(clause))
