"""The log (日志): one rotating file in the data folder, with every number that may be a person's masked.

Log ids and codes, never a person's name, number, address or text; the mask is the net below, should one slip
through. Refuses to know what a record is.
"""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILES = 5
FILE_BYTES = 1_000_000
FORMAT = "%(asctime)s %(levelname)s %(name)s %(threadName)s %(message)s"
MASK = "***"

OWN_ID = r"(?<![0-9A-Za-z-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9A-Za-z-])"
OWN_HASH = r"(?<![0-9A-Za-z])[0-9a-f]{64}(?![0-9A-Za-z])"
JOINT = r"[ \t\u00a0\u3000.·_/()（）+‐‑–—-]{1,2}"
JOINED = rf"\d{{3,}}(?:{JOINT}\d{{3,}})+[Xx]?"
CREDIT_CODE = r"(?<![0-9A-Za-z])\d{2}[0-9A-Z]{16}(?![0-9A-Za-z])"
NUMBERS = re.compile(rf"(?P<own>{OWN_ID}|{OWN_HASH})|\d{{11,}}[Xx]?|(?P<code>{CREDIT_CODE})|{JOINED}")
"""Our own ids and hashes stay. Masked: 11 and more digits in a row (phones, documents, accounts), credit
codes, groups of 3 and more with the joints people write between them (138 0013 8000, 0760-8888888).
"""

LEAST_JOINED = 10
"""Digits that make joined groups a number of a person: 010-8888888 has ten."""


def masked(text: str) -> str:
    """Return the text with every number that may be a document, an account or a telephone replaced by ***."""
    return NUMBERS.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    if found["own"]:
        return found[0]
    if found["code"]:
        return MASK
    digits = sum(character.isdecimal() for character in found[0])
    return MASK if digits >= LEAST_JOINED else found[0]


class MaskedFormatter(logging.Formatter):
    """Masks the finished line: the message, its arguments and the traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line to write."""
        return masked(super().format(record))


class HomeLog(RotatingFileHandler):
    """The file `log/zsapp.log` of a data folder. It never makes that folder, and never stops the program."""

    def __init__(self, home: Path) -> None:
        """Open nothing yet: a station that is only being set up has no folder."""
        self.home = home
        super().__init__(
            home / "log" / "zsapp.log",
            maxBytes=FILE_BYTES,
            backupCount=FILES - 1,
            encoding="utf-8",
            delay=True,
        )
        self.setFormatter(MaskedFormatter(FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, if there is a folder to write it in."""
        try:
            if not self.home.is_dir():
                return
            self.home.joinpath("log").mkdir(exist_ok=True)
        except OSError:  # a closed, read-only or full folder: whoever saves a record says so, with its remedy
            return
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- logging's own name
        """Pass over a line that cannot be written: a full disk is told by the save, not by its log."""


def start_log(home: Path) -> None:
    """Let every logger write to the log of this data folder, and to no other."""
    root = logging.getLogger()
    stop_log()
    root.addHandler(HomeLog(home))
    root.setLevel(logging.INFO)


def stop_log() -> None:
    """Close the log, so that its folder can be moved or removed."""
    root = logging.getLogger()
    for one in [one for one in root.handlers if isinstance(one, HomeLog)]:
        root.removeHandler(one)
        one.close()
