"""The keypad (评价器): whoever came rates the service on the screen turned to him. Plain Python.

One press keeps the mark; what follows is voluntary, and goes by itself when nobody presses on. Nothing here
knows whose record it is: the page that is shown must not say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.base.items import items
from zsapp.rules.desk_acts import RATE_VERB
from zsapp.rules.desk_parts import SatisfactionItems
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.front_desk.model.editor import DeskModel
from zsapp.screens.notices import Notice, Say, done
from zsapp.services.desk_course import DeskCourse
from zsapp.services.front_desk import DeskView

OVERALL, THANKS = "overall", "thanks"
AGAIN_MS, THANKS_MS = 10_000, 4_000
"""How long a voluntary question waits, and how long the thanks stand."""
GOING = "rating"
QUESTIONS: Mapping[str, str] = {
    OVERALL: "请您对这次服务作个评价",
    **{one.name: f"{one.label}怎么样？" for one in items(SatisfactionItems)},
    THANKS: "谢谢您的评价！",
}
"""What is asked, in its order; the four apart are voluntary."""
ASKED = tuple(QUESTIONS)


@dataclass(frozen=True, slots=True)
class RatingState:
    """What the visitor sees: a question, or the thanks. Closed when it asks nothing."""

    record_id: str = ""
    asks: str = ""
    level: int = 0
    apart: Mapping[str, int] = field(default_factory=dict)
    version: int = 0
    busy: bool = False
    fault: str = ""

    @property
    def open(self) -> bool:
        """Whether the visitor is before the screen."""
        return bool(self.asks)

    @property
    def question(self) -> str:
        """What is asked, in words."""
        return QUESTIONS.get(self.asks, "")


class RatingModel:
    """The keypad of the record before the clerk."""

    def __init__(
        self,
        course: DeskCourse,
        editor: DeskModel,
        *,
        tasks: Tasks,
        words: Callable[[int], str],
        say: Say,
    ) -> None:
        """Rate the record of an editor; `words` says what a mark is called."""
        self._course, self._editor, self._tasks, self.words, self._say = course, editor, tasks, words, say
        self.state = RatingState()
        self.shown: Callable[[RatingState], None] = ignore

    def begin(self) -> None:
        """Save what is typed, then let the visitor rate."""
        if self._editor.state.open and not self.state.open:
            self._editor.save(self._begun)

    def _begun(self, view: DeskView) -> None:
        rated = getattr(view.record, "satisfaction", None)
        if RATE_VERB not in {verb for verb, _ in self._course.open_steps(view)}:
            self._say(Notice("这类记录没有评价", tone="amber"))
        elif rated is not None and rated.level:
            self._say(Notice("这次服务已经评价过", "新的意见请在“回访”里写明", "amber"))
        elif view.id == self._editor.state.record_id and self._editor.state.own:
            self._show(RatingState(record_id=view.id, asks=OVERALL))

    def press(self, level: int) -> None:
        """Take in a mark: the first is kept at once, the voluntary ones when all are told."""
        state = self.state
        if not state.open or state.busy or state.asks == THANKS:
            return
        if state.asks == OVERALL:
            self._keep(replace(state, level=level, busy=True), self._kept)
            return
        apart = {**state.apart, state.asks: level}
        following = ASKED[ASKED.index(state.asks) + 1]
        self._show(replace(state, apart=apart, asks=following))
        self._wait()
        if following == THANKS:
            self._keep(self.state, ignore)

    def correct(self) -> None:
        """Go back to the first question: the finger slipped."""
        if self.state.level and not self.state.busy:
            self._show(replace(self.state, asks=OVERALL, apart={}))
            self._wait()

    def leave(self) -> None:
        """Give the screen back to the clerk; marks told apart so far are kept."""
        state = self.state
        if not state.open:
            return
        self._tasks.stop(GOING)
        if state.apart and state.asks not in (OVERALL, THANKS):
            self._keep(state, ignore)
        self._show(RatingState())
        if state.level:
            self._editor.refresh()
            self._say(done(f"已记下评价：{self.words(state.level)}"))

    def _keep(self, state: RatingState, then: Callable[[DeskView], Any]) -> None:
        self._show(state)
        self._tasks.run(
            lambda: self._course.rate(state.record_id, state.level, state.apart, after=state.version),
            lambda view: self._came(view, then),
            self._refused,
        )

    def _came(self, view: DeskView, then: Callable[[DeskView], Any]) -> None:
        self._editor.adopt(view)
        self._editor.stored(view)
        if view.id == self.state.record_id:
            self._show(replace(self.state, version=view.version))
            then(view)

    def _kept(self, _view: DeskView) -> None:
        self._show(replace(self.state, busy=False, fault="", asks=ASKED[1]))
        self._wait()

    def _wait(self) -> None:
        """Go by itself when nobody presses on."""
        after = THANKS_MS if self.state.asks == THANKS else AGAIN_MS
        self._tasks.later(GOING, after, self.leave)

    def _refused(self, error: ZsError) -> None:
        if self.state.open:
            self._show(replace(self.state, busy=False, level=0, fault=f"没有记下：{error}"))
        else:
            self._say(Notice(str(error), error.remedy, "red", error.code.value.number))

    def _show(self, state: RatingState) -> None:
        self.state = state
        self.shown(state)
