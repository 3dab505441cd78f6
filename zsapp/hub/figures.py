"""Figures on the bureau's page (统计页): which period is asked for, which rows and cases it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from zsapp.rules.mediation_counts_columns import full_label
from zsapp.rules.mediation_counts_groups import subtotal
from zsapp.rules.reporting import BASES, KINDS, MONTHS_OF, Asked, By, Kind, Report, period_of

ALWAYS = ("total", "heads", "success")
WORDS: Mapping[Kind, str] = {"year": "全年", "half": "半年", "quarter": "季度", "month": "月"}
FIRST_YEAR = 2010


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    table: Asked
    kind: Kind
    year: int
    number: int
    row: str
    column: str

    @property
    def period(self) -> str:
        """The period in words."""
        return self.table.period.text

    def told(self, **other: Any) -> dict[str, Any]:
        """Return what an address must say for the same, with something else in its place."""
        said = {"kind": self.kind, "year": self.year, "number": self.number, "by": self.table.by}
        return {**said, "row": self.row, "column": self.column, **other}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a row: its group and label, its text, whether there are cases behind it."""

    column: str
    group: str
    label: str
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A committee or a town with the figures that are always shown; `row` is what its address asks for."""

    row: str
    name: str
    figures: tuple[str, ...]
    is_sum: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows."""

    rows: tuple[Overview, ...]
    heads: tuple[str, ...]
    row: str
    name: str
    figures: tuple[Figure, ...]
    column: str
    ids: tuple[str, ...]
    uneven: int


def read_asked(params: Mapping[str, str], today: date) -> Wanted:
    """Return what an address asks for; what makes no sense is this year."""
    kind = cast(Kind, params.get("kind", "year"))
    kind = kind if kind in KINDS else "year"
    year = _within(params.get("year", ""), FIRST_YEAR, today.year + 1, today.year)
    number = _within(params.get("number", ""), 1, 12 // MONTHS_OF[kind], 1)
    by = cast(By, params.get("by", "accepted"))
    by = by if by in BASES else "accepted"
    asked = Asked(period=period_of(kind, year, number), by=by)
    return Wanted(asked, kind, year, number, params.get("row", ""), params.get("column", ""))


def _within(text: str, least: int, most: int, default: int) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else default
    return number if least <= number <= most else default


def shown(report: Report, asked: Wanted) -> Shown:
    """Return what the page shows of a report."""
    table = report.table
    sums = {one.label: subtotal(one, table) for one in report.groups if one.shown}
    known = {table.total.name: table.total, **sums, **{row.name: row for row in table.rows}}
    texts = {row.name: row.figures for row in report.lines}
    lines = {one: known[one] for one in (table.total.name, *texts) if one in known}
    opened = _opened(report, asked.row)
    name = asked.row if asked.row in lines else table.total.name
    line = lines[name]
    figures = tuple(
        Figure(one.id, one.group, full_label(one), texts[name].get(one.id, "0"), line.cells[one.id].ids)
        for one in table.columns
        if texts[name].get(one.id, "0") != "0" or one.id in ALWAYS
    )
    labels = {one.id: full_label(one) for one in table.columns}
    chosen = next((one for one in figures if one.column == asked.column), None)
    return Shown(
        rows=tuple(
            Overview(
                one,
                one.removesuffix("小计"),
                tuple(texts[one].get(column, "0") for column in ALWAYS),
                is_sum=one in sums or one == table.total.name,
            )
            for one in (table.total.name, *_in_order(report))
            if one in lines and (one in opened or one in sums or one == table.total.name)
        ),
        heads=tuple(labels[column] for column in ALWAYS),
        name=name.removesuffix("小计"),
        row=name,
        figures=figures,
        column=chosen.label if chosen else "",
        ids=chosen.ids if chosen else (),
        uneven=len(table.uneven),
    )


def _in_order(report: Report) -> tuple[str, ...]:
    """Return the rows as they are opened: a town, then its committees; whoever belongs to none comes last."""
    grouped = [name for one in report.groups for name in (one.label, *one.committees)]
    others = [row.name for row in report.table.rows if row.name not in grouped]
    return (*grouped, *others)


def _opened(report: Report, row: str) -> set[str]:
    """Return the committees that are shown: those of the town that is open, and those without a row above."""
    shown = [one for one in report.groups if one.shown]
    hidden = {name for one in shown if row not in (one.label, *one.committees) for name in one.committees}
    return {one.name for one in report.table.rows} - hidden
