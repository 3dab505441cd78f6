"""Sheets of indicators (指标): what one counts in a period, the records behind each figure, what is written.

A sheet is one row of `SHEETS`: whoever counts more adds a row here, and the page needs nothing else. A share
lists what it counts first, then what it does not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zsapp.rules.groups import NOTHING
from zsapp.rules.legal_aid import SECTOR as LEGAL_AID
from zsapp.rules.legal_aid_figures import Indicator
from zsapp.rules.legal_aid_ledger import AidLine
from zsapp.rules.reporting import By, Period
from zsapp.screens.kit.reading import show_date
from zsapp.screens.statistics.rows import CaseRow, FigureRow
from zsapp.services.legal_aid_figures import BASES
from zsapp.services.station import Station


@dataclass(frozen=True, slots=True)
class Counted:
    """A sheet as counted: its figures, how it stands in a sentence, each record as painted by its id."""

    rows: tuple[FigureRow, ...]
    sentence: str
    behind: Mapping[str, CaseRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSheet:
    """A sheet: its words, the sector its records are opened in, how it is counted and written."""

    words: str
    title: str
    register: str
    sector: str
    bases: Mapping[By, str]
    count: Callable[[Station, Period, By], Counted]
    write: Callable[[Station, Period, Path, By], Any]
    write_register: Callable[[Station, Period, Path, By, bool], Any]


def chosen_rows(counted: Counted, *, whole: bool) -> tuple[FigureRow, ...]:
    """Return the figures of a sheet: the counts, and the shares of something unless all are wanted."""
    return tuple(one for one in counted.rows if whole or not one.part or one.ids)


def records_behind(counted: Counted, row: FigureRow, most: int) -> tuple[tuple[CaseRow, ...], int]:
    """Return the records behind a figure, and how many more there are."""
    found = tuple(counted.behind[one] for one in row.ids)
    return found[:most], max(0, len(found) - most)


def _aid(station: Station, period: Period, by: By) -> Counted:
    report = station.aid_figures.report(period, by=by)
    rows: list[FigureRow] = [FigureRow("法律援助", group=True)]
    rows += [_figure(one) for one in report.indicators]
    lines = {key: _case(key, one) for key, one in report.lines.items()}
    said = f"本期 {len(lines)} 件法律援助申请" if lines else "零报告：本期没有法律援助申请"
    return Counted(tuple(rows), said, lines)


def _figure(one: Indicator) -> FigureRow:
    """Return an indicator as a figure: a share with its two numbers, those not counted at the end."""
    if one.of is None:
        return FigureRow(f"{one.id} {one.name}", one.value, ids=one.ids)
    rest = tuple(each for each in one.of if each not in one.ids)
    said = f"分子 {len(one.ids)} 件，分母 {len(one.of)} 件"
    under = f"{said}；下面先列计入的，再列没有计入的 {len(rest)} 件" if rest else said
    value = one.value if one.value == NOTHING else f"{one.value}（{len(one.ids)}/{len(one.of)}）"
    return FigureRow(f"{one.id} {one.name}", value, part=True, ids=(*one.ids, *rest), under=under)


def _case(key: str, line: AidLine) -> CaseRow:
    under = "　".join(part for part in (line.number or "未编号", show_date(line.received_on)) if part)
    late = "；".join(
        f"{words}{value}"
        for words, value in (("转交", line.forwarding), ("审查", line.examining))
        if value == "超期"
    )
    return CaseRow(
        key, f"{line.applicant}　{line.matter}", under, line.state, "red" if late else "blue", late
    )


def _write_register(station: Station, period: Period, path: Path, by: By, masked: bool) -> Any:  # noqa: FBT001 -- as the row says it
    return station.aid_figures.write(period, path, by=by, masked=masked)


SHEETS: Mapping[str, IndicatorSheet] = {
    LEGAL_AID: IndicatorSheet(
        words="法律援助指标",
        title="法律援助指标",
        register="法律援助申请登记台账",
        sector=LEGAL_AID,
        bases=BASES,
        count=_aid,
        write=lambda station, period, path, by: station.aid_figures.write_report(period, path, by=by),
        write_register=_write_register,
    ),
}
