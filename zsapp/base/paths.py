"""Paths (路径): where the program's own data and the station's data lie."""

import os
import sys
from pathlib import Path

from zsapp.base.errors import Code, Refusal

PACKAGE = Path(__file__).resolve().parent.parent


def shipped(kind: str) -> Path:
    """Return the folder `resources` or `forms`: beside the package in a checkout, inside it if installed."""
    inside = PACKAGE / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


def default_home() -> Path:
    """Return the station's data folder: ZSAPP_HOME, else the platform's."""
    if given := os.environ.get("ZSAPP_HOME"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "zsapp"
    return Path(os.environ.get("XDG_DATA_HOME") or _users_home() / ".local" / "share") / "zsapp"


def _users_home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # no HOME, and an account that the system has no entry of
        raise Refusal(Code.USAGE, what="系统没有给出用户的主目录，请用 --home 指明数据文件夹") from None
