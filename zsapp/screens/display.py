"""The screen (屏幕): Qt ends the whole program without one, so it is looked for before Qt is asked."""

import os
import socket
import sys
from contextlib import suppress

from zsapp.base.errors import Code, Trouble

SOCKETS = ("/tmp/.X11-unix/X", "\0/tmp/.X11-unix/X")  # noqa: S108 -- where X itself listens, not a scratch file


def find_screen() -> None:
    """Make sure that a window can be shown.

    Raises:
        Trouble: SCREEN_MISSING.
    """
    if sys.platform != "linux" or os.environ.get("WAYLAND_DISPLAY"):
        return
    if not os.environ.get("QT_QPA_PLATFORM", "xcb").startswith("xcb"):
        return
    if not _answers(os.environ.get("DISPLAY", "")):
        raise Trouble(Code.SCREEN_MISSING)


def _answers(display: str) -> bool:
    """Say whether the X server of this machine answers; one of another machine is taken at its word."""
    host, colon, rest = display.rpartition(":")
    if not colon or host not in ("", "unix"):
        return bool(colon)
    for place in SOCKETS:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(place + rest.partition(".")[0])
            return True
    return False
