"""Printers of this PC (打印机): which there are, how a PDF is handed to one. Plain Python, no Qt.

Linux: `lpstat` and `lp` with the vector PDF. Where there is neither, there is no printer: the paper is kept
as a PDF, and the screen says where.
"""

import os
import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from zsapp.base.errors import Code, Trouble
from zsapp.base.settings import read_settings, write_settings

PATIENCE_S = 5


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer by its queue name."""

    name: str


def find_printers() -> tuple[Printer, ...]:
    """Return the printers this PC has, the default one first; none where there is no print system."""
    if shutil.which("lpstat") is None or shutil.which("lp") is None:
        return ()
    names = [line.strip() for line in _asked("-e").splitlines() if line.strip()]
    default = _asked("-d").rpartition(": ")[2].strip()  # "system default destination: NAME"
    return tuple(Printer(name) for name in sorted(names, key=lambda name: name != default))


def _asked(option: str) -> str:
    """Return what lpstat says, in English; nothing when it does not answer."""
    try:
        return subprocess.run(  # noqa: S603 -- fixed program, fixed options
            ["lpstat", option],  # noqa: S607 -- found on the path by the caller
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE_S,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def send(pdf: bytes, printer: str, copies: int) -> None:
    """Hand a PDF to a printer.

    Raises:
        Trouble: PRINTER_REFUSED with what the print system said.
    """
    try:
        said = subprocess.run(  # noqa: S603 -- fixed program, our own arguments; the paper never lies in a file
            ["lp", "-d", printer, "-n", str(copies), "-"],  # noqa: S607 -- as above
            input=pdf,
            capture_output=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise Trouble(Code.PRINTER_REFUSED, printer=printer, what="没有回应") from fault
    if said.returncode != 0:
        raise Trouble(
            Code.PRINTER_REFUSED, printer=printer, what=said.stderr.decode(errors="replace").strip()[:100]
        )


def documents(home: Path) -> Path:
    """Return the clerk's documents folder (文档), else `out` in the data folder."""
    for folder in (_told_by_desktop(), Path.home() / "文档", Path.home() / "Documents"):
        if folder is not None and folder.is_dir() and os.access(folder, os.W_OK):
            return folder
    return home / "out"


def _told_by_desktop() -> Path | None:
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "user-dirs.dirs"
    try:
        told = config.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = re.search(r'^XDG_DOCUMENTS_DIR="(.+)"', told, re.MULTILINE)
    return Path(found[1].replace("$HOME", str(Path.home()))) if found else None


class ThisMachine:
    """This PC's printers and folders; remembers the printer last chosen."""

    def __init__(self, home: Path, printer: str) -> None:
        self._home, self.printer = home, printer

    def printers(self) -> tuple[Printer, ...]:
        """Return the printers there are."""
        return find_printers()

    def folder(self) -> Path:
        """Return where PDFs are put unless the clerk says otherwise."""
        return documents(self._home)

    def send(self, pdf: bytes, printer: str, copies: int) -> None:
        """Print a PDF, and remember where.

        Raises:
            Trouble: PRINTER_REFUSED.
        """
        send(pdf, printer, copies)
        if printer != self.printer:
            self.printer = printer
            with suppress(Trouble):  # a choice that cannot be kept is made again the next time
                write_settings(self._home, replace(read_settings(self._home), printer=printer))
