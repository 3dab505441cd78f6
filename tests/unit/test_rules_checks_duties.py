"""R03 by when, R08 by whom to whom: what must fire, and the many ways in which a time is said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.rulings import PAYMENT, findings, fires, make_case, with_rows
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Dates, Obligation, OralRegister

OPEN_ENDED = [
    "甲方赔偿3000元，尽快支付。",
    "梁亚娣赔偿何䶮3000元。",
    "甲方有钱时支付乙方5000元。",
    "甲方赔偿乙方因2025年6月5日事故造成的损失3000元。",
    "梁亚娣拆除雨棚。",
    "甲方负责修复墙体。",
    "甲方近期支付乙方货款20000元。",
    "甲方年底前后付清5000元。",
    "梁亚娣一次性补偿何䶮墙体修复费人民币1800元（大写：壹仟捌佰元整），以现金付清。",
    "甲方将落水管改道，并清理巷道。",
    "甲方于适当时候返还乙方押金2000元。",
    "甲方向乙方偿还借款本金50000元及利息3000元。",
    "甲方赔偿三千元。",
    "甲方于2025年10月1日向乙方借款10000元，现由甲方归还10000元。",
    "公司补发工资12000元给乙方",
    "乙方合理时间内搬离房屋。",
    "甲方于2026年13月45日支付3000元。",
    "甲方按照《2026年8月1日前付清的约定》支付3000元。",
]
TIMED = [
    "甲方于2026年8月1日前支付乙方3000元。",
    "甲方于2026-08-01支付乙方3000元。",
    "甲方赔偿3000元，当场付清。",
    "甲方应在收到通知之日起十五日内支付乙方500元。",
    "甲方每月10日前支付赡养费800元至乙方去世之日止。",
    "今后任何一方不得在巷道堆放杂物。",
    "双方再无其他争议。",
    "双方确认，截至2026年5月31日，公司拖欠工资合计人民币190350元。",
    "曾桂英自行承担损失1601.04元。",
    "甲方自本协议生效之日起三日内拆除雨棚。",
    "墙体由何䶮自行修复。",
    "由卢炳文负责提供居所并照料日常起居。",
    "甲方已当场支付乙方3000元。",
    "甲方逾期未付的，应支付违约金1000元。",
    "双方于签订本协议时结清款项5000元。",
    "乙方施工完毕后三日内清场。",
    "甲方赔偿乙方3000元，于本协议签字时以现金付清。",
    "甲方分三期支付12000元：2026年4月30日前4000元，2026年5月31日前4000元，2026年6月30日前4000元。",
    "甲方在小孩年满18周岁前每月支付抚养费1000元。",
    "甲方于2026年春节前付清2000元。",
    "8月1日前甲方支付3000元",
    "甲方应于二〇二六年八月一日前支付3000元。",
    "甲方收到保险理赔款后三日内支付乙方20000元。",
    "乙方自愿放弃剩余货款3000元。",
    "各自的医药费各自承担，其中何䶮支出2000元。",
    "双方互相赔礼道歉，今后和睦相处。",
    "甲方可以修复墙体。",
    "甲方在判决生效后支付5000元",
    "乙方交付房屋时甲方退还押金2000元",
    "甲方立即支付乙方3000元",
    "甲方应赔偿乙方3000元，该款已于2026年3月9日付清。",
    "何䶮的损失合计36686.80元（明细见附件《损失计算表》）。",
    "甲方支付乙方3000元，限2026年4月底前付清。",
    "甲方从2026年4月起每月支付500元，直至付清10000元为止。",
    "双方共同到医院复查，费用由甲方垫付，凭票据结算",
    "甲方自2026年4月1日起在晚上十点后停止使用音响。",
    "甲方拆除雨棚；乙方修复墙体；上述事项均于2026年4月1日前完成。",
]


@pytest.mark.parametrize("clause", OPEN_ENDED)
def test_a_duty_without_a_time_is_told(clause: str) -> None:
    (found,) = findings(make_case(clause), "R03")
    assert (found.where, found.message) == ("clauses[0]", "第1条没有写明履行期限。")


@pytest.mark.parametrize("clause", TIMED)
def test_a_time_may_be_said_in_many_ways(clause: str) -> None:
    assert not fires("R03", make_case(clause))


def test_the_time_of_a_clause_may_stand_in_a_later_one() -> None:
    later = "二、上述款项于2026年8月1日前付清。"
    assert not fires("R03", make_case("一、甲方赔偿乙方3000元。", later))
    assert fires("R03", make_case(later, "二、甲方赔偿乙方3000元。"))


BARE = "一、梁亚娣补偿何䶮墙体修复费1800元。"


@pytest.mark.parametrize(
    "row",
    [
        PAYMENT,
        replace(PAYMENT, due=None, period="每月", day=10),
        replace(PAYMENT, due=None, condition="何䶮清场后三日内"),
        replace(PAYMENT, due=None, end="何䶮去世之日"),
        replace(PAYMENT, due=None, status="已履行"),
        replace(PAYMENT, due=None, method="签订协议时以现金付清"),
    ],
)
def test_the_time_of_a_clause_may_stand_in_its_row(row: Obligation) -> None:
    assert not fires("R03", with_rows(row, clauses=(BARE,)))


def test_the_time_of_a_sum_may_stand_in_its_instalments() -> None:
    rows = (replace(PAYMENT, amount=Decimal(800)), replace(PAYMENT, seq=2, amount=Decimal(1000)))
    assert not fires("R03", with_rows(*rows, clauses=(BARE,)))
    assert fires("R03", with_rows(rows[0], clauses=(BARE,)))


def test_the_time_of_an_act_may_stand_in_its_row() -> None:
    act = Obligation(seq=1, obligor="梁亚娣", kind="作为", what="拆除落水管", due=date(2026, 3, 20))
    assert not fires("R03", with_rows(act, clauses=("一、梁亚娣拆除雨棚。",)))
    assert fires("R03", with_rows(replace(act, what="清走杂物"), clauses=("一、梁亚娣拆除雨棚。",)))


def test_a_row_takes_its_time_from_its_clause() -> None:
    row = replace(PAYMENT, due=None)
    assert not fires("R03", with_rows(row))
    (found,) = findings(with_rows(row, clauses=("一、双方互谅互让。",)), "R03")
    assert (found.where, found.message) == ("schedule[0].due", "第1项履行事项没有写明履行期限。")
    act = Obligation(obligor="梁亚娣", kind="作为", what="拆除落水管")
    assert not fires("R03", with_rows(act, clauses=("一、梁亚娣于2026年3月20日前拆除朝东的落水管。",)))
    assert fires("R03", with_rows(act, clauses=("一、梁亚娣于2026年3月20日前搬离。",)))
    assert fires("R03", with_rows(replace(row, amount=None), clauses=("一、何䶮于2026年3月20日前支付。",)))


@pytest.mark.parametrize(
    "row", [Obligation(obligor="梁亚娣", kind="不作为"), Obligation(kind="作为", what="今后不再加建")]
)
def test_to_leave_something_be_needs_no_time(row: Obligation) -> None:
    assert not fires("R03", with_rows(row))


def test_while_no_day_is_agreed_today_divides_past_from_future() -> None:
    case = make_case("甲方2026年3月15日支付3000元。", dates=Dates())
    assert not fires("R03", case, today=date(2026, 3, 9))
    assert fires("R03", case, today=date(2026, 3, 16))


def test_the_oral_register_says_when_in_a_place_of_its_own() -> None:
    register = OralRegister(agreement=("甲方赔偿乙方300元。",), perform="现金，当场付清")
    assert not fires("R03", Case(oral_register=register))
    assert fires("R03", Case(oral_register=replace(register, perform="现金")))


@pytest.mark.parametrize(
    ("row", "places"),
    [
        (replace(PAYMENT, obligor=""), ["schedule[0].obligor"]),
        (replace(PAYMENT, obligee=" "), ["schedule[0].obligee"]),
        (Obligation(kind="定期给付", period="每月"), ["schedule[0].obligor", "schedule[0].obligee"]),
        (Obligation(amount=Decimal(5), obligor="甲"), ["schedule[0].obligee"]),
        (Obligation(kind="作为", obligor="梁亚娣", due=date(2026, 3, 20)), []),
        (PAYMENT, []),
    ],
)
def test_a_row_says_who_owes_and_a_payment_to_whom(row: Obligation, places: list[str]) -> None:
    assert [one.where for one in findings(with_rows(row), "R08")] == places


@pytest.mark.parametrize(
    "clause",
    [
        "赔偿款3000元于2026年8月1日前付清。",
        "一次性赔偿人民币12500元，2026年8月1日前付清。",
        "于2026年8月1日前支付货款20000元。",
    ],
)
def test_a_payment_by_nobody_is_told(clause: str) -> None:
    (found,) = findings(make_case(clause), "R08")
    assert (found.where, found.message) == ("clauses[0]", "第1条没有写清由谁向谁履行。")


@pytest.mark.parametrize(
    "clause",
    [
        "甲方赔偿乙方3000元。",
        "梁亚娣赔偿3000元。",
        "上述款项5000元于2026年8月1日前付清。",
        "公司分三期支付：2026年6月30日前支付76140元。",
        "双方再无争议。",
        "医疗费3000元、误工费2000元，共5000元。",
        "保险公司赔付3000元",
    ],
)
def test_a_payment_by_somebody_is_left_in_peace(clause: str) -> None:
    assert not fires("R08", make_case(clause))


def test_who_pays_may_stand_in_the_row_alone() -> None:
    clause = "一、补偿款1800元于2026年3月20日前付清。"
    assert not fires("R08", with_rows(PAYMENT, clauses=(clause,)))
    assert fires("R08", with_rows(replace(PAYMENT, amount=Decimal(1)), clauses=(clause,)))
