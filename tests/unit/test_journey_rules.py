"""The journey of a case in rules: what is not taken in, sessions, letters answered, disputes back again."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.paper_samples import sample
from tests.rulings import accepted, findings, make_case
from zsapp.base.errors import Code, Refusal
from zsapp.base.items import items
from zsapp.base.plain import from_sheet, to_sheet
from zsapp.rules.checking import Earlier
from zsapp.rules.findings import Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_deadlines import Deadline, deadlines
from zsapp.rules.mediation_filing import Filing
from zsapp.rules.mediation_intake import Admission, Reopening, grounds_of
from zsapp.rules.mediation_ledger import ledger_line
from zsapp.rules.mediation_parts import Dates, Outcome, Party, Referral, Termination
from zsapp.rules.mediation_sessions import Session, record_of, sessions_from
from zsapp.rules.mediation_shared_volume import shared_case, volume_of, why_alone
from zsapp.rules.mediation_state import act, apart, refused, reopened, settled, state_of
from zsapp.rules.routes import routes_by_ground
from zsapp.services.tables import shipped_tables

APRIL = date(2026, 4, 2)
FIRST, SECOND = date(2026, 3, 6), date(2026, 3, 9)
TWO = (
    Session(date=FIRST, place="调解室", present=("何䶮",), record="申请人陈述。"),
    Session(date=SECOND, record="双方达成协议。"),
)
FRESH = Case(dispute_type="邻里纠纷", brief="漏水", parties=(Party(name="甲"),), dates=Dates(apply=APRIL))


# --- the acceptance checklist -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [one.name for one in items(Admission)])
def test_every_tick_of_the_checklist_stops_the_case_and_says_where_to_go(name: str) -> None:
    (ground,) = grounds_of(Admission(**{name: True}))
    (found,) = findings(make_case(admission=Admission(**{name: True})), "R25")
    (route, *_) = routes_by_ground(shipped_tables().routes, ground)
    assert ground in found.message
    assert route in found.message
    assert (found.where, found.fix) == ("outcome.result", "不予受理")


def test_a_checklist_answered_with_no_stops_nothing() -> None:
    asked = Admission(**{one.name: False for one in items(Admission)})
    assert findings(make_case(admission=asked), "R25") == []
    assert findings(refused(make_case(admission=Admission(crime=True)), APRIL), "R25") == []


def test_a_refusal_takes_its_reason_from_the_ticks_unless_one_is_given() -> None:
    ticked = replace(FRESH, admission=Admission(crime=True, unwilling=True))
    done = act(ticked, "refuse", APRIL)
    assert state_of(done) == "不予受理"
    assert (done.dates.close, done.termination) == (
        APRIL,
        Termination(reason="涉嫌犯罪，属于刑事案件；一方当事人明确拒绝调解"),
    )
    assert act(ticked, "refuse", APRIL, "重伤").termination == Termination(reason="重伤")
    with pytest.raises(Refusal) as no:
        act(FRESH, "refuse", APRIL)
    assert no.value.code is Code.REASON_MISSING


# --- sessions -----------------------------------------------------------------------------------------------


def test_days_and_record_follow_from_the_sessions() -> None:
    case = settled(replace(FRESH, sessions=TWO))
    assert case.dates.sessions == (FIRST, SECOND)
    assert case.record == ("（第一次，2026年3月6日）\n申请人陈述。\n（第二次，2026年3月9日）\n双方达成协议。")
    assert settled(replace(FRESH, sessions=TWO[:1])).record == "申请人陈述。"
    assert record_of((Session(), Session(record="后来"))) == "（第一次）\n（第二次）\n后来"
    assert settled(FRESH) == FRESH


def test_a_case_of_the_old_shape_is_taken_apart_and_comes_together_again() -> None:
    whole = accepted("C08")
    parts = apart(whole)
    assert len(parts.sessions) == len(whole.dates.sessions) > 1
    assert settled(parts).dates.sessions == whole.dates.sessions
    assert apart(settled(parts)) == settled(parts)
    assert not any("（第" in one.record for one in parts.sessions)
    assert to_sheet(whole) == to_sheet(from_sheet(Case, to_sheet(whole)))
    told = settled(replace(FRESH, sessions=TWO))
    assert from_sheet(Case, to_sheet(told)) == told


@pytest.mark.parametrize(
    ("days", "record", "texts"),
    [
        ((), "", []),
        ((), "只有记录", [(None, "只有记录")]),
        ((FIRST, SECOND), "没有分开", [(FIRST, "没有分开"), (SECOND, "")]),
        ((FIRST, SECOND), "（第一次，上午）\n甲\n（第二次）乙", [(FIRST, "甲"), (SECOND, "乙")]),
    ],
)
def test_old_days_and_one_text_become_sessions(days: tuple[date, ...], record: str, texts: list[Any]) -> None:
    assert [(one.date, one.record) for one in sessions_from(days, record, "")] == texts


def test_one_more_session_is_one_more_day() -> None:
    running = replace(FRESH, dates=replace(FRESH.dates, accept=APRIL), sessions=TWO)
    more = act(running, "session", APRIL)
    assert (len(more.sessions), more.dates.sessions) == (3, (FIRST, SECOND, APRIL))


def test_what_a_check_says_of_the_record_stands_at_the_last_session() -> None:
    case = settled(make_case(sessions=(*TWO[:1], replace(TWO[1], record="何䶮明确表示拒绝调解。"))))
    (found,) = findings(case, "R22")
    assert found.where == "sessions[1].record"


# --- letters and time ---------------------------------------------------------------------------------------


def running(case: Case, today: date) -> dict[str, Deadline]:
    tables = shipped_tables()
    found = deadlines(case, calendar=tables.calendar, periods=tables.periods, today=today)
    return {one.id: one for one in found}


SENT = Referral(organ="某法院", doc="委派调解函", date=APRIL, reply_due=date(2026, 4, 20))


@pytest.mark.parametrize(
    ("replied", "today", "state", "told"),
    [
        (None, "2026-04-10", "open", "来函写明应于2026-04-20前回函"),
        (None, "2026-04-21", "overdue", "来函写明应于2026-04-20前回函"),
        ("2026-04-18", "2026-04-21", "done", "来函写明应于2026-04-20前回函；已于2026-04-18回函"),
        (
            "2026-04-22",
            "2026-04-22",
            "done",
            "来函写明应于2026-04-20前回函；已于2026-04-22回函，超过期限",
        ),
        ("2026-04-22", "2026-04-21", "overdue", "来函写明应于2026-04-20前回函"),
    ],
)
def test_who_sent_the_case_is_answered_by_the_day_of_the_letter(
    replied: str | None, today: str, state: str, told: str
) -> None:
    sent = replace(SENT, replied=date.fromisoformat(replied) if replied else None)
    due = running(replace(FRESH, referral=sent), date.fromisoformat(today))["T2r"]
    assert (due.state, due.due, due.working, due.basis) == (
        state,
        SENT.reply_due,
        told,
        "某法院，委派调解函",
    )


def test_a_letter_without_a_day_asks_for_no_answer_and_the_register_shows_one_that_does() -> None:
    assert "T2r" not in running(replace(FRESH, referral=replace(SENT, reply_due=None)), APRIL)
    bare = replace(SENT, organ="", doc="")
    assert running(replace(FRESH, referral=bare), APRIL)["T2r"].basis == "来函"
    waiting, done = replace(FRESH, referral=SENT), replace(FRESH, referral=replace(SENT, replied=APRIL))
    assert ledger_line(waiting).remark == "某法院委派调解函；应于2026-04-20前回函"
    assert ledger_line(done).remark == "某法院委派调解函；已于2026-04-02回函"
    assert ledger_line(replace(waiting, referral=Referral(organ="某所"))).remark == "某所"
    assert act(refused(waiting, APRIL, "别处已受理"), "reply", APRIL).referral == replace(SENT, replied=APRIL)


def test_a_court_s_case_that_was_not_taken_in_has_no_time_to_mediate_left() -> None:
    case = replace(FRESH, source="法院委托移送", referral=SENT)
    assert running(case, APRIL)["T2c"].state == "open"
    assert running(refused(case, APRIL, "别处已受理"), APRIL)["T2c"].state == "done"


@pytest.mark.parametrize(
    ("until", "today", "state"),
    [
        (None, "2026-05-01", "none"),
        ("2026-05-31", "2026-05-31", "open"),
        ("2026-05-31", "2026-06-01", "overdue"),
    ],
)
def test_an_extension_runs_to_the_day_both_agreed_on(until: str | None, today: str, state: str) -> None:
    last = date.fromisoformat(until) if until else None
    dates = Dates(accept=APRIL, extend_consent=date(2026, 4, 28), extend_to=last)
    found = running(replace(FRESH, dates=dates), date.fromisoformat(today))["T2b"]
    assert (found.state, found.due) == (state, last)
    ended = replace(FRESH, dates=replace(dates, agree=date(2026, 5, 20)))
    assert running(ended, date(2026, 6, 1))["T2b"].state == "done"


@pytest.mark.parametrize(
    ("verb", "state", "day"),
    [
        ("confirm", "已申请", "confirm_apply"),
        ("valid", "已确认有效", "confirm_ruling"),
        ("dismiss", "裁定驳回", "confirm_ruling"),
    ],
)
def test_the_court_s_answer_is_a_step_of_its_own(verb: str, state: str, day: str) -> None:
    agreed = replace(FRESH, dates=Dates(accept=APRIL, agree=APRIL))
    after = act(agreed, verb, date(2026, 4, 20))
    assert (after.outcome.confirmation, getattr(after.dates, day)) == (state, date(2026, 4, 20))


# --- again, and together ------------------------------------------------------------------------------------


def test_a_dispute_that_comes_back_keeps_who_and_what_and_forgets_how_it_went() -> None:
    old = accepted("C09")
    again = reopened(old, old.volume_no, date(2026, 9, 1), "双方又愿意调解")
    assert again.reopened == Reopening(
        number=old.volume_no, result=old.outcome.result, reason="双方又愿意调解"
    )
    assert (again.brief, again.dates) == (old.brief, Dates(apply=date(2026, 9, 1)))
    assert [(one.name, one.sign) for one in again.parties] == [(one.name, "") for one in old.parties]
    assert (again.volume_no, again.record, again.withdrawal, again.evidence) == ("", "", None, ())
    born = replace(
        FRESH, parties=(Party(name="甲", birth=date(1968, 4, 2), age=57), Party(name="乙", age=40))
    )
    assert [one.age for one in reopened(born, "1号", APRIL, "").parties] == [58, 40]
    assert reopened(FRESH, "1号", APRIL, "").reopened == Reopening(number="1号", result="已申请")
    assert ledger_line(replace(FRESH, reopened=Reopening(number="1号"))).remark == "原案1号，重新受理"
    assert ledger_line(replace(FRESH, reopened=Reopening(reason="口头要求"))).remark == ""


def test_a_case_taken_in_again_is_no_surprise_to_the_check_for_repeats() -> None:
    case = make_case()
    names = tuple(one.name for one in case.parties)
    former = Earlier(number="〔2026〕1号", dispute_type=case.dispute_type, accepted_on=FIRST, names=names)
    stage = {"stage": Stage.PRINT, "earlier": (former,)}
    assert [one.rule for one in findings(case, "R69", **stage)] == ["R69"]
    assert findings(replace(case, reopened=Reopening(number="〔2026〕1号")), "R69", **stage) == []
    assert findings(replace(case, reopened=Reopening(number="〔2026〕2号")), "R69", **stage) != []


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (sample("oral"), ""),
        (replace(accepted("C09"), difficulty="简易"), ""),
        (accepted("C01"), "只有简易案件和口头协议案件可以多案一卷，请一案一卷"),
        (FRESH, "还没有办结"),
        (replace(sample("oral"), void="录重了"), "已经作废"),
    ],
)
def test_simple_and_oral_cases_may_share_a_volume(case: Case, why: str) -> None:
    assert why_alone(case) == why


def test_a_shared_volume_says_on_its_cover_what_it_holds() -> None:
    spoken = sample("oral")
    other = replace(spoken, volume_no="", difficulty="简易", outcome=Outcome(result="调解成功", form="书面"))
    both = shared_case((spoken, other), "卷1号", Filing(note="另有光盘一张"), APRIL)
    assert (both.title, both.volume_no, both.dates.file) == ("简易案件合卷（2件）", "卷1号", APRIL)
    assert both.filing is not None
    assert both.filing.note.startswith("本卷为多案一卷，共收入2件案件：〔2026〕沙云人调字第6号何䶮与陈𬱖")
    assert both.filing.note.endswith("；（未编号）何䶮与陈𬱖噪声纠纷。另有光盘一张")
    alone = shared_case((replace(spoken, dates=Dates()),), "卷2号", Filing(), APRIL)
    assert (alone.title, alone.dates.accept, alone.dates.close) == ("口头协议案件合卷（1件）", None, None)
    assert (volume_of(spoken), volume_of(replace(spoken, filing=Filing(shared_no="卷1号")))) == ("", "卷1号")


@pytest.mark.parametrize(
    ("performance", "state"),
    [("即时履行", "履行完毕"), ("部分履行", "履行中"), ("未履行", "履行中"), ("不适用", "达成协议")],
)
def test_how_far_it_is_performed_is_a_state_that_still_waits_for_somebody(
    performance: str, state: str
) -> None:
    assert state_of(replace(sample("oral"), outcome=Outcome(performance=performance))) == state
