"""What the shared fixtures promise every test."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.house.source import ROOT
from zsapp.base.paths import default_home

LOUD = """import logging
logger = logging.getLogger("zsapp.loud")
def test_loud():
    logger.warning("number %s", 5)
def test_loud_on_purpose(logged):
    logger.warning("expected")
    assert logged.pop().getMessage() == "expected"
def test_quiet():
    logger.info("fine")
"""


def test_nothing_of_the_users_is_touched() -> None:
    assert "zsapp-tests-" in str(Path.home())
    assert not default_home().exists()
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        assert os.environ[name].startswith(str(Path.home()))
    assert os.environ["QT_QPA_PLATFORM"]


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_a_home_of_its_own(time: str) -> None:
    assert not default_home().exists()
    default_home().mkdir(parents=True)


def test_the_acceptance_cases_are_read_exactly(cases: list[dict[str, object]]) -> None:
    assert cases[0]["case"] == "C01"
    assert not any(isinstance(leaf, float) for leaf in leaves(cases))


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from leaves(member)
    else:
        yield value


def test_guesses_have_no_deadline() -> None:
    assert settings().deadline is None


def test_a_warning_nobody_expected_fails_its_test(tmp_path: Path) -> None:
    (tmp_path / "tests" / "unit").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    shutil.copy(ROOT / "tests" / "floors.py", tmp_path / "tests")
    (tmp_path / "tests" / "unit" / "test_loud.py").write_text(LOUD)
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = .\naddopts = --import-mode=importlib\n")
    command = [sys.executable, "-m", "pytest", "-q", "--color=no", "-p", "no:randomly"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "logged: number 5" in done.stdout
    assert "3 passed, 1 error" in done.stdout


def test_the_log_level_is_left_as_it_was() -> None:
    assert logging.getLogger().level == logging.WARNING
