"""The centre's answers as a table (结果表): which column says what, each row as an entry of a file. Pure.

A row becomes the very entry that a record file would hold, so that one desk takes in both and refuses alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import Item, base_of, items
from zsapp.rules.legal_aid_parts import CenterAnswer
from zsapp.rules.old_ledger_cells import read_day, text_of

NUMBER, REF, RESULT = "接收凭证编号", "外部编号", "结果"
NAMES = {NUMBER: "number", "申请编号": "number", REF: "ref"}
"""The columns that say which application is meant."""
TOLD: Mapping[str, Item] = {one.label: one for one in items(CenterAnswer) if not one.internal}
ALIASES = {RESULT: "中心的结果", "日期": "作出日期", "决定日期": "作出日期"}
"""Other heads, as tables have them."""
FIRST_ROWS = 10
"""Rows among which the heads are looked for: a table may have a title above them."""
COLUMNS = (NUMBER, RESULT, *(one for one in TOLD if one != ALIASES[RESULT]))
"""The heads of an empty table."""


def entries_of(rows: Sequence[Sequence[Any]], today: date) -> tuple[dict[str, Any], ...]:
    """Return the rows of a table as entries of the centre's file; what nobody knows as a head is passed over.

    Raises:
        Refusal: AID_SHEET_HEADS when there is no row with the heads that must be there.
    """
    for at, row in enumerate(rows[:FIRST_ROWS]):
        heads = [text_of(cell).replace("\n", "").strip() for cell in row]
        named = [ALIASES.get(one, one) for one in heads]
        if any(one in NAMES for one in named) and ALIASES[RESULT] in named:
            return tuple(_entries(named, rows[at + 1 :], today))
    raise Refusal(Code.AID_SHEET_HEADS, number=NUMBER, result=RESULT)


def _entries(named: Sequence[str], rows: Sequence[Sequence[Any]], today: date) -> Iterator[dict[str, Any]]:
    for row in rows:
        told = {head: cell for head, cell in zip(named, row, strict=False) if text_of(cell)}
        center = {
            TOLD[head].sheet_key: _value(TOLD[head], cell, today)
            for head, cell in told.items()
            if head in TOLD
        }
        names = {NAMES[head]: text_of(cell) for head, cell in told.items() if head in NAMES}
        if names or center:
            yield {**names, "center": center}


def _value(one: Item, cell: Any, today: date) -> Any:
    """Return what a cell says; what is no day stays as it is written, to be refused at its item."""
    _, kind, _member = base_of(one.type)
    text = text_of(cell)
    if kind is date:
        day = read_day(cell, today)
        return text if day.fault else day.value
    return [part for part in text.split("、") if part] if kind is tuple else text
