"""Money (金额): 元 in figures and in words (大写), both ways.

Amounts are Decimal, half-up to 分; never binary floats. Where amounts stand in a text: `money_text.py`.
Rule of writing: 正确填写票据和结算凭证的基本规定 (支付结算办法附件一).
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from zsapp.rules.numerals import CHARACTERS, FORMAL, PLAIN, read_number, write_number

FEN = Decimal("0.01")
LARGEST = Decimal(10) ** 14
"""Amounts stay below it (brief V11)."""

DECORATION = re.compile(r"[\s　:：()（）,，.．。;；]|人民币|RMB|大写|金额|[¥￥]")
WORDS = re.compile(
    rf"(?:(?P<yuan>[{CHARACTERS}]+)(?:元|(?=整?$)))?"
    r"零?(?:(?P<jiao>[零一二三四五六七八九])角)?"
    r"零?(?:(?P<fen>[零一二三四五六七八九])分)?"
    r"整?"
)
UNITS = str.maketrans("圆圓块塊毛正", "元元元元角整")


def amount_fault(amount: Decimal) -> str:
    """Return what keeps a number from being an amount (V11: two places, 0 ≤ x < 10^14), or the empty text."""
    if not amount.is_finite():
        return "金额应是数字"
    if amount < 0:
        return "金额不能小于0"
    if amount >= LARGEST:
        return "金额过大"
    return "" if amount == rounded(amount) else "金额最多两位小数"


def rounded(amount: Decimal) -> Decimal:
    """Return the amount in 元 and 分, half a 分 up."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def in_figures(amount: Decimal) -> str:
    """Return the amount in figures as short as it is exact: 1800, 25085.76, 1800.50."""
    exact = rounded(amount)
    whole = exact.to_integral_value()
    return f"{whole:f}" if exact == whole else f"{exact:f}"


def in_words(amount: Decimal) -> str:
    """Return the amount in words (大写): 1800 is 壹仟捌佰元整, 0.01 is 壹分.

    整 ends what has no 分. A 零 stands between 元 and 分 when there is no 角.

    Raises:
        ValueError: negative, not finite, or 10^14 元 and more.
    """
    if not amount.is_finite() or not 0 <= amount < LARGEST:
        raise ValueError(amount)
    yuan, cents = divmod(int(rounded(amount) * 100), 100)
    jiao, fen = divmod(cents, 10)
    words = f"{write_number(yuan)}元" if yuan or not cents else ""
    if jiao:
        words += f"{FORMAL[jiao]}角"
    elif fen and yuan:
        words += FORMAL[0]
    return words + (f"{FORMAL[fen]}分" if fen else "整")


def read_words(text: str) -> Decimal | None:
    """Return the amount of words (大写 or ordinary numerals), None when they are not one.

    Takes 整 or 正 or neither, 元 or 圆, simplified or traditional, blanks, 人民币 and 大写 before it.
    """
    bare = DECORATION.sub("", text).translate(UNITS).translate(PLAIN)
    found = WORDS.fullmatch(bare)
    if not bare or not found or found.lastgroup is None:
        return None
    whole = read_number(found["yuan"]) if found["yuan"] else 0
    if whole is None:
        return None
    cents = sum(
        "零一二三四五六七八九".index(found[name]) * size
        for name, size in (("jiao", 10), ("fen", 1))
        if found[name]
    )
    return (Decimal(whole) + Decimal(cents) / 100).quantize(FEN)
