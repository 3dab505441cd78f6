"""The town in between: villages' packages go up as they are, the city's answers come down."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import Desk, Three, plain_cases, three_desks
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.progress import Progress
from zsapp.exchange.acknowledgement import file_name, read_acknowledgement
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


@pytest.fixture
def answered(three: Three, up: Path) -> Path:
    """The city's acknowledgement to the village, on the stick between town and city."""
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.town.exchange.export(up)
    three.city.exchange.import_path(up)
    return up / file_name(three.city.store.station, three.village.store.station)


def kept_by(town: Desk) -> Path:
    (found,) = (town.store.home / "relay").glob("*.zsack")
    return found


def test_yesterdays_answer_of_the_city_does_not_take_the_place_of_todays(
    three: Three, up: Path, answered: Path
) -> None:
    yesterday = answered.read_bytes()
    (first,) = three.town.exchange.import_path(answered).acknowledgements
    (again,) = three.town.exchange.import_path(answered).acknowledgements
    assert (first.news, again.news) == (True, False)
    three.village.save(plain_cases()[0])
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.town.exchange.export(up)
    three.city.exchange.import_path(up)
    today = answered.read_bytes()
    assert read_acknowledgement(today, "").seq > read_acknowledgement(yesterday, "").seq
    three.town.exchange.import_path(answered)
    answered.write_bytes(yesterday)
    with pytest.raises(Refusal) as refused:
        three.town.exchange.import_path(answered)
    assert refused.value.code is Code.ACK_STALE
    assert kept_by(three.town).read_bytes() == today


def test_an_answer_that_has_gone_bad_in_the_home_is_replaced_by_the_next(
    three: Three, answered: Path
) -> None:
    three.town.exchange.import_path(answered)
    kept_by(three.town).write_bytes(b"rotten")
    assert three.town.exchange.import_path(answered).acknowledgements[0].news
    assert kept_by(three.town).read_bytes() == answered.read_bytes()


def test_a_carried_package_that_has_gone_bad_in_the_home_stops_no_answer(
    three: Three, answered: Path
) -> None:
    (waiting,) = (three.town.store.home / "relay").glob("*.zspkg")
    waiting.write_bytes(waiting.read_bytes()[:-1])
    assert three.town.exchange.import_path(answered).acknowledgements
    assert waiting.exists(), "what cannot be read is not taken for delivered"


def test_a_town_carries_no_answer_to_a_station_it_does_not_know(three: Three, up: Path) -> None:
    three.city.exchange.import_path(three.village.exchange.export(three.stick).file)
    with three.town.store.write() as writer:
        writer.set_value("exchange/certificates", None)
    (answer,) = three.stick.glob("*.zsack")
    with pytest.raises(Refusal) as refused:
        three.town.exchange.import_path(answer)
    assert refused.value.code is Code.ACK_NOT_FOR_US


def test_a_package_is_carried_as_it_was_checked_even_when_the_stick_changes_under_it(three: Three) -> None:
    sent = three.village.exchange.export(three.stick)
    whole = sent.file.read_bytes()
    moved = three.folder / "another"
    progress = Progress()

    def swap(_done: int, _total: int, _text: str) -> None:
        """Put another file in its place, as a second stick would that is mounted at the same place."""
        if not moved.exists():
            sent.file.rename(moved)
            sent.file.write_bytes(b"something else")

    progress.told = swap
    three.town.exchange.import_path(sent.file, progress=progress)
    assert moved.exists()
    (waiting,) = (three.town.store.home / "relay").glob("*.zspkg")
    assert waiting.read_bytes() == whole
