"""Known people (已知的人): offered while a name is typed; where the people of an application meet elsewhere.

Everything is asked for in the lane after a pause; an answer to an older question is dropped. Plain Python.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.base.items import item_of
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.legal_aid_conflicts import AidConflict
from zsapp.rules.legal_aid_parts import AidAgent, Applicant
from zsapp.rules.names import masked_number
from zsapp.rules.person import Person
from zsapp.rules.tables import Tables
from zsapp.rules.turning import applicant_of
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.paths import get_at, is_blank, parent_of, set_at
from zsapp.screens.kit.reading import show_date
from zsapp.screens.legal_aid.model import editing
from zsapp.screens.legal_aid.model.editor import IntakeModel
from zsapp.screens.legal_aid.model.state import IntakeState
from zsapp.screens.notices import Notice, Say, notice_of
from zsapp.services.legal_aid_counter import AidCounter
from zsapp.services.likeness import PersonHint
from zsapp.services.persons import Persons

OFFER, MEET = "aid offer", "aid meet"
PAUSE_MS = 150
"""A pause in typing after which the people known are looked through."""
MEET_MS = 500
"""A pause after which conflicts are looked for: after the opinion."""
OFFERED, FEWEST = 5, 3
"""People offered at once, and characters of a number before anybody is."""
COVERED = ("id_no", "phone")
AGENT = ("name", "id_type", "id_no", "phone")
"""What an application holds of an agent."""


@dataclass(frozen=True, slots=True)
class KnownState:
    """Whom a field offers, and where the people of the application meet elsewhere."""

    path: str = ""
    offered: tuple[PersonHint, ...] = ()
    conflicts: tuple[AidConflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Desks:
    """Whom the model asks: the people's desk, the counter, the tables that turn words into codes."""

    persons: Persons
    counter: AidCounter
    tables: Tables


class KnownModel:
    """The people known, beside the application before the clerk."""

    def __init__(self, desks: Desks, editor: IntakeModel, *, tasks: Tasks, say: Say) -> None:
        """Ask about the application of an editor."""
        self._desks, self._editor, self._tasks, self._say = desks, editor, tasks, say
        self.state = KnownState()
        self.shown: Callable[[KnownState], None] = ignore
        self._key: tuple[Any, ...] = ()
        self._typing = ("", "")

    # --- offered while typing -----------------------------------------------------------------------------

    def ask(self, path: str, text: str) -> None:
        """Take in what is typed in a field that offers people."""
        self._typing = (path, text.strip())
        least = 1 if path.endswith(".name") else FEWEST
        if self._editor.state.own and len(text.strip()) >= least:
            self._tasks.later(OFFER, PAUSE_MS, self._find)
        else:
            self._tasks.stop(OFFER)
            self.dismiss()

    def _find(self) -> None:
        path, text = asked = self._typing
        holder = get_at(self._editor.state.intake, parent_of(path))
        tied = holder.person_id if holder is not None else ""

        def found(hints: tuple[PersonHint, ...]) -> None:
            if asked == self._typing:
                others = tuple(one for one in hints if one.id != tied)[:OFFERED]
                self._show(path=path if others else "", offered=others)

        if path:
            self._tasks.run(lambda: self._desks.persons.suggest(text, limit=OFFERED + 1), found, self._no)

    def left(self, path: str) -> None:
        """Take in that the clerk left a field that offers people."""
        if path == self._typing[0]:
            self._typing = ("", "")
            self._tasks.stop(OFFER)
        if path == self.state.path:
            self.dismiss()

    def dismiss(self) -> bool:
        """Take the list away (Esc); say whether there was one."""
        was = bool(self.state.offered)
        if was:
            self._show(path="", offered=())
        return was

    def take(self, at: int) -> None:
        """Put one of those offered into the application."""
        path, hint = self.state.path, self.state.offered[at]
        record_id = self._editor.state.record_id
        self._typing = ("", "")
        self.dismiss()

        def came(person: Person) -> None:
            if record_id == self._editor.state.record_id:
                self._fill(path, hint.id, person)

        self._tasks.run(lambda: self._desks.persons.find(hint.id), came, self._no)

    def _fill(self, path: str, person_id: str, person: Person) -> None:
        """Fill in what is missing and tie it; what was typed and differs stays, and is said."""
        where, intake = parent_of(path), self._editor.state.intake
        known = self._items(where, person)
        typed = {name: get_at(intake, f"{where}.{name}") for name in known}
        told = {
            name: value
            for name, value in known.items()
            if f"{where}.{name}" != path and not is_blank(typed[name]) and typed[name] != value
        }
        filled = {name: value for name, value in known.items() if name not in told}
        self._editor.unread(path, "", "")
        self._editor.put(_with_all(intake, where, filled | {"person_id": person_id}))
        if told:
            kind = Applicant if where == "applicant" else AidAgent
            words = "、".join(
                f"{item_of(kind, name).label}（档案中为{_shown(name, told[name])}）" for name in told
            )
            over = partial(self._take_over, where, told)
            remedy = f"您填写的没有改动，与档案不同的有：{words}"
            self._say(Notice(f"已选用{person.name}的资料", remedy, "amber", 0, over, "改用档案中的"))

    def _items(self, where: str, person: Person) -> dict[str, Any]:
        """Return what is known of a person and can stand in an applicant or agent."""
        applicant = applicant_of(person, self._desks.tables)
        names = AGENT if where == "agent" else tuple(_NAMES)
        return {name: getattr(applicant, name) for name in names if getattr(applicant, name)}

    def _take_over(self, where: str, told: Mapping[str, Any]) -> None:
        self._editor.put(_with_all(self._editor.state.intake, where, told))

    # --- where they meet ----------------------------------------------------------------------------------

    def follow(self, state: IntakeState) -> None:
        """Look again once who takes part has changed."""
        if not state.open:
            self._key, self._typing = (), ("", "")
            self._tasks.stop(OFFER)
            self._tasks.stop(MEET)
            if self.state != KnownState():
                self._show(path="", offered=(), conflicts=())
            return
        key = (state.record_id, *_who(state.intake))
        if key == self._key:
            return
        if state.record_id != (self._key[0] if self._key else ""):
            self._show(path="", offered=(), conflicts=())
        self._key = key
        self._tasks.later(MEET, MEET_MS, self._meet)

    def _meet(self) -> None:
        state, key = self._editor.state, self._key
        if not state.open:
            return
        intake = editing.trimmed(state.intake)
        self._tasks.run(
            lambda: self._desks.counter.conflicts(intake, state.record_id),
            lambda found: self._met(key, found),
            self._no,
        )

    def _met(self, key: tuple[Any, ...], found: tuple[AidConflict, ...]) -> None:
        if key == self._key and found != self.state.conflicts:
            self._show(conflicts=found)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))


_NAMES = ("name", "id_type", "id_no", "sex", "birth", "nation", "occupation", "phone", "address")


def _with_all(intake: LegalAidIntake, where: str, values: Mapping[str, Any]) -> LegalAidIntake:
    for name, value in values.items():
        intake = set_at(intake, f"{where}.{name}", value)
    return intake


def _shown(name: str, known: Any) -> str:
    if name in COVERED:
        return masked_number(known)
    return show_date(known) if name == "birth" else str(known)


def _who(intake: LegalAidIntake) -> tuple[Any, ...]:
    """Return what conflicts hang on."""
    applicant, agent = intake.applicant, intake.agent.name if intake.agent else ""
    others = tuple((one.name, one.uscc) for one in intake.respondent)
    return applicant.name, applicant.id_no, agent, intake.received.handler, intake.matter, others
