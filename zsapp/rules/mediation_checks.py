"""The checks of a mediation case (协议检查), brief §7: people, law and words, money, duties, days, paper.

R01 to R70 are built, and R08b. Each is one function beside its law; who adds one adds its samples.
"""

from dataclasses import replace

from zsapp.rules import (
    mediation_checks_course,
    mediation_checks_dates,
    mediation_checks_duties,
    mediation_checks_forbidden,
    mediation_checks_loans,
    mediation_checks_money,
    mediation_checks_paper,
    mediation_checks_people,
    mediation_checks_property,
    mediation_checks_risk,
    mediation_checks_standing,
    mediation_checks_terms,
    mediation_checks_wording,
)
from zsapp.rules.checking import Context, run_checks
from zsapp.rules.findings import Finding
from zsapp.rules.mediation import Case

__all__ = ["CHECKS", "Context", "check_case"]

CHECKS = (
    *mediation_checks_people.CHECKS,
    *mediation_checks_standing.CHECKS,
    *mediation_checks_wording.CHECKS,
    *mediation_checks_forbidden.CHECKS,
    *mediation_checks_property.CHECKS,
    *mediation_checks_terms.CHECKS,
    *mediation_checks_loans.CHECKS,
    *mediation_checks_money.CHECKS,
    *mediation_checks_duties.CHECKS,
    *mediation_checks_course.CHECKS,
    *mediation_checks_dates.CHECKS,
    *mediation_checks_risk.CHECKS,
    *mediation_checks_paper.CHECKS,
)
"""Every check that is built."""


def check_case(case: Case, context: Context) -> tuple[Finding, ...]:
    """Return what the checks say of a case: what stands first, worst first; settled ones follow, marked."""
    found = run_checks(CHECKS, case, context)
    if not case.sessions:
        return found
    written = f"sessions[{len(case.sessions) - 1}].record"  # where the record of the whole comes from
    return tuple(replace(one, where=written) if one.where == "record" else one for one in found)
