"""Sources of 今日 (待办来源): cases, legal aid, what is half typed, unsent, numbers that run out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from zsapp.base.plain import from_plain
from zsapp.records.store import Store
from zsapp.rules.desk_checking import Desk
from zsapp.rules.desk_record import DeskRecord
from zsapp.rules.desk_todo import asking_states, desk_duties
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.groups import Standing, standing_of
from zsapp.rules.groups import traits_of as traits_in
from zsapp.rules.legal_aid import HIDDEN, LegalAidIntake
from zsapp.rules.legal_aid import SECTOR as INTAKES
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_todo import ASKING, aid_duties
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.mediation_asking import ACTED_ON, asks
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.mediation_performance import next_owed, urging
from zsapp.rules.mediation_state import OPEN_STATES, REFUSED, step_of
from zsapp.rules.todo import Duty, pressing_by
from zsapp.services.counted import counted
from zsapp.services.exchange import Exchange
from zsapp.services.lacking import REMEDY
from zsapp.services.legal_aid_counter import AidCounter
from zsapp.services.mediation import CaseView, Mediation
from zsapp.services.numbers import Numbers
from zsapp.services.tables import shipped_tables

MOST = 5_000
"""Open cases looked at; a village has tens, a town, with those of its villages, some hundreds."""
PERFORMING = 5
"""The step on which performance is noted."""
EXCHANGE, STATION = "exchange", "station"
"""The pages that clear what is not yet sent, and numbers that run out."""


Judge = Callable[[dict[str, Any]], tuple[Duty, ...] | None]
"""What the record of a payload asks, as far as lists may show it; nothing when it asks nothing."""


def of_records(
    store: Store, sector: str, states: Sequence[str], judge: Judge, station: str
) -> Iterator[Duty]:
    """Yield what the records of a station in some states ask, each under its name in lists (D-41)."""
    with store.read() as reader:
        found = reader.judged(sector, states, judge)
        lines = reader.named(tuple(found))
    for line in lines:
        for duty in found[line.id] if line.station == station else ():
            yield replace(duty, sector=sector, record_id=line.id, number=line.number, title=line.title)


class CaseDuties:
    """Mediation: deadlines that ask somebody to act, what parties promised, what is half typed."""

    def __init__(self, desk: Mediation, station: str) -> None:
        """Look over the cases of the station with the id `station`."""
        self._desk = desk
        self._station = station

    def duties(self, today: date) -> Iterator[Duty]:
        """Return the lines of a day."""
        for record_id in self._open_ids():
            view = self._desk.find(record_id)
            standing = _standing(view, today)
            for deadline in self._desk.deadlines(view.case, today):
                if asks(view.case, deadline):
                    yield _of_case(view, deadline, today, standing)
            yield from _owed(view, today, standing)
        yield from self._typed()

    def _open_ids(self) -> Iterator[str]:
        waiting = (*OPEN_STATES, REFUSED)  # who sent a case still waits for the answer
        for line in self._desk.page(states=waiting, limit=MOST).lines:
            if line.station == self._station:
                yield line.id

    def _typed(self) -> Iterator[Duty]:
        for draft in self._desk.drafts():
            names = "、".join(party.name for party in draft.case.parties if party.name)
            yield _half_typed(CASES, draft.record_id, names, draft.base_version, step_of(draft.case))


def _half_typed(sector: str, record_id: str, title: str, version: int, step: int = 0) -> Duty:
    return Duty(
        pressing="draft",
        what="改动还没有保存，接着填写" if version else "还没有登记，接着填写",
        title=title or "未填姓名",
        sector=sector,
        record_id=record_id,
        step=step,
    )


def _standing(view: CaseView, today: date) -> Standing:
    """Return how the people of a case are to be received, all together."""
    tables = shipped_tables()
    found = [standing_of(traits_in(one), tables, today) for one in view.case.parties]
    return Standing(
        flags=tuple(flag for one in found for flag in one.flags),
        needs=tuple(dict.fromkeys(need for one in found for need in one.needs)),
    )


def _told(standing: Standing) -> dict[str, Any]:
    return {"place": standing.place, "marks": tuple(dict.fromkeys((*standing.marks, *standing.needs)))}


def _of_case(view: CaseView, deadline: Deadline, today: date, standing: Standing) -> Duty:
    due = deadline.due or today
    return Duty(
        pressing=pressing_by(due, today),
        what=deadline.what,
        title=view.title,
        sector=CASES,
        record_id=view.id,
        number=view.number,
        due=due,
        days=(due - today).days,
        step=ACTED_ON[deadline.id],
        basis=deadline.basis,
        working=deadline.working,
        **_told(standing),
    )


def _owed(view: CaseView, today: date, standing: Standing) -> Iterator[Duty]:
    """Yield what the parties promised and have not done yet, the first of it: a committee urges them."""
    owed = next_owed(view.case)
    if owed is not None and owed.due is not None:
        yield Duty(
            pressing=pressing_by(owed.due, today),
            what=urging(view.case, owed),
            title=view.title,
            sector=CASES,
            record_id=view.id,
            number=view.number,
            due=owed.due,
            days=(owed.due - today).days,
            step=PERFORMING,
            basis="人民调解法31",
            waits_for=owed.obligor,
            **_told(standing),
        )


class AidDuties:
    """Legal aid: what is to be forwarded or told, what is waited for, what is half typed."""

    def __init__(self, store: Store, counter: AidCounter, station: str) -> None:
        """Look over the intakes of the station with the id `station`."""
        self._store = store
        self._counter = counter
        self._station = station

    def duties(self, today: date) -> Iterator[Duty]:
        """Return the lines of a day; nobody looks at a restricted intake by that (D-41)."""
        tables = shipped_tables()

        def judge(payload: dict[str, Any]) -> tuple[Duty, ...] | None:
            return tuple(aid_duties(Situation(from_plain(LegalAidIntake, payload), tables, today))) or None

        yield from of_records(self._store, INTAKES, ASKING, judge, self._station)
        for draft in self._counter.drafts():
            title = HIDDEN if draft.intake.restricted else draft.intake.applicant.name
            yield _half_typed(INTAKES, draft.record_id, title, draft.base_version)


class DeskDuties:
    """Every service of the front desk: deadlines that run, ours to keep or others' to wait for."""

    def __init__(self, store: Store, station: str) -> None:
        """Look over the records of the station with the id `station`."""
        self._store = store
        self._station = station

    def duties(self, today: date) -> Iterator[Duty]:
        """Return the lines of a day; nobody looks at a restricted record by that (D-41)."""
        for row in SERVICES.values():
            judge = partial(_judged, row.sector, row.shape, today)
            yield from of_records(self._store, row.sector, asking_states(row), judge, self._station)


