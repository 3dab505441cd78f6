"""The bridge to fcitx 4 (输入法): keys, words and the caret, with a fcitx whose mind is the test."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QStringListModel, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.gui.fcitx_stand_in import FcitxStandIn, take_away
from tests.session_bus import SessionBus
from zsapp.screens import fcitx_bridge
from zsapp.screens.fcitx_bridge import FcitxBridge

SERVICE = "org.fcitx.Fcitx-7"


@pytest.fixture
def bus() -> Iterator[SessionBus]:
    with SessionBus() as made:
        yield made


class Line(QLineEdit):
    """A line that remembers what was composed in it, and where in that the caret stood."""

    composed, caret = "", -1

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composed = event.preeditString()
        carets = [
            one.start for one in event.attributes() if one.type == QInputMethodEvent.AttributeType.Cursor
        ]
        self.caret = carets[0] if carets else -1
        super().inputMethodEvent(event)


class Form(QWidget):
    """Two lines, a passphrase, a button: what a clerk goes through."""

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        self.button, self.first, self.second, self.secret = QPushButton("继续"), Line(), Line(), Line()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        for one in (self.button, self.first, self.second, self.secret):
            box.addWidget(one)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    """Give the form with the caret nowhere yet."""
    made = Form()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    enter(made.button, qtbot)
    return made


def enter(field: QWidget, qtbot: QtBot) -> None:
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)


@pytest.fixture
def bridge(form: Form, bus: SessionBus, qapp: QApplication) -> Iterator[FcitxBridge]:
    made = FcitxBridge(qapp, bus.address, SERVICE)
    yield made
    take_away(qapp, made)


@pytest.fixture
def fcitx(bus: SessionBus) -> Iterator[FcitxStandIn]:
    made = FcitxStandIn(bus.address, SERVICE)
    yield made
    made.die()


def greet(fcitx: FcitxStandIn, bridge: FcitxBridge, qtbot: QtBot, told: str = "FocusIn") -> None:
    """Let fcitx give the program a context, and learn whether the caret is in a field."""
    fcitx.welcome()
    qtbot.waitUntil(lambda: bridge._context is not None and bridge._context.ready)
    fcitx.hear(told)


@pytest.fixture
def line(form: Form, bridge: FcitxBridge, fcitx: FcitxStandIn, qtbot: QtBot) -> Line:
    """Give the first line, with the caret in it and fcitx listening."""
    enter(form.first, qtbot)
    greet(fcitx, bridge, qtbot)
    return form.first


def press(target: QWidget, key: Qt.Key = Qt.Key.Key_T, text: str = "t", symbol: int = 116) -> None:
    """Press a key as a keyboard does, with the number that the screen knows it by."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, 28, symbol, 0, text)
    QApplication.sendEvent(target, event)


def press_tab(target: QWidget) -> None:
    press(target, Qt.Key.Key_Tab, "\t", 65289)


def compose(line: Line, fcitx: FcitxStandIn, qtbot: QtBot, words: str = "tiao jie") -> None:
    """Press a key that begins a word."""
    press(line)
    fcitx.answer(taken=True)
    fcitx.say("UpdatePreedit", "si", words, len(words.encode()))
    qtbot.waitUntil(lambda: line.composed == words)


def test_what_is_composed_is_shown_and_what_is_chosen_is_kept(line, fcitx, qtbot) -> None:
    compose(line, fcitx, qtbot)
    assert line.text() == ""
    fcitx.say("CommitString", "s", "调解")
    qtbot.waitUntil(lambda: line.text() == "调解")
    assert line.composed == ""


@pytest.mark.parametrize(("place", "caret"), [(0, 0), (2, 0), (3, 1), (4, 2), (99, 6), (-1, 0)])
def test_the_caret_stands_in_what_is_composed_where_fcitx_says(line, fcitx, qtbot, place, caret) -> None:
    fcitx.say("UpdateFormattedPreedit", "a(si)i", [("调", 0), ("jie", 8), ("𬱖", 0)], place)
    qtbot.waitUntil(lambda: line.composed == "调jie𬱖")
    assert line.caret == caret


