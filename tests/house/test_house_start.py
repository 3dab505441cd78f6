"""The start: what is heavy is loaded when it is used, never because a door was opened."""

import subprocess
import sys

import pytest

from tests.house.source import ROOT

HEAVY = {
    *("reportlab", "openpyxl", "pikepdf", "pypdfium2", "segno", "zxingcpp", "PIL"),
    *("cryptography", "pyrage", "zstandard", "pypinyin"),
    *("sqlalchemy", "alembic", "sqlcipher3", "yaml"),
}
"""Libraries that cost a start tens or hundreds of milliseconds, or a hard disk hundreds of files."""


def loaded_by(*names: str) -> set[str]:
    """Return the top-level packages that are loaded in a fresh interpreter once the named modules are."""
    code = f"""
import sys
for name in {names!r}:
    __import__(name)
print(*{{name.split('.')[0] for name in sys.modules}})
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_terminal_starts_without_anything_heavy() -> None:
    loaded = loaded_by("zsapp.app", "zsapp.cli.main")
    assert "zsapp" in loaded
    assert not loaded & (HEAVY | {"PySide6"})


def test_the_window_starts_without_anything_heavy_but_qt() -> None:
    loaded = loaded_by("zsapp.screens.window")
    assert "PySide6" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("package", ["zsapp.base.plain", "zsapp.rules.mediation"])
def test_the_ground_and_the_rules_load_nothing_foreign(package: str) -> None:
    foreign = {name for name in loaded_by(package) if name not in sys.stdlib_module_names}
    assert not foreign - loaded_by("sys") - {"zsapp"}
