"""What the applicant is told on paper (告知): the opinion, missing materials, the answer, rights, follow-up.

Plain sentences that a citizen may be told; what the centre answered is named by its number. Law cited:
法援法 §23 (right to apply), §43 (one-off notice), §49 (objection). Refuses to know: fonts, pages, forms.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import item
from zsapp.rules.legal_aid_advice import Advice, advise
from zsapp.rules.legal_aid_deadlines import deadlines_of
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_paper import AidOccasion, AidPaper, Reach, aid_paper, lines
from zsapp.rules.legal_aid_parts import AidVisit, CenterAnswer, Supplement
from zsapp.rules.legal_aid_rules_means import TOLD
from zsapp.rules.mediation_paper_parts import PaperLine

PLAINER = (("由法律援助机构决定", "由法律援助机构审查处理"), ("对复议决定不服", "对复议结果不服"))
"""What a citizen is told, in words that leave no doubt who answers the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePaper(AidPaper):
    """An intake in the words of what the applicant is told."""

    opinions: tuple[PaperLine, ...] = item("初审意见", key="")
    advice: str = item("建议", key="")
    elsewhere: str = item("其他免费的法律服务", key="")
    asked_no: str = item("补充告知单编号", key="supplement.number")
    asked_on: date | None = item("补充告知日期", key="supplement.notice")
    asked: tuple[PaperLine, ...] = item("应补充的材料", key="supplement.missing")
    asked_until: date | None = item("约定的补交日期", key="supplement.until")
    supplied_on: date | None = item("补齐日期", key="supplement.received")
    granted: bool | None = item("给予法律援助", key="center.status")
    refused: bool | None = item("不予法律援助", key="center.status")
    other_answer: str = item("其他结果", key="center.status")
    answer: str = item("法律援助处的答复", key="center.status")
    doc_no: str = item("文号", key="center.doc_no")
    answered_on: date | None = item("答复日期", key="center.date")
    aid_form: str = item("援助方式", key="center.form")
    undertaker: str = item("承办单位、承办人", key="center.undertaker")
    undertaker_phone: str = item("承办人电话", key="center.phone")
    reason: str = item("理由", key="center.reason")
    delivered_on: date | None = item("送达日期", key="center.delivered")
    objection_until: date | None = item("异议期满日", key="center.objection_until")
    may_object: bool = item("可以提出异议", key="center.status", default=False)
    visited_on: date | None = item("回访日期", key="visits")
    visitor: str = item("回访人", key="visits")
    visited: str = item("回访情况", key="visits")


def notice_paper(occasion: AidOccasion) -> NoticePaper:
    """Return an intake in the words of what the applicant is told; it may lie where others see it."""
    situation = occasion.situation
    intake = situation.intake
    found = advise(intake, situation.tables, situation.today)
    asked = intake.supplement or Supplement()
    visit = intake.visits[-1] if intake.visits else AidVisit()
    return aid_paper(
        NoticePaper,
        occasion,
        Reach.OPEN,
        opinions=lines(_told(found), ""),
        advice=found.advice,
        elsewhere="、".join(TOLD[1:]),
        asked_no=asked.number,
        asked_on=asked.notice,
        asked=lines(asked.missing or found.missing, "supplement.missing"),
        asked_until=asked.until,
        supplied_on=asked.received,
        visited_on=visit.date,
        visitor=visit.by,
        visited=visit.told,
        **_answer(situation),
    )


def _told(found: Advice) -> tuple[str, ...]:
    """Return what may be told of each reason, each once."""
    return tuple(dict.fromkeys(plainer(one.told) for one in found.reasons if one.told))


def plainer(text: str) -> str:
    """Return a sentence without the word for what only the centre makes."""
    for said, better in PLAINER:
        text = text.replace(said, better)
    return text


def _answer(situation: Situation) -> dict[str, object]:
    center = situation.intake.center or CenterAnswer()
    tables = situation.tables
    granted, refused = center.status == "给予", center.status in ("不予", "终止")
    known = bool(center.status)
    grounds = tables.text_of("aid_end" if center.status == "终止" else "aid_refusal", center.reason_code)
    due = {one.id: one.due for one in deadlines_of(situation)}
    workers = "、".join(one for one in (center.undertaker, center.lawyer) if one)
    return {
        "granted": granted if known else None,
        "refused": (center.status == "不予") if known else None,
        "other_answer": "" if center.status in ("", "给予", "不予") else center.status,
        "answer": f"{center.status}法律援助" if center.status in ("给予", "不予", "终止") else center.status,
        "doc_no": center.doc_no,
        "answered_on": center.date,
        "aid_form": tables.text_of("aid_form", center.form),
        "undertaker": workers,
        "undertaker_phone": center.phone,
        "reason": "：".join(one for one in (grounds, center.reason) if one),
        "delivered_on": center.delivered,
        "objection_until": center.objection_until or due.get("objection"),
        "may_object": refused,
    }
