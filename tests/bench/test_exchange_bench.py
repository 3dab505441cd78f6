"""A package of 1,000 cases: written, verified and imported with little memory, and not slowly."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_MB = 300
"""Issue 2: the whole way of 1,000 cases takes no more memory than that."""


def test_a_package_of_a_thousand_cases_takes_less_than_300_mb(capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.exchanging"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    figures = json.loads(done.stdout)
    rates = {what: figures["cases"] / figures[f"{what}_s"] for what in ("write", "import")}
    with capsys.disabled():
        sys.stdout.write(
            f"\n1,000 cases, {figures['plain_mb']:.1f} MB plain, package {figures['package_mb']:.1f} MB: "
            f"written {rates['write']:.0f} cases/s, "
            f"verified {figures['package_mb'] / figures['verify_s']:.0f} MB/s, "
            f"imported {rates['import']:.0f} cases/s, peak {figures['peak_mb']:.0f} MB "
            f"({figures['before_mb']:.0f} MB before)\n"
        )
    assert figures["cases"] == 1_000
    assert figures["plain_mb"] > 7
    assert figures["peak_mb"] <= MOST_MB
    assert figures["import_s"] <= 60, "a clerk waits for a thousand cases no longer than a minute"
