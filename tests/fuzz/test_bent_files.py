"""Whatever comes bent is a whole thing or a catalogued trouble, changes nothing when refused, and is told.

A case is a kind and a seed. The long suite draws for ten minutes; a seed that breaks a reader goes into
`seeds.txt`, which every run reads again.
"""

import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desks import Desk
from tests.fault.killing import memory_folder
from tests.fuzz.bent_kinds import KINDS, Kind, read, restore
from tests.golden.golden_desks import GOLDEN, golden_station
from zsapp.base.errors import ZsError
from zsapp.exchange.rebaseline import SUFFIX as GIVEN
from zsapp.records.rebuild import examine

SEEDS = Path(__file__).parent / "seeds.txt"
BY_NAME = {one.name: one for one in KINDS}
EACH = 4
"""Seeds of each kind in the short suite."""

SECONDS = 600
"""How long the long suite draws."""


@dataclass
class Bench:
    """The stations that read what is bent: each is made anew once something was taken in."""

    folder: Path
    desks: dict[str, Desk]
    made: int = 0

    def desk(self, kind: Kind) -> Desk:
        if kind.reader not in self.desks:
            self.made += 1
            desk = golden_station(self.folder / f"{kind.reader}{self.made}", kind.reader)
            if kind.reader == "village":
                desk.exchange.import_path(GOLDEN / f"given-1{GIVEN}")
            self.desks[kind.reader] = desk
        return self.desks[kind.reader]

    def drop(self, kind: Kind) -> None:
        desk = self.desks.pop(kind.reader)
        assert examine(desk.store).sound
        desk.store.close()
        shutil.rmtree(desk.store.home)

    def read(self, kind: Kind, seed: int) -> str:
        """Have one case read; return the code of its refusal, nothing where it was taken."""
        content = kind.bend(random.Random(f"{kind.name} {seed}"))  # noqa: S311 -- dice of a test
        place = self.folder / "case"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        desk = self.desk(kind) if kind.reader != "nobody" else None
        before = desk.fingerprint() if desk else ""
        try:
            if desk is None:
                restore(place, content)
            else:
                read(kind, desk, place, content)
        except ZsError as error:
            assert str(error)
            assert error.remedy
            assert desk is None or desk.fingerprint() == before, f"{error.code.name} has changed something"
            if desk is not None and desk.store.behind is not None:  # a liar above knows more of us than we do
                self.drop(kind)
            return error.code.name
        if desk is not None and desk.fingerprint() != before:
            assert kind.may_be_taken, "bent, and taken in"
            self.drop(kind)
        return ""

    def close(self) -> None:
        for one in self.desks.values():
            one.store.close()


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with memory_folder() as folder:
        made = Bench(folder, {})
        yield made
        made.close()


def told(bench: Bench, kind: Kind, seed: int) -> str:
    try:
        return bench.read(kind, seed)
    except BaseException as fault:
        fault.add_note(f"keep it in {SEEDS.name}: {kind.name} {seed}")
        raise


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_sample_of_everything_bent(bench: Bench, kind: Kind) -> None:
    for seed in range(EACH):
        told(bench, kind, seed)


def test_every_seed_that_once_broke_a_reader(bench: Bench) -> None:
    for line in SEEDS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, seed = line.split()
            told(bench, BY_NAME[name], int(seed))


@pytest.mark.long
@pytest.mark.usefixtures("logged")
def test_ten_minutes_of_everything_bent(bench: Bench) -> None:
    seed, codes = random.randrange(10**9), Counter[str]()  # noqa: S311 -- dice of a test
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        seed += 1
        codes.update(told(bench, kind, seed) for kind in KINDS)
    assert len(codes) > 15, codes
