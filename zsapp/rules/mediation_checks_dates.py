"""Checks of days: R06 due before signing, R07 order of the steps, R55 the reminder of judicial confirmation.

R06 and R07 are logic, no article. Law of R55: 人民调解法 §33, 民诉法 §205.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from zsapp.rules.checking import Check, Context, Spot
from zsapp.rules.clause_words import ACT, DATE, NO_DUTY, PAY, days_in, sentences, without_quotes
from zsapp.rules.findings import RESOLVED, Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_deadlines import applied_on, deadlines, ended_on
from zsapp.rules.mediation_facts import PERFORMED, agreed_lines, has_written_agreement
from zsapp.rules.mediation_parts import Obligation
from zsapp.rules.mediation_versions import agreed_first, effective_on

NO_CONFIRMATION = ("", "未申请", "不适用")

DUE_IN_CLAUSE = re.compile(rf"(?:之|以)?前[^，。；的欠生]{{0,14}}?(?:{PAY.pattern}|{ACT.pattern})(?!的)")
"""After the day of a due date: 前 and, close by, what is to be done; not 前拖欠的, 前发生的."""

NOT_DUE = re.compile(r"原[定约应订]|本应|曾[经于在]|此前|之前已|已[经于由将把向付还]")


def check_dues(case: Case, _context: Context) -> Iterator[Spot]:
    """R06: no obligation still open falls due before the agreement is signed."""
    signed = case.dates.agree
    if signed is None:
        return
    for n, duty in enumerate(case.schedule):
        if duty.due and duty.due < signed and duty.status != PERFORMED:
            message = f"第{duty.seq or n + 1}期履行日期早于协议签订日期。"
            yield Spot(f"schedule[{n}].due", message)
    if not case.schedule:  # its rows say what the clauses do, and whether it is performed
        for line in agreed_lines(case):
            if any(_due_before(one.text, signed) for one in sentences(without_quotes(line.text))):
                yield Spot(line.where, f"第{line.number}条履行日期早于协议签订日期。")


def _due_before(sentence: str, signed: date) -> bool:
    if NOT_DUE.search(sentence) or NO_DUTY.search(sentence):
        return False
    for found in DATE.finditer(sentence):
        day = next((day for day, _ in days_in(found[0])), None)
        if day and found["day"] and day < signed and DUE_IN_CLAUSE.match(sentence, found.end()):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step of the case: its path, its name for people, its day."""

    where: str
    name: str
    day: date


def steps_of(case: Case) -> tuple[tuple[Step, ...], ...]:
    """Return the dated steps in the groups that must follow one another."""
    days = case.dates
    talks = [Step("dates.survey", "调查日期", days.survey)] if days.survey else []
    talks += [Step(f"dates.sessions[{n}]", "调解日期", day) for n, day in enumerate(days.sessions)]
    ends = (
        ("dates.agree", "协议日期", agreed_first(case)),
        ("dates.terminate", "终止日期", days.terminate),
        ("dates.withdraw", "撤回日期", days.withdraw),
    )
    groups = (
        _steps(("dates.apply", "申请日期", days.apply)),
        _steps(("dates.accept", "受理日期", days.accept)),
        tuple(talks),
        _steps(*ends),
        _steps(("dates.visit", "回访日期", days.visit)),
        _steps(("dates.file", "立卷日期", days.file)),
    )
    return tuple(group for group in groups if group)


def _steps(*known: tuple[str, str, date | None]) -> tuple[Step, ...]:
    return tuple(Step(where, name, day) for where, name, day in known if day)


