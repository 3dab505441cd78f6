"""Whole errands by the terminal's contract, as somebody would try them who has read nothing but it."""

import json
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.desks import CITY, OTHER_TOWN, TOWN, VILLAGE, make_desk, plain_cases, three_desks
from tests.stations import CASES, PASSPHRASE, make_station
from zsapp.app import main
from zsapp.base.errors import Code

DONE, REFUSED, USAGE, TROUBLE = 0, 1, 2, 3
Say = Callable[..., tuple[int, Any]]


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Return a caller: (exit code, JSON document) of a verb in a home of the test's folder."""
    (tmp_path / "pass").write_text(f"{PASSPHRASE}\r\n", encoding="utf-8")

    def call(home: str, *words: str | Path) -> tuple[int, Any]:
        capsys.readouterr()
        places = ["--home", str(tmp_path / home), "--passphrase-file", str(tmp_path / "pass"), "--json"]
        code = main([*map(str, words), *places])
        out = capsys.readouterr().out
        assert out.startswith(("{", "["))
        return code, json.loads(out)

    return call


@pytest.fixture
def village(tmp_path: Path, say: Say) -> str:
    """A station with the acceptance cases."""
    make_station(tmp_path / "village").close()
    assert say("village", "record", "import", CASES)[0] == DONE
    return "village"


@pytest.mark.parametrize("ref", ["C08", "C09"])
def test_a_case_that_ended_otherwise_takes_no_agreement_and_no_number_of_one(
    say: Say, village: str, tmp_path: Path, ref: str
) -> None:
    before = say(village, "record", "show", ref)[1]
    said, document = say(village, "form", "print", "F09", ref, "--out", tmp_path / "final.pdf")
    assert (said, document["error"]["code"]) == (REFUSED, Code.FORM_NEEDS.name)
    assert not (tmp_path / "final.pdf").exists()
    assert say(village, "form", "print", "F09", ref, "--draft", "--out", tmp_path / "draft.pdf")[0] == DONE
    after = say(village, "record", "show", ref)[1]
    assert (after["record"], after["version"]) == (before["record"], before["version"])
    assert after["record"]["agreement_no"] is None


def test_a_copy_for_each_party_is_verified_like_the_paper_itself(
    say: Say, village: str, tmp_path: Path
) -> None:
    file = tmp_path / "三 份.pdf"
    said, issued = say(village, "form", "print", "f09", "C01", "--copies", "3", "--out", file)
    assert (said, issued["mode"]) == (DONE, "final")
    said, verdict = say(village, "verify", file)
    assert (said, verdict["genuine"], verdict["unchanged"]) == (DONE, True, True)
    assert verdict["number"] == issued["number"]
    with pikepdf.open(file, allow_overwriting_input=True) as paper:
        assert len(paper.pages) == 3 * issued["pages"]
        paper.pages.reverse()  # one page of each copy still follows the other, but none in its order
        paper.save(file)
    said, verdict = say(village, "verify", file)
    assert (said, verdict["genuine"], verdict["unchanged"]) == (REFUSED, True, False)
    assert "改动" in verdict["message"]


