"""A case that goes over from one town's village to another town's: the towns in between know whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.db.test_transfer import Country, country, owner, sound, transfers
from tests.desks import OTHER_TOWN, OTHER_VILLAGE, Desk, Three, enrol, make_desk, plain_cases, three_desks
from tests.liars import entry_after, send
from zsapp.base.ids import new_id
from zsapp.rules.review import HEARD
from zsapp.rules.transfer import OFFER, TAKE
from zsapp.services.arrivals import digests_of
from zsapp.services.exchange import Imported

__all__ = ["country"]


@dataclass
class Way:
    """A city, two towns, and a village of each."""

    three: Three
    other: Desk
    far: Desk

    def carry(self, village: Desk, town: Desk) -> list[Imported]:
        """Carry what a village has up to the city by its town, and the answers home."""
        low, high = (self.three.folder / new_id() for _ in range(2))
        low.mkdir()
        high.mkdir()
        village.exchange.export(low)
        done = [town.exchange.import_path(low)]
        town.exchange.export(high)
        done.append(self.three.city.exchange.import_path(high))
        town.exchange.import_path(high)
        town.exchange.import_path(low)
        village.exchange.import_path(low)
        return done

    def of(self, village: Desk) -> list[Imported]:
        """Carry what one of the villages has, and the answers home."""
        return self.carry(village, self.other if village is self.far else self.three.town)


@pytest.fixture
def way(tmp_path: Path) -> Iterator[Way]:
    with three_desks(tmp_path) as three:
        other, far = make_desk(tmp_path / "other", OTHER_TOWN), make_desk(tmp_path / "far", OTHER_VILLAGE)
        enrol(three.city, other, tmp_path)
        enrol(other, far, tmp_path)
        made = Way(three, other, far)
        made.of(far)
        yield made
        for desk in (other, far):
            desk.store.close()


def agree(*desks: Desk, of: Desk) -> bool:
    said = []
    for desk in desks:
        with desk.store.read() as reader:
            said.append(digests_of(reader, of.store.station))
    return said.count(said[0]) == len(said)


def hand_over(way: Way, record_id: str, giver: Desk, taker: Desk) -> None:
    """Let a case go over; nothing of it is held anywhere."""
    transfers(giver).offer(record_id, taker.store.station, "当事人已搬走")
    way.of(giver)
    way.of(taker)
    transfers(taker).accept(record_id)
    for desk in (taker, giver, giver):
        assert all(not one.quarantined for done in way.of(desk) for one in done.packages)


def test_the_towns_in_between_learn_whose_it_is_from_their_villages(way: Way) -> None:
    village, town, city = way.three.village, way.three.town, way.three.city
    record_id = village.save(plain_cases()[0])
    hand_over(way, record_id, village, way.far)
    everybody = (village, town, city, way.other, way.far)
    assert {owner(one, record_id) for one in everybody} == {way.far.store.station}
    assert agree(village, town, city, of=village)
    assert agree(way.far, way.other, city, of=way.far)
    hand_over(way, record_id, way.far, village)
    assert {owner(one, record_id) for one in everybody} == {village.store.station}
    assert agree(village, town, city, of=village)
    assert agree(way.far, way.other, city, of=way.far)
    assert sound(*everybody)


def test_of_a_case_that_is_not_theirs_a_village_is_believed_nothing_that_it_says_to_have_heard(
    country: Country, tmp_path: Path
) -> None:
    record_id = country.village.save(plain_cases()[0])
    transfers(country.village).offer(record_id, OTHER_VILLAGE, "当事人已搬走")
    country.up(country.village)
    with country.town.store.read() as reader:
        (offer,) = reader.transfers(record_id)
        station = country.neighbour.store.station
        (last,) = reader.entries(station, 1, reader.cursor(station, 1).seq - 1)
    place = {"giver": offer.giver, "epoch": offer.epoch, "seq": offer.seq}
    entries = [last]
    for verb, said in (
        (HEARD, place | {"what": TAKE, "speaker": new_id()}),  # only the giver may say that his was taken
        (HEARD, place | {"what": OFFER, "speaker": new_id()}),  # nobody offers what another has
        (HEARD, place | {"what": OFFER, "speaker": offer.giver, "seq": 1, "offered_to": station}),
        (TAKE, place | {"seq": 1}),  # the town would have it from the giver
    ):
        about = {"record_id": record_id, "version": 0, "verb": verb}
        entries.append(entry_after(entries[-1], country.neighbour, said, **about))
    (taken,) = country.town.exchange.import_path(send(country.neighbour, tmp_path, entries[1:])).packages
    assert taken.quarantined == 1
    with country.town.store.read() as reader:
        assert [one.state for one in reader.transfers(record_id)] == ["open"]
    assert owner(country.town, record_id) == country.village.store.station
