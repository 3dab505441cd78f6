"""The subsidy: no amount that no document gives, no case twice, nobody who may not be paid."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rulings import SIGNED, make_case
from zsapp.rules.checking import Earlier
from zsapp.rules.committee import RosterMediator
from zsapp.rules.mediation_parts import Dates, Mediator, Obligation, Outcome
from zsapp.rules.subsidy import (
    UNSET,
    Claim,
    ClaimLine,
    Known,
    Rate,
    claim_state,
    entitled,
    hurdles,
    mediators_of,
    over_the_month,
    scheme_gap,
    shares_of,
)

SCHEME = replace(
    UNSET,
    name="某镇以案定补办法",
    doc_no="某府办〔2026〕1号",
    valid_from=date(2026, 1, 1),
    valid_to=date(2030, 12, 31),
    rows=(
        Rate(grade="一般", form="书面", amount=Decimal(150)),
        Rate(grade="简易", form="口头", amount=Decimal(50)),
        Rate(grade="重大", form="书面"),
    ),
    confirmed=Decimal(50),
    failed=Decimal(30),
)
PEOPLE = (
    Mediator(name="高伟明", role="主持"),
    Mediator(name="刘佩珊", role="记录人"),
    Mediator(name="陈丽", role="调解员"),
)
CASE = make_case(
    difficulty="一般",
    dispute_type="邻里纠纷",
    mediators=PEOPLE,
    dates=Dates(accept=date(2026, 3, 2), agree=SIGNED, visit=date(2026, 3, 26)),
)


def ids(case=CASE, scheme=SCHEME, **known) -> list[str]:
    return [one.rule for one in hurdles(case, scheme, Known(**known))]


def test_no_amount_is_shipped():
    assert all(one.amount is None for one in UNSET.rows)
    assert scheme_gap(UNSET, SIGNED) == "还没有填写补贴办法的文号"


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({}, ""),
        ({"valid_to": None}, "还没有填写补贴办法的有效期"),
        ({"valid_to": date(2026, 3, 8)}, "补贴办法某府办〔2026〕1号不在有效期内"),
        ({"valid_from": date(2026, 3, 10)}, "补贴办法某府办〔2026〕1号不在有效期内"),
        ({"rows": UNSET.rows}, "补贴办法还没有填写金额"),
    ],
)
def test_a_scheme_pays_only_within_its_document(changes, gap):
    assert scheme_gap(replace(SCHEME, **changes), SIGNED) == gap


@pytest.mark.parametrize(
    ("difficulty", "outcome", "amount"),
    [
        ("一般", Outcome(result="调解成功", form="书面"), 150),
        ("一般", Outcome(result="调解成功", form="书面", confirmation="裁定有效"), 200),
        ("简易", Outcome(result="调解成功", form="口头"), 50),
        ("重大", Outcome(result="调解成功", form="书面"), None),
        ("重大", Outcome(result="调解成功", form="书面", confirmation="裁定有效"), None),
        ("一般", Outcome(result="调解成功", form="口头"), None),
        ("一般", Outcome(result="调解不成"), 30),
        ("一般", Outcome(), None),
    ],
)
def test_what_a_case_is_entitled_to(difficulty, outcome, amount):
    found = entitled(SCHEME, replace(CASE, difficulty=difficulty, outcome=outcome))
    assert found == (None if amount is None else Decimal(amount))


def test_a_case_gets_no_more_than_the_cap():
    assert entitled(replace(SCHEME, per_case=Decimal(100)), CASE) == Decimal(100)
    confirmed = replace(CASE, outcome=replace(CASE.outcome, confirmation="裁定有效"))
    assert entitled(replace(SCHEME, confirmed=None), confirmed) == Decimal(150)


def test_the_recorder_is_not_paid_and_the_host_comes_first():
    assert mediators_of(replace(CASE, mediators=PEOPLE[::-1])) == ("高伟明", "陈丽")


@pytest.mark.parametrize(
    ("split", "people", "parts"),
    [
        ("平均分配", 1, ["150.01"]),
        ("平均分配", 2, ["75.01", "75.00"]),
        ("平均分配", 3, ["50.01", "50.00", "50.00"]),
        ("主持人七成", 1, ["150.01"]),
        ("主持人七成", 2, ["105.00", "45.01"]),
        ("主持人七成", 0, []),
    ],
)
def test_shares_add_up(split, people, parts):
    mediators = tuple(Mediator(name=f"调解员{n}", role="调解员") for n in range(people))
    found = shares_of(replace(SCHEME, split=split), replace(CASE, mediators=mediators), Decimal("150.01"))
    assert [str(one.amount) for one in found] == parts


@given(st.decimals(min_value="0.01", max_value="99999", places=2), st.integers(1, 9), st.booleans())
def test_no_fen_is_lost_whoever_shares(amount, people, led):
    mediators = tuple(Mediator(name=f"调解员{n}") for n in range(people))
    scheme = replace(SCHEME, split="主持人七成" if led else "平均分配")
    found = shares_of(scheme, replace(CASE, mediators=mediators), amount)
    assert sum(one.amount for one in found) == amount
    assert min(one.amount for one in found) >= 0


def test_a_sound_case_meets_no_hurdle():
    assert ids() == []


EARLIER = Earlier(
    number="〔2025〕第9号",
    dispute_type="邻里纠纷",
    accepted_on=date(2025, 3, 3),
    names=tuple(one.name for one in CASE.parties),
)


@pytest.mark.parametrize(
    ("changes", "scheme", "known", "rules"),
    [
        ({}, {}, {"claimed": True}, ["S01"]),
        ({"difficulty": ""}, {}, {}, ["S02"]),
        ({"difficulty": "", "outcome": Outcome(form="")}, {}, {}, ["S02"]),
        ({}, {}, {"earlier": (EARLIER,)}, ["S03"]),
        ({}, {}, {"earlier": (replace(EARLIER, accepted_on=date(2025, 3, 1)),)}, []),
        ({}, {}, {"earlier": (replace(EARLIER, accepted_on=None),)}, ["S03"]),
        ({}, {}, {"earlier": (replace(EARLIER, dispute_type="合同纠纷"),)}, []),
        ({}, {}, {"earlier": (replace(EARLIER, names=("别人",)),)}, []),
        ({}, {"performed": "是"}, {}, ["S04"]),
        ({}, {}, {"score": 79}, ["S05"]),
        ({}, {}, {"score": 80}, []),
        ({}, {"score_min": None}, {"score": 1}, []),
        ({"agreement_no": ""}, {}, {}, ["S06"]),
        ({"dates": Dates(accept=date(2026, 3, 2), agree=SIGNED)}, {}, {}, ["S07"]),
        ({"schedule": (Obligation(status="已履行"),)}, {}, {}, ["S08"]),
        ({"mediators": ()}, {}, {}, ["S09"]),
    ],
)
def test_each_hurdle_is_told(changes, scheme, known, rules):
    assert ids(replace(CASE, **changes), replace(SCHEME, **scheme), **known) == rules


HOST = RosterMediator(name="高伟明", filed="是")


@pytest.mark.parametrize(
    ("roster", "filed_only", "rules"),
    [
        ((), "是", []),
        ((HOST, RosterMediator(name="陈丽")), "是", []),
        ((HOST,), "是", ["S10"]),
        ((HOST, RosterMediator(name="陈丽", filed="否")), "是", ["S11"]),
        ((HOST, RosterMediator(name="陈丽", filed="否")), "否", []),
        ((HOST, RosterMediator(name="陈丽", public_servant="是")), "是", ["S12"]),
    ],
)
def test_only_mediators_on_file_are_paid(roster, filed_only, rules):
    assert ids(scheme=replace(SCHEME, filed_only=filed_only), roster=roster) == rules


def test_the_cap_of_a_month_is_watched():
    capped = replace(SCHEME, per_mediator_month=Decimal(500))
    paid = {"高伟明": Decimal(501), "陈丽": Decimal(500)}
    assert [one.message for one in over_the_month(capped, paid)] == ["高伟明本月501元，超过每月上限500元。"]
    assert over_the_month(SCHEME, paid) == ()


@pytest.mark.parametrize(
    ("steps", "word"),
    [
        ({}, "已申报"),
        ({"returned_on": SIGNED}, "已退回"),
        ({"reviewed_on": SIGNED}, "已审核"),
        ({"reviewed_on": SIGNED, "published_on": SIGNED}, "已公示"),
        ({"reviewed_on": SIGNED, "paid_on": SIGNED}, "已发放"),
    ],
)
def test_how_far_a_claim_has_come(steps, word):
    claim = Claim(lines=(ClaimLine(amount=Decimal(1)), ClaimLine()), **steps)
    assert (claim_state(claim), claim.total()) == (word, Decimal(1))
