"""The people page's model (人员): search, the card of one person, merging and parting. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.reading import show_date
from zsapp.screens.notices import Say, done, notice_of
from zsapp.services.likeness import PersonHint
from zsapp.services.person_parts import Part
from zsapp.services.persons import Card, Persons

PAUSE_MS = 150
"""A pause in typing after which the search is asked."""
SHOWN = 50
"""People listed at most: a longer list asks for another letter, not for scrolling."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, or a part taken in a record, as painted."""

    title: str
    under: str
    pill: str = ""
    tone: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class PeopleState:
    """What the page shows."""

    query: str = ""
    hints: tuple[PersonHint, ...] = ()
    card: Card | None = None
    generation: int = 0

    @property
    def sentence(self) -> str:
        """What was found, in one sentence."""
        if not self.query.strip():
            return "输入姓名、拼音首字母、证件号码或电话的几位"
        return f"找到 {len(self.hints)} 人" if self.hints else "没有找到这个人"


class PeopleModel:
    """People, and the one before the clerk."""

    def __init__(self, desk: Persons, tasks: Tasks, say: Say) -> None:
        self._desk, self._tasks, self._say = desk, tasks, say
        self.state = PeopleState()
        self.shown: Callable[[PeopleState], None] = ignore
        self.offered = desk.offered()
        """The groups and needs there are to tick."""
        self.opened: Callable[[str, str], None] = lambda _sector, _record_id: None
        """Asked to open a record on the page of its service."""

    def start(self) -> None:
        """Look again: something may have been saved since."""
        self._find()
        if self.state.card is not None:
            self.choose(self.state.card.id)

    def search(self, text: str) -> None:
        """Take in what is typed."""
        self._show(query=text)
        self._tasks.later("people", PAUSE_MS, self._find)

    def _find(self) -> None:
        query = self.state.query
        self._tasks.run(
            lambda: self._desk.suggest(query, limit=SHOWN), lambda got: self._found(query, got), self._no
        )

    def _found(self, query: str, hints: tuple[PersonHint, ...]) -> None:
        if query == self.state.query:
            self._show(hints=hints)

    def choose(self, person_id: str) -> None:
        """Put a person before the clerk."""
        self._tasks.run(lambda: self._desk.card(person_id), self._came, self._no)

    def _came(self, card: Card) -> None:
        self._show(card=card)

    def open_part(self, at: int) -> None:
        """Open the record of a part."""
        card = self.state.card
        if card is not None and 0 <= at < len(card.parts):
            self.opened(card.parts[at].sector, card.parts[at].record_id)

    def describe(self, groups: tuple[str, ...], needs: tuple[str, ...]) -> None:
        """Note the groups of the person shown, and what he needs."""
        if self.state.card is not None:
            shown = self.state.card.id
            self._tasks.run(lambda: self._desk.describe(shown, groups, needs), self._described, self._no)

    def _described(self, card: Card) -> None:
        self._came(card)
        self._find()
        self._say(done("已记下，以后在各项业务里都会提示"))

    def merge(self, double: PersonHint) -> None:
        """Let a double stand for the person shown."""
        if self.state.card is not None:
            kept = self.state.card.id
            self._tasks.run(lambda: self._desk.merge(kept, double.id), self._merged, self._no)

    def _merged(self, card: Card) -> None:
        self._came(card)
        self._find()
        self._say(done("已合并为一个人", "合并错了可以随时撤销"))

    def tell_apart(self, double: PersonHint) -> None:
        """Remember that a double is somebody else."""
        if self.state.card is not None:
            shown = self.state.card.id
            self._tasks.run(lambda: self._desk.tell_apart(shown, double.id), self._came, self._no)

    def part(self, double: PersonHint) -> None:
        """Undo a merge; the person shown stays."""
        kept = self.state.card
        self._tasks.run(lambda: self._desk.part(double.id), lambda _card: self._parted(kept), self._no)

    def _parted(self, kept: Card | None) -> None:
        if kept is not None:
            self.choose(kept.id)
        self._find()
        self._say(done("已撤销合并"))

    # --- as painted ---------------------------------------------------------------------------------------

    def row(self, at: int) -> PersonRow | None:
        """Return a person of the list as painted."""
        return person_row(self.state.hints[at]) if at < len(self.state.hints) else None

    def part_row(self, at: int) -> PersonRow | None:
        """Return a part of the card as painted."""
        card = self.state.card
        return part_row(card.parts[at]) if card is not None and at < len(card.parts) else None

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, generation=self.state.generation + 1, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))


def person_row(hint: PersonHint) -> PersonRow:
    """Return a person in words, numbers masked."""
    born = f"{hint.birth_year}年生" if hint.birth_year else ""
    marks = "、".join((*hint.marks, *hint.needs))
    under = "　".join(part for part in (hint.sex, born, marks, hint.address) if part)
    pill, tone = ("优先", "blue") if hint.first else ("", "")
    return PersonRow(hint.name, under or "没有其他资料", pill, tone, hint.id_no or hint.phone)


def standing_lines(card: Card) -> str:
    """Return what follows from each group of a person, on which basis; then what is needed."""
    lines = []
    for one in card.standing.flags:
        basis = one.row.basis if one.row.status == "已核" else f"{one.row.source}，{one.row.status}"
        lines.append(
            one.doubt or f"{one.label}（{one.told}）：{one.row.effect}（{basis.replace(';', '；')}）"
        )
    if card.standing.needs:
        lines.append(f"需要：{'、'.join(card.standing.needs)}")
    return "\n".join(lines)


def part_row(part: Part) -> PersonRow:
    """Return a part taken in a record in words."""
    day = show_date(part.accepted_on) if part.accepted_on else ""
    under = "　".join(words for words in (part.label, part.role, part.number) if words)
    return PersonRow(part.title, under, part.state, "", day)
