"""The review desk at a hub: the stories of stations, where others' chains lie upstream."""

import pytest

from tests.db import test_review
from tests.db.test_review import sent
from tests.hub_towns import database, stories, three

__all__ = ["database", "sent", "three"]

pytestmark = pytest.mark.long

OF_THE_WIRE = (
    "test_nothing_goes_down_before_there_is_a_certificate",
    "test_what_comes_down_is_sealed_to_its_station",
    "test_what_comes_down_otherwise_than_it_was_signed_is_damage",
)
globals().update(stories(test_review, but=OF_THE_WIRE))
