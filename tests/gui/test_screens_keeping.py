"""A stick on the exchange page: old packages tidied when asked, others' files named, letting it go."""

import pytest

from tests.gui.test_screens_exchange import at_exchange, plugged, press, words
from tests.stations import acceptance_case


@pytest.fixture
def village(enrolled):
    enrolled["village"].mediation.import_case(acceptance_case("C01"))
    return enrolled["village"]


def test_old_packages_are_offered_for_tidying_once_the_answer_is_here(enter, enrolled, village, plug):
    room = at_exchange(enter(village))
    (stick,) = plugged(room, plug, "ZS1")
    press(room, room.page.out)
    assert not room.page.keeping.tidy.isVisible(), "nobody has it yet"
    enrolled["town"].exchange.import_path(stick)
    (stick / "照片.jpg").write_bytes(b"theirs")
    press(room, room.page.into)
    assert "跳过 1 个不是本系统的文件：照片.jpg" in words(room)
    assert room.page.keeping.words.text().startswith("上面有本站 1 个旧数据包，上级已全部收到")
    press(room, room.page.keeping.tidy)
    assert room.said[-1].sentence == "已清理 1 个旧数据包"
    assert not list(stick.glob("*.zspkg"))
    assert (stick / "照片.jpg").exists()


def test_where_the_system_lets_no_stick_go_the_clerk_is_told_how(enter, village, plug, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    room = at_exchange(enter(village))
    plugged(room, plug, "ZS1")
    press(room, room.page.out)
    press(room, room.page.keeping.eject)
    assert room.said[-1].sentence == "这台电脑没有弹出U盘的服务"
    assert "安全移除" in room.said[-1].remedy


def test_a_stick_that_is_let_go_is_forgotten(enter, village, plug):
    room = at_exchange(enter(village))
    plugged(room, plug, "ZS1")
    press(room, room.page.out)
    keeping = room.page._model.keeping
    keeping._ejected(True)
    assert room.said[-1].sentence == "U盘已弹出，请拔出"
    assert not room.page.keeping.isVisible()
