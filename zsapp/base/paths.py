"""Paths (路径): where the program's own data and the station's data lie."""

import os
import sys
from pathlib import Path

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
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "zsapp"
