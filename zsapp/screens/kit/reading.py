"""Reading (识读): what a clerk types in any usual way, and how it is shown again. Plain Python.

Days, amounts and numbers are read as everywhere (`rules/reading.py`); here stands what only fields need.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from zsapp.rules.money import in_words
from zsapp.rules.reading import Reading, plain_digits, read_count, read_date, read_money

__all__ = [
    "Reading",
    "money_words",
    "plain_digits",
    "read_amounts",
    "read_count",
    "read_date",
    "read_dates",
    "read_decimal",
    "read_flag",
    "read_money",
    "read_shares",
    "read_texts",
    "show_date",
    "show_flag",
    "show_money",
]


BREAKS = str.maketrans(dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"))
"""What ends a line in other programs."""


def clean(text: str) -> str:
    """Return the text without what nobody can see and no paper can print: marks that come with a paste."""
    text = text.replace("\r\n", "\n").translate(BREAKS)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def show_date(day: date | None) -> str:
    """Return 2026年3月9日, or the empty text."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def show_money(amount: Decimal | None) -> str:
    """Return figures as they are typed: 1800 or 1800.50."""
    if amount is None:
        return ""
    return format(amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount, "f")


def money_words(amount: Decimal | None) -> str:
    """Return 大写：壹仟捌佰元整, or the empty text."""
    return f"大写：{in_words(amount)}" if amount is not None else ""


def read_amounts(text: str) -> Reading:
    """Read several amounts parted by blanks, 、 or ；: the instalments of one row."""
    amounts = []
    for part in re.split(r"[\s、;；]+", unicodedata.normalize("NFC", text).strip()):
        if not part:
            continue
        one = read_money(part)
        if one.fault:
            return one
        amounts.append(one.value)
    return Reading(tuple(amounts))


def read_shares(text: str) -> Reading:
    """Read who bears what: 霍东海 70%、曾桂英 30%."""
    shares: dict[str, str] = {}
    for part in re.split(r"[、;；\n]+", text.strip()):
        if not part.strip():
            continue
        name, _, share = part.strip().rpartition(" ")
        if not name:
            return Reading(fault="请写成：张三 70%、李四 30%")
        shares[name.strip()] = share
    return Reading(shares)


def read_flag(text: str) -> Reading:
    """Read 是 or 否."""
    return Reading({"是": True, "否": False}.get(text.strip()))


def show_flag(flag: bool | None) -> str:  # noqa: FBT001 -- it is the value shown
    """Return 是, 否 or the empty text."""
    return "" if flag is None else "是" if flag else "否"


def read_dates(text: str, today: date) -> Reading:
    """Read several days parted by 、 or ；: the sessions of one case, in order."""
    days = []
    for part in re.split(r"[、;；,，\n]+", text.strip()):
        if not part.strip():
            continue
        one = read_date(part, today)
        if one.fault:
            return one
        days.append(one.value)
    return Reading(tuple(sorted(days)))


def read_texts(text: str) -> Reading:
    """Read a short list of texts parted by 、 ； or lines."""
    return Reading(tuple(part.strip() for part in re.split(r"[、；\n]+", text) if part.strip()))


def read_decimal(text: str) -> Reading:
    """Read a plain decimal number."""
    text = plain_digits(text)
    if not text:
        return Reading()
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Reading(fault="这里请填数字")
    return Reading(number) if number.is_finite() else Reading(fault="这里请填数字")
