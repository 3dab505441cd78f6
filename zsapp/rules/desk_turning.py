"""Turning a front-desk record into another (服务转办): who came, what was asked; nothing typed again.

Pure. Between records of the desk everything about the visitor goes along, so that the new record is as
restricted as the old one. A case of mediation knows no restriction: of a restricted record it gets the name
and nothing more, and no way back is written (D-44).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from zsapp.rules.adviser import ORDERS
from zsapp.rules.consultation import SECTOR as CONSULTATIONS
from zsapp.rules.desk_parts import ReferralSlip, Visitor
from zsapp.rules.desk_record import RESTRICTING, VisitRecord
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.legal_aid import LegalAidIntake, restricted_for
from zsapp.rules.legal_aid_parts import Applicant, Received
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Party
from zsapp.rules.notary import SECTOR as NOTARIES
from zsapp.rules.origin import Origin
from zsapp.rules.people import age_on, birth_in, sex_in
from zsapp.rules.reconsideration import SECTOR as RECONSIDERATIONS
from zsapp.rules.referral import SECTOR as REFERRALS
from zsapp.rules.referral import Referral
from zsapp.rules.tables import Tables

DISPUTES = {
    "婚姻家庭": "婚姻家庭纠纷",
    "继承": "婚姻家庭纠纷/继承纠纷",
    "劳动争议": "劳动争议纠纷",
    "工伤": "劳动争议纠纷",
    "人身损害": "损害赔偿纠纷/生命健康损害赔偿纠纷",
    "交通事故": "道路交通事故纠纷",
    "合同": "合同纠纷",
    "房屋租赁买卖": "房屋宅基地纠纷",
    "土地宅基地": "房屋宅基地纠纷/宅基地纠纷",
    "征收补偿": "征地拆迁纠纷",
    "邻里物业": "邻里纠纷",
    "消费": "消费纠纷",
    "借贷": "合同纠纷/民间借贷纠纷",
}
"""Kinds of question that are a kind of dispute too; for every other one the clerk chooses."""
BRIEF = 4000
"""Characters that the brief of a case may have."""
APPLICANT, NATURAL = "申请人", "自然人"


def case_from_visit(record: VisitRecord, blank: Case, origin: Origin, tables: Tables) -> Case:
    """Return a mediation case with who came as applicant and what was asked, on what a new case holds."""
    one = record.visitor
    if record.restricted:
        return replace(blank, parties=(Party(role=APPLICANT, kind=NATURAL, name=one.name),))
    born = one.birth or birth_in(one.id_no)
    party = Party(
        role=APPLICANT,
        kind=NATURAL,
        person_id=one.person_id,
        name=one.name,
        id_type=tables.text_of("id_type", one.id_type),
        id_no=one.id_no,
        sex=tables.text_of("sex", one.sex) or sex_in(one.id_no),
        birth=born,
        age=age_on(born, record.date) if born and record.date and born <= record.date else None,
        phone=one.phone,
        address=one.address,
    )
    kind = DISPUTES.get(tables.text_of("consult_category", record.category), "")
    return replace(blank, parties=(party,), dispute_type=kind, brief=record.content[:BRIEF], origin=origin)


def intake_from_visit(record: VisitRecord, received: Received, origin: Origin) -> LegalAidIntake:
    """Return an application of who came, with what was told so far; its groups keep it as restricted."""
    one = record.visitor
    applicant = Applicant(
        person_id=one.person_id,
        name=one.name,
        id_type=one.id_type,
        id_no=one.id_no,
        sex=one.sex,
        birth=one.birth or birth_in(one.id_no),
        phone=one.phone,
        address=one.address,
        employer=one.employer,
        safe_contact=one.safe_contact,
        postcode=one.postcode,
    )
    return LegalAidIntake(
        received=received, applicant=applicant, groups=one.groups, facts=record.content, origin=origin
    )


def referral_from_intake(intake: LegalAidIntake, blank: Referral, origin: Origin) -> Referral:
    """Return a referral of an applicant for legal aid, as restricted as the application is."""
    one = intake.applicant
    why = restricted_for(intake)
    told = (code for code, text in RESTRICTING.items() if text in why)
    came = Visitor(
        person_id=one.person_id,
        name=one.name,
        id_no=one.id_no,
        sex=one.sex,
        phone=one.phone,
        address=one.address,
        groups=tuple(dict.fromkeys((*intake.groups, *told))),
        id_type=one.id_type,
        birth=one.birth,
        safe_contact=one.safe_contact,
    )
    return replace(blank, person=came, content=intake.facts, category="法律援助", origin=origin)


def referral_from_case(case: Case, blank: Referral, origin: Origin, tables: Tables) -> Referral:
    """Return a referral of a case's first natural applicant, else of its first natural party."""
    natural = [one for one in case.parties if one.kind in ("", NATURAL) and not one.group]
    asking = [one for one in natural if one.role == APPLICANT] or natural or [Party()]
    one = asking[0]
    came = Visitor(
        person_id=one.person_id,
        name=one.name,
        id_no=one.id_no,
        sex=tables.code_of("sex", one.sex),
        phone=one.phone,
        address=one.address,
        id_type=tables.code_of("id_type", one.id_type),
        birth=one.birth,
    )
    return replace(blank, person=came, content=case.brief, origin=origin)


def _reconsideration(_record: VisitRecord, blank: Any, one: Visitor) -> Any:
    return replace(blank, applicant=one)


def _notary(_record: VisitRecord, blank: Any, one: Visitor) -> Any:
    return replace(blank, person=one)


def _referral(_record: VisitRecord, blank: Any, one: Visitor) -> Any:
    return replace(blank, person=one, referral=ReferralSlip())


def _order(_record: VisitRecord, blank: Any, one: Visitor) -> Any:
    return replace(blank, person=one, source="法律咨询转来", free=True)


def _consultation(_record: VisitRecord, blank: Any, one: Visitor) -> Any:
    return replace(blank, person=one)


MAKERS: Mapping[str, Callable[[VisitRecord, Any, Visitor], Any]] = {
    CONSULTATIONS: _consultation,
    ORDERS: _order,
    RECONSIDERATIONS: _reconsideration,
    NOTARIES: _notary,
    REFERRALS: _referral,
}
"""The services a visit can be turned into, and where who came stands there."""


def visit_from_visit(record: VisitRecord, to: str, blank: Any, origin: Origin) -> Any:
    """Return a record of another service with who came and what was asked."""
    made = MAKERS[to](record, blank, record.visitor)
    return replace(
        made, content=record.content, category=record.category, channel=record.channel, origin=origin
    )


def origin_of_visit(sector: str, record_id: str, record: VisitRecord) -> Origin:
    """Return the link to a front-desk record: by its number, never by a name."""
    return Origin(sector=sector, record_id=record_id, called=record.number or SERVICES[sector].label)
