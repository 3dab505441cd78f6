"""Users at the terminal: roles, what each may, the log of it, and the sheet with the recovery code."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.intakes import CASES, VISIBLE, intake_entries
from tests.papers import bare, poppler
from tests.stations import PASSPHRASE, make_station, without_notes
from zsapp.app import main
from zsapp.base.errors import Code
from zsapp.screens.start import model as start
from zsapp.services.accounts import SHORTEST
from zsapp.services.record_files import records_as_yaml

DONE, REFUSED, USAGE, TROUBLE = 0, 1, 2, 3


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with the visible intakes, a mediator 李敏 and an adviser 陈律师."""
    folder = tmp_path_factory.mktemp("users")
    with make_station(folder / "home") as station:
        station.add_user("李敏", PASSPHRASE)
        station.add_user("陈律师", PASSPHRASE, "adviser")
    (folder / "pass").write_text(PASSPHRASE, encoding="utf-8")
    words = ["record", "import", str(CASES / VISIBLE), "--home", str(folder / "home")]
    main([*words, "--passphrase-file", str(folder / "pass"), "--user", "站长"])
    return folder / "home"


@pytest.fixture
def zs(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any]]:
    """Return a caller: (exit code, JSON document) of a verb, as a user."""

    def call(user: str, *words: str | Path) -> tuple[int, Any]:
        capsys.readouterr()
        given = [*(str(word) for word in words), "--home", str(home), "--user", user, "--json"]
        code = main([*given, "--passphrase-file", str(home.parent / "pass")])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_roles_are_told_and_changed_by_who_may(zs: Any) -> None:
    assert {"站长", "李敏", "陈律师"} <= set(zs("站长", "user", "list")[1])
    code, found = zs("李敏", "user", "role")
    roles = {one["user"]: one["role"] for one in found}
    assert (code, roles["站长"], roles["李敏"], roles["陈律师"]) == (DONE, "head", "mediator", "adviser")
    assert zs("李敏", "user", "role", "陈律师")[1]["words"] == "法律顾问"
    code, refused = zs("李敏", "user", "role", "李敏", "head")
    assert (code, refused["error"]["code"]) == (REFUSED, Code.ROLE_MAY_NOT.name)
    assert zs("站长", "user", "role", "李敏", "司法所")[1]["role"] == "reviewer"
    assert zs("站长", "user", "role", "李敏", "mediator")[0] == DONE
    assert zs("站长", "user", "role", "站长", "mediator")[1]["error"]["code"] == Code.ADMINISTRATOR_LAST.name
    assert zs("站长", "user", "role", "李敏", "king")[0] == USAGE
    assert zs("站长", "user", "role", "没有这人")[0] == TROUBLE


def test_a_user_is_added_with_a_role(zs: Any, home: Path) -> None:
    words = ("user", "add", "王敏", "--new-passphrase-file", home.parent / "pass", "--role", "管理员")
    assert zs("站长", *words) == (DONE, {"user": "王敏", "role": "administrator", "words": "管理员"})
    assert zs("王敏", "record", "list") == (DONE, [])
    assert zs("王敏", "user", "passphrase", "李敏", "--new-passphrase-file", home.parent / "pass")[0] == DONE
    assert zs("站长", "user", "passphrase", "李敏")[0] == USAGE
    assert zs("站长", "user", "role", "王敏", "mediator")[0] == DONE  # the others' station is one of one head


def test_a_restricted_intake_is_there_for_the_adviser_and_not_for_the_mediator(zs: Any) -> None:
    name = intake_entries()["LA-06"]["applicant"]["name"]
    for user, is_there in (("陈律师", True), ("李敏", False)):
        _, rows = zs(user, "record", "list", "--sector", "legal_aid", "--query", name)
        assert (len(rows) == 1) is is_there
        for verb in (("record", "show"), ("advise",), ("deadlines",), ("check",)):
            code, said = zs(user, *verb, "LA-06")
            assert (code == DONE) is is_there
            assert is_there or said["error"]["code"] == Code.RECORD_UNKNOWN.name
        assert name not in json.dumps(rows, ensure_ascii=False)


def test_a_file_tells_nobody_that_a_restricted_intake_is_here(zs: Any, home: Path) -> None:
    same = without_notes(intake_entries()["LA-06"])
    told = []
    for entry in (same, same | {"id": "LA-66"}):
        file = home.parent / "again.yaml"
        file.write_text(records_as_yaml([entry]), encoding="utf-8")
        code, said = zs("李敏", "record", "import", file)
        assert (code, said["imported"], said["refused"][0]["code"]) == (REFUSED, [], Code.ROLE_MAY_NOT.name)
        told.append({**said["refused"][0], "ref": ""})
    assert told[0] == told[1]
    file.write_text(records_as_yaml([same]), encoding="utf-8")
    assert zs("陈律师", "record", "import", file)[1]["imported"][0]["changed"] is False


