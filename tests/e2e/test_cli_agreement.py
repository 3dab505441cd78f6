"""Agreements from the terminal: clauses, signing, changing, printing an earlier version; word of mouth."""

import json
from datetime import date

import pytest

from tests.stations import PASSPHRASE, make_station
from zsapp.app import main

CASES = """
- case: 甲
  dispute_type: 邻里纠纷
  brief: 雨棚滴水起争执
  requests: [赔偿]
  record: 已告知权利义务。
  responsibility: 梁亚娣负有责任。
  mediators: [{name: 高伟明, role: 主持}]
  dates: {apply: 2026-03-02, accept: 2026-03-02, sessions: [2026-03-09], agree: 2026-03-09}
  parties:
    - {role: 申请人, kind: 自然人, name: 何䶮, id_missing_reason: 拒绝提供, sign: 签名}
    - {role: 被申请人, kind: 自然人, name: 梁亚娣, id_missing_reason: 拒绝提供, sign: 签名}
  schedule:
    - {seq: 1, obligor: 梁亚娣, obligee: 何䶮, kind: 给付, amount: 1800, due: 2026-04-20, method: 现金}
  totals: {amount: 1800}
  copies: 3
  outcome: {result: 调解成功, form: 书面}
- case: 乙
  dispute_type: 邻里纠纷
  brief: 夜间练琴声音过大
  parties: [{role: 申请人, name: 何䶮}, {role: 被申请人, name: 陈𬱖}]
"""


@pytest.fixture
def zs(tmp_path, capsys):
    make_station(tmp_path / "home", today=date(2026, 3, 9)).close()
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")

    def call(*words, today="2026-03-09", plain=False):
        capsys.readouterr()
        places = ["--home", str(tmp_path / "home"), "--passphrase-file", str(tmp_path / "pass")]
        code = main([*map(str, words), *places, "--today", today, *([] if plain else ["--json"])])
        out = capsys.readouterr().out
        return code, out if plain else json.loads(out)

    assert call("record", "import", tmp_path / "cases.yaml")[0] == 0
    return call


def test_an_agreement_is_composed_signed_changed_and_every_version_printed(zs, tmp_path):
    code, offered = zs("record", "clauses", "甲")
    keys = [one["key"] for one in offered]
    assert (code, keys[0], keys[-1]) == (0, "payment:1", "closing")
    code, made = zs("record", "clauses", "甲", "--add", "closing", "payment:1")
    assert (code, [one[:2] for one in made["clauses"]]) == (0, ["一、", "二、"])
    assert "人民币1800元（大写：壹仟捌佰元整）" in made["clauses"][0]
    assert zs("record", "agreements", "甲") == (0, [])
    assert zs("form", "print", "F09", "甲", "--out", tmp_path / "1.pdf")[0] == 0
    assert zs("record", "act", "甲", "sign")[0] == 0

    code, refused = zs("record", "set", "甲", "copies=9")
    assert (code, refused["error"]["code"], refused["error"]["field"]) == (1, "AGREEMENT_SIGNED", "copies")
    assert "变更协议" in refused["error"]["remedy"]
    assert zs("record", "act", "甲", "amend", "--reason", "多要几份")[0] == 0
    assert "正在变更（第二版，尚未签署）：多要几份" in zs("record", "agreements", "甲", plain=True)[1]
    assert zs("record", "set", "甲", "copies=9")[0] == 0
    assert zs("form", "print", "F09", "甲", "--out", tmp_path / "2.pdf")[0] == 0
    assert zs("record", "act", "甲", "sign")[0] == 0

    code, (first, second) = zs("record", "agreements", "甲")
    assert second["number"] == f"{first['number']}之一"
    assert (first["in_force"], second["in_force"], second["reason"]) == (False, True, "多要几份")
    code, printed = zs("form", "print", "F09", "甲", "--out", tmp_path / "3.pdf", "--agreement", 1)
    assert (code, printed["reprint"], printed["number"]) == (0, True, first["number"])
    assert (tmp_path / "3.pdf").read_bytes() == (tmp_path / "1.pdf").read_bytes()
    lines = zs("record", "agreements", "甲", plain=True)[1]
    assert "已被后一版取代" in lines
    assert "变更原因：多要几份" in lines


def test_an_oral_agreement_is_one_line_at_the_terminal(zs, tmp_path):
    code, made = zs("record", "oral", "乙", "--agreement", "九点后不再练琴", "--perform", "自即日起")
    assert (code, made["state"]) == (0, "达成协议")
    code, printed = zs("form", "print", "F10", "乙", "--out", tmp_path / "oral.pdf")
    assert (code, printed["number"]) == (0, "〔2026〕沙龙人调口字第1号")
    assert zs("record", "agreements", "乙", plain=True)[1].strip() == "还没有签署的协议"
    assert "【了结】" in zs("record", "clauses", "乙", plain=True)[1]
