"""A case goes over to another station: offered, passed on, accepted; nobody has it twice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.desks import (
    NEIGHBOUR,
    OTHER_TOWN,
    OTHER_VILLAGE,
    Desk,
    Three,
    enrol,
    make_desk,
    plain_cases,
    three_desks,
)
from tests.liars import entry_after, send
from zsapp.base.errors import Code, ZsError
from zsapp.records.rebuild import examine
from zsapp.rules.transfer import TAKE, Handing, owner_after
from zsapp.services.conflicts import Conflicts
from zsapp.services.review import Reviews
from zsapp.services.review_duties import QueueDuties
from zsapp.services.transfer import Transfers


@dataclass
class Country:
    """City, town, village, and a neighbour of the village."""

    three: Three
    neighbour: Desk
    folder: Path

    @property
    def village(self) -> Desk:
        return self.three.village

    @property
    def town(self) -> Desk:
        return self.three.town

    @property
    def city(self) -> Desk:
        return self.three.city

    def up(self, desk: Desk, to: Desk | None = None) -> None:
        """Carry what a station has to the town, and the answer back."""
        above = to or self.town
        desk.exchange.export(self.three.stick, since=0 if to else None)
        above.exchange.import_path(self.three.stick)
        desk.exchange.import_path(self.three.stick)
        for file in self.three.stick.iterdir():
            file.unlink()

    def home(self, desk: Desk, above: Desk | None = None) -> None:
        """Carry an answer to a station."""
        reviews(above or self.town).write_answer(desk.store.station, self.three.stick)
        desk.exchange.import_path(self.three.stick)


@pytest.fixture
def country(tmp_path: Path) -> Iterator[Country]:
    with three_desks(tmp_path) as three:
        neighbour = make_desk(tmp_path / "neighbour", NEIGHBOUR)
        enrol(three.town, neighbour, tmp_path)
        made = Country(three, neighbour, tmp_path)
        made.up(neighbour)
        yield made
        neighbour.store.close()


def transfers(desk: Desk) -> Transfers:
    return Transfers(desk.store, desk.profile)


def reviews(desk: Desk) -> Reviews:
    return Reviews(desk.store, desk.profile, desk.days)


def owner(desk: Desk, record_id: str) -> str:
    with desk.store.read() as reader:
        stored = reader.record(record_id)
    return stored.station if stored else ""


def sync(desk: Desk, record_id: str) -> str:
    with desk.store.read() as reader:
        return reader.sync_state(record_id)


def sound(*desks: Desk) -> bool:
    """Say whether index and journal agree, and still do after a replay."""
    for desk in desks:
        with desk.store.write() as writer:
            writer.replay()
    return all(examine(desk.store).index_faults == () for desk in desks)


def refusal(errand: Callable[..., Any], *words: Any) -> Code:
    with pytest.raises(ZsError) as refused:
        errand(*words)
    return refused.value.code


def offered(country: Country) -> str:
    record_id = country.village.save(plain_cases()[0])
    transfers(country.village).offer(record_id, NEIGHBOUR, "当事人都住在邻村")
    country.up(country.village)
    country.home(country.neighbour)
    return record_id


def test_after_both_have_signed_the_taker_has_the_case_and_the_giver_reads_it(country: Country) -> None:
    record_id = offered(country)
    village, neighbour, town = country.village, country.neighbour, country.town
    assert owner(town, record_id) == village.store.station
    (line,) = transfers(neighbour).listing()
    assert (line.mine, line.state, line.reason) == ("taker", "等待接收", "当事人都住在邻村")
    assert line.title == "何䶮与梁亚娣相邻排水纠纷"
    (duty,) = QueueDuties(Conflicts(neighbour.store), transfers(neighbour)).duties(neighbour.days())
    assert duty.what.endswith("请求移交：当事人都住在邻村")
    assert refusal(village.save, plain_cases()[1], record_id) is Code.TRANSFER_OPEN
    transfers(neighbour).accept(record_id)
    assert owner(neighbour, record_id) == neighbour.store.station
    country.up(neighbour)
    assert owner(town, record_id) == neighbour.store.station
    country.home(village)
    assert owner(village, record_id) == neighbour.store.station
    assert sync(village, record_id) == "已移交"
    assert refusal(village.save, plain_cases()[1], record_id) is Code.TRANSFER_GONE
    assert [one.state for one in transfers(village).listing()] == ["已接收"]
    neighbour.save(plain_cases()[1], record_id)
    country.up(neighbour)
    with town.store.read() as reader:
        stored = reader.record(record_id)
        assert stored is not None
        assert (stored.version, stored.payload) == (3, plain_cases()[1])
        assert reader.held() == ()
    for desk in (town, village, neighbour):
        with desk.store.read() as reader:
            assert len({one.station for one in reader.named([record_id])}) == 1
    assert sound(village, neighbour, town)
    assert owner(town, record_id) == neighbour.store.station


def test_it_can_come_back_and_be_given_on(country: Country) -> None:
    record_id = offered(country)
    village, neighbour = country.village, country.neighbour
    transfers(neighbour).accept(record_id)
    country.up(neighbour)
    country.up(village)
    transfers(neighbour).offer(record_id, village.store.station, "退回原单位")
    country.up(neighbour)
    country.home(village)
    transfers(village).accept(record_id)
    country.up(village)
    for desk in (village, country.town):
        assert owner(desk, record_id) == village.store.station
    country.up(neighbour)
    assert owner(neighbour, record_id) == village.store.station
    village.save(plain_cases()[2], record_id)
    assert sync(village, record_id) == "已登记"
    assert sound(village, neighbour, country.town)


def test_an_answer_lost_or_carried_twice_changes_nothing(country: Country) -> None:
    record_id = offered(country)
    country.home(country.neighbour)
    assert len(transfers(country.neighbour).listing()) == 1
    transfers(country.neighbour).accept(record_id)
    assert refusal(transfers(country.neighbour).accept, record_id) is Code.TRANSFER_NOT_OPEN
    country.neighbour.exchange.export(country.three.stick)
    country.town.exchange.import_path(country.three.stick)
    for file in country.three.stick.iterdir():
        file.unlink()
    country.up(country.village)
    country.up(country.village)
    assert owner(country.village, record_id) == country.neighbour.store.station
    assert sound(country.village, country.town)


def test_the_city_ends_with_the_same_owner_whatever_comes_first(country: Country) -> None:
    record_id = offered(country)
    transfers(country.neighbour).accept(record_id)
    country.city.exchange.import_path(country.neighbour.exchange.export(country.three.stick, since=0).file)
    with country.city.store.read() as reader:
        assert reader.held(), "it waits for the offer"
    country.city.exchange.import_path(country.village.exchange.export(country.three.stick, since=0).file)
    assert owner(country.city, record_id) == country.neighbour.store.station
    with country.city.store.read() as reader:
        assert reader.held() == ()
    assert sound(country.city)


def test_an_offer_is_withdrawn_or_declined_and_the_case_goes_on_at_its_owner(country: Country) -> None:
    record_id = offered(country)
    transfers(country.neighbour).decline(record_id, "当事人不在本村")
    country.up(country.neighbour)
    country.up(country.village)
    assert [one.state for one in transfers(country.village).listing()] == ["没有接收"]
    country.village.save(plain_cases()[1], record_id)
    transfers(country.village).offer(record_id, NEIGHBOUR, "再问一次")
    country.up(country.village)
    transfers(country.village).withdraw(record_id)
    country.village.save(plain_cases()[2], record_id)
    country.up(country.village)
    country.home(country.neighbour)
    assert [one.state for one in transfers(country.neighbour).listing()] == ["已撤回", "没有接收"]
    assert refusal(transfers(country.neighbour).accept, record_id) is Code.TRANSFER_NOT_OPEN
    assert owner(country.town, record_id) == country.village.store.station
    assert refusal(transfers(country.village).withdraw, record_id) is Code.TRANSFER_NOT_OPEN


def test_a_town_gives_a_case_to_a_village_and_takes_one(country: Country) -> None:
    own = country.town.save(plain_cases()[3])
    transfers(country.town).offer(own, country.village.store.station, "属于村里的纠纷")
    country.up(country.village)
    transfers(country.village).accept(own)
    country.up(country.village)
    assert owner(country.town, own) == country.village.store.station
    up = country.village.save(plain_cases()[0])
    transfers(country.village).offer(up, country.town.profile.code, "案情重大")
    country.up(country.village)
    transfers(country.town).accept(up)
    country.up(country.village)
    country.home(country.village)
    assert owner(country.village, up) == owner(country.town, up) == country.town.store.station


def test_between_two_towns_the_city_passes_it_on(country: Country, tmp_path: Path) -> None:
    town = make_desk(tmp_path / "other", OTHER_TOWN)
    far = make_desk(tmp_path / "far", OTHER_VILLAGE)
    enrol(country.city, town, tmp_path)
    enrol(town, far, tmp_path)
    country.up(far, country.city)
    record_id = country.village.save(plain_cases()[0])
    transfers(country.village).offer(record_id, OTHER_VILLAGE, "当事人已搬走")
    country.up(country.village)
    country.home(country.neighbour)
    assert transfers(country.neighbour).listing() == ()
    country.up(country.village, country.city)
    country.home(far, country.city)
    transfers(far).accept(record_id)
    country.up(far, country.city)
    country.home(country.village, country.city)
    assert owner(country.village, record_id) == far.store.station
    assert owner(country.city, record_id) == far.store.station
    for desk in (town, far):
        desk.store.close()


def test_what_cannot_be_offered_is_refused_with_the_reason(country: Country) -> None:
    desk, village = transfers(country.village), country.village
    own = village.save(plain_cases()[0])
    secret = village.take_in({"id": "密-1", "matter": "M14", "restricted": ["家庭暴力"]})
    assert refusal(desk.offer, own, NEIGHBOUR, " ") is Code.REASON_MISSING
    assert refusal(desk.offer, own, "没有这个村", "x") is Code.REGION_UNKNOWN
    assert refusal(desk.offer, "C99", NEIGHBOUR, "x") is Code.RECORD_UNKNOWN
    for ref, to in ((secret, NEIGHBOUR), (own, village.profile.code), (village.store.station, NEIGHBOUR)):
        assert refusal(desk.offer, ref, to, "x") is Code.TRANSFER_NOT_OPEN
    country.up(village)
    assert refusal(transfers(country.town).offer, own, NEIGHBOUR, "x") is Code.TRANSFER_NOT_OPEN
    desk.offer(own, NEIGHBOUR, "x")
    assert refusal(desk.offer, own, NEIGHBOUR, "x") is Code.TRANSFER_OPEN
    assert refusal(desk.decline, own, "x") is Code.TRANSFER_NOT_OPEN
    assert refusal(desk.decline, own, "") is Code.REASON_MISSING


def test_nobody_takes_what_was_not_offered_to_them(country: Country, tmp_path: Path) -> None:
    record_id = country.village.save(plain_cases()[0])
    country.up(country.village)
    with country.town.store.read() as reader:
        station = country.neighbour.store.station
        (last,) = reader.entries(station, 1, reader.cursor(station, 1).seq - 1)
    said = {"giver": country.village.store.station, "epoch": 1, "seq": 1}
    take = entry_after(last, country.neighbour, said, record_id=record_id, version=0, verb=TAKE)
    save = entry_after(
        take, country.neighbour, plain_cases()[1], record_id=record_id, version=2, base_version=1
    )
    (taken,) = country.town.exchange.import_path(send(country.neighbour, tmp_path, [take, save])).packages
    assert taken.quarantined == 2
    assert owner(country.town, record_id) == country.village.store.station


def test_whose_a_record_is_follows_from_the_handings_in_any_order() -> None:
    a, b, c = "a", "b", "c"
    handings = [Handing(1, 1, a, b), Handing(1, 2, b, a), Handing(1, 3, a, c)]
    for order in (handings, handings[::-1]):
        assert owner_after(a, order, {}) == c
    assert owner_after(a, handings[:1], {}) == b
    assert owner_after(c, handings, {}) == c
    assert owner_after(a, [Handing(1, 1, b, c)], {}) == a
    assert owner_after(a, handings[:1], {a: "A2", b: "B2"}) == "B2", "the taker's heir has it"
    assert owner_after(a, [Handing(1, 1, "A2", c)], {a: "A2"}) == c
    assert owner_after(a, [], {a: b, b: a}) == a, "each place is taken once"
