"""The papers of the front desk (服务文书总目): each kind of paper by name, and how it is made.

A form is `about` one of these kinds; its holes name the kind's items. Beside each stands the shape of the
records that it is for.
"""

from collections.abc import Callable, Mapping

from zsapp.base.items import Thing
from zsapp.rules.adviser import AdviserLog, ServiceOrder
from zsapp.rules.consultation import Consultation
from zsapp.rules.desk_paper import DeskOccasion, DeskPaper
from zsapp.rules.desk_paper_review import ReviewPaper, review_paper
from zsapp.rules.desk_paper_visit import (
    AdvicePaper,
    NotaryPaper,
    OrderPaper,
    RatingPaper,
    ReferralPaper,
    advice_paper,
    notary_paper,
    order_paper,
    rating_paper,
    referral_paper,
)
from zsapp.rules.desk_paper_work import (
    EventPaper,
    LogPaper,
    MonthPaper,
    YearPaper,
    event_paper,
    log_paper,
    month_paper,
    year_paper,
)
from zsapp.rules.desk_record import DeskRecord, VisitRecord
from zsapp.rules.notary import Notary
from zsapp.rules.publicity import Publicity
from zsapp.rules.reconsideration import Reconsideration

SHARED = "front_desk"
"""The first word of the ids of papers that records of several services share."""
Make = Callable[[DeskOccasion], DeskPaper]
PAPERS: Mapping[str, tuple[type[DeskPaper], Make, type[DeskRecord]]] = {
    "AdvicePaper": (AdvicePaper, advice_paper, Consultation),
    "ReferralPaper": (ReferralPaper, referral_paper, VisitRecord),
    "RatingPaper": (RatingPaper, rating_paper, VisitRecord),
    "OrderPaper": (OrderPaper, order_paper, ServiceOrder),
    "LogPaper": (LogPaper, log_paper, AdviserLog),
    "MonthPaper": (MonthPaper, month_paper, AdviserLog),
    "EventPaper": (EventPaper, event_paper, Publicity),
    "YearPaper": (YearPaper, year_paper, Publicity),
    "ReviewPaper": (ReviewPaper, review_paper, Reconsideration),
    "NotaryPaper": (NotaryPaper, notary_paper, Notary),
}
TOGETHER = ("MonthPaper", "YearPaper")
"""Kinds that speak of the other records of their sector too."""
ABOUT: Mapping[str, type[Thing]] = {name: kind for name, (kind, _, _) in PAPERS.items()}
"""What a form of the front desk may be about."""


def fits(about: str, record: DeskRecord) -> bool:
    """Say whether a kind of paper is for a record."""
    return about in PAPERS and isinstance(record, PAPERS[about][2])


def on_desk_paper(about: str, occasion: DeskOccasion) -> DeskPaper:
    """Return a record in the words of a kind of paper."""
    return PAPERS[about][1](occasion)
