"""The case list (案件列表): found cases a page at a time, drafts on top. Plain Python.

Only the ids of the lines are held; pages are read when they are painted and forgotten when many others were
(a million cases are 8 MB of ids). A generation number drops what a slower, older question brings back.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from zsapp.base.errors import ZsError
from zsapp.rules.mediation_state import OPEN_STATES, title_of
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Say, notice_of
from zsapp.screens.standing.words import returned_under
from zsapp.services.mediation import DraftView, Mediation

PAGE = 50
KEPT = 40
"""Pages kept in memory: 2,000 lines, some hundred kilobytes."""
MANY = 1_000
"""Hits are counted to here; from here on the screen says 999+."""
TYPING_MS = 180
OPEN, EVERY = "在办", "全部"
DRAFT = "草稿"


class Line(Protocol):
    """A line of the list, as the store gives it."""

    @property
    def pk(self) -> int:
        """Its place in the order."""
        ...

    @property
    def id(self) -> str:
        """The record."""
        ...

    @property
    def title(self) -> str:
        """Who against whom, about what."""
        ...

    @property
    def state(self) -> str:
        """The state in words."""
        ...

    @property
    def kind(self) -> str:
        """The dispute type."""
        ...

    @property
    def accepted_on(self) -> str:
        """An ISO day, or nothing."""
        ...

    @property
    def station(self) -> str:
        """Whose case it is."""
        ...

    @property
    def reason(self) -> str:
        """Why a station above has sent it back, while that stands."""
        ...

    @property
    def sync(self) -> str:
        """How far it has travelled."""
        ...


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as painted: two lines of words, a state in a pill, and what stands at the right."""

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
    scope: str = OPEN
    total: str = ""
    rows: int = 0
    generation: int = 0
    loaded: bool = False


