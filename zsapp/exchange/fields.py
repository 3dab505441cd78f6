"""Strict reading of plain values (严格读入): what came from elsewhere is what it should be, or is refused.

Keys that are not asked for are passed over: they are signed by whoever wrote them, and a newer program may
have something to add. Knows nothing of packages or certificates.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

from zsapp.base.canonical import WHOLE, Plain
from zsapp.base.clock import read_stamp
from zsapp.base.ids import is_id

HASH = re.compile(r"[0-9a-f]{64}")
TEXT = 200
MANY = 100_000
"""Members a list may have at all."""


UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Unicode categories of control and format characters, among them those that reverse the writing."""


class Unfit(ValueError):
    """A value that is not what it should be."""


class Fields:
    """The named values of a JSON object."""

    def __init__(self, plain: Plain) -> None:
        """Read from a plain value.

        Raises:
            Unfit: it is not an object.
        """
        if not isinstance(plain, dict):
            raise Unfit("an object")
        self._plain = plain

    def __contains__(self, key: str) -> bool:
        """Say whether there is a value of that name at all."""
        return key in self._plain

    def text(self, key: str, most: int = TEXT) -> str:
        """Return a text of at most so many characters."""
        value = self._plain.get(key)
        if not isinstance(value, str) or len(value) > most:
            raise Unfit(key)
        return value

    def line(self, key: str) -> str:
        """Return a text for people's eyes: one line, no character that hides or turns round what it says."""
        value = self.text(key)
        if any(unicodedata.category(char) in UNSEEN for char in value):
            raise Unfit(key)
        return value

    def matched(self, key: str, pattern: re.Pattern[str]) -> str:
        """Return a text that is wholly of a pattern."""
        value = self.text(key)
        if pattern.fullmatch(value) is None:
            raise Unfit(key)
        return value

    def hash(self, key: str) -> str:
        """Return 64 small hex digits."""
        return self.matched(key, HASH)

    def id(self, key: str) -> str:
        """Return an id."""
        value = self.text(key)
        if not is_id(value):
            raise Unfit(key)
        return value

    def number(self, key: str, least: int = 0, most: int = WHOLE) -> int:
        """Return a whole number within bounds."""
        value = self._plain.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Unfit(key)
        return value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self._plain.get(key)
        if not isinstance(value, bool):
            raise Unfit(key)
        return value

    def day(self, key: str) -> date:
        """Return a day."""
        value = self.text(key)
        try:
            day = date.fromisoformat(value)
        except ValueError as fault:
            raise Unfit(key) from fault
        if day.isoformat() != value:
            raise Unfit(key)
        return day

    def moment(self, key: str) -> datetime:
        """Return a moment, UTC."""
        value = self.text(key)
        try:
            return read_stamp(value)
        except ValueError as fault:
            raise Unfit(key) from fault

    def group(self, key: str) -> "Fields":
        """Return the named values below a key."""
        return Fields(self._plain.get(key))

    def named(self, key: str) -> dict[str, "Fields"]:
        """Return a mapping of names to groups."""
        value = self._plain.get(key)
        if not isinstance(value, dict) or len(value) > MANY:
            raise Unfit(key)
        return {name: Fields(member) for name, member in value.items()}

    def groups(self, key: str) -> Iterator["Fields"]:
        """Give the groups of a list."""
        return (Fields(member) for member in self._list(key))

    def texts(self, key: str, most: int = TEXT) -> tuple[str, ...]:
        """Return a list of texts."""
        found = self._list(key)
        if not all(isinstance(one, str) and len(one) <= most for one in found):
            raise Unfit(key)
        return tuple(found)

    def ids(self, key: str) -> tuple[str, ...]:
        """Return a list of ids."""
        found = self.texts(key)
        if not all(map(is_id, found)):
            raise Unfit(key)
        return found

    def _list(self, key: str) -> list[Plain]:
        value = self._plain.get(key)
        if not isinstance(value, list) or len(value) > MANY:
            raise Unfit(key)
        return value
