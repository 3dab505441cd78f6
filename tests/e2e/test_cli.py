"""The terminal door, told as its users would: verbs, JSON and exit codes are a contract."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.stations import CASES, PASSPHRASE, acceptance_cases, make_station, without_notes
from zsapp.app import main
from zsapp.base.errors import Code
from zsapp.services.record_files import read_records, records_as_yaml


@pytest.fixture
def home(tmp_path):
    make_station(tmp_path / "home", today=date(2026, 3, 9)).close()
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    return tmp_path / "home"


@pytest.fixture
def zs(home, capsys):
    """Return a caller: (exit code, JSON document) of a verb in the test's home."""

    def call(*words: str | Path, today: str = ""):
        given = [str(word) for word in words]
        given += ["--home", str(home), "--passphrase-file", str(home.parent / "pass"), "--json"]
        capsys.readouterr()
        code = main([*given, *(["--today", today] if today else [])])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def filled(zs):
    code, document = zs("record", "import", CASES)
    assert (code, document["refused"]) == (0, [])
    return {one["ref"]: one for one in document["imported"]}


def decided(case: dict) -> str:
    """Return the day on which the expectations of a case are judged (decision 22)."""
    dates = case["dates"]
    return str(dates.get("agree") or dates.get("terminate") or dates.get("withdraw"))


def test_all_acceptance_cases_are_imported_and_found(zs, filled):
    assert set(filled) == {one["case"] for one in acceptance_cases()}
    code, rows = zs("record", "list")
    assert code == 0
    assert {row["number"] for row in rows} == {one["volume_no"] for one in acceptance_cases()}
    code, rows = zs("record", "list", "--query", "鸿禧", "--limit", "1")
    assert [row["number"] for row in rows] == ["〔2026〕古云人调字第8号"]


def test_importing_twice_keeps_the_ids(zs, filled):
    code, again = zs("record", "import", CASES)
    assert code == 0
    assert {one["ref"]: one["id"] for one in again["imported"]} == {
        ref: one["id"] for ref, one in filled.items()
    }
    assert not any(one["changed"] for one in again["imported"])


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_export_gives_the_records_back_equal(zs, filled, tmp_path, suffix):
    out = tmp_path / f"out.{suffix}"
    code, document = zs("record", "export", "--out", out)
    assert (code, document["records"]) == (0, 6)
    given = {one["case"]: without_notes(one) for one in acceptance_cases()}
    back = {one["case"]: one for one in read_records(out)}
    if suffix == "json":
        given = json.loads(json.dumps(given, default=str, ensure_ascii=False), parse_float=str)
        back = json.loads(json.dumps(back, default=str, ensure_ascii=False), parse_float=str)
        assert {ref: sorted(one) for ref, one in back.items()} == {
            ref: sorted(one) for ref, one in given.items()
        }
    else:
        assert back == given


@pytest.mark.parametrize("case", acceptance_cases(), ids=lambda case: case["case"])
def test_checks_fire_what_the_acceptance_data_expects_of_an_error(zs, filled, case):
    code, found = zs("check", filled[case["case"]]["id"], today=decided(case))
    assert code == 0
    assert not [one for one in found if one["severity"] == "error" and one["state"] == "open"]
    assert all(one["basis"] for one in found)
    fired = {one["rule"] for one in found if one["state"] == "open"}
    assert not fired & set(case["expect"].get("pass", []))


def test_an_error_makes_check_exit_1_until_a_reason_is_typed(zs, tmp_path):
    bent = {**next(one for one in acceptance_cases() if one["case"] == "C01"), "copies": 1}
    file = tmp_path / "bent.yaml"
    file.write_text(
        yaml.dump([json.loads(json.dumps(bent, default=str))], allow_unicode=True), encoding="utf-8"
    )
    _, document = zs("record", "import", file)
    assert document["refused"][0]["code"] == Code.IMPORT_TYPE_WRONG.name
    file.write_text(records_as_yaml([bent]), encoding="utf-8")
    _, document = zs("record", "import", file)
    record = document["imported"][0]["id"]
    code, found = zs("check", record, today="2026-03-09")
    assert code == 1
    assert ("R51", "open") in {(one["rule"], one["state"]) for one in found}
    code, document = zs("form", "print", "F09", record, "--out", tmp_path / "x.pdf", today="2026-03-09")
    assert (code, document["error"]["code"]) == (1, Code.PRINT_STOPPED.name)
    assert not (tmp_path / "x.pdf").exists()
    assert zs("record", "override", record, "R51", "--reason", "当事人只要一份")[0] == 0
    assert zs("check", record, today="2026-03-09")[0] == 0
    code, document = zs("form", "print", "F09", record, "--out", tmp_path / "x.pdf", today="2026-03-09")
    assert (code, document["mode"]) == (0, "final")


