"""The status area's model (状态栏): offline, unsent, last export, user, always in sight. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from zsapp.base.clock import CHINA, now
from zsapp.base.errors import ZsError
from zsapp.screens.errands import Tasks, ignore
from zsapp.services.counted import counted
from zsapp.services.station import Station


@dataclass(frozen=True, slots=True)
class StatusState:
    """The lines at the bottom left with their colours; other stations' names; what sync states rest on."""

    lines: tuple[tuple[str, str], ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    cited: Mapping[str, str] = field(default_factory=dict)


class StatusModel:
    """Asks the station how things stand."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        self._station, self._tasks = station, tasks
        self.state = StatusState()
        self.shown: Callable[[StatusState], None] = ignore

    def place_of(self, station: str) -> str:
        """Return the name of another station, as its certificate says it."""
        return self.state.places.get(station, "外站")

    def cite(self, sync: str) -> str:
        """Return what a sync state rests on: 镇已入库 on which day's acknowledgement."""
        return self.state.cited.get(sync, "")

    def refresh(self) -> None:
        """Ask anew."""
        self._tasks.run(self._look, self._show, self._no)

    def _look(self) -> StatusState:
        station = self._station
        status = station.exchange.status()
        lines = [("离线 · 数据只存本机", "")]
        if station.profile.training:
            lines.insert(0, ("练习站 · 不是真实案件", "amber"))
        lines.append(unsent_line(status.unsent))
        lines.append(
            (f"上次导出 {day_time(status.last_export)}" if status.last_export else "还没有导出过", "")
        )
        lines.append((f"用户：{station.user}", ""))
        places = {one.station: one.name for one in station.enrolment.certificates()}
        cited = {
            LEVELS[level]: f"{'' if level == 'exported' else '回执 '}{day_time(mark.at)}"
            for level, mark in status.marks.items()
            if level in LEVELS
        }
        return StatusState(tuple(lines), places, cited)

    def _show(self, state: StatusState) -> None:
        self.state = state
        self.shown(state)

    def _no(self, error: ZsError) -> None:
        self._show(replace(self.state, lines=((str(error), "red"),)))


def unsent_line(unsent: Mapping[str, int]) -> tuple[str, str]:
    """Return what no package holds yet, in words, and its colour."""
    return (f"未导出：{counted(unsent)}", "amber") if unsent else ("没有未导出的记录", "")


def day_time(moment: datetime) -> str:
    """Return 今天 09:12 or 11月23日 09:12, in China."""
    at = moment.astimezone(CHINA)
    today = now().astimezone(CHINA).date()
    day = "今天" if at.date() == today else f"{at.month}月{at.day}日"
    return f"{day} {at:%H:%M}"


LEVELS = {
    "exported": "已导出",
    "town_received": "镇已收",
    "town_applied": "镇已入库",
    "city_applied": "市已入库",
}
"""The store's levels in the words of `CaseView.sync`."""
