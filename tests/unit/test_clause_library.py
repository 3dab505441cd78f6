"""The clause library: what the schedule says is said once, and the checks find nothing in it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.rulings import SIGNED, findings, make_case
from zsapp.rules.clause_library import clause_library, performance_clauses
from zsapp.rules.mediation_parts import Obligation

PAYER, PAYEE = "梁亚娣", "何䶮"


def owed(**facts) -> Obligation:
    given_facts = {"obligor": PAYER, "obligee": PAYEE, "kind": "给付", "method": "现金"}
    return Obligation(**(given_facts | facts))


def texts(*schedule: Obligation) -> list[str]:
    return [one.text for one in performance_clauses(replace(make_case(), schedule=schedule))]


def test_one_payment_is_one_sentence():
    assert texts(owed(amount=Decimal(1800), due=date(2026, 3, 20), what="墙体修复费")) == [
        "梁亚娣于2026年3月20日前以现金方式向何䶮一次性支付人民币1800元（大写：壹仟捌佰元整）（墙体修复费）。"
    ]


def test_a_payment_on_the_spot_says_so():
    (text,) = texts(owed(amount=Decimal("0.5"), due=SIGNED))
    assert text == "梁亚娣于签订本协议当日以现金方式向何䶮一次性支付人民币0.50元（大写：伍角整）。"


def test_instalments_add_up_and_may_fall_due_at_once():
    parts = [owed(amount=Decimal(1000), due=date(2026, month, 1)) for month in (4, 5, 6)]
    instalments, acceleration = texts(*parts)
    assert instalments.startswith(
        "梁亚娣向何䶮支付人民币3000元（大写：叁仟元整），分三期付清：第一期于2026年4月1日前"
    )
    assert instalments.count("人民币1000元") == 3
    assert (
        acceleration
        == "梁亚娣任何一期未按期足额支付的，何䶮有权要求其自逾期之日起十日内一次性付清全部剩余款项。"
    )


def test_payments_of_two_people_stay_two_clauses():
    assert (
        len(texts(owed(amount=Decimal(1), due=SIGNED), owed(amount=Decimal(2), due=SIGNED, obligor="李四")))
        == 2
    )


def test_maintenance_is_written_by_its_period():
    (text,) = texts(owed(amount=Decimal(500), kind="定期给付", period="每月", day=5, start=date(2026, 4, 1)))
    assert text == "梁亚娣自2026年4月1日起，于每月5日前以现金方式向何䶮支付人民币500元（大写：伍佰元整）。"


def test_deeds_and_what_is_left_undone():
    act = owed(kind="作为", what="拆除雨棚", due=date(2026, 4, 1), method="")
    abstain = owed(kind="不作为", what="不得在巷道内堆放杂物", method="")
    assert texts(act, abstain, owed(kind="作为", method="")) == [
        "梁亚娣于2026年4月1日前向何䶮履行：拆除雨棚。",
        "今后梁亚娣不得在巷道内堆放杂物。",
    ]


def test_what_nobody_told_is_left_blank_for_the_mediator():
    (text,) = texts(owed(amount=Decimal(1), method="", obligee=""))
    assert text.count("____") == 3


def test_the_usual_clauses_name_the_parties_and_the_law():
    offered = {one.kind: one for one in clause_library(replace(make_case(), schedule=(owed(what="修墙"),)))}
    assert set(offered) == {"act", "apology", "access", "confidentiality", "confirmation", "closing"}
    assert "梁亚娣于签订本协议时当面向何䶮赔礼道歉" in offered["apology"].text
    assert all(one.basis for one in offered.values())


def test_confirmation_is_not_offered_when_all_is_done():
    done = replace(make_case(), schedule=(owed(amount=Decimal(1), due=SIGNED, status="已履行"),), parties=())
    kinds = [one.kind for one in clause_library(done)]
    assert "confirmation" not in kinds
    assert kinds[-1] == "closing"


AMOUNTS = st.decimals(min_value="0.01", max_value="9999999", places=2)
PARTS = st.lists(
    st.builds(
        owed,
        amount=AMOUNTS,
        due=st.dates(min_value=SIGNED, max_value=date(2029, 12, 31)),
        obligor=st.sampled_from([PAYER, PAYEE]),
        method=st.sampled_from(["现金", "微信支付"]),
    ).map(lambda one: replace(one, obligee=PAYEE if one.obligor == PAYER else PAYER)),
    min_size=1,
    max_size=6,
)


@given(PARTS)
def test_composed_clauses_satisfy_every_check_of_figures_dates_and_people(parts):
    case = replace(make_case(), schedule=tuple(parts))
    closing = clause_library(case)[-1]
    written = tuple(one.text for one in (*performance_clauses(case), closing))
    rules = {one.rule for one in findings(replace(case, clauses=written))}
    assert not rules & {"R01", "R02", "R03", "R04", "R05", "R06", "R08", "R47"}
