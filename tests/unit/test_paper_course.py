"""The course of a case on paper: told, refused, ended, withdrawn, prolonged."""

from dataclasses import replace
from datetime import date

import pytest

from tests.paper_samples import occasion, sample
from tests.papers import case_of
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper_course import course_paper
from zsapp.rules.mediation_parts import Dates, Mediator, Party, Served, Termination, Withdrawal


def course(case):
    return course_paper(case, occasion())


def test_who_mediates_and_who_writes_are_told_apart():
    paper = course(replace(case_of("C03"), rights_told=date(2026, 6, 4)))
    assert (paper.hosts, paper.recorders) == (("欧阳启明", "冯丽珍"), ("麦晓彤",))
    assert paper.told_on == date(2026, 6, 4)
    assert course(Case(mediators=(Mediator(name="甲"),))).hosts == ("甲",)


def test_what_the_mediator_wrote_is_told_as_written():
    paper = course(case_of("C08"))
    assert [one.text for one in paper.routes] == [case_of("C08").termination.notice]
    assert (paper.ended_on, paper.refused, paper.refused_on) == (date(2026, 8, 14), False, None)


def test_without_words_of_the_mediator_the_ways_of_the_table_are_told_and_numbered():
    paper = course(replace(case_of("C08"), termination=Termination(reason="一方不来。")))
    assert [one.text[:2] for one in paper.routes] == ["1．", "2．"]
    assert all(one.text.endswith("。") and one.at == "termination.notice" for one in paper.routes)
    assert paper.reason == "一方不来"


def test_a_refusal_tells_the_way_of_its_ground_else_of_its_type():
    refused = sample("refused")
    (way,) = course(refused).routes
    assert "婚姻登记机关" in way.text
    assert not way.text.startswith("1．")
    other = replace(refused, termination=Termination(reason="不属于本会管辖"))
    assert len(course(other).routes) == 2
    assert course(refused).refused_on == date(2026, 4, 3)


def test_a_case_that_goes_on_tells_no_other_way():
    assert course(case_of("C01")).routes == ()


def test_everybody_signs_for_a_notice_and_a_refusal_to_sign_is_noted():
    served = (
        Served(to="何䶮", date=date(2026, 3, 9), sign="签收"),
        Served(to="梁亚娣", sign="拒绝签收"),
    )
    rows = course(replace(case_of("C01"), termination=Termination(served=served))).service.rows
    assert [one.cells for one in rows] == [
        ("何䶮", "2026年3月9日", "", ""),
        ("梁亚娣", "", "", "拒绝签收"),
    ]
    waiting = course(replace(case_of("C01"), termination=Termination(served=served[:1]))).service.rows
    assert [(one.at, one.cells[0]) for one in waiting] == [
        ("termination.served[0]", "何䶮"),
        ("parties[1]", "梁亚娣"),
    ]


def test_a_case_without_names_has_nobody_to_sign():
    assert course(Case(parties=(Party(role="申请人"),))).service is None


def test_who_withdrew_signs_else_every_applicant():
    gym = case_of("C09")
    paper = course(gym)
    assert [one.name for one in paper.withdrawal_signers] == ["苏婷"]
    assert (paper.withdrawn_in_writing, paper.withdrawn_by_mouth) == (True, False)
    stranger = replace(gym, withdrawal=Withdrawal(by="", date=date(2026, 5, 20)), dates=Dates())
    paper = course(stranger)
    assert (paper.withdrawn_by, paper.withdrawn_on) == ("苏婷", date(2026, 5, 20))
    assert [one.name for one in paper.withdrawal_signers] == ["苏婷"]
    assert (paper.withdrawn_in_writing, paper.withdrawn_by_mouth) == (None, None)


@pytest.mark.parametrize(("name", "due"), [("C08", date(2026, 8, 3)), ("C01", date(2026, 4, 1))])
def test_the_first_period_ends_where_the_deadline_says(name, due):
    assert course(case_of(name)).first_due == due


def test_a_case_that_was_not_accepted_has_no_period():
    assert course(sample("refused")).first_due is None
    assert course(Case()).withdrawn_by == ""


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("甲与乙宅基地纠纷（调解不成）", "甲与乙宅基地纠纷"),
        ("甲与乙（个体）宅基地纠纷", "甲与乙（个体）宅基地纠纷"),
        ("甲与乙（个体）", "甲与乙（个体）"),
    ],
)
def test_a_sentence_about_a_dispute_does_not_say_how_it_ended(title, matter):
    assert course(Case(title=title)).matter == matter
