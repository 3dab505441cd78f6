"""Ledgers and statistics at the terminal: documents, exit codes, files."""

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.counting import copy_home
from tests.stations import PASSPHRASE, acceptance_case
from zsapp.app import main
from zsapp.base.errors import Code
from zsapp.services.record_files import records_as_yaml

YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")
OWN = "中山市沙溪镇龙瑞村人民调解委员会"


@pytest.fixture
def home(tmp_path):
    copy_home(tmp_path / "home", filled=False)
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    return tmp_path / "home"


@pytest.fixture
def said(home, capsys):
    """Return a caller: (exit code, what was said on stdout) of a verb in the test's home."""

    def call(*words: str | Path):
        given = [str(word) for word in words]
        given += ["--home", str(home), "--passphrase-file", str(home.parent / "pass")]
        capsys.readouterr()
        code = main([*given, "--today", "2027-01-04"])
        return code, capsys.readouterr().out

    return call


@pytest.fixture
def zs(said):
    """Return a caller: (exit code, JSON document)."""

    def call(*words: str | Path) -> tuple[int, Any]:
        code, text = said(*words, "--json")
        return code, json.loads(text)

    return call


@pytest.fixture
def filled(home):
    shutil.rmtree(home)
    copy_home(home)


def cell(cells: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in cells if one["id"] == name)


def test_each_cell_of_table_b_comes_with_the_ids_behind_it(zs, filled):
    code, report = zs("report", "table_b", *YEAR)
    assert code == 0
    assert (report["basis"], report["basis_text"], report["zero"]) == ("accepted", "按受理日期统计", False)
    total = cell(report["total"], "total")
    assert (total["value"], len(total["ids"]), total["column"], total["unit"]) == (6, 6, "调解案件总数", "件")
    assert cell(report["total"], "amount")["value"] == 25.525576
    wages = cell(report["total"], "type_1001")
    _, show = zs("record", "show", wages["ids"][0])
    assert show["ref"] == "C03"
    assert sum(cell(row["cells"], "total")["value"] for row in report["rows"]) == 6
    assert (report["uneven"], report["frozen"], report["differences"]) == ([], None, [])


def test_the_other_basis_is_a_word_away_and_stands_on_the_sheet(zs, filled, tmp_path):
    out = tmp_path / "b.xlsx"
    code, report = zs(
        "report", "table_b", "--from", "2026-04-01", "--to", "2026-06-30", "--basis", "closed", "--out", out
    )
    assert (code, report["file"], cell(report["total"], "total")["value"]) == (0, str(out), 2)
    sheet = openpyxl.load_workbook(out)["统计表"]
    assert sheet["A2"].value == "统计期：2026年第2季度　　按结案日期统计"


def test_an_empty_period_is_a_zero_report_with_the_stations_own_row(zs, said):
    code, report = zs("report", "table_b", *YEAR)
    assert (code, report["zero"], [row["name"] for row in report["rows"]]) == (0, True, [OWN])
    assert "零报告" in said("report", "table_b", *YEAR)[1]


