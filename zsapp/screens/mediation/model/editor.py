"""The open case (办理中的案件): typing, autosave, checks, steps, saving. Gestures in, one frozen state out.

Nothing is lost by anything pressed: every pause in typing keeps a draft; leaving, stepping and printing save.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from zsapp.base.clock import CHINA
from zsapp.base.errors import Code, ZsError
from zsapp.base.items import Thing
from zsapp.rules.findings import Finding, Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.mediation_state import state_of, step_of, title_of
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.paths import get_at, is_blank
from zsapp.screens.mediation.layout import STEPS
from zsapp.screens.mediation.model import editing
from zsapp.screens.notices import Notice, Say, notice_of
from zsapp.services.mediation import CaseView, DraftView, Mediation

PAUSE_MS = 1_500
"""A pause in typing after which the draft is kept."""
CHECK_MS = 350
"""A pause after which the checks run again."""

TONES = {Severity.ERROR: "red", Severity.WARNING: "amber"}


@dataclass(frozen=True, slots=True)
class CaseState:
    """Everything the case screen shows."""

    record_id: str = ""
    version: int = 0
    case: Case = field(default_factory=Case)
    step: int = 0
    number: str = ""
    title: str = ""
    state: str = ""
    sync: str = ""
    own: bool = True
    saved: str = ""
    saved_tone: str = ""
    unsaved: bool = False
    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    deadlines: tuple[Deadline, ...] = ()

    @property
    def open(self) -> bool:
        """Whether a case is before the clerk."""
        return bool(self.record_id)


@dataclass(frozen=True, slots=True)
class _Loaded:
    view: CaseView | None
    draft: DraftView | None


def clock_time(moment: datetime) -> str:
    """Return 09:12:40, in China."""
    return moment.astimezone(CHINA).strftime("%H:%M:%S")


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
        self._history = editing.History()
        self._unread: dict[str, str] = {}
        self._refused: dict[str, str] = {}
        self._start = Case()

    # --- opening and leaving ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Put a new case before the clerk (新登记)."""
        case = editing.opened(self._desk.blank())
        self._put(CaseState(record_id=self._desk.new_id(), case=case, own=True))
        self.focus("dispute_type")

    def open(self, record_id: str, step: int | None = None) -> None:
        """Open a stored case, or what was being typed of it; at a step, or where it stands."""
        self.leave()
        self._tasks.run(
            lambda: self._load(record_id), lambda got: self._loaded(record_id, step, got), self._no
        )

    def _load(self, record_id: str) -> _Loaded:
        draft = self._desk.draft(record_id)
        if draft is not None and draft.base_version == 0:
            return _Loaded(None, draft)
        return _Loaded(self._desk.find(record_id), draft)

    def _loaded(self, record_id: str, step: int | None, got: _Loaded) -> None:
        view, draft = got.view, got.draft
        case = draft.case if draft else view.case if view else Case()
        base = draft.base_version if draft else view.version if view else 0
        state = CaseState(
            record_id=record_id,
            version=base,
            case=editing.opened(case),
            step=step_of(case) if step is None else step,
        )
        if view is not None:
            state = replace(
                state,
                number=view.number,
                title=view.title,
                state=view.state,
                sync=view.sync,
                own=view.station == self._station,
                saved=f"已保存 {clock_time(view.saved_at)}",
            )
        if draft is not None:
            state = replace(state, unsaved=True, saved=f"接着上次：草稿 {clock_time(draft.saved_at)}")
        self._put(state)

    def _put(self, state: CaseState) -> None:
        self._history = editing.History()
        self._unread, self._refused = {}, {}
        self._start = state.case
        self._show(
            replace(state, title=state.title or _title(state.case), state=state.state or state_of(state.case))
        )
        self._tasks.later("check", 0, self._check)

    def leave(self) -> None:
        """Keep what was typed and clear the desk (Esc): asks nothing, loses nothing."""
        self.keep()
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
        if case == before or not self.state.own or not self.state.open:
            return
        self._history.note(before, path, value)
        self._refused.pop(path, None)
        self._changed(case)

    def unread(self, path: str, fault: str) -> None:
        """Take in that a field holds what cannot be read yet (or can again)."""
        if fault:
            self._unread[path] = fault
        else:
            self._unread.pop(path, None)

    def entered(self, path: str) -> None:
        """Take in that the clerk went to another field."""
        self._history.pause()
        case = editing.renumbered(self.state.case)
        if case != self.state.case and not path.startswith(editing.NUMBERED) and self.state.own:
            self._changed(case)
        elif self._unread:
            self._show(replace(self.state, faults=self._faults()))

    def undo(self, *, redo: bool = False) -> None:
        """Go one change back, or forth again, across fields."""
        turned = (self._history.forth if redo else self._history.back)(self.state.case)
        if turned is None:
            return
        case, path = turned
        self._unread.clear()
        self._changed(case)
        self.focus(path)

    def add(self, path: str, member: Thing) -> None:
        """Add a member to a list."""
        before = self.state.case
        self._history.note(before, "", None)
        self._changed(editing.added(before, path, member))
        self.focus(f"{path}[{len(get_at(before, path) or ())}]")

    def remove(self, path: str) -> None:
        """Remove the list member a path lies in; undo brings it back."""
        member = editing.member_of(path)
        if not member or get_at(self.state.case, member) is None or not self.state.own:
            return
        self._history.note(self.state.case, "", None)
        self._unread = {at: fault for at, fault in self._unread.items() if not at.startswith(member)}
        self._changed(editing.removed(self.state.case, member))
        self._say(Notice("已删除一项", "按 Ctrl+Z 可以恢复"))

    def mend(self, finding: Finding) -> None:
        """Put a finding's own fix where it speaks of."""
        value: Any = finding.fix
        self.edit(finding.where, value)
        self.focus(finding.where)

    def _changed(self, case: Case) -> None:
        self._show(
            replace(
                self.state,
                case=case,
                unsaved=True,
                title=_title(case),
                state=state_of(case),
                saved="",
                saved_tone="",
                faults=self._faults(),
            )
        )
        self._tasks.later("draft", PAUSE_MS, self._keep_draft)
        self._tasks.later("check", CHECK_MS, self._check)

    # --- drafts -------------------------------------------------------------------------------------------

    def _keep_draft(self) -> None:
        state = self.state
        if not state.open or not state.own or not state.unsaved or state.case == self._start:
            return
        case = editing.trimmed(state.case)
        if state.version == 0 and is_blank(replace(case, dates=type(case.dates)()), PREFILLED):
            return
        record_id, version = state.record_id, state.version
        self._tasks.run(
            lambda: self._desk.save_draft(record_id, case, version),
            lambda at: self._kept(record_id, at),
            self._not_kept,
        )

    def _kept(self, record_id: str, at: datetime) -> None:
        if record_id == self.state.record_id and self.state.unsaved:
            self._show(replace(self.state, saved=f"已自动保存 {clock_time(at)}", saved_tone="green"))

    def _not_kept(self, error: ZsError) -> None:
        self._show(replace(self.state, saved=f"没有保存：{error}", saved_tone="red"))
        self._say(notice_of(error, self._keep_draft))

    # --- steps and saving ---------------------------------------------------------------------------------

    def go(self, step: int) -> None:
        """Go to a step (0 to 5); nothing is asked."""
        if 0 <= step < len(STEPS):
            self._show(replace(self.state, step=step))

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
            self._tasks.run(lambda: self._desk.find(state.record_id), then, self._no)
            return
        case = editing.trimmed(editing.renumbered(state.case))

        def write() -> CaseView:
            return self._desk.save(state.record_id, case, base_version=state.version)

        self._tasks.run(
            write, lambda view: self._saved(state.case, view, then), lambda no: self._not_saved(no, then)
        )

    def _saved(self, submitted: Case, view: CaseView, then: Callable[[CaseView], Any]) -> None:
        if view.id != self.state.record_id:
            return
        self._refused.clear()
        self._show(replace(self.state, unsaved=self.state.case is not submitted))
        self.adopt(view)
        then(view)

    def adopt(self, view: CaseView) -> None:
        """Take over a case as it was just stored; what was typed meanwhile stays, on top of it."""
        typed = self.state.case
        meanwhile = replace(
            typed,
            overrides=view.case.overrides,
            volume_no=view.case.volume_no,
            agreement_no=typed.agreement_no or view.case.agreement_no,
        )
        case = meanwhile if self.state.unsaved else editing.opened(view.case)
        self._start = case
        self._show(
            replace(
                self.state,
                version=view.version,
                case=case,
                number=view.number,
                title=view.title,
                state=view.state,
                sync=view.sync,
                saved=f"已保存 {clock_time(view.saved_at)}",
                saved_tone="green",
                faults=self._faults(),
            )
        )
        self._tasks.later("check", 0, self._check)

    def _not_saved(self, error: ZsError, then: Callable[[CaseView], Any]) -> None:
        self._keep_draft()
        if error.code is Code.RECORD_CHANGED:
            self._say(notice_of(error, lambda: self._save_over(then), "用我的内容再存一版"))
        elif error.field:
            self._refused = {error.field: str(error)}
            said = f"还没有登记：{error}"
            self._show(replace(self.state, faults=self._faults(), saved=said, saved_tone="red"))
            self.focus(error.field)
        else:
            self._say(notice_of(error, lambda: self.save(then)))

    def _save_over(self, then: Callable[[CaseView], Any]) -> None:
        """Save once more, on top of the version that came in between: a new version, nothing is erased."""

        def found(view: CaseView) -> None:
            self._show(replace(self.state, version=view.version, unsaved=True))
            self.save(then)

        self._tasks.run(lambda: self._desk.find(self.state.record_id), found, self._no)

    def refresh(self) -> None:
        """Look again how far the case has travelled (after an export or an import)."""
        if self.state.open and self.state.version and not self.state.unsaved:
            self._tasks.run(lambda: self._desk.find(self.state.record_id), self._again, ignore)

    def _again(self, view: CaseView) -> None:
        if view.id == self.state.record_id and not self.state.unsaved:
            self._show(replace(self.state, sync=view.sync))

    # --- checks -------------------------------------------------------------------------------------------

    def _check(self) -> None:
        state = self.state
        if not state.open:
            return
        case, record_id = editing.trimmed(state.case), state.record_id

        def look() -> tuple[tuple[Finding, ...], tuple[Deadline, ...]]:
            found = self._desk.check(case, stage=Stage.TYPING, record_id=record_id)
            return found, self._desk.deadlines(case)

        self._tasks.run(look, lambda got: self._checked(state.case, *got), self._no)

    def _checked(self, case: Case, found: tuple[Finding, ...], due: tuple[Deadline, ...]) -> None:
        if case is self.state.case:
            state = replace(self.state, findings=found, deadlines=due)
            self._show(replace(state, faults=self._faults(state)))

    def _faults(self, state: CaseState | None = None) -> dict[str, tuple[str, str]]:
        """Return what stands under the fields: what cannot be read, what was refused, what a check says."""
        state = state or self.state
        faults: dict[str, tuple[str, str]] = {}
        for one in state.findings:
            if one.state == "open" and one.severity in TONES:
                faults.setdefault(one.where, (TONES[one.severity], one.message))
        faults.update({path: ("red", words) for path, words in self._refused.items()})
        faults.update({path: ("red", words) for path, words in self._unread.items()})
        return faults

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))

    def _show(self, state: CaseState) -> None:
        self.state = state
        self.shown(state)


def _title(case: Case) -> str:
    kept = editing.trimmed(case)
    return title_of(kept) if kept.title or any(one.name for one in kept.parties) else "新登记"


PREFILLED = frozenset({"committee", "source", "public", "mediators"})
"""What a new case holds already: a case with nothing else is not worth a draft."""
