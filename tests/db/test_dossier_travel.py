"""Scans travel with their case: the town can bind the dossier of a village."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from tests.desks import Three, plain_cases, three_desks
from zsapp.base.plain import from_plain, to_plain
from zsapp.rules.mediation import Case
from zsapp.services.station import Station


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


def test_scans_travel_with_their_case_and_the_town_binds_the_dossier(three: Three, tmp_path: Path) -> None:
    record_id = three.village.save(plain_cases()[0])
    photo = tmp_path / "照片.jpg"
    Image.new("RGB", (120, 80), "gray").save(photo)
    Station(three.village.store).dossier.add_scan(record_id, photo, "证据材料")
    assert three.village.exchange.export(three.stick).attachments == 1
    (taken,) = three.town.exchange.import_path(three.stick).packages
    assert taken.attachments == 1
    volume = Station(three.town.store).dossier.volume(record_id)
    assert [one.files for one in volume.pieces if one.ref == "scan:证据材料"] == [(photo.read_bytes(),)]


def test_the_word_scans_in_a_record_is_no_scan(three: Three) -> None:
    case = from_plain(Case, plain_cases()[0])
    spoken = {**to_plain(case), "brief": 'scanner says "scans": none'}
    three.village.save(spoken)
    assert three.village.exchange.export(three.stick).attachments == 0


def test_a_signed_agreement_is_at_the_town_the_very_paper_that_was_signed(three: Three) -> None:
    case = dict(plain_cases()[0])
    case["dates"] = {name: day for name, day in case["dates"].items() if name != "file"}
    record_id = three.village.save(case)
    village = Station(three.village.store)
    printed = village.paper.issue("F09", record_id)
    signed = village.mediation.act(record_id, "sign", on=date(2026, 3, 9))
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    town = Station(three.town.store)
    assert town.mediation.find(record_id).case.signed == signed.case.signed
    (piece,) = (one for one in town.dossier.volume(record_id).pieces if one.ref == "F09")
    assert piece.files == (printed.pdf,)