def test_a_key_fcitx_does_not_want_is_the_fields(line, fcitx, qtbot) -> None:
    press(line)
    assert line.text() == ""
    fcitx.answer(taken=False)
    qtbot.waitUntil(lambda: line.text() == "t")


def test_keys_wait_for_a_slow_fcitx_in_their_order(line, form, fcitx, qtbot) -> None:
    press(line)
    press_tab(line)
    press(line, Qt.Key.Key_X, "x", 120)
    for _ in range(3):
        fcitx.answer(taken=False)
    qtbot.waitUntil(lambda: form.second.text() == "x")
    assert line.text() == "t"


def test_a_key_goes_to_the_list_that_is_open_below_the_field(line, fcitx, qtbot) -> None:
    line.setCompleter(QCompleter(QStringListModel(["邻里纠纷", "邻里琐事"], line), line))
    line.completer().complete()
    popup = line.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    press(popup, Qt.Key.Key_Down, "", 65364)
    fcitx.answer(taken=False)
    qtbot.waitUntil(lambda: popup.currentIndex().row() == 0)


def test_a_key_without_a_number_on_the_screen_is_not_shown_to_fcitx(line) -> None:
    press(line, symbol=0)
    assert line.text() == "t"


def test_a_passphrase_is_none_of_the_business_of_fcitx(line, form, fcitx, qtbot) -> None:
    enter(form.secret, qtbot)
    fcitx.hear("FocusOut")
    press(form.secret)
    assert form.secret.text() == "t"


def test_a_button_takes_keys_as_ever(line, form, qtbot) -> None:
    enter(form.button, qtbot)
    with qtbot.waitSignal(form.button.clicked):
        qtbot.keyClick(form.button, Qt.Key.Key_Space)


def test_no_shortcut_gets_a_key_while_a_word_is_composed(line, fcitx, qtbot) -> None:
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    asked.ignore()
    QApplication.sendEvent(line, asked)
    assert not asked.isAccepted()
    compose(line, fcitx, qtbot)
    QApplication.sendEvent(line, asked)
    assert asked.isAccepted()


def test_what_was_not_chosen_goes_with_the_field(line, form, fcitx, qtbot) -> None:
    compose(line, fcitx, qtbot)
    enter(form.second, qtbot)
    assert (line.composed, line.text(), form.second.composed) == ("", "", "")
    fcitx.hear("Reset")
    fcitx.hear("FocusIn")


def test_a_list_that_opens_below_the_field_costs_no_word(line, fcitx, qtbot, qapp) -> None:
    compose(line, fcitx, qtbot)
    qapp.focusObjectChanged.emit(line)  # as Qt does on a real screen when the list takes the keyboard
    assert line.composed == "tiao jie"


def test_a_field_may_vanish_while_a_word_is_composed(line, form, bridge, fcitx, qtbot) -> None:
    compose(line, fcitx, qtbot)
    delete(line)
    fcitx.say("CommitString", "s", "调解")
    enter(form.second, qtbot)
    compose(form.second, fcitx, qtbot)


def test_a_key_whose_fields_are_all_gone_is_dropped(line, form, fcitx, qtbot) -> None:
    press(line)
    line.clearFocus()
    fcitx.answer(taken=False)
    compose_elsewhere(form, fcitx, qtbot)
    assert line.text() == ""


def compose_elsewhere(form: Form, fcitx: FcitxStandIn, qtbot: QtBot) -> None:
    enter(form.second, qtbot)
    compose(form.second, fcitx, qtbot)


def test_what_fcitx_says_to_others_or_of_other_things_changes_nothing(line, fcitx, qtbot) -> None:
    fcitx.say("CommitString", "s", "别人的", number=5)
    fcitx.say("EnableIM")
    fcitx.say("CommitString", "s", "调解")
    qtbot.waitUntil(lambda: line.text() == "调解")


def test_the_list_of_candidates_is_told_where_the_caret_is(line, fcitx, qtbot) -> None:
    press(line)
    x, y, wide, high = fcitx.hear("SetCursorRect").body
    corner = line.mapFromGlobal(QPoint(x, y))
    assert line.rect().contains(corner)
    assert 0 < wide <= 10
    assert 5 < high <= line.height()


