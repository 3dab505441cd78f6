"""One change to an acceptance case: which rules of the first round it brings, and which it must not."""

from datetime import date
from typing import Any

import pytest

from tests.rulings import CASES, accepted, findings
from zsapp.rules.mediation_deadlines import ended_on
from zsapp.services.record_files import read_records

ROUND = "R01 R02 R03 R06 R07 R08 R09 R10 R14 R16 R17 R23 R27 R28 R47 R49 R51 R52"
FIRST_ROUND = set(ROUND.split(" "))
ROWS = [
    pytest.param(
        rule, row, {rule} if kind == "fires" else set(), id=f"{rule}-{kind}-{row['of']}-{row['why']}"
    )
    for rule, kinds in read_records(CASES / "mutations.yaml")[0].items()
    for kind, rows in kinds.items()
    for row in rows
]


def _changed(entry: Any, path: str, value: Any) -> None:
    *steps, last = path.split(".")
    for step in steps:
        entry = entry[int(step)] if isinstance(entry, list) else entry.setdefault(step, {})
    if value == "DROP":
        del entry[int(last) if isinstance(entry, list) else last]
    elif isinstance(entry, list):
        entry[int(last) : int(last) + 1] = [value]
    else:
        entry[last] = value


@pytest.mark.parametrize(("rule", "row", "expected"), ROWS)
def test_a_change_brings_its_rules_and_no_other(rule: str, row: dict[str, Any], expected: set[str]) -> None:
    def change(entry: dict[str, Any]) -> None:
        for path, value in row["set"].items():
            _changed(entry, path, value)

    before, after = accepted(row["of"]), accepted(row["of"], change)
    day = row.get("today") or ended_on(before) or date.max

    def said(case: Any) -> set[str]:
        return {one.rule for one in findings(case, today=day) if one.state == "open"} & FIRST_ROUND

    assert said(after) == said(before) | expected | set(row.get("also", "").split())
