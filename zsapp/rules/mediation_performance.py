"""What is still owed under an agreement (未履行的义务), and when a case is done with. Pure functions.

Law: 人民调解法 §31 (the committee watches over performance and urges the parties to it), §27 (filing).
"""

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import PERFORMED, has_agreement
from zsapp.rules.mediation_paper_text import obligation_text
from zsapp.rules.mediation_parts import Obligation
from zsapp.rules.mediation_state import performance_of
from zsapp.rules.mediation_versions import effective_on, in_force

SETTLED = ("即时履行", "履行完毕", "达成协议后反悔起诉", "不适用")
"""What the clerk says of a whole agreement when nobody needs to be urged any more."""


def next_owed(case: Case) -> Obligation | None:
    """Return what falls due first of all that is not performed; None when nobody needs to be urged."""
    if not has_agreement(case) or effective_on(case) is None or case.outcome.performance in SETTLED:
        return None
    owed = [(one.due, n, one) for n, one in enumerate(in_force(case).schedule) if one.status != PERFORMED]
    return min((one for one in owed if one[0] is not None), default=(None, 0, None))[2]


def is_settled(case: Case) -> bool:
    """Say whether nothing is owed any more under an agreement: performed, or gone to court."""
    return case.outcome.performance in SETTLED or performance_of(case) == "履行完毕"


def is_closed(case: Case) -> bool:
    """Say whether a case is done with (办结), so that it waits to be filed.

    The clerk wrote a closing day, mediation ended without an agreement, or the agreement is performed: in the
    brief 履行 comes before 立卷 (§3.4), and the day of performance is the closing day (F00). What is still
    being performed is not done with: it is to be watched over (人民调解法 §31).
    """
    days = case.dates
    ended = days.close or days.terminate or days.withdraw
    return ended is not None or (days.agree is not None and is_settled(case))


def urging(case: Case, owed: Obligation) -> str:
    """Return what is to be urged, in a line: who does what for whom by when."""
    return f"督促履行：{obligation_text(owed, case.dates.agree).rstrip('。')}"
