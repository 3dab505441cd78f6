"""今日: what is due, late, half typed or not yet sent, in one list, what the law presses first.

Read from the open cases whenever it is asked for; nothing of it is stored. Basis and arithmetic of a line
are those of its deadline (brief §1.3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from zsapp.rules.mediation_asking import ACTED_ON, asks
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.mediation_performance import next_owed, urging
from zsapp.rules.mediation_state import OPEN_STATES, REFUSED, step_of
from zsapp.services.counted import counted
from zsapp.services.exchange import Exchange
from zsapp.services.mediation import CaseView, Mediation
from zsapp.services.numbers import Numbers

Pressing = Literal["late", "soon", "later", "draft", "unsent", "numbers"]
SOON = timedelta(days=7)
"""How many days before its last day a deadline is shown as pressing (a default of the product, no law)."""

MOST = 5_000
"""Open cases looked at; a village has tens, a town, with those of its villages, some hundreds."""


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

    def __init__(self, mediation: Mediation, exchange: Exchange, numbers: Numbers, station: str) -> None:
        """Look over the desks of the station with the id `station`."""
        self._mediation = mediation
        self._exchange = exchange
        self._numbers = numbers
        self._station = station

    def duties(self, today: date) -> tuple[Duty, ...]:
        """Return what is late, numbers that run out, what is due soon, half typed, unsent, due later."""
        found = [*self._due(today), *self._short(), *self._typed(), *self._unsent()]
        return tuple(sorted(found, key=lambda one: (ORDER[one.pressing], one.due or date.max, one.title)))

    def _due(self, today: date) -> Iterator[Duty]:
        for record_id in self._open_ids():
            view = self._mediation.find(record_id)
            for deadline in self._mediation.deadlines(view.case, today):
                if asks(view.case, deadline):
                    yield _duty(view, deadline, today)
            yield from _owed(view, today)

    def _open_ids(self) -> Iterator[str]:
        waiting = (*OPEN_STATES, REFUSED)  # who sent a case still waits for the answer
        for line in self._mediation.page(states=waiting, limit=MOST).lines:
            if line.station == self._station:
                yield line.id

    def _typed(self) -> Iterator[Duty]:
        for draft in self._mediation.drafts():
            names = "、".join(party.name for party in draft.case.parties if party.name)
            yield Duty(
                pressing="draft",
                what="改动还没有保存，接着填写" if draft.base_version else "还没有登记，接着填写",
                title=names or "未填姓名",
                record_id=draft.record_id,
                step=step_of(draft.case),
            )

    def _short(self) -> Iterator[Duty]:
        """Say where numbers run out on this machine, or may be given twice by two machines."""
        for said in (*self._numbers.warnings(), *self._numbers.clashes()):
            title, _, what = said.partition("：")
            yield Duty(pressing="numbers", what=what, title=title)

    def _unsent(self) -> Iterator[Duty]:
        status = self._exchange.status()
        unsent = status.unsent
        if status.waiting:
            title = f"限制查看的记录{status.waiting}份还不能送出"
            yield Duty(pressing="unsent", what="请向上级重新领取带有市级证书的入网证书", title=title)
        if unsent:
            title = f"{counted(unsent)}还没有导出"
            yield Duty(pressing="unsent", what="导出到U盘，交镇街司法所", title=title)


ORDER: dict[Pressing, int] = {"late": 0, "numbers": 1, "soon": 2, "draft": 3, "unsent": 4, "later": 5}
PERFORMING = 5
"""The step on which performance is noted."""


def _duty(view: CaseView, deadline: Deadline, today: date) -> Duty:
    due = deadline.due or today
    return Duty(
        pressing=_pressing(due, today),
        what=deadline.what,
        title=view.title,
        record_id=view.id,
        number=view.number,
        due=due,
        days=(due - today).days,
        step=ACTED_ON[deadline.id],
        basis=deadline.basis,
        working=deadline.working,
    )


def _pressing(due: date, today: date) -> Pressing:
    days = (due - today).days
    return "late" if days < 0 else "soon" if days <= SOON.days else "later"


def _owed(view: CaseView, today: date) -> Iterator[Duty]:
    """Yield what the parties promised and have not done yet, the first of it: a committee urges them."""
    owed = next_owed(view.case)
    if owed is not None and owed.due is not None:
        yield Duty(
            pressing=_pressing(owed.due, today),
            what=urging(view.case, owed),
            title=view.title,
            record_id=view.id,
            number=view.number,
            due=owed.due,
            days=(owed.due - today).days,
            step=PERFORMING,
            basis="人民调解法31",
        )
