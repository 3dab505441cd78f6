"""Checks of money: R01 figures against words (大小写), R02 sums (分期合计). Law: 民诉法解释 §358(五)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from zsapp.rules.checking import Check, Context, Spot
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import Line, agreed_lines, is_money, is_periodic
from zsapp.rules.mediation_parts import Obligation
from zsapp.rules.money import LARGEST, in_figures, in_words
from zsapp.rules.money_text import Amount, amounts_in
from zsapp.rules.numerals import read_number

NOTHING = Decimal(0)
INSTALMENTS = re.compile(r"分(?P<count>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?:期|次|批|笔)")
EACH = re.compile(r"每期|每个?月|各(?:支?付|归?还|给付|偿还|交)")
COUNTED = re.compile(r"(?:共|分)?(?P<count>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?:期|次|个月)")
TIMES = re.compile(r"[共分](?P<count>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?:期|次|个月)")
LOSS_TOTAL = re.compile(r"损失(?:计算表|合计|共计|总计|总额)|各项(?:损失|费用)")


def check_words(case: Case, _context: Context) -> Iterator[Spot]:
    """R01: in every amount of the agreement the words (大写) say what the figures say."""
    for line in (*agreed_lines(case), *_annex_lines(case)):
        for amount in amounts_in(line.text):
            if not amount.agrees:
                yield _words_spot(line, amount)


def _annex_lines(case: Case) -> Iterator[Line]:
    for n, duty in enumerate(case.schedule):
        number = duty.seq or n + 1
        yield Line(f"schedule[{n}].what", number, duty.what)
        yield Line(f"schedule[{n}].condition", number, duty.condition)
        yield Line(f"schedule[{n}].method", number, duty.method)
    yield Line("accounts_note", 1, case.accounts_note)
    if case.oral_register:
        yield Line("oral_register.perform", 1, case.oral_register.perform)


def _words_spot(line: Line, amount: Amount) -> Spot:
    value = amount.value or NOTHING
    place = f"第{line.number}{'条' if line.where.startswith(('clauses', 'oral')) else '项'}"
    message = f"{place}金额“¥{in_figures(value)}”与大写“{amount.words}”不一致，请更正。"
    if value >= LARGEST:
        return Spot(line.where, message)
    start, end = amount.words_at
    return Spot(line.where, message, fix=line.text[:start] + in_words(value) + line.text[end:])


def check_sums(case: Case, _context: Context) -> Iterator[Spot]:
    """R02: instalments, periodic payments, the roster and the losses add up to the totals given."""
    yield from _schedule_sums(case)
    yield from _roster_sums(case)
    yield from _loss_sums(case)
    for line in agreed_lines(case):
        yield from _clause_sums(line, case.totals.amount)
        yield from _items_sum(line)


def _differ(
    where: str, total: Decimal, wanted: Decimal, *, summed: str = "各期", against: str = "协议总额"
) -> Spot:
    apart = in_figures(abs(total - wanted))
    message = f"{summed}金额合计{in_figures(total)}元，与{against}{in_figures(wanted)}元相差{apart}元。"
    return Spot(where, message)


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the schedule adds up to: paid once, paid once without a condition, and with counted periods."""

    once: Decimal
    unconditional: Decimal
    whole: Decimal | None


def _schedule_sums(case: Case) -> Iterator[Spot]:
    money = [duty for duty in case.schedule if is_money(duty)]
    if not money or any(duty.amount is None for duty in money):
        return
    once = [duty for duty in money if not is_periodic(duty)]
    recurring = [duty for duty in money if is_periodic(duty)]
    total, monthly = case.totals.amount, case.totals.periodic_monthly
    if total is not None and (once or monthly is None):
        sums = _sums(once, recurring)
        fits = {sums.once, sums.unconditional} if once else set()
        if monthly is None and sums.whole is not None:
            fits.add(sums.whole)
        unknown = monthly is None and recurring and sums.whole is None
        if total not in fits and not unknown:
            yield _differ("totals.amount", sums.once if sums.whole is None else sums.whole, total)
    by_month = [duty for duty in recurring if duty.period in ("", "每月", "按月", "月")]
    if monthly is not None and by_month and _added(by_month) != monthly:
        yield _differ("totals.periodic_monthly", _added(by_month), monthly, summed="每月", against="每月总额")


