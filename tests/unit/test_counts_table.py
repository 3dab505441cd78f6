"""Table B: the visible cases counted by hand, each column, and every formula that must agree."""

from decimal import Decimal
from typing import Any

import pytest

from tests.counting import VILLAGE, counts, figures, made, visible
from zsapp.rules.mediation_counts import Uneven
from zsapp.rules.mediation_counts_columns import Coding, body_of, columns, full_label
from zsapp.rules.tables import CodeRow
from zsapp.services.tables import shipped_tables

# Counted by hand from tests/cases/mediation.yaml, case by case:
#
#        accepted     closed      people  outcome    grade  money (元)            source      type      done
#   C01  2026-03-02   03-19            2  success    一般      1800              application 邻里      yes
#   C03  2026-06-04   08-31   12 + 1= 13  success    重大    190350              other organ 劳动·工资 yes
#   C05  2026-08-21   09-28            4  success    疑难     35085.76           police      道路交通  yes
#   C06  2026-05-06   06-10            4  success    一般   6420 + 1800×12=28020 proactive   婚姻家庭  goes on
#   C08  2026-07-03   08-14            2  failed     疑难         0              application 宅基地    -
#   C09  2026-05-15   05-21            2  withdrawn  简易         0              application 消费      -
#
# People 2+13+4+4+2+2 = 27. Money 1800+190350+35085.76+28020 = 255255.76 元 = 25.525576 万元.
# Court: C03 and C05. Kept from happening: C03 one petition of 12 people, C08 one crime, 2 people.
# Committees: five of villages (云涧村, 海晏社区, 菊韵社区, 稻香村, 花苑社区), one of a park (云灯工业园).
YEAR = {
    "total": ["C01", "C03", "C05", "C06", "C08", "C09"],
    "success": ["C01", "C03", "C05", "C06"],
    "hard": ["C03", "C05", "C08"],
    "body_village": ["C01", "C05", "C06", "C08", "C09"],
    "body_trade": ["C03"],
    "source_1": ["C06"],
    "source_2": ["C01", "C08", "C09"],
    "source_3": ["C03", "C05"],
    "source_33": ["C05"],
    "source_39": ["C03"],
    "type_01": ["C06"],
    "type_02": ["C01"],
    "type_03": ["C08"],
    "type_10": ["C03"],
    "type_1001": ["C03"],
    "type_12": ["C09"],
    "type_1299": ["C09"],
    "type_14": ["C05"],
    "written": ["C01", "C03", "C05", "C06"],
    "performed": ["C01", "C03", "C05"],
    "confirmed": ["C03", "C05"],
}
SUMS = {
    "heads": (27, ["C01", "C03", "C05", "C06", "C08", "C09"]),
    "amount": (Decimal("25.525576"), ["C01", "C03", "C05", "C06"]),
    "crime_cases": (1, ["C08"]),
    "crime_people": (2, ["C08"]),
    "petition_cases": (1, ["C03"]),
    "petition_people": (12, ["C03"]),
}


def test_table_b_of_the_visible_cases_is_what_a_hand_counts() -> None:
    table = counts(visible())
    expected = {name: (len(ids), ids) for name, ids in YEAR.items()} | SUMS
    found = {name: (cell.value, sorted(cell.ids)) for name, cell in table.total.cells.items()}
    assert found == {name: expected.get(name, (0, [])) for name in found}
    assert set(expected) <= set(found)
    assert not table.uneven
    assert not table.zero


def test_by_the_day_of_acceptance_the_second_quarter_has_three_cases_by_that_of_the_end_two() -> None:
    accepted = counts(visible("accept", "2026-04-01", "2026-06-30"))
    assert sorted(accepted.total.cells["total"].ids) == ["C03", "C06", "C09"]
    closed = counts(visible("close", "2026-04-01", "2026-06-30"))
    assert sorted(closed.total.cells["total"].ids) == ["C06", "C09"]
    assert (figures(closed)["heads"], figures(closed)["amount"]) == (6, Decimal("2.802"))


def test_each_committee_has_a_row_and_the_rows_add_up_to_the_total() -> None:
    table = counts(visible())
    assert len(table.rows) == 6
    for name, cell in table.total.cells.items():
        assert cell.value == sum(row.cells[name].value for row in table.rows)
        assert sorted(cell.ids) == sorted(id_ for row in table.rows for id_ in row.cells[name].ids)
    assert [row.name for row in table.rows] == sorted(row.name for row in table.rows)


