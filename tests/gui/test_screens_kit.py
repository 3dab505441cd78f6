"""The parts every page is built of: calendar, paper, rows, steps, controls, kinds, layouts."""

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QLineEdit,
    QListView,
    QTableView,
)

from zsapp.screens.kit.controls import Area, Choice, Line
from zsapp.screens.kit.popups import pick_day
from zsapp.screens.kit.rows import ROW, RowModel, RowPainter
from zsapp.screens.kit.steps import StepBar
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import Elided, button, label, rule

TODAY = date(2026, 3, 27)


def wheel(widget):
    """Turn the wheel over a widget; say whether it took it."""
    at, down = QPointF(5, 5), QPoint(0, -120)
    turned = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        down,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, turned)
    return turned.isAccepted()


# --- the calendar -----------------------------------------------------------------------------------------


@pytest.fixture
def day_line(qtbot, framed):
    """A line with a calendar, and what was picked in it."""
    line, picked = QLineEdit(), []
    pick_day(line, Scale(100), lambda: date(2026, 3, 9), picked.append)
    framed(line)
    return line, picked


def calendar():
    return QApplication.activePopupWidget()


def test_alt_down_opens_the_calendar_on_the_day_of_the_field(qtbot, day_line):
    line, picked = day_line
    qtbot.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert isinstance(calendar(), QCalendarWidget)
    assert calendar().selectedDate().toPython() == date(2026, 3, 9)
    days = calendar().findChild(QTableView)
    qtbot.keyClick(days, Qt.Key.Key_Right)
    qtbot.keyClick(days, Qt.Key.Key_Return)
    assert picked == [date(2026, 3, 10)]
    assert calendar() is None


def test_a_press_on_a_day_picks_it_and_the_caret_goes_back(qtbot, day_line):
    line, picked = day_line
    line.actions()[0].trigger()
    calendar().clicked.emit(calendar().selectedDate().addDays(3))
    assert picked == [date(2026, 3, 12)]
    assert line.window().focusWidget() is line


def test_a_locked_day_has_no_calendar(day_line):
    line, picked = day_line
    line.setReadOnly(True)
    line.actions()[0].trigger()
    assert calendar() is None
    assert picked == []


# --- rows -------------------------------------------------------------------------------------------------


@dataclass
class Told:
    """A row."""

    title: str = "何䶮与梁亚娣相邻排水纠纷"
    under: str = "邻里纠纷　〔2026〕沙龙人调字第5号"
    pill: str = "调解中"
    tone: str = "blue"
    right: str = "3月9日"


def test_rows_come_when_they_are_asked_for():
    asked, rows = [], {0: Told()}
    table = RowModel(rows.get, lambda: len(asked) < 2, lambda: asked.append(1))
    table.show_rows(1, 1)
    assert table.canFetchMore(QModelIndex())
    table.fetchMore(QModelIndex())
    table.show_rows(3, 1)
    assert table.rowCount() == 3
    assert table.rowCount(table.index(0)) == 0
    assert not table.canFetchMore(table.index(0))
    table.fetchMore(table.index(0))
    assert asked == [1]
    words = table.data(table.index(0))
    assert words == "何䶮与梁亚娣相邻排水纠纷，邻里纠纷　〔2026〕沙龙人调字第5号，调解中，3月9日"
    assert table.data(table.index(2)) == "…"
    assert table.data(table.index(0), Qt.ItemDataRole.ToolTipRole) is None
    assert table.data(QModelIndex()) is None
    assert table.data(table.index(2), ROW) is None


def test_rows_that_have_come_are_painted_anew():
    table, told = RowModel(lambda _at: Told(), lambda: False, lambda: None), []
    table.show_rows(3, 1)
    table.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    table.arrived(1, 99)
    table.arrived(7, 9)
    assert told == [(1, 2)]


@pytest.mark.parametrize(
    "row", [Told(), Told(pill="", right=""), Told(tone="", title="很长的题目" * 20, under="很长" * 40), None]
)
def test_a_row_is_painted_whatever_is_in_it(qtbot, framed, row):
    view = QListView()
    table = RowModel(lambda _at: row, lambda: False, lambda: None)
    table.setParent(view)
    view.setModel(table)
    view.setItemDelegate(RowPainter(Scale(100), view))
    framed(view, size=(300, 260))
    empty = view.grab().toImage()
    table.show_rows(2, 1)
    assert view.sizeHintForRow(0) == 76
    painted = view.grab().toImage()
    assert painted != empty
    view.setCurrentIndex(table.index(0))
    assert view.grab().toImage() != painted


# --- steps ------------------------------------------------------------------------------------------------


@pytest.fixture
def steps(qtbot, framed):
    """A bar of three steps, and the steps gone to."""
    bar, gone = StepBar(("登记", "受理", "调解"), Scale(100)), []
    bar.chosen.connect(gone.append)
    framed(bar, size=(300, 90))
    bar.show_step(1, 2)
    return bar, gone


