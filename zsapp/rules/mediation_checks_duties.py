"""Checks of duties: R03 by when, R08 by whom to whom. Law: 人民调解法 §29(1)(三).

A time may stand in the clause, in the schedule's row, in a later clause (上述款项于…前付清) or in the oral
register; it may be a day, a period, a rule, or an event that is sure to be known (去世, 收到通知之日起).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from zsapp.rules.checking import Check, Context, Spot
from zsapp.rules.clause_words import (
    ACT,
    ALL_OF_IT,
    LASTING,
    PAY,
    is_duty,
    names_anybody,
    says_when,
    sentences,
    without_quotes,
)
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_checks_terms import names_a_debt
from zsapp.rules.mediation_facts import (
    FORBEARANCE,
    PERFORMED,
    Line,
    agreed_lines,
    is_money,
    party_names,
    signed_on,
    speaks_of,
)
from zsapp.rules.mediation_parts import Obligation
from zsapp.rules.money_text import amounts_in


def check_times(case: Case, context: Context) -> Iterator[Spot]:
    """R03: every payment and every act that is done once says by when."""
    signed = signed_on(case, context.today)
    lines = tuple(agreed_lines(case))
    for n, duty in enumerate(case.schedule):
        if not _row_says_when(duty, signed) and not _clause_says_when(duty, lines, signed):
            yield Spot(f"schedule[{n}].due", f"第{duty.seq or n + 1}项履行事项没有写明履行期限。")
    for place, line in enumerate(lines):
        if _owes(line.text, signed) and not _time_elsewhere(case, line, lines[place + 1 :], signed):
            yield Spot(line.where, f"第{line.number}条没有写明履行期限。")


def _row_says_when(duty: Obligation, signed: date) -> bool:
    if duty.due or (duty.status == PERFORMED and (duty.done is None or duty.done <= signed)):
        return True  # what was done by the signing needs no term; what was done later did
    if duty.period or duty.start or duty.end or duty.condition or duty.kind == FORBEARANCE:
        return True
    told = f"{duty.what}；{duty.method}"
    return says_when(told, signed) or LASTING.search(told) is not None


def _clause_says_when(duty: Obligation, lines: tuple[Line, ...], signed: date) -> bool:
    return any(speaks_of(line.text, duty) and says_when(line.text, signed) for line in lines)


def _owes(text: str, signed: date) -> bool:
    """Say whether a clause orders a payment or an act and leaves its time open."""
    told = without_quotes(text)
    timed = says_when(told, signed)
    if not timed and amounts_in(told) and any(is_duty(one.text, PAY) for one in sentences(told)):
        return True
    return any(
        is_duty(one.text, ACT) and not says_when(one.text, signed) for one in sentences(told)
    ) and not (ALL_OF_IT.search(told) and says_when(told, signed))


def _time_elsewhere(case: Case, line: Line, later: tuple[Line, ...], signed: date) -> bool:
    if case.oral_register and says_when(case.oral_register.perform, signed):
        return True
    if any(ALL_OF_IT.search(one.text) and says_when(one.text, signed) for one in later):
        return True
    rows = [duty for duty in case.schedule if _row_says_when(duty, signed)]
    if any(speaks_of(line.text, duty) for duty in rows):
        return True
    named = {one.value for one in amounts_in(line.text)}
    return sum((duty.amount or Decimal(0) for duty in rows if is_money(duty)), Decimal(0)) in named


def check_sides(case: Case, _context: Context) -> Iterator[Spot]:
    """R08: every row says who owes, and a payment to whom; a clause that orders a payment names somebody."""
    for n, duty in enumerate(case.schedule):
        lacking = [] if duty.obligor.strip() else ["obligor"]
        if is_money(duty) and not duty.obligee.strip():
            lacking.append("obligee")
        for item in lacking:
            message = f"第{duty.seq or n + 1}项履行事项没有写清由谁向谁履行。"
            yield Spot(f"schedule[{n}].{item}", message)
    names = party_names(case)
    for line in agreed_lines(case):
        told = without_quotes(line.text)
        orders = any(is_duty(one.text, PAY) and names_a_debt(one.text) for one in sentences(told))
        if not orders or names_anybody(told, names) or ALL_OF_IT.search(told):
            continue
        if not any(_complete(duty) and speaks_of(line.text, duty) for duty in case.schedule):
            yield Spot(line.where, f"第{line.number}条没有写清由谁向谁履行。")


def _complete(duty: Obligation) -> bool:
    return bool(duty.obligor.strip() and duty.obligee.strip())


CHECKS = (
    Check(
        rule="R03",
        name="缺履行期限",
        severity=Severity.ERROR,
        basis="人民调解法29(1)(三)",
        stage=Stage.PRINT,
        reads=("clauses", "schedule", "dates", "oral_register"),
        look=check_times,
    ),
    Check(
        rule="R08",
        name="缺义务人、权利人",
        severity=Severity.ERROR,
        basis="人民调解法29(1)(三)",
        stage=Stage.PRINT,
        reads=("clauses", "schedule", "parties"),
        look=check_sides,
    ),
)