def test_the_columns_are_those_of_the_sheet_in_its_order() -> None:
    heads = columns(shipped_tables().codes)
    groups = list(dict.fromkeys(one.group for one in heads))
    assert groups == [
        *("调解情况", "不同主体调解情况", "案件来源", "案件分类情况"),
        *("协议形式", "协议履行情况", "排查预防纠纷"),
    ]
    assert [full_label(one) for one in heads][9:20] == [
        *("主动调解", "依申请调解", "接受委托移送调解", "其中：法院委托移送", "其中：检察院委托移送"),
        *("其中：公安机关委托移送", "其中：信访部门委托移送", "其中：其他部门委托移送"),
        *("婚姻家庭纠纷", "邻里纠纷", "房屋宅基地纠纷"),
    ]
    apart = [one.id for one in heads if one.within.startswith("type")]
    assert apart == ["type_1001", "type_1099", "type_1201", "type_1299"]
    assert len({one.id for one in heads}) == len(heads)


def test_periodic_payments_count_for_as_many_months_as_the_report_is_told() -> None:
    care = made(amount_fen=642_000, yearly_fen=2_160_000)
    assert figures(counts([care]))["amount"] == Decimal("2.802")
    assert figures(counts([care], months=6))["amount"] == Decimal("1.722")
    assert figures(counts([care], months=0))["amount"] == Decimal("0.642")


def test_money_counts_only_where_there_is_an_agreement() -> None:
    table = counts([made(result="调解不成", form="无", performance="不适用", amount_fen=500_000)])
    assert "amount" not in figures(table)
    assert table.total.cells["amount"].ids == ()


def test_nothing_at_all_is_a_zero_report_with_a_row_for_the_committee() -> None:
    table = counts([], entered={VILLAGE: {}})
    assert table.zero
    assert [row.name for row in table.rows] == [VILLAGE]
    assert not table.uneven
    assert counts([]).zero


def test_a_month_without_cases_but_with_patrols_is_no_zero_report() -> None:
    table = counts([], entered={VILLAGE: {"screened": 12, "averted": 3}})
    assert not table.zero
    assert figures(table, 0) == {"screened": 12, "averted": 3}


def test_what_is_entered_is_added_to_what_cases_say() -> None:
    cases = [made("A", prevented="群体性上访1件12人"), made("B"), made("C", prevented="群体性上访1件12人")]
    table = counts(cases, entered={VILLAGE: {"petition_cases": 2, "petition_people": 30}})
    assert (table.total.cells["petition_cases"].value, table.total.cells["petition_people"].value) == (4, 54)
    assert table.total.cells["petition_people"].ids == ("A", "C")


def test_people_without_an_incident_are_counted_as_people_only() -> None:
    found = figures(counts([made(prevented="群体性械斗0件3人")]))
    assert (found.get("brawl_cases"), found["brawl_people"]) == (None, 3)


# --- formulas ---------------------------------------------------------------------------------------------


def broken(*cases: Any, **basis: Any) -> list[Uneven]:
    return list(counts(list(cases), **basis).uneven)


@pytest.mark.parametrize(
    ("changed", "check", "left", "right"),
    [
        ({"dispute_type": "邻居吵架"}, "types", 1, 2),
        ({"dispute_type": ""}, "types", 1, 2),
        ({"source": "路过听说"}, "sources", 1, 2),
        ({"source": "接受委托移送调解"}, "parts_source_3", 0, 1),
        ({"form": "无"}, "forms", 1, 2),
        ({"result": "调解不成"}, "forms", 2, 1),
    ],
)
def test_a_sum_that_does_not_agree_stops_the_report_and_names_the_case(
    changed: dict[str, Any], check: str, left: int, right: int
) -> None:
    found = {one.check: one for one in broken(made("A"), made("B", **changed))}
    assert (found[check].left, found[check].right) == (left, right)
    assert found[check].ids == ("B",)
    assert found[check].stops
    assert counts([made("B", **changed)]).stops


def test_a_committee_without_a_name_belongs_to_no_body() -> None:
    (found,) = broken(made("A", committee=""))
    assert (found.check, found.row, found.ids, found.stops) == ("bodies", "", ("A",), True)