def _sums(once: list[Obligation], recurring: list[Obligation]) -> _Sums:
    counts = [_periods_of(duty) for duty in recurring]
    whole = None
    if None not in counts:
        counted = zip(recurring, counts, strict=True)
        whole = _added(once) + sum(((duty.amount or NOTHING) * (n or 0) for duty, n in counted), NOTHING)
    return _Sums(_added(once), _added([duty for duty in once if not duty.condition]), whole)


def _added(duties: list[Obligation]) -> Decimal:
    return sum((duty.amount or NOTHING for duty in duties), NOTHING)


def _periods_of(duty: Obligation) -> int | None:
    """Return how often a periodic payment falls due, None when its end is no day and no number (去世之日)."""
    told = COUNTED.search(f"{duty.end} {duty.period} {duty.what}")
    if told:
        return int(told["count"]) if told["count"].isdecimal() else read_number(told["count"])
    try:
        last = date.fromisoformat(duty.end.strip())
    except ValueError:
        return None
    if duty.start is None or duty.period not in ("每月", "按月", "月"):
        return None
    return (last.year - duty.start.year) * 12 + last.month - duty.start.month + (last.day >= duty.start.day)


def _roster_sums(case: Case) -> Iterator[Spot]:
    rows = case.roster
    for n, row in enumerate(rows):
        paid = sum(row.instalments, NOTHING)
        if row.owed is not None and row.instalments and paid != row.owed:
            summed = f"名单第{row.no or n + 1}人{row.name}各期"
            yield _differ(f"roster[{n}].owed", paid, row.owed, summed=summed, against="应付")
    owed = [row.owed for row in rows if row.owed is not None]
    if not owed or len(owed) != len(rows):
        return
    total = sum(owed, NOTHING)
    known = _known_totals(case)
    if known and total not in known:
        yield _differ("roster", total, known[0], summed="名单")
    yield from _column_sums(case)


def _known_totals(case: Case) -> list[Decimal]:
    """Return the amounts a roster may add up to: the agreement's, the schedule's, any that a clause names."""
    money = [duty for duty in case.schedule if is_money(duty) and duty.amount is not None]
    found = [] if case.totals.amount is None else [case.totals.amount]
    found += [_added(money)] if money else []
    found += [
        one.value for line in agreed_lines(case) for one in amounts_in(line.text) if one.value is not None
    ]
    return found


def _column_sums(case: Case) -> Iterator[Spot]:
    """Hold the roster's columns against the instalments of the schedule, when there are as many of them."""
    counts = {len(row.instalments) for row in case.roster}
    money = [(n, duty) for n, duty in enumerate(case.schedule) if is_money(duty) and duty.amount is not None]
    if counts != {len(money)}:
        return
    for column, (n, duty) in enumerate(money):
        paid = sum((row.instalments[column] for row in case.roster), NOTHING)
        if duty.amount is not None and paid != duty.amount:
            summed, against = f"名单第{column + 1}期", f"第{duty.seq or n + 1}期"
            yield _differ(f"schedule[{n}].amount", paid, duty.amount, summed=summed, against=against)


def _loss_sums(case: Case) -> Iterator[Spot]:
    amounts = [one.amount for one in case.loss_table]
    losses = [amount for amount in amounts if amount is not None]
    if not losses or len(losses) != len(amounts):
        return
    total = sum(losses, NOTHING)
    stated = case.split.loss_total if case.split else None
    if stated is not None:
        if stated != total:
            yield _differ("split.loss_total", total, stated, summed="损失各项", against="损失合计")
        return
    for line in agreed_lines(case):
        named = [one.value for one in amounts_in(line.text) if one.value is not None]
        if named and LOSS_TOTAL.search(line.text) and total not in named:
            yield _differ(line.where, total, named[0], summed="损失各项", against="损失合计")