# --- fcitx comes and goes -----------------------------------------------------------------------------------


def test_without_fcitx_letters_are_letters(form, bridge, qtbot) -> None:
    enter(form.first, qtbot)
    press(form.first)
    assert form.first.text() == "t"
    qtbot.waitUntil(lambda: bridge._context is None)


def test_the_next_field_finds_a_fcitx_that_came_later(form, bridge, bus, qtbot) -> None:
    enter(form.first, qtbot)
    qtbot.waitUntil(lambda: bridge._context is None)
    fcitx = FcitxStandIn(bus.address, SERVICE)
    enter(form.second, qtbot)
    greet(fcitx, bridge, qtbot)
    compose(form.second, fcitx, qtbot)
    fcitx.die()


def test_fcitx_is_ready_before_the_first_letter(form, bridge, fcitx, qtbot) -> None:
    enter(form.secret, qtbot)
    greet(fcitx, bridge, qtbot, told="FocusOut")
    enter(form.first, qtbot)
    compose(form.first, fcitx, qtbot)


def test_letters_are_letters_until_a_starting_fcitx_is_ready(form, bridge, fcitx, qtbot) -> None:
    enter(form.first, qtbot)
    press(form.first)
    enter(form.second, qtbot)
    press(form.second)
    greet(fcitx, bridge, qtbot)
    compose(form.second, fcitx, qtbot)
    assert (form.first.text(), form.second.text()) == ("t", "t")


def test_a_fcitx_that_dies_gives_back_what_it_had(line, fcitx, qtbot) -> None:
    compose(line, fcitx, qtbot)
    press(line)
    press(line, Qt.Key.Key_X, "x", 120)
    fcitx.die()
    qtbot.waitUntil(lambda: line.text() == "tx")
    assert line.composed == ""
    press(line)
    assert line.text() == "txt"


def test_a_fcitx_that_was_restarted_is_found_at_the_next_field(line, form, bridge, fcitx, qtbot) -> None:
    press(line)
    fcitx.fail()
    qtbot.waitUntil(lambda: line.text() == "t")
    enter(form.second, qtbot)
    greet(fcitx, bridge, qtbot)
    compose(form.second, fcitx, qtbot)


def test_a_silent_fcitx_gives_back_what_it_had(line, fcitx, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(fcitx_bridge, "PATIENCE_MS", 50)
    press(line)
    press(line)
    qtbot.waitUntil(lambda: line.text() == "tt")


def test_patience_begins_anew_with_each_answer(line, bridge, fcitx, qtbot) -> None:
    press(line)
    press(line)
    fcitx.answer(taken=False)
    qtbot.waitUntil(lambda: line.text() == "t")
    assert bridge._patience.isActive()
    fcitx.answer(taken=False)
    qtbot.waitUntil(lambda: line.text() == "tt")
    assert not bridge._patience.isActive()


def test_a_session_that_breaks_leaves_plain_letters(line, form, bus, bridge, qtbot) -> None:
    press(line)
    bus.stop()
    enter(form.second, qtbot)
    press(form.second)
    assert (line.text(), form.second.text()) == ("t", "t")


def test_a_session_that_breaks_between_two_keys_costs_none(line, bus) -> None:
    bus.stop()
    press(line)
    assert line.text() == "t"


def test_an_answer_nobody_waits_for_changes_nothing(line, fcitx, qtbot) -> None:
    press(line)
    fcitx.answer_anyway("SetCursorRect")
    fcitx.answer(taken=False)
    qtbot.waitUntil(lambda: line.text() == "t")


def test_an_address_that_is_none_leaves_plain_letters(form, qapp, qtbot) -> None:
    for address in ("nonsense", "tcp:host=localhost", "unix:path=/nowhere"):
        bridge = FcitxBridge(qapp, address, SERVICE)
        enter(form.first, qtbot)
        press(form.first)
        enter(form.button, qtbot)
        take_away(qapp, bridge)
    assert form.first.text() == "ttt"
