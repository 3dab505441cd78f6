"""结果导入 in the window: the centre's file looked at row by row, taken in, twice without a change."""

from datetime import date

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.gui.aid_desk import SCALE, answer, click, click_row, press, settle, titles, with_intakes
from zsapp.base.errors import Code
from zsapp.rules.roles import Badge, Role
from zsapp.screens.legal_aid.answers_view import AnswersView
from zsapp.screens.legal_aid.model.answers import BEGIN, AnswersModel
from zsapp.services.record_files import records_as_yaml


@pytest.fixture
def station(stations):
    return with_intakes(stations("village"))


@pytest.fixture
def page(station, tasks, framed, tmp_path):
    said = []
    model = AnswersModel(station.aid_answers, tasks=tasks, say=said.append, folder=lambda: tmp_path)
    view = AnswersView(model, SCALE)
    view.model, view.said = model, said
    framed(view, size=(1142, 640))
    view.start()
    settle(tasks)
    return view


@pytest.fixture
def put(tmp_path):
    """Return a writer of the centre's files."""

    def write(*entries):
        file = tmp_path / "结果.yaml"
        file.write_text(records_as_yaml(list(entries)), encoding="utf-8")
        return str(file)

    return write


WRONG = {"ref": "LA-01", "center": {"status": "同意"}}


def open_file(page, file):
    page.file.setFocus()
    page.file.setText(file)
    press("Return")


def test_the_page_begins_at_the_file_and_says_what_to_do(page):
    assert QApplication.focusWidget() is page.file
    assert page.sentence.text() == BEGIN
    assert not page.take.isEnabled()
    assert not page.open.isVisible()


def test_each_entry_is_looked_at_before_anything_is_stored(page, station, put):
    open_file(
        page, put(answer("LA-09"), answer("LA-07"), answer("LA-09"), WRONG, answer("LA-09") | {"ref": "无"})
    )
    assert page.sentence.text() == "新结果 2 条，已有 1 条，有误 2 条"
    assert titles(page.rows) == [
        "何永昌　不予，中西彩法援接〔2026〕0001号　2026年3月26日，新结果，异议期到2026年4月13日",
        "（限制查看）　给予，中东起法援接〔2026〕0001号　2026年9月11日，新结果，第2条",
        "何永昌　不予，中西彩法援接〔2026〕0001号　2026年3月26日，已有，异议期到2026年4月13日",
        "LA-01，不认识的结果“同意”，有误，第4条",
        "无，没有这份记录：无，有误，第5条",
    ]
    assert page.detail.text() == "中法援不予字〔2026〕0019号；理由：不符合经济困难标准；异议期到2026年4月13日"
    assert page.following.text().startswith("接下来：请把文书交给申请人，并告知可以向中山市司法局提出异议")
    click_row(page.rows, 3)
    assert page.detail.text().startswith("不认识的结果“同意”（center.status）。请写：受理、给予")
    assert not page.open.isVisible()
    assert station.legal_aid.find("LA-09").intake.center is None


def test_what_is_right_comes_in_and_the_same_file_again_changes_nothing(page, station, put):
    came = []
    page.model.imported = lambda: came.append(1)
    file = put(answer("LA-09"), WRONG)
    open_file(page, file)
    click(page.take)
    assert page.said[-1].sentence == "已导入 1 条结果，1 条有误没有导入"
    assert page.sentence.text() == "已导入 1 条，有误 1 条"
    assert (page.take.isEnabled(), came) == (False, [1])
    assert QApplication.focusWidget() is page.rows
    assert station.legal_aid.find("LA-09").state == "不予援助"
    version = station.legal_aid.find("LA-09").version
    open_file(page, file)
    assert page.sentence.text() == "已有 1 条，有误 1 条"
    page.model.take()
    assert station.legal_aid.find("LA-09").version == version


def test_a_correction_of_the_centre_is_new_again(page, station, put):
    open_file(page, put(answer("LA-09")))
    click(page.take)
    assert page.said[-1].sentence == "已导入 1 条结果"
    later = answer("LA-09")
    later["center"]["delivered"] = date(2026, 3, 30)
    open_file(page, put(later))
    assert page.sentence.text() == "新结果 1 条"
    click(page.take)
    assert station.legal_aid.find("LA-09").intake.center.delivered == date(2026, 3, 30)


def test_enter_on_an_entry_opens_its_intake_and_on_a_wrong_one_nothing(page, station, put):
    opened = []
    page.model.opened = opened.append
    open_file(page, put(answer("LA-09"), WRONG))
    click_row(page.rows, 0)
    press("Return", "Down", "Return")
    assert opened == [station.legal_aid.find("LA-09").id]
    page.rows.rest_at(0)
    click(page.open)
    assert len(opened) == 2
    assert page.model.painted(9) is None


def test_a_restricted_one_is_unknown_to_a_mediator(page, station, put):
    station.store.badge = Badge(Role.MEDIATOR)
    open_file(page, put(answer("LA-07")))
    assert titles(page.rows) == ["LA-07，没有这份记录：LA-07，有误，第1条"]


def test_a_file_that_is_none_says_so(page, tmp_path):
    open_file(page, str(tmp_path / "没有.yaml"))
    assert page.said[-1].number == Code.FILE_MISSING.value.number
    assert page.sentence.text() == BEGIN


def test_a_file_is_chosen_from_a_list(page, put, monkeypatch):
    file = put(answer("LA-09"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    click(page.browse)
    assert page.file.text() == ""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (file, ""))
    click(page.browse)
    assert (page.file.text(), page.sentence.text()) == (file, "新结果 1 条")


def test_the_centre_fills_in_a_table_and_sends_it_back(page, station, tmp_path):
    click(page.blank)
    assert page.said[-1].sentence == "已写入 法律援助结果表.xlsx"
    book = openpyxl.load_workbook(tmp_path / "法律援助结果表.xlsx")
    heads = [cell.value for row in book.active.iter_rows() for cell in row if cell.value == "结果"]
    assert heads == ["结果"]
    place = next(cell for row in book.active.iter_rows() for cell in row if cell.value == "接收凭证编号")
    number = station.legal_aid.find("LA-09").number
    book.active.cell(place.row + 1, place.column, number)
    book.active.cell(place.row + 1, place.column + 1, "受理")
    book.save(tmp_path / "回.xlsx")
    open_file(page, str(tmp_path / "回.xlsx"))
    assert page.sentence.text() == "新结果 1 条"
    click(page.take)
    assert station.legal_aid.find("LA-09").state == "已受理"
