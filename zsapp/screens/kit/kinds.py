"""Kinds (填法): how an item's typed text becomes a value, and its value a text. Plain Python.

Everything follows from the item's type, unit, code list and bounds (architecture §6).
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from zsapp.base.errors import Refusal
from zsapp.base.items import LINE, Item, base_of
from zsapp.base.plain import fit_value
from zsapp.rules.people import normalise_number
from zsapp.screens.kit import reading
from zsapp.screens.kit.reading import Reading

NUMBERS = ("id_no", "uscc", "phone", "phone_hk")
"""Items whose text is a number: blanks and full-width digits are put right when the field is left."""

CLOSED = ("sex", "party_kind", "yes_no", "agreement_form", "outcome", "obligation_status", "flag")
"""Code lists that take nothing but their own words; in the others a clerk may write his own."""

FLAG = ("是", "否")


def nothing(_value: Any) -> str:
    """Return no note."""
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one item is typed. `note` says what stands under the field once it has a value (the 大写)."""

    read: Callable[[str], Reading]
    show: Callable[[Any], str]
    note: Callable[[Any], str] = nothing
    codes: str = ""
    free: bool = True
    day: bool = False
    tidy: Callable[[str], str] = str.strip


def kind_of(one: Item, today: Callable[[], date], *, short: bool = False) -> Kind:
    """Return how an item is typed; `today` is what 今天 means, `short` shows a day in figures."""
    _, inner, member = base_of(one.type)
    if inner in (tuple, dict, Decimal):
        kind = _list_kind(member, today) if inner is tuple else _many_kind(one, inner)
        return replace(kind, read=lambda text: _fitting(kind.read(text), one))
    if inner is str:
        return _text_kind(one)
    if inner is date:
        shown = _figures if short else reading.show_date
        return Kind(lambda text: reading.read_date(text, today()), shown, day=True)
    return _plain_kind(one, inner)


def _fitting(found: Reading, one: Item) -> Reading:
    """Return what was read, if the item can hold it."""
    if found.fault or found.value is None:
        return found
    try:
        fit_value(found.value, one)
    except Refusal as no:
        return Reading(fault=str(no))
    return found


def _many_kind(one: Item, inner: type) -> Kind:
    if inner is dict:
        return Kind(
            reading.read_shares, lambda shares: "、".join(f"{k} {v}" for k, v in (shares or {}).items())
        )
    return _decimal_kind(one)


def _plain_kind(one: Item, inner: type) -> Kind:
    if inner is bool:
        return Kind(reading.read_flag, reading.show_flag, codes="flag", free=False)
    return Kind(lambda text: reading.read_count(text, one.minimum, one.maximum), _show_plain)


def _figures(day: date | None) -> str:
    return day.isoformat() if day else ""


def _show_plain(value: Any) -> str:
    return "" if value is None else str(value)


def _text_kind(one: Item) -> Kind:
    limit = one.maximum or LINE

    def read(text: str) -> Reading:
        if len(text) > limit:
            return Reading(fault=f"最多{limit}字，现在{len(text)}字")
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
            return Reading(fault="有无法打印的字符，请删除后重新输入")
        return Reading(text)

    tidy = normalise_number if one.name in NUMBERS else str.strip
    return Kind(read, _show_plain, codes=one.codes, free=one.codes not in CLOSED, tidy=tidy)


def _decimal_kind(one: Item) -> Kind:
    if one.money:
        return Kind(reading.read_money, reading.show_money, reading.money_words)
    return Kind(reading.read_decimal, _show_plain)


def _list_kind(member: Any, today: Callable[[], date]) -> Kind:
    if member is date:
        return Kind(
            lambda text: reading.read_dates(text, today()),
            lambda days: "、".join(reading.show_date(day) for day in days or ()),
        )
    if member is Decimal:
        return Kind(
            reading.read_amounts, lambda all_: " ".join(reading.show_money(one) for one in all_ or ())
        )
    return Kind(reading.read_texts, lambda texts: "、".join(texts or ()))