REST = re.compile(r"(?:余款|余下|剩余|其余|尾款|余额)[^，。；0-9]{0,12}$")
FIRST = re.compile(r"(?:其中|首期|首付|先行?|当场|已)[^。；]{0,40}$")
LOWERED = re.compile(r"减|免|放弃|折|让|优惠|利息|各|每|均")
ITEMS = re.compile(r"[、和及]\s*[^，。；、0-9%]{1,14}")
SUM_NAMED = re.compile(
    r"[，,、（(]?\s*(?:以上|上述)?(?:[一二三四五六七八九两]项|各项)?(?:合计|共计|总计)(?:为|人民币)*"
)


def _items_sum(line: Line) -> Iterator[Spot]:
    """Hold 医疗费300元、误工费200元，共计500元 against itself; a first part and the rest too."""
    amounts = amounts_in(line.text)
    values = [one.value or NOTHING for one in amounts]
    between = [line.text[one.end : two.start] for one, two in pairwise(amounts)]
    run = 0
    for place, gap in enumerate(between):
        if SUM_NAMED.fullmatch(gap) and place > run and not LOWERED.search(line.text):
            total = sum(values[run : place + 1], NOTHING)
            if total != values[place + 1]:
                yield _differ(line.where, total, values[place + 1], summed="各项", against="合计")
        if not ITEMS.fullmatch(gap):
            run = place + 1
    if len(amounts) == 3 and REST.search(between[1]) and FIRST.search(between[0]):
        paid = values[1] + values[2]
        if paid != values[0] and not LOWERED.search(line.text):
            yield _differ(line.where, paid, values[0])


def _clause_sums(line: Line, total: Decimal | None) -> Iterator[Spot]:
    """Hold 分三期支付：… inside one clause against the total named before it, else the agreement's."""
    marker = INSTALMENTS.search(line.text)
    if not marker:
        yield from _counted_sum(line)
        return
    told = marker["count"]
    count = int(told) if told.isdecimal() else read_number(told) or 0
    amounts = [one for one in amounts_in(line.text) if one.value is not None]
    before = [one.value or NOTHING for one in amounts if one.end <= marker.start()]
    after = [one.value or NOTHING for one in amounts if one.start >= marker.end()]
    each = EACH.search(line.text) is not None
    if len(after) not in ((1, 2) if each else (count, count + 1)):
        return
    one = min(after)
    paid = one * count if each else sum(after[:count], NOTHING)
    stated = [value for value in after if value != one] if each else after[count:]
    wanted = stated or before or ([total] if total is not None else [])
    if wanted and paid not in _fitting(wanted):
        yield _differ(line.where, paid, wanted[-1])


def _counted_sum(line: Line) -> Iterator[Spot]:
    """Hold 赔偿1000元，每月支付200元，共五期 against itself."""
    told, amounts = TIMES.search(line.text), amounts_in(line.text)
    if told and len(amounts) == 2 and EACH.search(line.text, amounts[0].end, amounts[1].start):
        count = int(told["count"]) if told["count"].isdecimal() else read_number(told["count"]) or 0
        whole, each = (one.value or NOTHING for one in amounts)
        if each * count != whole:
            yield _differ(line.where, each * count, whole)


def _fitting(named: list[Decimal]) -> set[Decimal]:
    """Return what instalments may add up to: any amount named, all of them, or the first less the others."""
    total = sum(named, NOTHING)
    return {*named, total, named[0] * 2 - total}


CHECKS = (
    Check(
        rule="R01",
        name="大小写金额不一致",
        severity=Severity.ERROR,
        basis="民诉法解释358(五)",
        stage=Stage.TYPING,
        reads=("clauses", "schedule", "accounts_note", "oral_register"),
        look=check_words,
    ),
    Check(
        rule="R02",
        name="分期合计不符",
        severity=Severity.ERROR,
        basis="民诉法解释358(五)",
        stage=Stage.TYPING,
        reads=("clauses", "schedule", "totals", "roster", "loss_table", "split"),
        look=check_sums,
    ),
)
