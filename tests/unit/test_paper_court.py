"""What is asked of courts and police: which court, with what, by when, and when the police are asked."""

from dataclasses import replace
from datetime import date

import pytest

from tests.paper_samples import occasion, sample
from tests.papers import case_of
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper_court import court_paper
from zsapp.rules.mediation_parts import Outcome, Referral


def court(case):
    return court_paper(case, occasion())


def test_the_court_is_the_one_named_without_the_remark_else_that_of_the_town():
    assert court(case_of("C03")).court == "中山市第二人民法院"
    assert court(case_of("C01")).court == "中山市第一人民法院"
    assert court(case_of("C06")).court == "中山市第二人民法院"
    assert court(Case(committee="某市某镇人民调解委员会")).court == ""


@pytest.mark.parametrize(("name", "due"), [("C05", date(2026, 10, 8)), ("C06", date(2026, 6, 8))])
def test_the_last_day_is_the_one_of_the_deadline(name, due):
    assert court(case_of(name)).last_day == due


def test_without_an_agreement_there_is_no_last_day_and_nothing_written():
    paper = court(case_of("C08"))
    assert (paper.last_day, paper.written, paper.performed) == (None, False, False)
    assert not court(sample("oral")).written


def test_what_to_hand_in_is_as_recorded_else_what_the_court_asks_for():
    assert court(case_of("C03")).materials[5].text == "6．工资结算表。"
    group = court(replace(case_of("C03"), confirmation=None)).materials
    assert [one.text.split("．")[1] for one in group] == [
        "司法确认申请书。",
        "人民调解协议书及附件。",
        "调解组织主持调解的证明。",
        "当事人的身份证明、住所和联系方式。",
        "授权委托书。",
        "推选代表人证明书及名单。",
        "送达地址确认书。",
    ]
    assert len(court(case_of("C01")).materials) == 5


def test_both_parties_apply_together():
    assert {one.role for one in court(case_of("C05")).joint_signers} == {"申请人"}


@pytest.mark.parametrize(
    ("case", "minor"),
    [
        (case_of("C01"), False),
        (sample("police"), True),
        (case_of("C05"), False),
        (replace(case_of("C01"), source="公安机关委托移送"), True),
    ],
)
def test_the_police_are_asked_where_they_may_have_a_case(case, minor):
    assert court(case).police_matter is minor


def test_only_a_police_organ_is_addressed():
    sent = replace(case_of("C01"), referral=Referral(organ="沙溪公安分局"))
    assert court(sent).police == "沙溪公安分局"
    assert court(case_of("C03")).police == ""


def test_performance_is_what_the_schedule_or_the_outcome_says():
    paper = court(case_of("C01"))
    assert (paper.performed, paper.performed_on) == (True, date(2026, 3, 19))
    assert court(sample("oral")).performed
    assert not court(sample("late")).performed or case_of("C01").outcome.performance == "履行完毕"
    open_case = replace(sample("late"), outcome=Outcome(result="调解成功", performance="履行中"))
    assert (court(open_case).performed, court(open_case).performed_on) == (False, None)
