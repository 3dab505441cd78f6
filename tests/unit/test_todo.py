"""What the day asks for: what presses first, and what an application asks of whom."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.intakes import DAY, make_intake, with_applicant
from zsapp.rules.consultation import Consultation
from zsapp.rules.desk_checking import Desk
from zsapp.rules.desk_parts import Satisfaction, Visitor
from zsapp.rules.desk_todo import asking_states, desk_duties
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.groups import PRIORITY
from zsapp.rules.legal_aid import LegalAidIntake, with_visibility
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_parts import CenterAnswer, Forwarded, Received, Supplement
from zsapp.rules.legal_aid_todo import aid_duties, asked_of
from zsapp.rules.publicity import Publicity
from zsapp.rules.reconsideration import Act
from zsapp.rules.todo import Duty, Pressing, in_order, pressing_by
from zsapp.services.tables import shipped_tables

SENT = Forwarded(date=DAY)


def duty(pressing: Pressing, title: str, **more: Any) -> Duty:
    return Duty(pressing=pressing, what="办", title=title, **more)


def test_law_stands_before_our_own_periods_and_who_goes_first_before_others() -> None:
    given = [
        duty("later", "以后"),
        duty("waiting", "等待"),
        duty("unsent", "未导出"),
        duty("draft", "草稿"),
        duty("soon", "内部", due=date(2026, 3, 9), basis="内部期限"),
        duty("soon", "法定", due=date(2026, 3, 12), basis="法援法43"),
        duty("soon", "法定优先", due=date(2026, 3, 13), basis="法援法43", place=PRIORITY),
        duty("numbers", "编号段"),
        duty("returned", "有回音"),
        duty("late", "晚三天", due=date(2026, 3, 6), basis="民法典188"),
        duty("late", "晚五天", due=date(2026, 3, 4), basis="民法典188"),
        duty("urgent", "紧急"),
    ]
    assert [one.title for one in in_order(given)] == [
        *("紧急", "晚五天", "晚三天", "有回音", "编号段"),
        *("法定优先", "法定", "内部", "草稿", "未导出", "等待", "以后"),
    ]


@pytest.mark.parametrize(("days", "pressing"), [(-1, "late"), (0, "soon"), (7, "soon"), (8, "later")])
def test_a_last_day_presses_within_a_week(days: int, pressing: str) -> None:
    assert pressing_by(date.fromordinal(DAY.toordinal() + days), DAY) == pressing


def asked(intake: LegalAidIntake, today: date = DAY) -> list[tuple[str, str, str]]:
    situation = Situation(intake, shipped_tables(), today)
    return [(one.pressing, one.what, one.waits_for) for one in asked_of(situation)]


def test_an_application_received_is_to_be_forwarded_and_then_waits_for_the_centre() -> None:
    intake = make_intake()
    assert asked(intake) == [("soon", "转交法律援助处", "")]
    assert asked(intake, date(2026, 3, 12)) == [("late", "转交法律援助处", "")]
    gone = replace(intake, forwarded=SENT)
    what = "等中山市法律援助处的结果"
    assert asked(gone) == [("waiting", what, "中山市法律援助处")]
    assert asked(gone, date(2026, 3, 20)) == [("late", what, "中山市法律援助处")]


def test_urgent_by_law_stands_above_all() -> None:
    (one,) = asked(make_intake(limitation_end=date(2026, 3, 12)))
    assert one[0] == "urgent"


def test_one_without_a_day_of_receipt_asks_nothing_yet() -> None:
    assert asked(make_intake(received=Received())) == []


def test_materials_asked_for_are_waited_for_from_the_applicant() -> None:
    supplement = Supplement(notice=DAY, missing=("工资条",), until=date(2026, 3, 12))
    assert ("waiting", "等申请人补交材料（工资条）", "申请人") in asked(make_intake(supplement=supplement))
    bare = Supplement(notice=DAY)
    assert ("waiting", "等申请人补交材料", "申请人") in asked(make_intake(supplement=bare))


def test_an_answer_of_the_centre_is_to_be_told_until_it_was() -> None:
    answer = CenterAnswer(status="不予", date=DAY)
    intake = make_intake(forwarded=SENT, center=answer)
    (one,) = asked(intake)
    assert one[0] == "returned"
    assert "告知" in one[1]
    assert asked(replace(intake, center=replace(answer, told=DAY))) == []
    objected = replace(answer, told=DAY, delivered=DAY, objected=DAY)
    assert asked(replace(intake, center=objected)) == [("waiting", "等中山市司法局答复异议", "中山市司法局")]


def test_what_the_centre_asked_for_and_has_is_not_told_again() -> None:
    supplied = Supplement(notice=DAY, received=DAY)
    intake = make_intake(forwarded=SENT, center=CenterAnswer(status="补正", date=DAY), supplement=supplied)
    assert [one[0] for one in asked(intake)] == ["waiting"]


def test_lines_say_who_goes_first_and_nothing_of_a_restricted_applicant() -> None:
    elder = with_applicant(make_intake(), birth=date(1940, 1, 1))
    (one,) = aid_duties(Situation(elder, shipped_tables(), DAY))
    assert (one.first, one.marks, one.days) == (True, ("老年人", "大字"), 1)
    hidden = with_visibility(replace(elder, groups=("G10",)))
    (one,) = aid_duties(Situation(hidden, shipped_tables(), DAY))
    assert (one.first, one.marks) == (True, ())


def of_service(sector: str, today: date = DAY, **told: Any) -> list[tuple[str, str, str]]:
    record = SERVICES[sector].shape(**{"date": DAY} | told)
    desk = Desk(record=record, tables=shipped_tables(), today=today)
    return [(one.pressing, one.what, one.waits_for) for one in desk_duties(sector, desk)]


def test_a_letter_is_answered_and_a_bad_mark_called_back() -> None:
    assert of_service("consultation", channel="来函", person=Visitor(name="何某")) == [
        ("later", "来函咨询答复", "")
    ]
    bad = {"satisfaction": Satisfaction(level=1), "answer": "已答", "closed_on": DAY}
    assert of_service("consultation", **bad) == [("soon", "差评回访", "")]
    assert of_service("consultation", date(2026, 3, 20), **bad) == [("late", "差评回访", "")]


def test_what_others_have_to_do_is_waited_for_until_it_is_late() -> None:
    booked = {"appointment": date(2026, 3, 12)}
    assert of_service("notary", **booked) == [("waiting", "等当事人：到公证处办理", "当事人")]
    assert of_service("notary", date(2026, 3, 13), **booked)[0][0] == "late"


def test_a_right_that_has_lapsed_is_no_duty_any_more() -> None:
    act = Act(known=date(2026, 1, 12))
    assert of_service("reconsideration", act=act)[0][:2] == ("soon", "申请行政复议")
    assert of_service("reconsideration", date(2026, 4, 1), act=act) == []
    assert of_service("reconsideration", act=Act(made=DAY)) == []


def test_events_have_no_people_and_a_restricted_record_says_nothing_of_them() -> None:
    desk = Desk(record=Publicity(date=DAY), tables=shipped_tables(), today=DAY)
    assert all(not one.marks for one in desk_duties("publicity", desk))
    for restricted, marks in (((), ("老年人", "大字")), (("家庭暴力",), ())):
        record = Consultation(
            date=DAY, channel="来函", person=Visitor(birth=date(1940, 1, 1)), restricted=restricted
        )
        (one,) = desk_duties("consultation", Desk(record=record, tables=shipped_tables(), today=DAY))
        assert (one.first, one.marks) == (True, marks)


def test_ended_records_are_not_asked() -> None:
    assert "已办结" not in asking_states(SERVICES["consultation"])
    assert asking_states(SERVICES["consultation"])
