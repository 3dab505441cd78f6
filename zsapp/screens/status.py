"""The status area's model (状态栏): offline, saved, unsent, last export, user: always in sight. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass

from zsapp.base.clock import CHINA, now
from zsapp.base.errors import ZsError
from zsapp.screens.errands import Tasks, ignore
from zsapp.services.station import Station


@dataclass(frozen=True, slots=True)
class StatusState:
    """The lines at the bottom left, each with its colour."""

    lines: tuple[tuple[str, str], ...] = ()


class StatusModel:
    """Asks the station how things stand."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        self._station, self._tasks = station, tasks
        self.state = StatusState()
        self.shown: Callable[[StatusState], None] = ignore
        self._places: dict[str, str] = {}

    def place_of(self, station: str) -> str:
        """Return the name of another station, as far as it is known here."""
        return self._places.get(station, "外站")

    def refresh(self) -> None:
        """Ask anew."""
        self._tasks.run(self._look, self._show, self._no)

    def _look(self) -> tuple[StatusState, dict[str, str]]:
        station = self._station
        status = station.exchange.status()
        unsent = int(status.unsent)
        lines = [("离线 · 数据只存本机", "")]
        lines.append((f"未导出 {unsent} 条", "amber") if unsent else ("没有未导出的记录", ""))
        lines.append(
            (f"上次导出 {_day_time(status.last_export)}" if status.last_export else "还没有导出过", "")
        )
        lines.append((f"用户：{station.user}", ""))
        if station.profile.training:
            lines.insert(0, ("练习站 · 不是真实案件", "amber"))
        return StatusState(tuple(lines)), {}

    def _show(self, got: tuple[StatusState, dict[str, str]]) -> None:
        self.state, places = got
        self._places.update(places)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self.state = StatusState(((str(error), "red"),))
        self.shown(self.state)


def _day_time(moment: object) -> str:
    at = moment.astimezone(CHINA)  # type: ignore[attr-defined] -- a datetime, or a Mark's
    today = now().astimezone(CHINA).date()
    day = "今天" if at.date() == today else f"{at.month}月{at.day}日"
    return f"{day} {at:%H:%M}"
