"""The message bar: what happened, what to do, the number to read out, a retry where it helps."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tests.gui.first_pages import show_window
from zsapp.base.errors import Code, Trouble
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.messages import MessageBar
from zsapp.screens.notices import Notice, done, notice_of

__all__ = ["show_window"]


@pytest.fixture
def bar(qtbot):
    made = MessageBar(Scale(100))
    qtbot.addWidget(made)
    return made


def shown(bar):
    return [one.text() for one in (bar.sentence, bar.remedy, bar.number, bar.again) if not one.isHidden()]


def test_an_error_stays_with_remedy_number_and_a_retry(bar):
    tried = []
    bar.say(notice_of(Trouble(Code.DISK_FULL), lambda: tried.append(1)))
    assert shown(bar) == [
        "磁盘已满，没有保存",
        "请腾出空间后再试；已保存的内容完好，您输入的内容还在窗口中",
        "代码 3006",
        "重试",
    ]
    assert not bar._gone.isActive()
    bar.again.click()
    assert tried == [1]
    assert bar.showing is None
    assert bar.isHidden()


def test_good_news_goes_by_itself(bar):
    bar.say(done("已保存"))
    assert shown(bar) == ["已保存"]
    assert bar._gone.isActive()
    bar._gone.timeout.emit()
    assert bar.isHidden()


def test_the_newest_message_takes_the_place_of_the_one_before(bar):
    bar.say(done("已保存"))
    bar.say(notice_of(Trouble(Code.DISK_FULL)))
    assert not bar._gone.isActive()
    assert bar.property("tone") == "red"
    assert bar.accessibleName().startswith("磁盘已满，没有保存。请腾出空间")
    bar.away.click()
    assert bar.showing is None


def test_a_retry_that_was_never_offered_does_nothing(bar):
    bar.say(Notice("一句话"))
    bar.again.click()
    assert bar.isHidden()


def test_a_message_lies_over_the_page_and_moves_nothing_under_the_hand(show_window):
    window = show_window()
    before = window.stack.geometry()
    window.bar.say(notice_of(Trouble(Code.DISK_FULL), lambda: None))
    QApplication.processEvents()
    assert window.stack.geometry() == before
    assert window.bar.geometry().topLeft() == QPoint(0, 0)
    assert window.bar.height() == window.bar.heightForWidth(window.bar.width()) > 0
    assert window.bar.width() < window.width() / 1.5  # the paper and its button stay free
    window.setMinimumWidth(1)
    window.resize(500, window.height())
    assert window.bar.width() == window.width()


def test_good_news_goes_with_what_it_was_about(enter, station):
    """A message lies over the head of the page: it would hide the next case's name."""
    room = enter(station)
    turned = []
    room.shell.turned = lambda: turned.append(room.shell.at)
    room.open("C01")
    room.open("C03")
    room.turn_to("people")
    assert turned == ["today", "mediation", "mediation"]


@pytest.mark.parametrize(
    ("tone", "stays"), [("green", False), ("blue", True), ("amber", True), ("red", True)]
)
def test_what_the_clerk_must_still_read_stays(qtbot, tone, stays):
    bar = MessageBar(Scale())
    qtbot.addWidget(bar)
    bar.say(Notice("已保存", tone=tone))
    bar.turn()
    assert (bar.showing is not None) is stays
