"""Papers of administrative reconsideration (行政复议文书): application, oral record, receipt, slip.

A point helps to write and passes on; it never decides. What it takes down of an oral application is a draft
until the organ confirms it (复议法 §22). Fields: 国法函〔2008〕196号 and 复议条例 §19; the ministry's new
model texts of 2025 are to be had from the bureau (待核). Refuses to know: fonts, pages, forms.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from zsapp.base.items import item
from zsapp.rules.desk_paper import DeskOccasion, DeskPaper, desk_paper
from zsapp.rules.mediation_paper_parts import PaperRow, PaperTable
from zsapp.rules.mediation_paper_text import day_text
from zsapp.rules.money import in_words
from zsapp.rules.reconsideration import Act, FellowApplicant, Reconsideration, is_oral
from zsapp.rules.reconsideration_deadlines import apply_by, forward_by, received_on
from zsapp.rules.reconsideration_scope import TOLD, must_be_first, organ_of

AGENT, GUARDIAN, REPRESENTATIVE = "代理人", "法定代理人", "代表人"
NO_ORGAN = "行政复议机关"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPaper(DeskPaper):
    """An application for reconsideration in the words of its papers (行政复议文书)."""

    organ: str = item("行政复议机关", key="respondent")
    respondent: str = item("被申请人")
    act: str = item("被申请的行政行为", key="act.name")
    act_number: str = item("文号", key="act.doc_no")
    act_made: date | None = item("作出日期", key="act.made")
    act_known: date | None = item("知道日期", key="act.known")
    delivery: str = item("送达方式", key="act.delivery")
    amount: str = item("金额", key="act.amount")
    scope: str = item("复议范围", key="act.kind")
    request: str = item("行政复议请求")
    facts: str = item("事实和理由", key="facts_reasons")
    norm: bool = item("附带审查规范性文件", key="attach_review_of_norm", default=False)
    stop: bool = item("申请停止执行", key="stop_execution", default=False)
    compensation: bool = item("一并请求赔偿", default=False)
    hearing: bool = item("希望听证", default=False)
    aid: bool = item("需要法律援助", key="legal_aid_wish", default=False)
    third_party: str = item("第三人")
    agents: tuple[str, ...] = item("委托代理人", key="fellows")
    guardians: tuple[str, ...] = item("法定代理人", key="fellows")
    representatives: tuple[str, ...] = item("代表人", key="fellows")
    fellows: tuple[str, ...] = item("其他申请人", key="fellows")
    evidence: PaperTable | None = item("证据清单")
    proofs: int | None = item("证据件数", key="evidence")
    oral: bool = item("口头申请", default=False)
    draft_of: str = item("笔录的效力", law="行政复议法 第二十二条", key="confirmed_on")
    first: str = item("复议前置的告知", law="行政复议法 第二十三条", key="act.must_first")
    apply_until: date | None = item("申请期限届满日", law="行政复议法 第二十条", key="act.known")
    received_on: date | None = item("收件日期")
    forward_until: date | None = item("转送期限", key="received_on")
    forwarded_on: date | None = item("转送日期")
    forward_way: str = item("转送方式")


def review_paper(occasion: DeskOccasion) -> ReviewPaper:
    """Return an application in the words of its papers; the other side comes to see it."""
    desk = occasion.desk
    record: Reconsideration = desk.record
    by = apply_by(desk)
    return desk_paper(
        ReviewPaper,
        occasion,
        leaves=True,
        organ=organ_of(desk).name or NO_ORGAN,
        respondent=record.respondent,
        request=record.request,
        facts=record.facts_reasons,
        norm=bool(record.attach_review_of_norm),
        stop=bool(record.stop_execution),
        compensation=bool(record.compensation),
        hearing=bool(record.hearing),
        aid=bool(record.legal_aid_wish),
        third_party=record.third_party,
        evidence=_evidence(record),
        proofs=len(record.evidence) or None,
        oral=is_oral(record),
        draft_of=_draft_of(record),
        first=TOLD if must_be_first(desk) else "",
        apply_until=by.due if by else None,
        received_on=received_on(record),
        forward_until=forward_by(desk),
        forwarded_on=record.forwarded_on,
        forward_way=desk.tables.text_of("forward_way", record.forward_way),
        **_act(occasion, record.act or Act()),
        **_people(occasion, record),
    )


def _draft_of(record: Reconsideration) -> str:
    """Say what the oral record is worth: a draft until the organ has confirmed it."""
    if record.confirmed_on:
        return f"本笔录已由行政复议机关于{day_text(record.confirmed_on)}确认。"
    return "本笔录系协助记录的草稿，由行政复议机关当场核对、确认后生效。"


def _act(occasion: DeskOccasion, act: Act) -> dict[str, Any]:
    text_of = occasion.desk.tables.text_of
    amount = "" if act.amount is None else f"{act.amount:,.2f}元（大写：{in_words(act.amount)}）"
    return {
        "act": act.name,
        "act_number": act.doc_no,
        "act_made": act.made,
        "act_known": act.known,
        "delivery": text_of("act_delivery", act.delivery),
        "scope": text_of("fy_scope", act.kind),
        "amount": amount,
    }


def _people(occasion: DeskOccasion, record: Reconsideration) -> dict[str, Any]:
    """Return who stands beside the applicant, by capacity."""
    text_of = occasion.desk.tables.text_of
    told: dict[str, list[str]] = {}
    for one in record.fellows:
        told.setdefault(text_of("fy_role", one.role), []).append(_fellow(one))
    named = (AGENT, GUARDIAN, REPRESENTATIVE)
    others = [text for role, texts in told.items() if role not in named for text in texts]
    return {
        "agents": tuple(told.get(AGENT, ())),
        "guardians": tuple(told.get(GUARDIAN, ())),
        "representatives": tuple(told.get(REPRESENTATIVE, ())),
        "fellows": tuple(others),
    }


def _fellow(one: FellowApplicant) -> str:
    more = "，".join(text for text in (one.id_no, one.phone) if text)
    return f"{one.name}（{more}）" if more else one.name


def _evidence(record: Reconsideration) -> PaperTable | None:
    rows = tuple(
        PaperRow(
            at=f"evidence[{n}]",
            cells=(str(n + 1), one.name, one.source, one.proves, str(one.copies or 1)),
        )
        for n, one in enumerate(record.evidence)
    )
    heads = ("序号", "证据名称", "来源", "证明内容", "份数")
    widths = (14, 50, 28, 50, 14)
    return PaperTable(at="evidence", heads=heads, widths=widths, sides="clllc", rows=rows) if rows else None
