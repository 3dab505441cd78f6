"""The network page (联网上送), by keys alone, with a real hub: the first call, sending, what goes wrong."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.desks import CITY, VILLAGE, copy_homes, plain_cases
from tests.gui.conftest import Waiting
from tests.hubs import HOST, served
from tests.stations import PASSPHRASE
from zsapp.base.ids import new_id
from zsapp.screens.exchange.network_model import sync_lines
from zsapp.services.issuing import Issuing
from zsapp.services.station import open_station
from zsapp.services.upstream import Synced


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    place = tmp_path_factory.mktemp("net")
    copy_homes(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        with served(place / CITY) as made:
            yield made, place


@pytest.fixture
def tasks():
    return Waiting()


@pytest.fixture
def room(enter, hub):
    """The exchange page of a village below the hub, as the test before left it."""
    with open_station(hub[1] / VILLAGE, passphrase=PASSPHRASE) as village:
        made = enter(village)
        made.page = made.turn_to("exchange")
        yield made


def words(room):
    return [one.text() for one in room.page.network.findChildren(QLabel) if one.isVisible() and one.text()]


def test_a_station_with_a_certificate_sends_by_the_address_alone(room, hub):
    made, _ = hub
    with room.station.store.write() as writer:
        writer.save("mediation", new_id(), plain_cases()[0], base_version=0, verb="save")
    room.page.online.setFocus()
    room.keys("Return")
    view = room.page.network
    view.pin.setText("")
    view.hub.setFocus()
    view.hub.setText(made.url)
    view.hub.textEdited.emit(made.url)
    room.keys("Return")
    room.settle()
    assert "已上送" in " ".join(words(room))
    assert any("的回执：已收到第" in one for one in words(room))
    assert view.send.hasFocus()
    room.keys("Escape")
    assert room.page.online.hasFocus()


def test_what_was_reached_is_remembered_and_nothing_new_is_said_so(enter, hub):
    made, place = hub
    with open_station(place / VILLAGE, passphrase=PASSPHRASE) as village:
        village.network.sync(made.url, made.pin)
        room = enter(village)
        room.page = room.turn_to("exchange")
        view = room.page.network
        room.page.show_network()
        assert view.hub.text() == made.url
        assert view.send.hasFocus()
        room.keys("Return")
        room.settle()
        assert any("没有新的内容需要上送" in one or "已上送" in one for one in words(room))


def test_a_fault_stands_at_its_field_and_keeps_what_was_typed(room):
    view = room.page.network
    room.page.show_network()
    view.hub.setText("不是 地址？")
    view.hub.textEdited.emit("不是 地址？")
    view.send.setFocus()
    room.keys("Return")
    room.settle()
    assert any("上级地址写得不对" in one for one in words(room))
    assert view.hub.hasFocus()
    assert view.hub.text() == "不是 地址？"
    view.hub.textEdited.emit("不是 地址")
    view.hub.setText(f"{HOST}:9")
    view.hub.textEdited.emit(f"{HOST}:9")
    assert not any("上级地址写得不对" in one for one in words(room))
    view.send.setFocus()
    room.keys("Return")
    room.settle()
    assert any("没有连上上级" in one for one in words(room))


def test_it_can_be_stopped_and_says_how_far_it_is(room, hub, tasks):
    room.page.show_network()
    view, model = room.page.network, room.page._model.network
    model.type(hub[0].url, hub[0].pin)
    tasks.holding = True
    view.send.setFocus()
    room.keys("Return")
    assert view.stop.hasFocus()
    model.send()
    model._took_step(5 << 20, 10 << 20, "正在上送第 1/1 卷")
    model.look_at_progress()
    assert "正在上送第 1/1 卷" in view.busy_words.text()
    assert view.bar.value() * 2 == view.bar.maximum()
    room.keys("Return")
    assert view.busy_words.text() == "正在取消……"
    room.page.show_network()
    assert not view.stop.isEnabled()
    tasks.let_go()
    room.settle()
    assert any("已停止上送" in one for one in words(room))
    model.cancel()
    assert not model.state.busy


def test_a_station_without_a_certificate_compares_the_fingerprint_and_asks_for_one(enter, stations, hub):
    made = hub[0]
    room = enter(stations("village"))
    room.page = room.turn_to("exchange")
    room.page.show_network()
    view, village = room.page.network, room.station
    view.hub.setText(made.url)
    view.hub.textEdited.emit(made.url)
    room.keys("Return")
    room.settle()
    assert view.enrol.hasFocus()
    room.keys("Return")
    room.settle()
    assert view.found.text().replace(" ", "") == made.pin
    assert view.same.hasFocus()
    room.keys("Return")
    assert view.enrol.hasFocus()
    room.keys("Return")
    room.settle()
    assert any(village.enrolment.fingerprint() in one for one in words(room))
    issuing = Issuing(made.hub.store, made.hub.station.profile, made.hub.station.today)
    issuing.grant(village.profile.id)
    room.keys("Return")
    room.settle()
    assert "证书已安装，可以上送了" in words(room)
    assert view.send.hasFocus()


def test_what_waits_and_what_was_refused_is_said():
    waits = Synced(hub="x", name="中山市", sent=1, waiting=1)
    assert [one.tone for one in sync_lines(waits)] == ["amber", "amber"]
    assert sync_lines(Synced(hub="x", name="中山市"))[0].words == "没有新的内容需要上送"
