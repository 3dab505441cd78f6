"""The scoreboard's model (考核评价): a period, its indicators, what is behind the chosen one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.rules.reporting import MONTHS_OF, Kind, Period, period_of
from zsapp.rules.scoreboard import Score, key_of
from zsapp.rules.scoreboard_paper import REACHED
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.images import PageImage
from zsapp.screens.mediation.model.paper import A4_WIDTH_INCH, Machine, free_name
from zsapp.screens.notices import Say, done, notice_of
from zsapp.services.scoreboard import Behind, Board
from zsapp.services.station import Station

TONES = {True: "green", False: "amber", None: ""}
MOST = 200
"""Records listed behind a figure; the workbook counts them all."""
DRAWING = "scoreboard chart"
PAUSE_MS = 250
"""Resting so long on a figure draws its chart: the arrows run through the list without it."""
YEARS = 1900, 2100


@dataclass(frozen=True, slots=True)
class FigureRow:
    """An indicator as painted."""

    title: str
    under: str
    pill: str = ""
    tone: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class ScoreState:
    """What the page shows."""

    kind: Kind = "year"
    year: int = 2026
    number: int = 1
    board: Board | None = None
    chosen: int = -1
    behind: tuple[Behind, ...] = ()
    more: int = 0
    pages: tuple[PageImage, ...] = ()
    width: int = 0
    drawn: int = 0
    busy: bool = False
    generation: int = 0

    @property
    def period(self) -> Period:
        """The period before the clerk."""
        return period_of(self.kind, self.year, self.number)

    @property
    def score(self) -> Score | None:
        """The indicator before the clerk."""
        found = self.board.scores if self.board else ()
        return found[self.chosen] if 0 <= self.chosen < len(found) else None

    @property
    def sentence(self) -> str:
        """How the period stands, in one sentence."""
        if self.board is None:
            return "正在统计……"
        held = [one for one in self.board.scores if one.reached is not None]
        reached = sum(bool(one.reached) for one in held)
        told = f"{len(held)} 项有目标，{reached} 项达标" if held else "还没有可以对照的目标"
        return f"{len(self.board.scores)} 项指标，{told}。目标和定义的来源逐项写明"

    @property
    def told(self) -> tuple[str, ...]:
        """What is to be known of the indicator before the clerk, line by line."""
        score = self.score
        if score is None or self.board is None:
            return ()
        one, goal = score.figure, score.goal
        of = "" if one.of is None else f"　分子 {len(one.ids)}　分母 {len(one.of)}"
        lines = [f"{one.value}{of}", f"上期 {score.before or '—'}　上年同期 {score.year_before or '—'}"]
        if goal is not None:
            lines.append(f"目标 {goal.text}（{goal.document}，{goal.status}）{REACHED[score.reached]}")
        return (*lines, f"定义：{self.board.definition_of(one.id)}")


class ScoreModel:
    """The scoreboard before the clerk."""

    def __init__(self, station: Station, *, tasks: Tasks, machine: Machine, say: Say) -> None:
        """Count for an open station; reports go to this PC's printer or folder."""
        self._desk, self._tasks, self._machine, self._say = station.scoreboard, tasks, machine, say
        self.state = ScoreState(year=station.today().year)
        self.shown: Callable[[ScoreState], None] = ignore
        self.opened: Callable[[str, str], None] = lambda _sector, _record_id: None
        """Asked to open a record on the page of its sector."""

    # --- the period ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Count the period."""
        period = self.state.period
        self._tasks.run(lambda: self._desk.board(period), self._came, self._no)

    def _came(self, board: Board) -> None:
        if board.period != self.state.period:
            return  # the clerk has gone on to another period
        kept = self.state.chosen if self.state.board is not None else 0
        self._show(board=board, busy=False, generation=self.state.generation + 1)
        self.choose(max(0, min(kept, len(board.scores) - 1)), again=True)

    def choose_kind(self, kind: Kind) -> None:
        """Look at months, quarters, halves or years: at the one in which the present period begins."""
        number = (self.state.period.first.month - 1) // MONTHS_OF[kind] + 1
        self._look(kind=kind, number=number)

    def turn(self, periods: int) -> None:
        """Go a period on or back."""
        count = 12 // MONTHS_OF[self.state.kind]
        year, number = divmod(self.state.year * count + self.state.number - 1 + periods, count)
        if YEARS[0] <= year <= YEARS[1]:
            self._look(year=year, number=number + 1)

    def _look(self, **changes: Any) -> None:
        self._show(board=None, behind=(), more=0, pages=(), **changes)
        self.start()

    # --- a figure -----------------------------------------------------------------------------------------

    def row(self, at: int) -> FigureRow | None:
        """Return an indicator as painted."""
        found = self.state.board.scores if self.state.board else ()
        if at >= len(found):
            return None
        one = found[at]
        of = "" if one.figure.of is None else f"{len(one.figure.ids)} / {len(one.figure.of)}"
        goal = f"目标 {one.goal.text}" if one.goal else ""
        under = "　".join(part for part in (one.figure.id, of, goal) if part)
        return FigureRow(one.figure.name, under, REACHED[one.reached], TONES[one.reached], one.figure.value)

    def item(self, at: int) -> FigureRow | None:
        """Return what is behind the figure as painted."""
        if at >= len(self.state.behind):
            return None
        one = self.state.behind[at]
        return FigureRow(one.title, one.under)

    def choose(self, at: int, *, again: bool = False) -> None:
        """Look at an indicator: what is behind it, and after a rest its chart."""
        if self.state.board is None or not 0 <= at < len(self.state.board.scores):
            return
        if at == self.state.chosen and not again:
            return
        self._show(chosen=at, behind=(), more=0, pages=())
        ids = self.state.board.scores[at].figure.ids
        self._tasks.run(lambda: self._desk.behind(ids, MOST), lambda found: self._found(at, found), self._no)
        self._tasks.later(DRAWING, PAUSE_MS, self._draw)

    def _found(self, at: int, found: tuple[Behind, ...]) -> None:
        score = self.state.score
        if at == self.state.chosen and score is not None:
            self._show(behind=found, more=max(0, len(score.figure.ids) - MOST))

    def open_behind(self, at: int) -> None:
        """Go to a record behind the figure; a place and its month cannot be opened."""
        if 0 <= at < len(self.state.behind) and self.state.behind[at].sector:
            one = self.state.behind[at]
            self.opened(one.sector, one.id)

    # --- charts, workbook, report -------------------------------------------------------------------------

    def resize(self, width: int) -> None:
        """Take in how many device pixels a page is wide."""
        if width > 0 and width != self.state.width:
            self.state = replace(self.state, width=width)
            self._tasks.later(DRAWING, PAUSE_MS, self._draw)

    def _draw(self) -> None:
        state, score = self.state, self.state.score
        if score is None or not state.width:
            return
        period, key = state.period, key_of(score.figure)

        def drawn() -> tuple[PageImage, ...]:
            sheet = self._desk.chart(period, key)
            return self._desk.page_images(sheet.pdf, dpi=state.width / A4_WIDTH_INCH)

        def came(pages: tuple[PageImage, ...]) -> None:
            now = self.state.score
            if now is not None and (self.state.period, key_of(now.figure)) == (period, key):
                self._show(pages=pages, drawn=self.state.drawn + 1)

        self._tasks.run(drawn, came, self._no)

    def export(self) -> None:
        """Write the workbook of the period."""
        period = self.state.period
        path = free_name(self._machine.folder(), f"公共法律服务考核指标 {period.text}", ".xlsx")
        self._write(lambda: (self._desk.write(period, path), path)[1], "考核指标已导出")

    def print_report(self) -> None:
        """Print the report of the period, or keep it as a PDF where there is no printer."""
        period, printer = self.state.period, self._machine.printer
        path = free_name(self._machine.folder(), f"公共法律服务考核评价报告 {period.text}")

        def printed() -> Path:
            sheet = self._desk.print_report(period, path)
            if printer:
                self._machine.send(sheet.pdf, printer, 1)
            return path

        self._write(printed, "考核评价报告已打印" if printer else "考核评价报告已存为 PDF")

    def _write(self, errand: Callable[[], Path], said: str) -> None:
        if self.state.board is None or self.state.busy:
            return
        self._show(busy=True)

        def written(path: Path) -> None:
            self._show(busy=False)
            self._say(done(said, f"已存为 {path}"))

        self._tasks.run(errand, written, self._no)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._show(busy=False)
        self._say(notice_of(error))
