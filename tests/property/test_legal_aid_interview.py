"""Laws of the interview: no order of answering changes the opinion, and nothing but the record decides it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intakes import OWN, VISIBLE, intake_entries
from tests.things import things
from zsapp.base.items import Thing, items
from zsapp.base.plain import from_plain, from_sheet, to_plain
from zsapp.rules.legal_aid import LegalAidIntake, with_visibility
from zsapp.rules.legal_aid_advice import Advice, advise
from zsapp.rules.legal_aid_checklist import wanted_of
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.mediation import ANNOTATIONS
from zsapp.screens.kit.layout import leads, paths_in
from zsapp.screens.kit.paths import is_blank, set_at
from zsapp.screens.legal_aid.layout import interview, skipped
from zsapp.screens.legal_aid.model.editing import edited, opened, trimmed
from zsapp.screens.legal_aid.when import Asking
from zsapp.services.tables import shipped_tables

TABLES = shipped_tables()
ENTRIES = st.sampled_from([*intake_entries(VISIBLE).values(), *intake_entries(OWN).values()])
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
ASKED = tuple(
    path for step in interview(Asking(TABLES, lambda: date(2026, 3, 9))) for path in paths_in(step.blocks)
)
"""Every question of the interview, by its path."""


def told(intake: LegalAidIntake, today: date) -> tuple[Any, ...]:
    """Return an opinion without the order of reading."""
    found: Advice = advise(intake, TABLES, today)
    return (
        *(found.advice, found.basis, frozenset(found.missing), found.deadlines, frozenset(found.flags)),
        *(found.told, frozenset((one.rule, one.text) for one in found.reasons)),
    )


def answers_in(thing: Any, path: str = "") -> list[tuple[str, Any]]:
    """Return each answer in a document by its path: texts, days, numbers, and ticks as one."""
    if isinstance(thing, Thing):
        below = (
            (f"{path}.{one.name}" if path else one.name, getattr(thing, one.name))
            for one in items(type(thing))
        )
        return [found for at, value in below for found in answers_in(value, at)]
    if isinstance(thing, tuple) and path not in ("groups", "wishes"):
        return [found for n, one in enumerate(thing) for found in answers_in(one, f"{path}[{n}]")]
    return [] if is_blank(thing) else [(path, thing)]


def is_asked(path: str) -> bool:
    return any(leads(one, path) for one in ASKED)


@settings(max_examples=25)
@given(ENTRIES, DAYS, st.randoms(use_true_random=False))
def test_no_order_of_answering_the_interview_changes_the_opinion(
    entry: dict[str, Any], today: date, order: Any
) -> None:
    whole = opened(from_sheet(LegalAidIntake, entry, ANNOTATIONS))
    given_answers = answers_in(replace(whole, documents=()))
    asked = [one for one in given_answers if is_asked(one[0])]
    order.shuffle(asked)
    typed = LegalAidIntake()
    for path, value in given_answers:
        if not is_asked(path):
            typed = set_at(typed, path, value)
    for path, value in asked:
        typed = edited(typed, path, value)
        told(trimmed(typed), today)
    assert told(trimmed(typed), today) == told(from_sheet(LegalAidIntake, entry, ANNOTATIONS), today)


@settings(max_examples=30)
@given(things(LegalAidIntake, most=8), DAYS)
def test_what_is_kept_of_what_is_typed_gets_the_same_opinion_again(
    intake: LegalAidIntake, today: date
) -> None:
    kept = trimmed(opened(intake))
    again = from_plain(LegalAidIntake, to_plain(with_visibility(kept)))
    assert told(again, today) == told(kept, today)
    assert trimmed(opened(kept)) == kept


@settings(max_examples=15)
@given(ENTRIES, DAYS, st.integers(0, 400))
def test_what_is_asked_and_what_is_wanted_hang_on_record_tables_and_day_alone(
    entry: dict[str, Any], today: date, later: int
) -> None:
    intake = from_sheet(LegalAidIntake, entry, ANNOTATIONS)
    here = Asking(TABLES, lambda: today)
    there = Asking(TABLES, lambda: today + timedelta(days=later))
    assert skipped(intake, here) == skipped(intake, here)
    assert here.exempts(intake, likely=True) == here.exempts(replace(intake, receipt_no="甲"), likely=True)
    known = {code for likely in (True, False) for code, *_ in there.exempts(intake, likely=likely)}
    assert {one.code for one in TABLES.aid.exemptions.values() if one.status != "待市局确认"} >= known
    wanted = wanted_of(Situation(intake, TABLES, today))
    lacking = {one.label for one in wanted if one.need and not one.found}
    assert lacking == set(advise(intake, TABLES, today).missing)
