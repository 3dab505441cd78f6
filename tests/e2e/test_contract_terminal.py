"""What any script may lean on at the terminal: its encoding, its pipe, its screen, its Ctrl-C, its words."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.stations import PASSPHRASE, make_station
from zsapp.app import main
from zsapp.base.errors import Code
from zsapp.cli.usage import in_chinese
from zsapp.screens.display import find_screen

DONE, REFUSED, USAGE, TROUBLE = 0, 1, 2, 3
ZSAPP = [sys.executable, "-m", "zsapp"]
ROOT = Path(__file__).parents[2]
RARE = """
- case: 甲-𬱖
  title: 㛃某与𬱖某邻里纠纷
  dispute_type: 邻里纠纷
  parties: [{role: 申请人, kind: 自然人, name: 㛃某}]
  brief: 树枝伸到屋顶。
"""


@pytest.fixture
def places(tmp_path: Path) -> list[str]:
    """The options that open a station in a folder whose name has a space and Chinese in it."""
    home, word = tmp_path / "工作站 一", tmp_path / "口 令"
    make_station(home).close()
    word.write_text(PASSPHRASE, encoding="utf-8")
    return ["--home", str(home), "--passphrase-file", str(word)]


def zsapp(*words: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a script would, with these variables of the environment."""
    return subprocess.run(
        [*ZSAPP, *words], cwd=ROOT, env={**os.environ, **variables}, capture_output=True, check=False
    )


LOCALES = {
    "ascii": ({"PYTHONIOENCODING": "ascii"}, "utf-8"),
    "gbk": ({"PYTHONIOENCODING": "gbk"}, "gb18030"),
    "none": ({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "utf-8"),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_rare_name_is_asked_for_and_told_whatever_the_locale(locale: str, places: list[str]) -> None:
    file = Path(places[1]).parent / "一件.yaml"
    file.write_text(RARE, encoding="utf-8")
    assert main(["record", "import", str(file), *places]) == DONE
    variables, encoding = LOCALES[locale]
    shown = zsapp("record", "show", "甲-𬱖", *places, "--json", **variables)
    assert shown.returncode == DONE
    assert json.loads(shown.stdout.decode("utf-8"))["record"]["parties"][0]["name"] == "㛃某"
    assert shown.stderr.decode(encoding).startswith("㛃某与𬱖某邻里纠纷")


def test_a_reader_that_went_away_is_no_trouble_and_a_full_disk_is_one() -> None:
    seen, told = os.pipe()
    os.close(seen)
    words = [*ZSAPP, "form", "list"]
    done = subprocess.run(words, cwd=ROOT, stdout=told, stderr=subprocess.PIPE, check=False)
    os.close(told)
    assert (done.returncode, done.stderr) == (DONE, b"")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*words, "--json"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == TROUBLE
    assert Code.DISK_FULL.name in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@contextmanager
def listening(number: int) -> Iterator[None]:
    """Listen where the X server of that number would."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()
        yield


def test_without_a_screen_the_window_says_so_and_nothing_crashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--home", str(tmp_path), "--json"]) == TROUBLE
    told = capsys.readouterr()
    assert json.loads(told.out)["error"]["code"] == Code.SCREEN_MISSING.name
    assert "桌面" in told.err
    free = 10_000 + os.getpid()
    monkeypatch.setenv("DISPLAY", f":{free}.0")
    assert main(["--home", str(tmp_path)]) == TROUBLE, "the server of this screen is not running"
    with listening(free):
        find_screen()
    monkeypatch.setenv("DISPLAY", "another:0")
    find_screen()
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    find_screen()
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    find_screen()


def test_ctrl_c_stops_with_a_sentence(tmp_path: Path) -> None:
    line = tmp_path / "line"
    os.mkfifo(line)
    begin = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from zsapp.app import main; sys.exit(main(sys.argv[1:]))"
    )
    words = ["record", "list", "--home", str(tmp_path), "--passphrase-file", str(line)]
    running = subprocess.Popen([sys.executable, "-c", begin, *words], cwd=ROOT, stderr=subprocess.PIPE)
    with line.open("wb"):  # opens once the program reads the passphrase, and waits for more
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == TROUBLE
    assert Code.STOPPED.name in told.decode()
    assert "Traceback" not in told.decode()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "nothing",
        "record",
        "record show",
        "record list --limit x",
        "record list --limit -1",
        "record list --sector tax",
        "record list --frobnicate",
        "check C01 --stage later",
        "form print F09 --out",
        "report table_b --f 2026-01-01",
        "check C01 --today 2026-02-30",
        "user passphrase --new-passphrase-file",
    ],
)
def test_wrong_usage_is_told_in_chinese(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = words.split() if words else ["--home"]
    assert main([*given, "--json"]) == USAGE
    told = capsys.readouterr()
    error = json.loads(told.out)["error"]
    assert re.search("[一-鿿]", error["message"])
    assert not re.search(r"argument|invalid|expected|required|unrecognized|ambiguous", told.out + told.err)
    with pytest.raises(SystemExit, match="0"):
        main([*given[:1], "--help"] if given[0] in ("record", "check") else ["--help"])
    told = capsys.readouterr()
    assert told.out.startswith("用法：")
    assert not re.search(r"usage|options:|positional|show this help", told.out)
    assert in_chinese("something new") == "something new"
