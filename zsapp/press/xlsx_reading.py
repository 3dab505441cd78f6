"""Reading workbooks (读电子表格): the cells of a sheet as values, whoever wrote it.

Values are those that were shown: of a formula its last result. A file that is no workbook, or would swell to
more than it may, is refused; nothing in it runs. Refuses to know: what the cells mean.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

from zsapp.base.errors import Code, Refusal, Trouble

LARGEST = 512 * 1024 * 1024
"""Bytes a workbook may have once unpacked; a ledger of 50,000 lines has 40 MB."""
MOST_ROWS, MOST_COLUMNS = 100_000, 200

Rows = list[list[Any]]


def read_sheet(content: bytes, file: str, sheet: str = "") -> Rows:
    """Return the rows of a sheet (the first that has any when unnamed), each as long as its last value.

    Raises:
        Trouble: SHEET_UNREADABLE.
        Refusal: SHEET_UNKNOWN, LIST_TOO_LONG.
    """
    import openpyxl  # late: 0.2 s, and only when a table comes in
    from openpyxl.utils.exceptions import InvalidFileException  # late, as above

    try:
        _check_size(content, file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a workbook may hold beside its cells: drawings, styles
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            names = book.sheetnames
            if sheet and sheet not in names:
                raise Refusal(Code.SHEET_UNKNOWN, field="sheet", sheet=sheet, sheets="、".join(names))
            sheets = (_rows_of(book[name]) for name in ([sheet] if sheet else names))
            return next((rows for rows in sheets if rows), [])
    except (zipfile.BadZipFile, zlib.error, InvalidFileException, *BROKEN) as fault:
        raise Trouble(Code.SHEET_UNREADABLE, file=file) from fault


BROKEN = (
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError),
    *(EOFError, OSError, SyntaxError, RuntimeError),
)
"""What the libraries say of a file that calls itself a workbook: XML faults are SyntaxErrors, a password or
an unknown packing a RuntimeError."""


def _check_size(content: bytes, file: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(one.file_size for one in archive.infolist()) > LARGEST:
            raise Trouble(Code.SHEET_UNREADABLE, file=file)


def _rows_of(sheet: Any) -> Rows:
    """Return the rows of a sheet up to the last that has a value."""
    rows: Rows = []
    filled = 0
    for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
        if len(rows) >= MOST_ROWS:
            raise Refusal(Code.LIST_TOO_LONG, length=len(rows), limit=MOST_ROWS)
        rows.append(_trimmed(row))
        filled = len(rows) if rows[-1] else filled
    return rows[:filled]


def _trimmed(row: Sequence[Any]) -> list[Any]:
    last = max((at for at, cell in enumerate(row) if cell not in (None, "")), default=-1)
    return list(row[: last + 1])
