"""The window as a whole: started like the program, closed, remembered, redrawn; messages, side and status."""

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.conftest import TODAY, commit
from tests.stations import CHEAP, PASSPHRASE, acceptance_case, make_station
from zsapp import app
from zsapp.base.errors import Code, Trouble
from zsapp.base.settings import Settings, read_settings
from zsapp.rules.roles import Badge, Role
from zsapp.screens import window as windows
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.notices import notice_of
from zsapp.screens.pages import KEYS, PAGES
from zsapp.screens.shell import Shell
from zsapp.screens.start.doors import ServiceDoors
from zsapp.screens.status import StatusModel
from zsapp.screens.tasks import Lane
from zsapp.services.station import open_station
from zsapp.services.training import make_training


@pytest.fixture
def hooks(monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


@pytest.fixture
def home(tmp_path):
    make_station(tmp_path / "home", today=TODAY).close()
    return tmp_path / "home"


@pytest.fixture
def run(qtbot, hooks):
    """Give what runs the whole program, real lane and all, does steps with its window and closes it."""

    def whole(home, *steps, words=()):
        def act():
            shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
            window = next(one for one in shown if isinstance(one, windows.Window))
            try:
                for step in steps:
                    step(window)
            finally:  # whatever a step raises, pytest-qt brings out of here
                QTimer.singleShot(0, QApplication.closeAllWindows)
                window.deleteLater()

        QTimer.singleShot(0, act)
        return app.main(["--home", str(home), "--today", TODAY.isoformat(), *words])

    return whole


def unlocked(qtbot):
    """Type the passphrase and wait for the shell."""

    def step(window):
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        commit(PASSPHRASE)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), Shell), timeout=20_000)
        qtbot.waitUntil(lambda: not window._tasks.busy, timeout=20_000)

    return step


def test_the_program_opens_types_and_closes_with_nothing_lost(qtbot, run, home):
    def write(window):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: window.shell.models.case.state.open)
        commit("邻里纠纷")

    assert run(home, unlocked(qtbot), write) == 0
    with open_station(home, passphrase=PASSPHRASE, today=TODAY) as again:
        assert again.mediation.drafts()[0].case.dispute_type == "邻里纠纷"


def test_the_caret_waits_in_the_passphrase_before_anything_heavy_is_loaded(qtbot, run, home):
    seen = []

    def look(window):
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        seen.append(QApplication.focusWidget().accessibleName())
        qtbot.waitUntil(lambda: not window._tasks.busy, timeout=20_000)

    assert run(home, look) == 0
    assert seen == ["口令"]


def test_the_size_of_the_window_is_remembered(qtbot, run, home):
    def smaller(window):
        window.showNormal()
        window.resize(1100, 700)
        qtbot.waitUntil(lambda: window.width() == 1100)

    run(home, smaller)
    kept = read_settings(home)
    assert (kept.window_width, kept.window_height, kept.maximised) == (1100, 700, False)
    sizes = []
    run(home, lambda window: sizes.append((window.width(), window.height(), window.isMaximized())))
    assert sizes == [(1100, 700, False)]


def test_without_a_remembered_size_the_window_fills_the_screen(run, home):
    seen = []
    run(home, lambda window: seen.append(window.isMaximized()))
    assert seen == [True]


def test_a_set_up_that_was_left_leaves_no_folder(run, tmp_path):
    run(tmp_path / "nowhere", lambda _window: None)
    assert not (tmp_path / "nowhere").exists()


def test_the_training_station_opens_by_itself(qtbot, run, home, tmp_path):
    seen = []

    def look(window):
        assert window.start.state.page == "training"
        qtbot.waitUntil(lambda: window.shell is not None, timeout=60_000)
        seen.append(window.shell.station.profile.training)

    make_training(tmp_path / "training", today=TODAY, cost=CHEAP)
    assert run(tmp_path / "training", look, words=["--training"]) == 0
    assert seen == [True]


