"""The desk of backups: at its hour, to its place, before an upgrade; what it knows of the last good one."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.db.test_backup_making import NOON, made
from tests.db.test_store_doctor import spoil
from tests.db.test_store_migrate import GOOD, steps_with
from tests.homes import Hand, make_home, save_case
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.progress import Progress
from zsapp.base.settings import read_settings, write_settings
from zsapp.records.backup_file import backups_in
from zsapp.records.migrate import HEAD, revision_of, upgrade_file
from zsapp.records.store import Store
from zsapp.rules.generations import Keeping
from zsapp.services.backups import Backups, before_upgrade, list_backups


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with three cases and two papers."""
    for _ in range(3):
        save_case(store)
    for content in (b"a paper", b"a scan" * 1000):
        store.blobs.put(content)
    return store


# --- the desk ---------------------------------------------------------------------------------------------


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def desk(filled: Store, hand: Hand) -> Backups:
    hand.moment = NOON
    return Backups(filled, hand)


def test_without_a_chosen_place_nothing_is_made_and_nobody_is_reminded(desk: Backups) -> None:
    status = desk.status()
    assert (status.place, status.late, status.due) == ("", False, False)
    with pytest.raises(Trouble) as unset:
        desk.make()
    assert unset.value.code is Code.BACKUP_UNSET
    assert desk.make_if_due() is None
    assert desk.said == "还没有备份过"


def test_the_days_backup_is_made_once_at_its_hour(desk: Backups, hand: Hand, stick: Path) -> None:
    status = desk.choose(str(stick), 17)
    assert (status.due, status.late, status.there) == (True, True, True)
    assert desk.make_if_due() is not None
    assert (desk.status().due, desk.status().late, desk.status().days) == (False, False, 0)
    assert desk.make_if_due() is None
    hand.move(hours=6)
    assert desk.status().due, "it is past five now"
    done = desk.make_if_due()
    assert done is not None
    assert {one.why for one in list_backups(stick)} == {"daily"}
    hand.move(days=5)
    assert (desk.status().days, desk.status().late) == (5, True)
    assert "2026-03-09 18:00" in desk.said


def test_a_stick_that_is_not_there_is_waited_for(desk: Backups, tmp_path: Path) -> None:
    assert not desk.choose(str(tmp_path / "gone")).there
    assert desk.make_if_due() is None


def test_an_empty_folder_that_a_pulled_stick_leaves_is_no_stick(
    desk: Backups, hand: Hand, stick: Path
) -> None:
    desk.choose(str(stick))
    desk.make()
    stick.rename(stick.with_name("pulled"))
    stick.mkdir()
    hand.move(days=1)
    assert (desk.status().due, desk.status().there) == (True, False)
    assert desk.make_if_due() is None
    assert desk.make(stick).checked, "who says so by hand means it"
    assert desk.status().there


def test_a_clock_that_was_set_back_makes_the_backup_due_again(desk: Backups, hand: Hand, stick: Path) -> None:
    desk.choose(str(stick))
    desk.make()
    hand.move(days=-400)
    assert desk.status().due
    assert desk.status().days is None


def test_two_backups_at_once_are_one_too_many(desk: Backups, stick: Path) -> None:
    seen: list[Code] = []

    def again(*_step: object) -> None:
        with pytest.raises(Refusal) as running:
            desk.make(stick)
        seen.append(running.value.code)

    desk.make(stick, progress=Progress(again))
    assert set(seen) == {Code.BACKUP_RUNNING}


def test_the_data_folder_cannot_be_chosen(desk: Backups, filled: Store) -> None:
    with pytest.raises(Trouble) as inside:
        desk.choose(str(filled.home / "backups"))
    assert inside.value.code is Code.BACKUP_INSIDE


def test_keep_says_how_many_stay(desk: Backups, hand: Hand, stick: Path) -> None:
    for _ in range(3):
        desk.make(stick)
        hand.move(days=1)
    assert len(desk.make(stick, keep=2).dropped) == 2
    assert len(list_backups(stick)) == 2


def test_a_file_of_the_last_backup_that_cannot_be_read_says_nothing(desk: Backups, filled: Store) -> None:
    (filled.home / "backups.json").write_text(json.dumps({"made_at": 7}), encoding="utf-8")
    assert desk.status().last is None


def test_an_empty_place_has_no_backups(stick: Path) -> None:
    with pytest.raises(Trouble) as none:
        list_backups(stick)
    assert none.value.code is Code.BACKUP_NONE


# --- before an upgrade ------------------------------------------------------------------------------------


def test_before_an_upgrade_a_backup_goes_where_backups_go(filled: Store, stick: Path) -> None:
    write_settings(filled.home, replace(read_settings(filled.home), backup_folder=str(stick)))
    before_upgrade(filled.home, filled.key)
    (found,) = list_backups(stick)
    assert (found.why, found.records) == ("upgrade", 3)


def test_it_is_made_of_the_file_as_it_was_and_only_when_there_is_something_to_upgrade(
    filled: Store, stick: Path, tmp_path: Path
) -> None:
    key, path = filled.key, filled.path
    write_settings(filled.home, replace(read_settings(filled.home), backup_folder=str(stick)))
    filled.close()
    upgrade_file(path, key, before=lambda: before_upgrade(path.parent, key))
    assert backups_in(stick) == ()
    steps = steps_with(tmp_path, GOOD)
    upgrade_file(path, key, steps=steps, target="0002", before=lambda: before_upgrade(path.parent, key))
    (found,) = backups_in(stick)
    (database,) = [piece for piece in found.pieces() if piece.name == "station.db"]
    assert revision_of(Path(shutil.copy(found.pool.path(database.sha256), tmp_path / "old.db")), key) == HEAD


def test_without_the_stick_it_lies_beside_the_data_folder(filled: Store, tmp_path: Path) -> None:
    gone = replace(read_settings(filled.home), backup_folder=str(tmp_path / "gone"))
    write_settings(filled.home, gone)
    before_upgrade(filled.home, filled.key)
    (found,) = list_backups(filled.home.with_name(f"{filled.home.name}-backups"))
    assert found.why == "upgrade"


def test_of_an_older_programs_file_only_the_pages_are_checked(filled: Store, stick: Path) -> None:
    spoil(filled, "UPDATE alembic_version SET version_num = '0000'", "ALTER TABLE record RENAME TO elder")
    done = made(filled, stick)
    spoil(filled, "ALTER TABLE elder RENAME TO record")
    assert (done.records, done.entries) == (None, 3)


def test_another_station_on_the_same_stick_keeps_its_own_backups(
    filled: Store, stick: Path, tmp_path: Path
) -> None:
    with make_home(tmp_path / "other").store as other:
        made(other, stick)
        made(filled, stick, 1, keeping=Keeping(newest=1, days=0, weeks=0, months=0))
    assert len(backups_in(stick)) == 2
