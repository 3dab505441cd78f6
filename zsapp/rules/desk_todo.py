"""What a record of the front desk asks today (服务待办): deadlines that run, ours or others'. Pure.

Which are others' is said here by the deadline's id; a right of the applicant's that has lapsed is no duty any
more (行政复议法 §20). A restricted record says nothing of its people.
"""

from collections.abc import Iterator, Mapping

from zsapp.rules import adviser, publicity, reconsideration
from zsapp.rules.desk_checking import Desk
from zsapp.rules.desk_record import DONE, VOID
from zsapp.rules.desk_rules import RULES
from zsapp.rules.front_desk import Service
from zsapp.rules.groups import Standing, standing_of, traits_of
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.todo import Duty, Pressing, pressing_by

ENDED = frozenset(
    (DONE, VOID, adviser.CONFIRMED, adviser.ENDED, publicity.REVIEWED, reconsideration.WITHDRAWN)
)
"""States in which nothing is asked of anybody any more."""
WAITED_FOR: Mapping[str, str] = {
    "issue": "公证处",
    "supplement": "申请人",
    "receipt": "复议机关",
    "decide": "复议机关",
    "appointment": "当事人",
}
"""Whose the deadlines are that are not ours."""
LAPSING = ("apply",)
"""Rights of the applicant that are gone once the day has passed."""


def asking_states(row: Service) -> tuple[str, ...]:
    """Return the states of a service's records in which something may be asked."""
    return tuple(one for one in row.states if one not in ENDED)


def desk_duties(sector: str, desk: Desk) -> Iterator[Duty]:
    """Yield the lines of a record; which one it is, and what lists may show of it, its reader knows."""
    standing = _standing(desk)
    marks = () if desk.record.restricted else (*standing.marks, *standing.needs)
    for one in RULES[sector].deadlines(desk):
        if one.due is None or not _asks(one):
            continue
        whom = WAITED_FOR.get(one.id, "")
        yield Duty(
            pressing=_pressing(one, desk, waited=bool(whom)),
            what=f"等{whom}：{one.what}" if whom else one.what,
            title="",
            due=one.due,
            days=(one.due - desk.today).days,
            basis=one.basis,
            working=one.working,
            waits_for=whom,
            place=standing.place,
            marks=marks,
        )


def _standing(desk: Desk) -> Standing:
    visitor = getattr(desk.record, "visitor", None)
    return standing_of(traits_of(visitor), desk.tables, desk.today) if visitor else Standing()


def _asks(one: Deadline) -> bool:
    """Say whether a deadline asks somebody to act: it runs, or it is late and late is better than never."""
    return one.state == "open" or (one.state == "overdue" and one.id not in LAPSING)


def _pressing(one: Deadline, desk: Desk, *, waited: bool) -> Pressing:
    found = pressing_by(one.due or desk.today, desk.today)
    return "waiting" if waited and found != "late" else found
