"""The certificate page (证书), by keys: ours and until when, requests, revocation, recovery codes."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.conftest import TODAY
from tests.gui.test_screens_exchange import at_exchange
from tests.stations import make_station
from zsapp.screens.exchange.certificates_model import REFUSE, RELEASE, REVOKE, ask_of, mine_lines
from zsapp.services.request_list import RequestView

WAITS = RequestView(
    station="n",
    name="龙瑞",
    code="442000106203",
    tier="village",
    fingerprint="1",
    what="首次入网",
    came="2026-03-27T02:30:00Z",
    way="U盘",
    state="等待批准",
    reason="",
    same_key=False,
    replaces="",
    others=("xaaaa", "xbbbb"),
)


@pytest.fixture
def town(enrolled):
    return enrolled["town"]


def at_certificates(room):
    """Turn to the page behind the exchange page, by its button."""
    at_exchange(room)
    press(room, room.page.turn)
    room.certificates = room.page.certificates
    return room


def press(room, button):
    button.setFocus()
    room.keys("Return")
    room.settle()


def words(room):
    shown = [one for one in room.page.findChildren(QLabel) if one.isVisible()]
    return "\n".join(one.text() for one in shown if one.text())


def test_a_village_sees_its_certificate_and_the_digits_to_read_out(enter, enrolled):
    room = at_certificates(enter(enrolled["village"]))
    said = words(room)
    assert "本站：有效，有效期至 " in said
    assert f"上级 {enrolled['town'].profile.name}：有效" in said
    assert enrolled["village"].enrolment.fingerprint() in said
    assert "等待批准的申请" not in said
    room.keys("Escape")
    room.settle()
    assert QApplication.focusWidget() is room.page.turn


def test_early_warning_stands_on_the_exchange_page_and_in_full_behind_it(enter, enrolled):
    village = enrolled["village"]
    own = village.enrolment.certificates()[0]
    village._today = own.not_after - timedelta(days=30)
    room = at_exchange(enter(village))
    assert room.page.warned.text() == "本站证书还有30天到期"
    press(room, room.page.turn)
    assert "续期申请会自动随数据包送给上级" in words(room)
    village._today = own.not_after + timedelta(days=3)
    room.keys("Escape")
    room.settle()
    assert room.page.warned.text() == "本站证书已到期"


def test_a_request_is_approved_after_the_telephone_and_handed_out(enter, enrolled, plug, tmp_path):
    village, town = enrolled["village"], enrolled["town"]
    village.enrolment.renew()
    town.enrolment.receive(village.enrolment.request_bytes())
    (stick,) = plug("ZS1")
    room = enter(town)
    at_exchange(room)
    assert room.page.warned.text() == "1份证书申请等待批准"
    press(room, room.page.turn)
    assert f"核对码　{village.enrolment.fingerprint()}" in words(room)
    press(room, room.page.certificates.presses["approve", village.profile.id])
    assert room.said[-1].sentence.startswith(f"已批准 {village.profile.name}")
    assert "没有等待批准的申请" in words(room)
    press(room, room.page.certificates.presses["hand_out", village.profile.id])
    assert [one.suffix for one in stick.iterdir()] == [".zscert"]
    press(room, room.page.certificates.back)
    assert room.page.stack.currentIndex() == 0


def test_a_computer_that_replaces_another_takes_its_cases_home_with_the_certificate(
    enter, enrolled, tmp_path
):
    village, town = enrolled["village"], enrolled["town"]
    up, back = tmp_path / "up", tmp_path / "back"
    up.mkdir()
    back.mkdir()
    village.exchange.export(up)
    town.exchange.import_path(up)
    with make_station(tmp_path / "new", "village", today=TODAY) as new:
        new.enrolment.make_keys()
        assert "批准时选“替换原来的电脑”" in mine_lines(new.enrolment.certificates())[0].more
        town.enrolment.receive(new.enrolment.request_bytes())
        room = at_certificates(enter(town))
        page = room.certificates
        assert page.presses["approve", new.profile.id].text() == "两台都用"
        replacing = page.presses["replace", village.profile.id]
        assert replacing.text() == "替换原来的电脑"
        assert "原来的还在用的，按“两台都用”" in words(room)
        press(room, replacing)
        assert "等待补发：请在下面按“证书写到U盘”" in room.said[-1].remedy
        assert "；替换了原来的电脑，原来的登记等待补发" in words(room)
        page.folder.setText(str(back))
        press(room, page.presses["hand_out", new.profile.id])
        assert "条操作记录也在U盘里" in room.said[-1].sentence
        assert "等待补发" not in words(room)
        (given,) = new.exchange.import_path(back).given
        assert given.until is not None


def test_two_old_computers_of_one_place_are_told_apart():
    names = [name for _, name in ask_of(WAITS).others]
    assert names == ["替换原电脑aaaa", "替换原电脑bbbb"]


def test_a_refusal_asks_for_its_reason(enter, enrolled):
    village, town = enrolled["village"], enrolled["town"]
    town.enrolment.receive(village.enrolment.request_bytes())
    room = at_certificates(enter(town))
    press(room, room.certificates.presses[REFUSE, village.profile.id])
    assert QApplication.focusWidget() is room.certificates.reason
    room.keys("Return")
    room.settle()
    assert room.said[-1].sentence == "还没有写明原因"
    room.certificates.reason.setText("请先来办手续")
    room.keys("Return")
    room.settle()
    assert [one.reason for one in town.enrolment.requests()] == ["请先来办手续"]


def test_a_revocation_asks_for_its_reason_and_may_be_left(enter, enrolled):
    village, town = enrolled["village"], enrolled["town"]
    serial = village.enrolment.certificates()[0].serial
    room = at_certificates(enter(town))
    press(room, room.certificates.presses[REVOKE, serial])
    assert "吊销“" in room.certificates.reason_words.text()
    press(room, room.certificates.leave)
    assert not room.certificates.reason.isVisible()
    press(room, room.certificates.presses[REVOKE, serial])
    room.certificates.reason.setText("电脑被盗")
    press(room, room.certificates.sure)
    assert town.enrolment.certificate(serial).reason == "电脑被盗"
    assert "已吊销" in words(room)
    assert (REVOKE, serial) not in room.certificates.presses


def test_a_village_renews_by_package_or_writes_its_request_down(enter, enrolled, plug, tmp_path):
    room = at_certificates(enter(enrolled["village"]))
    press(room, room.certificates.renew)
    assert room.said[-1].sentence == "续期申请会随下次导出的数据包送给上级"
    press(room, room.certificates.request)
    assert room.said[-1].sentence == "还没有选U盘或文件夹"
    room.certificates.folder.setText(str(tmp_path))
    press(room, room.certificates.request)
    assert [one.suffix for one in tmp_path.glob("*.zsreq")] == [".zsreq"]


def test_at_the_city_a_recovery_code_needs_two_people(enter, enrolled, tmp_path):
    village, town, city = (enrolled[tier] for tier in ("village", "town", "city"))
    for station in (village, town):
        station.exchange.export(tmp_path)
    city.exchange.import_path(tmp_path)
    room = at_certificates(enter(city))
    press(room, room.certificates.presses[RELEASE, village.profile.id])
    room.certificates.reason.setText("口令遗忘")
    press(room, room.certificates.sure)
    assert room.said[-1].remedy == "还要另一位管理人员登录后同意"
    assert "等第二人同意" in words(room)
    press(room, room.certificates.presses[RELEASE, village.profile.id])
    press(room, room.certificates.sure)
    assert "还需要另一位管理人员同意" in room.said[-1].sentence
    city.store.user = "王主任"
    press(room, room.certificates.sure)
    assert len(room.certificates.code.text().replace("-", "")) == 25
    press(room, room.certificates.back)
    assert room.certificates.code.text() == "", "shown once"


def test_a_station_without_a_certificate_is_told_the_way(enter, station):
    room = at_certificates(enter(station))
    assert "本站还没有证书" in words(room)
    assert "导入U盘，证书会自动装上" in words(room)
    assert not room.certificates.renew.isVisible()
