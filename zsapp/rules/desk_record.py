"""What every front-desk record has (服务记录): where and when, who answered, passed on, rated, linked.

A record of the other services (法律咨询, 律师服务, 法治宣传, 行政复议, 公证咨询, 转介) is one of these with
what its service asks besides. Who may see it follows from who came: violence at home, minors and soldiers
are restricted (限制查看, brief L trap 9), as in legal aid.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import LONG, SHORT, Thing, item
from zsapp.rules.desk_parts import DeskAdviser, DeskFile, ReferralSlip, Revisit, Satisfaction, Visitor
from zsapp.rules.groups import MINOR, SOLDIER, SOLDIER_PAPERS, VIOLENCE, is_under_age, traits_of
from zsapp.rules.origin import Origin

Day = date
"""The same type, for records that have an item named date."""
VOID = "作废"
DONE = "已办结"
TO_REVISIT = "待回访"
ANONYMOUS = "匿名"
"""What stands for the name of a caller who gives none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRecord(Thing):
    """A record of a service at the front desk (服务记录)."""

    id: str = item("外部编号", maximum=SHORT)
    service: str = item("服务", maximum=200)
    date: Day | None = item("日期")
    org: str = item("登记单位代码", maximum=SHORT)
    org_name: str = item("登记单位", verbatim=True, maximum=200)
    channel: str = item("方式", codes="desk_channel", maximum=SHORT)
    adviser: DeskAdviser | None = item("解答人")
    referral: ReferralSlip | None = item("转介")
    satisfaction: Satisfaction | None = item("满意度")
    number: str = item("编号", internal=True, maximum=SHORT)
    recorder: str = item("记录人", internal=True, verbatim=True, maximum=SHORT)
    revisits: tuple[Revisit, ...] = item("回访", internal=True, maximum=50)
    origin: Origin | None = item("由来", internal=True)
    turned: tuple[Origin, ...] = item("转办的记录", internal=True, maximum=50)
    restricted: tuple[str, ...] = item("限制查看的原因", internal=True, maximum=SHORT)
    overrides: dict[str, str] = item("检查的处理理由", internal=True, maximum=2000)
    closed_on: Day | None = item("办结日期", internal=True)
    closed: str = item("办结说明", internal=True, maximum=2000)
    void: str = item("作废的原因", internal=True, maximum=200)
    files: tuple[DeskFile, ...] = item("附件", internal=True, maximum=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRecord(DeskRecord):
    """A record of somebody who came with a matter (来人来访记录), by 格式一 法律援助咨询登记表."""

    person: Visitor | None = item("咨询人")
    applicant: Visitor | None = item("申请人")
    category: str = item("咨询类别", codes="consult_category", maximum=SHORT)
    content: str = item("咨询内容", maximum=LONG)
    answer: str = item("解答意见", maximum=LONG)
    told_legal_aid: bool | None = item("已告知可以申请法律援助", law="法律援助法 第二十三条")
    handling: tuple[str, ...] = item("处理", codes="desk_handling", maximum=200)
    begun: str = item("开始时间", internal=True, maximum=SHORT)
    ended: str = item("结束时间", internal=True, maximum=SHORT)
    answered_on: Day | None = item("答复日期", internal=True)
    promised_on: Day | None = item("约定答复日期", internal=True)
    law_told: str = item("法律依据", internal=True, maximum=2000)

    @property
    def visitor(self) -> Visitor:
        """Who came: the one the file names, under either key."""
        return self.person or self.applicant or Visitor()


R = TypeVar("R", bound=DeskRecord)


def check_day(record: DeskRecord) -> None:
    """Hold a record against the least of any: a day.

    Raises:
        Refusal: DESK_DAY_MISSING.
    """
    if record.date is None:
        raise Refusal(Code.DESK_DAY_MISSING, field="date")


def check_said(record: DeskRecord, **wanted: str) -> None:
    """Hold a record against what its service cannot be without: items by name, each with its label.

    Raises:
        Refusal: DESK_DAY_MISSING, DESK_ITEM_MISSING at the item.
    """
    check_day(record)
    for place, label in wanted.items():
        if not getattr(record, place):
            raise Refusal(Code.DESK_ITEM_MISSING, field=place, item=label)


def visitors(record: DeskRecord) -> tuple[Visitor, ...]:
    """Return everybody who came: nobody for records of events."""
    if not isinstance(record, VisitRecord):
        return ()
    return tuple(one for one in (record.person, record.applicant) if one is not None)


RESTRICTING = {VIOLENCE: "家庭暴力", MINOR: "未成年人", SOLDIER: "军人军属"}
"""The groups whose records few may see (限制查看), brief L trap 9."""


def restricted_of(snapshot: Thing, day: date | None) -> tuple[str, ...]:
    """Return why a record that names somebody may be seen by few only."""
    traits = traits_of(snapshot)
    soldiers = traits.id_type in SOLDIER_PAPERS
    told = {MINOR: is_under_age(traits, day), SOLDIER: soldiers or SOLDIER in traits.groups}
    return tuple(text for code, text in RESTRICTING.items() if told.get(code, code in traits.groups))


def restricted_for(record: DeskRecord) -> tuple[str, ...]:
    """Return why a record may be seen by few only; nothing for an ordinary one."""
    found = (reason for one in visitors(record) for reason in restricted_of(one, record.date))
    return tuple(dict.fromkeys(found))


PHOTO, SIGN_IN, PAPER = "照片", "签到表", "文书"
"""What a file kept with a record is: texts of the list desk_file, those that a rule or a desk names."""


def attached(record: DeskRecord, kind: str) -> tuple[DeskFile, ...]:
    """Return the files of a kind that are kept with a record."""
    return tuple(one for one in record.files if one.kind == kind)


def photos_of(record: Any) -> int | None:
    """Return how many photographs there are: as typed, or as many as are kept when those are more."""
    kept = len(attached(record, PHOTO))
    typed: int | None = record.photos
    return max(typed or 0, kept) if kept else typed


def has_sign_in(record: Any) -> bool | None:
    """Say whether there is a sign-in sheet (签到表): kept with the record, or as ticked."""
    ticked: bool | None = record.signin_sheet
    return True if attached(record, SIGN_IN) else ticked


def is_referred(record: DeskRecord) -> bool:
    """Say whether a record was passed on to somebody."""
    return record.referral is not None and bool(record.referral.to or record.referral.number)


def needs_revisit(record: DeskRecord) -> bool:
    """Say whether a bad mark (差评, one or two) still waits for its return call, brief L §3.7."""
    rated = record.satisfaction
    return rated is not None and rated.level is not None and rated.level <= BAD and not record.revisits


BAD = 2
"""Marks up to this one are bad (差评)."""


def ending(record: DeskRecord, begun: str) -> str:
    """Return the state of a record whose own service is done with: what still waits, else done."""
    slip = record.referral
    if needs_revisit(record):
        return TO_REVISIT
    if is_referred(record) and slip is not None and not slip.result and not record.closed_on:
        return begun
    return DONE


def with_turned(record: R, made: Origin) -> R:
    """Return a record that knows what it was turned into; the same record is kept once."""
    if any(one.record_id == made.record_id for one in record.turned):
        return record
    return replace(record, turned=(*record.turned, made))
