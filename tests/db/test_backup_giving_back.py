"""After a restore the station above gives back what it holds; two machines with one key are found out."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import PASSPHRASE, TOWN, VILLAGE, Desk, Three, open_desk, plain_cases, three_desks
from tests.liars import entry_after, send
from zsapp.base import clock
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange import rebaseline
from zsapp.records.backup import Asked, make_backup
from zsapp.records.backup_file import HAND, backups_in
from zsapp.records.home import open_home
from zsapp.records.restoring import Secret, restore_home
from zsapp.records.store import Reader
from zsapp.rules.roles import BEHIND, RESTORE
from zsapp.services.arrivals import digests_of
from zsapp.services.backup_duties import BackupDuties
from zsapp.services.forks import forks_in
from zsapp.services.giving_back import GivingBack
from zsapp.services.relay import Relay

CASES = plain_cases()
SECRET = {"matter": "M01", "applicant": {"name": "某甲"}, "restricted": True}


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        desks.village.save(CASES[0])
        yield desks


def back_up(desk: Desk, place: Path) -> None:
    place.mkdir(exist_ok=True)
    make_backup(desk.store.home, desk.store.key, place, Asked(why=HAND, made_at=clock.now()))


def restored(place: Path, home: Path) -> Desk:
    """Return a station as it comes out of the latest backup of a place, in its new epoch."""
    store = restore_home(backups_in(place)[0], home, Secret(passphrase=PASSPHRASE))
    store.open_epoch(RESTORE)
    store.close()
    return open_desk(home)


def carry(three: Three, village: Desk) -> None:
    """Carry a stick up to the town and its answer back down."""
    village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    village.exchange.import_path(three.stick)


def give(three: Three, folder: Path | None = None) -> Path:
    desk = GivingBack(three.town.store)
    (below,) = desk.stations()
    return desk.give(below.station, folder or three.stick).file


def agrees(three: Three, village: Desk) -> bool:
    """Say whether both hold the same records of the village, by every digest."""
    with village.store.read() as ours, three.town.store.read() as theirs:
        return digests_of(ours, village.store.station) == digests_of(theirs, village.store.station)


def test_what_the_town_acknowledged_after_the_backup_comes_back(three: Three) -> None:
    village = three.village
    back_up(village, three.folder / "disk")
    lost = village.save(CASES[1])
    paper = village.print(lost, b"a paper")
    carry(three, village)
    village.save(CASES[2])  # never left the house: lost with the machine
    new = restored(three.folder / "disk", three.folder / "new")
    with new.store:
        own = new.save(CASES[3])
        with pytest.raises(Trouble) as ahead:
            new.exchange.import_path(next(three.stick.glob("*.zsack")))
        assert ahead.value.code is Code.ACK_AHEAD
        give(three)
        (taken,) = new.exchange.import_path(three.stick).given
        assert taken.records == (lost,)
        assert (taken.moved, taken.clashes, taken.unread) == (0, (), 0)
        assert new.store.blobs.get(paper) == b"a paper"
        carry(three, new)
        assert agrees(three, new)
        with three.town.store.read() as reader:
            assert {lost, own} <= set(reader.ids("mediation"))
        assert new.exchange.import_path(three.stick).given[0].lines == (f"{taken.name}补发：没有缺的",)
        with new.store.read() as reader:
            assert reader.sync_state(own) == reader.sync_state(lost) == "镇已入库"
            assert reader.index_faults() == ()


def test_what_the_backup_holds_and_nobody_received_goes_up_before_the_new_epoch(three: Three) -> None:
    early = three.village.save(CASES[1])
    back_up(three.village, three.folder / "disk")
    new = restored(three.folder / "disk", three.folder / "new")
    with new.store:
        own = new.save(CASES[2])
        done = new.exchange.export(three.stick)
        assert len(done.files) == 2
        assert done.held["mediation"] == 3
        first, second = done.files
        with pytest.raises(Refusal) as gap:
            three.town.exchange.import_path(second)
        assert gap.value.code is Code.EPOCH_GAP
        three.town.exchange.import_path(first)
        three.town.exchange.import_path(second)
        new.exchange.import_path(three.stick)
        with new.store.read() as reader:
            assert reader.sync_state(early) == reader.sync_state(own) == "镇已入库"
        assert agrees(three, new)


def test_an_old_stick_that_turns_up_after_the_restore_is_taken_in(three: Three) -> None:
    village, old = three.village, three.folder / "old"
    old.mkdir()
    back_up(village, three.folder / "disk")
    lost = village.save(CASES[1])
    village.exchange.export(old)
    new = restored(three.folder / "disk", three.folder / "new")
    with new.store:
        new.save(CASES[2])
        carry(three, new)
        three.town.exchange.import_path(old)
        give(three)
        assert new.exchange.import_path(three.stick).given[0].records == (lost,)
        assert agrees(three, new)


def test_a_record_that_both_went_on_with_is_named(three: Three) -> None:
    village = three.village
    both = village.save(CASES[1])
    back_up(village, three.folder / "disk")
    village.save(CASES[1] | {"brief": "原来的电脑改过"}, both)
    carry(three, village)
    new = restored(three.folder / "disk", three.folder / "new")
    with new.store:
        new.save(CASES[1] | {"brief": "恢复以后改过"}, both)
        give(three)
        (taken,) = new.exchange.import_path(three.stick).given
        assert taken.clashes == (both,)
        assert "有1份记录两边都改过，请打开核对" in taken.lines
        with new.store.read() as reader:
            texts = [one.payload for one in reader.history(both) if one.payload]
        assert sum("改过".encode() in one for one in texts) == 2, "both stand in its history"


@pytest.fixture
def cloned(three: Three) -> Three:
    """A village whose data folder was copied to a second machine; the first has sent something since."""
    three.village.store.close()
    shutil.copytree(three.folder / VILLAGE, three.folder / "clone")
    del three.__dict__["village"]
    three.village.save(CASES[1])
    carry(three, three.village)
    return three


def clash(three: Three, clone: Desk) -> Path:
    """Let the clone send something too; return its package."""
    sent = three.folder / "second"
    sent.mkdir(exist_ok=True)
    path = clone.exchange.export(sent).files[-1]
    (refused,) = three.town.exchange.import_path(sent).refused
    assert refused.code == "PACKAGE_FORKED"
    return path


def test_two_machines_with_one_key_are_flagged_and_neither_is_taken_until_a_person_decides(
    cloned: Three,
) -> None:
    clone = open_desk(cloned.folder / "clone")
    with clone.store:
        clone.save(CASES[2])
        package = clash(cloned, clone)
    desk = GivingBack(cloned.town.store)
    (fork,) = desk.forks()
    assert (fork.station, fork.epoch, fork.open) == (cloned.village.store.station, 1, True)
    assert (cloned.town.store.home / "forked" / fork.file).read_bytes() == package.read_bytes()
    cloned.village.save(CASES[3])
    cloned.village.exchange.export(cloned.stick)
    refused = cloned.town.exchange.import_path(cloned.stick).refused
    assert {one.code for one in refused} == {Code.STATION_FORKED.name}
    duties = BackupDuties(cloned.town.store, cloned.town.profile).duties(clock.today())
    assert [one.title for one in duties] == [f"{fork.name}疑有两台电脑在用同一份数据"]
    assert desk.decide(fork.name).decided_by == "站长"
    carry(cloned, cloned.village)
    assert agrees(cloned, cloned.village)
    with pytest.raises(Refusal) as none:
        desk.decide(fork.name)
    assert none.value.code is Code.FORK_NONE


def test_the_second_machine_is_stopped_and_goes_on_in_an_epoch_of_its_own_with_all_it_wrote(
    cloned: Three,
) -> None:
    clone = open_desk(cloned.folder / "clone")
    with clone.store:
        written = [clone.save(CASES[2]), clone.save(CASES[3])]
        clash(cloned, clone)
        with pytest.raises(Trouble) as told:
            clone.exchange.import_path(next((cloned.folder / "second").glob("*.zsack")))
        assert told.value.code is Code.ACK_FORKED
        with pytest.raises(Trouble) as stopped:
            clone.save(CASES[4])
        assert stopped.value.code is Code.STORE_FORKED
    with open_home(cloned.folder / "clone", passphrase=PASSPHRASE) as again:
        assert again.behind is not None, "the next start knows it too"
        assert again.forked == told.value.facts["seq"]
    GivingBack(cloned.town.store).decide(cloned.village.store.station)
    give(cloned)
    clone = open_desk(cloned.folder / "clone")
    with clone.store:
        (taken,) = clone.exchange.import_path(cloned.stick).given
        assert (taken.moved, taken.epoch) == (3, 2), "two cases and an export"
        assert "本机另外写的3笔登记没有丢，记为第2段，请再导出一次交上级" in taken.lines
        carry(cloned, clone)
        with cloned.town.store.read() as reader:
            assert set(written) <= set(reader.ids("mediation"))
            assert len(reader.ids("mediation")) == 4
        assert agrees(cloned, clone)
        with clone.store.read() as reader:
            assert reader.index_faults() == ()


def test_a_second_machine_that_was_itself_restored_takes_its_place_behind_the_first(cloned: Three) -> None:
    clone = open_desk(cloned.folder / "clone")
    with clone.store:
        clone.save(CASES[2])
        back_up(clone, cloned.folder / "disk")
    new = restored(cloned.folder / "disk", cloned.folder / "new")  # follows what only the clone wrote
    with new.store:
        new.save(CASES[3])
        give(cloned)
        (taken,) = new.exchange.import_path(cloned.stick).given
        assert taken.epoch == 3
        carry(cloned, new)
        assert GivingBack(cloned.town.store).forks() == (), "nothing of it says otherwise than what is there"
        assert agrees(cloned, new)


def test_the_old_machine_stops_once_it_hears_of_the_restored_one(three: Three) -> None:
    back_up(three.village, three.folder / "disk")
    new = restored(three.folder / "disk", three.folder / "new")
    with new.store:
        new.save(CASES[1])
        carry(three, new)
    with pytest.raises(Trouble) as ahead:
        three.village.exchange.import_path(next(three.stick.glob("*.zsack")))
    assert ahead.value.code is Code.ACK_AHEAD
    with pytest.raises(Trouble) as stopped:
        three.village.save(CASES[2])
    assert stopped.value.code is Code.STORE_BEHIND


def test_two_restores_of_one_backup_meet_in_their_new_epoch(three: Three) -> None:
    carry(three, three.village)
    back_up(three.village, three.folder / "disk")
    first = restored(three.folder / "disk", three.folder / "first")
    second = restored(three.folder / "disk", three.folder / "second-home")
    with first.store, second.store:
        first.save(CASES[1])
        carry(three, first)
        second.save(CASES[2])
        clash(three, second)
        with three.town.store.read() as reader:
            (fork,) = forks_in(reader)
        assert (fork.epoch, fork.open) == (2, True)


def test_an_old_copy_can_only_be_read_until_a_person_opens_a_new_epoch(three: Three) -> None:
    three.village.store.close()
    database = three.folder / VILLAGE / "station.db"
    before = database.read_bytes()
    desk = open_desk(three.folder / VILLAGE)
    with desk.store:
        desk.save(CASES[1])
    database.write_bytes(before)
    desk = open_desk(three.folder / VILLAGE)
    with desk.store:
        with pytest.raises(Trouble) as stopped:
            desk.save(CASES[2])
        assert stopped.value.code is Code.STORE_BEHIND
        desk.store.open_epoch(BEHIND)
        assert desk.save(CASES[2])
        assert desk.store.epoch == 2


# --- restricted records -----------------------------------------------------------------------------------


def unread(reader: Reader, station: str) -> int:
    return sum(one.payload is None for one in reader.entries(station, 1))


def test_restricted_records_come_back_sealed_beside_and_from_the_city(three: Three) -> None:
    village = three.village
    back_up(village, three.folder / "disk")
    secret = village.take_in(SECRET)
    carry(three, village)
    new = restored(three.folder / "disk", three.folder / "new")
    with new.store:
        only = three.folder / "only"
        only.mkdir()
        shutil.copy(give(three), only)
        (taken,) = new.exchange.import_path(only).given
        assert taken.unread > 0, "the town could not read them"
        assert taken.lines[-1] == f"还有{taken.unread}条限制查看的内容，要由市级补发"
        (taken,) = new.exchange.import_path(three.stick).given
        assert (taken.entries, taken.unread) == (0, 0), "its own packages lie beside, and it opens them"
        assert taken.filled > 0
        with new.store.read() as reader:
            assert unread(reader, new.store.station) == 0
            assert reader.record(secret) is not None
            assert reader.index_faults() == ()


# --- refusals ---------------------------------------------------------------------------------------------


def test_only_a_station_above_gives_back(three: Three) -> None:
    carry(three, three.village)
    path = give(three)
    with pytest.raises(Refusal) as other:
        three.town.exchange.import_path(path)
    assert other.value.code is Code.REBASELINE_NOT_FOR_US
    known = three.village.credentials()
    with rebaseline.open_given(path) as given:
        slip = given.slip
    forged = rebaseline.Slip(chain=known.chain, station=slip.station, key=slip.key, made_at=slip.made_at)
    with three.town.store.read() as reader:
        span = slip.parts[0].span
        entries = list(reader.entries(span.station, span.epoch))
    rebaseline.write(path, forged, known.keys.sign, [(span, entries)])
    with pytest.raises(Refusal) as foreign:
        three.village.exchange.import_path(path)
    assert foreign.value.code is Code.REBASELINE_FOREIGN


def test_of_a_station_that_never_sent_there_is_nothing_to_give(three: Three) -> None:
    desk = GivingBack(three.town.store)
    assert desk.stations() == ()
    with pytest.raises(Refusal) as nothing:
        desk.give("龙瑞", three.stick)
    assert nothing.value.code is Code.REBASELINE_NOTHING


def test_a_damaged_file_gives_nothing_back(three: Three) -> None:
    carry(three, three.village)
    path = give(three)
    path.write_bytes(path.read_bytes()[:-100])
    before = three.village.fingerprint()
    with pytest.raises(Trouble) as damaged:
        three.village.exchange.import_path(path)
    assert damaged.value.code is Code.PACKAGE_DAMAGED
    assert three.village.fingerprint() == before
    assert TOWN in str(three.town.store.home)


# --- on the way up ----------------------------------------------------------------------------------------


def test_what_the_city_has_is_carried_no_more_in_whatever_epoch_it_was_written(three: Three) -> None:
    back_up(three.village, three.folder / "disk")
    new = restored(three.folder / "disk", three.folder / "new")
    with new.store:
        new.save(CASES[1])
        carry(three, new)
    relay = Relay(three.town.store.home)
    assert len(relay.waiting()) == 2, "one package of each epoch"
    three.town.exchange.export(three.stick)
    three.city.exchange.import_path(three.stick)
    three.town.exchange.import_path(three.stick)
    assert relay.waiting() == ()


@pytest.mark.parametrize("after", [None, 7, {"epoch": "1", "seq": 2}, {"epoch": 1, "seq": 0}])
def test_an_epoch_that_does_not_say_what_it_follows_begins_a_chain_of_its_own(
    three: Three, after: object
) -> None:
    first = entry_after(None, three.village, {"after": after}, epoch=2, version=0, record_id="", verb="epoch")
    assert three.town.exchange.import_path(send(three.village, three.stick, [first])).packages


def test_an_epoch_that_follows_another_entry_than_is_here_is_a_fork(three: Three) -> None:
    carry(three, three.village)
    said = {"after": {"epoch": 1, "seq": 1, "hash": "ab" * 32}}
    first = entry_after(None, three.village, said, epoch=2, version=0, record_id="", verb="epoch")
    with pytest.raises(Refusal) as forked:
        three.town.exchange.import_path(send(three.village, three.folder, [first]))
    assert forked.value.code is Code.PACKAGE_FORKED
