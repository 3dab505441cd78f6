"""今日: what is due, late, half typed or not yet sent, in one list, what the law presses first.

Read from the open cases whenever it is asked for; nothing of it is stored. Basis and arithmetic of a line
are those of its deadline (brief §1.3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.mediation_state import OPEN_STATES, step_of
from zsapp.services.exchange import Exchange
from zsapp.services.mediation import CaseView, Mediation

Pressing = Literal["late", "soon", "later", "draft", "unsent"]
SOON = timedelta(days=7)
"""How many days before its last day a deadline is shown as pressing (a default of the product, no law)."""

MOST = 500
"""Open cases looked at; a village has tens, a town some hundreds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One line of 今日: what is to be done, for which record, by when, and the step that clears it."""

    pressing: Pressing
    what: str
    title: str
    record_id: str = ""
    number: str = ""
    due: date | None = None
    days: int | None = None
    step: int = 0
    basis: str = ""
    working: str = ""


class Today:
    """The desk that says what the day asks for."""

    def __init__(self, mediation: Mediation, exchange: Exchange, station: str) -> None:
        """Look over the desks of the station with the id `station`."""
        self._mediation = mediation
        self._exchange = exchange
        self._station = station

    def duties(self, today: date) -> tuple[Duty, ...]:
        """Return what is late, then due soon, then half typed and unsent, then due later."""
        found = [*self._due(today), *self._typed(), *self._unsent()]
        return tuple(sorted(found, key=lambda one: (ORDER[one.pressing], one.due or date.max, one.title)))

    def _due(self, today: date) -> Iterator[Duty]:
        for record_id in self._open_ids():
            view = self._mediation.find(record_id)
            for deadline in self._mediation.deadlines(view.case, today):
                if _asks(deadline):
                    yield _duty(view, deadline, today)

    def _open_ids(self) -> Iterator[str]:
        for state in OPEN_STATES:
            for line in self._mediation.page(state=state, limit=MOST).lines:
                if line.station == self._station:
                    yield line.id

    def _typed(self) -> Iterator[Duty]:
        for draft in self._mediation.drafts():
            names = "、".join(party.name for party in draft.case.parties if party.name)
            yield Duty(
                pressing="draft",
                what="还没有登记，接着填写",
                title=names or "未填姓名",
                record_id=draft.record_id,
                step=step_of(draft.case),
            )

    def _unsent(self) -> Iterator[Duty]:
        unsent = self._exchange.status().unsent
        if unsent:
            yield Duty(pressing="unsent", what="导出到U盘，交镇街司法所", title=f"{unsent} 条记录还没有导出")


def _asks(deadline: Deadline) -> bool:
    """Say whether a deadline asks somebody to act: it runs, or it is late and late is better than never."""
    lapsed = deadline.state == "overdue" and deadline.id in LAPSING
    return deadline.state in ("open", "overdue") and deadline.id in ACTED_ON and not lapsed


ORDER: dict[Pressing, int] = {"late": 0, "soon": 1, "draft": 2, "unsent": 3, "later": 4}
ACTED_ON = {"T1": 1, "T2": 3, "T2b": 3, "T2m": 3, "T2c": 3, "T3": 5, "T4": 5, "T7": 5, "T8": 5}
"""The deadlines that ask somebody to act, and the step that clears each. The others only inform."""

LAPSING = ("T3", "T4")
"""Rights of the parties that are gone once the day has passed (人民调解法 §33): no duty any more."""


def _duty(view: CaseView, deadline: Deadline, today: date) -> Duty:
    due = deadline.due or today
    days = (due - today).days
    return Duty(
        pressing="late" if days < 0 else "soon" if days <= SOON.days else "later",
        what=deadline.what,
        title=view.title,
        record_id=view.id,
        number=view.number,
        due=due,
        days=days,
        step=ACTED_ON[deadline.id],
        basis=deadline.basis,
        working=deadline.working,
    )
