"""The review desk: what a village sends waits for the town, goes back with a reason, is passed later."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.desks import NEIGHBOUR, Desk, Three, enrol, make_desk, plain_cases, three_desks
from tests.liars import entry_after, send
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal, ZsError
from zsapp.base.ids import new_id
from zsapp.exchange.acknowledgement import Acknowledgement, read_acknowledgement
from zsapp.rules.review import ACCEPT, RETURN
from zsapp.rules.roles import Badge, Role
from zsapp.services.review import LONGEST, Reviews, review_line
from zsapp.services.review_duties import ReviewDuties
from zsapp.services.sending import Sending


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


def reviews(desk: Desk) -> Reviews:
    return Reviews(desk.store, desk.profile, desk.days)


def sync(desk: Desk, record_id: str) -> str:
    with desk.store.read() as reader:
        return reader.sync_state(record_id)


def to_town(three: Three) -> None:
    """Carry what the village has to the town; the answer lies on the stick."""
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)


def home(three: Three) -> None:
    """Carry the town's answer to the village."""
    reviews(three.town).write_answer(three.village.store.station, three.stick)
    three.village.exchange.import_path(three.stick)


@pytest.fixture
def sent(three: Three) -> str:
    record_id = three.village.save(plain_cases()[0])
    to_town(three)
    return record_id


def refusal(errand: Callable[..., Any], *words: Any) -> Code:
    with pytest.raises(ZsError) as refused:
        errand(*words)
    return refused.value.code


def test_a_case_goes_back_with_a_reason_and_is_passed_when_it_comes_again(three: Three, sent: str) -> None:
    desk = reviews(three.town)
    assert [(one.id, one.state, one.name) for one in desk.listing(state="待校核")] == [
        (sent, "待校核", three.village.profile.name)
    ]
    assert sync(three.town, sent) == "已入库"
    desk.give_back(sent, " 申请人住址不完整，请补充 ")
    assert [one.reason for one in desk.listing(state="已退回")] == ["申请人住址不完整，请补充"]
    assert desk.listing(state="待校核") == desk.listing(state="已通过") == ()
    home(three)
    assert sync(three.village, sent) == "已退回"
    with three.village.store.read() as reader:
        (line,) = reader.page("mediation").lines
        assert (line.sync, line.reason) == ("已退回", "申请人住址不完整，请补充")
        assert reader.named([sent])[0].reason == line.reason
    (back,) = reviews(three.village).returned()
    assert review_line(back.review) == "已退回（沙溪镇公共法律服务工作站 站长）：申请人住址不完整，请补充"
    three.village.save(plain_cases()[0], sent)
    assert sync(three.village, sent) == "已登记"
    assert reviews(three.village).returned() == ()
    to_town(three)
    assert [one.state for one in desk.listing()] == ["待校核"]
    assert desk.accept(sent).state == "镇已校核"
    home(three)
    assert sync(three.village, sent) == "镇已校核"
    said = [(one.state, one.version, one.text) for one in reviews(three.village).words(sent)]
    assert said == [("已退回", 1, "申请人住址不完整，请补充"), ("校核通过", 2, "")]
    assert [(one.state, one.by) for one in desk.words(sent)] == [
        ("已退回", three.town.profile.name), ("校核通过", three.town.profile.name),
    ]  # fmt: skip


def test_what_was_said_is_made_from_the_journal_again_at_both_ends(three: Three, sent: str) -> None:
    reviews(three.town).give_back(sent, "请补充")
    home(three)
    for desk, state in ((three.town, "已退回"), (three.village, "已退回")):
        with desk.store.write() as writer:
            writer.replay()
        assert sync(desk, sent) == state
    assert reviews(three.town).listing(state="已退回")
    assert reviews(three.village).returned()


