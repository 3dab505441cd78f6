"""Sticks under Windows (Windows 下的U盘): drives of the type "removable", asked of kernel32."""

import ctypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from zsapp.exchange.sticks import Stick

REMOVABLE = 2
READ_ONLY_VOLUME = 0x0008_0000
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NAME = 261


def find_sticks(kernel: Callable[[], Any] | None = None) -> tuple[Stick, ...]:
    """Return the sticks in this machine; an empty card slot is none."""
    system = (kernel or _kernel)()
    drives = system.GetLogicalDrives()
    letters = [letter for at, letter in enumerate(LETTERS) if drives >> at & 1]
    return tuple(stick for letter in letters for stick in _stick(system, f"{letter}:\\"))


def _kernel() -> Any:
    return vars(ctypes)["windll"].kernel32  # there under Windows alone


def _stick(system: Any, root: str) -> Iterator[Stick]:
    if system.GetDriveTypeW(root) != REMOVABLE:
        return
    name, flags = ctypes.create_unicode_buffer(NAME), ctypes.c_uint32()
    free, total = ctypes.c_uint64(), ctypes.c_uint64()
    ready = system.GetVolumeInformationW(
        root, name, NAME, None, None, ctypes.byref(flags), None, 0
    ) and system.GetDiskFreeSpaceExW(root, ctypes.byref(free), ctypes.byref(total), None)
    if ready:
        read_only = bool(flags.value & READ_ONLY_VOLUME)
        yield Stick(Path(root), name.value or root, free.value, total.value, read_only)
