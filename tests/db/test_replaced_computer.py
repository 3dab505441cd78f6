"""A computer that broke without a backup: what it had delivered is the new one's, and nothing else is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.desks import NEIGHBOUR, VILLAGE, enrol, make_desk, three_desks
from tests.replaced import COMMITTEE, SECRET, Story, alike, numbered, owner
from tests.upstreams import Hub, database, hub, hub_over
from zsapp.base import clock
from zsapp.base.clock import local
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange import rebaseline
from zsapp.services.giving_back import GivingBack
from zsapp.services.numbers import clashes_in, next_number
from zsapp.services.replaced import give_replaced
from zsapp.services.review import Reviews
from zsapp.services.transfer import Transfers

__all__ = ["database", "hub"]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    with three_desks(tmp_path) as three:
        village = three.village
        cases = [village.save(numbered(serial)) for serial in (6, 7)]
        secret = village.take_in(SECRET)
        new = make_desk(tmp_path / "new", VILLAGE)
        made = Story(three, new, village.store.station, cases, secret)
        made.up(village, three.town)
        made.up(three.town, three.city)
        with new.store:
            yield made


def test_what_the_broken_computer_delivered_is_the_new_ones_to_go_on_with(story: Story) -> None:
    three, new = story.three, story.new
    lost = three.village.save(numbered(8))
    done = story.approve()
    (given,) = done.given
    assert [one.news for one in done.certificates] == [True]
    assert (done.refused, given.moved, given.clashes) == ((), 0, ())
    assert given.until is not None
    assert local(given.until) in given.lines[1]
    assert "没有送出去的，已经丢失" in given.lines[2]
    me = new.store.station
    for desk in (new, three.town):
        assert {owner(desk, one) for one in story.cases} == {me}
    with new.store.read() as reader:
        assert reader.record(lost) is None
        assert {one.station for one in reader.page("mediation").lines} == {me}
        assert {reader.sync_state(one) for one in story.cases} == {"镇已入库"}
        assert story.secret in reader.restricted_ids()
        assert reader.index_faults() == ()
        assert clashes_in(reader, 2026) == ()
    case = numbered(7) | {"brief": "换了电脑以后接着办"}
    new.save(case, story.cases[1])
    with new.store.read() as reader:
        assert reader.sync_state(story.cases[1]) == "已登记"
    (taken,) = story.up(new, three.town).packages
    assert (taken.quarantined, taken.differences) == (0, ())
    (at_city,) = (one for one in story.up(three.town, three.city).packages if one.sender == me)
    assert (at_city.quarantined, at_city.differences) == (0, ())
    for desk in (three.town, three.city):
        assert owner(desk, story.cases[1]) == me
        assert alike(new, desk, me)
        with desk.store.read() as reader:
            stored = reader.record(story.cases[1])
            assert stored is not None
            assert stored.payload["brief"] == "换了电脑以后接着办"
            assert len(reader.ids("mediation")) == 2
            assert reader.index_faults() == ()
    with new.store.read() as reader:
        assert reader.sync_state(story.cases[1]) == "镇已入库"


def test_no_number_of_the_broken_computer_is_given_again(story: Story) -> None:
    story.approve()
    profile = story.new.profile
    with story.new.store.write() as writer:
        number = next_number(writer, COMMITTEE, 2026, profile)
        assert number.endswith("第8号")
        assert writer.allot(profile.org, "legal_aid", 2026) == 1, "the town could not read that number"
    story.up(story.new, story.three.town)
    story.up(story.three.town, story.three.city)
    GivingBack(story.three.city.store).give(story.old, story.three.stick)
    story.new.exchange.import_path(story.three.stick)
    with story.new.store.write() as writer:
        assert writer.allot(profile.org, "legal_aid", 2026) == 5


def test_a_restricted_record_comes_from_the_city_that_alone_can_read_it(story: Story) -> None:
    (given,) = story.approve().given
    assert given.unread
    assert given.lines[-1] == f"还有{given.unread}条限制查看的内容，要由市级补发"
    story.up(story.new, story.three.town)
    story.up(story.three.town, story.three.city)
    gave = GivingBack(story.three.city.store).give(story.old, story.three.stick)
    assert gave.heir == story.new.store.station
    again = story.new.exchange.import_path(story.three.stick).given
    assert sum(one.entries for one in again) == again[-1].unread == 0
    assert sum(one.filled for one in again) == given.unread
    with story.new.store.read() as reader:
        stored = reader.record(story.secret)
        assert stored is not None
        assert stored.payload == SECRET
        assert reader.sync_state(story.secret) == "市已入库"
        assert reader.index_faults() == ()
    with story.new.store.write() as writer:
        writer.save("legal_aid", story.secret, SECRET | {"matter": "M01"}, base_version=1, verb="save")
    (taken,) = story.up(story.new, story.three.town).packages
    assert taken.quarantined == 0
    story.up(story.three.town, story.three.city)
    with story.three.city.store.read() as reader:
        stored = reader.record(story.secret)
        assert stored is not None
        assert (stored.payload["matter"], stored.station) == ("M01", story.new.store.station)


def test_the_old_computer_that_turns_up_later_is_refused_and_nothing_is_there_twice(story: Story) -> None:
    three = story.three
    late = three.village.save(numbered(8))
    story.approve()
    folder = three.folder / "late"
    folder.mkdir()
    three.village.exchange.export(folder)
    refused = three.town.exchange.import_path(folder).refused
    assert [one.code for one in refused] == ["CERT_REVOKED"]
    three.village.exchange.import_path(folder)
    with pytest.raises(Refusal) as told:
        three.village.exchange.export(folder)
    assert told.value.code is Code.CERT_OWN_REVOKED
    again = story.new.exchange.import_path(three.stick)
    assert again.given[0].lines[0].endswith("没有缺的")
    with three.town.store.read() as reader:
        assert reader.record(late) is None
        assert len(reader.ids("mediation")) == 2


def test_what_the_town_said_of_a_case_is_known_to_the_new_computer_whether_the_old_one_heard_it_or_not(
    story: Story,
) -> None:
    three = story.three
    case = story.cases[0]
    Reviews(three.town.store, three.town.profile, clock.today).give_back(case, "请补协议")
    story.up(three.village, three.town)
    story.up(three.village, three.town)
    Reviews(three.town.store, three.town.profile, clock.today).give_back(story.cases[1], "再补一份")
    story.approve()
    with story.new.store.read() as reader:
        (back,) = reader.returned()
        assert back.review.reason == "请补协议"
    story.up(story.new, three.town)
    with story.new.store.read() as reader:
        assert {one.review.reason for one in reader.returned()} == {"请补协议", "再补一份"}


def test_a_case_the_old_computer_gave_away_stays_given(story: Story, tmp_path: Path) -> None:
    three = story.three
    neighbour = make_desk(tmp_path / "neighbour", NEIGHBOUR)
    enrol(three.town, neighbour, three.folder)
    story.up(neighbour, three.town)
    gone, offered = story.cases
    offers = Transfers(three.village.store, three.village.profile)
    offers.offer(gone, NEIGHBOUR, "属地")
    story.up(three.village, three.town)
    story.up(neighbour, three.town)
    Transfers(neighbour.store, neighbour.profile).accept(gone)
    story.up(neighbour, three.town)
    story.up(three.village, three.town)
    offers.offer(offered, NEIGHBOUR, "属地")
    story.up(three.village, three.town)
    story.approve()
    for desk in (story.new, three.town):
        assert owner(desk, gone) == neighbour.store.station
        assert owner(desk, offered) == story.new.store.station
    for case, code in ((gone, Code.TRANSFER_GONE), (offered, Code.TRANSFER_OPEN)):
        with pytest.raises(Refusal) as no:
            story.new.save(numbered(6), case)
        assert no.value.code is code
    Transfers(story.new.store, story.new.profile).withdraw(offered)
    story.new.save(numbered(7), offered)
    (taken,) = story.up(story.new, three.town).packages
    assert (taken.quarantined, taken.differences) == (0, ())
    neighbour.store.close()


# --- who may take whose place -----------------------------------------------------------------------------


def test_a_third_computer_has_what_the_first_delivered(story: Story, tmp_path: Path) -> None:
    story.approve()
    own = story.new.save(numbered(9))
    story.up(story.new, story.three.town)
    third = make_desk(tmp_path / "third", VILLAGE)
    stick = tmp_path / "third-stick"
    stick.mkdir()
    third.enrolment.request_to(stick)
    story.three.town.exchange.import_path(stick)
    town = story.three.town
    town.enrolment.grant(third.store.station, replaces=story.new.store.station)
    town.enrolment.hand_out(third.store.station, stick)
    give_replaced(town.store, third.store.station, stick)
    assert len(third.exchange.import_path(stick).given) == 2
    for desk in (third, town):
        assert {owner(desk, one) for one in (*story.cases, own)} == {third.store.station}
    third.save(numbered(6), story.cases[0])
    (taken,) = story.up(third, town).packages
    assert (taken.quarantined, taken.differences) == (0, ())
    third.enrolment.request_to(stick)
    town.exchange.import_path(stick)
    town.enrolment.grant(third.store.station)
    renewed = third.enrolment.accept_bytes(town.enrolment.answer(third.store.station) or b"")
    with town.store.read() as reader:
        assert set(reader.line_of(third.store.station)[1:]) == {story.old, story.new.store.station}
    assert third.credentials().own.serial == renewed.serial
    assert len(third.credentials().own.replaces) == 2, "renewal takes nobody's place away"
    third.store.close()


def test_nobody_is_given_the_chain_of_one_whose_place_another_took(story: Story) -> None:
    story.approve()
    (path,) = story.three.stick.glob(f"*-back-*{rebaseline.SUFFIX}")
    with pytest.raises(Refusal) as other:
        story.three.village.exchange.import_path(path)
    assert other.value.code in (Code.PACKAGE_SEALED, Code.REBASELINE_NOT_FOR_US)


def test_two_computers_may_both_stay_in_use(story: Story) -> None:
    stick = story.three.stick
    story.new.enrolment.request_to(stick)
    story.three.town.exchange.import_path(stick)
    story.three.town.enrolment.grant(story.new.store.station)
    assert give_replaced(story.three.town.store, story.new.store.station, stick) == ()
    assert owner(story.three.town, story.cases[0]) == story.old
    assert story.three.town.enrolment.certificate(story.old).state == "有效"


def test_a_stolen_computer_that_was_revoked_before_keeps_what_was_said_of_it(story: Story) -> None:
    town = story.three.town
    town.enrolment.revoke(town.enrolment.certificate(story.old).serial, reason="电脑被盗")
    story.approve()
    assert town.enrolment.certificate(story.old).reason == "电脑被盗"
    assert owner(story.new, story.cases[0]) == story.new.store.station


def test_a_station_that_is_behind_takes_over_nothing_before_it_may_write_again(story: Story) -> None:
    story.approve()
    with story.new.store.read() as reader:
        head = reader.head()
    story.new.store.doubt(replace(head, seq=head.seq + 5))
    (path,) = story.three.stick.glob(f"*-back-*{rebaseline.SUFFIX}")
    with pytest.raises(Trouble) as behind:
        story.new.exchange.import_path(path)
    assert behind.value.code is Code.STORE_BEHIND


def test_nobody_takes_its_own_place(story: Story) -> None:
    stick = story.three.stick
    story.new.enrolment.request_to(stick)
    story.three.town.exchange.import_path(stick)
    with pytest.raises(Refusal) as itself:
        story.three.town.enrolment.grant(story.new.store.station, replaces=story.new.store.station)
    assert itself.value.code is Code.REQUEST_REPLACES


def test_a_place_that_was_taken_is_nobody_elses_to_take(story: Story, tmp_path: Path) -> None:
    story.approve()
    third, town = make_desk(tmp_path / "third", VILLAGE), story.three.town
    third.enrolment.request(tmp_path / "request", replaces=story.old)
    with pytest.raises(Refusal) as taken:
        town.enrolment.approve(tmp_path / "request", tmp_path / "issued")
    assert taken.value.code is Code.REQUEST_REPLACES
    assert town.enrolment.look(tmp_path / "request").others == ()
    assert owner(town, story.cases[0]) == story.new.store.station
    third.store.close()


# --- in whatever order it comes ---------------------------------------------------------------------------


@pytest.mark.parametrize("as_hub", [False, True], ids=["a city's station", "a city's hub"])
def test_what_the_old_computer_sent_may_reach_the_city_after_the_new_one(
    tmp_path: Path, as_hub: bool
) -> None:
    with three_desks(tmp_path) as three:
        village = three.village
        case = village.save(numbered(6))
        new = make_desk(tmp_path / "new", VILLAGE)
        with new.store:
            story = Story(three, new, village.store.station, [case], "")
            story.up(village, three.town)
            story.approve()
            new.save(numbered(6) | {"brief": "新电脑改的"}, case)
            own = new.save(numbered(9))
            story.up(new, three.town)
            city = hub_over(three.city, "") if as_hub else three.city
            up = tmp_path / "up"
            up.mkdir()
            three.town.exchange.export(up)
            named = {one: f"-{one[-8:]}-" for one in (new.store.station, story.old)}
            for station in (new.store.station, story.old):
                for path in sorted(up.glob(f"zsapp{named[station]}*.zspkg")):
                    assert city.exchange.import_path(path).packages
            me = new.store.station
            for record_id in (case, own):
                assert owner(city, record_id) == me
            with city.store.read() as reader:
                stored = reader.record(case)
                assert stored is not None
                assert stored.payload["brief"] == "新电脑改的"
                assert reader.held() == ()
                assert reader.index_faults() == ()
            assert alike(new, city, me)
            if as_hub:
                city.store.close()


def test_what_lies_in_a_towns_tables_is_the_new_computers_too(hub: Hub, tmp_path: Path) -> None:
    """A village that delivered to a hub, one case handed on to it by a neighbour, breaks and is replaced."""
    neighbour = make_desk(tmp_path / "neighbour", NEIGHBOUR)
    enrol(hub.desk, neighbour, tmp_path)
    taken, case = neighbour.save(numbered(5)), hub.village.save(numbered(6))
    new = make_desk(tmp_path / "new", VILLAGE)
    story = Story(hub.three, new, hub.village.store.station, [case], "")
    story.up(neighbour, hub.desk)
    story.up(hub.village, hub.desk)
    Transfers(neighbour.store, neighbour.profile).offer(taken, VILLAGE, "属地")
    story.up(neighbour, hub.desk)
    story.up(hub.village, hub.desk)
    Transfers(hub.village.store, hub.village.profile).accept(taken)
    story.up(hub.village, hub.desk)
    new.enrolment.request(tmp_path / "request")
    hub.desk.enrolment.approve(tmp_path / "request", tmp_path / "issued.zscert", replaces=story.old)
    assert give_replaced(hub.store, new.store.station, tmp_path)
    new.enrolment.accept(tmp_path / "issued.zscert")
    (path,) = tmp_path.glob(f"*{rebaseline.SUFFIX}")
    new.exchange.import_path(path)
    for desk in (new, hub.desk):
        assert {owner(desk, one) for one in (case, taken)} == {new.store.station}
    new.save(numbered(6) | {"brief": "接着办"}, case)
    new.save(numbered(5) | {"brief": "接着办"}, taken)
    (done,) = story.up(new, hub.desk).packages
    assert (done.quarantined, done.differences) == (0, ())
    assert alike(new, hub.desk, new.store.station)
    with new.store.read() as reader:
        assert reader.index_faults() == ()
    new.store.close()
    neighbour.store.close()
