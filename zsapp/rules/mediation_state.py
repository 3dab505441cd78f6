"""States and steps of a mediation case (案件状态、六步), brief §3.4: derived from the record, never stored.

Law cited: 调解法 = 人民调解法 (2010-08-28).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_intake import Reopening, grounds_of
from zsapp.rules.mediation_parts import Dates, Party, Referral, Termination, Withdrawal
from zsapp.rules.mediation_sessions import Session, days_of, record_of, sessions_from
from zsapp.rules.mediation_versions import amend, keep, sign, unsign
from zsapp.rules.people import age_on

STEPS = ("登记", "受理", "调查", "调解", "协议", "回访归档")
PERFORMED = "已履行"
REFUSED = "不予受理"
VOID = "作废"
"""The state of a case that was entered by mistake: it is kept, and counts nowhere."""


def performance_of(case: Case) -> str:
    """Return 履行完毕, 履行中 or the empty text when nothing is owed or known (调解法 §31)."""
    if case.outcome.performance == "履行完毕":
        return "履行完毕"
    if case.schedule and all(one.status == PERFORMED for one in case.schedule):
        return "履行完毕"
    return "履行中" if case.schedule else case.outcome.performance


AFTER = {
    "即时履行": "履行完毕",
    "履行完毕": "履行完毕",
    "履行中": "履行中",
    "部分履行": "履行中",
    "未履行": "履行中",
}
"""The state that follows from how far an agreement is performed."""


def _after_agreement(case: Case) -> str:
    at_once = AFTER.get(case.outcome.performance) == "履行完毕"
    return "履行完毕" if at_once else AFTER.get(performance_of(case), "达成协议")


LADDER: tuple[tuple[Callable[[Case], bool], Callable[[Case], str]], ...] = (
    (lambda case: bool(case.void), lambda _: VOID),
    (lambda case: case.dates.file is not None, lambda _: "已立卷"),
    (lambda case: case.outcome.result == REFUSED, lambda _: REFUSED),
    (lambda case: case.dates.visit is not None, lambda _: "已回访"),
    (lambda case: case.dates.withdraw is not None, lambda _: "撤回"),
    (lambda case: case.dates.terminate is not None, lambda _: "终止"),
    (lambda case: case.dates.agree is not None, _after_agreement),
    (lambda case: bool(case.dates.sessions), lambda _: "调解中"),
    (lambda case: case.dates.accept is not None, lambda _: "已受理"),
    (lambda case: case.dates.apply is not None, lambda _: "已申请"),
)
"""The latest thing that happened, first."""

STATES = (
    *("已登记", "已申请", "已受理", "不予受理", "调解中", "达成协议"),
    *("终止", "撤回", "履行中", "履行完毕", "已回访", "已立卷", VOID),
)
OPEN_STATES = (
    "已登记",
    "已申请",
    "已受理",
    "调解中",
    "达成协议",
    "履行中",
    "履行完毕",
    "终止",
    "撤回",
    "已回访",
)
"""Everything that still waits for somebody: all but 不予受理, 已立卷 and 作废."""


def state_of(case: Case) -> str:
    """Return the state in words."""
    for reached, name in LADDER:
        if reached(case):
            return name(case)
    return "已登记"


def step_of(case: Case) -> int:
    """Return which of the six steps (0 to 5) the case stands in."""
    dates = case.dates
    if dates.agree or dates.terminate or dates.withdraw:
        return 5
    if case.clauses:
        return 4
    if dates.sessions or case.record:
        return 3
    if dates.survey or case.investigation:
        return 2
    return 1 if dates.accept else 0


def ended_without(case: Case) -> bool:
    """Say whether mediation ended without an agreement: there is none to be written, kept or printed."""
    return case.dates.agree is None and bool(case.dates.terminate or case.dates.withdraw)


@dataclass(frozen=True, slots=True)
class Act:
    """A step the clerk takes: its word, from which states, whether a reason is due, and what it writes."""

    word: str
    before: tuple[str, ...]
    write: Callable[[Case, date, str], Case]
    reasoned: bool = False
    ground: Callable[[Case], str] = lambda _case: ""
    """Where the reason comes from when none is typed."""


def _day(name: str, result: str = "") -> Callable[[Case, date, str], Case]:
    def write(case: Case, on: date, _reason: str) -> Case:
        facts: dict[str, Any] = {name: on}
        dates = replace(case.dates, **facts)
        outcome = replace(case.outcome, result=result) if result else case.outcome
        return replace(case, dates=dates, outcome=outcome)

    return write


def _session(case: Case, on: date, _reason: str) -> Case:
    if case.sessions:
        return settled(replace(case, sessions=(*case.sessions, Session(date=on, place=case.place))))
    sessions = tuple(sorted({*case.dates.sessions, on}))
    return replace(case, dates=replace(case.dates, sessions=sessions))


def settled(case: Case) -> Case:
    """Return a case whose days and record follow from its sessions, where they are written one by one."""
    if not case.sessions:
        return case
    dates = replace(case.dates, sessions=days_of(case.sessions))
    return replace(case, dates=dates, record=record_of(case.sessions))


def apart(case: Case) -> Case:
    """Return a case whose sessions are written one by one: days and record of the old shape taken apart."""
    if case.sessions:
        return case
    return replace(case, sessions=sessions_from(case.dates.sessions, case.record, case.place))


def grounds(case: Case) -> str:
    """Return what the acceptance checklist has against a case, as the reason on the notice."""
    return "；".join(grounds_of(case.admission))


def refused(case: Case, on: date, reason: str = "") -> Case:
    """Return a case that is not taken in; the reason is the one given, the one noted, or what was ticked."""
    ended = case.termination or Termination()
    ended = replace(ended, reason=reason or ended.reason or grounds(case))
    dates = replace(case.dates, close=case.dates.close or on)
    return replace(case, outcome=replace(case.outcome, result=REFUSED), dates=dates, termination=ended)


def _refuse(case: Case, on: date, reason: str) -> Case:
    return refused(replace(case, dates=replace(case.dates, close=on)), on, reason)


def reopened(case: Case, number: str, on: date, reason: str) -> Case:
    """Return a new case about a dispute that comes back: who and what it is about; nothing of how it went."""
    again = Reopening(number=number, result=case.outcome.result or state_of(case), reason=reason)
    kept = ("committee", "source", "dispute_type", "public", "mediators", "parties", "brief", "requests")
    facts: dict[str, Any] = {name: getattr(case, name) for name in kept}
    facts["parties"] = tuple(_anew(party, on) for party in case.parties)
    return Case(**facts, dates=Dates(apply=on), reopened=again)


def _anew(party: Party, on: date) -> Party:
    """Return a party as it comes again: older, and nothing signed yet."""
    age = party.age if party.birth is None else age_on(party.birth, on)
    return replace(party, age=age, sign="")


def _terminate(case: Case, on: date, reason: str) -> Case:
    ended = _day("terminate", "调解不成")(case, on, reason)
    return replace(ended, termination=replace(case.termination or Termination(), reason=reason))


def _withdraw(case: Case, on: date, reason: str) -> Case:
    ended = _day("withdraw", "撤回申请")(case, on, reason)
    return replace(ended, withdrawal=replace(case.withdrawal or Withdrawal(), date=on, reason=reason))


def _confirmation(name: str, state: str) -> Callable[[Case, date, str], Case]:
    def write(case: Case, on: date, reason: str) -> Case:
        dated = _day(name)(case, on, reason)
        return replace(dated, outcome=replace(case.outcome, confirmation=state))

    return write


def _reply(case: Case, on: date, _reason: str) -> Case:
    return replace(case, referral=replace(case.referral or Referral(), replied=on))


def _tell(case: Case, on: date, _reason: str) -> Case:
    return replace(case, rights_told=on)


UNDECIDED = ("已登记", "已申请")
RUNNING = ("已受理", "调解中")
AGREED = ("达成协议", "履行中", "履行完毕")
ENDED = (*AGREED, "终止", "撤回")
SETTLED = (*AGREED, "已回访")
REOPENABLE = (REFUSED, *ENDED, "已回访", "已立卷")
"""States in which a dispute may come back as a new case (重新受理)."""
ACTS = {
    "accept": Act("受理", UNDECIDED, _day("accept")),
    "refuse": Act("不予受理", UNDECIDED, _refuse, reasoned=True, ground=grounds),
    "tell": Act("告知权利义务", (*UNDECIDED, *RUNNING), _tell),
    "survey": Act("调查", RUNNING, _day("survey")),
    "session": Act("调解", RUNNING, _session),
    "extend": Act("延长期限", RUNNING, _day("extend_consent")),
    "agree": Act("达成协议", RUNNING, _day("agree", "调解成功")),
    "sign": Act("签署协议", (*RUNNING, *SETTLED), sign),
    "unsign": Act("撤销误按的签署", (*RUNNING, *SETTLED), unsign),
    "amend": Act("变更协议", SETTLED, amend, reasoned=True),
    "keep": Act("放弃变更", SETTLED, keep),
    "terminate": Act("终止调解", RUNNING, _terminate, reasoned=True),
    "withdraw": Act("撤回申请", (*UNDECIDED, *RUNNING), _withdraw, reasoned=True),
    "confirm": Act("申请司法确认", AGREED, _confirmation("confirm_apply", "已申请")),
    "valid": Act("裁定调解协议有效", SETTLED, _confirmation("confirm_ruling", "已确认有效")),
    "dismiss": Act("裁定驳回申请", SETTLED, _confirmation("confirm_ruling", "裁定驳回")),
    "reply": Act("回函", (*RUNNING, *ENDED, REFUSED, "已回访"), _reply),
    "close": Act("结案", (*ENDED, "已回访"), _day("close")),
    "visit": Act("回访", ENDED, _day("visit")),
    "file": Act("立卷", (*ENDED, "已回访"), _day("file")),
}
"""Verbs of `zsapp record act`, brief §3.4."""


def act(case: Case, verb: str, on: date, reason: str = "") -> Case:
    """Return the case after a step taken on a day.

    Raises:
        Refusal: USAGE for an unknown verb, CASE_STEP_NOT_OPEN out of order, REASON_MISSING.
    """
    known = ACTS.get(verb)
    if known is None:
        raise Refusal(Code.USAGE, what=f"没有“{verb}”这一步；可用：{'、'.join(ACTS)}")
    if state_of(case) not in known.before:
        raise Refusal(Code.CASE_STEP_NOT_OPEN, verb=known.word, state=state_of(case))
    reason = reason.strip() or known.ground(case)
    if known.reasoned and not reason:
        raise Refusal(Code.REASON_MISSING, field="reason")
    return known.write(case, on, reason)


def check_minimum(case: Case) -> None:
    """Hold a case against the least that opens one: type, one name, one line of facts (brief §9.4).

    Raises:
        Refusal: CASE_TYPE_MISSING, CASE_PARTY_MISSING, CASE_FACTS_MISSING, at its field.
    """
    if not case.dispute_type.strip():
        raise Refusal(Code.CASE_TYPE_MISSING, field="dispute_type")
    if not any(party.name.strip() for party in case.parties):
        raise Refusal(Code.CASE_PARTY_MISSING, field="parties[0].name")
    if not case.brief.strip():
        raise Refusal(Code.CASE_FACTS_MISSING, field="brief")


def title_of(case: Case) -> str:
    """Return the volume's name (卷名), 甲与乙××纠纷, brief F00."""
    if case.title:
        return case.title
    sides: dict[str, list[str]] = {}
    for party in case.parties:
        sides.setdefault(party.role, []).append(party.name)
    kind = case.dispute_type.rsplit("/", 1)[-1]
    return "与".join("、".join(names) for names in sides.values()) + (
        kind if kind.endswith("纠纷") else f"{kind}纠纷"
    )
