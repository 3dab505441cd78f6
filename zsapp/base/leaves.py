"""Leaves (单项): how a text, number, day or amount is written and read, in both dialects of `plain.py`."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import LINE, Item, yuan_to_fen

LIMIT = 10**14
"""Numbers stay below it: amounts below 10^14 元 (brief V11)."""

PLACES = 10
"""Decimal places a number may have unless it is money (2) or its item says otherwise."""

QUOTED = 20
"""Characters of what was typed that a refusal repeats."""


def quoted(value: object) -> str:
    """Return what was typed as a refusal may repeat it: short, one line, nothing that moves a terminal."""
    for kind, name in ((bool, str(value is True).lower()), (dict, "一组项目"), (list, "清单")):
        if isinstance(value, kind):
            return name
    if isinstance(value, int) and abs(value) > LIMIT:
        return "很大的数"  # Python refuses to spell out thousands of digits
    if not isinstance(value, str | int | Decimal | date):
        return "空" if value is None else "其他内容"
    text = str(value)
    return "".join(c if unicodedata.category(c)[0] != "C" else "?" for c in text[:QUOTED])


def wrong_type(wanted: str, got: object, where: str) -> Refusal:
    """Return the refusal of a value of the wrong type, quoting it."""
    return Refusal(Code.IMPORT_TYPE_WRONG, field=where, wanted=wanted, got=quoted(got))


def clean_text(text: str, one: Item, where: str) -> str:
    """Return a text fit to keep: no control characters or half surrogates, not too long, NFC unless verbatim.

    Raises:
        Refusal: TEXT_TOO_LONG, TEXT_CONTROL_CHARACTER.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not one.verbatim:
        text = unicodedata.normalize("NFC", text)
    limit = one.maximum or LINE
    if len(text) > limit:
        raise Refusal(Code.TEXT_TOO_LONG, field=where, length=len(text), limit=limit)
    if not text.isprintable() and UNPRINTABLE.search(text):
        raise Refusal(Code.TEXT_CONTROL_CHARACTER, field=where)
    return text


def _read_text(value: Any, one: Item, where: str) -> str:
    if not isinstance(value, str):
        raise wrong_type("文字", value, where)
    return clean_text(value, one, where)


def _read_bool(value: Any, _one: Item, where: str) -> bool:
    if not isinstance(value, bool):
        raise wrong_type("是或否", value, where)
    return value


def _read_int(value: Any, one: Item, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong_type("整数", value, where)
    number = in_range(Decimal(value), one, where)
    if number != number.to_integral_value():
        raise wrong_type("整数", value, where)
    return int(number)


def _read_date(value: Any, _one: Item, where: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise wrong_type("日期", value, where)
    try:
        return _day_of(value)
    except ValueError as fault:
        raise wrong_type("日期", value, where) from fault


@lru_cache(4096)
def _day_of(text: str) -> date:
    """Return the day of a text; a town's cases name the same few hundred days over and over."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:  # 20260309 and 2026-W11-1 are ISO too; here a day has one spelling
        raise ValueError(text)
    return day


def _read_sheet_decimal(value: Any, one: Item, where: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong_type("数字", value, where)
    return in_range(Decimal(value), one, where)


def _read_wire_decimal(value: Any, one: Item, where: str) -> Decimal:
    if one.money:
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong_type("以分计的整数", value, where)
        if abs(value) >= LIMIT * 100:
            raise Refusal(Code.NUMBER_OUT_OF_RANGE, field=where, got=quoted(value))
        return in_range(Decimal(value) / 100, one, where)
    if not isinstance(value, str) or not DECIMAL.fullmatch(value):
        raise wrong_type("文字形式的数字", value, where)
    return in_range(Decimal(value), one, where)


def in_range(value: Decimal, one: Item, where: str) -> Decimal:
    """Return the number if its item allows it.

    Raises:
        Refusal: NUMBER_OUT_OF_RANGE: not finite, too many places, or outside minimum and maximum.
    """
    places = 2 if one.money else PLACES if one.places is None else one.places
    good = (
        value.is_finite()
        and value.copy_abs() < LIMIT
        and value == round(value, places)
        and (one.minimum is None or value >= one.minimum)
        and (one.maximum is None or value <= one.maximum)
    )
    if not good:
        raise Refusal(Code.NUMBER_OUT_OF_RANGE, field=where, got=quoted(value))
    return value


def _write_wire_decimal(value: Decimal, one: Item) -> int | str:
    in_range(value, one, one.name)
    return yuan_to_fen(value) if one.money else format(value, "f")


def _same(value: Any, _one: Item) -> Any:
    return value


DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line end, and half surrogates (Unicode categories Cc and Cs)."""


def text_reader(one: Item) -> Callable[[Any], str]:
    """Return what reads a text; nearly all are short, printable and in NFC, and are taken at a glance."""
    limit, verbatim = one.maximum or LINE, one.verbatim

    def read(value: Any) -> str:
        if type(value) is str and value.isprintable():
            text = value if verbatim or value.isascii() else unicodedata.normalize("NFC", value)
            if len(text) <= limit:
                return text
        return _read_text(value, one, "")

    return read


Write = dict[Any, Callable[[Any, Item], Any]]
Read = dict[Any, Callable[[Any, Item, str], Any]]

READ: Read = {
    str: _read_text,
    bool: _read_bool,
    int: _read_int,
    date: _read_date,
}
READ_WIRE: Read = {**READ, Decimal: _read_wire_decimal}
READ_SHEET: Read = {**READ, Decimal: _read_sheet_decimal}
WRITE_WIRE: Write = {
    str: lambda text, one: text if one.verbatim else unicodedata.normalize("NFC", text),
    bool: _same,
    int: _same,
    date: lambda day, _: day.isoformat(),
    Decimal: _write_wire_decimal,
}
WRITE_SHEET: Write = dict.fromkeys((str, bool, int, date, Decimal), _same)
