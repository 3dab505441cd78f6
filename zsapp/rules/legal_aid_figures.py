"""Indicators of legal aid (法律援助指标): I09 to I15 of brief L §4.2, each with the intakes behind it. Pure.

A share says its two numbers; one of nothing is a dash, never nought. What cannot be counted from what the
centre sends is left out and said (brief §4.2 I12: the day of assignment is not in its answers).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zsapp.rules.groups import MARK, NOTHING, percent
from zsapp.rules.legal_aid_ledger import FREE, ON_TIME, UNCHECKED, AidLine

MEANING = (
    "及时率按各件自己的到期日计算；审查期限扣除补正的日数。比例的分母为零时写“—”。",
    "3日内指派率：法律援助处的结果没有指派日期，无法统计。",
    "特殊群体占比：给予法律援助的人中有该标识的；一人可以有几个标识。",
)

Lines = Mapping[str, AidLine]
"""Lines by the ids of their intakes."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: the intakes it counts, those they are a share of (None for a plain count), its value."""

    id: str
    name: str
    ids: tuple[str, ...]
    of: tuple[str, ...] | None
    value: str


def indicators(lines: Lines, groups: Sequence[str]) -> tuple[Indicator, ...]:
    """Return every indicator of a period's intakes; `groups` are the flags in the order of their list."""
    return tuple(_indicators(lines, groups))


def _indicators(lines: Lines, groups: Sequence[str]) -> Iterator[Indicator]:
    every = tuple(lines)
    sent = _those(lines, lambda one: one.forwarded_on is not None)
    done = _those(lines, lambda one: one.result in ("给予", "不予", "视为撤回"))
    granted = _those(lines, lambda one: one.result == "给予")
    examined = _those(lines, lambda one: bool(one.examining))
    urgent = _those(lines, lambda one: bool(one.urgent))
    yield _count("I09", "法律援助申请接收数", every)
    yield _count("I09-1", "转交数", sent)
    yield _share("I09-2", "转交及时率", _those(lines, lambda one: one.forwarding == ON_TIME), sent)
    whole = tuple(one for one in sent if not lines[one].supplemented)
    yield _share("I10", "材料一次齐全率", whole, sent)
    yield _share("I11", "给予率", granted, done)
    for name, result in (("不予率", "不予"), ("视为撤回率", "视为撤回")):
        yield _share("I11", name, tuple(one for one in done if lines[one].result == result), done)
    timely = tuple(one for one in examined if lines[one].examining == ON_TIME)
    yield _share("I12", "中心审查7日内办结率", timely, examined)
    for group in groups:
        having = tuple(one for one in granted if group in lines[one].groups.split(MARK))
        yield _share("I13", f"受援人占比：{group}", having, granted)
    yield _share("I14", "免予核查占比", _those(lines, lambda one: one.means == UNCHECKED), every)
    yield _share("I14-1", "不受限占比", _those(lines, lambda one: one.means == FREE), every)
    yield _count("I15", "紧急先行件数", urgent)
    yield _response(lines, urgent)


def _those(lines: Lines, holds: Callable[[AidLine], bool]) -> tuple[str, ...]:
    return tuple(key for key, one in lines.items() if holds(one))


def _count(name: str, label: str, ids: tuple[str, ...]) -> Indicator:
    return Indicator(name, label, ids, None, str(len(ids)))


def _share(name: str, label: str, ids: tuple[str, ...], of: tuple[str, ...]) -> Indicator:
    return Indicator(name, label, ids if of else (), of, percent(len(ids), len(of)))


def _response(lines: Lines, urgent: tuple[str, ...]) -> Indicator:
    """Return how long urgent applications lay at the station, on average."""
    days = [
        (one.forwarded_on - one.received_on).days
        for one in (lines[key] for key in urgent)
        if one.forwarded_on and one.received_on
    ]
    if not days:
        return Indicator("I15-1", "紧急件平均响应（日）", (), None, NOTHING)
    mean = (Decimal(sum(days)) / len(days)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    gone = tuple(key for key in urgent if lines[key].forwarded_on)
    return Indicator("I15-1", "紧急件平均响应（日）", gone, None, str(mean))
