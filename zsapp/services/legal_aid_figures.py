"""Ledger and indicators of legal aid (法律援助台账、指标): what came, went on and came back in a period.

Counted from the records that whoever is logged in may see. A workbook leaves the encrypted store, so the
journal says who made it.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base import clock
from zsapp.base.files import write_whole
from zsapp.base.items import items
from zsapp.press.ledgers import find_ledger, ledger_page
from zsapp.press.xlsx import Head, Page, write_book
from zsapp.records.store import Store
from zsapp.rules.legal_aid import SECTOR
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_figures import MEANING, Indicator, indicators
from zsapp.rules.legal_aid_ledger import AidLine, aid_line
from zsapp.rules.reporting import By, Period
from zsapp.rules.roles import Right
from zsapp.rules.station import StationProfile
from zsapp.services.ledger import Written
from zsapp.services.legal_aid import LegalAid
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)

LEDGER = "legal_aid.intakes"
BASES: Mapping[By, str] = {"accepted": "按接收日期统计", "closed": "按结果日期统计"}
HEADS = (
    Head("编号", 10),
    Head("指标", 36),
    Head("分子", 10, "number"),
    Head("分母", 10, "number"),
    Head("数值", 14),
)


@dataclass(frozen=True, slots=True)
class AidReport:
    """The indicators of a period, and the lines they are counted from by the ids of their intakes."""

    period: Period
    by: By
    station: str
    indicators: tuple[Indicator, ...]
    lines: Mapping[str, AidLine]
    file: Path | None = None


class AidFigures:
    """The desk that counts intakes."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date], desk: LegalAid
    ) -> None:
        """Work on a store for the station of `profile`, beside the desk of legal aid."""
        self._store = store
        self._profile = profile
        self._today = today
        self._desk = desk

    def write(
        self, period: Period, out: Path, *, by: By = "accepted", station: str = "", masked: bool = False
    ) -> Written:
        """Write the register of a period, of one receiving station or all; the journal says so.

        Raises:
            Refusal: ROLE_MAY_NOT.
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT; the old file is untouched.
        """
        self._store.require(Right.EXPORT, SECTOR)
        ledger = find_ledger(LEDGER)
        names = ledger.names(masked=masked)
        found = self._lines(period, by, station).values()
        rows = [_wire(one, names) for one in found]
        covered = "　　申请人姓名已隐去" if masked else ""
        notes = [
            f"期间：{period.text}（{BASES[by]}）　　共 {len(rows)} 件{covered}",
            f"制表：{self._profile.name}　　制表日期：{self._today().isoformat()}",
        ]
        self._write(out, [ledger_page(ledger, rows, notes)])
        facts = {"ledger": ledger.id, "edition": ledger.edition, "rows": len(rows), "masked": masked}
        self._note("ledger", facts, period, by)
        return Written(out, len(rows), masked)

    def report(self, period: Period, *, by: By = "accepted", station: str = "") -> AidReport:
        """Count the indicators of a period."""
        groups = [row.text for row in shipped_tables().codes["group_flag"]]
        lines = self._lines(period, by, station)
        return AidReport(period, by, station, indicators(lines, groups), lines)

    def write_report(self, period: Period, out: Path, *, by: By = "accepted", station: str = "") -> AidReport:
        """Write the indicators of a period as a workbook; the journal says so.

        Raises:
            Refusal: ROLE_MAY_NOT.
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        self._store.require(Right.EXPORT, SECTOR)
        report = self.report(period, by=by, station=station)
        notes = [
            f"期间：{period.text}（{BASES[by]}）",
            f"制表：{self._profile.name}　　制表日期：{self._today().isoformat()}",
        ]
        rows = [
            [one.id, one.name, len(one.ids), None if one.of is None else len(one.of), one.value]
            for one in report.indicators
        ]
        title = "法律援助指标"
        self._write(out, [Page(name=title, title=title, notes=notes, heads=HEADS, rows=rows, foot=MEANING)])
        self._note("report", {"report": "indicators"}, period, by)
        return replace(report, file=out)

    def _lines(self, period: Period, by: By, station: str) -> dict[str, AidLine]:
        """Return the lines of a period by the ids of their intakes, in the order of days; no void ones."""
        tables, today = shipped_tables(), self._today()
        views = self._desk.every()
        made = (
            (one.id, aid_line(Situation(one.intake, tables, today))) for one in views if not one.intake.void
        )
        found = [(key, line, day) for key, line in made if (day := _day(line, by)) is not None]
        within = [one for one in found if period.first <= one[2] <= period.last]
        within.sort(key=lambda one: (one[2], one[1].number))
        return {key: line for key, line, _ in within if station in ("", line.station)}

    def _write(self, out: Path, pages: Sequence[Page]) -> None:
        write_whole(out, write_book(pages, author=self._profile.name, made_at=clock.now()))

    def _note(self, verb: str, facts: dict[str, Any], period: Period, by: By) -> None:
        days = {"first": period.first.isoformat(), "last": period.last.isoformat(), "by": by}
        with self._store.write() as writer:
            writer.note(verb, sector=SECTOR, payload=facts | days)
        logger.info("%s of legal aid written", verb)


def _day(line: AidLine, by: By) -> date | None:
    return line.received_on if by == "accepted" else line.answered_on


def _wire(line: AidLine, names: Sequence[str]) -> list[str]:
    """Return a line in wire form, in the order of the columns."""
    values = {one.wire_key: getattr(line, one.name) for one in items(AidLine)}
    found = (values[name] for name in names)
    return [one.isoformat() if isinstance(one, date) else one or "" for one in found]
