"""Kill -9 while exporting and importing: every file is whole or absent, everything is in or nothing."""

import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desks import TOWN, VILLAGE, Desk, open_desk, plain_cases, three_desks
from tests.fault.killing import Nursery
from zsapp.base.entry import check_chain
from zsapp.exchange.acknowledgement import read_acknowledgement
from zsapp.exchange.manifest import Shard
from zsapp.exchange.package import open_package
from zsapp.services.arrivals import digests_of

EXPORTS, IMPORTS = 60, 40
"""Kills of the short suite: 100 in all."""

PACKAGES, CASES_EACH = 3, 12


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """The folder of three stations, closed, and a stick."""
    with three_desks(tmp_path / "desks") as three:
        return three.folder


def in_order(stick: Path) -> list[Path]:
    """Return the packages of a stick by their last seq."""
    return sorted(stick.glob("*.zspkg"), key=lambda file: int(file.stem.split("-")[4]))


# --- exporting --------------------------------------------------------------------------------------------


def check_stick(desk: Desk, stick: Path, said: list[str]) -> None:
    """Hold a stick and its sender against what was acknowledged before the kill."""
    with desk.store.read() as reader:
        head, mark = reader.head(), reader.marks().get("exported")
        assert check_chain(reader.entries(desk.store.station, 1)) == (head.hash, head.seq)
    covered = [0]
    for file in stick.glob("*.zspkg"):
        with open_package(file) as package:  # whole, signed, every hash right
            covered.append(package.letter.span.last)
    assert (mark.seq if mark else 0) <= max(covered), "marked as exported, and not on the stick"
    for line in said[1:]:
        _, seq, name = line.split()
        assert (stick / name).exists()
        assert mark is not None
        assert mark.seq >= int(seq)


def kill_while_exporting(folder: Path, kills: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 -- dice of a test
    home, stick = folder / VILLAGE, folder / "stick"
    exported = 0
    with Nursery("tests.fault.exchanging:export_on") as nursery:
        for _ in range(kills):
            patience, delay = 1 + dice.randrange(2), dice.random() * 0.12
            words = (str(home), str(stick), str(dice.random()))
            said = nursery.kill_one(*words, acknowledged=patience, delay=delay)
            desk = open_desk(home)
            with desk.store:
                check_stick(desk, stick, said)
            exported += len(said) - 1
            for file in in_order(stick)[:-1]:  # so that the next check is quick
                file.unlink()
    assert exported >= kills / 4, "the kills came too early to mean anything"
    village, town = open_desk(home), open_desk(folder / TOWN)
    with village.store, town.store:
        done = village.exchange.export(stick)
        assert not list(stick.glob("*.part"))
        assert list((home / "tmp").iterdir()) == []
        town.exchange.import_path(done.file)
        with village.store.read() as ours, town.store.read() as theirs:
            assert digests_of(theirs, village.store.station) == digests_of(ours, village.store.station)


def test_whoever_is_killed_while_exporting_leaves_whole_packages_and_true_marks(closed: Path) -> None:
    kill_while_exporting(closed, EXPORTS, seed=1)


# --- importing --------------------------------------------------------------------------------------------


@dataclass
class Prepared:
    """A town that has received nothing, a stick, and what its records look like after each package."""

    home: Path
    stick: Path
    station: str
    after: dict[int, tuple[Shard, ...]]
    seconds: float


@pytest.fixture
def prepared(closed: Path) -> Prepared:
    village = open_desk(closed / VILLAGE)
    stick, last = closed / "stick", 0
    for _ in range(PACKAGES):
        for case in plain_cases()[:CASES_EACH]:
            record_id = village.save(case)
        village.print(record_id, random.Random(last).randbytes(50_000))  # noqa: S311 -- dice of a test
        last = village.exchange.export(stick, since=last).seq_to
    station = village.store.station
    village.store.close()
    shutil.copytree(closed / TOWN, closed / "again")
    town = open_desk(closed / "again")
    after: dict[int, tuple[Shard, ...]] = {0: ()}
    start = time.perf_counter()
    for file in in_order(stick):
        (taken,) = town.exchange.import_path(file).packages
        with town.store.read() as reader:
            after[taken.seq_to] = digests_of(reader, station)
    seconds = time.perf_counter() - start
    town.store.close()
    for ack in stick.glob("*.zsack"):
        ack.unlink()
    return Prepared(closed / TOWN, stick, station, after, seconds)


def check_town(town: Desk, prepared: Prepared, stick: Path, said: list[str]) -> int:
    """Hold a town against what was acknowledged before the kill; return up to which seq it has everything."""
    with town.store.read() as reader:
        cursor = reader.cursor(prepared.station, 1)
        assert check_chain(reader.entries(prepared.station, 1)) == (cursor.hash, cursor.seq)
        assert cursor.seq in prepared.after, "half a package"
        assert digests_of(reader, prepared.station) == prepared.after[cursor.seq]
        own = reader.head()
        assert check_chain(reader.entries(town.store.station, 1)) == (own.hash, own.seq)
    for line in said[1:]:
        assert cursor.seq >= int(line.split()[1])
    for ack in stick.glob("*.zsack"):
        assert read_acknowledgement(ack.read_bytes(), ack.name).seq <= cursor.seq
    return cursor.seq


def kill_while_importing(folder: Path, prepared: Prepared, kills: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 -- dice of a test
    reached = []
    with Nursery("tests.fault.exchanging:import_on") as nursery:
        for _ in range(kills):
            home, stick = folder / "killed", folder / "killed-stick"
            shutil.copytree(prepared.home, home)
            shutil.copytree(prepared.stick, stick)
            delay = dice.random() * prepared.seconds
            said = nursery.kill_one(str(home), str(stick), acknowledged=1, delay=delay)
            town = open_desk(home)
            with town.store:
                reached.append(check_town(town, prepared, stick, said))
                town.exchange.import_path(stick)
                assert check_town(town, prepared, stick, []) == max(prepared.after)
                assert len(list(stick.glob("*.zsack"))) == 1
            shutil.rmtree(home)
            shutil.rmtree(stick)
    assert len(set(reached)) > 1, "every kill came at the same step"


def test_whoever_is_killed_while_importing_has_everything_of_a_package_or_nothing(
    closed: Path, prepared: Prepared
) -> None:
    kill_while_importing(closed, prepared, IMPORTS, seed=2)


@pytest.mark.long
def test_five_thousand_kills_of_exporting_and_importing(closed: Path, prepared: Prepared) -> None:
    seed = random.randrange(10**9)  # noqa: S311 -- dice of a test
    kill_while_importing(closed, prepared, 2_500, seed)
    kill_while_exporting(closed, 2_500, seed)
