"""The open case (办理中的案件): typing, autosave, checks, steps, saving. Gestures in, one frozen state out.

Nothing is lost by anything pressed: every pause in typing keeps a draft; leaving, stepping and printing save.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from zsapp.base.errors import Code, ZsError
from zsapp.base.items import Thing, base_of
from zsapp.rules.clause_library import numbered_clauses
from zsapp.rules.findings import Finding, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_asking import concerning
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.mediation_state import state_of, step_of
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.history import History, member_of, without
from zsapp.screens.kit.kinds import kind_of
from zsapp.screens.kit.paths import get_at, item_at
from zsapp.screens.mediation.layout import STEPS
from zsapp.screens.mediation.model import editing
from zsapp.screens.mediation.model.drafts import Drafts, Typed
from zsapp.screens.mediation.model.state import CaseState, Loaded, clock_time, faults_of, loaded_state
from zsapp.screens.notices import Notice, Say, notice_of
from zsapp.services.mediation import CaseView, Mediation

PAUSE_MS = 1_500
"""A pause in typing after which the draft is kept."""
CHECK_MS = 350
"""A pause after which the checks run again."""

STAGES = (*[Stage.TYPING] * 4, Stage.PRINT, Stage.ARCHIVE)
"""What is checked on which step: what is missing is told where it belongs, not before."""
GIVEN_AT_PRINT = ("R52",)
"""Checks of the agreement's number: its final print gives one."""


