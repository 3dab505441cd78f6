"""The exchange's model (数据交换): sticks in words, export, import, what came back. Plain Python.

Long errands report to a `Progress`; the screen looks at it while they run, so that nothing of the lane
touches a widget.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, ZsError
from zsapp.base.progress import Progress
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.exchange.certificates_model import CertificatesModel
from zsapp.screens.exchange.held_words import held_above_lines, held_lines
from zsapp.screens.exchange.keeping import KeepingModel
from zsapp.screens.exchange.network_model import NetworkModel
from zsapp.screens.exchange.words import (
    Line,
    Stick,
    certificate_mark,
    import_lines,
    lacking_lines,
    mark_lines,
    stick_words,
    time_left,
    transfer_lines,
    typed_words,
    waiting_lines,
)
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.services.counted import counted
from zsapp.services.dispatch import Exported
from zsapp.services.exchange import Imported, SyncStatus
from zsapp.services.mediation import DraftView
from zsapp.services.receipts import receipt_in
from zsapp.services.station import Station

LOOK_MS = 2_000
"""How often the screen looks for a stick while nothing else is under way."""
STICK = "U盘"
IMPORT_STOPPED = Notice("已停止导入", "停止前已导入的数据包仍然有效；再导入一次会接着做", "amber")
"""A folder is taken in package by package, each whole or not at all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to export to or import from."""

    path: str
    words: str


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
    certificate: tuple[str, str] = ("", "")

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
        self._desk, self._transfers, self.tier = station.mediation, station.transfers, station.profile.tier
        self._receipts = station.receipts
        self._enrolment, self._strange = station.enrolment, station.tidying.strange
        self.keeping = KeepingModel(station.tidying, tasks, say)
        self.certificates = CertificatesModel(station, tasks, say)
        self.network = NetworkModel(station, tasks, say, now)
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
        self._used = Path()
        self._offers = 0
        self._watching = False

    # --- looking ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Look for sticks now, and again while the page is seen."""
        self._watching = True
        self._count()
        self._look()

    def stop(self) -> None:
        """Look no more; the page is not seen."""
        self._watching = False
        self._tasks.stop("sticks")

    def _count(self) -> None:
        """Ask what of transfers has not left yet; seldom, for it goes through all of them."""
        self._tasks.run(lambda: sum(one.unsent for one in self._transfers.listing()), self._counted, ignore)

    def _counted(self, offers: int) -> None:
        self._offers = offers

    def _look(self) -> None:
        self._tasks.run(self._ask, self._looked, self._not_looked)

    def _ask(self) -> "Seen":
        enrolment = self._enrolment
        return Seen(
            self._exchange.sticks(),
            self._exchange.status(),
            self._desk.drafts(),
            certificate_mark(enrolment.ending(), len(enrolment.waiting())),
        )

    def _looked(self, got: "Seen") -> None:
        sticks, status, drafts = got.sticks, got.status, got.drafts
        places = tuple(Place(str(one.path), stick_words(one)) for one in sticks)
        known = [one.path for one in places]
        chosen = self.state.chosen if self.state.chosen in known else known[0] if len(known) == 1 else ""
        self._show(
            places=places,
            chosen=chosen,
            looked=True,
            unsent=status.unsent,
            typed=tuple(Typed(one.record_id, typed_words(one)) for one in drafts),
            marks=(
                *held_above_lines(status.held_above),
                *waiting_lines(status.waiting),
                *lacking_lines(status.lacking),
                *transfer_lines(self._offers),
                *mark_lines(status.marks, self.tier, {one.tier for one in status.held_above}),
            ),
            certificate=got.certificate,
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
        """Import what lies on the chosen stick or in a folder, or take in the text of a receipt."""
        paper = receipt_in(folder)
        if paper is not None and not self.state.busy:
            self._take_receipt(paper)
            return
        target = self._target(folder)
        if target is None:
            return
        progress = self._begin("正在导入", target)
        self._tasks.run(
            lambda: (self._exchange.import_path(target, progress=progress), self._strange(target).words),
            lambda got: self._imported(got[0], got[1]),
            lambda no: self._failed(no, lambda: self.take_in(folder), IMPORT_STOPPED),
        )

    def _take_receipt(self, paper: str | Path) -> None:
        """Take in what a scanner has typed from a receipt, or the receipt's PDF."""
        self._begin("正在核对回执单", Path())
        self._tasks.run(
            lambda: Imported(acknowledgements=(self._receipts.take(paper),)),
            self._imported,
            lambda no: self._failed(no, lambda: self._take_receipt(paper)),
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
        self._used = target
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

    def _imported(self, got: Imported, strange: tuple[str, ...] = ()) -> None:
        out = "可以拔出U盘" if self._medium == STICK else ""
        lines = (*held_lines(got), *import_lines(got))
        self._finish((*lines, *map(Line, strange)))
        if got.refused:
            remedy = "原因见下面的列表；其余的已经导入"
            self._say(Notice(f"有 {len(got.refused)} 个文件没有导入", remedy, "amber"))
        elif got.packages:
            written = all(one.acknowledgement for one in got.packages)
            good = f"回执已写在{self._medium}里，请带回给原单位"
            back = good if written else "有回执没有写成，见下面的列表"
            self._say(done("导入完成", "；".join(part for part in (out, back) if part)))
        elif got.acknowledgements:
            self._say(done("回执已导入", out))
        elif got.certificates or got.requests or got.given:
            self._say(done(lines[0].words, lines[0].more))
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
        if self._used.name:
            self.keeping.look(self._used, is_stick=self._medium == STICK)
        self.finished()
        self._count()
        self._look()

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.shown(self.state)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is asked for each time the page looks."""

    sticks: tuple[Stick, ...]
    status: SyncStatus
    drafts: tuple[DraftView, ...]
    certificate: tuple[str, str]
