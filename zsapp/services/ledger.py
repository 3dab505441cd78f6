"""The ledgers' desk (台账): the register of a period as a workbook.

The register is the committee's own record of its work (人民调解法 §27): parties stand in it by their names,
and with nothing else of theirs. A copy for others has the names covered. Either way it leaves the encrypted
store, so the journal says who made it. Beside it stand the deadlines of cases that are not done.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base import clock
from zsapp.base.files import write_whole
from zsapp.base.plain import from_plain
from zsapp.press.ledgers import find_ledger, ledger_page
from zsapp.press.xlsx import Head, Page, write_book
from zsapp.records.store import Store
from zsapp.rules.mediation import SECTOR, Case
from zsapp.rules.mediation_deadlines import Deadline, deadlines
from zsapp.rules.mediation_state import OPEN_STATES
from zsapp.rules.reporting import BASES, By, Period
from zsapp.rules.roles import Right
from zsapp.rules.station import StationProfile
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)

REGISTER = {SECTOR: "mediation.cases"}
"""The register of each sector that has one."""


@dataclass(frozen=True, slots=True)
class Written:
    """A workbook as written: the file, how many lines, whether names are covered."""

    file: Path
    rows: int
    masked: bool


@dataclass(frozen=True, slots=True)
class _Running:
    """A case that still waits for somebody."""

    number: str
    kind: str
    state: str
    deadlines: tuple[Deadline, ...]


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
        self._store.require(Right.EXPORT, SECTOR)
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
        due = self._deadlines({row[0] for row in found}, committee)
        book = write_book([page, *due], author=self._profile.name, made_at=clock.now())
        write_whole(out, book)
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

    def _deadlines(self, wanted: set[str], committee: str) -> list[Page]:
        """Return the sheet of the deadlines that run in these cases and in those not accepted yet, if any."""
        today = self._today()
        found = [
            (view, one)
            for view in self._running(wanted, committee)
            for one in view.deadlines
            if one.state != "done"
        ]
        if not found:
            return []
        found.sort(key=lambda pair: (pair[1].due or date.max, pair[0].number))
        rows = [_due_row(n, view, one, today) for n, (view, one) in enumerate(found, 1)]
        notes = [f"截至：{today.isoformat()}　　没有办完的案件里还在走的期限，依据和算法附后"]
        return [Page(name="期限", title="人民调解案件期限", notes=notes, heads=DUE_HEADS, rows=rows)]

    def _running(self, wanted: set[str], committee: str) -> Iterator[_Running]:
        """Give the cases that still wait for somebody, with their deadlines."""
        tables = shipped_tables()
        with self._store.read() as reader:
            for line in reader.page(SECTOR, states=OPEN_STATES, limit=MOST_OPEN).lines:
                asked = line.id in wanted or not line.accepted_on
                stored = reader.record(line.id) if asked else None
                case = from_plain(Case, stored.payload) if stored else Case()
                if stored is None or committee not in ("", case.committee):
                    continue
                due = deadlines(case, calendar=tables.calendar, periods=tables.periods, today=self._today())
                yield _Running(line.number, line.kind, line.state, due)


def _due_row(n: int, view: _Running, one: Deadline, today: date) -> list[Any]:
    said = [view.number, view.kind, view.state, one.what, one.start, one.due]
    return [n, *said, _stands(one, today), one.basis, one.working]


def _stands(one: Deadline, today: date) -> str:
    if one.due is None:
        return "最后一天没有记载"
    days = (one.due - today).days
    return f"过了{-days}天" if days < 0 else f"还有{days}天"


MOST_OPEN = 5_000
"""Open cases whose deadlines are listed; a village has tens, a town some hundreds."""
DUE_HEADS = (
    Head("序号", 7, "number"),
    Head("编号", 26),
    Head("纠纷类型", 22),
    Head("状态", 10),
    Head("期限", 26),
    Head("起算日", 12, "day"),
    Head("到期日", 12, "day"),
    Head("情况", 14),
    Head("依据", 26),
    Head("算法", 60, "long"),
)
