"""The village's legal adviser (一村（社区）一法律顾问): work log, roster of those signed, service orders.

Brief L §3.1: a log a visit, hours in half hours; a roster row a contract of a village (法律明白人 stand in it
too, by their role); an order for what a villager or the committee asked for, free and never for both sides.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import LINE, SHORT, Thing, item
from zsapp.rules.desk_parts import Visitor
from zsapp.rules.desk_record import (
    DONE,
    TO_REVISIT,
    VOID,
    Day,
    DeskRecord,
    VisitRecord,
    check_said,
    ending,
    restricted_of,
)

SECTOR = "adviser"
ROSTER = "adviser_roster"
ORDERS = "adviser_order"
UNCONFIRMED, CONFIRMED = "待确认", "已确认"
LOG_STATES = (UNCONFIRMED, CONFIRMED, VOID)
SIGNED, ENDED = "在册", "已解约"
ROSTER_STATES = (SIGNED, ENDED, VOID)
UNDER_WAY, PASSED = "办理中", "转介中"
ORDER_STATES = (UNDER_WAY, PASSED, TO_REVISIT, DONE, VOID)
MOST = 1_000_000
LAWYER, LITERATE = "法律顾问", "法律明白人"
"""Who stands in the roster: the adviser who signed, and villagers trained in the law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPeriod(Thing):
    """From when to when the adviser was there (到、离时间), as 09:00."""

    begin: str = item("到达时间", key="from", maximum=SHORT)
    end: str = item("离开时间", key="to", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters(Thing):
    """What was done, counted (服务类型和数量)."""

    consultations: int | None = item("法律咨询", key="法律咨询", unit="次", minimum=0, maximum=MOST)
    lectures: int | None = item("法治讲座", key="法治讲座人次", unit="人次", minimum=0, maximum=MOST)
    mediations: int | None = item("调解纠纷", key="调解纠纷", unit="件", minimum=0, maximum=MOST)
    drafts: int | None = item("代写文书", key="代写文书", unit="份", minimum=0, maximum=MOST)
    aided: int | None = item("法律援助引导", key="法律援助引导", unit="件", minimum=0, maximum=MOST)
    trained: int | None = item("培训骨干、法律明白人", key="培训骨干", unit="人", minimum=0, maximum=MOST)
    leaflets: int | None = item("发放资料", key="发放资料", unit="份", minimum=0, maximum=MOST)
    rules_mended: int | None = item("完善村居制度", key="完善村居制度", unit="个", minimum=0, maximum=MOST)
    contracts: int | None = item("合同审查", key="合同审查", unit="份", minimum=0, maximum=MOST)
    opinions: int | None = item(
        "村务决策法律意见", key="村务决策法律意见", unit="份", minimum=0, maximum=MOST
    )
    meetings: int | None = item("列席村民会议", key="列席村民会议", unit="次", minimum=0, maximum=MOST)
    petitions: int | None = item(
        "涉法涉诉信访接待", key="涉法涉诉信访接待", unit="次", minimum=0, maximum=MOST
    )
    check_ups: int | None = item("专项法治体检", key="专项法治体检", unit="次", minimum=0, maximum=MOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served(Thing):
    """Somebody the adviser served (服务对象): the log must carry name, telephone and what it was about."""

    name: str = item("姓名", verbatim=True, maximum=200, care="personal")
    phone: str = item("电话", maximum=SHORT, care="personal")
    matter: str = item("服务内容", maximum=LINE)
    result: str = item("结果", maximum=LINE)
    groups: tuple[str, ...] = item("人群类别", codes="group_flag", internal=True, maximum=SHORT)
    follow_up: bool | None = item("需要跟进", internal=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation(Thing):
    """The village's confirmation of a log (村（社区）确认)."""

    by: str = item("确认人", verbatim=True, maximum=200)
    opinion: str = item("意见", maximum=LINE)
    date: Day | None = item("确认日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserLog(DeskRecord):
    """One visit, or one service from afar, of a village's adviser (工作日志)."""

    mode: str = item("服务方式", codes="adviser_mode", maximum=SHORT)
    periods: tuple[DutyPeriod, ...] = item("服务时间", maximum=20)
    counters: Counters | None = item("服务数量")
    served: tuple[Served, ...] = item("服务对象", maximum=300)
    confirm: Confirmation | None = item("村（社区）确认")
    place: str = item("签到地点", internal=True, maximum=LINE)
    photos: int | None = item("签到照片", internal=True, unit="张", minimum=0, maximum=MOST)
    results: tuple[str, ...] = item("工作成果", internal=True, maximum=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserContract(DeskRecord):
    """A row of the roster (签约名册): who is signed for which village, until when; from `date` on."""

    until: date | None = item("签约截止日")
    firm: str = item("律师事务所", verbatim=True, maximum=200)
    phone: str = item("联系电话", maximum=SHORT)
    service_day: str = item("每月约定服务日", maximum=200)
    substitute: str = item("备用顾问", verbatim=True, maximum=200)
    board_photo: bool | None = item("公示牌照片")
    ended_on: date | None = item("解约日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceOrder(VisitRecord):
    """What a villager or the committee asked a lawyer for (律师服务): free, and never for both sides."""

    source: str = item("来源", codes="order_source", maximum=SHORT)
    kind: str = item("服务类型", codes="order_kind", maximum=SHORT)
    opponent: str = item("对方当事人", verbatim=True, maximum=200, care="personal")
    no_conflict: bool | None = item("已声明没有利益冲突", law="律师法 第三十九条")
    result: str = item("结果", maximum=LINE)
    done_on: date | None = item("办结日期")
    free: bool | None = item("公益免费")

    @property
    def client(self) -> Visitor:
        """Whom the lawyer serves (委托人)."""
        return self.visitor


def check_least_log(record: AdviserLog) -> None:
    """Hold a log against the least that makes it one: a day and the adviser.

    Raises:
        Refusal: DESK_DAY_MISSING, DESK_ITEM_MISSING.
    """
    check_said(record, adviser="法律顾问")


def check_least_contract(record: AdviserContract) -> None:
    """Hold a roster row against the least that makes it one: its first day and who is signed.

    Raises:
        Refusal: DESK_DAY_MISSING, DESK_ITEM_MISSING.
    """
    check_said(record, adviser="法律顾问")


def check_least_order(record: ServiceOrder) -> None:
    """Hold an order against the least that makes it one: a day and what was asked for.

    Raises:
        Refusal: DESK_DAY_MISSING, DESK_ITEM_MISSING.
    """
    check_said(record, content="委托事项")


def log_state(record: AdviserLog) -> str:
    """Return how far a log has come."""
    if record.void:
        return VOID
    said = record.confirm
    return CONFIRMED if said is not None and said.by and said.date else UNCONFIRMED


def contract_state(record: AdviserContract) -> str:
    """Return whether a contract stands; that its last day has passed is for the checks to say."""
    if record.void:
        return VOID
    return ENDED if record.ended_on else SIGNED


def order_state(record: ServiceOrder) -> str:
    """Return how far an order has come."""
    if record.void:
        return VOID
    return ending(record, PASSED) if record.done_on or record.closed_on else UNDER_WAY


def log_restricted(record: AdviserLog) -> tuple[str, ...]:
    """Return why a log may be seen by few only: for whom it names."""
    found = (reason for one in record.served for reason in restricted_of(one, record.date))
    return tuple(dict.fromkeys(found))
