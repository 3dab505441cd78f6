"""What can be done with the open record (可以办的事): its steps, what it can be turned into. Plain Python.

Every step works on what is saved: what is typed is saved first, and what stops the save stops the step.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.rules.desk_acts import RATE_VERB
from zsapp.rules.desk_record import VisitRecord
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.front_desk.model.editor import DeskModel
from zsapp.screens.kit.reading import read_date
from zsapp.screens.notices import Say, done, notice_of
from zsapp.services.desk_course import DeskCourse
from zsapp.services.desk_turning import NAMES, DeskTurning, Turned
from zsapp.services.front_desk import DeskView

TURN_KEYS = {
    "mediation": "F7",
    "legal_aid": "F8",
    "reconsideration": "F9",
    "notary": "F10",
    "referral": "F12",
}
"""The key that turns a visit into another record."""
TURN = {
    "mediation": "转为调解",
    "legal_aid": "转为法律援助",
    "reconsideration": "转为行政复议",
    "notary": "转为公证",
    "referral": "另立转介单",
}


@dataclass(frozen=True, slots=True)
class StepWord:
    """A step as offered: its verb, its words, what must be said with it."""

    verb: str
    words: str
    asks: str


@dataclass(frozen=True, slots=True)
class StepsState:
    """What can be done now. `chosen` is the step before the clerk, `fault` why it was refused."""

    record_id: str = ""
    steps: tuple[StepWord, ...] = ()
    turns: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    fault: str = ""
    ratable: bool = False
    """Whether whoever came may rate the service himself: nobody did yet."""

    @property
    def step(self) -> StepWord | None:
        """The step before the clerk."""
        return next((one for one in self.steps if one.verb == self.chosen), None)


class StepsModel:
    """The steps of the record before the clerk."""

    def __init__(
        self, course: DeskCourse, turning: DeskTurning, editor: DeskModel, *, tasks: Tasks, say: Say
    ) -> None:
        """Work on the record of an editor."""
        self._course, self._turning, self._editor = course, turning, editor
        self._tasks, self._say = tasks, say
        self.state = StepsState()
        self.shown: Callable[[StepsState], None] = ignore
        self.opened: Callable[[str, str], None] = lambda _sector, _record_id: None
        """Asked to open another record on the page of its sector."""

    def follow(self) -> None:
        """Ask what can be done with the record before the clerk, once it is stored."""
        state = self._editor.state
        key = (state.record_id, state.version)
        if key == self._key:
            return
        self._key = key
        turns = tuple(TURN.items()) if isinstance(state.record, VisitRecord) and state.own else ()
        turns = tuple(one for one in turns if one[0] in NAMES and one[0] != state.sector)
        self._show(
            record_id=state.record_id,
            steps=(),
            ratable=False,
            turns=turns if state.open else (),
            chosen="",
            fault="",
        )
        if state.open and state.version and state.own:
            self._tasks.run(lambda: self._steps(state.record_id), lambda got: self._came(key, got), ignore)

    _key: tuple[str, int] = ("", 0)

    def _steps(self, record_id: str) -> tuple[StepWord, ...]:
        view = self._editor.counter.find(record_id)
        found = self._course.open_steps(view)
        return tuple(StepWord(verb, act.word, act.asks) for verb, act in found)

    def _came(self, key: tuple[str, int], steps: tuple[StepWord, ...]) -> None:
        if key == self._key:
            rated = getattr(self._editor.state.record, "satisfaction", None)
            open_to = RATE_VERB in {one.verb for one in steps}
            self._show(steps=steps, ratable=open_to and not (rated and rated.level))

    # --- a step -------------------------------------------------------------------------------------------

    def choose(self, verb: str) -> None:
        """Put a step before the clerk; one that needs nothing said is taken at once."""
        self._show(chosen=verb, fault="")
        step = self.state.step
        if step is not None and not step.asks:
            self.take("", "")

    def cancel(self) -> None:
        """Leave the step."""
        self._show(chosen="", fault="")

    def take(self, day: str, said: str) -> None:
        """Take the step before the clerk on a day, saying what it asks; today when no day is written."""
        step, today = self.state.step, self._editor.today()
        if step is None:
            return
        read = read_date(day, today) if day.strip() else None
        if read is not None and read.fault:
            self._show(fault=read.fault)
            return
        on: date = read.value if read is not None and read.value else today

        def saved(view: DeskView) -> None:
            self._tasks.run(
                lambda: self._course.act(view.id, step.verb, on=on, reason=said.strip()),
                lambda acted: self._acted(step, acted),
                self._refused,
            )

        self._editor.save(saved)

    def _acted(self, step: StepWord, view: DeskView) -> None:
        self._editor.adopt(view)
        self._editor.stored(view)
        self._show(chosen="", fault="")
        self._say(done(f"{step.words}：{view.number or view.title}", f"现在的状态：{view.state}"))

    def _refused(self, error: ZsError) -> None:
        self._show(fault=f"{error}。{error.remedy}")

    # --- turned into another ------------------------------------------------------------------------------

    def turn(self, to: str) -> None:
        """Save, then begin a record of another service from this one, and go to it."""
        if to not in dict(self.state.turns):
            return

        def saved(view: DeskView) -> None:
            self._tasks.run(lambda: self._turning.turn(view.id, to), turned, self._no)

        def turned(made: Turned) -> None:
            self._editor.refresh()
            self._say(done(f"已转为{made.label}，内容已经带过去", "请接着填写；原来的记录还在"))
            self.opened(made.sector, made.record_id)

        self._editor.save(saved)

    def back(self) -> None:
        """Go to the record from which this one came."""
        origin = self._editor.state.record.origin if self._editor.state.open else None
        if origin is not None:
            self.opened(origin.sector, origin.record_id)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))
