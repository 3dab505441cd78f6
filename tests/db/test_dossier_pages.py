"""Pages of the index: documents on paper, page numbers set by hand, and the quality check that follows."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from tests.counting import copy_home
from tests.papers import bare, poppler
from tests.stations import PASSPHRASE
from zsapp.app import main
from zsapp.base.errors import Code, Refusal
from zsapp.services.station import Station, open_station

TODAY = date(2026, 11, 23)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return copy_home(tmp_path / "home")


@pytest.fixture
def station(home: Path) -> Iterator[Station]:
    with open_station(home, passphrase=PASSPHRASE, today=TODAY) as opened:
        yield opened


@pytest.fixture
def desk(station):
    return station.dossier


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "收条.jpg"
    Image.new("RGB", (300, 200), "gray").save(path)
    return path


@pytest.fixture
def zs(home, tmp_path, capsys):
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    where = ["--home", str(home), "--passphrase-file", str(tmp_path / "pass")]

    def call(*words, as_json=True):
        capsys.readouterr()
        code = main([*map(str, words), *where, *(["--json"] if as_json else [])])
        out = capsys.readouterr().out
        return code, json.loads(out) if as_json else out

    return call


def verbs(station, ref):
    return [one.header.verb for one in station.mediation.history(ref)]


def test_a_document_on_paper_takes_its_pages_in_the_index_and_none_in_the_file(station, desk):
    before = desk.bind("C01")
    desk.add_paper("C01", "履行凭证", name="收条", pages=2)
    bound = desk.bind("C01")
    (entry,) = (one for one in bound.volume.contents if one.title == "收条")
    assert (entry.last - entry.first, entry.remark) == (1, "纸质")
    assert bound.volume.pages == before.volume.pages + 2
    pages = [bare(one) for one in poppler(bound.pdf).split("\f")][:-1]
    assert len(pages) == len(poppler(before.pdf).split("\f")) - 1
    assert f"收条{entry.pages}" in pages[1]
    after = next(one for one in bound.volume.contents if one.first == entry.last + 1)
    assert any(page.endswith(str(after.first)) or page.startswith(str(after.first)) for page in pages)


def test_page_numbers_are_set_by_hand_and_the_quality_check_follows(station, desk, photo):
    desk.add_scan("C01", photo, "履行凭证", name="收条")
    first = next(one.first for one in desk.volume("C01").contents if one.title == "收条")

    def state():
        return next(one for one in desk.quality("C01").lines if one.criterion.id == "Q28")

    assert state().state == "met"
    desk.number_pages("C01", 1, (first + 3, first + 4))
    volume = desk.volume("C01")
    at = [one.title for one in volume.contents].index("收条")
    assert volume.contents[at].pages == f"{first + 3}-{first + 4}"
    assert volume.contents[at + 1].first == first + 5
    assert state().state == "failed"
    assert state().why == (
        f"第{first}页到第{first + 2}页没有文书；《收条》的页号是{first + 3}-{first + 4}，实有1页",
    )
    assert verbs(station, "C01") == ["import", "scan", "pages"]
    desk.number_pages("C01", 1, None)
    assert state().state == "met"


def test_a_paper_documents_range_says_how_many_pages_it_has(desk):
    desk.add_paper("C01", "履行凭证", name="收条", pages=1)
    first = next(one.first for one in desk.volume("C01").contents if one.title == "收条")
    assert desk.number_pages("C01", 1, (first, first + 2)).case.scans[0].pages == 3


@pytest.mark.parametrize(
    ("errand", "code"),
    [
        (lambda desk: desk.add_paper("C01", "履行凭证", name=" ", pages=1), Code.PAPER_NAME_MISSING),
        (lambda desk: desk.add_paper("C01", "履行凭证", name="收条", pages=0), Code.PAGES_WRONG),
        (lambda desk: desk.add_paper("C01", "抽屉里", name="收条", pages=1), Code.USAGE),
        (lambda desk: desk.number_pages("C01", 1, (1, 1)), Code.SCAN_UNKNOWN),
    ],
)
def test_a_paper_document_that_makes_no_sense_is_refused(desk, errand, code):
    with pytest.raises(Refusal) as refused:
        errand(desk)
    assert refused.value.code is code


def test_a_last_page_before_the_first_is_refused(desk, photo):
    desk.add_scan("C01", photo, "身份证明")
    with pytest.raises(Refusal) as refused:
        desk.number_pages("C01", 1, (5, 4))
    assert refused.value.code is Code.PAGES_WRONG


def test_a_paper_document_and_its_pages_by_their_verbs(zs, photo):
    code, (paper,) = zs("scan", "add", "C01", "--as", "履行凭证", "--name", "收条", "--pages", "2")
    assert (code, paper["pages"], paper["sha256"]) == (0, 2, "")
    assert zs("scan", "pages", "C01", "1", "30", "31")[1][0]["last"] == 31
    text = zs("scan", "list", "C01", as_json=False)[1]
    assert "收条  2页  纸质，没有扫描  起止页 30-31" in text
    assert zs("scan", "pages", "C01", "1", "30")[1][0]["last"] == 30
    assert zs("scan", "pages", "C01", "1")[1][0]["first"] is None
    code, document = zs("scan", "add", "C01", photo, "--as", "身份证明", "--pages", "2")
    assert (code, document["error"]["code"]) == (2, Code.USAGE.name)
    assert zs("scan", "add", "C01", "--as", "身份证明")[0] == 2
