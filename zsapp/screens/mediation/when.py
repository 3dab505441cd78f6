"""When something is asked at all (何时才问): plain statements about a case, and the papers of its steps."""

from zsapp.rules.mediation import Case

APPLICATION, REGISTER = "mediation.application", "mediation.register"
RECORD, AGREEMENT = "mediation.record", "mediation.agreement"


def is_referred(case: Case) -> bool:
    """Say whether somebody sent the case."""
    return "委托移送" in case.source or case.referral is not None


def is_oral(case: Case) -> bool:
    """Say whether the agreement is an oral one."""
    return case.outcome.form == "口头"


def wants_confirmation(case: Case) -> bool:
    """Say whether judicial confirmation is under way."""
    return case.outcome.confirmation not in ("", "未申请", "不适用") or case.confirmation is not None


def was_refused(case: Case) -> bool:
    """Say whether the case was not accepted."""
    return case.outcome.result == "不予受理"


def was_ended(case: Case) -> bool:
    """Say whether mediation ended without an agreement."""
    return case.dates.terminate is not None or (case.termination is not None and not was_refused(case))


def has_more_to_register(case: Case) -> bool:
    """Say whether something rarely asked was registered, beyond what a new case holds already."""
    return bool(case.difficulty or case.title or case.case) or case.public not in ("", "否")
