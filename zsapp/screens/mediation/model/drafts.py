"""Drafts (草稿): what is being typed is kept, in order, whatever else is under way. Plain Python.

A case left while its save is still under way is not kept as a draft beside its own record; what the disk
refuses waits, and is tried again with the next.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from zsapp.base import clock
from zsapp.base.errors import ZsError
from zsapp.rules.mediation import Case
from zsapp.screens.errands import Tasks
from zsapp.screens.kit.paths import is_blank
from zsapp.screens.mediation.model.editing import trimmed
from zsapp.services.mediation import DraftView, Mediation

PREFILLED = frozenset({"committee", "source", "public", "mediators"})
"""What a new case holds already: a case with nothing else is not worth a draft."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: of which record, on top of which version, and the texts that are no values."""

    record_id: str
    version: int
    case: Case
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether nobody typed anything."""
        case = trimmed(self.case)
        bare = replace(case, dates=type(case.dates)())
        return not self.unread and self.version == 0 and is_blank(bare, PREFILLED)

    @property
    def kept_as(self) -> Case:
        """The case as the draft holds it; beside texts without a value every row stays where it is."""
        return self.case if self.unread else trimmed(self.case)


class Drafts:
    """Keeps drafts."""

    def __init__(self, desk: Mediation, tasks: Tasks) -> None:
        """Keep them at a desk."""
        self._desk, self._tasks = desk, tasks
        self.kept: Callable[[Typed, datetime | None], None] = lambda _typed, _at: None
        """Told what was kept and when, or that there was nothing to keep."""
        self.refused: Callable[[Typed, ZsError], None] = lambda _typed, _error: None
        """Told what could not be kept."""
        self.waiting: dict[str, Typed] = {}
        """What could not be kept yet, by its record."""
        self._stored: dict[str, tuple[int, Case]] = {}

    def stored(self, record_id: str, version: int, case: Case) -> None:
        """Take in that a case is a record now (said in the lane, right after it was)."""
        self._stored[record_id] = (version, trimmed(case))

    def find(self, record_id: str) -> DraftView | None:
        """Return what was being typed of a record (asked in the lane)."""
        if waits := self.waiting.get(record_id):
            return DraftView(record_id, waits.kept_as, waits.version, clock.now(), waits.unread)
        return self._desk.draft(record_id)

    def keep(self, typed: Typed) -> None:
        """Keep what was typed, and what is still waiting."""
        self._run(typed)
        for one in list(self.waiting.values()):
            if one.record_id != typed.record_id:
                self._run(one)

    def again(self) -> None:
        """Try once more to keep what is waiting."""
        for one in list(self.waiting.values()):
            self._run(one)

    def _run(self, typed: Typed) -> None:
        self._tasks.run(
            lambda: self._write(typed),
            lambda at: self._was_kept(typed, at),
            lambda error: self._was_not(typed, error),
        )

    def _write(self, typed: Typed) -> datetime | None:
        version, case = self._stored.get(typed.record_id, (0, None))
        if typed.blank or (not typed.unread and trimmed(typed.case) == case):
            self._desk.drop_draft(typed.record_id)
            return None
        newest = max(version, typed.version)
        return self._desk.save_draft(typed.record_id, typed.kept_as, newest, typed.unread)

    def _was_kept(self, typed: Typed, at: datetime | None) -> None:
        self.waiting.pop(typed.record_id, None)
        self.kept(typed, at)

    def _was_not(self, typed: Typed, error: ZsError) -> None:
        self.waiting[typed.record_id] = typed
        self.refused(typed, error)
