"""The list of applications (申请列表): drafts and what is urgent on top, then pages. Plain Python.

What waits here to be forwarded stands first, in the order of the queue (排队次序); then come all others, the
newest first. Of a restricted one the list says no more than the store lets it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from zsapp.base.errors import ZsError
from zsapp.rules import groups
from zsapp.rules.groups import PLACES
from zsapp.rules.legal_aid import HIDDEN
from zsapp.rules.legal_aid_state import HERE
from zsapp.rules.tables import Tables
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Say, notice_of
from zsapp.screens.standing.words import returned_under
from zsapp.services.legal_aid_counter import AidCounter, IntakeDraft, Pressing

PAGE = 50
MANY = 1_000
"""Hits are counted to here; from here on the screen says 999+."""
TYPING_MS = 180
SEARCH = "aid search"
WAITING, UNDER_WAY, EVERY = "待转交", "办理中", "全部"
SCOPES = {
    WAITING: HERE,
    UNDER_WAY: ("已转交", "中心已收", "已受理", "已给予", "已转其他机构", "办理中"),
    EVERY: (),
}
DRAFT = "草稿"
URGENT, FIRST, PRIORITY = (PLACES[one] for one in (groups.URGENT, groups.AT_RISK, groups.PRIORITY))
TONES = {
    DRAFT: "amber",
    URGENT: "red",
    FIRST: "amber",
    PRIORITY: "blue",
    "已接收": "amber",
    "补正中": "amber",
    "已转交": "blue",
    "中心已收": "blue",
    "已受理": "blue",
    "办理中": "blue",
    "已给予": "green",
    "结案": "green",
    "不予援助": "red",
    "终止": "red",
}
SHORT = 12
"""Characters of a matter in a row."""


class Line(Protocol):
    """A line of the list, as the store gives it."""

    @property
    def id(self) -> str:
        """The record."""
        ...

    @property
    def pk(self) -> int:
        """Its place in the order."""
        ...

    @property
    def title(self) -> str:
        """Who, about what; of a restricted one not who."""
        ...

    @property
    def state(self) -> str:
        """The state in words."""
        ...

    @property
    def kind(self) -> str:
        """The code of the matter."""
        ...

    @property
    def accepted_on(self) -> str:
        """An ISO day, or nothing."""
        ...

    @property
    def station(self) -> str:
        """Whose it is."""
        ...

    @property
    def sync(self) -> str:
        """How far it has travelled."""
        ...

    @property
    def reason(self) -> str:
        """Why it was sent back, while that stands."""
        ...


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as painted."""

    id: str
    title: str
    under: str
    pill: str
    tone: str
    right: str


