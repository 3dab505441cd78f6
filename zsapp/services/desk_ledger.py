"""Registers of the front desk (服务台账): every service's by one way, as a workbook; journalled.

The register of referrals holds what was passed on from any service's records besides.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base import clock
from zsapp.base.files import write_whole
from zsapp.base.items import Thing, items
from zsapp.press.ledgers import find_ledger, ledger_page
from zsapp.press.xlsx import write_book
from zsapp.records.store import Store
from zsapp.rules.desk_checking import Desk
from zsapp.rules.desk_rules import RULES
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.referral import SECTOR as REFERRALS
from zsapp.rules.reporting import Period
from zsapp.rules.roles import Right
from zsapp.rules.station import StationProfile
from zsapp.services.front_desk import FrontDesk
from zsapp.services.ledger import Written
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)


class DeskLedgers:
    """The desk of registers."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date], desk: FrontDesk
    ) -> None:
        """Work on a store for the station of `profile`, beside the front desk."""
        self._store = store
        self._profile = profile
        self._today = today
        self._desk = desk

    def write(
        self, sector: str, period: Period, out: Path, *, station: str = "", masked: bool = False
    ) -> Written:
        """Write a service's register of a period, of one registering station or all; the journal says so.

        Raises:
            Refusal: ROLE_MAY_NOT.
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT; the old file is untouched.
        """
        self._store.require(Right.EXPORT, sector)
        ledger = find_ledger(f"{sector}.register")
        names = ledger.names(masked=masked)
        found = [one for one in self.lines(sector, period) if station in ("", one.station)]
        covered = "　　姓名已隐去" if masked else ""
        notes = [
            f"期间：{period.text}　　共 {len(found)} 件{covered}",
            f"制表：{self._profile.name}　　制表日期：{self._today().isoformat()}",
        ]
        page = ledger_page(ledger, [_wire(one, names) for one in found], notes)
        write_whole(out, write_book([page], author=self._profile.name, made_at=clock.now()))
        facts = {"ledger": ledger.id, "edition": ledger.edition, "rows": len(found), "masked": masked}
        days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        with self._store.write() as writer:
            writer.note("ledger", sector=sector, payload=facts | days)
        logger.info("register of %s written", sector)
        return Written(out, len(found), masked)

    def lines(self, sector: str, period: Period) -> list[Any]:
        """Return the lines of a period in the order of days, none of void records."""
        made = self._referrals(period) if sector == REFERRALS else self._made(sector, period)
        return sorted(made, key=lambda one: (one.day, one.number))

    def _desks(self, sector: str, period: Period) -> Iterator[Desk]:
        tables, today = shipped_tables(), self._today()
        for record in self._desk.judged(sector, days=(period.first, period.last)).values():
            if not record.void:
                yield Desk(record=record, tables=tables, today=today)

    def _made(self, sector: str, period: Period) -> Iterator[Any]:
        from zsapp.rules.desk_ledger import MAKERS  # the window must not wait for lines of registers

        for desk in self._desks(sector, period):
            yield MAKERS[sector](desk, tuple(RULES[sector].deadlines(desk)))

    def _referrals(self, period: Period) -> Iterator[Any]:
        from zsapp.rules.desk_ledger import lines_of_everything  # as above

        for sector in SERVICES:
            yield from lines_of_everything(sector, self._desks(sector, period))


def _wire(line: Thing, names: tuple[str, ...]) -> list[Any]:
    """Return a line in wire form, in the order of the columns."""
    values = {one.wire_key: getattr(line, one.name) for one in items(type(line))}
    found = (values[name] for name in names)
    return [one.isoformat() if isinstance(one, date) else "" if one is None else one for one in found]
