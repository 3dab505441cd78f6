"""The six steps of a case (六步), in order, and the paper each is for."""

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import is_oral
from zsapp.rules.mediation_state import REFUSED, ended_without
from zsapp.screens.mediation.steps_agree import AGREEING
from zsapp.screens.mediation.steps_begin import ACCEPTING, REGISTERING, SURVEYING
from zsapp.screens.mediation.steps_end import FOLLOWING, MEDIATING
from zsapp.screens.mediation.when import AGREEMENT, APPLICATION, ORAL, REFUSAL, TERMINATION, WITHDRAWAL

STEPS = (REGISTERING, ACCEPTING, SURVEYING, MEDIATING, AGREEING, FOLLOWING)
AGREED = STEPS.index(AGREEING)

__all__ = [
    "AGREED",
    "AGREEMENT",
    "APPLICATION",
    "ORAL",
    "REFUSAL",
    "STEPS",
    "TERMINATION",
    "WITHDRAWAL",
    "paper_of",
    "skipped",
]


def paper_of(step: int, case: Case) -> str:
    """Return the paper a step is for; an oral agreement, and an end without one, have papers of their own."""
    paper = STEPS[step].paper
    if paper != AGREEMENT:
        return paper
    if ended_without(case):
        return TERMINATION if case.dates.terminate else WITHDRAWAL
    if case.outcome.result == REFUSED:
        return REFUSAL
    return ORAL if is_oral(case) else paper


def skipped(case: Case) -> frozenset[int]:
    """Return the steps that a case went past without taking them."""
    return frozenset({AGREED}) if ended_without(case) else frozenset()
