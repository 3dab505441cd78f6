"""The premises (服务场所): where a station receives people, what hangs on its walls, when it is open.

A record of its own, one for each organisation: journalled, travels upstream, and is what the plan of opening
days is made from. Items: brief L §4.3 (自贡 DB5103/T 3—2019 served as a template; no standard of Guangdong's
could be confirmed). Law: 法律援助法 §2 (free of charge), §23 (conditions and procedure are told), §45
(barrier-free).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zsapp.base.items import LINE, SHORT, Thing, item
from zsapp.rules.findings import Finding, Severity
from zsapp.rules.tables import Tables

SECTOR = "premises"
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
LEADER = "负责人"
Day = date
"""The same type, for groups that have an item named date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours(Thing):
    """When it is open on a day of the week (开放时间); a day may have two rows."""

    weekday: str = item("星期", codes="weekday", maximum=SHORT)
    opens: str = item("开门", maximum=SHORT)
    closes: str = item("关门", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure(Thing):
    """Days on which it is not open although the hours say so (停止开放), or open although they do not."""

    first: date | None = item("自")
    last: date | None = item("至")
    open: str = item("当天开放", codes="yes_no", maximum=SHORT)
    reason: str = item("原因", maximum=200)

    def holds(self, day: date) -> bool:
        """Say whether a day is one of them; without a last day it is the first alone."""
        return self.first is not None and self.first <= day <= (self.last or self.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember(Thing):
    """Who works there (人员)."""

    name: str = item("姓名", verbatim=True, maximum=SHORT, care="personal")
    post: str = item("岗位", codes="premises_post", maximum=SHORT)
    phone: str = item("电话", maximum=SHORT, care="personal")
    on_duty: str = item("参加值守", codes="yes_no", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo(Thing):
    """A photograph of the premises (照片): what it shows, its content's hash."""

    name: str = item("照片", maximum=200)
    taken: date | None = item("拍摄日期")
    sha256: str = item("内容校验值", internal=True, maximum=64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection(Thing):
    """An inspection (检查): when, by whom, what was found, by when it is put right, when it was."""

    date: Day | None = item("检查日期")
    by: str = item("检查人", verbatim=True, maximum=200)
    found: str = item("发现的问题", maximum=2000)
    due: Day | None = item("整改期限")
    fixed: Day | None = item("整改完成日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises(Thing):
    """The premises of a station (服务场所), brief L §4.3."""

    org: str = item("单位代码", internal=True, maximum=SHORT)
    name: str = item("名称", verbatim=True, maximum=200)
    plaque: str = item("牌匾", codes="yes_no", maximum=SHORT)
    plaque_words: str = item("牌匾文字", maximum=200)
    address: str = item("地址", maximum=LINE)
    area: Decimal | None = item("面积", unit="平方米", places=2, minimum=0)
    phone: str = item("电话", maximum=SHORT)
    hours: tuple[Hours, ...] = item("开放时间", maximum=30)
    holidays: str = item("节假日开放", codes="yes_no", maximum=SHORT)
    closures: tuple[Closure, ...] = item("停止开放和加开", maximum=200)
    notices: tuple[str, ...] = item(
        "公示", codes="premises_notice", law="法律援助法 第二十三条", maximum=SHORT
    )
    equipment: tuple[str, ...] = item("设备", codes="premises_equipment", maximum=SHORT)
    access: tuple[str, ...] = item(
        "无障碍", codes="premises_access", law="法律援助法 第四十五条", maximum=SHORT
    )
    staff: tuple[StaffMember, ...] = item("人员", maximum=100)
    photos: tuple[Photo, ...] = item("照片", maximum=200)
    inspections: tuple[Inspection, ...] = item("检查记录", maximum=500)
    remark: str = item("备注", maximum=2000)


def check_premises(premises: Premises, tables: Tables, today: date) -> tuple[Finding, ...]:
    """Return what is missing in the record of a premises; nothing while it is blank."""
    if premises == Premises(org=premises.org, name=premises.name):
        return ()
    return (*_missing(premises, tables), *_hours(premises), *_inspections(premises, today))


def _warn(rule: str, where: str, message: str, basis: str = "服务场所项目（本系统建议）") -> Finding:
    return Finding(rule=rule, severity=Severity.WARNING, message=message, basis=basis, where=where)


def _missing(premises: Premises, tables: Tables) -> Iterator[Finding]:
    if not premises.address.strip():
        yield _warn("P01", "address", "没有填写地址，群众找不到地方。")
    if not premises.hours:
        yield _warn("P02", "hours", "没有填写开放时间，排不出值守表。")
    wanted = (row.text for row in tables.codes["premises_notice"])
    if absent := [one for one in wanted if one not in premises.notices]:
        yield _warn("P03", "notices", f"还没有公示：{'、'.join(absent)}。", "法援法2、23")
    if not any(one.post == LEADER for one in premises.staff):
        yield _warn("P04", "staff", "没有登记负责人。")
    if not premises.access:
        yield _warn("P05", "access", "没有登记无障碍设施或者服务。", "法援法45")


def _hours(premises: Premises) -> Iterator[Finding]:
    for at, one in enumerate(premises.hours):
        opens, closes = minutes_of(one.opens), minutes_of(one.closes)
        if opens is None or closes is None:
            yield _warn("P06", f"hours[{at}].opens", "时间请写成 9:00 的样子。", "数据校验")
        elif closes <= opens:
            yield _warn("P06", f"hours[{at}].closes", "关门应晚于开门。", "数据校验")


def minutes_of(text: str) -> int | None:
    """Return a time of day in minutes; None for what is none. 9:00, 09:00 and 9：30 are times."""
    hour, colon, minute = text.strip().replace("：", ":").partition(":")
    digits = hour.isascii() and hour.isdecimal() and minute.isascii() and minute.isdecimal()
    if not (colon and digits and len(hour) <= 2 and len(minute) == 2):
        return None
    whole = int(hour) * 60 + int(minute)
    return whole if int(hour) < 24 and int(minute) < 60 else None


def _inspections(premises: Premises, today: date) -> Iterator[Finding]:
    for at, one in enumerate(premises.inspections):
        if one.due is not None and one.fixed is None and one.due < today:
            yield _warn(
                "P07", f"inspections[{at}].fixed", f"检查发现的问题应在{one.due}前整改，还没有登记完成。"
            )


def hours_on(premises: Premises, weekday: int) -> tuple[Hours, ...]:
    """Return the rows of a day of the week (0 is Monday), by their opening."""
    rows = [one for one in premises.hours if one.weekday == WEEKDAYS[weekday]]
    return tuple(sorted(rows, key=lambda one: minutes_of(one.opens) or 0))


def times_text(rows: tuple[Hours, ...]) -> str:
    """Return opening times in words: 9:00—12:00、14:30—17:30."""
    return "、".join(f"{one.opens}—{one.closes}" for one in rows if one.opens or one.closes)


def week_text(premises: Premises) -> str:
    """Return the opening hours of the week in words, days of equal hours together: 周一至周五 9:00—12:00."""
    days = [times_text(hours_on(premises, at)) for at in range(len(WEEKDAYS))]
    runs: list[tuple[int, int, str]] = []
    for at, times in enumerate(days):
        if runs and runs[-1][2] == times:
            runs[-1] = (runs[-1][0], at, times)
        else:
            runs.append((at, at, times))
    told = [
        f"{WEEKDAYS[first]}{'至' + WEEKDAYS[last] if last > first else ''} {times}"
        for first, last, times in runs
        if times
    ]
    return "；".join(told)