def test_deadlines_are_said_with_their_arithmetic(zs, filled):
    code, found = zs("deadlines", filled["C06"]["id"], today="2026-05-08")
    assert code == 0
    (confirm,) = [one for one in found if one["id"] == "T3"]
    assert (confirm["due"], bool(confirm["basis"]), bool(confirm["working"])) == ("2026-06-08", True, True)


def test_the_four_papers_print_blank_draft_and_final(zs, filled, tmp_path):
    code, forms = zs("form", "list", "--sector", "mediation")
    assert {"F02", "F03", "F08", "F09"} <= {one["number"] for one in forms}
    for number in ("F02", "F03", "F08", "F09"):
        out = tmp_path / f"{number}.pdf"
        assert zs("form", "print", number, "--blank", "--out", out)[0] == 0
        assert zs("form", "print", number, filled["C01"]["id"], "--draft", "--out", out)[0] == 0
        code, document = zs("form", "print", number, filled["C01"]["id"], "--out", out, today="2026-03-31")
        assert (code, document["mode"], out.read_bytes()[:5]) == (0, "final", b"%PDF-")


def test_a_reprint_is_the_first_print_byte_for_byte(zs, filled, tmp_path):
    words = ("form", "print", "F09", filled["C01"]["id"], "--out")
    first = zs(*words, tmp_path / "1.pdf", today="2026-03-31")[1]
    again = zs(*words, tmp_path / "2.pdf", today="2026-04-30")[1]
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()
    assert (first["reprint"], again["reprint"], first["sha256"]) == (False, True, again["sha256"])
    verbs = [one["verb"] for one in zs("record", "show", filled["C01"]["id"])[1]["history"]]
    assert verbs == ["import", "print", "reprint"]


def test_a_printed_paper_proves_itself_and_an_altered_one_does_not(zs, filled, tmp_path):
    paper = tmp_path / "a.pdf"
    zs("form", "print", "F09", filled["C01"]["id"], "--out", paper, today="2026-03-31")
    code, verdict = zs("verify", paper)
    assert (code, verdict["genuine"], verdict["unchanged"], verdict["number"]) == (
        0,
        True,
        True,
        "〔2026〕沙云人调字第5号",
    )
    draft = tmp_path / "draft.pdf"
    zs("form", "print", "F09", filled["C01"]["id"], "--draft", "--out", draft)
    code, document = zs("verify", draft)
    assert (code, document["error"]["code"]) == (3, Code.SEAL_MISSING.name)
    code, document = zs("verify", "不是核验码")
    assert (code, document["error"]["code"]) == (3, Code.SEAL_UNREADABLE.name)


def test_a_case_walks_by_verbs(zs, tmp_path):
    file = tmp_path / "new.yaml"
    file.write_text(
        "- {case: N1, dispute_type: 邻里纠纷, brief: 漏水, parties: [{role: 申请人, name: 甲}]}",
        encoding="utf-8",
    )
    record = zs("record", "import", file)[1]["imported"][0]["id"]
    code, document = zs("record", "act", record, "accept", "--date", "2026-03-10")
    assert (code, document["state"]) == (0, "已受理")
    code, document = zs("record", "act", record, "terminate")
    assert (code, document["error"]["code"]) == (1, Code.REASON_MISSING.name)
    code, document = zs("record", "act", record, "terminate", "--reason", "一方不来")
    assert document["state"] == "终止"
    code, document = zs("record", "act", record, "agree")
    assert (code, document["error"]["code"]) == (1, Code.CASE_STEP_NOT_OPEN.name)


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (["fly"], 2, Code.USAGE),
        (["record"], 2, Code.USAGE),
        (["form", "print", "F09", "--out", "x.pdf"], 2, Code.USAGE),
        (["form", "print", "F09", "--blank", "--copies", "0", "--out", "x.pdf"], 2, Code.USAGE),
        (["check", "C99"], 1, Code.RECORD_UNKNOWN),
        (["record", "import", "missing.yaml"], 3, Code.FILE_MISSING),
        (["record", "act", "C99", "accept", "--date", "3月9日"], 2, Code.DATE_WRONG),
        (["user", "add", "小李"], 2, Code.USAGE),
    ],
)
def test_wrong_words_are_refused_with_a_code_and_a_remedy(zs, words, exit_code, code):
    got, document = zs(*words)
    assert (got, document["error"]["code"]) == (exit_code, code.name)
    assert document["error"]["remedy"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("just words", Code.IMPORT_NOT_RECORDS),
        ("- [1, 2]", Code.IMPORT_NOT_RECORDS),
        ("- {case: [unclosed", Code.DATA_UNREADABLE),
        ("- {case: A, case: B}", Code.DATA_UNREADABLE),
        ("[]", Code.IMPORT_NOT_RECORDS),
    ],
)
def test_a_file_that_holds_no_records_is_refused_whole(zs, tmp_path, text, code):
    file = tmp_path / "bad.yaml"
    file.write_text(text, encoding="utf-8")
    _, document = zs("record", "import", file)
    assert document["error"]["code"] == code.name


