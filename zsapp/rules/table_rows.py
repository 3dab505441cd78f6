"""The rows of a table (数据表的行): CSV text, read strictly. A bad row is told by its file and line.

Reads no disk. Refuses to know: what the rows mean.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from zsapp.base.errors import Code, Trouble

Row = Mapping[str, str]
T = TypeVar("T")


def _rows(file: str, text: str, columns: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(text.splitlines(), strict=True)
    wanted = set(columns)
    try:
        if not wanted <= set(reader.fieldnames or ()):
            raise Trouble(Code.TABLE_DAMAGED, file=file, what="缺少列")
        for row in reader:
            if None in row or None in row.values():
                raise Trouble(Code.TABLE_DAMAGED, file=file, what=f"第{reader.line_num}行列数不对")
            yield reader.line_num, row
    except csv.Error as error:
        raise Trouble(Code.TABLE_DAMAGED, file=file, what=f"第{reader.line_num + 1}行") from error


def read_rows(file: str, text: str, columns: str, make: Callable[[Row], T]) -> list[T]:
    """Return what each row of a table makes.

    Raises:
        Trouble: TABLE_DAMAGED, with the line when a row cannot be read.
    """
    found = []
    for line, row in _rows(file, text, columns.split()):
        try:
            found.append(make(row))
        except ValueError as error:
            raise Trouble(Code.TABLE_DAMAGED, file=file, what=f"第{line}行") from error
    if not found:
        raise Trouble(Code.TABLE_DAMAGED, file=file, what="没有内容")
    return found


def one_of(value: str, *allowed: str) -> str:
    """Return a value that must be one of a few.

    Raises:
        ValueError: it is none of them.
    """
    if value not in allowed:
        raise ValueError(value)
    return value


def day_of(text: str) -> date | None:
    """Return a day in ISO form, None for an empty cell.

    Raises:
        ValueError: it is no day.
    """
    return date.fromisoformat(text) if text else None
