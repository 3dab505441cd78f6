"""Who may change what: a record belongs to one station, and a station id to one key."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desks import (
    NEIGHBOUR,
    OTHER_TOWN,
    OTHER_VILLAGE,
    VILLAGE,
    Desk,
    Three,
    enrol,
    make_desk,
    three_desks,
)
from tests.desks import plain_cases as cases
from tests.liars import acknowledged, entry_after, refused_by, send
from zsapp.base.errors import Code
from zsapp.exchange.revocations import Revoked, sign_list
from zsapp.rules.mediation import SECTOR
from zsapp.rules.station import SECTOR as STATION
from zsapp.services import credentials


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


@pytest.fixture
def another(three: Three, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes further stations, enrolled at one that is there."""
    made: list[Desk] = []

    def make(code: str, above: Desk, station: str = "") -> Desk:
        made.append(make_desk(tmp_path / f"another{len(made)}", code, station=station))
        enrol(above, made[-1], tmp_path)
        return made[-1]

    yield make
    for desk in made:
        desk.store.close()


@pytest.fixture
def delivered(three: Three) -> str:
    """The id of a case that the village has sent to the town."""
    record_id = three.village.save(cases()[0])
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    for file in three.stick.iterdir():
        file.unlink()
    return record_id


def payload_of(desk: Desk, record_id: str) -> object:
    with desk.store.read() as reader:
        stored = reader.record(record_id)
    assert stored is not None
    return stored.payload


def held_at(desk: Desk) -> list[tuple[str, str]]:
    with desk.store.read() as reader:
        return [(one.station, one.code) for one in reader.held()]


def test_a_village_cannot_change_its_neighbours_case(
    three: Three, another: Callable[..., Desk], delivered: str
) -> None:
    neighbour = another(NEIGHBOUR, three.town)
    later = entry_after(None, neighbour, cases()[1], record_id=delivered, version=9, base_version=8)
    (taken,) = three.town.exchange.import_path(send(neighbour, three.stick, [later])).packages
    assert (taken.quarantined, taken.records) == (1, 0)
    assert held_at(three.town) == [(neighbour.store.station, Code.PACKAGE_RECORD_OTHERS.name)]
    assert acknowledged(three.stick)["quarantine"] == [
        {"record": delivered, "seq": 1, "code": "PACKAGE_RECORD_OTHERS"}
    ]
    assert payload_of(three.town, delivered) == cases()[0]


def test_a_village_cannot_become_the_town_by_writing_its_profile(three: Three) -> None:
    before = payload_of(three.town, three.town.store.station)
    last = None
    for sector in (STATION, SECTOR):
        taken = {"sector": sector, "record_id": three.town.store.station, "version": 9, "base_version": 8}
        payload = before if sector == STATION else cases()[0]
        assert isinstance(payload, dict)
        last = entry_after(last, three.village, payload, **taken)
        three.town.exchange.import_path(send(three.village, three.stick, [last]))
    assert held_at(three.town) == [(three.village.store.station, "PACKAGE_RECORD_OTHERS")] * 2
    assert payload_of(three.town, three.town.store.station) == before


def test_the_second_machine_of_a_committee_goes_on_with_a_case_of_the_first(
    three: Three, another: Callable[..., Desk], delivered: str
) -> None:
    second = another(VILLAGE, three.town)
    later = entry_after(None, second, cases()[1], record_id=delivered, version=2, base_version=1)
    assert three.town.exchange.import_path(send(second, three.stick, [later])).packages
    assert payload_of(three.town, delivered) == cases()[1]


def test_a_town_may_change_a_case_of_a_village_below_it(
    three: Three, another: Callable[..., Desk], tmp_path: Path
) -> None:
    record_id = three.village.save(cases()[0])
    three.city.exchange.import_path(three.village.exchange.export(three.stick).file)
    other = another(OTHER_TOWN, three.city)
    for town in (three.town, other):
        later = entry_after(None, town, cases()[1], record_id=record_id, version=2, base_version=1)
        folder = tmp_path / town.store.station
        folder.mkdir()
        path = send(town, folder, [later])
        (taken,) = three.city.exchange.import_path(path).packages
        assert (taken.quarantined, taken.records) == ((1, 0) if town is other else (0, 1))
    assert payload_of(three.city, record_id) == cases()[1]


def test_another_town_cannot_speak_for_a_village_that_is_known_by_another_key(
    three: Three, another: Callable[..., Desk]
) -> None:
    three.city.exchange.import_path(three.village.exchange.export(three.stick).file)
    false = another(OTHER_VILLAGE, another(OTHER_TOWN, three.city), station=three.village.store.station)
    path = false.exchange.export(three.stick).file
    assert refused_by(three.city, path).code is Code.PACKAGE_KEY_OTHER


def test_a_list_of_revocations_by_somebody_who_may_issue_nothing_is_not_carried_about(three: Three) -> None:
    own, keys = three.village.credentials().own, three.village.credentials().keys
    rows = [Revoked(three.town.credentials().own.serial, 0, 0)]
    path = send(
        three.village,
        three.stick,
        [entry_after(None, three.village, {}, version=0, record_id="", verb="login")],
        revocations=(sign_list(own.serial, 1, rows, keys.sign),),
    )
    assert three.town.exchange.import_path(path).packages
    with three.town.store.read() as reader:
        assert credentials.read_revocations(reader).lists == {}
