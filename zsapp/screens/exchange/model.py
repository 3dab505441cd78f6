"""The exchange's model (数据交换): sticks in words, export, import, what came back. Plain Python.

Long errands report to a `Progress`; the screen looks at it while they run, so that nothing of the lane
touches a widget.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from zsapp.base.errors import Code, ZsError
from zsapp.base.progress import Progress
from zsapp.rules.mediation_state import title_of
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.screens.status import LEVELS, day_time
from zsapp.services.counted import counted
from zsapp.services.dispatch import Exported
from zsapp.services.exchange import Imported, NotTaken, SyncStatus
from zsapp.services.intake import AcknowledgementTaken, PackageTaken
from zsapp.services.mediation import DraftView
from zsapp.services.station import Station

LOOK_MS = 2_000
"""How often the screen looks for a stick while nothing else is under way."""
GIGABYTE = 1_000_000_000
STICK = "U盘"
IMPORT_STOPPED = Notice("已停止导入", "停止前已导入的数据包仍然有效；再导入一次会接着做", "amber")
"""A folder is taken in package by package, each whole or not at all."""
SURE_S = 2
"""Seconds after which the time left is told: before that it would be a guess."""


class Stick(Protocol):
    """A removable volume."""

    @property
    def path(self) -> Path:
        """Where it is."""
        ...

    @property
    def label(self) -> str:
        """What it is called."""
        ...

    @property
    def free(self) -> int:
        """Bytes left."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where to export to or import from."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the result: what it says, and in which colour."""

    words: str
    tone: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A case with something typed that is not saved: an export lacks it."""

    record_id: str
    words: str


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """What the screen shows."""

    places: tuple[Place, ...] = ()
    chosen: str = ""
    looked: bool = False
    unsent: Mapping[str, int] = field(default_factory=dict)
    typed: tuple[Typed, ...] = ()
    busy: str = ""
    done: int = 0
    total: int = 0
    text: str = ""
    left: str = ""
    stopping: bool = False
    results: tuple[Line, ...] = ()
    marks: tuple[Line, ...] = ()

    @property
    def under_way(self) -> str:
        """What is under way, how far, and how long it will still take."""
        if self.stopping:
            return f"{self.busy}　正在取消……"
        return "　".join(part for part in (self.busy, self.text, self.left) if part)

    @property
    def sentence(self) -> str:
        """How many sticks there are, in plain words."""
        if not self.looked:
            return "正在查找U盘……"
        if not self.places:
            return "没有找到U盘。请插入U盘，稍等几秒会自动认出；也可以用下面的文件夹。"
        if len(self.places) == 1:
            return f"已插入：{self.places[0].words}"
        return f"插着 {len(self.places)} 个U盘，请选一个。"


