"""Intakes for the papers of legal aid: the visible ones gone their way, and a victim of violence."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from tests.intakes import make_intake, visible, with_applicant
from tests.papers import MADE_AT, SHIPPED
from zsapp.base.items import Thing
from zsapp.press.definition import find_form
from zsapp.press.pdf import Sheet, draw
from zsapp.rules.legal_aid import LegalAidIntake, with_visibility
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_paper import AidOccasion
from zsapp.rules.legal_aid_paper_slip import batch_paper
from zsapp.rules.legal_aid_papers import BATCH, on_aid_paper
from zsapp.rules.legal_aid_parts import AidVisit, Applicant, Forwarded, Respondent, Supplement
from zsapp.services.tables import shipped_tables

STATION = "沙溪镇云涧村公共法律服务工作室"
ADDRESS, SAFE, PHONE = "中山市沙溪镇云涧村南巷15号", "白天打单位电话", "13900000155"
REFS = ("LA-01", "LA-02", "LA-04", "LA-06", "LA-07", "LA-09")


@lru_cache
def gone(ref: str) -> LegalAidIntake:
    """Return an intake that was asked for materials, forwarded, answered and visited."""
    intake = visible(ref) if ref in REFS else victim()
    day = intake.received.date or date(2026, 3, 9)
    kept = replace(
        intake,
        receipt_no="中沙云法援接〔2026〕0001号",
        supplement=Supplement(notice=day, missing=("户口簿", "病历"), number="中沙云补〔2026〕0001号"),
        forwarded=Forwarded(
            date=day,
            number=f"中沙云转〔2026〕00{ref[-2:]}号",
            batch="中沙云转批〔2026〕0001号",
            to="中山市法律援助处",
            handler="高伟明",
            opinion="转交-免予核查",
        ),
        visits=(AidVisit(date=day, by="高伟明", told="律师联系及时。"),),
    )
    return with_visibility(kept)


def victim() -> LegalAidIntake:
    """Return the application of somebody beaten at home, whose narrative says where she lives."""
    facts = f"申请人住{ADDRESS}，电话{PHONE}，多次遭丈夫殴打，请求法律援助提起离婚诉讼。"
    intake = make_intake(
        matter="M14c",
        groups=("G10",),
        facts=facts,
        respondent=(Respondent(name="马某", relation="丈夫"),),
        applicant=Applicant(name="梁小燕", id_type="01", id_no="442000199205089980", sex="2"),
    )
    return with_applicant(
        intake, address=ADDRESS, hukou=ADDRESS, phone=PHONE, safe_contact=SAFE, employer="云涧制衣厂"
    )


def values_of(number: str, intake: LegalAidIntake, today: date = date(2026, 9, 8)) -> Thing:
    """Return an intake in the words of a form."""
    form = find_form(number)
    if form.about == BATCH:
        return batch_paper([gone(one) for one in REFS], STATION, shipped_tables())
    return on_aid_paper(form.about, AidOccasion(Situation(intake, shipped_tables(), today), STATION))


@lru_cache
def aid_sheet(number: str, ref: str, mode: Any = "final") -> Sheet:
    """Draw a form of an intake, once for all tests that only look."""
    values = None if mode == "blank" else values_of(number, gone(ref))
    made_at = None if mode == "blank" else MADE_AT
    return draw(find_form(number), values, mode=mode, made_at=made_at, system=SHIPPED)
