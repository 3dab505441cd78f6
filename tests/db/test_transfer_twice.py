"""Two stations accept one case: one of them has it, everywhere; what the other wrote is laid beside it."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.db.test_transfer import Country, country, offered, owner, refusal, reviews, sound, transfers
from tests.db.test_transfer_towns import Way, agree, way
from tests.desks import VILLAGE, Desk, enrol, make_desk, open_desk, plain_cases
from tests.liars import entry_after, send
from zsapp.base.errors import Code
from zsapp.records.views import Held
from zsapp.rules.transfer import Handing, idle_for, owner_after
from zsapp.services.conflicts import Conflicts
from zsapp.services.giving_back import GivingBack
from zsapp.services.review_duties import QueueDuties

__all__ = ["country", "way"]

CASE = plain_cases()[0]
THIRD = "442000106206"
NAME = "沙溪镇另一村公共法律服务工作室"


@pytest.fixture
def third(country: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """One more village of the town."""
    monkeypatch.setitem(make_desk.__globals__["NAMES"], THIRD, NAME)
    made = make_desk(tmp_path / "third", THIRD)
    enrol(country.town, made, tmp_path)
    country.up(made)
    yield made
    made.store.close()


def held(*desks: Desk) -> list[Held]:
    found: list[Held] = []
    for desk in desks:
        with desk.store.read() as reader:
            found += reader.held()
    return found


def shown(desk: Desk, record_id: str) -> dict[str, Any]:
    with desk.store.read() as reader:
        stored = reader.record(record_id)
    assert stored is not None
    return stored.payload


def taken_by_both(country: Country, third: Desk, change: dict[str, Any], brief: str = "") -> str:
    """Let a case be offered anew after its offer was taken back, and the first taker accept all the same."""
    record_id = offered(country)
    transfers(country.village).withdraw(record_id)
    transfers(country.village).offer(record_id, third.store.station, "改由你村办理")
    country.up(country.village)
    country.home(third)
    transfers(third).accept(record_id)
    third.save({**CASE, **change}, record_id)
    country.up(third)
    assert owner(country.town, record_id) == third.store.station
    transfers(country.neighbour).accept(record_id)
    if brief:
        country.neighbour.save({**CASE, "brief": brief}, record_id)
    country.up(country.neighbour)
    return record_id


def test_of_two_who_accepted_a_case_all_name_the_first_offered_and_the_other_is_told(
    country: Country, third: Desk
) -> None:
    record_id = taken_by_both(country, third, {"difficulty": "复杂"})
    everybody = (country.town, country.neighbour, third, country.village)
    for desk in (third, country.village, country.neighbour):
        country.home(desk)
    assert {owner(one, record_id) for one in everybody} == {country.neighbour.store.station}
    (line,) = transfers(third).listing()
    assert (line.state, line.idle, line.open, line.taken) == ("不作数", True, False, False)
    assert line.step.startswith("沙溪镇乐群村接收在先，记录归沙溪镇乐群村，这一次移交不作数；本站写过的内容")
    (duty,) = QueueDuties(Conflicts(third.store), transfers(third)).duties(third.days())
    assert (duty.what, duty.page) == (line.step, "transfers")
    assert refusal(third.save, plain_cases()[1], record_id) is Code.TRANSFER_GONE
    assert {one.state for one in transfers(country.village).listing()} == {"不作数", "已接收"}
    assert shown(country.neighbour, record_id)["difficulty"] == "复杂", "what the other wrote is not lost"
    for desk in (country.neighbour, third, country.village):
        country.up(desk)
        assert agree(desk, country.town, of=desk)
    assert held(*everybody) == []
    assert sound(*everybody)
    assert {owner(one, record_id) for one in everybody} == {country.neighbour.store.station}


def test_where_both_have_changed_one_field_a_person_at_the_town_decides(
    country: Country, third: Desk
) -> None:
    record_id = taken_by_both(country, third, {"brief": "后到的写法"}, brief="先到的写法")
    country.up(third)
    (one,) = Conflicts(country.town.store).listing()
    assert (one.owner, one.other) == (country.neighbour.profile.name, NAME)
    assert shown(country.town, record_id)["brief"] == "先到的写法"
    Conflicts(country.town.store).decide(record_id, "brief", "theirs")
    country.home(country.neighbour)
    assert shown(country.neighbour, record_id)["brief"] == "后到的写法"
    country.up(country.neighbour)
    assert held(country.town) == []
    assert agree(country.neighbour, country.town, of=country.neighbour)
    assert sound(country.town, country.neighbour)


def test_who_once_had_a_case_cannot_go_on_from_what_its_owner_wrote(
    country: Country, third: Desk, tmp_path: Path
) -> None:
    record_id = taken_by_both(country, third, {}, brief="先到的写法")
    country.neighbour.save({**CASE, "brief": "又改过的写法"}, record_id)
    country.up(country.neighbour)
    with country.town.store.read() as reader:
        (last,) = reader.entries(third.store.station, 1, reader.cursor(third.store.station, 1).seq - 1)
        owners = reader.record(record_id)
    assert owners is not None
    about = {"record_id": record_id, "version": owners.version + 1, "base_version": owners.version}
    (taken,) = country.town.exchange.import_path(
        send(third, tmp_path, [entry_after(last, third, {**CASE, "brief": "冒名"}, **about)])
    ).packages
    assert taken.quarantined == 1
    assert shown(country.town, record_id)["brief"] == "又改过的写法"


def test_two_machines_of_a_copied_folder_offer_one_case_to_two(
    country: Country, third: Desk, tmp_path: Path
) -> None:
    village, town, neighbour = country.village, country.town, country.neighbour
    record_id = village.save(CASE)
    country.up(village)
    village.store.close()
    shutil.copytree(country.folder / VILLAGE, tmp_path / "copy")
    country.three.village = open_desk(country.folder / VILLAGE)
    with closing(open_desk(tmp_path / "copy").store) as store:
        copy = Desk(store, village.profile)
        transfers(country.village).offer(record_id, neighbour.store.station, "一")
        country.up(country.village)
        country.home(neighbour)
        transfers(neighbour).accept(record_id)
        country.up(neighbour)
        transfers(copy).offer(record_id, third.store.station, "二")
        copy.save(plain_cases()[1])
        copy.exchange.export(country.three.stick)
        (refused,) = town.exchange.import_path(country.three.stick).refused
        assert refused.code == Code.PACKAGE_FORKED.name
        GivingBack(town.store).decide(village.store.station)
        for file in country.three.stick.iterdir():
            file.unlink()
        GivingBack(town.store).give(village.store.station, country.three.stick)
        copy.exchange.import_path(country.three.stick)
        country.up(copy)
        country.up(copy)
        assert {one.state for one in transfers(copy).listing()} == {"不作数", "已接收"}
        country.home(third)
        assert transfers(third).listing() == (), "what has no effect is not passed on"
        assert {owner(one, record_id) for one in (copy, town, neighbour)} == {neighbour.store.station}
        assert agree(copy, town, of=copy)
        assert held(town) == []
        assert reviews(town).quarantine() == ()
        assert sound(copy, town)


def test_villages_of_two_towns_have_accepted_one_case_and_the_city_lays_them_together(
    way: Way, tmp_path: Path
) -> None:
    village, town, city, far, other = way.three.village, way.three.town, way.three.city, way.far, way.other
    near = make_desk(tmp_path / "neighbour", "442000106205")
    enrol(town, near, tmp_path)
    way.carry(near, town)
    record_id = village.save(CASE)
    transfers(village).offer(record_id, near.store.station, "一")
    way.carry(village, town)
    way.carry(near, town)
    transfers(village).withdraw(record_id)
    transfers(village).offer(record_id, far.store.station, "二")
    way.carry(village, town)
    way.carry(far, other)
    transfers(far).accept(record_id)
    far.save({**CASE, "difficulty": "复杂"}, record_id)
    way.carry(far, other)
    transfers(near).accept(record_id)
    for _ in range(3):
        for desk, above in ((near, town), (far, other), (village, town)):
            way.carry(desk, above)
    everybody = (village, near, town, city, far, other)
    assert {owner(one, record_id) for one in everybody} == {near.store.station}
    assert transfers(far).listing()[0].idle
    assert shown(near, record_id)["difficulty"] == "复杂"
    assert held(*everybody) == []
    for desk, above in ((near, town), (far, other), (village, town)):
        assert agree(desk, above, city, of=desk)
    assert sound(*everybody)
    near.store.close()


def test_an_offer_has_no_effect_once_its_giver_has_given_the_record_away_by_another() -> None:
    twice = [Handing(1, 1, "a", "b"), Handing(1, 5, "a", "c")]
    said = {
        offer: idle_for(offer, "a", twice, {})
        for offer in ((1, 1, "a"), (1, 5, "a"), (1, 7, "a"), (1, 2, "b"), (1, 2, "c"), (1, 2, "d"))
    }
    assert said == {
        (1, 1, "a"): "",
        (1, 5, "a"): "b",
        (1, 7, "a"): "b",
        (1, 2, "b"): "",
        (1, 2, "c"): "b",
        (1, 2, "d"): "",
    }, "who has it may offer it on, and of whom nothing is known nothing is said"
    assert idle_for((1, 7, "a"), "a", twice[:1], {"b": "a"}) == "", "it came back with the computer's place"
    back = [*twice, Handing(1, 9, "b", "a")]
    assert owner_after("a", back, {}) == "c"
    assert idle_for((1, 5, "a"), "a", back, {}) == ""
