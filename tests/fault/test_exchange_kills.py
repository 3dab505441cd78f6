"""Kill -9 while exporting and importing: every file is whole or absent, everything is in or nothing."""

import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desks import TOWN, VILLAGE, Desk, open_desk, plain_cases, three_desks
from tests.fault.killing import Nursery, memory_folder
from zsapp.base.entry import check_chain
from zsapp.exchange.acknowledgement import read_acknowledgement
from zsapp.exchange.manifest import Shard
from zsapp.exchange.package import open_package
from zsapp.services.arrivals import digests_of

EXPORTS, IMPORTS = 60, 40
"""Kills of the short suite; with those of saving, 200 in all."""

LONG_EXPORTS, LONG_IMPORTS = 3_000, 2_000
"""Of the long suite; with those of saving, 10,000 in all."""

EACH = 20
"""Kills that one home must survive while exporting."""

PACKAGES, CASES_EACH = 3, 4


@pytest.fixture
def closed() -> Iterator[Path]:
    """The folder of three stations, closed, and a stick."""
    with memory_folder() as folder:
        with three_desks(folder / "desks"):
            pass
        yield folder / "desks"


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
    exported = 0
    with Nursery("tests.fault.exchanging:export_on") as nursery:
        rehearsal = shutil.copytree(folder, folder.with_name("rehearsal"))
        nursery.rehearse(str(rehearsal / VILLAGE), str(rehearsal / "stick"), "1", acknowledged=3)
        for number in range(0, kills, EACH):
            copy = shutil.copytree(folder, folder.with_name(f"copy{number}"))
            for _ in range(EACH):
                exported += kill_one_export(nursery, copy, dice)
            check_arrival(copy)
            shutil.rmtree(copy)
    assert exported >= kills / 4, "the kills came too early to mean anything"


def kill_one_export(nursery: Nursery, folder: Path, dice: random.Random) -> int:
    """Kill one export, check what it left, and return how many were acknowledged before."""
    home, stick = folder / VILLAGE, folder / "stick"
    patience, delay = 1 + dice.randrange(2), dice.random() * 0.05
    said = nursery.kill_one(str(home), str(stick), str(dice.random()), acknowledged=patience, delay=delay)
    desk = open_desk(home)
    with desk.store:
        check_stick(desk, stick, said)
    for file in in_order(stick)[:-1]:  # so that the next check is quick
        file.unlink()
    return len(said) - 1


def check_arrival(folder: Path) -> None:
    """See that after all kills everything can still be sent, and nothing of the kills lies about."""
    home, stick = folder / VILLAGE, folder / "stick"
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
    for file in in_order(stick):
        (taken,) = town.exchange.import_path(file).packages
        with town.store.read() as reader:
            after[taken.seq_to] = digests_of(reader, station)
    town.store.close()
    for ack in stick.glob("*.zsack"):
        ack.unlink()
    return Prepared(closed / TOWN, stick, station, after)


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
    """Kill imports; each goes on where the one before was cut off, until everything is in."""
    dice = random.Random(seed)  # noqa: S311 -- dice of a test
    home, stick, last = folder / "killed", folder / "killed-stick", max(prepared.after)
    reached = [last]
    with Nursery("tests.fault.exchanging:import_on") as nursery:
        rehearsal = shutil.copytree(prepared.home, folder / "rehearsal")
        nursery.rehearse(str(rehearsal), str(prepared.stick), acknowledged=1 + PACKAGES)
        for ack in prepared.stick.glob("*.zsack"):
            ack.unlink()
        seconds = seconds_of_all(nursery, prepared, home, stick)
        for _ in range(kills):
            if reached[-1] == last:
                renew(prepared, home, stick)
            delay = dice.random() * seconds
            said = nursery.kill_one(str(home), str(stick), acknowledged=1, delay=delay)
            town = open_desk(home)
            with town.store:
                reached.append(check_town(town, prepared, stick, said))
        nursery.kill_one(str(home), str(stick), acknowledged=1 + PACKAGES)
    assert {0, last} < set(reached), "every kill came at the same step"
    town = open_desk(home)
    with town.store:
        town.exchange.import_path(stick)
        assert check_town(town, prepared, stick, []) == last
        assert len(list(stick.glob("*.zsack"))) == 1


def seconds_of_all(nursery: Nursery, prepared: Prepared, home: Path, stick: Path) -> float:
    """Return how long the import of a full stick takes here and now: the kills shall fall all over it."""
    renew(prepared, home, stick)
    start = time.perf_counter()
    nursery.kill_one(str(home), str(stick), acknowledged=1 + PACKAGES)
    return time.perf_counter() - start


def renew(prepared: Prepared, home: Path, stick: Path) -> None:
    """Begin anew: a town that has received nothing, and a full stick."""
    for target, source in ((home, prepared.home), (stick, prepared.stick)):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)


def test_whoever_is_killed_while_importing_has_everything_of_a_package_or_nothing(
    closed: Path, prepared: Prepared
) -> None:
    kill_while_importing(closed, prepared, IMPORTS, seed=2)


@pytest.mark.long
def test_thousands_of_kills_of_exporting_and_importing(closed: Path, prepared: Prepared) -> None:
    seed = random.randrange(10**9)  # noqa: S311 -- dice of a test
    kill_while_importing(closed, prepared, LONG_IMPORTS, seed)
    kill_while_exporting(closed, LONG_EXPORTS, seed)
