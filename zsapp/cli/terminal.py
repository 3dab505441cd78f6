"""A call from the terminal (一次调用): its options, and how it opens the station."""

import getpass
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import read_whole
from zsapp.cli.output import Answer


@dataclass(frozen=True, slots=True)
class Call:
    """What the words on the command line ask for."""

    home: Path
    passphrase_file: Path | None
    as_json: bool
    today: date | None
    user: str
    run: Any
    training: bool
    options: dict[str, Any]

    def passphrase(self, prompt: str = "口令：") -> str:
        """Return the passphrase of the file, or ask at a terminal.

        Raises:
            Refusal: PASSPHRASE_MISSING when there is neither.
            Trouble: FILE_MISSING, FILE_ENCODING.
        """
        if self.passphrase_file is not None:
            return passphrase_in(self.passphrase_file)
        if sys.stdin is not None and sys.stdin.isatty():
            return getpass.getpass(prompt)
        raise Refusal(Code.PASSPHRASE_MISSING)


def passphrase_in(file: Path) -> str:
    """Return the passphrase a file holds, without its line end.

    Raises:
        Trouble: FILE_MISSING, FILE_ENCODING.
    """
    try:
        return read_whole(file).decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Trouble(Code.FILE_ENCODING, file=file) from None


def day_of(text: str) -> date:
    """Return the day of an option.

    Raises:
        Refusal: DATE_WRONG.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(Code.DATE_WRONG, text=text) from None


def count_of(text: str) -> int:
    """Return the number of an option that counts something.

    Raises:
        Refusal: USAGE.
    """
    if not (text.isascii() and text.isdecimal()):
        raise Refusal(Code.USAGE, what=f"应写 0 或正整数，实际是“{text}”")
    return int(text)


def workbook_of(text: str) -> Path:
    """Return the file of an option that is written as a workbook: no Excel under another kind's name.

    Raises:
        Refusal: USAGE.
    """
    if not text.lower().endswith(".xlsx"):
        raise Refusal(
            Code.USAGE, field="out", what=f"写出来的是 Excel，文件名应以 .xlsx 结尾，实际是“{text}”"
        )
    return Path(text)


def folder_named(place: Path, *, makes: bool = False) -> Path:
    """Return a folder that was typed, once it is there; with `makes`, a last one that is missing is made.

    A stick that goes away later is told of by whoever writes to it: here nothing has been pulled out.

    Raises:
        Trouble: FOLDER_MISSING, PATH_WRONG.
    """
    if makes:
        with suppress(OSError):  # what is not there afterwards is told of below
            place.mkdir()
    with suppress(OSError):  # one that does not answer is there: whoever writes to it says what is wrong
        if place.exists() and not place.is_dir():
            raise Trouble(Code.PATH_WRONG, file=place, what="这是文件，不是文件夹")
        if not place.exists():
            raise Trouble(Code.FOLDER_MISSING, folder=place)
    return place


def state_in(states: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the state of an option, none when it was not given.

    Raises:
        Refusal: USAGE, naming the states there are.
    """
    if text and text not in states:
        raise Refusal(Code.USAGE, field="state", what=f"没有“{text}”这个状态；可用：{'、'.join(states)}")
    return (text,) if text else ()


def opened(errand: Callable[[Any, Call], Answer]) -> Callable[[Call], Answer]:
    """Return a verb that opens the station, does its errand and closes it again."""

    def run(call: Call) -> Answer:
        from zsapp.services.station import (
            open_station,
        )  # the store's libraries load only when a store is opened

        passphrase = call.passphrase()
        with open_station(call.home, passphrase=passphrase, user=call.user, today=call.today) as station:
            return errand(station, call)

    return run