def check_order(case: Case, context: Context) -> Iterator[Spot]:
    """R07: 申请 ≤ 受理 ≤ 调查、调解 ≤ 协议(终止、撤回) ≤ 回访 ≤ 立卷, and nothing recorded is still to come.

    What comes after the end (确认, 结案, 回访, 立卷) is held against today only once the end lies behind
    (decision 22): a record judged on the day it ended may already hold what followed. One finding a place:
    each day out of order has its own red mark.
    """
    groups = steps_of(case)
    faults: list[tuple[str, str]] = []
    for before, after in pairwise(groups):
        last, first = max(before, key=lambda step: step.day), min(after, key=lambda step: step.day)
        if last.day > first.day:
            faults.append((first.where, f"{first.name}{first.day}早于{last.name}{last.day}"))
    faults += [
        (step.where, f"{step.name}{step.day}晚于今天{context.today}")
        for step in _recorded(case, groups, context.today)
        if step.day > context.today
    ]
    for place in dict.fromkeys(where for where, _ in faults):
        told = "；".join(words for where, words in faults if where == place)
        yield Spot(place, f"日期前后矛盾：{told}。")


def _recorded(case: Case, groups: tuple[tuple[Step, ...], ...], today: date) -> Iterator[Step]:
    days, ended = case.dates, ended_on(case)
    later = ("dates.visit", "dates.file")
    yield from (step for group in groups for step in group if step.where not in later)
    yield from _steps(("dates.extend_consent", "同意延期日期", days.extend_consent))
    if days.agree != agreed_first(case):  # of a change: after the visit or before, but not to come
        yield from _steps(("dates.agree", "变更协议日期", days.agree))
    if ended and ended < today:
        yield from (step for group in groups for step in group if step.where in later)
        yield from _steps(
            ("dates.confirm_apply", "申请司法确认日期", days.confirm_apply),
            ("dates.confirm_ruling", "司法确认裁定日期", days.confirm_ruling),
            ("dates.close", "结案日期", days.close),
        )


def check_confirmation(case: Case, context: Context) -> Iterator[Spot]:
    """R55: a written agreement with something due after signing, or confirmation chosen: by when to ask."""
    if not asks_confirmation(case):
        return
    tables = context.tables
    running = deadlines(case, calendar=tables.calendar, periods=tables.periods, today=context.today)
    last = next(one for one in running if one.id == "T3")
    if last.state == "done":
        message = f"已于{applied_on(case)}申请司法确认。"
        yield Spot("dates.confirm_apply", message, state=RESOLVED, reason=message)
    elif last.due and context.today > last.due:
        yield Spot("dates.confirm_apply", f"共同申请司法确认的期限已于{last.due}届满。")
    else:
        yield Spot("dates.confirm_apply", f"如需司法确认，请双方于{last.due}前共同向法院申请。")


def asks_confirmation(case: Case) -> bool:
    """Say whether judicial confirmation is worth asking for: something is owed still, or it was chosen."""
    effective = effective_on(case)
    if effective is None or not has_written_agreement(case):
        return False
    chosen = case.outcome.confirmation not in NO_CONFIRMATION or case.confirmation is not None
    return chosen or _due_later(case, effective)


def _due_later(case: Case, effective: date) -> bool:
    if case.schedule:
        return any(_later(duty, effective) for duty in case.schedule)
    return any(day > effective for text in case.clauses for day, _ in days_in(text))


def _later(duty: Obligation, effective: date) -> bool:
    return any(day is not None and day > effective for day in (duty.due, duty.start)) or bool(duty.period)


CHECKS = (
    Check(
        rule="R06",
        name="期限早于签订日",
        severity=Severity.ERROR,
        basis="逻辑校验",
        stage=Stage.TYPING,
        reads=("schedule", "clauses", "oral_register", "dates"),
        look=check_dues,
    ),
    Check(
        rule="R07",
        name="日期顺序",
        severity=Severity.ERROR,
        basis="逻辑校验",
        stage=Stage.TYPING,
        reads=("dates",),
        look=check_order,
    ),
    Check(
        rule="R55",
        name="司法确认提醒",
        severity=Severity.HINT,
        basis="人民调解法33；民诉法205",
        stage=Stage.PRINT,
        reads=("dates", "schedule", "clauses", "outcome", "confirmation"),
        look=check_confirmation,
    ),
)
