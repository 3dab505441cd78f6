"""People from the terminal."""

import json
from datetime import date

import pytest

from tests.stations import CASES, PASSPHRASE, make_station
from zsapp.app import main


@pytest.fixture
def zs(tmp_path, capsys):
    make_station(tmp_path / "home", today=date(2026, 3, 9)).close()
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")

    def call(*words):
        capsys.readouterr()
        places = ["--home", str(tmp_path / "home"), "--passphrase-file", str(tmp_path / "pass"), "--json"]
        code = main([*map(str, words), *places])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_people_are_found_shown_merged_and_parted(zs):
    assert zs("record", "import", CASES)[0] == 0
    code, (hint,) = zs("person", "find", "何䶮")
    assert (code, hint["id_no"]) == (0, "442***********9914")
    code, card = zs("person", "show", hint["id"])
    assert (card["person"]["name"], [one["role"] for one in card["parts"]]) == ("何䶮", ["申请人"])
    code, (other,) = zs("person", "find", "梁亚娣")
    code, card = zs("person", "merge", hint["id"], other["id"])
    assert (code, card["id"], [one["name"] for one in card["merged"]]) == (0, hint["id"], ["梁亚娣"])
    assert [one["role"] for one in card["parts"]] == ["申请人", "被申请人"]
    code, card = zs("person", "unmerge", other["id"])
    assert (code, card["person"]["name"]) == (0, "梁亚娣")
    assert {"left_blank", "apart", "void"} & set(card["person"]) == set()
    code, card = zs("person", "apart", hint["id"], other["id"])
    assert (code, card["id"]) == (0, hint["id"])
    code, refused = zs("person", "merge", hint["id"], hint["id"])
    assert (code, refused["error"]["code"]) == (1, "PERSON_MERGE_SELF")


def test_nothing_but_signs_finds_nobody_and_lists_nothing(zs):
    assert zs("record", "import", CASES)[0] == 0
    assert zs("person", "find", "%") == (0, [])
    assert zs("record", "list", "--query", "%")[1] == zs("record", "list", "--query", "查无此人")[1]


def test_conflicts_of_interest_of_a_case_are_told_with_their_basis(zs, tmp_path):
    case = "{committee: 某调委会, dispute_type: 邻里纠纷, brief: 滴水, case: %s, %s}"
    first = "parties: [{role: 申请人, name: 何䶮}, {role: 被申请人, name: 梁亚娣}]"
    second = "parties: [{role: 申请人, name: 何䶮}], mediators: [{name: 梁亚娣, role: 调解员}]"
    (tmp_path / "cases.yaml").write_text(
        f"- {case % ('甲', first)}\n- {case % ('乙', second)}\n", encoding="utf-8"
    )
    assert zs("record", "import", tmp_path / "cases.yaml")[0] == 0
    assert zs("person", "conflicts", "甲") == (0, [])
    code, (found,) = zs("person", "conflicts", "乙")
    assert (code, found["where"], found["recusal"]) == (0, "mediators[0].name", True)
    assert "的对方当事人" in found["message"]
    assert "特邀调解规定15" in found["basis"]
