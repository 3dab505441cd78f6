"""Sessions on paper (各次调解记录): F08 is one paper for each session, with its own day, place and people.

A record of the old shape is taken apart where its text is headed （第一次…）, else it is one paper.
人民调解法 §27. Refuses to know: fonts, pages, forms.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper_annexes import NUMERALS
from zsapp.rules.mediation_paper_parts import PaperSession, Signer
from zsapp.rules.mediation_sessions import Session, parts_of_record


def paper_sessions(
    case: Case, *, invited: tuple[str, ...], sides: Mapping[str, Any]
) -> tuple[PaperSession, ...]:
    """Return the record session by session; what a session does not say is that of the case.

    `sides` are the names, signers and readings of the parties, as the papers have them.
    """
    usual = PaperSession(
        place=case.place,
        invited=invited,
        party_names=sides["party_names"],
        signers=sides["signers"],
        readings=sides["readings"],
    )
    if case.sessions:
        return tuple(_own(case, n, usual) for n in range(len(case.sessions)))
    days = case.dates.sessions
    texts = parts_of_record(days, case.record)
    if not texts:
        return (_as_recorded(case, days, case.record.strip("\n"), 0, usual),)
    return tuple(_as_recorded(case, (day,), texts[n], n + 1, usual) for n, day in enumerate(days))


def _as_recorded(
    case: Case, days: tuple[date, ...], text: str, ordinal: int, usual: PaperSession
) -> PaperSession:
    last = ordinal in (0, len(case.dates.sessions))
    return replace(
        usual,
        days=days,
        last=days[-1] if days else None,
        ordinal=_ordinal(ordinal),
        text=text,
        **_result(case, last=last),
    )


def _own(case: Case, n: int, usual: PaperSession) -> PaperSession:
    one, many = case.sessions[n], len(case.sessions)
    at = f"sessions[{n}]"
    return replace(
        usual,
        paths={
            "days": f"{at}.date",
            "place": f"{at}.place",
            "party_names": f"{at}.present",
            "invited": f"{at}.invited",
            "text": f"{at}.record",
        },
        days=(one.date,) if one.date else (),
        last=one.date,
        ordinal=_ordinal(n + 1) if many > 1 else "",
        place=one.place or usual.place,
        party_names=one.present or usual.party_names,
        invited=one.invited or usual.invited,
        signers=_present(one, usual.signers),
        readings=tuple(each for each in usual.readings if not one.present or each.name in one.present),
        text=one.record,
        **_result(case, last=n == many - 1),
    )


def _present(one: Session, signers: tuple[Signer, ...]) -> tuple[Signer, ...]:
    """Return who signs for those present: by the party's name, or the name of who stands for it."""
    here = tuple(
        signer
        for signer in signers
        if any(name in (signer.name, signer.by[-len(name) :]) for name in one.present)
    )
    return here or signers


def _ordinal(number: int) -> str:
    return f"第{NUMERALS[number - 1]}次" if 0 < number <= len(NUMERALS) else ""


def _result(case: Case, *, last: bool) -> dict[str, Any]:
    """Return the ticks of the result; it is that of the last session, the others went on."""
    result = case.outcome.result
    known = bool(result) or not last
    return {
        "succeeded": last and result.startswith("调解成功") if known else None,
        "failed": last and result.startswith("调解不成") if known else None,
        "going_on": not last if known else None,
    }
