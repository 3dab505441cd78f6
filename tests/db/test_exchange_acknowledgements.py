"""Acknowledgements: only those of our own line, about our own journal, move a mark."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.desks import CITY, OTHER_TOWN, TOWN, Desk, Three, enrol, make_desk, plain_cases, three_desks
from zsapp.base import clock
from zsapp.base.entry import GENESIS
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.exchange import envelope
from zsapp.exchange.acknowledgement import (
    KIND,
    SIZE,
    Acknowledgement,
    file_name,
    read_acknowledgement,
)
from zsapp.services.credentials import read_revocations


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        desks.village.save(plain_cases()[0])
        desks.village.exchange.export(desks.stick)
        desks.town.exchange.import_path(desks.stick)
        yield desks


def ack_on(stick: Path) -> Path:
    (found,) = stick.glob("*.zsack")
    return found


def said(stick: Path) -> Acknowledgement:
    return read_acknowledgement(ack_on(stick).read_bytes(), "")


def refused_by(desk: Desk, path: Path) -> ZsError:
    before = desk.fingerprint()
    with pytest.raises(ZsError) as refused:
        desk.exchange.import_path(path)
    assert desk.fingerprint() == before
    return refused.value


def rewritten(three: Three, by: Desk, **changes: Any) -> Path:
    """Write the acknowledgement as another says it, in that one's signature."""
    path = ack_on(three.stick)
    known = by.credentials()
    path.write_bytes(replace(said(three.stick), chain=known.chain, **changes).sign(known.keys.sign))
    return path


def test_it_says_what_is_there_and_nothing_of_any_person(three: Three) -> None:
    ack = said(three.stick)
    with three.village.store.read() as reader:
        assert ack.seq == reader.marks()["exported"].seq
        (last,) = reader.entries(three.village.store.station, 1, ack.seq - 1, ack.seq)
    assert ack.head == last.hash
    content = str(envelope.read(ack_on(three.stick).read_bytes(), KIND).payload)
    assert not [party for party in plain_cases()[0]["parties"] if party["name"] in content]
    assert len(ack.packages) == 1
    assert ack_on(three.stick).name == file_name(three.town.store.station, three.village.store.station)


def test_the_same_again_is_no_news(three: Three) -> None:
    (first,) = three.village.exchange.import_path(three.stick).acknowledgements
    before = three.village.fingerprint()
    three.town.exchange.import_path(three.stick)
    (again,) = three.village.exchange.import_path(three.stick).acknowledgements
    assert (first.news, again.news) == (True, False)
    assert three.village.fingerprint() == before


def test_every_bent_byte_is_found(three: Three) -> None:
    path = ack_on(three.stick)
    whole = path.read_bytes()
    for at in range(0, len(whole), 19):
        bent = bytearray(whole)
        bent[at] ^= 1
        path.write_bytes(bytes(bent))
        with pytest.raises(Trouble) as trouble:
            read_acknowledgement(path.read_bytes(), path.name)
        assert trouble.value.code is Code.ACK_DAMAGED
    path.write_bytes(whole[:-1])
    assert refused_by(three.village, path).code is Code.ACK_DAMAGED
    path.write_bytes(b" " * (SIZE + 1))
    assert refused_by(three.village, path).code is Code.ACK_DAMAGED


@pytest.mark.parametrize("number", ["07", "0", "-1", "1_0", " 1", "١", "x", ""])
def test_one_that_spells_a_number_in_another_way_is_damaged(three: Three, number: str) -> None:
    missing = {"volumes": [{"package": "x", "missing": [number]}]}
    path = ack_on(three.stick)
    path.write_bytes(
        envelope.sign(KIND, said(three.stick).plain() | missing, three.town.credentials().keys.sign)
    )
    assert refused_by(three.village, path).code is Code.ACK_DAMAGED


def test_one_forged_with_another_key_is_damaged(three: Three) -> None:
    path = ack_on(three.stick)
    forged = said(three.stick).sign(three.village.credentials().keys.sign)
    path.write_bytes(forged)
    assert refused_by(three.village, path).code is Code.ACK_DAMAGED


def test_one_that_names_another_receiver_than_its_signer_is_damaged(three: Three) -> None:
    ack = said(three.stick)
    plain = ack.plain() | {"receiver": three.city.store.station}
    path = ack_on(three.stick)
    path.write_bytes(envelope.sign(KIND, plain, three.town.credentials().keys.sign))
    assert refused_by(three.village, path).code is Code.ACK_DAMAGED


def test_one_for_another_station_is_not_for_us(three: Three) -> None:
    path = rewritten(three, three.town, sender=three.city.store.station)
    assert refused_by(three.village, path).code is Code.ACK_NOT_FOR_US


def test_one_of_our_own_is_foreign(three: Three) -> None:
    assert refused_by(three.village, rewritten(three, three.village)).code is Code.ACK_FOREIGN


