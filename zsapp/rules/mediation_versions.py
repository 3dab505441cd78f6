"""Versions of an agreement (协议的各版): signing freezes one, a change makes the next, each stays as it was.

While a change is being written the signed version is in force: register, statistics and reminders go by it.
What is done (status, day, proof) is no part of what was agreed and stays open. Pure functions over a case.
Law: 人民调解法 §29 (what an agreement says, and when it takes effect), §31; 民法典 §543 (changed by consent).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import Thing, items
from zsapp.rules.clause_words import bare_clause
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_agreement import Amendment, Signed, Terms
from zsapp.rules.mediation_facts import is_oral
from zsapp.rules.mediation_paper_text import day_text
from zsapp.rules.mediation_parts import Obligation
from zsapp.rules.numerals import numeral

ELSEWHERE = {"agreed_on": "dates.agree", "form": "outcome.form"}
"""Terms that stand in a group of the case; the others are its items of the same name."""
SAME = tuple(one.name for one in items(Terms) if one.name not in ELSEWHERE)
OPEN = frozenset({"mediators", "interpreter", "totals"})
"""Terms that are remembered and stay open: who helped, and what statistics count."""
PASSED = frozenset({"status", "done", "proof", "person_id", "seq", "no", "dropped", "left_blank"})
"""Items that change nothing of what was agreed."""


def terms_of(case: Case) -> Terms:
    """Return what the agreement of a case says now."""
    facts: dict[str, Any] = {name: getattr(case, name) for name in SAME}
    return Terms(**facts, agreed_on=case.dates.agree, form=case.outcome.form)


def _with_terms(case: Case, terms: Terms) -> Case:
    facts: dict[str, Any] = {name: getattr(terms, name) for name in SAME}
    return replace(
        case,
        **facts,
        dates=replace(case.dates, agree=terms.agreed_on),
        outcome=replace(case.outcome, form=terms.form),
    )


def wording(terms: Terms) -> Terms:
    """Return what an agreement says without how far it was performed."""
    bare = (replace(one, status="", done=None, proof="") for one in terms.schedule)
    return replace(terms, schedule=tuple(bare))


def is_frozen(case: Case) -> bool:
    """Say whether the agreement is signed and no change of it is being written."""
    return bool(case.signed) and case.amendment is None


def as_signed(case: Case, version: int) -> Case:
    """Return a case as its agreement was signed in a version, the first being 1.

    Raises:
        Refusal: AGREEMENT_UNKNOWN.
    """
    if not 1 <= version <= len(case.signed):
        raise Refusal(Code.AGREEMENT_UNKNOWN, field="signed", version=version)
    earlier = replace(case, signed=case.signed[:version], amendment=None)
    return _with_terms(earlier, case.signed[version - 1].terms)


def in_force(case: Case) -> Case:
    """Return a case under the agreement in force: while a change is being written, the one signed last."""
    if not (case.signed and case.amendment):
        return case
    done = {_said(one): one for one in case.schedule}
    before = as_signed(case, len(case.signed))
    return replace(before, schedule=tuple(done.get(_said(one), one) for one in before.schedule))


def effective_on(case: Case) -> date | None:
    """Return the day the agreement in force took effect: its last signature (人民调解法 §29; oral §30)."""
    return (case.signed[-1].signed_on if case.signed else None) or case.dates.agree


def agreed_first(case: Case) -> date | None:
    """Return the day on which the first agreement was reached: it ended the mediation."""
    return (case.signed[0].terms.agreed_on if case.signed else None) or case.dates.agree


def version_number(case: Case) -> str:
    """Return the number of the version being written: the first one's with 之一, 之二 …; empty for the first.

    A version that was given up after it had its number keeps that number.
    """
    if not case.signed:
        return ""
    further = len(case.signed) + sum(one.dropped or 0 for one in case.signed)
    return f"{case.signed[0].terms.agreement_no}之{numeral(further)}"


def has_number(case: Case) -> bool:
    """Say whether the agreement has its own number: a change goes by none of a signed version."""
    taken = {one.terms.agreement_no for one in case.signed} if case.amendment else set()
    return bool(case.agreement_no.strip()) and case.agreement_no not in taken


def replacing(case: Case) -> str:
    """Return the sentence with which an agreement says which one it replaces, and why."""
    before, reason, version = _before(case)
    if before is None:
        return ""
    day, number = day_text(before.terms.agreed_on), before.terms.agreement_no
    why = f"变更原因：{reason.rstrip('。')}。" if reason.strip() else ""
    return (
        f"本协议为变更协议（第{numeral(version)}版）。经各方当事人协商一致，变更{day}达成的"
        f"{number}人民调解协议书。{why}自本协议生效之日起，以本协议为准。"
    )


def _before(case: Case) -> tuple[Signed | None, str, int]:
    """Return the version that the case's agreement replaces, why, and which version it is itself."""
    if case.signed and case.amendment:
        return case.signed[-1], case.amendment.reason, len(case.signed) + 1
    if len(case.signed) > 1:
        return case.signed[-2], case.signed[-1].reason, len(case.signed)
    return None, "", 1


