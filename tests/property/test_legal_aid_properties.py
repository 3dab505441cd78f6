"""Laws of the pre-check: no order of answering changes it, and it hangs on record, tables and today alone."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intakes import OWN, VISIBLE, household, intake_entries, make_intake
from tests.things import things
from zsapp.base.plain import from_plain, from_sheet, to_plain, to_sheet
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.legal_aid_advice import Advice, advise
from zsapp.rules.legal_aid_reasons import ADVICES
from zsapp.rules.mediation import ANNOTATIONS
from zsapp.rules.tables import cited
from zsapp.services.tables import shipped_tables

ENTRIES = st.sampled_from([*intake_entries(VISIBLE).values(), *intake_entries(OWN).values()])
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
UNORDERED = ("documents", "groups", "family", "respondent", "children")


def told(found: Advice) -> tuple[Any, ...]:
    """Return an opinion without the order of reading."""
    return (
        *(found.advice, found.basis, frozenset(found.missing), found.deadlines, frozenset(found.flags)),
        *(found.told, frozenset((one.rule, one.text) for one in found.reasons)),
    )


def opinion(intake: LegalAidIntake, today: date) -> Advice:
    return advise(intake, shipped_tables(), today)


@settings(max_examples=25)
@given(ENTRIES, DAYS, st.randoms(use_true_random=False))
def test_no_order_of_answering_changes_the_advice(entry: dict[str, Any], today: date, order: Any) -> None:
    keys = [key for key in entry if key not in ANNOTATIONS]
    straight = from_sheet(LegalAidIntake, {key: entry[key] for key in keys})
    order.shuffle(keys)
    answered = LegalAidIntake()
    for key in keys:  # one question after the other, the opinion shown after each
        value = entry[key]
        if key in UNORDERED:
            value = order.sample(value, len(value))
        answered = from_sheet(LegalAidIntake, {**to_sheet(answered), key: value})
        opinion(answered, today)
    assert told(opinion(answered, today)) == told(opinion(straight, today))


@given(ENTRIES, DAYS)
def test_the_same_record_tables_and_day_give_the_same_advice(entry: dict[str, Any], today: date) -> None:
    intake = from_sheet(LegalAidIntake, entry, ANNOTATIONS)
    first = opinion(intake, today)
    kept = from_plain(LegalAidIntake, to_plain(replace(intake, receipt_no="甲", restricted=("未成年人",))))
    assert opinion(intake, today) == first
    assert opinion(kept, today) == first


@settings(max_examples=30)
@given(things(LegalAidIntake, most=12), DAYS)
def test_any_intake_gets_an_opinion_and_every_reason_its_law(intake: LegalAidIntake, today: date) -> None:
    found = opinion(intake, today)
    assert found.advice in ADVICES
    assert all(one.basis and one.text for one in found.reasons)
    law = shipped_tables().law
    assert all(f"{name}{number}" in law for one in found.reasons for name, number in cited(one.basis))
    assert {one.id for one in found.deadlines} >= {"forward", "decision"}


@given(ENTRIES)
def test_an_intake_comes_back_from_a_file_as_it_was(entry: dict[str, Any]) -> None:
    intake = from_sheet(LegalAidIntake, entry, ANNOTATIONS)
    assert from_sheet(LegalAidIntake, to_sheet(intake)) == intake


@given(st.decimals(0, 8000, places=2), st.decimals(0, 1000, places=2), st.integers(1, 6))
def test_a_poorer_household_is_never_advised_against_where_a_richer_one_is_not(
    income: Decimal, less: Decimal, members: int
) -> None:
    day = date(2026, 3, 9)
    richer = opinion(make_intake(family=household(str(income), members)), day).advice
    poorer = opinion(make_intake(family=household(str(max(income - less, Decimal(0))), members)), day).advice
    assert not (poorer == "建议不予" and richer != "建议不予")


@given(DAYS, st.integers(-400, 400))
def test_a_day_more_never_makes_a_deadline_earlier(day: date, shift: int) -> None:
    received = make_intake().received
    intake = make_intake(received=replace(received, date=day), limitation_end=day + timedelta(days=shift))
    later = replace(intake, received=replace(received, date=day + timedelta(days=1)))
    before, after = (
        {one.id: one.due for one in opinion(one, day).deadlines if one.due} for one in (intake, later)
    )
    assert after["decision"] >= before["decision"]
