"""Sentences of agreements and of records: exactly the checks they must bring, and no other."""

from dataclasses import replace
from typing import Any

import pytest

from tests.rulings import CASES, LAWFUL, findings, make_case
from zsapp.rules.mediation import Case
from zsapp.services.record_files import read_records

SAMPLES: dict[str, dict[str, list[str]]] = read_records(CASES / "samples.yaml")[0]


def _each(kind: str) -> Any:
    rows = [(said, rules) for rules, texts in SAMPLES[kind].items() for said in texts]
    ids = [f"{rules}-{said[:24]}" for said, rules in rows]
    return pytest.mark.parametrize(("said", "rules"), rows, ids=ids)


def _brought(case: Case) -> set[str]:
    """Return the rules a case brings beside the reminder that every agreement with a term has."""
    return {one.rule for one in findings(case)} - {"R55"}


def _expected(rules: str) -> set[str]:
    return set() if rules == "innocent" else set(rules.split())


@_each("clauses")
def test_a_clause_brings_its_checks_and_no_other(said: str, rules: str) -> None:
    assert _brought(make_case(f"一、{said}", LAWFUL)) == _expected(rules)


@_each("told")
def test_what_is_told_brings_its_checks_and_no_other(said: str, rules: str) -> None:
    case = make_case()
    assert _brought(replace(case, record=case.record + "\n" + said)) == _expected(rules)
    assert _brought(replace(case, brief=said)) == _expected(rules)


@_each("family")
def test_what_is_told_in_a_family_brings_its_checks_and_no_other(said: str, rules: str) -> None:
    assert _brought(make_case(dispute_type="婚姻家庭纠纷", brief=said)) == _expected(rules)


def test_at_least_half_of_the_samples_are_innocent() -> None:
    counts = [(rules == "innocent", len(texts)) for kind in SAMPLES.values() for rules, texts in kind.items()]
    innocent = sum(count for good, count in counts if good)
    assert innocent * 2 >= sum(count for _, count in counts) >= 120
