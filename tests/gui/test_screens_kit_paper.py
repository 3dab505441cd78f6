"""The paper on the screen: pages one below the other, a press that says where, a place that is marked."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtWidgets import QApplication

from zsapp.screens.kit.pages import GAP, MARGIN, PageView


@dataclass
class Image:
    """A white page image."""

    width: int = 210
    height: int = 297

    @property
    def gray(self):
        return b"\xff" * (self.width * self.height)


@pytest.fixture
def paper(qtbot, framed):
    """Two pages on a desk 440 pixels wide."""
    view = PageView()
    framed(view, size=(440, 400))
    view.put((Image(), Image()))
    QApplication.processEvents()
    return view


def test_a_press_says_which_page_and_where_in_points(qtbot, paper):
    sheets, said = paper.widget(), []
    paper.pressed.connect(lambda *where: said.append(where))
    wide = sheets.width() - 2 * MARGIN
    high = round(wide * 297 / 210)
    second = QPoint(MARGIN + wide // 2, MARGIN + high + GAP + high // 4)
    qtbot.mouseClick(sheets, Qt.MouseButton.LeftButton, pos=second)
    ((page, x, y),) = said
    assert page == 1
    assert x == pytest.approx(595.28 / 2, abs=2)
    assert y == pytest.approx(841.9 / 4, abs=3)
    qtbot.mouseClick(sheets, Qt.MouseButton.LeftButton, pos=QPoint(20, MARGIN + high + GAP // 2))
    assert len(said) == 1  # between the pages


def test_the_page_in_sight_is_told_and_a_place_is_shown(paper):
    assert paper.accessibleDescription() == "共2页"
    assert paper.page_in_sight() == 1
    paper.reveal(1, 100, 700, (200, 20))
    assert paper.page_in_sight() == 2
    before = paper.grab().toImage()
    paper.unmark()
    assert paper.grab().toImage() != before


def test_enlarged_pages_ask_for_finer_images(qtbot, paper):
    with qtbot.waitSignal(paper.sized) as fitting:
        paper.set_zoom(1.0)
    with qtbot.waitSignal(paper.sized) as enlarged:
        paper.set_zoom(1.5)
    assert paper.zoom == 1.5
    assert enlarged.args[0] > fitting.args[0] * 1.4


def test_another_screen_fits_the_pages_anew(qtbot, paper):
    with qtbot.waitSignal(paper.sized):
        QApplication.sendEvent(paper, QEvent(QEvent.Type.DevicePixelRatioChange))


def test_without_pages_no_page_is_in_sight(qtbot):
    view = PageView()
    qtbot.addWidget(view)
    assert view.page_in_sight() == 0
    view.put(())
    assert view.page_in_sight() == 0


def test_a_marked_place_lies_where_the_page_says(paper):
    place = paper.widget().place_on_widget(1, QRectF(0, 0, 595.28, 10))
    assert place.x() == MARGIN
    assert place.width() == pytest.approx(paper.widget().width() - 2 * MARGIN)