def test_a_return_goes_down_until_it_was_heard_and_is_heard_once(three: Three, sent: str) -> None:
    reviews(three.town).give_back(sent, "请补充")
    three.town.exchange.import_path(three.stick)
    lost = ack_of(three)
    assert [one.kind for one in lost.down] == [RETURN]
    next(three.stick.glob("*.zsack")).unlink()
    home(three)
    before = three.village.fingerprint()
    home(three)
    (again,) = three.village.exchange.import_path(three.stick).acknowledgements
    assert (again.news, three.village.fingerprint()) == (False, before)
    to_town(three)
    assert ack_of(three).down == (), "its journal says that it has heard"


def test_an_answer_of_yesterday_takes_nothing_back(three: Three, sent: str) -> None:
    path = reviews(three.town).write_answer(three.village.store.station, three.stick)
    yesterday = path.read_bytes()
    reviews(three.town).give_back(sent, "请补充")
    home(three)
    known = three.town.credentials()
    older = read_acknowledgement(yesterday, "")
    path.write_bytes(replace(older, made_at=older.made_at.replace(year=2025)).sign(known.keys.sign))
    (heard,) = three.village.exchange.import_path(path).acknowledgements
    assert heard.news is False
    assert sync(three.village, sent) == "已退回"


def ack_of(three: Three) -> Acknowledgement:
    (path,) = three.stick.glob("*.zsack")
    return read_acknowledgement(path.read_bytes(), "")


def test_what_comes_down_is_sealed_to_its_station(three: Three, sent: str) -> None:
    reviews(three.town).give_back(sent, "何某的住址写错")
    path = reviews(three.town).write_answer(three.village.store.station, three.stick)
    assert "何某".encode() not in path.read_bytes()
    known = three.town.credentials()
    ack = read_acknowledgement(path.read_bytes(), "")
    foreign = replace(ack, sealed=sealed_to(three.city, three.village))
    path.write_bytes(foreign.sign(known.keys.sign))
    assert refusal(three.village.exchange.import_path, path) is Code.PACKAGE_SEALED


def sealed_to(desk: Desk, _not: Desk) -> str:
    from zsapp.exchange.downward import seal_lines

    return seal_lines([b"{}\n"], desk.credentials().own.subject.box_key)


def bent_downs(ack: Acknowledgement, box_key: str) -> dict[str, Acknowledgement]:
    from zsapp.exchange.downward import seal_lines

    first = ack.down[0]
    return {
        "another hash": replace(ack, down=(replace(first, sha256="0" * 64),)),
        "another kind": replace(ack, down=(replace(first, kind=ACCEPT),)),
        "one more than there is": replace(ack, down=(first, first)),
        "no entry": replace(ack, sealed=seal_lines([b"{}\n"], box_key)),
        "no base64": replace(ack, sealed="()"),
    }


def test_what_comes_down_otherwise_than_it_was_signed_is_damage(three: Three, sent: str) -> None:
    reviews(three.town).give_back(sent, "请补充")
    path = reviews(three.town).write_answer(three.village.store.station, three.stick)
    box_key = three.village.credentials().own.subject.box_key
    for bent in bent_downs(read_acknowledgement(path.read_bytes(), ""), box_key).values():
        path.write_bytes(bent.sign(three.town.credentials().keys.sign))
        assert refusal(three.village.exchange.import_path, path) is Code.ACK_DAMAGED
    assert sync(three.village, sent) != "已退回"


def test_the_day_asks_for_what_came_back_for_notices_and_for_what_waits(three: Three, sent: str) -> None:
    desk, sending = reviews(three.town), Sending(three.town.store, three.town.days)
    today = three.town.days()
    (waiting,) = ReviewDuties(desk, sending).duties(today)
    assert (waiting.title, waiting.page) == ("1份记录待校核", "review")
    desk.give_back(sent, "请补签名")
    sending.send("notice", "", "请各站 本周内\n上报。", title="关于上报的通知")
    home(three)
    below = ReviewDuties(reviews(three.village), Sending(three.village.store, three.village.days))
    back, news = below.duties(today)
    assert (back.record_id, back.sector) == (sent, "mediation")
    assert back.what == "沙溪镇公共法律服务工作站退回：请补签名"
    assert (news.title, news.what) == ("沙溪镇公共法律服务工作站：关于上报的通知", "请各站 本周内 上报。")
    assert [one.record_id for one in below.duties(today + timedelta(days=15))] == [sent]
    three.town.exchange.import_path(send(three.village, three.folder, [bad_after(three)]))
    (held,) = ReviewDuties(desk, sending).duties(today)
    assert held.title == "1条内容已隔离，没有采用"