TONES = {
    "已登记": "amber",
    "已申请": "amber",
    "已受理": "blue",
    "调解中": "blue",
    "达成协议": "green",
    "履行中": "amber",
    "履行完毕": "green",
    "已回访": "green",
    "终止": "red",
    "撤回": "",
    "不予受理": "",
    "已立卷": "",
    DRAFT: "amber",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A page of lines, how many there are in all (counted up to 1,000), and whether more follow."""

    lines: tuple[Line, ...]
    total: int
    more: bool


def open_page(desk: Mediation, after: int | None) -> Found:
    """Return a page of the cases that still wait for somebody."""
    got = desk.page(states=OPEN_STATES, after=after, limit=PAGE)
    return Found(got.lines, got.total, got.more)


class ListModel:
    """The list of cases."""

    def __init__(
        self,
        desk: Mediation,
        tasks: Tasks,
        *,
        station: str,
        places: Callable[[str], str],
        today: Callable[[], date],
        say: Say,
    ) -> None:
        """List the cases of a desk; `places` names another station by its id."""
        self._desk, self._tasks, self._say = desk, tasks, say
        self._station, self._places, self._today = station, places, today
        self.state = ListState()
        self.shown: Callable[[ListState], None] = ignore
        self.arrived: Callable[[int, int], None] = lambda _first, _last: None
        """Told which rows can now be painted: first, last."""
        self._drafts: tuple[DraftView, ...] = ()
        self._pks: array[int] = array("q")
        self._pages: OrderedDict[int, tuple[Line, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._more = False

    # --- gestures -----------------------------------------------------------------------------------------

    def search(self, query: str) -> None:
        """Look for a name, initials, a number, a telephone number; after a short pause in typing."""
        self.state = replace(self.state, query=query.strip())
        self._tasks.later("search", TYPING_MS, self.reload)

    def show_scope(self, scope: str) -> None:
        """Show the open cases or every case."""
        self.state = replace(self.state, scope=scope)
        self.reload()

    def reload(self) -> None:
        """Ask anew from the top."""
        self._tasks.stop("search")
        self.state = replace(self.state, generation=self.state.generation + 1)
        generation = self.state.generation
        query, scope = self.state.query, self.state.scope

        def ask() -> tuple[tuple[DraftView, ...], Found]:
            drafts = () if query else self._desk.drafts()
            return drafts, self._find(query, scope, None)

        self._tasks.run(ask, lambda got: self._first(generation, *got), self._no)

    def _find(self, query: str, scope: str, after: int | None) -> Found:
        """Return a page; who looks for a name wants every case of that name, open or closed."""
        if scope != OPEN or query:
            got = self._desk.page(query=query, after=after, limit=PAGE)
            return Found(got.lines, got.total, got.more)
        return open_page(self._desk, after)

    def more(self) -> None:
        """Ask for the page after the last one known."""
        if self._more:
            self._ask(len(self._pks) // PAGE)

    # --- rows ---------------------------------------------------------------------------------------------

    def row(self, at: int) -> Shown | None:
        """Return a row as painted, None while it is on its way."""
        if at < len(self._drafts):
            return _draft_row(self._drafts[at])
        line = self._line(at - len(self._drafts))
        return self._line_row(line) if line else None

    def id_at(self, at: int) -> str:
        """Return the id of a row's record, the empty text while it is on its way."""
        shown = self.row(at)
        return shown.id if shown else ""

    def row_of(self, record_id: str) -> int:
        """Return the row of a record among the pages at hand, -1 when it is not there."""
        for at, draft in enumerate(self._drafts):
            if draft.record_id == record_id:
                return at
        for page, lines in self._pages.items():
            for at, line in enumerate(lines):
                if line.id == record_id:
                    return len(self._drafts) + page * PAGE + at
        return -1

    def _line(self, at: int) -> Line | None:
        page, within = divmod(at, PAGE)
        lines = self._pages.get(page)
        if lines is None:
            self._ask(page)
            lines = self._pages.get(page)
            if lines is None:
                return None
        self._pages.move_to_end(page)
        return lines[within] if within < len(lines) else None

    def _line_row(self, line: Line) -> Shown:
        own = line.station == self._station
        day = _short_day(line.accepted_on, self._today())
        under = " · ".join(part for part in (line.kind.rsplit("/", 1)[-1], day) if part)
        under = returned_under(line.reason, under, own=own)
        right = line.sync if own else self._places(line.station)
        return Shown(line.id, line.title, under, line.state, TONES.get(line.state, ""), right)

    # --- pages --------------------------------------------------------------------------------------------

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        generation = self.state.generation
        after = self._pks[page * PAGE - 1] if page else None
        query, scope = self.state.query, self.state.scope
        self._tasks.run(
            lambda: self._find(query, scope, after),
            lambda got: self._arrived(generation, page, got),
            self._no,
        )

    def _first(self, generation: int, drafts: tuple[DraftView, ...], got: Found) -> None:
        if generation != self.state.generation:
            return
        self._drafts = drafts
        self._pks = array("q")
        self._pages.clear()
        self._asked = {0}
        words = "999+" if got.total >= MANY else str(got.total)
        self.state = replace(self.state, total=words, loaded=True)
        self._take(0, got)
        self.shown(self.state)

    def _arrived(self, generation: int, page: int, got: Found) -> None:
        if generation != self.state.generation:
            return
        before = self.state.rows
        self._take(page, got)
        if self.state.rows != before:
            self.shown(self.state)
        first = len(self._drafts) + page * PAGE
        self.arrived(first, first + len(got.lines) - 1)

    def _take(self, page: int, got: Found) -> None:
        if page * PAGE == len(self._pks):
            self._pks.extend(line.pk for line in got.lines)
            self._more = got.more
        self._pages[page] = got.lines
        while len(self._pages) > KEPT:
            gone, _ = self._pages.popitem(last=False)
            self._asked.discard(gone)
        self._asked.discard(page)
        self.state = replace(self.state, rows=len(self._drafts) + len(self._pks))

    @property
    def has_more(self) -> bool:
        """Whether the store has lines beyond those known."""
        return self._more

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error, self.reload))


def _draft_row(draft: DraftView) -> Shown:
    named = draft.case.title or any(one.name for one in draft.case.parties)
    title = title_of(draft.case) if named else "（还没有写姓名）"
    under = draft.case.dispute_type.rsplit("/", 1)[-1] or "未选纠纷类型"
    right = "未登记" if draft.base_version == 0 else "有未保存的修改"
    return Shown(draft.record_id, title, under, DRAFT, TONES[DRAFT], right)


def _short_day(iso: str, today: date) -> str:
    if not iso:
        return ""
    year, month, day = iso.split("-")
    return f"{int(month)}月{int(day)}日" if int(year) == today.year else f"{year}-{month}-{day}"
