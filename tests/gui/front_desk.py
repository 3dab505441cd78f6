"""The front desk's page, and what hands do on it."""

from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton

from tests.front_papers import entries
from tests.gui.first_pages import closed_home
from tests.gui.keys import commit
from tests.stations import make_station

__all__ = ["closed_home"]


@pytest.fixture
def desk(enter, tmp_path):
    """The page of a village station."""
    station = make_station(tmp_path / "home", today=date(2026, 11, 27))
    room = enter(station)
    screen = room.turn_to("front_desk")
    screen.room = room
    yield screen
    station.close()


def settle(desk):
    desk.room.settle()
    if desk.record.form is not None:
        desk.record.form.finish()
    desk.room.settle()


def fill(desk, path, text):
    """Type a text into a field and leave it."""
    desk.record.focus_path(path)
    settle(desk)
    assert desk.record.form.field_at(path) is not None, path
    commit(text)
    desk.record.form.field_at(path).control.left.emit()
    settle(desk)


def open_one(desk, ref):
    """Take in a record and open it."""
    desk.room.station.front.import_record(entries()[ref])
    view = desk.room.station.front.find(ref)
    desk.models.listing.choose(view.sector)
    desk.open_at(view.id)
    settle(desk)
    return view


def press(desk, words):
    """Press the button of these words."""
    found = [one for one in desk.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    assert found, words
    found[-1].click()
    settle(desk)
