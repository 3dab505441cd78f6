"""The statistics desk (统计): Tables A and B, the counters people enter, figures frozen when reported.

A table is counted anew whenever it is asked for, from the lines of the register. What was frozen stays as it
was; where the cases say otherwise since, the difference is shown with its cases, never silently.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from zsapp.base import clock
from zsapp.base.errors import Code, Refusal
from zsapp.base.files import write_whole
from zsapp.base.ids import new_id
from zsapp.base.items import Thing
from zsapp.base.plain import fit_to_keep, from_plain, to_plain
from zsapp.press.xlsx import write_book
from zsapp.records.store import Line, Reader, Store
from zsapp.rules import committee, subsidy
from zsapp.rules.committee import Committee
from zsapp.rules.mediation import SECTOR
from zsapp.rules.mediation_counts import Basis, Counted, TableB, Uneven, table_b
from zsapp.rules.mediation_counts_groups import Group, groups_of
from zsapp.rules.mediation_table_a import TableA, table_a
from zsapp.rules.reporting import (
    COUNTERS,
    REPORT,
    TABLE_A,
    TABLE_B,
    Asked,
    Counters,
    Frozen,
    FrozenReport,
    Period,
    Report,
    differences,
    entered_of,
    figures_of,
    frozen_cases,
)
from zsapp.rules.roles import Right
from zsapp.rules.station import StationProfile
from zsapp.rules.subsidy import Claim
from zsapp.services.statistics_book import book_of, page_of
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)
T = TypeVar("T", bound=Thing)

NAMED_CASES = 20
"""Cases named in a refusal; the document has all of them."""
MOST = 100_000
"""Committees and counters read at once: a city has some hundreds, of twelve months a year."""


class Statistics:
    """The desk."""

    def __init__(self, store: Store, profile: StationProfile, today: Callable[[], date]) -> None:
        """Work on a store for the station of `profile`; `today` is the day the rules use."""
        self._store = store
        self._profile = profile
        self._today = today

    # --- Table B ------------------------------------------------------------------------------------------

    def table_b(self, asked: Asked) -> Report:
        """Return Table B as the records stand now, beside what was frozen of it."""
        first, last = asked.period.first, asked.period.last
        with self._store.read() as reader:
            lines = reader.lines(Counted._fields[1:], asked.by, first, last)
            entered, outside = self._entered(reader, asked)
            kinds = {one.title: one.kind for one in reader.page(committee.SECTOR, limit=MOST).lines}
            frozen = self._frozen(reader, asked)
        if asked.committee:
            lines = [row for row in lines if row[1] == asked.committee]
        cases = tuple(lines)
        basis = Basis(codes=shipped_tables().codes, kinds=kinds, entered=entered, months=asked.months)
        table = table_b(cases, basis)
        report = Report(
            asked=asked,
            table=table,
            counted=cases,
            entered=entered,
            outside=outside,
            groups=self._groups(asked, table),
        )
        return _compared(report, frozen) if frozen else report

    def _groups(self, asked: Asked, table: TableB) -> tuple[Group, ...]:
        """Return the villages or towns whose committees are added up; none for one committee alone."""
        names = () if asked.committee else tuple(row.name for row in table.rows)
        return groups_of(names, self._profile.tier, shipped_tables().regions)

    def _entered(self, reader: Reader, asked: Asked) -> tuple[dict[str, dict[str, int]], tuple[str, ...]]:
        """Return the counters of the months within the period, and those months that are cut by it.

        The station's own committee has a row even when there is nothing to count: a zero report.
        """
        own = asked.committee or self._profile.committee
        found: dict[str, dict[str, int]] = {own: {}} if own else {}
        kept = [
            one for one in self._all(reader, COUNTERS, Counters) if asked.committee in ("", one.committee)
        ]
        within = [one for one in kept if asked.period.holds(one.period)]
        outside = {one.period.text for one in kept if asked.period.meets(one.period)}
        outside -= {one.period.text for one in within}
        return found | entered_of(within), tuple(sorted(outside))

    def write_table_b(self, asked: Asked, out: Path) -> Report:
        """Write Table B as a workbook; the journal says so.

        Raises:
            Refusal: REPORT_UNEVEN when a formula is broken and nothing was frozen.
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        self._store.require(Right.EXPORT, SECTOR)
        report = self.table_b(asked)
        if report.frozen is None:
            self._check_even(report)
        pages = book_of(report, self._profile, self._today(), self.named)
        write_whole(out, write_book(pages, author=self._profile.name, made_at=clock.now()))
        with self._store.write() as writer:
            writer.note("report", sector=SECTOR, payload={"report": TABLE_B, **_facts(asked)})
        logger.info("table B of %d cases written", len(report.counted))
        return report

    def _check_even(self, report: Report) -> None:
        stops = [one for one in report.table.uneven if one.stops]
        if stops:
            first = stops[0]
            raise Refusal(
                Code.REPORT_UNEVEN,
                count=len(stops),
                first=self.said_uneven(first),
                uneven=stops,
            )

    def said_uneven(self, one: Uneven) -> str:
        """Return in words what does not agree: the row, the formula, its figures, the cases."""
        cases = [line.number or line.title for line in self.named(one.ids[:NAMED_CASES])]
        more = f"等{len(one.ids)}件" if len(one.ids) > NAMED_CASES else ""
        named = f"；案件：{'、'.join(cases)}{more}" if cases else ""
        return f"{one.where}，{one.formula}，实际为 {one.left} 和 {one.right}{named}"

    def named(self, ids: tuple[str, ...]) -> tuple[Line, ...]:
        """Return the list's lines of cases: what a figure is made of."""
        with self._store.read() as reader:
            return reader.named(ids)

    # --- Table A ------------------------------------------------------------------------------------------

    def table_a(self, period: Period) -> TableA:
        """Return Table A: committees and mediators on file on the last day, trainings of the period."""
        with self._store.read() as reader:
            committees = self._all(reader, committee.SECTOR, Committee)
            claims = self._all(reader, subsidy.SECTOR, Claim)
        paid: dict[str, Decimal] = {}
        for one in claims:
            if one.paid_on is not None and period.first <= one.paid_on <= period.last:
                paid[one.committee] = paid.get(one.committee, Decimal(0)) + one.total()
        return table_a(committees, period, paid)

    def write_table_a(self, period: Period, out: Path) -> TableA:
        """Write Table A as a workbook; the journal says so.

        Raises:
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        self._store.require(Right.EXPORT, SECTOR)
        table = self.table_a(period)
        page = page_of(table, period, self._profile, self._today())
        write_whole(out, write_book([page], author=self._profile.name, made_at=clock.now()))
        days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        with self._store.write() as writer:
            writer.note("report", sector=SECTOR, payload={"report": TABLE_A, **days})
        return table

    # --- frozen figures -----------------------------------------------------------------------------------

    def freeze(self, asked: Asked, *, reason: str = "") -> Report:
        """Freeze the figures of a period as they stand now; a journalled record that travels upstream.

        Frozen figures are replaced only with a reason, and the earlier ones stay in the journal.

        Raises:
            Refusal: PERIOD_OPEN, PERIOD_FROZEN without a reason, REPORT_UNEVEN.
        """
        if asked.period.last > self._today():
            raise Refusal(Code.PERIOD_OPEN, field="to", last=asked.period.last)
        report = self.table_b(asked)
        known = report.frozen
        if known and not report.differences:
            return report
        if known and not reason.strip():
            raise Refusal(Code.PERIOD_FROZEN, field="reason", period=asked.period.text)
        self._check_even(report)
        rows, total = figures_of(report.table)
        made = FrozenReport(
            **_key(asked, self._profile),
            station_name=self._profile.name,
            months=asked.months,
            reason=reason.strip(),
            rows=rows,
            total=total,
            cases=frozen_cases(report.table, report.counted, asked.months),
        )
        with self._store.write() as writer:
            writer.save(
                REPORT,
                known.id if known else new_id(),
                to_plain(fit_to_keep(made)),
                base_version=known.version if known else 0,
                verb="freeze",
            )
        logger.info("table B frozen, %d cases", len(made.cases))
        return self.table_b(asked)

    def _frozen(self, reader: Reader, asked: Asked) -> Frozen | None:
        wanted = FrozenReport(**_key(asked, self._profile))
        record_id = reader.find_ref(REPORT, self._profile.id, wanted.ref)
        stored = reader.record(record_id) if record_id else None
        if stored is None:
            return None
        return Frozen(
            report=from_plain(FrozenReport, stored.payload),
            id=stored.id,
            version=stored.version,
            at=stored.saved_at,
            who=stored.who,
        )

    # --- counters -----------------------------------------------------------------------------------------

    def counters(self, month: date, committee: str = "") -> Counters:
        """Return what a committee (the station's own without one) entered for a month; empty if nothing."""
        wanted = committee or self._profile.committee
        with self._store.read() as reader:
            found = reader.find_ref(COUNTERS, wanted, _month(month).isoformat())
            stored = reader.record(found) if found else None
        if stored is None:
            return Counters(committee=wanted, month=_month(month))
        return from_plain(Counters, stored.payload)

    def save_counters(self, counters: Counters) -> Counters:
        """Save what was entered for a month, over what was entered before; journalled.

        Raises:
            Refusal: COMMITTEE_NAME_MISSING at a station without one; what could not be read again (D-07).
        """
        if not counters.committee.strip():
            raise Refusal(Code.COMMITTEE_NAME_MISSING, field="committee")
        kept = fit_to_keep(replace(counters, month=_month(counters.month or self._today())))
        with self._store.write() as writer:
            found = writer.find_ref(COUNTERS, kept.committee, str(kept.month))
            stored = writer.record(found) if found else None
            version = stored.version if stored else 0
            writer.save(COUNTERS, found or new_id(), to_plain(kept), base_version=version, verb="save")
        return kept

    @staticmethod
    def _all(reader: Reader, sector: str, kind: type[T]) -> list[T]:
        """Return every record of a sector."""
        kept = [reader.record(one) for one in reader.ids(sector)]
        return [from_plain(kind, one.payload) for one in kept if one]


def _month(day: date) -> date:
    return day.replace(day=1)


def _key(asked: Asked, profile: StationProfile) -> dict[str, Any]:
    """Return the items by which a frozen report is found."""
    return {
        "report": TABLE_B,
        "station": profile.id,
        "first": asked.period.first,
        "last": asked.period.last,
        "basis": asked.by,
        "committee": asked.committee,
    }


def _facts(asked: Asked) -> dict[str, Any]:
    return {
        "first": asked.period.first.isoformat(),
        "last": asked.period.last.isoformat(),
        "by": asked.by,
        "committee": asked.committee,
    }


def _compared(report: Report, frozen: Frozen) -> Report:
    """Return the report beside what was frozen, with the differences."""
    now = frozen_cases(report.table, report.counted, report.asked.months)
    found = differences(frozen.report, report.table, now)
    return replace(report, frozen=frozen, differences=found)
