"""The scoreboard over a real store: what counts, by place and by month, written as a workbook."""

from datetime import date

import openpyxl
import pytest

from tests.front_papers import entries
from tests.intakes import intake_entries
from tests.stations import acceptance_case, make_station
from zsapp.rules.reporting import Period
from zsapp.rules.scoreboard import key_of
from zsapp.services.scoreboard_pool import region_named

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A town's station that holds records of several villages."""
    with make_station(tmp_path_factory.mktemp("board") / "home", "town", today=date(2026, 11, 27)) as made:
        for ref in ("C-01", "N-01", "LS-01", "LV-01", "P-01", "R-01"):
            made.front.import_record(entries()[ref])
        intake = {key: value for key, value in intake_entries()["LA-01"].items() if key != "expect"}
        made.legal_aid.import_intake(intake)
        made.mediation.import_case(acceptance_case("C01"))
        made.premises.set_items({"name": "镇公共法律服务工作站"})
        yield made


def figures(station, period=YEAR):
    return {key_of(one.figure): one for one in station.scoreboard.board(period).scores}


def test_every_service_counts_with_what_is_behind_it(town):
    found = figures(town)
    advice = found["I07 法律咨询人次"].figure
    assert (advice.value, advice.ids) == ("1", (town.front.find("C-01").id,))
    assert found["I09 法律援助申请接收数"].figure.value == "1"
    assert found["I20-1 律师服务：合同审查"].figure.value == "2"
    assert found["I22-4 活动抽样满意率"].figure.value == "96.67%"
    entered = found["I23 台账录入及时率"].figure.of
    assert len(entered) == 8  # six services, an intake and a case


def test_an_earlier_period_is_told_beside_it(town):
    june = figures(town, Period(date(2026, 6, 1), date(2026, 6, 30)))["I07 法律咨询人次"]
    july = figures(town, Period(date(2026, 7, 1), date(2026, 7, 31)))["I07 法律咨询人次"]
    assert (june.figure.value, june.before, july.figure.value, july.before) == ("1", "0", "0", "1")


def test_a_void_record_counts_no_more(tmp_path):
    with make_station(tmp_path / "home", today=date(2026, 11, 27)) as station:
        station.front.import_record(entries()["C-01"])
        station.desk_course.act("C-01", "void", on=date(2026, 11, 27), reason="重复登记")
        assert figures(station)["I07 法律咨询人次"].figure.value == "0"


def test_a_figure_is_told_by_place_and_by_month(town):
    told = town.scoreboard.breakdown(YEAR, "I16 法治宣传场次")
    assert len(told.places) == len(town.scoreboard.places()) > 1
    assert [value for month, value in told.months if month == "2026年5月"] == ["1"]


def test_a_city_tells_by_town_and_a_village_itself(tmp_path):
    for tier, places in (("city", 23), ("village", 1)):
        with make_station(tmp_path / tier, tier, today=date(2026, 11, 27)) as station:
            assert len(station.scoreboard.places()) == places


def test_the_workbook_has_every_figure_its_definition_and_every_place(town, tmp_path):
    board = town.scoreboard.write(YEAR, tmp_path / "考核.xlsx")
    book = openpyxl.load_workbook(board.file)
    assert book.sheetnames[:2] == ["考核指标", "分地区"]
    rows = [row for row in book["考核指标"].iter_rows(values_only=True) if str(row[0]).startswith("I")]
    assert len(rows) == len(board.scores)
    assert all(row[10] for row in rows)
    assert [row[0] for row in book["分地区"].iter_rows(min_row=5, max_row=5, values_only=True)] == ["I01"]


@pytest.mark.parametrize(
    ("committee", "code"),
    [
        ("中山市沙溪镇龙瑞村人民调解委员会", "442000106203"),
        ("中山市沙溪镇人民调解委员会", "442000106000"),
        ("某某公司人民调解委员会", ""),
    ],
)
def test_a_committee_lies_where_its_name_says(committee, code):
    assert region_named(committee)[:9] == code[:9]
    assert bool(region_named(committee)) is bool(code)
