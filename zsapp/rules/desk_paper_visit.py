"""Papers of who came with a matter (来访类文书): advice, referral, rating, a lawyer's service, notary.

Law cited: 公证法 §25, §26, §30, §34. The layouts are ours after the brief's field lists (L §2.6, §3.1, §3.4,
§3.5, §3.7): 待核. Refuses to know: fonts, pages, forms.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import item
from zsapp.rules.desk_paper import DeskOccasion, DeskPaper, desk_paper
from zsapp.rules.desk_parts import ReferralSlip
from zsapp.rules.desk_record import VisitRecord
from zsapp.rules.desk_tables import Contact
from zsapp.rules.mediation_paper_parts import PaperRow, PaperTable
from zsapp.rules.notary import Notary
from zsapp.rules.notary_checks import matter_in, missing_documents, must_come


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvicePaper(DeskPaper):
    """A consultation in the words of its register form (咨询登记表)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingPaper(DeskPaper):
    """What somebody is asked about the service (满意度评价表)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralPaper(DeskPaper):
    """A matter passed on (转介单)."""

    slip_no: str = item("转介编号", key="referral.number")
    to: str = item("转介对象", key="referral.to")
    contact: str = item("联系方式", key="referral.to")
    way: str = item("转介方式", key="referral.way")
    consents: bool = item("当事人同意", key="referral.consent", default=False)
    refuses: bool = item("当事人不同意", key="referral.consent", default=False)
    reason: str = item("转介事由", key="referral.reason")
    attachments: tuple[str, ...] = item("附件", key="referral.attachments")
    urgency: str = item("紧急程度", key="referral.urgency")
    sent_on: date | None = item("转出日期", key="referral.on")
    sent_by: str = item("转出人", key="referral.by")
    received_by: str = item("对方接收人", key="referral.received_by")
    received_on: date | None = item("对方接收日期", key="referral.received_on")
    result: str = item("转介结果", key="referral.result")
    result_on: date | None = item("结果日期", key="referral.result_on")
    revisit: date | None = item("回访日", key="referral.revisit")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaper(DeskPaper):
    """A lawyer's service in the words of its sheet (律师服务记录单)."""

    source: str = item("来源")
    kind: str = item("服务类型")
    opponent: str = item("对方当事人")
    no_conflict: bool = item("已声明没有利益冲突", default=False)
    result: str = item("结果")
    done_on: date | None = item("办结日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotaryPaper(DeskPaper):
    """A notarial matter in the words of what somebody takes home (公证咨询告知单).

    That one must come oneself, and that a dispute bars it, is what the paper tells: no fault of its own.
    """

    matter: str = item("公证事项")
    purpose: str = item("用途")
    country: str = item("使用地")
    language: str = item("语种")
    must_come: bool = item("须本人亲自到场", law="公证法 第二十六条", key="", default=False)
    home_visit: bool = item("需要上门", default=False)
    dispute: bool = item("有争议", key="", default=False)
    checklist: PaperTable | None = item("材料核对", key="checklist")
    missing: tuple[str, ...] = item("还缺的材料", key="checklist")
    office: str = item("公证处", key="notary")
    office_address: str = item("公证处地址", key="notary")
    office_phone: str = item("公证处电话", key="notary")
    appointment: date | None = item("预约日期")
    fee_relief: str = item("减免公证费的情形")
    source: str = item("材料清单的来源", key="matter")


def referral_paper(occasion: DeskOccasion) -> ReferralPaper:
    """Return a record in the words of its referral slip; it goes to another office."""
    desk = occasion.desk
    record, tables = desk.record, desk.tables
    slip = record.referral or ReferralSlip()
    to = tables.text_of("referral_to", slip.to)
    contact = tables.desk.receivers.get(to)
    return desk_paper(
        ReferralPaper,
        occasion,
        leaves=True,
        slip_no=slip.number,
        to=to,
        contact=_reached(contact),
        way=tables.text_of("referral_way", slip.way),
        consents=slip.consent is True,
        refuses=slip.consent is False,
        reason=slip.reason or (record.content if isinstance(record, VisitRecord) else ""),
        attachments=slip.attachments,
        urgency=tables.text_of("urgency", slip.urgency),
        sent_on=slip.on or record.date,
        sent_by=slip.by or record.recorder,
        received_by=slip.received_by,
        received_on=slip.received_on,
        result=slip.result,
        result_on=slip.result_on,
        revisit=slip.revisit,
    )


def _reached(contact: Contact | None) -> str:
    return "，".join(one for one in (contact.phone, contact.address) if one) if contact else ""


def order_paper(occasion: DeskOccasion) -> OrderPaper:
    """Return a lawyer's service in the words of its sheet."""
    record, text_of = occasion.desk.record, occasion.desk.tables.text_of
    return desk_paper(
        OrderPaper,
        occasion,
        source=text_of("order_source", record.source),
        kind=text_of("order_kind", record.kind),
        opponent=record.opponent,
        no_conflict=bool(record.no_conflict),
        result=record.result,
        done_on=record.done_on,
    )


def notary_paper(occasion: DeskOccasion) -> NotaryPaper:
    """Return a notarial matter in the words of what somebody takes home; it is shown at the notary's."""
    desk = occasion.desk
    record: Notary = desk.record
    row = matter_in(desk)
    name = desk.tables.text_of("notary_office", record.notary)
    office = next((one for one in desk.tables.desk.notary_offices if one.name == name), None)
    return desk_paper(
        NotaryPaper,
        occasion,
        matter=desk.tables.text_of("notary_matter", record.matter),
        purpose=record.purpose,
        country=record.country,
        language=record.language,
        must_come=must_come(desk),
        home_visit=bool(record.home_visit),
        dispute=bool(record.dispute),
        checklist=_checklist(desk.record, row.documents if row else ()),
        missing=missing_documents(desk),
        office=name,
        office_address=office.address if office else "",
        office_phone=office.phone if office else "",
        appointment=record.appointment,
        fee_relief=record.fee_relief,
        source=f"{row.source}（{row.status}）" if row else "",
    )


def _checklist(record: Notary, usual: tuple[str, ...]) -> PaperTable | None:
    """Return the documents with what is there and what is not; the usual ones where none is ticked off."""
    told = [(f"checklist[{n}]", one.doc, one.have) for n, one in enumerate(record.checklist)]
    rows = told or [("checklist", one, None) for one in usual]
    if not rows:
        return None
    return PaperTable(
        at="checklist",
        heads=("序号", "材料", "已有", "还缺", "备注"),
        widths=(14, 76, 16, 16, 34),
        sides="clccl",
        rows=tuple(
            PaperRow(at=at, cells=(str(n), doc, "√" if have else "", "√" if have is False else "", ""))
            for n, (at, doc, have) in enumerate(rows, 1)
        ),
    )


def advice_paper(occasion: DeskOccasion) -> AdvicePaper:
    """Return a consultation in the words of its register form; it stays in the office."""
    return desk_paper(AdvicePaper, occasion)


def rating_paper(occasion: DeskOccasion) -> RatingPaper:
    """Return what somebody is asked about the service: no address, no telephone, no matter."""
    return desk_paper(RatingPaper, occasion, leaves=True)