@pytest.mark.parametrize(
    ("bent", "code", "where"),
    [
        ({"brief": "长" * 10_000}, Code.TEXT_TOO_LONG, "brief"),
        ({"copies": "三"}, Code.IMPORT_TYPE_WRONG, "copies"),
        ({"copies": -1}, Code.NUMBER_OUT_OF_RANGE, "copies"),
        ({"colour": "red"}, Code.IMPORT_KEY_UNKNOWN, "colour"),
        ({"brief": "铃\x07"}, Code.TEXT_CONTROL_CHARACTER, "brief"),
        ({"clauses": ["一"] * 5000}, Code.LIST_TOO_LONG, "clauses"),
        ({"dispute_type": ""}, Code.CASE_TYPE_MISSING, "dispute_type"),
    ],
)
def test_bad_records_are_refused_at_their_item_and_the_others_come_in(zs, tmp_path, bent, code, where):
    good = {"case": "G1", "dispute_type": "邻里纠纷", "brief": "漏水", "parties": [{"name": "甲"}]}
    file = tmp_path / "mixed.json"
    file.write_text(
        json.dumps([{**good, **bent}, {**good, "case": "G2"}], ensure_ascii=False), encoding="utf-8"
    )
    exit_code, document = zs("record", "import", file)
    assert exit_code == 1
    assert [one["ref"] for one in document["imported"]] == ["G2"]
    (refused,) = document["refused"]
    assert (refused["ref"], refused["code"], refused["where"]) == ("G1", code.name, where)


def test_a_wrong_passphrase_is_trouble_and_a_missing_one_wrong_usage(home, capsys, tmp_path, monkeypatch):
    wrong = tmp_path / "wrong"
    wrong.write_text("别的口令", encoding="utf-8")
    assert main(["record", "list", "--home", str(home), "--passphrase-file", str(wrong), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == Code.PASSPHRASE_WRONG.name
    assert main(["record", "list", "--home", str(home), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == Code.PASSPHRASE_MISSING.name


def test_init_says_the_recovery_code_once_and_refuses_a_second_station(tmp_path, capsys):
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    words = [
        "init",
        "--code",
        "442000106203",
        "--name",
        "龙瑞村工作室",
        "--tier",
        "village",
        "--home",
        str(tmp_path / "h"),
    ]
    words += ["--passphrase-file", str(tmp_path / "pass"), "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["recovery"]
    assert main(words) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == Code.HOME_EXISTS.name


def test_people_read_sentences_where_no_json_is_asked_for(home, capsys):
    words = ["--home", str(home), "--passphrase-file", str(home.parent / "pass")]
    assert main(["record", "import", str(CASES), *words]) == 0
    assert "已导入 C01" in capsys.readouterr().out
    assert main(["record", "show", "C01", *words]) == 0
    assert "何䶮" in capsys.readouterr().out
    assert main(["check", "C99", *words]) == 1
    assert "处理办法" in capsys.readouterr().err
    assert main(["doctor", "--rebuild", *words]) == 0


def test_the_demonstration_leaves_paper_and_package_and_proves_the_round_trip(tmp_path, capsys):
    assert main(["demo", str(tmp_path / "out"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    kinds = {Path(file).suffix for file in document["files"]}
    assert kinds == {".yaml", ".pdf", ".zspkg", ".zsack"}
    assert all(Path(file).stat().st_size for file in document["files"])
    assert main(["demo", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "run-2" / "mediation.agreement.pdf").exists()


def test_clauses_are_composed_from_what_is_owed(zs, filled):
    code, offered = zs("record", "clauses", "C01")
    assert code == 0
    texts = {one["kind"]: one["text"] for one in offered}
    assert texts["payment"].endswith("一次性支付人民币1800元（大写：壹仟捌佰元整）。")
    assert texts["act"] == "梁亚娣于2026年3月20日前向何䶮履行：檐沟改道、拆除落水管。"
