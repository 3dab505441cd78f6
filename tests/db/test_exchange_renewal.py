"""Certificates for years: renewed by the way packages go, revoked up to an entry, replaced, refused."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.desks import NEIGHBOUR, VILLAGE, Three, enrol, make_desk, plain_cases, three_desks
from zsapp.base.errors import Code, Refusal, ZsError
from zsapp.exchange.certificates import make_request
from zsapp.exchange.requests import (
    Refused,
    answer_name,
    fingerprint,
    make_answer,
    read_answer,
    read_asked,
    request_name,
)
from zsapp.services import renewal
from zsapp.services.certificate_duties import CertificateDuties
from zsapp.services.exchange import NotTaken
from zsapp.services.tables import shipped_tables

WARN = int(shipped_tables().limits["cert_warn_village"])


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


def code_of(errand: Callable[[], Any]) -> Code:
    with pytest.raises(ZsError) as refused:
        errand()
    return refused.value.code


def all_on(three: Three, day: date) -> None:
    for desk in (three.village, three.town, three.city):
        desk.days.day = day


def up_and_down(three: Three) -> None:
    """Carry the stick from the village to the town and back."""
    three.village.save(plain_cases()[0])
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)


def near_the_end(three: Three) -> date:
    """Let the village's last days of its certificate begin; return the day."""
    day = three.village.credentials().own.not_after - timedelta(days=WARN)
    all_on(three, day)
    return day


# --- renewal ----------------------------------------------------------------------------------------------


def test_nothing_is_said_of_a_certificate_while_there_is_time(three: Three) -> None:
    near_the_end(three)
    three.village.days.day = three.village.credentials().own.not_after - timedelta(days=WARN + 1)
    assert three.village.enrolment.ending() is None
    up_and_down(three)
    assert three.town.enrolment.waiting() == ()


def test_a_certificate_is_renewed_by_the_way_the_packages_go(three: Three) -> None:
    before = three.village.credentials().own
    near_the_end(three)
    warned = three.village.enrolment.ending()
    assert warned is not None
    assert (warned.own, warned.days, warned.over) == (True, WARN, False)
    assert "自动随数据包送给上级" in warned.words
    up_and_down(three)
    (asked,) = three.town.enrolment.waiting()
    assert (asked.what, asked.way, asked.same_key) == ("续期", "数据包", True)
    assert asked.fingerprint == three.village.enrolment.fingerprint()
    three.town.enrolment.grant(asked.fingerprint)
    assert three.town.enrolment.waiting() == ()
    up_and_down(three)
    after = three.village.credentials().own
    assert after.not_after > before.not_after
    assert before.serial in after.renews
    assert three.village.enrolment.ending() is None
    up_and_down(three)
    assert three.town.enrolment.waiting() == (), "sent under the new one: nothing to ask for"


def test_the_old_and_the_new_certificate_hold_side_by_side(three: Three) -> None:
    near_the_end(three)
    old_way = three.village.exchange.export(three.stick).file.read_bytes()
    up_and_down(three)
    three.town.enrolment.grant(three.village.store.station)
    (three.stick / "late.zspkg").write_bytes(old_way)
    assert code_of(lambda: three.town.exchange.import_path(three.stick / "late.zspkg")) in (
        Code.PACKAGE_ALREADY,
        Code.PACKAGE_OLDER,
    ), "signed under the old one, after the new one was issued"


def test_a_request_that_comes_again_waits_once_and_is_answered_once(three: Three) -> None:
    near_the_end(three)
    up_and_down(three)
    came = three.town.enrolment.waiting()[0].came
    up_and_down(three)
    assert [one.came for one in three.town.enrolment.waiting()] == [came]
    three.town.enrolment.grant(three.village.store.station)
    three.village.save(plain_cases()[1])
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    assert three.town.enrolment.waiting() == (), "asked under the old one before the new one arrived"


