"""法律援助指标 among the statistics: each figure with its applications, the register and the workbook."""

import openpyxl
import pytest

from tests.gui.aid_desk import answer, titles, with_intakes
from zsapp.rules.legal_aid import SECTOR
from zsapp.rules.roles import Badge, Role


@pytest.fixture
def station(stations):
    made = with_intakes(stations("village"))
    made.aid_course.forward(["LA-01"], on=made.today())
    made.aid_course.answer(answer("LA-09"))
    return made


@pytest.fixture
def page(room, tmp_path):
    """Give the page at the indicators of legal aid, first quarter."""
    found = room.turn_to("statistics")
    found.folder.setText(str(tmp_path))
    choose(room, found, SECTOR)
    return found


def choose(room, page, sheet):
    at = page.sheet.findData(sheet)
    page.sheet.setCurrentIndex(at)
    page.sheet.activated.emit(at)
    room.settle()


def rest(room, page, words):
    at = next(at for at, one in enumerate(page._model.state.rows) if one.title.startswith(words))
    page.figures.setCurrentIndex(page.table.index(at))
    room.settle()


def cells(path):
    sheet = openpyxl.load_workbook(path).active
    return {cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)}


def test_the_indicators_of_a_period_stand_with_their_numbers(page):
    figures = {one.title: one.right for one in page._model.state.rows}
    assert page.sentence.text() == "本期 3 件法律援助申请"
    assert figures["I09 法律援助申请接收数"] == "3"
    assert figures["I09-2 转交及时率"] == "0.00%（0/1）"
    assert figures["I11 不予率"] == "100.00%（1/1）"
    assert (page.basis.currentText(), page.freeze.isVisible()) == ("按接收日期统计", False)
    assert "I13 受援人占比：老年人" not in figures
    page.whole.click()
    assert any(one.title.startswith("I13") for one in page._model.state.rows)


def test_a_figure_leads_to_its_applications_and_one_of_them_to_its_page(room, page):
    opened = []
    page._model.opened_in = lambda sector, record_id: opened.append((sector, record_id))
    rest(room, page, "I09-2")
    assert page.note.text() == "分子 0 件，分母 1 件；下面先列计入的，再列没有计入的 1 件"
    assert titles(page.rows) == [
        "黎志强　请求支付劳动报酬，中小同法援接〔2026〕0001号　2026年3月9日，已转交，转交超期"
    ]
    rest(room, page, "I09 ")
    assert len(titles(page.rows)) == 3
    assert titles(page.rows)[2].startswith("（限制查看）　请求给付抚养费")
    room.keys("Return", "Return")
    assert opened == [(SECTOR, room.station.legal_aid.find("LA-01").id)]


def test_a_mediator_counts_no_restricted_application(room, page):
    room.station.store.badge = Badge(Role.MEDIATOR)
    page.start()
    room.settle()
    assert page._model.state.rows[1].right == "2"


def test_figures_and_register_are_written_the_register_without_the_name_of_a_child(room, page, tmp_path):
    room.keys("Ctrl+E")
    assert {"转交及时率", "0.00%"} <= cells(tmp_path / "法律援助指标 2026年第1季度.xlsx")
    page.register.click()
    page.masked.click()
    named = cells(tmp_path / "法律援助申请登记台账 2026年第1季度.xlsx")
    assert {"黎志强", "（限制查看）"} <= named
    assert "陈梓涵" not in named
    assert "黎**" in cells(tmp_path / "法律援助申请登记台账 2026年第1季度 隐名.xlsx")
    assert room.said[-1].sentence.startswith("已写入 法律援助申请登记台账")


def test_a_period_without_any_is_a_report_of_nothing_and_tables_come_back(room, page):
    room.keys("Alt+Left")
    room.settle()
    assert page.sentence.text() == "零报告：本期没有法律援助申请"
    assert page.export.isEnabled()
    choose(room, page, "table_b")
    assert page.basis.currentText() == "按受理日期统计"
    assert page.freeze.isVisible()


def test_what_came_too_late_is_not_shown(room, page):
    counted = page._model.state.counted
    sheet = page._model.indicators
    page._model.choose_sheet("table_b")
    page._model._came_counted(page._model._asked(), sheet, counted)
    assert page._model.state.counted is None
