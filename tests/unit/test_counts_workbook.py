"""Workbooks and ledgers as data: typed cells, nothing that runs, definitions checked when read."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.press.ledgers import find_ledger, ledger_page, read_ledger
from zsapp.press.xlsx import LONGEST, Head, Page, sheet_name, write_book

MADE = datetime(2026, 3, 9, 2, 30, tzinfo=UTC)
HEADS = (
    Head("序号", 7, "number"),
    Head("当事人", 30),
    Head("受理日期", 12, "day", "日期"),
    Head("结案日期", 12, "day", "日期"),
    Head("金额（元）", 14, "money"),
)


def book(*rows: Sequence[Any], heads: Sequence[Head] = HEADS, **changed: Any) -> Any:
    page = Page(**({"name": "登记簿", "title": "登记簿", "heads": heads, "rows": rows} | changed))
    return openpyxl.load_workbook(io.BytesIO(write_book([page], author="云涧村", made_at=MADE)))


def test_cells_are_numbers_days_and_texts() -> None:
    sheet = book([1, "何䶮", date(2026, 3, 2), None, Decimal("1800.50")]).active
    cells = sheet[4]
    assert [cell.value for cell in cells] == [1, "何䶮", datetime(2026, 3, 2), None, 1800.5]  # noqa: DTZ001 -- a day of a sheet has no zone
    assert [cell.data_type for cell in cells] == ["n", "s", "d", "n", "n"]
    assert [cell.number_format for cell in cells] == ["0", "@", "yyyy-mm-dd", "yyyy-mm-dd", "#,##0.00####"]


def test_the_head_is_frozen_printed_on_each_page_and_as_wide_as_told() -> None:
    sheet = book(notes=["期间：2026年"], foot=["完"]).active
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A5", "$3:$4")
    assert sheet.column_dimensions["B"].width == 30
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A5"].value) == ("登记簿", "期间：2026年", "完")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in sheet.oddFooter.center.text


def test_heads_of_a_group_stand_under_its_name() -> None:
    sheet = book(large=True, across=False).active
    assert [cell.value for cell in sheet[2]] == ["序号", "当事人", "日期", None, "金额（元）"]
    assert [cell.value for cell in sheet[3]] == [None, None, "受理日期", "结案日期", None]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert merged == {"A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"}
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 8)


def test_without_groups_there_is_one_line_of_heads() -> None:
    sheet = book([1, "何䶮"], heads=HEADS[:2]).active
    assert [cell.value for cell in sheet[2]] == ["序号", "当事人"]
    assert (sheet.freeze_panes, sheet["B3"].value) == ("A3", "何䶮")
    assert not book(heads=HEADS[:1]).active.merged_cells.ranges


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_a_text_that_looks_like_a_formula_stays_a_text_even_when_edited(text: str) -> None:
    cell = book([1, text, None, None, None]).active["B4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_title_that_looks_like_a_formula_stays_a_text() -> None:
    assert book(title="=1+1").active["A1"].data_type == "s"


def test_an_ordinary_text_is_not_marked() -> None:
    assert not book([1, "何䶮", None, None, None]).active["B4"].quotePrefix


def test_what_no_file_may_hold_is_left_out_and_a_text_too_long_is_cut() -> None:
    sheet = book([1, "何\x01\ufffe䶮\n二行", None, None, None], [2, "长" * 40_000, None, None, None]).active
    assert sheet["B4"].value == "何䶮\n二行"
    assert sheet["B5"].value == "长" * LONGEST


def test_a_long_text_is_not_shown_as_hashes_by_older_programs() -> None:
    heads = (Head("记录", 40, "long"), Head("号", 9))
    sheet = book(["长" * 300, "1"], heads=heads).active
    assert (sheet["A3"].number_format, sheet["B3"].number_format) == ("General", "@")


def test_a_book_says_who_made_it_and_when() -> None:
    made = book()
    assert (made.properties.creator, made.properties.created) == ("云涧村", MADE.replace(tzinfo=None))


def test_a_sheet_has_a_name_that_programs_accept() -> None:
    assert sheet_name("一/二:三[四]") == "一_二_三_四_"
    assert sheet_name("名" * 40) == "名" * 31
    assert sheet_name("") == "表"


# --- ledgers as data --------------------------------------------------------------------------------------

DEFINED = """
id = "mediation.x"
number = "F28"
edition = "1"
title = "登记簿"
law = ""
about = "LedgerLine"
"""


def test_the_shipped_register_has_the_columns_of_f28() -> None:
    ledger = find_ledger("mediation.cases")
    assert (ledger.number, ledger.title) == ("F28", "人民调解案件登记簿")
    assert [one.item.label for one in ledger.columns] == [
        *("人民调解委员会", "编号", "受理日期", "当事人", "纠纷类型", "来源", "调解员"),
        *("结果", "协议形式", "金额", "履行", "司法确认", "备注"),
    ]
    assert ledger.names(masked=True)[3] == "parties_masked"
    assert ledger.names(masked=False)[9] == "amount_fen"


def test_a_register_of_one_committee_names_it_once_above_the_table() -> None:
    ledger = find_ledger("mediation.cases")
    row = ["云涧村", "第5号", "2026-03-02", "何䶮", "", "", "", "", "", 180050, "", "", ""]
    alone = ledger_page(ledger, [row, row], ["注"])
    assert list(alone.notes) == ["人民调解委员会：云涧村", "注"]
    assert [head.label for head in alone.heads][:3] == ["序号", "编号", "受理日期"]
    assert list(alone.rows)[1][:3] == [2, "第5号", date(2026, 3, 2)]
    two = ledger_page(ledger, [row, ["稻香村", *row[1:]]], [])
    assert [head.label for head in two.heads][:2] == ["序号", "人民调解委员会"]
    assert next(iter(two.rows))[9:11] == ["", Decimal("1800.50")]
    empty = ledger_page(ledger, [], ["注"])
    assert (list(empty.notes), list(empty.rows)) == (["注"], [])


def test_a_day_or_an_amount_nobody_knows_leaves_its_cell_empty() -> None:
    ledger = find_ledger("mediation.cases")
    row = ["云涧村", "", "", "", "", "", "", "", "", None, "", "", ""]
    (cells,) = ledger_page(ledger, [row], []).rows
    assert (cells[2], cells[9]) == (None, None)


def test_what_a_column_holds_follows_its_item() -> None:
    text = DEFINED + "".join(
        f'[[column]]\nitem = "{name}"\n' for name in ("heads", "accepted_on", "amount", "number", "mediators")
    )
    ledger = read_ledger(text.encode(), "x.ledger.toml")
    assert [one.kind for one in ledger.columns] == ["number", "day", "money", "text", "long"]
    assert next(one.head.label for one in ledger.columns) == "当事人数（人）"


def test_a_ledger_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        find_ledger("mediation.nothing")
    assert refused.value.code is Code.FORM_UNKNOWN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "不是 TOML 文件"),
        (DEFINED, "缺少“column”"),
        (DEFINED + "column = []\nfoo = 1", "“foo”写错或不该有"),
        (DEFINED.replace('"1"', "1") + "column = []", "“edition”写错"),
        (DEFINED.replace("LedgerLine", "Person") + "column = []", "没有这种about“Person”"),
        (DEFINED + "column = [1]", "没有项目“”"),
        (DEFINED + '[[column]]\nitem = "numbr"', "没有项目“numbr”"),
        (DEFINED + '[[column]]\nitem = "number"\nmasked = "x"', "没有项目“x”"),
        (DEFINED + '[[column]]\nitem = "number"\nwidth = "9"', "“width”写错"),
        (DEFINED + '[[column]]\nitem = "parties"', "“parties”是个人信息，缺少“masked”"),
    ],
)
def test_a_definition_that_is_wrong_says_where(text: str, said: str) -> None:
    with pytest.raises(Trouble) as trouble:
        read_ledger(text.encode(), "x.ledger.toml")
    assert trouble.value.code is Code.FORM_BROKEN
    assert said in str(trouble.value)
    assert "x.ledger.toml" in str(trouble.value)


def test_a_row_is_as_high_as_its_longest_text_and_no_higher() -> None:
    sheet = book(
        [1, "何䶮"], [2, "中山市通汇配送有限公司" * 3], [3, "甲\n乙"], [4, "长" * 2000], heads=HEADS[:2]
    ).active
    assert [sheet.row_dimensions[line].height for line in range(3, 7)] == [None, 48, 33, 408]


def test_heads_that_do_not_fit_are_broken_and_seen_whole() -> None:
    sheet = book(heads=(Head("接受委托移送调解", 7), Head("合计", 7))).active
    assert sheet.row_dimensions[2].height == 48
    grouped = book(heads=(Head("人民调解委员会名称", 7, group=""), Head("总数", 7, group="件数"))).active
    assert grouped.row_dimensions[3].height == 33


def test_a_table_of_many_columns_goes_over_two_sheets_with_its_first_column_on_each() -> None:
    sheet = book([1, "何䶮"], heads=HEADS[:2], wide=2).active
    assert (sheet.freeze_panes, sheet.print_title_cols, sheet.page_setup.fitToWidth) == ("B3", "$A:$A", 2)
    assert sheet["A1"].alignment.horizontal == "left"
