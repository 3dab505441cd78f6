"""The transfer page's model (移交): what is offered to us, by us, and through us, and what is said of it.

Plain Python. What is typed of a record stays until it was said, whatever is looked at meanwhile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from zsapp.base.errors import Code, ZsError
from zsapp.rules.roles import AREAS
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Say, done, notice_of
from zsapp.screens.review.rows import ReviewRow, short_place
from zsapp.screens.standing.words import comment_words
from zsapp.screens.status import day_time
from zsapp.services.review import Word
from zsapp.services.review_sheet import SheetLine
from zsapp.services.station import Station
from zsapp.services.transfer import TransferLine
from zsapp.services.transfer_way import GIVER, TAKER

WAITING, IN, OUT, THROUGH, EVERY = "waiting", TAKER, GIVER, "through", ""
WAYS = ((WAITING, "等待答复"), (IN, "移交给本站"), (OUT, "本站移交"), (THROUGH, "下级之间"), (EVERY, "全部"))
"""What can be listed, each with its words."""
TONES = {"等待接收": "amber", "已接收": "green", "没有接收": "red", "已撤回": "", "不作数": "red"}


@dataclass(frozen=True, slots=True)
class Opened:
    """What lies before the clerk: the line, what is in the record, what stations above said of it."""

    line: TransferLine
    sheet: tuple[SheetLine, ...] = ()
    comments: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class TransferState:
    """What the page shows."""

    way: str = WAITING
    lines: tuple[TransferLine, ...] = ()
    every: tuple[TransferLine, ...] = ()
    at: int = -1
    opened: Opened | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    loaded: bool = False
    generation: int = 0

    @property
    def reason(self) -> str:
        """What is typed of the record shown."""
        return self.typed.get(self.opened.line.record_id, "") if self.opened else ""

    @property
    def answerable(self) -> bool:
        """Whether the record shown waits for our answer, and can be read."""
        line = self.opened.line if self.opened else None
        return line is not None and line.open and line.mine == TAKER and line.here

    @property
    def withdrawable(self) -> bool:
        """Whether the record shown was offered by us and not answered yet."""
        line = self.opened.line if self.opened else None
        return line is not None and line.open and line.mine == GIVER

    @property
    def sentence(self) -> str:
        """How things stand, in one sentence."""
        if not self.loaded:
            return ""
        if not self.every:
            return "还没有移交；要移交一份记录，请打开它，按“移交”"
        ours = sum(one.open and one.mine == TAKER for one in self.every)
        unsent = sum(one.unsent for one in self.every)
        said = [f"{ours} 份等本站答复"] if ours else []
        said += [f"{unsent} 份还没有送出，请到“数据交换”导出"] if unsent else []
        return "；".join(said) or f"共 {len(self.every)} 份移交"

    @property
    def nothing(self) -> str:
        """What is said where the list is empty."""
        return "" if self.lines or not self.loaded else f"没有“{dict(WAYS)[self.way]}”的移交"


class TransferModel:
    """The desk of transfers before the clerk."""

    def __init__(self, station: Station, tasks: Tasks, say: Say) -> None:
        self._tasks, self._say = tasks, say
        self._desk, self._standings = station.transfers, station.standings
        self._wanted = ""
        self.state = TransferState()
        self.shown: Callable[[TransferState], None] = ignore
        self.opened: Callable[[str, str], None] = lambda _sector, _id: None
        """Asked to open a record on the page of its sector."""
        self.carried: Callable[[], None] = lambda: None
        """Asked to turn to the page that carries."""

    # --- looking ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask what there is."""
        self._tasks.run(self._desk.listing, self._came, self._no)

    def show_record(self, record_id: str) -> None:
        """Show the transfer of one record."""
        self._wanted = record_id
        self._show(way=EVERY)
        self.start()

    def show_way(self, way: str) -> None:
        """List another kind."""
        self._show(way=way, at=-1, opened=None, fault="")
        self._list(self.state.every)

    def _came(self, every: tuple[TransferLine, ...]) -> None:
        if not self.state.loaded and not self._wanted and not any(map(_waits, every)):
            self._show(way=EVERY)
        self._list(every)

    def _list(self, every: tuple[TransferLine, ...]) -> None:
        lines = tuple(one for one in every if _belongs(one, self.state.way))
        wanted = self._wanted or (self.state.opened.line.record_id if self.state.opened else "")
        self._wanted = ""
        ids = [one.record_id for one in lines]
        at = ids.index(wanted) if wanted in ids else min(max(self.state.at, 0), len(lines) - 1)
        opened = self.state.opened if lines else None
        generation = self.state.generation + 1
        self._show(every=every, lines=lines, at=at, opened=opened, loaded=True, generation=generation)
        self.rest(at)

    def rest(self, at: int) -> None:
        """Show the transfer of a row."""
        if 0 <= at < len(self.state.lines):
            line = self.state.lines[at]
            self._show(at=at)
            self._tasks.run(lambda: self._look(line), self._looked, self._no)

    def _look(self, line: TransferLine) -> Opened:
        comments = self._standings.of(line.record_id).comments if line.known else ()
        return Opened(line, self._desk.sheet(line.record_id), comments)

    def _looked(self, got: Opened) -> None:
        lines = self.state.lines
        if 0 <= self.state.at < len(lines) and lines[self.state.at] == got.line:
            self._show(opened=got, fault="")

    def row(self, at: int) -> ReviewRow | None:
        """Return a transfer as painted."""
        return transfer_row(self.state.lines[at]) if 0 <= at < len(self.state.lines) else None

    def open(self, at: int) -> None:
        """Open the record of a row on the page of its sector, where it is here."""
        opened = self.state.opened
        if opened is not None and opened.line.known and at == self.state.at:
            self.opened(opened.line.sector, opened.line.record_id)

    def carry(self) -> None:
        """Turn to the page that carries."""
        self.carried()

    # --- saying -------------------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Take in what is typed of the record shown."""
        if self.state.opened is not None:
            typed = {**self.state.typed, self.state.opened.line.record_id: text}
            self.state = replace(self.state, typed=typed)

    def accept(self) -> None:
        """Take the record shown over."""
        if self.state.answerable:
            self._speak(self._desk.accept, "已接收，现在由本站办理")

    def decline(self) -> None:
        """Say that the record shown is not taken over, and why."""
        if self.state.answerable:
            self._speak(self._desk.decline, "已答复不接收")

    def withdraw(self) -> None:
        """Take our own offer back."""
        if self.state.withdrawable:
            self._speak(lambda ref, _reason: self._desk.withdraw(ref), "已撤回移交")

    def _speak(self, act: Callable[[str, str], Any], words: str) -> None:
        opened, reason = self.state.opened, self.state.reason
        if opened is not None:
            ref = opened.line.record_id
            self._tasks.run(lambda: act(ref, reason), lambda _got: self._said(ref, words), self._not_said)

    def _said(self, ref: str, words: str) -> None:
        typed = {key: text for key, text in self.state.typed.items() if key != ref}
        self._wanted = ref
        self._show(typed=typed, fault="", way=EVERY)
        self._say(done(words, "下一步写在这份移交里；到“数据交换”导出后对方才知道"))
        self.start()

    def _not_said(self, error: ZsError) -> None:
        if error.code is Code.REASON_MISSING:
            self._show(fault=f"{error}。{error.remedy}")
        else:
            self._say(notice_of(error))

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.shown(self.state)


