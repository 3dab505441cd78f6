"""Kill -9 at random points: the store opens, the chain holds, everything acknowledged is there."""

import random
import shutil
from pathlib import Path

import pytest

from tests.fault.killing import Nursery
from tests.fault.saving import NEW_PASSPHRASE
from tests.homes import PASSPHRASE, make_home, reopen, save_case
from zsapp.base.entry import check_chain
from zsapp.base.errors import Code, Trouble
from zsapp.records.engine import connect
from zsapp.records.home import open_home
from zsapp.records.migrate import STEPS, revision_of
from zsapp.records.rebuild import examine
from zsapp.records.store import Reader, Store

KILLS, KILLS_EACH = 160, 20
"""Kills while saving, and how many of them one home must survive; with those below, 200 in all."""


def check_acknowledged(reader: Reader, store: Store, said: list[str]) -> None:
    for line in said:
        what, name, *version = line.split()
        if what == "record":
            stored = reader.record(name)
            assert stored is not None
            assert stored.version >= int(version[0])
            assert int(version[0]) in [entry.header.version for entry in reader.history(name)]
        elif what == "draft":
            assert reader.draft(name) is not None
        else:
            assert store.blobs.get(name)


def kill_while_saving(folder: Path, kills: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 -- dice of a test
    with Nursery("tests.fault.saving:save_on") as nursery:
        for home in (folder / f"home{n}" for n in range(0, kills, KILLS_EACH)):
            make_home(home).store.close()
            acknowledged: list[str] = []
            for _ in range(KILLS_EACH):
                patience, delay = dice.randrange(6), dice.random() * dice.choice((0.002, 0.02))
                said = nursery.kill_one(str(home), str(dice.random()), acknowledged=patience, delay=delay)
                acknowledged += said
                with reopen(home) as store, store.read() as reader:
                    assert store.behind is None
                    head = reader.head()
                    assert check_chain(reader.entries(store.station, 1)) == (head.hash, head.seq)
                    check_acknowledged(reader, store, said)
            with reopen(home) as store, store.read() as reader:
                check_acknowledged(reader, store, acknowledged)
                assert len(acknowledged) >= KILLS_EACH
                assert examine(store).sound
            shutil.rmtree(home)


def test_whoever_is_killed_while_saving_loses_nothing_acknowledged(tmp_path: Path) -> None:
    kill_while_saving(tmp_path, KILLS, seed=1)


@pytest.mark.long
def test_whoever_is_killed_ten_thousand_times_loses_nothing_acknowledged(tmp_path: Path) -> None:
    kill_while_saving(tmp_path, 10_000, seed=random.randrange(10**9))  # noqa: S311 -- dice of a test


def test_a_home_whose_making_was_killed_can_be_opened_or_made_again(tmp_path: Path) -> None:
    dice = random.Random(2)  # noqa: S311 -- dice of a test
    with Nursery("tests.fault.saving:make_one") as nursery:
        for n in range(20):
            home = tmp_path / f"home{n}"
            made = nursery.kill_one(str(home), delay=dice.random() * 0.15)
            try:
                reopen(home).close()
            except Trouble as trouble:
                assert trouble.code is Code.HOME_MISSING
                assert made == []
                make_home(home).store.close()


def test_whoever_is_killed_while_changing_the_passphrase_has_the_old_or_the_new_one(tmp_path: Path) -> None:
    dice = random.Random(3)  # noqa: S311 -- dice of a test
    home = tmp_path / "home"
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


def test_whoever_is_killed_while_upgrading_has_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    dice = random.Random(4)  # noqa: S311 -- dice of a test
    made = make_home(tmp_path / "home")
    for _ in range(40):
        save_case(made.store, record="调解员：今天的调解不收费。" * 500)
    made.store.close()
    old, key = tmp_path / "home" / "station.db", made.store._opened.ring.key
    steps = Path(shutil.copytree(STEPS, tmp_path / "steps"))
    (steps / "versions" / "0002_place.py").write_text(STEP, encoding="utf-8")
    with Nursery("tests.fault.saving:upgrade") as nursery:
        for n in range(10):
            path = tmp_path / f"store{n}" / "station.db"
            path.parent.mkdir()
            shutil.copy(old, path)
            words = (str(path), key.hex(), str(steps))
            nursery.kill_one(*words, delay=dice.random() * 0.25)
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