def test_a_person_may_ask_before_the_time_has_come(three: Three) -> None:
    three.village.enrolment.renew()
    up_and_down(three)
    assert [one.what for one in three.town.enrolment.waiting()] == ["续期"]
    assert code_of(three.city.enrolment.renew) is Code.CERT_ROOT_ENDS


def test_a_refusal_comes_down_with_its_reason_and_may_be_thought_over(three: Three) -> None:
    near_the_end(three)
    up_and_down(three)
    station = three.village.store.station
    assert code_of(lambda: three.town.enrolment.refuse(station, " ")) is Code.CERT_REASON_MISSING
    assert three.town.enrolment.refuse(station, "人员变动，请先来办手续").state == "已拒绝"
    up_and_down(three)
    warned = three.village.enrolment.ending()
    assert warned is not None
    assert "人员变动" in warned.words
    with pytest.raises(Refusal) as refused:
        three.village.enrolment.accept_bytes(three.town.enrolment.answer(station) or b"")
    assert refused.value.code is Code.REQUEST_REFUSED
    assert "人员变动" in str(refused.value)
    three.town.enrolment.grant(station)
    up_and_down(three)
    assert three.village.enrolment.ending() is None


def test_a_station_whose_certificate_has_ended_loses_nothing(three: Three) -> None:
    over = three.village.credentials().own.not_after + timedelta(days=30)
    three.village.days.day = over
    three.village.save(plain_cases()[0])
    with pytest.raises(Refusal) as refused:
        three.village.exchange.export(three.stick)
    assert refused.value.code is Code.CERT_OVER
    warned = three.village.enrolment.ending()
    assert warned is not None
    assert (warned.over, "续期申请写到U盘" in warned.words) == (True, True)
    three.village.enrolment.request_to(three.stick)
    all_on(three, over)
    taken = three.town.exchange.import_path(three.stick)
    assert [one.request.what for one in taken.requests] == ["续期"]
    three.town.enrolment.grant(three.village.store.station)
    assert three.town.enrolment.hand_out(three.village.store.station, three.stick).exists()
    back = three.village.exchange.import_path(three.stick)
    assert [one.news for one in back.certificates] == [True]
    assert [one.news for one in three.village.exchange.import_path(three.stick).certificates] == [False]
    assert three.village.exchange.export(three.stick).held == {"mediation": 1, "station": 1}
    assert three.town.exchange.import_path(three.stick).packages


def test_a_towns_renewal_does_not_unseat_its_villages(three: Three, tmp_path: Path) -> None:
    town = three.town.credentials().own
    day = town.not_after - timedelta(days=1)
    all_on(three, day)
    enrol(three.town, three.village, tmp_path)  # the village's own ended long before
    warned = three.village.enrolment.ending()
    assert warned is not None
    assert (warned.own, warned.name) == (False, three.town.profile.name)
    assert "提醒上级续办" in warned.words
    enrol(three.city, three.town, tmp_path)
    assert town.serial in three.town.credentials().own.renews
    up_and_down(three)
    assert three.village.credentials().chain[1].serial == three.town.credentials().own.serial
    three.village.days.day = three.town.days.day = day + timedelta(days=30)
    assert three.village.exchange.export(three.stick).file.exists(), "the town's old one has ended"
    assert three.town.exchange.import_path(three.stick).packages
    up = tmp_path / "up"
    up.mkdir()
    three.town.exchange.export(up)
    assert len(three.city.exchange.import_path(up).packages) >= 2, "the village's own packages go on"


def test_a_town_whose_certificate_has_ended_keeps_its_villages_from_sending(
    three: Three, tmp_path: Path
) -> None:
    over = three.town.credentials().own.not_after
    all_on(three, over)
    enrol(three.town, three.village, tmp_path)
    three.village.days.day = over + timedelta(days=1)
    assert code_of(lambda: three.village.exchange.export(three.stick)) is Code.CERT_ABOVE_OVER


def test_last_years_answer_does_not_take_the_new_certificates_place(three: Three, tmp_path: Path) -> None:
    station = three.village.store.station
    enrol(three.town, three.village, tmp_path)
    old = three.town.enrolment.answer(station) or b""
    enrol(three.town, three.village, tmp_path)
    own = three.village.credentials().own
    assert three.village.enrolment.accept_bytes(old).serial == own.serial
    assert three.village.credentials().own == own


