"""The subsidy from the terminal."""

import json
from datetime import date

import pytest

from tests.stations import CASES, PASSPHRASE, make_station
from zsapp.app import main

SCHEME = """
- {name: 某镇办法, doc_no: 某府办〔2026〕1号, valid_from: 2026-01-01, valid_to: 2030-12-31,
   rows: [{grade: 一般, form: 书面, amount: 150}], split: 平均分配}
"""


@pytest.fixture
def zs(tmp_path, capsys):
    make_station(tmp_path / "home", today=date(2026, 3, 9)).close()
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")

    def call(*words):
        capsys.readouterr()
        places = ["--home", str(tmp_path / "home"), "--passphrase-file", str(tmp_path / "pass"), "--json"]
        code = main([*map(str, words), *places])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_a_month_is_claimed_reviewed_and_paid(zs, tmp_path):
    assert zs("record", "import", CASES)[0] == 0
    code, sheet = zs("subsidy", "scheme")
    assert (code, sheet["name"], sheet.get("doc_no", "")) == (0, "待配置", "")
    code, refused = zs("subsidy", "claim", "2026-03")
    assert (code, refused["error"]["code"]) == (1, "SUBSIDY_UNSET")
    assert zs("subsidy", "scheme", tmp_path / "scheme.yaml")[1]["doc_no"] == "某府办〔2026〕1号"
    code, offered = zs("subsidy", "candidates", "2026-03")
    assert [one["number"] for one in offered] == ["〔2026〕沙云人调字第5号"]
    code, claim = zs("subsidy", "claim", "2026-03", "C01", "--reason", "已核对")
    assert (code, claim["state"], float(claim["total"])) == (0, "已申报", 150)
    assert zs("subsidy", "act", "2026-03", "review", "--date", "2026-04-01")[1]["state"] == "已审核"
    assert zs("subsidy", "act", "2026-03", "pay", "--reason", "凭证1号")[1]["state"] == "已发放"
    assert [one["month"] for one in zs("subsidy", "list")[1]] == ["2026-03"]
