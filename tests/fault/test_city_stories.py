"""Three tiers, whatever befalls them: all agree in the end, nothing acknowledged is lost, nothing is twice.

A model in plain Python goes along with real stations (`stories.py`); every divergence must be said to
somebody as it happens, and honest people who do only what they are told put everything right (`endings.py`).
"""

import random
from collections import Counter

import pytest

from tests.fault.chronicle import Chronicle
from tests.fault.cities import LARGEST, small_city
from tests.fault.endings import check, check_acknowledged, settle
from tests.fault.killing import memory_folder
from tests.fault.stories import STEPS, Story

SEEDS = (8, 11, 19, 39, 53, 4036)
"""Stories of the short suite: disks lost at each tier, a copied folder, a renewal, cases that went over.

In the last one two machines of a copied folder offer one case to two villages, and both accept it.
"""

HUB_SEEDS = (0, 2)
"""Of those where town and city are hubs: a disk of the city lost, a village given back, a record held."""

DAYS, LONG_DAYS, MANY = 40, 120, 200


def tell(seed: int, days: int, *, hubs: bool = False) -> Chronicle:
    """Tell one story to its end; return its chronicle. With `hubs` city and towns store in tables."""
    dice = random.Random(seed)  # noqa: S311 -- dice of a test
    towns = dice.randint(1, len(LARGEST))
    shape = (dice.randint(1, min(LARGEST)),) * towns
    with memory_folder() as folder, small_city(folder, shape) as city:
        for one in (city.city, *city.towns) if hubs else ():
            one.serve()
        story = Story(city, dice)
        for _ in range(days):
            story.day()
        settle(story)
        check(story)
        check_acknowledged(story)
        return story.chronicle


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_befalls_a_city_all_agree_and_everything_was_told(seed: int) -> None:
    chronicle = tell(seed, DAYS)
    assert chronicle.acknowledged
    assert chronicle.told


@pytest.mark.parametrize("seed", HUB_SEEDS)
def test_so_they_do_where_town_and_city_are_hubs(seed: int) -> None:
    chronicle = tell(seed, DAYS, hubs=True)
    assert chronicle.acknowledged
    assert chronicle.told


@pytest.mark.long
def test_hundreds_of_cities_agree_in_the_end() -> None:
    first = random.randrange(10**9)  # noqa: S311 -- dice of a test
    told: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for seed in range(first, first + MANY):
        try:
            chronicle = tell(seed, LONG_DAYS if seed % 5 == 0 else DAYS, hubs=seed % 3 == 0)
        except BaseException as fault:
            fault.add_note(f"the story of seed {seed}")
            raise
        told += chronicle.told
        done += chronicle.done
    assert set(done) == set(STEPS)
    seen = {
        "PACKAGE_FORKED",
        "STATION_FORKED",
        "PACKAGE_DAMAGED",
        "ACK_DAMAGED",
        "PACKAGE_NEWER",
        "given back",
        "accepted",
        "renewed",
        "lost a city",
    }
    assert seen <= set(told), told
