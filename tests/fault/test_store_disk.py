"""A full disk: nothing is half done, what was saved is there, and with room again the work goes on."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.homes import case_payload, make_home, reopen, save_case, small_disk
from zsapp.base.entry import check_chain
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id
from zsapp.records.migrate import STEPS, upgrade_file
from zsapp.records.rebuild import examine
from zsapp.records.store import Store

LONG = {"record": "调解员：今天的调解不收费。" * 800}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    with small_disk(tmp_path / "disk", 8) as folder:
        yield folder


def fill(disk: Path, leave: int = 0) -> Path:
    """Fill a disk but for so many bytes; return what fills it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(4096))
        except OSError:
            out.truncate(max(out.tell() - leave, 0))
    return filler


def save_until_refused(store: Store) -> tuple[list[str], Trouble]:
    """Save cases until the disk is full; return those that were saved, and what was said."""
    saved: list[str] = []
    for _ in range(5_000):
        try:
            saved.append(save_case(store, **LONG))
        except Trouble as trouble:
            return saved, trouble
    raise AssertionError("the disk is never full")


def test_a_save_on_a_full_disk_is_refused_whole_and_goes_on_with_room_again(disk: Path) -> None:
    with make_home(disk / "home").store as store:
        before = save_case(store)
        filler = fill(disk, leave=300_000)
        saved, trouble = save_until_refused(store)
        assert trouble.code is Code.DISK_FULL
        with store.read() as reader:
            head = reader.head()
            assert check_chain(reader.entries(store.station, 1)) == (head.hash, 1 + len(saved))
            assert all(reader.record(record_id) for record_id in (before, *saved))
        with pytest.raises(Trouble):
            save_case(store, **LONG)
        filler.unlink()
        save_case(store, **LONG)
        assert examine(store).sound
    with reopen(disk / "home") as store, store.read() as reader:
        assert reader.page("mediation").total == 2 + len(saved)


def test_a_store_on_a_full_disk_can_be_read_and_closed(disk: Path) -> None:
    store = make_home(disk / "home").store
    fill(disk, leave=200_000)
    saved, _ = save_until_refused(store)
    fill(disk)
    with store.read() as reader:
        assert reader.page("mediation", query="何䶮").total == len(saved)
    store.close()
    (disk / "filler").unlink()
    with reopen(disk / "home") as again, again.read() as reader:
        assert reader.page("mediation", query="何䶮").total == len(saved)


def test_a_transaction_that_spills_onto_a_full_disk_is_undone(disk: Path) -> None:
    with make_home(disk / "home").store as store:
        record_id = save_case(store)
        fill(disk, leave=500_000)
        with pytest.raises(Trouble) as trouble:
            save_many(store)
        assert trouble.value.code is Code.DISK_FULL
        with store.read() as reader:
            assert [line.id for line in reader.page("mediation").lines] == [record_id]


def test_a_blob_on_a_full_disk_is_refused_and_leaves_no_scrap(disk: Path) -> None:
    with make_home(disk / "home").store as store:
        fill(disk, leave=100_000)
        with pytest.raises(Trouble) as trouble:
            store.blobs.put(bytes(1_000_000))
        assert trouble.value.code is Code.DISK_FULL
        assert not [path for path in (disk / "home" / "blobs").rglob("*") if path.is_file()]


@pytest.mark.parametrize("leave", [0, 8_192, 65_536, 150_000])
def test_a_home_made_on_a_full_disk_leaves_nothing_behind(disk: Path, leave: int) -> None:
    fill(disk, leave)
    with pytest.raises(Trouble) as trouble:
        make_home(disk / "homes" / "home")
    assert trouble.value.code is Code.DISK_FULL
    assert {path.name for path in disk.rglob("*")} <= {"filler", "homes"}
    (disk / "filler").unlink()
    make_home(disk / "homes" / "home").store.close()


def test_an_upgrade_without_room_is_refused_and_changes_nothing(disk: Path, tmp_path: Path) -> None:
    made = make_home(disk / "home")
    for _ in range(20):
        save_case(made.store, **LONG)
    made.store.close()
    path, key = made.store.path, made.store._opened.ring.key
    before = path.read_bytes()
    steps = Path(shutil.copytree(STEPS, tmp_path / "steps"))
    source = 'revision, down_revision = "0002", "0001"\n\n\ndef upgrade():\n    pass\n'
    (steps / "versions" / "0002_none.py").write_text(source)
    fill(disk, leave=100_000)
    with pytest.raises(Trouble) as trouble:
        upgrade_file(path, key, steps=steps, target="0002")
    assert trouble.value.code is Code.DISK_FULL
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.copy*"))


# --- the same without a disk of one's own ------------------------------------------------------------------


def save_many(store: Store) -> None:
    with store.write() as writer:
        for _ in range(200):
            writer.save("mediation", new_id(), case_payload(**LONG), base_version=0, verb="save")


def put_draft(store: Store) -> None:
    with store.write() as writer:
        writer.put_draft(new_id(), "mediation", case_payload(**LONG), 0)


def rebuild(store: Store) -> None:
    with store.write() as writer:
        writer.save("mediation", new_id(), case_payload(**LONG), base_version=0, verb="save")
        writer.replay()


def put_blob(store: Store) -> None:
    store.blobs.put(os.urandom(100))


def repeat(work: Callable[[Store], None], store: Store) -> None:
    for _ in range(500):
        work(store)


@pytest.mark.parametrize("work", [save_many, put_blob, put_draft, rebuild])
def test_a_database_that_may_not_grow_refuses_every_write_and_stays_usable(
    tmp_path: Path, work: Callable[[Store], None]
) -> None:
    with make_home(tmp_path / "home").store as store:
        record_id = save_case(store)
        driver = store._writing.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA max_page_count = 1")
        with pytest.raises(Trouble) as trouble:
            repeat(work, store)
        assert trouble.value.code is Code.DISK_FULL
        with store.read() as reader:
            assert reader.record(record_id) is not None
        driver.execute("PRAGMA max_page_count = 1000000")
        work(store)
        assert examine(store).sound
