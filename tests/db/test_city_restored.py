"""A city restored from an older backup: what it has lost comes back from the villages, by their towns."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.test_backup_giving_back import back_up
from tests.desks import CITY, PASSPHRASE, Desk, Three, plain_cases, three_desks
from zsapp.base.errors import Code, Refusal
from zsapp.exchange.acknowledgement import file_name
from zsapp.rules.roles import BEHIND
from zsapp.screens.exchange.words import import_lines, lacking_lines
from zsapp.services.arrivals import digests_of
from zsapp.services.lacking import again_from
from zsapp.services.restoring import Restored, restore_station, secret_of
from zsapp.services.today_sources import UnsentDuties

SECRET = {"matter": "M14", "restricted": ["家庭暴力"], "applicant": {"name": "某甲"}}


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


def carry(three: Three, name: str, *, to_city: bool = True) -> Path:
    """Carry a stick from the village to the town, one on to the city, and both home again."""
    low, high = three.folder / f"{name}-low", three.folder / f"{name}-high"
    low.mkdir()
    high.mkdir()
    three.village.exchange.export(low)
    three.town.exchange.import_path(low)
    if to_city:
        three.town.exchange.export(high)
        three.city.exchange.import_path(high)
        three.town.exchange.import_path(high)
        three.town.exchange.import_path(low)
    three.village.exchange.import_path(low)
    return high


def lose_disk(three: Three, tier: str, code: str, backup: str = "backup") -> Restored:
    """Let a disk die, and restore the station from the backup that was made of it."""
    vars(three).pop(tier).store.close()
    shutil.rmtree(three.folder / code)
    restored = restore_station(three.folder / backup, three.folder / code, secret_of(PASSPHRASE))
    restored.station.close()
    return restored


def agree(above: Desk, below: Desk) -> bool:
    with above.store.read() as theirs, below.store.read() as ours:
        return digests_of(theirs, below.store.station) == digests_of(ours, below.store.station)


def sends_again(three: Three) -> bool:
    with three.village.store.read() as reader:
        return again_from(reader) is not None


def test_what_a_restored_city_has_lost_of_a_village_is_sent_again(three: Three) -> None:
    three.village.save(plain_cases()[0])
    carry(three, "first")
    back_up(three.city, three.folder / "backup")
    three.village.save(plain_cases()[1])
    paper = three.village.print(three.village.save(plain_cases()[2]), b"a paper")
    closed = three.village.take_in(SECRET)
    second = carry(three, "second")
    assert agree(three.city, three.village)
    restored = lose_disk(three, "city", CITY)
    assert "不用逐站通知" in restored.lines[-1]
    three.village.save(plain_cases()[3])
    third = carry(three, "third")
    assert sends_again(three), "the city has named a gap, and the village has heard it by its town"
    kept = file_name(three.city.store.station, three.village.store.station)
    (old,) = three.town.exchange.import_path(second / kept).acknowledgements
    assert not old.news, "what was said before the loss does not stand in for what is said now"
    carry(three, "fourth")
    assert agree(three.city, three.village)
    assert agree(three.city, three.town)
    assert not sends_again(three)
    with pytest.raises(Refusal) as stale:
        three.town.exchange.import_path(third / kept)
    assert stale.value.code is Code.ACK_STALE, "nor does the gap, once it is closed"
    with three.city.store.read() as reader:
        assert reader.record(closed) is not None
        assert paper in set(reader.blob_names())


def test_a_village_that_goes_on_in_a_new_epoch_sends_the_lost_ones_before_it(three: Three) -> None:
    three.village.save(plain_cases()[0])
    back_up(three.city, three.folder / "backup")
    carry(three, "first")
    three.village.store.open_epoch(BEHIND)
    three.village.save(plain_cases()[1])
    carry(three, "second")
    lose_disk(three, "city", CITY)
    carry(three, "third")
    carry(three, "fourth")
    assert agree(three.city, three.village)


def test_what_went_bad_at_the_town_on_its_way_is_asked_of_the_village_and_told_in_words(three: Three) -> None:
    three.village.save(plain_cases()[0])
    carry(three, "first", to_city=False)
    (waiting,) = (three.town.store.home / "relay").glob("*.zspkg")
    waiting.unlink()
    three.village.save(plain_cases()[1])
    low, high = three.folder / "low", three.folder / "high"
    for folder in (low, high):
        folder.mkdir()
    three.village.exchange.export(low)
    three.town.exchange.import_path(low)
    three.town.exchange.export(high)
    three.city.exchange.import_path(high)
    passed = import_lines(three.town.exchange.import_path(high))
    name = three.village.credentials().own.name
    assert any(f"要“{name}”补送" in one.more for one in passed)
    three.town.exchange.import_path(low)
    heard = three.village.exchange.import_path(low)
    assert any("缺本站第1笔登记起送过的内容" in one.more for one in import_lines(heard))
    (line,) = lacking_lines(three.village.exchange.status().lacking)
    assert "请再导出一次" in line.words
    assert (
        "缺本站送过的内容"
        in next(iter(UnsentDuties(three.village.exchange).duties(three.village.days()))).title
    )
    carry(three, "second")
    assert agree(three.city, three.village)
    assert three.village.exchange.status().lacking == ()


def test_what_the_city_lost_goes_to_the_town_once_and_not_with_every_stick_until_the_city_answers(
    three: Three,
) -> None:
    back_up(three.city, three.folder / "backup")
    three.village.save(plain_cases()[0])
    carry(three, "first")
    lose_disk(three, "city", CITY)
    carry(three, "second")
    assert sends_again(three)
    carry(three, "third", to_city=False)
    assert not sends_again(three), "it lies at the town, to be carried up"
    low = three.folder / "low"
    low.mkdir()
    assert three.village.exchange.export(low).seq_from > 1
    three.town.exchange.import_path(low)
    three.village.exchange.import_path(low)
    assert not sends_again(three), "the town hands out the city's same answer, and it is no news"
    carry(three, "fourth")
    assert agree(three.city, three.village)
