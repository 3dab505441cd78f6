"""Chinese typing on Linux (输入法): the wheel's Qt speaks ibus, and fcitx 5 does when asked; set before Qt.

The pinned Qt carries no fcitx plugin. Distributions set QT_IM_MODULE=fcitx, which would leave a clerk without
any Chinese; fcitx 5 answers on the ibus portal, fcitx 4 does not.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

FCITX = ("fcitx", "fcitx5", "wayland-fcitx")


def choose_input_method(environment: Mapping[str, str], running: frozenset[str]) -> dict[str, str]:
    """Return what to set before Qt starts, given the environment and the names of running programs."""
    wished = environment.get("QT_IM_MODULE", "")
    by_modifiers = environment.get("XMODIFIERS", "").removeprefix("@im=")
    if wished not in ("", *FCITX) or (not wished and by_modifiers == "ibus"):
        return {}
    if "fcitx5" in running:
        return {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}
    if "ibus-daemon" in running and "fcitx" not in running:
        return {"QT_IM_MODULE": "ibus"}
    return {"QT_IM_MODULE": "compose"} if wished in FCITX else {}


def running_programs(proc: Path = Path("/proc")) -> frozenset[str]:
    """Return the names of the input-method programs that run here."""
    found = set()
    for entry in proc.iterdir() if proc.is_dir() else ():
        if entry.name.isdigit():
            try:
                name = (entry / "comm").read_text(encoding="utf-8", errors="replace").strip()
            except OSError:  # it has just ended
                continue
            if name in ("fcitx", "fcitx5", "ibus-daemon"):
                found.add(name)
    return frozenset(found)


def prepare_input_method() -> None:
    """Set the environment so that Chinese can be typed; must run before the QApplication is made."""
    if sys.platform.startswith("linux"):
        os.environ.update(choose_input_method(os.environ, running_programs()))
