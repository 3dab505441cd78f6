"""The list of a service (服务列表): drafts on top, then pages of records, newest first. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.rules import consultation
from zsapp.rules.desk_record import DONE, TO_REVISIT, VOID, restricted_for
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.legal_aid import HIDDEN
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Say, notice_of
from zsapp.screens.standing.words import returned_under
from zsapp.services.desk_counter import DeskCounter, DeskDraft

PAGE, MANY = 50, 1_000
TYPING_MS = 180
SEARCH = "desk search"
DRAFT, OPEN, EVERY = "草稿", "未办结", "全部"
ENDED = (DONE, VOID, "已确认", "已解约", "已审核", "已出证", "已决定", "已撤回", "不予受理", "不予办理")
TONES = {
    DRAFT: "amber",
    TO_REVISIT: "red",
    DONE: "green",
    "已确认": "green",
    "在册": "green",
    "已审核": "green",
}


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

    sector: str = consultation.SECTOR
    query: str = ""
    scope: str = EVERY
    total: str = ""
    rows: int = 0
    generation: int = 0
    loaded: bool = False


class DeskList:
    """The list of the service before the clerk."""

    def __init__(
        self, desk: DeskCounter, tasks: Tasks, *, station: str, today: Callable[[], date], say: Say
    ) -> None:
        """List what is recorded at the counter of a station (its id), and what has come to it."""
        self._desk, self._tasks, self._say, self._today = desk, tasks, say, today
        self._station = station
        self.state = ListState()
        self.shown: Callable[[ListState], None] = ignore
        self._rows: list[Shown] = []
        self._drafts: frozenset[str] = frozenset()
        self._after: int | None = None
        self._more = self._asking = False

    # --- gestures -----------------------------------------------------------------------------------------

    def choose(self, sector: str) -> None:
        """Look at another service."""
        self.state = replace(self.state, sector=sector, query="")
        self.reload()

    def search(self, query: str) -> None:
        """Look for a name, initials, a number, a telephone number; after a short pause in typing."""
        self.state = replace(self.state, query=query.strip())
        self._tasks.later(SEARCH, TYPING_MS, self.reload)

    def show_scope(self, scope: str) -> None:
        """Show what is not done with, or everything."""
        self.state = replace(self.state, scope=scope)
        self.reload()

    def reload(self) -> None:
        """Ask anew from the top."""
        self._tasks.stop(SEARCH)
        self.state = replace(self.state, generation=self.state.generation + 1)
        asked = self.state

        def ask() -> tuple[tuple[DeskDraft, ...], Any]:
            drafts = () if asked.query else self._desk.drafts(asked.sector)
            return drafts, self._page(asked, None)

        self._tasks.run(ask, lambda got: self._first(asked, *got), self._no)

    def _page(self, asked: ListState, after: int | None) -> Any:
        states = SERVICES[asked.sector].states
        wanted = (
            () if asked.query or asked.scope == EVERY else tuple(one for one in states if one not in ENDED)
        )
        return self._desk.page(asked.sector, query=asked.query, states=wanted, after=after, limit=PAGE)

    def more(self) -> None:
        """Ask for the page after the last one known."""
        if not self._more or self._asking:
            return
        self._asking = True
        asked, after = self.state, self._after
        self._tasks.run(lambda: self._page(asked, after), lambda got: self._arrived(asked, got), self._no)

    # --- rows ---------------------------------------------------------------------------------------------

    def row(self, at: int) -> Shown | None:
        """Return a row as painted."""
        return self._rows[at] if at < len(self._rows) else None

    def id_at(self, at: int) -> str:
        """Return the id of a row's record, the empty text where there is none."""
        return self._rows[at].id if 0 <= at < len(self._rows) else ""

    def row_of(self, record_id: str) -> int:
        """Return the row of a record among those at hand, -1 when it is not there."""
        return next((at for at, one in enumerate(self._rows) if one.id == record_id), -1)

    @property
    def has_more(self) -> bool:
        """Whether the store has lines beyond those known."""
        return self._more

    def _first(self, asked: ListState, drafts: tuple[DeskDraft, ...], got: Any) -> None:
        if asked.generation != self.state.generation:
            return
        self._rows = [self._draft_row(one) for one in drafts]
        self._drafts = frozenset(one.record_id for one in drafts)
        self._asking = False
        words = "999+" if got.total >= MANY else str(got.total)
        self.state = replace(self.state, total=words, loaded=True)
        self._take(got)

    def _arrived(self, asked: ListState, got: Any) -> None:
        if asked.generation == self.state.generation:
            self._asking = False
            self._take(got)

    def _take(self, got: Any) -> None:
        self._rows += [self._line_row(one) for one in got.lines if one.id not in self._drafts]
        self._after = got.lines[-1].pk if got.lines else self._after
        self._more = got.more
        self.state = replace(self.state, rows=len(self._rows))
        self.shown(self.state)

    def _line_row(self, line: Any) -> Shown:
        under = " · ".join(
            part for part in (_short_day(line.accepted_on, self._today()), line.number) if part
        )
        under = returned_under(line.reason, under, own=line.station == self._station)
        return Shown(
            line.id, line.title or line.number, under, line.state, TONES.get(line.state, "blue"), line.sync
        )

    def _draft_row(self, draft: DeskDraft) -> Shown:
        record = draft.record
        visitor = getattr(record, "visitor", None)
        told = visitor.name if visitor is not None else getattr(record, "title", "")
        title = HIDDEN if restricted_for(record) else told or "（还没有写姓名）"
        right = "未保存" if draft.base_version == 0 else "有未保存的修改"
        return Shown(draft.record_id, title, SERVICES[draft.sector].label, DRAFT, TONES[DRAFT], right)

    def _no(self, error: ZsError) -> None:
        self._asking = False
        self._say(notice_of(error, self.reload))


def _short_day(iso: str, today: date) -> str:
    if not iso:
        return ""
    year, month, day = iso.split("-")
    return f"{int(month)}月{int(day)}日" if int(year) == today.year else iso
