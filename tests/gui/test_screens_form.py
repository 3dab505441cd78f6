"""A form that is drawn turn by turn: whoever types faster than it is drawn loses nothing."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from zsapp.screens.kit.form import Form
from zsapp.screens.mediation.layout import STEPS

MANY = 60
"""More fields than stand in what is drawn first."""


@pytest.fixture
def begun(room):
    """Give a form of the first step of which only the beginning is drawn, the caret in its first field."""
    room.begin()
    form = Form(replace(room.form.desk, fields={}, buttons=0), STEPS[0].blocks, turn=1)
    window, below = QWidget(), QPushButton("下一步")
    box = QVBoxLayout(window)
    box.addWidget(form)
    box.addWidget(below)
    form.after = (below,)
    room.qtbot.addWidget(window)
    with room.qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    form.fill(room.case.state.case)
    form.field_at("dispute_type").control.setFocus()
    yield form
    window.close()


def caret():
    return QApplication.focusWidget()


@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_the_caret_goes_on_to_fields_that_were_not_drawn_yet_and_not_past_them(begun, key):
    assert begun.unfinished
    for _ in range(MANY):
        if not begun.unfinished:
            break
        if key == "Enter":
            caret().parentWidget().go_on()
        else:
            begun.focusNextPrevChild(True)
        assert begun.isAncestorOf(caret())
    assert not begun.unfinished
