"""The clause library: what the schedule says is said once, and the checks find nothing in it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rulings import SIGNED, findings, make_case
from zsapp.base.errors import Code, Refusal
from zsapp.rules.clause_library import (
    clause_library,
    composed,
    followed,
    is_taken,
    moved_up,
    numbered_clauses,
    performance_clauses,
)
from zsapp.rules.mediation_parts import Obligation, OralRegister
from zsapp.rules.mediation_state import act

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


# --- clauses that were put in -----------------------------------------------------------------------------


def picked(*keys: str, schedule: tuple[Obligation, ...] = ()):
    case = replace(make_case(), clauses=(), schedule=schedule)
    for key in keys:
        case = numbered_clauses(composed(case, key))
    return case


PAID = owed(amount=Decimal(1800), due=date(2026, 3, 20))


def test_clauses_come_in_the_order_of_an_agreement_whatever_the_order_they_were_chosen_in():
    case = picked("closing", "confidentiality", "payment:1", schedule=(PAID,))
    assert [one.split("、")[0] for one in case.clauses] == ["一", "二", "三"]
    assert case.clauses[0].startswith("一、梁亚娣于2026年3月20日前")
    assert case.clauses[2].endswith("再无其他争议。")
    assert all(is_taken(case, one) for one in clause_library(case) if one.key in ("closing", "payment:1"))
    assert composed(case, "closing") == case


def test_a_clause_nobody_offers_is_refused_with_those_there_are():
    with pytest.raises(Refusal) as refused:
        picked("payment:7", schedule=(PAID,))
    assert refused.value.code is Code.USAGE
    assert "payment:1" in str(refused.value)


def test_a_composed_clause_follows_the_schedule_figures_words_and_day():
    case = picked("payment:1", "closing", schedule=(PAID,))
    case = followed(replace(case, schedule=(replace(PAID, amount=Decimal(2000), due=date(2026, 4, 1)),)))
    assert case.clauses[0] == (
        "一、梁亚娣于2026年4月1日前以现金方式向何䶮一次性支付人民币2000元（大写：贰仟元整）。"
    )
    more = followed(replace(case, schedule=(*case.schedule, replace(PAID, due=date(2026, 5, 1)))))
    assert more.clauses[0].startswith("一、梁亚娣向何䶮支付人民币3800元（大写：叁仟捌佰元整），分二期付清")


def test_an_amount_on_its_way_from_one_figure_to_another_does_not_lose_its_clause():
    case = picked("payment:1", schedule=(PAID,))
    empty = followed(replace(case, schedule=(replace(PAID, amount=None),)))
    assert empty.clauses == case.clauses
    again = followed(replace(empty, schedule=(replace(PAID, amount=Decimal(5)),)))
    assert "人民币5元（大写：伍元整）" in again.clauses[0]


def test_a_clause_edited_by_hand_is_the_mediators_and_a_signed_one_is_everybodys():
    case = picked("payment:1", schedule=(PAID,))
    later = (replace(PAID, due=date(2026, 4, 1)),)
    edited = replace(case, clauses=(case.clauses[0].replace("一次性", "当面一次性"),))
    assert followed(replace(edited, schedule=later)).clauses == edited.clauses
    signed = act(case, "sign", SIGNED)
    assert followed(replace(signed, schedule=later)).clauses == case.clauses
    assert numbered_clauses(replace(signed, clauses=("付款",))).clauses == ("付款",)


def test_clauses_keep_to_their_rows_when_a_row_goes():
    other = owed(amount=Decimal(7), due=SIGNED, obligor=PAYEE, obligee=PAYER)
    case = picked("payment:1", "payment:2", "closing", schedule=(PAID, other))
    gone = moved_up(case, 0)
    assert [one.key for one in gone.composed] == ["payment:1", "closing"]
    after = followed(replace(gone, schedule=(replace(other, amount=Decimal(8)),)))
    assert after.clauses[0] == case.clauses[0]
    assert "人民币8元" in after.clauses[1]
    last = moved_up(case, 1)
    assert [one.key for one in last.composed] == ["payment:1", "closing"]


def test_instalments_pass_on_to_the_next_row_when_the_first_goes():
    parts = tuple(owed(amount=Decimal(1000), due=date(2026, month, 1)) for month in (4, 5, 6))
    case = picked("payment:1", "acceleration:1", schedule=parts)
    gone = followed(replace(moved_up(case, 0), schedule=parts[1:]))
    assert [one.key for one in gone.composed] == ["payment:1", "acceleration:1"]
    assert "人民币2000元（大写：贰仟元整），分二期付清" in gone.clauses[0]


def test_what_was_agreed_by_word_of_mouth_is_numbered_where_there_is_more_than_one_line():
    case = replace(
        make_case(), clauses=(), oral_register=OralRegister(agreement=("不再练琴。", "", "互谅。"))
    )
    assert numbered_clauses(case).oral_register.agreement == ("一、不再练琴。", "", "二、互谅。")
    one = replace(case, oral_register=OralRegister(agreement=("互谅。",)))
    assert numbered_clauses(one) == one
