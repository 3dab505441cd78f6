"""The state of the open application (申请状态): everything the interview shows, frozen. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from zsapp.base.clock import CHINA
from zsapp.rules.findings import OPEN, Severity
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.services.legal_aid import IntakeView
from zsapp.services.legal_aid_counter import AidLook, IntakeDraft

NOT_READ = "上次写到这里，还没有看懂，请改正"
"""What stands under a field whose text is no value, when its draft is opened again."""
UNNAMED = "新的申请"
WAITS = "草稿已限制查看，离开后由站长、法律顾问接着办"
"""Said to whoever may not see such a record: what he types is kept, and not for him."""


@dataclass(frozen=True, slots=True)
class IntakeState:
    """Everything the interview shows."""

    record_id: str = ""
    version: int = 0
    intake: LegalAidIntake = field(default_factory=LegalAidIntake)
    step: int = 0
    number: str = ""
    state: str = ""
    own: bool = True
    saved: str = ""
    saved_tone: str = ""
    unsaved: bool = False
    unread: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What was typed and is no value of the intake, by its path: what is wrong with it, and the text."""
    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    look: AidLook | None = None

    @property
    def open(self) -> bool:
        """Whether an application is before the clerk."""
        return bool(self.record_id)

    @property
    def title(self) -> str:
        """What the application is called while it is typed."""
        return self.intake.title or self.intake.applicant.name.strip() or UNNAMED


@dataclass(frozen=True, slots=True)
class Loaded:
    """An application as it was found: the record, what was being typed of it, or both."""

    view: IntakeView | None
    draft: IntakeDraft | None


def clock_time(moment: datetime) -> str:
    """Return 09:12:40, in China."""
    return moment.astimezone(CHINA).strftime("%H:%M:%S")


def loaded_state(record_id: str, got: Loaded, station: str) -> IntakeState:
    """Return the state of an application just found; one of another station is not changed here."""
    view, draft, state = got.view, got.draft, IntakeState(record_id=record_id)
    if view is not None:
        state = replace(
            state,
            version=view.version,
            intake=view.intake,
            number=view.number,
            state=view.state,
            own=view.station == station,
            saved=f"已保存 {clock_time(view.saved_at)}",
        )
    if draft is not None:
        state = replace(
            state,
            version=draft.base_version,
            intake=draft.intake,
            unread={path: (NOT_READ, text) for path, text in draft.unread.items()},
            unsaved=True,
            saved=f"接着上次：草稿 {clock_time(draft.saved_at)}",
        )
    return state


def faults_of(state: IntakeState, refused: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return what stands under the fields: what is to be put right, what was refused, what cannot be read."""
    faults: dict[str, tuple[str, str]] = {}
    for one in state.look.findings if state.look else ():
        if one.where and one.state == OPEN and one.severity is Severity.WARNING:
            faults.setdefault(one.where, ("amber", one.message))
    faults.update({path: ("red", words) for path, words in refused.items()})
    faults.update({path: ("red", words) for path, (words, _) in state.unread.items()})
    return faults
