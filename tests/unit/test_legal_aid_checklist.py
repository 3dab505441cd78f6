"""The materials of an application as one list, where its people meet elsewhere, what turns into what."""

from dataclasses import replace
from datetime import date

import pytest

from tests.intakes import DAY, OWN, VISIBLE, advised, intake_entries, make_intake, visible, with_applicant
from zsapp.base.plain import from_sheet
from zsapp.rules.findings import Severity
from zsapp.rules.legal_aid import LegalAidIntake, with_visibility
from zsapp.rules.legal_aid_checklist import wanted_of
from zsapp.rules.legal_aid_conflicts import Elsewhere, aid_conflicts
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_parts import AidAgent, Applicant, Received, Respondent, Supplement
from zsapp.rules.mediation import ANNOTATIONS, Case
from zsapp.rules.mediation_parts import Agent, Dates, Guardian, Party
from zsapp.rules.turning import (
    case_from,
    intake_from_case,
    origin_of_case,
    origin_of_intake,
    received_on,
)
from zsapp.services.tables import shipped_tables

TABLES = shipped_tables()
ENTRIES = [*intake_entries(VISIBLE).values(), *intake_entries(OWN).values()]


def wanted(intake):
    return wanted_of(Situation(intake, TABLES, intake.received.date or DAY))


# --- the list of materials --------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_the_list_lacks_exactly_what_the_opinion_says_is_missing(entry):
    intake = from_sheet(LegalAidIntake, entry, ANNOTATIONS)
    lacking = [one.label for one in wanted(intake) if one.need and not one.found]
    assert set(lacking) == set(advised(intake).missing)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_what_is_offered_to_be_handed_in_makes_the_row_there(entry):
    bare = replace(from_sheet(LegalAidIntake, entry, ANNOTATIONS), documents=(), supplement=None)
    for one in (each for each in wanted(bare) if not each.where):
        for way in one.ways:
            after = wanted(replace(bare, documents=(way,)))
            assert one.label not in [each.label for each in after if each.need and not each.found]


def test_a_row_names_the_documents_that_satisfy_it_and_its_article():
    (form, identity, *_) = wanted(visible("LA-04"))
    assert (form.label, form.found, form.basis) == ("法律援助申请表", ("法律援助申请表",), "法援法41")
    assert identity.found == ("身份证复印件", "户口簿复印件")


def test_an_agents_identity_card_is_not_the_applicants():
    intake = replace(visible("LA-02"), documents=("代理人身份证复印件",))
    assert next(one for one in wanted(intake) if one.label == "身份证明").found == ()


def test_what_is_optional_is_listed_and_not_asked_for():
    policy = next(one for one in wanted(visible("LA-09")) if one.label == "保单信息")
    assert (policy.need, policy.found) == (False, ())


def test_somebody_who_is_missing_is_no_document_and_leads_to_where_he_is_written():
    child = with_applicant(make_intake(respondent=()), birth=date(2015, 1, 1))
    found = {one.label: one.where for one in wanted(child) if one.where}
    assert found == {"由法定代理人代为申请": "agent.name", "对方身份信息": "respondent[0].name"}
    assert all(not one.ways for one in wanted(child) if one.where)


def test_while_a_notice_stands_its_own_list_is_what_is_wanted():
    asked = Supplement(notice=DAY, missing=("租房合同",))
    found = wanted(make_intake(supplement=asked))
    assert [one.label for one in found if one.need and not one.found] == ["租房合同"]
    assert next(one for one in found if one.label == "租房合同").ways == ("租房合同",)


# --- where the people meet --------------------------------------------------------------------------------

OTHER = "018f0000-0000-7000-8000-000000000001"


def met(intake, *others):
    return aid_conflicts(intake, tuple(Elsewhere(record_id=OTHER, record=one) for one in others))


def applied(name, against="何永年", **changed):
    applicant = Applicant(name=name)
    respondent = (Respondent(kind="自然人", name=against),)
    return make_intake(
        **({"applicant": applicant, "respondent": respondent, "receipt_no": "甲1号"} | changed)
    )


def test_the_other_side_that_applied_here_too_is_told_with_the_way_there():
    (found, against) = met(make_intake(), applied("何子"))
    assert "何子在本站也申请了法律援助（甲1号（已接收））" in found.message
    assert (found.where, found.record_id, found.sector) == ("respondent[0].name", OTHER, "legal_aid")
    assert found.severity is Severity.WARNING
    assert "何永年是甲1号" in against.message


def test_a_namesake_with_another_number_is_nobody():
    here = make_intake(respondent=(Respondent(name="何子", uscc="442000194909229926"),))
    there = make_intake(
        applicant=Applicant(name="何子", id_no="442000194802139971"), respondent=(), receipt_no=""
    )
    assert met(here, there) == ()


def test_an_agent_who_is_the_other_side_elsewhere_is_told():
    here = make_intake(agent=AidAgent(name="李四"))
    (found,) = met(here, applied("王五", "李四", matter="M05b"))
    assert (found.where, "代理人李四是" in found.message) == ("agent.name", True)


def test_the_same_application_twice_is_a_hint():
    (found,) = met(make_intake(), make_intake(receipt_no=""))
    assert found.severity is Severity.HINT
    assert "请核对是否重复" in found.message
    assert "另一件申请" in found.message
    tied = with_applicant(make_intake(), person_id="甲", name="何永年（阿年）", id_no="1")
    again = with_applicant(make_intake(), person_id="甲", id_no="2")
    assert [one.severity for one in met(tied, again)] == [Severity.HINT]
    assert met(make_intake(), make_intake(matter="M05b")) == ()


