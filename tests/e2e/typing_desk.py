"""A desk to type Chinese at (打字): a screen, a session bus, an input method and the program, all of its own.

The input methods are the system's own programs with their own dictionaries, in a home that was empty before:
nothing was learned there. Who types here looks at what the window shows after each letter, and chooses a word
from the list of candidates as a person does: the first, and if that is another word, the next.
"""

import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.e2e.desktop import PATIENCE, ROOT, Desktop, end, wait_for
from tests.session_bus import SessionBus
from zsapp.screens.input_method import FCITX_4, FCITX_5, IBUS, PORTAL, taken_names

CHOICES = ("space", "2", "3")
"""The keys of the candidates, the first by Space."""
SOON = 2
"""Seconds after which a letter that may be lost is typed again."""
ONLY_PINYIN = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us

[Groups/0/Items/1]
Name=pinyin

[GroupOrder]
0=Default
"""
NOT_NEEDED = "wayland,waylandim,xim,notifications,notificationitem,kimpanel,clipboard,unicode"


@dataclass(frozen=True)
class InputMethod:
    """A program that turns keys into Chinese; `{screen}` stands for the number of the screen."""

    command: tuple[str, ...]
    names: tuple[str, ...]
    """What it takes on the session bus when it is there."""
    settings: Mapping[str, str] = field(default_factory=dict)
    list_window: str = ""
    """The title of its list of candidates."""


FCITX_SETTINGS = {"fcitx5/profile": ONLY_PINYIN, "fcitx5/config": "[Behavior]\nActiveByDefault=True\n"}
FCITX_LIST = "Fcitx5 Input Window"
BY_FCITX_5 = InputMethod(
    ("fcitx5", f"--disable={NOT_NEEDED}"),
    (FCITX_5, PORTAL),
    FCITX_SETTINGS,
    list_window=FCITX_LIST,
)
BY_FCITX_4 = InputMethod(
    # What fcitx 5 offers to programs of fcitx 4's time, and nothing newer.
    ("fcitx5", f"--disable={NOT_NEEDED},ibusfrontend,dbusfrontend"),
    (f"{FCITX_4}{{screen}}",),
    FCITX_SETTINGS,
    list_window=FCITX_LIST,
)
BY_IBUS = InputMethod(
    ("ibus-daemon", "--panel=disable", "--emoji-extension=disable", "--config=/usr/libexec/ibus-memconf"),
    (IBUS,),
)


@dataclass(frozen=True)
class Seen:
    """What the clerk sees: the field with the caret, its text, what is being composed, where the caret is.

    `changes` counts what was being composed, one thing after the other; `list` is that of known words below.
    """

    field: str = ""
    text: str = ""
    composed: str = ""
    changes: int = 0
    caret: tuple[int, int] = (0, 0)
    list: str = ""


class TypingDesk(Desktop):
    """A screen with a session bus and an input method."""

    def __init__(self, folder: Path, method: InputMethod) -> None:
        """Be ready for an input method; pictures of a failure go to `folder`."""
        super().__init__(folder)
        self._method = method
        self._things = ExitStack()
        self.seen = Seen()
        self._lately: deque[str] = deque(maxlen=40)
        self._heard = b""

    def __enter__(self) -> "TypingDesk":
        """Start everything but the program."""
        # ibus makes a socket in the cache folder: its path must be short.
        self.home = Path(self._things.enter_context(tempfile.TemporaryDirectory(prefix="zsapp-typing-")))
        self.bus = self._things.enter_context(SessionBus())
        for name, text in self._method.settings.items():
            file = self.home / "config" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        try:
            super().__enter__()
            self.start_method()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End everything, the program first."""
        super().__exit__(kind, value, trace)
        self._things.close()

    def environment(self) -> dict[str, str]:
        """Return the variables of a session as distributions set it up: for fcitx, whatever is installed."""
        return super().environment() | {
            "DBUS_SESSION_BUS_ADDRESS": self.bus.address,
            "GSETTINGS_BACKEND": "memory",
            "HOME": str(self.home),
            "QT_IM_MODULE": "fcitx",
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_RUNTIME_DIR": str(self.home),
        }

    # --- the input method ---------------------------------------------------------------------------------

    def start_method(self) -> None:
        """Start the input method and wait until pinyin can be typed."""
        self._daemon = self._run(self._method.command)
        if IBUS in self._method.names:
            wait_for("the settings of ibus", self._has_settings)
            wait_for("pinyin", self._is_pinyin)
        wait_for("the input method", self._is_there)

    def _run(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        with (self.home / "input-method.log").open("ab") as log:
            program = subprocess.Popen(
                command, env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )
        self._stack.callback(kill_all, program)
        return program

    def kill_method(self) -> None:
        """Let the input method die, its dictionary with it, which has learned nothing lasting by then."""
        kill_all(self._daemon)
        wait_for("the end of the input method", lambda: not self._is_there())

    def _is_there(self) -> bool:
        names = {name.format(screen=self.display.removeprefix(":")) for name in self._method.names}
        return names <= taken_names(self.bus.address)

    def _has_settings(self) -> bool:
        """Say whether ibus can tell engines their settings: one that starts earlier hangs for 15 seconds."""
        address = self._ibus("address")
        return address.startswith("unix:") and f"{IBUS}.Config" in taken_names(address)

    def _is_pinyin(self) -> bool:
        self._ibus("engine", "libpinyin")
        return self._ibus("engine") == "libpinyin"

    def _ibus(self, *words: str) -> str:
        said = subprocess.run(
            ["ibus", *words], env=self.environment(), capture_output=True, text=True, check=False
        )
        return said.stdout.strip()

    def list_place(self) -> tuple[int, int]:
        """Return where the list of candidates stands on the screen."""
        said = self._xdotool(
            "search", "--onlyvisible", "--name", self._method.list_window, "getwindowgeometry"
        )
        found = re.search(r"Position: (-?\d+),(-?\d+)", said)
        return (int(found[1]), int(found[2])) if found else (0, 0)

    # --- the program --------------------------------------------------------------------------------------

    def open_window(self, home: Path) -> None:
        """Start the program over a data folder."""
        self._station = home
        words = [sys.executable, "-m", "tests.e2e.watched_window", "--home", str(home)]
        self._program = subprocess.Popen(words, cwd=ROOT, env=self.environment(), stdout=subprocess.PIPE)
        self._stack.callback(end, self._program)
        assert self._program.stdout is not None
        self._stack.callback(self._program.stdout.close)
        os.set_blocking(self._program.stdout.fileno(), False)

    def close_window(self) -> None:
        """Close the window as a clerk does; it ends well."""
        self.press("alt+F4")
        assert self._program.wait(PATIENCE) == 0, self._story()

    def _look(self) -> Seen:
        assert self._program.stdout is not None
        while heard := self._program.stdout.read(65536):
            self._heard += heard
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            seen: dict[str, Any] = json.loads(line)
            self.seen = Seen(**seen | {"caret": tuple(seen["caret"])})
            self._lately.append(str(self.seen))
        return self.seen

    def see_that(self, what: str, so: Callable[[Seen], bool]) -> Seen:
        """Wait until the window shows something and return what else it shows."""
        until = time.monotonic() + PATIENCE
        while not so(self._look()):
            waiting = time.monotonic() < until and self._program.poll() is None
            assert waiting, f"waited in vain for {what}; {self._story()}"
            select.select([self._program.stdout], [], [], 1)
        return self.seen

    def _story(self) -> str:
        logs = [self.home / "input-method.log", *(self._station / "log").glob("*")]
        told = [log.read_text(encoding="utf-8", errors="replace") for log in logs]
        return "\n".join(["seen lately:", *self._lately, "told by input method and program:", *told])

    def stand_in(self, field_name: str) -> None:
        """Wait until the caret is in a field."""
        self.see_that(
            f"the caret in {field_name}", lambda seen: (seen.field, seen.list) == (field_name, "shut")
        )

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._lately.append(f"pressed {' '.join(keys)}")
        super().press(*keys)

    # --- typing Chinese -----------------------------------------------------------------------------------

    def compose(self, pinyin: str) -> Seen:
        """Type pinyin as fast as one who looks at each letter, without choosing a word yet."""
        for letter in pinyin:
            before = self._look()
            self.press(letter)
            self.see_that(
                f"{letter} of {pinyin} composed",
                lambda seen, before=before: seen.changes > before.changes and seen.text == before.text,
            )
        return self.seen

    def drop(self, pinyin: str) -> None:
        """Take back what is being composed."""
        text = self._look().text
        self.press(*["BackSpace"] * len(pinyin))
        self.see_that("nothing composed", lambda seen: not seen.composed and seen.text == text)

    def write(self, pinyin: str, word: str) -> None:
        """Type a word: its pinyin, then the key of the candidate that is the word."""
        before = self._look().text
        for choice in CHOICES:
            self.compose(pinyin)
            self.press(choice)
            after = self.see_that(
                f"{pinyin} put down", lambda seen: seen.text != before and not seen.composed
            ).text
            if after == before + word:
                return
            self.press(*["BackSpace"] * (len(after) - len(before)))
            self.see_that("the wrong word gone", lambda seen: seen.text == before)
        raise AssertionError(f"{word} is not among the first candidates of {pinyin}; {self._story()}")

    def type_plainly(self, letters: str) -> None:
        """See that letters stay letters now that the input method is dead, and leave the field empty.

        Qt loses keys to a dead ibus for the tenth of a second until it notices: then once more.
        """
        wait_for(f"plain {letters}", lambda: self._puts(letters))
        wait_for("an empty field", lambda: self._puts(""))

    def _puts(self, letters: str) -> bool:
        self.press("ctrl+a", "BackSpace")
        self.type(letters)
        return self._look().text == letters

    def find_again(self) -> None:
        """Leave the empty field and enter it until the input method, which has come back, takes a letter."""
        wait_for("the input method in the field", self._takes_a_letter)

    def _takes_a_letter(self) -> bool:
        name = self._look().field
        self.press("shift+Tab")
        self.see_that("another field", lambda seen: seen.field != name)
        self.press("Tab")
        self.stand_in(name)
        before = self.seen.changes
        self.press("t")
        with suppress(AssertionError):  # the letter may be lost while Qt turns from the dead to the new
            wait_for("a letter", lambda: self._look().text or self.seen.changes > before, SOON)
        composed = bool(self.seen.composed)
        wait_for("an empty field", lambda: self._puts("") and not self.seen.composed)
        return composed


def kill_all(program: subprocess.Popen[bytes]) -> None:
    """Kill a program and everything it started."""
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()
