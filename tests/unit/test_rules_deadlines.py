"""T1 to T5: from when, by when, and the arithmetic in words."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.rulings import SIGNED, accepted, make_case
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_deadlines import Deadline, deadlines
from zsapp.rules.mediation_parts import Confirmation, Dates, Obligation, Outcome, Referral
from zsapp.services.tables import shipped_tables


def running(case: Case, today: date = SIGNED) -> dict[str, Deadline]:
    """Return the deadlines of a case by their id."""
    tables = shipped_tables()
    found = deadlines(case, calendar=tables.calendar, periods=tables.periods, today=today)
    assert len({one.id for one in found}) == len(found)
    return {one.id: one for one in found}


@pytest.mark.parametrize(
    ("ref", "due"),
    [("C01", "2026-04-08"), ("C03", "2026-07-10"), ("C05", "2026-10-08"), ("C06", "2026-06-08")],
)
def test_confirmation_of_the_acceptance_cases_ends_as_told(ref: str, due: str) -> None:
    assert running(accepted(ref))["T3"].due == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("ref", "dues"),
    [  # reckoned by hand on the calendar of 2026: 9 May and 20 September are worked, 2 August is a Sunday
        ("C01", {"T1": "2026-03-05", "T2": "2026-04-01", "T3": "2026-04-08", "T5": "2029-03-02"}),
        ("C03", {"T1": "2026-06-09", "T2": "2026-07-06", "T3": "2026-07-10", "T5": "2029-06-04"}),
        ("C05", {"T1": "2026-08-26", "T2": "2026-09-20", "T3": "2026-10-08", "T5": "2029-08-21"}),
        ("C06", {"T1": "2026-05-09", "T2": "2026-06-05", "T3": "2026-06-08", "T5": "2029-05-07"}),
        ("C08", {"T1": "2026-07-08", "T2": "2026-08-03", "T5": "2029-07-03"}),
        ("C09", {"T1": "2026-05-19", "T2": "2026-06-15", "T5": "2029-05-14"}),
    ],
)
def test_the_deadlines_of_the_acceptance_cases_are_those_reckoned_by_hand(
    ref: str, dues: dict[str, str]
) -> None:
    found = running(accepted(ref))
    assert {name: str(found[name].due) for name in dues} == dues
    assert ("T3" in found) == ("T3" in dues)
    assert "T4" not in found


@pytest.mark.parametrize(
    ("agreed", "due"),
    [  # the thirtieth day in and around every holiday of 2026, and where 2027 is provisional
        ("2026-01-14", "2026-02-13"),
        ("2026-01-15", "2026-02-14"),
        ("2026-01-16", "2026-02-24"),
        ("2026-01-29", "2026-02-28"),
        ("2026-01-30", "2026-03-02"),
        ("2026-03-05", "2026-04-07"),
        ("2026-04-01", "2026-05-06"),
        ("2026-04-09", "2026-05-09"),
        ("2026-05-20", "2026-06-22"),
        ("2026-08-21", "2026-09-20"),
        ("2026-08-26", "2026-09-28"),
        ("2026-08-31", "2026-09-30"),
        ("2026-09-01", "2026-10-08"),
        ("2026-09-10", "2026-10-10"),
        ("2026-09-11", "2026-10-12"),
        ("2026-12-01", "2026-12-31"),
        ("2026-12-02", "2027-01-04"),
        ("2027-01-06", "2027-02-09"),
        ("2028-01-30", "2028-02-29"),
        ("2027-01-29", "2027-03-01"),
    ],
)
def test_thirty_days_end_on_a_worked_day(agreed: str, due: str) -> None:
    day = date.fromisoformat(agreed)
    assert running(make_case(dates=Dates(agree=day)), day)["T3"].due == date.fromisoformat(due)


def test_the_working_is_told_in_words() -> None:
    told = running(accepted("C05"), date(2026, 9, 2))["T3"]
    assert told.working == (
        "自2026-09-02起算，当日不计入，第30日为2026-10-02，是休息日，顺延至2026-10-08；双方共同提出"
    )
    assert (told.what, told.basis) == (
        "共同申请司法确认",
        "人民调解法33；民诉法205；民典201、203".replace("民典", "民法典"),
    )
    beyond = running(make_case(dates=Dates(agree=date(2026, 12, 2))), date(2026, 12, 2))["T3"]
    assert beyond.due == date(2027, 1, 4)
    assert "2027年放假安排尚未公布，结果为预估" in beyond.working


@pytest.mark.parametrize(
    ("applied", "today", "state"),
    [
        (None, "2026-04-08", "open"),
        (None, "2026-04-09", "overdue"),
        ("2026-03-12", "2026-03-11", "open"),
        ("2026-03-12", "2026-04-09", "done"),
        ("2026-04-10", "2026-04-20", "done"),
    ],
)
def test_confirmation_is_open_done_or_overdue(applied: str | None, today: str, state: str) -> None:
    asked = date.fromisoformat(applied) if applied else None
    dates = Dates(agree=SIGNED, confirm_apply=asked)
    found = running(make_case(dates=dates), date.fromisoformat(today))["T3"]
    assert found.state == state
    assert ("超过期限" in found.working) == (applied == "2026-04-10")


def test_an_application_noted_with_the_court_counts() -> None:
    case = make_case(confirmation=Confirmation(apply_date=SIGNED))
    assert running(case)["T3"].state == "done"


def test_what_is_performed_needs_no_confirmation_any_more() -> None:
    done = make_case(outcome=Outcome(form="书面", performance="履行完毕"))
    late = running(done, date(2026, 5, 1))["T3"]
    assert late.state == "none"
    assert late.working.endswith("协议已履行完毕，无需申请")
    assert running(done)["T3"].state == "open"


def test_without_an_agreement_there_is_nothing_to_confirm() -> None:
    assert "T3" not in running(accepted("C08"))
    assert not running(Case())


@pytest.mark.parametrize(
    ("changed", "today", "due", "state"),
    [
        ({"apply": "2026-02-13"}, "2026-02-13", "2026-02-25", "open"),
        ({"apply": "2026-02-13"}, "2026-02-26", "2026-02-25", "overdue"),
        ({"apply": "2026-02-13", "accept": "2026-02-14"}, "2026-02-26", "2026-02-25", "done"),
    ],
)
def test_acceptance_is_decided_in_the_working_days_of_the_table(
    changed: dict[str, str], today: str, due: str, state: str
) -> None:
    days: dict[str, Any] = {name: date.fromisoformat(day) for name, day in changed.items()}
    found = running(Case(dates=Dates(**days)), date.fromisoformat(today))["T1"]
    assert (found.due, found.state) == (date.fromisoformat(due), state)
    assert "第3个工作日" in found.working


def test_a_refusal_decides_too() -> None:
    case = Case(
        dates=Dates(apply=date(2026, 3, 2), close=date(2026, 3, 3)), outcome=Outcome(result="不予受理")
    )
    assert running(case)["T1"].state == "done"


COURT, SENT = "法院委托移送", date(2026, 7, 1)
ACCEPTED = Dates(accept=date(2026, 7, 3))


@pytest.mark.parametrize(
    ("facts", "id_", "due"),
    [
        ({}, "T2", "2026-08-03"),
        ({"dispute_type": "医疗纠纷"}, "T2m", "2026-08-14"),
        ({"source": COURT, "referral": Referral(doc="委派调解函", date=SENT)}, "T2c", "2026-07-31"),
        ({"source": COURT, "referral": Referral(doc="委托调解函", date=SENT)}, "T2c", "2026-07-16"),
        (
            {"referral": Referral(organ="中山市第二人民法院", doc="委托调解（简易程序）", date=SENT)},
            "T2c",
            "2026-07-08",
        ),
        ({"source": COURT}, "T2c", "2026-08-03"),
        ({"source": COURT, "referral": Referral(doc="移送函")}, "T2c", "2026-08-03"),
        ({"source": "公安机关委托移送", "referral": Referral(organ="派出所", date=SENT)}, "T2", "2026-08-03"),
    ],
)
def test_mediation_ends_by_its_kind(facts: dict[str, Any], id_: str, due: str) -> None:
    found = running(Case(dates=ACCEPTED, **facts), date(2026, 7, 3))
    assert [one for one in found if one.startswith("T2")] == [id_]
    assert found[id_].due == date.fromisoformat(due)


def test_a_court_that_does_not_say_which_is_told_so() -> None:
    found = running(Case(dates=ACCEPTED, source="法院委托移送"))["T2c"]
    assert "按委派计算" in found.working
    assert not running(Case(source="法院委托移送"))


def test_an_agreed_extension_has_no_known_last_day() -> None:
    case = Case(dates=replace(ACCEPTED, extend_consent=date(2026, 8, 1)))
    found = running(case, date(2026, 8, 10))
    assert (found["T2"].state, found["T2b"].state, found["T2b"].due) == ("done", "none", None)
    assert running(accepted("C08"), date(2026, 8, 14))["T2b"].state == "done"
    assert "T2b" not in running(Case(dates=Dates(extend_consent=date(2026, 8, 1))))


def test_after_a_failed_traffic_case_the_police_may_be_asked_for_three_days() -> None:
    case = Case(dispute_type="道路交通事故纠纷", dates=Dates(terminate=date(2026, 9, 30)))
    assert running(case)["T4"].due == date(2026, 10, 8)
    assert "T4" not in running(replace(case, dispute_type="邻里纠纷"))
    assert "T4" not in running(replace(case, dates=Dates()))


def test_the_limitation_runs_anew_for_three_years() -> None:
    found = running(accepted("C06"), date(2026, 6, 1))["T5"]
    assert (found.due, found.state) == (date(2029, 5, 7), "open")
    assert found.working.startswith("自2026-05-06起算3年，到期日2029-05-06，是休息日，顺延至2029-05-07；")
    assert running(accepted("C01"), date(2026, 11, 24))["T5"].state == "done"
    assert running(accepted("C08"), date(2030, 1, 1))["T5"].state == "overdue"


def test_lengths_are_rows_of_a_table_that_may_be_edited() -> None:
    tables = shipped_tables()
    longer = dict(tables.periods) | {"T1": replace(tables.periods["T1"], count=5)}
    case = Case(dates=Dates(apply=date(2026, 3, 2)))
    (found, _) = deadlines(case, calendar=tables.calendar, periods=longer, today=SIGNED)
    assert found.due == date(2026, 3, 9)


def test_without_a_schedule_the_visit_waits_for_the_day_that_the_clauses_name() -> None:
    case = make_case("一、梁亚娣于2026年4月20日前以现金支付何䶮500元。", "二、2026年2月1日前的费用各自承担。")
    assert running(case, SIGNED)["T7"].start == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("due", "visited", "start", "last", "state"),
    [
        ("2026-03-20", None, "2026-03-20", "2026-04-07", "open"),
        ("2026-03-09", None, "2026-03-09", "2026-04-08", "open"),
        (None, None, "2026-03-09", "2026-04-08", "open"),
        ("2026-03-20", "2026-03-26", "2026-03-20", "2026-04-07", "done"),
    ],
)
def test_a_visit_is_due_after_the_last_payment_or_a_month_after_signing(
    due: str | None, visited: str | None, start: str, last: str, state: str
) -> None:
    owed = Obligation(due=date.fromisoformat(due) if due else None)
    dates = Dates(agree=SIGNED, visit=date.fromisoformat(visited) if visited else None)
    found = running(make_case(dates=dates, schedule=(owed,)), date(2026, 3, 27))["T7"]
    assert (found.start, found.due, found.state) == (
        date.fromisoformat(start),
        date.fromisoformat(last),
        state,
    )


def test_a_dossier_is_bound_within_fifteen_days_of_the_close() -> None:
    closed = Dates(agree=SIGNED, close=date(2026, 3, 19))
    assert running(make_case(dates=closed))["T8"].due == date(2026, 4, 3)
    refused = make_case(dates=Dates(close=SIGNED), outcome=Outcome(result="不予受理"))
    assert "T8" not in running(refused)


def test_a_labour_dispute_reminds_of_arbitration_until_it_is_settled() -> None:
    open_case = make_case(dispute_type="劳动争议纠纷/拖欠农民工工资", dates=Dates(accept=date(2026, 3, 2)))
    found = running(open_case)
    assert found["T2l"].due == date(2026, 3, 17)
    assert (found["T6"].due, found["T6"].state) == (None, "none")
    assert found["T6"].working.startswith("自知道或者应当知道权利被侵害之日起1年；")
    assert "T2l" not in running(replace(open_case, dates=Dates()))
    assert "T6" not in running(replace(open_case, dates=Dates(agree=SIGNED)))
    assert "T6" not in running(make_case(dates=Dates(accept=SIGNED)))


def test_a_dispute_about_land_tells_the_term_for_going_to_court() -> None:
    land = make_case(dispute_type="山林土地纠纷/承包地纠纷", dates=Dates(apply=SIGNED))
    assert running(land)["T9"].basis == "土地管理法14；森林法22"
    assert "T9" not in running(replace(land, dates=Dates(agree=SIGNED)))
