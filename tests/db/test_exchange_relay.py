"""The town in between: villages' packages go up as they are, the city's answers come down."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import Three, plain_cases, three_desks
from zsapp.base.errors import Code, Trouble
from zsapp.exchange.package import open_package


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


@pytest.fixture
def up(three: Three) -> Path:
    """The stick between town and city."""
    folder = three.folder / "up"
    folder.mkdir()
    return folder


def test_a_case_goes_from_village_to_city_and_its_answer_comes_back(three: Three, up: Path) -> None:
    record_id = three.village.save(plain_cases()[0])
    sent = three.village.exchange.export(three.stick)
    whole = sent.file.read_bytes()
    three.town.exchange.import_path(three.stick)
    carried = three.town.exchange.export(up)
    assert carried.carried == (sent.file.name,)
    assert (up / sent.file.name).read_bytes() == whole, "byte for byte"
    with open_package(carried.file) as package:
        assert [one.sha256 for one in package.letter.carried] == [hashlib.sha256(whole).hexdigest()]
    assert len(three.city.exchange.import_path(up).packages) == 2
    with three.city.store.read() as reader:
        assert reader.record(record_id) is not None
    heard = three.town.exchange.import_path(up).acknowledgements
    assert {one.sender for one in heard} == {three.town.store.station, three.village.store.station}
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    with three.village.store.read() as reader:
        assert reader.sync_state(record_id) == "市已入库"
    assert three.village.exchange.status().marks["city_applied"].seq == sent.seq_to


def test_what_the_city_has_acknowledged_is_carried_no_more(three: Three, up: Path) -> None:
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.town.exchange.export(up)
    assert len(three.town.exchange.export(up).carried) == 1, "nothing has been heard yet"
    three.city.exchange.import_path(up)
    three.village.save(plain_cases()[0])
    second = three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.town.exchange.import_path(up)
    assert three.town.exchange.export(up).carried == (second.file.name,)


def test_a_failed_export_takes_nothing_from_a_stick_that_was_there_before(three: Three, up: Path) -> None:
    sent = three.village.exchange.export(up)
    three.town.exchange.import_path(up)
    blocker = up / f"zsapp-{three.town.store.station[-8:]}-1-1-{three.town.exchange.status().last_seq}.zspkg"
    blocker.mkdir()
    (blocker / "in the way").touch()
    with pytest.raises(Trouble) as trouble:
        three.town.exchange.export(up)
    assert trouble.value.code is Code.STICK_FAULT
    assert sent.file.exists()
    assert sorted(path.suffix for path in up.iterdir()) == [".zsack", ".zspkg", ".zspkg"]


def test_what_only_the_town_may_open_is_not_carried(three: Three, up: Path) -> None:
    three.town.exchange.export(up)
    three.city.exchange.import_path(up)
    assert three.city.exchange.status().stations[0].station == three.town.store.station
    assert not (three.city.store.home / "relay").exists(), "nobody is above the city"
