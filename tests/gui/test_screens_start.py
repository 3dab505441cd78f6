"""Unlocking and finding back by keys alone, and all that a home can be refused for."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.gui.first_pages import GOOD, TODAY, fault, press, red, write
from tests.homes import Hand, save_case, small_disk
from tests.stations import CHEAP, PASSPHRASE, SETUPS
from zsapp.base import clock
from zsapp.base.errors import Code
from zsapp.records.home import open_home
from zsapp.screens.shell import Shell
from zsapp.services.station import init_station, open_station, recover_station


def test_the_right_passphrase_opens_the_station(qtbot, show_window, closed_home):
    window = show_window()
    write(qtbot, PASSPHRASE)
    assert isinstance(window.stack.currentWidget(), Shell)
    assert window.windowTitle().startswith("今日")


def test_a_wrong_passphrase_is_said_plainly_and_the_caret_stays(qtbot, show_window, closed_home):
    window = show_window()
    write(qtbot, "不对")
    page = window.stack.currentWidget()
    assert page.fault.text() == "口令不正确。请检查大小写和输入法后重试；忘记口令请用恢复码（代码 3001）"
    assert QApplication.focusWidget() is page.passphrase
    assert page.passphrase.selectedText() == "不对"
    write(qtbot, PASSPHRASE)  # over what is selected
    assert window.shell is not None


def test_an_empty_passphrase_asks_for_one(qtbot, show_window, closed_home):
    window = show_window()
    press(qtbot)
    assert fault(window) == "请输入口令"


def test_several_users_are_asked_for_their_name(qtbot, show_window, closed_home):
    with open_station(closed_home[0], passphrase=PASSPHRASE) as station:
        station.add_user("王敏", "王敏的口令")
    window = show_window()
    page = window.stack.currentWidget()
    assert page.user.isHidden()
    write(qtbot, "王敏的口令")
    assert page.user.isVisible()
    assert QApplication.focusWidget() is page.user
    write(qtbot, "王明")
    page.passphrase.selectAll()
    write(qtbot, "王敏的口令")
    assert fault(window) == "没有这个用户：王明。请核对用户名（代码 3016）"
    assert red(window) == ["user"]
    write(qtbot, "王敏")
    page.passphrase.selectAll()
    write(qtbot, "王敏的口令")
    assert window.shell.station.user == "王敏"


def test_pressing_twice_opens_once(show_window, closed_home):
    window = show_window()
    asked = []
    window.start._tasks.run = lambda *_errand: asked.append(1)
    for _ in range(2):
        window.start.unlock(PASSPHRASE)
        window.start.recover(closed_home[1], "", GOOD, GOOD)
        window.start.make(None, "", "", "", "")
        window.start.train()
    assert asked == [1]
    assert window.stack.currentWidget().go.text() == "正在打开……"


# --- what a home can be refused for -----------------------------------------------------------------------


def test_a_home_in_use_is_said_and_no_line_is_blamed(qtbot, show_window, closed_home):
    with open_station(closed_home[0], passphrase=PASSPHRASE):
        window = show_window()
        write(qtbot, PASSPHRASE)
        assert "程序已经打开，正在使用同一份数据" in fault(window)
        assert red(window) == []
    press(qtbot)  # the other window was closed: the same passphrase, still there, opens
    assert window.shell is not None


@pytest.mark.parametrize("broken", ["keys.json", "station.db"])
def test_a_damaged_home_is_said_and_never_set_up_anew(qtbot, show_window, closed_home, broken):
    (closed_home[0] / broken).write_bytes(b"bent")
    window = show_window()
    write(qtbot, PASSPHRASE)
    assert fault(window).startswith("数据文件已损坏。请不要继续使用这份数据；用备份恢复")
    assert red(window) == []


@pytest.mark.parametrize("lost", ["keys.json", "station.db"])
def test_a_home_of_which_half_is_lost_is_damaged_not_empty(qtbot, show_window, closed_home, lost):
    (closed_home[0] / lost).unlink()
    window = show_window()
    assert window.start.state.page == "unlock"
    write(qtbot, PASSPHRASE)
    assert fault(window).startswith("数据文件已损坏")


def test_a_read_only_home_is_said(qtbot, show_window, tmp_path):
    with small_disk(tmp_path / "disk", 32) as disk:
        init_station(
            disk / "home", SETUPS["village"], passphrase=PASSPHRASE, today=TODAY, cost=CHEAP
        ).station.close()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        window = show_window(disk / "home")
        write(qtbot, PASSPHRASE)
        assert fault(window).startswith(f"数据文件夹不能写入：{disk / 'home'}")
        assert "请解除只读" in fault(window)
        window.close()


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that nobody may write: /sys")
def test_a_station_that_cannot_be_set_up_there_is_said(qtbot, show_window):
    window = show_window(Path("/sys/zsapp"))
    write(qtbot, "龙瑞", "王敏", GOOD, GOOD)
    assert fault(window).startswith("数据文件夹不能写入：/sys/zsapp")
    assert red(window) == []
    assert window.stack.currentWidget().go.isEnabled()


def test_a_clock_that_is_behind_is_said_before_anybody_types(qtbot, show_window, closed_home, logged):
    hand = Hand()
    hand.moment = clock.now() + timedelta(days=300)
    with open_home(closed_home[0], passphrase=PASSPHRASE, now=hand) as store:
        save_case(store)
    window = show_window()
    write(qtbot, PASSPHRASE)
    assert window.shell is not None  # reading and printing go on
    assert window.bar.showing.number == Code.CLOCK_BEHIND.value.number
    assert window.bar.sentence.text() == f"本机时间早于上一次保存的时间（{clock.local(hand.moment)}）"
    assert window.bar.remedy.text() == "请校准电脑时间后再保存；您输入的内容没有丢失"
    logged.clear()


def test_what_is_typed_while_the_clock_is_behind_is_kept_as_a_draft(qtbot, show_window, closed_home, logged):
    hand = Hand()
    hand.moment = clock.now() + timedelta(days=300)
    with open_home(closed_home[0], passphrase=PASSPHRASE, now=hand) as store:
        save_case(store)
    window = show_window()
    write(qtbot, PASSPHRASE)
    window.shell.models.case.begin()
    window.shell.models.case.edit("brief", "雨棚滴水")
    window.close()
    with open_station(closed_home[0], passphrase=PASSPHRASE) as again:
        assert again.mediation.drafts()[0].case.brief == "雨棚滴水"
    logged.clear()


# --- finding back -----------------------------------------------------------------------------------------


def test_the_recovery_code_opens_and_sets_a_new_passphrase(qtbot, show_window, closed_home):
    window = show_window()
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget().text() == "忘记口令"
    press(qtbot)
    assert QApplication.focusWidget() is window.stack.currentWidget().lines["code"]
    write(qtbot, closed_home[1].lower().replace("-", " "), "", "新的口令", "新的口令")
    page = window.stack.currentWidget()
    assert page.name == "新口令已设好"
    fresh = page.code.text()
    assert len(fresh.replace("-", "")) == 25
    assert fresh != closed_home[1], "the one that was used is void"
    page.go.click()
    assert window.shell is not None
    window.close()
    with recover_station(closed_home[0], code=fresh, user="", passphrase="新的口令"):
        pass
    with open_station(closed_home[0], passphrase="新的口令") as station:
        assert station.user == "站长"
        assert station.users() == ("站长",)


def test_of_several_users_the_recovery_code_asks_which(qtbot, show_window, closed_home):
    with open_station(closed_home[0], passphrase=PASSPHRASE) as station:
        station.add_user("王敏", "王敏的口令")
    window = show_window()
    window.start.go("recover")
    write(qtbot, closed_home[1], "", "新的口令", "新的口令")
    assert fault(window).startswith("这台电脑上有几个用户")
    assert red(window) == ["user"]
    write(qtbot, "王敏", "新的口令", "新的口令")
    window.stack.currentWidget().go.click()
    assert window.shell is not None or fault(window)
    page = window.stack.currentWidget()
    assert isinstance(page, Shell)
    assert page.station.user == "王敏"


def test_going_back_asks_for_the_passphrase_again(qtbot, show_window, closed_home):
    window = show_window()
    window.start.go("recover")
    press(qtbot, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert QApplication.focusWidget().text() == "返回"
    press(qtbot)
    assert QApplication.focusWidget() is window.stack.currentWidget().passphrase


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": ""}, "请输入恢复码"),
        ({"passphrase": "短"}, "口令太短，至少4个字"),
        ({"again": "别的口令"}, "两次输入的口令不一样"),
        ({"code": "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA"}, "恢复码不正确"),
    ],
)
def test_what_is_wrong_with_finding_back_is_said_at_its_line(qtbot, show_window, closed_home, given, said):
    window = show_window()
    window.start.go("recover")
    whole = {"code": closed_home[1], "user": "", "passphrase": "新的口令", "again": "新的口令"} | given
    write(qtbot, *whole.values())
    assert fault(window).startswith(said)
    assert red(window) == list(given)
    assert QApplication.focusWidget() is window.stack.currentWidget().lines[red(window)[0]]
