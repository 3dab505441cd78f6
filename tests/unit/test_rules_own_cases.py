"""Acceptance cases of our own: minors, a loan, an oral one, an estate, an injury, support, a company."""

from datetime import date
from typing import Any

import pytest

from tests.rulings import entries, findings
from zsapp.base.plain import from_sheet, to_sheet
from zsapp.rules.mediation import ANNOTATIONS, Case
from zsapp.rules.mediation_checks import CHECKS
from zsapp.rules.mediation_deadlines import ended_on

BUILT = {check.rule for check in CHECKS}
EACH = pytest.mark.parametrize("entry", entries("own.yaml").values(), ids=lambda entry: entry["case"])


@EACH
def test_an_own_case_says_exactly_what_is_expected(entry: dict[str, Any]) -> None:
    case = from_sheet(Case, entry, ANNOTATIONS)
    found = findings(case, today=ended_on(case) or date.max)
    said = {(f"{one.severity}s", one.rule) for one in found if one.state == "open"}
    expected = entry["expect"]
    assert said == {
        (severity, rule)
        for severity in ("errors", "warnings", "hints")
        for rule in expected[severity]
        if rule in BUILT
    }


@EACH
def test_an_own_case_comes_back_as_it_was_given(entry: dict[str, Any]) -> None:
    case = from_sheet(Case, entry, ANNOTATIONS)
    assert to_sheet(case) == {key: value for key, value in entry.items() if key not in ANNOTATIONS}
