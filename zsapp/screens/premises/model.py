"""The premises page's model (工作室资料): typing, what is missing, saving, photographs. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.base.items import Thing
from zsapp.rules.findings import Finding
from zsapp.rules.premises import Premises
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.paths import get_at, is_blank, remove_at, set_at
from zsapp.screens.notices import Say, done, notice_of
from zsapp.screens.premises.layout import usual_hours
from zsapp.services.premises import PremisesDesk, PremisesView

PAUSE_MS = 1_500
"""A pause in typing after which what was typed is kept."""
LISTS = ("hours", "closures", "staff", "inspections")
"""Lists with a blank row at the end that is not kept."""


@dataclass(frozen=True, slots=True)
class PremisesState:
    """What the page shows."""

    premises: Premises = field(default_factory=Premises)
    version: int = 0
    unsaved: bool = False
    findings: tuple[Finding, ...] = ()
    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """How the record stands, in one sentence."""
        if not self.version and not self.unsaved:
            return "还没有登记：填写后可以排班、打印值守表"
        words = f"{len(self.findings)} 处需要留意" if self.findings else "资料齐全"
        return words + ("（还没有保存）" if self.unsaved else "")


class PremisesModel:
    """The station's own premises before the clerk."""

    def __init__(self, desk: PremisesDesk, tasks: Tasks, *, today: Callable[[], date], say: Say) -> None:
        self._desk, self._tasks, self._say, self.today = desk, tasks, say, today
        self.state = PremisesState()
        self.shown: Callable[[PremisesState], None] = ignore
        self._unread: dict[str, str] = {}

    def start(self) -> None:
        """Ask for the premises, unless something is being typed."""
        if not self.state.unsaved:
            self._tasks.run(self._look, lambda got: self._came(got[0], unsaved=got[1]), self._no)

    def _look(self) -> tuple[PremisesView, bool]:
        typed = self._desk.typed()
        return (typed, True) if typed else (self._desk.find(), False)

    def _came(self, view: PremisesView, *, unsaved: bool = False) -> None:
        self._unread.clear()
        self._show(view.premises, version=view.version, unsaved=unsaved)

    # --- typing -------------------------------------------------------------------------------------------

    def edit(self, path: str, value: Any) -> None:
        """Take in a typed item."""
        self._changed(set_at(self.state.premises, path, value))

    def unread(self, path: str, fault: str, _text: str = "") -> None:
        """Take in that a field holds what cannot be read yet (or can again)."""
        if fault:
            self._unread[path] = fault
        elif self._unread.pop(path, ""):
            self._show(self.state.premises)

    def entered(self, _path: str) -> None:
        """Take in that the clerk went to another field."""
        if self._unread:
            self._show(self.state.premises)

    def add(self, path: str, member: Thing) -> None:
        """Add a row."""
        premises = self.state.premises
        self._changed(set_at(premises, path, (*(get_at(premises, path) or ()), member)))

    def remove(self, path: str) -> None:
        """Take a row away."""
        self._changed(remove_at(self.state.premises, path))

    def fill_usual_hours(self) -> None:
        """Fill in the usual hours."""
        self._changed(replace(self.state.premises, hours=usual_hours()))

    def _changed(self, premises: Premises) -> None:
        self._show(premises, unsaved=True)
        self._tasks.later("premises", PAUSE_MS, self.keep)

    def keep(self) -> None:
        """Keep what is being typed, so that a power cut loses nothing."""
        self._tasks.stop("premises")
        if self.state.unsaved:
            typed, version = trimmed(self.state.premises), self.state.version
            self._tasks.run(lambda: self._desk.keep(typed, base_version=version), ignore, self._no)

    # --- saving -------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save what is filled in; blank rows are dropped."""
        self._tasks.stop("premises")
        kept, version = trimmed(self.state.premises), self.state.version
        self._tasks.run(lambda: self._desk.save(kept, base_version=version), self._saved, self._no)

    def _saved(self, view: PremisesView) -> None:
        self._came(view)
        self._say(done("工作室资料已保存", "下次导出时一并上报"))

    def add_photo(self, file: Path) -> None:
        """Take a photograph in; what is being typed is saved with it."""
        kept, version = trimmed(self.state.premises), self.state.version

        def taken() -> PremisesView:
            if self.state.unsaved or not version:
                self._desk.save(kept, base_version=version)
            return self._desk.add_photo(file)

        self._tasks.run(taken, self._saved, self._no)

    def _show(self, premises: Premises, **changes: Any) -> None:
        findings = self._desk.check(trimmed(premises))
        faults = {one.where: ("amber", one.message) for one in findings}
        faults |= {path: ("red", words) for path, words in self._unread.items()}
        self.state = replace(self.state, premises=premises, findings=findings, faults=faults, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))


def trimmed(premises: Premises) -> Premises:
    """Return a premises as it is kept: blank rows are dropped."""
    kept: dict[str, Any] = {
        name: tuple(one for one in getattr(premises, name) if not is_blank(one)) for name in LISTS
    }
    return replace(premises, **kept)
