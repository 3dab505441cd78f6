"""Hands (笔法): the closed list of ways of writing a value on paper. Pure functions, no code in forms.

`{item}` writes a value plainly, `{item|hand}` in a hand. What a hand cannot write is refused when the form is
loaded, not when it is printed. Refuses to know: forms, lines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zsapp.rules.money import in_words
from zsapp.rules.names import masked_number
from zsapp.rules.numerals import numeral

EMPTY_DAY = "　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Hand:
    """A way of writing: the function, the types it takes, and what an empty value leaves to be filled in."""

    write: Callable[[Any], str]
    takes: tuple[type, ...]
    blank: str = ""


def plain(value: Any) -> str:
    """Return any value as one would write it: days in Chinese, no idle zeros, lists joined by 、."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, tuple):
        return "、".join(plain(member) for member in value)
    return "" if value is None else str(value)


def day(value: date) -> str:
    """Return 2026年3月9日."""
    return f"{value.year}年{value.month}月{value.day}日"


def amount(value: Decimal) -> str:
    """Return 1800 or 35085.76: two places only where there are 角 and 分."""
    return str(int(value)) if value == int(value) else f"{value:.2f}"


def grouped(value: Decimal) -> str:
    """Return 1,800.00, for tables."""
    return f"{value:,.2f}"


def joined(values: tuple[Any, ...]) -> str:
    """Return a list as 甲、乙、丙."""
    return "、".join(plain(value) for value in values)


def stacked(values: tuple[Any, ...]) -> str:
    """Return a list, one member a paragraph."""
    return "\n".join(plain(value) for value in values)


def unwritten(_value: object) -> str:
    """Return nothing: the place belongs to the item, and is filled by hand (a signature)."""
    return ""


def unticked(_value: object) -> str:
    """Return nothing: the tick itself is drawn by the line it stands on."""
    return ""


TICK, UNWRITTEN = "tick", "unwritten"
HANDS = {
    "": Hand(plain, (object,)),
    "day": Hand(day, (date,), EMPTY_DAY),
    "upper": Hand(in_words, (Decimal,)),
    "money": Hand(grouped, (Decimal,)),
    "numeral": Hand(numeral, (int,)),
    "masked": Hand(masked_number, (str,)),
    "list": Hand(joined, (tuple,)),
    "lines": Hand(stacked, (tuple,)),
    UNWRITTEN: Hand(unwritten, (object,)),
    TICK: Hand(unticked, (bool,)),
}
