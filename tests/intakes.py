"""Legal-aid intakes for tests: the visible ones, our own, a lawful one to change, and what is advised."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from zsapp.base.plain import from_sheet
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.legal_aid_advice import Advice, advise
from zsapp.rules.legal_aid_parts import (
    Applicant,
    Assets,
    FamilyMember,
    Forum,
    Received,
    Respondent,
)
from zsapp.rules.mediation import ANNOTATIONS
from zsapp.rules.tables import Tables
from zsapp.services.legal_aid import is_intake
from zsapp.services.record_files import read_records
from zsapp.services.tables import shipped_tables

CASES = Path(__file__).parent / "cases"
VISIBLE, OWN = "legal_aid_and_services.yaml", "legal_aid_own.yaml"
DAY = date(2026, 3, 9)
STATEMENT = "经济困难状况说明表及承诺书"
PAPERS = ("法律援助申请表", "身份证复印件", STATEMENT, "户口簿复印件")


@lru_cache
def intake_entries(file: str = VISIBLE) -> dict[str, dict[str, Any]]:
    """Return the intakes of a file by their reference, annotations included; not to be changed."""
    return {one["id"]: one for one in read_records(CASES / file) if is_intake(one)}


def visible(ref: str, change: Callable[[dict[str, Any]], None] | None = None) -> LegalAidIntake:
    """Return a visible intake, changed as an import file if asked."""
    entry = deepcopy(intake_entries()[ref])
    if change:
        change(entry)
    return from_sheet(LegalAidIntake, entry, ANNOTATIONS)


def make_intake(**changed: Any) -> LegalAidIntake:
    """Return an old man's claim for support whose means pass limb one; name only what the test is about."""
    lawful: dict[str, Any] = {
        "id": "甲-1",
        "received": Received(date=DAY, org="442000106203"),
        "applicant": Applicant(
            name="何永年", id_type="01", birth=date(1970, 2, 1), hukou="中山市沙溪镇", phone="13900000101"
        ),
        "matter": "M04a",
        "role": "原告",
        "respondent": (Respondent(kind="自然人", name="何子", relation="长子"),),
        "forum": Forum(kind="诉讼", organ="中山市第一人民法院", place="442000"),
        "documents": PAPERS,
        "family": household("440"),
    }
    return LegalAidIntake(**(lawful | changed))


def household(per_capita: str, members: int = 1) -> tuple[FamilyMember, ...]:
    """Return a household with that income per head and month, all of it the applicant's wages."""
    wages = Decimal(per_capita) * 6 * members
    own = FamilyMember(name="何永年", relation="0", wage6=wages)
    return (own, *(FamilyMember(name=f"家人{n}", relation="8") for n in range(1, members)))


def with_applicant(intake: LegalAidIntake, **changed: Any) -> LegalAidIntake:
    """Return an intake with its applicant changed."""
    return replace(intake, applicant=replace(intake.applicant, **changed))


def owning(**things: Any) -> Assets:
    """Return what a household owns, nothing of high value unless said."""
    return Assets(**({"high_value": "无"} | things))


def advised(intake: LegalAidIntake, today: date | None = None, tables: Tables | None = None) -> Advice:
    """Return the opinion on the day of receipt, unless another day is given."""
    return advise(intake, tables or shipped_tables(), today or intake.received.date or DAY)


def says(found: Advice, rule: str) -> str:
    """Return what a rule says, one line for each reason."""
    return "\n".join(one.text for one in found.reasons if one.rule == rule)


def due(found: Advice, name: str) -> date | None:
    """Return the last day of a deadline."""
    return next(one.due for one in found.deadlines if one.id == name)
