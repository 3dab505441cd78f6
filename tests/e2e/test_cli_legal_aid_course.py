"""Legal aid's course at the terminal: forwarded, answered, printed, counted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.intakes import intake_entries
from tests.stations import PASSPHRASE, make_station, without_notes
from zsapp.app import main
from zsapp.base.errors import Code
from zsapp.services.record_files import records_as_yaml

DONE, REFUSED = 0, 1
PERIOD = ("--from", "2026-01-01", "--to", "2026-12-31")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with three intakes, unanswered; each test that changes one has one of its own."""
    folder = tmp_path_factory.mktemp("aid")
    with make_station(folder / "home") as station:
        for ref in ("LA-01", "LA-04", "LA-09"):
            entry = without_notes(intake_entries()[ref])
            station.legal_aid.import_intake({key: entry[key] for key in entry if key != "center"})
    (folder / "pass").write_text(PASSPHRASE, encoding="utf-8")
    return folder / "home"


@pytest.fixture
def zs(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any]]:
    """Return a caller: (exit code, JSON document, or the text without `--json`) of a verb."""

    def call(*words: str | Path, plain: bool = False) -> tuple[int, Any]:
        capsys.readouterr()
        places = ["--home", str(home), "--passphrase-file", str(home.parent / "pass")]
        code = main([*(str(word) for word in words), *places, *([] if plain else ["--json"])])
        said = capsys.readouterr().out
        return code, said if plain else json.loads(said)

    return call


def test_applications_wait_go_in_batches_and_are_printed(zs: Any, tmp_path: Path) -> None:
    assert zs("forward", "list", plain=True)[1] == "还没有转交过\n"
    code, waiting = zs("forward", "waiting", "--today", "2026-03-10")
    assert (code, waiting[0]["due"], waiting[0]["urgent"]) == (DONE, "2026-03-10", False)
    assert "应于2026-03-10前转交" in zs("forward", "waiting", plain=True)[1]
    code, (batch,) = zs("forward", "send", "LA-01", "--to", "city", "--date", "2026-03-10")
    assert (code, batch["to"], batch["records"][0]["state"]) == (DONE, "中山市法律援助处", "已转交")
    out = tmp_path / "a.pdf"
    assert zs("form", "print", "A12", batch["batch"], "--out", out)[0] == DONE
    assert zs("form", "print", "A07", "LA-01", "--out", out)[1]["mode"] == "final"
    assert zs("form", "print", "A02", "--blank", "--out", out)[1]["pages"] == 1
    assert [one["batch"] for one in zs("forward", "list")[1]] == [batch["batch"]]
    code, said = zs("forward", "send", "LA-01")
    assert (code, said["error"]["code"]) == (REFUSED, Code.CASE_STEP_NOT_OPEN.name)


def test_the_setting_is_kept(zs: Any) -> None:
    assert zs("forward", "setting", "town") == (DONE, {"to": "town"})
    assert zs("forward", "setting", "city", plain=True)[1].startswith("以后默认转交中山市法律援助处")


def test_the_centres_file_comes_in_entry_by_entry(zs: Any, tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    answer = without_notes(intake_entries()["LA-09"])["center"]
    entries = [{"ref": "LA-09", "center": answer}, {"number": "没有", "center": answer}]
    file.write_text(records_as_yaml(entries), encoding="utf-8")
    code, first = zs("decision", "import", file)
    assert (code, [one["changed"] for one in first["imported"]]) == (REFUSED, [True])
    assert first["imported"][0]["objection_until"] == "2026-04-13"
    assert [(one["ref"], one["code"]) for one in first["refused"]] == [("没有", Code.RECORD_UNKNOWN.name)]
    assert [one["changed"] for one in zs("decision", "import", file)[1]["imported"]] == [False]
    said = zs("decision", "import", file, plain=True)[1]
    assert "已有，没有变化 LA-09" in said
    assert "异议期到2026-04-13" in said


def test_steps_items_and_reasons_reach_intakes_too(zs: Any) -> None:
    assert zs("record", "set", "LA-04", "applicant.postcode=528400")[0] == DONE
    assert zs("record", "override", "LA-04", "r-22", "--reason", "标准待更新")[1]["rule"] == "R-22"
    found = {one["rule"]: one["state"] for one in zs("check", "LA-04", "--today", "2026-06-01")[1]}
    assert found["R-22"] == "overridden"
    code, told = zs("record", "act", "LA-04", "ask", "--reason", "户口簿", "--date", "2026-06-02")
    assert (code, told["state"]) == (DONE, "补正中")


def test_a_list_without_a_sector_is_of_all(zs: Any) -> None:
    code, rows = zs("record", "list", "--limit", "2")
    assert (code, len(rows), {one["sector"] for one in rows}) == (DONE, 2, {"legal_aid"})
    assert [one["saved_at"] for one in rows] == sorted((one["saved_at"] for one in rows), reverse=True)
    assert zs("record", "list", "--sector", "mediation") == (DONE, [])


def test_papers_are_listed_by_sector_and_by_record(zs: Any) -> None:
    numbers = [one["number"] for one in zs("form", "list", "--sector", "legal_aid")[1]]
    assert numbers == [f"A{n:02}" for n in range(1, 14)]
    ready = {one["number"]: one["ready"] for one in zs("form", "list", "--id", "LA-01")[1]}
    assert (ready["A02"], ready["A03"]) == (True, False)


def test_register_and_indicators_are_written(zs: Any, tmp_path: Path) -> None:
    code, done = zs("ledger", "legal_aid", *PERIOD, "--out", tmp_path / "l.xlsx")
    assert (code, done["rows"]) == (DONE, 3)
    code, report = zs("report", "indicators", *PERIOD)
    received = next(one for one in report["rows"] if one["id"] == "I09")
    assert (code, received["value"], len(received["ids"])) == (DONE, "3", 3)
    assert "÷" in received["definition"]
    told = zs("report", "indicators", *PERIOD, "--by-place", "I07")[1]["breakdown"]
    assert (told["key"], len(told["places"])) == ("I07 法律咨询人次", 1)
    code, answer = zs("report", "indicators", *PERIOD, "--by-place", "I99")
    assert (code, answer["error"]["code"]) == (2, Code.USAGE.name)
    alone = zs("report", "indicators", *PERIOD, "--basis", "closed")[1]
    assert {one["id"][:3] for one in alone["rows"]} == {"I09", "I10", "I11", "I12", "I13", "I14", "I15"}
    said = zs("report", "indicators", *PERIOD, "--out", tmp_path / "i.xlsx", plain=True)[1]
    assert "I09  法律援助申请接收数  3" in said
    assert (tmp_path / "i.xlsx").exists()
