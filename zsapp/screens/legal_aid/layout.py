"""The interview (问答): seven groups of questions in the order in which one asks them. Plain data.

What an answer changes is said by `when.py`: a child's guardian is asked for, the means fold away once an
exemption is met, custody is asked in criminal matters only.
"""

from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.screens.kit.layout import Step
from zsapp.screens.legal_aid.steps_means import exemption_step, means_step, papers_step
from zsapp.screens.legal_aid.steps_who import MATTER, OTHER_SIDE, SAFETY, applicant_step
from zsapp.screens.legal_aid.when import Asking

MEANS = 4
"""The place of the group on means, which an exemption skips."""
CODED = (
    *("sex", "id_type", "ethnicity", "education", "occupation", "marital", "relation"),
    *("aid_matter", "aid_exempt", "group_flag"),
)
"""The lists of which an intake holds the codes (GB tables, matters, flags …); of others the words."""


def interview(asking: Asking) -> tuple[Step, ...]:
    """Return the groups of questions, by the tables in force."""
    return (
        applicant_step(asking),
        MATTER,
        OTHER_SIDE,
        exemption_step(asking),
        means_step(asking),
        papers_step(asking),
        SAFETY,
    )


def skipped(intake: LegalAidIntake, asking: Asking) -> frozenset[int]:
    """Return the groups that need not be asked: the means, once an exemption is met."""
    return frozenset() if asking.asks_means(intake) else frozenset({MEANS})
