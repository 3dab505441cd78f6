"""The open front-desk record (办理中的服务记录): typing, autosave, what the rules say, saving. Plain Python.

Nothing is lost by anything pressed: every pause in typing keeps a draft, which says itself whether few may
see it; leaving keeps it too. What the rules say is asked for in the lane after a pause.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from zsapp.base.errors import Code, ZsError
from zsapp.base.items import Thing
from zsapp.rules.front_desk import SERVICES
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.front_desk.layouts import LAYOUTS
from zsapp.screens.front_desk.model import editing
from zsapp.screens.front_desk.model.state import (
    WAITS,
    DeskState,
    Loaded,
    clock_time,
    faults_of,
    loaded_state,
)
from zsapp.screens.kit.history import History, member_of, without
from zsapp.screens.kit.paths import get_at, remove_at
from zsapp.screens.notices import Notice, Say, notice_of
from zsapp.services.desk_counter import DeskCounter, DeskLook
from zsapp.services.front_desk import DeskView

DRAFT, LOOK = "desk draft", "desk look"
PAUSE_MS = 1_500
"""A pause in typing after which the draft is kept."""
LOOK_MS = 350
"""A pause after which the rules are asked again."""
Then = Callable[[DeskView], Any]


class DeskModel:
    """The record before the clerk."""

    def __init__(
        self, desk: DeskCounter, tasks: Tasks, *, station: str, today: Callable[[], date], say: Say
    ) -> None:
        """Work at the counter; `station` is our own id: received records are not changed here."""
        self._desk, self._tasks, self._say = desk, tasks, say
        self._station, self.today = station, today
        self.counter = desk
        self.state = DeskState()
        self.shown: Callable[[DeskState], None] = ignore
        """Told after every change of the state."""
        self.focus: Callable[[str], None] = ignore
        """Asked to put the caret into a field."""
        self.stored: Then = ignore
        """Told of a record that was just saved."""
        self._history = History[Any]()
        self._refused: dict[str, str] = {}
        self._opening = 0
        self._at = ""
        self._kept: tuple[Any, ...] = ()

    # --- opening and leaving ------------------------------------------------------------------------------

    def begin(self, sector: str) -> None:
        """Put a new record of a service before the clerk."""
        self.leave()
        self._put(DeskState(record_id=self._desk.new_id(), sector=sector, record=self._desk.blank(sector)))
        self.focus(LAYOUTS[sector].first)

    def open(self, record_id: str) -> None:
        """Open a stored record, or what was being typed of it."""
        self.leave()
        opening = self._opening

        def load() -> Loaded:
            draft = self._desk.draft(record_id)
            fresh = draft is not None and draft.base_version == 0
            return Loaded(None if fresh else self._desk.find(record_id), draft)

        def loaded(got: Loaded) -> None:
            if opening == self._opening:
                self._put(loaded_state(record_id, got, self._station))

        self._tasks.run(load, loaded, self._no)

    def _put(self, state: DeskState) -> None:
        self._opening += 1
        self._history = History[Any]()
        self._refused, self._at = {}, ""
        self._kept = (state.record, state.unread)
        self._show(
            replace(state, state=state.state or self._words(state.sector, state.record, state.version))
        )
        self._tasks.later(LOOK, 0, self._look)

    def leave(self) -> None:
        """Keep what was typed and clear the desk (Esc): asks nothing, loses nothing."""
        self.keep()
        self._opening += 1
        self._tasks.stop(LOOK)
        self._show(DeskState())

    def keep(self) -> None:
        """Keep the draft now (leaving, closing, a crash)."""
        self._tasks.stop(DRAFT)
        self._keep_draft()

    # --- typing -------------------------------------------------------------------------------------------

    def edit(self, path: str, value: Any) -> None:
        """Take in one typed item."""
        if not self._writable:
            return
        before = self.state.record
        record = editing.edited(before, path, value)
        if record == before and path not in self.state.unread:
            return
        if record != before:
            self._history.note(before, path, value)
        self._refused.pop(path, None)
        self._changed(record, self._others(path))

    @property
    def _writable(self) -> bool:
        return self.state.own and self.state.open

    def unread(self, path: str, fault: str, text: str) -> None:
        """Take in that a field holds a text that is no value (yet), or one again: it is kept all the same."""
        if not self._writable or not (fault or path in self.state.unread):
            return
        self._refused.pop(path, None)
        self._changed(self.state.record, self._others(path) | ({path: (fault, text)} if fault else {}))

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
            self._changed(self.state.record, self._others(self._at))
            self.focus(self._at)
            return
        turned = (self._history.forth if redo else self._history.back)(self.state.record)
        if turned is None:
            return
        record, path = turned
        self._changed(record, self._others(path))
        if path:
            self.focus(path)

    def put(self, record: Any) -> None:
        """Take in a record that was filled in beside the form."""
        if self._writable and record != self.state.record:
            self._history.note(self.state.record, "", None)
            self._changed(record)

    def add(self, path: str, member: Thing) -> None:
        """Add a member to a list."""
        after = editing.added(self.state.record, path, member)
        self.put(after)
        self.focus(f"{path}[{len(get_at(after, path)) - 1}]")

    def remove(self, path: str) -> None:
        """Remove the list member a path lies in; undo brings it back."""
        member = member_of(path)
        if not member or not self._writable or get_at(self.state.record, member) is None:
            return
        self._history.note(self.state.record, "", None)
        self._changed(remove_at(self.state.record, member), without(self.state.unread, member))
        self._say(Notice("已删除一项", "按 Ctrl+Z 可以恢复"))

    def _changed(self, record: Any, unread: Mapping[str, tuple[str, str]] | None = None) -> None:
        state = self.state
        self._show(
            replace(
                state,
                record=record,
                unread=state.unread if unread is None else unread,
                unsaved=True,
                state=self._words(state.sector, record, state.version),
                saved="",
                saved_tone="",
            )
        )
        self._tasks.later(DRAFT, PAUSE_MS, self._keep_draft)
        self._tasks.later(LOOK, LOOK_MS, self._look)

    def _words(self, sector: str, record: Any, version: int) -> str:
        return SERVICES[sector].state_of(record) if version and sector else "草稿"

    # --- drafts -------------------------------------------------------------------------------------------

    def _keep_draft(self) -> None:
        state = self.state
        now = (state.record, state.unread)
        if not (self._writable and state.unsaved) or now == self._kept:
            return
        self._kept = now
        texts = {path: text for path, (_, text) in state.unread.items()}
        bare = not state.version and not texts and editing.is_bare(state.record)
        kept = state.record if texts else editing.trimmed(state.record)

        def write() -> datetime | None:
            if bare:
                self._desk.drop_draft(state.record_id)
                return None
            return self._desk.save_draft(state.sector, state.record_id, kept, state.version, texts)

        self._tasks.run(write, lambda at: self._was_kept(state, at), lambda no: self._not_kept(state, no))

    def _was_kept(self, typed: DeskState, at: datetime | None) -> None:
        state = self.state
        refused = self._refused and state.saved_tone == "red"  # still has to be read
        if typed.record_id != state.record_id or not state.unsaved or refused:
            return
        if at is None:
            self._show(replace(state, unsaved=False, saved="没有改动", saved_tone=""))
            return
        waits = "" if self._desk.may_keep(typed.sector, typed.record) else f"；{WAITS}"
        saved = f"已自动保存 {clock_time(at)}{waits}"
        self._show(replace(state, saved=saved, saved_tone="amber" if waits else "green"))

    def _not_kept(self, typed: DeskState, error: ZsError) -> None:
        if typed.record_id == self.state.record_id:
            self._kept = ()
            self._show(replace(self.state, saved=f"没有保存：{error}", saved_tone="red"))
        self._say(notice_of(error, self.keep))

    # --- saving -------------------------------------------------------------------------------------------

    def save(self, then: Then = ignore) -> None:
        """Save what is typed as a record; `then` is called with it. What stops it is said at its field."""
        state = self.state
        if not state.open:
            return
        self._tasks.stop(DRAFT)
        if not state.own or (not state.unsaved and state.version):
            self._tasks.run(lambda: self._desk.find(state.record_id), then, self._no)
        elif state.unread:
            self._keep_draft()
            path, (fault, _) = next(iter(state.unread.items()))
            self._refuse(path, fault, f"有{len(state.unread)}栏没有看懂，请改正或清空")
        else:
            self._save(state, then, state.version)

    def _save(self, state: DeskState, then: Then, version: int) -> None:
        record = editing.trimmed(state.record)

        def write() -> DeskView:
            return self._desk.save(state.sector, state.record_id, record, base_version=version)

        self._tasks.run(
            write,
            lambda view: self._saved(state, view, then),
            lambda no: self._not_saved(state, no, then),
        )

    def _saved(self, submitted: DeskState, view: DeskView, then: Then) -> None:
        if view.id == self.state.record_id:
            self._refused.clear()
            typed = self.state.record is not submitted.record or self.state.unread != submitted.unread
            self._show(replace(self.state, unsaved=typed))
            self.adopt(view)
        self.stored(view)
        then(view)

    def adopt(self, view: DeskView) -> None:
        """Take over a record as it was just stored; what was typed meanwhile stays, on top of it."""
        state = self.state
        if view.id != state.record_id:
            return
        record = state.record if state.unsaved else view.record
        self._kept = () if state.unsaved else (record, state.unread)
        self._show(
            replace(
                state,
                version=view.version,
                record=record,
                number=view.number,
                state=view.state,
                restricted=view.restricted,
                saved="" if state.unsaved else f"已保存 {clock_time(view.saved_at)}",
                saved_tone="",
            )
        )
        self._tasks.later(LOOK, 0, self._look)
        if state.unsaved:
            self._tasks.later(DRAFT, PAUSE_MS, self._keep_draft)

    def _not_saved(self, state: DeskState, error: ZsError, then: Then) -> None:
        if state.record_id != self.state.record_id:
            self._say(notice_of(error))
        elif error.code is Code.RECORD_CHANGED:
            self._say(notice_of(error, lambda: self._save_over(state.record_id, then), "覆盖保存"))
        elif error.field:
            self._kept = ()
            self._keep_draft()
            self._refuse(error.field, str(error), str(error))
        else:
            self._say(notice_of(error, lambda: self.save(then)))

    def _refuse(self, path: str, fault: str, words: str) -> None:
        """Say at its field, and below the form, what keeps the record from being saved."""
        self._refused = {path: fault}
        self._show(replace(self.state, saved=f"还没有保存：{words}", saved_tone="red"))
        self.focus(path)

    def _save_over(self, record_id: str, then: Then) -> None:
        """Save once more, on top of the version that came in between: a new version, nothing is erased."""

        def found(view: DeskView) -> None:
            if view.id == self.state.record_id:
                self._save(self.state, then, view.version)

        self._tasks.run(lambda: self._desk.find(record_id), found, self._no)

    def refresh(self) -> None:
        """Look again at the record (after a step, an import, an export); what is being typed stays."""
        state = self.state
        if state.open and state.version and not state.unsaved:
            self._tasks.run(lambda: self._desk.find(state.record_id), self._again, ignore)

    def _again(self, view: DeskView) -> None:
        if view.id == self.state.record_id and not self.state.unsaved and view.version != self.state.version:
            self.adopt(view)

    # --- what the rules say -------------------------------------------------------------------------------

    def _look(self) -> None:
        state = self.state
        if not state.open:
            return
        record = editing.trimmed(state.record)
        self._tasks.run(
            lambda: self._desk.look(state.sector, record, state.record_id if state.version else ""),
            lambda look: self._looked(state.record, look),
            self._no,
        )

    def _looked(self, record: Any, look: DeskLook) -> None:
        if record is self.state.record:
            self._show(replace(self.state, look=look))

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))

    def _show(self, state: DeskState) -> None:
        self.state = replace(state, faults=faults_of(state, self._refused))
        self.shown(self.state)
