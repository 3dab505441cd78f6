"""What becomes of an agreement on paper: by word of mouth, visited, reminded."""

from dataclasses import replace
from datetime import date

import pytest

from tests.paper_samples import TODAY, occasion, sample
from tests.papers import case_of
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper_performance import performance_paper
from zsapp.rules.mediation_parts import Outcome


def performance(case, today=TODAY):
    return performance_paper(case, occasion(today))


def test_an_oral_agreement_is_what_the_register_says():
    paper = performance(sample("oral"))
    assert paper.oral
    assert paper.oral_facts.startswith("陈𬱖家小孩")
    assert [one.at for one in paper.oral_terms] == [f"oral_register.agreement[{n}]" for n in range(2)]
    assert [one.text for one in paper.oral_ways] == ["自即日起履行。"]


def test_without_a_register_facts_clauses_and_schedule_are_taken():
    spoken = replace(case_of("C01"), outcome=Outcome(result="调解成功", form="口头"))
    paper = performance(spoken)
    assert paper.oral
    assert paper.oral_facts == spoken.brief
    assert paper.oral_terms[0].at == "clauses[0]"
    assert len(paper.oral_ways) == 2


def test_a_written_agreement_and_none_are_not_oral():
    assert not performance(case_of("C01")).oral
    assert not performance(Case()).oral


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("6月15日入户回访", (True, False, False)),
        ("电话回访，并加微信", (False, True, True)),
        ("回访：已付清", (False, False, False)),
        ("", (None, None, None)),
    ],
)
def test_how_a_visit_was_made_is_read_from_its_words(text, ways):
    (visit,) = performance(Case(follow_up=text)).visits
    assert (visit.at_home, visit.by_phone, visit.by_wechat) == ways


@pytest.mark.parametrize(
    ("said", "ticks"),
    [
        ("满意", (True, False, False)),
        ("基本满意", (False, True, False)),
        ("不满意", (False, False, True)),
        ("", (None, None, None)),
    ],
)
def test_one_degree_of_satisfaction_is_ticked(said, ticks):
    (visit,) = performance(Case(outcome=Outcome(satisfaction=said))).visits
    assert (visit.satisfied, visit.fairly_satisfied, visit.not_satisfied) == ticks


def test_each_debtor_is_reminded_of_what_is_late_and_nothing_else():
    (reminder,) = performance(sample("late")).reminders
    assert (reminder.obligor, reminder.obligees, len(reminder.duties)) == ("梁亚娣", "何䶮", 2)
    assert reminder.duties[1].text.endswith("该项义务于2026年3月20日到期，已逾期248日。")
    assert "（已部分履行）" in reminder.duties[0].text
    assert performance(sample("late"), date(2026, 3, 20)).reminders[0].duties[-1].at == "schedule[0]"


def test_who_has_performed_is_not_reminded_and_the_paper_has_no_day():
    paper = performance(case_of("C01"))
    assert (paper.reminders, paper.reminded_on, paper.confirmed) == ((), None, False)
    assert performance(sample("late")).reminded_on == TODAY
    assert performance(case_of("C03")).confirmed


def test_two_debtors_are_two_papers_and_periodic_duties_wait():
    parents = case_of("C06")
    late = tuple(replace(one, status="未履行") for one in parents.schedule)
    found = performance(replace(parents, schedule=late)).reminders
    assert [(one.obligor, len(one.duties)) for one in found] == [("卢炳坤", 1), ("卢丽娟", 1)]
    assert found[1].at == "schedule[1]"
