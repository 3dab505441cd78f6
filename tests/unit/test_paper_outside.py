"""What goes to others, and what was handed in: referral, recusal, risk, investigation, evidence."""

from dataclasses import replace
from datetime import date

import pytest

from tests.paper_samples import occasion, sample
from tests.papers import case_of
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper_evidence import evidence_paper
from zsapp.rules.mediation_paper_outside import outside_paper
from zsapp.rules.mediation_parts import Evidence, Outcome


def outside(case):
    return outside_paper(case, occasion())


def ticks(case):
    paper = outside(case)
    return (paper.in_writing, paper.by_mouth, paper.failed, paper.withdrawn, paper.turned_down)


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        (case_of("C03"), (True, False, False, False, None)),
        (sample("oral"), (False, True, False, False, None)),
        (case_of("C08"), (False, False, True, False, None)),
        (case_of("C09"), (False, False, False, True, None)),
        (sample("refused"), (False, False, False, False, True)),
        (Case(), (None, None, None, None, None)),
    ],
)
def test_one_result_is_told_to_who_sent_the_case(case, wanted):
    assert ticks(case) == wanted
    assert outside(case).ended is (case != Case())


def test_who_sent_the_case_is_answered():
    paper = outside(case_of("C03"))
    assert (paper.sender, paper.letter, paper.sent_on) == (
        "人力资源社会保障部门（劳动监察）",
        "委托调解函",
        date(2026, 6, 3),
    )
    assert paper.accepted is True
    assert outside(sample("refused")).accepted is None
    assert outside(case_of("C01")).sender == ""


def test_the_result_has_the_day_it_came():
    assert outside(case_of("C08")).closed_on == date(2026, 8, 14)
    assert outside(sample("refused")).closed_on == date(2026, 4, 3)
    assert outside(case_of("C08")).failure == case_of("C08").termination.reason


def test_a_mediator_who_steps_back_is_named_with_who_follows():
    paper = outside(case_of("C06"))
    assert (paper.stepped_back, paper.successor, paper.recused_on) == (
        "卢志伟",
        "梁淑仪",
        date(2026, 5, 6),
    )
    assert outside(case_of("C01")).stepped_back == ""


def test_a_risk_is_reported_with_what_was_done():
    paper = outside(case_of("C08"))
    assert paper.risk == "可能发生肢体冲突"
    assert paper.measures[0].text == "1．当场分开劝导。"
    assert paper.told == ("公安派出所", "村民委员会", "司法所")
    assert outside(case_of("C01")).measures == ()


def test_an_agreement_still_being_written_is_no_result():
    writing = replace(case_of("C01"), dates=replace(case_of("C01").dates, agree=None), outcome=Outcome())
    assert not outside(writing).ended


def test_evidence_is_listed_with_its_own_numbers_and_each_provider_once():
    paper = evidence_paper(case_of("C01"), occasion())
    assert [row.cells[0] for row in paper.evidence.rows] == ["1", "2", "3", "4"]
    assert paper.providers == ("何䶮", "双方", "调委会")
    unnumbered = replace(case_of("C01"), evidence=(Evidence(name="照片"), Evidence(no=7, name="收据")))
    rows = evidence_paper(unnumbered, occasion()).evidence.rows
    assert [row.cells[0] for row in rows] == ["1", "7"]


def test_without_evidence_there_is_no_list():
    paper = evidence_paper(Case(), occasion())
    assert (paper.evidence, paper.providers, paper.investigation) == (None, (), "")
