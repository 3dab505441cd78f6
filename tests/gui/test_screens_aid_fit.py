"""Papers, course, forwarding and answers of legal aid in the largest type: nothing is cut."""

from contextlib import suppress

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt import exceptions

from tests.gui.aid_desk import answer, settle, with_intakes
from tests.gui.test_screens_case_fit import cut
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.legal_aid.page import COURSE, PAPERS
from zsapp.screens.window import restyle
from zsapp.services.record_files import records_as_yaml


@pytest.fixture
def room(enter, station):
    """Give the smallest screen in the largest type."""
    restyle(Scale(150))
    made = enter(with_intakes(station), 150)
    made.shell.resize(1366, 728)
    QApplication.processEvents()
    yield made
    restyle(Scale(100))


def whole(qtbot, widget):
    """Return what is cut below a widget once wrapped words have come to rest."""
    with suppress(exceptions.TimeoutError):
        qtbot.waitUntil(lambda: not cut(widget), timeout=1_000)
    return cut(widget)


def test_every_word_is_whole(room, qtbot, tmp_path):
    page = room.turn_to("legal_aid")
    page.open_at(room.station.legal_aid.find("LA-07").id)
    room.settle()
    papers, course = (one.widget for one in page._tabs)
    for name, view in ((PAPERS, papers), (COURSE, course)):
        page.record.turn_to(name)
        room.settle()
        assert whole(qtbot, view) == [], name
    course._model.begin("ask")
    course._model.edit("until", course._model.state.sheet.on.replace(month=1))
    course._model.confirm()
    assert whole(qtbot, course) == []
    file = tmp_path / "结果.yaml"
    file.write_text(records_as_yaml([answer("LA-09"), {"ref": "无"}]), encoding="utf-8")
    for at in (0, 1):
        page.show_desk(at)
        room.settle()
        view = page._desks[at].widget
        assert whole(qtbot, view) == [], at
    view._model.choose(str(file))
    settle(room.tasks)
    assert whole(qtbot, view) == []
    page.show_desk(0)
    forwarding = page._desks[0].widget
    forwarding._model.to("town")
    forwarding._model.choose_all()
    assert whole(qtbot, forwarding) == []
    forwarding._model.forward()
    room.settle()
    assert whole(qtbot, forwarding) == []
