"""The open application (办理中的申请): typing, autosave, the opinion, saving. Gestures in, one state out.

Nothing is lost by anything pressed: every pause in typing keeps a draft, which says itself whether few may
see it; leaving keeps it too. The opinion is asked for in the lane after a pause, and one on older answers is
dropped. Plain Python.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from zsapp.base.errors import Code, ZsError
from zsapp.base.items import Thing
from zsapp.rules.legal_aid import LegalAidIntake, state_of
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.history import History, member_of, without
from zsapp.screens.kit.paths import get_at
from zsapp.screens.legal_aid.model import editing
from zsapp.screens.legal_aid.model.drafts import IntakeDrafts, Typed
from zsapp.screens.legal_aid.model.state import (
    WAITS,
    IntakeState,
    Loaded,
    clock_time,
    faults_of,
    loaded_state,
)
from zsapp.screens.notices import Notice, Say, notice_of
from zsapp.services.legal_aid import IntakeView
from zsapp.services.legal_aid_counter import AidCounter, AidLook

DRAFT, LOOK = "aid draft", "aid look"
PAUSE_MS = 1_500
"""A pause in typing after which the draft is kept."""
LOOK_MS = 350
"""A pause after which the opinion is asked for again."""
FIRST = "applicant.name"


class IntakeModel:
    """The application before the clerk."""

    def __init__(
        self, desk: AidCounter, tasks: Tasks, *, station: str, today: Callable[[], date], say: Say
    ) -> None:
        """Work at the counter of legal aid; `station` is our own id: received ones are not changed here."""
        self._desk, self._tasks, self._say = desk, tasks, say
        self._station, self.today = station, today
        self.state = IntakeState()
        self.shown: Callable[[IntakeState], None] = ignore
        """Told after every change of the state."""
        self.focus: Callable[[str], None] = ignore
        """Asked to put the caret into a field."""
        self.steps = 1
        """How many groups of questions there are."""
        self._history = History[LegalAidIntake]()
        self._refused: dict[str, str] = {}
        self._opening = 0
        self._at = ""
        self._kept: tuple[Any, ...] = ()
        self._drafts = IntakeDrafts(desk, tasks)
        self._drafts.kept, self._drafts.refused = self._was_kept, self._not_kept

    # --- opening and leaving ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Put a new application before the clerk (新的申请)."""
        self._put(IntakeState(record_id=self._desk.new_id(), intake=self._desk.blank()))
        self.focus(FIRST)

    def open(self, record_id: str, step: int | None = None) -> None:
        """Open a stored application, or what was being typed of it."""
        self.leave()
        opening = self._opening
        self._tasks.run(
            lambda: self._load(record_id),
            lambda got: self._loaded(record_id, step or 0, got) if opening == self._opening else None,
            self._no,
        )

    def _load(self, record_id: str) -> Loaded:
        draft = self._drafts.find(record_id)
        fresh = draft is not None and draft.base_version == 0
        return Loaded(None if fresh else self._desk.find(record_id), draft)

    def _loaded(self, record_id: str, step: int, got: Loaded) -> None:
        state = loaded_state(record_id, got, self._station)
        if got.view is not None:
            self._drafts.stored(record_id, got.view.version, got.view.intake)
        self._put(replace(state, intake=editing.opened(state.intake), step=step))

    def _put(self, state: IntakeState) -> None:
        self._opening += 1
        self._history = History[LegalAidIntake]()
        self._refused, self._at = {}, ""
        self._kept = (state.intake, state.unread)
        self._show(replace(state, state=state.state or self._state_words(state.intake, state.version)))
        self._tasks.later(LOOK, 0, self._look)

    def leave(self) -> None:
        """Keep what was typed and clear the desk (Esc): asks nothing, loses nothing."""
        self.keep()
        self._opening += 1
        self._tasks.stop(LOOK)
        self._show(IntakeState())

    def keep(self) -> None:
        """Keep the draft now (leaving, closing, a crash)."""
        self._tasks.stop(DRAFT)
        self._keep_draft()

    def shut(self) -> None:
        """Keep what was typed and listen no more: the window is about to go."""
        self.keep()
        self._tasks.stop(LOOK)
        self.shown, self.focus, self.state = ignore, ignore, IntakeState()

    # --- typing -------------------------------------------------------------------------------------------

    def edit(self, path: str, value: Any) -> None:
        """Take in one typed item."""
        before = self.state.intake
        intake = editing.edited(before, path, value)
        same = intake == before and path not in self.state.unread
        if same or not self._writable:
            return
        if intake != before:
            self._history.note(before, path, value)
        self._refused.pop(path, None)
        self._changed(intake, self._others(path))

    @property
    def _writable(self) -> bool:
        return self.state.own and self.state.open

    def unread(self, path: str, fault: str, text: str) -> None:
        """Take in that a field holds a text that is no value (yet), or one again: it is kept all the same."""
        if not self._writable or not (fault or path in self.state.unread):
            return
        self._refused.pop(path, None)
        self._changed(self.state.intake, self._others(path) | ({path: (fault, text)} if fault else {}))

    def _others(self, path: str) -> dict[str, tuple[str, str]]:
        return {at: one for at, one in self.state.unread.items() if at != path}

    def entered(self, path: str) -> None:
        """Take in that the clerk went to another field."""
        self._at = path
        self._history.pause()
        if self.state.unread:
            self._show(self.state)

    def undo(self, *, redo: bool = False) -> None:
        """Go one change back, or forth again, across fields; a text that is no value is taken back first."""
        if not redo and self._at in self.state.unread:
            self._changed(self.state.intake, self._others(self._at))
            self.focus(self._at)
            return
        turned = (self._history.forth if redo else self._history.back)(self.state.intake)
        if turned is None:
            return
        intake, path = turned
        self._changed(intake, self._others(path))
        if path:
            self.focus(path)

    def put(self, intake: LegalAidIntake) -> None:
        """Take in an intake that was filled in beside the form."""
        if self._writable and intake != self.state.intake:
            self._history.note(self.state.intake, "", None)
            self._changed(intake)

    def add(self, path: str, member: Thing) -> None:
        """Add a member to a list."""
        after = editing.added(self.state.intake, path, member)
        self.put(after)
        self.focus(f"{path}[{len(get_at(after, path)) - 1}]")

    def remove(self, path: str) -> None:
        """Remove the list member a path lies in; undo brings it back."""
        member = member_of(path)
        if not member or get_at(self.state.intake, member) is None or not self._writable:
            return
        self._history.note(self.state.intake, "", None)
        self._changed(editing.removed(self.state.intake, member), without(self.state.unread, member))
        self._say(Notice("已删除一项", "按 Ctrl+Z 可以恢复"))

    def _changed(self, intake: LegalAidIntake, unread: Mapping[str, tuple[str, str]] | None = None) -> None:
        state = replace(
            self.state,
            intake=intake,
            unread=self.state.unread if unread is None else unread,
            unsaved=True,
            state=self._state_words(intake, self.state.version),
            saved="",
            saved_tone="",
        )
        self._show(state)
        self._tasks.later(DRAFT, PAUSE_MS, self._keep_draft)
        self._tasks.later(LOOK, LOOK_MS, self._look)

    def _state_words(self, intake: LegalAidIntake, version: int) -> str:
        return state_of(intake) if version else "草稿"

    # --- drafts -------------------------------------------------------------------------------------------

    def _keep_draft(self) -> None:
        state = self.state
        now = (state.intake, state.unread)
        if not (self._writable and state.unsaved) or now == self._kept:
            return
        self._kept = now
        texts = {path: text for path, (_, text) in state.unread.items()}
        self._drafts.keep(Typed(state.record_id, state.version, state.intake, texts))

    def _was_kept(self, typed: Typed, at: datetime | None) -> None:
        state = self.state
        refused = self._refused and state.saved_tone == "red"  # still has to be read
        if typed.record_id != state.record_id or not state.unsaved or refused:
            return
        if at is not None:
            waits = "" if self._desk.may_keep(typed.intake) else f"；{WAITS}"
            tone = "amber" if waits else "green"
            self._show(replace(state, saved=f"已自动保存 {clock_time(at)}{waits}", saved_tone=tone))
        elif (state.intake, state.unread) == self._kept:
            self._show(replace(state, unsaved=False, saved="没有改动", saved_tone=""))

    def _not_kept(self, typed: Typed, error: ZsError) -> None:
        if typed.record_id == self.state.record_id:
            self._kept = ()
            words = str(error) if "没有保存" in str(error) else f"没有保存：{error}"
            self._show(replace(self.state, saved=words, saved_tone="red"))
        self._say(notice_of(error, self._drafts.again))

    # --- groups and saving --------------------------------------------------------------------------------

    def go(self, step: int) -> None:
        """Go to a group of questions; nothing is asked."""
        if 0 <= step < self.steps:
            self._show(replace(self.state, step=step))

    def save(self, then: Callable[[IntakeView], Any] = ignore) -> None:
        """Save the application as a record; `then` is called with it. What stops it is said at its field."""
        state = self.state
        if not state.open:
            return
        self._tasks.stop(DRAFT)
        if not state.own or (not state.unsaved and state.version):
            self._tasks.run(lambda: self._desk.find(state.record_id), partial_if(self, then), self._no)
        elif state.unread:
            self._keep_draft()
            path, (fault, _) = next(iter(state.unread.items()))
            self._refuse(path, fault, f"有{len(state.unread)}栏没有看懂，请改正或清空")
        else:
            self._save(state, editing.trimmed(state.intake), then)

    def _save(self, state: IntakeState, intake: LegalAidIntake, then: Callable[[IntakeView], Any]) -> None:
        def write() -> IntakeView:
            view = self._desk.save(state.record_id, intake, base_version=state.version)
            self._drafts.stored(view.id, view.version, intake, view.intake)
            return view

        self._tasks.run(
            write,
            lambda view: self._saved(state, view, then),
            lambda no: self._not_saved(state.record_id, no, then),
        )

    def _saved(self, submitted: IntakeState, view: IntakeView, then: Callable[[IntakeView], Any]) -> None:
        if view.id != self.state.record_id:
            return
        self._refused.clear()
        typed = self.state.intake is not submitted.intake or self.state.unread != submitted.unread
        self._show(replace(self.state, unsaved=typed))
        self.adopt(view)
        then(view)

    def adopt(self, view: IntakeView) -> None:
        """Take over an application as it was just stored; what was typed meanwhile stays, on top of it."""
        if view.id != self.state.record_id:
            return
        stored, typed = editing.opened(view.intake), self.state.intake
        intake = editing.under(typed, view.intake) if self.state.unsaved else stored
        self._kept = () if self.state.unsaved else (intake, self.state.unread)
        self._drafts.stored(view.id, view.version, view.intake)
        saved = f"已保存 {clock_time(view.saved_at)}"
        self._show(
            replace(
                self.state,
                version=view.version,
                intake=intake,
                number=view.number,
                state=view.state,
                saved="" if self.state.unsaved else saved,
                saved_tone="",
            )
        )
        self._tasks.later(LOOK, 0, self._look)
        if self.state.unsaved:
            self._tasks.later(DRAFT, PAUSE_MS, self._keep_draft)

    def _not_saved(self, record_id: str, error: ZsError, then: Callable[[IntakeView], Any]) -> None:
        if record_id != self.state.record_id:
            self._say(notice_of(error))
            return
        if error.code is Code.RECORD_CHANGED:
            over = "覆盖保存"
            self._say(notice_of(error, lambda: self._save_over(record_id, then), over))
            return
        self._kept = ()
        self._keep_draft()
        if error.field:
            self._refuse(error.field, str(error), str(error))
        else:
            self._say(notice_of(error, lambda: self.save(then)))

    def _refuse(self, path: str, fault: str, words: str) -> None:
        """Say at its field, and below the form, what keeps the application from being saved."""
        self._refused = {path: fault}
        self._show(replace(self.state, saved=f"还没有保存：{words}", saved_tone="red"))
        self.focus(path)

    def _save_over(self, record_id: str, then: Callable[[IntakeView], Any]) -> None:
        """Save once more, on top of the version that came in between: a new version, nothing is erased."""

        def found(view: IntakeView) -> None:
            if view.id == self.state.record_id:
                intake = editing.under(self.state.intake, view.intake)
                self._show(replace(self.state, version=view.version, intake=intake, unsaved=True))
                self.save(then)

        self._tasks.run(lambda: self._desk.find(record_id), found, self._no)

    def refresh(self) -> None:
        """Look again at the record (after a step, an import, an export); what is being typed stays."""
        record_id = self.state.record_id
        if self.state.open and self.state.version and not self.state.unsaved:
            self._tasks.run(lambda: self._desk.find(record_id), self._again, ignore)

    def _again(self, view: IntakeView) -> None:
        if view.id == self.state.record_id and not self.state.unsaved and view.version != self.state.version:
            self.adopt(view)

    # --- the opinion --------------------------------------------------------------------------------------

    def _look(self) -> None:
        state = self.state
        if not state.open:
            return
        intake = editing.trimmed(state.intake)
        self._tasks.run(
            lambda: self._desk.look(intake), lambda look: self._looked(state.intake, look), self._no
        )

    def _looked(self, intake: LegalAidIntake, look: AidLook) -> None:
        if intake is self.state.intake:
            self._show(replace(self.state, look=look))

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))

    def _show(self, state: IntakeState) -> None:
        self.state = replace(state, faults=faults_of(state, self._refused))
        self.shown(self.state)


def partial_if(model: IntakeModel, then: Callable[[IntakeView], Any]) -> Callable[[IntakeView], None]:
    """Return what goes on with an application, if it still is the one before the clerk."""
    return lambda view: then(view) if view.id == model.state.record_id else None
