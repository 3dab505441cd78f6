"""Power cuts, full and pulled sticks while a backup is written or restored: earlier ones stay whole.

The kills fall at random moments of the whole errand; the refused writes at every write there is.
"""

import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fault.killing import Nursery, memory_folder
from tests.fault.stand_ins import little_room, pull, read_only
from tests.homes import PASSPHRASE, make_home, save_case, small_disk
from zsapp.base import clock
from zsapp.base.errors import Code, Trouble
from zsapp.base.progress import Progress
from zsapp.records.backup import Asked, make_backup
from zsapp.records.backup_check import check_copy
from zsapp.records.backup_file import HAND, backups_in
from zsapp.records.home import open_home
from zsapp.records.restoring import Secret, is_empty, restore_home
from zsapp.records.store import Store

KILLS, LONG_KILLS = 12, 1_000
RESTORES, LONG_RESTORES = 10, 500


@pytest.fixture
def memory() -> Iterator[Path]:
    with memory_folder() as folder:
        yield folder


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    store = make_home(tmp_path / "home").store
    for number in range(3):
        save_case(store)
        store.blobs.put(b"%d" % number * 9_000)
    yield store
    store.close()


def made(store: Store, stick: Path, progress: Progress | None = None) -> int:
    asked = Asked(why=HAND, made_at=clock.now())
    return make_backup(store.home, store.key, stick, asked, progress).entries


def check_stick(stick: Path, key: bytes) -> int:
    """Hold every backup of a stick against every byte of it; return how many entries the latest holds."""
    found = backups_in(stick)
    for one in found:
        assert one.head.is_sealed_by(key)
        for piece in one.pieces():
            assert one.pool.is_whole(piece.sha256, lambda _size: None), (one.path.name, piece.name)
    if not found:
        return 0
    (database,) = [piece for piece in found[0].pieces() if piece.name == "station.db"]
    check_copy(found[0].pool.path(database.sha256), key, lambda _text: None)
    return max(one.head.entries for one in found)


# --- kills ------------------------------------------------------------------------------------------------


