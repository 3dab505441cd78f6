"""What only the city still has, after village and town have both lost a disk: it comes back to both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.test_backup_giving_back import back_up
from tests.db.test_city_restored import agree, carry, lose_disk
from tests.desks import TOWN, VILLAGE, Three, plain_cases, three_desks
from zsapp.base import clock
from zsapp.base.errors import Code
from zsapp.cli.arrived import arrived
from zsapp.exchange.acknowledgement import file_name
from zsapp.screens.exchange.words import import_lines
from zsapp.services import arrivals, credentials
from zsapp.services.backup_duties import BackupDuties
from zsapp.services.epochs import Epochs
from zsapp.services.giving_back import GivingBack


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    """A city that has a case of a village's which that one and the town have lost with their disks."""
    with three_desks(tmp_path) as desks:
        desks.village.save(plain_cases()[0])
        carry(desks, "first")
        back_up(desks.village, desks.folder / "village-backup")
        back_up(desks.town, desks.folder / "town-backup")
        desks.village.save(plain_cases()[1])
        carry(desks, "second")
        lose_disk(desks, "village", VILLAGE, "village-backup")
        lose_disk(desks, "town", TOWN, "town-backup")
        desks.village.save(plain_cases()[2])
        yield desks


def ask_the_city(three: Three) -> int:
    """Let the city give back; return how many entries were missing."""
    place = three.folder / "given"
    place.mkdir()
    GivingBack(three.city.store).give(three.village.store.station, place)
    (given,) = three.village.exchange.import_path(place).given
    return given.entries


def test_a_village_is_told_which_station_above_has_what_it_has_not(three: Three) -> None:
    carry(three, "third")
    waiting = Epochs(three.village.store).standing().waiting
    assert waiting is not None
    assert waiting.known > waiting.seq
    (duty,) = BackupDuties(three.village.store, three.village.profile).duties(clock.today())
    assert three.city.profile.name in duty.what
    ask_the_city(three)
    carry(three, "fourth")
    assert Epochs(three.village.store).standing().waiting is None, "nothing is left to be asked for"


def test_the_city_is_told_whose_records_are_other_ones_there(three: Three) -> None:
    low, high = three.folder / "low", three.folder / "high"
    for place in (low, high):
        place.mkdir()
    three.village.exchange.export(low)
    three.town.exchange.import_path(low)
    three.town.exchange.export(high)
    done = three.city.exchange.import_path(high)
    said = f"{three.village.profile.name}：两边的记录不一致"
    assert [one.tone for one in import_lines(done) if one.words == said] == ["amber"]
    assert [one for one in arrived(three.city, done) if one.startswith(said)]


def test_an_answer_about_an_epoch_that_was_lost_is_remembered_and_the_work_goes_on(three: Three) -> None:
    with three.city.store.read() as reader:
        known = credentials.read_credentials(reader)
        village = three.village.credentials().own
        said = arrivals.answer(reader, known, village, epoch=1)  # before it has the new one
    (three.stick / file_name(known.own.station, village.station)).write_bytes(said)
    (refused,) = three.village.exchange.import_path(three.stick).refused
    assert refused.code == Code.ACK_AHEAD.name
    assert refused.message.startswith(three.city.profile.name)
    waiting = Epochs(three.village.store).standing().waiting
    assert waiting is not None
    assert waiting.giver == three.city.profile.name
    assert three.village.save(plain_cases()[3]), "what is missing is of an earlier epoch"


def test_what_the_city_gave_back_goes_to_the_town_that_has_lost_it_too(three: Three) -> None:
    carry(three, "third")
    assert not agree(three.city, three.village)
    assert ask_the_city(three)
    assert agree(three.city, three.village)
    carry(three, "fourth")
    assert not agree(three.town, three.village), "it has what came after the restores"
    (told,) = three.village.exchange.status().lacking
    assert told.name == three.town.profile.name, "and says that it lacks what came before them"
    carry(three, "fifth")
    assert agree(three.town, three.village)
    assert agree(three.city, three.village)
    assert not three.village.exchange.status().lacking
