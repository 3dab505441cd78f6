"""Who stands for whom on paper: agents and their powers, documents, groups, readers and interpreters."""

from dataclasses import replace

import pytest

from tests.paper_samples import occasion, sample
from tests.papers import case_of
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper_people import people_paper
from zsapp.rules.mediation_parts import Agent, Guardian, Party


def people(case):
    return people_paper(case, occasion())


def test_an_agent_is_named_with_principal_and_powers():
    (agency,) = people(case_of("C03")).agencies
    assert (agency.at, agency.principal, agency.agent) == (
        "parties[1].agent",
        "中山市鸿禧灯饰有限公司",
        "黎文慧",
    )
    assert agency.of_organisation
    assert agency.principal_identity == "统一社会信用代码 91442000MA0TEXT12N"
    assert (agency.sex, agency.relation) == ("女", "财务经理")


@pytest.mark.parametrize(
    ("authority", "ticks"),
    [
        ("特别授权", (None, None, None, None)),
        ("代为陈述事实、签署调解协议", (True, None, True, None)),
        ("代为承认、放弃、变更请求，签收文书", (None, True, None, True)),
        ("", (None, None, None, None)),
    ],
)
def test_only_powers_the_record_names_are_ticked(authority, ticks):
    party = Party(name="甲", kind="自然人", agent=Agent(name="乙", authority=authority))
    (agency,) = people(Case(parties=(party,))).agencies
    assert (agency.states, agency.decides, agency.signs, agency.takes) == ticks
    assert (agency.sex, agency.principal_identity, agency.of_organisation) == ("", "", False)


def test_nobody_without_an_agent_gives_a_power():
    nameless = Party(name="甲", agent=Agent(title="朋友"))
    assert people(Case(parties=(Party(name="甲"), nameless))).agencies == ()


def test_each_document_of_each_person_has_a_page():
    found = people(case_of("C03")).identities
    assert [(one.role, one.name) for one in found] == [
        ("推选代表人", "韦国强"),
        ("推选代表人", "古丽娜尔·艾合买提"),
        ("被申请人", "中山市鸿禧灯饰有限公司"),
        ("中山市鸿禧灯饰有限公司的委托代理人", "黎文慧"),
    ]
    assert found[0].number == "451222197905069930"
    assert (found[2].licence, found[2].document) == (True, "营业执照等登记证书")


def test_a_guardian_brings_a_document_and_a_refused_one_has_its_reason():
    child = Party(name="小明", kind="自然人", guardians=(Guardian(name="李父", id_no="1"),))
    assert [one.name for one in people(Case(parties=(child,))).identities] == ["小明", "李父"]
    refusing = people(case_of("C08")).identities[1]
    assert (refusing.document, refusing.number, refusing.missing) == ("居民身份证", "", "当事人拒绝提供")
    assert people(Case(parties=(Party(role="申请人"),))).identities == ()


def test_an_organisation_shows_who_represents_it_only_when_that_is_known():
    paper = people(case_of("C03"))
    assert [one.legal_rep for one in paper.organisations] == ["邱志远"]
    unknown = replace(case_of("C03").parties[1], legal_rep=None)
    assert people(Case(parties=(unknown,))).organisations == ()


def test_a_group_elects_and_its_members_sign():
    (delegation,) = people(case_of("C03")).delegations
    assert delegation.elected == ("韦国强", "古丽娜尔·艾合买提")
    assert len(delegation.members.rows) == 12
    alone = replace(case_of("C03"), roster=())
    assert people(alone).delegations[0].members is None
    assert people(case_of("C01")).delegations == ()


def test_reading_aloud_or_an_interpreter_makes_an_explanation():
    assert people(case_of("C01")).explained
    assert not people(case_of("C05")).explained
    paper = people(sample("spoken"))
    assert (paper.interpreter_name, paper.interpreter_language) == ("蒙小云", "壮语")
    assert people(replace(sample("spoken"), parties=())).explained
