"""A hub's backup holds its tables, whatever they lie in: restored, it serves on, and nothing is lost."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import new_database
from tests.desks import CITY, PASSPHRASE
from tests.hub_towns import database
from tests.hubs import Net, code_of, net_over, served
from zsapp.base.errors import Code, Trouble
from zsapp.records import backup_tables
from zsapp.records.backup_file import backups_in
from zsapp.records.rebuild import examine
from zsapp.records.upstream import FILE
from zsapp.services.hub_daily import Daily
from zsapp.services.restoring import restore_station, secret_of
from zsapp.services.station import Station, open_station

__all__ = ["database"]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def net(tmp_path: Path, database: str) -> Iterator[Net]:
    with net_over(tmp_path, database) as made:
        (tmp_path / "safe").mkdir()
        yield made


def restored(net: Net) -> Path:
    """Restore the hub's last backup into a new home, closed again; the old one is lost."""
    home = net.place / "restored"
    restore_station(net.place / "safe", home, secret_of(PASSPHRASE)).station.close()
    return home


def told(station: Station, village: str) -> tuple[Any, ...]:
    with station.store.read() as reader:
        ids = reader.ids("mediation")
        return reader.digests(village), reader.head(village), ids, reader.held(village)


def test_a_hub_restored_from_its_backup_serves_on_and_nothing_acknowledged_is_lost(net: Net) -> None:
    first = net.save()
    net.sync()
    hub, village = net.hub.hub, net.village.profile.id
    before = told(hub.station, village)
    made = hub.station.backups.make(net.place / "safe")
    assert made.records == 3, "the city, the village and its case"
    assert FILE in {one.name for one in backups_in(made.file)[0].pieces()}
    after = net.save(1)
    net.sync()
    assert net.state(after) == "市已入库"
    home = restored(net)
    with open_station(home, passphrase=PASSPHRASE) as again:
        assert told(again, village) == before
        assert examine(again.store).sound
    with served(home) as served_again:
        net.hub = served_again
        assert net.is_there(first)
        assert not net.is_there(after), "it came after the backup"
        net.save(2)
        net.sync()
        net.sync()
        assert net.is_there(after), "the village has it still, and sends it again"
        with net.village.store.read() as ours, served_again.hub.store.read() as theirs:
            assert ours.digests() == theirs.digests(village)


def test_the_tables_of_a_restored_hub_move_into_an_empty_server(net: Net) -> None:
    record_id = net.save()
    net.sync()
    net.hub.hub.station.backups.make(net.place / "safe")
    home, url = restored(net), new_database()
    with served(home, url) as again:
        assert again.hub.store.upstream.is_postgresql
        net.hub = again
        assert net.is_there(record_id)
        assert net.sync().sent <= 1
    with open_station(home, passphrase=PASSPHRASE) as station, station.store.read() as reader:
        assert reader.record(record_id) is not None, "every door finds the tables of the last time"


def test_a_copy_of_which_an_entry_is_missing_is_no_backup(tmp_path: Path) -> None:
    with net_over(tmp_path, "") as net:
        (tmp_path / "safe").mkdir()
        net.save()
        net.sync()
        with net.hub.hub.store.upstream.connect(writes=True) as connection:
            connection.exec_driver_sql("DELETE FROM upstream_entry WHERE seq = 2")
            connection.commit()
        assert code_of(net.hub.hub.station.backups.make, tmp_path / "safe") is Code.STORE_DAMAGED
        assert backups_in(tmp_path / "safe") == ()
        assert not (tmp_path / CITY / backup_tables.SNAPSHOT).exists()


def test_a_hub_that_serves_makes_its_daily_backup_itself(tmp_path: Path) -> None:
    with net_over(tmp_path, "") as net:
        safe, hub = tmp_path / "safe", net.hub.hub
        safe.mkdir()
        said, late = hub.bureau.backup()
        assert late
        assert "还没有选定备份的位置" in said
        hub.station.backups.choose(str(safe), 0)
        assert hub.metrics()["backup_days"] == -1
        hub.daily.make()
        hub.daily.make()
        assert len(backups_in(safe)) == 1
        assert hub.metrics()["backup_days"] == 0
        said, late = hub.bureau.backup()
        assert not late
        assert "上次备份" in said


def test_a_backup_that_cannot_be_made_stops_no_hub(tmp_path: Path) -> None:
    with net_over(tmp_path, "") as net:
        backups, tried = net.hub.hub.station.backups, threading.Semaphore(0)

        def fail() -> None:
            tried.release()
            raise Trouble(Code.BACKUP_GONE, place="U盘")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(backups, "make_if_due", fail)
            daily = Daily(backups, look=0.0)
            daily.start()
            assert tried.acquire(timeout=60)
            assert tried.acquire(timeout=60), "it looks again"
            daily.close()
        record_id = net.save()
        net.sync()
        assert net.is_there(record_id)
