"""What may be wrong with an adviser's log (工作日志的检查), brief L §3.1; its hours, deadlines and figures.

A log must carry name, telephone and matter of whom was served (省司法厅要求, 待核); half hours, at most ten
a day, and the month's against the target of the dated table. Roster and logs beside it are looked at too.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from zsapp.rules.adviser import ROSTER, SECTOR, AdviserContract, AdviserLog, DutyPeriod
from zsapp.rules.checking import Spot
from zsapp.rules.clock_times import minutes_between, minutes_of
from zsapp.rules.desk_checking import (
    ERROR,
    HINT,
    WARNING,
    Desk,
    DeskCheck,
    day_ahead,
    licence,
    shared_deadlines,
    wanted,
)
from zsapp.rules.desk_parts import DeskAdviser
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.names import normalise_name
from zsapp.rules.people import phone_fault, uscc_fault

HOUR = 60


def hours_of(record: AdviserLog) -> Decimal:
    """Return the hours of a log; a period that cannot be read counts for nothing."""
    lengths = (minutes_between(one.begin, one.end) for one in record.periods)
    return Decimal(sum(one for one in lengths if one and one > 0)) / HOUR


def same_adviser(one: DeskAdviser | None, other: DeskAdviser | None) -> bool:
    """Say whether two are one person: by licence, without one by name."""
    if one is None or other is None:
        return False
    if one.licence and other.licence:
        return one.licence == other.licence
    return bool(one.name) and normalise_name(one.name) == normalise_name(other.name)


def same_month(desk: Desk) -> tuple[AdviserLog, ...]:
    """Return the other logs of this village and month up to the day of this one."""
    record, day = desk.record, desk.day
    return tuple(
        one
        for one in desk.others(SECTOR)
        if one.org == record.org and one.date and (one.date.year, one.date.month) == (day.year, day.month)
    )


def same_day(desk: Desk) -> tuple[AdviserLog, ...]:
    """Return the adviser's other logs of the day, whichever village they are of."""
    record = desk.record
    return tuple(
        one
        for one in desk.others(SECTOR)
        if one.date == record.date and same_adviser(one.adviser, record.adviser)
    )


def hours_in(logs: Iterable[AdviserLog]) -> Decimal:
    """Return the hours of several logs."""
    return sum((hours_of(one) for one in logs), Decimal(0))


def valid_on(rows: Iterable[AdviserContract], desk: Desk) -> tuple[AdviserContract, ...]:
    """Return the roster rows of the log's village that stand on its day."""
    day = desk.day
    return tuple(
        one
        for one in rows
        if one.org == desk.record.org
        and (one.date is None or one.date <= day)
        and (one.until is None or day <= one.until)
        and (one.ended_on is None or day <= one.ended_on)
    )


