"""Papers that prove themselves: printed by one station, checked from the file, a page and a phone."""

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.papers import SHIPPED
from tests.stations import acceptance_case, make_station
from zsapp.base.errors import Code, Trouble
from zsapp.press.definition import find_form
from zsapp.press.pdf import draw
from zsapp.press.raster import page_count
from zsapp.press.seal import read_document, seal_text
from zsapp.rules.mediation_paper import paper_case
from zsapp.services.printing import Issued
from zsapp.services.station import Station

TODAY = date(2026, 3, 9)


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as opened:
        yield opened


def printed(station: Station, number: str = "F09", ref: str = "C01") -> Issued:
    """Import an acceptance case and print it for good."""
    return station.paper.issue(number, station.mediation.import_case(acceptance_case(ref)).id)


def picture(document: bytes, folder: Path, *, page: int) -> Path:
    """Write a page as another program draws it at 200 dots an inch."""
    path = folder / "page.png"
    command = ["pdftoppm", "-r", "200", "-gray", "-png", "-f", str(page), "-l", str(page), "-"]
    drawn = subprocess.run(command, input=document, capture_output=True, check=True)
    path.write_bytes(drawn.stdout)
    return path


def test_a_final_paper_is_genuine_from_its_file_its_page_and_the_text_of_its_symbol(station, tmp_path):
    issued = printed(station)
    path = tmp_path / "agreement.pdf"
    path.write_bytes(issued.pdf)
    whole = station.proof.verify(str(path))
    assert (whole.genuine, whole.unchanged) == (True, True)
    assert whole.facts["form"] == "F09"
    assert whole.facts["number"] == issued.number
    page = station.proof.verify(str(picture(issued.pdf, tmp_path, page=page_count(issued.pdf))))
    (content,) = read_document(issued.pdf)
    text = station.proof.verify(seal_text(content))
    assert (page.genuine, page.unchanged, page.facts) == (True, None, whole.facts)
    assert (text.genuine, text.unchanged, text.facts) == (True, None, whole.facts)


def test_every_copy_of_a_paper_in_a_batch_bears_its_seal(station):
    issued = printed(station)
    again = station.paper.issue("F09", station.mediation.page().lines[0].id, copies=3)
    assert again.reprint
    assert page_count(again.pdf) == 3 * page_count(issued.pdf)
    assert read_document(again.pdf) == read_document(issued.pdf) * 3


def test_a_word_changed_after_the_print_is_noticed(station, tmp_path):
    issued = printed(station)
    (content,) = read_document(issued.pdf)
    case = station.mediation.find(station.mediation.page().lines[0].id).case
    forged = replace(case, clauses=("一、梁亚娣补偿何䶮18000元。", *case.clauses[1:]))
    path = tmp_path / "forged.pdf"
    path.write_bytes(draw(find_form("F09"), paper_case(forged), mode="final", qr=content, system=SHIPPED).pdf)
    verdict = station.proof.verify(str(path))
    assert (verdict.genuine, verdict.unchanged) == (True, False)
    assert "已被改动" in verdict.sentence


def test_a_seal_bent_in_one_byte_is_not_genuine(station):
    (content,) = read_document(printed(station).pdf)
    verdict = station.proof.verify(seal_text(content[:-1] + bytes([content[-1] ^ 1])))
    assert (verdict.genuine, verdict.unchanged) == (False, False)


def test_a_paper_of_a_station_one_has_no_certificate_of_cannot_be_checked(station, tmp_path):
    (content,) = read_document(printed(station).pdf)
    with make_station(tmp_path / "other", today=TODAY) as other:
        verdict = other.proof.verify(seal_text(content))
    assert (verdict.genuine, verdict.unchanged) == (False, None)
    assert "没有出具单位的证书" in verdict.sentence


@pytest.mark.parametrize("mode", ["draft", "blank"])
def test_a_draft_and_a_blank_form_bear_no_seal(station, tmp_path, mode):
    ref = station.mediation.import_case(acceptance_case("C01")).id
    path = tmp_path / "paper.pdf"
    drawn = station.paper.issue("F09", ref, draft=True) if mode == "draft" else station.paper.blank("F09")
    path.write_bytes(drawn.pdf)
    with pytest.raises(Trouble) as trouble:
        station.proof.verify(str(path))
    assert trouble.value.code is Code.SEAL_MISSING
