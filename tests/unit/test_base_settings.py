"""The settings of this machine: kept whole, never in the clerk's way."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from zsapp.base import settings as module
from zsapp.base.errors import Code, Trouble
from zsapp.base.settings import Settings, read_settings, settings_file, write_settings

GIVEN = Settings(
    scale=125, printer="一楼打印机", last_stick="/media/U盘 1", window_width=1366, maximised=False
)


def test_a_machine_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings()
    assert Settings().scale == 100
    assert not settings_file(tmp_path).exists()


def test_settings_are_read_back(tmp_path: Path) -> None:
    write_settings(tmp_path, GIVEN)
    assert read_settings(tmp_path) == GIVEN
    write_settings(tmp_path, replace(GIVEN, printer=""))
    assert read_settings(tmp_path) == replace(GIVEN, printer="")


def test_a_key_of_a_newer_program_is_kept(tmp_path: Path) -> None:
    settings_file(tmp_path).write_text('{"dark": {"from": 18}, "scale": 112}', encoding="utf-8")
    write_settings(tmp_path, replace(read_settings(tmp_path), printer="甲"))
    assert json.loads(settings_file(tmp_path).read_text(encoding="utf-8"))["dark"] == {"from": 18}
    assert read_settings(tmp_path).scale == 112


def test_a_renamed_key_is_found_under_its_new_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RENAMED", {"zoom": "scale"})
    settings_file(tmp_path).write_text('{"zoom": 150}', encoding="utf-8")
    assert read_settings(tmp_path).scale == 150
    write_settings(tmp_path, read_settings(tmp_path))
    assert "zoom" not in settings_file(tmp_path).read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '{"scale": 1.5}', "\x00"])
def test_a_damaged_file_leaves_the_defaults(tmp_path: Path, text: str) -> None:
    settings_file(tmp_path).write_text(text, encoding="utf-8")
    assert read_settings(tmp_path) == Settings()


def test_one_wrong_setting_does_not_cost_the_others(tmp_path: Path) -> None:
    held = {"scale": 9000, "printer": 5, "maximised": "yes", "window_width": 1000, "last_stick": "/media/a"}
    settings_file(tmp_path).write_text(json.dumps(held), encoding="utf-8")
    assert read_settings(tmp_path) == Settings(window_width=1000, last_stick="/media/a")


def test_settings_that_cannot_be_saved_say_so_and_leave_the_old_ones(tmp_path: Path) -> None:
    settings_file(tmp_path).mkdir()
    with pytest.raises(Trouble) as trouble:
        write_settings(tmp_path, GIVEN)
    assert trouble.value.code is Code.PATH_WRONG
    assert [one.name for one in tmp_path.iterdir()] == ["settings.json"]
