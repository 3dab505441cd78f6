"""Turning (转办): a draft at another desk from an application or a case, with nothing typed again.

The record it came from is not touched: what was turned too much is a draft, and dropped. The new draft says
where it came from, unless that is a restricted application (D-44).
"""

from zsapp.rules.turning import (
    case_from,
    intake_from_case,
    origin_of_case,
    origin_of_intake,
)
from zsapp.services.legal_aid_counter import AidCounter
from zsapp.services.mediation import Mediation
from zsapp.services.tables import shipped_tables


class Turning:
    """The desk between desks."""

    def __init__(self, mediation: Mediation, counter: AidCounter) -> None:
        """Work beside the desk of mediation and the counter of legal aid."""
        self._mediation = mediation
        self._counter = counter

    def intake_to_case(self, ref: str) -> str:
        """Begin a mediation case from a stored application; return the id of its draft.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        view = self._counter.find(ref)
        origin = origin_of_intake(view.id, view.intake)
        case = case_from(view.intake, self._mediation.blank(), origin, shipped_tables())
        record_id = self._mediation.new_id()
        self._mediation.save_draft(record_id, case, 0)
        return record_id

    def case_to_intake(self, ref: str) -> str:
        """Begin an application of the first applicant of a stored case; return the id of its draft.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        view = self._mediation.find(ref)
        received = self._counter.blank().received
        origin = origin_of_case(view.id, view.case)
        intake = intake_from_case(view.case, received=received, origin=origin, tables=shipped_tables())
        record_id = self._counter.new_id()
        self._counter.save_draft(record_id, intake, 0)
        return record_id
