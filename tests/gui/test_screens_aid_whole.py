"""An application from the counter to the applicant's objection, by keys and presses in the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.gui.aid_desk import answer, click, click_row, quiet_machine, titles, with_intakes
from tests.gui.aid_room import AidRoom
from tests.gui.conftest import commit, seen
from zsapp.rules.legal_aid import CENTER
from zsapp.screens.legal_aid.page import COURSE, PAPERS
from zsapp.services.record_files import records_as_yaml


@pytest.fixture
def desk(enter, station, tmp_path, monkeypatch):
    quiet_machine(tmp_path, monkeypatch)
    return AidRoom(enter(with_intakes(station)))


def turn(desk, name):
    """Press a tab of the open application."""
    tabs = desk.page.record.tabs
    at = next(at for at in range(tabs.count()) if tabs.tabText(at) == name)
    desk.room.qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(at).center())
    desk.settle()


def tab(desk):
    return desk.page.record.stack.currentWidget()


def test_an_application_is_forwarded_from_its_own_page_and_its_slip_seen(desk):
    desk.open("LA-09")
    turn(desk, COURSE)
    course = tab(desk)
    assert QApplication.focusWidget() is course.buttons["forward"]
    desk.keys("Return", "Ctrl+Return")  # what the page means by these keys waits
    view = desk.station.legal_aid.find("LA-09")
    assert (view.state, view.intake.forwarded.to) == ("已转交", CENTER)
    assert desk.page.record.state.text() == "已转交"
    click(course.paper)
    desk.settle()
    papers = tab(desk)
    assert desk.page.record.tabs.tabText(desk.page.record.tabs.currentIndex()) == PAPERS
    assert papers.rows.currentIndex().data().startswith("A07 申请转交单")
    assert QApplication.focusWidget() is papers.rows


def test_esc_leaves_a_step_first_and_then_the_application(desk):
    desk.open("LA-09")
    turn(desk, COURSE)
    click(tab(desk).buttons["call"])
    commit("没有打通")
    desk.keys("Escape")
    assert not tab(desk).step.isVisible()
    assert seen(tab(desk))
    desk.keys("Escape")
    assert QApplication.focusWidget() is desk.page.listing.rows


def test_what_is_typed_is_saved_before_its_papers_are_seen_and_what_one_lacks_is_found(desk):
    desk.open("LA-09")
    desk.fill("applicant.phone", "13900000123")
    turn(desk, PAPERS)
    assert desk.station.legal_aid.find("LA-09").intake.applicant.phone == "13900000123"
    papers = tab(desk)
    at = next(at for at, one in enumerate(titles(papers.rows)) if one.startswith("A03"))
    papers.rows.rest_at(at)
    click(papers.fill)
    desk.settle()
    assert desk.page.record.tabs.currentIndex() == 0


def test_many_are_forwarded_at_once_and_the_centres_file_leads_to_what_is_to_be_told(desk, tmp_path):
    desk.press("批次转交")
    page = desk.page._pages.currentWidget()
    desk.keys("Ctrl+A", "Ctrl+Return")
    assert [len(one.intakes) for one in desk.station.aid_course.batches()] == [3]
    assert seen(page)
    file = tmp_path / "结果.yaml"
    file.write_text(records_as_yaml([answer("LA-09")]), encoding="utf-8")
    desk.keys("Escape")
    desk.press("导入答复")
    commit(str(file))
    desk.keys("Return")
    click(desk.page._desks[1].widget.take)
    desk.settle()
    assert desk.station.legal_aid.find("LA-09").state == "不予援助"
    desk.keys("Return")
    course = tab(desk)
    assert QApplication.focusWidget() is course.buttons["tell"]
    desk.keys("Return", "Return", "Return")
    assert desk.station.legal_aid.find("LA-09").intake.center.told == desk.station.today()


def test_a_row_that_waits_leads_to_its_application(desk):
    desk.press("批次转交")
    rows = QApplication.focusWidget()
    click_row(rows, 1)
    desk.keys("Return")
    assert desk.model.state.record_id == desk.station.legal_aid.find("LA-09").id
    assert desk.page.record.tabs.tabText(desk.page.record.tabs.currentIndex()) == COURSE
