"""The duty desk (值守): the roster of a month, what was so, its numbers, its paper and its workbook."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from zsapp.base import clock
from zsapp.base.errors import Code, Refusal
from zsapp.base.files import write_whole
from zsapp.base.ids import new_id
from zsapp.base.items import items
from zsapp.base.plain import fit_to_keep, from_plain, to_plain
from zsapp.press import definition, pdf
from zsapp.press.ledgers import find_ledger, ledger_page
from zsapp.press.pdf import Sheet
from zsapp.press.xlsx import write_book
from zsapp.records.store import Reader, Store, Stored
from zsapp.rules.duty_paper import DutyLine, duty_lines, rate_text, roster_paper
from zsapp.rules.duty_roster import (
    NO,
    SECTOR,
    YES,
    DutyDay,
    DutyMonth,
    OpeningRate,
    first_of,
    opening_rate,
    opening_rates,
    plan_month,
    with_day,
)
from zsapp.rules.mediation_paper_text import day_text
from zsapp.rules.roles import Right
from zsapp.rules.station import StationProfile
from zsapp.rules.todo import Duty
from zsapp.services.ledger import Written
from zsapp.services.premises import PremisesDesk
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)

FORM, LEDGER = "premises.roster", "premises.duty"
PAGE = "premises"
"""The page of the window that clears a day nobody marked."""


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month's roster as kept, or as it would be planned (version 0), with its numbers."""

    id: str
    version: int
    roster: DutyMonth
    rate: OpeningRate

    @property
    def sentence(self) -> str:
        """The month in one sentence."""
        return rate_text(self.rate) if self.roster.days else "这个月还没有排班"


