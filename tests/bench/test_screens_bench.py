"""How soon the window can be typed in, beside a bare window of the same Qt, in the same run.

Both are whole programs, started anew each time, and ready at the same moment: the window can be seen and the
caret stands in a line. Nothing but Qt differs.
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.house.source import ROOT
from tests.stations import CHEAP, PASSPHRASE, SETUPS
from zsapp.services.station import init_station

ROUNDS = 15
MOST = 1.8
"""Times the bare window's start (the bound of the first issue)."""

READY = """
import os


def look():
    line = app.focusWidget()
    if line is not None and line.window().windowHandle().isExposed():
        os._exit(0 if isinstance(line, QLineEdit) else 1)
    QTimer.singleShot(1, look)


QTimer.singleShot(0, look)
"""
"""Ends the program, with nothing more done, as soon as it can be typed in."""

BARE = f"""
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

app = QApplication([])
{READY}
window = QWidget()
line = QLineEdit()
QVBoxLayout(window).addWidget(line)
window.showMaximized()
line.setFocus()
app.exec()
"""

OURS = f"""
import sys

from zsapp.app import main
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit
from zsapp.screens.window import make_app

app = make_app()
{READY}
main(["--home", sys.argv[1]])
"""


def seconds(program: str, *words: str) -> float:
    """Return how long a program takes until it can be typed in."""
    command = [sys.executable, "-c", program, *words]
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begun


def test_the_window_can_be_typed_in_nearly_as_soon_as_a_bare_one(tmp_path: Path) -> None:
    home = tmp_path / "home"
    init_station(home, SETUPS["village"], passphrase=PASSPHRASE, cost=CHEAP).station.close()
    seconds(BARE), seconds(OURS, str(home))  # a first time for the disk
    pairs = [(seconds(BARE), seconds(OURS, str(home))) for _ in range(ROUNDS)]
    bare, ours = (median(one) for one in zip(*pairs, strict=True))
    ratio = ours / bare
    sys.stdout.write(
        f"\nstart to a window ready to type: {ours:.3f} s, a bare one {bare:.3f} s, ratio {ratio:.2f}\n"
    )
    assert ratio <= MOST
