"""The committee's roster from the terminal."""

import json
from datetime import date

import pytest

from tests.stations import PASSPHRASE, make_station
from zsapp.app import main

ROSTER = """
- name: 中山市沙溪镇龙瑞村人民调解委员会
  kind: 村（居）人民调解委员会
  mediators:
    - {name: 刘建国, sex: 男, kind: 委员, post: 主任, until: 2026-02-01}
    - {name: 陈丽, sex: 女, kind: 委员}
    - {name: 黄志, sex: 男, kind: 委员}
"""


@pytest.fixture
def zs(tmp_path, capsys):
    make_station(tmp_path / "home", today=date(2026, 3, 9)).close()
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    (tmp_path / "roster.yaml").write_text(ROSTER, encoding="utf-8")

    def call(*words):
        capsys.readouterr()
        code = main(
            [*words, "--home", str(tmp_path / "home"), "--passphrase-file", str(tmp_path / "pass"),
             "--json", "--today", "2026-03-09"]
        )  # fmt: skip
        return code, json.loads(capsys.readouterr().out)

    return call


def test_a_roster_is_imported_shown_listed_and_checked(zs, tmp_path):
    name = "中山市沙溪镇龙瑞村人民调解委员会"
    assert zs("committee", "check") == (0, [])
    assert zs("committee", "import", str(tmp_path / "roster.yaml")) == (0, [{"name": name, "mediators": 3}])
    code, sheet = zs("committee", "show")
    assert (code, sheet["mediators"][0]["until"]) == (0, "2026-02-01")
    code, rows = zs("committee", "list")
    assert rows == [{"name": name, "kind": "村（居）人民调解委员会", "mediators": 3}]
    code, found = zs("committee", "check", name)
    assert (code, [(one["rule"], one["where"]) for one in found]) == (0, [("C06", "mediators[0].until")])


def test_a_committee_nobody_knows_is_refused_not_made_up(zs):
    for verb in ("show", "check"):
        code, refused = zs("committee", verb, "查无此会")
        assert (code, refused["error"]["code"]) == (1, "COMMITTEE_UNKNOWN")
    assert zs("committee", "show", "中山市沙溪镇龙瑞村人民调解委员会")[0] == 0
