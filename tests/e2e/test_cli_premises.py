"""The premises, the roster, functions of the tier and groups of people from the terminal."""

import json
from datetime import date

import pytest
from PIL import Image

from tests.stations import CASES, PASSPHRASE, make_station
from zsapp.app import main


@pytest.fixture
def zs(tmp_path, capsys):
    make_station(tmp_path / "home", today=date(2026, 3, 9)).close()
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")

    def call(*words):
        capsys.readouterr()
        places = ["--home", str(tmp_path / "home"), "--passphrase-file", str(tmp_path / "pass"), "--json"]
        code = main([*map(str, words), *places, "--today", "2026-03-10"])
        return code, json.loads(capsys.readouterr().out)

    return call


PLACE = """
- name: 龙瑞村公共法律服务工作室
  hours:
  - {weekday: 周一, opens: "9:00", closes: "17:00"}
  - {weekday: 周二, opens: "9:00", closes: "17:00"}
  staff:
  - {name: 高伟明, post: 负责人, on_duty: 是}
"""


def test_a_place_that_nobody_recorded_is_not_called_good(zs, tmp_path, capsys):
    main(["premises", "check", "--home", f"{tmp_path}/home", "--passphrase-file", f"{tmp_path}/pass"])
    assert "还没有登记服务场所资料" in capsys.readouterr().out
    assert zs("premises", "check")[1] == []


def test_a_place_is_kept_its_month_planned_marked_printed_and_counted(zs, tmp_path):
    (tmp_path / "place.yaml").write_text(PLACE, encoding="utf-8")
    code, sheet = zs("premises", "set", tmp_path / "place.yaml", "--item", "地址=文明路1号")
    assert (code, sheet["address"], len(sheet["hours"])) == (0, "文明路1号", 2)
    assert zs("premises", "show")[1] == sheet
    assert {one["rule"] for one in zs("premises", "check")[1]} == {"P03", "P05"}
    code, month = zs("duty", "plan", "--month", "2026-03")
    assert [one["date"][8:] for one in month["days"]][:3] == ["02", "03", "09"]
    assert zs("duty", "mark", "2026-03-02", "--open", "--times", "9:00—16:00")[0] == 0
    code, refused = zs("duty", "mark", "2026-03-03", "--shut")
    assert (code, refused["error"]["code"]) == (1, "REASON_MISSING")
    assert zs("duty", "mark", "2026-03-03", "--shut", "--reason", "停电")[0] == 0
    code, month = zs("duty", "set", "2026-03-10", "--person", "刘佩珊")
    assert month["rate"]["value"] == "25.00%"
    assert zs("duty", "list", "--month", "2026-03")[1] == month
    assert [one["opened"] for one in zs("duty", "rates", "--from", "2026-01", "--to", "2026-12")[1]] == [1]
    assert zs("duty", "rates", "--from", "2025-01", "--to", "2025-12") == (0, [])
    assert zs("duty", "print", "--month", "2026-03", "--out", tmp_path / "wall.pdf")[0] == 0
    assert zs("duty", "ledger", "--month", "2026-03", "--out", tmp_path / "duty.xlsx")[1]["rows"] == 10
    assert (tmp_path / "wall.pdf").stat().st_size > 1000


def test_what_is_asked_wrongly_is_refused_with_its_remedy(zs):
    assert zs("premises", "set")[1]["error"]["code"] == "USAGE"
    assert zs("duty", "list", "--month", "三月")[1]["error"]["code"] == "MONTH_WRONG"
    assert zs("premises", "set", "--item", "楼层=2")[1]["error"]["code"] == "PREMISES_ITEM_UNKNOWN"


def test_a_photograph_is_taken_in(zs, tmp_path):
    Image.new("RGB", (8, 8), "white").save(tmp_path / "门面.png")
    assert zs("premises", "photo", tmp_path / "门面.png", "--name", "门面")[1] == {"photos": ["门面"]}


def test_functions_of_a_village_come_with_basis_and_source(zs):
    found = {one["id"]: one for one in zs("functions")[1]}
    assert found["precheck"]["how"] == "协助"
    assert (found["receive"]["basis"], found["receive"]["status"]) == ("法援法12", "待核")
    assert "decide" not in found


def test_groups_and_needs_are_noted_with_a_person_and_private_ones_refused(zs):
    assert zs("record", "import", CASES)[0] == 0
    ((hint),) = zs("person", "find", "梁亚娣")[1]
    assert hint["marks"] == ["老年人"]
    code, card = zs("person", "groups", hint["id"], "--group", "G07", "--need", "轮椅")
    assert [(one["code"], one["told_by"]) for one in card["groups"]] == [
        *(("G01", "76周岁"), ("G04", "性别"), ("G07", "登记"))
    ]
    assert card["needs"] == ["轮椅", "大字"]
    code, refused = zs("person", "groups", hint["id"], "--group", "家庭暴力受害人")
    assert (code, refused["error"]["code"]) == (1, "GROUP_PRIVATE")
    code, refused = zs("person", "groups", hint["id"], "--need", "直升机")
    assert (code, refused["error"]["code"]) == (1, "GROUP_UNKNOWN")