# --- what was changed although it is signed ---------------------------------------------------------------


def changed_terms(case: Case) -> tuple[str, ...]:
    """Return the paths at which a signed agreement says something else than what was signed."""
    return tuple(_changes(case.signed[-1].terms, case)) if is_frozen(case) else ()


def differing(before: Case, case: Case) -> tuple[str, ...]:
    """Return the paths at which an agreement says something else than it did; what was open is no change."""
    was = terms_of(before)
    was = replace(was, agreed_on=was.agreed_on or case.dates.agree, form=was.form or case.outcome.form)
    return tuple(_changes(was, case))


def hold_signed(before: tuple[Signed, ...], case: Case) -> None:
    """Hold a case about to be kept against what was signed of it.

    Raises:
        Refusal: AGREEMENT_SIGNED at the item that was changed; REASON_MISSING for a change without a reason.
    """
    held = replace(case, signed=before or case.signed)
    if case.amendment is None or _said(case.signed) != _said(before):
        changed = tuple(_changes(before[-1].terms, case)) if before else ()
        if _said(case.signed) != _said(before):
            changed = changed or ("clauses",)
        if changed:
            raise signed_refusal(held, changed[0])
    elif case.signed and not case.amendment.reason.strip():
        raise Refusal(Code.REASON_MISSING, field="amendment.reason")


def signed_refusal(case: Case, path: str) -> Refusal:
    """Return what is said at an item of a signed agreement that was changed."""
    last = case.signed[-1]
    return Refusal(
        Code.AGREEMENT_SIGNED, field=path, version=numeral(len(case.signed)), day=day_text(last.signed_on)
    )


def _changes(terms: Terms, case: Case) -> Iterator[str]:
    now = terms_of(case)
    for one in items(Terms):
        if one.name in OPEN:
            continue
        path = ELSEWHERE.get(one.name, one.name)
        old, new = getattr(terms, one.name), getattr(now, one.name)
        if one.name == "parties":
            yield from (f"{path}.name" for path in _between(_names(old), _names(new), path))
        else:
            yield from _between(_bare(one.name, old), _bare(one.name, new), path)


def _names(parties: Any) -> tuple[str, ...]:
    return tuple(one.name for one in parties)


def _bare(name: str, value: Any) -> Any:
    return tuple(bare_clause(text) for text in value) if name == "clauses" else value


def _between(old: Any, new: Any, path: str) -> Iterator[str]:
    """Yield where two values differ: at the member, and at its item."""
    if old == new or _said(old) == _said(new) or not (_filled(old) or _filled(new)):
        return
    if isinstance(old, tuple) and isinstance(new, tuple):
        olds = [one for one in old if _filled(one)]
        news = [(at, one) for at, one in enumerate(new) if _filled(one)]
        for n, (was, found) in enumerate(zip_longest(olds, news)):
            at, now = found or (n, None)
            yield from _between(was, now, f"{path}[{at}]")
    elif isinstance(old, Thing) and isinstance(new, Thing):
        for one in items(type(old)):
            if one.name not in PASSED:
                yield from _between(getattr(old, one.name), getattr(new, one.name), f"{path}.{one.name}")
    else:
        yield _first_item(path, old if new is None else new)


def _first_item(path: str, value: Any) -> str:
    """Return the path of a value; of a row or group that came or went that of its first item."""
    if not isinstance(value, Thing):
        return path
    return f"{path}.{next(one.name for one in items(type(value)) if one.name not in PASSED)}"


def _said(value: Any) -> Any:
    """Return a value as it counts: without blank rows, and what changes nothing of what was agreed."""
    if isinstance(value, Thing):
        return tuple(_said(getattr(value, one.name)) for one in items(type(value)) if one.name not in PASSED)
    if isinstance(value, tuple):
        return tuple(_said(one) for one in value if _filled(one))
    return value


