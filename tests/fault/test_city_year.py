"""A year of a city of 311 stations (一年): sticks every month, all that befalls them, one end that agrees.

Chosen so that it ends within 25 minutes on two cores: every village sends once a month, those of one town
every week; each month a village writes two to four small records, and now and then a paper. The certificates'
calendar moves on; the journals' clock is that of the machine.
"""

import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from tests.desks import Desk
from tests.fault.cities import Machine, Stick, great_city
from tests.fault.endings import ask_back, check, check_acknowledged, decide, enrol_again, settle
from tests.fault.killing import memory_folder
from tests.fault.programs import TODAYS
from tests.fault.stories import Story
from zsapp.base import clock
from zsapp.base.errors import Code

SHAPE = (*[13] * 11, *[12] * 12)
"""Villages of the 23 towns: 287."""

BEFALLS = {"back_up": 12, "lose_a_machine": 10, "revoke": 1, "upgrade": 4, "copy_a_machine": 0.3}
"""How often something may befall somebody in a month; a machine without a backup is not lost."""


class Year(Story):
    """A story whose days are months; power cuts are left to the short ones: each costs four openings."""

    crashes = 0.02
    figures: Counter[str]

    def live(self, months: int) -> None:
        """Let so many months go by."""
        self.figures = Counter()
        for month in range(months):
            day = clock.today()
            for one in self.city.machines:
                one.day = date(day.year + (day.month + month) // 12, (day.month + month) % 12 + 1, 1)
            for machine in list(self.city.villages):
                weekly = machine.above is self.city.towns[0]
                for _ in range(4 if weekly else 1):
                    self.month_of(machine, records=1 if weekly else self.dice.randint(2, 4))
            for town in self.city.towns:
                self.month_of(town, records=1)
            self.befall()

    def month_of(self, machine: Machine, records: int) -> None:
        """Let a station write, send, and hear."""
        if machine.desk.store.behind is not None:
            ask_back(self, machine)
        for _ in range(records):
            self.save(machine)
        for stick in self.sticks_of(machine):
            self.figures["sticks"] += 1
            if self.dice.random() < 0.03:
                continue  # lost
            if self.dice.random() < 0.03:
                stick.bend(self.dice)
            self.read_in(stick, home=False)
            if self.dice.random() < 0.9:
                self.read_in(stick, home=True)
            shutil.rmtree(stick.folder)
        self.down.clear()
        self.city.rest(machine)

    def sticks_of(self, machine: Machine) -> Iterator[Stick]:
        """Give this month's stick, and now and then an old one that turns up."""
        stick = self.city.new_stick(machine)
        if self.write_out(machine, stick) is Code.CERT_OWN_REVOKED:
            enrol_again(self, machine)
            self.write_out(machine, stick)
        if self.dice.random() < 0.02:
            yield self.city.copy_of(stick)
        yield stick

    def befall(self) -> None:
        """Let this month's accidents happen."""
        for name, number in BEFALLS.items():
            times = int(number) + (self.dice.random() < number % 1)
            for _ in range(times):
                getattr(self, name)()
        for town in (self.city.city, *self.city.towns):
            decide(town)
        for _ in range(len(self.city.towns) * 2):
            self.print_paper()
            self.review()
        for one in self.city.villages:
            self.city.rest(one)


def year_of(shape: tuple[int, ...], months: int, seed: int) -> str:
    """Live a year, let it end honestly, and tell its figures."""
    begun = time.monotonic()
    with memory_folder() as folder, great_city(folder, shape) as city:
        made = time.monotonic()
        story = Year(city, random.Random(seed))  # noqa: S311 -- dice of a test
        for one in city.machines:
            one.age = TODAYS
        story.live(months)
        lived = time.monotonic()
        rounds = settle(story)
        check(story)
        check_acknowledged(story)
        entries = city.city.act(entries_of)
        ended = time.monotonic()
        told = dict(sorted(story.chronicle.told.items()))
        return (
            f"{len(city.machines)} stations, {months} months, {story.figures['sticks']} sticks, "
            f"{entries} entries at the city, {story.chronicle.number} records written; "
            f"told: {told}; agreed after {rounds} rounds; minutes: {(made - begun) / 60:.1f} to make, "
            f"{(lived - made) / 60:.1f} to live, {(ended - lived) / 60:.1f} to end"
        )


def entries_of(desk: Desk) -> int:
    with desk.store.read() as reader:
        return sum(one.head.seq for one in reader.chains())


@pytest.mark.long
def test_a_year_of_311_stations_ends_with_every_digest_equal_at_all_three_tiers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert 1 + len(SHAPE) + sum(SHAPE) == 311
    figures = year_of(SHAPE, 12, seed=311)
    with capsys.disabled():
        sys.stdout.write(f"\n{figures}\n")
