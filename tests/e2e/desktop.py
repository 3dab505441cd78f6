"""A desktop for tests (桌面): a screen nobody sees, a window manager, the program, and a person at the keys.

Everything typed goes through the X server as a keyboard's keys do. Chinese is typed by keys of its own: each
character the story needs lies on a spare key before the program starts, for remapping one key again and again
while a slow program reads would put wrong characters on a busy machine.
"""

import ctypes
import io
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType

from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds after which what a person waits for will not come any more."""
SPARE_KEYS = (*range(93, 104), *range(117, 133), *range(135, 256))
"""Key codes no sentence needs: media keys and those without a name."""
UNICODE = 0x0100_0000
"""What a character is added to, to be the symbol of a key."""
MUCH = 400
"""Pixels by which two pictures of a window at rest may differ: a blinking caret."""

SPECK = 100
"""Pixels of one colour that are more than a speck."""


def wait_for(what: str, seen: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something is seen; what never comes fails the test by its name."""
    until = time.monotonic() + patience
    while not seen():
        assert time.monotonic() < until, f"waited in vain for {what}"
        select.select([], [], [], 0.02)


class Desktop:
    """A screen of its own with a window manager."""

    def __init__(self, folder: Path, characters: str = "", size: str = "1366x768") -> None:
        """Start both; `characters` are laid on spare keys, the pictures go to `folder`."""
        self._folder, self._size, self._characters = folder, size, characters
        self._stack = ExitStack()
        self.pictures: list[Path] = []

    def __enter__(self) -> "Desktop":
        """Start the screen, then the window manager, then lay the characters on the keys."""
        told, tell = os.pipe()
        words = ["Xvfb", "-displayfd", str(tell), "-screen", "0", f"{self._size}x24", "-nolisten", "tcp"]
        screen = subprocess.Popen(words, pass_fds=[tell], stderr=subprocess.DEVNULL)
        self._stack.callback(end, screen)
        os.close(tell)
        with os.fdopen(told) as said:
            self.display = f":{said.readline().strip()}"
        ready = self._folder / "openbox-is-here"
        openbox = subprocess.Popen(
            ["openbox", "--sm-disable", "--startup", f"touch {ready}"], env=self.environment()
        )
        self._stack.callback(end, openbox)
        wait_for("the window manager", ready.exists)
        lay_on_keys(self.display, self._characters)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take a last picture, whatever has happened, and end everything."""
        with suppress(subprocess.CalledProcessError):
            self.picture("last")
        self._stack.close()

    def environment(self) -> dict[str, str]:
        """Return the variables of whoever sits at this screen; no input method, no session bus."""
        gone = {
            "QT_QPA_PLATFORM",
            "WAYLAND_DISPLAY",
            "DBUS_SESSION_BUS_ADDRESS",
            "QT_IM_MODULE",
            "XMODIFIERS",
        }
        kept = {name: value for name, value in os.environ.items() if name not in gone}
        return kept | {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}

    def start(self, *words: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start the program."""
        program = subprocess.Popen(
            [sys.executable, "-m", "zsapp", *words], env=self.environment() | variables, cwd=ROOT
        )
        self._stack.callback(end, program)
        return program

    # --- the keyboard -------------------------------------------------------------------------------------

    def _xdotool(self, *words: str) -> str:
        got = subprocess.run(
            ["xdotool", *words], env=self.environment(), capture_output=True, text=True, check=False
        )
        return got.stdout.strip() if got.returncode == 0 else ""

    def type(self, text: str) -> None:
        """Type a text; a line's end is the Enter key."""
        for line in text.splitlines(keepends=True):
            if words := line.rstrip("\n"):
                self._key("type", "--delay", "0", "--", words)
            if line.endswith("\n"):
                self.press("Return")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other: Tab, alt+2, ctrl+Return."""
        self._key("key", "--delay", "0", *keys)

    def _key(self, *words: str) -> None:
        got = subprocess.run(
            ["xdotool", *words], env=self.environment(), capture_output=True, text=True, check=False
        )
        assert got.returncode == 0, f"xdotool {words}: {got.stderr}"
        assert not got.stderr, f"xdotool {words}: {got.stderr}"

    # --- what is seen -------------------------------------------------------------------------------------

    def title(self) -> str:
        """Return the title of the window in front, which says where the person is."""
        return self._xdotool("getactivewindow", "getwindowname")

    def see(self, words: str, patience: float = PATIENCE) -> None:
        """Wait until the title of the window holds some words."""
        wait_for(f"a window named {words}", lambda: words in self.title(), patience)

    def rest(self) -> bytes:
        """Wait until the screen stands still and return how it looks then."""
        shots = [self._shot()]

        def still() -> bool:
            shots.append(self._shot())
            return differing(shots[-2], shots[-1]) <= MUCH

        wait_for("a window at rest", still)
        return shots[-1]

    def see_colour(self, what: str, colour: str) -> None:
        """Wait until a good deal of the screen is of one colour: a mark, a chip, a warning."""
        rgb = tuple(bytes.fromhex(colour.removeprefix("#")))

        def seen() -> bool:
            shot = Image.open(io.BytesIO(self._shot())).convert("RGB")
            return sum(count for count, one in shot.getcolors(2**24) if one == rgb) > SPECK

        wait_for(what, seen)

    def picture(self, name: str) -> None:
        """Keep a picture of the screen at rest."""
        path = self._folder / f"{len(self.pictures):02}-{name}.png"
        path.write_bytes(self.rest())
        self.pictures.append(path)

    def _shot(self) -> bytes:
        words = ["import", "-window", "root", "png24:-"]
        return subprocess.run(words, env=self.environment(), capture_output=True, check=True).stdout


def end(program: subprocess.Popen[bytes]) -> None:
    """End a program that may have ended by itself."""
    program.terminate()
    try:
        program.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def differing(one: bytes, other: bytes) -> int:
    """Return by how many pixels two pictures differ."""
    first, second = (Image.open(io.BytesIO(picture)).convert("L") for picture in (one, other))
    return sum(ImageChops.difference(first, second).point(lambda grey: grey > 8 and 255).histogram()[1:])


def lay_on_keys(display: str, characters: str) -> None:
    """Lay each character on a spare key, two on a key (the second with Shift)."""
    wanted = sorted({one for one in characters if not one.isascii()})
    assert len(wanted) <= 2 * len(SPARE_KEYS), f"{len(wanted)} characters do not fit on the spare keys"
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    server = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    pairs = [wanted[at : at + 2] for at in range(0, len(wanted), 2)]
    for code, pair in zip(SPARE_KEYS, pairs, strict=False):
        symbols = (ctypes.c_ulong * 2)(*(UNICODE + ord(one) for one in pair))
        x11.XChangeKeyboardMapping(server, code, 2, symbols, 1)
    x11.XSync(server, 0)
    x11.XCloseDisplay(server)
