"""An oral agreement (口头协议) on the spot: what the case already tells is filled in, three things are asked.

A dispute settled at once by word of mouth is registered, not written up: facts, what was agreed, how it is
performed. Law: 人民调解法 §28 (the mediator records what was agreed), §30 (it takes effect when reached).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from zsapp.base.errors import Code, Refusal
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper_text import obligation_text
from zsapp.rules.mediation_parts import Mediator, OralRegister

HOST = "主持"


def spoken(case: Case, on: date, mediators: Sequence[str] = ()) -> Case:
    """Return a case settled by word of mouth on a day; what stands in it already is left as it is.

    Args:
        case: With its parties and a line of facts.
        on: The day of the agreement, and of every step before it that has none.
        mediators: Who mediates in the committee: filled in where there is only one.

    Raises:
        Refusal: AGREEMENT_STEP_NOT_OPEN for a case that has ended, or whose agreement is a written one.
    """
    if what := _why_not(case):
        raise Refusal(Code.AGREEMENT_STEP_NOT_OPEN, field="outcome.form", verb="登记口头协议", what=what)
    days = case.dates
    held = days.sessions or tuple(one.date for one in case.sessions if one.date)
    alone = (Mediator(name=mediators[0], role=HOST),) if len(mediators) == 1 else ()
    return replace(
        case,
        dates=replace(
            days,
            apply=days.apply or on,
            accept=days.accept or on,
            sessions=held or (on,),
            agree=days.agree or on,
        ),
        outcome=replace(case.outcome, form="口头", result=case.outcome.result or "调解成功"),
        mediators=case.mediators or alone,
        oral_register=_register(case),
    )


def _why_not(case: Case) -> str:
    if case.signed:
        return "书面协议已经签署"
    if case.outcome.form != "口头" and any(text.strip() for text in case.clauses):
        return "已经写了书面协议；确是口头协议的，请先把“协议形式”改为口头"
    if (
        case.dates.terminate
        or case.dates.withdraw
        or case.outcome.result.startswith(("调解不成", "不予受理"))
    ):
        return "案件已经以其他方式结束"
    return ""


def _register(case: Case) -> OralRegister:
    """Return the register with the facts told, and how the schedule says it is performed."""
    known = case.oral_register or OralRegister()
    ways = "".join(obligation_text(one, case.dates.agree) for one in case.schedule)
    return replace(known, facts=known.facts or case.brief, perform=known.perform or ways)
