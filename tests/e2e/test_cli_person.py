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
    code, refused = zs("person", "merge", hint["id"], hint["id"])
    assert (code, refused["error"]["code"]) == (1, "PERSON_MERGE_SELF")
