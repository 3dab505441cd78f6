"""Which deadlines still ask something of somebody (还要办的期限): the others only inform. Pure functions.

A deadline of mediation_deadlines.py is arithmetic; whether anybody has to act on it hangs on the case.
Law: 人民调解法 §33 (judicial confirmation is asked for where something is owed), 民法典 §188, §195.
"""

from collections.abc import Iterable

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_checks_dates import asks_confirmation
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.mediation_performance import is_settled

ACTED_ON = {"T1": 1, "T2": 3, "T2b": 3, "T2m": 3, "T2c": 3, "T2r": 5, "T3": 5, "T4": 5, "T7": 5, "T8": 5}
"""The deadlines that ask somebody to act, and the step that clears each."""
CONFIRMATION, LIMITATION = "T3", "T5"
LAPSING = (CONFIRMATION, "T4")
"""Rights of the parties that are gone once the day has passed (人民调解法 §33): no duty any more."""
RUNNING = ("open", "overdue")


def asks(case: Case, deadline: Deadline) -> bool:
    """Say whether a deadline asks somebody to act: it runs, or it is late and late is better than never."""
    lapsed = deadline.state == "overdue" and deadline.id in LAPSING
    acted_on = deadline.id in ACTED_ON and deadline.state in RUNNING
    return acted_on and not lapsed and _concerns(case, deadline)


def concerning(case: Case, deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Return the deadlines worth telling of a case: no right is told of where there is nothing to claim."""
    return tuple(one for one in deadlines if one.state == "done" or _concerns(case, one))


def _concerns(case: Case, deadline: Deadline) -> bool:
    """Say whether there is anything left that a right could be used for."""
    if deadline.id == CONFIRMATION:
        return asks_confirmation(case)
    return deadline.id != LIMITATION or not is_settled(case)
