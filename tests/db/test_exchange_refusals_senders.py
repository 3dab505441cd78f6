"""Packages of strangers, for strangers, or under certificates that do not hold: each its own refusal."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.desks import (
    OTHER_CITY,
    OTHER_TOWN,
    OTHER_VILLAGE,
    VILLAGE,
    Three,
    enrol,
    make_desk,
    plain_cases,
    re_signed,
    three_desks,
)
from tests.liars import entry_after, refusal, refused_by, send
from zsapp.base import clock
from zsapp.base.errors import Code, Refusal
from zsapp.exchange.manifest import Recipient


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        desks.village.save(plain_cases()[0])
        yield desks


def test_a_package_for_another_town_is_not_for_us(three: Three, tmp_path: Path) -> None:
    town = make_desk(tmp_path / "other", OTHER_TOWN)
    enrol(three.city, town, tmp_path)
    path = three.village.exchange.export(three.stick).file
    assert refused_by(town, path).code is Code.PACKAGE_NOT_FOR_US
    (skipped,) = town.exchange.import_path(three.stick).skipped
    assert skipped.code == "PACKAGE_NOT_FOR_US"
    town.store.close()


def test_a_re_addressed_package_is_damaged(three: Three, tmp_path: Path) -> None:
    town = make_desk(tmp_path / "other", OTHER_TOWN)
    enrol(three.city, town, tmp_path)
    path = three.village.exchange.export(three.stick).file
    recipient = {"station": town.store.station, "key": town.credentials().own.subject.box_key}
    re_signed(path, town.credentials().keys.sign, lambda one: one.update(recipients=[recipient]))
    assert refused_by(town, path).code is Code.PACKAGE_DAMAGED
    town.store.close()


def test_a_package_addressed_to_us_under_a_key_that_is_not_ours_stays_sealed(three: Three) -> None:
    other = three.city.credentials().own.subject.box_key
    entries = [entry_after(None, three.village, {})]
    path = send(three.village, three.stick, entries, recipients=(Recipient(three.town.store.station, other),))
    assert refused_by(three.town, path).code is Code.PACKAGE_SEALED
    assert refusal(three.stick) == ["PACKAGE_SEALED"]


def test_a_package_under_another_root_is_foreign(three: Three, tmp_path: Path) -> None:
    with_root = make_desk(tmp_path / "root", OTHER_CITY)
    town, village = make_desk(tmp_path / "t", OTHER_TOWN), make_desk(tmp_path / "v", OTHER_VILLAGE)
    with pytest.raises(Refusal) as refused:
        enrol(with_root, town, tmp_path)
    assert refused.value.code is Code.REQUEST_SCOPE
    enrol(three.city, town, tmp_path)
    enrol(town, village, tmp_path)
    own = make_desk(tmp_path / "stranger", OTHER_CITY)
    entries = [entry_after(None, own, {})]
    addressed = (Recipient(three.town.store.station, three.town.credentials().own.subject.box_key),)
    path = send(own, three.stick, entries, recipients=addressed)
    assert refused_by(three.town, path).code is Code.PACKAGE_FOREIGN
    for desk in (with_root, town, village, own):
        desk.store.close()


def test_a_package_of_a_village_of_another_town_is_out_of_scope(three: Three, tmp_path: Path) -> None:
    town, village = make_desk(tmp_path / "t", OTHER_TOWN), make_desk(tmp_path / "v", OTHER_VILLAGE)
    enrol(three.city, town, tmp_path)
    enrol(town, village, tmp_path)
    addressed = (Recipient(three.town.store.station, three.town.credentials().own.subject.box_key),)
    path = send(village, three.stick, [entry_after(None, village, {})], recipients=addressed)
    assert refused_by(three.town, path).code is Code.PACKAGE_SCOPE
    for desk in (town, village):
        desk.store.close()


def test_our_own_package_is_for_the_station_above(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    assert refused_by(three.village, path).code is Code.PACKAGE_OWN


def test_a_training_package_does_not_enter_a_real_station(three: Three, tmp_path: Path) -> None:
    village = make_desk(tmp_path / "training", VILLAGE, training=True)
    enrol(three.town, village, tmp_path)
    path = village.exchange.export(three.stick).file
    assert refused_by(three.town, path).code is Code.PACKAGE_TRAINING
    village.store.close()


def test_a_training_station_takes_in_anybodys_package_that_is_addressed_to_it(
    three: Three, tmp_path: Path
) -> None:
    town = make_desk(tmp_path / "training", OTHER_TOWN, training=True)
    enrol(three.city, town, tmp_path)
    addressed = (Recipient(town.store.station, town.credentials().own.subject.box_key),)
    with three.village.store.read() as reader:
        entries = list(reader.entries(three.village.store.station, 1, 0))
    path = send(three.village, three.stick, entries, recipients=addressed)
    assert len(town.exchange.import_path(path).packages) == 1
    town.store.close()


def test_a_station_without_a_certificate_neither_exports_nor_imports(three: Three, tmp_path: Path) -> None:
    path = three.village.exchange.export(three.stick).file
    lonely = make_desk(tmp_path / "lonely", OTHER_TOWN)
    for errand in (lambda: lonely.exchange.export(three.stick), lambda: lonely.exchange.import_path(path)):
        with pytest.raises(Refusal) as refused:
            errand()
        assert refused.value.code is Code.CERT_MISSING
    assert lonely.exchange.inspect(path)["trusted"] == "CERT_MISSING"
    assert not lonely.exchange.status().enrolled
    lonely.store.close()


def test_a_suite_that_is_not_allowed_is_refused(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    re_signed(path, three.village.credentials().keys.sign, lambda one: one.update(suite="none-0"))
    assert refused_by(three.town, path).code is Code.PACKAGE_SUITE


# --- certificates -----------------------------------------------------------------------------------------


def test_a_package_signed_after_the_end_of_its_certificate_is_refused(three: Three) -> None:
    entries = [entry_after(None, three.village, {})]
    late = three.village.credentials().own.not_after + timedelta(days=1)
    moment = clock.read_stamp(f"{late.isoformat()}T04:00:00Z")
    path = send(three.village, three.stick, entries, made_at=moment)
    three.town.days.day = late
    assert refused_by(three.town, path).code is Code.CERT_EXPIRED
    three.village.days.day = late
    with pytest.raises(Refusal) as refused:
        three.village.exchange.export(three.stick)
    assert refused.value.code is Code.CERT_OVER


@pytest.mark.parametrize(("days", "taken"), [(90, True), (91, False)])
def test_what_was_signed_in_time_may_travel_for_ninety_days(three: Three, days: int, taken: bool) -> None:
    path = three.village.exchange.export(three.stick).file
    three.town.days.day = three.village.credentials().own.not_after + timedelta(days=days)
    if taken:
        assert three.town.exchange.import_path(path).packages
    else:
        assert refused_by(three.town, path).code is Code.CERT_EXPIRED


def test_a_clock_ahead_at_the_village_is_no_reason_to_refuse(three: Three) -> None:
    entries = [entry_after(None, three.village, {}, version=0, record_id="", verb="login")]
    path = send(three.village, three.stick, entries, made_at=clock.now() + timedelta(days=9000))
    assert three.town.exchange.import_path(path).packages


def test_an_earlier_day_given_for_the_rules_makes_no_certificate_too_young(three: Three) -> None:
    three.town.days.day = date(2020, 1, 1)
    path = three.village.exchange.export(three.stick).file
    assert three.town.exchange.import_path(path).packages


def test_a_revoked_station_sends_nothing_new_but_what_it_had_delivered_stays(three: Three) -> None:
    first = three.village.exchange.export(three.stick).file
    three.town.exchange.import_path(first)
    (serial,) = [one.serial for one in three.town.enrolment.certificates() if one.tier == "village"]
    assert three.town.enrolment.revoke(serial).state == "已吊销"
    assert refused_by(three.town, first).code is Code.PACKAGE_ALREADY
    three.village.save(plain_cases()[1])
    second = three.village.exchange.export(three.stick).file
    assert refused_by(three.town, second).code is Code.CERT_REVOKED


def test_a_revocation_travels_down_with_the_acknowledgement_and_up_with_packages(three: Three) -> None:
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    (serial,) = [one.serial for one in three.town.enrolment.certificates() if one.tier == "village"]
    three.town.enrolment.revoke(serial)
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    with pytest.raises(Refusal) as refused:
        three.village.exchange.export(three.stick)
    assert refused.value.code is Code.CERT_OWN_REVOKED
    assert three.village.enrolment.certificates()[0].state == "已吊销"
    up = three.folder / "up"
    up.mkdir()
    done = three.town.exchange.export(up)
    three.city.exchange.import_path(done.file)
    (honest,) = done.carried
    assert three.city.exchange.import_path(up / honest).packages, "made before the revocation"
    with three.village.store.read() as reader:
        entries = list(reader.entries(three.village.store.station, 1, 0))
    assert refused_by(three.city, send(three.village, up, entries)).code is Code.CERT_REVOKED


def test_a_town_that_was_revoked_takes_its_villages_along(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    (serial,) = [one.serial for one in three.city.enrolment.certificates() if one.tier == "town"]
    three.city.enrolment.revoke(serial)
    assert refused_by(three.city, path).code is Code.CERT_REVOKED
