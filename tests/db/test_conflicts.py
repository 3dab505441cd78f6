"""Two have changed one case: different fields merge at the town, the same field waits for a person there."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desks import VILLAGE, Desk, Three, enrol, make_desk, plain_cases, three_desks
from tests.liars import entry_after, send
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, ZsError
from zsapp.base.ids import new_id
from zsapp.records.rebuild import examine
from zsapp.rules.roles import Badge, Role
from zsapp.services.conflicts import Conflicts
from zsapp.services.review import Reviews
from zsapp.services.review_duties import QueueDuties
from zsapp.services.transfer import Transfers

CASE = plain_cases()[0]


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


def up(three: Three, to: Desk | None = None, since: int | None = None) -> None:
    """Carry what the village has to the town, and the answer home."""
    for file in three.stick.iterdir():
        file.unlink()
    three.village.exchange.export(three.stick, since=since)
    (to or three.town).exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)


def home(three: Three) -> None:
    Reviews(three.town.store, three.town.profile, three.town.days).write_answer(
        three.village.store.station, three.stick
    )
    three.village.exchange.import_path(three.stick)


def shown(desk: Desk, record_id: str) -> dict[str, Any]:
    with desk.store.read() as reader:
        stored = reader.record(record_id)
    return stored.payload if stored else {}


def sound(desk: Desk, record_id: str) -> bool:
    """Say whether index and journal agree, and a replay shows the same."""
    before = shown(desk, record_id)
    whole = examine(desk.store).sound
    with desk.store.write() as writer:
        writer.replay()
    return whole and examine(desk.store).sound and shown(desk, record_id) == before


def by_second(second: Desk, record_id: str, *documents: dict[str, Any]) -> list[Entry]:
    """Return what the second machine makes of version 1, one version after the other."""
    made: list[Entry] = []
    for at, document in enumerate(documents):
        header = {"record_id": record_id, "version": at + 2, "base_version": at + 1}
        made.append(entry_after(made[-1] if made else None, second, document, **header))
    return made


def refusal(errand: Callable[..., Any], *words: Any) -> Code:
    with pytest.raises(ZsError) as refused:
        errand(*words)
    return refused.value.code


def test_different_fields_merge_and_the_owner_goes_on_from_there(three: Three) -> None:
    record_id = three.village.save(CASE)
    up(three)
    three.town.save({**CASE, "difficulty": "复杂"}, record_id)
    three.village.save({**CASE, "brief": "雨棚滴水"}, record_id)
    up(three)
    both = {**CASE, "difficulty": "复杂", "brief": "雨棚滴水"}
    assert shown(three.town, record_id) == both
    assert Conflicts(three.town.store).listing() == ()
    assert shown(three.village, record_id) == both, "it came down with the answer"
    up(three)
    with three.town.store.read() as town, three.village.store.read() as village:
        assert town.digests(three.village.store.station) == village.digests()
        assert town.held() == ()
    three.village.save({**both, "brief": "雨棚滴水，已改道"}, record_id)
    up(three)
    assert shown(three.town, record_id)["brief"] == "雨棚滴水，已改道"
    assert sound(three.town, record_id)
    assert sound(three.village, record_id)


def test_the_same_field_waits_for_a_person_with_the_owners_value_shown(
    three: Three, second: Desk, tmp_path: Path
) -> None:
    record_id = three.village.save(CASE)
    up(three)
    three.village.save({**CASE, "brief": "甲方的写法", "difficulty": "复杂"}, record_id)
    up(three)
    theirs = {**CASE, "brief": "乙方的写法", "public": "是"}
    three.town.exchange.import_path(send(second, tmp_path, by_second(second, record_id, theirs)))
    assert shown(three.town, record_id)["brief"] == "甲方的写法"
    desk = Conflicts(three.town.store)
    (one,) = desk.listing()
    assert (one.title, one.owner) == ("何䶮与梁亚娣相邻排水纠纷", three.village.profile.name)
    assert [(field.name, field.mine, field.theirs, field.decided) for field in one.fields] == [
        ("brief", "甲方的写法", "乙方的写法", "")
    ]
    (duty,) = QueueDuties(desk, Transfers(three.town.store, three.town.profile)).duties(three.town.days())
    assert (duty.title, duty.page) == ("1份记录有冲突，等待决定", "review")
    assert refusal(desk.decide, record_id, "title", "mine") is Code.CONFLICT_UNKNOWN
    assert refusal(desk.decide, record_id, "brief", "ours") is Code.USAGE
    assert refusal(desk.decide, "C99", "brief", "mine") is Code.RECORD_UNKNOWN
    assert desk.decide(record_id, "brief", "theirs")
    decided = {**CASE, "brief": "乙方的写法", "difficulty": "复杂", "public": "是"}
    assert shown(three.town, record_id) == decided
    assert desk.listing() == ()
    assert sound(three.town, record_id)
    home(three)
    assert shown(three.village, record_id) == decided
    with three.town.store.read() as reader:
        verbs = [one.header.verb for one in reader.history(record_id)]
    assert verbs[-4:] == ["review_decide", "merge", "merge_of", "merge_down"]


def test_whichever_comes_first_the_owners_is_shown_and_nothing_is_lost(
    three: Three, second: Desk, tmp_path: Path
) -> None:
    record_id = three.village.save(CASE)
    up(three)
    theirs = by_second(second, record_id, {**CASE, "brief": "乙"}, {**CASE, "brief": "乙二"})
    three.town.exchange.import_path(send(second, tmp_path, theirs))
    assert shown(three.town, record_id)["brief"] == "乙二"
    three.village.save({**CASE, "brief": "甲"}, record_id)
    up(three)
    assert shown(three.town, record_id)["brief"] == "甲"
    (one,) = Conflicts(three.town.store).listing()
    assert [(field.mine, field.theirs) for field in one.fields] == [("甲", "乙二")]
    assert sound(three.town, record_id)
    later = entry_after(
        theirs[-1], second, {**CASE, "brief": "乙三"}, record_id=record_id, version=4, base_version=3
    )
    three.town.exchange.import_path(send(second, tmp_path, [later]))
    (one,) = Conflicts(three.town.store).listing()
    assert [(field.mine, field.theirs) for field in one.fields] == [("甲", "乙三")]
    assert Conflicts(three.town.store).decide(record_id, "brief", "mine")
    assert shown(three.town, record_id)["brief"] == "甲"
    assert Conflicts(three.town.store).listing() == ()
    with three.town.store.read() as reader:
        assert reader.held() == ()
    assert sound(three.town, record_id)


def test_two_fields_are_decided_one_by_one(three: Three, second: Desk, tmp_path: Path) -> None:
    record_id = three.village.save(CASE)
    up(three)
    three.village.save({**CASE, "brief": "甲", "title": "甲案"}, record_id)
    up(three)
    theirs = by_second(second, record_id, {**CASE, "brief": "乙", "title": "乙案"})
    three.town.exchange.import_path(send(second, tmp_path, theirs))
    desk = Conflicts(three.town.store)
    assert desk.decide(record_id, "brief", "theirs") is False
    (one,) = desk.listing()
    assert [(field.name, field.decided) for field in one.fields] == [("brief", "theirs"), ("title", "")]
    assert desk.decide(record_id, "title", "mine") is True
    assert (shown(three.town, record_id)["brief"], shown(three.town, record_id)["title"]) == ("乙", "甲案")
    assert sound(three.town, record_id)


def test_the_city_waits_for_the_towns_word_and_ends_with_the_same(
    three: Three, second: Desk, tmp_path: Path
) -> None:
    record_id = three.village.save(CASE)
    up(three)
    three.village.save({**CASE, "brief": "甲"}, record_id)
    up(three)
    theirs = send(second, tmp_path, by_second(second, record_id, {**CASE, "brief": "乙"}))
    above = tmp_path / "up"
    above.mkdir()
    three.town.exchange.import_path(theirs)
    three.town.exchange.export(above)
    three.city.exchange.import_path(above)
    assert shown(three.city, record_id)["brief"] == "甲"
    assert refusal(Conflicts(three.city.store).decide, record_id, "brief", "mine") is Code.REVIEW_NOT_YOURS
    Conflicts(three.town.store).decide(record_id, "brief", "theirs")
    three.town.exchange.export(above)
    three.city.exchange.import_path(above)
    assert shown(three.city, record_id) == shown(three.town, record_id) == {**CASE, "brief": "乙"}
    with three.city.store.read() as reader:
        assert reader.held() == ()
    assert sound(three.city, record_id)


def test_who_may_not_review_does_not_decide(three: Three, second: Desk, tmp_path: Path) -> None:
    record_id = three.village.save(CASE)
    up(three)
    three.village.save({**CASE, "brief": "甲"}, record_id)
    up(three)
    three.town.exchange.import_path(
        send(second, tmp_path, by_second(second, record_id, {**CASE, "brief": "乙"}))
    )
    three.town.store.badge = Badge(Role.MEDIATOR)
    assert refusal(Conflicts(three.town.store).decide, record_id, "brief", "mine") is Code.ROLE_MAY_NOT
    three.town.store.badge = Badge(Role.ADMINISTRATOR)
    assert Conflicts(three.town.store).listing() == ()


def test_a_person_of_whom_two_say_different_things_can_be_decided_too(
    three: Three, second: Desk, tmp_path: Path
) -> None:
    person = new_id()
    with three.village.store.write() as writer:
        writer.save("person", person, {"name": "何䶮"}, base_version=0, verb="save")
    up(three)
    with three.village.store.write() as writer:
        writer.save("person", person, {"name": "何龑"}, base_version=1, verb="save")
    up(three)
    header = {"sector": "person", "record_id": person, "version": 2, "base_version": 1}
    theirs = entry_after(None, second, {"name": "何严"}, **header)
    (taken,) = three.town.exchange.import_path(send(second, tmp_path, [theirs])).packages
    assert (taken.quarantined, taken.conflicts) == (1, 1)
    desk = Conflicts(three.town.store)
    assert [field.name for one in desk.listing() for field in one.fields] == ["name"]
    three.town.store.badge = Badge(Role.ADVISER)
    assert refusal(desk.decide, person, "name", "theirs") is Code.ROLE_MAY_NOT
    three.town.store.badge = Badge(Role.REVIEWER)
    assert desk.decide(person, "name", "theirs")
    assert desk.listing() == ()
    three.town.store.badge = Badge(Role.HEAD)
    home(three)
    assert shown(three.village, person) == {"name": "何严"}


def test_what_the_owner_has_changed_meanwhile_is_not_written_over_by_what_comes_down(three: Three) -> None:
    record_id = three.village.save(CASE)
    up(three)
    three.town.save({**CASE, "difficulty": "复杂"}, record_id)
    three.village.save({**CASE, "brief": "雨棚滴水"}, record_id)
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.village.save({**CASE, "brief": "又改了"}, record_id)
    three.village.exchange.import_path(three.stick)
    assert shown(three.village, record_id) == {**CASE, "brief": "又改了"}
    up(three)
    assert shown(three.town, record_id) == {**CASE, "brief": "又改了", "difficulty": "复杂"}
    assert sound(three.town, record_id)
