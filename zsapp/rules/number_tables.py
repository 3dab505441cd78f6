"""Tables of numbers (数值表): the one-year LPR by its day, and the thresholds the checks hold a case against.

Both can be brought up to date without a new program. Law: 民间借贷规定 §25; each threshold names its own.
"""

from datetime import date
from decimal import Decimal, InvalidOperation

from zsapp.rules.table_rows import Row, one_of, read_rows


def read_lpr(file: str, text: str) -> tuple[tuple[date, Decimal], ...]:
    """Return the one-year LPR (一年期贷款市场报价利率) in per cent by its day of publication, oldest first.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> tuple[date, Decimal]:
        one_of(row["status"], "已核", "待核")
        return date.fromisoformat(row["date"]), _number(row["one_year"])

    return tuple(sorted(read_rows(file, text, "date one_year source status", make)))


def read_limits(file: str, text: str) -> dict[str, Decimal]:
    """Return the thresholds (限值) by their id.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> tuple[str, Decimal]:
        one_of(row["status"], "法定", "可改")
        return row["id"], _number(row["value"])

    return dict(read_rows(file, text, "id what value unit basis status source", make))


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite():
        raise ValueError(text)
    return number
