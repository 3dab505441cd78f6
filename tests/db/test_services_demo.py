"""The demonstration checks what it promises instead of assuming it."""

from datetime import date

import pytest

from zsapp.base.errors import Code, Trouble
from zsapp.services import demo


def test_a_step_that_does_not_hold_is_said_and_stops_the_play():
    with pytest.raises(Trouble) as failed:
        demo._must(False, "镇里收到的记录与村里的不一致")
    assert failed.value.code is Code.DEMO_FAILED
    assert "不一致" in str(failed.value)


def test_a_second_run_overwrites_nothing(tmp_path):
    assert demo._fresh(tmp_path / "new") == tmp_path / "new"
    (tmp_path / "kept.pdf").write_bytes(b"x")
    assert demo._fresh(tmp_path) == tmp_path / "run-2"
    (tmp_path / "run-2").mkdir()
    assert demo._fresh(tmp_path) == tmp_path / "run-3"


def test_the_whole_story_is_told_in_order(tmp_path):
    played = demo.play(tmp_path / "out", today=date(2026, 3, 9))
    assert [path.suffix for path in played.files] == [".yaml"] + [".pdf"] * 4 + [".zspkg", ".zsack"]
    assert "镇已入库" in "".join(played.story)
    assert "文字未被改动" in played.story[-1]
