"""Photographs and sheets of a record in the window: taken in, looked at, taken out; nothing typed is lost."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog

from tests.gui.first_pages import closed_home
from tests.stations import make_station
from tests.visits import event

__all__ = ["closed_home"]


@pytest.fixture
def desk(enter, tmp_path):
    """The page of a village station with an event before the clerk."""
    station = make_station(tmp_path / "home", today=date(2026, 11, 27))
    held = station.front.add("publicity", event(photos=None, signin_sheet=None))
    room = enter(station)
    screen = room.turn_to("front_desk")
    screen.room = room
    screen.open_at(held.id)
    room.settle()
    yield screen
    station.close()


@pytest.fixture
def pictures(tmp_path, monkeypatch):
    """Return what the clerk chooses in the dialogue that asks for files."""
    made = [tmp_path / "全景.jpg", tmp_path / "特写.jpg"]
    for path, shade in zip(made, ("gray", "white"), strict=True):
        Image.new("RGB", (60, 40), shade).save(path)
    chosen = [str(one) for one in made]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: (chosen, ""))
    return chosen


def names(desk):
    """Return the files as the list shows them."""
    return [desk.models.files.row(at).title for at in range(desk.files.table.rowCount())]


def test_photographs_are_added_looked_at_and_taken_out(desk, pictures):
    desk.room.keys("F4")
    desk.room.settle()
    assert desk.files.nothing.isVisible()
    desk.files.add.click()
    desk.room.settle()
    assert names(desk) == ["全景", "特写"]
    assert desk.attach.text() == "附件 2 F4"
    assert "PB05" not in {one.rule for one in desk.models.record.state.look.findings}
    desk.models.files.resize(200)
    assert desk.models.files.state.pages
    desk.files.start()
    desk.room.keys("Up")
    assert (desk.models.files.state.chosen, len(desk.models.files.state.pages)) == (1, 1)
    desk.room.keys("Delete")
    desk.room.settle()
    assert names(desk) == ["特写"]
    assert "PB05" in {one.rule for one in desk.models.record.state.look.findings}
    assert desk.models.files.row(5) is None
    desk.room.keys("Escape")
    assert desk.beside.currentIndex() == 0


def test_what_is_typed_meanwhile_stays_and_keeps_the_files(desk, pictures):
    desk.room.keys("F4")
    desk.room.settle()
    desk.models.record.edit("place", "榕树头")
    desk.files.add.click()
    desk.models.record.save()
    desk.room.settle()
    kept = desk.room.station.front.find(desk.models.record.state.record_id).record
    assert (kept.place, [one.name for one in kept.files]) == ("榕树头", ["全景", "特写"])


def test_a_file_that_is_no_picture_is_refused_and_those_before_it_are_in(desk, pictures):
    wrong = Path(pictures[1])
    wrong.write_text("不是照片", encoding="utf-8")
    desk.room.keys("F4")
    desk.room.settle()
    desk.files.add.click()
    desk.room.settle()
    assert names(desk) == ["全景"]
    assert "特写" in desk.room.said[-1].sentence
    assert desk.room.station.front.find(desk.models.record.state.record_id).version == 2