def test_one_of_a_neighbour_is_foreign(three: Three, tmp_path: Path) -> None:
    town = make_desk(tmp_path / "other", OTHER_TOWN)
    enrol(three.city, town, tmp_path)
    assert refused_by(three.village, rewritten(three, town)).code is Code.ACK_FOREIGN
    town.store.close()


def test_one_under_another_root_is_foreign(three: Three, tmp_path: Path) -> None:
    city, town = make_desk(tmp_path / "c", CITY), make_desk(tmp_path / "t", TOWN)
    enrol(city, town, tmp_path)
    assert refused_by(three.village, rewritten(three, town)).code is Code.ACK_FOREIGN
    for desk in (city, town):
        desk.store.close()


def test_one_of_a_revoked_town_is_refused(three: Three) -> None:
    (serial,) = [one.serial for one in three.city.enrolment.certificates() if one.tier == "town"]
    town_says = ack_on(three.stick).read_bytes()
    ack_on(three.stick).unlink()
    three.city.enrolment.revoke(serial)
    package = next(three.stick.glob("*.zspkg"))
    assert refused_by(three.city, package).code is Code.CERT_REVOKED
    path = rewritten_by_city(three)
    three.village.exchange.import_path(path)
    path.write_bytes(town_says)
    assert refused_by(three.village, path).code is Code.CERT_REVOKED


def rewritten_by_city(three: Three) -> Path:
    """Write an acknowledgement of nothing by the city, with its list of revocations."""
    known = three.city.credentials()
    with three.city.store.read() as reader:
        lists = tuple(read_revocations(reader).lists.values())
    path = three.stick / file_name(three.city.store.station, three.village.store.station)
    ack = Acknowledgement(
        chain=known.chain,
        sender=three.village.store.station,
        epoch=1,
        seq=0,
        head=GENESIS,
        made_at=clock.now(),
        revocations=lists,
    )
    path.write_bytes(ack.sign(known.keys.sign))
    return path


def test_one_of_nothing_moves_no_mark(three: Three) -> None:
    (heard,) = three.village.exchange.import_path(rewritten_by_city(three)).acknowledgements
    assert (heard.seq, heard.news) == (0, True)
    assert "city_applied" not in three.village.exchange.status().marks


def test_an_older_one_is_stale(three: Three) -> None:
    old = ack_on(three.stick).read_bytes()
    three.village.save(plain_cases()[1])
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    ack_on(three.stick).write_bytes(old)
    assert refused_by(three.village, ack_on(three.stick)).code is Code.ACK_STALE
    skipped = [one.code for one in three.village.exchange.import_path(three.stick).skipped]
    assert "ACK_STALE" in skipped


def test_one_that_holds_more_than_we_do_tells_of_a_restored_backup(three: Three) -> None:
    told = refused_by(three.village, rewritten(three, three.town, seq=1000))
    assert told.code is Code.ACK_AHEAD
    assert str(told).startswith(f"{three.town.profile.name}已收到第1000笔登记"), (
        "who is to be asked to give it back"
    )


def test_one_that_holds_something_else_tells_of_a_clone(three: Three) -> None:
    told = refused_by(three.village, rewritten(three, three.town, head="1" * 64))
    assert told.code is Code.ACK_FORKED
    assert three.town.profile.name in str(told)


def test_one_signed_with_a_certificate_that_has_run_out_is_refused(three: Three) -> None:
    last = three.town.credentials().own.not_after
    three.village.days.day = last + timedelta(days=91)
    assert refused_by(three.village, ack_on(three.stick)).code is Code.CERT_EXPIRED


def test_one_of_a_training_station_moves_no_real_mark(three: Three, tmp_path: Path) -> None:
    training = make_desk(tmp_path / "training", three.town.profile.code, training=True)
    enrol(three.city, training, tmp_path)
    assert refused_by(three.village, rewritten(three, training)).code is Code.ACK_FOREIGN
    training.store.close()


def test_a_stick_that_takes_no_acknowledgement_does_not_undo_the_import(three: Three) -> None:
    three.village.save(plain_cases()[1])
    package = three.village.exchange.export(three.folder).file
    (three.folder / f"{ack_on(three.stick).name}.part").mkdir()
    (taken,) = three.town.exchange.import_path(package).packages
    assert taken.acknowledgement is None
    assert taken.entries > 0
    assert "回执没有写成" in refused_by(three.town, package).remedy
    (three.folder / f"{ack_on(three.stick).name}.part").rmdir()
    assert "回执已重新写在数据包旁边" in refused_by(three.town, package).remedy
    skipped = [one.remedy for one in three.town.exchange.import_path(three.folder).skipped]
    assert "无需再导入；回执已重新写在数据包旁边，请把U盘交还对方" in skipped


def test_a_station_without_a_certificate_hears_nothing(three: Three, tmp_path: Path) -> None:
    lonely = make_desk(tmp_path / "lonely", OTHER_TOWN)
    with pytest.raises(Refusal) as refused:
        lonely.exchange.import_path(ack_on(three.stick))
    assert refused.value.code is Code.CERT_MISSING
    lonely.store.close()
