"""Photographs and sign-in sheets of events, results of logs, papers of visits: kept, counted, travelling."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.desks import Three, three_desks
from tests.stations import make_station
from tests.visits import consultation, event, log, visitor
from zsapp.base.errors import Code, Refusal
from zsapp.rules.desk_record import has_sign_in, photos_of
from zsapp.services.dossier import LIMIT
from zsapp.services.station import Station

TODAY = date(2026, 11, 23)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with make_station(tmp_path / "home", today=TODAY) as opened:
        yield opened


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


def picture(folder: Path, name: str, shade: str = "gray") -> Path:
    """Return a photograph."""
    path = folder / f"{name}.jpg"
    Image.new("RGB", (120, 80), shade).save(path)
    return path


def open_rules(station: Station, ref: str) -> set[str]:
    return {one.rule for one in station.front.check(station.front.find(ref))}


def test_photographs_count_beside_the_typed_number(station: Station, tmp_path: Path) -> None:
    held = station.front.add("publicity", event(photos=None, signin_sheet=None, attendance=30))
    assert {"PB05", "PB06"} <= open_rules(station, held.id)
    files = station.desk_attachments
    files.add(held.id, picture(tmp_path, "全景"))
    files.add(held.id, picture(tmp_path, "全景又一份"), name="全景")  # the same content: kept once
    assert len(station.front.find(held.id).record.files) == 1
    assert "PB05" in open_rules(station, held.id)
    files.add(held.id, picture(tmp_path, "特写", "white"))
    view = files.add(held.id, picture(tmp_path, "签到", "black"), kind="签到表")
    assert not {"PB05", "PB06"} & open_rules(station, held.id)
    assert [(one.kind, one.name, one.pages) for one in view.record.files] == [
        ("照片", "全景", 1),
        ("照片", "特写", 1),
        ("签到表", "签到", 1),
    ]
    assert (photos_of(view.record), has_sign_in(view.record)) == (2, True)
    (sheet,) = files.images(held.id, 3)
    assert sheet.width > sheet.height / 2
    assert [one.name for one in files.drop(held.id, 1).record.files] == ["特写", "签到"]
    assert "PB05" in open_rules(station, held.id)
    verbs = [one.header.verb for one in station.front.history(held.id)]
    assert verbs == ["save", "scan", "scan", "scan", "scan", "scan_drop"]


def test_what_is_typed_stands_while_it_is_more() -> None:
    assert photos_of(event(photos=5)) == 5
    assert photos_of(event(photos=None)) is None
    assert has_sign_in(event(signin_sheet=False)) is False


def test_a_log_takes_its_photographs_and_a_visit_its_papers(station: Station, tmp_path: Path) -> None:
    files, file = station.desk_attachments, picture(tmp_path, "合同")
    visit = station.front.add("adviser", log())
    assert files.add(visit.id, file).record.files[0].kind == "照片"
    asked = station.front.add("consultation", consultation())
    assert files.add(asked.id, file, name="租赁合同").record.files[0].kind == "文书"
    sheet = station.front.export([asked.id])[0]
    assert "files" not in sheet  # a record file carries no pictures
    assert station.front.import_record(sheet).changed is False


def test_what_is_no_file_of_a_record_is_refused(station: Station, tmp_path: Path) -> None:
    held = station.front.add("publicity", event())
    (tmp_path / "说明.txt").write_text("不是照片", encoding="utf-8")

    def refused(*given: Any, **named: Any) -> Code:
        with pytest.raises(Refusal) as said:
            station.desk_attachments.add(held.id, *given, **named)
        return said.value.code

    assert refused(tmp_path / "说明.txt") is Code.SCAN_UNREADABLE
    assert refused(picture(tmp_path, "甲"), kind="影片") is Code.USAGE
    with (tmp_path / "录像.pdf").open("wb") as out:
        out.truncate(LIMIT + 1)
    assert refused(tmp_path / "录像.pdf") is Code.SCAN_TOO_LARGE
    for errand in (station.desk_attachments.drop, station.desk_attachments.images):
        with pytest.raises(Refusal) as said:
            errand(held.id, 1)
        assert said.value.code is Code.SCAN_UNKNOWN
    with pytest.raises(Refusal) as locked:
        station.desk_course.change(held.id, {"files[0].name": "改名"})
    assert locked.value.code is Code.IMPORT_KEY_UNKNOWN


def test_files_travel_and_those_of_a_restricted_record_sealed_to_the_city(
    three: Three, tmp_path: Path
) -> None:
    village = Station(three.village.store, TODAY)
    held = village.front.add("publicity", event())
    beaten = village.front.add("consultation", consultation(person=visitor(groups=("G10",))))
    open_one, closed_one = picture(tmp_path, "全景"), picture(tmp_path, "伤情", "black")
    village.desk_attachments.add(held.id, open_one)
    village.desk_attachments.add(beaten.id, closed_one)
    assert three.village.exchange.export(three.stick).attachments == 2
    (taken,) = three.town.exchange.import_path(three.stick).packages
    assert (taken.attachments, taken.differences) == (1, ())
    town = Station(three.town.store, TODAY)
    (kept,) = town.front.find(held.id).record.files
    assert town.store.blobs.get(kept.sha256) == open_one.read_bytes()
    assert not town.front.knows(beaten.id)
    sealed = village.front.find(beaten.id).record.files[0].sha256
    assert not town.store.blobs.has(sealed)
    three.town.exchange.export(three.stick)
    three.city.exchange.import_path(three.stick)
    assert three.city.store.blobs.get(sealed) == closed_one.read_bytes()
