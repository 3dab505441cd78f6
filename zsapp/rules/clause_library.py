"""The clause library (条款库): clauses composed from the case, so that nothing is typed twice.

Amounts, words and dates come from the schedule (履行方式、时限); what only the mediator knows is left as a
ruled blank, which no final print passes (R47). A clause is offered, never put in by itself. One that was put
in, and that nobody has edited since, follows the schedule; one that was edited is the mediator's (D-29).
Law: 调解法 = 人民调解法 §29(1)(三) the way and the time of performance, §31 performance, §33 confirmation;
民法典 §634 (参照) acceleration after a missed instalment.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from zsapp.base.errors import Code, Refusal
from zsapp.rules.clause_words import bare_clause
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_agreement import Composed
from zsapp.rules.mediation_paper_text import amount_text, day_text, obligation_text
from zsapp.rules.mediation_parts import Obligation
from zsapp.rules.mediation_versions import is_frozen
from zsapp.rules.numerals import numeral

BLANK = "____"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause on offer: its kind, its name, its text, the law behind it.

    `key` is what it is chosen by and stands for the same thing while the schedule is typed: the kind, and
    for what the schedule makes the row (from 1) it begins with.
    """

    kind: str
    name: str
    text: str
    basis: str = ""
    key: str = ""


def clause_library(case: Case) -> tuple[Clause, ...]:
    """Return the clauses this case can use, in the order of an agreement."""
    found = (clause for offer in OFFERS for clause in offer(case))
    return tuple(one if one.key else replace(one, key=one.kind) for one in found)


def performance_clauses(case: Case) -> tuple[Clause, ...]:
    """Return the clauses that the schedule alone makes: payments, instalments, acts."""
    return tuple(clause for offer in (_payments, _acts) for clause in offer(case))


# --- what the schedule says -------------------------------------------------------------------------------


def _is_payment(one: Obligation) -> bool:
    return one.amount is not None and one.amount > 0


def _payments(case: Case) -> Iterator[Clause]:
    for row, group in _groups(case).items():
        first = group[0]
        if not _is_single(first):
            yield Clause(
                "payment",
                "定期或附条件给付",
                obligation_text(first, case.dates.agree),
                PERFORMANCE,
                f"payment:{row}",
            )
        elif len(group) == 1:
            yield Clause("payment", "一次性给付", _payment(first, case), PERFORMANCE, f"payment:{row}")
        else:
            text = _instalments(group, case)
            yield Clause("instalments", "分期给付", text, PERFORMANCE, f"payment:{row}")
            text = _acceleration(first.obligor, first.obligee)
            yield Clause("acceleration", "逾期加速到期", text, ACCELERATION, f"acceleration:{row}")


def _groups(case: Case) -> dict[int, list[Obligation]]:
    """Return the payments by the row (from 1) of the first: those of one to the other once are one group."""
    groups: dict[int, list[Obligation]] = {}
    firsts: dict[tuple[str, str], int] = {}
    for row, one in enumerate(case.schedule, 1):
        if not _is_payment(one):
            continue
        between = one.obligor, one.obligee
        if _is_single(one) and between in firsts:
            groups[firsts[between]].append(one)
            continue
        groups[row] = [one]
        if _is_single(one):
            firsts[between] = row
    return groups


def _is_single(one: Obligation) -> bool:
    return not (one.period or one.condition)


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
    for row, one in enumerate(case.schedule, 1):
        if _is_payment(one) or not one.what:
            continue
        if one.kind == "不作为":
            text = f"今后{one.obligor}不得{one.what.removeprefix('不得')}。"
            yield Clause("abstain", "不作为", text, PERFORMANCE, f"act:{row}")
        else:
            text = obligation_text(one, case.dates.agree)
            yield Clause("act", "作为", text, PERFORMANCE, f"act:{row}")


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


# --- clauses that were put in -----------------------------------------------------------------------------


def composed(case: Case, key: str) -> Case:
    """Return the case with a clause of the library put in its place: before what the library names later.

    Raises:
        Refusal: USAGE for a clause that is not on offer.
    """
    order = {one.key: at for at, one in enumerate(clause_library(case))}
    if key not in order:
        raise Refusal(Code.USAGE, field="clauses", what=f"现在没有条款“{key}”；可用：{'、'.join(order)}")
    offer = clause_library(case)[order[key]]
    if is_taken(case, offer):
        return case
    later = {one.text for one in case.composed if order.get(one.key, -1) > order[key]}
    at = next((n for n, text in enumerate(case.clauses) if bare_clause(text) in later), len(case.clauses))
    return replace(
        case,
        clauses=(*case.clauses[:at], offer.text, *case.clauses[at:]),
        composed=(
            *(one for one in case.composed if one.key != key),
            Composed(key=key, text=offer.text),
        ),
    )


def followed(case: Case) -> Case:
    """Return the case with composed clauses as the schedule has them now; edited and signed ones stay."""
    if not case.composed or is_frozen(case):
        return case
    offers = {one.key: one.text for one in clause_library(case)}
    clauses, kept = list(case.clauses), []
    for one in case.composed:
        now = offers.get(one.key, one.text)
        at = next((n for n, text in enumerate(clauses) if bare_clause(text) == one.text), None)
        if at is not None and now != one.text:
            clauses[at] = clauses[at].removesuffix(one.text) + now
            one = replace(one, text=now)  # noqa: PLW2901 -- the entry follows its clause
        kept.append(one)
    return replace(case, clauses=tuple(clauses), composed=tuple(kept))


def moved_up(case: Case, gone: int) -> Case:
    """Return the case with its composed clauses told that a row (from 0) of the schedule is about to go.

    A clause whose only row goes is not followed any more; that of a group passes on to the group's next row.
    """
    row = gone + 1
    heirs = {
        first: [at for at, one in enumerate(case.schedule, 1) if one in group]
        for first, group in _groups(case).items()
    }
    kept = []
    for one in case.composed:
        kind, _, number = one.key.partition(":")
        at = int(number or 0)
        if at == row:
            at = next((heir for heir in heirs.get(row, []) if heir > row), 0)
            if not at:
                continue
        kept.append(replace(one, key=f"{kind}:{at - 1}") if at > row else one)
    return replace(case, composed=tuple(kept))


def is_taken(case: Case, clause: Clause) -> bool:
    """Say whether a clause on offer stands in the agreement as it is."""
    return clause.text in map(bare_clause, case.clauses)


def numbered_clauses(case: Case) -> Case:
    """Return the case with its clauses numbered 一、 二、 三、 in order; blank and signed ones stay.

    What was agreed by word of mouth is numbered where there is more than one line of it.
    """
    if is_frozen(case):
        return case
    told = case.oral_register.agreement if case.oral_register else ()
    if case.oral_register and sum(bool(text.strip()) for text in told) > 1:
        case = replace(case, oral_register=replace(case.oral_register, agreement=_numbered(told)))
    return replace(case, clauses=_numbered(case.clauses))


def _numbered(texts: tuple[str, ...]) -> tuple[str, ...]:
    lines, number = [], 0
    for text in texts:
        number += bool(text.strip())
        lines.append(f"{numeral(number)}、{bare_clause(text)}" if text.strip() else text)
    return tuple(lines)