def test_a_dispute_of_the_same_two_at_the_mediation_desk_is_told():
    case = Case(dispute_type="婚姻家庭纠纷/赡养纠纷", parties=(Party(name="何永年"), Party(name="何子")))
    (found,) = met(make_intake(), case)
    assert "有一件调解（赡养纠纷" in found.message
    assert found.sector == "mediation"
    assert met(make_intake(), replace(case, parties=case.parties[:1])) == ()
    assert "纠纷（" not in met(make_intake(), replace(case, dispute_type="", volume_no="8号"))[0].message
    assert met(make_intake(), replace(case, dispute_type=""))


@pytest.mark.parametrize(
    ("handler", "agent", "says"),
    [("何子", None, "与对方当事人同名"), ("李四", AidAgent(name="李四"), "又是代理人"), ("邓", None, "")],
)
def test_whoever_takes_it_in_is_not_the_other_side_nor_the_agent(handler, agent, says):
    found = met(make_intake(received=Received(date=DAY, handler=handler), agent=agent))
    assert [says in one.message for one in found] == ([True] if says else [])


# --- turned into something else ---------------------------------------------------------------------------


def turned(intake):
    return case_from(intake, Case(committee="甲调委会"), origin_of_intake(OTHER, intake), TABLES)


def test_an_application_becomes_a_case_with_both_sides_the_facts_and_a_way_back():
    case = turned(replace(visible("LA-04"), receipt_no="中南崖法援接〔2026〕0001号"))
    old, elder, younger = case.parties
    assert (old.role, old.name, old.sex, old.age) == ("申请人", "黄伯添", "男", 78)
    assert (old.id_type, old.ethnicity, old.occupation) == ("居民身份证", "汉族", "农民")
    assert (elder.role, elder.name, elder.relation) == ("被申请人", "黄树华(虚构)", "长子")
    assert younger.phone == "13900000195"
    assert (case.dispute_type, case.committee) == ("婚姻家庭纠纷/赡养纠纷", "甲调委会")
    assert case.brief.startswith("申请人丧偶独居")
    assert (case.origin.record_id, case.origin.called) == (OTHER, "中南崖法援接〔2026〕0001号")


def test_guardians_stay_guardians_and_agents_agents():
    agent = turned(visible("LA-02")).parties[0].agent
    assert (agent.name, agent.title) == ("罗小玲", "女")
    open_one = replace(make_intake(), agent=AidAgent(name="陈国栋", relation="5", type="法定代理人"))
    assert turned(open_one).parties[0].guardians[0].relation == "父母"


def test_without_a_birthday_there_is_no_age_and_a_received_one_says_where_and_by_whom():
    received = received_on(DAY, "442000106203", "甲站", "邓咏珊")
    case = turned(make_intake(applicant=Applicant(name="何永年"), received=received))
    assert case.parties[0].age is None
    assert (received.date, received.channel, received.handler) == (DAY, "来访", "邓咏珊")


def test_of_a_restricted_application_the_names_go_along_and_nothing_else():
    told = visible("LA-07")
    case = turned(told)
    assert [one.name for one in case.parties] == ["陈梓涵", "冯某(虚构)"]
    assert all(one == Party(role=one.role, kind=one.kind, name=one.name) for one in case.parties)
    assert (case.brief, case.dispute_type, case.origin) == ("", "", None)


def case_of(*parties, **changed):
    return Case(
        **({"parties": parties, "dispute_type": "婚姻家庭纠纷/抚养纠纷", "brief": "不付抚养费"} | changed)
    )


def from_case(case):
    return intake_from_case(
        case, received=Received(date=DAY), origin=origin_of_case(OTHER, case), tables=TABLES
    )


def test_a_case_becomes_an_application_of_its_first_applicant():
    guardian = Guardian(name="陈国栋", relation="父母", id_no="442000198507279996")
    child = Party(role="申请人", name="陈梓涵", sex="女", guardians=(guardian,), person_id="甲")
    mother = Party(role="被申请人", name="冯某", relation="母亲", address="佛山")
    intake = from_case(case_of(child, mother))
    assert (intake.applicant.name, intake.applicant.sex, intake.applicant.person_id) == ("陈梓涵", "2", "甲")
    assert (intake.agent.name, intake.agent.type, intake.agent.relation) == ("陈国栋", "法定代理人", "5")
    assert [(one.name, one.relation) for one in intake.respondent] == [("冯某", "母亲")]
    assert (intake.matter, intake.stage, intake.facts) == ("M04b", "调解中", "不付抚养费")
    assert intake.origin.sector == "mediation"
    assert with_visibility(intake).restricted == ()


def test_a_company_does_not_apply_and_an_agent_comes_along():
    company = Party(role="申请人", kind="法人", name="某厂")
    worker = Party(role="被申请人", name="罗建国", agent=Agent(name="罗小玲", phone="139"))
    intake = from_case(case_of(company, worker, dispute_type="", dates=Dates(close=DAY)))
    assert (intake.applicant.name, intake.agent.name, intake.agent.type) == ("罗建国", "罗小玲", "委托代理人")
    assert [one.kind for one in intake.respondent] == ["法人"]
    assert (intake.matter, intake.stage) == ("", "尚未进入法律程序")
    assert from_case(case_of(company)).applicant == Applicant()
