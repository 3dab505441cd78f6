"""Crashes (程序出错): drafts kept, a report without personal data written, the clerk told plainly.

The only place besides the lane that takes whatever was raised; the lane brings it here.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from zsapp.base.bugs import note_bug
from zsapp.screens.notices import Say, notice_of


class CrashKeeper:
    """Takes what nobody else took: keeps the drafts, writes the report, says so in the message bar."""

    def __init__(self, home: Path, say: Say) -> None:
        self._home, self._say = home, say
        self.keep: Callable[[], Any] = lambda: None
        """Keeps what is being typed."""
        self.taken = False
        """Whether a bug was taken: then the program ends with the exit code of a trouble."""
        self._inside = False

    def install(self) -> None:
        """Stand behind everything. Other threads than the lane's there are none."""
        sys.excepthook = self.take

    def take(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        """Take a bug."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, bug, trace)
            return
        if self._inside:  # keeping the drafts failed as well: no second report of the same crash
            return
        self._inside = self.taken = True
        try:
            trouble = note_bug(self._home, bug.with_traceback(trace))
            with suppress(Exception):  # whatever is broken, the clerk is still told below
                self.keep()
            said = notice_of(trouble)
            self._say(replace(said, remedy=f"您输入的内容会存为草稿；{said.remedy}"))
        finally:
            self._inside = False
