"""The dossier bound from the window: one key, both files, what is still missing said in a line."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import Waiting
from zsapp.base.errors import Code, Trouble
from zsapp.screens.mediation.model import binding

NUMBER = "〔2026〕沙云人调字第5号"
BOTH = [f"{NUMBER} 卷宗.pdf", f"{NUMBER} 质量自查表.pdf"]


@pytest.fixture
def tasks():
    return Waiting()


@pytest.fixture
def desk(room, tmp_path, monkeypatch):
    """Give a room with a finished case, on a PC with a folder for documents."""
    (tmp_path / "文档").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    room.open("C01")
    room.case.go(5)
    room.settle()
    return room


def papers(tmp_path):
    return sorted(one.name for one in (tmp_path / "文档").iterdir())


def test_one_key_binds_the_dossier_and_says_what_it_lacks(desk, tmp_path):
    desk.go("follow_up")
    desk.keys("Ctrl+B")
    assert papers(tmp_path) == BOTH
    assert desk.said[-1].sentence.startswith("卷宗已装订，共")
    assert desk.said[-1].sentence.endswith(f"已存为 {tmp_path / '文档' / BOTH[0]}")
    assert desk.said[-1].remedy.startswith("没有正式打印：人民调解申请书、")
    assert "；失分：" in desk.said[-1].remedy
    assert [one.header.verb for one in desk.station.mediation.history(desk.case.state.record_id)][
        -1
    ] == "dossier"
    assert QApplication.focusWidget() is desk.field("follow_up").control


def test_the_button_stands_on_the_last_step_only_and_tab_finds_it(desk):
    button = desk.screen.case.bind
    assert button.isVisible()
    desk.screen.case.back.setFocus()
    desk.keys("Tab")
    assert QApplication.focusWidget() is button
    desk.case.go(4)
    assert button.isHidden()


def test_what_was_typed_last_is_saved_and_bound(desk):
    desk.fill("follow_up", "回访时双方握手言和。")
    desk.keys("Ctrl+B")
    assert desk.station.mediation.find("C01").case.follow_up.startswith("回访时双方握手言和。")
    assert not desk.case.state.unsaved


def test_while_it_is_bound_that_is_said_and_a_second_press_binds_no_second_one(desk, tasks, tmp_path):
    desk.keys("Ctrl+S")
    tasks.holding = True
    desk.keys("Ctrl+B")
    tasks.holding = False
    find, *_ = tasks.held
    tasks.held.clear()
    tasks.holding = True
    find[1](find[0]())
    assert desk.said[-1].sentence == binding.BUSY
    desk.keys("Ctrl+B")
    tasks.let_go()
    assert papers(tmp_path) == BOTH


def test_a_full_disk_is_said_and_can_be_tried_again(desk, tmp_path, monkeypatch):
    def full(*_given):
        raise Trouble(Code.DISK_FULL)

    with monkeypatch.context() as patch:
        patch.setattr(binding, "write_whole", full)
        desk.keys("Ctrl+B")
    assert desk.said[-1].number == Code.DISK_FULL.value.number
    assert papers(tmp_path) == []
    desk.said[-1].again()
    assert papers(tmp_path) == BOTH
