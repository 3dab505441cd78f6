"""The roster on paper and in a workbook (值守表): what hangs on the wall, and the ledger of a month. Pure.

Names of who is on duty are public (公示); telephones of persons are not on the wall.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import LINE, SHORT, Thing, item
from zsapp.rules.duty_roster import DutyDay, DutyMonth, OpeningRate
from zsapp.rules.mediation_paper_parts import PaperRow, PaperTable
from zsapp.rules.premises import WEEKDAYS, Premises, week_text

COLUMNS = ("日期", "星期", "开放时间", "值守人员")
WIDTHS = (24, 18, 62, 46)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPaper(Thing):
    """What stands on the roster for the wall (值守安排表)."""

    name: str = item("单位", maximum=200)
    year: int | None = item("年")
    month: int | None = item("月")
    hours: str = item("开放时间", maximum=LINE)
    address: str = item("地址", maximum=LINE)
    phone: str = item("电话", maximum=SHORT)
    listing: PaperTable | None = item("值守安排")
    made_on: date | None = item("制表日期")


def roster_paper(month: DutyMonth, premises: Premises, today: date) -> RosterPaper:
    """Return the roster of a month in the words of its paper: planned days only."""
    rows = tuple(
        PaperRow(at=f"days[{n}]", cells=_cells(one))
        for n, one in enumerate(month.days)
        if one.is_planned and one.date is not None
    )
    listing = PaperTable(heads=COLUMNS, widths=WIDTHS, sides="ccll", rows=rows, least=7) if rows else None
    return RosterPaper(
        name=premises.name or month.org_name,
        year=month.month.year if month.month else None,
        month=month.month.month if month.month else None,
        hours=week_text(premises),
        address=premises.address,
        phone=premises.phone,
        listing=listing,
        made_on=today,
    )


def _cells(one: DutyDay) -> tuple[str, ...]:
    day = one.date or date.min
    return (f"{day.month}月{day.day}日", WEEKDAYS[day.weekday()], one.times, "、".join(one.people))


ABOUT = {"RosterPaper": RosterPaper}
"""What a form of the premises may be about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine(Thing):
    """A day of the roster as one line of the ledger (值守台账)."""

    day: date | None = item("日期")
    weekday: str = item("星期", maximum=SHORT)
    times: str = item("计划开放时间", maximum=200)
    people: str = item("值守人员", verbatim=True, maximum=200)
    state: str = item("开放情况", maximum=SHORT)
    actual: str = item("实际时间", maximum=200)
    reason: str = item("未开放的原因", maximum=200)
    by: str = item("登记人", verbatim=True, maximum=SHORT)


def duty_lines(month: DutyMonth, today: date) -> tuple[DutyLine, ...]:
    """Return the days of a roster as lines, in their order."""
    return tuple(
        DutyLine(
            day=one.date,
            weekday=WEEKDAYS[one.date.weekday()],
            times=one.times,
            people="、".join(one.people),
            state=one.state_on(today),
            actual=one.actual,
            reason=one.reason,
            by=one.by,
        )
        for one in month.days
        if one.date is not None
    )


def rate_text(rate: OpeningRate) -> str:
    """Return a month's numbers in one sentence, for screen and workbook."""
    told = f"计划{len(rate.planned)}天，已开放{len(rate.opened)}天，开放率{rate.value}"
    extra = f"；另加开{len(rate.extra)}天" if rate.extra else ""
    left = f"；{len(rate.unmarked)}天还没有登记" if rate.unmarked else ""
    return f"{told}{extra}{left}"
