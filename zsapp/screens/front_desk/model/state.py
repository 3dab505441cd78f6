"""The state of the open front-desk record (服务记录状态): everything the form shows, frozen. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from zsapp.base.clock import CHINA
from zsapp.rules.findings import OPEN, Severity
from zsapp.rules.front_desk import SERVICES
from zsapp.services.desk_counter import DeskDraft, DeskLook
from zsapp.services.front_desk import DeskView

NOT_READ = "上次写到这里，还没有看懂，请改正"
"""What stands under a field whose text is no value, when its draft is opened again."""
WAITS = "草稿已限制查看，离开后由站长、法律顾问接着办"
"""Said to whoever may not see such a record: what he types is kept, and not for him."""
TONES = {Severity.ERROR: "red", Severity.WARNING: "amber"}


@dataclass(frozen=True, slots=True)
class DeskState:
    """Everything the form shows."""

    record_id: str = ""
    sector: str = ""
    version: int = 0
    record: Any = None
    number: str = ""
    state: str = ""
    own: bool = True
    restricted: tuple[str, ...] = ()
    saved: str = ""
    saved_tone: str = ""
    unsaved: bool = False
    unread: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What was typed and is no value of the record, by its path: what is wrong with it, and the text."""
    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    look: DeskLook | None = None

    @property
    def open(self) -> bool:
        """Whether a record is before the clerk."""
        return bool(self.record_id)

    @property
    def title(self) -> str:
        """What the record is called while it is typed."""
        if not self.open:
            return ""
        row = SERVICES[self.sector]
        visitor = getattr(self.record, "visitor", None)
        who = visitor.name.strip() if visitor is not None else ""
        return f"{row.label}：{who or self.number or '新的登记'}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A record as it was found: stored, what was being typed of it, or both."""

    view: DeskView | None
    draft: DeskDraft | None


def clock_time(moment: datetime) -> str:
    """Return 09:12:40, in China."""
    return moment.astimezone(CHINA).strftime("%H:%M:%S")


def loaded_state(record_id: str, got: Loaded, station: str) -> DeskState:
    """Return the state of a record just found; one of another station is not changed here."""
    view, draft, state = got.view, got.draft, DeskState(record_id=record_id)
    if view is not None:
        state = replace(
            state,
            sector=view.sector,
            version=view.version,
            record=view.record,
            number=view.number,
            state=view.state,
            restricted=view.restricted,
            own=view.station == station,
            saved=f"已保存 {clock_time(view.saved_at)}",
        )
    if draft is not None:
        state = replace(
            state,
            sector=draft.sector,
            version=draft.base_version,
            record=draft.record,
            unread={path: (NOT_READ, text) for path, text in draft.unread.items()},
            unsaved=True,
            saved=f"接着上次：草稿 {clock_time(draft.saved_at)}",
        )
    return state


def faults_of(state: DeskState, refused: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return what stands under the fields: what is to be put right, what was refused, what cannot be read."""
    faults: dict[str, tuple[str, str]] = {}
    for one in state.look.findings if state.look else ():
        if one.where and one.state == OPEN and one.severity in TONES:
            faults.setdefault(one.where, (TONES[one.severity], one.message))
    faults.update({path: ("red", words) for path, words in refused.items()})
    faults.update({path: ("red", words) for path, (words, _) in state.unread.items()})
    return faults