def _judged(
    sector: str, shape: type[DeskRecord], today: date, payload: dict[str, Any]
) -> tuple[Duty, ...] | None:
    desk = Desk(record=from_plain(shape, payload), tables=shipped_tables(), today=today)
    return tuple(desk_duties(sector, desk)) or None


class NumberDuties:
    """Numbers of this machine that run out, or may be given twice by two machines."""

    def __init__(self, numbers: Numbers) -> None:
        """Ask the desk of numbers."""
        self._numbers = numbers

    def duties(self, today: date) -> Iterator[Duty]:  # noqa: ARG002 -- a source is asked for a day
        """Return the lines of a day."""
        for said in (*self._numbers.warnings(), *self._numbers.clashes()):
            title, _, what = said.partition("：")
            yield Duty(pressing="numbers", what=what, title=title, page=STATION)


class UnsentDuties:
    """What is not yet sent, and what cannot be."""

    def __init__(self, exchange: Exchange) -> None:
        """Ask the exchange."""
        self._exchange = exchange

    def duties(self, today: date) -> Iterable[Duty]:  # noqa: ARG002 -- a source is asked for a day
        """Return the lines of a day."""
        status = self._exchange.status()
        if status.waiting:
            title = f"限制查看的记录{status.waiting}份还不能送出"
            what = "请向上级重新领取带有市级证书的入网证书"
            yield Duty(pressing="unsent", what=what, title=title, page=EXCHANGE)
        for one in status.lacking:
            yield Duty(pressing="unsent", what=REMEDY, title=f"{one.name}缺本站送过的内容", page=EXCHANGE)
        if status.unsent:
            title = f"{counted(status.unsent)}还没有导出"
            yield Duty(pressing="unsent", what="导出到U盘，交上级工作站", title=title, page=EXCHANGE)
