"""The advisers' year before the clerk (顾问月度一览): a table, a cell of it, its logs. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.rules import adviser_months as months
from zsapp.rules.adviser import CONFIRMED
from zsapp.rules.adviser_months import Month, Quarter, VillageYear, short_number
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Say, notice_of
from zsapp.services.adviser_years import AdviserYear, AdviserYears, LogLine

TONES = {
    months.REACHED: "green",
    months.SHORT: "red",
    months.MISSING: "red",
    months.RUNNING: "amber",
    months.HELD: "green",
    months.NOT_YET: "amber",
}
SHEET = "adviser.month"
"""The form of the month's sheet to sign (S06)."""
YEARS = 1900, 2100
HEADS = (*(f"{n}月" for n in range(1, 13)), *(f"{n}季讲座" for n in range(1, 5)))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as painted: its words, its tone, and what a screen reader says."""

    words: str
    tone: str
    said: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """A log as painted."""

    title: str
    under: str
    pill: str
    tone: str
    right: str


@dataclass(frozen=True, slots=True)
class MonthsState:
    """What the page shows; `row` and `column` are the cell one stands on."""

    open: bool = False
    year: int = 0
    found: AdviserYear | None = None
    row: int = 0
    column: int = 0
    logs: tuple[LogLine, ...] = ()
    generation: int = 0

    @property
    def village(self) -> VillageYear | None:
        """The village one stands on."""
        every = self.found.villages if self.found else ()
        return every[self.row] if self.row < len(every) else None

    @property
    def month(self) -> Month | None:
        """The month one stands on; on a quarter none."""
        village = self.village
        return village.months[self.column] if village and self.column < months.MONTHS else None

    @property
    def target(self) -> str:
        """The target, with its source."""
        return f"目标：{self.found.target or '没有设定'}" if self.found else "正在统计……"

    @property
    def told(self) -> str:
        """How the cell and its village stand, in words."""
        village = self.village
        if village is None or self.found is None:
            return ""
        name = self.found.names[village.place]
        gaps = "、".join(village.gaps)
        here = cell_of(village, self.column).said
        return f"{name}{here}。已经过去的月份和季度：{gaps or '没有缺的'}"


class MonthsModel:
    """The overview."""

    def __init__(self, desk: AdviserYears, tasks: Tasks, *, year: Callable[[], int], say: Say) -> None:
        """Count at a desk; `year` is the one to begin with."""
        self._desk, self._tasks, self._year, self._say = desk, tasks, year, say
        self.state = MonthsState()
        self.shown: Callable[[MonthsState], None] = ignore
        self.opened: Callable[[str, str], None] = lambda _record_id, _form: None
        """Asked to open a log, or a paper of it."""

    def begin(self) -> None:
        """Show this year."""
        if not self.state.open:
            self._look(self.state.year or self._year())

    def turn(self, years: int) -> None:
        """Go a year on or back."""
        if YEARS[0] <= self.state.year + years <= YEARS[1]:
            self._look(self.state.year + years)

    def refresh(self) -> None:
        """Something was committed: count again."""
        if self.state.open:
            self._look(self.state.year)

    def _look(self, year: int) -> None:
        found = self.state.found if self.state.year == year else None
        self._show(open=True, year=year, found=found)
        self._tasks.run(lambda: self._desk.year(year), self._came, self._no)

    def _came(self, found: AdviserYear) -> None:
        if self.state.open and found.year == self.state.year:
            self._show(found=found, generation=self.state.generation + 1)
            self.stand(self.state.row, self.state.column)

    def stand(self, row: int, column: int) -> None:
        """Take in on which cell the clerk stands: its logs are listed."""
        self._show(row=max(0, row), column=max(0, column), logs=())
        month = self.state.month
        if month is not None and month.logs:
            self._tasks.run(
                lambda: self._desk.logs(month.logs), lambda got: self._listed(month, got), self._no
            )

    def _listed(self, month: Month, logs: tuple[LogLine, ...]) -> None:
        if month is self.state.month:
            self._show(logs=logs)

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell as painted."""
        every = self.state.found.villages if self.state.found else ()
        return cell_of(every[row], column)

    def log(self, at: int) -> LogRow | None:
        """Return a log as painted."""
        if at >= len(self.state.logs):
            return None
        one = self.state.logs[at]
        tone = "green" if one.state == CONFIRMED else "amber"
        return LogRow(one.title, one.number, one.state, tone, one.day)

    def open_log(self, at: int) -> None:
        """Open a log of the month."""
        if 0 <= at < len(self.state.logs):
            self.opened(self.state.logs[at].id, "")

    def print(self) -> None:
        """Show the month's sheet to sign."""
        if self.state.logs:
            self.opened(self.state.logs[-1].id, SHEET)

    def leave(self) -> None:
        """Go back to the list."""
        if self.state.open:
            self._show(open=False)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))


def cell_of(village: VillageYear, column: int) -> Cell:
    """Return a cell in words: its hours over how they stand, or whether there was a lecture."""
    if column < months.MONTHS:
        return _month_cell(village.months[column])
    return _quarter_cell(village.quarters[column - months.MONTHS])


def _month_cell(one: Month) -> Cell:
    hours = short_number(one.hours)
    words = "\n".join(part for part in (hours if one.logs else "", _short(one)) if part)
    said = f"{one.first.month}月{hours}小时{f'，{one.words}' if one.words else ''}"
    return Cell(words, TONES.get(one.state, ""), said)


def _short(one: Month) -> str:
    missing = short_number(one.missing) if one.state in (months.SHORT, months.RUNNING) else ""
    return one.state + missing


def _quarter_cell(one: Quarter) -> Cell:
    said = f"第{months.number_of_quarter(one.first)}季度讲座{one.state or '时间未到'}"
    return Cell(one.state, TONES.get(one.state, ""), said)
