"""Backups at the terminal: back up, list, restore, go on, give back; each says what it did."""

import json
import logging
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.stations import PASSPHRASE, acceptance_case, make_station
from zsapp.cli.main import parse, run
from zsapp.services.station import open_station
from zsapp.services.training import enrol


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "pass"
    file.write_text(PASSPHRASE, encoding="utf-8")
    return file


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], secret: Path) -> Any:
    """Give what runs a command in this process: exit code, document and lines."""

    def call(home: Path, *words: object) -> tuple[int, Any, str]:
        given = ["--home", str(home), "--passphrase-file", str(secret), "--json"]
        code = run(parse([*map(str, words), *given]))
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err

    return call


def test_a_backup_is_made_listed_and_restored(tmp_path: Path, terminal: Any) -> None:
    with make_station(tmp_path / "home") as station:
        station.mediation.import_case(acceptance_case("C01"))
    stick = tmp_path / "stick"
    stick.mkdir()
    code, made, words = terminal(tmp_path / "home", "backup", "--to", stick)
    assert (code, made["checked"], made["blobs"], made["lost"]) == (0, True, 0, 0)
    assert {"file", "entries", "records", "bytes", "written"} <= set(made)
    assert "已重新读出并打开核对" in words
    code, listed, words = terminal(tmp_path / "home", "backup", "--to", stick, "--list")
    assert (code, [one["file"] for one in listed]) == (0, [made["file"]])
    assert "手动" in words
    code, back, words = terminal(tmp_path / "new", "restore", stick)
    assert (code, back["epoch"], back["records"], back["file"]) == (0, 2, made["records"], made["file"])
    assert "照纸质材料补登" in words
    code, error, _ = terminal(tmp_path / "new", "restore", made["file"])
    assert (code, error["error"]["number"]) == (1, 3040)
    code, standing, _ = terminal(tmp_path / "new", "epoch")
    assert (code, standing["epoch"], standing["behind"]) == (0, 2, None)
    code, error, _ = terminal(tmp_path / "new", "epoch", "--open")
    assert (code, error["error"]["number"]) == (1, 3049)
    code, report, words = terminal(tmp_path / "home", "doctor")
    assert (code, report["marker"], report["stray_blobs"]) == (0, "ok", 0)
    assert report["last_backup"].endswith(made["file"])
    assert "外部标记：与数据一致" in words


@pytest.mark.parametrize(
    ("words", "code", "number"),
    [
        (("backup",), 3, 3050),
        (("backup", "--to", "{gone}"), 3, 1011),
        (("backup", "--to", "{here}", "--keep", "0"), 2, 1001),
        (("backup", "--list"), 2, 1001),
        (("backup", "--list", "--to", "{here}"), 3, 3046),
        (("package", "rebaseline", "龙瑞", "--to", "{here}"), 1, 5101),
        (("package", "forks", "--keep", "龙瑞"), 1, 5345),
    ],
)
def test_what_cannot_be_done_says_why(
    tmp_path: Path, terminal: Any, words: tuple[str, ...], code: int, number: int
) -> None:
    make_station(tmp_path / "home").close()
    (tmp_path / "here").mkdir()
    places = {"here": tmp_path / "here", "gone": tmp_path / "gone"}
    ended, error, _ = terminal(tmp_path / "home", *(one.format_map(places) for one in words))
    assert (ended, error["error"]["number"]) == (code, number)


def test_a_copy_that_two_machines_have_written_is_not_called_old(
    tmp_path: Path, terminal: Any, logged: list[logging.LogRecord]
) -> None:
    with make_station(tmp_path / "home") as station:
        station.mediation.import_case(acceptance_case("C01"))
        with station.store.read() as reader:
            seen = replace(reader.head(), hash="1" * 64)
        station.store.doubt(seen)
    code, standing, words = terminal(tmp_path / "home", "epoch")
    assert (code, standing["forked"]) == (0, seen.seq)
    assert words == f"第1段登记：有两台电脑在用同一份数据（第{seen.seq}笔登记不同），只能查看\n"
    code, standing, words = terminal(tmp_path / "home", "epoch", "--open")
    logged.clear()  # that the log-in could not be written down
    assert (code, standing["forked"], words) == (0, None, "第2段登记：可以正常登记\n")


def test_a_recovery_code_restores_and_sets_the_new_passphrase(
    tmp_path: Path, terminal: Any, secret: Path
) -> None:
    station = make_station(tmp_path / "home")
    code = station.replace_recovery_code()
    station.backups.make(_made(tmp_path / "stick"))
    station.close()
    (tmp_path / "code").write_text(code, encoding="utf-8")
    secret.write_text("一句新的口令", encoding="utf-8")
    ended, _, _ = terminal(
        tmp_path / "new", "restore", tmp_path / "stick", "--recovery-code-file", tmp_path / "code"
    )
    assert ended == 0
    open_station(tmp_path / "new", passphrase="一句新的口令").close()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_the_town_gives_back_and_the_village_takes_it_in(tmp_path: Path, terminal: Any) -> None:
    stick = _made(tmp_path / "stick")
    with make_station(tmp_path / "city", "city") as city, make_station(tmp_path / "town", "town") as town:
        enrol(city, town, tmp_path)
        with make_station(tmp_path / "village") as village:
            enrol(town, village, tmp_path)
            village.backups.make(_made(tmp_path / "disk"))
            village.mediation.import_case(acceptance_case("C01"))
            village.exchange.export(stick)
            town.exchange.import_path(stick)
            name = village.profile.name
    _, back, words = terminal(tmp_path / "new", "restore", tmp_path / "disk")
    assert back["after"]["epoch"] == 1
    assert "补发" in words
    code, given, words = terminal(tmp_path / "town", "package", "rebaseline", name, "--to", stick)
    assert (code, given["name"]) == (0, name)
    assert "请带回该站" in words
    code, taken, words = terminal(tmp_path / "new", "package", "import", stick)
    assert taken["given"][0]["entries"] > 0
    assert f"{given_name(taken)}补发：补回" in words
    code, forks, words = terminal(tmp_path / "town", "package", "forks")
    assert (code, forks) == (0, [])
    assert words.startswith("没有发现")


def given_name(taken: Any) -> str:
    return str(taken["given"][0]["name"])


def test_from_outside_it_works_as_well(tmp_path: Path, secret: Path) -> None:
    make_station(tmp_path / "home").close()
    stick = _made(tmp_path / "stick")
    words = ["backup", "--to", str(stick), "--home", str(tmp_path / "home"), "--passphrase-file", str(secret)]
    ended = subprocess.run(
        [sys.executable, "-m", "zsapp", *words], check=False, capture_output=True, text=True, encoding="utf-8"
    )
    assert ended.returncode == 0
    assert ended.stdout.startswith("备份完成")
