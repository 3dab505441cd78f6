"""Rates in a text (利率): every one, brought to per cent a year. Text only, no record and no cap.

年利率12%, 年利率百分之十二, 月利率1.5%, 月息2分 (2 % a month), 年息一分 (10 % a year), 二分利, 日万分之五,
每日千分之一, 一年期LPR的四倍. Law of the cap: 民间借贷规定 §25–29.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zsapp.rules.money_text import NARROW
from zsapp.rules.numerals import read_number

BY_CUSTOM = {"年": Decimal(10), "月": Decimal(12), "日": Decimal("36.5")}
"""What a 分 is in per cent a year: 年息一分 is 10, 月息一分 is 12."""
PER_YEAR = {"年": 1, "月": 12, "日": 365, "天": 365}
COUNT = r"(?:[0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?)"
SHARE = (
    rf"(?:(?P<cent>[0-9]+(?:\.[0-9]+)?)\s*[%％]|百分之(?P<hundredth>{COUNT})"
    rf"|(?P<mille>[0-9]+(?:\.[0-9]+)?)\s*‰|千分之(?P<thousandth>{COUNT})|万分之(?P<myriadth>{COUNT}))"
)
EACH_SHARE = SHARE.replace("?P<", "?P<e_")
PERCENT = re.compile(
    rf"(?P<unit>[年月日天])(?:化|的|按|利率|利息|息|违约金|滞纳金|逾期)[^，。；%％‰0-9分厘]{{0,16}}?{SHARE}"
    rf"|(?P<each>每[年月日天]|按[年月日]|每?逾期[一1][日天月年])[^，。；%％‰]{{0,20}}?{EACH_SHARE}"
    rf"|(?P<bare>[日天])(?:万分之|千分之)(?P<b_count>{COUNT})"
)
FEW = r"(?:[0-9]{1,2}(?:\.[0-9]+)?|[零〇一二两三四五六七八九十]{1,3})"
DIALECT = re.compile(
    rf"(?P<unit>[年月日])?(?:利息|利率|利|息)(?:按|为|是|算|计|以|每月|：)?\s*"
    rf"(?P<fen>{FEW})(?P<size>[分厘])(?!之)(?P<more>{FEW})?厘?"
    rf"|(?P<fen2>{FEW})(?P<size2>[分厘])(?!之)(?P<more2>{FEW})?(?:的)?(?:月)?(?:利息|利率|利(?!润|益|用|害)|息)"
)
TENTHS = re.compile(
    rf"(?P<unit>[年月])(?:化?利率|利息|利|息)(?:按|为|是|算|计|以|：)?\s*(?P<tenths>{FEW})成(?P<half>半)?"
)
"""年息两成 is 20 % a year; 成 beside no 年 or 月 is a share, no rate."""
MULTIPLE = re.compile(
    rf"(?:LPR|贷款市场报价利率|市场报价利率|同期(?:银行)?贷款利率)(?:（[^）]*）)?(?:的|计算的)?\s*(?P<count>{COUNT})倍",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate: its place, per cent a year or the multiple of the LPR, and whether it is told in 分 or 厘."""

    start: int
    end: int
    annual: Decimal | None = None
    multiple: Decimal | None = None
    dialect: bool = False


def rates_in(text: str) -> tuple[Rate, ...]:
    """Return the rates of a text in their order."""
    told = text.translate(NARROW)
    found = [*_percents(told), *_dialect(told), *_tenths(told), *_multiples(told)]
    return tuple(sorted(found, key=lambda one: one.start))


def _number(text: str) -> Decimal:
    if text[0] in "0123456789":
        return Decimal(text)
    whole, _, tail = text.partition("点")
    digits = "".join(str("零一二三四五六七八九".index(char.replace("〇", "零"))) for char in tail)
    return Decimal(f"{read_number(whole) or 0}.{digits or 0}")


def _share(found: re.Match[str], prefix: str) -> Decimal:
    """Return per cent."""
    sizes = {"cent": 1, "hundredth": 1, "mille": 10, "thousandth": 10, "myriadth": 100}
    name, size = next((name, size) for name, size in sizes.items() if found[f"{prefix}{name}"])
    return _number(found[f"{prefix}{name}"]) / size


def _percents(text: str) -> Iterator[Rate]:
    for found in PERCENT.finditer(text):
        if found["bare"]:
            share = _number(found["b_count"]) / (100 if "万" in found[0] else 10)
            yield Rate(found.start(), found.end(), share * PER_YEAR[found["bare"]])
            continue
        unit = found["unit"] or found["each"][-1]
        share = _share(found, "" if found["unit"] else "e_")
        yield Rate(found.start(), found.end(), share * PER_YEAR[unit])


def _dialect(text: str) -> Iterator[Rate]:
    """月息2分 is 2 % a month, 年息一分 10 % a year; without a unit it is by the month. A 厘 is a tenth."""
    for found in DIALECT.finditer(text):
        tail = "" if found["fen"] else "2"
        size, unit = found[f"size{tail}"], found["unit"] or "月"
        share = _number(found[f"fen{tail}"]) / (1 if size == "分" else 10)
        if size == "分" and found[f"more{tail}"]:
            share += _number(found[f"more{tail}"]) / 10
        annual = share * BY_CUSTOM[unit]
        yield Rate(found.start(), found.end(), annual, dialect=True)


def _tenths(text: str) -> Iterator[Rate]:
    for found in TENTHS.finditer(text):
        share = _number(found["tenths"]) * 10 + (5 if found["half"] else 0)
        yield Rate(found.start(), found.end(), share * PER_YEAR[found["unit"]])


def _multiples(text: str) -> Iterator[Rate]:
    for found in MULTIPLE.finditer(text):
        yield Rate(found.start(), found.end(), multiple=_number(found["count"]))
