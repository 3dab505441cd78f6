"""Table A: committees and mediators as their files say, and what no file says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from zsapp.rules.committee import Committee, RosterMediator, Training
from zsapp.rules.mediation_table_a import BY_HAND, TableA, table_a
from zsapp.rules.reporting import period_of

YEAR = period_of("year", 2026)
LAW = Training(day=date(2026, 5, 8), topic="民法典")
CHAIR = RosterMediator(
    name="高伟明",
    sex="男",
    ethnicity="汉族",
    birth=date(1968, 3, 15),
    kind="委员",
    hours="专职",
    education="大学专科毕业",
    political="中国共产党党员",
    law_degree="否",
    grade="二级",
    trainings=(LAW, Training(day=date(2025, 5, 8), topic="物业"), Training(topic="不知哪天")),
)
YOUNG = RosterMediator(
    name="刘佩珊",
    sex="女",
    ethnicity="壮族",
    birth=date(1995, 1, 1),
    kind="聘任",
    hours="兼职",
    education="硕士研究生毕业",
    political="群众",
    law_degree="是",
    grade="无",
    trainings=(LAW,),
)
VILLAGE = Committee(
    name="中山市沙溪镇云涧村人民调解委员会", kind="村（居）人民调解委员会", mediators=(CHAIR, YOUNG)
)
TRADE = Committee(name="中山市医疗纠纷人民调解委员会", kind="行业性专业性人民调解委员会", trade="医疗")
POSTED = Committee(name="驻沙溪派出所调解工作室", kind="派驻调解工作室")
PERSONAL = Committee(name="老高调解工作室", kind="个人调解工作室")


def figures(table: TableA, row: int | None = None) -> dict[str, Any]:
    """Return what is known and not nought, of a row or of the total."""
    line = table.total if row is None else table.rows[row]
    return {name: one.value for name, one in line.figures.items() if one.value}


def test_committees_and_studios_are_told_apart() -> None:
    found = figures(table_a([VILLAGE, TRADE, POSTED, PERSONAL], YEAR))
    assert {name: found.get(name) for name in ("committees", "body_village", "body_trade", "trade_1")} == {
        "committees": 2, "body_village": 1, "body_trade": 1, "trade_1": 1,
    }  # fmt: skip
    assert (found["posted"], found["personal"]) == (1, 1)


def test_a_trade_has_a_column_only_where_it_is_met() -> None:
    labels = [one.label for one in table_a([TRADE], YEAR).columns]
    assert "医疗" in labels
    assert "物业" not in labels
    assert "医疗" not in [one.label for one in table_a([VILLAGE], YEAR).columns]


def test_mediators_are_counted_as_their_files_say() -> None:
    assert figures(table_a([VILLAGE], YEAR), 0) == {
        "committees": 1, "body_village": 1, "mediators": 2, "members": 1, "engaged": 1, "full_time": 1,
        "women": 1, "minority": 1, "party": 1, "school_1": 1, "school_3": 1, "law_degree": 1, "graded": 1,
        "age_1": 1, "age_4": 1, "sessions": 1, "attended": 2,
    }  # fmt: skip


def test_whoever_is_no_more_in_office_is_not_counted() -> None:
    gone = replace(YOUNG, until=date(2026, 6, 30))
    assert figures(table_a([replace(VILLAGE, mediators=(CHAIR, gone))], YEAR))["mediators"] == 1


def test_what_a_file_leaves_open_is_said_and_not_counted() -> None:
    blank = replace(VILLAGE, mediators=(RosterMediator(name="新人"), CHAIR))
    table = table_a([blank], YEAR)
    assert (table.total.figures["women"].value, table.total.figures["women"].unknown) == (0, 1)
    assert (table.total.figures["age_4"].value, table.total.figures["age_4"].unknown) == (1, 1)
    assert "女：有1名调解员没有填写，没有计入。" in table.missing


def test_what_nobody_records_is_missing_and_not_nought() -> None:
    table = table_a([VILLAGE], YEAR)
    assert [one for one in table.missing if "手工填报" in one] == [
        f"{label}：本系统没有登记，请手工填报。" for label in BY_HAND
    ]
    assert table.total.figures["hand_1"].value is None


def test_without_a_committee_on_file_that_is_what_is_said() -> None:
    table = table_a([], YEAR)
    assert table.missing[0] == "还没有登记调委会和调解员名册。"
    assert (table.rows, figures(table)) == ((), {})


def test_subsidies_paid_are_in_ten_thousands() -> None:
    table = table_a([VILLAGE, TRADE], YEAR, {VILLAGE.name: Decimal(1800), "别的": Decimal(9)})
    assert table.total.figures["subsidy"].value == Decimal("0.18")


def test_a_training_of_two_committees_is_one_session_of_several_people() -> None:
    other = replace(TRADE, mediators=(YOUNG,))
    found = figures(table_a([VILLAGE, other], YEAR))
    assert (found["sessions"], found["attended"]) == (1, 3)
