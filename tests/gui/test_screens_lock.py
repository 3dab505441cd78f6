"""The lock of the window, roles on the station page, and the recovery sheet: by hand."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tests.gui.conftest import commit
from tests.gui.first_pages import GOOD, fault, press, red, write
from tests.stations import PASSPHRASE
from zsapp.base.settings import read_settings
from zsapp.rules.roles import Role
from zsapp.screens.exchange.model import waiting_lines
from zsapp.screens.idle import Idleness
from zsapp.screens.notices import done
from zsapp.screens.pages import KEYS
from zsapp.services.station import open_station

HIS = "李敏的口令"


@pytest.fixture
def window(qtbot, show_window, closed_home):
    """A window over an open village with a second user."""
    with open_station(closed_home[0], passphrase=PASSPHRASE) as station:
        station.add_user("李敏", HIS)
    shown = show_window()
    shown.start.unlock(PASSPHRASE, "站长")
    assert shown.shell is not None
    return shown


def test_a_window_nobody_touches_locks_itself_after_its_minutes(qtbot):
    time = [1000.0]
    called = []
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    idle = Idleness(widget.windowHandle(), lambda: called.append(time[0]), lambda: time[0])
    idle.watch(15)
    time[0] += 899
    idle.look()
    assert called == []
    QTest.keyClick(widget.windowHandle(), Qt.Key.Key_A)
    time[0] += 1
    idle.look()
    assert called == []
    QTest.mouseMove(widget.windowHandle(), QPoint(5, 5))
    time[0] += 899
    QApplication.inputMethod().cursorRectangleChanged.emit()  # Chinese being typed
    time[0] += 899
    idle.look()
    assert called == []
    time[0] += 1
    idle.look()
    assert called == [time[0]]
    idle.rest()


def test_what_was_typed_is_there_again_after_the_passphrase(qtbot, window):
    window.shell.models.case.begin()
    window.shell.models.case.edit("brief", "雨棚滴水")
    window.lock()
    page = window.stack.currentWidget()
    assert window.windowTitle() == "已锁定 - 中山公共法律服务工作站"
    assert page.user.text() == "站长"
    assert QApplication.focusWidget() is page.passphrase
    assert window.shell.station.mediation.drafts()[0].case.brief == "雨棚滴水"
    window.lock()  # locked is locked
    assert window.stack.currentWidget() is page
    press(qtbot)
    assert fault(window) == "请输入口令"
    write(qtbot, "不对的口令")
    assert fault(window).startswith("口令不正确")
    assert red(window) == ["passphrase"]
    window._say(done("已导出"))
    assert window.bar.showing is None
    write(qtbot, PASSPHRASE)
    assert window.stack.currentWidget() is window.shell
    assert window.shell.models.case.state.case.brief == "雨棚滴水"
    assert window.windowTitle().startswith("今日")
    assert window.bar.showing.sentence == "已导出"
    happened = [one.verb for one in window.shell.station.accounts.happenings(2)]
    assert happened == ["unlock", "login_failed"]


def test_somebody_else_comes_in_anew_and_finds_the_draft(qtbot, window):
    window.shell.models.case.begin()
    window.shell.models.case.edit("brief", "雨棚滴水")
    before = window.shell
    window.lock()
    page = window.stack.currentWidget()
    page.user.setFocus()
    page.user.selectAll()
    commit("李敏")
    press(qtbot)
    write(qtbot, HIS)
    assert window.shell is not before
    assert window.shell.station.user == "李敏"
    assert window.shell.station.accounts.role is Role.MEDIATOR
    assert window.shell.station.mediation.drafts()[0].case.brief == "雨棚滴水"


def test_a_list_that_stands_open_goes_with_the_lock(qtbot, window):
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.show()
    QApplication.processEvents()
    window.lock()
    assert not dialog.isVisible()


def test_a_locked_window_closes_like_any_other(window, closed_home):
    window.lock()
    window.close()
    with open_station(closed_home[0], passphrase=PASSPHRASE, user="站长") as again:
        assert again.user == "站长"


def test_the_minutes_are_chosen_on_the_station_page(window, closed_home):
    window.shell.side.choose("station")
    page = window.shell.stack.currentWidget()
    assert page.idle.checkedId() == 15
    assert window.idle.minutes == 15
    page.idle.button(5).click()
    assert window.idle.minutes == 5
    assert read_settings(closed_home[0]).lock_minutes == 5


# --- roles on the station page ----------------------------------------------------------------------------


def test_a_station_of_one_has_no_roles_to_choose(room, plug):
    assert not room.turn_to("station").roles.isVisible()


def test_a_role_is_chosen_from_the_list_and_the_last_head_stays(room, plug):
    page = room.turn_to("station")
    page.lines["user"].setText("李敏")
    page.lines["user_passphrase"].setText(HIS)
    page.role.put(Role.REVIEWER)
    page.add.click()
    room.settle()
    choice = page.roles.choices["李敏"]
    assert choice.currentText() == "司法所"
    choice.setCurrentIndex(choice.findText("法律顾问"))
    choice.activated.emit(choice.currentIndex())
    room.settle()
    assert room.said[-1].sentence == "李敏现在是法律顾问"
    own = page.roles.choices["站长"]
    own.setCurrentIndex(own.findText("调解员"))
    own.activated.emit(own.currentIndex())
    room.settle()
    assert room.said[-1].sentence.startswith("“站长”是最后一位可以管理用户的人")
    assert page.roles.choices["站长"].currentText() == "站长"


def test_who_may_not_administer_sees_the_roles_and_changes_none(room, plug):
    room.station.add_user("李敏", HIS, "head")
    room.station.accounts.change_role("站长", "mediator")
    page = room.turn_to("station")
    assert not page.roles.choices["李敏"].isEnabled()
    assert not page.add.isEnabled()


@pytest.mark.parametrize("role", ["adviser", "reviewer", "administrator"])
def test_every_page_opens_for_every_role(room, plug, role):
    room.station.add_user("李敏", HIS, "head")
    room.station.accounts.change_role("站长", role)
    room.turn_to(*KEYS)
    assert [one for one in room.said if one.tone == "red"] == []


# --- the recovery sheet -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        ("", "没有找到打印机，请抄写下来"),
        ("cat > {folder}/paper", "已交给打印机“hp”，请装入信封封好"),
        ("echo 缺纸 >&2; exit 1", ""),
    ],
)
def test_the_recovery_sheet_is_printed_before_the_first_case(qtbot, show_window, programs, tmp_path, told):
    script, said = told
    if script:
        programs("lp", script.format(folder=tmp_path))
        programs("lpstat", 'case $1 in -e) echo hp;; -d) echo "system default destination: hp";; esac')
    window = show_window()
    write(qtbot, "龙瑞", "王敏", GOOD, GOOD)
    page = window.stack.currentWidget()
    page.print.click()
    if said:
        assert page._copied.text() == said
        assert (tmp_path / "paper").exists() is ("paper" in script)
    else:
        assert fault(window).startswith("打印机“hp”没有接受：缺纸")


def test_restricted_records_that_wait_are_said_where_packages_go():
    (line,) = waiting_lines(2)
    assert (line.words, line.tone) == ("限制查看的记录2份在等候", "amber")
