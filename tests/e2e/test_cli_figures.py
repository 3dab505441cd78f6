"""Numbers, subsidies and forms at the terminal: what a clerk or a script asks for, and what is refused."""

import json

import openpyxl
import pytest

from tests.counting import copy_home
from tests.papers import bare, poppler
from tests.stations import PASSPHRASE
from zsapp.app import main
from zsapp.base.errors import Code

OWN = "中山市沙溪镇龙瑞村人民调解委员会"
SCHEME = """
name: 某镇以案定补办法
doc_no: 某府办〔2026〕1号
valid_from: 2026-01-01
valid_to: 2030-12-31
rows: [{grade: 一般, form: 书面, amount: 150.00}]
split: 平均分配
"""


@pytest.fixture
def said(tmp_path, capsys):
    """Return a caller: (exit code, what was said) of a verb over a village with the acceptance cases."""
    copy_home(tmp_path / "home")
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")

    def call(*words, today="2026-09-01"):
        given = ["--home", str(tmp_path / "home"), *map(str, words), "--today", today]
        capsys.readouterr()
        code = main([*given, "--passphrase-file", str(tmp_path / "pass")])
        return code, capsys.readouterr().out

    return call


@pytest.fixture
def zs(said):
    """Return a caller: (exit code, JSON document)."""

    def call(*words, today="2026-09-01"):
        code, text = said(*words, "--json", today=today)
        return code, json.loads(text)

    return call


def test_a_step_taken_tomorrow_is_refused_at_its_date(zs):
    code, document = zs("record", "act", "C06", "visit", "--date", "2026-09-02")
    assert (code, document["error"]["code"], document["error"]["field"]) == (1, Code.DAY_AHEAD.name, "date")
    assert "2026-09-02" in document["error"]["message"]


def test_blocks_of_numbers_are_set_listed_told_of_and_taken_away(zs, said):
    assert zs("numbers", "list") == (0, {"blocks": [], "warnings": [], "clashes": []})
    assert said("numbers", "list")[1].strip() == "没有设编号段：本机独用全部编号"
    code, document = zs("numbers", "set", "2026", "200", "205")
    assert (code, document["blocks"][0]["left"]) == (0, 6)
    assert "只剩 6 个号" in document["warnings"][0]
    code, text = said("numbers", "list", today="2026-12-01")
    assert f"{OWN}　2026年　200—205　下一个号 200，还剩 6 个" in text
    assert f"请注意：{OWN}：2027年还没有设编号段" in text
    assert zs("numbers", "set", "2026", "201", "300")[1]["error"]["code"] == Code.BLOCK_OVERLAP.name
    assert zs("numbers", "drop", "2026", "200")[1]["blocks"] == []


def test_every_numbered_paper_is_listed_ledgers_marked_as_such(zs, said):
    code, found = zs("form", "list")
    assert code == 0
    numbers = {one["number"]: one["kind"] for one in found}
    assert {f"F{n:02d}" for n in range(29) if n != 11} <= set(numbers)  # the brief knows no F11
    ledgers = {number for number, kind in numbers.items() if kind == "ledger"}
    assert ledgers == {"F28", "A13", "C90", "N90", "P90", "R90", "V90", "V91", "V92", "Z06", "Z90"}
    assert "台账，用 zsapp ledger 写成 Excel" in said("form", "list")[1]
    code, document = zs("form", "print", "F28", "--blank", "--out", "x.pdf")
    assert (code, document["error"]["message"]) == (
        2,
        "命令写法不对：F28 是台账，请用 zsapp ledger 写成 Excel",
    )
    code, document = zs("form", "list", "--sector", "xx")
    assert (code, document["error"]["code"]) == (2, Code.USAGE.name)


def test_the_subsidy_is_reported_and_its_form_printed_from_the_stored_claim(zs, said, tmp_path):
    period = ("--from", "2026-01-01", "--to", "2026-12-31")
    assert zs("report", "subsidy", *period)[1]["claims"] == []
    scheme = tmp_path / "scheme.yaml"
    scheme.write_text(SCHEME, encoding="utf-8")
    zs("subsidy", "scheme", scheme)
    zs("subsidy", "claim", "2026-03", "--reason", "卷宗已补")
    code, document = zs("report", "subsidy", *period, "--out", tmp_path / "补贴.xlsx")
    assert (code, document["cases"], document["total"], document["paid"]) == (0, 1, 150, 0)
    assert document["claims"][0]["lines"][0]["parties"] == "何*、梁**"
    assert [one["name"] for one in document["mediators"]] == ["高伟明"]
    assert openpyxl.load_workbook(tmp_path / "补贴.xlsx").sheetnames == ["申报汇总", "按调解员", "明细"]
    assert "合计  1件  150元，其中已发放 0元" in said("report", "subsidy", *period)[1]
    code, text = said("subsidy", "print", "2026-03", "--out", tmp_path / "F26.pdf")
    assert (code, text.strip()) == (0, f"已写入 {tmp_path / 'F26.pdf'}（1件，150元）")
    assert "高伟明150" in bare(poppler((tmp_path / "F26.pdf").read_bytes()))
    assert zs("subsidy", "print", "2026-02", "--out", tmp_path / "x.pdf")[0] == 1


def test_a_village_has_no_subtotals_and_a_town_names_the_cases_behind_each(zs, tmp_path):
    year = ("report", "table_b", "--from", "2026-01-01", "--to", "2026-12-31")
    assert zs(*year)[1]["groups"] == []
    copy_home(tmp_path / "town", "town")
    groups = zs(*year, "--home", tmp_path / "town")[1]["groups"]
    village = next(one for one in groups if one["name"] == "云涧村")
    total = next(one for one in village["cells"] if one["id"] == "total")
    assert (total["value"], len(total["ids"])) == (1, 1)


def test_a_scoreboard_over_all_the_years_there_are_is_asked_for_a_year(zs):
    code, document = zs("report", "indicators", "--from", "0001-01-01", "--to", "9999-12-31")
    assert (code, document["error"]["code"]) == (2, Code.USAGE.name)
    assert "1950年至2199年" in document["error"]["message"]
    assert zs("report", "indicators", "--from", "2199-12-01", "--to", "2199-12-31")[0] == 0
