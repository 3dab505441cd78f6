"""What is asked of courts and police, on paper (司法确认等): application F13, proof F13b, police letter F27.

Law: 人民调解法 §33; 民诉法 §205, §206; 民诉法解释 §353, §354 (what to hand in); 治安管理处罚法 (2025) §9¶4.
Refuses to know: fonts, pages, forms.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from zsapp.base.items import item
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_deadlines import applied_on, deadlines, is_traffic
from zsapp.rules.mediation_facts import has_written_agreement
from zsapp.rules.mediation_paper import PaperCase, paper_case
from zsapp.rules.mediation_paper_base import Occasion, numbered, widened
from zsapp.rules.mediation_paper_parts import PaperLine, Signer
from zsapp.rules.mediation_parts import Confirmation
from zsapp.rules.mediation_state import performance_of
from zsapp.rules.tables import Tables

NOTE = re.compile(r"（(?:示例|按)[^）]*）")
"""A remark for the reader behind a court's name."""
POLICE = re.compile("公安|派出所|治安|报警|民警|打架|殴打|互殴|打伤|损毁")
"""Words of a case that may be a minor public-security matter (治安管理处罚法 §9)."""
APPLICANT = "申请人"
"""What every party is before the court: they apply together (共同申请)."""
PERFORMED = ("履行完毕", "即时履行")


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtPaper(PaperCase):
    """A mediation case in the words of what is asked of courts and police."""

    written: bool = item("书面调解协议", key="outcome.form", default=False)
    court: str = item("人民法院", key="confirmation.court", law="民事诉讼法 第二百零五条")
    court_applied_on: date | None = item("申请司法确认日期", key="confirmation.apply_date")
    last_day: date | None = item("申请司法确认的最后一日", key="dates.agree", law="人民调解法 第三十三条")
    joint_signers: tuple[Signer, ...] = item("共同申请人", key="parties", law="人民调解法 第三十三条")
    materials: tuple[PaperLine, ...] = item("司法确认材料", key="confirmation.materials")
    session_days: tuple[date, ...] = item("各次调解日期", key="dates.sessions")
    police: str = item("公安机关", key="referral.organ")
    police_matter: bool = item("治安案件的情节", key="brief", default=False)
    performed: bool = item("协议已经履行", key="outcome.performance", default=False)
    performed_on: date | None = item("履行日期", key="schedule")


def court_paper(case: Case, occasion: Occasion) -> CourtPaper:
    """Return a case in the words of what is asked of courts and police."""
    asked = case.confirmation or Confirmation()
    sender = case.referral.organ if case.referral else ""
    days = [one.done for one in case.schedule if one.done]
    base = paper_case(case)
    return widened(
        CourtPaper,
        base,
        written=has_written_agreement(case),
        court=NOTE.sub("", asked.court) or _court_of(case.committee, occasion.tables),
        court_applied_on=applied_on(case),
        last_day=_last_day(case, occasion),
        joint_signers=tuple(replace(one, role=APPLICANT) for one in base.signers),
        materials=numbered(asked.materials or tuple(_materials(case)), "confirmation.materials"),
        session_days=case.dates.sessions,
        police=sender if "公安" in sender else "",
        police_matter=not is_traffic(case) and bool(POLICE.search(case.brief + case.record + case.source)),
        performed=performance_of(case) in PERFORMED or case.outcome.performance in PERFORMED,
        performed_on=max(days, default=None),
    )


def _court_of(committee: str, tables: Tables) -> str:
    """Return the basic court at the committee's place (民诉法 §205(2)), as the editable table has it."""
    for region in tables.regions.values():
        if region.level == "town" and region.name in committee:
            return tables.court_of(region.code)
    return ""


def _last_day(case: Case, occasion: Occasion) -> date | None:
    tables = occasion.tables
    found = deadlines(case, calendar=tables.calendar, periods=tables.periods, today=occasion.today)
    return next((one.due for one in found if one.id == "T3"), None)


def _materials(case: Case) -> Iterator[str]:
    """Yield what the court wants to see (民诉法解释 §354)."""
    yield "司法确认申请书"
    yield "人民调解协议书" + ("及附件" if case.roster or case.loss_table or case.accounts else "")
    yield "调解组织主持调解的证明"
    yield "当事人的身份证明、住所和联系方式"
    if any(party.agent for party in case.parties):
        yield "授权委托书"
    if any(party.representatives for party in case.parties):
        yield "推选代表人证明书及名单"
    yield "送达地址确认书"
