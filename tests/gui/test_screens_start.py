"""The first pages: unlock, find back, set up."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import commit
from tests.stations import CHEAP, PASSPHRASE, SETUPS
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.shell import Shell
from zsapp.screens.start.doors import ServiceDoors
from zsapp.screens.start.model import Place, find_places
from zsapp.screens.tasks import Inline
from zsapp.screens.window import Window
from zsapp.services.station import init_station, open_station

TODAY = date(2026, 3, 27)


@pytest.fixture
def show(qtbot, tmp_path):
    """Show the window over a home, which may hold a station."""
    shown = []

    def open_up(home=tmp_path / "home", **given):
        window = Window(home, ServiceDoors(home, TODAY, CHEAP), Inline(), Scale(100))
        shown.append(window)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        window.begin(**given)
        window.start.prepare()
        QApplication.processEvents()
        return window

    yield open_up
    for window in shown:
        window.close()


@pytest.fixture
def home(tmp_path):
    """Give a home with a village station, closed, and its recovery code."""
    made = init_station(tmp_path / "home", SETUPS["village"], passphrase=PASSPHRASE, today=TODAY, cost=CHEAP)
    made.station.close()
    return tmp_path / "home", made.recovery


def press(qtbot, key=Qt.Key.Key_Return):
    qtbot.keyClick(QApplication.focusWidget(), key)
    QApplication.processEvents()


def test_the_right_passphrase_opens_the_station(qtbot, show, home):
    window = show()
    commit(PASSPHRASE)
    press(qtbot)
    assert isinstance(window.stack.currentWidget(), Shell)
    assert window.windowTitle().startswith("今日")


def test_a_wrong_passphrase_is_said_plainly_and_the_caret_stays(qtbot, show, home):
    window = show()
    commit("不对")
    press(qtbot)
    page = window.stack.currentWidget()
    assert page.fault.text() == "口令不正确。请检查大小写和输入法后重试；忘记口令请用恢复码（代码 3001）"
    assert QApplication.focusWidget() is page.passphrase
    assert page.passphrase.selectedText() == "不对"


def test_an_empty_passphrase_asks_for_one(qtbot, show, home):
    window = show()
    press(qtbot)
    assert window.stack.currentWidget().fault.text() == "请输入口令"


def test_several_users_are_asked_for_their_name(qtbot, show, home):
    with open_station(home[0], passphrase=PASSPHRASE) as station:
        station.add_user("王敏", "王敏的口令")
    window = show()
    page = window.stack.currentWidget()
    assert page.user.isHidden()
    commit("王敏的口令")
    press(qtbot)
    assert page.user.isVisible()
    page.user.setFocus()
    commit("王敏")
    press(qtbot)
    page.passphrase.setText("王敏的口令")
    press(qtbot)
    assert window.shell.station.user == "王敏"


def test_the_recovery_code_opens_and_sets_a_new_passphrase(qtbot, show, home):
    window = show()
    window.start.go("recover")
    page = window.stack.currentWidget()
    page.lines["code"].setText(home[1].lower())
    page.lines["passphrase"].setText("新的口令")
    page.lines["again"].setText("新的口令")
    page.go.click()
    assert window.shell is not None
    window.close()
    with open_station(home[0], passphrase="新的口令") as station:
        assert station.user == "站长"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"code": ""}, "请输入恢复码"),
        ({"passphrase": "短"}, "口令太短，至少4个字"),
        ({"again": "别的口令"}, "两次输入的口令不一样"),
        ({"code": "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA"}, "恢复码不正确"),
    ],
)
def test_what_is_wrong_with_finding_back_is_said(show, home, given, fault):
    window = show()
    window.start.go("recover")
    page = window.stack.currentWidget()
    for name, text in ({"code": home[1], "passphrase": "新的口令", "again": "新的口令"} | given).items():
        page.lines[name].setText(text)
    page.go.click()
    assert page.fault.text().startswith(fault)


def test_a_first_run_sets_up_a_station_by_the_keyboard(qtbot, show):
    window = show()
    page = window.stack.currentWidget()
    assert QApplication.focusWidget() is page.place
    commit("龙瑞")
    press(qtbot)
    assert page.place.text() == "沙溪镇 龙瑞村"
    assert page.chosen.text() == "区划代码 442000106203"
    for text in ("王敏", "一句话", "一句话"):
        if text == "一句话":
            text = "一句好记的话"
        commit(text)
        press(qtbot)
    recovery = window.stack.currentWidget()
    assert len(recovery.code.text().replace("-", "")) == 25
    recovery.copy.click()
    assert QApplication.clipboard().text() == recovery.code.text()
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot)
    assert window.shell.station.profile.code == "442000106203"
    assert window.shell.station.user == "王敏"
    assert window.start.state.recovery == ""


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"place": "火星"}, "请先选择镇街和村（社区）"),
        ({"user": " "}, "请填写您的姓名"),
        ({"passphrase": "短", "again": "短"}, "口令太短，至少4个字"),
        ({"again": "不同"}, "两次输入的口令不一样"),
    ],
)
def test_what_a_set_up_lacks_is_said(show, given, fault):
    page = show().stack.currentWidget()
    whole = {"place": "沙溪镇 龙瑞村", "user": "王敏", "passphrase": "一句好记的话", "again": "一句好记的话"}
    for name, text in (whole | given).items():
        page.lines[name].setText(text)
    page.go.click()
    assert page.fault.text().startswith(fault)


def test_a_home_in_use_is_said(show, home):
    with open_station(home[0], passphrase=PASSPHRASE):
        window = show()
        window.start.unlock(PASSPHRASE)
        assert "程序已经打开" in window.stack.currentWidget().fault.text()


def test_training_opens_the_training_village_without_a_passphrase(show, tmp_path):
    window = show(tmp_path / "training", training=True)
    assert window.shell.station.profile.training
    assert "练习站" in window.shell.status.state.lines[0][0]


def test_places_are_found_by_a_few_characters():
    places = (
        Place("1", "沙溪镇 云涧村", "village", "沙溪镇 云涧村 1"),
        Place("2", "沙溪镇", "town", "沙溪镇 2"),
    )
    assert [one.code for one in find_places(places, "云涧")] == ["1"]
    assert [one.code for one in find_places(places, "沙溪")] == ["2", "1"]
    assert [one.code for one in find_places(places, "沙溪 云")] == ["1"]
    assert find_places(places, " ") == ()


def test_another_size_of_type_keeps_what_is_open(qtbot, show, home):
    window = show()
    window.start.unlock(PASSPHRASE)
    window.shell.side.choose("station")
    window.shell.stack.currentWidget().sizes.button(125).click()
    assert window.shell._scale.percent == 125
    assert window.shell.station.mediation.page().total == 0
    window.rescale(100)


def test_a_bug_is_told_and_its_report_names_nobody(qtbot, show, home):
    window = show()
    window.start.unlock(PASSPHRASE)
    window.shell.models.case.begin()
    window.shell.models.case.edit("brief", "何䶮")
    try:
        raise KeyError("何䶮 442000196803159914")
    except KeyError as bug:
        window.keeper.take(KeyError, bug, bug.__traceback__)
    assert window.bar.showing.number == 9999
    report = next((home[0] / "log").glob("crash-*.txt")).read_text(encoding="utf-8")
    assert "builtins.KeyError" in report
    assert "test_a_bug_is_told" in report
    assert "何" not in report
    assert "4420" not in report
    assert window.shell.station.mediation.drafts()[0].case.brief == "何䶮"
