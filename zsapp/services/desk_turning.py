"""Turning at the front desk (服务转办): a visit becomes a case, an application, another service's record.

What is made is a draft, so that one turned too much is dropped. Both know of each other: the new one says
where it came from, the old one what it was turned into; a restricted record tells a case nothing (D-44).
"""

from dataclasses import dataclass

from zsapp.base.errors import Code, Refusal
from zsapp.rules.desk_record import VisitRecord, with_turned
from zsapp.rules.desk_turning import (
    MAKERS,
    case_from_visit,
    intake_from_visit,
    origin_of_visit,
    referral_from_case,
    referral_from_intake,
    visit_from_visit,
)
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.legal_aid import SECTOR as INTAKES
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.origin import Origin
from zsapp.rules.referral import SECTOR as REFERRALS
from zsapp.rules.turning import origin_of_case, origin_of_intake
from zsapp.services.desk_counter import DeskCounter
from zsapp.services.front_desk import DeskView, FrontDesk
from zsapp.services.legal_aid_counter import AidCounter
from zsapp.services.mediation import Mediation
from zsapp.services.tables import shipped_tables

NAMES = {CASES: "人民调解", INTAKES: "法律援助申请", **{one: SERVICES[one].label for one in MAKERS}}
"""What a visit can be turned into, in words."""


@dataclass(frozen=True, slots=True)
class Turned:
    """The draft that a visit was turned into."""

    sector: str
    record_id: str
    label: str


class DeskTurning:
    """The desk between the front desk and the others."""

    def __init__(self, desk: FrontDesk, counter: DeskCounter, mediation: Mediation, aid: AidCounter) -> None:
        """Work beside the desks that drafts are made at."""
        self._desk = desk
        self._counter = counter
        self._mediation = mediation
        self._aid = aid

    def turn(self, ref: str, to: str) -> Turned:
        """Begin a record of another service from a stored visit; return its draft.

        A referral can be begun from a case and from an application for legal aid too.

        Raises:
            Refusal: RECORD_UNKNOWN, TURN_UNFIT for a record of nobody, or into what it cannot become.
        """
        if to == REFERRALS and not self._desk.knows(ref):
            return self._passed_on(ref)
        view = self._desk.find(ref)
        if to not in NAMES or to == view.sector or not isinstance(view.record, VisitRecord):
            known = "、".join(f"{one}（{words}）" for one, words in NAMES.items())
            raise Refusal(Code.TURN_UNFIT, field="to", what=view.service.label, known=known)
        record_id = self._begin(view, to)
        if not (view.restricted and to == CASES):
            made = Origin(sector=to, record_id=record_id, called=NAMES[to])
            self._desk.change(view, lambda _, one: with_turned(one, made), "turn")
        return Turned(to, record_id, NAMES[to])

    def _passed_on(self, ref: str) -> Turned:
        """Begin a referral of a case's or an application's person; it says where it came from."""
        blank = self._counter.blank(REFERRALS)
        try:
            intake = self._aid.find(ref)
        except Refusal:
            case = self._mediation.find(ref)
            origin = origin_of_case(case.id, case.case)
            made = referral_from_case(case.case, blank, origin, shipped_tables())
        else:
            made = referral_from_intake(intake.intake, blank, origin_of_intake(intake.id, intake.intake))
        record_id = self._counter.new_id()
        self._counter.save_draft(REFERRALS, record_id, made, 0)
        return Turned(REFERRALS, record_id, NAMES[REFERRALS])

    def _begin(self, view: DeskView, to: str) -> str:
        record = view.record
        origin = origin_of_visit(view.sector, view.id, record)
        if to == CASES:
            record_id = self._mediation.new_id()
            case = case_from_visit(record, self._mediation.blank(), origin, shipped_tables())
            self._mediation.save_draft(record_id, case, 0)
        elif to == INTAKES:
            record_id = self._aid.new_id()
            self._aid.save_draft(record_id, intake_from_visit(record, self._aid.blank().received, origin), 0)
        else:
            record_id = self._counter.new_id()
            made = visit_from_visit(record, to, self._counter.blank(to), origin)
            self._counter.save_draft(to, record_id, made, 0)
        return record_id