def test_a_second_window_on_the_same_home_is_refused_plainly(qtbot, run, home):
    said = []

    def look(window):
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        commit(PASSPHRASE)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        page = window.stack.currentWidget()
        qtbot.waitUntil(lambda: bool(page.fault.text()), timeout=20_000)
        said.append(page.fault.text())

    with open_station(home, passphrase=PASSPHRASE):
        assert run(home, look) == 0
    assert said == ["程序已经打开，正在使用同一份数据。请切换到已打开的窗口；或先关闭它再试（代码 3004）"]


# --- size of type -----------------------------------------------------------------------------------------


@pytest.fixture
def window(qtbot, home, tasks):
    """A window over an open station, errands done at once."""
    made = windows.Window(home, ServiceDoors(home, TODAY, CHEAP), tasks, Scale(100))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.begin()
    made.start.prepare()
    made.start.unlock(PASSPHRASE)
    yield made
    made.close()
    if made._scale != Scale(100):
        windows.restyle(Scale(100))


def test_another_size_of_type_keeps_the_page_and_the_station_goes_on_working(qtbot, window):
    window.shell.side.choose("station")
    window.shell.stack.currentWidget().sizes.button(125).click()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert window.shell.at == "station"
    assert window.shell._scale.percent == 125
    window.shell.station.mediation.import_case(acceptance_case("C01"))  # the old shell hears of it no more
    assert window.shell.station.mediation.page().total == 1
    assert read_settings(window.home).scale == 125


def test_a_size_that_cannot_be_kept_is_told_and_shown_all_the_same(window):
    settings = window.home / "settings.json"
    settings.unlink(missing_ok=True)
    settings.mkdir()
    window.shell.rescale(112)
    assert window.shell._scale.percent == 112
    assert window.bar.showing.tone == "red"
    settings.rmdir()


@pytest.mark.parametrize("percent", [100, 112, 125, 150])
def test_the_shell_fits_a_small_screen_at_every_size_of_type(enter, station, percent):
    room = enter(station, percent)
    for page in PAGES:
        room.keys(KEYS[page.name])
        room.settle()
    assert room.shell.minimumSizeHint().width() <= 1366
    assert room.shell.minimumSizeHint().height() <= 728
    if percent < 150:  # in the largest type a long list may scroll
        assert not room.shell.side.nav.verticalScrollBar().isVisible()


def test_an_unknown_size_is_taken_as_the_usual(home):
    assert windows.scale_of(replace(Settings(), scale=137)).percent == 100
    assert windows.scale_of(replace(Settings(), scale=150)).percent == 150


# --- pages ------------------------------------------------------------------------------------------------


