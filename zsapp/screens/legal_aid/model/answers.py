"""The centre's answers from a file (结果导入): looked at, taken in, and what to do then. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.rules.legal_aid import HIDDEN
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.reading import show_date
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.screens.statistics.model import free_name
from zsapp.services.legal_aid_answers import AidAnswers, AnswerRow

PILLS = {"new": ("新结果", "green"), "same": ("已有", ""), "refused": ("有误", "red")}
TAKEN = ("已导入", "green")
BEGIN = (
    "选一个法律援助处给的结果文件（.xlsx 表格，或者 .yaml、.json）；先看一遍，再导入。"
    "同一份文件导入几次都没有关系。没有表格的，可以写出空白结果表，请法律援助处填。"
)
BLANK = "法律援助结果表"


@dataclass(frozen=True, slots=True)
class Row:
    """An answer as painted."""

    title: str
    under: str
    pill: str
    tone: str
    right: str


@dataclass(frozen=True, slots=True)
class AnswersState:
    """What the page shows; `taken` are rows that were new and have come in."""

    file: str = ""
    rows: tuple[AnswerRow, ...] = ()
    at: int = -1
    taken: frozenset[int] = frozenset()
    looked: bool = False
    busy: bool = False
    generation: int = 0

    @property
    def sentence(self) -> str:
        """What would come of importing, or what came of it, in one sentence."""
        if not self.looked:
            return BEGIN
        counts = {word: 0 for word, _ in (TAKEN, *PILLS.values())}
        for one in self.rows:
            counts[self.pill(one)[0]] += 1
        words = [f"{word} {count} 条" for word, count in counts.items() if count]
        return "，".join(words)

    @property
    def ready(self) -> bool:
        """Whether there is anything to take in."""
        return not self.busy and any(one.outcome == "new" and one.row not in self.taken for one in self.rows)

    def pill(self, one: AnswerRow) -> tuple[str, str]:
        """Return how an entry stands, in a word and its colour."""
        return TAKEN if one.row in self.taken else PILLS[one.outcome]

    @property
    def row(self) -> AnswerRow | None:
        """The entry before the clerk."""
        return self.rows[self.at] if 0 <= self.at < len(self.rows) else None

    @property
    def detail(self) -> str:
        """All that the entry before the clerk says, or what is wrong with it and what to do about it."""
        one = self.row
        if one is None:
            return ""
        if one.answered is None:
            where = f"（{one.error.field}）" if one.error and one.error.field else ""
            return f"{one.error}{where}。{one.error.remedy}" if one.error else ""
        said = one.answered.said
        until = one.answered.objection_until
        parts = (said, f"异议期到{show_date(until)}" if until else "")
        return "；".join(part for part in parts if part)

    @property
    def following(self) -> str:
        """What is to be done about the entry before the clerk once it is in."""
        one = self.row
        return f"接下来：{one.answered.following}" if one and one.answered else ""

    @property
    def opens(self) -> bool:
        """Whether the entry before the clerk leads to an intake."""
        return self.row is not None and self.row.answered is not None


class AnswersModel:
    """A file of the centre before the clerk."""

    def __init__(self, desk: AidAnswers, *, tasks: Tasks, say: Say, folder: Callable[[], Path]) -> None:
        """Take files in at the desk of answers; the empty table goes into `folder`."""
        self._desk, self._tasks, self._say, self._folder = desk, tasks, say, folder
        self.state = AnswersState()
        self.shown: Callable[[AnswersState], None] = ignore
        self.opened: Callable[[str], None] = ignore
        """Asked to open an intake, by its id."""
        self.imported: Callable[[], None] = lambda: None
        """Told when answers came in."""

    def choose(self, file: str) -> None:
        """Look at another file."""
        self._show(file=file.strip(), rows=(), at=-1, taken=frozenset(), looked=False)
        self.look()

    def look(self) -> None:
        """Look at the file."""
        if self.state.file:
            file = Path(self.state.file)
            self._tasks.run(lambda: self._desk.look(file), self._looked, self._no)

    def _looked(self, rows: tuple[AnswerRow, ...]) -> None:
        self._show(rows=rows, at=0, looked=True)

    def take(self) -> None:
        """Take the file in."""
        if self.state.ready:
            file = Path(self.state.file)
            self._show(busy=True)
            self._tasks.run(lambda: self._desk.take(file), self._taken, self._no)

    def _taken(self, rows: tuple[AnswerRow, ...]) -> None:
        came = frozenset(one.row for one in rows if one.outcome == "new")
        self._show(rows=rows, taken=self.state.taken | came, busy=False)
        left = sum(one.outcome == "refused" for one in rows)
        words = f"已导入 {len(came)} 条结果"
        if left:
            self._say(Notice(f"{words}，{left} 条有误没有导入", "有误的请法律援助处改正后重新导入", "amber"))
        else:
            self._say(done(words, "请逐件告知申请人：选中一条，按 Enter 打开"))
        self.imported()

    def write_blank(self) -> None:
        """Write the empty table."""
        path = free_name(self._folder(), BLANK)
        said = done(f"已写入 {path.name}", f"在 {path.parent}；请法律援助处填好后再导入")
        self._tasks.run(lambda: self._desk.write_blank(path), lambda _: self._say(said), self._no)

    def rest(self, at: int) -> None:
        """Look at an entry more closely."""
        if at != self.state.at and 0 <= at < len(self.state.rows):
            self.state = replace(self.state, at=at)
            self.shown(self.state)

    def open(self, at: int) -> None:
        """Open the intake of an entry."""
        self.rest(at)
        if self.state.row is not None and self.state.row.answered is not None:
            self.opened(self.state.row.answered.id)

    def painted(self, at: int) -> Row | None:
        """Return an entry as painted."""
        if at >= len(self.state.rows):
            return None
        one = self.state.rows[at]
        return answer_row(one, *self.state.pill(one))

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, generation=self.state.generation + 1, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._show(busy=False)
        self._say(notice_of(error))


def answer_row(one: AnswerRow, pill: str, tone: str) -> Row:
    """Return an entry in words: whose, what the centre answered, what is wrong with it."""
    place = f"第{one.row}条"
    answered = one.answered
    if answered is None:
        return Row(one.ref, str(one.error), pill, tone, place)
    view = answered.view
    name = HIDDEN if view.restricted else view.intake.applicant.name
    day = show_date(view.intake.center.date) if view.intake.center and view.intake.center.date else ""
    until = answered.objection_until
    right = f"异议期到{show_date(until)}" if until else place
    under = "　".join(part for part in (view.number, day) if part)
    return Row(f"{name}　{answered.status}", under, pill, tone, right)
