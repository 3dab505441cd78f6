"""Table B over 100,000 cases, the register of 50,000 as a workbook against the library alone (issue 3)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS, MOST_MB, MOST_TIMES = 2.0, 300, 1.5


def measured(what: str) -> dict[str, Any]:
    """Return the figures of a process of its own."""
    command = [sys.executable, "-m", "tests.bench.reporting", what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_table_b_of_a_hundred_thousand_cases_takes_two_seconds_at_most(
    capsys: pytest.CaptureFixture[str],
) -> None:
    figures = measured("table")
    with capsys.disabled():
        sys.stdout.write(f"\nTable B over {figures['cases']} cases: {figures['table_s']:.2f} s\n")
    assert (figures["cases"], figures["ids"]) == (100_000, 100_000)
    assert figures["table_s"] <= MOST_SECONDS


def test_a_register_of_fifty_thousand_cases_costs_little_more_than_the_library_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    figures = measured("register")
    times = figures["register_s"] / figures["bare_s"]
    with capsys.disabled():
        sys.stdout.write(
            f"\nregister of {figures['rows']} lines {figures['register_s']:.1f} s,"
            f" bare {figures['bare_s']:.1f} s, ratio {times:.2f}, peak {figures['peak_mb']:.0f} MB\n"
        )
    assert figures["rows"] == 50_000
    assert times <= MOST_TIMES
    assert figures["peak_mb"] <= MOST_MB
