"""The roster's model (值守): a month at a time, who is there, whether it was open. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.rules.duty_roster import AHEAD, EXTRA, OPENED, SHUT, UNMARKED, DutyDay, first_of
from zsapp.rules.premises import WEEKDAYS
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Say, done, notice_of
from zsapp.screens.statistics.model import free_name
from zsapp.services.duty import DutyDesk, MonthView

TONES = {OPENED: "green", EXTRA: "green", SHUT: "red", UNMARKED: "amber", AHEAD: ""}


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day as painted."""

    title: str
    under: str
    pill: str
    tone: str
    right: str


@dataclass(frozen=True, slots=True)
class DutyState:
    """What the page shows: the month, the day before the clerk."""

    month: date
    view: MonthView | None = None
    at: int = 0
    generation: int = 0

    @property
    def days(self) -> tuple[DutyDay, ...]:
        """The days of the month."""
        return self.view.roster.days if self.view else ()

    @property
    def day(self) -> DutyDay | None:
        """The day before the clerk."""
        return self.days[self.at] if 0 <= self.at < len(self.days) else None

    @property
    def title(self) -> str:
        """The month in words."""
        return f"{self.month.year}年{self.month.month}月"

    @property
    def sentence(self) -> str:
        """How the month stands, in one sentence."""
        return self.view.sentence if self.view else ""


class DutyModel:
    """The roster before the clerk."""

    def __init__(
        self,
        desk: DutyDesk,
        tasks: Tasks,
        *,
        today: Callable[[], date],
        folder: Callable[[], Path],
        say: Say,
    ) -> None:
        """Work at the desk; papers and workbooks are put into `folder`."""
        self._desk, self._tasks, self._folder, self._say, self.today = desk, tasks, folder, say, today
        self.state = DutyState(first_of(today()))
        self.shown: Callable[[DutyState], None] = ignore

    def start(self) -> None:
        """Ask for the month before the clerk."""
        month = self.state.month
        self._tasks.run(lambda: self._desk.month(month), self._came, self._no)

    def _came(self, view: MonthView) -> None:
        days = view.roster.days
        waiting = [at for at, one in enumerate(days) if one.state_on(self.today()) == UNMARKED]
        at = self.state.at if 0 < self.state.at < len(days) else (waiting[0] if waiting else 0)
        self._show(view=view, at=at)

    def turn(self, months: int) -> None:
        """Turn to another month."""
        month = self.state.month
        for _ in range(abs(months)):
            month = first_of(month - timedelta(days=1) if months < 0 else month + timedelta(days=31))
        self._show(month=month, view=None, at=0)
        self.start()

    def stand(self, at: int) -> None:
        """Put a day before the clerk."""
        if 0 <= at < len(self.state.days) and at != self.state.at:
            self.state = replace(self.state, at=at)
            self.shown(self.state)

    # --- what is done -------------------------------------------------------------------------------------

    def plan(self) -> None:
        """Plan the month by the opening hours."""
        month = self.state.month
        self._run(lambda: self._desk.plan(month), "已按开放时间排班，值守人员可以逐日改")

    def set_people(self, text: str) -> None:
        """Set who is on duty on the day before the clerk, as typed: names with 、 between."""
        day = self.state.day
        people = tuple(one.strip() for one in text.replace("，", "、").split("、") if one.strip())
        if day is not None and day.date is not None and people != day.people:
            on = day.date
            self._run(lambda: self._desk.set_day(on, people), "")

    def opened(self) -> None:
        """Note that it was open on the day before the clerk, and go to the next that waits."""
        self._mark(opened=True, reason="")

    def shut(self, reason: str) -> None:
        """Note that it was not open, and why."""
        self._mark(opened=False, reason=reason)

    def _mark(self, *, opened: bool, reason: str) -> None:
        day = self.state.day
        if day is not None and day.date is not None:
            on = day.date
            self._tasks.run(lambda: self._desk.mark(on, opened=opened, reason=reason), self._marked, self._no)

    def open_today(self) -> None:
        """Note that it is open today, planned or not."""
        today = self.today()
        self._run(lambda: self._desk.mark(today, opened=True), "已登记今天开放")

    def _marked(self, view: MonthView) -> None:
        days = view.roster.days
        after = range(self.state.at + 1, len(days))
        following = next((at for at in after if days[at].state_on(self.today()) == UNMARKED), self.state.at)
        self._show(view=view, at=following)

    def _run(self, errand: Callable[[], MonthView], words: str) -> None:
        def ended(view: MonthView) -> None:
            self._show(view=view, month=first_of(view.roster.month or self.state.month))
            if words:
                self._say(done(words))

        self._tasks.run(errand, ended, self._no)

    # --- paper and workbook -------------------------------------------------------------------------------

    def write_paper(self) -> None:
        """Put the roster for the wall into the folder as a PDF."""
        self._write(".pdf", "值守安排表", self._desk.write_paper)

    def write_ledger(self) -> None:
        """Put the ledger of the month into the folder as a workbook."""
        self._write(".xlsx", "值守台账", self._desk.write_ledger)

    def _write(self, suffix: str, words: str, write: Callable[[date, Path], Any]) -> None:
        month, name = self.state.month, f"{self.state.title}{words}"

        def written() -> Path:
            path = free_name(self._folder(), name, suffix)
            write(month, path)
            return path

        self._tasks.run(written, lambda path: self._say(done(f"{name}已写出", f"已存为 {path}")), self._no)

    # --- as painted ---------------------------------------------------------------------------------------

    def row(self, at: int) -> DayRow | None:
        """Return a day as painted."""
        return day_row(self.state.days[at], self.today()) if at < len(self.state.days) else None

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, generation=self.state.generation + 1, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))


def day_row(one: DutyDay, today: date) -> DayRow:
    """Return a day in words."""
    day = one.date or date.min
    state = one.state_on(today)
    who = f"值守：{'、'.join(one.people)}" if one.people else "还没有安排人"
    under = "　".join(part for part in (one.times, who, one.reason and f"原因：{one.reason}") if part)
    title = f"{day.month}月{day.day}日　{WEEKDAYS[day.weekday()]}"
    return DayRow(title, under, state, TONES[state], one.actual)
