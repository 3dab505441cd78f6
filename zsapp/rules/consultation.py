"""The consultation (法律咨询): the front door of everything, by 格式一 法律援助咨询登记表 (brief L §2.6).

Who came or called, what they asked, what they were told, and what it was turned into.
"""

from dataclasses import dataclass

from zsapp.rules.desk_record import DONE, TO_REVISIT, VOID, VisitRecord, check_said, ending

SECTOR = "consultation"
WAITING, PROMISED, PASSED = "待答复", "约期答复", "转介中"
STATES = (WAITING, PROMISED, PASSED, TO_REVISIT, DONE, VOID)
LATER = "约期答复"
"""The entry of `handling` that says that the answer is promised for a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation(VisitRecord):
    """A consultation (法律咨询)."""


def check_least(record: Consultation) -> None:
    """Hold a consultation against the least that makes it one: a day and what was asked.

    Raises:
        Refusal: DESK_DAY_MISSING, DESK_ITEM_MISSING.
    """
    check_said(record, content="咨询内容")


def state_of(record: Consultation) -> str:
    """Return how far a consultation has come."""
    if record.void:
        return VOID
    if record.answer or record.closed_on:
        return ending(record, PASSED)
    return PROMISED if LATER in record.handling or record.promised_on else WAITING
