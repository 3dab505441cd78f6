"""The floors of coverage hold: a whole run below one fails and says where; a part of a run holds none."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.floors import package_of, shortfalls
from tests.house.source import ROOT

SETTINGS = """
[tool.pytest.ini_options]
testpaths = ["tests/unit"]
addopts = "-m 'not long' -p no:randomly -p no:cacheprovider"
markers = ["long: long"]
pythonpath = ["."]

[tool.coverage.run]
branch = true
source = ["zsapp"]
parallel = true
patch = ["subprocess"]
"""
RULE = """def sign(number):
    if number < 0:
        return "-"
    return "+"
"""
HALF = """import subprocess, sys
from zsapp.rules.sign import sign
def test_plus():
    assert sign(1) == "+"
"""
OTHER_HALF = """def test_minus_in_a_program_of_its_own():
    subprocess.run([sys.executable, "-c", "from zsapp.rules.sign import sign; sign(-1)"], check=True)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project under the same floors, whose rules are tried by half."""
    for folder in ("zsapp/rules", "tests/unit"):
        (tmp_path / folder).mkdir(parents=True)
    for package in ("zsapp", "zsapp/rules"):
        (tmp_path / package / "__init__.py").write_text("")
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (tmp_path / "zsapp" / "rules" / "sign.py").write_text(RULE)
    (tmp_path / "tests" / "conftest.py").write_text('pytest_plugins = ["tests.floors"]\n')
    (tmp_path / "tests" / "unit" / "test_sign.py").write_text(HALF)
    shutil.copy(ROOT / "tests" / "floors.py", tmp_path / "tests")
    return tmp_path


def run(project: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, list[str]]:
    """Run the project's tests, measured; return the exit code and what was said."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # it is not this run that is measured
    command = [sys.executable, "-m", "pytest", "--cov=zsapp", "--cov-report=", "--color=no", *words]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.strip().splitlines()


def test_a_branch_never_taken_fails_the_run_by_name(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = run(project, monkeypatch)
    assert code == 1
    text = "\n".join(said)
    assert "FAILED zsapp.rules is covered to 66.67 %, below its floor of 100 %" in text
    assert "zsapp/rules/sign.py 3, 2->3" in text
    assert "1 passed" in said[-1]


def test_what_a_program_started_by_a_test_runs_counts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "tests" / "unit" / "test_sign.py").write_text(HALF + OTHER_HALF)
    code, said = run(project, monkeypatch, "-n", "2")
    assert code == 0, said
    assert any(line.startswith("zsapp.rules") and "100.00 %" in line for line in said)
    assert "2 passed" in said[-1]


@pytest.mark.parametrize("part", ["tests/unit", "-k=plus"])
def test_a_part_of_the_suite_holds_no_floor(
    project: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    code, said = run(project, monkeypatch, part)
    assert code == 0, said
    assert "floor" not in "\n".join(said)


def test_a_file_counts_for_its_package() -> None:
    assert package_of("zsapp/rules/people.py") == "zsapp.rules"
    assert package_of("/somewhere/zsapp/screens/kit/fields.py") == "zsapp.screens"
    assert package_of("zsapp/app.py") == "zsapp"


def test_an_empty_package_is_covered() -> None:
    nothing = {"num_statements": 0, "num_branches": 0, "covered_lines": 0, "covered_branches": 0}
    lines, failures = shortfalls({"files": {"zsapp/hub/__init__.py": {"summary": nothing}}})
    assert (len(lines), failures) == (1, [])
