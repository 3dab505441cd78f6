"""Wrong passphrases (输错的口令): how often, when, and for how long nobody may try again.

They stand beside the database, because with a wrong passphrase nobody can write into it; the next log-in
takes them into the journal. Users stand there by the label of their slot, which says no name.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

from zsapp.base.clock import read_stamp, stamp
from zsapp.base.errors import Code, Trouble
from zsapp.base.files import read_whole, write_whole
from zsapp.rules.roles import wait_after

logger = logging.getLogger(__name__)

FILE = "attempts.json"


@dataclass(frozen=True, slots=True)
class Failed:
    """Wrong passphrases of one slot that no journal knows of: how many, the first and the last moment.

    `row` counts those since somebody got in: they alone make anybody wait.
    """

    count: int
    row: int
    first: str
    last: str


class Attempts:
    """The wrong passphrases of a home since its last good log-in."""

    def __init__(self, home: Path, now: Callable[[], datetime]) -> None:
        """Keep them in a file of the home; `now` is its clock."""
        self._path = home / FILE
        self._now = now

    def all(self) -> dict[str, Failed]:
        """Return what went wrong, by the label of the slot; a file that cannot be read says nothing."""
        try:
            found = json.loads(read_whole(self._path))
            return {
                str(label): Failed(
                    int(one["count"]), int(one["row"]), _moment(one["first"]), _moment(one["last"])
                )
                for label, one in found.items()
            }
        except Trouble:
            return {}
        except (ValueError, TypeError, KeyError, AttributeError):
            logger.info("wrong passphrases could not be read: counted anew")
            return {}

    @contextmanager
    def counted(self, label: str) -> Iterator[None]:
        """Try a secret in the block: not too soon after wrong ones, and one more is counted.

        Raises:
            Trouble: PASSPHRASE_WAIT.
        """
        self._hold(label)
        try:
            yield
        except Trouble as trouble:
            if trouble.code in (Code.PASSPHRASE_WRONG, Code.RECOVERY_WRONG):
                self._add(label)
            raise
        known = self.all()
        if label in known and known[label].row:
            self._write(known | {label: replace(known[label], row=0)})

    def _hold(self, label: str) -> None:
        """Let nobody try again too soon. A clock that was set back begins the wait anew, and no longer.

        Raises:
            Trouble: PASSPHRASE_WAIT with the seconds that are left.
        """
        known = self.all()
        if label not in known:
            return
        failed, now = known[label], self._now()
        last = read_stamp(failed.last)
        if now < last:
            self._write(known | {label: replace(failed, last=stamp(now))})
            last = now
        left = ceil((last + timedelta(seconds=wait_after(failed.row)) - now).total_seconds())
        if left > 0:
            raise Trouble(Code.PASSPHRASE_WAIT, count=failed.row, seconds=left)

    def _add(self, label: str) -> None:
        """Count one more wrong passphrase; a medium that cannot be written counts none."""
        known, now = self.all(), stamp(self._now())
        before = known.get(label, Failed(0, 0, now, now))
        self._write(known | {label: Failed(before.count + 1, before.row + 1, before.first, now)})

    def _write(self, known: dict[str, Failed]) -> None:
        try:
            write_whole(self._path, json.dumps({label: asdict(one) for label, one in known.items()}).encode())
        except Trouble as trouble:
            logger.info("a wrong passphrase could not be counted: %s", trouble.code.name)

    def forget(self) -> None:
        """Begin anew: they are in the journal now."""
        with suppress(OSError):  # a read-only home: the count stays, and so does what it leads to
            self._path.unlink(missing_ok=True)


def _moment(text: str) -> str:
    """Return a stamp that reads as one."""
    return stamp(read_stamp(text))
