"""The backup page and the watch behind it, by keys: choose a stick, back up, go on after a restore."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.gui.conftest import TODAY, Waiting, seen
from tests.gui.keys import commit
from tests.stations import PASSPHRASE, acceptance_case
from zsapp.base import clock
from zsapp.base.errors import Code
from zsapp.base.settings import read_settings, write_settings
from zsapp.screens.backup.model import BackupModel, Below, advice_of, status_words
from zsapp.screens.backup.watch import BackupWatch
from zsapp.screens.tasks import Inline, Lane, beside
from zsapp.services.backups import Backups, list_backups
from zsapp.services.epochs import Standing
from zsapp.services.forks import Fork
from zsapp.services.restoring import restore_station, secret_of
from zsapp.services.station import open_station


@pytest.fixture
def tasks():
    return Waiting()


@pytest.fixture
def page(room, plug):
    """Give the page, with one stick in the PC."""
    room.stick = plug("备份盘")[0]
    room.shell.choose("backup")
    room.settle()
    room.page = room.shell.stack.currentWidget()
    return room


def press(room, widget):
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    room.keys("Return")
    room.settle()


def test_without_a_place_it_says_what_is_at_stake_and_asks_for_one(page):
    assert page.page.sentence.text().startswith("还没有选备份放在哪里")
    assert QApplication.focusWidget() is page.page.make
    page.keys("Return")
    assert page.said[-1].sentence == "还没有选备份放在哪里"


def test_a_stick_is_taken_by_one_press_and_enter_backs_up(page):
    (stick,) = page.page.sticks
    assert stick.text().startswith("用这个U盘：备份盘")
    press(page, stick)
    assert page.page.place.text() == str(page.stick)
    assert page.page.sticks == []
    press(page, page.page.make)
    (found,) = list_backups(page.stick)
    assert found.why == "hand"
    assert page.said[-1].sentence == "备份完成，已重新读出并打开核对"
    assert page.page.sentence.text().startswith("上次备份：")
    assert page.page.sentence.property("tone") == "green"
    assert QApplication.focusWidget() is page.page.make


def test_a_folder_can_be_typed_or_browsed_for_and_the_hour_chosen(page, tmp_path):
    (tmp_path / "disk").mkdir()
    page.page.place.setFocus()
    commit(str(tmp_path / "disk"))
    page.keys("Return")
    page.settle()
    assert read_settings(page.station.store.home).backup_folder == str(tmp_path / "disk")

    chip = page.page.hours.button(12)
    press(page, chip)
    assert read_settings(page.station.store.home).backup_hour == 12
    assert chip.isChecked()

    def accept():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.accept()

    QTimer.singleShot(0, accept)
    press(page, page.page.browse)
    assert page.page.place.text() == str(tmp_path / "disk")


def test_while_it_backs_up_it_shows_how_far_and_can_be_stopped(page, tasks):
    press(page, page.page.sticks[0])
    tasks.holding = True
    page.keys("Tab")
    page.page.make.setFocus()
    page.keys("Return")
    assert seen(page.page.stop)
    assert QApplication.focusWidget() is page.page.stop
    page.page._model.make()  # pressed again by whatever way: once is enough
    assert len(tasks.held) == 1
    page.page._model._took_step(1, 2, "正在写入备份")
    page.page._clock.timeout.emit()
    assert page.page.busy_words.text() == "正在写入备份"
    page.keys("Return")
    assert page.page.busy_words.text() == "正在取消……"
    tasks.let_go()
    page.settle()
    assert page.said[-1].sentence == "已取消，没有改动"
    assert [one.why for one in list_backups(page.stick)] == ["daily"], "the one that made itself is whole"
    assert QApplication.focusWidget() is page.page.make


def test_a_stick_that_is_gone_is_told_with_a_retry(page, plug):
    press(page, page.page.sticks[0])
    shutil.rmtree(page.stick)
    plug()
    press(page, page.page.make)
    assert page.said[-1].number == Code.BACKUP_GONE.value.number
    page.settle()
    assert "现在没有插着备份用的U盘" in page.page.sentence.text()
    plug("备份盘")
    page.said[-1].again()
    assert list_backups(page.stick)


def test_the_data_folder_is_refused_as_a_place(page):
    page.page.place.setFocus()
    commit(str(page.station.store.home))
    page.keys("Return")
    page.settle()
    assert page.said[-1].number == Code.BACKUP_INSIDE.value.number


def test_an_old_copy_is_told_on_the_page_and_one_press_lets_it_go_on(station, stations, enter, logged):
    station.close()
    database = station.store.home / "station.db"
    before = database.read_bytes()
    with open_station(station.store.home, passphrase=PASSPHRASE, today=TODAY) as later:
        later.mediation.import_case(acceptance_case("C01"))
    database.write_bytes(before)
    old = stations("village")
    room = enter(old)
    assert room.said[-1].number == Code.STORE_BEHIND.value.number
    room.shell.choose("backup")
    room.settle()
    page = room.shell.stack.currentWidget()
    assert "现在只能查看" in page.advice.text()
    press(room, page.go_on)
    assert room.said[-1].sentence == "可以继续登记了"
    assert not seen(page.go_on)
    old.mediation.import_case(acceptance_case("C01"))
    logged.clear()


def test_the_town_gives_back_and_decides_on_this_page(enter, enrolled, plug):
    (stick,) = plug("U盘")
    village, town = enrolled["village"], enrolled["town"]
    village.mediation.import_case(acceptance_case("C01"))
    village.exchange.export(stick)
    town.exchange.import_path(stick)
    room = enter(town)
    room.shell.choose("backup")
    room.settle()
    page = room.shell.stack.currentWidget()
    assert page.stations.currentText() == village.profile.name
    press(room, page.give)
    assert list(stick.glob("*.zsback"))
    assert room.said[-1].remedy == "请带回该站，在“数据交换”中导入"
    page._model.give_back("", "")
    assert room.said[-1].sentence == "还没有选工作站或U盘"
    page._model.decide(village.profile.id)
    assert room.said[-1].number == Code.FORK_NONE.value.number


def test_a_station_with_two_machines_is_named_with_its_decision(page):
    forked = (Below("one", "某村"), Below("two", "邻村", forked=True))
    page.page.render_state(replace(page.page._model.state, below=forked))
    QApplication.processEvents()
    (decision,) = page.page.decisions
    assert decision.accessibleName() == "以已收到的为准，恢复接收：邻村"
    press(page, decision)
    assert page.said[-1].number == Code.FORK_NONE.value.number  # by now somebody else has decided
    fork = Fork(station="two", name="邻村", epoch=1, seq=3, package="", file="", found_at="")
    page.page._model._decided(fork)
    assert "不要两台共用一份数据" in page.said[-1].remedy
    page.page._model._decided(replace(fork, given="forked/1.zsback"))
    assert page.said[-1].sentence == "邻村：以它的直接上级已收到的为准，恢复接收"
    assert page.said[-1].remedy.endswith("请带给该站导入：forked/1.zsback")


@pytest.mark.parametrize("percent", [100, 150])
def test_the_page_fits_a_small_screen(enter, station, plug, percent):
    plug("备份盘")
    room = enter(station, percent)
    room.shell.choose("backup")
    room.settle()
    page = room.shell.stack.currentWidget()
    assert page.advice.parentWidget().parentWidget().minimumSizeHint().width() <= page.width()


def test_in_a_lane_of_its_own_it_keeps_nobody_from_working(qtbot, station, tmp_path):
    (tmp_path / "disk").mkdir()
    station.backups.choose(str(tmp_path / "disk"))
    lane, said = Lane(), []
    aside = beside(lane)
    model = BackupModel(station, lane, aside, said.append)
    model.start()
    qtbot.waitUntil(lambda: model.state.looked)
    model.make()
    station.mediation.import_case(acceptance_case("C01"))
    qtbot.waitUntil(lambda: not model.state.busy, timeout=20_000)
    assert said[-1].sentence == "备份完成，已重新读出并打开核对"
    model.stop()
    aside.close()
    lane.close()


def test_what_was_given_back_is_said_on_the_exchange_page(enter, enrolled, plug, tmp_path):
    (stick,) = plug("U盘")
    village = enrolled["village"]
    village.backups.make(stick)
    village.mediation.import_case(acceptance_case("C01"))
    village.exchange.export(stick)
    enrolled["town"].exchange.import_path(stick)
    enrolled["town"].giving_back.give(village.profile.id, stick)
    back = restore_station(stick, tmp_path / "new", secret_of(PASSPHRASE), today=TODAY)
    room = enter(back.station)
    room.shell.choose("exchange")
    room.settle()
    room.shell.stack.currentWidget()._model.take_in(str(stick))
    given = [one.words for one in room.shell.stack.currentWidget()._model.state.results]
    assert given[0].startswith(f"{enrolled['town'].profile.name}补发：补回")
    assert room.said[-1].tone in ("green", "amber")
    back.station.close()


# --- the watch --------------------------------------------------------------------------------------------


def test_the_days_backup_is_made_by_itself_and_says_nothing(room, plug):
    (stick,) = plug("备份盘")
    room.station.backups.choose(str(stick))
    room.settle()
    assert [one.why for one in list_backups(stick)] == ["daily"]
    assert not [one for one in room.said if "备份" in one.sentence]
    room.settle()
    assert len(list_backups(stick)) == 1


def test_what_keeps_the_days_backup_from_being_made_is_said_once(station, tmp_path):
    place = tmp_path / "place"
    place.mkdir()
    (place / "zsapp-backup").write_text("a file where a folder should be", encoding="utf-8")
    station.backups.choose(str(place))
    said, lane = [], Inline()
    watch = BackupWatch(station, lane, lane, said.append)
    watch.start()
    lane.settle()
    watch.look()
    assert [one.number for one in said] in (
        [Code.BACKUP_GONE.value.number],
        [Code.BACKUP_FAULT.value.number],
    )
    watch.stop()


def test_a_long_time_without_a_backup_stands_in_today(station, tmp_path):
    home = station.store.home
    write_settings(home, replace(read_settings(home), backup_folder=str(tmp_path / "gone")))
    (duty,) = [one for one in station.todo.duties(TODAY) if one.pressing == "backup"]
    assert duty.title == "还没有做过备份"
    assert "请插好备份用的U盘" in duty.what
    assert duty.page == "backup"
    words, tone = status_words(station.backups.status())
    assert (words, tone) == ("还没有做过备份；现在没有插着备份用的U盘", "amber")


def test_a_stick_that_is_not_there_when_its_hour_comes_stands_in_today(station, tmp_path):
    (tmp_path / "disk").mkdir()
    hour = clock.now().astimezone(clock.CHINA).hour
    station.backups.choose(str(tmp_path / "disk"), hour)
    Backups(station.store, lambda: clock.now() - timedelta(hours=25)).make()
    shutil.rmtree(tmp_path / "disk")
    (duty,) = [one for one in station.todo.duties(TODAY) if one.pressing == "backup"]
    assert duty.title == "今天的备份还没有做"


def test_what_is_to_be_done_is_said_in_plain_words():
    assert advice_of(Standing(1, None, False, None)) == ()
    assert "校准电脑时间" in advice_of(Standing(1, None, True, None))[1]
    assert "另起一段" in advice_of(Standing(1, 7, False, None))[1]
    assert "两台电脑在用同一份数据" in advice_of(Standing(1, 7, False, None, forked=5))[0]
