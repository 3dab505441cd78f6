"""Reporting (统计报送): periods, the counters that people enter, and figures frozen when they were reported.

What a frozen report says never changes. What changed in the cases since is told as differences, column by
column, with the cases that make them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from zsapp.base.items import LINE, SHORT, Thing, base_of, item, items
from zsapp.base.plain import from_sheet, to_sheet
from zsapp.rules.mediation_counts import TOTAL, Counted, Row, TableB, money_of
from zsapp.rules.mediation_counts_groups import Group
from zsapp.rules.mediation_ledger import MONTHS, prevented_counts
from zsapp.rules.mediation_parts import HeadCount, Prevention

COUNTERS, REPORT = "counters", "report"
"""The sectors of the two records of this module."""

TABLE_A, TABLE_B = "table_a", "table_b"
By = Literal["accepted", "closed"]
BASES: Mapping[By, str] = {"accepted": "按受理日期统计", "closed": "按结案日期统计"}
"""By which day a case belongs to a period: practice differs, so the sheet says it (brief §3.7)."""

MOST_CASES = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A reporting period (统计期), both days included."""

    first: date
    last: date

    @property
    def text(self) -> str:
        """The period in words: 2026年, 2026年上半年, 2026年第1季度, 2026年3月, or its two days."""
        for kind in KINDS:
            for number in range(1, 12 // MONTHS_OF[kind] + 1):
                if period_of(kind, self.first.year, number) == self:
                    return NAMED[kind].format(
                        year=self.first.year, number=number, half="上下"[(number - 1) % 2]
                    )
        return f"{_day(self.first)}至{_day(self.last)}"

    def holds(self, other: "Period") -> bool:
        """Say whether another period lies within this one."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: "Period") -> bool:
        """Say whether the two have a day together."""
        return self.first <= other.last and other.first <= self.last


Kind = Literal["month", "quarter", "half", "year"]
KINDS: tuple[Kind, ...] = ("year", "half", "quarter", "month")
MONTHS_OF: Mapping[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
NAMED: Mapping[Kind, str] = {
    "month": "{year}年{number}月",
    "quarter": "{year}年第{number}季度",
    "half": "{year}年{half}半年",
    "year": "{year}年",
}


def period_of(kind: Kind, year: int, number: int = 1) -> Period:
    """Return the month, quarter, half year or year of that number in a year, from 1."""
    months = MONTHS_OF[kind]
    begin = months * (number - 1)
    end = begin + months
    after = date(year + end // 12, end % 12 + 1, 1)
    return Period(date(year, begin + 1, 1), after - timedelta(days=1))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


# --- what people enter ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters(Thing):
    """What a committee counted in a month and no case knows (排查、预防), 人民调解法 §20, §25.

    What was kept from happening is entered here only where no case was opened: a case has its own figures.
    """

    committee: str = item("人民调解委员会", verbatim=True, maximum=200)
    month: date | None = item("月份")
    screened: int | None = item("排查纠纷", key="排查纠纷", unit="次", minimum=0, maximum=10**6)
    averted: int | None = item("预防纠纷", key="预防纠纷", unit="件", minimum=0, maximum=10**6)
    suicide: HeadCount | None = item("民间纠纷引起自杀", key="民间纠纷引起自杀")
    crime: HeadCount | None = item("民间纠纷转化为刑事案件", key="民间纠纷转化为刑事案件")
    petition: HeadCount | None = item("群体性上访", key="群体性上访")
    brawl: HeadCount | None = item("群体性械斗", key="群体性械斗")
    upheld: int | None = item("法院维持", key="法院维持", unit="件", minimum=0, maximum=10**6)
    changed: int | None = item("法院变更", key="法院变更", unit="件", minimum=0, maximum=10**6)
    revoked: int | None = item("法院撤销", key="法院撤销", unit="件", minimum=0, maximum=10**6)
    note: str = item("说明", key="说明", maximum=LINE)

    @property
    def period(self) -> Period:
        """The month as a period."""
        month = self.month or date.min
        return period_of("month", month.year, month.month)


def entered_of(counters: Iterable[Counters]) -> dict[str, dict[str, int]]:
    """Return what was entered, by committee and column of Table B."""
    found: dict[str, dict[str, int]] = {}
    for one in counters:
        sums = found.setdefault(one.committee, {})
        kept = Prevention(suicide=one.suicide, crime=one.crime, petition=one.petition, brawl=one.brawl)
        plain = {name: getattr(one, name) or 0 for name in ("screened", "averted", *COURT_MADE)}
        for name, count in (prevented_counts(kept) | plain).items():
            sums[name] = sums.get(name, 0) + count
    return found


def counter_keys() -> tuple[str, ...]:
    """Return the names by which the counters are entered: 排查纠纷, 群体性上访.件 …."""
    keys: list[str] = []
    for one in items(Counters):
        base = base_of(one.type)[1]
        if base is HeadCount:
            keys += [f"{one.sheet_key}.{part.sheet_key}" for part in items(HeadCount)]
        elif base is int:
            keys.append(one.sheet_key)
    return tuple(keys)


def counter_of(counters: Counters, key: str) -> int | None:
    """Return what was entered under a name, None for nothing."""
    group, _, part = key.partition(".")
    found = to_sheet(counters).get(group)
    return found.get(part) if isinstance(found, dict) else found


def set_counter(counters: Counters, key: str, number: int) -> Counters:
    """Return the counters with a number entered under a name.

    Raises:
        Refusal: IMPORT_KEY_UNKNOWN, IMPORT_TYPE_WRONG, NUMBER_OUT_OF_RANGE.
    """
    sheet = to_sheet(counters)
    group, _, part = key.partition(".")
    if part:
        known = sheet.get(group)
        sheet[group] = {**(known if isinstance(known, dict) else {}), part: number}
    else:
        sheet[group] = number
    return from_sheet(Counters, sheet)


COURT_MADE = ("upheld", "changed", "revoked")


# --- figures frozen ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenCase(Thing):
    """A case as it was counted: in which columns, with how many people and how much money."""

    id: str = item("案件", maximum=SHORT)
    committee: str = item("人民调解委员会", verbatim=True, maximum=200)
    columns: str = item("计入栏目", maximum=LINE)
    heads: int = item("当事人数", minimum=0, default=0)
    amount: Decimal | None = item("协议涉及金额", unit="元", minimum=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenRow(Thing):
    """A row as it was reported; the figures are text, so that they are read as they were written."""

    name: str = item("人民调解委员会", verbatim=True, maximum=200)
    figures: dict[str, str] = item("数字", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenReport(Thing):
    """A report as it was made (已锁定的统计表)."""

    report: str = item("报表", maximum=SHORT)
    station: str = item("工作站编号", maximum=SHORT)
    station_name: str = item("工作站名称", verbatim=True, maximum=200)
    first: date | None = item("自")
    last: date | None = item("至")
    basis: str = item("统计口径", maximum=SHORT)
    committee: str = item("人民调解委员会", verbatim=True, maximum=200)
    months: int = item("定期给付计入月数", minimum=0, maximum=1200, default=12)
    reason: str = item("重新锁定的理由", maximum=LINE)
    rows: tuple[FrozenRow, ...] = item("各行", maximum=10_000)
    total: FrozenRow = item("合计")
    cases: tuple[FrozenCase, ...] = item("案件", maximum=MOST_CASES)

    @property
    def ref(self) -> str:
        """What it is found by, beside its station."""
        return ref_of(self.report, self.first, self.last, self.basis, self.committee)


def ref_of(report: str, first: object, last: object, basis: str, committee: str) -> str:
    """Return what a frozen report is found by, beside its station."""
    return f"{report}/{first}/{last}/{basis}/{committee}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is no more what was reported: then and now, and the cases that came, went or changed."""

    row: str
    column: str
    then: str
    now: str
    came: tuple[str, ...]
    went: tuple[str, ...]
    altered: tuple[str, ...]


def figures_of(table: TableB) -> tuple[tuple[FrozenRow, ...], FrozenRow]:
    """Return the rows and the total of a table as they are frozen."""
    rows = tuple(
        FrozenRow(name=row.name, figures={name: str(cell.value) for name, cell in row.cells.items()})
        for row in (*table.rows, table.total)
    )
    return rows[:-1], rows[-1]


def frozen_cases(table: TableB, rows: Iterable[Row], months: int) -> tuple[FrozenCase, ...]:
    """Return the cases of a table as they are frozen, in the order counted."""
    marks: dict[str, list[str]] = {}
    for name, cell in table.total.cells.items():
        if name != "heads":
            for id_ in cell.ids:
                marks.setdefault(id_, []).append(name)
    return tuple(
        FrozenCase(
            id=one.id,
            committee=one.committee,
            columns=" ".join(marks[one.id]),
            heads=one.heads,
            amount=Decimal(money_of(one.result, one.amount_fen, one.yearly_fen, months)) / 100,
        )
        for one in map(Counted._make, rows)
    )


def differences(then: FrozenReport, now: TableB, cases: Iterable[FrozenCase]) -> tuple[Difference, ...]:
    """Return every figure that differs, and why; `cases` are those of the table as it stands now."""
    rows, total = figures_of(now)
    before = {row.name: row.figures for row in (*then.rows, then.total)}
    after = {row.name: row.figures for row in (*rows, total)}
    names = (*sorted((before.keys() | after.keys()) - {total.name}), total.name)
    current = tuple(cases)
    return tuple(
        Difference(name, column, was, stands, *_why(column, _of(name, then.cases), _of(name, current)))
        for name in names
        for column, was, stands in _differing(before.get(name, {}), after.get(name, {}))
    )


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for column in dict.fromkeys((*before, *after)):
        was, stands = before.get(column, "0"), after.get(column, "0")
        if was != stands:
            yield column, was, stands


def _of(row: str, cases: Iterable[FrozenCase]) -> tuple[FrozenCase, ...]:
    """Return the cases of a committee, all for the total."""
    return tuple(one for one in cases if row in (TOTAL, one.committee))


def _why(
    column: str, before: Iterable[FrozenCase], after: Iterable[FrozenCase]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the cases that came into a column, went from it, or weigh otherwise in it."""
    old = {one.id: _weight(column, one) for one in before if _in(column, one)}
    new = {one.id: _weight(column, one) for one in after if _in(column, one)}
    came = tuple(id_ for id_ in new if id_ not in old)
    went = tuple(id_ for id_ in old if id_ not in new)
    return came, went, tuple(id_ for id_ in new if id_ in old and new[id_] != old[id_])


def _in(column: str, one: FrozenCase) -> bool:
    return column == "heads" or column in one.columns.split(" ")


def _weight(column: str, one: FrozenCase) -> object:
    return {"heads": one.heads, "amount": one.amount}.get(column)


# --- a report ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a table is asked for: period, basis, one committee or all, months of periodic payments."""

    period: Period
    by: By = "accepted"
    committee: str = ""
    months: int = MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What was reported: the figures, when they were frozen, by whom, and how often before."""

    report: FrozenReport
    id: str
    version: int
    at: datetime
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Table B as it stands, what was frozen of it, and where the two differ.

    `outside` are months with counters that lie only partly in the period and are not counted; `groups` the
    villages or towns whose committees are added up.
    """

    asked: Asked
    table: TableB
    counted: tuple[Row, ...]
    entered: Mapping[str, Mapping[str, int]]
    outside: tuple[str, ...] = ()
    frozen: Frozen | None = None
    differences: tuple[Difference, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def rows(self) -> tuple[FrozenRow, ...]:
        """The figures to be reported, the total last: the frozen ones where there are any."""
        if self.frozen:
            return (*self.frozen.report.rows, self.frozen.report.total)
        rows, total = figures_of(self.table)
        return (*rows, total)

    @property
    def lines(self) -> tuple[FrozenRow, ...]:
        """The figures to be reported with their subtotals, each below the committees it adds up."""
        *rows, total = self.rows
        known = {row.name: row for row in rows}
        found: list[FrozenRow] = []
        for group in self.groups:
            own = [known.pop(name) for name in group.committees if name in known]
            found += [*own, *([FrozenRow(name=group.label, figures=_added(own))] if group.shown else [])]
        return (*found, *known.values(), total)


def _added(rows: list[FrozenRow]) -> dict[str, str]:
    names = dict.fromkeys(name for row in rows for name in row.figures)
    return {
        name: str(sum((Decimal(row.figures.get(name, "0")) for row in rows), Decimal(0))) for name in names
    }
