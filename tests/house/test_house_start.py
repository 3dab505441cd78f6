"""The start: what is heavy is loaded when it is used, never because a door was opened."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

HEAVY = {
    *("reportlab", "openpyxl", "pikepdf", "pypdfium2", "segno", "zxingcpp", "PIL"),
    *("cryptography", "msgspec", "pyrage", "zstandard", "pypinyin"),
    *("sqlalchemy", "alembic", "sqlcipher3", "yaml"),
}
"""Libraries that cost a start tens or hundreds of milliseconds, or a hard disk hundreds of files."""


VERBS = [f"zsapp.cli.{one.stem}" for one in sorted((ROOT / "zsapp" / "cli").glob("verbs_*.py"))]


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
    loaded = loaded_by("zsapp.app", *VERBS)
    assert "zsapp" in loaded
    assert not loaded & (HEAVY | {"PySide6"})


def test_the_window_starts_without_anything_heavy_but_qt() -> None:
    loaded = loaded_by("zsapp.screens.window")
    assert "PySide6" in loaded
    assert not loaded & HEAVY


WATCHED = """
import sys, threading

seen = []


class Watch:
    def find_spec(self, name, path=None, target=None):
        main = threading.current_thread() is threading.main_thread()
        seen.append((name.partition(".")[0], "window" if main else "lane"))


sys.meta_path.insert(0, Watch())

from zsapp.app import main
from PySide6 import QtCore
from PySide6.QtCore import QTimer
from zsapp.screens.window import make_app

app = make_app()
ready = []


def look():
    if "zsapp.services.station" in sys.modules and app.focusWidget() is not None:
        print(app.focusWidget().accessibleName())
        app.closeAllWindows()
    elif not ready and app.focusWidget() is not None:
        ready.append("Qt" in vars(QtCore))
        QTimer.singleShot(5, look)
    else:
        QTimer.singleShot(5, look)


QTimer.singleShot(0, look)
code = main(["--home", sys.argv[1]])
print(*ready)
print(*{f"{where}:{name}" for name, where in seen})
sys.exit(code)
"""
"""The window over a home, until a passphrase can be typed and what is heavy has been loaded behind it."""


def test_the_passphrase_can_be_typed_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_bytes(b"")  # as far as the first page looks
    command = [sys.executable, "-c", WATCHED, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    caret, named, loaded = done.stdout.splitlines()
    assert caret == "口令"
    assert named == "False"  # none of the values of Qt's own name space: see kit/words.py
    by_whom = {one.partition(":")[0]: set() for one in loaded.split()}
    for one in loaded.split():
        where, _, name = one.partition(":")
        by_whom[where].add(name)
    assert not by_whom["window"] & HEAVY
    assert by_whom["lane"] & HEAVY  # loaded while the clerk types, in the thread behind the window


@pytest.mark.parametrize("package", ["zsapp.base.plain", "zsapp.rules.mediation"])
def test_the_ground_and_the_rules_load_nothing_foreign(package: str) -> None:
    foreign = {name for name in loaded_by(package) if name not in sys.stdlib_module_names}
    assert not foreign - loaded_by("sys") - {"zsapp"}
