"""The restore page's model (从备份恢复): choose a stick, choose a day, say the passphrase. Plain Python.

For somebody who has never done it: sticks are found by themselves, the latest backup is chosen, and what is
to be done afterwards stands on the last page.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zsapp.base.clock import local
from zsapp.base.errors import Code, ZsError
from zsapp.base.progress import Progress
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.start.model import Doors

LOOK_MS = 2_000
WHY = {"hand": "手动备份", "daily": "每天自动", "upgrade": "升级前"}


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup as painted."""

    title: str
    under: str
    pill: str
    tone: str
    right: str


@dataclass(frozen=True, slots=True)
class RestoreState:
    """What the page shows; `lines` say what to do once it is done."""

    place: str = ""
    sentence: str = "正在查找U盘……"
    found: tuple[Any, ...] = ()
    generation: int = 0
    chosen: int = 0
    by_code: bool = False
    ask_user: bool = False
    busy: bool = False
    done: int = 0
    total: int = 0
    text: str = ""
    stopping: bool = False
    fault: str = ""
    fault_field: str = ""
    title: str = ""
    lines: tuple[str, ...] = ()


class RestoreModel:
    """Find, choose, restore."""

    def __init__(self, doors: Doors, tasks: Tasks, opened: Callable[[Any], None]) -> None:
        """Stand before a home without a station; `opened` is called with the station once somebody enters."""
        self._doors, self._tasks, self._opened = doors, tasks, opened
        self.state = RestoreState()
        self.shown: Callable[[RestoreState], None] = ignore
        self.held: Callable[[Any], None] = ignore
        """Told of the station that is open and not entered yet."""
        self._station: Any = None
        self._progress = Progress()
        self._step = (0, 0, "")
        self._watching = False

    # --- finding ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Look for sticks, and again while nothing was found."""
        self._watching = True
        self._look()

    def stop(self) -> None:
        """Look no more; the page is not seen."""
        self._watching = False
        self._tasks.stop("restore sticks")

    def _look(self) -> None:
        self._tasks.run(self._find, self._came, self._not_found)

    def _find(self) -> tuple[str, tuple[Any, ...]]:
        """Return the first stick with backups on it, and these; none where there is none."""
        for stick in self._doors.sticks():
            try:
                return str(stick.path), self._doors.backups(stick.path)
            except ZsError:
                continue
        return "", ()

    def _came(self, got: tuple[str, tuple[Any, ...]]) -> None:
        place, found = got
        if not self.state.found and not self.state.busy and not self._station:
            if found:
                self._list(place, found)
            else:
                self._show(sentence="请插入放备份的U盘，稍等几秒会自动认出；也可以在下面写明文件夹。")
        if self._watching and not self.state.found:
            self._tasks.later("restore sticks", LOOK_MS, self._look)

    def _not_found(self, error: ZsError) -> None:
        self._show(sentence=f"{error}。{error.remedy}")

    def look_in(self, place: str) -> None:
        """Look into a folder that was written or browsed for."""
        if not place.strip() or place.strip() == self.state.place:
            return
        folder = place.strip()
        self._tasks.run(
            lambda: self._doors.backups(Path(folder)),
            lambda found: self._list(folder, found),
            self._none_there,
        )

    def _none_there(self, error: ZsError) -> None:
        self._show(found=(), place="", generation=self.state.generation + 1)
        self._no(error)

    def _list(self, place: str, found: tuple[Any, ...]) -> None:
        self._show(
            place=place,
            found=found,
            generation=self.state.generation + 1,
            chosen=0,
            sentence=f"找到 {len(found)} 份备份，最近的已选好；要用更早的，用 ↑ ↓ 选。",
            fault="",
            fault_field="",
        )

    def row(self, at: int) -> BackupRow | None:
        """Return a backup as painted."""
        return backup_row(self.state.found[at]) if at < len(self.state.found) else None

    def choose(self, at: int) -> None:
        """Take in which backup."""
        if 0 <= at < len(self.state.found):
            self._show(chosen=at)

    def turn(self) -> None:
        """Change between the passphrase and the recovery code."""
        self._show(by_code=not self.state.by_code, fault="", fault_field="")

    # --- restoring ----------------------------------------------------------------------------------------

    def restore(self, passphrase: str, again: str, user: str, code: str) -> None:
        """Restore the chosen backup."""
        if self.state.busy or not self._good(passphrase, again, code):
            return
        file = self.state.found[self.state.chosen].file
        code = code if self.state.by_code else ""
        self._step, self._progress = (0, 0, ""), Progress(self._took_step)
        progress = self._progress
        self._show(busy=True, stopping=False, done=0, total=0, text="", fault="", fault_field="")
        self._tasks.run(
            lambda: self._doors.restore(file, passphrase, user, code, progress), self._restored, self._no
        )

    def _good(self, passphrase: str, again: str, code: str) -> bool:
        if not self.state.found:
            self._fault("还没有选备份。请插入放备份的U盘，或写明文件夹", "place")
        elif self.state.by_code and not code.strip():
            self._fault("请输入恢复码。恢复码在建站时打印的纸上", "code")
        elif not passphrase:
            self._fault("请输入新口令" if self.state.by_code else "请输入备份那一天的口令", "passphrase")
        elif self.state.by_code and passphrase != again:
            self._fault("两次输入的口令不一样，请重新输入第二遍", "again")
        else:
            return True
        return False

    def _took_step(self, steps: int, total: int, text: str) -> None:
        """Keep the last step; called on the lane's thread, read by the screen."""
        self._step = (steps, total, text)

    def look_at_progress(self) -> None:
        """Show how far it is (called by the screen's clock while busy)."""
        steps, total, text = self._step
        if self.state.busy and (steps, total, text) != (self.state.done, self.state.total, self.state.text):
            self._show(done=steps, total=total, text=text)

    def cancel(self) -> None:
        """Stop; no station is left behind."""
        self._progress.cancel()
        if self.state.busy:
            self._show(stopping=True)

    def _restored(self, restored: Any) -> None:
        self._station = restored.station
        self.held(restored.station)
        head = restored.head
        title = f"已恢复“{head.name}”到 {local(head.made_at)} 的样子"
        self._show(busy=False, title=title, lines=restored.lines)

    def enter(self) -> None:
        """Go in."""
        station, self._station = self._station, None
        self.held(None)
        self._opened(station)

    def _fault(self, words: str, field: str) -> None:
        self._show(busy=False, fault=words, fault_field=field)

    def _no(self, error: ZsError) -> None:
        number = "" if error.code is Code.CANCELLED else f"（代码 {error.code.value.number}）"
        self._show(
            busy=False,
            stopping=False,
            fault=f"{error}。{error.remedy}{number}",
            fault_field=FIELDS.get(error.code, ""),
            ask_user=self.state.ask_user or error.code is Code.USER_MISSING,
        )

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.shown(self.state)


FIELDS = {
    Code.PASSPHRASE_WRONG: "passphrase",
    Code.PASSPHRASE_WEAK: "passphrase",
    Code.RECOVERY_WRONG: "code",
    Code.USER_MISSING: "user",
    Code.USER_UNKNOWN: "user",
    Code.BACKUP_NONE: "place",
    Code.BACKUP_GONE: "place",
}
"""The line that an error speaks of."""


def backup_row(one: Any) -> BackupRow:
    """Return a backup in words: when, whose, how much of it."""
    records = "" if one.records is None else f"记录 {one.records} 份"
    under = "　".join(part for part in (one.name, records) if part)
    return BackupRow(local(one.made_at), under, "已核对", "green", WHY.get(one.why, ""))
