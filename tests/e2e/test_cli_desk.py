"""The front desk at the terminal: files in and out, checks, deadlines, steps, turning, registers, answers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.stations import PASSPHRASE, make_station, without_notes
from tests.visits import CASES, OWN, VISIBLE, service_entries, service_entry
from zsapp.app import main
from zsapp.base.errors import Code
from zsapp.rules.front_desk import SERVICES
from zsapp.services.record_files import read_records, records_as_yaml

DONE, REFUSED, WRONG = 0, 1, 2
ALL = {**service_entries(VISIBLE), **service_entries(OWN)}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station into which the visible file and our own have been imported."""
    folder = tmp_path_factory.mktemp("desk")
    make_station(folder / "home").close()
    (folder / "pass").write_text(PASSPHRASE, encoding="utf-8")
    main(["record", "import", str(CASES / VISIBLE), str(CASES / OWN), *_places(folder / "home")])
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


def test_records_of_every_service_come_in_and_go_out_equal(zs: Any, tmp_path: Path) -> None:
    out = tmp_path / "back.yaml"
    assert zs("record", "export", *ALL, "--out", out)[0] == DONE
    assert read_records(out) == [without_notes(one) for one in ALL.values()]
    assert set(ALL) <= {one.get("id") for one in zs("record", "export")[1]}


@pytest.mark.parametrize("sector", list(SERVICES))
def test_every_service_is_listed_by_its_name(zs: Any, sector: str) -> None:
    code, rows = zs("record", "list", "--sector", sector)
    assert (code, {one["sector"] for one in rows}) == (DONE, {sector})
    state = rows[0]["state"]
    assert zs("record", "list", "--sector", sector, "--state", state)[1]
    assert zs("record", "list", "--sector", sector, "--state", "没有")[0] == WRONG


def test_what_is_worked_out_stands_beside_the_record(zs: Any) -> None:
    code, found = zs("record", "show", "R-01", "--today", "2026-08-05")
    told, expected = found["worked_out"], ALL["R-01"]["expect"]
    assert (code, found["state"], found["sector"]) == (DONE, "已受理", "reconsideration")
    assert {key: told[key] for key in expected} == {key: str(value) for key, value in expected.items()}
    log = zs("record", "show", "LV-01", "--today", "2026-07-15")[1]["worked_out"]
    assert (log["hours"], log["month_hours_before"], log["month_total"], log["target_8h"]) == (
        6.0,
        3.5,
        9.5,
        True,
    )
    event = zs("record", "show", "P-01", "--today", "2026-05-20")[1]["worked_out"]
    assert (event["satisfaction_rate"], event["indicator"]) == ("96.67%", ["I03", "I16"])
    asked = zs("record", "show", "C-01", "--today", "2026-06-10")[1]
    assert (asked["number"], asked["worked_out"]["group_flag_auto"]) == ("咨字〔2026〕0001号", "G01")


def test_people_read_the_same_in_plain_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["record", "show", "R-01", "--today", "2026-08-05", *_places(home)])
    said = capsys.readouterr().out
    assert "复议机关：中山市人民政府" in said
    assert "可以适用简易程序：是" in said
    main(["check", "C-01", "--today", "2026-06-10", *_places(home)])
    assert "没有发现问题" in capsys.readouterr().out
    main(["deadlines", "P-01", *_places(home)])
    assert "没有期限" in capsys.readouterr().out


def test_an_error_of_a_check_is_an_exit_code(zs: Any) -> None:
    code, found = zs("check", "N-02", "--today", "2026-07-02")
    assert (code, found[0]["rule"], found[0]["basis"]) == (REFUSED, "NT04", "公证法31(四)")
    assert zs("check", "R-01", "--today", "2026-08-05")[0] == DONE
    due = {one["id"]: one["due"] for one in zs("deadlines", "R-01", "--today", "2026-08-05")[1]}
    assert (due["apply"], due["forward"]) == ("2026-09-14", "2026-08-06")


@pytest.fixture
def copied(zs: Any, tmp_path: Path) -> Callable[[str], str]:
    """Return a maker of a record's own copy, so that a test changes no other's; its new reference."""

    def copy(ref: str) -> str:
        entry = service_entry(ref, VISIBLE if ref in service_entries(VISIBLE) else OWN)
        new = f"{ref.partition('-')[0]}-copy-{tmp_path.name}"
        file = tmp_path / "copy.yaml"
        file.write_text(records_as_yaml([without_notes(entry) | {"id": new}]), encoding="utf-8")
        assert zs("record", "import", file)[0] == DONE
        return new

    return copy


