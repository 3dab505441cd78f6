"""Bugs (程序出错): what is written down of one, so that it can be mended.

Files, lines, functions and the kind of each error: never its message, a value or a local, for those may hold
a person's name.
"""

import logging
import sys
import traceback
from pathlib import Path

from zsapp.base import clock
from zsapp.base.errors import Code, Trouble
from zsapp.base.files import write_whole

logger = logging.getLogger(__name__)


def report_of(bug: BaseException) -> str:
    """Return the report of a bug, causes first, without a word of what was typed."""
    lines = [
        f"time {clock.stamp(clock.now())}",
        f"python {sys.version.split()[0]} on {sys.platform}",
    ]
    if bug.__cause__ is not None:
        lines += [report_of(bug.__cause__), "then"]
    lines.append(f"{type(bug).__module__}.{type(bug).__qualname__}")
    for frame in traceback.extract_tb(bug.__traceback__):
        lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
    return "\n".join(lines)


def _short(file: str) -> str:
    parts = Path(file).parts
    return "/".join(parts[parts.index("zsapp") :]) if "zsapp" in parts else Path(file).name


def note_bug(home: Path, bug: BaseException) -> Trouble:
    """Write the report of a bug into the log and beside it, and return what to say of it.

    The fact `where` names the report, for a sentence; it is empty where none could be written.
    """
    report = report_of(bug)
    logger.error("bug: %s", report)
    path = _write(home, report)
    return Trouble(Code.BUG, where=f"：{path}" if path else "")


def _write(home: Path, report: str) -> Path | None:
    """Write a report; as the log it never makes a data folder (D-12), and a full disk is no second bug."""
    path = home / "log" / f"crash-{clock.now():%Y%m%d-%H%M%S}.txt"
    try:
        if not home.is_dir():
            return None
        write_whole(path, f"{report}\n".encode())
    except (Trouble, OSError):  # a folder that may not be looked into is no second bug
        return None
    return path
