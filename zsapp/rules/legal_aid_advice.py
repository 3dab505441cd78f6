"""The pre-check (初审意见): one pure function of the intake, the dated tables and today.

What a rule says never hangs on what another said before it, nor on the order in which the interview was
answered; the stronger advice wins. A station gives an opinion (初审意见、建议); the centre decides, and the
opinion never bars forwarding.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zsapp.rules.findings import OPEN, OVERRIDDEN, Finding, Severity
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.legal_aid_deadlines import deadlines_of
from zsapp.rules.legal_aid_exempt import met_claim
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_materials import means_are_tested, missing_of
from zsapp.rules.legal_aid_means import Means, measure
from zsapp.rules.legal_aid_notified import is_notified
from zsapp.rules.legal_aid_reasons import (
    ADVICES,
    ELSEWHERE,
    OUTSIDE,
    PROMISE,
    UNLIKELY,
    Reason,
    Rule,
)
from zsapp.rules.legal_aid_rules_care import (
    dates_and_amounts,
    groups,
    household_rows,
    numbers,
    visibility,
)
from zsapp.rules.legal_aid_rules_flow import (
    answers_of_the_center,
    late_forward,
    materials,
    overdue_supplement,
    reconsider_first,
    supplement,
    urgency,
)
from zsapp.rules.legal_aid_rules_means import TOLD, exempt, means_test, unlimited
from zsapp.rules.legal_aid_rules_who import (
    agent_authority,
    applicant_kind,
    capacity,
    custody,
    defender_notified,
    jurisdiction,
    lawyer_engaged,
    matter_listed,
    question_only,
    retrial_opened,
    soldiers_first,
)
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.tables import Tables

RULES: tuple[Rule, ...] = (
    question_only,
    applicant_kind,
    matter_listed,
    capacity,
    custody,
    agent_authority,
    lawyer_engaged,
    retrial_opened,
    defender_notified,
    jurisdiction,
    unlimited,
    exempt,
    means_test,
    materials,
    supplement,
    overdue_supplement,
    urgency,
    soldiers_first,
    late_forward,
    answers_of_the_center,
    reconsider_first,
    household_rows,
    numbers,
    dates_and_amounts,
    groups,
    visibility,
)
"""Every rule, in the order in which its reasons are read."""

SELF_EXPLAINING = (OUTSIDE, ELSEWHERE)
"""Advice whose basis is its own reason's alone: the matter does not come into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """An opinion: the advice, its basis, the reasons, what is missing, the deadlines, flags for lists.

    `told` is what a citizen is told besides, `means` what was measured, None where the means do not matter.
    """

    advice: str
    basis: str
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    flags: tuple[str, ...]
    told: tuple[str, ...]
    means: Means | None


def advise(intake: LegalAidIntake, tables: Tables, today: date) -> Advice:
    """Return the opinion on an intake as it stands."""
    situation = Situation(intake, tables, today)
    reasons = tuple(reason for rule in RULES for reason in rule(situation))
    advice = next((one for one in ADVICES if any(reason.advice == one for reason in reasons)), PROMISE)
    notified = is_notified(situation)
    return Advice(
        advice=advice,
        basis=_basis(situation, advice, reasons),
        reasons=reasons,
        missing=tuple(one.label for one in missing_of(situation, notified=notified)),
        deadlines=deadlines_of(situation),
        flags=tuple(dict.fromkeys(one.flag for one in reasons if one.flag)),
        told=TOLD if advice in (UNLIKELY, OUTSIDE) else (),
        means=measure(situation) if means_are_tested(situation) and not notified else None,
    )


def _basis(situation: Situation, advice: str, reasons: Iterable[Reason]) -> str:
    """Return what the opinion rests on, the same law named once: 法援法31(四);40;42(一)."""
    if advice in SELF_EXPLAINING:
        return joined_basis(one.basis for one in reasons if one.advice == advice)
    claim = met_claim(situation)
    names_matter = claim is not None and bool(claim.row.matters)  # 42(三) names wages and injuries itself
    return joined_basis(
        one.basis for one in reasons if one.grounds and not (names_matter and one.where == "matter")
    )


def joined_basis(articles: Iterable[str]) -> str:
    """Return articles as one line: each once, a law's name only where it is not that of the one before."""
    parts: list[str] = []
    law = ""
    for article in dict.fromkeys(articles):
        name = next((one for one in NAMED_ONCE if article.startswith(one)), "")
        parts.append(article.removeprefix(name) if name and name == law else article)
        law = name
    return ";".join(parts)


NAMED_ONCE = ("法援法", "粤府令268")
"""Laws whose name is not repeated from article to article."""


def findings_of(advice: Advice, overrides: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """Return what somebody should put right or may offer; a recorded reason lets it rest."""
    reasons = overrides or {}
    severities = {"warning": Severity.WARNING, "hint": Severity.HINT}
    found = [
        Finding(
            rule=one.rule,
            severity=severities[one.tone],
            message=one.text,
            basis=one.basis,
            where=one.where,
            state=OVERRIDDEN if one.rule in reasons else OPEN,
            reason=reasons.get(one.rule, ""),
        )
        for one in advice.reasons
        if one.tone
    ]
    return tuple(sorted(found, key=lambda one: one.severity.rank))
