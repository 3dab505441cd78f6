"""Setting a station up by keys alone, and the training station."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import Waiting, commit
from tests.gui.first_pages import GOOD, TODAY, fault, press, red, write
from tests.stations import CHEAP
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.start.doors import ServiceDoors
from zsapp.screens.start.model import Place, StartModel, find_places
from zsapp.screens.tasks import Inline
from zsapp.screens.window import restyle
from zsapp.services.station import open_station
from zsapp.services.training import make_training


def test_a_first_run_sets_up_a_station_by_the_keyboard(qtbot, show_window):
    window = show_window()
    page = window.stack.currentWidget()
    assert QApplication.focusWidget() is page.place
    write(qtbot, "龙瑞")
    assert page.place.text() == "沙溪镇 龙瑞村"
    assert page.chosen.text() == "区划代码 442000106203"
    write(qtbot, "王敏", GOOD, GOOD)
    recovery = window.stack.currentWidget()
    assert len(recovery.code.text().replace("-", "")) == 25
    assert QApplication.focusWidget() is recovery.copy
    press(qtbot)
    assert QApplication.clipboard().text() == recovery.code.text()
    press(qtbot, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert window.shell.station.profile.code == "442000106203"
    assert window.shell.station.profile.name == "沙溪镇龙瑞村公共法律服务工作室"
    assert window.shell.station.user == "王敏"
    assert window.start.state.recovery == ""


def test_of_two_villages_of_one_name_the_list_is_asked_for_and_chosen_from(qtbot, show_window):
    window = show_window()
    page = window.stack.currentWidget()
    commit("濠涌")
    assert page.place.completer().popup().isVisible()
    press(qtbot)
    assert page.chosen.text() == "有几个同名的地方，请从列表里选一个（按 ↓ 再按 Enter）"
    assert page.chosen.objectName() == "caution"
    page.place.setFocus()
    page.place.selectAll()
    commit("濠涌村")
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert page.place.text().endswith(" 濠涌村")
    assert page.chosen.text().startswith("区划代码 4420")
    assert page.chosen.objectName() == "good"


def test_a_place_that_is_not_in_the_table_is_said_at_once(qtbot, show_window):
    window = show_window()
    page = window.stack.currentWidget()
    write(qtbot, "火星")
    assert page.chosen.text() == "没有找到这个地方，请核对名称"
    page.place.setFocus()
    page.place.selectAll()
    commit("龙")
    assert page.chosen.isHidden()


def test_who_types_before_the_table_is_read_is_answered_once_it_is(qtbot, show_window):
    tasks = Waiting()
    tasks.holding = True
    window = show_window(tasks=tasks)
    qtbot.waitUntil(lambda: bool(tasks.held))
    page = window.stack.currentWidget()
    commit("濠涌")
    assert not page.place.completer().popup().isVisible()
    tasks.let_go()
    assert page.place.completer().popup().isVisible()
    assert page.place.completer().popup().model().rowCount() == 2


def test_who_is_done_before_the_table_is_read_need_not_press_again(qtbot, show_window):
    tasks = Waiting()
    tasks.holding = True
    window = show_window(tasks=tasks)
    qtbot.waitUntil(lambda: bool(tasks.held))
    write(qtbot, "龙瑞", "王敏", GOOD, GOOD)
    assert fault(window) == ""
    tasks.let_go()
    assert window.start.state.page == "recovery"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"place": "火星"}, "请先选择镇街和村（社区）"),
        ({"place": ""}, "请先选择镇街和村（社区）"),
        ({"user": " "}, "请填写您的姓名"),
        ({"passphrase": "短", "again": "短"}, "口令太短，至少4个字"),
        ({"again": "不同"}, "两次输入的口令不一样"),
    ],
)
def test_what_a_set_up_lacks_is_said_at_its_line(qtbot, show_window, given, said):
    window = show_window()
    whole = {"place": "沙溪镇 龙瑞村", "user": "王敏", "passphrase": GOOD, "again": GOOD} | given
    write(qtbot, *whole.values())
    assert fault(window).startswith(said)
    assert red(window) == list(given)[:1]


def test_a_station_that_was_made_and_left_at_its_recovery_code_is_closed(qtbot, show_window, tmp_path):
    window = show_window()
    write(qtbot, "龙瑞", "王敏", GOOD, GOOD)
    assert window.start.state.page == "recovery"
    window.close()
    with open_station(tmp_path / "home", passphrase=GOOD) as station:
        assert station.user == "王敏"


@pytest.mark.parametrize("page", ["setup", "recover"])
def test_a_page_higher_than_the_screen_scrolls_to_the_caret(qtbot, show_window, page):
    restyle(Scale(150))
    try:
        window = show_window(percent=150)
        window.resize(1366, 700)
        window.start.go(page)
        QApplication.processEvents()
        assert window.minimumSizeHint().height() <= 700
        card = window.stack.currentWidget()
        write(qtbot, *([""] * len(card.lines)))
        assert fault(window)
        for one in (card.go, card.fault):
            top = one.mapTo(card.viewport(), QPoint(0, 0)).y()
            assert 0 <= top <= card.viewport().height() - one.height()
    finally:
        restyle(Scale(100))


# --- training ---------------------------------------------------------------------------------------------


def test_training_opens_the_training_village_without_a_passphrase(show_window, tmp_path):
    window = show_window(tmp_path / "training", training=True)
    assert window.shell.station.profile.training
    assert "练习站" in window.shell.status.state.lines[0][0]


def test_training_that_is_in_use_is_said_and_tried_again(qtbot, show_window, tmp_path):
    make_training(tmp_path / "training", today=TODAY, cost=CHEAP)
    with open_station(tmp_path / "training" / "village", passphrase="练习口令"):
        window = show_window(tmp_path / "training", training=True)
        assert fault(window).startswith("程序已经打开")
        assert QApplication.focusWidget() is window.stack.currentWidget().go
    press(qtbot)
    assert window.shell.station.profile.training


# --- the model, plain -------------------------------------------------------------------------------------


def test_places_are_found_by_a_few_characters():
    places = (
        Place("1", "沙溪镇 云涧村", "village", "沙溪镇 云涧村 1"),
        Place("2", "沙溪镇", "town", "沙溪镇 2"),
    )
    assert [one.code for one in find_places(places, "云涧")] == ["1"]
    assert [one.code for one in find_places(places, "沙溪")] == ["2", "1"]
    assert [one.code for one in find_places(places, "沙溪 云")] == ["1"]
    assert find_places(places, " ") == ()


def test_an_unlock_page_asks_for_no_places(tmp_path, closed_home):
    asked = []

    class Doors(ServiceDoors):
        def places(self):
            asked.append(1)
            return ()

    StartModel(closed_home[0], Doors(closed_home[0]), Inline(), lambda _station: None).prepare()
    StartModel(tmp_path / "new", Doors(tmp_path / "new"), Inline(), lambda _station: None).prepare()
    assert asked == [1]
