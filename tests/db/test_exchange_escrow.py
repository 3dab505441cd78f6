"""The recovery code that lies at the city: sealed past the town, given out by two people, void once used."""

import base64
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.desks import PASSPHRASE, Desk, Three, re_signed, three_desks
from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, ZsError
from zsapp.exchange.crypto import DEFAULT, suite
from zsapp.records.home import open_home
from zsapp.services.accounts import Accounts
from zsapp.services.escrow import DEPOSITS, Escrow
from zsapp.services.station import recover_station

NEW = "换过的口令"


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    """Three stations; the village has sent once, by the town, to the city."""
    with three_desks(tmp_path) as desks:
        desks.village.exchange.export(desks.stick)
        desks.town.exchange.import_path(desks.stick)
        desks.city.exchange.import_path(desks.stick)
        yield desks


def code_of(errand: Callable[[], Any]) -> Code:
    with pytest.raises(ZsError) as refused:
        errand()
    return refused.value.code


def second_person(three: Three) -> Escrow:
    """Return the city's desk as another of its people sees it, who has logged in since."""
    Accounts(three.city.store).add("王主任", PASSPHRASE, "head")
    three.city.store.close()
    store = open_home(three.folder / "442000000000", passphrase=PASSPHRASE, user="王主任")
    Accounts(store)
    vars(three)["city"] = Desk(store, three.city.profile)
    return Escrow(store)


def released(three: Three) -> str:
    """Let two people give out the village's code."""
    station = three.village.store.station
    Accounts(three.city.store)
    assert Escrow(three.city.store).release(station, "站长突然离世，口令无人知道").recovery == ""
    return second_person(three).release(station[-8:]).recovery


def verbs_at(store: Any) -> list[str]:
    with store.read() as reader:
        return [one.header.verb for one in reader.entries(store.station, store.epoch)]


def test_only_the_city_holds_what_opens_a_station(three: Three) -> None:
    with three.town.store.read() as reader:
        assert reader.value(DEPOSITS) is None, "the town has carried it and kept nothing"
    (deposit,) = Escrow(three.city.store).deposits()
    assert (deposit.station, deposit.name) == (three.village.store.station, three.village.profile.name)
    assert code_of(lambda: Escrow(three.town.store).release(deposit.station, "x")) is Code.ESCROW_NONE


def test_one_person_alone_gets_no_code(three: Three) -> None:
    desk, station = Escrow(three.city.store), three.village.store.station
    assert code_of(lambda: desk.release(station, " ")) is Code.CERT_REASON_MISSING
    assert desk.release(station, "口令遗忘").recovery == ""
    assert [one.reason for one in desk.deposits()] == ["口令遗忘"]
    assert code_of(lambda: desk.release(station)) is Code.ESCROW_SECOND
    desk.withdraw(station)
    assert [one.asked_by for one in desk.deposits()] == [""]
    assert code_of(lambda: desk.withdraw("nobody")) is Code.ESCROW_NONE


def test_the_citys_code_opens_the_one_station_and_is_void_once_it_was_used(three: Three) -> None:
    code = released(three)
    assert verbs_at(three.city.store)[-1] == "escrow_release"
    assert "escrow_ask" in verbs_at(three.city.store)
    three.village.store.close()
    home = three.folder / "442000106203"
    with recover_station(home, code=code, user="", passphrase=NEW) as station:
        assert "recover_escrow" in verbs_at(station.store)
        printed = station.replace_recovery_code()
        fresh = three.folder / "fresh"
        fresh.mkdir()
        station.exchange.export(fresh)
    assert code_of(lambda: recover_station(home, code=code, user="", passphrase=NEW)) is Code.RECOVERY_WRONG
    with recover_station(home, code=printed, user="", passphrase=PASSPHRASE) as station:
        assert "recover_escrow" not in verbs_at(station.store)[-2:]
    three.city.exchange.import_path(fresh)
    with three.city.store.read() as reader:
        (deposit,) = read_canonical(reader.value(DEPOSITS) or b"").values()
    assert deposit["asked"] is None
    three.town.store.close()
    assert code_of(
        lambda: recover_station(three.folder / "442000106000", code=code, user="", passphrase=NEW)
    ) is (Code.RECOVERY_WRONG)


def test_a_station_from_before_there_was_escrow_makes_up_for_it_with_its_next_package(
    three: Three,
) -> None:
    with three.village.store.write() as writer:
        writer.set_value("exchange/escrow", None)
    three.village.exchange.export(three.stick)
    with three.village.store.read() as reader:
        assert reader.value("exchange/escrow") is not None


def deposit(city: Desk, said: dict[str, Any]) -> str:
    """Return a deposit for the city that says what it likes."""
    out, box = BytesIO(), city.credentials().own.subject.box_key
    suite(DEFAULT).seal(BytesIO(canonical(said)), out, [box])
    return base64.b64encode(out.getvalue()).decode()


def test_a_deposit_that_is_another_stations_or_none_is_given_to_nobody(three: Three) -> None:
    station = three.village.store.station
    with three.town.store.read() as reader:
        others = (reader.value("exchange/escrow") or b"").decode()
    path = three.village.exchange.export(three.stick, since=1).file
    re_signed(path, three.village.credentials().keys.sign, lambda one: one.update(escrow=others))
    assert three.city.exchange.import_path(path).packages
    assert Escrow(three.city.store).release(station, "核对").recovery == ""
    other = second_person(three)
    for sealed in (others, "????", "YWJj", "é", deposit(three.city, {"station": station})):
        with three.city.store.write() as writer:
            table = read_canonical(writer.value(DEPOSITS) or b"")
            table[station]["sealed"] = sealed
            writer.set_value(DEPOSITS, canonical(table))
        assert code_of(lambda: other.release(station)) is Code.ESCROW_SEALED
