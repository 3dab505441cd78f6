"""The dated tables at the terminal: each says where it comes from and how sure it is."""

import json

import pytest

from zsapp.app import main
from zsapp.base.errors import Code
from zsapp.services.table_files import file_of, rows_of
from zsapp.services.tables import use_sent


@pytest.fixture
def zs(capsys):
    """Return a caller: (exit code, JSON document); the tables need no station."""

    def call(*words):
        capsys.readouterr()
        code = main([*words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_every_table_says_where_it_lies_and_how_sure_it_is(zs):
    code, found = zs("table", "list")
    assert code == 0
    told = {one["name"]: one["standing"] for one in found}
    assert {"calendar", "courts", "lpr", "limits", "deadlines"} <= set(told)
    assert "预估" in told["calendar"]
    assert told["courts"] == "共23行，待核23行"
    assert all(one["file"].endswith(f"{one['name']}.csv") for one in found)


def test_a_hardship_line_that_was_sent_down_is_the_one_that_is_shown():
    name = "hardship_lines"
    before = rows_of(name)
    sent = file_of(name).read_text(encoding="utf-8").rstrip("\n")
    use_sent({f"{name}.csv": f"{sent}\n2027-03-01,4420,2800.00,5600.00,2026,已核,中山市司法局（虚构）\n"})
    try:
        assert [one["line"] for one in rows_of(name)] == [*(one["line"] for one in before), "2800.00"]
    finally:
        use_sent({})


@pytest.mark.parametrize(
    "name", ["calendar", "courts", "lpr", "limits", "deadlines", "routes", "quality", "hardship_lines"]
)
def test_every_row_of_a_dated_table_has_its_source_and_its_status(zs, name):
    code, rows = zs("table", "show", name)
    assert code == 0
    assert rows
    assert all(one["source"] and one["status"] for one in rows)


def test_the_court_of_a_town_is_found_by_its_name(zs):
    _, (row,) = zs("table", "show", "courts", "--query", "小榄")
    assert (row["region"], row["court"], row["status"]) == ("小榄镇", "中山市第二人民法院", "待核")


def test_the_holidays_of_2027_are_marked_as_provisional_and_those_of_2026_are_official(zs):
    rows = zs("table", "show", "calendar")[1]
    years = {
        year: {one["status"] for one in rows if one["date"].startswith(year)} for year in ("2026", "2027")
    }
    assert years == {"2026": {"official"}, "2027": {"provisional"}}


def test_an_unknown_table_is_refused(zs):
    code, document = zs("table", "show", "菜单")
    assert (code, document["error"]["code"]) == (2, Code.USAGE.name)


def test_without_a_station_it_says_that_another_may_be_in_force(capsys):
    assert main(["table", "show", "lpr"]) == 0
    assert "（随程序）" in capsys.readouterr().out.splitlines()[0]
    assert main(["table", "list"]) == 0
    assert "请加 --passphrase-file" in capsys.readouterr().out.splitlines()[-1]


def test_without_a_row_it_says_so(capsys):
    assert main(["table", "show", "lpr", "--query", "没有这个"]) == 0
    assert capsys.readouterr().out.strip() == "没有这样的行"
