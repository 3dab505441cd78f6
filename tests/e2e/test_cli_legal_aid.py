"""Legal aid at the terminal: a file in and out, the opinion, the deadlines, and what is refused."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.intakes import CASES, VISIBLE, intake_entries
from tests.stations import PASSPHRASE, make_station, without_notes
from zsapp.app import main
from zsapp.base.errors import Code
from zsapp.services.record_files import read_records, records_as_yaml

DONE, REFUSED, USAGE = 0, 1, 2
REFS = list(intake_entries())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station into which the visible file has been imported."""
    folder = tmp_path_factory.mktemp("aid")
    make_station(folder / "home").close()
    (folder / "pass").write_text(PASSPHRASE, encoding="utf-8")
    main(["record", "import", str(CASES / VISIBLE), *_places(folder / "home")])
    return folder / "home"


def _places(home: Path) -> list[str]:
    return ["--home", str(home), "--passphrase-file", str(home.parent / "pass")]


@pytest.fixture
def zs(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any]]:
    """Return a caller: (exit code, JSON document) of a verb."""

    def call(*words: str | Path) -> tuple[int, Any]:
        capsys.readouterr()
        code = main([*(str(word) for word in words), *_places(home), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_the_visible_file_comes_in_and_out_equal(zs: Any, tmp_path: Path) -> None:
    code, document = zs("record", "import", CASES / VISIBLE)
    found = [(one["ref"], one["changed"]) for one in document["imported"] if one["ref"] in REFS]
    assert found == [(ref, False) for ref in REFS]
    assert (code, document["refused"]) == (DONE, [])
    out = tmp_path / "back.yaml"
    assert zs("record", "export", *REFS, "--out", out)[0] == DONE
    assert read_records(out) == [without_notes(one) for one in intake_entries().values()]
    assert set(REFS) <= {one["id"] for one in zs("record", "export")[1]}


@pytest.mark.parametrize("ref", REFS)
def test_the_opinion_is_the_expected_one_in_the_shape_of_the_contract(zs: Any, ref: str) -> None:
    entry = intake_entries()[ref]
    expected, today = entry["expect"], str(entry["received"]["date"])
    code, found = zs("advise", ref, "--today", today)
    assert code == DONE
    assert found["advice"] == expected["advice"]
    assert found["basis"] == expected.get("basis", found["basis"])
    assert found["missing"] == expected.get("missing", [])
    assert all({"rule", "text", "basis"} <= set(one) for one in found["reasons"])
    assert isinstance(found["flags"], list)
    due = {one["id"]: one["due"] for one in found["deadlines"]}
    assert (due["forward"], due["decision"]) == (str(expected["forward_due"]), str(expected["decision_due"]))
    if "per_capita" in expected:
        measured = found["measured"]
        assert measured["per_capita"] == f"{expected['per_capita']:.2f}"
        assert measured["limb"] == expected["limb"]
        assert (measured["line"], measured["line_from"]) == ("2592.00", "2023-03-10")
    assert found["told"] == expected.get("told", [])
    assert zs("deadlines", ref, "--today", today) == (DONE, found["deadlines"])


def test_a_list_a_record_and_a_check_are_shown(zs: Any) -> None:
    code, rows = zs("record", "list", "--sector", "legal_aid", "--query", "陈梓涵")
    assert (code, [one["ref"] for one in rows], rows[0]["sector"]) == (DONE, ["LA-07"], "legal_aid")
    code, shown = zs("record", "show", rows[0]["number"])
    assert (shown["restricted"], shown["state"]) == (["未成年人"], "已给予")
    assert shown["record"] == without_notes(json.loads(json.dumps(shown["record"])))
    assert [one["verb"] for one in shown["history"] if one["verb"] != "look"] == ["import"]
    code, found = zs("check", "LA-04", "--today", "2026-06-01")
    assert code == DONE
    assert [(one["rule"], one["severity"]) for one in found] == [("R-22", "warning"), ("R-21", "hint")]


def test_people_read_the_same_in_plain_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for ref in ("LA-09", "LA-07"):
        capsys.readouterr()
        assert main(["advise", ref, "--today", "2026-03-23", *_places(home)]) == DONE
    said = capsys.readouterr().out
    assert "初审意见（不是决定，可以照常转交）：转交-免予核查" in said
    assert "可以告诉当事人：" in said
    assert main(["advise", "LA-09", "--today", "2026-03-23", *_places(home)]) == DONE
    assert "并告知：可坚持申请由法律援助机构决定" in capsys.readouterr().out
    assert main(["record", "show", "LA-07", *_places(home)]) == DONE
    assert "限制查看：未成年人" in capsys.readouterr().out
    assert main(["check", "LA-01", "--today", "2026-03-09", *_places(home)]) == DONE
    assert "检查通过" in capsys.readouterr().out


def test_the_history_is_told_in_words_and_by_the_clock_on_the_wall(
    zs: Any, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *looks = zs("record", "show", "LA-07")[1]["history"]
    assert main(["record", "show", "LA-07", *_places(home)]) == DONE
    here = datetime.fromisoformat(first["at"]) + timedelta(hours=8)
    told = capsys.readouterr().out.splitlines()[-len(looks) - 2 :]  # this look too
    assert told[0] == f"{here:%Y-%m-%d %H:%M}  {first['who']}  从文件导入  第1版"
    assert all(line.endswith(f"{first['who']}  查看限制查看的记录") for line in told[1:])
    assert looks


def test_an_intake_without_its_papers_is_told_what_to_bring(
    zs: Any, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = without_notes(intake_entries()["LA-04"]) | {"id": "LA-77", "documents": []}
    file = tmp_path / "a.yaml"
    file.write_text(records_as_yaml([entry]), encoding="utf-8")
    code, document = zs("record", "import", file)
    assert code == DONE
    assert main(["advise", "LA-77", "--today", "2026-06-01", *_places(home)]) == DONE
    assert "缺少的材料：法律援助申请表、身份证明、经济困难状况说明表" in capsys.readouterr().out
    assert zs("record", "undo", document["batches"][0])[0] == DONE
    assert zs("record", "show", "LA-77")[1]["state"] == "作废"


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"matter": ""}, Code.AID_MATTER_UNKNOWN, "matter"),
        ({"applicant": {}}, Code.AID_APPLICANT_MISSING, "applicant.name"),
        ({"received": {}}, Code.AID_RECEIVED_MISSING, "received.date"),
        ({"assets": {"deposits": -1}}, Code.NUMBER_OUT_OF_RANGE, "assets.deposits"),
        ({"village_certificate": "有"}, Code.IMPORT_KEY_UNKNOWN, "village_certificate"),
    ],
)
def test_bad_input_is_refused_by_name(
    zs: Any, tmp_path: Path, change: dict[str, Any], code: Code, where: str
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(records_as_yaml([without_notes(intake_entries()["LA-01"]) | change]), encoding="utf-8")
    done, document = zs("record", "import", file)
    assert done == REFUSED
    assert [(one["code"], one["where"]) for one in document["refused"]] == [(code.name, where)]


def test_advice_on_what_is_no_intake_is_refused(zs: Any) -> None:
    code, document = zs("advise", "C01")
    assert (code, document["error"]["code"]) == (REFUSED, Code.RECORD_UNKNOWN.name)


def test_a_scan_is_added_to_an_application_listed_and_taken_out(zs: Any, tmp_path: Path) -> None:
    photo = tmp_path / "欠条.png"
    Image.new("L", (30, 20), 200).save(photo)
    code, (kept,) = zs("scan", "add", "LA-01", photo)
    assert (code, kept["name"], kept["pages"], len(kept["sha256"])) == (DONE, "欠条", 1, 64)
    assert zs("scan", "list", "LA-01")[1] == [kept]
    assert zs("scan", "drop", "LA-01", "1")[1][0]["sha256"] == ""
    assert zs("scan", "drop", "LA-01", "9")[1]["error"]["code"] == Code.SCAN_UNKNOWN.name
    assert zs("scan", "add", "LA-01", photo, "--as", "证据材料")[0] == USAGE
