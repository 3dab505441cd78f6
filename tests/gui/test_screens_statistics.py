"""台账统计 in the window: a period chosen, a figure's cases seen, sheets written; all of it by keys."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QFileDialog, QStyle, QStyleOptionViewItem

from tests.counting import copy_home
from tests.gui.keys import commit
from tests.stations import acceptance_case
from zsapp.rules.reporting import Counters
from zsapp.screens.kit.tokens import COLOURS
from zsapp.screens.statistics.model import StatisticsModel, free_name

OWN = "中山市沙溪镇龙瑞村人民调解委员会"


@pytest.fixture
def station(stations, tmp_path):
    copy_home(tmp_path / "village")
    return stations("village")


@pytest.fixture
def page(room):
    return shown(room)


def shown(room):
    room.shell.side.choose("statistics")
    room.settle()
    page = room.shell._page("statistics")
    page.folder.setText(str(room.shell._home))
    return page


def figure(page, label):
    """Return the row of a figure."""
    return next(at for at, row in enumerate(page._model.state.rows) if row.title == label)


def look(room, page, label):
    page.figures.setCurrentIndex(page.table.index(figure(page, label)))
    room.settle()


def titles(page):
    return [page._model.case(at).title for at in range(page.cases.rowCount())]


def test_the_page_opens_on_this_quarter_with_the_first_figure_and_its_cases(room, page):
    assert page.period.text() == "2026年第1季度"
    assert page.sentence.text() == "各项数字相符，还没有锁定"
    assert page.figures.currentIndex().row() == 1
    assert QApplication.focusWidget() is page.figures
    assert titles(page) == ["何䶮与梁亚娣相邻排水纠纷"]
    assert page.behind.text() == "调解案件总数：1"


def test_the_caret_passes_over_headings_and_shows_the_cases_of_each_figure(room, page):
    for _ in range(3):
        room.keys("Down")
    room.settle()
    assert page.behind.text() == "协议涉及金额（万元）：0.18"
    room.keys("Down")
    assert page.behind.text() == "村（居）：1"
    assert page.table.data(page.table.index(0)) == "调解情况"


def test_enter_goes_to_the_cases_and_enter_again_opens_one(room, page):
    room.keys("Return")
    assert QApplication.focusWidget() is page.rows
    room.keys("Return")
    room.settle()
    assert room.shell.at == "mediation"
    assert room.case.state.number == "〔2026〕沙云人调字第5号"


def test_a_figure_without_cases_keeps_the_caret(room, page):
    look(room, page, "排查纠纷（次）")
    room.keys("Return")
    assert QApplication.focusWidget() is page.figures


def test_periods_are_turned_by_keys_and_kinds_and_bases_chosen(room, page):
    room.keys("Alt+Right")
    room.settle()
    assert page.period.text() == "2026年第2季度"
    assert page.behind.text() == "调解案件总数：3"
    for _ in range(2):
        room.keys("Alt+Left")
    assert page.period.text() == "2025年第4季度"
    assert page.sentence.text() == "零报告：本期没有案件，也没有填报数"
    room.keys("Alt+Right")
    page.kind.setCurrentIndex(page.kind.findData("year"))
    page.kind.activated.emit(0)
    assert page.period.text() == "2026年"
    page.basis.setCurrentIndex(page.basis.findData("closed"))
    page.basis.activated.emit(0)
    assert page._model.state.report.asked.by == "closed"
    for _ in range(200):
        page.before.click()
    assert page.period.text() == "1900年"


def test_all_columns_can_be_shown_or_those_with_a_figure(room, page):
    few = page.table.rowCount()
    page.whole.click()
    assert page.whole.text() == "只看有数字的"
    assert page.table.rowCount() > 60 > few
    page.whole.click()
    assert page.table.rowCount() == few


def test_the_table_is_exported_by_one_key(room, page):
    room.keys("Ctrl+E")
    room.settle()
    (file,) = room.shell._home.glob("*.xlsx")
    assert file.name == "人民调解案件情况统计表 2026年第1季度 按受理日期统计.xlsx"
    assert room.said[-1].sentence == f"已写入 {file.name}"
    assert openpyxl.load_workbook(file)["统计表"]["A1"].value == "人民调解案件情况统计表"


def test_the_register_is_exported_with_names_or_without(room, page):
    page.register.click()
    page.masked.click()
    room.settle()
    texts = {
        "隐名" in one.name: str([[c.value for c in row] for row in openpyxl.load_workbook(one).active])
        for one in room.shell._home.glob("人民调解案件登记簿*.xlsx")
    }
    assert "何䶮" in texts[False]
    assert "何䶮" not in texts[True]


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    assert free_name(tmp_path, "表").name == "表.xlsx"
    (tmp_path / "表.xlsx").touch()
    (tmp_path / "表 (2).xlsx").touch()
    assert free_name(tmp_path, "表").name == "表 (3).xlsx"


def test_another_folder_can_be_chosen(room, page, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    page.browse.click()
    assert page.folder.text() == str(tmp_path)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    page.browse.click()
    assert page.folder.text() == str(tmp_path)


def test_what_does_not_agree_stands_first_and_stops_export_and_freezing(room, page):
    wrong = acceptance_case("C01") | {"case": "X", "source": "", "volume_no": "第77号"}
    room.station.mediation.import_case(wrong)
    page.start()
    room.settle()
    assert page.sentence.text() == "有 1 处数字不相符，改正后才能导出和锁定"
    assert page.behind.text() == "各种来源件数之和＝调解案件总数：不符"
    assert page.note.text().endswith("1 和 2。请打开案件核对改正")
    assert page.cases.rowCount() == 1
    assert (page.export.isEnabled(), page.freeze.isEnabled()) == (False, False)
    room.keys("Ctrl+E")
    room.settle()
    assert "各种来源件数之和" in room.said[-1].sentence
    assert not list(Path(room.shell._home).glob("*.xlsx"))


def test_what_only_a_case_breaks_is_worth_a_look(room, page):
    lonely = acceptance_case("C01") | {"case": "X", "volume_no": "第77号"}
    room.station.mediation.import_case(lonely | {"parties": lonely["parties"][:1]})
    many = acceptance_case("C03") | {"case": "Y", "volume_no": "第78号", "committee": lonely["committee"]}
    room.station.mediation.import_case(many | {"dates": {**many["dates"], "accept": date(2026, 3, 2)}})
    page.start()
    room.settle()
    assert page.behind.text() == "涉及当事人数≥2×调解案件总数：请核对"
    assert page.export.isEnabled()


def test_a_period_is_frozen_and_what_changed_since_is_marked(room, page):
    page._model.today = room.station.today
    room.keys("Alt+Left")
    page.freeze.click()
    room.settle()
    assert room.said[-1].sentence == "2025年第4季度的数字已锁定"
    assert page.sentence.text() == "本期数字已锁定（第1次）"
    assert not page.freeze.isEnabled()
    old = acceptance_case("C01") | {"case": "X", "volume_no": "〔2025〕第1号"}
    room.station.mediation.import_case(old | {"dates": {**old["dates"], "accept": date(2025, 12, 1)}})
    page.start()
    room.settle()
    assert page.sentence.text().startswith("本期数字已锁定（第1次），之后有")
    assert page._model.state.rows[figure(page, "调解案件总数")].right == "0（现在 1）"
    look(room, page, "调解案件总数")
    assert page.note.text() == "锁定后，下列案件使这个数字有了变化"
    assert page._model.case(0).right == "〔2025〕第1号"
    assert page.freeze.text() == "重新锁定"
    page.freeze.click()
    assert "已经锁定" in room.said[-1].sentence
    page.reason.setText("补录一件")
    page.freeze.click()
    room.settle()
    assert page.sentence.text() == "本期数字已锁定（第2次）"


def test_a_period_that_is_not_over_is_not_frozen(room, page):
    page.freeze.click()
    room.settle()
    assert "才结束" in room.said[-1].sentence
    assert room.said[-1].again is not None


def test_counters_are_typed_and_counted(room, page):
    page.enter.click()
    room.settle()
    assert page.month.text() == f"2026年1月　{OWN}"
    assert page.form.desk.fields["screened"].isAncestorOf(QApplication.focusWidget())
    commit("12")
    page.form.desk.fields["screened"].control.left.emit()
    page.form.focus("petition.people")
    commit("30")
    page.form.desk.fields["petition.people"].control.left.emit()
    page.save.click()
    room.settle()
    assert room.said[-1].sentence == "2026年1月的填报数已保存"
    kept = room.station.statistics.counters(date(2026, 1, 1))
    assert (kept.screened, kept.petition.people) == (12, 30)
    look(room, page, "排查纠纷（次）")
    assert page.note.text() == "其中 12 为填报数，没有案件"


def test_months_of_counters_are_turned_and_left_without_saving(room, page):
    room.station.statistics.save_counters(Counters(committee=OWN, month=date(2025, 12, 1), averted=7))
    page.enter.click()
    page.earlier.click()
    assert page._model.state.counters.averted == 7
    page.later.click()
    assert page._model.state.counters.averted is None
    page.back.click()
    room.settle()
    assert page.stack.currentIndex() == 0
    assert page.head.isVisible()


def test_a_counter_that_is_no_number_is_said_at_its_field(room, page):
    page.enter.click()
    page.form.focus("averted")
    commit("很多")
    field = page.form.desk.fields["averted"]
    field.control.left.emit()
    page._model.entered("screened")
    assert field._under.text()
    field.control.selectAll()
    commit("3")
    field.control.left.emit()
    assert page._model.state.counters.averted == 3


def test_of_very_many_cases_the_first_are_listed(room, page, monkeypatch):
    monkeypatch.setattr("zsapp.screens.statistics.model.MOST", 2)
    room.keys("Alt+Right")
    room.settle()
    assert page.cases.rowCount() == 2
    assert page.note.text() == "另有 1 件没有列出，导出的表里有全部案件"


def test_a_count_of_a_period_already_left_is_not_shown(room, page):
    kept = []
    model = page._model
    monkey = model._tasks
    model._tasks = type("Late", (), {"run": lambda _self, *given: kept.append(given)})()
    model.turn(1)
    model.turn(1)
    model._tasks = monkey
    for errand, done, _ in kept:
        done(errand())
    assert page.period.text() == "2026年第3季度"
    assert model.state.report.asked.period == model.state.period
    assert model.state.behind == "调解案件总数：2"


def test_rows_are_painted_under_the_pointer_and_one_that_went_is_not(room, page):
    option = QStyleOptionViewItem()
    option.rect = page.figures.visualRect(page.table.index(2))
    option.state |= QStyle.StateFlag.State_MouseOver
    painter = page.figures.itemDelegate()
    canvas = QPixmap(600, 200)
    canvas.fill(Qt.GlobalColor.white)
    with QPainter(canvas) as pen:
        painter.paint(pen, option, page.table.index(2))
    hovered = canvas.toImage()
    assert (
        hovered.pixelColor(option.rect.left() + 60, option.rect.top() + 2).name().upper()
        == COLOURS["grey_soft"]
    )
    page._model.state = replace(page._model.state, rows=())
    canvas.fill(Qt.GlobalColor.white)
    with QPainter(canvas) as pen:
        painter.paint(pen, option, page.table.index(2))
    assert canvas.toImage().pixelColor(option.rect.left() + 60, option.rect.top() + 2).name() == "#ffffff"


def test_out_of_range_nothing_is_painted_opened_or_listed(room, page):
    model = page._model
    assert (model.row(999), model.case(999)) == (None, None)
    model.open_case(999)
    model.choose(999)
    model.choose(0)
    assert room.shell.at == "statistics"


def test_before_anything_is_counted_the_page_says_so(room):
    model = StatisticsModel(room.station, room.tasks, lambda: room.shell._home, room.said.append)
    assert (model.state.sentence, model.state.tone) == ("正在统计……", "")
    assert (model.state.behind, model.state.note) == ("选一个数字，这里列出它的案件", "")


def test_the_city_counts_and_enters_nothing_itself(enter, stations):
    page = shown(enter(stations("city")))
    assert page.sentence.text() == "零报告：本期没有案件，也没有填报数"
    assert page.enter.isHidden()


def test_nothing_on_the_page_is_cut_at_any_size(enter, station):
    for percent in (100, 125, 150):
        room = enter(station, percent)
        page = shown(room)
        for one in (page.export, page.freeze, page.enter, page.before, page.period, page.whole):
            assert one.width() >= one.minimumSizeHint().width(), (percent, one.text())


# --- rows and Table A -------------------------------------------------------------------------------------


def choose(room, box, text):
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())
    room.settle()


def test_the_figures_of_one_committee_are_looked_at_with_its_own_cases(room, page):
    choose(room, page.kind, "年报")
    choose(room, page.line, "中山市古镇镇云灯工业园人民调解委员会")
    look(room, page, "调解案件总数")
    assert page.behind.text() == "调解案件总数：1"
    assert [title[:3] for title in titles(page)] == ["韦国强"]
    choose(room, page.line, "合计")
    assert page._model.state.rows[1].right == "6"


def test_at_a_town_the_subtotals_can_be_looked_at(stations, enter, tmp_path):
    copy_home(tmp_path / "town", "town")
    room = enter(stations("town"))
    page = shown(room)
    choose(room, page.kind, "年报")
    assert page.line.itemText(1) == "镇街本级小计"
    choose(room, page.line, "镇街本级小计")
    look(room, page, "调解案件总数")
    assert [title[:3] for title in titles(page)] == ["韦国强"]


def test_table_a_is_shown_with_its_committees_and_written(room, page):
    roster = {
        "name": OWN,
        "kind": "村（居）人民调解委员会",
        "mediators": [{"name": "高伟明", "sex": "男", "kind": "委员"}, {"name": "刘佩珊", "kind": "聘任"}],
    }
    room.station.committees.take_in(roster)
    choose(room, page.sheet, "组织队伍统计表")
    assert page.sentence.text().endswith("项需要手工填报或补填名册")
    assert not page.freeze.isVisible()
    look(room, page, "人民调解员（人）")
    assert (page.behind.text(), titles(page)) == ("人民调解员（人）：2", [OWN])
    look(room, page, "其中：委员（人）")
    room.keys("Return", "Return")
    assert room.shell.at == "statistics"
    look(room, page, "人民调解室（个）")
    assert page.note.text() == "本系统没有登记"
    room.keys("Ctrl+E")
    room.settle()
    assert room.said[-1].sentence == "已写入 人民调解组织队伍经费保障情况统计表 2026年第1季度.xlsx"
    choose(room, page.sheet, "案件情况统计表")
    assert page.behind.text() == "调解案件总数：1"


def test_table_a_of_a_station_that_lacks_nothing_but_what_nobody_records(room, page):
    choose(room, page.sheet, "组织队伍统计表")
    page.whole.click()
    room.settle()
    look(room, page, "人民调解员（人）")
    assert (page.behind.text(), titles(page)) == ("人民调解员（人）：0", [])
