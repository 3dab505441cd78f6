"""今日's model: what is late, due, half typed or not yet sent, what presses first on top. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from zsapp.base.errors import ZsError
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.reading import show_date
from zsapp.screens.notices import Say, notice_of
from zsapp.services.station import Station
from zsapp.services.today import Duty

PILLS = {
    "late": ("已过期", "red"),
    "numbers": ("编号段", "amber"),
    "soon": ("快到期", "amber"),
    "draft": ("草稿", "amber"),
    "unsent": ("未导出", "blue"),
    "later": ("期限", ""),
}


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
    """What the page shows."""

    day: str = ""
    duties: tuple[Duty, ...] = ()
    loaded: bool = False
    generation: int = 0

    @property
    def sentence(self) -> str:
        """The day in one sentence."""
        if not self.loaded:
            return "正在查看……"
        pressing = sum(one.pressing in ("late", "soon") for one in self.duties)
        if pressing:
            return f"有 {pressing} 件事快到期或已过期"
        if any(one.pressing == "numbers" for one in self.duties):
            return "编号段要处理"
        return "没有快到期的事" if self.duties else "今天没有要办的事"


class TodayModel:
    """What the day asks for."""

    def __init__(self, station: Station, tasks: Tasks, say: Say) -> None:
        self._station, self._tasks, self._say = station, tasks, say
        self.state = TodayState()
        self.shown: Callable[[TodayState], None] = ignore
        self.opened: Callable[[str, int], None] = ignore  # type: ignore[assignment]  # takes what it is given
        self.exported: Callable[[], None] = lambda: None
        self.numbered: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Ask what there is to do."""
        today = self._station.today()
        self._tasks.run(
            lambda: self._station.todo.duties(today), lambda got: self._came(today, got), self._no
        )

    def _came(self, today: date, duties: tuple[Duty, ...]) -> None:
        week = "一二三四五六日"[today.weekday()]
        self.state = replace(
            self.state,
            day=f"{show_date(today)}　星期{week}",
            duties=duties,
            loaded=True,
            generation=self.state.generation + 1,
        )
        self.shown(self.state)

    def row(self, at: int) -> DutyRow | None:
        """Return a duty as painted."""
        return duty_row(self.state.duties[at]) if at < len(self.state.duties) else None

    def why(self, at: int) -> str:
        """Return by which law a duty is due, and how its day was worked out."""
        if not 0 <= at < len(self.state.duties):
            return ""
        duty = self.state.duties[at]
        return "　".join(part for part in (duty.basis and f"依据：{duty.basis}", duty.working) if part)

    def choose(self, at: int) -> None:
        """Go where a duty is done."""
        if not 0 <= at < len(self.state.duties):
            return
        duty = self.state.duties[at]
        if duty.record_id:
            self.opened(duty.record_id, duty.step)
        elif duty.pressing == "numbers":
            self.numbered()
        else:
            self.exported()

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error, self.start))


def duty_row(duty: Duty) -> DutyRow:
    """Return a duty in words: whose case, what is to be done, by when."""
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
    under = "　".join(part for part in (duty.what, duty.number) if part)
    return DutyRow(duty.title, under, pill, tone, right)
