"""The centre's answers as a table: heads found, rows read as entries, wrong cells left to be refused."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from zsapp.base.errors import Code, Refusal
from zsapp.rules.legal_aid_answer_sheet import COLUMNS, entries_of

TODAY = date(2026, 3, 27)


def read(*rows: list[Any]) -> tuple[dict[str, Any], ...]:
    """Return the entries of a table."""
    return entries_of(rows, TODAY)


def test_a_row_becomes_the_entry_that_a_record_file_would_hold() -> None:
    found = read(
        ["法律援助结果表"],
        ["序号", "接收凭证编号", "结果", "文号", "作出日期", "送达日期", "要求补充的材料", "承办人电话"],
        [
            1,
            " 接1号 ",
            "补正",
            "甲1",
            datetime(2026, 3, 12, tzinfo=UTC),
            "2026年3月13日",
            "病历、户口簿",
            13900000101.0,
        ],
        [2, None, None],
        [],
    )
    assert found == (
        {
            "number": "接1号",
            "center": {
                "status": "补正",
                "doc_no": "甲1",
                "date": date(2026, 3, 12),
                "delivered": date(2026, 3, 13),
                "missing": ["病历", "户口簿"],
                "phone": "13900000101",
            },
        },
    )


def test_heads_have_other_names_too() -> None:
    found = read(["外部编号", "中心的结果", "决定日期"], ["LA-01", "给予", "2026-03-12"])
    assert found == ({"ref": "LA-01", "center": {"status": "给予", "date": date(2026, 3, 12)}},)


@pytest.mark.parametrize("cell", ["三月", "3月12日"])
def test_what_is_no_day_stays_as_written(cell: str) -> None:
    (found,) = read(["申请编号", "结果", "日期"], ["接1号", "给予", cell])
    assert found["center"]["date"] == cell


def test_a_row_without_its_application_is_an_entry_that_will_be_refused() -> None:
    assert read(list(COLUMNS), [None, "给予"]) == ({"center": {"status": "给予"}},)


@pytest.mark.parametrize(
    "rows", [(), ([["接收凭证编号", "姓名"]]), ([["结果"]]), ([[""]] * 10 + [["接收凭证编号", "结果"]])]
)
def test_a_table_without_its_heads_is_refused(rows: list[list[Any]]) -> None:
    with pytest.raises(Refusal) as no:
        read(*rows)
    assert no.value.code is Code.AID_SHEET_HEADS