def test_a_folder_is_made_for_the_package_and_only_its_receiver_takes_it(say: Say, tmp_path: Path) -> None:
    with three_desks(tmp_path) as three:
        three.village.save(plain_cases()[0])
        other = make_desk(tmp_path / OTHER_TOWN, OTHER_TOWN)
        other.enrolment.request(tmp_path / "request")
        three.city.enrolment.approve(tmp_path / "request", tmp_path / "issued")
        other.enrolment.accept(tmp_path / "issued")
        other.store.close()
    stick = tmp_path / "新 文件夹"
    said, document = say(VILLAGE, "package", "export", "--to", stick)
    assert (said, Path(document["file"]).parent) == (DONE, stick)
    (stick / "照片.jpg").write_bytes(b"x")
    said, document = say(OTHER_TOWN, "package", "import", stick)
    assert (said, document["packages"]) == (REFUSED, [])
    assert [one["code"] for one in document["skipped"]] == [Code.PACKAGE_NOT_FOR_US.name]
    assert say(OTHER_TOWN, "record", "list") == (DONE, [])
    said, document = say(TOWN, "package", "import", stick)
    assert (said, len(document["packages"])) == (DONE, 1)
    said, document = say(TOWN, "package", "import", stick)
    assert (said, document["packages"]) == (DONE, [])
    said, _ = say(VILLAGE, "package", "import", stick)
    assert said == DONE
    (row,) = say(VILLAGE, "record", "list")[1]
    assert row["sync"] == "镇已入库"
    assert say(CITY, "package", "export", "--to", tmp_path / "pass")[1]["error"]["code"] == "PATH_WRONG"


def test_a_new_station_asks_for_its_certificate_and_never_loses_its_recovery_code(
    say: Say, tmp_path: Path
) -> None:
    init = ("init", "--code", "442000106203", "--name", "村站", "--tier", "village", "--enrolment")
    said, made = say("one", *init, tmp_path / "申 请")
    assert (said, made["request"]) == (DONE, str(tmp_path / "申 请"))
    assert (tmp_path / "申 请").stat().st_size
    said, document = say("two", *init, tmp_path / "申 请")
    assert (said, document["error"]["code"]) == (USAGE, Code.USAGE.name)
    assert not (tmp_path / "two").exists()
    said, document = say("two", *init, tmp_path / "没有" / "申请")
    assert (said, document["error"]["code"]) == (TROUBLE, Code.STICK_GONE.name)
    assert document["recovery"]
    assert say("two", "record", "list") == (DONE, [])


@pytest.mark.usefixtures("village")
def test_what_is_asked_wrongly_is_answered_by_code_and_never_by_a_traceback(
    say: Say,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    logged: list[logging.LogRecord],
) -> None:
    def code_of(*words: str | Path, home: str = "village") -> tuple[int, str]:
        said, document = say(home, *words)
        return said, document["error"]["code"]

    for words in (("person", "show", "无"), ("person", "merge", "甲", "乙"), ("person", "unmerge", "甲")):
        assert code_of(*words) == (REFUSED, Code.RECORD_UNKNOWN.name)
    assert code_of("record", "override", "C01", "r51", "--reason", "无") == (REFUSED, "RULE_NOT_FIRED")
    assert code_of("demo", tmp_path / ("长" * 300), home="长" * 300) == (TROUBLE, Code.PATH_WRONG.name)
    shutil.copytree(tmp_path / "village", tmp_path / "older")
    assert say("village", "user", "list")[0] == DONE  # a log-in more than the copy knows of
    shutil.copyfile(tmp_path / "village" / "marker", tmp_path / "older" / "marker")
    assert code_of("record", "import", CASES, home="older") == (TROUBLE, Code.STORE_BEHIND.name)
    assert [one.levelname for one in logged] == ["ERROR", "WARNING"]  # the long name, the log-in to the copy
    logged.clear()
    old = Path(os.fsdecode(bytes(tmp_path) + b"/" + "台账".encode("gbk") + b".yaml"))
    shutil.copyfile(CASES, old)
    assert say("village", "record", "import", old)[0] == DONE
    shutil.copyfile(CASES, tmp_path / "台账.xls")
    assert code_of("record", "import", tmp_path / "台账.xls") == (TROUBLE, Code.SHEET_UNREADABLE.name)
    (tmp_path / "pass").write_bytes("口令".encode("gbk"))
    assert code_of("record", "list") == (TROUBLE, Code.FILE_ENCODING.name)
    for name in ("HOME", "XDG_DATA_HOME", "ZSAPP_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 987_654)  # an account the system has no entry of
    assert main(["record", "list"]) == USAGE
    assert "--home" in capsys.readouterr().err
