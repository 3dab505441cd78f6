"""Known people (已知的人): offered while a name is typed, hinted at beside a party; where quarrels meet.

Everything is asked for in the lane after a pause; an answer to an older question is dropped. Plain Python.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.rules.conflicts import Conflict
from zsapp.rules.mediation import Case
from zsapp.rules.person import Person
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.paths import get_at, parent_of, parts_of, set_at
from zsapp.screens.mediation.model import editing
from zsapp.screens.mediation.model.editor import CaseModel
from zsapp.screens.mediation.model.filling import Difference, differences, missing
from zsapp.screens.mediation.model.state import CaseState
from zsapp.screens.mediation.party import is_person
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.services.likeness import PersonHint
from zsapp.services.persons import Persons

PAUSE_MS = 150
"""A pause in typing after which the people known are looked through."""
LOOK_MS = 400
"""A pause after which likely doubles and conflicts are looked for: after the checks."""
OFFERED = 5
FEWEST = 3
"""Characters of a number before anybody is offered."""
PROVINCE, CITY = "广东省", "中山市"
"""Where nearly everybody lives: left out of a list's line, which is short."""
LOOKED_AT = 12
"""Parties held against the people known; a longer list is a group with a roster."""


@dataclass(frozen=True, slots=True)
class KnownState:
    """Whom a field offers, whom each party may be and how to be received, and what is to be looked into."""

    path: str = ""
    offered: tuple[PersonHint, ...] = ()
    beside: Mapping[str, tuple[PersonHint, ...]] = field(default_factory=dict)
    advice: tuple[Conflict, ...] = ()
    standing: Mapping[str, str] = field(default_factory=dict)


