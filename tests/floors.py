"""The floors of branch coverage (decision 30), held when the whole suite runs with `--cov`.

100 % where a branch never taken is a law never tried (rules) or a stranger's byte never refused (exchange);
90 % elsewhere. A package below its floor fails the run with a sentence that names the lines.
"""

import json
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

FLOORS = {"zsapp.rules": 100.0, "zsapp.exchange": 100.0}
ELSEWHERE = 90.0
WHOLE = {"not long", "long or not long"}
"""The marker expressions of a whole run: short and long."""

SHOWN = 12
"""Files of a failing package that are named."""


def is_whole(config: pytest.Config) -> bool:
    """Say whether the run is the whole suite, measured."""
    option = config.option
    narrowed = (
        option.keyword or option.markexpr not in WHOLE or getattr(option, "lf", False) or option.deselect
    )
    from_settings = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return (
        config.pluginmanager.hasplugin("_cov") and from_settings and not narrowed and not option.collectonly
    )


def package_of(path: str) -> str:
    """Return the package that a file counts for: zsapp.rules, or zsapp for what lies beside the packages."""
    parts = Path(path).parts[Path(path).parts.index("zsapp") : -1]
    return ".".join(parts[:2])


def shortfalls(measured: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return (a line for each package, a sentence for each one below its floor) of coverage's JSON report."""
    files: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for path, figures in measured["files"].items():
        files[package_of(path)].append((path, figures))
    lines, failures = [], []
    for package, members in sorted(files.items()):
        whole = sum(one["summary"]["num_statements"] + one["summary"]["num_branches"] for _, one in members)
        met = sum(one["summary"]["covered_lines"] + one["summary"]["covered_branches"] for _, one in members)
        floor = FLOORS.get(package, ELSEWHERE)
        reached = 100.0 * met / whole if whole else 100.0
        lines.append(f"{package:<16} {reached:6.2f} % of its lines and branches (floor {floor:g} %)")
        if reached < floor:
            failures.append(
                f"{package} is covered to {reached:.2f} %, below its floor of {floor:g} %: {_missed(members)}"
            )
    return lines, failures


def _missed(members: list[tuple[str, dict[str, Any]]]) -> str:
    rows = []
    for path, figures in sorted(members):
        lines = [str(number) for number in figures["missing_lines"]]
        branches = [f"{start}->{end}" for start, end in figures["missing_branches"]]
        if lines or branches:
            rows.append((len(lines) + len(branches), f"{path} {', '.join((lines + branches)[:30])}"))
    worst = sorted(rows, reverse=True)
    more = f"\n  and {len(worst) - SHOWN} files more" if len(worst) > SHOWN else ""
    return "".join(f"\n  {row}" for _, row in worst[:SHOWN]) + more


class Floors:
    """The plugin: looks once all tests are done and their figures combined; speaks in the summary."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.failures: list[str] = []

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Let the tests run and pytest-cov combine what the workers and subprocesses measured; then look."""
        result = yield
        if is_whole(session.config) and not session.testsfailed:
            controller = session.config.pluginmanager.get_plugin("_cov").cov_controller
            with TemporaryDirectory() as folder:
                report = Path(folder) / "coverage.json"
                controller.cov.json_report(outfile=str(report))
                self.lines, self.failures = shortfalls(json.loads(report.read_text(encoding="utf-8")))
            session.testsfailed += bool(self.failures)
        return result

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say how far each package is covered, before the closing line."""
        if self.lines:
            terminalreporter.write_sep("=", "branch coverage")
        for line in self.lines:
            terminalreporter.write_line(line)
        for failure in self.failures:
            terminalreporter.write_line(f"FAILED {failure}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Join on the one process that sees everything."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Floors(), "zsapp-floors")
