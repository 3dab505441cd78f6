"""The repository: what lies in it, and that its pages say what is so."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from installer.make_lock import LOCK, lock_text
from tests.house.source import ROOT, each, modules, name_of, text_of, tracked, tree_of
from zsapp.cli.main import parse

TOP = {
    ".ci",
    ".gitignore",
    "README.md",
    "forms",
    "installer",
    "pyproject.toml",
    "resources",
    "tests",
    "zsapp",
}
README = text_of(ROOT / "README.md")
DECISIONS = text_of(ROOT / "zsapp" / "DECISIONS.md")
TEXTS = [
    one
    for one in tracked()
    if one.suffix in {".py", ".sh", ".toml", ".md", ".csv", ".yaml", ".lock", ""}
    and not name_of(one).startswith("resources/fonts/")
]
MAY_BE_NAMED = {"www.w3.org", "ns.adobe.com", "purl.org", "www.aiim.org", "example.org"}
"""Hosts that stand in formats (XML names) or mean nobody."""


def test_nothing_lies_about_at_the_top() -> None:
    stray = {one.relative_to(ROOT).parts[0] for one in tracked()} - TOP
    assert not stray


@each(TEXTS, name_of)
def test_no_file_names_a_host_or_a_folder_of_somebodys_machine(path: Path) -> None:
    text = text_of(path)
    hosts = set(re.findall(r"https?://([\w.-]+)", text)) - MAY_BE_NAMED
    assert not hosts
    folders = ("work", "root", "Users")
    assert not [name for name in folders if re.search(rf"(?<![\w./{{-])/{name}/", text)]


def test_the_readme_is_at_most_120_lines() -> None:
    assert len(README.splitlines()) <= 120


def test_every_file_the_readme_names_is_there() -> None:
    named = set(re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:toml|md|lock|sh))`", README))
    named |= set(re.findall(r"\binstaller/\w+\.sh\b", README))
    named |= {line.split()[0] for line in README.splitlines() if re.match(r"    \w+/[\w/.]* ", line)}
    absent = [name for name in sorted(named) if not (ROOT / name).exists() and name != "./zsapp-demo"]
    assert not [name for name in absent if not list(ROOT.glob(f"*/{name}"))]


def test_every_command_of_the_readme_is_understood() -> None:
    lines = [line.strip() for line in README.splitlines() if line.startswith("    zsapp ")]
    assert len(lines) >= 5
    for line in lines:
        assert callable(parse(line.split()[1:]).run), line


def test_every_decision_cited_is_written_down() -> None:
    written = set(re.findall(r"^## (D-\d\d) ", DECISIONS, re.MULTILINE))
    cited = {code for one in TEXTS for code in re.findall(r"\bD-\d\d\b", text_of(one))}
    assert cited <= written
    assert written == {f"D-{number:02}" for number in range(1, len(written) + 1)}


@pytest.mark.parametrize(
    "part", re.split(r"^## ", DECISIONS, flags=re.MULTILINE)[1:], ids=lambda part: part[:4]
)
def test_a_decision_is_short_and_has_context_decision_and_consequence(part: str) -> None:
    assert len(part.strip().splitlines()) <= 12
    assert [word for word in ("Context:", "Decision:", "Consequence:") if f"\n{word} " in part] == [
        "Context:",
        "Decision:",
        "Consequence:",
    ]


def test_the_changelog_keeps_its_headings() -> None:
    lines = text_of(ROOT / "resources" / "changelog.md").splitlines()
    headings = {line.removeprefix("### ") for line in lines if line.startswith("### ")}
    assert headings <= {"新增", "变更", "修正", "移除", "安全"}
    version = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["version"]
    assert any(line.startswith(f"## {version}") for line in lines)


def test_the_lock_is_that_of_the_environment_the_tests_run_in() -> None:
    assert LOCK.read_text(encoding="utf-8") == lock_text()


def test_every_foreign_package_imported_is_asked_for_by_name() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["hub"], *extras["dev"]]
    names = {canonicalize_name(re.split(r"[=<>\[; ]", line)[0]) for line in asked}
    allowed = {
        top
        for one in distributions()
        if canonicalize_name(one.metadata["Name"]) in names
        for top in {str(file).split("/")[0].removesuffix(".py") for file in one.files or []}
    }
    known = allowed | OURS
    doubted = [
        one for one in modules("zsapp", "installer", "tests") if set(IMPORT.findall(text_of(one))) - known
    ]
    assert not _imported(doubted) - known


OURS = {*sys.stdlib_module_names, "zsapp", "tests", "installer"}
IMPORT = re.compile(r"^ *(?:from|import) +(\w+)", re.MULTILINE)
"""What looks like an import: a file without a strange one need not be parsed, which takes half a minute."""


def _imported(paths: list[Path]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import):
                found |= {one.name.split(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").split(".")[0])
    return found


def test_the_wheel_carries_forms_and_resources_inside_the_package(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "installed", [name for name in names if not name.endswith(".ttf")])
    shipped = {name_of(one) for one in tracked() if name_of(one).startswith(("forms/", "resources/"))}
    assert {f"zsapp/{name}" for name in shipped} <= names
    assert {name_of(path) for path in modules("zsapp")} <= names
    assert not [name for name in names if name.startswith(("tests", "installer"))]
    seen = subprocess.run(
        [sys.executable, "-P", "-c", "from zsapp.base.paths import shipped; print(shipped('forms'))"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed")},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    assert Path(seen) == tmp_path / "installed" / "zsapp" / "forms"


@pytest.mark.parametrize("script", ["run.sh", "test.sh", "bench.sh"])
def test_a_script_is_plain_sh(script: str) -> None:
    path = ROOT / "installer" / script
    assert text_of(path).startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", str(path)], check=True)


def test_ci_runs_the_readmes_test_command_and_nothing_else() -> None:
    commands = [line for line in text_of(ROOT / ".ci" / "run").splitlines() if line.startswith("sh ")]
    assert commands == ["sh installer/test.sh"]
    assert "    sh installer/test.sh " in README
