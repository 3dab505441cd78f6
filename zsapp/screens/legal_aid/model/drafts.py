"""Drafts (草稿): what is being typed of applications is kept, in order. Plain Python.

One left while its save is still under way is not kept as a draft beside its own record; what the disk refuses
waits, and is tried again with the next.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from zsapp.base import clock
from zsapp.base.errors import ZsError
from zsapp.rules.legal_aid import LegalAidIntake, with_visibility
from zsapp.screens.errands import Tasks
from zsapp.screens.legal_aid.model.editing import is_bare, trimmed
from zsapp.services.legal_aid_counter import AidCounter, IntakeDraft


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: of which record, on top of which version, and the texts that are no values."""

    record_id: str
    version: int
    intake: LegalAidIntake
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether nobody typed anything."""
        return not self.unread and self.version == 0 and is_bare(self.intake)

    @property
    def kept_as(self) -> LegalAidIntake:
        """The intake as the draft holds it; beside texts without a value every row stays where it is."""
        return with_visibility(self.intake if self.unread else trimmed(self.intake))


class IntakeDrafts:
    """Keeps drafts."""

    def __init__(self, desk: AidCounter, tasks: Tasks) -> None:
        """Keep them at a desk."""
        self._desk, self._tasks = desk, tasks
        self.kept: Callable[[Typed, datetime | None], None] = lambda _typed, _at: None
        """Told what was kept and when, or that there was nothing to keep."""
        self.refused: Callable[[Typed, ZsError], None] = lambda _typed, _error: None
        """Told what could not be kept."""
        self._waiting: dict[str, Typed] = {}
        self._stored: dict[str, tuple[int, tuple[LegalAidIntake, ...]]] = {}

    def stored(self, record_id: str, version: int, *intakes: LegalAidIntake) -> None:
        """Take in that an intake is a record now, as it was typed and as it was stored (said in the lane)."""
        self._stored[record_id] = (version, tuple(with_visibility(trimmed(one)) for one in intakes))

    def find(self, record_id: str) -> IntakeDraft | None:
        """Return what was being typed of a record (asked in the lane)."""
        if waits := self._waiting.get(record_id):
            return IntakeDraft(record_id, waits.kept_as, waits.version, clock.now(), waits.unread)
        return self._desk.draft(record_id)

    def keep(self, typed: Typed) -> None:
        """Keep what was typed, and what is still waiting."""
        self._run(typed)
        for one in list(self._waiting.values()):
            if one.record_id != typed.record_id:
                self._run(one)

    def again(self) -> None:
        """Try once more to keep what is waiting."""
        for one in list(self._waiting.values()):
            self._run(one)

    def _run(self, typed: Typed) -> None:
        self._tasks.run(
            lambda: self._write(typed),
            lambda at: self._was_kept(typed, at),
            lambda error: self._was_not(typed, error),
        )

    def _write(self, typed: Typed) -> datetime | None:
        version, known = self._stored.get(typed.record_id, (0, ()))
        if typed.blank or (not typed.unread and typed.kept_as in known):
            self._desk.drop_draft(typed.record_id)
            return None
        newest = max(version, typed.version)
        return self._desk.save_draft(typed.record_id, typed.kept_as, newest, typed.unread)

    def _was_kept(self, typed: Typed, at: datetime | None) -> None:
        self._waiting.pop(typed.record_id, None)
        self.kept(typed, at)

    def _was_not(self, typed: Typed, error: ZsError) -> None:
        self._waiting[typed.record_id] = typed
        self.refused(typed, error)