def test_an_adviser_brings_consultations_and_can_take_them_back_but_takes_none_out(
    zs: Any, home: Path
) -> None:
    file = home.parent / "asked.yaml"
    file.write_text(
        "- {id: C-9, service: 法律咨询, date: 2026-06-01, org: '442000106203', content: 问路}\n",
        encoding="utf-8",
    )
    code, done = zs("陈律师", "record", "import", file)
    assert (code, done["imported"][0]["ref"], len(done["batches"])) == (DONE, "C-9", 1)
    for words in (("C-9",), ("C-9", "--out", home.parent / "out.yaml"), ()):
        code, refused = zs("陈律师", "record", "export", *words)
        assert (code, refused["error"]["code"]) == (REFUSED, Code.ROLE_MAY_NOT.name)
    assert zs("李敏", "record", "export", "C-9")[1][0]["content"] == "问路"
    assert zs("陈律师", "record", "undo", done["batches"][0])[0] == DONE


def test_advice_on_a_record_of_another_kind_says_which_to_whoever_may_see_it(zs: Any, home: Path) -> None:
    file = home.parent / "visit.yaml"
    file.write_text(
        "- {id: C-7, service: 法律咨询, date: 2026-06-01, org: '442000106203', content: 问路}\n",
        encoding="utf-8",
    )
    assert zs("李敏", "record", "import", file)[0] == DONE
    code, said = zs("李敏", "advise", "C-7")
    assert (code, said["error"]["code"]) == (REFUSED, Code.RECORD_OTHER_KIND.name)
    assert said["error"]["message"] == "“C-7”是法律咨询的记录，不是法律援助申请"
    assert "zsapp check" in said["error"]["remedy"]
    assert zs("站长", "user", "role", "李敏", "administrator")[0] == DONE  # who sees no record at all
    assert zs("李敏", "advise", "C-7")[1]["error"]["code"] == Code.RECORD_UNKNOWN.name
    assert zs("站长", "user", "role", "李敏", "mediator")[0] == DONE


def test_the_log_says_who_looked_and_who_knocked(zs: Any, home: Path) -> None:
    zs("陈律师", "record", "show", "LA-06")
    (home.parent / "wrong").write_text("不对的口令", encoding="utf-8")
    words = ["user", "list", "--home", str(home), "--user", "李敏"]
    assert main([*words, "--passphrase-file", str(home.parent / "wrong")]) == TROUBLE
    code, log = zs("站长", "user", "log", "--limit", "3")
    assert code == DONE
    assert [(one["verb"], one["who"]) for one in log] == [
        ("login", "站长"), ("login_failed", "站长"), ("look", "陈律师"),
    ]  # fmt: skip
    assert log[1]["facts"]["user"] == "李敏"
    assert zs("李敏", "user", "log")[0] == REFUSED


def test_the_list_for_people_names_the_roles(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--home", str(home), "--user", "站长", "--passphrase-file", str(home.parent / "pass")]
    assert main(["user", "list", *given]) == DONE
    assert "陈律师  法律顾问" in capsys.readouterr().out
    assert main(["user", "log", "--limit", "1", *given]) == DONE
    assert "站长  登录" in capsys.readouterr().out


def test_the_recovery_code_is_written_as_a_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    words = ["init", "--code", "442000106203", "--name", "龙瑞村", "--tier", "village", "--json"]
    words += ["--passphrase-file", str(tmp_path / "pass"), "--recovery-sheet", str(tmp_path / "sheet.pdf")]
    assert main([*words, "--home", str(tmp_path / "home")]) == DONE
    document = json.loads(capsys.readouterr().out)
    assert document["recovery_sheet"] == str(tmp_path / "sheet.pdf")
    assert bare(document["recovery"]) in bare(poppler((tmp_path / "sheet.pdf").read_bytes()))
    assert main([*words, "--home", str(tmp_path / "other")]) == USAGE
    assert not (tmp_path / "other").exists()
    words[-1] = str(tmp_path / "pass" / "sheet.pdf")
    capsys.readouterr()
    assert main([*words, "--home", str(tmp_path / "third")]) == TROUBLE
    document = json.loads(capsys.readouterr().out)
    assert document["recovery"]
    assert document["recovery_sheet"] is None


def test_window_and_terminal_ask_for_passphrases_of_one_length() -> None:
    assert start.SHORTEST == SHORTEST
