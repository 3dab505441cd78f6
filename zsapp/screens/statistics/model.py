"""The statistics page's model (台账统计): a period's table, cases behind a figure, counters. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from zsapp.base.errors import Code, ZsError
from zsapp.rules.mediation_table_a import TableA
from zsapp.rules.reporting import (
    BASES,
    TABLE_A,
    TABLE_B,
    Asked,
    By,
    Counters,
    Kind,
    Period,
    Report,
    period_of,
)
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.paths import set_at
from zsapp.screens.notices import Say, done, notice_of
from zsapp.screens.statistics.indicators import SHEETS as INDICATORS
from zsapp.screens.statistics.indicators import Counted, IndicatorSheet, chosen_rows, records_behind
from zsapp.screens.statistics.rows import (
    CaseRow,
    FigureRow,
    case_row,
    committees_of_a,
    rows_of,
    rows_of_a,
)
from zsapp.services.station import Station

View = Literal["table", "counters", "imports"]
VIEWS: tuple[View, ...] = ("table", "counters", "imports")
"""What the page can show, in the order of its leaves."""

KINDS: tuple[tuple[Kind, str], ...] = (
    ("month", "月报"),
    ("quarter", "季报"),
    ("half", "半年报"),
    ("year", "年报"),
)
IN_YEAR: Mapping[Kind, int] = {"month": 12, "quarter": 4, "half": 2, "year": 1}
MOST = 500
"""Cases listed behind one figure; the workbook has all of them."""
TITLES = {TABLE_B: "人民调解案件情况统计表", TABLE_A: "人民调解组织队伍经费保障情况统计表"}
SHEETS = (
    (TABLE_B, "案件情况统计表"),
    (TABLE_A, "组织队伍统计表"),
    *((name, one.words) for name, one in INDICATORS.items()),
)
"""The tables the page shows: their official names, and short ones to choose by."""
REGISTER = "人民调解案件登记簿"


@dataclass(frozen=True, slots=True)
class StatisticsState:
    """What the page shows."""

    kind: Kind = "quarter"
    year: int = 2026
    number: int = 1
    by: By = "accepted"
    whole: bool = False
    sheet: str = TABLE_B
    row: str = ""
    report: Report | None = None
    table_a: TableA | None = None
    counted: Counted | None = None
    """The sheet of indicators before the clerk."""
    rows: tuple[FigureRow, ...] = ()
    chosen: int = -1
    cases: tuple[CaseRow, ...] = ()
    more: int = 0
    unsaved: int = 0
    """Cases with something typed that is not saved: no figure holds it."""
    view: View = "table"
    counters: Counters = field(default_factory=Counters)
    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    generation: int = 0

    @property
    def period(self) -> Period:
        """The period before the clerk."""
        return period_of(self.kind, self.year, self.number)

    @property
    def sentence(self) -> str:
        """How the period stands, in one sentence."""
        if self.counted is not None:
            return self.counted.sentence
        if self.table_a is not None:
            return (
                f"有 {len(self.table_a.missing)} 项需要手工填报或补填名册"
                if self.table_a.missing
                else "各项齐全"
            )
        if self.report is None:
            return "正在统计……"
        stops = [one for one in self.report.table.uneven if one.stops]
        if stops:
            return f"有 {len(stops)} 处数字不相符，改正后才能导出和锁定"
        if self.report.frozen is not None:
            when = f"本期数字已锁定（第{self.report.frozen.version}次）"
            gaps = len({one.column for one in self.report.differences})
            return f"{when}，之后有 {gaps} 个栏目变了" if gaps else when
        told = "零报告：本期没有案件，也没有填报数" if self.report.table.zero else "各项数字相符，还没有锁定"
        left = f"；有 {self.unsaved} 件案件写了还没有保存，没有计入（见“今日”）"
        return f"{told}{left if self.unsaved else ''}"

    @property
    def tone(self) -> str:
        """The colour of the sentence."""
        if self.counted is not None:
            return "green"
        if self.table_a is not None:
            return "amber" if self.table_a.missing else "green"
        if self.report is None:
            return ""
        if self.report.table.stops:
            return "red"
        return "amber" if self.report.differences or self.unsaved else "green"

    @property
    def behind(self) -> str:
        """What the list of cases is about."""
        if not 0 <= self.chosen < len(self.rows):
            return "选一个数字，这里列出各调委会" if self.sheet == TABLE_A else "选一个数字，这里列出它的案件"
        row = self.rows[self.chosen]
        return f"{row.title}：{row.right}"

    @property
    def note(self) -> str:
        """What is to be known of the list of cases beside it."""
        row = self.rows[self.chosen] if 0 <= self.chosen < len(self.rows) else FigureRow("")
        parts = (
            row.under,
            f"其中 {row.entered} 为填报数，没有案件" if row.entered else "",
            f"另有 {self.more} 件没有列出，导出的表里有全部案件" if self.more else "",
        )
        return "；".join(part for part in parts if part)


class StatisticsModel:
    """A period before the clerk."""

    def __init__(self, station: Station, tasks: Tasks, folder: Callable[[], Path], say: Say) -> None:
        """Count for an open station; `folder` is where workbooks go unless another is chosen."""
        self._station, self._tasks, self._say = station, tasks, say
        self.folder = folder
        self.today = station.today
        self.enters = bool(station.profile.committee)
        """Whether this station has a committee whose counters are entered here."""
        today = station.today()
        self.state = StatisticsState(year=today.year, number=(today.month - 1) // 3 + 1)
        self.shown: Callable[[StatisticsState], None] = ignore
        self.opened: Callable[[str], None] = ignore
        self.opened_in: Callable[[str, str], None] = lambda _sector, _record_id: None
        """Asked to open a record of another sector than mediation."""
        self._unread: dict[str, str] = {}

    # --- the period ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Count the period."""
        asked = self._asked()
        desk = self._station.statistics
        if (sheet := self.indicators) is not None:
            count = sheet.count
            self._tasks.run(
                lambda: count(self._station, asked.period, asked.by),
                lambda counted: self._came_counted(asked, sheet, counted),
                self._no,
            )
            return
        if self.state.sheet == TABLE_A:
            self._tasks.run(
                lambda: desk.table_a(asked.period), lambda table: self._came_a(asked, table), self._no
            )
            return
        drafts = self._station.mediation.drafts
        self._tasks.run(lambda: (desk.table_b(asked), len(drafts())), lambda got: self._came(*got), self._no)

    @property
    def indicators(self) -> IndicatorSheet | None:
        """The sheet of indicators that is chosen, None while a table is."""
        return INDICATORS.get(self.state.sheet)

    def _came_counted(self, asked: Asked, sheet: IndicatorSheet, counted: Counted) -> None:
        if asked == self._asked() and sheet is self.indicators:
            rows = chosen_rows(counted, whole=self.state.whole)
            self._show(counted=counted, rows=rows, chosen=-1, cases=(), more=0)

    def _asked(self) -> Asked:
        return Asked(period=self.state.period, by=self.state.by)

    def _came(self, report: Report, unsaved: int) -> None:
        if report.asked != self._asked() or self.state.sheet != TABLE_B:
            return  # the clerk has gone on to another period, or table
        rows = rows_of(report, whole=self.state.whole, name=self.state.row)
        self._show(report=report, unsaved=unsaved, rows=rows, chosen=-1, cases=(), more=0)

    def _came_a(self, asked: Asked, table: TableA) -> None:
        if asked == self._asked() and self.state.sheet == TABLE_A:
            rows = rows_of_a(table, whole=self.state.whole)
            self._show(table_a=table, rows=rows, chosen=-1, cases=(), more=0)

    def choose_sheet(self, sheet: str) -> None:
        """Look at Table B (案件) or Table A (组织队伍)."""
        self._look(sheet=sheet, row="")

    def choose_row(self, name: str) -> None:
        """Look at another row of Table B: a committee, a subtotal, the total."""
        if self.state.report is not None:
            rows = rows_of(self.state.report, whole=self.state.whole, name=name)
            self._show(row=name, rows=rows, chosen=-1, cases=(), more=0)

    def choose_kind(self, kind: Kind) -> None:
        """Look at months, quarters, halves or years: at the one in which the present period begins."""
        month = self.state.period.first.month
        number = (month - 1) * IN_YEAR[kind] // 12 + 1
        self._look(kind=kind, number=number)

    def choose_basis(self, by: By) -> None:
        """Count by the day of acceptance or of closing."""
        self._look(by=by)

    def turn(self, periods: int) -> None:
        """Go a period on or back."""
        count = IN_YEAR[self.state.kind]
        year, number = divmod(self.state.year * count + self.state.number - 1 + periods, count)
        if 1900 <= year <= 2100:
            self._look(year=year, number=number + 1)

    def show_whole(self, *, whole: bool) -> None:
        """Show every column, or those that have a figure."""
        self._look(whole=whole)

    def _look(self, **changes: Any) -> None:
        self._show(report=None, table_a=None, counted=None, rows=(), chosen=-1, cases=(), more=0, **changes)
        self.start()

    # --- the cases behind a figure ------------------------------------------------------------------------

    def row(self, at: int) -> FigureRow | None:
        """Return a figure as painted."""
        return self.state.rows[at] if at < len(self.state.rows) else None

    def case(self, at: int) -> CaseRow | None:
        """Return a case as painted."""
        return self.state.cases[at] if at < len(self.state.cases) else None

    def choose(self, at: int) -> None:
        """List the cases behind a figure."""
        if not 0 <= at < len(self.state.rows) or self.state.rows[at].group:
            return
        table, ids, counted = self.state.table_a, self.state.rows[at].ids, self.state.counted
        if counted is not None:
            found, more = records_behind(counted, self.state.rows[at], MOST)
            self._show(chosen=at, cases=found, more=more)
            return
        if table is not None:
            behind = committees_of_a(table, self.state.rows[at].column)
            self._show(chosen=at, cases=behind, more=0)
            return
        self._tasks.run(
            lambda: self._station.statistics.named(ids[:MOST]),
            lambda lines: self._show(
                chosen=at, cases=tuple(case_row(one) for one in lines), more=max(0, len(ids) - MOST)
            ),
            self._no,
        )

    def open_case(self, at: int) -> None:
        """Go to a case."""
        case = self.case(at)
        if case is not None and case.id and self.indicators is not None:
            self.opened_in(self.indicators.sector, case.id)
        elif case is not None and case.id:
            self.opened(case.id)

    # --- workbooks and freezing ---------------------------------------------------------------------------

    def export_table(self, folder: str) -> None:
        """Write the table as a workbook."""
        asked, period, desk = self._asked(), self.state.period, self._station.statistics
        if (sheet := self.indicators) is not None:
            path = free_name(Path(folder), f"{sheet.title} {period.text}")
            self._write(lambda: sheet.write(self._station, period, path, asked.by), path)
            return
        title = TITLES[self.state.sheet]
        if self.state.sheet == TABLE_A:
            path = free_name(Path(folder), f"{title} {period.text}")
            self._write(lambda: desk.write_table_a(period, path), path)
            return
        path = free_name(Path(folder), f"{title} {period.text} {BASES[asked.by]}")
        self._write(lambda: desk.write_table_b(asked, path), path)

    def export_register(self, folder: str, *, masked: bool) -> None:
        """Write the register of the period as a workbook."""
        asked, period, sheet = self._asked(), self.state.period, self.indicators
        register = sheet.register if sheet else REGISTER
        path = free_name(Path(folder), f"{register} {period.text}{' 隐名' if masked else ''}")
        if sheet is not None:
            self._write(lambda: sheet.write_register(self._station, period, path, asked.by, masked), path)
            return
        self._write(lambda: self._station.ledgers.write(period, path, by=asked.by, masked=masked), path)

    def _write(self, errand: Callable[[], Any], path: Path) -> None:
        """Write a workbook, and say where."""
        said = done(f"已写入 {path.name}", f"在 {path.parent}")
        self._tasks.run(errand, lambda _: self._say(said), self._no)

    def freeze(self, reason: str = "") -> None:
        """Freeze the period's figures."""
        asked = self._asked()
        self._tasks.run(lambda: self._station.statistics.freeze(asked, reason=reason), self._frozen, self._no)

    def _frozen(self, report: Report) -> None:
        self._say(done(f"{report.asked.period.text}的数字已锁定", "下次导出数据包时一并上报"))
        self._came(report, self.state.unsaved)

    # --- counters -----------------------------------------------------------------------------------------

    def turn_to(self, view: View) -> None:
        """Put the table, the counters of the period's first month, or old ledgers before the clerk."""
        self._unread.clear()
        if view == "counters":
            self._counters_of(self.state.period.first)
            return
        self._show(view=view, faults={})
        if view == "table":
            self.start()

    def turn_month(self, months: int) -> None:
        """Go to the counters of another month."""
        month = self.state.counters.month or self.today()
        year, number = divmod(month.year * 12 + month.month - 1 + months, 12)
        self._counters_of(date(year, number + 1, 1))

    def _counters_of(self, month: date) -> None:
        self._tasks.run(
            lambda: self._station.statistics.counters(month),
            lambda counters: self._show(view="counters", counters=counters, faults={}),
            self._no,
        )

    def edit(self, path: str, value: Any) -> None:
        """Take in a typed counter."""
        self._show(counters=set_at(self.state.counters, path, value))

    def unread(self, path: str, fault: str, _text: str = "") -> None:
        """Take in that a field holds what cannot be read yet (or can again)."""
        if fault:
            self._unread[path] = fault
        else:
            self._unread.pop(path, None)

    def entered(self, _path: str) -> None:
        """Take in that the clerk went to another field."""
        self._show(faults={path: ("red", words) for path, words in self._unread.items()})

    def save_counters(self) -> None:
        """Save the counters of the month."""
        counters = self.state.counters
        self._tasks.run(
            lambda: self._station.statistics.save_counters(counters), self._counters_saved, self._no
        )

    def _counters_saved(self, counters: Counters) -> None:
        self._say(done(f"{counters.period.text}的填报数已保存", "统计时自动计入"))
        self.turn_to("table")

    # ------------------------------------------------------------------------------------------------------

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, generation=self.state.generation + 1, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error, None if error.code is Code.REPORT_UNEVEN else self.start))


def free_name(folder: Path, words: str, suffix: str = ".xlsx") -> Path:
    """Return a name in a folder that no file bears yet."""
    path, number = folder / f"{words}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{words} ({number}){suffix}"
    return path
