"""Notices (消息): what a model says to the clerk: a sentence, its remedy, its number. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zsapp.base.errors import ZsError


@dataclass(frozen=True, slots=True)
class Notice:
    """One message; `tone` is blue (says), green (done), amber (mind), red (no). `again` tries once more."""

    sentence: str
    remedy: str = ""
    tone: str = "blue"
    number: int = 0
    again: Callable[[], Any] | None = None
    again_word: str = "重试"


Say = Callable[[Notice], None]


def notice_of(error: ZsError, again: Callable[[], Any] | None = None, again_word: str = "重试") -> Notice:
    """Return the message of an error, with its remedy and its number."""
    return Notice(str(error), error.remedy, "red", error.code.value.number, again, again_word)


def done(sentence: str, remedy: str = "") -> Notice:
    """Return a message that something was done."""
    return Notice(sentence, remedy, "green")