def test_performed_without_success_is_worth_a_look_and_stops_when_the_sums_show_it() -> None:
    failed = made("B", result="调解不成", form="")
    (found,) = broken(made("A", performance="履行中"), failed)
    assert (found.check, found.ids, found.stops) == ("performed", ("B",), False)
    (found,) = broken(made("A"), failed)
    assert (found.left, found.right, found.stops) == (2, 1, True)


def test_a_case_of_one_person_is_worth_a_look_and_stops_when_the_sums_show_it() -> None:
    (found,) = broken(made("A", heads=12), made("B", heads=1))
    assert (found.check, found.left, found.right, found.ids, found.stops) == ("heads", 4, 13, ("B",), False)
    (found,) = broken(made("A"), made("B", heads=1))
    assert (found.left, found.right, found.stops) == (4, 3, True)


def test_more_incidents_than_people_is_said_at_the_case_or_at_what_was_entered() -> None:
    (found,) = broken(made("A", prevented="群体性械斗2件1人"))
    assert (found.check, found.ids, found.stops) == ("brawl", ("A",), True)
    (found,) = broken(made("A"), entered={VILLAGE: {"suicide_cases": 2, "suicide_people": 1}})
    assert (found.check, found.ids, found.stops) == ("suicide", (), True)


def test_a_broken_row_is_named_though_the_total_agrees() -> None:
    table = counts([made("A", heads=1), made("B", committee="中山市三角镇稻香村人民调解委员会", heads=9)])
    assert [(one.row, one.stops) for one in table.uneven] == [(VILLAGE, True)]


# --- where a case counts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"form": "口头"}, "oral"),
        ({"performance": "即时履行"}, "performed"),
        ({"performance": "达成协议后反悔起诉"}, "sued"),
        ({"confirmation": "裁定驳回"}, "confirmed"),
        ({"difficulty": "特别重大"}, "hard"),
        ({"dispute_type": "婚姻家庭纠纷/离婚纠纷"}, "type_01"),
        ({"dispute_type": "劳动争议纠纷"}, "type_1099"),
        ({"dispute_type": "消费纠纷/电子商务纠纷"}, "type_1201"),
        ({"dispute_type": "邻里纠纷/我们自己写的"}, "type_02"),
        ({"source": "其他部门委托移送/妇联"}, "source_39"),
    ],
)
def test_a_case_counts_in_its_column(changed: dict[str, Any], column: str) -> None:
    assert figures(counts([made(**changed)]))[column] == 1


@pytest.mark.parametrize(("performance", "confirmation"), [("履行中", ""), ("不适用", "不适用")])
def test_what_is_not_done_does_not_count(performance: str, confirmation: str) -> None:
    found = figures(counts([made(performance=performance, confirmation=confirmation)]))
    assert not {"performed", "confirmed", "sued"} & found.keys()


@pytest.mark.parametrize(
    ("committee", "kind", "body"),
    [
        ("中山市沙溪镇云涧村人民调解委员会", "", "body_village"),
        ("中山市坦洲镇海晏社区人民调解委员会", "", "body_village"),
        ("中山市沙溪镇人民调解委员会", "", "body_town"),
        ("中山市石岐街道调委会", "", "body_town"),
        ("中山市鸿禧灯饰有限公司人民调解委员会", "", "body_company"),
        ("中山市医疗纠纷人民调解委员会", "", "body_trade"),
        ("中山市古镇镇云灯工业园人民调解委员会", "", "body_trade"),
        ("中山市古镇镇云灯工业园人民调解委员会", "企业事业单位人民调解委员会", "body_company"),
        ("中山市沙溪镇云涧村人民调解委员会", "派驻调解工作室", "body_trade"),
        ("中山市沙溪镇云涧村人民调解委员会", "村（居）人民调解委员会", "body_village"),
        ("  ", "", ""),
    ],
)
def test_a_committee_is_of_the_body_its_profile_or_its_name_says(
    committee: str, kind: str, body: str
) -> None:
    assert body_of(committee, kind) == body


def test_the_profile_of_a_committee_goes_before_its_name() -> None:
    table = counts([made()], kinds={VILLAGE: "行业性专业性人民调解委员会"})
    assert figures(table)["body_trade"] == 1


def test_without_code_lists_no_type_is_known() -> None:
    coding = Coding("type", (), frozenset())
    assert coding.marks("邻里纠纷") == ()
    row = CodeRow("01", "邻里纠纷", 1, "", "", None, None, active=True)
    assert [one.id for one in columns({"dispute_type": (row,)}) if one.id.startswith("type")] == ["type_01"]