# --- the list of requests ---------------------------------------------------------------------------------


def test_a_first_request_may_come_by_stick_or_network_and_wait(three: Three, tmp_path: Path) -> None:
    new = make_desk(tmp_path / "new", NEIGHBOUR)
    request = new.enrolment.request_bytes()
    assert three.town.enrolment.receive(request, "网络").state == "等待批准"
    assert three.town.enrolment.answer(new.store.station) is None
    assert code_of(lambda: three.town.enrolment.hand_out(new.store.station, tmp_path)) is Code.REQUEST_NONE
    granted = three.town.enrolment.grant(new.store.station[-8:])
    answer = three.town.enrolment.answer(new.store.station) or b""
    assert read_answer(answer).chain[0].serial == granted.serial
    assert new.enrolment.accept_bytes(answer).state == "有效"
    assert code_of(lambda: three.town.enrolment.grant("nobody")) is Code.REQUEST_NONE
    assert code_of(lambda: three.city.enrolment.grant(new.store.station)) is Code.REQUEST_NONE
    new.store.close()


def test_a_stick_carries_the_request_up_and_the_answer_down_without_a_certificate(
    three: Three, tmp_path: Path
) -> None:
    new = make_desk(tmp_path / "new", NEIGHBOUR)
    assert code_of(lambda: new.exchange.import_path(three.stick)) is Code.CERT_MISSING
    asked = new.enrolment.request_to(three.stick)
    assert asked.name == request_name(new.store.station)
    taken = three.town.exchange.import_path(three.stick)
    assert [one.request.station for one in taken.requests] == [new.store.station]
    three.town.enrolment.grant(new.store.station)
    three.town.enrolment.hand_out(new.store.station, three.stick)
    assert (three.stick / answer_name(three.town.store.station, new.store.station)).exists()
    back = new.exchange.import_path(three.stick)
    assert [one.certificate.state for one in back.certificates] == ["有效"]
    assert [one.code for one in back.skipped] == [Code.REQUEST_OWN.name]
    others = three.village.exchange.import_path(three.stick)
    assert Code.CERT_NOT_OURS.name in [one.code for one in others.skipped], "a neighbour's is passed over"
    new.store.close()


def codes(passed: tuple[NotTaken, ...], file: Path) -> list[str]:
    return [one.code for one in passed if one.file == file]


def test_a_request_that_stays_on_the_stick_is_decided_once(three: Three, tmp_path: Path) -> None:
    new = make_desk(tmp_path / "new", NEIGHBOUR)
    asked = new.enrolment.request_to(three.stick)
    three.town.enrolment.approve(asked, tmp_path / "answer.zscert")
    for _ in range(2):
        taken = three.town.exchange.import_path(three.stick)
        assert (taken.requests, taken.refused) == ((), ())
        assert codes(taken.skipped, asked) == [Code.REQUEST_DONE.name]
    assert three.town.enrolment.waiting() == ()
    assert three.town.enrolment.answer(new.store.station) is not None
    neighbour = three.village.exchange.import_path(three.stick)
    assert neighbour.refused == (), "a request is the affair of whoever it is addressed to"
    assert codes(neighbour.skipped, asked) == [Code.REQUEST_SCOPE.name]
    new.exchange.import_path(tmp_path / "answer.zscert")
    for desk, above in ((new, three.town), (three.town, three.city)):
        desk.exchange.export(three.stick)
        taken = above.exchange.import_path(three.stick)
        assert codes(taken.skipped, asked) == [Code.REQUEST_DONE.name]
    assert three.city.enrolment.waiting() == ()
    new.store.close()


