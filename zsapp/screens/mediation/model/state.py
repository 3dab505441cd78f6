"""The state of the open case (案件状态): everything the case screen shows, frozen. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from zsapp.base.clock import CHINA
from zsapp.rules.findings import Finding, Severity
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_asking import asks
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.mediation_state import REOPENABLE
from zsapp.rules.mediation_versions import changed_terms, signed_refusal
from zsapp.services.mediation import CaseView, DraftView

NOT_READ = "上次写到这里，还没有看懂，请改正"
"""What stands under a field whose text is no value, when its draft is opened again."""
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
    own: bool = True
    saved: str = ""
    saved_tone: str = ""
    unsaved: bool = False
    unread: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What was typed and is no value of the case, by its path: what is wrong with it, and the text."""
    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    deadlines: tuple[Deadline, ...] = ()

    @property
    def open(self) -> bool:
        """Whether a case is before the clerk."""
        return bool(self.record_id)

    @property
    def asking(self) -> tuple[Deadline, ...]:
        """The deadlines that still ask something of somebody."""
        return tuple(one for one in self.deadlines if asks(self.case, one))

    @property
    def reopenable(self) -> bool:
        """Whether it is a stored case of ours that ended, so that its dispute may come back (重新受理)."""
        return self.own and self.version > 0 and self.state in REOPENABLE


@dataclass(frozen=True, slots=True)
class Loaded:
    """A case as it was found: the record, what was being typed of it, or both."""

    view: CaseView | None
    draft: DraftView | None


def clock_time(moment: datetime) -> str:
    """Return 09:12:40, in China."""
    return moment.astimezone(CHINA).strftime("%H:%M:%S")


def loaded_state(record_id: str, got: Loaded, station: str) -> CaseState:
    """Return the state of a case just found; `station` is our own: other cases are not changed here."""
    view, draft, state = got.view, got.draft, CaseState(record_id=record_id)
    if view is not None:
        state = replace(
            state,
            version=view.version,
            case=view.case,
            number=view.number,
            title=view.title,
            state=view.state,
            own=view.station == station,
            saved=f"已保存 {clock_time(view.saved_at)}",
        )
    if draft is not None:
        state = replace(
            state,
            version=draft.base_version,
            case=draft.case,
            unread={path: (NOT_READ, text) for path, text in draft.unread.items()},
            unsaved=True,
            saved=f"接着上次：草稿 {clock_time(draft.saved_at)}",
        )
    return state


def faults_of(state: CaseState, refused: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return what stands under the fields: what a check says, what was refused, what cannot be read."""
    faults: dict[str, tuple[str, str]] = {}
    for one in state.findings:
        if one.state == "open" and one.severity in TONES:
            faults.setdefault(one.where, (TONES[one.severity], one.message))
    for path in changed_terms(state.case):
        no = signed_refusal(state.case, path)
        faults[path] = ("red", f"{no}。{no.remedy}")
    faults.update({path: ("red", words) for path, words in refused.items()})
    faults.update({path: ("red", words) for path, (words, _) in state.unread.items()})
    return faults
