"""The review page's model (校核): what waits, what is in it, and what is said of it. Plain Python.

What is typed as a reason stays until it was said, whatever is looked at meanwhile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, ZsError
from zsapp.base.files import disk_troubles, write_whole
from zsapp.rules.review import DONE, RETURNED, WAITING
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.mediation.model.paper import free_name
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.screens.review.rows import ReviewRow, conflict_row, held_row, review_row, short_place
from zsapp.services.conflicts import Conflict
from zsapp.services.review import Below, HeldLine, ReviewLine, Word
from zsapp.services.review_sheet import SheetLine
from zsapp.services.station import Station

PAGE = 50
HELD, CONFLICT, ALL = "held", "conflict", ""
QUEUES = (HELD, CONFLICT)
WAYS = (
    (WAITING, "待校核"),
    (RETURNED, "已退回"),
    (DONE, "已通过"),
    (ALL, "全部"),
    (CONFLICT, "冲突"),
    (HELD, "隔离"),
)
"""What can be listed, each with its words."""
OF_WORDS = (Code.REASON_MISSING, Code.TEXT_TOO_LONG)
"""Refusals that belong to the reason's field."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What lies before the reviewer: the list's line, what is in it, what was said of it."""

    line: ReviewLine
    sheet: tuple[SheetLine, ...] = ()
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What the page shows."""

    way: str = WAITING
    station: str = ""
    stations: tuple[Below, ...] = ()
    lines: tuple[ReviewLine, ...] = ()
    held: tuple[HeldLine, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many there are in each of the queues, whichever is listed."""
    more: bool = False
    opened: Opened | None = None
    at: int = -1
    typed: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    loaded: bool = False
    generation: int = 0

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len({HELD: self.held, CONFLICT: self.conflicts}.get(self.way, self.lines))

    @property
    def conflict(self) -> Conflict | None:
        """The conflict before the reviewer."""
        found = self.conflicts if self.way == CONFLICT else ()
        return found[self.at] if 0 <= self.at < len(found) else None

    @property
    def reason(self) -> str:
        """What is typed of the record shown."""
        return self.typed.get(self.opened.line.id, "") if self.opened else ""

    @property
    def open_to_verdict(self) -> bool:
        """Whether the record shown waits for a verdict."""
        return self.opened is not None and self.opened.line.state == WAITING

    @property
    def sentence(self) -> str:
        """How things stand, in one sentence."""
        if not self.loaded:
            return ""
        if self.way == HELD:
            held = f"{len(self.held)} 条内容已收到、有问题、没有采用；其余照常入库"
            return held if self.held else "没有隔离的内容"
        if self.way == CONFLICT:
            words = f"{len(self.conflicts)} 份记录有两处改了同一栏，请逐栏选定"
            return words if self.conflicts else "没有冲突"
        if not self.stations:
            return "还没有下级工作站报来记录"
        words = dict(WAYS)[self.way] if self.way else "报来"
        return (
            f"{words}的记录 {len(self.lines)}{'+' if self.more else ''} 份"
            if self.lines
            else f"没有{words}的记录"
        )


class ReviewModel:
    """The review desk before the clerk."""

    def __init__(
        self,
        station: Station,
        tasks: Tasks,
        folder: Callable[[], Path],
        say: Say,
    ) -> None:
        """Work at a station; an answer goes to the only stick, or into `folder` where there is none."""
        self._tasks, self._folder, self._say = tasks, folder, say
        self._desk, self._exchange, self._receipts = station.reviews, station.exchange, station.receipts
        self._conflicts = station.conflicts
        self.state = ReviewState()
        self.shown: Callable[[ReviewState], None] = ignore
        self.opened: Callable[[str, str], None] = lambda _sector, _id: None
        """Asked to open a record on the page of its sector."""

    # --- looking ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask what there is."""
        self._tasks.run(self._desk.stations, self._know, self._no)
        self._load()

    def refresh(self) -> None:
        """Ask again: something was committed."""
        self._load()

    def _count(self) -> dict[str, int]:
        return {CONFLICT: len(self._conflicts.listing()), HELD: len(self._desk.quarantine())}

    def _know(self, stations: tuple[Below, ...]) -> None:
        self._show(stations=stations)

    def show_way(self, way: str) -> None:
        """List another kind."""
        self._show(way=way, opened=None, at=-1, fault="")
        self._load()

    def show_station(self, station: str) -> None:
        """List what came from one station, or from every one."""
        self._show(station=station, opened=None, at=-1)
        self._load()

    def _load(self) -> None:
        way, station = self.state.way, self.state.station
        self._tasks.run(self._count, lambda counts: self._show(counts=counts), self._no)
        if way == HELD:
            self._tasks.run(self._desk.quarantine, self._came_held, self._no)
            return
        if way == CONFLICT:
            self._tasks.run(self._conflicts.listing, self._came_conflicts, self._no)
            return
        self._tasks.run(
            lambda: self._desk.listing(state=way, station=station, limit=PAGE + 1),
            lambda got: self._came(way, station, got),
            self._no,
        )

    def _came(self, way: str, station: str, got: tuple[ReviewLine, ...]) -> None:
        if (way, station) != (self.state.way, self.state.station):
            return
        opened = self.state.opened
        ids = [one.id for one in got[:PAGE]]
        at = ids.index(opened.line.id) if opened and opened.line.id in ids else -1
        self._show(lines=got[:PAGE], more=len(got) > PAGE, at=at, loaded=True, anew=True)
        if got:
            self.rest(max(at, 0) if at >= 0 or opened is None else min(max(self.state.at, 0), len(ids) - 1))
        else:
            self._show(opened=None)

    def _came_held(self, got: tuple[HeldLine, ...]) -> None:
        if self.state.way == HELD:
            self._show(held=got, loaded=True, opened=None, anew=True)

    def _came_conflicts(self, got: tuple[Conflict, ...]) -> None:
        if self.state.way == CONFLICT:
            at = min(max(self.state.at, 0), len(got) - 1)
            self._show(conflicts=got, at=at, loaded=True, opened=None, anew=True)

    def decide(self, name: str, side: str) -> None:
        """Decide a field of the conflict shown."""
        conflict = self.state.conflict
        if conflict is not None:
            ref = conflict.record_id
            self._tasks.run(lambda: self._conflicts.decide(ref, name, side), self._decided, self._no)

    def _decided(self, last: bool) -> None:  # noqa: FBT001 -- what the desk answers
        if last:
            self._say(done("冲突已解决", "结果随下一次回执带给登记单位"))
        self._load()

    def more(self) -> None:
        """Ask for the next page: the list was scrolled to its end."""
        way, station, lines = self.state.way, self.state.station, self.state.lines
        if not lines or not self.state.more:
            return
        self._show(more=False)
        self._tasks.run(
            lambda: self._desk.listing(state=way, station=station, after=lines[-1].pk, limit=PAGE + 1),
            lambda got: self._went_on(lines, got),
            self._no,
        )

    def _went_on(self, before: tuple[ReviewLine, ...], got: tuple[ReviewLine, ...]) -> None:
        if before is self.state.lines:
            self._show(lines=(*before, *got[:PAGE]), more=len(got) > PAGE)

    def rest(self, at: int) -> None:
        """Show the record of a row."""
        if self.state.way == CONFLICT:
            self._show(at=at)
        if self.state.way in QUEUES or not 0 <= at < len(self.state.lines):
            return
        line = self.state.lines[at]
        self._show(at=at)
        self._tasks.run(lambda: self._look(line), self._looked, self._no)

    def _look(self, line: ReviewLine) -> Opened:
        return Opened(line, self._desk.sheet(line.id), self._desk.words(line.id))

    def _looked(self, got: Opened) -> None:
        lines = self.state.lines
        if 0 <= self.state.at < len(lines) and lines[self.state.at].id == got.line.id:
            self._show(opened=got, fault="")

    def open(self, at: int) -> None:
        """Open the record of a row on the page of its sector."""
        if self.state.way == CONFLICT:
            if 0 <= at < len(self.state.conflicts):
                self.opened(self.state.conflicts[at].sector, self.state.conflicts[at].record_id)
        elif self.state.way == HELD:
            if at < len(self.state.held) and self.state.held[at].title:
                self.opened(self.state.held[at].sector, self.state.held[at].record_id)
        elif 0 <= at < len(self.state.lines):
            self.opened(self.state.lines[at].sector, self.state.lines[at].id)

    # --- saying -------------------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Take in what is typed of the record shown."""
        if self.state.opened is not None:
            typed = {**self.state.typed, self.state.opened.line.id: text}
            self.state = replace(self.state, typed=typed)

    def give_back(self) -> None:
        """Send the record shown back."""
        self._speak(self._desk.give_back, "已退回")

    def accept(self) -> None:
        """Say that the record shown is in order."""
        self._speak(self._desk.accept, "已通过")

    def comment(self) -> None:
        """Say something of the record shown."""
        self._speak(self._desk.comment, "已记下意见")

    def _speak(self, act: Callable[[str, str], Any], words: str) -> None:
        opened, reason = self.state.opened, self.state.reason
        if opened is None:
            self._say(Notice("还没有选记录", "请先在左边选一份", "amber"))
            return
        ref = opened.line.id
        self._tasks.run(lambda: act(ref, reason), lambda _got: self._said(ref, words), self._not_said)

    def _said(self, ref: str, words: str) -> None:
        typed = {key: text for key, text in self.state.typed.items() if key != ref}
        self._show(typed=typed, fault="")
        self._say(done(words, "随下一次回执带给原单位；也可以现在按“写出回执”"))
        self._load()

    def _not_said(self, error: ZsError) -> None:
        if error.code in OF_WORDS:
            self._show(fault=f"{error}。{error.remedy}")
        else:
            self._say(notice_of(error))

    def look_again(self) -> None:
        """Try what is held again."""
        self._tasks.run(self._desk.look_again, self._looked_again, self._no)

    def _looked_again(self, gone: int) -> None:
        self._load()
        if gone:
            self._say(done(f"重新核对后采用了 {gone} 条"))
        else:
            self._say(Notice("这些内容仍然有问题", "请等下级改正后再报来，或先升级本程序", "blue"))

    def write_answer(self) -> None:
        """Write the acknowledgement to the station of the record shown, or that of the filter."""
        if station := self._station():
            self._tasks.run(lambda: self._write(station), self._written, self._no)

    def _write(self, station: str) -> Path:
        sticks = self._exchange.sticks()
        if len(sticks) == 1:
            return self._desk.write_answer(station, sticks[0].path)
        folder = self._folder()
        with disk_troubles(folder):
            folder.mkdir(parents=True, exist_ok=True)
        return self._desk.write_answer(station, folder)

    def _written(self, path: Path) -> None:
        self._say(done(f"回执已写出：{path.name}", f"在 {path.parent}，请交给该工作站导入"))

    def print_receipt(self) -> None:
        """Write the receipt on paper for the station of the record shown, or that of the filter."""
        if station := self._station():
            self._tasks.run(lambda: self._receipt(station), self._printed, self._no)

    def _receipt(self, station: str) -> Path:
        content = self._receipts.sheet(station)
        name = next((one.name for one in self.state.stations if one.station == station), "")
        path = free_name(self._folder(), f"{short_place(name)} 回执单")
        write_whole(path, content)
        return path

    def _printed(self, path: Path) -> None:
        self._say(done(f"回执单已存为 {path.name}", f"在 {path.parent}，请打印后交给该工作站"))

    def _station(self) -> str:
        """Return the station of the record shown, of the filter, or the only one."""
        opened, stations = self.state.opened, self.state.stations
        only = stations[0].station if len(stations) == 1 else ""
        station = opened.line.station if opened else self.state.station or only
        if not station:
            self._say(Notice("还没有选工作站", "请先选一份记录或一个工作站", "amber"))
        return station

    # --- as painted ---------------------------------------------------------------------------------------

    def row(self, at: int) -> ReviewRow | None:
        """Return a row as painted."""
        if self.state.way == HELD:
            return held_row(self.state.held[at]) if at < len(self.state.held) else None
        if self.state.way == CONFLICT:
            return conflict_row(self.state.conflicts[at]) if at < len(self.state.conflicts) else None
        return review_row(self.state.lines[at]) if at < len(self.state.lines) else None

    @property
    def has_more(self) -> bool:
        """Whether there are more rows than are shown."""
        return self.state.way not in QUEUES and self.state.more

    def _show(self, *, anew: bool = False, **changed: Any) -> None:
        self.state = replace(self.state, generation=self.state.generation + anew, **changed)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))