class KnownModel:
    """The people known, beside the case before the clerk."""

    def __init__(self, desk: Persons, case: CaseModel, *, tasks: Tasks, say: Say) -> None:
        """Ask the people's desk about the case of a model."""
        self._desk, self._case, self._tasks, self._say = desk, case, tasks, say
        self.state = KnownState()
        self.shown: Callable[[KnownState], None] = ignore
        self._key: tuple[Any, ...] = ()
        self._typing = ("", "")
        self._stale = False

    # --- offered while typing -----------------------------------------------------------------------------

    def ask(self, path: str, text: str) -> None:
        """Take in what is typed in a field that offers people."""
        self._typing = (path, text.strip())
        if self._askable(*self._typing):
            self._tasks.later("offer", PAUSE_MS, self._find)
        else:
            self._tasks.stop("offer")
            self.dismiss()

    def _askable(self, path: str, text: str) -> bool:
        holder = get_at(self._case.state.case, parent_of(path))
        company = parts_of(path)[0] == "parties" and len(parts_of(path)) == 3 and not is_person(holder)
        least = 1 if path.endswith(".name") else FEWEST
        return self._case.state.own and len(text) >= least and not company

    def _find(self) -> None:
        path, text = asked = self._typing
        holder = get_at(self._case.state.case, parent_of(path))
        tied = holder.person_id if holder is not None else ""

        def found(hints: tuple[PersonHint, ...]) -> None:
            if asked == self._typing:
                others = tuple(one for one in hints if one.id != tied)[:OFFERED]
                self._show(path=path if others else "", offered=others)

        if path:
            self._tasks.run(lambda: self._desk.suggest(text, limit=OFFERED + 1), found, self._no)

    def left(self, path: str) -> None:
        """Take in that the clerk left a field that offers people."""
        if path == self._typing[0]:
            self._typing = ("", "")
            self._tasks.stop("offer")
        if path == self.state.path:
            self.dismiss()
        if self._stale:
            self._tasks.later("known", LOOK_MS, self._look)

    def dismiss(self) -> bool:
        """Take the list away (Esc); say whether there was one."""
        was = bool(self.state.offered)
        if was:
            self._show(path="", offered=())
        return was

    def take(self, at: int) -> None:
        """Put one of those offered into the case."""
        path, hint = self.state.path, self.state.offered[at]
        self._typing = ("", "")
        self.dismiss()
        self._with_person(hint, lambda person: self._fill(path, hint.id, person))

    def _with_person(self, hint: PersonHint, then: Callable[[Person], None]) -> None:
        record_id = self._case.state.record_id

        def came(person: Person) -> None:
            if record_id == self._case.state.record_id:
                then(person)

        self._tasks.run(lambda: self._desk.find(hint.id), came, self._no)

    def _fill(self, path: str, person_id: str, person: Person) -> None:
        """Fill in what is missing and tie it; what was typed and differs stays, and is said."""
        holder, case = parent_of(path), self._case.state.case
        if get_at(case, holder) is None:  # removed meanwhile
            return
        told = differences(case, path, person)
        case = self._with_all(case, missing(case, path, person))
        self._case.unread(path, "", "")
        self._case.edit(holder, get_at(set_at(case, f"{holder}.person_id", person_id), holder))
        if told:
            words = "、".join(one.words for one in told)
            remedy = f"您填写的没有改动，与档案不同的有：{words}"
            over = partial(self._take_over, holder, told)
            self._say(Notice(f"已选用{person.name}的资料", remedy, "amber", 0, over, "改用档案中的"))

    def _with_all(self, case: Case, values: Mapping[str, Any]) -> Case:
        for path, value in values.items():
            case = editing.edited(case, path, value, self._case.today())
        return case

    def _take_over(self, holder: str, told: tuple[Difference, ...]) -> None:
        case = self._with_all(self._case.state.case, {one.path: one.known for one in told})
        self._case.edit(holder, get_at(case, holder))

    # --- beside the parties -------------------------------------------------------------------------------

    def follow(self, state: CaseState) -> None:
        """Look again once who takes part has changed; not while a name is being typed."""
        if not state.open:
            self._key, self._typing, self._stale = (), ("", ""), False
            self._tasks.stop("known")
            self._tasks.stop("offer")
            if self.state != KnownState():
                self._show(path="", offered=(), beside={}, advice=(), standing={})
            return
        key = (state.record_id, state.version, *_who(state.case))
        if key == self._key:
            return
        if state.record_id != (self._key[0] if self._key else ""):
            self._typing = ("", "")
            self._show(path="", offered=(), beside={}, advice=(), standing={})
        self._key, self._stale = key, True
        if not self._typing[0]:
            self._tasks.later("known", LOOK_MS, self._look)

    def _look(self) -> None:
        state, key = self._case.state, self._key
        if not state.open or self._typing[0]:
            return
        self._stale = False
        case = editing.trimmed(state.case)
        parties = {f"parties[{n}]": one for n, one in enumerate(state.case.parties[:LOOKED_AT])}

        def look() -> dict[str, Any]:
            beside = {path: self._desk.resembling(one) if state.own else () for path, one in parties.items()}
            standing = {path: self._desk.standing(one).words for path, one in parties.items()}
            return {
                "beside": {path: hints for path, hints in beside.items() if hints},
                "standing": {path: words for path, words in standing.items() if words},
                "advice": self._desk.conflicts(case, state.record_id),
            }

        self._tasks.run(look, lambda got: self._looked(key, got), self._no)

    def _looked(self, key: tuple[Any, ...], found: dict[str, Any]) -> None:
        if key == self._key and any(getattr(self.state, name) != one for name, one in found.items()):
            self._show(**found)

    def tie(self, member: str, hint: PersonHint) -> None:
        """Say that a party is a person already known: one record from now on, which can be undone (人员)."""
        party = get_at(self._case.state.case, member)
        double = party.person_id if party is not None else ""
        self._quiet(member, hint)

        def tied(person: Person) -> None:
            self._fill(f"{member}.person_id", hint.id, person)
            if double:
                self._say(done("已合并为一个人", "合并错了可以在“人员”里撤销"))

        def merged(_card: object) -> None:
            self._with_person(hint, tied)

        if double:
            self._tasks.run(lambda: self._desk.merge(hint.id, double), merged, self._no)
        else:
            self._with_person(hint, tied)

    def tell_apart(self, member: str, hint: PersonHint) -> None:
        """Remember that a party is somebody else (不是同一人); undo takes it back."""
        party = get_at(self._case.state.case, member)
        if party is not None:
            self._quiet(member, hint)
            self._case.edit(f"{member}.apart", (*party.apart, hint.id))

    def _quiet(self, member: str, hint: PersonHint) -> None:
        left = tuple(one for one in self.state.beside.get(member, ()) if one.id != hint.id)
        others = {path: hints for path, hints in self.state.beside.items() if path != member}
        self._show(beside=others | ({member: left} if left else {}))

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))


def _who(case: Case) -> tuple[Any, ...]:
    """Return what likely doubles, conflicts and groups hang on."""
    parties = tuple(
        (
            *(one.name, one.role, one.kind, one.id_no, one.birth, one.phone, one.address, one.person_id),
            *(one.apart, one.sex, one.age, one.id_type, one.group, one.groups, one.needs),
        )
        for one in case.parties
    )
    mediators = tuple((one.name, one.role) for one in case.mediators)
    return case.committee, parties, mediators, case.recusal.name if case.recusal else ""


def hint_words(hint: PersonHint) -> str:
    """Return a person in one line: 何䶮　男　1968年生　442***9914."""
    born = f"{hint.birth_year}年生" if hint.birth_year else ""
    near = hint.address.removeprefix(PROVINCE).removeprefix(CITY)
    known = (hint.sex, born, "、".join((*hint.marks, *hint.needs)), hint.id_no, hint.phone, near)
    return "　".join(part for part in known if part) or "没有其他资料"
