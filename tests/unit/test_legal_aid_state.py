"""The course of an intake in rules: steps, forwarding, what the centre answers, register and indicators."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.intakes import DAY, advised, make_intake, visible, with_applicant
from zsapp.base.errors import Code, Refusal
from zsapp.rules.legal_aid import LegalAidIntake, state_of, with_visibility
from zsapp.rules.legal_aid_advice import findings_of
from zsapp.rules.legal_aid_answers import read_answer, with_answer
from zsapp.rules.legal_aid_deadlines import deadlines_of
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_figures import NOTHING, indicators
from zsapp.rules.legal_aid_ledger import AidLine, aid_line, result_of
from zsapp.rules.legal_aid_parts import CenterAnswer, Forwarded, Received, Supplement
from zsapp.rules.legal_aid_state import AidStep, act, forwarded
from zsapp.services.tables import shipped_tables

TABLES = shipped_tables()
SENT = Forwarded(date=date(2026, 3, 10), number="转1", batch="批1", to="中山市法律援助处")
GRANTED = CenterAnswer(status="给予", doc_no="甲1", date=date(2026, 3, 12))
REFUSED = CenterAnswer(status="不予", doc_no="乙1", date=date(2026, 3, 13), reason_code="N2")


def step(verb: str, intake: LegalAidIntake, said: str = "", on: date = DAY) -> LegalAidIntake:
    """Return an intake after a step by 邓咏珊."""
    return act(intake, verb, AidStep(on, said, "邓咏珊"))


def situated(intake: LegalAidIntake, today: date = date(2026, 3, 20)) -> Situation:
    """Return an intake with the shipped tables and a day."""
    return Situation(intake, TABLES, today)


def test_an_intake_goes_from_the_counter_to_the_centre_and_its_answer_is_told() -> None:
    asked = step("ask", make_intake(), "户口簿、病历")
    assert (state_of(asked), asked.supplement) == (
        "补正中",
        Supplement(notice=DAY, missing=("户口簿", "病历")),
    )
    assert state_of(step("supply", asked)) == "已接收"
    gone = forwarded(asked, SENT)  # forwarding is never barred, not even while materials are missing
    assert state_of(gone) == "已转交"
    there = step("arrive", gone, on=date(2026, 3, 10))
    assert state_of(there) == "中心已收"
    answered = with_answer(there, REFUSED)
    told = step("tell", answered, on=date(2026, 3, 14))
    assert told.center is not None
    assert (told.center.told, told.center.delivered) == (date(2026, 3, 14), date(2026, 3, 14))
    objected = step("object", told, on=date(2026, 3, 15))
    assert objected.center is not None
    assert objected.center.objected == date(2026, 3, 15)
    visited = step("visit", objected, "已经回访，没有意见")
    assert [(one.by, one.told) for one in visited.visits] == [("邓咏珊", "已经回访，没有意见")]
    assert state_of(step("void", visited, "重复登记")) == "作废"


def test_who_does_not_answer_is_reminded_and_never_withdrawn_by_the_station() -> None:
    asked = step("ask", make_intake(), "病历")
    assert asked.supplement is not None
    dated = replace(asked, supplement=replace(asked.supplement, until=date(2026, 3, 12)))
    late = step("remind", dated, on=date(2026, 3, 13))
    said = [one.text for one in advised(late, date(2026, 3, 13)).reasons if one.where == "supplement.until"]
    assert said == ["约定的补交日期2026-03-12已过，已提醒1次：提醒两次后转交，是否视为撤回由法律援助处确认"]
    assert state_of(late) == "补正中"
    for day, intake in ((date(2026, 3, 12), late), (date(2026, 3, 13), step("supply", late))):
        assert all(one.where != "supplement.until" for one in advised(intake, day).reasons)


def test_a_call_to_the_centre_is_written_down() -> None:
    called = step("call", make_intake(), "已告知明天先行转交")
    assert [(one.date, one.by, one.told) for one in called.calls] == [(DAY, "邓咏珊", "已告知明天先行转交")]


def test_a_refusal_handed_over_here_starts_the_objection_clock() -> None:
    told = step("tell", with_answer(make_intake(), REFUSED), on=date(2026, 3, 16))
    due = {one.id: one.due for one in deadlines_of(situated(told))}
    assert due["objection"] == date(2026, 3, 31)
    kept = with_answer(make_intake(), replace(REFUSED, delivered=date(2026, 3, 14)))
    center = step("tell", kept, on=date(2026, 3, 16)).center
    assert center is not None
    assert center.delivered == date(2026, 3, 14)


@pytest.mark.parametrize(
    ("verb", "intake", "said", "code"),
    [
        ("decide", make_intake(), "", Code.USAGE),
        ("arrive", make_intake(), "", Code.CASE_STEP_NOT_OPEN),
        ("supply", make_intake(), "", Code.CASE_STEP_NOT_OPEN),
        ("void", make_intake(), "", Code.REASON_MISSING),
        ("tell", make_intake(forwarded=SENT), "", Code.AID_NO_ANSWER),
        ("object", make_intake(center=GRANTED), "", Code.AID_NO_ANSWER),
    ],
)
def test_a_step_out_of_order_is_refused(verb: str, intake: LegalAidIntake, said: str, code: Code) -> None:
    with pytest.raises(Refusal) as refused:
        step(verb, intake, said)
    assert refused.value.code is code


@pytest.mark.parametrize("changed", [{"forwarded": SENT}, {"void": "重复登记"}])
def test_what_has_gone_or_is_void_is_not_forwarded_again(changed: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        forwarded(make_intake(**changed), SENT)
    assert refused.value.code is Code.CASE_STEP_NOT_OPEN


def test_an_answer_that_came_with_the_record_does_not_bar_forwarding() -> None:
    gone = forwarded(make_intake(center=GRANTED), SENT)
    assert (gone.forwarded, state_of(gone)) == (SENT, "已给予")


# --- the centre's answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([CenterAnswer(status="补正", doc_no="丁1", date=date(2026, 3, 11))], "open"),
        ([CenterAnswer(status="已受理", date=date(2026, 3, 10))], "overdue"),
        ([GRANTED], "done"),
        ([GRANTED, CenterAnswer(status="结案", date=date(2026, 3, 19))], "done"),
    ],
)
def test_only_an_answer_that_decides_ends_the_seven_days(answers: list[CenterAnswer], state: str) -> None:
    intake = make_intake()
    for one in answers:
        intake = with_answer(intake, one)
    decision = next(one for one in deadlines_of(situated(intake, date(2026, 3, 20))) if one.id == "decision")
    assert decision.state == state
    assert "超过期限" not in decision.working


def test_the_same_answer_twice_changes_nothing_and_a_corrected_one_replaces_itself() -> None:
    once = with_answer(make_intake(), GRANTED)
    assert with_answer(once, GRANTED) == once
    more = with_answer(once, replace(GRANTED, lawyer="林敏"))
    assert more.center == replace(GRANTED, lawyer="林敏")
    assert with_answer(more, GRANTED) == more  # what an answer does not say again stays
    assert more.answers == ()


def test_answers_follow_each_other_in_whatever_order_they_come() -> None:
    taken, closed = CenterAnswer(status="已受理"), CenterAnswer(status="结案")
    late = with_answer(with_answer(with_answer(make_intake(), closed), GRANTED), taken)
    early = with_answer(with_answer(with_answer(make_intake(), taken), GRANTED), closed)
    assert late == early
    assert (state_of(early), [one.status for one in early.answers]) == ("结案", ["已受理", "给予"])
    again = with_answer(with_answer(make_intake(), REFUSED), replace(GRANTED, date=date(2026, 4, 2)))
    assert state_of(again) == "已给予"  # granted after an objection
    other = with_answer(with_answer(make_intake(), GRANTED), replace(GRANTED, doc_no="甲2"))
    assert len(other.answers) == 1
    asks = CenterAnswer(status="补正", date=date(2026, 3, 11))
    assert len(with_answer(with_answer(make_intake(), asks), replace(asks, date=DAY)).answers) == 1


def test_what_the_centre_asks_for_stops_the_clock_until_it_is_there() -> None:
    asks = CenterAnswer(status="补正", date=date(2026, 3, 11), missing=("病历",))
    asked = with_answer(make_intake(forwarded=SENT), asks)
    assert (state_of(asked), asked.supplement) == (
        "补正中",
        Supplement(notice=date(2026, 3, 11), missing=("病历",)),
    )
    assert state_of(step("supply", asked, on=date(2026, 3, 12))) == "已转交"
    assert with_answer(asked, asks) == asked
    assert with_answer(asked, replace(asks, phone="12348")).supplement == asked.supplement
    bare = with_answer(make_intake(), CenterAnswer(status="补正"))
    assert bare.supplement is None


@pytest.mark.parametrize(
    ("answer", "code", "where"),
    [
        (CenterAnswer(status="批准"), Code.AID_ANSWER_UNKNOWN, "center.status"),
        (CenterAnswer(), Code.AID_ANSWER_UNKNOWN, "center.status"),
        (CenterAnswer(status="不予"), Code.AID_ANSWER_UNDATED, "center.date"),
    ],
)
def test_an_answer_that_says_too_little_is_refused(answer: CenterAnswer, code: Code, where: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_answer(answer, TABLES)
    assert (refused.value.code, refused.value.field) == (code, where)


def test_other_words_for_an_answer_are_understood() -> None:
    told = [
        read_answer(CenterAnswer(status=one), TABLES).status for one in ("受理", "转其他", "视为撤回", "9")
    ]
    assert told == ["已受理", "转其他机构", "视为撤回", "结案"]


def test_an_answer_before_the_application_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        with_answer(make_intake(), replace(GRANTED, date=date(2026, 3, 8)))
    assert refused.value.code is Code.AID_ANSWER_EARLY
    assert with_answer(make_intake(received=Received()), GRANTED).center == GRANTED


# --- what forwarding ends, and reasons --------------------------------------------------------------------


def test_the_forwarding_deadline_is_kept_by_forwarding() -> None:
    due = {one.id: one.state for one in deadlines_of(situated(make_intake(forwarded=SENT)))}
    assert due["forward"] == "done"


def test_a_recorded_reason_lets_a_finding_rest() -> None:
    found = advised(with_applicant(make_intake(), phone="12"))
    assert {one.state for one in findings_of(found)} == {"open"}
    first = findings_of(found)[0].rule
    (rested, *_) = [one for one in findings_of(found, {first: "已核实"}) if one.rule == first]
    assert (rested.state, rested.reason) == ("overridden", "已核实")


# --- register and indicators ------------------------------------------------------------------------------


def test_a_line_of_the_register_says_how_an_application_went() -> None:
    line = aid_line(situated(replace(visible("LA-01"), forwarded=SENT, receipt_no="甲1")))
    assert (line.applicant, line.applicant_masked, line.means) == ("黎志强", "黎**", "免予核查")
    assert (line.forwarding, line.examining, line.result) == ("按时", "按时", "给予")
    late = replace(SENT, date=date(2026, 3, 11))
    assert aid_line(situated(replace(visible("LA-01"), forwarded=late))).forwarding == "超期"


def test_a_restricted_intake_has_no_name_in_the_register() -> None:
    line = aid_line(situated(with_visibility(visible("LA-07"))))
    assert (line.applicant, line.applicant_masked) == ("（限制查看）", "（限制查看）")
    assert "陈梓涵" not in str(line)


def test_the_register_knows_supplements_urgency_and_grounds() -> None:
    asked = make_intake(supplement=Supplement(notice=DAY))
    assert aid_line(situated(asked)).supplemented == "补正中"
    supplied = replace(asked, supplement=Supplement(notice=DAY, received=date(2026, 3, 11)))
    assert aid_line(situated(supplied)).supplemented == "补正2日"
    wished = aid_line(situated(make_intake(wishes=("财产保全",), matter="M14a")))
    assert (wished.urgent, wished.means, wished.supplemented) == ("紧急", "不受限", "")
    draft = aid_line(situated(LegalAidIntake()))
    assert (draft.forwarding, draft.examining, draft.result, draft.state) == ("", "", "", "草稿")


@pytest.mark.parametrize(
    ("status", "told"),
    [("办理中", "给予"), ("结案", "给予"), ("不予", "不予"), ("视为撤回", "视为撤回"), ("补正", "")],
)
def test_what_an_application_came_to(status: str, told: str) -> None:
    assert result_of(make_intake(center=CenterAnswer(status=status))) == told


def test_birth_and_sex_tell_groups_that_nobody_ticked() -> None:
    elder = with_applicant(make_intake(groups=("G05",)), birth=date(1950, 1, 1), sex="2")
    assert aid_line(situated(elder)).groups == "老年人；妇女；农民工（进城务工人员）"


def line(**told: Any) -> AidLine:
    """Return a line that came and went in March."""
    lawful: dict[str, Any] = {"received_on": DAY, "forwarded_on": DAY, "forwarding": "按时"}
    return AidLine(**(lawful | told))


def test_indicators_say_their_two_numbers_and_the_intakes_behind_them() -> None:
    lines = {
        "a": line(result="给予", groups="老年人；妇女", examining="按时", means="免予核查"),
        "b": line(result="不予", forwarding="超期", supplemented="补正2日", examining="超期"),
        "c": line(urgent="紧急", forwarded_on=date(2026, 3, 12), means="不受限"),
        "d": line(forwarded_on=None, forwarding="", urgent="紧急", result="视为撤回"),
    }
    found = {one.name: one for one in indicators(lines, ("老年人", "军人军属"))}
    assert {name: one.value for name, one in found.items()} == {
        "法律援助申请接收数": "4",
        "转交数": "3",
        "转交及时率": "66.67%",
        "材料一次齐全率": "66.67%",
        "给予率": "33.33%",
        "不予率": "33.33%",
        "视为撤回率": "33.33%",
        "中心审查7日内办结率": "50.00%",
        "受援人占比：老年人": "100.00%",
        "受援人占比：军人军属": "0.00%",
        "免予核查占比": "25.00%",
        "不受限占比": "25.00%",
        "紧急先行件数": "2",
        "紧急件平均响应（日）": "3.0",
    }
    assert (found["转交及时率"].ids, found["转交及时率"].of) == (("a", "c"), ("a", "b", "c"))


def test_a_share_of_nothing_is_a_dash() -> None:
    found = {one.name: one.value for one in indicators({}, ("老年人",))}
    assert (found["法律援助申请接收数"], found["给予率"], found["紧急件平均响应（日）"]) == (
        "0",
        NOTHING,
        NOTHING,
    )
