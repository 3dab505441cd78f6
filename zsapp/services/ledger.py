"""The ledgers' desk (台账): the register of a period as a workbook.

The register is the committee's own record of its work (人民调解法 §27): parties stand in it by their names,
and with nothing else of theirs. A copy for others has the names covered. Either way it leaves the encrypted
store, so the journal says who made it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zsapp.base import clock
from zsapp.base.files import write_whole
from zsapp.press.ledgers import find_ledger, ledger_page
from zsapp.press.xlsx import write_book
from zsapp.records.store import Store
from zsapp.rules.mediation import SECTOR
from zsapp.rules.reporting import BASES, By, Period
from zsapp.rules.station import StationProfile

logger = logging.getLogger(__name__)

REGISTER = {SECTOR: "mediation.cases"}
"""The register of each sector that has one."""


@dataclass(frozen=True, slots=True)
class Written:
    """A workbook as written: the file, how many lines, whether names are covered."""

    file: Path
    rows: int
    masked: bool


class Ledgers:
    """The desk."""

    def __init__(self, store: Store, profile: StationProfile, today: Callable[[], date]) -> None:
        """Work on a store for the station of `profile`; `today` is the day the rules use."""
        self._store = store
        self._profile = profile
        self._today = today

    def write(
        self, period: Period, out: Path, *, by: By = "accepted", committee: str = "", masked: bool = False
    ) -> Written:
        """Write the register of a period, of one committee or all, oldest first; the journal says so.

        Raises:
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT; the old file is untouched.
        """
        ledger = find_ledger(REGISTER[SECTOR])
        with self._store.read() as reader:
            found = reader.lines(("committee", *ledger.names(masked=masked)), by, period.first, period.last)
        rows = sorted((row[1:] for row in found if committee in ("", row[1])), key=lambda row: row[0])
        covered = "　　当事人姓名已隐去" if masked else ""
        notes = [
            f"期间：{period.text}（{BASES[by]}）　　共 {len(rows)} 件{covered}",
            f"制表：{self._profile.name}　　制表日期：{self._today().isoformat()}",
        ]
        page = ledger_page(ledger, [row[1:] for row in rows], notes)
        write_whole(out, write_book([page], author=self._profile.name, made_at=clock.now()))
        facts = {
            "ledger": ledger.id,
            "edition": ledger.edition,
            "by": by,
            "rows": len(rows),
            "masked": masked,
        }
        days = {"first": period.first.isoformat(), "last": period.last.isoformat(), "committee": committee}
        with self._store.write() as writer:
            writer.note("ledger", sector=SECTOR, payload=facts | days)
        logger.info("register of %d lines written", len(rows))
        return Written(out, len(rows), masked)
