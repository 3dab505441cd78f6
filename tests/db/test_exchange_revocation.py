"""Certificates taken back: up to an entry, told why, outliving a renewal; and a computer that is replaced."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.test_backup_giving_back import back_up
from tests.db.test_city_restored import agree, lose_disk
from tests.db.test_exchange_renewal import code_of, up_and_down
from tests.desks import (
    NEIGHBOUR,
    TOWN,
    VILLAGE,
    Desk,
    Three,
    enrol,
    make_desk,
    plain_cases,
    re_signed,
    three_desks,
)
from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import new_id
from zsapp.services import credentials


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


# --- revocation -------------------------------------------------------------------------------------------


def test_a_stolen_computer_is_shut_out_and_the_honest_stick_on_its_way_is_not(three: Three) -> None:
    up_and_down(three)
    delivered = three.town.enrolment.certificate(three.village.store.station)
    honest, thief = three.folder / "honest", three.folder / "thief"
    for place in (honest, thief):
        place.mkdir()
    kept = three.village.save(plain_cases()[1])
    last = three.village.exchange.export(honest).seq_to
    three.village.save(plain_cases()[2])
    stolen = three.village.exchange.export(thief)
    revoked = three.town.enrolment.revoke(delivered.serial, up_to=last, reason="电脑被盗")
    assert (revoked.state, revoked.up_to, revoked.reason) == ("已吊销", last, "电脑被盗")
    (taken,) = three.town.exchange.import_path(thief).packages
    assert (taken.revoked_after, taken.entries < stolen.entries) == (last, True)
    with three.town.store.read() as reader:
        assert reader.record(kept) is not None, "what was written before the theft is here"
        assert reader.cursor(three.village.store.station, 1).seq == last
    assert code_of(lambda: three.town.exchange.import_path(stolen.file)) is Code.CERT_REVOKED
    assert code_of(lambda: three.town.exchange.import_path(honest / stolen.file.name)) is Code.FILE_MISSING
    three.village.save(plain_cases()[3])
    since = three.village.exchange.export(thief, since=last)
    assert code_of(lambda: three.town.exchange.import_path(since.file)) is Code.CERT_REVOKED


def test_the_stated_entry_may_be_put_right_later(three: Three) -> None:
    up_and_down(three)
    serial = three.village.credentials().own.serial
    first = three.town.enrolment.revoke(serial, reason="电脑丢失")
    again = three.town.enrolment.revoke(serial)
    assert (again.up_to, again.reason) == (first.up_to, "电脑丢失")
    more = three.town.enrolment.revoke(serial, up_to=first.up_to + 5)
    assert (more.up_to, more.reason) == (first.up_to + 5, "电脑丢失")
    with three.town.store.read() as reader:
        assert credentials.read_revocations(reader).number(three.town.credentials().own.serial) == 2


def test_with_a_certificate_all_of_the_same_station_are_taken_back(three: Three, tmp_path: Path) -> None:
    old = three.village.credentials().own
    old_way = three.village.exchange.export(three.stick).file.read_bytes()
    enrol(three.town, three.village, tmp_path)
    three.town.enrolment.revoke(three.village.credentials().own.serial)
    (three.stick / "old.zspkg").write_bytes(old_way)
    assert old.serial in three.village.credentials().own.renews
    assert code_of(lambda: three.town.exchange.import_path(three.stick / "old.zspkg")) is Code.CERT_REVOKED


def test_lists_go_down_from_the_city_by_the_town_to_the_villages(three: Three, tmp_path: Path) -> None:
    up_and_down(three)
    other = make_desk(tmp_path / "other", "442000105000")
    enrol(three.city, other, tmp_path)
    three.city.enrolment.revoke(other.credentials().own.serial, reason="换届")
    up = tmp_path / "up"
    up.mkdir()
    three.town.exchange.export(up)
    three.city.exchange.import_path(up)
    three.town.exchange.import_path(up)
    up_and_down(three)
    with three.village.store.read() as reader:
        root = three.city.credentials().own.serial
        found = credentials.read_revocations(reader).find(root, other.credentials().own.serial)
    assert found is not None
    assert found.reason == "换届"
    other.store.close()


def test_a_revoked_station_is_told_why(three: Three) -> None:
    up_and_down(three)
    three.town.enrolment.revoke(three.village.credentials().own.serial, reason="工作站撤销")
    three.village.save(plain_cases()[1])
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    with pytest.raises(Refusal) as refused:
        three.village.exchange.export(three.stick)
    assert refused.value.code is Code.CERT_OWN_REVOKED
    assert "工作站撤销" in str(refused.value)


def test_a_revocation_outlives_the_renewal_of_who_made_it(three: Three, tmp_path: Path) -> None:
    up_and_down(three)
    three.town.enrolment.revoke(three.village.credentials().own.serial)
    enrol(three.city, three.town, tmp_path)
    three.village.save(plain_cases()[1])
    path = three.village.exchange.export(three.stick).file
    assert code_of(lambda: three.town.exchange.import_path(path)) is Code.CERT_REVOKED
    neighbour = make_desk(tmp_path / "n", NEIGHBOUR)
    enrol(three.town, neighbour, tmp_path)
    three.town.enrolment.revoke(neighbour.credentials().own.serial)
    assert code_of(lambda: three.town.exchange.import_path(path)) is Code.CERT_REVOKED, "still"
    neighbour.store.close()


# --- a town that has lost what it said --------------------------------------------------------------------


def revoked_by(desk: Desk, issuer: Desk) -> set[str]:
    with desk.store.read() as reader:
        found = credentials.read_revocations(reader).lists.get(issuer.credentials().own.serial)
    return {one.serial for one in (found.revoked if found else ())}


def test_what_a_town_took_back_before_its_disk_died_stays_taken_back_beside_what_it_takes_back_after(
    three: Three, tmp_path: Path
) -> None:
    thief = make_desk(tmp_path / "thief", NEIGHBOUR)
    enrol(three.town, thief, tmp_path)
    up_and_down(three)
    back_up(three.town, three.folder / "backup")
    thieves, ours = thief.credentials().own.serial, three.village.credentials().own.serial
    three.town.enrolment.revoke(thieves, reason="电脑被盗")
    up_and_down(three)
    assert revoked_by(three.village, three.town) == {thieves}
    lose_disk(three, "town", TOWN)
    three.town.enrolment.revoke(ours, reason="U盘遗失")  # its list has the number that the lost one had
    up_and_down(three)
    assert revoked_by(three.town, three.town) == {thieves, ours}
    assert revoked_by(three.village, three.town) == {thieves, ours}, "told on the stick that was refused"
    thief.store.close()


def test_a_revoked_station_hears_of_it_from_a_town_that_has_lost_what_it_had_acknowledged(
    three: Three,
) -> None:
    up_and_down(three)
    back_up(three.town, three.folder / "backup")
    three.village.save(plain_cases()[1])
    up_and_down(three)
    lose_disk(three, "town", TOWN)
    three.town.enrolment.revoke(three.village.credentials().own.serial, reason="U盘遗失")
    up_and_down(three)
    assert code_of(lambda: three.village.exchange.export(three.stick)) is Code.CERT_OWN_REVOKED
    enrol(three.town, three.village, three.folder)
    three.village.save(plain_cases()[2])
    up_and_down(three)
    assert agree(three.town, three.village), "and all that was lost was sent again"


def test_the_city_believes_what_a_town_took_back_before_its_disk_died_and_what_it_takes_back_after(
    three: Three, tmp_path: Path
) -> None:
    thief = make_desk(tmp_path / "thief", NEIGHBOUR)
    enrol(three.town, thief, tmp_path)
    thieves, ours = thief.credentials().own.serial, three.village.credentials().own.serial
    up_and_down(three)
    back_up(three.town, three.folder / "backup")
    three.town.enrolment.revoke(thieves, reason="电脑被盗")
    town_and_city(three, "first")
    lose_disk(three, "town", TOWN)
    three.town.enrolment.revoke(ours, reason="U盘遗失")
    issuer = three.town.credentials().own.serial
    for name, lost in (("second", 1), ("third", 0)):
        town_and_city(three, name)
        with three.city.store.read() as reader:
            known = credentials.read_revocations(reader)
        assert known.find(issuer, thieves)
        assert known.find(issuer, ours)
        assert len(known.lost) == lost, "the town signs one list anew when it meets the one that it lost"
    thief.store.close()


def town_and_city(three: Three, name: str) -> None:
    """Carry a stick from the town to the city and home."""
    folder = three.folder / name
    folder.mkdir()
    three.town.exchange.export(folder)
    three.city.exchange.import_path(folder)
    three.town.exchange.import_path(folder)


# --- a replaced computer ----------------------------------------------------------------------------------


def test_a_new_computer_takes_the_old_ones_place(three: Three, tmp_path: Path) -> None:
    case = three.village.save(plain_cases()[0])
    up_and_down(three)
    old = three.village.store.station
    new = make_desk(tmp_path / "new", VILLAGE)
    new.enrolment.request(three.stick / "new.zsreq", replaces=old)
    (asked,) = (one.request for one in three.town.exchange.import_path(three.stick).requests)
    assert (asked.replaces, asked.what[:4]) == (old, "更换电脑")
    three.town.enrolment.grant(new.store.station)
    retired = three.town.enrolment.certificate(old)
    assert (retired.state, retired.reason) == ("已吊销", "更换电脑")
    with three.town.store.read() as reader:
        assert retired.up_to == reader.cursor(old, 1).seq
        assert reader.record(case) is not None, "what the old one sent is readable at the town"
    new.enrolment.accept_bytes(three.town.enrolment.answer(new.store.station) or b"")
    new.save(plain_cases()[1])
    assert three.town.exchange.import_path(new.exchange.export(three.stick).file).packages
    new.store.close()


def test_a_new_computer_takes_nobodys_place_but_that_of_its_own_village(three: Three, tmp_path: Path) -> None:
    neighbour = make_desk(tmp_path / "neighbour", NEIGHBOUR)
    enrol(three.town, neighbour, tmp_path)
    new = make_desk(tmp_path / "new", VILLAGE)
    asked = three.stick / "new.zsreq"
    for old in (new_id(), neighbour.store.station):
        new.enrolment.request(asked, replaces=old)
        with pytest.raises(Refusal) as refused:
            three.town.enrolment.approve(asked, tmp_path / "new.zscert")
        assert refused.value.code is Code.REQUEST_REPLACES
    assert {one.state for one in three.town.enrolment.certificates()} == {"有效"}
    assert new.store.station not in {one.station for one in three.town.enrolment.certificates()}
    new.store.close()
    neighbour.store.close()


def test_whoever_asks_again_under_a_key_that_was_taken_back_is_told_apart(three: Three) -> None:
    asked = three.stick / "again.zsreq"
    three.village.enrolment.request(asked)
    assert three.town.enrolment.look(asked).what == "续期"
    mine = three.town.enrolment.certificate(three.village.store.station)
    three.town.enrolment.revoke(mine.serial, reason="电脑被盗")
    assert three.town.enrolment.look(asked).what == "证书吊销后重新申请（吊销原因：电脑被盗）"
    (listed,) = (one.request for one in three.town.exchange.import_path(three.stick).requests)
    assert listed.what == "证书吊销后重新申请（吊销原因：电脑被盗）"
    three.town.enrolment.grant(mine.station)
    assert three.town.enrolment.look(asked).what == "续期", "a person has decided"


def test_a_package_brings_nobodys_request_but_its_senders(three: Three, tmp_path: Path) -> None:
    other: Desk = make_desk(tmp_path / "other", NEIGHBOUR)
    asked = [other.enrolment.request_bytes().decode(), "no request"]
    path = three.village.exchange.export(three.stick).file
    re_signed(path, three.village.credentials().keys.sign, lambda one: one.update(requests=asked))
    before = three.town.enrolment.requests()
    assert three.town.exchange.import_path(path).packages
    assert three.town.enrolment.requests() == before
    other.store.close()