class Strays(QObject):
    """Notes every window that is shown but for the one meant: a part shown before it has its place."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.mark.parametrize("tier", ["village", "town", "city"])
def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(enter, stations, tier):
    strays = Strays()
    QApplication.instance().installEventFilter(strays)
    try:
        room = enter(stations(tier))
        for page in PAGES:
            room.keys(KEYS[page.name])
            room.settle()
            assert QApplication.focusWidget() is not None
    finally:
        QApplication.instance().removeEventFilter(strays)
    assert strays.seen == ["Shell page"]


def test_pages_are_reached_by_number_and_name_the_window(room):
    titles = []
    room.shell.title_changed = lambda words, _unsaved: titles.append(words)
    for page in reversed([one for one in PAGES if room.station.offers(one.name)]):
        room.keys(KEYS[page.name])
        room.settle()
        assert room.shell.at == page.name
        assert titles[-1].startswith(page.words)


def test_the_side_shows_what_the_tier_has_and_the_role_sees(enter, station):
    def side():
        nav = enter(station).shell.side.nav
        return {nav.item(at).text() for at in range(nav.count())}

    assert {"人民调解", "法律援助", "补贴", "工作室"} <= side()
    assert "校核" not in side()
    station.store.badge = Badge(Role.ADMINISTRATOR)
    assert not {"人民调解", "法律援助", "补贴"} & side()
    assert {"今日", "调委会", "工作站"} <= side()


def test_f2_searches_from_everywhere(room):
    room.turn_to("station")
    room.keys("F2")
    assert room.shell.at == "mediation"
    assert QApplication.focusWidget() is room.screen.rail.query


def test_an_empty_list_says_where_the_closed_cases_are(room):
    room.turn_to("mediation")
    assert "没有在办的案件；办结的在“全部”里，新的请按“新登记”" in page_words(room)
    room.shell.models.listing.show_scope("")
    room.settle()
    assert "还没有案件，请按“新登记”" in page_words(room)
    room.keys("F2")
    commit("火星")
    room.settle()
    assert "没有找到“火星”" in page_words(room)


def page_words(room):
    return [one.text() for one in room.shell.findChildren(QLabel) if one.isVisible()]


def test_leaving_the_case_keeps_what_was_typed(room):
    room.begin()
    room.fill("brief", "雨棚滴水")
    room.turn_to("today")
    room.settle()
    assert room.station.mediation.drafts()[0].case.brief == "雨棚滴水"


def test_a_station_that_cannot_save_says_so_before_anybody_types(enter, station):
    station.hindered = Trouble(Code.STORE_BEHIND, seq=42)
    room = enter(station)
    assert room.said[-1].number == Code.STORE_BEHIND.value.number
    assert "现在只能查看，不能保存" in room.said[-1].sentence


# --- status -----------------------------------------------------------------------------------------------


def side_words(room):
    return [one.text() for one in room.shell.side.findChildren(QLabel) if one.isVisible()]


def test_what_must_always_be_in_sight_is(room):
    said = side_words(room)
    assert "离线 · 数据只存本机" in said
    assert "未导出：1 份其他资料" in said
    assert "还没有导出过" in said
    assert "用户：站长" in said


def test_a_training_station_says_that_nothing_in_it_is_real(enter, station):
    station.profile = replace(station.profile, training=True)
    assert "练习站 · 不是真实案件" in side_words(enter(station))


def test_a_status_that_cannot_be_read_is_red(station, tasks):
    class Broken:
        def status(self):
            raise Trouble(Code.STORE_DAMAGED)

    station.exchange = Broken()
    model = StatusModel(station, tasks)
    model.refresh()
    assert model.state.lines == (("数据文件已损坏", "red"),)
    assert model.place_of("x") == "外站"
    assert model.cite("镇已入库") == ""


def test_a_stray_message_of_the_list_leaves_the_side_whole(room):
    room.shell.side.choose("no such page")
    assert room.shell.at == "today"


def test_a_message_takes_no_caret(window, qtbot):
    here = QApplication.focusWidget()
    window.bar.say(notice_of(Trouble(Code.DISK_FULL), lambda: None))
    assert QApplication.focusWidget() is here


# --- closing ----------------------------------------------------------------------------------------------


def test_a_real_lane_finishes_what_is_under_way_before_the_store_is_closed(qtbot, home):
    lane = Lane()
    made = windows.Window(home, ServiceDoors(home, TODAY, CHEAP), lane, Scale(100))
    qtbot.addWidget(made)
    made.show()
    made.begin()
    made.start.unlock(PASSPHRASE)
    qtbot.waitUntil(lambda: made.shell is not None and not lane.busy, timeout=20_000)
    made.shell.models.case.begin()
    made.shell.models.case.edit("brief", "雨棚滴水")
    made.close()
    with open_station(home, passphrase=PASSPHRASE, today=TODAY) as again:
        assert again.mediation.drafts()[0].case.brief == "雨棚滴水"


def test_a_size_that_cannot_be_remembered_keeps_no_window_open(window):
    (window.home / "settings.json").unlink(missing_ok=True)
    (window.home / "settings.json").mkdir()
    window.resize(1000, 700)
    assert window.close()
