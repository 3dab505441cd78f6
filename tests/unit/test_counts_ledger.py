"""The line of a case in the register: what the record says, and what its days and obligations say for it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.rulings import NEIGHBOURS, PAYMENT, SIGNED, accepted, make_case
from zsapp.base.items import items
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_ledger import LedgerLine, ledger_line, read_prevented
from zsapp.rules.mediation_parts import (
    Confirmation,
    Dates,
    HeadCount,
    Mediator,
    Obligation,
    OralRegister,
    Outcome,
    Party,
    Prevention,
    Referral,
    Totals,
)

MONTHLY = Obligation(obligor="甲", obligee="乙", kind="定期给付", amount=Decimal(800), period="每月")


def line(**changed: Any) -> LedgerLine:
    return ledger_line(make_case(**changed))


def test_a_visible_case_stands_in_the_register_as_its_papers_say() -> None:
    found = ledger_line(accepted("C05"))
    assert found == LedgerLine(
        number="〔2026〕坦海人调字第22号",
        committee="中山市坦洲镇海晏社区人民调解委员会",
        accepted_on=date(2026, 8, 21),
        closed_on=date(2026, 9, 28),
        parties="曾桂英与霍东海、中山市通汇配送有限公司、海晏财产保险股份有限公司中山中心支公司",
        parties_masked="曾**与霍**、中山市通汇配送有限公司、海晏财产保险股份有限公司中山中心支公司",
        dispute_type="道路交通事故纠纷",
        source="公安机关委托移送",
        difficulty="疑难",
        mediators="温少玲",
        result="调解成功",
        form="书面",
        amount=Decimal("35085.76"),
        performance="履行完毕",
        confirmation="已确认有效",
        remark="公安交警部门移送调解函",
        heads=4,
    )


def test_every_item_of_the_line_has_a_label() -> None:
    assert all(one.label for one in items(LedgerLine))


def test_a_group_counts_by_its_members_and_keeps_its_number_when_covered() -> None:
    found = ledger_line(accepted("C03"))
    assert (found.heads, found.parties_masked) == (13, "韦**等12人与中山市鸿禧灯饰有限公司")


def test_a_nameless_party_leaves_no_mark() -> None:
    parties = (*NEIGHBOURS, Party(role="被申请人"))
    assert line(parties=parties).parties == "何䶮与梁亚娣"
    assert (
        line(parties=(Party(role="申请人", kind="个体工商户", name="红星饭店"),)).parties_masked == "红星饭店"
    )


def test_the_recorder_is_no_mediator_in_the_register() -> None:
    mediators = (Mediator(name="高伟明", role="主持"), Mediator(name="刘佩珊", role="记录人"))
    assert line(mediators=mediators).mediators == "高伟明"


@pytest.mark.parametrize(
    ("days", "result"),
    [
        ({"withdraw": SIGNED}, "撤回申请"),
        ({"terminate": SIGNED}, "调解不成"),
        ({"agree": SIGNED}, "调解成功"),
        ({"accept": SIGNED}, ""),
    ],
)
def test_an_outcome_not_written_is_that_of_the_last_day(days: dict[str, date], result: str) -> None:
    assert line(dates=Dates(**days), outcome=Outcome()).result == result


@pytest.mark.parametrize(
    ("changed", "form"),
    [
        ({"outcome": Outcome(form="口头", result="调解成功")}, "口头"),
        ({"outcome": Outcome(result="调解成功")}, "书面"),
        ({"outcome": Outcome(result="调解不成")}, ""),
    ],
)
def test_the_form_of_the_agreement_is_written_or_seen(changed: dict[str, Any], form: str) -> None:
    assert line(**changed).form == form


def test_an_agreement_in_the_oral_register_alone_is_oral_and_none_at_all_has_no_form() -> None:
    bare = replace(make_case(), clauses=(), outcome=Outcome(result="调解成功"))
    assert ledger_line(bare).form == ""
    told = replace(bare, oral_register=OralRegister(agreement=("当场道歉",)))
    assert ledger_line(told).form == "口头"


def test_money_is_the_total_or_what_the_schedule_adds_up_to() -> None:
    given = line(schedule=(PAYMENT,), totals=Totals(amount=Decimal(900), periodic_monthly=Decimal(50)))
    assert (given.amount, given.yearly) == (900, 600)
    added = line(schedule=(PAYMENT, PAYMENT, MONTHLY, Obligation(kind="给付"), Obligation(kind="作为")))
    assert (added.amount, added.yearly) == (3600, 9600)
    assert (line().amount, line().yearly) == (None, None)


@pytest.mark.parametrize(
    ("period", "yearly"), [("每季", 3200), ("每半年", 1600), ("每年", 800), ("", 9600), ("每两年", None)]
)
def test_what_recurs_counts_for_a_year(period: str, yearly: int | None) -> None:
    assert line(schedule=(replace(MONTHLY, period=period),)).yearly == yearly


def test_what_recurs_without_an_amount_counts_nothing() -> None:
    assert line(schedule=(replace(MONTHLY, amount=None),)).yearly is None


@pytest.mark.parametrize(
    ("told", "status", "performance"),
    [
        ("", "已履行", "履行完毕"),
        ("履行中", "已履行", "履行完毕"),
        ("", "未履行", "履行中"),
        ("达成协议后反悔起诉", "已履行", "达成协议后反悔起诉"),
    ],
)
def test_performance_follows_the_schedule_until_it_has_ended(
    told: str, status: str, performance: str
) -> None:
    outcome = Outcome(result="调解成功", performance=told)
    found = line(outcome=outcome, schedule=(replace(PAYMENT, status=status),))
    assert found.performance == performance


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"outcome": Outcome(confirmation="撤回")}, "撤回"),
        ({"confirmation": Confirmation(result="裁定驳回申请")}, "裁定驳回"),
        ({"confirmation": Confirmation(result="裁定调解协议有效")}, "已确认有效"),
        ({"confirmation": Confirmation(apply_date=SIGNED)}, "已申请"),
        ({"dates": Dates(agree=SIGNED, confirm_apply=SIGNED)}, "已申请"),
        ({"outcome": Outcome(confirmation="未申请")}, "未申请"),
        ({}, ""),
    ],
)
def test_confirmation_is_as_recorded_or_as_days_and_ruling_say(changed: dict[str, Any], state: str) -> None:
    assert line(**changed).confirmation == state


def test_the_remark_says_what_has_no_column() -> None:
    assert line().remark == ""
    found = line(
        agreement_no="〔2027〕沙云人调字第1号",
        totals=Totals(periodic_monthly=Decimal(50)),
        referral=Referral(organ="法院", doc="委托函"),
    )
    assert found.remark == "协议书编号〔2027〕沙云人调字第1号；另有定期给付，每年600元；法院委托函"
    assert line(agreement_no="").remark == ""


def test_a_case_without_a_volume_stands_under_its_agreement() -> None:
    assert line(volume_no="").number == "〔2026〕沙云人调字第5号"


def test_what_was_kept_from_happening_is_in_the_line() -> None:
    found = line(prevention=Prevention(suicide=HeadCount(incidents=1, people=2), brawl=HeadCount(people=3)))
    assert found.prevented == "民间纠纷引起自杀1件2人；群体性械斗0件3人"
    assert read_prevented(found.prevented) == {
        "suicide_cases": 1, "suicide_people": 2, "brawl_cases": 0, "brawl_people": 3,
    }  # fmt: skip
    assert line(prevention=Prevention(crime=HeadCount())).prevented == ""
    assert read_prevented("") == {}


def test_an_empty_case_has_an_empty_line() -> None:
    assert ledger_line(Case()) == LedgerLine()
