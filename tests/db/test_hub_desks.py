"""Conflicts and transfers at a hub: the stories of stations, where others' chains lie upstream."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db import (
    test_backup_gone_on,
    test_conflicts,
    test_transfer,
    test_transfer_towns,
    test_transfer_twice,
    test_transfer_way,
)
from tests.db.test_backup_giving_back import cloned
from tests.db.test_conflicts import second
from tests.db.test_transfer import Country
from tests.db.test_transfer_towns import Way
from tests.db.test_transfer_twice import third
from tests.desks import NEIGHBOUR, OTHER_TOWN, OTHER_VILLAGE, Three, enrol, make_desk
from tests.hub_towns import database, stories, three
from tests.upstreams import hub_over

__all__ = ["cloned", "database", "second", "third", "three"]


@pytest.fixture
def country(three: Three, tmp_path: Path) -> Iterator[Country]:
    neighbour = make_desk(tmp_path / "neighbour", NEIGHBOUR)
    enrol(three.town, neighbour, tmp_path)
    made = Country(three, neighbour, tmp_path)
    made.up(neighbour)
    yield made
    neighbour.store.close()


@pytest.fixture
def way(three: Three, tmp_path: Path) -> Iterator[Way]:
    other, far = make_desk(tmp_path / "other", OTHER_TOWN), make_desk(tmp_path / "far", OTHER_VILLAGE)
    other = hub_over(other, "")
    enrol(three.city, other, tmp_path)
    enrol(other, far, tmp_path)
    made = Way(three, other, far)
    made.of(far)
    yield made
    for desk in (other, far):
        desk.store.close()


OF_RULES = (
    "test_whose_a_record_is_follows_from_the_handings_in_any_order",
    "test_an_offer_has_no_effect_once_its_giver_has_given_the_record_away_by_another",
)
TOLD = (test_backup_gone_on, test_conflicts, test_transfer, test_transfer_towns)
globals().update(stories(*TOLD, test_transfer_twice, test_transfer_way, but=OF_RULES))