def _filled(value: Any) -> bool:
    """Say whether anything stands in a value."""
    if isinstance(value, Thing):
        return any(_filled(getattr(value, one.name)) for one in items(type(value)) if one.name not in PASSED)
    if isinstance(value, tuple):
        return any(_filled(one) for one in value)
    return bool(value.strip()) if isinstance(value, str) else value is not None


# --- the acts ---------------------------------------------------------------------------------------------


def sign(case: Case, on: date, _reason: str = "") -> Case:
    """Return a case whose agreement is signed (签署): frozen as it stands.

    Raises:
        Refusal: AGREEMENT_STEP_NOT_OPEN, REASON_MISSING.
    """
    if what := _unripe(case, on):
        raise Refusal(Code.AGREEMENT_STEP_NOT_OPEN, field=what[0], verb="签署", what=what[1])
    reason = case.amendment.reason.strip() if case.amendment else ""
    if case.signed and not reason:
        raise Refusal(Code.REASON_MISSING, field="amendment.reason")
    outcome = replace(
        case.outcome, form=case.outcome.form or "书面", result=case.outcome.result or "调解成功"
    )
    agreed = replace(case, dates=replace(case.dates, agree=case.dates.agree or on), outcome=outcome)
    version = Signed(signed_on=on, reason=reason, terms=terms_of(agreed))
    return replace(agreed, signed=(*case.signed, version), amendment=None)


def _unripe(case: Case, on: date) -> tuple[str, str] | None:
    """Return where, and what, keeps an agreement from being signed."""
    if is_oral(case):
        return "outcome.form", "口头协议不用签署"
    if not _filled(case.clauses):
        return "clauses", "还没有写协议内容"
    if is_frozen(case):
        return "signed", f"第{numeral(len(case.signed))}版已经签署，没有正在办理的变更"
    if case.dates.agree and on < case.dates.agree:
        return "dates.agree", "签署日期早于协议日期"
    return None


def amend(case: Case, on: date, reason: str) -> Case:
    """Return a case whose signed agreement is being changed (变更协议): a new version, begun as a copy.

    Raises:
        Refusal: AGREEMENT_STEP_NOT_OPEN.
    """
    if not is_frozen(case):
        what = "上一次变更还没有签署" if case.amendment else "协议还没有签署，直接修改即可"
        raise Refusal(Code.AGREEMENT_STEP_NOT_OPEN, field="signed", verb="变更协议", what=what)
    return replace(
        _remembered(case),
        amendment=Amendment(begun_on=on, reason=reason),
        agreement_no="",
        dates=replace(case.dates, agree=on),
    )


def _remembered(case: Case) -> Case:
    """Return a case whose last version knows what was performed of it."""
    last = case.signed[-1]
    done: dict[Any, Obligation] = {_said(one): one for one in case.schedule}
    schedule = tuple(done.get(_said(one), one) for one in last.terms.schedule)
    return replace(
        case, signed=(*case.signed[:-1], replace(last, terms=replace(last.terms, schedule=schedule)))
    )


def keep(case: Case, _on: date, _reason: str = "") -> Case:
    """Return a case whose change was given up (放弃变更): the version signed last, as it was.

    Raises:
        Refusal: AGREEMENT_STEP_NOT_OPEN.
    """
    if not (case.signed and case.amendment):
        what = "没有正在办理的变更"
        raise Refusal(Code.AGREEMENT_STEP_NOT_OPEN, field="signed", verb="放弃变更", what=what)
    last = case.signed[-1]
    spent = (last.dropped or 0) + 1 if case.agreement_no.strip() else last.dropped
    back = in_force(case)
    return replace(back, signed=(*case.signed[:-1], replace(last, dropped=spent)))


def unsign(case: Case, _on: date, _reason: str = "") -> Case:
    """Return a case whose last signing was a slip of the hand (误按的签署): it is being written again.

    Raises:
        Refusal: AGREEMENT_STEP_NOT_OPEN; also once a court was asked to confirm it.
    """
    what = "" if is_frozen(case) else "没有已签署的协议，或者正在变更"
    if case.dates.confirm_apply:
        what = "已经向法院申请司法确认"
    if what:
        raise Refusal(Code.AGREEMENT_STEP_NOT_OPEN, field="signed", verb="撤销签署", what=what)
    last = case.signed[-1]
    again = Amendment(begun_on=last.terms.agreed_on, reason=last.reason) if len(case.signed) > 1 else None
    return replace(case, signed=case.signed[:-1], amendment=again)