@dataclass(frozen=True, slots=True)
class ListState:
    """What the list shows beside its rows."""

    query: str = ""
    scope: str = WAITING
    total: str = ""
    rows: int = 0
    urgent: int = 0
    generation: int = 0
    loaded: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of lines, how many there are in all, and whether more follow."""

    lines: tuple[Line, ...]
    total: int
    more: bool


class ListModel:
    """The list of applications."""

    def __init__(
        self,
        desk: AidCounter,
        tasks: Tasks,
        *,
        station: str,
        tables: Tables,
        today: Callable[[], date],
        say: Say,
    ) -> None:
        """List the applications of a desk; `station` is our own id."""
        self._station = station
        self._desk, self._tasks, self._say = desk, tasks, say
        self._tables, self._today = tables, today
        self.state = ListState()
        self.shown: Callable[[ListState], None] = ignore
        self._top: tuple[Shown, ...] = ()
        self._drafts: tuple[IntakeDraft, ...] = ()
        self._waiting: tuple[tuple[Line, Pressing], ...] = ()
        self._lines: list[Line] = []
        self._listed: frozenset[str] = frozenset()
        self._after: int | None = None
        self._more = self._asking = False

    # --- gestures -----------------------------------------------------------------------------------------

    def search(self, query: str) -> None:
        """Look for a name, initials, a number, a telephone number; after a short pause in typing."""
        self.state = replace(self.state, query=query.strip())
        self._tasks.later(SEARCH, TYPING_MS, self.reload)

    def show_scope(self, scope: str) -> None:
        """Show what waits, what is under way, or everything."""
        self.state = replace(self.state, scope=scope)
        self.reload()

    def reload(self) -> None:
        """Ask anew from the top."""
        self._tasks.stop(SEARCH)
        self.state = replace(self.state, generation=self.state.generation + 1)
        generation, query, scope = self.state.generation, self.state.query, self.state.scope
        plain = not query and scope != UNDER_WAY

        def ask() -> tuple[tuple[IntakeDraft, ...], tuple[tuple[Line, Pressing], ...], Found]:
            drafts = () if query else self._desk.drafts()
            return drafts, (self._desk.pressing() if plain else ()), self._find(query, scope, None)

        self._tasks.run(ask, lambda got: self._first(generation, *got), self._no)

    def look_at_drafts(self) -> None:
        """Ask only what is being typed: a draft was kept, no record has changed."""
        if self.state.loaded and not self.state.query:
            generation = self.state.generation
            self._tasks.run(self._desk.drafts, lambda got: self._drafted(generation, got), self._no)

    def _drafted(self, generation: int, drafts: tuple[IntakeDraft, ...]) -> None:
        if generation == self.state.generation and drafts != self._drafts:
            self._asking = False  # a page under way is of the list as it was
            self.state = replace(self.state, generation=generation + 1)
            self._put_top(drafts, self._waiting)
            self.state = replace(self.state, rows=len(self._top) + len(self._lines))
            self.shown(self.state)

    def _find(self, query: str, scope: str, after: int | None) -> Found:
        """Return a page; who looks for a name wants every application of that name."""
        states = () if query else SCOPES[scope]
        got = self._desk.page(query=query, states=states, after=after, limit=PAGE)
        return Found(got.lines, got.total, got.more)

    def more(self) -> None:
        """Ask for the page after the last one known."""
        if not self._more or self._asking:
            return
        self._asking = True
        generation, after = self.state.generation, self._after
        query, scope = self.state.query, self.state.scope
        self._tasks.run(
            lambda: self._find(query, scope, after), lambda got: self._arrived(generation, got), self._no
        )

    # --- rows ---------------------------------------------------------------------------------------------

    def row(self, at: int) -> Shown | None:
        """Return a row as painted."""
        if at < len(self._top):
            return self._top[at]
        at -= len(self._top)
        return self._line_row(self._lines[at]) if at < len(self._lines) else None

    def id_at(self, at: int) -> str:
        """Return the id of a row's record, the empty text where there is none."""
        shown = self.row(at)
        return shown.id if shown else ""

    def row_of(self, record_id: str) -> int:
        """Return the row of a record among those at hand, -1 when it is not there."""
        ids = [*(one.id for one in self._top), *(one.id for one in self._lines)]
        return ids.index(record_id) if record_id in ids else -1

    @property
    def has_more(self) -> bool:
        """Whether the store has lines beyond those known."""
        return self._more

    def _line_row(self, line: Line, pressing: Pressing | None = None) -> Shown:
        title = line.title
        if title.endswith(f" {line.kind}"):
            title = f"{title.removesuffix(line.kind)}{self._matter(line.kind)}"
        day = _short_day(line.accepted_on, self._today())
        under = " · ".join(part for part in (day, self._matter(line.kind)) if part)
        under = returned_under(line.reason, under, own=line.station == self._station)
        pill, right = line.state, line.sync
        if pressing is not None:
            pill = pressing.place or line.state
            right = _due_words(pressing.due, self._today())
        return Shown(line.id, title, under, pill, TONES.get(pill, ""), right)

    def _matter(self, code: str) -> str:
        return self._tables.text_of("aid_matter", code)[:SHORT]

    def _draft_row(self, draft: IntakeDraft) -> Shown:
        intake = draft.intake
        title = intake.title or intake.applicant.name or "（还没有写姓名）"
        title = HIDDEN if intake.restricted else title
        under = self._matter(intake.matter) or "未选援助事项"
        right = "未保存" if draft.base_version == 0 else "有未保存的修改"
        return Shown(draft.record_id, title, under, DRAFT, TONES[DRAFT], right)

    # --- pages --------------------------------------------------------------------------------------------

    def _first(
        self,
        generation: int,
        drafts: tuple[IntakeDraft, ...],
        pressing: tuple[tuple[Line, Pressing], ...],
        got: Found,
    ) -> None:
        if generation != self.state.generation:
            return
        self._lines, self._asking = [], False
        self._put_top(drafts, pressing)
        words = "999+" if got.total >= MANY else str(got.total)
        urgent = sum(press.urgent for _, press in pressing)
        self.state = replace(self.state, total=words, urgent=urgent, loaded=True)
        self._take(got)

    def _put_top(self, drafts: tuple[IntakeDraft, ...], pressing: tuple[tuple[Line, Pressing], ...]) -> None:
        """Lay what is typed and what presses on top, each record once; the pages below leave them out."""
        self._drafts, self._waiting = drafts, pressing
        typed = {one.record_id for one in drafts}
        rows = [self._draft_row(one) for one in drafts]
        rows += [self._line_row(line, press) for line, press in pressing if line.id not in typed]
        self._top = tuple(rows)
        self._listed = frozenset(one.id for one in self._top)
        self._lines = [one for one in self._lines if one.id not in self._listed]

    def _arrived(self, generation: int, got: Found) -> None:
        if generation == self.state.generation:
            self._asking = False
            self._take(got)

    def _take(self, got: Found) -> None:
        self._lines += [one for one in got.lines if one.id not in self._listed]
        self._after = got.lines[-1].pk if got.lines else self._after
        self._more = got.more
        self.state = replace(self.state, rows=len(self._top) + len(self._lines))
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._asking = False
        self._say(notice_of(error, self.reload))


def _short_day(iso: str, today: date) -> str:
    if not iso:
        return ""
    year, month, day = iso.split("-")
    return f"{int(month)}月{int(day)}日" if int(year) == today.year else f"{year}-{month}-{day}"


def _due_words(due: date, today: date) -> str:
    left = (due - today).days
    if left < 0:
        return f"转交过期{-left}天"
    return "今天转交" if not left else f"{due.month}月{due.day}日前转交"
