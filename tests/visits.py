"""Front-desk records for tests: the visible ones, our own of every other shape, and lawful ones to change."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from zsapp.base.plain import from_sheet
from zsapp.rules.adviser import (
    AdviserContract,
    AdviserLog,
    Confirmation,
    Counters,
    DutyPeriod,
    Served,
    ServiceOrder,
)
from zsapp.rules.consultation import Consultation
from zsapp.rules.desk_checking import Desk, run_desk_checks
from zsapp.rules.desk_parts import DeskAdviser, ReferralSlip, Visitor
from zsapp.rules.desk_rules import RULES
from zsapp.rules.findings import Finding
from zsapp.rules.front_desk import service_of
from zsapp.rules.mediation import ANNOTATIONS
from zsapp.rules.notary import ChecklistRow, Notary
from zsapp.rules.publicity import EventTime, Materials, Publicity, Speaker
from zsapp.rules.reconsideration import Act, Proof, Reconsideration
from zsapp.rules.referral import Referral
from zsapp.rules.tables import Tables
from zsapp.services.record_files import read_records
from zsapp.services.tables import shipped_tables

CASES = Path(__file__).parent / "cases"
VISIBLE, OWN = "legal_aid_and_services.yaml", "services_own.yaml"
DAY = date(2026, 6, 10)
ORG = "442000106203"
LAWYER = DeskAdviser(name="林敏", role="村法律顾问", licence="14420202010000001")


@lru_cache
def service_entries(file: str = VISIBLE) -> dict[str, dict[str, Any]]:
    """Return the service records of a file by their reference, annotations included; not to be changed."""
    return {one["id"]: one for one in read_records(CASES / file) if "service" in one}


def service_entry(ref: str, file: str = VISIBLE) -> dict[str, Any]:
    """Return a service record of a file, to be changed at will."""
    return deepcopy(service_entries(file)[ref])


def read_service(entry: dict[str, Any]) -> tuple[str, Any]:
    """Return the sector and the record of an entry."""
    row = service_of(entry)
    assert row is not None
    return row.sector, from_sheet(row.shape, entry, ANNOTATIONS)


def visitor(**changed: Any) -> Visitor:
    """Return a man of fifty without any group."""
    usual: dict[str, Any] = {"name": "何永年", "sex": "1", "birth": date(1976, 2, 1), "phone": "13900000101"}
    return Visitor(**(usual | {"id_refused": "不愿提供"} | changed))


def consultation(**changed: Any) -> Consultation:
    """Return an answered question in which nothing is wrong."""
    usual: dict[str, Any] = {
        "date": DAY,
        "org": ORG,
        "channel": "来访",
        "person": visitor(),
        "category": "借贷",
        "content": "借给朋友三万元，有借条，已过还款日，怎么办。",
        "answer": "可以先调解，也可以凭借条起诉。",
        "told_legal_aid": True,
        "handling": ("当场解答",),
        "adviser": LAWYER,
    }
    return Consultation(**(usual | changed))


def referral(**changed: Any) -> Referral:
    """Return a referral of its own in which nothing is wrong."""
    slip = ReferralSlip(to="妇联12338", way="书面", consent=True)
    usual: dict[str, Any] = {
        "date": DAY,
        "org": ORG,
        "person": visitor(),
        "content": "求助",
        "referral": slip,
    }
    return Referral(**(usual | changed))


def log(**changed: Any) -> AdviserLog:
    """Return a log of eight hours in which nothing is wrong."""
    usual: dict[str, Any] = {
        "date": DAY,
        "org": ORG,
        "adviser": LAWYER,
        "mode": "现场驻点",
        "periods": (DutyPeriod(begin="08:30", end="12:00"), DutyPeriod(begin="13:30", end="18:00")),
        "counters": Counters(consultations=1),
        "served": (Served(name="张敏", phone="13900000131", matter="租赁合同", result="已解答"),),
        "confirm": Confirmation(by="何主任", opinion="属实", date=DAY),
    }
    return AdviserLog(**(usual | changed))


def contract(**changed: Any) -> AdviserContract:
    """Return a roster row of the whole year in which nothing is wrong."""
    usual: dict[str, Any] = {
        "date": date(2026, 1, 1),
        "until": date(2026, 12, 31),
        "org": ORG,
        "adviser": replace(LAWYER, firm_uscc="31440000MD9XXX127G"),
        "firm": "广东某律师事务所",
        "phone": "13900000140",
        "service_day": "每月第一个周三",
        "board_photo": True,
    }
    return AdviserContract(**(usual | changed))


def order(**changed: Any) -> ServiceOrder:
    """Return a service order in which nothing is wrong."""
    usual: dict[str, Any] = {
        "date": DAY,
        "org": ORG,
        "person": visitor(),
        "content": "审查租赁合同",
        "source": "村民",
        "kind": "合同审查",
        "adviser": LAWYER,
        "free": True,
    }
    return ServiceOrder(**(usual | changed))


def event(**changed: Any) -> Publicity:
    """Return a lecture in which nothing is wrong."""
    usual: dict[str, Any] = {
        "date": DAY,
        "org": ORG,
        "title": "民法典进村",
        "topic": ("婚姻家庭",),
        "form": ("讲座/课堂",),
        "host": "司法所",
        "time": EventTime(begin="15:00", end="17:00"),
        "place": "榕树头",
        "audience": ("村民",),
        "speaker": Speaker(name="林敏"),
        "attendance": 50,
        "photos": 2,
        "signin_sheet": True,
        "materials": Materials(kinds=2, copies=100),
    }
    return Publicity(**(usual | changed))


def application(**changed: Any) -> Reconsideration:
    """Return a written application against a fine in which nothing is wrong."""
    act = Act(name="行政处罚决定书", doc_no="中某罚字〔2026〕1号", made=date(2026, 6, 1), kind="FY01")
    usual: dict[str, Any] = {
        "date": DAY,
        "org": ORG,
        "applicant": visitor(),
        "respondent": "中山市某局",
        "act": replace(act, known=date(2026, 6, 3)),
        "request": "撤销该处罚决定。",
        "facts_reasons": "事实不清。",
        "evidence": (Proof(name="决定书", source="被申请人", proves="处罚行为"),),
    }
    return Reconsideration(**(usual | changed))


def notarial(**changed: Any) -> Notary:
    """Return a matter in which nothing is wrong."""
    papers = ("身份证明", "权属证明", "婚姻证明", "赠与文本")
    usual: dict[str, Any] = {
        "date": DAY,
        "org": ORG,
        "person": visitor(),
        "matter": "赠与",
        "purpose": "国内",
        "in_person": True,
        "checklist": tuple(ChecklistRow(doc=one, have=True) for one in papers),
        "adviser": LAWYER,
    }
    return Notary(**(usual | changed))


LAWFUL = {
    "consultation": consultation,
    "referral": referral,
    "adviser": log,
    "adviser_roster": contract,
    "adviser_order": order,
    "publicity": event,
    "reconsideration": application,
    "notary": notarial,
}
"""A lawful record of each service."""


def with_visitor(record: Any, **changed: Any) -> Any:
    """Return a record with who came changed."""
    place = "person" if record.person else "applicant"
    return replace(record, **{place: replace(getattr(record, place), **changed)})


def desk_of(
    record: Any, today: date | None = None, *, tables: Tables | None = None, **beside: tuple[Any, ...]
) -> Desk:
    """Return a record as it is judged on its own day, unless another is given."""
    day = today or record.date or DAY
    return Desk(record=record, tables=tables or shipped_tables(), today=day, beside=beside)


def found_in(
    sector: str, record: Any, today: date | None = None, **beside: tuple[Any, ...]
) -> tuple[Finding, ...]:
    """Return the findings of a record on its own day, unless another is given."""
    return run_desk_checks(RULES[sector].checks, desk_of(record, today, **beside))


def due_in(sector: str, record: Any, today: date | None = None) -> dict[str, Any]:
    """Return the deadlines of a record by their ids."""
    return {one.id: one for one in RULES[sector].deadlines(desk_of(record, today))}
