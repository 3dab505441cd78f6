"""Consent to mediation (同意调解): mediation is voluntary, and each party says so with a day. Pure functions.

Law: 人民调解法 §3 (一) (voluntary), §17 (who clearly refuses is not mediated with).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper_text import day_text
from zsapp.rules.mediation_parts import Party

AGREES, REFUSES = "同意调解", "拒绝调解"


def all_agree(case: Case, today: date) -> Case:
    """Return a case in which every party that has not said anything yet agrees.

    The day is that of acceptance, and today where none is written.
    """
    day = case.dates.accept or today
    return replace(
        case,
        parties=tuple(
            one if one.consent or not one.name else replace(one, consent=AGREES, consent_on=day)
            for one in case.parties
        ),
    )


def is_named(case: Case) -> bool:
    """Say whether there is a party who could agree."""
    return any(one.name for one in case.parties)


def is_open(case: Case) -> bool:
    """Say whether somebody has not said yet whether he agrees."""
    return any(one.name and not one.consent for one in case.parties)


def consents_of(parties: Sequence[Party]) -> str:
    """Return who agreed on which day: 均于2026年3月9日同意, or 甲2026年3月9日同意；乙2026年3月10日同意."""
    days: dict[date | None, list[str]] = {}
    for one in parties:
        if one.consent == AGREES and one.name:
            days.setdefault(one.consent_on, []).append(one.name)
    (day, names), *others = days.items() or [(None, [])]
    if day and not others and len(names) == sum(bool(one.name) for one in parties) > 1:
        return f"均于{day_text(day)}同意"
    return "；".join(f"{'、'.join(names)}{day_text(day) if day else ''}同意" for day, names in days.items())


def consent_lines(case: Case) -> str:
    """Return in words how things stand, party by party."""
    said = [
        f"{one.name}：{one.consent}{f'（{day_text(one.consent_on)}）' if one.consent_on else ''}"
        for one in case.parties
        if one.name and one.consent
    ]
    still = [one.name for one in case.parties if one.name and not one.consent]
    return "；".join(said + ([f"还没有登记的：{'、'.join(still)}"] if still else []))