def _waits(one: TransferLine) -> bool:
    return one.open and one.mine == TAKER


def _belongs(one: TransferLine, way: str) -> bool:
    if way == WAITING:
        return one.open
    return way in (EVERY, one.mine or THROUGH)


def transfer_row(one: TransferLine) -> ReviewRow:
    """Return a transfer as painted: what it is about, between whom, how it stands, since when."""
    between = {
        GIVER: f"移交给{short_place(one.taker)}",
        TAKER: f"{short_place(one.giver)}移交来",
    }.get(one.mine, f"{short_place(one.giver)}给{short_place(one.taker)}")
    under = f"{AREAS.get(one.sector, one.sector)} · {between}"
    return ReviewRow(one.title or "（无标题）", under, one.state, TONES[one.state], day_time(one.at))


def told(opened: Opened) -> list[str]:
    """Return what asks for attention, line by line: the next step, and the words of stations above."""
    step = opened.line.step
    return [*([step] if step else []), *(comment_words(one) for one in opened.comments)]


def facts(line: TransferLine) -> str:
    """Return what it is about, who gives it to whom and why, who answered what."""
    lines = [
        f"{AREAS.get(line.sector, line.sector)}　{line.number or '未编号'}",
        f"从　{line.giver}　{line.who}　{day_time(line.at)}提出",
        f"到　{line.taker}",
        f"理由　{line.reason}",
    ]
    if line.answered_at is not None:
        answer = f"：{line.answer}" if line.answer else ""
        lines.append(f"{line.state}　{line.answered_by}　{day_time(line.answered_at)}{answer}")
    return "\n".join(lines)
