"""The referral (转介): a matter passed on by itself, with no other record behind it (brief L §3.5).

What is passed on from a consultation or another record is that record's own `referral` group; lists and
registers of referrals show both. Nothing is passed on without the consent of whom it is about.
"""

from dataclasses import dataclass

from zsapp.rules.desk_record import DONE, TO_REVISIT, VOID, VisitRecord, check_said, ending

SECTOR = "referral"
WAITING, PASSED = "待转出", "转介中"
STATES = (WAITING, PASSED, TO_REVISIT, DONE, VOID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(VisitRecord):
    """A referral (转介单) of its own."""


def check_least(record: Referral) -> None:
    """Hold a referral against the least that makes it one: a day and what it is about.

    Raises:
        Refusal: DESK_DAY_MISSING, DESK_ITEM_MISSING.
    """
    check_said(record, content="转介事由")


def state_of(record: Referral) -> str:
    """Return how far a referral has come: it goes out once there is consent and somebody to go to."""
    if record.void:
        return VOID
    slip = record.referral
    if slip is None or not slip.to or not slip.consent:
        return DONE if record.closed_on else WAITING
    return ending(record, PASSED)
