"""The counter of the front desk (服务柜台): what is typed of any service, and what the rules say of it.

A draft says itself whether it is restricted, so that the gate holds for what is typed as for what is saved
(D-40), as at the counter of legal aid.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zsapp.base.ids import new_id
from zsapp.base.plain import fit_to_keep, from_plain, to_plain
from zsapp.records.store import Draft, Page, Store
from zsapp.rules.desk_record import DeskRecord
from zsapp.rules.findings import Finding
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.groups import Flag, flags_of, traits_of
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.roles import Right
from zsapp.rules.station import StationProfile
from zsapp.services.front_desk import DeskView, FrontDesk, with_visibility
from zsapp.services.tables import shipped_tables

UNREAD = "unread"
"""Where a draft keeps what was typed and is no value yet; no item of a record has this name."""


@dataclass(frozen=True, slots=True)
class DeskDraft:
    """What was being typed: the record, the version it grew from, when it was kept; `unread` texts."""

    record_id: str
    sector: str
    record: Any
    base_version: int
    saved_at: datetime
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeskLook:
    """What the rules say of a record as it is typed: what to put right, deadlines, what is worked out."""

    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...]
    figures: Mapping[str, Any]
    flags: tuple[Flag, ...]


class DeskCounter:
    """The desk where a service is recorded."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date], desk: FrontDesk
    ) -> None:
        """Work beside the front desk for the station of `profile`."""
        self._store = store
        self._profile = profile
        self._today = today
        self._desk = desk

    # --- drafts -------------------------------------------------------------------------------------------

    def new_id(self) -> str:
        """Return the id of a record about to be typed."""
        return new_id()

    def blank(self, sector: str) -> Any:
        """Return a record of a service with what the station knows already filled in."""
        row, profile = SERVICES[sector], self._profile
        return row.shape(
            service=row.label,
            date=self._today(),
            org=profile.org,
            org_name=profile.name,
            recorder=self._store.user,
        )

    def save_draft(
        self,
        sector: str,
        record_id: str,
        record: DeskRecord,
        base_version: int,
        unread: Mapping[str, str] | None = None,
    ) -> datetime:
        """Keep what is being typed, guarded as its record would be; no check, no journal.

        Raises:
            Refusal: TEXT_TOO_LONG, TEXT_CONTROL_CHARACTER …: what could not be read again (D-07).
        """
        kept = to_plain(fit_to_keep(with_visibility(SERVICES[sector], record)))
        payload = kept | ({UNREAD: dict(unread)} if unread else {})
        with self._store.write() as writer:
            return writer.put_draft(record_id, sector, payload, base_version)

    def drafts(self, sector: str = "") -> tuple[DeskDraft, ...]:
        """Return everything being typed at a service, or at any, that one may see, latest first."""
        wanted = (sector,) if sector else tuple(SERVICES)
        with self._store.read() as reader:
            return tuple(_draft(one) for one in reader.drafts() if one.sector in wanted)

    def draft(self, record_id: str) -> DeskDraft | None:
        """Return what is being typed of one record."""
        with self._store.read() as reader:
            found = reader.draft(record_id)
        return _draft(found) if found and found.sector in SERVICES else None

    def drop_draft(self, record_id: str) -> None:
        """Forget a draft."""
        with self._store.write() as writer:
            writer.drop_draft(record_id)

    def may_keep(self, sector: str, record: DeskRecord) -> bool:
        """Say whether whoever is logged in may save a record, and sees it afterwards."""
        badge, restricted = self._store.badge, bool(SERVICES[sector].restricted_for(record))
        return badge is None or badge.may(Right.CHANGE, sector, restricted=restricted)

    # --- records ------------------------------------------------------------------------------------------

    def save(self, sector: str, record_id: str, record: DeskRecord, *, base_version: int) -> DeskView:
        """Save a record as typed; its draft is done with.

        Raises:
            Refusal: as `FrontDesk.save`.
        """
        return self._desk.save(sector, record_id, record, base_version=base_version)

    def find(self, ref: str) -> DeskView:
        """Return a stored record.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        return self._desk.find(ref)

    def page(
        self,
        sector: str,
        *,
        query: str = "",
        states: Sequence[str] = (),
        after: int | None = None,
        limit: int = 50,
    ) -> Page:
        """Return a page of a service's list, newest first, as far as whoever is logged in may see."""
        with self._store.read() as reader:
            return reader.page(sector, query=query, states=states, after=after, limit=limit)

    def look(self, sector: str, record: DeskRecord, record_id: str = "") -> DeskLook:
        """Return what the rules say of a record as it stands."""
        desk = self._desk.around(sector, record, record_id)
        return DeskLook(
            findings=self._desk.findings(sector, desk),
            deadlines=self._desk.deadlines_in(sector, desk),
            figures=self._desk.figures_in(sector, desk),
            flags=self.flags(record),
        )

    def flags(self, record: DeskRecord) -> tuple[Flag, ...]:
        """Return the special groups of whoever came: told by age, sex or document, and as declared."""
        visitor = getattr(record, "visitor", None)
        if visitor is None:
            return ()
        return flags_of(traits_of(visitor), shipped_tables(), record.date or self._today())


def _draft(draft: Draft) -> DeskDraft:
    payload = dict(draft.payload)
    unread = payload.pop(UNREAD, {})
    record = from_plain(SERVICES[draft.sector].shape, payload)
    return DeskDraft(draft.record_id, draft.sector, record, draft.base_version, draft.saved_at, unread)
