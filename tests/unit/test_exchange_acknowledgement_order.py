"""Which of two acknowledgements was said first, and what a receiver says that it lacks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from zsapp.base.entry import GENESIS
from zsapp.base.errors import Code
from zsapp.base.ids import new_id
from zsapp.exchange.acknowledgement import Acknowledgement, Missing, Refused

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
SAID = Acknowledgement(chain=(), sender=new_id(), epoch=2, seq=7, head=GENESIS, made_at=NOON, place=(1, 50))
GAP, EPOCH_GAP = (Missing(8, 9),), (Refused(new_id(), Code.EPOCH_GAP.name),)


@pytest.mark.parametrize(
    ("place", "hours", "before"),
    [
        ((1, 49), -1, True),
        ((1, 49), 0, True),
        ((1, 49), 1, False),  # a whole disk was set back, unknown to its station
        ((2, 1), -1, False),  # a restored station with a slow clock
        ((1, 50), 0, False),
        ((0, 0), -1, True),  # an older program, which says no place
        ((0, 0), 0, False),
    ],
)
def test_journal_and_clock_of_a_receiver_must_agree_that_it_said_something_before(
    place: tuple[int, int], hours: int, before: bool
) -> None:
    other = replace(SAID, place=place, made_at=NOON + timedelta(hours=hours))
    assert other.is_before(SAID) is before


def test_a_receiver_lacks_only_what_it_names() -> None:
    assert SAID.lacking_after is None
    assert replace(SAID, refused=(Refused(new_id(), Code.CERT_REVOKED.name),)).lacking_after is None
    assert replace(SAID, missing=GAP).lacking_after == (2, 7)
    assert replace(SAID, refused=EPOCH_GAP).lacking_after == (2, 7)
    assert replace(SAID, seq=0, missing=GAP).lacking_after == (1, 0), "nothing at all: from the beginning"
    assert replace(SAID, earlier=(1, 14)).lacking_after == (1, 14), "what came before a restore"
    assert replace(SAID, earlier=(1, 14), missing=GAP).lacking_after == (1, 14)
