"""Known people (已知的人): offered while a name, number or telephone is typed. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.rules.groups import kept_with_person
from zsapp.rules.person import Person
from zsapp.rules.tables import Tables
from zsapp.rules.turning import applicant_of
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.front_desk.model import editing
from zsapp.screens.front_desk.model.editor import DeskModel
from zsapp.screens.kit.paths import get_at, is_blank, parent_of
from zsapp.screens.notices import Say, notice_of
from zsapp.services.likeness import PersonHint
from zsapp.services.persons import Persons

OFFER = "desk offer"
PAUSE_MS = 150
OFFERED, FEWEST = 5, 3
NAMES = ("name", "id_type", "id_no", "sex", "birth", "phone", "address")


@dataclass(frozen=True, slots=True)
class KnownState:
    """Whom a field offers."""

    path: str = ""
    offered: tuple[PersonHint, ...] = ()


class KnownModel:
    """The people known, beside the record before the clerk."""

    def __init__(
        self, persons: Persons, tables: Tables, editor: DeskModel, *, tasks: Tasks, say: Say
    ) -> None:
        """Offer people for the record of an editor."""
        self._persons, self._tables, self._editor = persons, tables, editor
        self._tasks, self._say = tasks, say
        self.state = KnownState()
        self.shown: Callable[[KnownState], None] = ignore
        self._typing = ("", "")

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

        def found(hints: tuple[PersonHint, ...]) -> None:
            if asked == self._typing:
                holder = get_at(self._editor.state.record, parent_of(path))
                tied = holder.person_id if holder is not None else ""
                others = tuple(one for one in hints if one.id != tied)[:OFFERED]
                self._show(path=path if others else "", offered=others)

        if path:
            self._tasks.run(lambda: self._persons.suggest(text, limit=OFFERED + 1), found, self._no)

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
        """Put one of those offered into the record: what is missing is filled in, what was typed stays."""
        path, hint = self.state.path, self.state.offered[at]
        record_id = self._editor.state.record_id
        self._typing = ("", "")
        self.dismiss()

        def came(person: Person) -> None:
            if record_id == self._editor.state.record_id:
                self._fill(path, hint.id, person)

        self._tasks.run(lambda: self._persons.find(hint.id), came, self._no)

    def _fill(self, path: str, person_id: str, person: Person) -> None:
        where, record = parent_of(path), self._editor.state.record
        known = applicant_of(person, self._tables)
        told: dict[str, Any] = {}
        for name in NAMES:
            value, typed = getattr(known, name), get_at(record, f"{where}.{name}")
            if value and (f"{where}.{name}" == path or typed is None or is_blank(typed)):
                told[name] = value
        told["groups"] = tuple(
            dict.fromkeys(
                (*(get_at(record, f"{where}.groups") or ()), *kept_with_person(person.groups, self._tables))
            )
        )
        self._editor.unread(path, "", "")
        self._editor.put(editing.with_all(record, where, told | {"person_id": person_id}))

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))
