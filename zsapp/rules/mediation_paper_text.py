"""Obligations in words (履行方式、时限): each line of the schedule as a sentence of the agreement.

调解法 §29(1)(三) asks for the way and the time of performance. Refuses to know: papers, fonts.
"""

from datetime import date
from decimal import Decimal

from zsapp.rules.mediation_parts import Obligation
from zsapp.rules.money import in_words


def day_text(day: date | None) -> str:
    """Return 2026年3月9日, or the empty text."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def amount_text(amount: Decimal) -> str:
    """Return 人民币1800元（大写：壹仟捌佰元整）."""
    plain = str(int(amount)) if amount == int(amount) else f"{amount:.2f}"
    return f"人民币{plain}元（大写：{in_words(amount)}）"


def obligation_text(one: Obligation, agreed_on: date | None) -> str:
    """Return one obligation as a sentence: who, by when, how, what, to whom."""
    condition = f"{one.condition}的，" if one.condition else ""
    deed = _periodic(one) if one.period or one.end else _single(one, agreed_on)
    return f"{condition}{one.obligor}{deed}。"


def _periodic(one: Obligation) -> str:
    start = f"自{day_text(one.start)}起，" if one.start else ""
    when = f"于{one.period}" if one.period else ""
    when += f"{one.day}日前" if one.day else ""
    end = f"，至{one.end}止" if one.end else ""
    return f"{start}{when}{_deed(one)}{end}"


def _single(one: Obligation, agreed_on: date | None) -> str:
    if one.due is None:
        return _deed(one)
    when = f"于{day_text(one.due)}前"
    if one.due == agreed_on:
        when = f"于签订本协议当日（{day_text(one.due)}）"
    return when + _deed(one)


def _deed(one: Obligation) -> str:
    """Return what is done: the payment, the deed, or both."""
    to = f"向{one.obligee}" if one.obligee else ""
    by = f"以{one.method}方式" if one.method else ""
    if one.amount is not None:
        what = f"，{one.what}" if one.what else ""
        return f"{by}{to}支付{amount_text(one.amount)}{what}"
    return f"{by}{to}履行：{one.what}" if one.what else f"{by}{to}{one.kind}"
