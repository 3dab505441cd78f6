"""What may be wrong with a roster row and a service order (签约名册、律师服务的检查), brief L §3.1.

Law cited: 律师法 §39 (a lawyer does not act for both sides of one matter).
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from zsapp.rules.adviser import LITERATE, ORDERS, AdviserContract, ServiceOrder
from zsapp.rules.adviser_checks import same_adviser
from zsapp.rules.checking import Spot
from zsapp.rules.desk_checking import (
    ERROR,
    HINT,
    WARNING,
    Desk,
    DeskCheck,
    licence,
    shared,
    shared_deadlines,
    wanted,
)
from zsapp.rules.legal_aid import HIDDEN
from zsapp.rules.mediation_deadlines import Deadline, State
from zsapp.rules.names import normalise_name
from zsapp.rules.people import phone_fault, uscc_fault

LAW_FIRM = "31"
"""The first two characters of a law firm's credit code (brief L §5.9, from memory: a hint)."""


def is_lawyer(record: AdviserContract) -> bool:
    """Say whether a roster row is a lawyer's: everybody but villagers trained in the law."""
    return record.adviser is None or record.adviser.role != LITERATE


# --- the roster ---------------------------------------------------------------------------------------------


def _required(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    if not (record.adviser and record.adviser.name):
        yield Spot("adviser.name", "还没有填写姓名")
    yield from wanted(record, phone="联系电话", org="村（社区）")
    if is_lawyer(record):
        yield from wanted(record, until="签约截止日", firm="律师事务所")


def _term(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    if record.until is None:
        return
    if record.date and record.until < record.date:
        yield Spot("until", f"签约截止日{record.until}早于开始日{record.date}", severity=ERROR)
    elif record.ended_on is None and record.until < desk.today:
        yield Spot("until", f"签约已于{record.until}到期，请续签或者登记解约")
    elif record.ended_on is None and record.until - desk.today <= timedelta(
        int(desk.tables.limits["adviser_expiry"])
    ):
        days = (record.until - desk.today).days
        yield Spot("until", f"签约将于{record.until}到期，还有{days}天", severity=HINT)


def _firm(desk: Desk) -> Iterator[Spot]:
    one = desk.record.adviser
    if one is None or not one.firm_uscc:
        return
    if fault := uscc_fault(one.firm_uscc):
        yield Spot("adviser.firm_uscc", f"律师事务所统一社会信用代码：{fault}")
    elif not one.firm_uscc.startswith(LAW_FIRM):
        yield Spot("adviser.firm_uscc", f"律师事务所的代码一般以{LAW_FIRM}开头，请核对", severity=HINT)


def _reach(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    if fault := phone_fault(record.phone):
        yield Spot("phone", f"联系电话：{fault}")
    if is_lawyer(record) and not record.service_day:
        yield Spot("service_day", "没有写明每月约定服务日", severity=HINT)
    if is_lawyer(record) and not record.board_photo:
        yield Spot("board_photo", "没有公示牌照片", severity=HINT)


ROSTER_CHECKS: tuple[DeskCheck, ...] = (
    DeskCheck("AR01", "必填项目", ERROR, "法律顾问工作日志要求（待核）", _required),
    DeskCheck("AR02", "签约期限", WARNING, "法律顾问工作日志要求（待核）", _term),
    DeskCheck("AR03", "律师事务所代码", ERROR, "GB 32100", _firm),
    DeskCheck("AR04", "联系方式和公示", WARNING, "法律顾问工作日志要求（待核）", _reach),
    DeskCheck("AR60", "执业证号", WARNING, "法律顾问工作日志要求（待核）", licence),
)


def roster_deadlines(desk: Desk) -> Iterator[Deadline]:
    """Return the last day of a contract."""
    record = desk.record
    if record.until:
        over = desk.today > record.until
        told = f"签约{record.date or ''}至{record.until}"
        state: State = "done" if record.ended_on else "overdue" if over else "open"
        yield Deadline("contract", "签约到期", record.date, record.until, "签约书", state, told)


def roster_figures(desk: Desk) -> Mapping[str, Any]:
    """Return whether a contract stands today."""
    record, today = desk.record, desk.today
    begun = record.date is None or record.date <= today
    ends = (record.until, record.ended_on)
    return {"valid": begun and not record.void and all(one is None or today <= one for one in ends)}


# --- service orders -----------------------------------------------------------------------------------------


def _asked(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    yield from wanted(record, kind="服务类型", source="来源")
    if not (record.adviser and record.adviser.name):
        yield Spot("adviser.name", "还没有填写承办律师")


def _both_sides(desk: Desk) -> Iterator[Spot]:
    """The same lawyer for both sides: whom one order is for stands in another as the opponent."""
    record = desk.record
    client, against = _name(record.client.name), _name(record.opponent)
    for other in desk.others(ORDERS):
        if not same_adviser(other.adviser, record.adviser):
            continue
        theirs, facing = _name(other.client.name), _name(other.opponent)
        if (client and client == facing) or (against and against == theirs):
            named = HIDDEN if other.restricted else other.client.name
            text = f"{record.adviser.name}已为{named}服务（{other.number}），不能同时服务双方，请换一位"
            yield Spot("adviser.name", text)


def _name(text: str) -> str:
    return normalise_name(text)


def _statement(desk: Desk) -> Iterator[Spot]:
    if desk.record.opponent and not desk.record.no_conflict:
        yield Spot("no_conflict", "还没有登记利益冲突声明")


def _free(desk: Desk) -> Iterator[Spot]:
    if desk.record.free is False:
        yield Spot("free", "村（居）法律顾问的服务是公益免费的，不能收费")


def _finished(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    if record.done_on and not record.result:
        yield Spot("result", "已办结，没有填写结果")
    if record.done_on and record.date and record.done_on < record.date:
        yield Spot("done_on", f"办结日期{record.done_on}早于开始日期{record.date}", severity=ERROR)


ORDER_CHECKS: tuple[DeskCheck, ...] = (
    DeskCheck("AO01", "必填项目", ERROR, "法律顾问工作日志要求（待核）", _asked),
    DeskCheck("AO02", "不得服务双方", ERROR, "律师法39", _both_sides),
    DeskCheck("AO03", "利益冲突声明", WARNING, "律师法39", _statement),
    DeskCheck("AO04", "公益免费", ERROR, "法律顾问工作日志要求（待核）", _free),
    DeskCheck("AO05", "办结", WARNING, "法律顾问工作日志要求（待核）", _finished),
    *shared("AO"),
)


def order_deadlines(desk: Desk) -> Iterator[Deadline]:
    """Return what runs for every service."""
    yield from shared_deadlines(desk)


def order_figures(desk: Desk) -> Mapping[str, Any]:
    """Return what is worked out of an order."""
    record: ServiceOrder = desk.record
    days = (record.done_on - record.date).days if record.done_on and record.date else None
    return {"number": record.number, "days": days, "fee": "公益免费"}
