"""What the day asks for (今日待办): one line of it, and what presses first. Pure.

Order (brief L §3.6, D-61): urgent by law, late, come back, running out, due soon, half typed, not yet sent,
waited for, due later; a period of law before one of our own, people who go first before others, then by day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from zsapp.rules.groups import OTHERS

Pressing = Literal[
    "urgent", "late", "returned", "numbers", "backup", "soon", "draft", "unsent", "waiting", "later"
]
ORDER: dict[Pressing, int] = {name: at for at, name in enumerate(get_args(Pressing))}
"""The order in which lines press: that of the words above."""
SOON = timedelta(days=7)
"""How many days before its last day a deadline is shown as pressing (a default of the product, no law)."""
OWN = ("内部", "本系统", "预约")
"""How the basis of a period begins that no law sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One line of 今日: what is to be done, for which record, by when, and the step that clears it.

    `waits_for` is who else must act first, `place` the place in the queue of those concerned, `marks` what to
    know of them. A line without a record leads to a `page`.
    """

    pressing: Pressing
    what: str
    title: str
    sector: str = ""
    record_id: str = ""
    number: str = ""
    due: date | None = None
    days: int | None = None
    step: int = 0
    basis: str = ""
    working: str = ""
    waits_for: str = ""
    place: int = OTHERS
    marks: tuple[str, ...] = ()
    page: str = ""

    @property
    def first(self) -> bool:
        """Whether somebody concerned goes before others."""
        return self.place < OTHERS

    @property
    def statutory(self) -> bool:
        """Whether a law stands behind it, not only a period of our own."""
        return bool(self.basis) and not self.basis.startswith(OWN)


def pressing_by(due: date, today: date) -> Pressing:
    """Return how a last day presses."""
    days = (due - today).days
    return "late" if days < 0 else "soon" if days <= SOON.days else "later"


def in_order(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return duties as they press, the first on top."""
    return tuple(sorted(duties, key=_place))


def _place(one: Duty) -> tuple[int, bool, int, date, str, str]:
    return ORDER[one.pressing], not one.statutory, one.place, one.due or date.max, one.title, one.what