def test_a_record_is_taken_through_its_steps(zs: Any, copied: Callable[[str], str]) -> None:
    asked = copied("C-02")
    steps = [one["step"] for one in zs("record", "steps", asked)[1]]
    assert steps[:3] == ["answer", "promise", "consent"]
    assert (
        zs("record", "act", asked, "answer", "--reason", "可以投诉", "--date", "2026-02-13")[1]["state"]
        == "待回访"
    )
    assert (
        zs("record", "act", asked, "visit", "--reason", "已致歉", "--date", "2026-02-24")[1]["state"]
        == "转介中"
    )
    set_ = zs("record", "set", asked, "referral.result=已答复")
    assert set_[1]["state"] == "已办结"
    assert zs("record", "act", asked, "fly")[0] == WRONG
    assert zs("record", "set", asked, "answer")[0] == WRONG
    code, refused = zs("record", "act", asked, "rate", "--reason", "好")
    assert (code, refused["error"]["code"]) == (REFUSED, Code.RATING_WRONG.name)


def test_a_reason_lets_an_error_rest(zs: Any, copied: Callable[[str], str]) -> None:
    matter = copied("N-02")
    assert zs("record", "override", matter, "NT04", "--reason", "当事人已和解")[0] == DONE
    assert zs("check", matter, "--today", "2026-07-02")[0] == DONE


def test_a_visit_is_turned_into_a_draft(zs: Any, copied: Callable[[str], str]) -> None:
    code, made = zs("record", "turn", copied("C-01"), "mediation")
    assert (code, made["sector"], made["draft"]) == (DONE, "mediation", True)
    assert zs("record", "turn", "P-01", "mediation")[0] == REFUSED


def test_the_organs_results_come_by_file(zs: Any, tmp_path: Path, copied: Callable[[str], str]) -> None:
    applied = copied("R-02")
    file = tmp_path / "results.yaml"
    file.write_text(
        f"- {{ref: {applied}, import: {{status: 受理, doc_no: 1号, accepted: 2026-10-08}}}}\n"
        "- {ref: R-99, import: {status: 受理}}\n",
        encoding="utf-8",
    )
    code, done = zs("reconsideration", "import", file)
    assert (code, done["imported"][0]["state"]) == (REFUSED, "已受理")
    assert done["refused"][0]["code"] == Code.RECORD_UNKNOWN.name
    assert not zs("reconsideration", "import", file)[1]["imported"][0]["changed"]


def test_a_register_is_written_and_knows_one_basis(zs: Any, tmp_path: Path) -> None:
    span = ("--from", "2026-01-01", "--to", "2026-12-31", "--out", tmp_path / "a.xlsx")
    code, done = zs("ledger", "reconsideration", *span, "--masked")
    assert (code, done["rows"], done["masked"]) == (DONE, done["rows"], True)
    assert done["rows"] >= 2
    assert zs("ledger", "notary", *span, "--basis", "closed")[0] == WRONG


def test_a_damaged_entry_leaves_the_others_alone(zs: Any, tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    file.write_text(
        "- {id: C-77, service: 法律咨询, date: 2026-06-01, content: 问路, colour: red}\n"
        "- {id: C-78, service: 法律咨询, date: 2026-06-01, content: 问路}\n",
        encoding="utf-8",
    )
    code, done = zs("record", "import", file)
    assert (code, done["imported"][0]["ref"], done["refused"][0]["where"]) == (REFUSED, "C-78", "colour")
    assert service_entry("C-01")["id"] == "C-01"


def test_photographs_are_taken_into_a_record_listed_and_taken_out(
    zs: Any, tmp_path: Path, copied: Callable[[str], str]
) -> None:
    held, photo = copied("P-01"), tmp_path / "全景.png"
    Image.new("RGB", (8, 8), "white").save(photo)
    code, listed = zs("scan", "add", held, photo, "--as", "照片")
    assert (code, [(one["kind"], one["name"], one["pages"]) for one in listed]) == (
        DONE,
        [("照片", "全景", 1)],
    )
    assert zs("scan", "list", held)[1] == listed
    assert zs("scan", "add", held, "--pages", "2")[0] == WRONG
    assert zs("scan", "drop", held, "1") == (DONE, [])