def bad_after(three: Three) -> Entry:
    """Return an entry of the village that fits no form, after what the town has of it."""
    station = three.village.store.station
    with three.town.store.read() as reader:
        (last,) = reader.entries(station, 1, reader.cursor(station, 1).seq - 1)
    return entry_after(last, three.village, {"nonsense": 1})


# --- who may ----------------------------------------------------------------------------------------------


def test_only_what_came_from_directly_below_is_reviewed_and_once_a_version(three: Three, sent: str) -> None:
    desk = reviews(three.town)
    assert refusal(desk.give_back, sent, "  ") is Code.REASON_MISSING
    assert refusal(desk.give_back, sent, "长" * (LONGEST + 1)) is Code.TEXT_TOO_LONG
    assert refusal(desk.accept, "C99") is Code.RECORD_UNKNOWN
    assert refusal(desk.accept, three.town.save(plain_cases()[1])) is Code.REVIEW_NOT_YOURS
    assert refusal(desk.accept, three.village.store.station) is Code.REVIEW_NOT_YOURS
    desk.accept(sent)
    assert refusal(desk.give_back, sent, "再看一下") is Code.REVIEW_STANDS
    assert refusal(desk.write_answer, "无此站", three.stick) is Code.STATION_UNKNOWN
    assert refusal(lambda: desk.listing(station="无此站")) is Code.STATION_UNKNOWN
    assert len(desk.listing(station=three.village.profile.name)) == 1
    assert [one.station for one in desk.stations()] == [three.village.store.station]
    assert reviews(three.village).stations() == ()
    assert reviews(three.village).listing() == ()


def test_a_comment_changes_nothing_of_the_state_and_comes_down(three: Three, sent: str) -> None:
    reviews(three.town).comment(sent, "下次请写明时间")
    assert refusal(reviews(three.town).comment, sent, "") is Code.REASON_MISSING
    home(three)
    assert sync(three.village, sent) == "镇已入库"
    (word,) = reviews(three.village).words(sent)
    assert (word.state, word.text) == ("意见", "下次请写明时间")
    assert reviews(three.village).of(sent) is None


@pytest.mark.parametrize(
    ("role", "may"), [(Role.REVIEWER, True), (Role.HEAD, True), (Role.MEDIATOR, False), (Role.ADVISER, False)]
)
def test_the_judicial_office_and_the_head_review(three: Three, sent: str, role: Role, may: bool) -> None:
    three.town.store.badge = Badge(role)
    if may:
        assert reviews(three.town).accept(sent).state == "镇已校核"
    else:
        assert refusal(reviews(three.town).accept, sent) is Code.ROLE_MAY_NOT


def test_whoever_carries_an_answer_in_need_not_be_able_to_change_cases(three: Three, sent: str) -> None:
    reviews(three.town).give_back(sent, "请补充")
    three.village.store.badge = Badge(Role.REVIEWER)
    home(three)
    assert sync(three.village, sent) == "已退回"


def test_what_passes_the_town_unread_is_not_on_its_desk_and_is_on_no_wrong_one_at_the_city(
    three: Three,
) -> None:
    secret = three.village.take_in(
        {"id": "密-1", "matter": "M14", "restricted": ["家庭暴力"], "applicant": {"name": "何永年"}}
    )
    to_town(three)
    three.town.store.badge = Badge(Role.REVIEWER)
    assert reviews(three.town).listing() == ()
    assert refusal(reviews(three.town).accept, secret) is Code.RECORD_UNKNOWN


