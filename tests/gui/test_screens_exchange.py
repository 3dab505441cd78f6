"""The exchange page (数据交换), by keys alone: a stick, out, in, what came of it, what went wrong."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from tests.gui.conftest import Waiting, commit
from tests.stations import acceptance_case
from zsapp.base.errors import Code
from zsapp.screens.exchange.model import ExchangeModel
from zsapp.screens.kit.tokens import Scale


@pytest.fixture
def tasks():
    return Waiting()


@pytest.fixture
def village(enrolled):
    """A village station with its certificate and a case."""
    enrolled["village"].mediation.import_case(acceptance_case("C01"))
    return enrolled["village"]


@pytest.fixture
def desk(enter, village, plug):
    """A shell over the village, the exchange page before the clerk."""
    return at_exchange(enter(village))


def at_exchange(room):
    room.page = room.turn_to("exchange")
    return room


def plugged(room, plug, *names):
    """Plug sticks in, and wait for the page to see them."""
    sticks = plug(*names)
    room.settle()
    return sticks


def words(room):
    """Return what stands on the page."""
    return [one.text() for one in room.page.findChildren(QLabel) if one.isVisible() and one.text()]


def press(room, button):
    button.setFocus()
    room.keys("Return")
    room.settle()


def test_a_stick_is_recognised_by_itself_and_forgotten_when_pulled(desk, plug):
    assert desk.page.sentence.text().startswith("没有找到U盘。请插入U盘")
    (stick,) = plugged(desk, plug, "ZS1")
    assert desk.page.sentence.text().startswith(f"已插入：ZS1（{stick}），剩余 ")
    plugged(desk, plug)
    assert desk.page.sentence.text().startswith("没有找到U盘")


def test_until_the_system_has_answered_it_says_that_it_is_looking(enter, village, plug, tasks):
    room = enter(village)
    tasks.holding = True
    at_exchange(room)
    assert room.page.sentence.text() == "正在查找U盘……"
    tasks.let_go()
    assert room.page.sentence.text().startswith("没有找到U盘")


def test_the_page_stops_looking_for_sticks_when_it_is_left(desk, plug):
    desk.turn_to("today")
    desk.settle()
    plugged(desk, plug, "ZS1")
    assert desk.page.sentence.text().startswith("没有找到U盘")


def test_enter_exports_to_the_stick_and_says_that_it_can_be_pulled(desk, plug):
    (stick,) = plugged(desk, plug, "ZS1")
    assert QApplication.focusWidget() is desk.page.out
    desk.keys("Return")
    desk.settle()
    (package,) = stick.glob("*.zspkg")
    said = words(desk)
    assert any(one.startswith("已导出 ") for one in said)
    assert "可以拔出U盘，交上级工作站导入" in said
    assert str(package) in said
    assert desk.said[-1].tone == "green"
    assert "可以拔出U盘" in desk.said[-1].remedy
    assert desk.page.unsent.text() == "没有未导出的记录"
    assert QApplication.focusWidget() is desk.page.out
    assert ("没有未导出的记录", "") in desk.shell.status.state.lines


def test_what_is_typed_and_not_saved_is_named_before_it_is_left_behind(desk, plug):
    plugged(desk, plug, "ZS1")
    case = desk.station.mediation.find("C01")
    desk.shell.side.choose("mediation")
    desk.case.open(case.id)
    desk.settle()
    desk.fill("brief", "雨棚滴水，尚未说完")
    desk.keys("Escape")
    said = desk.turn_to("statistics").sentence.text()
    assert said.endswith("；有 1 件案件写了还没有保存，没有计入（见“今日”）")
    at_exchange(desk)
    assert desk.page.warning.text().startswith("有 1 件案件写了还没有保存")
    (draft,) = desk.page.drafts
    assert draft.text() == f"{case.title}：改动还没有保存"
    assert QApplication.focusWidget() is draft  # Enter alone does not export past it
    desk.keys("Return")
    desk.settle()
    assert desk.case.state.record_id == case.id
    desk.keys("Ctrl+S")
    desk.settle()
    at_exchange(desk)
    assert not desk.page.warning.isVisible()
    assert QApplication.focusWidget() is desk.page.out
    desk.keys("Return")
    desk.settle()
    assert any(one.startswith("已导出 1 件案件、") for one in words(desk))  # saved twice, still one case


def test_the_window_is_named_after_what_came_of_it(desk, plug):
    titles = []
    desk.shell.title_changed = lambda words, _unsaved: titles.append(words)
    plugged(desk, plug, "ZS1")
    desk.keys("Return")
    assert titles[-1].startswith("数据交换：已导出 ")
    assert any(one == "数据交换：正在导出" for one in titles)


def test_without_a_stick_it_asks_for_one(desk):
    desk.keys("Return")
    assert desk.said[-1].sentence == "还没有选U盘"
    assert desk.said[-1].remedy == "请插入U盘，或在下面写明文件夹"


def test_of_two_sticks_the_clerk_chooses_by_arrow(desk, plug):
    first, second = plugged(desk, plug, "ZS1", "备份")
    assert desk.page.sentence.text() == "插着 2 个U盘，请选一个。"
    desk.keys("Return")
    assert desk.said[-1].remedy == "请在列表里选一个"
    choices = desk.page._group.buttons()
    assert QApplication.focusWidget() is choices[0]
    desk.keys("Down")
    desk.settle()
    assert QApplication.focusWidget() is desk.page._group.buttons()[1]
    assert desk.page._group.buttons()[1].isChecked()
    press(desk, desk.page.out)
    assert list(first.iterdir()) == []
    assert len(list(second.glob("*.zspkg"))) == 1


def test_the_chosen_stick_stays_chosen_when_another_is_pulled(desk, plug):
    plugged(desk, plug, "ZS1", "备份", "旧盘")
    press(desk, desk.page.out)
    desk.keys("Down")
    desk.settle()
    plugged(desk, plug, "ZS1", "备份")
    assert [one.isChecked() for one in desk.page._group.buttons()] == [False, True]
    assert QApplication.focusWidget() is desk.page._group.buttons()[1]


def test_while_it_exports_it_says_so_and_cancel_leaves_nothing(desk, plug, tasks):
    (stick,) = plugged(desk, plug, "ZS1")
    tasks.holding = True
    desk.keys("Return")
    assert desk.page.busy_words.text() == "正在导出"
    assert desk.page.stop.isVisible()
    assert not desk.page.out.isEnabled()
    desk.page._model.export()  # pressed again by whatever way: once is enough
    assert len(tasks.held) == 1
    desk.page.stop.setFocus()
    desk.keys("Return")
    assert desk.page.busy_words.text() == "正在导出　正在取消……"
    assert not desk.page.stop.isEnabled()
    tasks.let_go()
    desk.settle()
    assert list(stick.iterdir()) == []
    assert desk.said[-1].sentence == "已取消，没有改动"
    assert desk.said[-1].tone == "amber"
    assert desk.said[-1].again is None
    assert not desk.page.stop.isVisible()
    assert QApplication.focusWidget() is desk.page.out
    assert desk.station.exchange.status().last_export is None


def test_leaving_the_page_while_it_exports_loses_nothing(desk, plug, tasks):
    (stick,) = plugged(desk, plug, "ZS1")
    tasks.holding = True
    desk.keys("Return")
    desk.turn_to("mediation")
    tasks.let_go()
    desk.turn_to("exchange")
    desk.settle()
    assert any(one.startswith("已导出 ") for one in words(desk))
    assert len(list(stick.glob("*.zspkg"))) == 1


def test_coming_back_while_it_exports_finds_cancel_at_hand(desk, plug, tasks):
    plugged(desk, plug, "ZS1")
    tasks.holding = True
    desk.keys("Return")
    desk.turn_to("mediation", "exchange")
    assert QApplication.focusWidget() is desk.page.stop
    tasks.let_go()


def test_closing_the_window_stops_what_takes_long(desk, plug, tasks):
    (stick,) = plugged(desk, plug, "ZS1")
    tasks.holding = True
    desk.keys("Return")
    desk.shell.leave()
    tasks.let_go()
    assert list(stick.iterdir()) == []


def test_the_town_takes_the_stick_in_and_writes_its_acknowledgement(enter, village, enrolled, plug):
    (stick,) = plug("ZS1")
    village.exchange.export(stick)
    town = at_exchange(enter(enrolled["town"]))
    town.settle()
    press(town, town.page.into)
    assert any(one.startswith(f"已导入 {village.profile.name}：1 件案件、") for one in words(town))
    assert "回执也写好了，请交还对方带回" in words(town)
    assert town.said[-1].remedy == "可以拔出U盘；回执已写在U盘里，请带回给原单位"
    assert len(list(stick.glob("*.zsack"))) == 1
    assert QApplication.focusWidget() is town.page.into
    assert enrolled["town"].mediation.page().total == 1


def test_an_import_shows_how_far_it_is_and_stops_between_packages(enter, village, enrolled, plug):
    (stick,) = plug("ZS1")
    first = village.exchange.export(stick).seq_to
    village.mediation.import_case(acceptance_case("C03"))
    village.exchange.export(stick, since=first)
    town = at_exchange(enter(enrolled["town"]))
    town.settle()
    shown = []

    def look(_sectors):
        """A package was taken in; the next has not been begun: press cancel, once."""
        if shown:
            return
        town.page._clock.timeout.emit()
        shown.append((town.page.busy_words.text(), town.page.bar.value(), town.page.bar.maximum()))
        town.page.stop.setFocus()
        town.keys("Return")

    enrolled["town"].on_change(look)
    press(town, town.page.into)
    words_then, done, total = shown[0]
    assert words_then.startswith("正在导入　")
    assert 0 <= done <= total
    assert total > 0
    assert town.said[-1].sentence == "已停止导入"
    assert enrolled["town"].mediation.page().total == 1
    press(town, town.page.into)
    assert enrolled["town"].mediation.page().total == 2


def test_the_acknowledgement_that_comes_back_is_shown_on_the_case(desk, plug, enrolled):
    (stick,) = plugged(desk, plug, "ZS1")
    press(desk, desk.page.out)
    enrolled["town"].exchange.import_path(stick)
    press(desk, desk.page.into)
    assert any(one.startswith(f"回执：{enrolled['town'].profile.name} 已收到第 ") for one in words(desk))
    assert desk.said[-1].sentence == "回执已导入"
    assert any("收到的回执为准" in one for one in words(desk))
    desk.turn_to("mediation")
    desk.case.open(desk.station.mediation.find("C01").id)
    desk.settle()
    assert desk.screen.standing.sync.text().startswith("镇已入库")
    assert "回执 今天 " in desk.screen.standing.sync.text() + desk.screen.standing.sync.toolTip()


def test_what_is_wrong_with_a_file_is_said_beside_it_and_the_rest_is_taken(enter, village, enrolled, plug):
    (stick,) = plug("ZS1")
    done = village.exchange.export(stick)
    (stick / "zsapp-broken-1-1-9.zspkg").write_bytes(done.file.read_bytes()[:-200])
    enrolled["town"].exchange.import_path(stick)  # a first time: its own repeat is passed over, not refused
    town = at_exchange(enter(enrolled["town"]))
    town.settle()
    press(town, town.page.into)
    said = words(town)
    assert "没有导入：数据包已损坏或被改动：zsapp-broken-1-1-9.zspkg" in said
    assert any(one.startswith("跳过：这个数据包已经导入过") for one in said)
    assert town.said[-1].sentence == "有 1 个文件没有导入"


def test_a_stick_with_nothing_new_says_so(enter, village, enrolled, plug):
    (stick,) = plug("ZS1")
    village.exchange.export(stick)
    enrolled["town"].exchange.import_path(stick)
    town = at_exchange(enter(enrolled["town"]))
    town.settle()
    press(town, town.page.into)
    assert town.said[-1].sentence == "没有新的内容"


def test_a_stick_without_packages_is_told_with_a_retry(desk, plug, enrolled):
    (stick,) = plugged(desk, plug, "ZS1")
    press(desk, desk.page.into)
    assert desk.said[-1].number == Code.NOT_A_PACKAGE.value.number
    assert any("这里没有数据包或回执" in one for one in words(desk))
    enrolled["town"].mediation.import_case(acceptance_case("C03"))
    enrolled["town"].exchange.export(stick)
    desk.said[-1].again()
    assert any("没有导入" in one or "跳过" in one for one in words(desk))


def test_a_stick_pulled_before_the_export_is_told_and_nothing_counts_as_exported(desk, plug):
    (stick,) = plugged(desk, plug, "ZS1")
    stick.rmdir()
    desk.keys("Return")
    desk.settle()
    assert desk.said[-1].number == Code.STICK_GONE.value.number
    assert desk.station.exchange.status().last_export is None
    plugged(desk, plug, "ZS1")
    desk.said[-1].again()
    assert len(list(stick.glob("*.zspkg"))) == 1


def test_a_station_without_certificate_learns_where_to_get_one(room, plug):
    at_exchange(room)
    plugged(room, plug, "ZS1")
    room.keys("Return")
    assert room.said[-1].number == Code.CERT_MISSING.value.number
    assert "“工作站”页" in room.said[-1].remedy


def test_a_folder_typed_by_hand_is_named_on_the_buttons(desk, tmp_path, enrolled):
    desk.page.folder.setFocus()
    commit(str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    assert (desk.page.out.text(), desk.page.into.text()) == ("导出到文件夹", "从文件夹导入")
    press(desk, desk.page.out)
    assert "请把这个文件交上级工作站导入" in words(desk)
    assert "U盘" not in desk.said[-1].remedy
    enrolled["town"].exchange.import_path(tmp_path / "out")
    press(desk, desk.page.into)
    assert (desk.said[-1].sentence, desk.said[-1].remedy) == ("回执已导入", "")
    desk.page.folder.clear()
    assert desk.page.out.text() == "导出到U盘"


def test_a_package_from_a_folder_says_where_the_acknowledgement_lies(
    enter, village, enrolled, tmp_path, plug
):
    village.exchange.export(tmp_path)
    town = at_exchange(enter(enrolled["town"]))
    town.page.folder.setText(str(tmp_path))
    press(town, town.page.into)
    assert town.said[-1].remedy == "回执已写在文件夹里，请带回给原单位"


def test_a_folder_is_chosen_in_the_dialog(desk, tmp_path, qtbot):
    (tmp_path / "out").mkdir()
    desk.page.folder.setText(str(tmp_path / "out"))

    def accept():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.accept()

    QTimer.singleShot(0, accept)
    press(desk, desk.page.browse)
    assert desk.page.folder.text() == str(tmp_path / "out")


def test_a_system_that_does_not_say_what_is_plugged_in_is_told(desk, plug, tmp_path):
    (tmp_path / "mountinfo").unlink()
    desk.settle()
    assert desk.said[-1].tone == "red"
    assert desk.page.sentence.text().startswith("没有找到U盘")


def test_the_time_left_stands_beside_the_bar(village, plug, tmp_path):
    lane, hand = Waiting(), [0.0]
    lane.holding = True
    model = ExchangeModel(village, lane, lambda _notice: None, now=lambda: hand[0])
    model.export(str(tmp_path))
    model._took_step(1, 10, "正在写入U盘")
    model.look_at_progress()
    assert model.state.under_way == "正在导出　正在写入文件夹"
    hand[0] = 4.0
    model._took_step(5, 10, "正在写入U盘")
    model.look_at_progress()
    assert model.state.under_way == "正在导出　正在写入文件夹　大约还要 4 秒"
    model.look_at_progress()
    lane.let_go()


@pytest.mark.parametrize("percent", [100, 150])
def test_the_page_fits_a_small_screen(enter, village, plug, percent):
    room = at_exchange(enter(village, percent))
    plugged(room, plug, "ZS1", "备份")
    assert room.shell.minimumSizeHint().width() <= 1366
    assert Scale(percent)["side"] + room.page.minimumSizeHint().width() <= 1366
