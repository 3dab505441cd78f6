"""Rows of the statistics page (统计页各行): Tables B and A as painted lists. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zsapp.rules.mediation_counts import Line
from zsapp.rules.mediation_counts_columns import Column, full_label
from zsapp.rules.mediation_counts_groups import subtotal
from zsapp.rules.mediation_table_a import TableA
from zsapp.rules.reporting import Difference, Report

ALWAYS = ("total", "heads", "success", "screened")
"""Columns that are shown even when they are nought."""
CHECKS = "核对"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as painted: its label and the figure; a `group` is only a heading."""

    title: str
    right: str = ""
    tone: str = ""
    group: bool = False
    part: bool = False
    ids: tuple[str, ...] = ()
    entered: int = 0
    under: str = ""
    pill: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case behind a figure, or a committee with its own, as painted."""

    id: str
    title: str
    under: str
    pill: str
    tone: str = ""
    right: str = ""


def choices_of(report: Report | None) -> tuple[str, ...]:
    """Return the rows one may look at: the total, the subtotals, each committee."""
    if report is None:
        return ()
    names = [row.name for row in report.lines]
    return tuple(dict.fromkeys((names[-1], *(one.label for one in report.groups if one.shown), *names)))


def rows_of(report: Report, *, whole: bool, name: str = "") -> tuple[FigureRow, ...]:
    """Return a row of the table (the total without a name): what does not agree first, then the figures."""
    table = report.table
    wanted = name or table.total.name
    rows = list(_uneven(report, wanted))
    figures = next((row.figures for row in report.lines if row.name == wanted), {})
    changed = {one.column: one for one in report.differences if one.row == wanted}
    line, whose = _line(report, wanted)
    group = ""
    for column in table.columns:
        text = figures.get(column.id, "0")
        if not (whole or text != "0" or column.id in ALWAYS or column.id in changed):
            continue
        if column.group != group:
            group = column.group
            rows.append(FigureRow(group, group=True))
        entered = sum(report.entered.get(one, {}).get(column.id, 0) for one in whose)
        rows.append(_figure(column, text, line, changed.get(column.id), entered))
    return tuple(rows)


def _uneven(report: Report, wanted: str) -> list[FigureRow]:
    table = report.table
    found = [one for one in table.uneven if wanted in (table.total.name, one.row)]
    rows = [FigureRow(CHECKS, group=True)] if found else []
    for uneven in found:
        tone, sign = ("red", "不符") if uneven.stops else ("amber", "请核对")
        said = f"{uneven.where}：{uneven.left} 和 {uneven.right}。请打开案件核对改正"
        rows.append(FigureRow(uneven.formula, sign, tone, ids=uneven.ids, under=said))
    return rows


def _line(report: Report, wanted: str) -> tuple[Line, tuple[str, ...]]:
    """Return a row as the cases stand now, and the committees it is made of."""
    table = report.table
    for group in report.groups:
        if group.label == wanted:
            return subtotal(group, table), group.committees
    for row in table.rows:
        if row.name == wanted:
            return row, (row.name,)
    return table.total, tuple(report.entered)


def _figure(column: Column, text: str, line: Line, gap: Difference | None, entered: int) -> FigureRow:
    return FigureRow(
        full_label(column),
        f"{text}（现在 {gap.now}）" if gap else text,
        "amber" if gap else "",
        part=bool(column.within),
        ids=(*gap.came, *gap.went, *gap.altered) if gap else line.cells[column.id].ids,
        under="锁定后，下列案件使这个数字有了变化" if gap else "",
        entered=entered,
        column=column.id,
    )


def rows_of_a(table: TableA, *, whole: bool) -> tuple[FigureRow, ...]:
    """Return the total of Table A: what nobody records says so, what files leave open is counted."""
    rows: list[FigureRow] = []
    group = ""
    for column in table.columns:
        figure = table.total.figures[column.id]
        if not (whole or figure.value or figure.value is None):
            continue
        if column.group != group:
            group = column.group
            rows.append(FigureRow(group, group=True))
        missing = figure.value is None
        unknown = f"有 {figure.unknown} 名调解员没有填写，没有计入" if figure.unknown else ""
        rows.append(
            FigureRow(
                full_label(column),
                "请手工填报" if missing else f"{figure.value}",
                "amber" if missing or unknown else "",
                part=bool(column.within),
                under="本系统没有登记" if missing else unknown,
                column=column.id,
            )
        )
    return tuple(rows)


def committees_of_a(table: TableA, column: str) -> tuple[CaseRow, ...]:
    """Return the committees behind a figure of Table A, each with its own."""
    found: list[tuple[str, Mapping[str, Any]]] = [(row.name, row.figures) for row in table.rows]
    return tuple(
        CaseRow("", name, "", "", "", f"{figures[column].value}")
        for name, figures in found
        if figures[column].value
    )


def case_row(line: Any) -> CaseRow:
    """Return a case as painted."""
    return CaseRow(line.id, line.title, line.kind, line.state, "", line.number or "（未编号）")