def test_arrows_go_one_step_and_never_off_the_end(qtbot, steps):
    bar, gone = steps
    assert bar.accessibleName() == "办理步骤：第2步，受理，共3步"
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    bar.show_step(2, 2)
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    bar.show_step(0, 0)
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    qtbot.keyClick(bar, Qt.Key.Key_A)
    assert gone == [2, 0, 2, 0]


def test_a_press_goes_to_the_step_under_it(qtbot, steps):
    bar, gone = steps
    for x in (10, bar.width() // 2, bar.width() - 10):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
    assert gone == [0, 1, 2]


def test_the_step_in_hand_those_done_and_the_focus_look_different(steps):
    bar, _gone = steps
    pictures = []
    for at, reached in ((0, 0), (1, 1), (1, 2)):
        bar.show_step(at, reached)
        pictures.append(bar.grab().toImage())
    bar.clearFocus()
    pictures.append(bar.grab().toImage())
    assert all(one != other for one in pictures for other in pictures if one is not other)


# --- controls ---------------------------------------------------------------------------------------------


def test_a_text_area_grows_with_its_text_and_scrolls_beyond(qtbot, framed):
    area = Area(2, 4)
    framed(area)
    small = area.height()
    area.put("一\n二\n三\n四")
    assert area.height() > small
    high = area.height()
    area.put("\n".join("一二三四五六七八"))
    assert area.height() == high
    assert area.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded


def test_the_wheel_turns_a_long_text_only_while_it_is_written_in(qtbot, framed):
    area, line = Area(2, 4), QLineEdit()
    framed(area, line)
    area.put("\n".join("一二三四五六七八"))
    assert wheel(area.viewport())
    line.setFocus()
    assert not wheel(area.viewport())


def test_the_wheel_never_changes_a_choice(qtbot, framed):
    choice = Choice(("自然人", "法人"), free=False)
    framed(choice)
    choice.put("自然人")
    assert not wheel(choice)
    assert choice.text() == "自然人"


def test_a_choice_shows_words_that_are_not_in_its_list(qtbot):
    for free in (True, False):
        choice, said = Choice(("自然人", "法人"), free=free), []
        choice.typed.connect(said.append)
        qtbot.addWidget(choice)
        choice.put("个体工商户")
        assert choice.text() == "个体工商户"
        assert said == []
        choice.lock(True)
        assert not choice.isEnabled()


def test_undo_belongs_to_the_form_in_every_control(qtbot, framed):
    controls = (Line(), Area(2, 4), Choice(("自然人",), free=True))
    framed(*controls)
    for one in controls:
        asked = []
        one.undone.connect(asked.append)
        one.setFocus()
        qtbot.keyClick(one, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(
            one, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        assert asked == [False, True]


def test_a_locked_control_takes_no_typing(qtbot, framed):
    line, area = Line(), Area(2, 4)
    framed(line, area)
    for one in (line, area):
        one.lock(True)
        one.setFocus()
        qtbot.keyClick(one, Qt.Key.Key_A)
        assert one.text() == ""


def test_the_caret_stays_where_it_was_when_the_text_is_tidied(qtbot, framed):
    line, area = Line(), Area(2, 4)
    framed(line, area)
    line.put("甲乙丙")
    line.setCursorPosition(2)
    line.put("甲乙丙丁")
    assert line.cursorPosition() == 2
    area.setFocus()
    area.put("甲乙丙")
    caret = area.textCursor()
    caret.setPosition(2)
    area.setTextCursor(caret)
    area.put("甲")
    assert area.textCursor().position() == 1


# --- words ------------------------------------------------------------------------------------------------


def test_a_long_title_ends_in_dots_and_is_told_whole(qtbot, framed):
    title = Elided("", "title")
    framed(title, size=(120, 60))
    title.put("何䶮与梁亚娣相邻排水纠纷")
    assert title.toolTip() == "何䶮与梁亚娣相邻排水纠纷"
    assert title.grab().toImage().format() != QImage.Format.Format_Invalid


def test_a_held_enter_presses_a_button_once(qtbot, framed):
    pressed = []
    made = button("导出", "primary", lambda: pressed.append(1), "Ctrl+E")
    framed(made)
    qtbot.keyClick(made, Qt.Key.Key_Enter)
    qtbot.keyClick(made, Qt.Key.Key_Space)
    qtbot.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert pressed == [1, 1]
    assert made.toolTip() == "Ctrl+E"


def test_words_are_plain_whatever_is_in_them(qtbot):
    made = label("<b>何䶮</b>", "small")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText
    line = rule()
    qtbot.addWidget(line)
    assert line.objectName() == "rule"
