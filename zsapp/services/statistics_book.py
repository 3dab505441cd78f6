"""The workbook of Table B (统计表): the table, the cases behind it, and what differs from frozen figures.

No names of parties: a statistical table needs none. The cases stand by number.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from zsapp.base.clock import local
from zsapp.press.xlsx import Head, Kind, Page
from zsapp.records.store import Line
from zsapp.rules.mediation_counts_columns import Column, full_label
from zsapp.rules.mediation_table_a import TableA
from zsapp.rules.reporting import BASES, Period, Report, frozen_cases
from zsapp.rules.station import StationProfile

Named = Callable[[tuple[str, ...]], tuple[Line, ...]]
TITLE = "人民调解案件情况统计表"
TITLE_A = "人民调解组织队伍经费保障情况统计表"
MEANING = (
    "疑难复杂案件：难易程度为疑难、重大的；履行：已履行完毕（含即时履行）；申请司法确认：含已裁定、驳回和撤回的。",
    "协议涉及金额：调解成功案件的协议金额，定期给付按{months}个月计入。",
    "排查、预防、法院维持变更撤销为填报数；防止自杀等四项为案件所记与填报之和。",
    "栏目按实际使用的报表设置，官方文本（司发通〔2010〕239号附件）待核。",
)


def book_of(report: Report, profile: StationProfile, today: date, named: Named) -> list[Page]:
    """Return the sheets: the table, its cases, and the differences where there are any."""
    pages = [_table(report, profile, today), _cases(report, named)]
    return [*pages, _changes(report, named)] if report.differences else pages


def heads_of(columns: tuple[Column, ...]) -> list[Head]:
    """Return the heads of the table: under their groups, parts marked as such (其中)."""
    return [Head(full_label(one), 11 if one.id == "amount" else 7, _kind(one), one.group) for one in columns]


def _kind(column: Column) -> Kind:
    return "money" if column.id == "amount" else "number"


def page_of(table: TableA, period: Period, profile: StationProfile, today: date) -> Page:
    """Return the sheet of Table A; what is not known stays empty, and the foot says so."""
    rows = [
        [row.name, *(row.figures[one.id].value for one in table.columns)]
        for row in (*table.rows, table.total)
    ]
    kinds: dict[str, Kind] = {"万元": "money"}
    return Page(
        name="统计表",
        title=TITLE_A,
        notes=[
            f"截至：{period.last.isoformat()}　　培训和以案定补：{period.text}",
            f"填报单位：{profile.name}　　制表日期：{today.isoformat()}",
        ],
        heads=[
            Head("人民调解委员会", 30),
            *(Head(full_label(one), 7, kinds.get(one.unit, "number"), one.group) for one in table.columns),
        ],
        rows=rows,
        foot=table.missing,
        large=True,
    )


def _table(report: Report, profile: StationProfile, today: date) -> Page:
    columns = report.table.columns
    rows = [[row.name, *(_figure(row.figures.get(one.id, "0")) for one in columns)] for row in report.lines]
    return Page(
        name="统计表",
        title=TITLE,
        notes=_notes(report, profile, today),
        heads=[Head("人民调解委员会", 30), *heads_of(columns)],
        rows=rows,
        foot=_foot(report),
        large=True,
        wide=2,
    )


def _figure(text: str) -> int | Decimal:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


def _notes(report: Report, profile: StationProfile, today: date) -> list[str]:
    asked, frozen = report.asked, report.frozen
    zero = "　　零报告" if all(text == "0" for text in report.rows[-1].figures.values()) else ""
    state = "未锁定，数字随登记变化"
    if frozen:
        state = f"已于 {local(frozen.at)} 由 {frozen.who} 锁定（第{frozen.version}次）"
    return [
        f"统计期：{asked.period.text}　　{BASES[asked.by]}{zero}",
        f"填报单位：{profile.name}　　制表日期：{today.isoformat()}　　{state}",
    ]


def _foot(report: Report) -> list[str]:
    lines = [text.format(months=report.asked.months) for text in MEANING]
    if report.outside:
        lines.append(f"{'、'.join(report.outside)}的填报数跨统计期，没有计入。")
    if report.differences:
        lines.append("锁定后案件有变化，见“锁定后的差异”表。")
    return lines


def _cases(report: Report, named: Named) -> Page:
    frozen = report.frozen
    cases = frozen.report.cases if frozen else frozen_cases(report.table, report.counted, report.asked.months)
    labels = {one.id: full_label(one) for one in report.table.columns}
    known = {line.id: line for line in named(tuple(one.id for one in cases))}

    def rows() -> Iterator[list[Any]]:
        for number, one in enumerate(cases, 1):
            line = known.get(one.id)
            counted = "、".join(labels.get(name, name) for name in one.columns.split())
            yield [
                number,
                line.number if line else one.id,
                one.committee,
                line.state if line else "",
                one.heads,
                one.amount,
                counted,
            ]

    return Page(
        name="计入的案件",
        title=f"{TITLE}计入的案件",
        notes=[f"统计期：{report.asked.period.text}　　{BASES[report.asked.by]}　　共 {len(cases)} 件"],
        heads=[
            Head("序号", 7, "number"),
            Head("编号", 26),
            Head("人民调解委员会", 30),
            Head("状态", 10),
            Head("当事人数（人）", 10, "number"),
            Head("计入金额（元）", 14, "money"),
            Head("计入的栏目", 80, "long"),
        ],
        rows=rows(),
    )


def _changes(report: Report, named: Named) -> Page:
    columns = {one.id: full_label(one) for one in report.table.columns}

    def numbers(ids: tuple[str, ...]) -> str:
        return "、".join(line.number or line.ref or line.id for line in named(ids))

    return Page(
        name="锁定后的差异",
        title="锁定后的差异",
        notes=["锁定的数字没有改动；下列数字按案件现在的登记有所不同。"],
        heads=[
            Head("人民调解委员会", 30),
            Head("栏目", 24),
            Head("锁定的数字", 12, "money"),
            Head("现在的数字", 12, "money"),
            Head("新计入的案件", 40, "long"),
            Head("不再计入的案件", 40, "long"),
            Head("数字有变的案件", 40, "long"),
        ],
        rows=[
            [
                one.row,
                columns.get(one.column, one.column),
                _figure(one.then),
                _figure(one.now),
                *(numbers(ids) for ids in (one.came, one.went, one.altered)),
            ]
            for one in report.differences
        ],
    )