def test_a_broken_formula_is_an_exit_of_one_that_names_the_case(zs, said, tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text(records_as_yaml([acceptance_case("C01") | {"source": "路过"}]), encoding="utf-8")
    zs("record", "import", file)
    code, report = zs("report", "table_b", *YEAR)
    assert code == 1
    (uneven,) = report["uneven"]
    assert (uneven["check"], uneven["stops"], len(uneven["cases"])) == ("sources", True, 1)
    assert "[不符]" in said("report", "table_b", *YEAR)[1]
    code, refused = zs("report", "table_b", *YEAR, "--out", tmp_path / "b.xlsx")
    assert (code, refused["error"]["code"]) == (1, "REPORT_UNEVEN")
    assert not (tmp_path / "b.xlsx").exists()


def test_a_frozen_period_says_what_changed_since(zs, said, filled, tmp_path):
    code, report = zs("report", "table_b", *YEAR, "--freeze")
    assert (code, report["frozen"]["version"], report["differences"]) == (0, 1, [])
    assert "本期数字已锁定（第1次，站长）" in said("report", "table_b", *YEAR)[1]
    file = tmp_path / "x.yaml"
    file.write_text(records_as_yaml([acceptance_case("C08") | {"difficulty": "一般"}]), encoding="utf-8")
    zs("record", "import", file)
    _, report = zs("report", "table_b", *YEAR)
    assert cell(report["total"], "hard")["value"] == 2
    assert report["frozen"]["rows"][-1]["figures"]["hard"] == "3"
    assert [(one["column"], one["then"], one["now"]) for one in report["differences"]] == [
        ("hard", "1", "0"),  # of the committee
        ("hard", "3", "2"),  # of all
    ]
    assert "锁定后有变：合计 疑难复杂案件 锁定 3，现在 2" in said("report", "table_b", *YEAR)[1]
    assert zs("report", "table_b", *YEAR, "--freeze")[1]["error"]["code"] == "PERIOD_FROZEN"
    _, anew = zs("report", "table_b", *YEAR, "--freeze", "--reason", "登记有误")
    assert (anew["frozen"]["version"], anew["frozen"]["reason"], anew["differences"]) == (2, "登记有误", [])


def test_counters_of_a_month_are_entered_by_name_and_counted(zs, said):
    code, kept = zs(
        "counters", "set", "排查纠纷=12", "群体性上访.件=1", "群体性上访.人=30", "--month", "2026-03"
    )
    assert (code, kept["committee"], kept["month"]) == (0, OWN, "2026-03")
    zs("counters", "set", "预防纠纷=2", "--month", "2026-03")
    _, kept = zs("counters", "show", "--month", "2026-03")
    assert kept["figures"] == {"排查纠纷": 12, "预防纠纷": 2, "群体性上访.件": 1, "群体性上访.人": 30}
    _, report = zs("report", "table_b", *YEAR)
    screened = cell(report["rows"][0]["cells"], "screened")
    assert (screened["value"], screened["entered"], screened["ids"]) == (12, 12, [])
    assert cell(report["total"], "petition_people")["entered"] == 30
    assert "这个月还没有填报" in said("counters", "show", "--month", "2026-04")[1]
    _, cut = zs("report", "table_b", "--from", "2026-03-05", "--to", "2026-03-31")
    assert cut["outside"] == ["2026年3月"]


@pytest.mark.parametrize(
    "words",
    [
        ("counters", "set", "排查纠纷=很多", "--month", "2026-03"),
        ("counters", "set", "排查纠纷", "--month", "2026-03"),
        ("counters", "show", "--month", "2026年3月"),
        ("counters", "show", "--month", "2026-13"),
        ("report", "table_b", "--from", "2026-12-31", "--to", "2026-01-01"),
        ("report", "table_b", *YEAR, "--months", "-1"),
        ("report", "table_z", *YEAR),
        ("ledger", "nothing", *YEAR, "--out", "x.xlsx"),
        ("ledger", "mediation", *YEAR),
    ],
)
def test_what_is_written_wrongly_is_an_exit_of_two(said, words):
    assert said(*words)[0] == 2


def test_table_a_says_what_nobody_recorded(zs, said, tmp_path):
    code, report = zs("report", "table_a", *YEAR, "--out", tmp_path / "a.xlsx")
    assert (code, report["report"], report["rows"]) == (0, "table_a", [])
    assert report["missing"][0] == "还没有登记调委会和调解员名册。"
    assert cell(report["total"], "hand_5")["value"] is None
    assert "表彰（个、人）：本系统没有登记，请手工填报。" in said("report", "table_a", *YEAR)[1]


def test_the_register_is_written_with_names_or_without(zs, filled, tmp_path):
    out = tmp_path / "register.xlsx"
    code, done = zs("ledger", "mediation", *YEAR, "--out", out)
    assert (code, done["rows"], done["masked"], done["file"]) == (0, 6, False, str(out))
    text = str([[one.value for one in row] for row in openpyxl.load_workbook(out).active.iter_rows()])
    assert "何䶮与梁亚娣" in text
    zs(
        "ledger",
        "mediation",
        *YEAR,
        "--out",
        out,
        "--masked",
        "--committee",
        "中山市沙溪镇云涧村人民调解委员会",
    )
    text = str([[one.value for one in row] for row in openpyxl.load_workbook(out).active.iter_rows()])
    assert "何*与梁**" in text
    assert "何䶮" not in text


# --- old ledgers ------------------------------------------------------------------------------------------


@pytest.fixture
def ledger(tmp_path):
    """Return a writer of an old ledger."""

    def write(*rows: list[Any]) -> Path:
        book = openpyxl.Workbook()
        for row in (["案号", "受理日期", "当事人", "案由", "经手"], *rows):
            book.active.append(row)
        book.save(tmp_path / "old.xlsx")
        return tmp_path / "old.xlsx"

    return write


def test_an_old_ledger_is_looked_at_imported_and_taken_back(zs, said, ledger):
    file = ledger(["第1号", "2024-3-2", "甲与乙", "邻里", "高"], ["第2号", "去年", "丙与丁", "物业", "高"])
    code, looked = zs("record", "import", file, "--preview", "--map", "经手=调解员")
    assert (code, looked[0]["columns"]["调解员"], looked[0]["unused"]) == (0, "经手", [])
    assert [one["outcome"] for one in looked[0]["rows"]] == ["new", "refused"]
    text = said("record", "import", file, "--preview")[1]
    assert "没有用到的栏目：经手" in text
    assert "第3行 有误 第2号" in text
    code, done = zs("record", "import", file, "--map", "E=调解员", "--committee", "别村人民调解委员会")
    assert code == 1
    (refused,) = done["refused"]
    assert (refused["code"], refused["where"]) == (Code.LEDGER_CELL_WRONG.name, "第3行 受理日期")
    (batch,) = done["batches"]
    assert "1 份" in said("record", "imports")[1]
    _, record = zs("record", "show", "第1号")
    assert record["record"]["mediators"] == [{"name": "高", "role": "调解员"}]
    code, undone = zs("record", "undo", batch)
    assert (code, len(undone["void"])) == (0, 1)
    assert zs("record", "list")[1][0]["state"] == "作废"
    assert zs("record", "imports")[1][0]["undone"] is True
    assert "已撤销" in said("record", "imports")[1]


def test_a_result_without_a_day_is_minded_in_the_preview(said, tmp_path):
    book = openpyxl.Workbook()
    for row in (["案号", "当事人", "案由", "结果"], ["第1号", "甲与乙", "邻里", "成功"]):
        book.active.append(row)
    book.save(tmp_path / "old.xlsx")
    assert "请留意：有结果但没有结案日期" in said("record", "import", tmp_path / "old.xlsx", "--preview")[1]


def test_record_files_can_be_taken_back_too_but_not_what_changed_since(zs, said, tmp_path):
    assert "还没有导入过" in said("record", "imports")[1]
    file = tmp_path / "x.yaml"
    file.write_text(records_as_yaml([acceptance_case("C08"), acceptance_case("C09")]), encoding="utf-8")
    _, done = zs("record", "import", file)
    assert zs("record", "import", file)[1]["batches"] == []
    file.write_text(records_as_yaml([acceptance_case("C08") | {"difficulty": "一般"}]), encoding="utf-8")
    zs("record", "import", file)
    code, undone = zs("record", "undo", done["batches"][0])
    assert (code, len(undone["void"]), len(undone["left"])) == (1, 1, 1)


def test_the_empty_table_is_published(zs, tmp_path):
    code, done = zs("record", "template", "--out", tmp_path / "t.xlsx")
    assert (code, Path(done["file"]).is_file()) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        ("old.xlsx", "x.yaml"),
        ("old.xlsx", "--map", "经手"),
        ("x.yaml", "--preview"),
    ],
)
def test_an_import_that_is_asked_for_wrongly_is_an_exit_of_two(said, words):
    assert said("record", "import", *words)[0] == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ledger", "mediation", *YEAR, "--out", "x.pdf"), "文件名应以 .xlsx 结尾，实际是“x.pdf”"),
        (("record", "list", "--state", "胡说"), "没有“胡说”这个状态；可用：已登记、已申请、"),
        (
            ("record", "list", "--sector", "legal_aid", "--state", "胡说"),
            "没有“胡说”这个状态；可用：草稿、已接收、",
        ),
    ],
)
def test_a_name_or_state_that_cannot_be_meant_is_refused(zs, words, told):
    code, document = zs(*words)
    assert (code, document["error"]["code"]) == (2, Code.USAGE.name)
    assert told in document["error"]["message"]
