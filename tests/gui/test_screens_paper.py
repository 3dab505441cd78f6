"""The paper beside the form: it follows the typing, shows where a field is printed, and takes one there."""

from hashlib import sha256

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import commit
from zsapp.screens.kit.pages import MARGIN, POINTS_WIDE
from zsapp.screens.mediation.paper_view import LARGER

RARE = chr(0xE000)
"""A character no font has."""


@pytest.fixture
def written(room):
    """Give a room with a case at its first step, the caret in it and the paper drawn."""
    room.open("C01")
    room.case.go(0)
    room.go("brief")
    draw(room)
    return room


def preview(room):
    return room.shell.models.preview


def drawn(room):
    """Return the first sheet as it was drawn, for comparing: its width and a digest short enough to print."""
    page = preview(room).state.pages[0]
    return page.width, page.height, sha256(page.gray).hexdigest()


def draw(room) -> None:
    """Let the paper be drawn as wide as its column now is."""
    room.screen.paper.pages._say_size()
    room.settle()


def at(room, item):
    """Return where the first place of an item is painted, in pixels of the sheets."""
    place = next(one for one in preview(room).state.places if one.item == item)
    sheets = room.screen.paper.pages._sheets
    unit = (sheets.width() - 2 * MARGIN) / POINTS_WIDE
    middle = QPoint(round((place.x + place.width / 2) * unit), round((place.y + place.height / 2) * unit))
    return QPoint(MARGIN, MARGIN) + middle


def test_the_paper_follows_the_typing(written):
    before, sheet = preview(written).state, drawn(written)
    assert len(before.pages) == 1
    commit("又下雨了。")
    assert preview(written).state.generation == before.generation
    assert drawn(written) == sheet
    draw(written)
    assert preview(written).state.generation > before.generation
    assert drawn(written)[:2] == sheet[:2]
    assert drawn(written) != sheet


def test_each_step_shows_the_paper_it_is_for(written):
    shown = []
    for step in range(6):
        written.case.go(step)
        written.settle()
        shown.append(written.screen.paper.forms.currentText())
    assert shown == ["F02 申请书", "F03 受理登记表", "F08 记录", "F08 记录", "F09 协议书", "F09 协议书"]
    assert written.screen.paper.title == "人民调解协议书"


def test_another_paper_is_chosen_from_the_list(written):
    forms = written.screen.paper.forms
    at_agreement = forms.findText("F09 协议书")
    forms.setCurrentIndex(at_agreement)
    forms.activated.emit(at_agreement)
    written.settle()
    assert len(preview(written).state.pages) == 2
    assert forms.itemData(at_agreement, Qt.ItemDataRole.ToolTipRole) == "人民调解协议书"


def test_the_form_for_handwriting_is_a_press_away(written):
    filled = drawn(written)
    written.screen.paper.blank.click()
    draw(written)
    assert preview(written).state.blank
    assert drawn(written) != filled
    written.screen.paper.blank.click()
    draw(written)
    assert drawn(written) == filled


def test_the_paper_is_made_larger_and_fitted_again(written):
    view = written.screen.paper
    before = view.pages._sheets.width()
    view.zoom.click()
    assert view.zoom.text() == "缩小"
    assert view.pages._sheets.width() == round(view.pages.viewport().width() * LARGER)
    view.zoom.click()
    assert view.zoom.text() == "放大"
    assert view.pages._sheets.width() == before


def test_a_press_on_the_paper_goes_to_the_field(written):
    sheets = written.screen.paper.pages._sheets
    written.qtbot.mouseClick(sheets, Qt.MouseButton.LeftButton, pos=at(written, "parties[1].name"))
    assert QApplication.focusWidget() is written.field("parties[1].name").control


def test_a_press_on_the_margin_goes_to_no_field(written):
    written.qtbot.mouseClick(
        written.screen.paper.pages._sheets, Qt.MouseButton.LeftButton, pos=QPoint(12, 12)
    )
    assert QApplication.focusWidget() is written.screen.paper.pages


def test_a_field_is_shown_on_the_paper_and_scrolled_to(written):
    sheets = written.screen.paper.pages._sheets
    written.shell.resize(1366, 420)
    draw(written)
    written.go("requests[1]")
    assert sheets._mark is not None
    bar = written.screen.paper.pages.verticalScrollBar()
    assert bar.value() > 0
    written.go("parties[0].name")
    assert bar.value() < bar.maximum()


def test_a_field_that_is_not_printed_marks_nothing(written):
    written.go("title")
    assert written.screen.paper.pages._sheets._mark is None


def test_a_blank_field_of_one_party_does_not_point_at_the_other(written):
    written.case.begin()
    written.fill("parties[0].name", "何䶮")
    written.settle()
    written.go("parties[1].name")
    assert written.screen.paper.pages._sheets._mark is None


def test_a_narrow_column_leaves_the_choice_and_the_print_button(written):
    view = written.screen.paper
    assert view.blank.isVisible()
    written.keys("Escape")
    assert view.width() < view._wide
    assert view.blank.isHidden()
    assert view.zoom.isHidden()
    assert view.print.isVisible()


def test_a_character_no_font_has_is_told_and_the_last_paper_stays(written):
    pages = preview(written).state.pages
    commit(RARE)
    written.settle()
    assert written.screen.paper.fault.isVisible()
    assert written.screen.paper.fault.text()
    assert preview(written).state.pages == pages
    written.keys("Ctrl+Z")
    written.settle()
    assert written.screen.paper.fault.isHidden()


def test_without_a_case_there_is_no_paper(written):
    written.keys("Escape")
    written.case.leave()
    written.settle()
    assert preview(written).state.pages == ()


def test_the_print_button_prints(written):
    written.screen.paper.print.click()
    assert written.screen.printing.isVisible()


def test_a_window_too_narrow_for_both_has_the_form_alone(room):
    room.open("C01")
    room.shell.resize(760, 600)
    room.go("brief")
    room.settle()
    assert not room.screen._column.isVisible()
    assert room.screen.case.isVisible()
    room.shell.resize(1366, 748)
    assert room.screen._column.isVisible()


def test_f6_goes_round_form_checks_paper_and_list(written):
    met = []
    for _ in range(3):
        written.keys("F6")
        met.append(QApplication.focusWidget())
    assert met == [written.screen.checks.more, written.screen.paper.forms, written.screen.case.steps]
    written.keys("Escape")
    written.keys("F6")
    assert written.screen.case.isAncestorOf(QApplication.focusWidget())
    written.case.leave()
    written.screen.rail.query.setFocus()
    written.keys("F6")
    assert QApplication.focusWidget() is written.screen.rail.rows