def test_the_city_reviews_what_the_towns_register_and_learns_what_they_have_passed(three: Three) -> None:
    sent, own = three.village.save(plain_cases()[0]), three.town.save(plain_cases()[1])
    to_town(three)
    reviews(three.town).accept(sent)
    up = three.folder / "up"
    up.mkdir()
    three.town.exchange.export(up)
    three.city.exchange.import_path(up)
    desk = reviews(three.city)
    assert [one.id for one in desk.listing()] == [own]
    assert sync(three.city, sent) == "镇已校核"
    assert refusal(desk.accept, sent) is Code.REVIEW_NOT_YOURS
    desk.give_back(own, "请补签名")
    three.city.exchange.import_path(up)
    three.town.exchange.import_path(up)
    assert sync(three.town, own) == "已退回"
    assert refusal(desk.write_answer, "无此站", up) is Code.STATION_UNKNOWN


def test_a_word_that_comes_before_its_record_waits_for_it(three: Three, tmp_path: Path) -> None:
    sent = three.village.save(plain_cases()[0])
    to_town(three)
    reviews(three.town).accept(sent)
    up = three.folder / "up"
    up.mkdir()
    mine = three.town.exchange.export(up)
    (taken,) = three.city.exchange.import_path(mine.file).packages
    assert taken.quarantined == 1
    three.city.exchange.import_path(up)
    assert sync(three.city, sent) == "镇已校核"
    with three.city.store.read() as reader:
        assert reader.held() == ()


# --- what a liar could say --------------------------------------------------------------------------------


def test_a_village_cannot_pass_its_own_case_or_its_neighbours(
    three: Three, sent: str, tmp_path: Path
) -> None:
    neighbour = make_desk(tmp_path / "neighbour", NEIGHBOUR)
    enrol(three.town, neighbour, tmp_path)
    said = {"version": 1, "reason": "", "name": "镇", "tier": "town", "to": three.village.store.station}
    word = entry_after(None, neighbour, said, record_id=sent, version=0, verb=ACCEPT)
    (taken,) = three.town.exchange.import_path(send(neighbour, three.stick, [word])).packages
    assert taken.quarantined == 1
    assert sync(three.town, sent) == "已入库"
    neighbour.store.close()


def chained(desk: Desk, payloads: list[dict[str, Any]], **header: Any) -> list[Entry]:
    made: list[Entry] = []
    for one in payloads:
        made.append(entry_after(made[-1] if made else None, desk, one, version=0, **header))
    return made


def test_a_town_that_says_nonsense_breaks_nothing_at_the_city(three: Three, tmp_path: Path) -> None:
    sent = three.village.save(plain_cases()[0])
    three.city.exchange.import_path(three.village.exchange.export(three.stick).file)
    said: list[dict[str, Any]] = [{}, {"version": "1"}, {"version": 1, "name": 7, "reason": ["x"]}]
    words = chained(three.town, said, record_id=sent, verb=RETURN)
    three.city.exchange.import_path(send(three.town, tmp_path, words[:2]))
    assert sync(three.city, sent) == "已入库"
    three.city.exchange.import_path(send(three.town, tmp_path, words[2:]))
    assert sync(three.city, sent) == "已退回"


def test_how_far_it_was_heard_is_believed_of_nobody_but_its_own_station(three: Three, tmp_path: Path) -> None:
    town = three.town.store.station
    said: list[dict[str, Any]] = [{"receiver": town, "down": one} for one in ([1], ["x", 1], "x", None)]
    said.append({"receiver": new_id(), "down": [9, 9]})
    heard = chained(three.village, said, record_id="", sector="", verb="acknowledge")
    three.town.exchange.import_path(send(three.village, tmp_path, heard))
    with three.town.store.read() as reader:
        assert reader.value(f"exchange/heard_by/{three.village.store.station}") is None


def test_nothing_goes_down_before_there_is_a_certificate(tmp_path: Path) -> None:
    lonely = make_desk(tmp_path / "lonely", NEIGHBOUR)
    assert reviews(lonely).listing() == ()
    with pytest.raises(Refusal) as refused:
        reviews(lonely).answer("x")
    assert refused.value.code is Code.CERT_MISSING
    lonely.store.close()