class ExchangeModel:
    """Export and import."""

    def __init__(
        self, station: Station, tasks: Tasks, say: Say, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Carry for an open station; `now` tells seconds, for the time left."""
        self._exchange, self._tasks, self._say, self._now = station.exchange, tasks, say, now
        self._desk = station.mediation
        self.state = ExchangeState()
        self.shown: Callable[[ExchangeState], None] = ignore
        self.finished: Callable[[], Any] = lambda: None
        """Told when something was exported or imported: other pages look again."""
        self.opened: Callable[[str], None] = ignore
        """Asked to open a case, by its id."""
        self._progress = Progress()
        self._step = (0, 0, "")
        self._since = 0.0
        self._medium = STICK
        self._watching = False

    # --- looking ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Look for sticks now, and again while the page is seen."""
        self._watching = True
        self._look()

    def stop(self) -> None:
        """Look no more; the page is not seen."""
        self._watching = False
        self._tasks.stop("sticks")

    def _look(self) -> None:
        self._tasks.run(self._ask, self._looked, self._not_looked)

    def _ask(self) -> tuple[tuple[Stick, ...], SyncStatus, tuple[DraftView, ...]]:
        return self._exchange.sticks(), self._exchange.status(), self._desk.drafts()

    def _looked(self, got: tuple[tuple[Stick, ...], SyncStatus, tuple[DraftView, ...]]) -> None:
        sticks, status, drafts = got
        places = tuple(Place(str(one.path), stick_words(one)) for one in sticks)
        known = [one.path for one in places]
        chosen = self.state.chosen if self.state.chosen in known else known[0] if len(known) == 1 else ""
        self._show(
            places=places,
            chosen=chosen,
            looked=True,
            unsent=status.unsent,
            typed=tuple(Typed(one.record_id, typed_words(one)) for one in drafts),
            marks=(*waiting_lines(status.waiting), *mark_lines(status.marks)),
        )
        self._again()

    def _not_looked(self, error: ZsError) -> None:
        self._show(looked=True, places=())
        self._say(notice_of(error))

    def _again(self) -> None:
        if self._watching and not self.state.busy:
            self._tasks.later("sticks", LOOK_MS, self._look)

    def choose(self, path: str) -> None:
        """Take in which stick."""
        self._show(chosen=path)

    # --- doing --------------------------------------------------------------------------------------------

    def export(self, folder: str = "") -> None:
        """Export to the chosen stick, or to a folder."""
        target = self._target(folder)
        if target is None:
            return
        progress = self._begin("正在导出", target)
        self._tasks.run(
            lambda: self._exchange.export(target, progress=progress),
            self._exported,
            lambda no: self._failed(no, lambda: self.export(folder)),
        )

    def take_in(self, folder: str = "") -> None:
        """Import every package and acknowledgement on the chosen stick, or in a folder."""
        target = self._target(folder)
        if target is None:
            return
        progress = self._begin("正在导入", target)
        self._tasks.run(
            lambda: self._exchange.import_path(target, progress=progress),
            self._imported,
            lambda no: self._failed(no, lambda: self.take_in(folder), IMPORT_STOPPED),
        )

    def _target(self, folder: str) -> Path | None:
        if self.state.busy:
            return None
        if folder.strip():
            return Path(folder.strip())
        if self.state.chosen:
            return Path(self.state.chosen)
        remedy = "请在列表里选一个" if self.state.places else "请插入U盘，或在下面写明文件夹"
        self._say(Notice("还没有选U盘", remedy, "amber"))
        return None

    def _begin(self, words: str, target: Path) -> Progress:
        self._medium = STICK if str(target) in [one.path for one in self.state.places] else "文件夹"
        self._step = (0, 0, "")
        self._progress = Progress(self._took_step)
        self._tasks.stop("sticks")
        self._show(busy=words, done=0, total=0, text="", left="", stopping=False, results=())
        return self._progress

    def _took_step(self, steps: int, total: int, text: str) -> None:
        """Keep the last step; called on the lane's thread, read by the screen."""
        self._step = (steps, total, text.replace(STICK, self._medium))

    def look_at_progress(self) -> None:
        """Show how far it is (called by the screen's clock while busy)."""
        steps, total, text = self._step
        if self.state.busy and (steps, total, text) != (self.state.done, self.state.total, self.state.text):
            if text != self.state.text:
                self._since = self._now()
            self._show(
                done=steps, total=total, text=text, left=time_left(steps, total, self._now() - self._since)
            )

    def cancel(self) -> None:
        """Stop what is under way; nothing half done is left."""
        self._progress.cancel()
        if self.state.busy:
            self._show(stopping=True)

    def _exported(self, got: Exported) -> None:
        words = f"已导出 {counted(got.held)}" if got.held else "已导出"
        after = "可以拔出U盘，交上级工作站导入" if self._medium == STICK else "请把这个文件交上级工作站导入"
        self._finish((Line(words, "green", str(got.file)), Line(after, "green")))
        self._say(done(words, f"已核对写入无误，{after}"))

    def _imported(self, got: Imported) -> None:
        out = "可以拔出U盘" if self._medium == STICK else ""
        lines = import_lines(got)
        self._finish(lines)
        if got.refused:
            remedy = "原因见下面的列表；其余的已经导入"
            self._say(Notice(f"有 {len(got.refused)} 个文件没有导入", remedy, "amber"))
        elif got.packages:
            back = f"回执已写在{self._medium}里，请带回给原单位"
            self._say(done("导入完成", "；".join(part for part in (out, back) if part)))
        elif got.acknowledgements:
            self._say(done("回执已导入", out))
        else:
            self._say(Notice("没有新的内容", "这些文件以前已经导入过，或不是给本站的", "blue"))

    def _failed(self, error: ZsError, again: Callable[[], Any], stopped: Notice | None = None) -> None:
        said = notice_of(error, again)
        if error.code is Code.CANCELLED:  # as the clerk wished: nothing is wrong
            said = stopped or Notice(str(error), error.remedy, "amber")
        self._finish((Line(said.sentence, said.tone, said.remedy),))
        self._say(said)

    def _finish(self, lines: tuple[Line, ...]) -> None:
        self._show(busy="", stopping=False, results=lines)
        self.finished()
        self._look()

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.shown(self.state)


def time_left(steps: int, total: int, seconds: float) -> str:
    """Return how long the rest will take, once enough was done to tell."""
    if seconds < SURE_S or not 0 < steps < total:
        return ""
    left = round(seconds * (total - steps) / steps)
    return f"大约还要 {left // 60 + 1} 分钟" if left >= 60 else f"大约还要 {max(1, left)} 秒"


def typed_words(draft: DraftView) -> str:
    """Return whose draft it is, and what of it an export lacks."""
    named = draft.case.title or any(one.name for one in draft.case.parties)
    title = title_of(draft.case) if named else "还没有写姓名的案件"
    return f"{title}：{'改动还没有保存' if draft.base_version else '还没有登记'}"


def stick_words(stick: Stick) -> str:
    """Return a stick in words: name, place, room."""
    free = (
        f"剩余 {stick.free / GIGABYTE:.1f} GB"
        if stick.free >= GIGABYTE
        else f"剩余 {stick.free // 1_000_000} MB"
    )
    return f"{stick.label or 'U盘'}（{stick.path}），{free}"


def waiting_lines(count: int) -> tuple[Line, ...]:
    """Say that restricted records do not leave yet, and why."""
    more = "本站还不知道市级接收单位的证书，请向上级重新领取入网证书；这些记录没有送出"
    return (Line(f"限制查看的记录{count}份在等候", "amber", more),) if count else ()


def mark_lines(marks: Mapping[str, Any]) -> tuple[Line, ...]:
    """Return how far our journal has come, level by level, each citing when we learned it."""
    lines = []
    for level, words in LEVELS.items():
        mark = marks.get(level)
        if mark is None:
            lines.append(Line(f"{words}：还没有"))
            continue
        source = "" if level == "exported" else "，以收到的回执为准"
        lines.append(Line(f"{words}：到第 {mark.seq} 条", "green", f"{day_time(mark.at)}{source}"))
    return tuple(lines)


def import_lines(got: Imported) -> tuple[Line, ...]:
    """Return what an import did, file by file: taken, read, refused with the remedy, passed over."""
    return (
        *(_package_line(one) for one in got.packages),
        *(_acknowledgement_line(one) for one in got.acknowledgements),
        *(_refused_line(one) for one in got.refused),
        *(_skipped_line(one) for one in got.skipped),
        *(Line(f"请核对编号段：{one}", "amber", "请两台电脑改用不同的号段") for one in got.clashes),
    )


def _package_line(one: PackageTaken) -> Line:
    volume = f"，第 {one.volume}/{one.volumes} 卷" if one.volumes > 1 else ""
    words = f"已导入 {one.name}：{counted(one.held) or '没有新的案件'}{volume}"
    back = "回执已写在旁边" if one.acknowledgement else "回执没有写成，请再导入一次"
    return Line(words, "green" if one.acknowledgement else "amber", back)


def _acknowledgement_line(one: AcknowledgementTaken) -> Line:
    missing = f"，还缺 {len(one.missing)} 段" if one.missing else ""
    refused = f"，有 {len(one.refused)} 个包没有收下" if one.refused else ""
    tone = "amber" if one.missing or one.refused else "green"
    return Line(f"回执：{one.name} 已收到第 {one.seq} 条{missing}{refused}", tone, one.file.name)


def _refused_line(one: NotTaken) -> Line:
    name = "" if one.file.name in one.message else f"{one.file.name}　"
    return Line(f"没有导入：{one.message}", "red", f"{name}{one.remedy}")


def _skipped_line(one: NotTaken) -> Line:
    return Line(f"跳过：{one.message}", "", one.file.name)
