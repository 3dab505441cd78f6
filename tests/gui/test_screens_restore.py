"""Restoring in the window, by keys: somebody who has never done it, a new PC and a stick."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.gui.conftest import Waiting
from tests.gui.first_pages import fault, press, red, write
from tests.gui.keys import commit
from tests.stations import CHEAP, PASSPHRASE, SETUPS, acceptance_case
from zsapp.services.station import init_station, open_station

NEW = "一句新的口令"


@pytest.fixture
def stick(plug):
    """Give a stick with two days' backups of a village, and its recovery code."""
    (stick,) = plug("备份盘")
    folder, recovery = backed_up()
    shutil.copytree(folder, stick, dirs_exist_ok=True)
    return stick, recovery


@cache
def backed_up():
    """Return a folder with the backups, made once, and the station's recovery code."""
    folder = Path(mkdtemp(prefix="zsapp-backups-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "stick").mkdir()
    made = init_station(folder / "lost", SETUPS["village"], passphrase=PASSPHRASE, cost=CHEAP)
    with made.station as station:
        for ref in ("C01", "C03"):
            station.mediation.import_case(acceptance_case(ref))
            station.backups.make(folder / "stick", keep=9)
    return folder / "stick", made.recovery


def turn_to_restore(window, qtbot):
    """Walk from the first page to the button that restores, and press it."""
    for _ in range(9):
        here = QApplication.focusWidget()
        if getattr(here, "text", lambda: "")() == "从备份恢复":
            press(qtbot)
            return window.stack.currentWidget()
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    raise AssertionError("no way leads there by Tab")


@pytest.fixture
def page(show_window, qtbot, stick):
    window = show_window()
    found = turn_to_restore(window, qtbot)
    found.first = window
    return found


def test_a_stick_is_found_by_itself_and_one_passphrase_restores(page, qtbot):
    window = page.first
    assert page.sentence.text().startswith("找到 2 份备份")
    assert QApplication.focusWidget() is page.rows
    press(qtbot)  # Enter on the latest backup goes to the passphrase
    write(qtbot, PASSPHRASE)
    assert page.sentence.text().startswith("已恢复“沙溪镇龙瑞村公共法律服务工作室”到 ")
    assert "照纸质材料补登" in page.lines_told.text()
    assert not page.back.isVisible()
    assert QApplication.focusWidget() is page.go
    press(qtbot)
    assert window.shell is not None
    assert window.shell.station.mediation.find("C03").number
    assert window.shell.station.store.epoch == 2


def test_an_earlier_day_is_chosen_by_arrow(page, qtbot):
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    write(qtbot, PASSPHRASE)
    press(qtbot)
    station = page.first.shell.station
    assert [one.ref for one in station.mediation.page().lines] == ["C01"]


def test_a_wrong_passphrase_is_told_at_its_line_and_nothing_is_left(page, qtbot, tmp_path):
    press(qtbot)
    write(qtbot, "不是这个")
    assert "口令不正确" in fault(page.first)
    assert red(page.first) == ["passphrase"]
    assert not (tmp_path / "home" / "keys.json").exists()
    write(qtbot, PASSPHRASE)
    assert page.restoring.state.title


def test_the_recovery_code_opens_it_and_sets_a_new_passphrase(page, qtbot, stick):
    page.turn.setFocus()
    press(qtbot)
    assert page.turn.text() == "用口令"
    page.lines["code"].setFocus()
    write(qtbot, "")
    page.lines["again"].setFocus()
    press(qtbot)
    assert fault(page.first).startswith("请输入恢复码")
    write(qtbot, stick[1], NEW, "别的")
    assert fault(page.first).startswith("两次输入的口令不一样")
    page.lines["again"].clear()
    write(qtbot, NEW)
    assert page.restoring.state.title
    press(qtbot)
    assert page.first.shell.station.user == "站长"


def test_without_a_passphrase_it_asks_for_one(page, qtbot):
    page.go.setFocus()
    press(qtbot)
    assert fault(page.first) == "请输入备份那一天的口令"


def test_without_a_stick_it_asks_for_one_and_takes_a_folder(show_window, qtbot, plug, stick, tmp_path):
    plug()
    window = show_window()
    page = turn_to_restore(window, qtbot)
    assert page.sentence.text().startswith("请插入放备份的U盘")
    page.go.setFocus()
    press(qtbot)
    assert fault(window).startswith("还没有选备份")
    page.place.setFocus()
    commit(str(tmp_path / "nowhere"))
    press(qtbot)
    assert "备份的位置不见了" in fault(window)
    page.place.clear()
    commit(str(stick[0]))
    press(qtbot)
    assert page.sentence.text().startswith("找到 2 份备份")


def test_a_stick_put_in_later_is_found(show_window, qtbot, plug, stick):
    plug()
    window = show_window()
    page = turn_to_restore(window, qtbot)
    plug("空的", "备份盘")
    window._tasks.settle()
    assert page.sentence.text().startswith("找到 2 份备份")


def test_a_folder_is_chosen_in_the_dialog(page, qtbot):
    page.place.setText(str(page.restoring.state.place))

    def accept():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.accept()

    QTimer.singleShot(0, accept)
    page.browse.click()
    assert page.restoring.state.found


def test_while_it_restores_it_shows_how_far_and_can_be_stopped(show_window, qtbot, stick, tmp_path):
    lane = Waiting()
    window = show_window(tasks=lane)
    page = turn_to_restore(window, qtbot)
    press(qtbot)
    lane.holding = True
    write(qtbot, PASSPHRASE)
    assert page.stop.isVisible()
    page.restoring._took_step(1, 2, "正在恢复")
    page._clock.timeout.emit()
    assert page.busy_words.text() == "正在恢复"
    press(qtbot)
    assert page.busy_words.text() == "正在取消……"
    lane.let_go()
    assert fault(window).startswith("已取消")
    assert not (tmp_path / "home" / "keys.json").exists()


def test_back_leads_to_the_first_page(page, qtbot):
    page.back.setFocus()
    press(qtbot)
    assert page.first.start.state.page == "setup"


def test_a_window_closed_before_entering_lets_the_station_go(page, qtbot, tmp_path):
    press(qtbot)
    write(qtbot, PASSPHRASE)
    page.first.close()
    open_station(tmp_path / "home", passphrase=PASSPHRASE).close()


@pytest.mark.parametrize("percent", [100, 150])
def test_the_page_fits_a_small_screen(show_window, qtbot, stick, percent):
    window = show_window(percent=percent)
    page = turn_to_restore(window, qtbot)
    assert page.minimumSizeHint().width() <= 1366
    assert page.rows.width() <= page.viewport().width()
