"""Turning one record into another (转办): parties, facts and the way back, with nothing typed again. Pure.

What a restricted application says stays in it (D-44): names go along, and nothing by which somebody could be
found or told apart; no way back is written either. Codes of the one sector become the words of the other.
"""

from dataclasses import replace
from datetime import date

from zsapp.rules.legal_aid import SECTOR as INTAKES
from zsapp.rules.legal_aid import LegalAidIntake, restricted_for
from zsapp.rules.legal_aid_parts import AidAgent, Applicant, Received, Respondent
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Agent, Guardian, Party
from zsapp.rules.mediation_state import title_of
from zsapp.rules.origin import Origin
from zsapp.rules.people import age_on
from zsapp.rules.person import Person
from zsapp.rules.tables import Tables

DISPUTES = (
    ("M04a", "婚姻家庭纠纷/赡养纠纷"),
    ("M04b", "婚姻家庭纠纷/抚养纠纷"),
    ("M05b", "劳动争议纠纷/拖欠农民工工资纠纷"),
    ("M05a", "劳动争议纠纷/其他劳动争议纠纷"),
    ("M07a", "劳动争议纠纷/其他劳动争议纠纷"),
    ("M07b", "道路交通事故纠纷"),
    ("M07d", "医疗纠纷"),
    ("M07c", "损害赔偿纠纷/生命健康损害赔偿纠纷"),
    ("M08", "环境污染纠纷"),
)
"""Matters of legal aid and kinds of dispute that are one thing; for every other one the clerk chooses."""
NATURAL, GUARDIAN, ATTORNEY = "自然人", "法定代理人", "委托代理人"
APPLICANT, RESPONDENT = "申请人", "被申请人"
KINDS = {"个体工商户": "个体工商户", "机关": "法人", "法人": "法人", "非法人组织": "非法人组织"}
BRIEF = 4000
"""Characters that the brief of a case may have."""


def case_from(intake: LegalAidIntake, blank: Case, origin: Origin, tables: Tables) -> Case:
    """Return a mediation case with the parties and facts of an application, on what a new case holds."""
    parties = (_applicant(intake, tables), *(_respondent(one) for one in intake.respondent if one.name))
    kind = next((name for matter, name in DISPUTES if matter == intake.matter), "")
    case = replace(blank, parties=parties, dispute_type=kind)
    if restricted_for(intake):
        return replace(case, dispute_type="", parties=tuple(_bare(one) for one in parties))
    return replace(case, brief=intake.facts[:BRIEF], origin=origin)


def _bare(party: Party) -> Party:
    """Return a party by name alone."""
    return Party(role=party.role, kind=party.kind, name=party.name)


def _applicant(intake: LegalAidIntake, tables: Tables) -> Party:
    applicant, agent = intake.applicant, intake.agent
    age = None
    if applicant.birth and intake.received.date and applicant.birth <= intake.received.date:
        age = age_on(applicant.birth, intake.received.date)
    party = Party(
        role=APPLICANT,
        kind=NATURAL,
        person_id=applicant.person_id,
        name=applicant.name,
        id_type=tables.text_of("id_type", applicant.id_type),
        id_no=applicant.id_no,
        sex=tables.text_of("sex", applicant.sex),
        ethnicity=tables.text_of("ethnicity", applicant.nation),
        birth=applicant.birth,
        age=age,
        occupation=tables.text_of("occupation", applicant.occupation),
        phone=applicant.phone,
        address=applicant.address,
    )
    if agent is None or not agent.name.strip():
        return party
    relation = tables.text_of("relation", agent.relation)
    if tables.text_of("aid_agent", agent.type) == ATTORNEY:
        acting = Agent(
            person_id=agent.person_id, name=agent.name, title=relation, id_no=agent.id_no, phone=agent.phone
        )
        return replace(party, agent=acting)
    guardian = Guardian(
        person_id=agent.person_id, name=agent.name, relation=relation, id_no=agent.id_no, phone=agent.phone
    )
    return replace(party, guardians=(guardian,))


def _respondent(one: Respondent) -> Party:
    return Party(
        role=RESPONDENT,
        kind=KINDS.get(one.kind, NATURAL),
        name=one.name,
        uscc=one.uscc,
        address=one.address,
        phone=one.contact[:100],
        relation=one.relation,
    )


def applicant_of(seen: Person | Party, tables: Tables, person_id: str = "") -> Applicant:
    """Return a person as an application names one."""
    return Applicant(
        person_id=person_id,
        name=seen.name,
        id_type=tables.code_of("id_type", seen.id_type),
        id_no=seen.id_no,
        sex=tables.code_of("sex", seen.sex),
        birth=seen.birth,
        nation=tables.code_of("ethnicity", seen.ethnicity),
        occupation=tables.code_of("occupation", seen.occupation),
        phone=seen.phone,
        address=seen.address,
    )


def intake_from_case(case: Case, *, received: Received, origin: Origin, tables: Tables) -> LegalAidIntake:
    """Return an application of a case's first natural applicant against the other side, with its facts."""
    natural = [one for one in case.parties if one.kind in ("", NATURAL) and not one.group]
    applying = next((one for one in natural if one.role == APPLICANT), None) or next(iter(natural), Party())
    against = tuple(one for one in case.parties if one.role != applying.role and one.name.strip())
    matter = next((code for code, name in DISPUTES if name == case.dispute_type), "")
    return LegalAidIntake(
        received=received,
        applicant=applicant_of(applying, tables, applying.person_id),
        agent=_acting(applying, tables),
        matter=matter,
        stage="调解中" if case.dates.close is None else "尚未进入法律程序",
        respondent=tuple(_against(one) for one in against),
        facts=case.brief,
        origin=origin,
    )


def _acting(party: Party, tables: Tables) -> AidAgent | None:
    for guardian in party.guardians:
        return AidAgent(
            person_id=guardian.person_id,
            name=guardian.name,
            relation=tables.code_of("relation", guardian.relation),
            type=GUARDIAN,
            id_no=guardian.id_no,
            phone=guardian.phone,
        )
    if party.agent is None or not party.agent.name.strip():
        return None
    agent = party.agent
    return AidAgent(
        person_id=agent.person_id, name=agent.name, type=ATTORNEY, id_no=agent.id_no, phone=agent.phone
    )


def _against(party: Party) -> Respondent:
    return Respondent(
        kind=party.kind or NATURAL,
        name=party.name,
        uscc=party.uscc,
        address=party.address,
        contact=party.phone,
        relation=party.relation,
    )


def origin_of_case(record_id: str, case: Case) -> Origin:
    """Return the link to a mediation case."""
    return Origin(sector=CASES, record_id=record_id, called=(case.volume_no or title_of(case))[:200])


def origin_of_intake(record_id: str, intake: LegalAidIntake) -> Origin:
    """Return the link to an application."""
    return Origin(sector=INTAKES, record_id=record_id, called=intake.receipt_no or "法律援助申请")


def received_on(day: date, org: str, org_name: str, handler: str) -> Received:
    """Return how an application is received at this station."""
    return Received(date=day, channel="来访", org=org, org_name=org_name, handler=handler)
