"""The checks of a mediation case (协议检查), brief §7: people, law and words, money, duties, days, paper.

The rules that are built: R01 R02 R03 R06 R07 R08 R09 R10 R14 R16 R17 R23 R27 R28 R30 R47 R49 R51 R52 R55 R59.
"""

from zsapp.rules import (
    mediation_checks_dates,
    mediation_checks_duties,
    mediation_checks_money,
    mediation_checks_paper,
    mediation_checks_people,
    mediation_checks_wording,
)
from zsapp.rules.checking import Context, run_checks
from zsapp.rules.findings import Finding
from zsapp.rules.mediation import Case

__all__ = ["CHECKS", "Context", "check_case"]

CHECKS = (
    *mediation_checks_people.CHECKS,
    *mediation_checks_wording.CHECKS,
    *mediation_checks_money.CHECKS,
    *mediation_checks_duties.CHECKS,
    *mediation_checks_dates.CHECKS,
    *mediation_checks_paper.CHECKS,
)
"""Every check that is built."""


def check_case(case: Case, context: Context) -> tuple[Finding, ...]:
    """Return what the checks say of a case: what stands first, worst first; settled ones follow, marked."""
    return run_checks(CHECKS, case, context)
