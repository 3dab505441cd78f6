"""Reading (识读): a day, an amount or a number as people write it in any usual way. Pure.

A reading is a value or a fault in plain words; it never raises, because a half-typed date is no error yet.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from zsapp.rules.money import read_words

LARGEST = Decimal(10) ** 14
NEAR_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1, "后天": 2}
YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?号?")
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONTH_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?号?")


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, or the fault that keeps a text from being one."""

    value: Any = None
    fault: str = ""


def plain_digits(text: str) -> str:
    """Return the text with full-width digits and signs made narrow and outer blanks gone."""
    return unicodedata.normalize("NFKC", text).strip()


def read_date(text: str, today: date) -> Reading:
    """Read a day: 2026-3-9, 2026/3/9, 20260309, 2026年3月9日, 3月9日, 3-9, 今天.

    A day without a year is the one of this year, unless that lies more than 60 days ahead: then last year's.
    """
    text = plain_digits(text)
    if not text:
        return Reading()
    if text in NEAR_DAYS:
        return Reading(today + timedelta(days=NEAR_DAYS[text]))
    if found := YEAR_FIRST.fullmatch(text) or EIGHT_DIGITS.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        return _day(year, month, day)
    if found := MONTH_DAY.fullmatch(text):
        month, day = (int(part) for part in found.groups())
        near = _day(today.year, month, day)
        if near.value is not None and near.value > today + timedelta(days=60):
            return _day(today.year - 1, month, day)
        return near
    return Reading(fault="日期请写成 2026-3-9 或 3月9日 的样子")


def _day(year: int, month: int, day: int) -> Reading:
    if not 1 <= month <= 12:
        return Reading(fault=f"没有{month}月")
    if not 1900 <= year <= 2100:
        return Reading(fault=f"年份“{year}”不对")
    try:
        return Reading(date(year, month, day))
    except ValueError:
        return Reading(fault=f"{year}年{month}月没有{day}日")


def read_money(text: str) -> Reading:
    """Read an amount in 元: 1800, 1,800.50, 1800元, 1.8万, 壹仟捌佰元整."""
    text = plain_digits(text)
    if not text:
        return Reading()
    cleaned = re.sub(r"[,\s¥￥]|人民币|元整?$", "", text)
    times = Decimal(1)
    if cleaned.endswith("万"):
        cleaned, times = cleaned[:-1], Decimal(10_000)
    try:
        amount = Decimal(cleaned) * times
    except InvalidOperation:
        words = read_words(text)
        return Reading(words) if words is not None else Reading(fault="金额请写数字，例如 1800 或 1800.50")
    return _amount(amount)


def _amount(amount: Decimal) -> Reading:
    if not amount.is_finite() or amount < 0 or amount >= LARGEST:
        return Reading(fault="金额超出范围")
    if amount != round(amount, 2):
        return Reading(fault="金额最多两位小数")
    return Reading(amount.quantize(Decimal("0.01")))


def read_count(text: str, minimum: int | None, maximum: int | None) -> Reading:
    """Read a whole number within bounds."""
    text = plain_digits(text)
    if not text:
        return Reading()
    if not re.fullmatch(r"\d{1,9}", text):
        return Reading(fault="这里请填整数")
    number = int(text)
    if minimum is not None and number < minimum:
        return Reading(fault=f"不能小于{minimum}")
    if maximum is not None and number > maximum:
        return Reading(fault=f"不能大于{maximum}")
    return Reading(number)
