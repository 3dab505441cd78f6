"""A case in every size of type: nothing is cut, nothing lies outside its column."""

from contextlib import suppress

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt import exceptions

from zsapp.screens.kit.form import FoldView
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import Elided, FoldHead
from zsapp.screens.mediation.layout import STEPS
from zsapp.screens.window import restyle


@pytest.fixture(params=(100, 125, 150))
def size(request):
    """Give each size of type; before there is a window and after it is gone, for then it is quick."""
    restyle(Scale(request.param))
    yield request.param
    restyle(Scale(100))


@pytest.fixture
def sized(size, enter, station):
    """Give a shell at each size of type, on the smallest screen."""
    room = enter(station, size)
    room.shell.resize(1366, 728)
    QApplication.processEvents()
    return room


def cut(widget: QWidget) -> list[str]:
    """Return the words below a widget that have too little room."""
    found = []
    for one in widget.findChildren(QLabel):
        if not one.isVisible() or isinstance(one, Elided) or not one.text():
            continue
        room = one.contentsRect()
        wrapped = one.wordWrap()
        wide = one.fontMetrics().horizontalAdvance(max(one.text().split("\n"), key=len))
        if (not wrapped and wide > room.width() + 1) or (
            wrapped and one.heightForWidth(one.width()) > one.height() + 1
        ):
            found.append(f"{one.text()} {wide} in {room.width()}")
    found += [
        f"[{one.text()}] {one.sizeHint().width()} in {one.width()}"
        for one in widget.findChildren(QPushButton)
        if one.isVisible() and not isinstance(one, FoldHead) and one.sizeHint().width() > one.width()
    ]
    return found


def test_every_word_of_every_step_is_whole(sized, qtbot):
    sized.open("C03")
    for step in range(len(STEPS)):
        sized.case.go(step)
        form = sized.screen.case.form(step)
        for fold in form.findChildren(FoldView):
            if not fold.is_open and fold.isVisible():
                fold.toggle()
        sized.settle()
        with suppress(exceptions.TimeoutError):  # wrapped words come to rest in a few rounds
            qtbot.waitUntil(lambda: not cut(sized.screen), timeout=1_000)
        assert cut(sized.screen) == [], STEPS[step].name
        assert form.widget().minimumSizeHint().width() <= form.viewport().width(), STEPS[step].name
