"""Restricted records on the way: sealed to the city alone; the town carries them and can read nothing."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desks import TOWN, VILLAGE, Three, enrol, make_desk, plain_cases, re_signed, three_desks
from tests.liars import refused_by
from zsapp.base.errors import Code, Refusal
from zsapp.exchange.crypto import Unopened, suite
from zsapp.exchange.package import open_package
from zsapp.exchange.staging import staged, workplace
from zsapp.rules.roles import Badge
from zsapp.screens.exchange.model import waiting_lines
from zsapp.services.exchange import inspect

SECRET = {"id": "密-1", "matter": "M14", "restricted": ["家庭暴力"], "applicant": {"name": "何永年"}}
PAPER = b"%PDF-1.7 of a restricted intake"


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as made:
        yield made


def sent(three: Three) -> tuple[str, str, Path]:
    """Take in a case and a restricted intake with a paper at the village, and send them."""
    case = three.village.save(plain_cases()[0])
    secret = three.village.take_in(SECRET)
    digest = three.village.store.blobs.put(PAPER)
    with three.village.store.write() as writer:
        writer.note("print", sector="legal_aid", record_id=secret, payload={"sha256": digest})
    return case, secret, three.village.exchange.export(three.stick).file


def payload_at(desk: Any, record_id: str) -> dict[str, Any] | None:
    with desk.store.read() as reader:
        stored = reader.record(record_id)
    return stored.payload if stored else None


def papers_at(desk: Any) -> list[bytes]:
    with desk.store.read() as reader:
        return [desk.store.blobs.get(name) for name in reader.blob_names()]


def test_the_town_carries_it_unread_and_the_city_reads_it(three: Three) -> None:
    case, secret, _ = sent(three)
    (taken,) = three.town.exchange.import_path(three.stick).packages
    assert taken.differences == ()
    assert taken.attachments == 0
    assert payload_at(three.town, case) == plain_cases()[0]
    assert payload_at(three.town, secret) == {}
    assert papers_at(three.town) == []
    journal = (three.town.store.home / "station.db").read_bytes()
    assert "何永年".encode() not in journal
    three.town.exchange.export(three.stick)
    taken_there = three.city.exchange.import_path(three.stick).packages
    assert [one.differences for one in taken_there] == [(), ()]
    assert payload_at(three.city, secret) == SECRET
    assert papers_at(three.city) == [PAPER]


def test_at_the_town_nobody_finds_what_is_closed_whatever_their_role(three: Three) -> None:
    _, secret, _ = sent(three)
    three.town.exchange.import_path(three.stick)
    three.town.store.badge = Badge()
    with three.town.store.read() as reader:
        assert reader.record(secret) is None
        assert reader.resolve(secret) is None
        assert reader.page("legal_aid").lines == ()
        assert reader.page("legal_aid", query="密-1").lines == ()
        assert reader.history(secret) == ()
        assert reader.index_faults() == ()
    three.town.store.badge = None
    with three.town.store.write() as writer:
        writer.replay()
    with three.town.store.read() as reader:
        assert reader.index_faults() == ()


def test_the_towns_key_opens_nothing_that_is_closed(three: Three) -> None:
    _, _, file = sent(three)
    box = three.town.credentials().keys.box
    with open_package(file) as package:
        assert [one.station for one in package.letter.final] == [
            three.city.store.station, three.village.store.station,
        ]  # fmt: skip
        closed = [name for name in package.manifest.members if name.startswith("closed")]
        assert len(closed) == 2
        for name in closed:
            with pytest.raises(Unopened):
                suite("age-1").open(package._archive.stream(name), io.BytesIO(), box)
    assert inspect(file)["attachments"] == 0


def test_a_station_without_anything_restricted_writes_packages_as_before(three: Three) -> None:
    three.village.save(plain_cases()[0])
    with open_package(three.village.exchange.export(three.stick).file) as package:
        plain = package.manifest.plain()
    assert not {"final", "closed"} & set(plain)


def test_a_paper_that_two_records_share_goes_to_the_final_recipient_alone(three: Three) -> None:
    _, _, file = sent(three)
    with open_package(file) as package:
        assert package.manifest.attachments == ()
        assert len(package.manifest.closed_attachments) == 1


def test_a_record_that_was_restricted_and_is_not_any_more_travels_closed_where_it_was(three: Three) -> None:
    secret = three.village.take_in(SECRET)
    freed = {"id": "密-1", "matter": "M04a", "applicant": {"name": "何永年"}}
    with three.village.store.write() as writer:
        writer.save("legal_aid", secret, freed, base_version=1, verb="save")
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    assert payload_at(three.town, secret) == freed
    with three.town.store.read() as reader:
        first, second = reader.history(secret)
    assert (first.payload, second.payload is None) == (None, False)


def test_an_export_again_after_a_lost_stick_changes_nothing_at_the_city(three: Three) -> None:
    _, secret, _ = sent(three)
    three.city.exchange.import_path(three.stick)
    again = three.stick / "again"
    again.mkdir()
    three.village.take_in(SECRET | {"id": "密-2"})
    three.village.exchange.export(again, since=0)
    (taken,) = three.city.exchange.import_path(again).packages
    assert taken.differences == ()
    assert payload_at(three.city, secret) == SECRET


# --- the city's certificate is not known ------------------------------------------------------------------


def test_without_the_citys_certificate_a_restricted_record_waits(tmp_path: Path) -> None:
    town, village = make_desk(tmp_path / "town", TOWN), make_desk(tmp_path / "village", VILLAGE)
    town.enrolment.make_root()
    enrol(town, village, tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    case = village.save(plain_cases()[0])
    village.take_in(SECRET)
    later = village.save(plain_cases()[1])
    sent_to = village.exchange.export(stick)
    town.exchange.import_path(stick)
    assert payload_at(town, case) is not None
    assert payload_at(town, later) is None
    assert village.exchange.status().waiting == 1
    assert waiting_lines(1)[0].words == "限制查看的记录1份在等候"
    assert waiting_lines(0) == ()
    assert b"closed" not in sent_to.file.read_bytes()
    with pytest.raises(Refusal) as refused:
        village.exchange.export(stick, since=sent_to.seq_to)
    assert refused.value.code is Code.RESTRICTED_WAITS
    for desk in (town, village):
        desk.store.close()


def test_without_anything_restricted_no_certificate_of_the_city_is_asked_for(tmp_path: Path) -> None:
    town, village = make_desk(tmp_path / "town", TOWN), make_desk(tmp_path / "village", VILLAGE)
    town.enrolment.make_root()
    enrol(town, village, tmp_path)
    village.save(plain_cases()[0])
    assert village.exchange.status().waiting == 0
    assert village.exchange.export(tmp_path).records == 2
    for desk in (town, village):
        desk.store.close()


# --- what a liar could send -------------------------------------------------------------------------------


def without_final(plain: dict[str, Any]) -> None:
    del plain["final"]


def without_closed(plain: dict[str, Any]) -> None:
    del plain["closed"]


def another_count(plain: dict[str, Any]) -> None:
    plain["closed"] = plain["closed"] | {"entries": 5}


def another_hash(plain: dict[str, Any]) -> None:
    plain["closed"] = plain["closed"] | {"sha256": "0" * 64}


@pytest.mark.parametrize("lie", [without_final, without_closed, another_count, another_hash])
def test_a_package_that_lies_of_what_is_closed_is_refused_whole(three: Three, lie: Any) -> None:
    _, _, file = sent(three)
    re_signed(file, three.village.credentials().keys.sign, lie)
    assert refused_by(three.city, file).code is Code.PACKAGE_DAMAGED


def test_what_says_it_is_for_us_and_is_not_is_sealed(three: Three) -> None:
    _, _, file = sent(three)
    known = three.village.credentials()
    town = three.town.store.station

    def for_the_town(plain: dict[str, Any]) -> None:
        plain["final"] = [plain["final"][0] | {"station": town}]

    re_signed(file, known.keys.sign, for_the_town)
    assert refused_by(three.town, file).code is Code.PACKAGE_SEALED


def test_a_paper_beside_nothing_closed_is_refused_without_a_final_recipient(three: Three) -> None:
    _, _, file = sent(three)

    def only_papers(plain: dict[str, Any]) -> None:
        without_final(plain)
        without_closed(plain)
        plain["members"] = {
            name: one for name, one in plain["members"].items() if not name.startswith("closed.")
        }

    re_signed(file, three.village.credentials().keys.sign, only_papers)
    assert refused_by(three.city, file).code is Code.PACKAGE_DAMAGED


def test_the_way_cannot_be_told_from_the_chain_alone(three: Three) -> None:
    """Who opens the entries without what is closed has links of the chain, and neither payload nor salt."""
    _, secret, file = sent(three)
    with workplace(three.town.store.home) as scraps, staged(scraps) as staging, open_package(file) as package:
        entries = list(package.entries(three.town.credentials().keys.box, staging))
    about = [one for one in entries if one.header.record_id == secret]
    assert len(about) == 2
    assert {(one.payload, one.salt) for one in about} == {(None, bytes(16))}


def test_an_ordinary_intake_is_open_to_the_town_that_carries_it(three: Three) -> None:
    ordinary = {"id": "甲-1", "matter": "M04a", "applicant": {"name": "何永年"}}
    record_id = three.village.take_in(ordinary)
    with open_package(three.village.exchange.export(three.stick).file) as package:
        assert package.manifest.closed is None
        assert len(package.letter.final) == 2
    for desk in (three.town, three.city):
        desk.exchange.import_path(three.stick)
        assert payload_at(desk, record_id) == ordinary