class DutyDesk:
    """The desk."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date], premises: PremisesDesk
    ) -> None:
        """Work on a store for the station of `profile`, beside the desk of its premises."""
        self._store = store
        self._profile = profile
        self._today = today
        self._premises = premises

    def month(self, month: date) -> MonthView:
        """Return the roster of the month a day lies in; one never saved has no days and version 0."""
        with self._store.read() as reader:
            stored = _stored(reader, self._profile.org, first_of(month))
        return self._view(stored, month)

    def _view(self, stored: Stored | None, month: date) -> MonthView:
        if stored is None:
            blank = DutyMonth(org=self._profile.org, org_name=self._profile.name, month=first_of(month))
            return MonthView("", 0, blank, opening_rate(blank, self._today()))
        roster = from_plain(DutyMonth, stored.payload)
        return MonthView(stored.id, stored.version, roster, opening_rate(roster, self._today()))

    # --- planning and marking -----------------------------------------------------------------------------

    def plan(self, month: date) -> MonthView:
        """Plan a month by the opening hours (排班); what was set by hand or marked stays.

        Raises:
            Refusal: PREMISES_HOURS_UNSET, ROLE_MAY_NOT.
        """
        premises = self._premises.find().premises
        if not premises.hours:
            raise Refusal(Code.PREMISES_HOURS_UNSET, field="hours")
        known = self.month(month)
        kept = replace(known.roster, org_name=premises.name)
        return self._save(known, plan_month(premises, month, shipped_tables().calendar, kept))

    def set_day(self, day: date, people: tuple[str, ...], times: str = "") -> MonthView:
        """Set who is on duty on a day and when; a day that was not planned becomes one.

        Raises:
            Refusal: ROLE_MAY_NOT.
        """
        known = self.month(day)
        one = known.roster.day(day) or DutyDay(date=day)
        changed = replace(one, people=people, times=times or one.times, planned=YES)
        return self._save(known, with_day(known.roster, changed))

    def mark(self, day: date, *, opened: bool, actual: str = "", reason: str = "") -> MonthView:
        """Note whether the place was open on a day: a planned day that was not open needs a reason.

        Raises:
            Refusal: DAY_AHEAD, DUTY_NOT_PLANNED, REASON_MISSING, ROLE_MAY_NOT.
        """
        today = self._today()
        if day > today:
            raise Refusal(Code.DAY_AHEAD, field="day", day=day_text(day), today=day_text(today))
        known = self.month(day)
        one = known.roster.day(day)
        if not opened:
            if one is None or not one.is_planned:
                raise Refusal(Code.DUTY_NOT_PLANNED, field="day", day=day_text(day))
            if not reason.strip():
                raise Refusal(Code.REASON_MISSING, field="reason")
        one = one or DutyDay(date=day, planned=NO)
        changed = replace(
            one,
            opened=YES if opened else NO,
            actual=actual if opened else "",
            reason="" if opened else reason.strip(),
            by=self._store.user,
        )
        return self._save(known, with_day(known.roster, changed))

    def _save(self, known: MonthView, roster: DutyMonth) -> MonthView:
        if known.version and known.roster == roster:
            return known
        kept = fit_to_keep(roster)
        with self._store.write() as writer:
            record_id = known.id or new_id()
            writer.save(SECTOR, record_id, to_plain(kept), base_version=known.version, verb="save")
        return self.month(kept.month or self._today())

    # --- numbers ------------------------------------------------------------------------------------------

    def rates(self, first: date, last: date) -> tuple[OpeningRate, ...]:
        """Return I06 of every place known here, by month, for the months from `first` to `last`."""
        return opening_rates(self._rosters(first_of(first), last), self._today())

    def _rosters(self, first: date, last: date) -> Iterator[DutyMonth]:
        with self._store.read() as reader:
            for one in map(reader.record, reader.ids(SECTOR)):
                roster = from_plain(DutyMonth, one.payload) if one else DutyMonth()
                if roster.month is not None and first <= roster.month <= last:
                    yield roster

    # --- paper and workbook -------------------------------------------------------------------------------

    def sheet(self, month: date) -> Sheet:
        """Return the roster of a month for the wall, printable.

        Raises:
            Refusal: ROLE_MAY_NOT. A month without days gives a sheet to fill in by hand.
            Trouble: FONT_UNUSABLE.
        """
        self._store.require(Right.PRINT, SECTOR)
        values = roster_paper(self.month(month).roster, self._premises.find().premises, self._today())
        return pdf.draw(definition.find_form(FORM), values, mode="final")

    def write_paper(self, month: date, out: Path) -> Path:
        """Write the roster for the wall as a PDF.

        Raises:
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        write_whole(out, self.sheet(month).pdf)
        return out

    def write_ledger(self, month: date, out: Path) -> Written:
        """Write the ledger of a month as a workbook; the journal says so.

        Raises:
            Refusal: ROLE_MAY_NOT.
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        self._store.require(Right.EXPORT, SECTOR)
        ledger = find_ledger(LEDGER)
        view = self.month(month)
        lines = duty_lines(view.roster, self._today())
        notes = [
            f"{view.roster.org_name}　　{first_of(month):%Y年%m月}　　{view.sentence}",
            f"制表：{self._profile.name}　　制表日期：{self._today().isoformat()}",
        ]
        rows = [_wire(one, ledger.names(masked=False)) for one in lines]
        page = ledger_page(ledger, rows, notes)
        write_whole(out, write_book([page], author=self._profile.name, made_at=clock.now()))
        facts = {"ledger": ledger.id, "edition": ledger.edition, "rows": len(rows)}
        with self._store.write() as writer:
            writer.note("ledger", sector=SECTOR, payload=facts | {"month": first_of(month).isoformat()})
        logger.info("duty ledger of %d lines written", len(rows))
        return Written(out, len(rows), masked=False)

    # --- today --------------------------------------------------------------------------------------------

    def duties(self, today: date) -> Iterator[Duty]:
        """Return the day's own lines: days of this month and the last that nobody marked."""
        before = first_of(first_of(today) - timedelta(days=1))
        months = (self.month(one).rate.unmarked for one in (before, today))
        unmarked = [day for days in months for day in days if day < today]
        if unmarked:
            days = "、".join(f"{one.month}月{one.day}日" for one in unmarked[:5])
            more = f"等{len(unmarked)}天" if len(unmarked) > 5 else ""
            yield Duty(
                pressing="late",
                what="登记当天是否开放；没有登记的按没有开放计算",
                title=f"值守还没有登记：{days}{more}",
                due=unmarked[0],
                days=(unmarked[0] - today).days,
                basis="本系统建议",
                page=PAGE,
            )


def _wire(line: DutyLine, names: tuple[str, ...]) -> list[str]:
    """Return a line in wire form, in the order of the columns."""
    values = {one.wire_key: getattr(line, one.name) for one in items(DutyLine)}
    found = (values[name] for name in names)
    return [one.isoformat() if isinstance(one, date) else one or "" for one in found]


def _stored(reader: Reader, org: str, month: date) -> Stored | None:
    found = reader.find_ref(SECTOR, org, month.isoformat())
    return reader.record(found) if found else None
