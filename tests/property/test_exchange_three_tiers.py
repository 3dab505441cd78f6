"""Villages, town and city by dice: sticks lost, carried twice, old ones again; all end alike."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import NEIGHBOUR, Desk, enrol, make_desk, plain_cases, three_desks
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.records.rebuild import examine
from zsapp.services.review import Reviews
from zsapp.services.transfer import Transfers

STEPS = 40


class World:
    """Four stations, and sticks on their way."""

    def __init__(self, desks: dict[str, Desk], folder: Path, seed: int) -> None:
        self.desks, self.folder, self.dice = desks, folder, random.Random(seed)  # noqa: S311 -- dice of a test
        self.records: list[str] = []
        self.sticks = 0

    def step(self) -> None:
        act = self.dice.choice(
            [self.save, self.carry, self.carry, self.review, self.hand_over, self.edit_above]
        )
        try:
            act()
        except (Refusal, Trouble):  # what is refused is refused; nothing may be half done
            return

    def save(self) -> None:
        desk = self.desks[self.dice.choice(["village", "neighbour"])]
        if self.records and self.dice.random() < 0.6:
            record_id = self.dice.choice(self.records)
            if self.owner(desk, record_id) == desk.store.station:
                desk.save({**self.payload(desk, record_id), "brief": f"改{self.dice.random()}"}, record_id)
            return
        self.records.append(desk.save(self.dice.choice(plain_cases()[:3])))

    def edit_above(self) -> None:
        town, record_id = self.desks["town"], self.dice.choice(self.records)
        town.save(
            {**self.payload(town, record_id), "difficulty": self.dice.choice(["复杂", "一般"])}, record_id
        )

    def review(self) -> None:
        town = self.desks["town"]
        desk = Reviews(town.store, town.profile, town.days)
        record_id = self.dice.choice(self.records)
        if self.dice.random() < 0.5:
            desk.give_back(record_id, "请改正")
        else:
            desk.accept(record_id)

    def hand_over(self) -> None:
        desk = self.desks[self.dice.choice(["village", "neighbour"])]
        other = self.desks["neighbour" if desk is self.desks["village"] else "village"]
        transfers, record_id = Transfers(desk.store, desk.profile), self.dice.choice(self.records)
        what = self.dice.choice(["offer", "accept", "withdraw", "accept"])
        if what == "offer":
            transfers.offer(record_id, other.store.station, "x")
        else:
            getattr(transfers, what)(record_id)

    def carry(self, *, surely: bool = False) -> None:
        below = self.desks[self.dice.choice(["village", "neighbour", "town"])]
        self.trip(below, self.desks["city" if below is self.desks["town"] else "town"], surely=surely)

    def trip(self, below: Desk, above: Desk, *, surely: bool = False) -> None:
        """Carry a stick up and down; it may be lost on the way up, or down, or be carried twice."""
        self.sticks += 1
        stick = self.folder / f"stick{self.sticks}"
        stick.mkdir()
        below.exchange.export(stick)
        if not surely and self.dice.random() < 0.2:
            return
        above.exchange.import_path(stick)
        if not surely and self.dice.random() < 0.2:
            shutil.copytree(stick, self.folder / f"again{self.sticks}")
            above.exchange.import_path(self.folder / f"again{self.sticks}")
        if not surely and self.dice.random() < 0.2:
            return
        below.exchange.import_path(stick)

    def settle(self) -> None:
        """Carry until everybody has heard everything."""
        for _ in range(3):
            for name in ("village", "neighbour", "town"):
                above = self.desks["city" if name == "town" else "town"]
                self.trip(self.desks[name], above, surely=True)

    def owner(self, desk: Desk, record_id: str) -> str:
        with desk.store.read() as reader:
            stored = reader.record(record_id)
        return stored.station if stored else ""

    def payload(self, desk: Desk, record_id: str) -> dict[str, object]:
        with desk.store.read() as reader:
            stored = reader.record(record_id)
        if stored is None:
            raise Refusal(Code.RECORD_UNKNOWN)
        return stored.payload


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[dict[str, Desk]]:
    with three_desks(tmp_path) as three:
        neighbour = make_desk(tmp_path / "neighbour", NEIGHBOUR)
        enrol(three.town, neighbour, tmp_path)
        yield {"village": three.village, "neighbour": neighbour, "town": three.town, "city": three.city}
        neighbour.store.close()


@pytest.mark.parametrize("seed", [3])
def test_whatever_is_lost_or_comes_twice_all_end_with_one_owner_and_one_document(
    desks: dict[str, Desk], tmp_path: Path, seed: int
) -> None:
    converge(desks, tmp_path, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 112))
def test_so_they_do_for_many_seeds(desks: dict[str, Desk], tmp_path: Path, seed: int) -> None:
    converge(desks, tmp_path, seed)


def converge(desks: dict[str, Desk], folder: Path, seed: int) -> None:
    world = World(desks, folder, seed)
    world.save()
    for _ in range(STEPS):
        world.step()
    world.settle()
    for record_id in world.records:
        owners = {world.owner(desks[name], record_id) for name in ("town", "city")}
        assert len(owners) == 1, (seed, record_id)
        (owner,) = owners
        own = next(desk for desk in desks.values() if desk.store.station == owner)
        assert world.owner(own, record_id) == owner, (seed, record_id)
        assert world.payload(desks["town"], record_id) == world.payload(desks["city"], record_id), (
            seed,
            record_id,
        )
        others = [desks[name] for name in ("village", "neighbour") if desks[name] is not own]
        assert all(world.owner(one, record_id) in ("", owner) for one in others), (
            "nobody else thinks it theirs"
        )
    for desk in desks.values():
        assert examine(desk.store).index_faults == ()
