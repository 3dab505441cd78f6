"""The papers an intake can be put on (法律援助文书总目): each kind of paper by name, and how it is made.

A form is `about` one of these kinds; its holes name the kind's items. Adding a family is one line here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zsapp.base.items import Thing
from zsapp.rules.legal_aid_paper import AidOccasion, AidPaper, Reach, aid_paper
from zsapp.rules.legal_aid_paper_means import MeansPaper, means_paper
from zsapp.rules.legal_aid_paper_notices import NoticePaper, notice_paper
from zsapp.rules.legal_aid_paper_slip import BatchPaper, HandoverPaper, handover_paper


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationPaper(AidPaper):
    """An intake in the words of its application form (申请表): it goes to the centre only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPaper(AidPaper):
    """How a protected applicant is reached (密封的联系信息页): seen by the centre alone."""


PAPERS: Mapping[str, tuple[type[AidPaper], Callable[[AidOccasion], AidPaper]]] = {
    "ApplicationPaper": (
        ApplicationPaper,
        lambda occasion: aid_paper(ApplicationPaper, occasion, Reach.CENTER),
    ),
    "ContactPaper": (ContactPaper, lambda occasion: aid_paper(ContactPaper, occasion, Reach.SEALED)),
    "HandoverPaper": (HandoverPaper, handover_paper),
    "MeansPaper": (MeansPaper, means_paper),
    "NoticePaper": (NoticePaper, notice_paper),
}

BATCH = "BatchPaper"
ABOUT: Mapping[str, type[Thing]] = {name: kind for name, (kind, _) in PAPERS.items()} | {BATCH: BatchPaper}
"""What a form of legal aid may be about."""


def on_aid_paper(about: str, occasion: AidOccasion) -> AidPaper:
    """Return an intake in the words of a kind of paper."""
    return PAPERS[about][1](occasion)
