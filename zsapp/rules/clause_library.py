"""The clause library (条款库): clauses composed from the case, so that nothing is typed twice.

Amounts, words and dates come from the schedule (履行方式、时限); what only the mediator knows is left as a
ruled blank, which no final print passes (R47). A clause is offered, never put in by itself.
Law: 调解法 = 人民调解法 §29(1)(三) the way and the time of performance, §31 performance, §33 confirmation;
民法典 §634 (参照) acceleration after a missed instalment.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper_text import amount_text, day_text, obligation_text
from zsapp.rules.mediation_parts import Obligation
from zsapp.rules.numerals import numeral

BLANK = "____"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause on offer: the kind it is chosen by, its name, its text, and the law behind it."""

    kind: str
    name: str
    text: str
    basis: str = ""


def clause_library(case: Case) -> tuple[Clause, ...]:
    """Return the clauses this case can use, in the order of an agreement."""
    return tuple(clause for offer in OFFERS for clause in offer(case))


def performance_clauses(case: Case) -> tuple[Clause, ...]:
    """Return the clauses that the schedule alone makes: payments, instalments, acts."""
    return tuple(clause for offer in (_payments, _acts) for clause in offer(case))


# --- what the schedule says -------------------------------------------------------------------------------


def _is_payment(one: Obligation) -> bool:
    return one.amount is not None and one.amount > 0


def _payments(case: Case) -> Iterator[Clause]:
    single = [one for one in case.schedule if _is_payment(one) and not (one.period or one.condition)]
    pairs = groupby(
        sorted(single, key=lambda one: (one.obligor, one.obligee)), key=lambda one: (one.obligor, one.obligee)
    )
    together = {key: list(group) for key, group in pairs}
    written: set[tuple[str, str]] = set()
    for one in case.schedule:
        key = one.obligor, one.obligee
        if one not in single:
            if _is_payment(one):
                yield Clause(
                    "payment", "定期或附条件给付", obligation_text(one, case.dates.agree), PERFORMANCE
                )
        elif len(together[key]) == 1:
            yield Clause("payment", "一次性给付", _payment(one, case), PERFORMANCE)
        elif key not in written:
            written.add(key)
            yield Clause("instalments", "分期给付", _instalments(together[key], case), PERFORMANCE)
            yield Clause("acceleration", "逾期加速到期", _acceleration(*key), ACCELERATION)


def _payment(one: Obligation, case: Case) -> str:
    return f"{one.obligor}{_when(one, case)}{_by(one)}{_to(one)}一次性支付{_sum(one.amount)}{_for(one)}。"


def _instalments(parts: list[Obligation], case: Case) -> str:
    total = sum((one.amount or Decimal(0) for one in parts), Decimal(0))
    first = parts[0]
    head = f"{first.obligor}{_to(first)}支付{_sum(total)}，分{numeral(len(parts))}期付清："
    lines = (
        f"第{numeral(at)}期{_when(one, case)}{_by(one)}支付{_sum(one.amount)}{_for(one)}"
        for at, one in enumerate(parts, start=1)
    )
    return head + "；".join(lines) + "。"


def _acceleration(obligor: str, obligee: str) -> str:
    who = obligee or "权利人"
    return f"{obligor}任何一期未按期足额支付的，{who}有权要求其自逾期之日起十日内一次性付清全部剩余款项。"


def _acts(case: Case) -> Iterator[Clause]:
    for one in case.schedule:
        if _is_payment(one) or not one.what:
            continue
        if one.kind == "不作为":
            yield Clause(
                "abstain", "不作为", f"今后{one.obligor}不得{one.what.removeprefix('不得')}。", PERFORMANCE
            )
        else:
            yield Clause("act", "作为", obligation_text(one, case.dates.agree), PERFORMANCE)


def _when(one: Obligation, case: Case) -> str:
    if one.due is None:
        return f"于{BLANK}前"
    if one.due == case.dates.agree:
        return "于签订本协议当日"
    return f"于{day_text(one.due)}前"


def _by(one: Obligation) -> str:
    return f"以{one.method or BLANK}方式"


def _to(one: Obligation) -> str:
    return f"向{one.obligee or BLANK}"


def _for(one: Obligation) -> str:
    return f"（{one.what}）" if one.what else ""


def _sum(amount: Decimal | None) -> str:
    return amount_text(amount or Decimal(0))


# --- what nearly every agreement says ---------------------------------------------------------------------


def _sides(case: Case) -> tuple[str, str]:
    """Return the applicants and the other side, by name."""
    ours = "、".join(one.name for one in case.parties if one.role == "申请人" and one.name)
    theirs = "、".join(one.name for one in case.parties if one.role != "申请人" and one.name)
    return ours or "申请人", theirs or "被申请人"


def _everyday(case: Case) -> Iterator[Clause]:
    ours, theirs = _sides(case)
    yield Clause(
        "apology", "赔礼道歉", f"{theirs}于签订本协议时当面向{ours}赔礼道歉，{ours}予以谅解。", "民法典179"
    )
    yield Clause(
        "access",
        "施工通行配合",
        f"{ours}同意{theirs}为履行本协议于{BLANK}至{BLANK}期间进入{BLANK}施工，施工完毕后三日内由{theirs}清场恢复原状。",
        "民法典291、292",
    )
    yield Clause(
        "confidentiality",
        "保密",
        "各方对在调解中知悉的对方个人隐私和个人信息予以保密，法律另有规定的除外。",
        "民法典1032、1034",
    )


def _closing(case: Case) -> Iterator[Clause]:
    if any(one.status != "已履行" for one in case.schedule):
        yield Clause(
            "confirmation",
            "申请司法确认",
            "双方同意自本协议生效之日起三十日内共同向有管辖权的人民法院申请司法确认。",
            "人民调解法33",
        )
    yield Clause("closing", "了结", "本协议履行完毕后，双方就本次纠纷再无其他争议。", "民诉法解释358(五)")


PERFORMANCE = "人民调解法29(1)(三)"
ACCELERATION = "参照民法典634"
OFFERS: tuple[Callable[[Case], Iterator[Clause]], ...] = (_payments, _acts, _everyday, _closing)
