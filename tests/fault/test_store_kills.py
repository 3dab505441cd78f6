"""Kill -9 at random points: the store opens, the chain holds, everything acknowledged is there."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.killing import Nursery, memory_folder
from tests.fault.saving import NEW_PASSPHRASE
from tests.homes import PASSPHRASE, make_home, reopen, save_case
from zsapp.base.entry import check_chain
from zsapp.base.errors import Code, Trouble
from zsapp.records.engine import connect
from zsapp.records.home import open_home
from zsapp.records.migrate import STEPS, revision_of
from zsapp.records.rebuild import examine
from zsapp.records.store import Reader, Store

KILLS, KILLS_EACH = 100, 20
"""Kills while saving, and how many of them one home must survive; with those of the exchange, 200 in all."""

LONG_KILLS = 5_000
"""Of the long suite; with those of the exchange, 10,000 in all."""


def check_acknowledged(reader: Reader, store: Store, said: list[str]) -> None:
    entries = list(reader.entries(store.station, 1))
    head = reader.head()
    assert check_chain(entries) == (head.hash, head.seq)
    saved = {(one.header.record_id, one.header.version) for one in entries}
    for line in said:
        what, name, *version = line.split()
        if what == "record":
            stored = reader.record(name)
            assert stored is not None
            assert stored.version >= int(version[0])
            assert (name, int(version[0])) in saved
        elif what == "draft":
            assert reader.draft(name) is not None
        else:
            assert store.blobs.get(name)


def kill_while_saving(folder: Path, kills: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 -- dice of a test
    make_home(folder / "scratch").store.close()
    with Nursery("tests.fault.saving:save_on") as nursery:
        nursery.rehearse(str(folder / "scratch"), "1", acknowledged=40)
        for home in (folder / f"home{n}" for n in range(0, kills, KILLS_EACH)):
            make_home(home).store.close()
            acknowledged: list[str] = []
            for _ in range(KILLS_EACH):
                patience, delay = dice.randrange(6), dice.random() * dice.choice((0.002, 0.02))
                said = nursery.kill_one(str(home), str(dice.random()), acknowledged=patience, delay=delay)
                acknowledged += said
                with reopen(home) as store, store.read() as reader:
                    assert store.behind is None
                    check_acknowledged(reader, store, said)
            with reopen(home) as store, store.read() as reader:
                check_acknowledged(reader, store, acknowledged)
                assert len(acknowledged) >= KILLS_EACH
                assert examine(store).sound
            shutil.rmtree(home)


@pytest.fixture
def folder() -> Iterator[Path]:
    with memory_folder() as found:
        yield found


def test_whoever_is_killed_while_saving_loses_nothing_acknowledged(folder: Path) -> None:
    kill_while_saving(folder, KILLS, seed=1)


@pytest.mark.long
def test_whoever_is_killed_thousands_of_times_loses_nothing_acknowledged(folder: Path) -> None:
    kill_while_saving(folder, LONG_KILLS, seed=random.randrange(10**9))  # noqa: S311 -- dice of a test


def test_a_home_whose_making_was_killed_can_be_opened_or_made_again(folder: Path) -> None:
    dice = random.Random(2)  # noqa: S311 -- dice of a test
    with Nursery("tests.fault.saving:make_one") as nursery:
        nursery.rehearse(str(folder / "rehearsal"), acknowledged=1)
        for n in range(20):
            home = folder / f"home{n}"
            made = nursery.kill_one(str(home), delay=dice.random() * 0.1)
            try:
                reopen(home).close()
            except Trouble as trouble:
                assert trouble.code is Code.HOME_MISSING
                assert made == []
                make_home(home).store.close()


def test_whoever_is_killed_while_changing_the_passphrase_has_the_old_or_the_new_one(folder: Path) -> None:
    dice = random.Random(3)  # noqa: S311 -- dice of a test
    home = folder / "home"
    make_home(home).store.close()
    with Nursery("tests.fault.saving:change_passphrase") as nursery:
        for _ in range(10):
            nursery.kill_one(str(home), acknowledged=1, delay=dice.random() * 0.02)
            try:
                store = open_home(home, passphrase=PASSPHRASE)
            except Trouble as trouble:
                assert trouble.code is Code.PASSPHRASE_WRONG
                store = open_home(home, passphrase=NEW_PASSPHRASE)
                store.change_passphrase("站长", PASSPHRASE)
            store.close()


STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade():
    with op.batch_alter_table("journal") as journal:
        journal.add_column(sa.Column("place", sa.String(20), nullable=False, server_default="未填"))
"""


def test_whoever_is_killed_while_upgrading_has_the_old_file_or_the_new_one(folder: Path) -> None:
    dice = random.Random(4)  # noqa: S311 -- dice of a test
    made = make_home(folder / "home")
    for _ in range(40):
        save_case(made.store, record="调解员：今天的调解不收费。" * 500)
    made.store.close()
    old, key = folder / "home" / "station.db", made.store._opened.ring.key
    steps = Path(shutil.copytree(STEPS, folder / "steps"))
    (steps / "versions" / "0002_place.py").write_text(STEP, encoding="utf-8")
    with Nursery("tests.fault.saving:upgrade") as nursery:
        rehearsal = shutil.copy(old, folder / "rehearsal.db")
        nursery.rehearse(str(rehearsal), key.hex(), str(steps), acknowledged=1)
        for n in range(10):
            path = folder / f"store{n}" / "station.db"
            path.parent.mkdir()
            shutil.copy(old, path)
            words = (str(path), key.hex(), str(steps))
            nursery.kill_one(*words, delay=dice.random() * 0.1)
            assert count_of(path, key) == 40
            assert nursery.kill_one(*words, acknowledged=1) in (["upgraded"], [])
            assert revision_of(path, key) == "0002"
            assert count_of(path, key) == 40


def count_of(path: Path, key: bytes) -> int:
    connection = connect(path, key)
    try:
        return int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])
    finally:
        connection.close()
