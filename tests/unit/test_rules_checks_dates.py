"""R06, R07 and R55: dues, the order of the steps, the reminder of confirmation."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.rulings import PAYMENT, SIGNED, findings, fires, make_case, with_rows
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Confirmation, Dates, Obligation, Outcome

DAY = timedelta(days=1)
WHOLE = {
    "apply": date(2026, 3, 2),
    "accept": date(2026, 3, 2),
    "survey": date(2026, 3, 4),
    "sessions": (date(2026, 3, 6), SIGNED),
    "agree": SIGNED,
    "visit": date(2026, 3, 26),
    "file": date(2026, 3, 31),
}


def dated(**changed: Any) -> Case:
    """Return the lawful case with every step dated."""
    return make_case(dates=Dates(**(WHOLE | changed)))


@pytest.mark.parametrize(
    ("row", "fired"),
    [
        (replace(PAYMENT, due=SIGNED - DAY), True),
        (replace(PAYMENT, due=SIGNED), False),
        (replace(PAYMENT, due=SIGNED - DAY, status="已履行"), False),
        (replace(PAYMENT, due=SIGNED - DAY, status="未履行"), True),
        (replace(PAYMENT, due=None), False),
    ],
)
def test_nothing_open_falls_due_before_the_signing(row: Obligation, fired: bool) -> None:
    assert fires("R06", with_rows(row)) is fired


def test_without_a_signing_no_due_is_early() -> None:
    assert not fires("R06", with_rows(replace(PAYMENT, due=date(2020, 1, 1)), dates=Dates()))


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({}, ""),
        ({"apply": date(2026, 3, 3)}, "dates.accept"),
        ({"accept": date(2026, 3, 5)}, "dates.survey"),
        ({"accept": date(2026, 3, 7), "survey": None}, "dates.sessions[0]"),
        ({"survey": date(2026, 3, 10)}, "dates.agree"),
        ({"sessions": (date(2026, 3, 10),)}, "dates.agree"),
        ({"visit": date(2026, 3, 8)}, "dates.visit"),
        ({"file": date(2026, 3, 25)}, "dates.file"),
        ({"accept": None, "survey": None, "sessions": (), "apply": date(2026, 3, 10)}, "dates.agree"),
        ({"visit": None, "file": date(2026, 3, 1)}, "dates.file"),
        ({"agree": None, "terminate": date(2026, 3, 8)}, "dates.terminate"),
        ({"agree": None, "withdraw": date(2026, 3, 8)}, "dates.withdraw"),
    ],
)
def test_the_steps_follow_one_another(changed: dict[str, Any], where: str) -> None:
    found = findings(dated(**changed), "R07", today=date(2026, 11, 24))
    assert [one.where for one in found] == ([where] if where else [])


def test_survey_and_session_have_no_order_of_their_own() -> None:
    assert not fires("R07", dated(survey=SIGNED), today=date(2026, 11, 24))


def test_each_day_that_is_out_of_order_has_its_own_red_mark() -> None:
    found = findings(dated(apply=date(2026, 3, 3), file=date(2026, 3, 25)), "R07", today=date(2026, 11, 24))
    assert [(one.where, one.message) for one in found] == [
        ("dates.accept", "日期前后矛盾：受理日期2026-03-02早于申请日期2026-03-03。"),
        ("dates.file", "日期前后矛盾：立卷日期2026-03-25早于回访日期2026-03-26。"),
    ]


def test_what_is_wrong_with_one_day_is_said_in_one_place() -> None:
    early = dated(apply=date(2026, 3, 11), accept=date(2026, 3, 10), survey=None, sessions=())
    (found,) = [one for one in findings(early, "R07", today=SIGNED) if one.where == "dates.accept"]
    assert found.message == (
        "日期前后矛盾：受理日期2026-03-10早于申请日期2026-03-11；受理日期2026-03-10晚于今天2026-03-09。"
    )


@pytest.mark.parametrize("step", ["apply", "accept", "survey", "agree"])
def test_what_led_to_the_end_does_not_lie_in_the_future(step: str) -> None:
    only = dict.fromkeys(WHOLE) | {"sessions": (), step: date(2026, 3, 10)}
    assert fires("R07", make_case(dates=Dates(**only)), today=SIGNED)
    assert not fires("R07", make_case(dates=Dates(**only)), today=date(2026, 3, 10))


def test_a_consent_to_extend_does_not_lie_in_the_future() -> None:
    assert fires("R07", make_case(dates=Dates(extend_consent=date(2026, 3, 10))), today=SIGNED)


@pytest.mark.parametrize("step", ["visit", "file", "close", "confirm_apply", "confirm_ruling"])
def test_what_follows_is_held_against_today_once_the_end_is_past(step: str) -> None:
    case = make_case(dates=Dates(agree=SIGNED, **{step: date(2026, 4, 1)}))
    assert not fires("R07", case, today=SIGNED)
    assert fires("R07", case, today=date(2026, 3, 31))
    assert not fires("R07", case, today=date(2026, 4, 1))


REMIND = "如需司法确认，请双方于2026-04-08前共同向法院申请。"


@pytest.mark.parametrize(
    ("case", "fired"),
    [
        (with_rows(PAYMENT), True),
        (with_rows(replace(PAYMENT, due=SIGNED)), False),
        (with_rows(replace(PAYMENT, due=None, start=date(2026, 6, 10))), True),
        (with_rows(replace(PAYMENT, due=None, period="每月")), True),
        (with_rows(PAYMENT, outcome=Outcome(form="口头")), False),
        (with_rows(PAYMENT, dates=Dates()), False),
        (make_case(), True),
        (make_case("当场付清1800元。"), False),
        (make_case("当场付清。", outcome=Outcome(form="书面", confirmation="已申请")), True),
        (make_case("当场付清。", outcome=Outcome(form="书面", confirmation="不适用")), False),
        (make_case("当场付清。", confirmation=Confirmation(court="中山市第一人民法院")), True),
    ],
)
def test_who_has_something_due_is_reminded(case: Case, fired: bool) -> None:
    found = findings(case, "R55")
    assert [one.message for one in found] == ([REMIND] if fired else [])


def test_once_asked_for_it_is_resolved_and_once_past_it_is_told() -> None:
    asked = with_rows(PAYMENT, dates=Dates(agree=SIGNED, confirm_apply=date(2026, 3, 12)))
    assert findings(asked, "R55", today=date(2026, 3, 11))[0].message == REMIND
    (done,) = findings(asked, "R55", today=date(2026, 3, 12))
    assert (done.state, done.reason) == ("resolved", "已于2026-03-12申请司法确认。")
    elsewhere = with_rows(PAYMENT, confirmation=Confirmation(apply_date=SIGNED))
    assert findings(elsewhere, "R55")[0].message == "已于2026-03-09申请司法确认。"
    (late,) = findings(with_rows(PAYMENT), "R55", today=date(2026, 4, 9))
    assert late.message == "共同申请司法确认的期限已于2026-04-08届满。"
    assert not fires("R55", with_rows(PAYMENT, dates=Dates(terminate=SIGNED)))
