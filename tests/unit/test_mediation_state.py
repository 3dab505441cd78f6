"""States, steps and acts of a case, as a mediator would tell them (brief §3.4)."""

from dataclasses import replace
from datetime import date

import pytest

from zsapp.base.errors import Code, Refusal
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Dates, Obligation, Outcome, Party
from zsapp.rules.mediation_state import ACTS, act, check_minimum, state_of, step_of, title_of

DAY = date(2026, 3, 9)
OPEN = Case(dispute_type="邻里纠纷", brief="漏水", parties=(Party(role="申请人", name="甲"),))
DONE = Obligation(status="已履行")
OWED = Obligation(status="履行中")


def at(**dates: object) -> Case:
    return replace(OPEN, dates=Dates(**dates))


@pytest.mark.parametrize(
    ("case", "state", "step"),
    [
        (OPEN, "已登记", 0),
        (at(apply=DAY), "已申请", 0),
        (at(apply=DAY, accept=DAY), "已受理", 1),
        (at(accept=DAY, survey=DAY), "已受理", 2),
        (at(accept=DAY, sessions=(DAY,)), "调解中", 3),
        (replace(at(accept=DAY, sessions=(DAY,)), clauses=("一、",)), "调解中", 4),
        (at(agree=DAY), "达成协议", 5),
        (replace(at(agree=DAY), schedule=(DONE, OWED)), "履行中", 5),
        (replace(at(agree=DAY), schedule=(DONE,)), "履行完毕", 5),
        (replace(at(agree=DAY), outcome=Outcome(performance="履行完毕")), "履行完毕", 5),
        (at(terminate=DAY), "终止", 5),
        (at(withdraw=DAY), "撤回", 5),
        (at(agree=DAY, visit=DAY), "已回访", 5),
        (replace(at(apply=DAY), outcome=Outcome(result="不予受理")), "不予受理", 0),
        (at(withdraw=DAY, file=DAY), "已立卷", 5),
        (replace(at(withdraw=DAY, file=DAY), void="录重了"), "作废", 5),
    ],
)
def test_the_state_is_the_latest_thing_that_happened(case, state, step):
    assert (state_of(case), step_of(case)) == (state, step)


def test_a_case_walks_from_the_door_to_the_archive():
    case = OPEN
    for verb in (
        "accept",
        "tell",
        "survey",
        "session",
        "extend",
        "agree",
        "confirm",
        "close",
        "visit",
        "file",
    ):
        case = act(case, verb, DAY)
    assert state_of(case) == "已立卷"
    assert case.outcome.result == "调解成功"
    assert case.dates.sessions == (DAY,)
    assert case.rights_told == DAY


def test_two_sessions_are_kept_in_order():
    case = act(act(act(OPEN, "accept", DAY), "session", date(2026, 3, 12)), "session", DAY)
    assert case.dates.sessions == (DAY, date(2026, 3, 12))


@pytest.mark.parametrize(
    ("verb", "result", "state"),
    [("refuse", "不予受理", "不予受理"), ("terminate", "调解不成", "终止"), ("withdraw", "撤回申请", "撤回")],
)
def test_ending_a_case_early_needs_a_reason_and_keeps_it(verb, result, state):
    case = OPEN if verb == "refuse" else act(OPEN, "accept", DAY)
    with pytest.raises(Refusal) as refused:
        act(case, verb, DAY, " ")
    assert refused.value.code is Code.REASON_MISSING
    ended = act(case, verb, DAY, "对方不同意")
    assert (ended.outcome.result, state_of(ended)) == (result, state)
    assert "对方不同意" in {(ended.termination or ended.withdrawal).reason}


def test_a_step_out_of_order_is_refused_with_where_the_case_stands():
    with pytest.raises(Refusal) as refused:
        act(OPEN, "agree", DAY)
    assert refused.value.code is Code.CASE_STEP_NOT_OPEN
    assert "已登记" in str(refused.value)


def test_an_unknown_step_names_the_known_ones():
    with pytest.raises(Refusal) as refused:
        act(OPEN, "judge", DAY)
    assert refused.value.code is Code.USAGE
    assert all(verb in str(refused.value) for verb in ACTS)


@pytest.mark.parametrize(
    ("missing", "code", "field"),
    [
        ({"dispute_type": ""}, Code.CASE_TYPE_MISSING, "dispute_type"),
        ({"parties": (Party(name=" "),)}, Code.CASE_PARTY_MISSING, "parties[0].name"),
        ({"brief": ""}, Code.CASE_FACTS_MISSING, "brief"),
    ],
)
def test_a_case_opens_with_type_one_name_and_one_line(missing, code, field):
    check_minimum(OPEN)
    with pytest.raises(Refusal) as refused:
        check_minimum(replace(OPEN, **missing))
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("kind", "title"),
    [("邻里纠纷", "甲、乙与丙邻里纠纷"), ("劳动争议纠纷/拖欠农民工工资", "甲、乙与丙拖欠农民工工资纠纷")],
)
def test_the_volume_is_named_after_both_sides(kind, title):
    sides = (("申请人", "甲"), ("申请人", "乙"), ("被申请人", "丙"))
    parties = tuple(Party(role=role, name=name) for role, name in sides)
    assert title_of(Case(dispute_type=kind, parties=parties)) == title
    assert title_of(Case(title="自拟卷名", parties=parties)) == "自拟卷名"
