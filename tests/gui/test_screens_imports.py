"""Old ledgers in the window: looked at, columns told, taken in, taken back."""

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.counting import copy_home

HEADS = ["案号", "受理日期", "当事人", "案由", "结果", "经手人", "结案日期", "来源", "协议形式"]
GOOD = [
    "〔2024〕沙云人调字第1号",
    "2024-3-2",
    "何䶮与梁亚娣",
    "邻里",
    "成功",
    "高伟明",
    "2024-3-9",
    "申请",
    "口头",
]
BAD = ["〔2024〕沙云人调字第2号", "三月", "甲与乙", "赡养", "未成功", "高伟明", "2024-4-1", "申请", ""]


@pytest.fixture
def station(stations, tmp_path):
    copy_home(tmp_path / "village", filled=False)
    return stations("village")


@pytest.fixture
def page(room):
    room.shell.side.choose("statistics")
    room.settle()
    statistics = room.shell._page("statistics")
    statistics.old.click()
    room.settle()
    assert statistics.stack.currentWidget() is statistics.imports
    return statistics.imports


@pytest.fixture
def put(tmp_path):
    """Return a writer of old ledgers."""

    def write(*rows, heads=HEADS):
        book = openpyxl.Workbook()
        for row in (heads, *rows):
            book.active.append(row)
        book.save(tmp_path / "旧台账.xlsx")
        return str(tmp_path / "旧台账.xlsx")

    return write


def open_file(room, page, file):
    page.file.setText(file)
    page.look.click()
    room.settle()


def rows(page):
    return [page._model.row(at) for at in range(page.table.rowCount())]


def test_the_page_begins_at_the_file_and_says_what_to_do(page):
    assert QApplication.focusWidget() is page.file
    assert page.sentence.text().startswith("选一个 .xlsx 台账")
    assert (page.take.isEnabled(), page.undo.isEnabled()) == (False, False)


def test_a_ledger_is_looked_at_row_by_row(room, page, put):
    page.file.setText(put(GOOD, BAD))
    room.keys("Return")
    room.settle()
    assert page.sentence.text() == "新增 1 行，有误 1 行"
    assert "案由 → 纠纷类型" in page.columns.text()
    assert [(one.pill, one.right) for one in rows(page)] == [("新增", "第2行"), ("有误", "第3行")]
    assert rows(page)[1].under.startswith("受理日期：")
    assert page._model.row(9) is None


def test_a_result_without_a_day_is_minded_and_comes_in(room, page, put):
    open_file(room, page, put([*GOOD[:6], None, *GOOD[7:]]))
    assert (rows(page)[0].pill, rows(page)[0].under.partition("会")[0]) == ("新增", "有结果但没有结案日期，")
    assert page.take.isEnabled()


def test_a_column_is_told_or_left_out_again(room, page, put):
    open_file(room, page, put(GOOD))
    choice = page.heads["经手人"]
    choice.setCurrentText("调解员")
    choice.activated.emit(0)
    room.settle()
    assert "经手人 → 调解员" in page.columns.text()
    assert list(page.heads) == ["经手人"]
    choice = page.heads["经手人"]
    assert choice.currentText() == "调解员"
    choice.setCurrentText("不用这一列")
    choice.activated.emit(0)
    room.settle()
    assert "调解员" not in page.columns.text()


def test_a_table_that_lacks_a_column_is_asked_about(room, page, put):
    open_file(room, page, put(GOOD, heads=[*HEADS[:3], "纠纷情形", *HEADS[4:]]))
    assert room.said[-1].sentence == "没有找到这些栏目：纠纷类型"
    assert list(page.heads) == ["纠纷情形", "经手人"]
    choice = page.heads["纠纷情形"]
    choice.setCurrentText("纠纷类型")
    choice.activated.emit(0)
    room.settle()
    assert page.sentence.text() == "新增 1 行"
    assert list(page.heads) == ["经手人", "纠纷情形"]
    assert page._told.count() == 4


def test_what_is_no_ledger_is_said(room, page, put, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"nothing")
    open_file(room, page, str(tmp_path / "x.xlsx"))
    assert "不是可以读取的 Excel 文件" in room.said[-1].sentence
    open_file(room, page, "")
    assert page._model.state.preview is None
    open_file(room, page, put(heads=HEADS))
    assert page.sentence.text() == "表里没有案件"


def test_a_ledger_is_taken_in_and_taken_back(room, page, put):
    open_file(room, page, put(GOOD, BAD))
    page.take.click()
    room.settle()
    assert room.said[-1].sentence == "已导入 1 件，1 行有误没有导入"
    assert page.sentence.text() == "已有 1 行，有误 1 行"
    assert not page.take.isEnabled()
    assert page.undo.toolTip() == "旧台账.xlsx，1 份"
    page.undo.click()
    room.settle()
    assert room.said[-1].sentence == "已撤销：1 件作废，0 件恢复原样"
    assert room.station.mediation.find(GOOD[0]).state == "作废"
    assert not page.undo.isEnabled()
    page._model.undo()
    assert page.sentence.text() == "更新 1 行，有误 1 行"


def test_what_was_changed_since_is_said_when_taking_back(room, page, put):
    open_file(room, page, put(GOOD))
    page.take.click()
    room.station.mediation.act(GOOD[0], "visit", on=room.station.today())
    page.undo.click()
    room.settle()
    assert room.said[-1].sentence.endswith("1 件导入后又改过，没有动")


def test_the_empty_table_is_written(room, page):
    page.template.click()
    room.settle()
    assert room.said[-1].sentence == "已写入 人民调解案件台账导入表.xlsx"
    assert (room.shell.machine.folder() / "人民调解案件台账导入表.xlsx").is_file()


def test_a_file_is_chosen_from_a_list(room, page, put, monkeypatch):
    file = put(GOOD)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    page.browse.click()
    assert page.file.text() == ""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (file, ""))
    page.browse.click()
    room.settle()
    assert (page.file.text(), page.sentence.text()) == (file, "新增 1 行")


def test_back_leads_to_the_figures_which_count_what_came_in(room, page, put):
    open_file(room, page, put(GOOD))
    page.take.click()
    page.back.click()
    room.settle()
    statistics = room.shell._page("statistics")
    assert statistics.stack.currentIndex() == 0
    assert QApplication.focusWidget() is statistics.figures
    for _ in range(8):
        room.keys("Alt+Left")
    room.settle()
    assert statistics.period.text() == "2024年第1季度"
    assert statistics.behind.text() == "调解案件总数：1"
