"""R40 R41 R46 R50 R56 R57 R67: what is at stake beyond the paper."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.rulings import (
    LAWFUL,
    NEIGHBOURS,
    PAYMENT,
    accepted,
    findings,
    fires,
    make_case,
    with_party,
    with_rows,
)
from zsapp.rules.mediation_parts import (
    Accident,
    Confirmation,
    Dates,
    Deceased,
    Evidence,
    Loan,
    LoanPayment,
    Loss,
    OralRegister,
    Outcome,
)

LABOUR: dict[str, Any] = {"dispute_type": "劳动争议纠纷/其他劳动争议纠纷"}


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"investigation": "有人扬言放火。"}, "investigation"),
        ({"requests": ("对方动手打人，要求赔偿",)}, "requests[0]"),
        ({"oral_register": OralRegister(facts="两家打架。")}, "oral_register.facts"),
        ({"deceased": Deceased(name="甲", cause="施工坠落")}, "deceased"),
        ({"deceased": Deceased(name="甲", cause="因病")}, ""),
        ({"deceased": Deceased(name="甲", cause="车祸"), "dispute_type": "婚姻家庭纠纷/继承纠纷"}, ""),
    ],
)
def test_danger_is_found_wherever_it_is_told(changed: dict[str, Any], where: str) -> None:
    assert [one.where for one in findings(make_case(**changed), "R56")] == ([where] if where else [])


@pytest.mark.parametrize(
    ("group", "brief", "told"),
    [
        ("12人", "12名工友一起到村委会讨说法。", True),
        ("9人", "9名工友一起到村委会讨说法。", False),
        ("12人", "公司拖欠12名工友工资。", False),
    ],
)
def test_many_who_come_together_are_a_danger(group: str, brief: str, *, told: bool) -> None:
    case = with_party(make_case(brief=brief), group=group, name=f"何䶮等{group}", representatives=("何䶮",))
    assert fires("R56", case) == told


def test_violence_outside_a_family_is_not_family_violence() -> None:
    assert not fires("R57", make_case(dispute_type="邻里纠纷", brief="邻居殴打何䶮。"))
    assert fires("R57", make_case(dispute_type="婚姻家庭纠纷", requests=("停止家庭暴力",)))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({**LABOUR, "confirmation": Confirmation(court="法院")}, False),
        (
            {
                **LABOUR,
                "confirmation": Confirmation(court="法院"),
                "schedule": (PAYMENT, replace(PAYMENT, kind="作为")),
            },
            True,
        ),
        (
            {
                **LABOUR,
                "outcome": Outcome(form="书面", confirmation="已申请"),
                "clauses": ("公司出具离职证明。",),
            },
            True,
        ),
        ({**LABOUR, "clauses": ("解除劳动合同。", "双方共同申请司法确认。")}, True),
        ({**LABOUR, "clauses": ("解除劳动合同。",)}, False),
        ({"clauses": ("解除劳动合同。", "双方共同申请司法确认。")}, False),
        (
            {
                **LABOUR,
                "clauses": ("解除劳动合同。", "申请司法确认。"),
                "dates": Dates(terminate=date(2026, 3, 9)),
            },
            False,
        ),
    ],
)
def test_of_a_labour_agreement_only_payments_are_confirmed(changed: dict[str, Any], *, told: bool) -> None:
    assert fires("R40", make_case(**changed)) == told


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({**LABOUR, "brief": "罗福全受工伤。"}, True),
        ({**LABOUR, "brief": "罗福全受工伤，已认定为工伤。"}, False),
        ({**LABOUR, "brief": "罗福全受工伤。", "evidence": (Evidence(name="工伤认定决定书"),)}, False),
        ({**LABOUR, "clauses": ("公司支付工伤待遇。",)}, True),
        ({**LABOUR, "brief": "公司拖欠工资。"}, False),
        ({"brief": "罗福全受工伤。"}, False),
    ],
)
def test_an_injury_at_work_is_recognised_first(changed: dict[str, Any], *, told: bool) -> None:
    assert fires("R41", make_case(**changed)) == told


@pytest.mark.parametrize(
    ("changed", "late"),
    [
        ({"dispute_type": "合同纠纷", "brief": "2023年3月1日借款，同年还清一半。"}, True),
        ({"dispute_type": "合同纠纷", "brief": "2023年3月2日借款。"}, False),
        ({"dispute_type": "合同纠纷", "brief": "2020年1月1日借款，2025年1月1日催过。"}, False),
        ({"dispute_type": "合同纠纷", "brief": "多年前借款。"}, False),
        ({"dispute_type": "邻里纠纷", "brief": "2010年1月1日起争执。"}, False),
        ({"dispute_type": "合同纠纷", "loan": Loan(contract_date=date(2020, 1, 1))}, True),
        (
            {
                "dispute_type": "合同纠纷",
                "loan": Loan(
                    contract_date=date(2020, 1, 1), paid=(LoanPayment(d=date(2024, 1, 1)), LoanPayment())
                ),
            },
            False,
        ),
        ({"dispute_type": "道路交通事故纠纷", "accident": Accident(time="2022-06-05 07:40")}, True),
        ({"dispute_type": "道路交通事故纠纷", "accident": Accident(time="2025-06-05 07:40")}, False),
        ({"dispute_type": "合同纠纷", "brief": "2020年1月1日借款。", "dates": Dates()}, False),
    ],
)
def test_an_old_claim_is_told_of_the_limitation(changed: dict[str, Any], *, late: bool) -> None:
    assert fires("R46", make_case(**changed)) == late


@pytest.mark.parametrize(
    ("paid", "changed", "told"),
    [
        ("999", {"requests": ("赔偿5000元",)}, True),
        ("1500", {"requests": ("赔偿5000元",)}, False),
        ("1499.99", {"requests": ("赔偿5000元",)}, True),
        ("1000", {"requests": ()}, False),
        ("1000", {"loss_table": (Loss(amount=Decimal(4000)), Loss())}, True),
        ("0", {"requests": ("赔偿5000元",)}, False),
        (None, {"requests": ("赔偿5000元",)}, False),
    ],
)
def test_far_less_than_was_claimed_is_asked_about(
    paid: str | None, changed: dict[str, Any], *, told: bool
) -> None:
    case = with_party(with_rows(total=paid, **changed), literate=False)
    assert fires("R67", case) == told


@pytest.mark.parametrize(
    ("party", "kind", "weak"),
    [
        ({}, "邻里纠纷", False),
        ({"literate": False}, "邻里纠纷", True),
        ({"age": 70}, "邻里纠纷", True),
        ({"age": 69}, "邻里纠纷", False),
        ({"birth": date(2012, 1, 1)}, "邻里纠纷", True),
        ({}, "劳动争议纠纷", True),
        ({"kind": "法人"}, "劳动争议纠纷", False),
        ({"literate": False, "role": "被申请人"}, "邻里纠纷", False),
    ],
)
def test_it_is_asked_for_the_weak_alone(party: dict[str, Any], kind: str, *, weak: bool) -> None:
    case = with_rows(total="100", requests=("赔偿5000元",), dispute_type=kind)
    assert fires("R67", with_party(case, **party)) == weak


def test_a_mediation_that_failed_is_not_unfair() -> None:
    case = with_rows(total="100", requests=("赔偿5000元",), dates=Dates(terminate=date(2026, 3, 9)))
    assert not fires("R67", with_party(case, literate=False))


@pytest.mark.parametrize(
    ("clause", "better"),
    [
        ("何䶮每月探望母亲，并承担瞻养责任。", "赡养"),
        ("张伟明每月支付子女赡养费。", "抚养费"),
        ("夫妻之间有互相抚养义务。", "扶养"),
        ("镇政府依法支付征地赔偿。", "补偿"),
        ("佢今后不再来。", "书面语"),
        ("何䶮撤消投诉。", "撤销"),
        ("何䶮赡养母亲，抚养子女。", ""),
        ("征地补偿款由双方平分。", ""),
    ],
)
def test_the_words_of_the_law_are_offered(clause: str, better: str) -> None:
    found = findings(make_case(clause), "R50")
    assert [f"建议“{better}”" in one.message for one in found] == ([True] if better else [])


def test_the_group_that_gathered_in_the_acceptance_data_is_told_of() -> None:
    assert [one.where for one in findings(accepted("C03"), "R56")] == ["brief"]
    assert not findings(make_case(LAWFUL, parties=NEIGHBOURS), "R56")