def _required(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    yield from wanted(record, org="村（社区）", mode="服务方式", periods="到、离时间", counters="服务数量")
    if not (record.adviser and record.adviser.name):
        yield Spot("adviser.name", "还没有填写法律顾问姓名")


def _served(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    for n, one in enumerate(record.served):
        for place, text, label in (
            ("name", one.name, "姓名"),
            ("phone", one.phone, "电话"),
            ("matter", one.matter, "服务内容"),
        ):
            if not text.strip():
                yield Spot(f"served[{n}].{place}", f"第{n + 1}位服务对象没有填写{label}")
        if fault := phone_fault(one.phone):
            yield Spot(f"served[{n}].phone", f"{one.name}的电话：{fault}", severity=WARNING)
    counted = record.counters.consultations if record.counters else None
    if counted and not record.served:
        yield Spot("served", "有法律咨询，没有登记服务对象（姓名、电话、服务内容）")


def _periods(desk: Desk) -> Iterator[Spot]:
    step = int(desk.tables.limits["adviser_step"] * HOUR)
    for n, one in enumerate(desk.record.periods):
        wrong = [text for text in (one.begin, one.end) if minutes_of(text) is None]
        length = minutes_between(one.begin, one.end)
        if wrong:
            yield Spot(f"periods[{n}]", f"时间“{wrong[0]}”不对，请写成 09:00 的样子")
        elif length is not None and length <= 0:
            yield Spot(f"periods[{n}]", f"离开时间{one.end}不晚于到达时间{one.begin}")
        elif length is not None and length % step:
            yield Spot(f"periods[{n}]", f"{one.begin}至{one.end}不是半小时的整倍数", severity=WARNING)


def _overlapping(desk: Desk) -> Iterator[Spot]:
    """Two periods at once: in this log, or in another village the same day."""
    own = [(n, one) for n, one in enumerate(desk.record.periods)]
    for n, one in own:
        if any(_meet(one, other) for m, other in own if m < n):
            yield Spot(f"periods[{n}]", f"{one.begin}至{one.end}与同一天的另一段时间重叠")
    for log in same_day(desk):
        for n, one in own:
            if any(_meet(one, other) for other in log.periods):
                where = log.org_name or log.org
                yield Spot(f"periods[{n}]", f"{one.begin}至{one.end}与在{where}的服务时间重叠")


def _meet(one: DutyPeriod, other: DutyPeriod) -> bool:
    begin, end = minutes_of(one.begin), minutes_of(one.end)
    first, last = minutes_of(other.begin), minutes_of(other.end)
    if begin is None or end is None or first is None or last is None:
        return False
    return begin < last and first < end


def _long_day(desk: Desk) -> Iterator[Spot]:
    most = desk.tables.limits["adviser_day"]
    whole = hours_of(desk.record) + hours_in(same_day(desk))
    if whole > most:
        yield Spot("periods", f"{desk.record.date}共{whole:.1f}小时，超过每日{most.normalize():f}小时")


def _month(desk: Desk) -> Iterator[Spot]:
    """Tell of a month that is over and short of its target, or that is still short."""
    target = desk.tables.desk.target_on("adviser_hours", desk.day)
    whole = hours_of(desk.record) + hours_in(same_month(desk))
    if target is None or whole >= target.value:
        return
    over = (desk.today.year, desk.today.month) > (desk.day.year, desk.day.month)
    word = "不足" if over else "还差"
    left = f"{target.value - whole:.1f}小时"
    month, wanted_hours = f"{desk.day.year}年{desk.day.month}月", f"{target.value.normalize():f}小时"
    text = f"{month}共{whole:.1f}小时，目标{wanted_hours}，{word}{left}"
    yield Spot("periods", text, severity=WARNING if over else HINT)


def _signed(desk: Desk) -> Iterator[Spot]:
    """An adviser whom no contract of the village covers that day; silent while it has no roster at all."""
    rows = [one for one in desk.others(ROSTER) if one.org == desk.record.org]
    if not rows or not desk.record.adviser:
        return
    if not any(same_adviser(one.adviser, desk.record.adviser) for one in valid_on(rows, desk)):
        yield Spot("adviser.name", f"签约名册中没有{desk.record.adviser.name}在{desk.day}有效的签约")


def _confirmed(desk: Desk) -> Iterator[Spot]:
    said, record = desk.record.confirm, desk.record
    if said and said.date and record.date and said.date < record.date:
        yield Spot("confirm.date", f"确认日期{said.date}早于服务日期{record.date}", severity=ERROR)
    for one in adviser_deadlines(desk):
        if one.id == "log_confirm" and one.state != "done":
            late = one.state == "overdue"
            yield Spot("confirm", "村（社区）还没有确认", severity=WARNING if late else HINT)


def _firm(desk: Desk) -> Iterator[Spot]:
    one = desk.record.adviser
    if one and (fault := uscc_fault(one.firm_uscc)):
        yield Spot("adviser.firm_uscc", f"律师事务所统一社会信用代码：{fault}")


CHECKS: tuple[DeskCheck, ...] = (
    DeskCheck("AV01", "必填项目", ERROR, "法律顾问工作日志要求（待核）", _required),
    DeskCheck("AV02", "服务对象", ERROR, "法律顾问工作日志要求（待核）", _served),
    DeskCheck("AV03", "服务时间", ERROR, "法律顾问工作日志要求（待核）", _periods),
    DeskCheck("AV04", "时间重叠", ERROR, "逻辑校验", _overlapping),
    DeskCheck("AV05", "每日时长", ERROR, "法律顾问工作日志要求（待核）", _long_day),
    DeskCheck("AV06", "每月时长", WARNING, "法律顾问工作日志要求（待核）", _month),
    DeskCheck("AV07", "签约", WARNING, "法律顾问工作日志要求（待核）", _signed),
    DeskCheck("AV08", "村（社区）确认", WARNING, "法律顾问工作日志要求（待核）", _confirmed),
    DeskCheck("AV09", "律师事务所代码", ERROR, "GB 32100", _firm),
    DeskCheck("AV51", "日期", ERROR, "逻辑校验", day_ahead),
    DeskCheck("AV60", "执业证号", WARNING, "法律顾问工作日志要求（待核）", licence),
)


def adviser_deadlines(desk: Desk) -> Iterator[Deadline]:
    """Return by when a log is entered and confirmed by the village."""
    record = desk.record
    if record.date:
        said = record.confirm
        done = (said.date or record.date) if said and said.by else None
        yield desk.clock.run("log_confirm", record.date, done)
    yield from shared_deadlines(desk)


def adviser_figures(desk: Desk) -> Mapping[str, Any]:
    """Return the hours of a log, of its month before it and with it, and whether the target is met."""
    before = hours_in(one for one in same_month(desk) if one.date is not None and one.date <= desk.day)
    return month_figures(desk, hours_of(desk.record), before)


def month_figures(desk: Desk, hours: Decimal, before: Decimal) -> Mapping[str, Any]:
    """Return the figures of a month: hours of this log, of those before it, together, and the target."""
    target = desk.tables.desk.target_on("adviser_hours", desk.day)
    return {
        "number": desk.record.number,
        "hours": hours.quantize(Decimal("0.1")),
        "month_hours_before": before.quantize(Decimal("0.1")),
        "month_total": (hours + before).quantize(Decimal("0.1")),
        "target": target.value if target else None,
        "target_8h": bool(target and hours + before >= target.value),
    }
