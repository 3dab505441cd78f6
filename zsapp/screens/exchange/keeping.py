"""Keeping a stick (整理U盘): old packages that have arrived, and letting the stick go. Plain Python.

What can be tidied is looked for after an export or import, never while one runs; nothing is removed unasked.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.services.tidying import Delivered, Tidying

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class KeepingState:
    """What can be done with the stick that was just used."""

    place: str = ""
    is_stick: bool = False
    old: tuple[Delivered, ...] = ()

    @property
    def words(self) -> str:
        """What lies there that has arrived."""
        size = sum(one.size for one in self.old) / MEGABYTE
        return f"上面有本站 {len(self.old)} 个旧数据包，上级已全部收到（{size:.1f} MB）" if self.old else ""


class KeepingModel:
    """Looks after the stick that was used last."""

    def __init__(self, tidying: Tidying, tasks: Tasks, say: Say) -> None:
        self._tidying, self._tasks, self._say = tidying, tasks, say
        self.state = KeepingState()
        self.shown: Callable[[KeepingState], None] = ignore

    def look(self, place: Path, *, is_stick: bool) -> None:
        """Look what could be tidied where an export or import has just been."""
        self._show(place=str(place), is_stick=is_stick, old=())
        self._tasks.run(lambda: self._tidying.delivered(place), lambda old: self._show(old=old), ignore)

    def tidy(self) -> None:
        """Remove what has arrived."""
        place = Path(self.state.place)
        self._tasks.run(lambda: self._tidying.tidy(place), self._tidied, self._no)

    def _tidied(self, gone: tuple[Delivered, ...]) -> None:
        self._show(old=())
        self._say(done(f"已清理 {len(gone)} 个旧数据包", "只删了本站的、上级已收到的；别的文件没有动"))

    def eject(self) -> None:
        """Have the system let the stick go."""
        place = Path(self.state.place)
        self._tasks.run(lambda: self._tidying.eject(place), self._ejected, self._no)

    def _ejected(self, gone: bool) -> None:  # noqa: FBT001 -- it is what the system answered
        if gone:
            self._show(place="", is_stick=False, old=())
            self._say(done("U盘已弹出，请拔出"))
        else:
            remedy = "内容已写好并核对过；请用系统的“安全移除”后再拔出"
            self._say(Notice("这台电脑没有弹出U盘的服务", remedy, "amber"))

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.shown(self.state)
