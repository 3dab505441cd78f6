"""Crashes (程序出错): drafts kept, a report without personal data written, the clerk told plainly.

The report names files, lines, functions and the kind of each error: never its message, a value or a local,
for those may hold a person's name. The only place besides the lane that takes whatever was raised.
"""

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from zsapp.base import clock
from zsapp.base.errors import Code, Trouble
from zsapp.base.files import write_whole
from zsapp.screens.notices import Notice, Say

logger = logging.getLogger(__name__)


def report_of(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> str:
    """Return the report of a bug, causes first, without a word of what was typed."""
    lines = [
        f"time {clock.stamp(clock.now())}",
        f"python {platform.python_version()} on {platform.system()} {platform.machine()}",
    ]
    if bug.__cause__ is not None:
        lines += [report_of(type(bug.__cause__), bug.__cause__, bug.__cause__.__traceback__), "then"]
    lines.append(f"{kind.__module__}.{kind.__qualname__}")
    for frame in traceback.extract_tb(trace):
        lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
    return "\n".join(lines)


def _short(file: str) -> str:
    parts = Path(file).parts
    return "/".join(parts[parts.index("zsapp") :]) if "zsapp" in parts else Path(file).name


class CrashKeeper:
    """Takes what nobody else took: keeps the drafts, writes the report, says so in the message bar."""

    def __init__(self, home: Path, say: Say) -> None:
        self._home, self._say = home, say
        self.keep: Callable[[], Any] = lambda: None
        """Keeps what is being typed."""
        self._inside = False

    def install(self) -> None:
        """Stand behind everything."""
        sys.excepthook = self.take
        threading.excepthook = lambda told: self.take(
            told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
        )

    def take(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        """Take a bug."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, bug, trace)
            return
        if self._inside:  # keeping the drafts failed as well: no second report of the same crash
            return
        self._inside = True
        try:
            report = report_of(kind, bug, trace)
            logger.error("bug: %s", report)
            with suppress(Exception):  # whatever is broken, the clerk is still told below
                self.keep()
            self._tell(self._write(report))
        finally:
            self._inside = False

    def _write(self, report: str) -> Path | None:
        path = self._home / "log" / f"crash-{clock.now():%Y%m%d-%H%M%S}.txt"
        try:
            write_whole(path, f"{report}\n".encode())
        except Trouble:
            return None
        return path

    def _tell(self, path: Path | None) -> None:
        said = Code.BUG.value
        where = f"；出错报告：{path}（其中没有个人信息）" if path else ""
        self._say(Notice(said.sentence, f"{said.remedy}{where}", "red", said.number))
