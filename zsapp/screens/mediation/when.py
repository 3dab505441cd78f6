"""When something is asked at all (何时才问): plain statements about a case, and the papers of its steps."""

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import is_money
from zsapp.rules.mediation_intake import grounds_of
from zsapp.rules.mediation_parts import Obligation
from zsapp.rules.mediation_state import REOPENABLE, state_of
from zsapp.screens.kit.layout import Press, Presses

APPLICATION, REGISTER = "mediation.application", "mediation.register"
RECORD, AGREEMENT = "mediation.record", "mediation.agreement"
ORAL, REFUSAL = "mediation.oral_agreement", "mediation.refusal_notice"
TERMINATION, WITHDRAWAL = "mediation.termination_notice", "mediation.withdrawal"


def is_referred(case: Case) -> bool:
    """Say whether somebody sent the case."""
    return "委托移送" in case.source or case.referral is not None


def is_acted(duty: Obligation) -> bool:
    """Say whether something else than money is owed: then what, and not how much, says which duty it is."""
    return bool(duty.what) and not is_money(duty)


def is_paid(duty: Obligation) -> bool:
    """Say whether money is owed, or nothing yet."""
    return not is_acted(duty)


def wants_confirmation(case: Case) -> bool:
    """Say whether judicial confirmation is under way."""
    return case.outcome.confirmation not in ("", "未申请", "不适用") or case.confirmation is not None


def is_whole(case: Case) -> bool:
    """Say whether days and record stand in one piece: no session is written on its own."""
    return not case.sessions


def is_screened(case: Case) -> bool:
    """Say whether something of the acceptance checklist is ticked."""
    return bool(grounds_of(case.admission))


def has_returned(case: Case) -> bool:
    """Say whether an original went back to who handed it in."""
    return any(one.returned or one.returned_to for one in case.evidence)


def was_refused(case: Case) -> bool:
    """Say whether the case was not accepted."""
    return case.outcome.result == "不予受理"


def may_come_again(case: Case) -> bool:
    """Say whether a case ended, so that its dispute may come back as a new one."""
    return state_of(case) in REOPENABLE


AGAIN = Presses(
    when=may_come_again,
    says=lambda _case: "当事人为同一件事又来的：",
    presses=(Press(name="again", words="重新受理", tip="以原来的当事人和情况另立新案"),),
)
"""Offered where a case ends: on the last step, and beside a refusal."""


def has_origin(case: Case) -> bool:
    """Say whether the case came from another service."""
    return case.origin is not None


def from_where(case: Case) -> str:
    """Return where the case came from, in a sentence."""
    return f"由“{case.origin.called}”转来。" if case.origin else ""


ORIGIN = Presses(
    when=has_origin,
    says=from_where,
    presses=(Press(name="origin", words="看原来的记录", look="quiet"),),
)
TO_AID = Presses(
    says=lambda _case: "当事人要打官司、仲裁又请不起律师的，姓名和案情不用再写：",
    presses=(Press(name="aid", words="转为法律援助", tip="以第一位申请人另立法律援助申请"),),
)


def was_ended(case: Case) -> bool:
    """Say whether mediation ended without an agreement."""
    return case.dates.terminate is not None or (case.termination is not None and not was_refused(case))


def has_more_to_register(case: Case) -> bool:
    """Say whether something rarely asked was registered, beyond what a new case holds already."""
    told = case.difficulty or case.title or case.case or case.reopened
    return bool(told) or case.public not in ("", "否")