def test_a_request_that_was_refused_and_lies_there_still_does_not_wait_again(
    three: Three, tmp_path: Path
) -> None:
    new = make_desk(tmp_path / "new", NEIGHBOUR)
    asked = new.enrolment.request_to(three.stick)
    three.town.exchange.import_path(three.stick)
    three.town.enrolment.refuse(new.store.station, "单位名称不对")
    taken = three.town.exchange.import_path(three.stick)
    (passed,) = [one for one in taken.skipped if one.file == asked]
    assert (passed.code, "已拒绝" in passed.message) == (Code.REQUEST_DONE.name, True)
    assert three.town.enrolment.waiting() == ()
    new.store.close()


def test_a_request_beyond_our_scope_or_of_another_key_does_not_wait(three: Three, tmp_path: Path) -> None:
    assert code_of(lambda: three.town.enrolment.receive(three.town.enrolment.request_bytes())) is (
        Code.REQUEST_SCOPE
    )
    clone = make_desk(tmp_path / "clone", VILLAGE, station=three.village.store.station)
    asked = clone.enrolment.request_bytes()
    assert code_of(lambda: three.town.enrolment.receive(asked)) is Code.REQUEST_KEY_OTHER
    subject = read_asked(three.village.enrolment.request_bytes()).subject
    bent = make_request(subject, three.village.credentials().keys.sign, renews="none")
    assert code_of(lambda: three.town.enrolment.receive(bent)) is Code.REQUEST_DAMAGED
    clone.store.close()


def test_the_digits_for_the_telephone_change_with_the_key(three: Three, tmp_path: Path) -> None:
    asked = read_asked(three.village.enrolment.request_bytes())
    digits = fingerprint(asked.subject)
    assert len(digits.replace(" ", "")) == 20
    assert digits == three.village.enrolment.fingerprint()
    clone = make_desk(tmp_path / "clone", VILLAGE, station=three.village.store.station)
    assert clone.enrolment.fingerprint() != digits
    clone.store.close()


def test_what_is_too_large_is_no_answer(three: Three) -> None:
    assert code_of(lambda: three.village.enrolment.accept_bytes(b" " * (2 << 20))) is Code.CERT_DAMAGED


def test_today_says_what_ends_and_who_waits(three: Three) -> None:
    assert list(CertificateDuties(three.village.enrolment).duties(three.village.days())) == []
    day = near_the_end(three)
    (soon,) = CertificateDuties(three.village.enrolment).duties(day)
    assert (soon.pressing, soon.title, soon.days) == ("soon", "本站证书快到期", WARN)
    three.village.days.day = day + timedelta(days=WARN + 1)
    (over,) = CertificateDuties(three.village.enrolment).duties(three.village.days())
    assert (over.pressing, over.title, over.days) == ("late", "本站证书已到期", -1)
    three.town.enrolment.receive(three.village.enrolment.request_bytes())
    (waits,) = CertificateDuties(three.town.enrolment).duties(day)
    assert (waits.pressing, waits.title) == ("waiting", "1份证书申请等待批准")


def test_the_city_is_warned_years_before_its_root_ends(three: Three) -> None:
    three.city.days.day = three.city.credentials().own.not_after - timedelta(days=1000)
    warned = three.city.enrolment.ending()
    assert warned is not None
    assert (warned.own, warned.root, "更换全市的根证书" in warned.words) == (True, True, True)
    with three.city.store.read() as reader:
        assert renewal.requests_for(reader, three.city.credentials(), three.city.days()) == ()


def test_a_refusal_in_somebody_elses_name_is_no_answer(three: Three) -> None:
    told = Refused(three.village.store.station, three.village.enrolment.fingerprint(), "不批准")
    forged = make_answer(three.town.credentials().chain, (), told, three.village.credentials().keys.sign)
    assert code_of(lambda: three.village.enrolment.accept_bytes(forged)) is Code.CERT_DAMAGED
    honest = make_answer(three.town.credentials().chain, (), told, three.town.credentials().keys.sign)
    assert code_of(lambda: three.village.enrolment.accept_bytes(honest)) is Code.REQUEST_REFUSED
    assert code_of(lambda: three.city.enrolment.accept_bytes(honest)) is Code.CERT_NOT_OURS
