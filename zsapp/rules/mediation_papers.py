"""The papers a case can be put on (文书总目): each kind of paper by name, and how a case becomes one.

A form is `about` one of these kinds; its holes name the kind's items. Adding a family is one line here.
"""

from collections.abc import Callable, Mapping

from zsapp.base.items import Thing
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper import PaperCase, paper_case
from zsapp.rules.mediation_paper_base import Occasion
from zsapp.rules.mediation_paper_course import CoursePaper, course_paper
from zsapp.rules.mediation_paper_court import CourtPaper, court_paper
from zsapp.rules.mediation_paper_evidence import EvidencePaper, evidence_paper
from zsapp.rules.mediation_paper_outside import OutsidePaper, outside_paper
from zsapp.rules.mediation_paper_people import PeoplePaper, people_paper
from zsapp.rules.mediation_paper_performance import PerformancePaper, performance_paper
from zsapp.rules.mediation_paper_volume import VolumePaper, volume_paper
from zsapp.rules.mediation_versions import in_force

Maker = Callable[[Case, Occasion], Thing]

PAPERS: Mapping[str, tuple[type[Thing], Maker]] = {
    "PaperCase": (PaperCase, lambda case, _: paper_case(case)),
    "CoursePaper": (CoursePaper, course_paper),
    "PeoplePaper": (PeoplePaper, people_paper),
    "EvidencePaper": (EvidencePaper, evidence_paper),
    "OutsidePaper": (OutsidePaper, outside_paper),
    "CourtPaper": (CourtPaper, court_paper),
    "PerformancePaper": (PerformancePaper, performance_paper),
    "VolumePaper": (VolumePaper, volume_paper),
}

ABOUT: Mapping[str, type[Thing]] = {name: kind for name, (kind, _) in PAPERS.items()}
"""What a form may be about."""


def on_paper(about: str, case: Case, occasion: Occasion) -> Thing:
    """Return a case in the words of a kind of paper.

    What comes after an agreement speaks of the one in force; only F09 prints a change being written.
    """
    kind, make = PAPERS[about]
    return make(case if kind is PaperCase else in_force(case), occasion)
