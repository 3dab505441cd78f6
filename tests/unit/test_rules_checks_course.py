"""R19 R20 R21 R22 R25 R53 R54 R69: who mediates, what is mediated, how long, and what came before."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.rulings import NEIGHBOURS, SIGNED, accepted, findings, fires, make_case, with_party
from zsapp.rules.checking import Earlier
from zsapp.rules.committee import RosterMediator
from zsapp.rules.findings import Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Agent, Dates, Guardian, LegalRep, Mediator, Outcome, Recusal, Referral
from zsapp.rules.mediation_versions import sign

HOST = Mediator(name="高伟明", role="主持")
ON_FILE = RosterMediator(name="高伟明", since=date(2024, 1, 1), until=date(2026, 12, 31))


def test_a_recorded_change_of_mediator_settles_the_doubt() -> None:
    (found,) = findings(accepted("C06"), "R19")
    assert (found.state, found.reason) == ("resolved", "已更换为梁淑仪")


@pytest.mark.parametrize(
    ("recusal", "state"),
    [
        (Recusal(name="卢志伟", reason="系堂弟"), "open"),
        (Recusal(name="卢志伟", replaced_by="高伟明"), "resolved"),
        (Recusal(name="高伟明", replaced_by="刘佩珊"), "resolved"),
        (Recusal(), ""),
    ],
)
def test_who_was_asked_to_withdraw_is_replaced(recusal: Recusal, state: str) -> None:
    found = findings(make_case(recusal=recusal, record="高伟明是何䶮的堂弟。"), "R19", stage=Stage.ARCHIVE)
    told = [one.state for one in found if one.where == "recusal"]
    assert told == ([state] if state else [])


@pytest.mark.parametrize(
    ("changed", "near"),
    [
        ({}, False),
        ({"name": "高伟明"}, True),
        ({"guardians": (Guardian(name="高伟明", relation="父亲", phone="1", sign="签名"),)}, True),
        ({"representatives": ("高伟明",)}, True),
        ({"agent": Agent(name="高伟明", doc="委托书")}, True),
        ({"legal_rep": LegalRep(name="高伟明")}, True),
        ({"agent": Agent(name="高明", doc="委托书")}, False),
    ],
)
def test_a_mediator_is_no_party_and_stands_for_none(changed: dict[str, Any], *, near: bool) -> None:
    assert fires("R19", with_party(make_case(), **changed)) == near


@pytest.mark.parametrize(
    ("told", "near"),
    [
        ("梁亚娣：高伟明是何䶮的表哥，我信不过。", True),
        ("经查，调解员高伟明系被申请人梁亚娣的侄子。", True),
        ("高伟明不是何䶮的亲戚。", False),
        ("高伟明是本村村民，与何䶮同村。", False),
        ("高伟明说明了何䶮的要求。", False),
    ],
)
def test_a_mediator_who_is_said_to_be_related_is_asked_about(told: str, *, near: bool) -> None:
    found = findings(make_case(record=told), "R19")
    assert [one.where for one in found] == (["mediators[0].name"] if near else [])


@pytest.mark.parametrize(
    ("known", "near"),
    [
        ({"id_no": "442000196803159914"}, True),
        ({"id_no": "44200019680315991 4"}, True),
        ({"address": "广东省中山市沙溪镇云涧村南巷12号"}, True),
        ({"address": "云涧村南巷"}, False),
        ({"address": ""}, False),
        ({"name": "别人", "id_no": "442000196803159914"}, False),
    ],
)
def test_a_mediator_who_lives_with_a_party_is_asked_about(known: dict[str, Any], *, near: bool) -> None:
    case = with_party(make_case(), address="广东省中山市 沙溪镇云涧村南巷12号")
    assert fires("R19", case, roster=(replace(ON_FILE, **known),)) == near


def test_a_mediator_without_a_name_yet_is_nobody() -> None:
    assert not fires("R19", with_party(make_case(mediators=(Mediator(),)), name=""))
    assert not fires("R19", make_case(parties=(replace(NEIGHBOURS[0], name=""),)))


@pytest.mark.parametrize(
    ("mediators", "roster", "outside"),
    [
        ((HOST,), (), []),
        ((HOST,), (ON_FILE,), []),
        ((HOST,), (replace(ON_FILE, until=date(2026, 3, 8)),), ["mediators[0].name"]),
        ((HOST,), (replace(ON_FILE, until=date(2026, 3, 9)),), []),
        ((HOST,), (replace(ON_FILE, since=date(2026, 3, 10)),), ["mediators[0].name"]),
        ((Mediator(name="张三"), HOST), (ON_FILE,), ["mediators[0].name"]),
        ((HOST, Mediator(name="李四", role="记录人")), (ON_FILE,), []),
        ((HOST, Mediator()), (ON_FILE,), []),
        ((), (), ["mediators"]),
        ((Mediator(),), (), ["mediators"]),
    ],
)
def test_who_mediates_is_on_the_roster_and_in_term(mediators: Any, roster: Any, outside: list[str]) -> None:
    case = make_case(mediators=mediators)
    assert [one.where for one in findings(case, "R20", roster=roster)] == outside


def test_a_case_still_open_is_held_against_today() -> None:
    case = make_case(dates=Dates(accept=date(2026, 3, 2)))
    assert fires("R20", case, roster=(replace(ON_FILE, until=date(2026, 3, 8)),), today=SIGNED)
    assert not fires("R20", Case(mediators=()), roster=())


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, False),
        ({"sign": ""}, True),
        ({"sign": "未到场"}, True),
        ({"sign": "", "guardians": (Guardian(sign="签名"),)}, False),
        ({"sign": "", "group": "12人", "rep_doc": "推选书（12人签名）"}, False),
        ({"sign": "", "group": "12人"}, True),
    ],
)
def test_to_be_archived_everybody_has_signed(changed: dict[str, Any], *, missing: bool) -> None:
    case = with_party(make_case(), **changed)
    assert fires("R21", case, stage=Stage.ARCHIVE) == missing
    assert not fires("R21", case)


def test_who_has_not_signed_is_named_and_what_was_signed_by_all_asks_nobody() -> None:
    case = with_party(make_case(), sign="", name="梁亚娣")
    (found,) = [one for one in findings(case, "R21", stage=Stage.ARCHIVE) if one.where == "parties[0].sign"]
    assert found.message.startswith("梁亚娣还没有登记签署方式；协议书须当事人签名")
    assert not fires("R21", sign(case, SIGNED), stage=Stage.ARCHIVE)


def test_an_oral_agreement_is_archived_unsigned() -> None:
    case = with_party(make_case(outcome=Outcome(form="口头")), sign="")
    assert not fires("R21", case, stage=Stage.ARCHIVE)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("梁亚娣明确表示拒绝调解。", "梁亚娣已明确拒绝调解，不得继续调解。"),
        ("一方说不接受调解，调解员照样往下谈。", "一方已明确拒绝调解，不得继续调解。"),
        ("梁亚娣表示不同意调解。次日调解员上门，梁亚娣仍不同意。", "梁亚娣已明确拒绝调解，不得继续调解。"),
        ("梁亚娣起初拒绝调解，经劝说后表示愿意坐下来谈。", ""),
        ("梁亚娣不同意调解方案，提出另一方案。", ""),
        ("梁亚娣没有拒绝调解。", ""),
        ("双方同意调解。", ""),
    ],
)
def test_who_has_refused_is_not_mediated_with(record: str, message: str) -> None:
    assert [one.message for one in findings(make_case(record=record), "R22")] == (
        [message] if message else []
    )


def test_who_is_written_down_as_refusing_is_not_mediated_with_until_that_is_changed() -> None:
    refused = with_party(make_case(), consent="拒绝调解", consent_on=date(2026, 3, 1))
    (found,) = findings(refused, "R22")
    assert (found.where, found.message) == (
        "parties[0].consent",
        f"{refused.parties[0].name}已明确拒绝调解，不得继续调解。",
    )
    assert not findings(with_party(refused, consent="同意调解"), "R22")
    assert not findings(replace(refused, dates=Dates(), clauses=(), schedule=()), "R22")


def test_a_refusal_that_ends_the_mediation_is_the_law_at_work() -> None:
    assert not fires("R22", accepted("C08"))


@pytest.mark.parametrize(
    ("changed", "route"),
    [
        ({"requests": ("确认双方存在亲子关系",)}, "婚姻登记机关"),
        ({"requests": ("赔偿500元", "追究对方刑事责任")}, "公安机关"),
        ({"requests": ("撤销镇政府的行政处罚决定",)}, "行政复议"),
        ({"requests": ("宣告其父失踪",)}, "人民法院"),
        ({"dispute_type": "行政处罚争议"}, "行政复议"),
        ({"dispute_type": "刑事案件"}, "公安机关"),
        ({"requests": ("不追究刑事责任",)}, ""),
        ({"requests": ("支付抚养费", "赔偿损失")}, ""),
        ({"requests": ("确认拖欠工资数额",)}, ""),
        ({"dispute_type": "婚姻家庭纠纷/离婚纠纷"}, ""),
        ({"requests": ("追究刑事责任",), "outcome": Outcome(result="不予受理")}, ""),
    ],
)
def test_what_only_others_decide_is_not_mediated(changed: dict[str, Any], route: str) -> None:
    found = findings(make_case(**changed), "R25")
    assert len(found) == bool(route)
    assert all(route in one.message for one in found)


def test_a_ground_without_a_route_of_its_own_still_says_so() -> None:
    case = make_case(dispute_type="行政诉讼")
    (found,) = findings(case, "R25")
    assert found.message.endswith("请告知当事人：向有关机关提出。")


@pytest.mark.parametrize(
    ("days", "today", "late"),
    [
        ({"agree": date(2026, 4, 1)}, "2026-04-01", False),
        ({"agree": date(2026, 4, 2)}, "2026-04-02", True),
        ({"agree": date(2026, 4, 2), "extend_consent": date(2026, 3, 30)}, "2026-04-02", False),
        ({}, "2026-04-01", False),
        ({}, "2026-04-02", True),
        ({"terminate": date(2026, 3, 30)}, "2026-06-01", False),
    ],
)
def test_after_thirty_days_the_parties_have_agreed_to_go_on(
    days: dict[str, date], today: str, *, late: bool
) -> None:
    case = make_case(dates=Dates(accept=date(2026, 3, 2), **days))
    assert fires("R53", case, today=date.fromisoformat(today)) == late


def test_a_last_day_on_a_day_off_moves_on() -> None:
    case = make_case(dates=Dates(accept=date(2026, 7, 3), agree=date(2026, 8, 3)))
    assert not fires("R53", case, today=date(2026, 8, 3))
    assert not fires("R53", Case())


SENT = {"source": "法院委托移送", "referral": Referral(doc="委派调解函", date=date(2026, 7, 1))}


@pytest.mark.parametrize(
    ("facts", "day", "message"),
    [
        ({"dispute_type": "医疗纠纷"}, "2026-08-14", ""),
        ({"dispute_type": "医疗纠纷"}, "2026-08-17", "已超过医疗纠纷调解期限。"),
        (SENT, "2026-07-31", ""),
        (SENT, "2026-08-03", "已超过法院委托调解期限。"),
        ({}, "2026-09-30", ""),
    ],
)
def test_some_kinds_have_a_time_of_their_own(facts: dict[str, Any], day: str, message: str) -> None:
    ended = date.fromisoformat(day)
    case = make_case(dates=Dates(accept=date(2026, 7, 3), agree=ended), **facts)
    found = findings(case, "R54", today=ended)
    assert [one.message for one in found] == ([message] if message else [])
    agreed = replace(case, dates=replace(case.dates, extend_consent=date(2026, 7, 20)))
    assert not fires("R54", agreed, today=ended)


@pytest.mark.parametrize(
    ("changed", "today", "told"),
    [
        ({}, "2026-07-18", False),
        ({}, "2026-07-19", True),
        ({"agree": date(2026, 7, 19)}, "2026-07-19", False),
        ({"accept": None}, "2026-09-19", False),
    ],
)
def test_a_labour_case_without_agreement_for_fifteen_days_may_be_arbitrated(
    changed: dict[str, Any], today: str, *, told: bool
) -> None:
    dates = Dates(**({"accept": date(2026, 7, 3)} | changed))
    found = findings(
        make_case(dispute_type="劳动争议纠纷", dates=dates), "R54", today=date.fromisoformat(today)
    )
    assert [one.severity.value for one in found] == (["hint"] if told else [])


OTHER = Earlier(
    number="〔2026〕沙云人调字第1号",
    dispute_type="邻里纠纷/通行纠纷",
    accepted_on=date(2025, 6, 1),
    names=("何䶮", "梁亚娣"),
)


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ({}, True),
        ({"names": ("何䶮", "别人")}, False),
        ({"dispute_type": "合同纠纷"}, False),
        ({"accepted_on": date(2025, 3, 31)}, False),
        ({"accepted_on": date(2025, 4, 1)}, True),
        ({"accepted_on": None}, False),
        ({"number": ""}, True),
    ],
)
def test_the_same_people_with_the_same_dispute_within_a_year(changed: dict[str, Any], *, again: bool) -> None:
    case = make_case(dispute_type="邻里纠纷")
    found = findings(
        case,
        "R69",
        earlier=(replace(OTHER, **changed), OTHER) if not changed else (replace(OTHER, **changed),),
    )
    assert len(found) == again
    assert all((changed.get("number", OTHER.number) or "另一") in one.message for one in found)
    assert not any("号号" in one.message for one in found)


def test_a_case_without_a_day_repeats_nothing() -> None:
    assert not fires("R69", make_case(dispute_type="邻里纠纷", dates=Dates()), earlier=(OTHER,))
