"""What every test gets: no home of the user's, no screen, no silent warning, and repeatable guesses.

Environment variables are set here, before the program is imported, so that subprocesses get them too.
"""

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.floors"]

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "mediation.yaml"

NOWHERE = Path(tempfile.mkdtemp(prefix="zsapp-tests-"))
"""The home of the tests: empty, gone when they end. Nothing of the user's is read or written."""

atexit.register(shutil.rmtree, NOWHERE, ignore_errors=True)
os.environ |= {
    "HOME": str(NOWHERE),
    "XDG_CACHE_HOME": str(NOWHERE / "cache"),
    "XDG_CONFIG_HOME": str(NOWHERE / "config"),
    "XDG_DATA_HOME": str(NOWHERE / "data"),
    "ZSAPP_HOME": str(NOWHERE / "home"),
}
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The short suite draws the same examples on every machine and every run: a red run means that the change made
# it so. `--long` draws new ones, and many more.
settings.register_profile(
    "short",
    deadline=None,
    max_examples=50,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("long", settings.get_profile("short"), max_examples=1000, derandomize=False)

_homes = count()


def pytest_configure(config: pytest.Config) -> None:
    """Choose the guesses: new and many for the long suites."""
    settings.load_profile("short" if config.option.markexpr == "not long" else "long")


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a data folder of its own, which does not exist yet."""
    monkeypatch.setenv("ZSAPP_HOME", str(NOWHERE / f"home-{next(_homes)}"))


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


LEVEL = logging.getLogger().level


@pytest.fixture(autouse=True, scope="module")
def level_of_the_log() -> Iterator[None]:
    """Put the level of the log back that a station shared by a file has raised."""
    yield
    logging.getLogger().setLevel(LEVEL)


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[logging.LogRecord]]:
    """What the test logged at WARNING and above; a test that means it empties the list, the rest fails it."""
    collector = _Collector()
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    root.addHandler(collector)
    yield collector.records
    for left in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(left)
        left.close()
    root.setLevel(level)
    if collector.records:
        pytest.fail("logged: " + "; ".join(one.getMessage() for one in collector.records), pytrace=False)


class _Exact(yaml.SafeLoader):
    """A reader of YAML that is independent of the program's own: numbers are exact decimals."""


_Exact.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node)))


@pytest.fixture(scope="session")
def case_text() -> str:
    """The acceptance cases of mediation as a file's text."""
    return CASES.read_text(encoding="utf-8")


@pytest.fixture
def cases(case_text: str) -> list[dict[str, Any]]:
    """The acceptance cases of mediation, as import files hold them; yours to change."""
    loaded = yaml.load(case_text, _Exact)  # noqa: S506 -- _Exact is a SafeLoader
    return [one for one in loaded if isinstance(one, dict) and "case" in one]
