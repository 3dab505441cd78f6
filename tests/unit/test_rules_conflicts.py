"""Conflicts of interest: where the mediators and parties of a case meet in other cases."""

from datetime import date

import pytest

from zsapp.rules.committee import RosterMediator
from zsapp.rules.conflicts import CHOICE, INTERNAL, RECUSAL, Related, conflicts
from zsapp.rules.findings import Severity
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Agent, Dates, Guardian, LegalRep, Mediator, Outcome, Party, Recusal

HE = Party(role="申请人", name="何䶮", id_no="442000196803159914", phone="13800000101")
LIANG = Party(role="被申请人", name="梁亚娣")
LIU = Mediator(name="刘建国", role="调解员")
OURS = Case(parties=(HE, LIANG), mediators=(LIU,), dispute_type="邻里纠纷")


def other(*parties: Party, mediators: tuple[Mediator, ...] = (), **items: object) -> Related:
    number = str(items.pop("volume_no", "〔2025〕沙龙人调字第7号"))
    case = Case(
        parties=parties, mediators=mediators, volume_no=number, dispute_type="婚姻家庭纠纷/赡养纠纷", **items
    )
    return Related(record_id="other", case=case)


def told(*others: Related, case: Case = OURS, roster: tuple[RosterMediator, ...] = ()) -> list[str]:
    return [one.message for one in conflicts(case, roster, others)]


def test_people_who_meet_nowhere_else_are_left_alone():
    stranger = Party(role="申请人", name="赵六")
    assert told() == []
    assert told(other(stranger, mediators=(LIU,))) == []
    assert told(other(stranger, Party(role="被申请人", name="刘建国"))) == []
    assert told(other(Party(name=" "), HE)) == []


def test_a_mediator_who_was_the_other_side_of_a_party_is_told_with_the_article():
    (one,) = conflicts(OURS, (), (other(HE, Party(role="被申请人", name="刘建国")),))
    assert one.message == (
        "调解员刘建国在〔2025〕沙龙人调字第7号中是何䶮的对方当事人，可能有利害关系，请更换或取得各方书面同意。"
    )
    assert (one.severity, one.basis, one.where) == (Severity.WARNING, RECUSAL, "mediators[0].name")
    assert (one.record_id, one.recuse) == ("other", True)


def test_a_mediator_who_stood_on_the_same_side_is_told_too():
    (words,) = told(other(LIANG, Party(role="被申请人", name="刘建国"), volume_no=""))
    assert words.startswith("调解员刘建国在“婚姻家庭纠纷/赡养纠纷”一案中是梁亚娣同一方的当事人")


@pytest.mark.parametrize(
    "helped",
    [
        {"agent": Agent(name="刘建国")},
        {"guardians": (Guardian(name="刘建国"),)},
        {"representatives": ("刘建国",)},
        {"legal_rep": LegalRep(name="刘建国")},
    ],
)
def test_a_mediator_who_stood_for_a_party_elsewhere_is_told(helped):
    (words,) = told(other(Party(role="申请人", name="梁亚娣", **helped)))
    assert words.startswith("调解员刘建国在〔2025〕沙龙人调字第7号中代理过梁亚娣")


def test_who_stood_for_somebody_else_is_not_told():
    assert told(other(Party(role="申请人", name="赵六", agent=Agent(name="刘建国")), HE)) == []


def test_a_mediator_under_a_partys_telephone_is_told():
    roster = (RosterMediator(name="刘建国", phone="138 0000 0101"),)
    (one,) = conflicts(OURS, roster, ())
    assert "何䶮登记的是同一个电话" in one.message
    assert (one.record_id, one.recuse) == ("", True)
    assert told(roster=(RosterMediator(name="刘建国", phone="13911112222"),)) == []


def test_a_namesake_with_another_number_is_somebody_else():
    roster = (RosterMediator(name="刘建国", id_no="442000197001010011"),)
    namesake = Party(role="被申请人", name="刘建国", id_no="442000199001010019")
    assert told(other(HE, namesake), roster=roster) == []
    young = Party(role="申请人", name="何䶮", id_no="442000199901010019")
    assert told(other(young, Party(role="被申请人", name="刘建国"))) == []


def test_one_record_is_one_person_whatever_the_name():
    mine = Case(parties=(Party(role="申请人", name="何龚", person_id="p"), LIANG))
    before = other(Party(role="申请人", name="何䶮", person_id="p"), LIANG)
    (words,) = told(before, case=mine)
    assert words.startswith("何䶮与梁亚娣之间另有一件赡养纠纷（〔2025〕沙龙人调字第7号，已登记）")


def test_the_same_two_neighbours_again_are_a_hint_that_leads_to_the_other_case():
    (one,) = conflicts(OURS, (), (other(LIANG, HE, Party(role="申请人", name="赵六")),))
    assert (one.severity, one.basis, one.record_id, one.recuse) == (Severity.HINT, INTERNAL, "other", False)
    sister = Party(role="申请人", name="梁亚娣")
    assert told(other(HE, sister)) == []


def test_one_mediator_in_two_open_quarrels_of_a_party_is_a_hint():
    (one,) = conflicts(OURS, (), (other(HE, mediators=(LIU,)),))
    assert one.message == (
        "何䶮的另一件（〔2025〕沙龙人调字第7号）也由调解员刘建国在办；当事人要求换人的应当更换。"
    )
    assert (one.severity, one.basis, one.recuse) == (Severity.HINT, CHOICE, True)
    closed = {"dates": Dates(close=date(2025, 9, 1)), "outcome": Outcome(result="达成协议")}
    assert told(other(HE, mediators=(LIU,), **closed)) == []
    assert told(other(HE, mediators=(Mediator(name="刘建国", role="记录人"),))) == []


def test_a_recorder_and_who_has_stepped_back_are_not_asked_about():
    before = other(HE, Party(role="被申请人", name="刘建国"))
    recorder = Case(parties=OURS.parties, mediators=(Mediator(name="刘建国", role="记录人"), Mediator()))
    assert told(before, case=recorder) == []
    changed = Case(parties=OURS.parties, mediators=(LIU,), recusal=Recusal(name="刘建国"))
    assert told(before, case=changed) == []


def test_the_gravest_stands_first():
    found = conflicts(OURS, (), (other(HE, LIANG), other(HE, Party(role="被申请人", name="刘建国"))))
    assert [one.severity for one in found] == [Severity.WARNING, Severity.HINT]
