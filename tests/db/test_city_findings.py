"""What stories of whole cities have brought to light (tests/fault/stories.py), each told alone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desks import TOWN, VILLAGE, Desk, Three, enrol, make_desk, plain_cases, three_desks
from tests.liars import entry_after, send
from zsapp.base.errors import Code, Refusal, ZsError
from zsapp.base.ids import new_id
from zsapp.exchange.acknowledgement import read_acknowledgement
from zsapp.rules.merging import MINE
from zsapp.rules.roles import BEHIND
from zsapp.services.arrivals import digests_of
from zsapp.services.conflicts import Conflicts
from zsapp.services.lacking import again_from
from zsapp.services.review import Reviews

SECRET = {"matter": "M14", "restricted": ["家庭暴力"], "applicant": {"name": "某甲"}}


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


@pytest.fixture
def second(three: Three, tmp_path: Path) -> Iterator[Desk]:
    """The second machine of the village's committee."""
    made = make_desk(tmp_path / "second", VILLAGE)
    enrol(three.town, made, tmp_path)
    yield made
    made.store.close()


def fresh(three: Three, name: str) -> Path:
    folder = three.folder / name
    folder.mkdir()
    return folder


def test_a_revoked_station_hears_of_it_from_the_first_stick_that_is_refused(three: Three) -> None:
    three.village.save(plain_cases()[0])
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    three.town.enrolment.revoke(three.village.credentials().own.serial, reason="U盘遗失")
    later = fresh(three, "later")
    three.village.exchange.export(later)
    (refused,) = three.town.exchange.import_path(later).refused
    assert refused.code == Code.CERT_REVOKED.name
    (heard,) = three.village.exchange.import_path(later).acknowledgements
    assert [one.code for one in heard.refused] == [Code.CERT_REVOKED.name]
    with pytest.raises(Refusal) as stopped:
        three.village.exchange.export(later)
    assert stopped.value.code is Code.CERT_OWN_REVOKED


def test_nothing_goes_down_sealed_to_a_key_that_was_taken_back(three: Three) -> None:
    record_id = three.village.save(plain_cases()[0])
    three.town.exchange.import_path(three.village.exchange.export(three.stick).file)
    reviews = Reviews(three.town.store, three.town.profile, three.town.days)
    reviews.give_back(record_id, "请补充")
    three.town.enrolment.revoke(three.village.credentials().own.serial)
    answer = reviews.write_answer(three.village.store.station, three.stick)
    assert read_acknowledgement(answer.read_bytes(), "").down == ()
    enrol(three.town, three.village, three.folder)
    answer = reviews.write_answer(three.village.store.station, three.stick)
    assert len(read_acknowledgement(answer.read_bytes(), "").down) == 1, "it waits for the new certificate"


def both_changed(three: Three, second: Desk, document: dict[str, Any], sector: str) -> str:
    """Let two machines change one record from the same version, and the city receive both."""
    record_id = new_id()
    place = fresh(three, f"both-{sector}")
    changed = document | ({"applicant": {"name": "某乙"}} if sector == "legal_aid" else {"brief": "某乙"})
    again = document | ({"applicant": {"name": "某丙"}} if sector == "legal_aid" else {"brief": "某丙"})
    for version, one in enumerate((document, changed)):
        with three.village.store.write() as writer:
            writer.save(sector, record_id, one, base_version=version, verb="save")
    three.city.exchange.import_path(three.village.exchange.export(place).file)
    header = {"record_id": record_id, "version": 2, "base_version": 1, "sector": sector}
    three.city.exchange.import_path(send(second, place, [entry_after(None, second, again, **header)]))
    return record_id


def test_what_only_the_city_can_read_is_decided_by_the_city(three: Three, second: Desk) -> None:
    both_changed(three, second, SECRET, "legal_aid")
    desk = Conflicts(three.city.store)
    (one,) = desk.listing()
    assert [field.name for field in one.fields] == ["applicant.name"]
    assert desk.decide(one.record_id, "applicant.name", MINE)
    assert desk.listing() == ()


def test_what_the_town_reads_is_decided_by_the_town(three: Three, second: Desk) -> None:
    record_id = both_changed(three, second, plain_cases()[0], "mediation")
    desk = Conflicts(three.city.store)
    with pytest.raises(ZsError) as refused:
        desk.decide(record_id, "brief", MINE)
    assert refused.value.code is Code.REVIEW_NOT_YOURS
    assert len(desk.listing()) == 1


# --- a town that was restored -----------------------------------------------------------------------------


def up(three: Three, name: str) -> Path:
    """Carry a fresh stick to the town and home."""
    folder = fresh(three, name)
    three.village.exchange.export(folder)
    three.town.exchange.import_path(folder)
    three.village.exchange.import_path(folder)
    return folder


def set_back(three: Three, change: Callable[[], object]) -> None:
    """Let the town lose what happens in `change`: its disk is that of before, in a new epoch."""
    three.town.store.close()
    del three.__dict__["town"]
    home, kept = three.folder / TOWN, three.folder / "kept"
    shutil.copytree(home, kept)
    change()
    three.town.store.close()
    del three.__dict__["town"]
    shutil.rmtree(home)
    kept.rename(home)


def agree(three: Three) -> bool:
    with three.village.store.read() as ours, three.town.store.read() as theirs:
        return digests_of(ours, three.village.store.station) == digests_of(
            theirs, three.village.store.station
        )


def test_what_a_restored_town_has_lost_of_a_village_is_sent_again(three: Three) -> None:
    three.village.save(plain_cases()[0])
    up(three, "first")

    def change() -> None:
        three.village.save(plain_cases()[1])
        up(three, "second")

    set_back(three, change)
    three.village.save(plain_cases()[2])
    third = up(three, "third")
    assert not agree(three), "the town has named a gap; the village has heard it, and sends from there"
    before = three.village.fingerprint()
    three.village.exchange.import_path(third)
    assert three.village.fingerprint() == before, "the same answer again says nothing new"
    up(three, "fourth")
    assert agree(three)
    with three.village.store.read() as reader:
        assert again_from(reader) is None


def test_of_a_restored_town_that_lacks_an_earlier_epoch_everything_is_sent_again(three: Three) -> None:
    three.village.save(plain_cases()[0])

    def change() -> None:
        up(three, "first")
        three.village.store.open_epoch(BEHIND)
        three.village.save(plain_cases()[1])
        up(three, "second")

    set_back(three, change)
    for name in ("third", "fourth", "fifth"):
        three.village.save(plain_cases()[2])
        up(three, name)
    assert agree(three)
