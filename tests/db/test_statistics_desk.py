"""The desks of statistics and ledgers: tables, workbooks, counters, frozen figures; all of it journalled."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.counting import copy_home
from tests.stations import PASSPHRASE, acceptance_case
from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import new_id
from zsapp.base.plain import to_plain
from zsapp.rules.committee import Committee, RosterMediator
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Dates, Party
from zsapp.rules.reporting import Asked, Counters, Period, period_of, set_counter
from zsapp.rules.subsidy import Claim, ClaimLine
from zsapp.services import statistics
from zsapp.services.station import Station, open_station

YEAR = Asked(period=period_of("year", 2026))
TODAY = date(2027, 1, 4)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    home = copy_home(tmp_path / "empty", "town", filled=False)
    with open_station(home, passphrase=PASSPHRASE, today=TODAY) as made:
        yield made


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Station]:
    home = copy_home(tmp_path / "filled", "town")
    with open_station(home, passphrase=PASSPHRASE, today=TODAY) as made:
        yield made


def noted(station: Station, verb: str) -> list[dict[str, Any]]:
    """Return what the journal says of a verb."""
    with station.store.read() as reader:
        found = reader.entries(station.store.station, station.store.epoch)
        return [json.loads(one.payload or b"{}") for one in found if one.header.verb == verb]


def ids_of(station: Station, *refs: str) -> set[str]:
    return {station.mediation.find(ref).id for ref in refs}


def cells(file: Path, sheet: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(file)[sheet].iter_rows()]


def test_the_table_over_stored_cases_is_that_of_the_hand_count(filled: Station) -> None:
    report = filled.statistics.table_b(YEAR)
    total = report.table.total.cells
    assert (total["total"].value, total["heads"].value, str(total["amount"].value)) == (6, 27, "25.525576")
    assert set(total["hard"].ids) == ids_of(filled, "C03", "C05", "C08")
    assert (report.frozen, report.differences, report.outside) == (None, (), ())
    assert [row.name for row in report.rows][-1] == "合计"
    assert len(report.rows) == 8  # six committees, the station's own with nothing, the total


def test_the_stations_own_committee_reports_nought(station: Station) -> None:
    report = station.statistics.table_b(YEAR)
    assert report.table.zero
    assert [row.name for row in report.table.rows] == ["中山市沙溪镇人民调解委员会"]


def test_one_committee_alone_is_counted_when_asked_for(filled: Station) -> None:
    own = "中山市沙溪镇云涧村人民调解委员会"
    report = filled.statistics.table_b(Asked(period=YEAR.period, committee=own))
    assert [row.name for row in report.table.rows] == [own]
    assert set(report.table.total.cells["total"].ids) == ids_of(filled, "C01")


def test_a_committee_on_file_counts_as_the_body_it_says(filled: Station) -> None:
    park = "中山市古镇镇云灯工业园人民调解委员会"
    assert filled.statistics.table_b(YEAR).table.total.cells["body_company"].value == 0
    filled.committees.save(Committee(name=park, kind="企业事业单位人民调解委员会"), base_version=0)
    report = filled.statistics.table_b(YEAR)
    assert set(report.table.total.cells["body_company"].ids) == ids_of(filled, "C03")


def test_the_cases_behind_a_figure_can_be_named(filled: Station) -> None:
    ids = filled.statistics.table_b(YEAR).table.total.cells["confirmed"].ids
    assert {line.ref for line in filled.statistics.named(ids)} == {"C03", "C05"}


# --- the workbook -----------------------------------------------------------------------------------------


def test_the_workbook_says_period_basis_and_figures_and_names_no_party(
    filled: Station, tmp_path: Path
) -> None:
    out = tmp_path / "b.xlsx"
    filled.statistics.write_table_b(Asked(period=YEAR.period, by="closed"), out)
    table = cells(out, "统计表")
    assert table[1][0] == "统计期：2026年　　按结案日期统计"
    assert "未锁定" in table[2][0]
    heads = table[4]
    (last,) = (row for row in table if row[0] == "合计")
    total = dict(zip(heads, last, strict=True))
    assert [row[0] for row in table[5:8]][2] == "镇街本级小计"
    assert (total["调解案件总数"], total["涉及当事人数（人）"], total["协议涉及金额（万元）"]) == (
        6,
        27,
        25.525576,
    )
    behind = cells(out, "计入的案件")
    assert len(behind) == 3 + 6
    assert behind[3][1].startswith("〔2026〕")
    text = str(table) + str(behind)
    assert not [name for name in ("何䶮", "温锦泉", "麦带好") if name in text]
    assert [one["report"] for one in noted(filled, "report")] == ["table_b"]


def test_an_empty_period_makes_a_zero_report(station: Station, tmp_path: Path) -> None:
    out = tmp_path / "b.xlsx"
    station.statistics.write_table_b(YEAR, out)
    assert cells(out, "统计表")[1][0].endswith("零报告")


def test_a_broken_formula_stops_workbook_and_freezing_and_names_the_case(
    filled: Station, tmp_path: Path
) -> None:
    filled.mediation.import_case(acceptance_case("C01") | {"case": "X1", "source": "", "volume_no": "第9号"})
    for work in (
        lambda: filled.statistics.write_table_b(YEAR, tmp_path / "b.xlsx"),
        lambda: filled.statistics.freeze(YEAR),
    ):
        with pytest.raises(Refusal) as refused:
            work()
        assert refused.value.code is Code.REPORT_UNEVEN
        assert "各种来源件数之和＝调解案件总数" in str(refused.value)
        assert "案件：第9号" in str(refused.value)
    assert not (tmp_path / "b.xlsx").exists()


def test_of_very_many_cases_that_break_a_formula_the_first_are_named(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "NAMED_CASES", 2)
    for n in range(3):
        sheet = acceptance_case("C01") | {"case": f"X{n}", "source": "", "volume_no": f"第{n}号"}
        station.mediation.import_case(sheet)
    report = station.statistics.table_b(YEAR)
    (found,) = [one for one in report.table.uneven if one.check == "sources"]
    assert station.statistics.said_uneven(found).endswith("第0号、第1号等3件")


def test_what_does_not_agree_in_cases_that_name_no_committee_is_told_of_them(station: Station) -> None:
    station.mediation.import_case(acceptance_case("C01") | {"source": "", "committee": ""})
    (found,) = [one for one in station.statistics.table_b(YEAR).table.uneven if one.check == "sources"]
    assert station.statistics.said_uneven(found).startswith("没有写明调委会的案件，各种来源件数之和")


# --- what people enter ------------------------------------------------------------------------------------


def patrols(month: date, screened: int) -> Counters:
    return set_counter(Counters(committee="中山市沙溪镇人民调解委员会", month=month), "排查纠纷", screened)


def test_counters_of_a_month_are_kept_changed_and_journalled(station: Station) -> None:
    assert station.statistics.counters(date(2026, 3, 9)).screened is None
    station.statistics.save_counters(patrols(date(2026, 3, 9), 12))
    station.statistics.save_counters(patrols(date(2026, 3, 20), 13))
    kept = station.statistics.counters(date(2026, 3, 1))
    assert (kept.screened, kept.month) == (13, date(2026, 3, 1))
    with station.store.read() as reader:
        (record,) = reader.ids("counters")
        assert [one.header.version for one in reader.history(record)] == [1, 2]


def test_counters_without_a_month_are_those_of_this_month(station: Station) -> None:
    kept = station.statistics.save_counters(Counters(committee="中山市沙溪镇人民调解委员会", averted=1))
    assert kept.month == date(2027, 1, 1)


def test_counters_are_some_committees(station: Station) -> None:
    with pytest.raises(Refusal) as refused:
        station.statistics.save_counters(Counters(month=date(2026, 3, 1), screened=1))
    assert refused.value.code is Code.COMMITTEE_NAME_MISSING


def test_months_within_the_period_count_and_one_that_is_cut_is_named(
    station: Station, tmp_path: Path
) -> None:
    for month, screened in ((1, 5), (2, 7), (3, 9)):
        station.statistics.save_counters(patrols(date(2026, month, 1), screened))
    cut = Asked(period=Period(date(2026, 1, 1), date(2026, 3, 25)))
    report = station.statistics.table_b(cut)
    assert report.table.total.cells["screened"].value == 12
    assert report.outside == ("2026年3月",)
    station.statistics.write_table_b(cut, tmp_path / "b.xlsx")
    assert any("2026年3月的填报数跨统计期" in str(row[0]) for row in cells(tmp_path / "b.xlsx", "统计表"))
    other = Asked(period=YEAR.period, committee="中山市沙溪镇云涧村人民调解委员会")
    assert station.statistics.table_b(other).table.total.cells["screened"].value == 0


# --- frozen -----------------------------------------------------------------------------------------------


def test_a_period_is_not_frozen_before_it_is_over(filled: Station) -> None:
    with pytest.raises(Refusal) as refused:
        filled.statistics.freeze(Asked(period=period_of("year", 2027)))
    assert refused.value.code is Code.PERIOD_OPEN


def test_frozen_figures_stay_and_a_later_change_shows_as_a_difference(
    filled: Station, tmp_path: Path
) -> None:
    frozen = filled.statistics.freeze(YEAR)
    assert frozen.frozen is not None
    assert (frozen.frozen.version, frozen.differences) == (1, ())
    filled.mediation.import_case(acceptance_case("C08") | {"difficulty": "一般"})
    report = filled.statistics.table_b(YEAR)
    assert report.rows[-1].figures["hard"] == "3"
    assert report.table.total.cells["hard"].value == 2
    (total,) = [one for one in report.differences if one.row == "合计"]
    assert (total.column, total.then, total.now) == ("hard", "3", "2")
    assert set(total.went) == ids_of(filled, "C08")
    filled.statistics.write_table_b(YEAR, tmp_path / "b.xlsx")
    changes = cells(tmp_path / "b.xlsx", "锁定后的差异")
    assert changes[-1][:4] == ["合计", "疑难复杂案件", 3, 2]
    assert changes[-1][5] == "〔2026〕三稻人调字第9号"
    table = cells(tmp_path / "b.xlsx", "统计表")
    assert "锁定（第1次）" in table[2][0]
    assert any("锁定后案件有变化" in str(row[0]) for row in table)


def test_freezing_again_changes_nothing_or_asks_for_a_reason(filled: Station) -> None:
    filled.statistics.freeze(YEAR)
    again = filled.statistics.freeze(YEAR)
    assert again.frozen is not None
    assert again.frozen.version == 1
    filled.mediation.import_case(acceptance_case("C08") | {"difficulty": "一般"})
    with pytest.raises(Refusal) as refused:
        filled.statistics.freeze(YEAR)
    assert refused.value.code is Code.PERIOD_FROZEN
    anew = filled.statistics.freeze(YEAR, reason="第9号案难易程度登记有误")
    assert anew.frozen is not None
    assert (anew.frozen.version, anew.frozen.report.reason) == (2, "第9号案难易程度登记有误")
    assert anew.differences == ()
    with filled.store.read() as reader:
        verbs = [one.header.verb for one in reader.history(anew.frozen.id)]
    assert verbs == ["freeze", "freeze"]


def test_what_is_frozen_by_one_basis_is_not_by_the_other(filled: Station) -> None:
    filled.statistics.freeze(YEAR)
    assert filled.statistics.table_b(Asked(period=YEAR.period, by="closed")).frozen is None
    assert filled.statistics.table_b(Asked(period=period_of("half", 2026))).frozen is None


# --- the register -----------------------------------------------------------------------------------------


def test_the_register_has_one_line_for_each_case_by_committee_and_day(
    filled: Station, tmp_path: Path
) -> None:
    out = tmp_path / "register.xlsx"
    done = filled.ledgers.write(YEAR.period, out)
    assert (done.rows, done.masked) == (6, False)
    rows = cells(out, "人民调解案件登记簿")
    assert rows[1][0] == "期间：2026年（按受理日期统计）　　共 6 件"
    assert [row[0] for row in rows[4:]] == [1, 2, 3, 4, 5, 6]
    committees = [row[1] for row in rows[4:]]
    assert committees == sorted(committees)
    (own,) = [row for row in rows if row[2] == "〔2026〕沙云人调字第5号"]
    assert own[4:12] == [
        "何䶮与梁亚娣",
        "邻里纠纷",
        "依申请调解",
        "高伟明",
        "调解成功",
        "书面",
        1800,
        "履行完毕",
    ]
    assert [one["rows"] for one in noted(filled, "ledger")] == [6]


def test_a_copy_for_others_covers_the_names(filled: Station, tmp_path: Path) -> None:
    out = tmp_path / "register.xlsx"
    own = "中山市沙溪镇云涧村人民调解委员会"
    filled.ledgers.write(YEAR.period, out, committee=own, masked=True)
    rows = cells(out, "人民调解案件登记簿")
    assert rows[1][0] == f"人民调解委员会：{own}"
    assert "姓名已隐去" in rows[2][0]
    assert rows[5][3] == "何*与梁**"
    assert "何䶮" not in str(rows)
    assert noted(filled, "ledger")[0]["masked"] is True


def test_the_register_has_a_sheet_of_the_deadlines_that_run(filled: Station, tmp_path: Path) -> None:
    out = tmp_path / "register.xlsx"
    filled.ledgers.write(YEAR.period, out)
    assert openpyxl.load_workbook(out).sheetnames == ["人民调解案件登记簿"]
    own = "中山市沙溪镇人民调解委员会"
    waiting = Case(
        committee=own,
        dispute_type="邻里纠纷",
        brief="漏水",
        parties=(Party(name="何䶮"),),
        dates=Dates(apply=date(2026, 12, 28)),
    )
    filled.mediation.save(new_id(), waiting, base_version=0)
    filled.ledgers.write(YEAR.period, out)
    first = cells(out, "期限")[3]
    days = [one.date().isoformat() for one in first[5:7]]
    assert (first[3:5], days) == (["已申请", "决定是否受理"], ["2026-12-28", "2026-12-31"])
    assert first[7:9] == ["过了4天", "内部期限"]
    assert first[9].startswith("自2026-12-28起算，当日不计入，第3个工作日为2026-12-31")
    assert "何䶮" not in str(cells(out, "期限"))
    filled.ledgers.write(YEAR.period, out, committee="中山市沙溪镇云涧村人民调解委员会")
    assert openpyxl.load_workbook(out).sheetnames == ["人民调解案件登记簿"]


def test_an_empty_register_has_its_head(station: Station, tmp_path: Path) -> None:
    done = station.ledgers.write(YEAR.period, tmp_path / "register.xlsx", by="closed")
    rows = cells(tmp_path / "register.xlsx", "人民调解案件登记簿")
    assert (done.rows, len(rows), rows[3][0]) == (0, 4, "序号")


# --- Table A ----------------------------------------------------------------------------------------------


def test_table_a_counts_the_committees_on_file_and_the_subsidies_paid(
    station: Station, tmp_path: Path
) -> None:
    own = "中山市沙溪镇人民调解委员会"
    roster = (RosterMediator(name="高伟明", sex="男"), RosterMediator(name="刘佩珊", sex="女"))
    station.committees.save(Committee(name=own, mediators=roster), base_version=0)
    for month, day in (("2026-03", date(2026, 4, 1)), ("2025-12", date(2025, 12, 31)), ("2026-05", None)):
        claim = Claim(
            month=month, committee=own, lines=(ClaimLine(number="第5号", amount=Decimal(200)),), paid_on=day
        )
        with station.store.write() as writer:
            writer.save("subsidy", new_id(), to_plain(claim), base_version=0, verb="save")
    table = station.statistics.write_table_a(YEAR.period, tmp_path / "a.xlsx")
    assert (table.total.figures["mediators"].value, table.total.figures["women"].value) == (2, 1)
    assert table.total.figures["subsidy"].value == Decimal("0.02")
    sheet = cells(tmp_path / "a.xlsx", "统计表")
    assert sheet[0][0] == "人民调解组织队伍经费保障情况统计表"
    total = dict(zip(sheet[4], sheet[6], strict=True))
    assert (total["人民调解员（人）"], total["其中：女（人）"], total["以案定补（万元）"]) == (2, 1, 0.02)
    assert total["表彰（个、人）"] is None
    assert any("手工填报" in str(row[0]) for row in sheet)
    assert [one["report"] for one in noted(station, "report")] == ["table_a"]
