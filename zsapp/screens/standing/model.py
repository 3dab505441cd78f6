"""How the open record stands with other stations (往来情况): what is shown of it, and 移交. Plain Python.

One model for every sector: a page says which record is before the clerk, and how it is saved.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from zsapp.base.errors import Code, ZsError
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Say, done, notice_of
from zsapp.services.standing import Standing
from zsapp.services.station import Station
from zsapp.services.transfer_way import Destination

OF_FORM = (Code.REASON_MISSING, Code.REGION_UNKNOWN, Code.TRANSFER_NOT_OPEN)
"""Refusals that belong under what was typed."""
MENDED = "改正后保存，再导出一次"
Saving = Callable[[Callable[[Any], Any]], None]
"""What saves the record before the clerk and goes on once that was done."""


@dataclass(frozen=True, slots=True)
class StandingState:
    """What is shown: how the record stands, and what is being asked of a transfer."""

    standing: Standing = field(default_factory=Standing)
    asking: bool = False
    places: tuple[Destination, ...] = ()
    fault: str = ""

    @property
    def locked(self) -> bool:
        """Whether nothing of the record may be changed for now."""
        return self.standing.locked

    @property
    def may_offer(self) -> bool:
        """Whether 移交 can be pressed."""
        return self.standing.may_offer and not self.asking


class StandingModel:
    """The record before the clerk."""

    def __init__(self, station: Station, tasks: Tasks, save: Saving, say: Say) -> None:
        """Ask a station; `save` keeps what is typed before the record is offered."""
        self._desk, self._transfers = station.standings, station.transfers
        self._tasks, self._save, self._say = tasks, save, say
        self.state = StandingState()
        self.shown: Callable[[StandingState], None] = ignore
        self.opened: Callable[[str], None] = ignore
        """Asked to show the transfer of a record on its own page."""
        self._record, self._version = "", 0

    # --- looking ------------------------------------------------------------------------------------------

    def follow(self, record_id: str, version: int) -> None:
        """Another record, or another version of it, is before the clerk; version 0 is not stored yet."""
        if (record_id, version) == (self._record, self._version):
            return
        if record_id != self._record:
            self._show(StandingState())
        self._record, self._version = record_id, version
        self.refresh()

    def refresh(self) -> None:
        """Look again: something was committed, or has travelled."""
        record_id = self._record
        if record_id and self._version:
            self._tasks.run(lambda: self._desk.of(record_id), self._came, ignore)

    def _came(self, standing: Standing) -> None:
        if standing.record_id == self._record and standing != self.state.standing:
            asking = self.state.asking and standing.may_offer
            self._show(replace(self.state, standing=standing, asking=asking))

    # --- offering -----------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask where the record shall go, and why."""
        if self.state.may_offer:
            record_id = self._record
            self._tasks.run(self._transfers.places, lambda got: self._asked(record_id, got), self._no)

    def _asked(self, record_id: str, places: tuple[Destination, ...]) -> None:
        if record_id == self._record:
            self._show(replace(self.state, asking=True, places=places, fault=""))

    def cancel(self) -> bool:
        """Offer nothing after all; say whether it was being asked."""
        was = self.state.asking
        if was:
            self._show(replace(self.state, asking=False, fault=""))
        return was

    def offer(self, to: str, reason: str) -> None:
        """Save the record, and offer it to a station: as the list names it, or as typed."""
        record_id = self._record
        code = next((one.code for one in self.state.places if one.name == to.strip()), to)
        self._save(
            lambda _view: self._tasks.run(
                lambda: self._transfers.offer(record_id, code, reason),
                lambda _done: self._offered(to),
                self._not_offered,
            )
        )

    def _offered(self, to: str) -> None:
        self._show(replace(self.state, asking=False, fault=""))
        self._say(done(f"已提出移交给{to.strip()}", "对方接收前本站不能改动，可以撤回；下一步写在记录上方"))
        self.refresh()

    def _not_offered(self, error: ZsError) -> None:
        if error.code in OF_FORM:
            self._show(replace(self.state, fault=f"{error}。{error.remedy}"))
        else:
            self._no(error)

    def withdraw(self) -> None:
        """Take the offer back."""
        record_id = self._record
        self._tasks.run(lambda: self._transfers.withdraw(record_id), self._withdrawn, self._no)

    def _withdrawn(self, _done: None) -> None:
        self._say(done("已撤回移交", "本站可以继续办理"))
        self.refresh()

    def open_transfer(self) -> None:
        """Show the transfer on its own page."""
        self.opened(self._record)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))

    def _show(self, state: StandingState) -> None:
        self.state = state
        self.shown(state)
