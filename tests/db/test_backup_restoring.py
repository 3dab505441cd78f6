"""Restoring: a station out of a backup, into an empty folder, in a new epoch; or none at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.homes import Hand
from tests.stations import CHEAP, PASSPHRASE, SETUPS, acceptance_case, make_station
from zsapp.base import clock
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.records.backup import Asked, make_backup
from zsapp.records.backup_file import HAND, backups_in, settle, write_part
from zsapp.records.home import create_home, open_home
from zsapp.records.restoring import RESTORING, Secret, is_empty
from zsapp.records.store import Store
from zsapp.services.epochs import Epochs
from zsapp.services.restoring import restore_station, secret_of
from zsapp.services.station import Station, init_station, open_station
from zsapp.services.training import enrol

SECRET = Secret(passphrase=PASSPHRASE)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with make_station(tmp_path / "home") as made:
        made.mediation.import_case(acceptance_case("C01"))
        made.store.blobs.put(b"a paper")
        yield made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def refusal(source: Path, home: Path, secret: Secret = SECRET) -> Code:
    """Return why nothing is restored; no station may be left behind."""
    with pytest.raises((Trouble, Refusal)) as no:
        restore_station(source, home, secret)
    assert not (home / "keys.json").exists()
    return no.value.code


def test_a_restored_station_is_what_it_was_in_a_new_epoch(
    station: Station, stick: Path, tmp_path: Path
) -> None:
    before = station.mediation.find("C01")
    done = station.backups.make(stick)
    back = restore_station(stick, tmp_path / "new", SECRET)
    with back.station as new:
        assert new.mediation.find("C01").case == before.case
        assert new.examine().sound
        assert (back.epoch, back.waiting, back.file) == (2, None, done.file)
        assert new.backups.status().last is None
        with new.store.read() as reader:
            (paper,) = reader.blob_names()
        assert new.store.blobs.get(paper) == b"a paper"
        new.mediation.import_case(acceptance_case("C03"))
    with open_home(tmp_path / "new", passphrase=PASSPHRASE) as again:
        assert (again.epoch, again.behind) == (2, None)


def test_the_recovery_code_opens_a_backup_and_sets_a_new_passphrase(tmp_path: Path, stick: Path) -> None:
    made = init_station(tmp_path / "home", SETUPS["village"], passphrase=PASSPHRASE, cost=CHEAP)
    with made.station as station:
        station.backups.make(stick)
    assert refusal(stick, tmp_path / "new", secret_of("新的口令啊", code="AAAA")) is Code.RECOVERY_WRONG
    assert refusal(stick, tmp_path / "new", secret_of("短", code=made.recovery)) is Code.PASSPHRASE_WEAK
    restored = restore_station(stick, tmp_path / "new", secret_of("新的口令啊", code=made.recovery))
    restored.station.close()
    open_home(tmp_path / "new", passphrase="新的口令啊").close()


def test_a_wrong_passphrase_leaves_nothing_behind(station: Station, stick: Path, tmp_path: Path) -> None:
    station.backups.make(stick)
    assert refusal(stick, tmp_path / "new", secret_of("不对的口令")) is Code.PASSPHRASE_WRONG
    assert not (tmp_path / "new").exists()
    assert refusal(stick, tmp_path / "new", secret_of("")) is Code.PASSPHRASE_MISSING
    assert refusal(stick, tmp_path / "new", secret_of(PASSPHRASE, user="某人")) is Code.USER_UNKNOWN


def test_only_an_empty_folder_is_restored_into(station: Station, stick: Path, tmp_path: Path) -> None:
    station.backups.make(stick)
    full = tmp_path / "full"
    full.mkdir()
    (full / "信.txt").write_text("私人文件", encoding="utf-8")
    assert refusal(stick, full) is Code.RESTORE_NOT_EMPTY
    assert (full / "信.txt").read_text(encoding="utf-8") == "私人文件"
    with pytest.raises(Refusal) as home:
        restore_station(stick, station.store.home, SECRET)
    assert home.value.code is Code.RESTORE_NOT_EMPTY


def test_what_a_window_without_a_station_has_written_is_empty_enough(
    station: Station, stick: Path, tmp_path: Path
) -> None:
    station.backups.make(stick)
    home = tmp_path / "new"
    (home / "log").mkdir(parents=True)
    (home / "settings.json").write_text("{}", encoding="utf-8")
    assert is_empty(home)
    restore_station(stick, home, SECRET).station.close()


def test_a_restore_that_was_cut_short_is_begun_anew(station: Station, stick: Path, tmp_path: Path) -> None:
    station.backups.make(stick)
    home = tmp_path / "new"
    for name in (RESTORING, "blobs"):
        (home / name / "ab").mkdir(parents=True)
    (home / RESTORING / "station.db").write_bytes(b"half")
    (home / "station.db.part").write_bytes(b"half")
    (home / "blobs" / "ab" / "cd").write_bytes(b"half")
    with restore_station(stick, home, SECRET).station as new:
        assert new.examine().sound
    assert not (home / RESTORING).exists()


@pytest.mark.parametrize("name", ["station.db", "keys.json", "blobs"])
@pytest.mark.parametrize("fault", ["gone", "bent"])
def test_an_object_that_is_gone_or_bent_is_named(
    station: Station, stick: Path, tmp_path: Path, name: str, fault: str
) -> None:
    station.backups.make(stick)
    (found,) = backups_in(stick)
    piece = next(one for one in found.pieces() if one.name.startswith(name))
    path = found.pool.path(piece.sha256)
    content = path.read_bytes()
    path.unlink() if fault == "gone" else path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert refusal(stick, tmp_path / "new") is Code.BACKUP_DAMAGED


def test_a_head_that_somebody_else_wrote_is_not_believed(
    station: Station, stick: Path, tmp_path: Path
) -> None:
    station.backups.make(stick)
    (found,) = backups_in(stick)
    part, _ = write_part(found.path.parent, replace(found.head, name="别的站"), found.pieces(), bytes(32))
    settle(part)
    assert refusal(stick, tmp_path / "new") is Code.BACKUP_DAMAGED


def test_a_head_that_does_not_fit_its_database_is_found_out(
    station: Station, stick: Path, tmp_path: Path
) -> None:
    """Whoever holds the key may still pair an old database with a new head."""
    station.backups.make(stick)
    (found,) = backups_in(stick)
    for changed in (replace(found.head, entries=7), replace(found.head, seq=9)):
        part, _ = write_part(found.path.parent, changed, found.pieces(), station.store.key)
        assert refusal(settle(part), tmp_path / "new") is Code.BACKUP_DAMAGED


def test_a_backup_without_a_database_is_none(station: Station, stick: Path, tmp_path: Path) -> None:
    station.backups.make(stick)
    (found,) = backups_in(stick)
    fewer = tuple(one for one in found.pieces() if one.name != "station.db")
    part, _ = write_part(found.path.parent, found.head, fewer, station.store.key)
    settle(part)
    assert refusal(stick, tmp_path / "new") is Code.BACKUP_DAMAGED


def test_a_place_without_backups_or_none_at_all_is_told(stick: Path, tmp_path: Path) -> None:
    assert refusal(stick, tmp_path / "new") is Code.BACKUP_NONE
    assert refusal(tmp_path / "gone", tmp_path / "new") is Code.BACKUP_GONE


def test_of_two_stations_on_one_stick_nobody_guesses(station: Station, stick: Path, tmp_path: Path) -> None:
    made = station.backups.make(stick)
    with make_station(tmp_path / "other", "town") as other:
        other.backups.make(stick)
    assert refusal(stick, tmp_path / "new") is Code.BACKUP_SEVERAL
    restore_station(made.file, tmp_path / "new", SECRET).station.close()


def test_a_newer_programs_backup_leaves_no_station_that_cannot_be_opened(
    station: Station, stick: Path, tmp_path: Path
) -> None:
    with station.store.write() as writer:
        writer.set_value("index_schema", b"9999")
    with pytest.raises(Trouble) as newer:
        station.backups.make(stick)
    assert newer.value.code is Code.STORE_NEWER


def test_a_station_of_a_week_is_asked_where_its_backups_shall_go(station: Station) -> None:
    since = station.profile.since
    assert since is not None
    for days, asked in ((6, False), (7, True)):
        titles = [one.title for one in station.todo.duties(since + timedelta(days=days))]
        assert ("还没有选备份放在哪里" in titles) is asked


# --- what is told -----------------------------------------------------------------------------------------


def test_what_left_the_lost_machine_after_the_backup_is_told(tmp_path: Path, stick: Path) -> None:
    with make_station(tmp_path / "city", "city") as city, make_station(tmp_path / "town", "town") as town:
        enrol(city, town, tmp_path)
        with make_station(tmp_path / "village") as village:
            enrol(town, village, tmp_path)
            village.backups.make(stick)
            village.mediation.import_case(acceptance_case("C01"))
            sent = village.exchange.export(stick).seq_to
            town.exchange.import_path(stick)
            village.mediation.import_case(acceptance_case("C03"))
            later = village.exchange.export(stick).seq_to
        back = restore_station(stick, tmp_path / "new", SECRET)
        with back.station as new:
            assert back.waiting is not None
            assert (back.waiting.exported, back.waiting.acknowledged) == (later, sent)
            assert back.lines[0] == (
                f"备份之后，原来的电脑还送出过登记（第{back.waiting.seq + 1}至{later}笔），本机没有"
            )
            (duty,) = [one for one in new.todo.duties(new.today()) if one.pressing == "backup"]
            assert duty.title == "恢复以后还没有收到上级的补发"
            town.exchange.import_path(stick)
            town.giving_back.give(new.profile.name, stick)
            new.exchange.import_path(stick)
            assert new.epochs.standing().waiting is None
            assert new.mediation.find("C03").number


# --- clocks gone wild -------------------------------------------------------------------------------------


def test_a_clock_that_ran_years_ahead_is_mended_by_a_new_epoch(tmp_path: Path, stick: Path) -> None:
    hand = Hand()
    store = create_home(tmp_path / "home", passphrase=PASSPHRASE, station=STATION, cost=CHEAP, now=hand).store
    with store:
        write(store)
        hand.move(days=3650)
        with pytest.raises(Trouble) as leap:
            write(store)
        assert leap.value.code is Code.CLOCK_AHEAD
        desk = Epochs(store)
        assert desk.standing().clock
        desk.go_on(clock=True)
        write(store)
        hand.move(days=-3650)
        with pytest.raises(Trouble) as behind:
            write(store)
        assert behind.value.code is Code.CLOCK_BEHIND
        with pytest.raises(Refusal) as needless:
            desk.go_on()
        assert needless.value.code is Code.EPOCH_NOT_NEEDED
        standing = desk.go_on(clock=True)
        write(store)
        assert (standing.epoch, standing.stopped) == (3, False)
        assert make_backup(store.home, store.key, stick, Asked(why=HAND, made_at=clock.now())).checked
        with store.read() as reader:
            order = [one.head.epoch for one in reader.chains()]
        assert order == [1, 2, 3], "the order is that of epochs and numbers, whatever the clock said"


def test_a_clock_that_is_off_by_months_stops_nobody(tmp_path: Path) -> None:
    hand = Hand()
    store = create_home(tmp_path / "home", passphrase=PASSPHRASE, station=STATION, cost=CHEAP, now=hand).store
    with store:
        write(store)
        hand.move(days=360)
        write(store)
        with pytest.raises(Refusal) as needless:
            Epochs(store).go_on(clock=True)
        assert needless.value.code is Code.EPOCH_NOT_NEEDED
        hand.moment += timedelta(days=1)
        write(store)


STATION = "01980000-0000-7000-8000-000000000001"


def write(store: Store) -> None:
    with store.write() as writer:
        writer.note("print")


def test_an_old_copy_tells_in_today_that_it_can_only_be_read(tmp_path: Path, logged: list[object]) -> None:
    with make_station(tmp_path / "home") as station:
        pass
    old = (tmp_path / "home" / "station.db").read_bytes()
    with open_station(tmp_path / "home", passphrase=PASSPHRASE) as station:
        station.mediation.import_case(acceptance_case("C01"))
    (tmp_path / "home" / "station.db").write_bytes(old)
    with open_station(tmp_path / "home", passphrase=PASSPHRASE) as station:
        titles = [one.title for one in station.todo.duties(station.today())]
        assert "现在只能查看，不能登记" in titles
        assert "与数据不同" in "".join(station.examine().lines)
        assert station.epochs.go_on().epoch == 2
        assert "现在只能查看，不能登记" not in [one.title for one in station.todo.duties(station.today())]
    logged.clear()
