"""A front-desk record as one line of its register (服务登记簿): what the register of each service shows.

A register names who came and nothing else of theirs; a copy for others has the name covered, and a restricted
record has no name in it at all. Timeliness is held against the deadlines of the record itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zsapp.base.items import LINE, SHORT, Thing, item
from zsapp.rules.adviser import ORDERS, ROSTER, AdviserLog, Counters
from zsapp.rules.adviser import SECTOR as LOGS
from zsapp.rules.adviser_checks import hours_of
from zsapp.rules.consultation import SECTOR as CONSULTATIONS
from zsapp.rules.consultation_checks import ANSWERS
from zsapp.rules.desk_checking import Desk, flags_in
from zsapp.rules.desk_parts import DeskAdviser, ReferralSlip, Satisfaction
from zsapp.rules.desk_record import has_sign_in, is_referred, photos_of, visitors
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.legal_aid import HIDDEN
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.names import masked_name
from zsapp.rules.notary import SECTOR as NOTARIES
from zsapp.rules.notary_checks import missing_documents
from zsapp.rules.publicity import SECTOR as EVENTS
from zsapp.rules.publicity import Materials, Speaker
from zsapp.rules.publicity_checks import satisfaction_rate
from zsapp.rules.reconsideration import SECTOR as RECONSIDERATIONS
from zsapp.rules.reconsideration import Act, OrganAnswer, is_oral
from zsapp.rules.reconsideration_deadlines import apply_by, forward_by, received_on
from zsapp.rules.reconsideration_scope import must_be_first, organ_of, scope_of

YES, NO = "是", "否"
ON_TIME, LATE = "按时", "超期"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine(Thing):
    """What every register has in front."""

    number: str = item("编号", maximum=SHORT)
    station: str = item("登记单位", verbatim=True, maximum=200)
    day: date | None = item("日期")
    state: str = item("状态", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine(DeskLine):
    """A line of somebody who came."""

    name: str = item("姓名", verbatim=True, care="personal", maximum=200)
    name_masked: str = item("姓名（隐名）", verbatim=True, maximum=200)
    groups: str = item("人群类别", maximum=LINE)
    channel: str = item("方式", maximum=SHORT)
    category: str = item("咨询类别", maximum=SHORT)
    handling: str = item("处理", maximum=LINE)
    adviser: str = item("解答人", verbatim=True, maximum=200)
    rating: str = item("满意度", maximum=SHORT)
    visited_on: date | None = item("回访日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationLine(VisitLine):
    """A consultation (法律咨询)."""

    told: str = item("告知法律援助申请权", law="法律援助法 第二十三条", maximum=SHORT)
    answering: str = item("按期答复", maximum=SHORT)
    passed_to: str = item("转介", maximum=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine(VisitLine):
    """A service order (律师服务)."""

    kind: str = item("服务类型", maximum=SHORT)
    source: str = item("来源", maximum=SHORT)
    done_on: date | None = item("办结日期")
    result: str = item("结果", maximum=LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconsiderationLine(VisitLine):
    """An application for reconsideration (行政复议)."""

    respondent: str = item("被申请人", verbatim=True, maximum=200)
    act: str = item("被申请的行政行为", maximum=200)
    scope: str = item("复议范围", law="行政复议法 第十一条", maximum=SHORT)
    first: str = item("复议前置", law="行政复议法 第二十三条", maximum=SHORT)
    organ: str = item("复议机关", maximum=200)
    apply_due: date | None = item("申请期限届满日", law="行政复议法 第二十条")
    oral: str = item("口头申请", maximum=SHORT)
    received_on: date | None = item("收件日期")
    forwarded_on: date | None = item("转送日期")
    forwarding: str = item("转送及时", maximum=SHORT)
    result: str = item("结果", maximum=SHORT)
    doc_no: str = item("文号", maximum=200)
    accepted_on: date | None = item("受理日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotaryLine(VisitLine):
    """A notarial matter (公证咨询)."""

    matter: str = item("公证事项", maximum=200)
    purpose: str = item("用途", maximum=200)
    in_person: str = item("本人到场", maximum=SHORT)
    office: str = item("公证处", maximum=200)
    appointment: date | None = item("预约日期")
    lacking: int | None = item("还缺材料", unit="件")
    relief: str = item("减免公证费", maximum=200)
    certificate: str = item("公证书编号", maximum=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLine(VisitLine):
    """Something passed on (转介), of its own or from another record."""

    source: str = item("来源业务", maximum=SHORT)
    source_number: str = item("来源编号", maximum=SHORT)
    passed_to: str = item("转介对象", maximum=200)
    way: str = item("转介方式", maximum=SHORT)
    consent: str = item("当事人同意", maximum=SHORT)
    passed_on: date | None = item("转出日期")
    revisit: date | None = item("回访日")
    result: str = item("转介结果", maximum=2000)
    closed_loop: str = item("闭环", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserLine(DeskLine):
    """A log of the village's adviser (工作日志)."""

    adviser: str = item("法律顾问", verbatim=True, maximum=200)
    mode: str = item("服务方式", maximum=SHORT)
    hours: str = item("时长", unit="小时", maximum=SHORT)
    served: int | None = item("服务对象", unit="人")
    consultations: int | None = item("法律咨询", unit="次")
    lectures: int | None = item("法治讲座", unit="人次")
    mediations: int | None = item("调解纠纷", unit="件")
    drafts: int | None = item("代写文书", unit="份")
    aided: int | None = item("法律援助引导", unit="件")
    contracts: int | None = item("合同审查", unit="份")
    opinions: int | None = item("村务决策法律意见", unit="份")
    confirmed_by: str = item("村（社区）确认人", verbatim=True, maximum=200)
    confirmed_on: date | None = item("确认日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine(DeskLine):
    """A row of the roster (签约名册)."""

    adviser: str = item("姓名", verbatim=True, maximum=200)
    role: str = item("身份", maximum=SHORT)
    licence: str = item("执业证号", maximum=SHORT)
    firm: str = item("律师事务所", verbatim=True, maximum=200)
    until: date | None = item("签约截止日")
    phone: str = item("联系电话", maximum=SHORT)
    service_day: str = item("每月约定服务日", maximum=200)
    ended_on: date | None = item("解约日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityLine(DeskLine):
    """An event of legal publicity (法治宣传)."""

    title: str = item("活动名称", maximum=200)
    topic: str = item("主题", maximum=LINE)
    form: str = item("形式", maximum=LINE)
    host: str = item("主办单位", verbatim=True, maximum=200)
    place: str = item("地点", maximum=200)
    speaker: str = item("主讲人", verbatim=True, maximum=200)
    attendance: int | None = item("参加人数", unit="人")
    online: int | None = item("线上人次", unit="人次")
    kinds: int | None = item("资料种类", unit="种")
    copies: int | None = item("资料份数", unit="份")
    consultations: int | None = item("解答咨询", unit="人次")
    clues: int | None = item("收集线索", unit="条")
    photos: int | None = item("照片", unit="张")
    signed_in: str = item("签到表", maximum=SHORT)
    satisfaction: str = item("满意率", maximum=SHORT)


def _front(desk: Desk, sector: str) -> dict[str, Any]:
    record = desk.record
    state = SERVICES[sector].state_of(record)
    return {"number": record.number, "station": record.org_name, "day": record.date, "state": state}


def _came(desk: Desk, sector: str) -> dict[str, Any]:
    record = desk.record
    one = record.visitor if visitors(record) else None
    name = one.name if one else ""
    rated = record.satisfaction or Satisfaction()
    return {
        **_front(desk, sector),
        "name": HIDDEN if record.restricted else name,
        "name_masked": HIDDEN if record.restricted else masked_name(name),
        "groups": "、".join(flag.label for flag in flags_in(desk) if not flag.doubt),
        "channel": desk.tables.text_of("desk_channel", record.channel),
        "category": desk.tables.text_of("consult_category", record.category),
        "handling": "、".join(record.handling),
        "adviser": (record.adviser or DeskAdviser()).name,
        "rating": desk.tables.text_of("rating", str(rated.level)) if rated.level else "",
        "visited_on": record.revisits[-1].date if record.revisits else None,
    }


def _yes(told: object) -> str:
    return "" if told is None else YES if told else NO


def _timely(done: date | None, due: date | None) -> str:
    if done is None or due is None:
        return ""
    return ON_TIME if done <= due else LATE


def consultation_line(desk: Desk, deadlines: Iterable[Deadline]) -> ConsultationLine:
    """Return the line of a consultation."""
    record = desk.record
    dues = [one.due for one in deadlines if one.id in ANSWERS]
    answered = (record.answered_on or record.date) if record.answer else None
    return ConsultationLine(
        **_came(desk, CONSULTATIONS),
        told=_yes(record.told_legal_aid),
        answering=_timely(answered, next(iter(dues), None)),
        passed_to=record.referral.to if is_referred(record) else "",
    )


def order_line(desk: Desk, _deadlines: Iterable[Deadline]) -> OrderLine:
    """Return the line of a service order."""
    record = desk.record
    return OrderLine(
        **_came(desk, ORDERS),
        kind=desk.tables.text_of("order_kind", record.kind),
        source=desk.tables.text_of("order_source", record.source),
        done_on=record.done_on,
        result=record.result,
    )


def reconsideration_line(desk: Desk, _deadlines: Iterable[Deadline]) -> ReconsiderationLine:
    """Return the line of an application."""
    record = desk.record
    act, answer = record.act or Act(), record.result or OrganAnswer()
    first, by = must_be_first(desk), apply_by(desk)
    return ReconsiderationLine(
        **_came(desk, RECONSIDERATIONS),
        respondent=record.respondent,
        act=act.name,
        scope=desk.tables.text_of("fy_scope", scope_of(record, desk.tables))[:SHORT],
        first=first.code if first else "",
        organ=organ_of(desk).name,
        apply_due=by.due if by else None,
        oral=_yes(is_oral(record)),
        received_on=received_on(record),
        forwarded_on=record.forwarded_on,
        forwarding=_timely(record.forwarded_on, forward_by(desk)),
        result=answer.status,
        doc_no=answer.doc_no,
        accepted_on=answer.accepted,
    )


def notary_line(desk: Desk, _deadlines: Iterable[Deadline]) -> NotaryLine:
    """Return the line of a notarial matter."""
    record = desk.record
    return NotaryLine(
        **_came(desk, NOTARIES),
        matter=record.matter,
        purpose=record.purpose,
        in_person=_yes(record.in_person),
        office=record.notary,
        appointment=record.appointment,
        lacking=len(missing_documents(desk)),
        relief=record.fee_relief,
        certificate=record.certificate_no,
    )


def referral_line(desk: Desk, sector: str) -> ReferralLine:
    """Return the line of something passed on, whichever service's record it stands in."""
    record, slip = desk.record, desk.record.referral or ReferralSlip()
    came = _came(desk, sector) if visitors(record) else _front(desk, sector)
    return ReferralLine(
        **{**came, "number": slip.number or record.number},
        source=SERVICES[sector].label,
        source_number=record.number,
        passed_to=desk.tables.text_of("referral_to", slip.to),
        way=slip.way,
        consent=_yes(slip.consent),
        passed_on=slip.on or record.date,
        revisit=slip.revisit,
        result=HIDDEN if record.restricted and slip.result else slip.result,
        closed_loop=_yes(bool(slip.result)),
    )


def adviser_line(desk: Desk, _deadlines: Iterable[Deadline]) -> AdviserLine:
    """Return the line of a log."""
    record: AdviserLog = desk.record
    counted, said = record.counters or Counters(), record.confirm
    names = ("consultations", "lectures", "mediations", "drafts", "aided", "contracts", "opinions")
    return AdviserLine(
        **_front(desk, LOGS),
        adviser=(record.adviser or DeskAdviser()).name,
        mode=record.mode,
        hours=f"{hours_of(record):.1f}",
        served=len(record.served),
        **{name: getattr(counted, name) for name in names},
        confirmed_by=said.by if said else "",
        confirmed_on=said.date if said else None,
    )


def roster_line(desk: Desk, _deadlines: Iterable[Deadline]) -> RosterLine:
    """Return the line of a contract."""
    record = desk.record
    one = record.adviser or DeskAdviser()
    return RosterLine(
        **_front(desk, ROSTER),
        adviser=one.name,
        role=one.role,
        licence=one.licence,
        firm=record.firm,
        until=record.until,
        phone=record.phone,
        service_day=record.service_day,
        ended_on=record.ended_on,
    )


def publicity_line(desk: Desk, _deadlines: Iterable[Deadline]) -> PublicityLine:
    """Return the line of an event."""
    record = desk.record
    given = record.materials or Materials()
    names = ("title", "host", "place", "attendance", "online", "consultations", "clues")
    return PublicityLine(
        **_front(desk, EVENTS),
        **{name: getattr(record, name) for name in names},
        topic="、".join(record.topic),
        form="、".join(record.form),
        speaker=(record.speaker or Speaker()).name,
        kinds=given.kinds,
        copies=given.copies,
        photos=photos_of(record),
        signed_in=_yes(has_sign_in(record)),
        satisfaction=satisfaction_rate(record.satisfaction_sample),
    )


def lines_of_everything(sector: str, found: Iterable[Desk]) -> Iterator[ReferralLine]:
    """Yield the lines of what was passed on from a service's records, none of void ones."""
    for desk in found:
        if is_referred(desk.record) and not desk.record.void:
            yield referral_line(desk, sector)


MAKERS: Mapping[str, Callable[[Desk, tuple[Deadline, ...]], DeskLine]] = {
    CONSULTATIONS: consultation_line,
    LOGS: adviser_line,
    ORDERS: order_line,
    ROSTER: roster_line,
    EVENTS: publicity_line,
    RECONSIDERATIONS: reconsideration_line,
    NOTARIES: notary_line,
}
"""How a record becomes a line, by its service; referrals are read from every service."""
