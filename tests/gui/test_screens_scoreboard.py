"""The scoreboard page: indicators with targets, the records behind, the chart, a workbook, a report."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from tests.front_papers import entries
from tests.gui.first_pages import closed_home
from tests.stations import make_station
from zsapp.rules.scoreboard import key_of
from zsapp.screens.scoreboard.model import ScoreModel

__all__ = ["closed_home"]


@pytest.fixture
def page(enter, tmp_path):
    """The page at a town, with a year's records of one village."""
    town = make_station(tmp_path / "home", "town", today=date(2026, 11, 27))
    for ref in ("C-01", "P-01", "LV-01"):
        town.front.import_record(entries()[ref])
    room = enter(town)
    screen = room.turn_to("scoreboard")
    screen.room = room
    room.settle()
    yield screen
    town.close()


def choose(page, key):
    """Rest on an indicator until its chart is drawn."""
    scores = page._model.state.board.scores
    at = next(n for n, one in enumerate(scores) if key_of(one.figure) == key)
    page.figures.setCurrentIndex(page.table.index(at))
    page.room.settle()


def test_a_figure_says_its_numbers_its_target_and_what_it_means(page):
    choose(page, "I01 村（社区）法律顾问覆盖率")
    assert page.name.text() == "村（社区）法律顾问覆盖率"
    lines = page.told.text().split("\n")
    assert lines[0].startswith("0.00%　分子 0　分母 ")
    assert lines[2].startswith("目标 100%（全省村（社区）法律顾问全覆盖")
    assert lines[2].endswith("未达标")
    assert lines[3].startswith("定义：期末有有效签约法律顾问的村（社区） ÷ 全部村（社区）")
    assert "项有目标" in page.sentence.text()


def test_enter_goes_to_the_records_and_on_to_one(page):
    opened = []
    page._model.opened = lambda sector, record: opened.append((sector, record))
    choose(page, "I07 法律咨询人次")
    page.figures.setFocus()
    page.room.keys("Return")
    assert QApplication.focusWidget() is page.records
    page.room.keys("Return")
    assert opened == [("consultation", page.room.station.front.find("C-01").id)]


def test_a_place_and_its_month_are_told_in_words_and_not_opened(page):
    opened = []
    page._model.opened = lambda *record: opened.append(record)
    choose(page, "I25 零报告村（社区）月数")
    assert page._model.item(0).title.endswith(" 2026-01")
    page.records.chosen.emit(0)
    assert (opened, page._model.item(999)) == ([], None)


def test_the_chart_of_the_figure_before_the_clerk_is_drawn(page):
    choose(page, "I16 法治宣传场次")
    page._model.resize(400)
    page.room.settle()
    assert len(page._model.state.pages) >= 1
    page._model.resize(400)  # the same width draws nothing anew
    assert page._model.state.drawn >= 1


def test_periods_are_turned_by_keys_and_by_kind(page):
    assert page.period.text() == "2026年"
    page.room.keys("Alt+Left")
    page.room.settle()
    assert page.period.text() == "2025年"
    page.room.keys("Alt+Right")
    page._model.choose_kind("month")
    page.room.settle()
    assert page.period.text() == "2026年1月"
    page._model.turn(5)
    page.room.settle()
    assert page.period.text() == "2026年6月"
    page._model.turn(-99_999)
    assert page.period.text() == "2026年6月"


def test_the_workbook_and_the_report_are_kept_where_papers_go(page):
    page.room.shell.machine.printer = ""
    page.room.keys("Ctrl+E", "Ctrl+P")
    page.room.settle()
    said = [one.sentence for one in page.room.said]
    assert said[-2:] == ["考核指标已导出", "考核评价报告已存为 PDF"]
    folder = page.room.shell.machine.folder()
    assert list(folder.glob("公共法律服务考核指标 2026年*.xlsx"))
    assert list(folder.glob("公共法律服务考核评价报告 2026年*.pdf"))


def test_a_report_goes_to_the_printer_there_is(page):
    sent = []
    machine = page.room.shell.machine
    machine.printer = "司法所"
    machine.send = lambda pdf, printer, copies: sent.append((pdf[:4], printer, copies))
    page._model.print_report()
    page.room.settle()
    assert sent == [(b"%PDF", "司法所", 1)]
    assert page.room.said[-1].sentence == "考核评价报告已打印"


def test_what_cannot_be_written_is_said(page, tmp_path):
    (tmp_path / "占位").write_bytes(b"")
    page.room.shell.machine.folder = lambda: tmp_path / "占位"
    page._model.export()
    page.room.settle()
    assert page.room.said[-1].tone == "red"
    assert not page._model.state.busy


def test_before_anything_is_counted_nothing_is_written(room):
    model = ScoreModel(room.station, tasks=room.tasks, machine=room.shell.machine, say=room.said.append)
    model.export()
    model.choose(0)
    model.open_behind(0)
    assert (model.row(0), model.state.told, model.state.sentence) == (None, (), "正在统计……")
