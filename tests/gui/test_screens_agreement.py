"""The step 协议 by keyboard alone: clauses from the library, signing, changing, and word of mouth."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.gui.conftest import commit, seen
from tests.gui.test_screens_case_fit import cut
from zsapp.base.errors import Code
from zsapp.screens.kit.presses import PickPart
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.mediation.layout import AGREED, AGREEMENT, ORAL
from zsapp.screens.window import restyle

DATES = {"apply": date(2026, 3, 2), "accept": date(2026, 3, 2), "sessions": [date(2026, 3, 9)]}
AGREED_ON = DATES | {"agree": date(2026, 3, 9)}
OWED = [
    {
        "obligor": "梁亚娣",
        "obligee": "何䶮",
        "kind": "给付",
        "amount": 1800,
        "due": date(2026, 4, 20),
        "method": "现金",
    }
]


@pytest.fixture
def desk(room, tmp_path, monkeypatch):
    """Give a room on a PC without a printer."""
    (tmp_path / "文档").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    return room


def opened(desk, **changes):
    desk.open("C01", dates=AGREED_ON, **changes)
    desk.case.go(AGREED)
    desk.settle()
    return desk


def case(desk):
    return desk.case.state.case


def stored(desk):
    return desk.station.mediation.find(desk.case.state.record_id).case


def press(desk, words: str) -> None:
    """Press the button of these words with the keyboard."""
    (found,) = (one for one in desk.form.findChildren(QPushButton) if one.text() == words and one.isVisible())
    found.setFocus()
    desk.keys("Return")
    desk.settle()


def put(desk, path: str, text: str) -> None:
    """Write a text over what stands in a field, and leave it."""
    field = desk.go(path)
    desk.keys("Ctrl+A")
    commit(text)
    field.control.left.emit()


def held() -> str:
    focus = QApplication.focusWidget()
    return focus.text() if isinstance(focus, QPushButton) else ""


def papers(tmp_path: Path) -> list[str]:
    return sorted(one.name for one in (tmp_path / "文档").iterdir())


def test_clauses_are_picked_by_keys_follow_the_schedule_and_come_off_again(desk):
    opened(desk, clauses=[], schedule=OWED)
    desk.keys("Ctrl+L")
    assert held() == "加入：一次性给付"
    desk.keys("Return")
    desk.settle()
    assert (
        case(desk).clauses[0].startswith("一、梁亚娣于2026年4月20日前以现金方式向何䶮一次性支付人民币1800元")
    )
    assert held() == "加入：赔礼道歉"
    press(desk, "加入：了结")
    assert [one[:2] for one in case(desk).clauses] == ["一、", "二、"]
    put(desk, "schedule[0].amount", "2500")
    assert "人民币2500元（大写：贰仟伍佰元整）" in case(desk).clauses[0]
    assert "人民币2500元" in desk.field("clauses[0]").control.text()
    put(desk, "clauses[0]", case(desk).clauses[0].replace("一次性", "当面"))
    put(desk, "schedule[0].amount", "2600")
    assert "当面支付人民币2500元" in case(desk).clauses[0]
    for _ in range(40):
        desk.keys("Ctrl+Z")
    assert not any(text.strip() for text in case(desk).clauses)


def test_what_is_signed_stays_as_it_is_and_a_change_is_another_version(desk, tmp_path):
    opened(desk, agreement_no="", volume_no="")
    desk.keys("Ctrl+P", "Return")
    desk.settle()
    press(desk, "当事人已签署")
    number = stored(desk).signed[0].terms.agreement_no
    assert desk.said[-1].sentence.startswith("协议已签署")
    first = case(desk).clauses

    put(desk, "copies", "9")
    fault = desk.field("copies")._fault[1]
    assert fault.startswith("第一版协议已于2026年3月9日签署")
    assert "变更协议" in fault
    desk.keys("Ctrl+S")
    desk.settle()
    assert desk.screen.case.saved.text().startswith("还没有保存：第一版协议已于")
    assert (case(desk).copies, stored(desk).copies) == (9, 3)
    assert desk.station.mediation.draft(desk.case.state.record_id).case.copies == 9

    press(desk, "变更协议")
    assert QApplication.focusWidget() is desk.field("amendment.reason").control
    assert case(desk).copies == 9
    desk.keys("Ctrl+S")
    desk.settle()
    assert "还没有填写理由" in desk.field("amendment.reason")._fault[1]
    commit("再给法院一份")
    desk.keys("Ctrl+S")
    desk.settle()
    assert stored(desk).copies == 9
    press(desk, "当事人已签署")
    assert [one.terms.copies for one in stored(desk).signed] == [3, 9]
    assert stored(desk).agreement_no == f"{number}之一"
    _print_the_first_again(desk, tmp_path, number, first)


def _print_the_first_again(desk, tmp_path, number, clauses):
    """Open the versions, read the first, and print it from there."""
    desk.form.unfold("已签署的各版（看内容、重印）")
    assert held() == "重印第一版"
    told = [one.text() for one in desk.form.findChildren(QLabel)]
    assert any(clauses[0] in text and number in text for text in told)
    desk.keys("Return")
    desk.settle()
    desk.keys("Return")
    desk.settle()
    assert f"{number} 人民调解协议书（第一版）.pdf" in papers(tmp_path)


def test_a_change_is_given_up_and_a_slip_of_the_hand_is_taken_back(desk):
    opened(desk, agreement_no="", volume_no="")
    press(desk, "当事人已签署")
    press(desk, "变更协议")
    put(desk, "clauses[0]", "一、不付了。")
    press(desk, "放弃变更")
    assert case(desk).clauses == stored(desk).clauses
    press(desk, "签署是误按的")
    assert (stored(desk).signed, case(desk).signed) == ((), ())
    assert desk.said[-1].sentence.startswith("已撤销签署")
    put(desk, "copies", "4")
    desk.keys("Ctrl+S")
    desk.settle()
    assert stored(desk).copies == 4


def test_what_cannot_be_signed_says_where(desk):
    opened(desk)
    desk.keys("Ctrl+P", "Return")
    desk.settle()
    put(desk, "copies", "5")
    press(desk, "当事人已签署")
    assert desk.said[-1].number == Code.PRINT_OLDER.value.number
    assert QApplication.focusWidget() is desk.field("copies").control


def test_an_oral_agreement_takes_three_lines_and_its_paper(desk, tmp_path):
    desk.least()
    put(desk, "parties[1].name", "梁亚娣")
    desk.keys("Ctrl+K")
    desk.settle()
    assert desk.case.state.step == AGREED
    assert desk.shell.models.preview.state.form == ORAL
    assert QApplication.focusWidget() is desk.field("oral_register.agreement[0]").control
    commit("每晚九点以后不再练琴。")
    desk.keys("Tab")
    desk.go("oral_register.perform")
    commit("自即日起。")
    asked = {path.partition("[")[0] for path in desk.form.desk.fields if seen(desk.form.desk.fields[path])}
    assert not asked & {"clauses", "schedule", "copies", "responsibility"}
    desk.keys("Ctrl+P", "Return")
    desk.settle()
    assert papers(tmp_path) == ["〔2026〕沙龙人调口字第1号 人民调解口头协议登记表.pdf"]
    assert stored(desk).oral_register.facts == "雨棚滴水起争执"
    desk.case.go(0)
    desk.keys("Ctrl+K")
    assert desk.shell.models.preview.state.form != AGREEMENT


def test_what_has_ended_is_not_settled_by_word_of_mouth(desk):
    desk.open("C08")
    desk.keys("Ctrl+K")
    desk.settle()
    assert desk.said[-1].number == Code.AGREEMENT_STEP_NOT_OPEN.value.number
    assert case(desk).oral_register is None


def test_a_case_of_another_station_is_read_and_not_pressed(desk):
    opened(desk, clauses=[], schedule=OWED)
    desk.case.state = replace(desk.case.state, own=False)
    desk.case.shown(desk.case.state)
    desk.settle()
    desk.shell.models.presses.press("clause closing")
    assert case(desk).clauses == ()
    assert not any(one.take.isEnabled() for one in desk.form.findChildren(PickPart))


def test_the_step_is_whole_in_the_largest_type(enter, station):
    restyle(Scale(150))
    try:
        room = enter(station, 150)
        opened(room, clauses=[], schedule=OWED)
        room.keys("Ctrl+L")
        room.settle()
        room.qtbot.waitUntil(lambda: cut(room.form) == [], timeout=2_000)
    finally:
        restyle(Scale(100))
