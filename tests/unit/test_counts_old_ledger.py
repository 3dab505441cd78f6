"""Old ledgers: heads found however they are called, cells read however they are written, nothing guessed."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import items
from zsapp.base.plain import from_sheet
from zsapp.press.ledgers import find_ledger
from zsapp.rules.mediation import ANNOTATIONS, Case
from zsapp.rules.mediation_ledger import ledger_line
from zsapp.rules.mediation_old_ledger import (
    CODES,
    LACKING,
    Ground,
    Heading,
    OldCase,
    Plan,
    ReadRow,
    plan_of,
    read_rows,
)
from zsapp.rules.mediation_state import state_of
from zsapp.rules.old_ledger_cells import WORDS, read_amount, read_day, read_label, text_of
from zsapp.services.tables import shipped_tables

TODAY = date(2026, 11, 26)
HEADINGS = tuple(
    Heading(one.item.name, one.item.label, one.aliases) for one in find_ledger("mediation.old_cases").columns
)
HEADS = ["序号", "案号", "受案时间", "申请人", "被申请人", "案由", "结果", "涉案金额（元）", "结案时间"]
ROW = [1, "第5号", "2024.3.2", "何䶮", "梁亚娣", "邻里", "成功", "1800元", "2024年3月19日"]
OWN = "中山市沙溪镇云涧村人民调解委员会"


def plan(*rows: Sequence[Any], **told: str) -> Plan:
    return plan_of(rows, HEADINGS, told)


def read(*rows: Sequence[Any], **told: str) -> list[ReadRow]:
    ground = Ground(
        plan=plan(*rows, **told),
        headings=HEADINGS,
        codes=shipped_tables().codes,
        committee=OWN,
        today=TODAY,
    )
    return list(read_rows(rows, ground))


def only(*cells: tuple[str, Any]) -> ReadRow:
    """Return what is read of one row: what every case needs, and these columns."""
    known: dict[str, Any] = {"当事人": "甲与乙", "纠纷类型": "邻里纠纷", "编号": "第1号"} | dict(cells)
    (found,) = read(list(known), list(known.values()))
    return found


# --- heads ------------------------------------------------------------------------------------------------


def test_the_published_table_is_that_of_the_rules_and_no_head_means_two_things() -> None:
    assert [one.name for one in HEADINGS] == [one.name for one in items(OldCase)]
    words = [word for one in HEADINGS for word in (one.label, *one.others)]
    assert len(words) == len(set(words))


def test_every_word_people_use_leads_to_a_label_that_there_is() -> None:
    codes = shipped_tables().codes
    for name, words in WORDS.items():
        labels = {one.text for one in codes[CODES[name]]}
        assert {label for _, label in words} <= labels


def test_heads_are_found_below_a_title_under_other_names() -> None:
    found = plan(["某村2024年人民调解台账"], [], HEADS, ROW)
    assert found.head == 2
    assert {name: HEADS[at] for name, at in found.columns.items()} == {
        "number": "案号", "accepted_on": "受案时间", "applicants": "申请人", "respondents": "被申请人",
        "dispute_type": "案由", "result": "结果", "amount": "涉案金额（元）", "closed_on": "结案时间",
    }  # fmt: skip
    assert (found.unused, found.in_wan) == ((), False)


def test_the_register_we_write_can_be_read_again() -> None:
    heads = ["序号", *(one.head.label for one in find_ledger("mediation.cases").columns)]
    found = plan(heads)
    assert set(found.columns) == {
        *("committee", "number", "accepted_on", "parties", "dispute_type", "source", "mediators"),
        *("result", "form", "amount", "performance", "confirmation", "remark"),
    }
    assert found.unused == ()


def test_a_head_nobody_knows_is_named_or_can_be_told() -> None:
    rows = (
        ["受理号", "纠纷 种类", "当事人", "受理日期", "电话", None, "备注"],
        ["1", "邻里", "甲与乙", "2024-3-2", "1", 2],
    )
    with pytest.raises(Refusal) as refused:
        plan(*rows)
    assert (refused.value.code, str(refused.value)) == (
        Code.LEDGER_COLUMN_MISSING,
        "没有找到这些栏目：纠纷类型",
    )
    found = plan(*rows, 纠纷种类="纠纷类型", a="编号")
    assert (found.columns["dispute_type"], found.columns["number"]) == (1, 0)
    assert found.unused == ("电话",)


def test_what_is_told_goes_before_what_is_known() -> None:
    found = plan(HEADS, ROW, 结案时间="协议日期")
    assert (found.columns["agreed_on"], "closed_on" in found.columns) == (8, False)


@pytest.mark.parametrize("told", [{"不存在": "编号"}, {"案号": "没有这栏"}, {"ZZ": "编号"}, {"１": "编号"}])
def test_a_column_told_that_is_not_there_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(Refusal) as refused:
        plan(HEADS, ROW, **told)
    assert refused.value.code is Code.LEDGER_COLUMN_UNKNOWN


@pytest.mark.parametrize("rows", [[], [["只有一栏"]], [["编号", "备注"], ["1", "2"]]])
def test_a_table_without_heads_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(Refusal) as refused:
        plan(*rows)
    assert refused.value.code is Code.LEDGER_HEADS_MISSING


def test_a_table_of_nobody_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        plan(["编号", "纠纷类型", "受理日期"])
    assert "当事人" in str(refused.value)


def test_the_first_of_two_columns_of_the_same_head_counts() -> None:
    assert plan([*HEADS, "案号"]).columns["number"] == 1


# --- rows -------------------------------------------------------------------------------------------------


def test_a_row_becomes_a_case_that_can_be_imported() -> None:
    (found,) = read(["台账"], HEADS, ROW)
    assert (found.row, found.problems) == (3, ())
    case = from_sheet(Case, found.sheet, ANNOTATIONS)
    line = ledger_line(case)
    assert (line.number, line.committee, line.parties, line.dispute_type) == (
        *("第5号", OWN, "何䶮与梁亚娣", "邻里纠纷"),
    )
    assert (line.result, line.amount, line.accepted_on, line.closed_on) == (
        *("调解成功", Decimal(1800), date(2024, 3, 2), date(2024, 3, 19)),
    )
    assert (case.dates.agree, state_of(case), case.brief) == (date(2024, 3, 19), "达成协议", LACKING)


def test_empty_rows_totals_and_short_rows() -> None:
    found = read(HEADS, [], [None, " "], ["合 计", 12], ["填表人：", "高"], ROW[:6], ["", "", "2024-3-2"])
    assert [one.row for one in found] == [6, 7]
    assert "totals" not in found[0].sheet


def test_the_heads_themselves_and_what_stands_above_are_no_cases() -> None:
    assert read(ROW, HEADS) == []


@pytest.mark.parametrize(
    ("told", "parties"),
    [
        ({"当事人": "甲与乙、丙"}, ["申请人甲", "被申请人乙", "被申请人丙"]),
        ({"当事人": "甲，乙;丙"}, ["申请人甲", "被申请人乙", "被申请人丙"]),
        ({"当事人": "甲"}, ["申请人甲"]),
        ({"申请人": "甲、乙", "被申请人": "丙"}, ["申请人甲", "申请人乙", "被申请人丙"]),
        ({"当事人": "甲 诉 乙"}, ["申请人甲", "被申请人乙"]),
        ({"当事人": ""}, []),
    ],
)
def test_who_stands_on_which_side(told: dict[str, str], parties: list[str]) -> None:
    found = only(*told.items()).sheet.get("parties", [])
    assert [one["role"] + one["name"] for one in found] == parties


def test_a_company_is_a_legal_person_and_a_group_has_its_number() -> None:
    found = only(("当事人", "韦国强等12人与中山市鸿禧灯饰有限公司")).sheet["parties"]
    assert (found[0]["group"], found[1]["kind"]) == ("12人", "法人")
    case = from_sheet(Case, only(("当事人", "韦国强等12人与公司")).sheet, ANNOTATIONS)
    assert ledger_line(case).heads == 13


@pytest.mark.parametrize(
    ("result", "day"),
    [("成功", "agree"), ("未达成", "terminate"), ("撤回", "withdraw"), ("移送其他机关", "")],
)
def test_the_day_of_closing_is_that_on_which_it_ended(result: str, day: str) -> None:
    dates = only(("结果", result), ("结案日期", "2024-3-19")).sheet["dates"]
    assert dates == {"close": date(2024, 3, 19)} | ({day: date(2024, 3, 19)} if day else {})


def test_a_day_of_agreement_of_its_own_stays() -> None:
    found = only(
        ("结果", "成功"), ("结案日期", "2024-3-19"), ("协议日期", "2024-3-9"), ("归档日期", "2024-4-1")
    )
    assert found.sheet["dates"] == {
        "close": date(2024, 3, 19), "agree": date(2024, 3, 9), "file": date(2024, 4, 1),
    }  # fmt: skip
    assert "dates" not in only(("结果", "成功")).sheet


def test_mediators_recorder_remark_and_committee() -> None:
    found = only(
        *(("调解员", "高伟明、刘佩珊"), ("记录人", "黄志强"), ("备注", "已结清"), ("案情", "漏水")),
        *(("调委会", "别村调委会"), ("来源", "公安派出所移送"), ("难易", "复杂")),
    ).sheet
    assert [one["name"] + one["role"] for one in found["mediators"]] == [
        *("高伟明调解员", "刘佩珊调解员", "黄志强记录人"),
    ]
    assert (found["brief"], found["committee"]) == ("漏水（备注：已结清）", "别村调委会")
    assert (found["source"], found["difficulty"]) == ("公安机关委托移送", "疑难")


def test_money_in_ten_thousands_is_told_by_the_head() -> None:
    assert only(("涉案金额（万元）", "1.2")).sheet["totals"] == {"amount": Decimal(12000)}
    assert only(("涉案金额（万元）", "8000元"), ("备注", "")).sheet["totals"] == {
        "amount": Decimal(80_000_000)
    }


def test_each_wrong_cell_of_a_row_is_named() -> None:
    found = only(("受理日期", "3月"), ("金额", "若干"), ("纠纷类型", "打架")).problems
    assert [(one.row, one.column) for one in found] == [(2, "纠纷类型"), (2, "受理日期"), (2, "协议金额")]
    assert found[0].message.startswith("代码表里没有“打架”")


# --- cells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (5, "5"),
        (5.0, "5"),
        (5.5, "5.5"),
        (True, "是"),
        (False, "否"),
        (date(2024, 3, 2), "2024-03-02"),
        (datetime(2024, 3, 2, 8, 30), "2024-03-02"),  # noqa: DTZ001 -- as a sheet gives it
        (" 甲_x000D_\n乙 ", "甲\n\n乙"),
    ],
)
def test_a_cell_as_text(cell: Any, text: str) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize(
    "cell",
    [
        *(date(2024, 3, 2), datetime(2024, 3, 2, 8, 30)),  # noqa: DTZ001 -- as a sheet gives it
        *(
            45353,
            45353.5,
            "2024-3-2",
            "2024.3.2",
            "2024年3月2日",
            "20240302",
            "2024/03/02 08:30",
            "２０２４-3-2",
        ),
    ],
)
def test_a_day_is_read_however_a_sheet_has_it(cell: Any) -> None:
    assert read_day(cell, TODAY).value == date(2024, 3, 2)


@pytest.mark.parametrize("cell", ["3月2日", "3-2", "今天", "24.3.2", "2024年13月1日", 12, True])
def test_a_day_without_a_year_is_not_guessed(cell: Any) -> None:
    assert read_day(cell, TODAY).value is None
    assert read_day(cell, TODAY).fault


@pytest.mark.parametrize("cell", [None, "", "/", "—", "无"])
def test_nothing_is_no_day_and_no_money(cell: Any) -> None:
    assert (read_day(cell, TODAY).value, read_day(cell, TODAY).fault) == (None, "")
    assert (read_amount(cell, in_wan=True).value, read_amount(cell, in_wan=True).fault) == (None, "")


@pytest.mark.parametrize(
    ("cell", "in_wan", "amount"),
    [
        (1800, False, 1800),
        (1800.5, False, Decimal("1800.50")),
        ("1,800.00元", False, 1800),
        ("壹仟捌佰元整", False, 1800),
        (1.2, True, 12000),
        ("1.2万", True, 12000),
        ("1.2万元", False, 12000),
    ],
)
def test_money_is_read_however_it_is_written(cell: Any, in_wan: bool, amount: Any) -> None:
    assert read_amount(cell, in_wan=in_wan).value == amount


def test_money_that_is_none_is_said() -> None:
    assert read_amount("若干", in_wan=True).fault


@pytest.mark.parametrize(
    ("item", "text", "label"),
    [
        ("dispute_type", "邻里纠纷", "邻里纠纷"),
        ("dispute_type", "邻里", "邻里纠纷"),
        ("dispute_type", "相邻排水", "邻里纠纷/相邻排水纠纷"),
        ("dispute_type", "离婚纠纷", "婚姻家庭纠纷/离婚纠纷"),
        ("dispute_type", "拖欠工资", "劳动争议纠纷/拖欠农民工工资纠纷"),
        ("dispute_type", "劳动", "劳动争议纠纷"),
        ("dispute_type", "交通事故", "道路交通事故纠纷"),
        ("dispute_type", "其他", "其他纠纷"),
        ("source", "申请调解", "依申请调解"),
        ("source", "主动", "主动调解"),
        ("source", "法院诉前委托", "法院委托移送"),
        ("source", "综治中心委托", "其他部门委托移送"),
        ("difficulty", "简单", "简易"),
        ("result", "未成功", "调解不成"),
        ("result", "成功", "调解成功"),
        ("result", "已撤诉", "撤回申请"),
        ("form", "口头协议", "口头"),
        ("form", "书面协议", "书面"),
        ("performance", "已履行", "履行完毕"),
        ("performance", "未履行", "未履行"),
        ("performance", "当场履行", "即时履行"),
        ("performance", "履行", None),
        ("confirmation", "否", "未申请"),
        ("confirmation", "已确认", "已确认有效"),
        ("dispute_type", "/", None),
        ("dispute_type", "", None),
        ("dispute_type", "打架斗殴", None),
    ],
)
def test_an_entry_of_a_list_is_read_however_people_put_it(item: str, text: str, label: str | None) -> None:
    rows = shipped_tables().codes[CODES[item]]
    assert read_label(text, rows, WORDS[item]).value == label


def test_what_comes_near_is_offered_and_not_taken() -> None:
    rows = shipped_tables().codes["dispute_type"]
    assert "是不是“房屋宅基地纠纷”" not in read_label("打架", rows).fault
    found = read_label("环境卫生污染", rows)
    assert (found.value, "“环境污染纠纷”" in found.fault) == (None, True)
