"""A front-desk record on paper (服务文书): what every paper of the other services may say of it.

One frozen thing, computed from the record, the dated tables and today. Where somebody lives is kept from
papers that others may see (D-38): after violence at home from all, of another restricted record from those
that leave the office. Layouts follow 格式一 (brief L §2.6) or are ours: 待核.
Refuses to know: fonts, pages, forms.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from zsapp.base.items import Thing, item
from zsapp.rules.desk_checking import Desk, flags_in
from zsapp.rules.desk_parts import DeskAdviser, Satisfaction, SatisfactionItems, Visitor
from zsapp.rules.desk_record import ANONYMOUS, DeskRecord, VisitRecord
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.groups import VIOLENCE, age_of, traits_of
from zsapp.rules.names import masked_number
from zsapp.rules.people import birth_in

P = TypeVar("P", bound="DeskPaper")
KEPT_BACK = "（保密，由登记单位保管）"
"""What stands where an address or a telephone would."""
CHANNELS = {
    "by_visit": "来访",
    "by_call": "来电",
    "by_net": "网络",
    "by_post": "来函",
    "by_home": "上门",
    "by_video": "视频",
}
WAYS = {
    "answered": "当场解答",
    "promised": "约期答复",
    "to_aid": "指导申请法律援助",
    "to_mediation": "引导调解",
    "to_review": "引导复议",
    "to_notary": "引导公证",
    "to_hotline": "转12348",
    "to_others": "转其他部门",
}
MARKS = {"very_good": 5, "good": 4, "fair": 3, "bad": 2, "very_bad": 1}


@dataclass(frozen=True, slots=True)
class DeskOccasion:
    """When and where a paper is made: the record with what it is judged by, its sector, and who prints it."""

    desk: Desk
    sector: str
    station: str
    beside: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPaper(Thing):
    """A front-desk record in the words of its papers (服务文书)."""

    number: str = item("编号")
    service: str = item("服务", key="service")
    station: str = item("登记单位", key="org_name")
    on: date | None = item("日期", key="date")
    begun: str = item("开始时间")
    ended: str = item("结束时间")
    by_visit: bool = item("来访", key="channel", default=False)
    by_call: bool = item("来电", key="channel", default=False)
    by_net: bool = item("网络", key="channel", default=False)
    by_post: bool = item("来函", key="channel", default=False)
    by_home: bool = item("上门", key="channel", default=False)
    by_video: bool = item("视频", key="channel", default=False)
    name: str = item("姓名", key="person.name")
    sex: str = item("性别", key="person.sex")
    age: str = item("年龄", key="person.birth")
    born: date | None = item("出生日期", key="person.birth")
    id_type: str = item("证件类型", key="person.id_type")
    id_no: str = item("证件号码", key="person.id_no")
    id_masked: str = item("证件号码（遮盖）", key="person.id_no")
    phone: str = item("联系电话", key="person.phone")
    address: str = item("住址", key="person.address")
    postcode: str = item("邮政编码", key="person.postcode")
    employer: str = item("工作单位", key="person.employer")
    groups: tuple[str, ...] = item("人群类别", key="person.groups")
    category: str = item("咨询类别")
    content: str = item("咨询内容")
    answer: str = item("解答意见")
    law_told: str = item("法律依据")
    told_aid: bool = item("已告知可以申请法律援助", key="told_legal_aid", default=False)
    answered: bool = item("当场解答", key="handling", default=False)
    promised: bool = item("约期答复", key="handling", default=False)
    to_aid: bool = item("指导申请法律援助", key="handling", default=False)
    to_mediation: bool = item("引导调解", key="handling", default=False)
    to_review: bool = item("引导复议", key="handling", default=False)
    to_notary: bool = item("引导公证", key="handling", default=False)
    to_hotline: bool = item("转12348", key="handling", default=False)
    to_others: bool = item("转其他部门", key="handling", default=False)
    promised_on: date | None = item("约定答复日期")
    passed_to: str = item("转介对象", key="referral.to")
    adviser: str = item("解答人", key="adviser.name")
    adviser_role: str = item("身份", key="adviser.role")
    licence: str = item("执业证号", key="adviser.licence")
    firm: str = item("律师事务所", key="adviser.firm")
    recorder: str = item("记录人")
    very_good: bool = item("非常满意", key="satisfaction.level", default=False)
    good: bool = item("满意", key="satisfaction.level", default=False)
    fair: bool = item("基本满意", key="satisfaction.level", default=False)
    bad: bool = item("不满意", key="satisfaction.level", default=False)
    very_bad: bool = item("非常不满意", key="satisfaction.level", default=False)
    manner: int | None = item("态度", key="satisfaction.items.态度")
    speed: int | None = item("效率", key="satisfaction.items.效率")
    skill: int | None = item("专业", key="satisfaction.items.专业")
    ease: int | None = item("便利", key="satisfaction.items.便利")
    rated_on: date | None = item("评价日期", key="satisfaction.on")
    rating_words: str = item("意见", key="satisfaction.words")
    secrets: tuple[str, ...] = item("限制查看的原因", key="restricted")
    protected: bool = item("保密", key="restricted", default=False)
    today: date | None = item("打印日期", key="")


def hides(record: DeskRecord, *, leaves: bool) -> bool:
    """Say whether a paper may not show where somebody lives; `leaves` is whether it leaves the office."""
    violence = isinstance(record, VisitRecord) and VIOLENCE in record.visitor.groups
    return violence or "家庭暴力" in record.restricted or (leaves and bool(record.restricted))


def desk_paper(make: Callable[..., P], occasion: DeskOccasion, /, *, leaves: bool = False, **more: Any) -> P:
    """Return a paper of a kind with its further items."""
    desk = occasion.desk
    record: DeskRecord = desk.record
    hidden = hides(record, leaves=leaves)
    told: dict[str, Any] = {
        "number": record.number,
        "service": SERVICES[occasion.sector].label,
        "station": record.org_name or occasion.station,
        "on": record.date,
        "recorder": record.recorder,
        "secrets": record.restricted,
        "protected": hidden,
        "today": desk.today,
        **_adviser(desk, record.adviser),
        **_rating(record.satisfaction),
        **_channel(desk, record.channel),
    }
    if isinstance(record, VisitRecord):
        told |= _visit(desk, record) | _visitor(desk, record.visitor, hidden=hidden)
    if record.referral is not None:
        told["passed_to"] = desk.tables.text_of("referral_to", record.referral.to)
    return make(**{**told, **more})


def _channel(desk: Desk, channel: str) -> dict[str, Any]:
    word = desk.tables.text_of("desk_channel", channel)
    return {name: word == text for name, text in CHANNELS.items()}


def _adviser(desk: Desk, one: DeskAdviser | None) -> dict[str, Any]:
    if one is None:
        return {}
    return {
        "adviser": one.name,
        "adviser_role": desk.tables.text_of("adviser_role", one.role),
        "licence": one.licence,
        "firm": one.firm,
    }


def _rating(rated: Satisfaction | None) -> dict[str, Any]:
    if rated is None:
        return {}
    apart = rated.items or SatisfactionItems()
    return {
        **{name: rated.level == level for name, level in MARKS.items()},
        "manner": apart.manner,
        "speed": apart.speed,
        "skill": apart.skill,
        "ease": apart.ease,
        "rated_on": rated.on,
        "rating_words": rated.words,
    }


def _visit(desk: Desk, record: VisitRecord) -> dict[str, Any]:
    text_of = desk.tables.text_of
    handled = {text_of("desk_handling", one) for one in record.handling}
    return {
        "begun": record.begun,
        "ended": record.ended,
        "category": text_of("consult_category", record.category),
        "content": record.content,
        "answer": record.answer,
        "law_told": record.law_told,
        "told_aid": bool(record.told_legal_aid),
        "promised_on": record.promised_on,
        **{name: text in handled for name, text in WAYS.items()},
    }


def _visitor(desk: Desk, one: Visitor, *, hidden: bool) -> dict[str, Any]:
    text_of = desk.tables.text_of
    age = age_of(traits_of(one), desk.day)
    return {
        "name": one.name or (ANONYMOUS if one.id_refused else ""),
        "sex": text_of("sex", one.sex).removesuffix("性"),
        "age": f"{age}岁" if age is not None else "",
        "born": one.birth or birth_in(one.id_no),
        "id_type": text_of("id_type", one.id_type) if one.id_type else "",
        "id_no": one.id_no or one.id_refused,
        "id_masked": masked_number(one.id_no) if one.id_no else one.id_refused,
        "phone": KEPT_BACK if hidden and one.phone else one.phone,
        "address": KEPT_BACK if hidden and one.address else one.address,
        "postcode": "" if hidden else one.postcode,
        "employer": KEPT_BACK if hidden and one.employer else one.employer,
        "groups": tuple(flag.label for flag in flags_in(desk)),
    }
