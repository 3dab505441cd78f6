"""R32 to R36: usury, interest, penalties and deposits; how rates are told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.rulings import LAWFUL, findings, fires, make_case, with_rows
from zsapp.rules.mediation_parts import Dates, Loan
from zsapp.rules.rates import rates_in


@pytest.mark.parametrize(
    ("text", "annual"),
    [
        ("年利率12%", "12"),
        ("年利率为24％计付利息", "24"),
        ("按年利率百分之十四点六计算", "14.6"),
        ("月利率1.5%", "18.0"),
        ("月利率15‰", "18.0"),
        ("月息2分", "24"),
        ("月息二分", "24.0"),
        ("按月息1分5厘计", "18.0"),
        ("月息５厘", "6.0"),
        ("年息一分", "10.0"),
        ("二分利", "24.0"),
        ("三分的利息", "36.0"),
        ("日万分之五支付违约金", "18.25"),
        ("日千分之一", "36.5"),
        ("每日按未付款项的千分之一支付违约金", "36.5"),
        ("每逾期一日按未付款项的万分之五支付违约金", "18.25"),
        ("逾期按日0.5%支付滞纳金", "182.5"),
        ("每年按本金的百分之二十", "20"),
    ],
)
def test_a_rate_is_brought_to_per_cent_a_year(text: str, annual: str) -> None:
    (rate,) = rates_in(text)
    assert rate.annual == Decimal(annual)


@pytest.mark.parametrize(
    ("text", "times"),
    [("按一年期LPR的四倍", "4"), ("贷款市场报价利率（LPR）4倍", "4"), ("同期贷款利率的1.5倍", "1.5")],
)
def test_a_rate_may_be_a_multiple(text: str, times: str) -> None:
    (rate,) = rates_in(text)
    assert (rate.annual, rate.multiple) == (None, Decimal(times))


@pytest.mark.parametrize(
    "text",
    ["三分地", "七分利润", "利益三分", "支付40%即76140元", "百分之三十的责任", "2分50秒", "一半", "四分之一"],
)
def test_a_share_is_no_rate(text: str) -> None:
    assert rates_in(text) == ()


def test_several_rates_stand_in_their_order() -> None:
    told = rates_in("借款按月息2分计息，逾期按日万分之五支付违约金，均不超过LPR的四倍。")
    assert [one.annual or one.multiple for one in told] == [Decimal(24), Decimal("18.25"), Decimal(4)]


def loan(formed: date | None = date(2026, 1, 5), **changed: Any) -> Any:
    return make_case(changed.pop("clause"), LAWFUL, loan=Loan(contract_date=formed), **changed)


@pytest.mark.parametrize(
    ("clause", "formed", "severity"),
    [
        ("借款按年利率12%计息，以500元为基数，自2026年4月1日起算。", "2026-01-05", ""),
        ("借款按年利率12.01%计息。", "2026-01-05", "error"),
        ("借款按年利率14.6%计息。", "2023-03-01", ""),
        ("借款按年利率14.61%计息。", "2023-03-01", "error"),
        ("借款按年利率15%计息。", "2021-12-19", ""),
        ("借款按年利率15.4%计息。", "2021-12-19", ""),
        ("借款按年利率15.4%计息。", "2021-12-20", "error"),
        ("借款按年利率24%计息。", "2020-08-19", "hint"),
        ("借款按年利率24%计息。", "2015-01-01", "hint"),
        ("借款按一年期LPR的四倍计息。", "2026-01-05", ""),
        ("借款按一年期LPR的五倍计息。", "2026-01-05", "error"),
        ("借款按年利率10%计息，逾期另按日万分之三支付违约金。", "2026-01-05", "error"),
        ("借款本金分期归还，不计利息。", "2026-01-05", ""),
    ],
)
def test_interest_is_held_against_the_cap_of_its_day(clause: str, formed: str, severity: str) -> None:
    found = findings(loan(date.fromisoformat(formed), clause=clause), "R32")
    assert [one.severity.value for one in found] == ([severity] if severity else [])


def test_the_message_tells_both_rates() -> None:
    (found,) = findings(loan(clause="借款按月息2分计息。"), "R32")
    assert found.message == "约定年利率24%超过合同成立时一年期LPR四倍（12%），超出部分不受法律保护。"


def test_the_day_of_a_loan_is_taken_from_the_facts_when_it_is_not_recorded() -> None:
    clause = "借款按年利率14%计息。"
    told = loan(None, clause=clause, brief="2023年3月1日高志强借款80000元，2026年1月催还。")
    assert not fires("R32", told)
    assert fires("R32", loan(None, clause=clause, brief="2026年1月催还，2023年3月1日的事。"))
    assert fires("R32", make_case(clause, LAWFUL, dispute_type="合同纠纷/民间借贷纠纷"))
    assert fires("R32", make_case(clause, LAWFUL, dates=Dates()))


def test_a_rate_that_is_no_loans_is_left_alone() -> None:
    assert not fires("R32", make_case("逾期按年利率24%支付资金占用费。", LAWFUL))
    assert not fires("R32", make_case("何䶮承担40%的责任。", LAWFUL, loan=Loan()))


@pytest.mark.parametrize(
    ("clause", "total", "high"),
    [
        ("逾期的，支付违约金500元。", "1800", False),
        ("逾期的，支付违约金540元。", "1800", False),
        ("逾期的，支付违约金541元。", "1800", True),
        ("逾期的，支付违约金541元。", None, True),
        ("每逾期一日支付违约金1元。", "1800", False),
        ("每逾期一日支付违约金1.80元。", "1800", True),
        ("每逾期一日支付500元违约金。", "1800", True),
        ("逾期的，按未付款的30%支付违约金。", "1800", False),
        ("逾期的，按未付款的31%支付违约金。", "1800", True),
        ("逾期的，每日按千分之一支付滞纳金。", "1800", True),
        ("逾期的，每日按万分之九支付滞纳金。", "1800", False),
        ("逾期的，按百分之三十支付违约金。", "1800", False),
        ("任何一方违约的，应当支付违约金。", "1800", False),
        ("双方互不支付违约金5000元。", "1800", False),
    ],
)
def test_a_penalty_is_measured_by_what_is_owed(clause: str, total: str | None, *, high: bool) -> None:
    case = with_rows(total=total, clauses=(clause, LAWFUL))
    assert fires("R35", case) == high


def test_a_penalty_against_nothing_known_is_not_judged() -> None:
    assert not fires("R35", make_case("逾期的，支付违约金500元。"))


@pytest.mark.parametrize(
    ("clause", "over"),
    [
        ("总价80000元，交付定金16000元。", False),
        ("总价80000元，交付定金16001元。", True),
        ("合同总价80000元，定金20000元。", True),
        ("双倍返还定金20000元。", False),
        ("订金500元不作定金。", True),
        ("押金500元当场退还。", False),
    ],
)
def test_a_deposit_is_a_fifth_at_most(clause: str, *, over: bool) -> None:
    assert fires("R36", make_case(clause, LAWFUL)) == over


def test_the_bound_of_a_deposit_is_told() -> None:
    (found,) = findings(make_case("总价80000元，交付定金30000元。", LAWFUL), "R36")
    assert "本案为16000元" in found.message
