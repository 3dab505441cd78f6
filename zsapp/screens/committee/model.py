"""The committee page's model (调委会): typing, what the law misses, saving. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.base.items import Thing
from zsapp.rules.committee import Committee
from zsapp.rules.findings import Finding
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.paths import get_at, is_blank, remove_at, set_at
from zsapp.screens.notices import Say, done, notice_of
from zsapp.services.committee import Committees, CommitteeView

PAUSE_MS = 1_500
"""A pause in typing after which what was typed is kept."""

PREFILLED = frozenset({"kind", "hours"})
"""What a blank card holds already: a card with nothing else is nobody."""


@dataclass(frozen=True, slots=True)
class CommitteeState:
    """What the page shows."""

    committee: Committee = field(default_factory=Committee)
    version: int = 0
    unsaved: bool = False
    findings: tuple[Finding, ...] = ()
    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The roster in one sentence."""
        people = [one for one in self.committee.mediators if not is_blank(one, PREFILLED)]
        if not people:
            return "名册还是空的：添加委员和聘任的调解员，检查和统计就能用上"
        words = f"在册 {len(people)} 人"
        return f"{words}，{len(self.findings)} 处需要留意" if self.findings else words


class CommitteeModel:
    """The committee before the clerk."""

    def __init__(self, desk: Committees, tasks: Tasks, *, today: Callable[[], date], say: Say) -> None:
        self._desk, self._tasks, self._say, self.today = desk, tasks, say, today
        self.state = CommitteeState()
        self.shown: Callable[[CommitteeState], None] = ignore
        self._unread: dict[str, str] = {}

    def start(self) -> None:
        """Ask for the station's own committee, unless something is being typed."""
        if not self.state.unsaved:
            self._tasks.run(self._look, self._looked, self._no)

    def _look(self) -> tuple[CommitteeView, bool]:
        typed = self._desk.typed()
        return (typed, True) if typed else (self._desk.find(), False)

    def _looked(self, got: tuple[CommitteeView, bool]) -> None:
        self._came(got[0], unsaved=got[1])

    def _came(self, view: CommitteeView, *, unsaved: bool = False) -> None:
        self._unread.clear()
        self._show(view.committee, version=view.version, unsaved=unsaved)

    def edit(self, path: str, value: Any) -> None:
        """Take in a typed item."""
        self._changed(set_at(self.state.committee, path, value))

    def unread(self, path: str, fault: str, _text: str = "") -> None:
        """Take in that a field holds what cannot be read yet (or can again)."""
        if fault:
            self._unread[path] = fault
        else:
            self._unread.pop(path, None)

    def entered(self, _path: str) -> None:
        """Take in that the clerk went to another field."""
        if self._unread:
            self._show(self.state.committee)

    def add(self, path: str, member: Thing) -> None:
        """Add a card."""
        committee = self.state.committee
        self._changed(set_at(committee, path, (*(get_at(committee, path) or ()), member)))

    def remove(self, path: str) -> None:
        """Take a card or row away."""
        self._changed(remove_at(self.state.committee, path))

    def _changed(self, committee: Committee) -> None:
        self._show(committee, unsaved=True)
        self._tasks.later("committee", PAUSE_MS, self.keep)

    def keep(self) -> None:
        """Keep what is being typed, so that a power cut loses nothing."""
        self._tasks.stop("committee")
        if not self.state.unsaved:
            return
        typed, version = _trimmed(self.state.committee), self.state.version
        self._tasks.run(lambda: self._desk.keep(typed, base_version=version), ignore, self._no)

    def save(self) -> None:
        """Save what is filled in; blank cards and rows are dropped."""
        self._tasks.stop("committee")
        kept = _trimmed(self.state.committee)
        version = self.state.version
        self._tasks.run(lambda: self._desk.save(kept, base_version=version), self._saved, self._no)

    def _saved(self, view: CommitteeView) -> None:
        self._came(view)
        self._say(done("调委会名册已保存", "下次导出时一并上报"))

    def _show(self, committee: Committee, **changes: Any) -> None:
        findings = self._desk.check(_trimmed(committee))
        faults = {one.where: ("amber", one.message) for one in findings}
        faults |= {path: ("red", words) for path, words in self._unread.items()}
        self.state = replace(self.state, committee=committee, findings=findings, faults=faults, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))


def _trimmed(committee: Committee) -> Committee:
    people = tuple(
        replace(one, trainings=tuple(two for two in one.trainings if not is_blank(two)))
        for one in committee.mediators
        if not is_blank(one, PREFILLED)
    )
    return replace(committee, mediators=people)
