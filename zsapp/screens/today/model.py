"""今日's model: what is urgent, late, come back, due, half typed, waited for, what presses first on top.

One list across all services; a press on a service's name leaves only its lines. Plain Python.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.rules.roles import AREAS
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.reading import show_date
from zsapp.screens.notices import Say, notice_of
from zsapp.services.station import Station
from zsapp.services.today import Duty

PILLS = {
    "urgent": ("紧急", "red"),
    "late": ("已过期", "red"),
    "returned": ("有回音", "blue"),
    "numbers": ("编号段", "amber"),
    "backup": ("备份", "amber"),
    "soon": ("快到期", "amber"),
    "draft": ("草稿", "amber"),
    "unsent": ("未导出", "blue"),
    "waiting": ("等待", ""),
    "later": ("期限", ""),
}
EVERY, ELSE = "", "-"
"""The filter that leaves every line, and the one that leaves those of no service."""
PAGE = 100
"""Lines shown at a time; more come with scrolling."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty as painted."""

    title: str
    under: str
    pill: str
    tone: str
    right: str


@dataclass(frozen=True, slots=True)
class TodayState:
    """What the page shows; `sector` is the one whose lines are left, `count` how many are on the page."""

    day: str = ""
    duties: tuple[Duty, ...] = ()
    sector: str = EVERY
    count: int = 0
    loaded: bool = False
    generation: int = 0

    @property
    def left(self) -> tuple[Duty, ...]:
        """The lines that the filter leaves."""
        if self.sector == EVERY:
            return self.duties
        return tuple(one for one in self.duties if (one.sector or ELSE) == self.sector)

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """The filters there are, each with its words: 人民调解 3; none where all lines are of one kind."""
        found: dict[str, int] = {}
        for one in self.duties:
            found[one.sector or ELSE] = found.get(one.sector or ELSE, 0) + 1
        if len(found) < 2:
            return ()
        last = sorted(found.items(), key=lambda pair: pair[0] == ELSE)
        named = ((sector, f"{AREAS.get(sector, '其他')} {count}") for sector, count in last)
        return ((EVERY, f"全部 {len(self.duties)}"), *named)

    @property
    def sentence(self) -> str:
        """The day in one sentence."""
        if not self.loaded:
            return "正在查看……"
        kinds = [one.pressing for one in self.duties]
        urgent, pressing = kinds.count("urgent"), kinds.count("late") + kinds.count("soon")
        said = [f"{urgent} 件紧急"] if urgent else []
        said += [f"{'' if said else '有 '}{pressing} 件事快到期或已过期"] if pressing else []
        said += [f"{kinds.count('returned')} 件有回音"] if "returned" in kinds else []
        if said:
            return "，".join(said)
        if "numbers" in kinds:
            return "编号段要处理"
        return "没有快到期的事" if self.duties else "今天没有要办的事"


class TodayModel:
    """What the day asks for."""

    def __init__(self, station: Station, tasks: Tasks, say: Say) -> None:
        self._station, self._tasks, self._say = station, tasks, say
        self.state = TodayState()
        self.shown: Callable[[TodayState], None] = ignore
        self.opened: Callable[[str, str, int], None] = lambda _sector, _id, _step: None
        """Asked to open a record of a sector at a step."""
        self.turned: Callable[[str], None] = ignore
        """Asked to turn to a page."""

    def start(self) -> None:
        """Ask what there is to do."""
        today = self._station.today()
        self._tasks.run(
            lambda: self._station.todo.duties(today), lambda got: self._came(today, got), self._no
        )

    def _came(self, today: date, duties: tuple[Duty, ...]) -> None:
        week = "一二三四五六日"[today.weekday()]
        sector = self.state.sector
        if sector not in {one.sector or ELSE for one in duties}:
            sector = EVERY
        self._show(day=f"{show_date(today)}　星期{week}", duties=duties, sector=sector, loaded=True)

    def show_sector(self, sector: str) -> None:
        """Leave only the lines of one service, or of every one."""
        self._show(sector=sector)

    @property
    def has_more(self) -> bool:
        """Whether there are more lines than are shown."""
        return self.state.count < len(self.state.left)

    def more(self) -> None:
        """Show more lines: the list was scrolled to its end."""
        self.state = replace(self.state, count=min(len(self.state.left), self.state.count + PAGE))
        self.shown(self.state)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, generation=self.state.generation + 1, **changes)
        self.state = replace(self.state, count=min(len(self.state.left), PAGE))
        self.shown(self.state)

    def _at(self, at: int) -> Duty | None:
        left = self.state.left
        return left[at] if 0 <= at < len(left) else None

    def row(self, at: int) -> DutyRow | None:
        """Return a duty as painted."""
        duty = self._at(at)
        return duty_row(duty) if duty else None

    def why(self, at: int) -> str:
        """Return by which law a duty is due, and how its day was worked out."""
        duty = self._at(at)
        if duty is None:
            return ""
        return "　".join(part for part in (duty.basis and f"依据：{duty.basis}", duty.working) if part)

    def choose(self, at: int) -> None:
        """Go where a duty is done."""
        duty = self._at(at)
        if duty is None:
            return
        if duty.record_id:
            self.opened(duty.sector, duty.record_id, duty.step)
        elif duty.page:
            self.turned(duty.page)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error, self.start))


def duty_row(duty: Duty) -> DutyRow:
    """Return a duty in words: whose case, what is to be done, who comes first, by when."""
    pill, tone = PILLS[duty.pressing]
    right = ""
    if duty.due is not None and duty.days is not None:
        left = (
            f"过了 {-duty.days} 天"
            if duty.days < 0
            else "今天到期"
            if not duty.days
            else f"还有 {duty.days} 天"
        )
        right = f"{show_date(duty.due)}，{left}"
    who = "、".join(duty.marks)
    first = f"优先（{who}）" if who and duty.first else "优先" if duty.first else who
    under = "　".join(part for part in (duty.what, first, duty.number) if part)
    return DutyRow(duty.title, under, pill, tone, right)