def kill_while_backing_up(folder: Path, kills: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 -- dice of a test
    home, stick = folder / "home", folder / "stick"
    stick.mkdir()
    store = make_home(home).store
    key = store.key
    store.close()
    last = 0
    with Nursery("tests.fault.backing:back_up_on") as nursery:
        rehearsal = folder / "rehearsal"
        shutil.copytree(home, rehearsal)
        (folder / "nothing").mkdir()
        nursery.rehearse(str(rehearsal), str(folder / "nothing"), acknowledged=3)
        for _ in range(kills):
            wanted, delay = dice.randrange(1, 4), dice.random() * 0.05
            said = nursery.kill_one(str(home), str(stick), acknowledged=wanted, delay=delay)
            last = max([last, *(int(line.split()[1]) for line in said[1:])])
            assert check_stick(stick, key) >= last, "a backup that was called good is gone"
    with open_home(home, passphrase=PASSPHRASE) as left:
        made(left, stick)
    assert not list(stick.rglob("*.part"))
    assert not list(home.glob("backup.snapshot*"))
    check_stick(stick, key)


def test_whoever_is_killed_while_backing_up_leaves_every_earlier_backup_whole(memory: Path) -> None:
    kill_while_backing_up(memory, KILLS, seed=1)


def kill_while_restoring(folder: Path, kills: int, seed: int) -> None:
    """Kill restores; each time there is no station, or a whole one that cannot go on in the old epoch."""
    dice = random.Random(seed)  # noqa: S311 -- dice of a test
    stick, home, states = folder / "stick", folder / "new", set()
    stick.mkdir()
    with make_home(folder / "home").store as store:
        for number in range(5):
            save_case(store)
            store.blobs.put(b"%d" % number * 50_000)
        made(store, stick)
    with Nursery("tests.fault.backing:restore_one") as nursery:
        nursery.rehearse(str(stick), str(folder / "rehearsal"), acknowledged=1)
        start = time.perf_counter()
        nursery.kill_one(str(stick), str(home), acknowledged=2)
        seconds = time.perf_counter() - start
        shutil.rmtree(home)
        for number in range(kills):  # the first at once: no station is what it leaves
            nursery.kill_one(str(stick), str(home), delay=dice.random() * seconds if number else 0)
            if is_empty(home):
                states.add("none")
                continue  # the next restore goes on where this one was cut off
            with open_home(home, passphrase=PASSPHRASE) as new:
                states.add("whole" if new.behind is None else "read-only")
                assert new.epoch == 2 or new.behind is not None
            shutil.rmtree(home)
    assert "none" in states
    if is_empty(home):
        restore_home(backups_in(stick)[0], home, Secret(passphrase=PASSPHRASE)).close()


def test_whoever_is_killed_while_restoring_leaves_no_station_or_a_whole_one(memory: Path) -> None:
    kill_while_restoring(memory, RESTORES, seed=2)


@pytest.mark.long
def test_a_thousand_kills_of_backing_up_and_restoring(memory: Path) -> None:
    seed = random.randrange(10**9)  # noqa: S311 -- dice of a test
    (memory / "a").mkdir()
    kill_while_backing_up(memory / "a", LONG_KILLS, seed)
    (memory / "b").mkdir()
    kill_while_restoring(memory / "b", LONG_RESTORES, seed)


# --- a medium that says no --------------------------------------------------------------------------------


def test_a_stick_that_takes_nothing_more_leaves_the_earlier_backup_whole(
    filled: Store, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "stick", 3) as stick:
        made(filled, stick)
        filled.blobs.put(os.urandom(2_500_000))
        with pytest.raises(Trouble) as full:
            made(filled, stick)
        assert full.value.code is Code.BACKUP_FULL
        assert check_stick(stick, filled.key) == 3
        assert not list(stick.rglob("*.part"))


@pytest.mark.parametrize("room", [2_000, 20_000, 60_000])
def test_wherever_a_write_is_refused_the_earlier_backup_is_whole(
    filled: Store, tmp_path: Path, room: int
) -> None:
    """The kernel lets no file grow beyond so many bytes: objects, the database, the head fail one by one."""
    stick = tmp_path / "stick"
    stick.mkdir()
    made(filled, stick)
    filled.blobs.put(os.urandom(30_000))

    with little_room() as little:

        def begin(_done: int, _total: int, text: str) -> None:
            if text == "正在检查备份的索引":  # the copy at home is made; from here on the stick is written
                little.limit(room)

        with pytest.raises(Trouble) as full:
            made(filled, stick, Progress(begin))
    assert full.value.code is Code.BACKUP_FULL
    assert check_stick(stick, filled.key) == 3
    assert not list(stick.rglob("*.part"))


def test_a_write_protected_stick_is_told(filled: Store, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made(filled, stick)
    save_case(filled)
    (folder,) = (stick / "zsapp-backup").iterdir()
    with read_only(folder / "objects"), pytest.raises(Trouble) as protected:
        made(filled, stick)
    assert protected.value.code is Code.BACKUP_READ_ONLY
    assert check_stick(stick, filled.key) == 3


@pytest.mark.parametrize("text", ["正在写入备份", "正在核对写好的备份"])
def test_a_stick_that_is_pulled_meanwhile_is_told(filled: Store, tmp_path: Path, text: str) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made(filled, stick)
    save_case(filled)
    pulled: list[bool] = []

    def out(_done: int, _total: int, now: str) -> None:
        if now == text and not pulled:
            pulled.append(True)
            pull(stick)

    with pytest.raises(Trouble) as gone:
        made(filled, stick, Progress(out))
    assert gone.value.code in (Code.BACKUP_GONE, Code.BACKUP_BAD)
    assert check_stick(tmp_path / "stick-pulled", filled.key) == 3


def test_a_full_home_disk_is_told_as_that(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with small_disk(tmp_path / "disk", 2) as disk:
        store = make_home(disk / "home").store
        save_case(store)
        with (disk / "filler").open("wb", 0) as out, suppress(OSError):
            while out.write(bytes(4096)) == 4096:
                pass
        with pytest.raises(Trouble) as full:
            made(store, stick)
        assert full.value.code is Code.DISK_FULL
        subprocess.run(["rm", disk / "filler"], check=True)
        assert made(store, stick) == 1
        store.close()