class CaseModel:
    """The case before the clerk."""

    def __init__(
        self, desk: Mediation, tasks: Tasks, *, station: str, today: Callable[[], date], say: Say
    ) -> None:
        """Work at the desk of mediation; `station` is our own id: received cases are not changed here."""
        self._desk, self._tasks, self._say = desk, tasks, say
        self._station, self.today = station, today
        self.state = CaseState()
        self.shown: Callable[[CaseState], None] = ignore
        """Told after every change of the state."""
        self.focus: Callable[[str], None] = ignore
        """Asked to put the caret into a field."""
        self._history = History[Case]()
        self._refused: dict[str, str] = {}
        self._opening = 0
        self._at = ""
        self._kept: tuple[Any, ...] = ()
        self._drafts = Drafts(desk, tasks)
        self._drafts.kept, self._drafts.refused = self._was_kept, self._not_kept

    # --- opening and leaving ------------------------------------------------------------------------------

    def begin(self, again: Case | None = None) -> None:
        """Put a new case before the clerk (新登记), or a dispute that comes back (重新受理)."""
        case = editing.opened(again or self._desk.blank())
        self._put(CaseState(record_id=self._desk.new_id(), case=case, own=True, unsaved=again is not None))
        self.focus("reopened.reason" if again else "dispute_type")

    def open(self, record_id: str, step: int | None = None) -> None:
        """Open a stored case, or what was being typed of it; at a step, or where it stands."""
        self.leave()
        opening = self._opening
        self._tasks.run(
            lambda: self._load(record_id),
            lambda got: self._loaded(record_id, step, got) if opening == self._opening else None,
            self._no,
        )

    def _load(self, record_id: str) -> Loaded:
        draft = self._drafts.find(record_id)
        fresh = draft is not None and draft.base_version == 0
        return Loaded(None if fresh else self._desk.find(record_id), draft)

    def _loaded(self, record_id: str, step: int | None, got: Loaded) -> None:
        state = loaded_state(record_id, got, self._station)
        if got.view is not None:
            self._drafts.stored(record_id, got.view.version, editing.opened(got.view.case))
        step = step_of(state.case) if step is None else step
        self._put(replace(state, case=editing.opened(state.case), step=step))

    def _put(self, state: CaseState) -> None:
        self._opening += 1
        self._history = History[Case]()
        self._refused, self._at = {}, ""
        self._kept = (state.case, state.unread)
        title, words = state.title or editing.title_words(state.case), state.state or state_of(state.case)
        self._show(replace(state, title=title, state=words, faults=faults_of(state, {})))
        self._tasks.later("check", 0, self._check)

    def leave(self) -> None:
        """Keep what was typed and clear the desk (Esc): asks nothing, loses nothing."""
        self.keep()
        self._opening += 1
        self._tasks.stop("check")
        self._show(CaseState())

    def keep(self) -> None:
        """Keep the draft now (leaving, closing, a crash)."""
        self._tasks.stop("draft")
        self._keep_draft()

    def shut(self) -> None:
        """Keep what was typed and listen no more: the window is about to go."""
        self.keep()
        self._tasks.stop("check")
        self.shown, self.focus, self.state = ignore, ignore, CaseState()

    # --- typing -------------------------------------------------------------------------------------------

    def edit(self, path: str, value: Any) -> None:
        """Take in one typed item."""
        before = self.state.case
        case = editing.edited(before, path, value, self.today())
        same = case == before and path not in self.state.unread
        if same or not self.state.own or not self.state.open:
            return
        if case != before:
            self._history.note(before, path, value)
        self._refused.pop(path, None)
        self._changed(case, self._others(path))

    def unread(self, path: str, fault: str, text: str) -> None:
        """Take in that a field holds a text that is no value (yet), or one again: it is kept all the same."""
        if not self.state.own or not self.state.open or not (fault or path in self.state.unread):
            return
        self._refused.pop(path, None)
        self._changed(self.state.case, self._others(path) | ({path: (fault, text)} if fault else {}))

    def _others(self, path: str) -> dict[str, tuple[str, str]]:
        return {at: one for at, one in self.state.unread.items() if at != path}

    def entered(self, path: str) -> None:
        """Take in that the clerk went to another field."""
        self._at = path
        self._history.pause()
        case = numbered_clauses(self.state.case)
        if case != self.state.case and not path.startswith(editing.NUMBERED) and self.state.own:
            self._changed(case)
        elif self.state.unread:
            self._show(replace(self.state, faults=self._faults()))

    def undo(self, *, redo: bool = False) -> None:
        """Go one change back, or forth again, across fields; a text that is no value is taken back first."""
        if not redo and self._at in self.state.unread:
            self._changed(self.state.case, self._others(self._at))
            self.focus(self._at)
            return
        turned = (self._history.forth if redo else self._history.back)(self.state.case)
        if turned is None:
            return
        case, path = turned
        self._changed(case, self._others(path))
        self.focus(path)

    def put(self, case: Case, path: str = "") -> None:
        """Take in a case that was filled in beside the form; what was typed at a path gives way to it."""
        if self.state.own and self.state.open and case != self.state.case:
            self._history.note(self.state.case, "", None)
            self._changed(case, self._others(path))

    def add(self, path: str, member: Thing) -> None:
        """Add a member to a list."""
        after = editing.added(self.state.case, path, member)
        self.put(after)
        self.focus(f"{path}[{len(get_at(after, path)) - 1}]")

    def remove(self, path: str) -> None:
        """Remove the list member a path lies in; undo brings it back."""
        member = member_of(path)
        if not member or get_at(self.state.case, member) is None or not self.state.own:
            return
        self._history.note(self.state.case, "", None)
        self._changed(editing.removed(self.state.case, member), without(self.state.unread, member))
        self._say(Notice("已删除一项", "按 Ctrl+Z 可以恢复"))

    def mend(self, finding: Finding) -> None:
        """Put a finding's own fix where it speaks of: read there as if it were typed."""
        one = item_at(Case, finding.where)
        if finding.where.endswith("]"):  # a member of a list of texts
            one = replace(one, type=base_of(one.type)[2])
        self.edit(finding.where, kind_of(one, self.today).read(finding.fix).value)
        self.focus(finding.where)

    def _changed(self, case: Case, unread: Mapping[str, tuple[str, str]] | None = None) -> None:
        state = replace(
            self.state,
            case=case,
            unread=self.state.unread if unread is None else unread,
            unsaved=True,
            title=editing.title_words(case),
            state=state_of(case),
            saved="",
            saved_tone="",
        )
        self._show(replace(state, faults=self._faults(state)))
        self._tasks.later("draft", PAUSE_MS, self._keep_draft)
        self._tasks.later("check", CHECK_MS, self._check)

    # --- drafts -------------------------------------------------------------------------------------------

    def _keep_draft(self) -> None:
        state = self.state
        now = (state.case, state.unread)
        if not (state.open and state.own and state.unsaved) or now == self._kept:
            return
        self._kept = now
        case = numbered_clauses(state.case)
        texts = {path: text for path, (_, text) in state.unread.items()}
        self._drafts.keep(Typed(state.record_id, state.version, case, texts))

    def _was_kept(self, typed: Typed, at: datetime | None) -> None:
        state = self.state
        refused = self._refused and state.saved_tone == "red"  # still has to be read
        if typed.record_id != state.record_id or not state.unsaved or refused:
            return
        if at is not None:
            self._show(replace(state, saved=f"已自动保存 {clock_time(at)}", saved_tone="green"))
        elif (state.case, state.unread) == self._kept:
            self._show(replace(state, unsaved=False, saved="没有改动", saved_tone=""))

    def _not_kept(self, typed: Typed, error: ZsError) -> None:
        if typed.record_id == self.state.record_id:
            self._kept = ()
            words = str(error) if "没有保存" in str(error) else f"没有保存：{error}"
            self._show(replace(self.state, saved=words, saved_tone="red"))
        self._say(notice_of(error, self._drafts.again))

    # --- steps and saving ---------------------------------------------------------------------------------

    def go(self, step: int) -> None:
        """Go to a step (0 to 5); nothing is asked."""
        if 0 <= step < len(STEPS):
            self._show(replace(self.state, step=step))
            self._tasks.later("check", CHECK_MS, self._check)

    def next(self) -> None:
        """Save and go to the next step (Ctrl+Enter)."""
        step = self.state.step + 1
        self.save(lambda _view: self.go(step))

    def save(self, then: Callable[[CaseView], Any] = ignore) -> None:
        """Save the case as a record; `then` is called with it. What stops a save is said at its field."""
        state = self.state
        if not state.open:
            return
        self._tasks.stop("draft")
        if not state.own or (not state.unsaved and state.version):
            self._tasks.run(
                lambda: self._desk.find(state.record_id), lambda view: self._still(view, then), self._no
            )
        elif state.unread:
            self._keep_draft()
            path, (fault, _) = next(iter(state.unread.items()))
            self._refuse(path, fault, f"有{len(state.unread)}栏没有看懂，请改正或清空")
        else:
            self._save(state, editing.trimmed(numbered_clauses(state.case)), then)

    def _save(self, state: CaseState, case: Case, then: Callable[[CaseView], Any]) -> None:
        def write() -> CaseView:
            view = self._desk.save(state.record_id, case, base_version=state.version)
            self._drafts.stored(view.id, view.version, case)
            return view

        self._tasks.run(
            write,
            lambda view: self._saved(state, view, then),
            lambda no: self._not_saved(state.record_id, no, then),
        )

    def _saved(self, submitted: CaseState, view: CaseView, then: Callable[[CaseView], Any]) -> None:
        if view.id != self.state.record_id:
            return
        self._refused.clear()
        typed = self.state.case is not submitted.case or self.state.unread != submitted.unread
        self._show(replace(self.state, unsaved=typed))
        self.adopt(view)
        then(view)

    def _still(self, view: CaseView, then: Callable[[CaseView], Any]) -> None:
        """Go on with a case, if it still is the one before the clerk."""
        if view.id == self.state.record_id:
            then(view)

    def adopt(self, view: CaseView) -> None:
        """Take over a case as it was just stored; what was typed meanwhile stays, on top of it."""
        if view.id != self.state.record_id:
            return
        typed = self.state.case
        case = editing.under(typed, view.case) if self.state.unsaved else editing.opened(view.case)
        self._kept = () if self.state.unsaved else (case, self.state.unread)
        self._show(
            replace(
                self.state,
                version=view.version,
                case=case,
                number=view.number,
                title=view.title,
                state=view.state,
                saved=f"已保存 {clock_time(view.saved_at)}",
                saved_tone="green",
                faults=self._faults(),
            )
        )
        self._tasks.later("check", 0, self._check)

    def _not_saved(self, record_id: str, error: ZsError, then: Callable[[CaseView], Any]) -> None:
        if record_id != self.state.record_id:  # left meanwhile: it was kept as a draft
            self._say(notice_of(error))
            return
        self._keep_draft()
        if error.code is Code.RECORD_CHANGED:
            self._say(notice_of(error, lambda: self._save_over(record_id, then), "用我的内容再存一版"))
        elif error.field:
            self._refuse(error.field, str(error), str(error))
        else:
            self._say(notice_of(error, lambda: self.save(then)))

    def _refuse(self, path: str, fault: str, words: str) -> None:
        """Say at its field, and below the form, what keeps the case from being saved."""
        self._refused = {path: fault}
        said = f"还没有{'保存' if self.state.version else '登记'}：{words}"
        self._show(replace(self.state, faults=self._faults(), saved=said, saved_tone="red"))
        self.focus(path)

    def _save_over(self, record_id: str, then: Callable[[CaseView], Any]) -> None:
        """Save once more, on top of the version that came in between: a new version, nothing is erased."""

        def found(view: CaseView) -> None:
            if view.id == self.state.record_id:
                case = editing.under(self.state.case, view.case)
                self._show(replace(self.state, version=view.version, case=case, unsaved=True))
                self.save(then)

        self._tasks.run(lambda: self._desk.find(record_id), found, self._no)

    # --- checks -------------------------------------------------------------------------------------------

    def _check(self) -> None:
        state = self.state
        if not state.open:
            return
        case, record_id, stage = editing.trimmed(state.case), state.record_id, STAGES[state.step]

        def look() -> tuple[tuple[Finding, ...], tuple[Deadline, ...]]:
            found = self._desk.check(case, stage=stage, record_id=record_id)
            given = () if case.agreement_no else GIVEN_AT_PRINT
            running = concerning(case, self._desk.deadlines(case))
            return tuple(one for one in found if one.rule not in given), running

        self._tasks.run(look, lambda got: self._checked(state.case, *got), self._no)

    def _checked(self, case: Case, found: tuple[Finding, ...], due: tuple[Deadline, ...]) -> None:
        if case is self.state.case:
            state = replace(self.state, findings=found, deadlines=due)
            self._show(replace(state, faults=self._faults(state)))

    def _faults(self, state: CaseState | None = None) -> dict[str, tuple[str, str]]:
        return faults_of(state or self.state, self._refused)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))

    def _show(self, state: CaseState) -> None:
        if not (state.version or state.unread) and Typed(state.record_id, 0, state.case).blank:
            state = replace(state, state="", deadlines=())  # nobody applied for anything yet
        self.state = state
        self.shown(state)
