"""The front desk (服务台): records of every other service, taken in, kept, found and given back by one way.

Which services there are, and what each needs, stands in the grid (`rules/front_desk.py`); nothing here knows
one by name. One method, one errand, one transaction; what comes back is frozen. A restricted record keeps its
people to itself, as in legal aid.
"""

import functools
import logging
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import new_id
from zsapp.base.plain import fit_to_keep, from_plain, to_plain, to_sheet
from zsapp.records.store import ALWAYS, Page, Reader, Store, Stored, Writer
from zsapp.rules.desk_checking import Desk, run_desk_checks
from zsapp.rules.desk_parts import Visitor
from zsapp.rules.desk_record import ANONYMOUS, DeskRecord, VisitRecord
from zsapp.rules.desk_rules import RULES
from zsapp.rules.findings import Finding
from zsapp.rules.front_desk import SERVICES, Service, service_of
from zsapp.rules.groups import kept_with_person
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.person import Person
from zsapp.rules.referral import SECTOR as REFERRALS
from zsapp.rules.station import StationProfile, number_text, serial_of, service_pattern, short_name
from zsapp.services.desk_files import carried, entry_of, read_entry_of
from zsapp.services.mediation_files import Imported
from zsapp.services.people import keep_person
from zsapp.services.sight import require_sight
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)

PEOPLE = ("person", "applicant")
"""The items of a record that are tied to records of people."""


@dataclass(frozen=True, slots=True)
class DeskView:
    """A stored record as everybody who may see it sees it; `restricted` says why not everybody may."""

    id: str
    sector: str
    version: int
    record: Any
    number: str
    title: str
    state: str
    restricted: tuple[str, ...]
    sync: str
    saved_at: datetime
    who: str
    station: str

    @property
    def service(self) -> Service:
        """The row of the grid it is of."""
        return SERVICES[self.sector]


class FrontDesk:
    """The desk of every service in the grid."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date], user: Callable[[], str]
    ) -> None:
        """Work on a store for the station of `profile`, as who `user` says is logged in."""
        self._store = store
        self._profile = profile
        self._today = today
        self._user = user

    # --- records in files ---------------------------------------------------------------------------------

    def takes(self, entry: Mapping[str, Any]) -> bool:
        """Say whether an entry of a record file is of a service of the grid."""
        return "case" not in entry and service_of(entry) is not None

    def import_record(self, entry: Mapping[str, Any]) -> Imported:
        """Take in one entry of a record file: new, a new version, or nothing when it is here already.

        Raises:
            Refusal: what is wrong with it, at its item; nothing of it is stored.
        """
        row = service_of(entry)
        if row is None:
            raise Refusal(Code.SECTOR_UNKNOWN, field="id")
        record = self._placed(row, read_entry_of(row, entry))
        row.check_least(record)
        with self._store.write() as writer:
            known = writer.find_ref(row.sector, record.org, record.id) if record.id else None
            stored = writer.record(known) if known else None
            old = from_plain(row.shape, stored.payload) if stored else None
            newer = carried(record, old)
            if stored and old and not old.void and to_sheet(old) == to_sheet(newer):
                require_sight(self._store, row.sector, stored.id, "import")
                return Imported(record.id, stored.id, stored.number, changed=False)
            record_id = stored.id if stored else new_id()
            kept = self._complete(writer, row, newer)
            version = stored.version if stored else 0
            writer.save(row.sector, record_id, to_plain(kept), base_version=version, verb="import")
        logger.info("%s %s imported", row.sector, record_id)
        return Imported(record.id, record_id, kept.number, changed=True)

    def export(self, refs: Iterable[str]) -> list[dict[str, Any]]:
        """Return records in the shape of import files.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        return [entry_of(self.find(ref).record) for ref in refs]

    # --- finding ------------------------------------------------------------------------------------------

    def knows(self, ref: str) -> bool:
        """Say whether a uuid, printed number or import ref names a record of the grid."""
        with self._store.read() as reader:
            return _found(reader, ref) is not None

    def find(self, ref: str) -> DeskView:
        """Return the record of a uuid, printed number or import ref.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            stored = _stored(reader, ref)
            return _view(stored, reader.sync_state(stored.id))

    def page(self, sector: str, *, query: str = "", states: Sequence[str] = (), limit: int = 50) -> Page:
        """Return a page of a service's list, newest first; without states, of those in every state."""
        with self._store.read() as reader:
            return reader.page(sector, query=query, states=states, limit=limit)

    def all_ids(self, sector: str = "") -> tuple[str, ...]:
        """Return the ids of every record of a service, or of all, oldest first in each."""
        with self._store.read() as reader:
            return tuple(one for name in ([sector] if sector else SERVICES) for one in reader.ids(name))

    def every(self, sector: str) -> tuple[DeskView, ...]:
        """Return every record of a service that whoever is logged in may see, oldest first."""
        with self._store.read() as reader:
            found = (reader.record(one) for one in reader.ids(sector))
            return tuple(_view(one, reader.sync_state(one.id)) for one in found if one)

    def history(self, ref: str) -> tuple[Entry, ...]:
        """Return every journal entry of a record, oldest first.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            return reader.history(_stored(reader, ref).id)

    # --- what the rules say -------------------------------------------------------------------------------

    def around(self, sector: str, record: DeskRecord, record_id: str = "") -> Desk:
        """Return a record with what its rules judge it by, records beside it that one may see included."""
        day = record.date or self._today()
        month = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
        beside = {}
        for one in RULES[sector].beside:
            near = functools.partial(one.near, record)
            found = self.judged(one.sector, days=month if one.of_month else ALWAYS, wanted=near)
            beside[one.sector] = tuple(other for key, other in found.items() if key != record_id)
        return Desk(
            record=record,
            tables=shipped_tables(),
            today=self._today(),
            record_id=record_id,
            beside=beside,
        )

    def judged(
        self,
        sector: str,
        *,
        days: tuple[date, date] = ALWAYS,
        wanted: Callable[[Mapping[str, Any]], bool] = bool,
    ) -> dict[str, Any]:
        """Return a service's records that are seen, by id, for what is worked out of them alone.

        `wanted` says of a payload whether it is worth reading. Nobody looks at a restricted one by that:
        whoever asks lets nothing of it out that names somebody.
        """
        row = SERVICES[sector]

        def judge(payload: dict[str, Any]) -> Any:
            return from_plain(row.shape, payload) if wanted(payload) else None

        with self._store.read() as reader:
            return reader.judged(sector, row.states, judge, days=days)

    def check(self, view: DeskView) -> tuple[Finding, ...]:
        """Return what somebody should put right or look into, worst first."""
        return self.findings(view.sector, self.around(view.sector, view.record, view.id))

    def deadlines(self, view: DeskView) -> tuple[Deadline, ...]:
        """Return the deadlines of a record, with their arithmetic in words."""
        return self.deadlines_in(view.sector, self.around(view.sector, view.record, view.id))

    def figures(self, view: DeskView) -> dict[str, Any]:
        """Return what is worked out of a record: organ, last day, hours, rates …, named as in `expect`."""
        return self.figures_in(view.sector, self.around(view.sector, view.record, view.id))

    def findings(self, sector: str, desk: Desk) -> tuple[Finding, ...]:
        """Return the findings of a service over a record with what is beside it."""
        return run_desk_checks(RULES[sector].checks, desk)

    def deadlines_in(self, sector: str, desk: Desk) -> tuple[Deadline, ...]:
        """Return the deadlines of a record with what is beside it; none of a void one."""
        return () if desk.record.void else tuple(RULES[sector].deadlines(desk))

    def figures_in(self, sector: str, desk: Desk) -> dict[str, Any]:
        """Return the figures of a record with what is beside it."""
        return dict(RULES[sector].figures(desk))

    # --- keeping ------------------------------------------------------------------------------------------

    def add(self, sector: str, record: DeskRecord) -> DeskView:
        """Keep a new record as typed: held against its least, numbered, journalled.

        Raises:
            Refusal: as `save`.
        """
        return self.save(sector, new_id(), record, base_version=0)

    def save(
        self, sector: str, record_id: str, record: DeskRecord, *, base_version: int, verb: str = "save"
    ) -> DeskView:
        """Save a record as typed; its draft goes.

        Raises:
            Refusal: DESK_DAY_MISSING, DESK_ITEM_MISSING, RECORD_CHANGED, ROLE_MAY_NOT for a restricted one;
                what could not be read again (D-07).
        """
        row = SERVICES[sector]
        row.check_least(record)
        fit = fit_to_keep(record)
        with self._store.write() as writer:
            kept = self._complete(writer, row, fit)
            writer.save(sector, record_id, to_plain(kept), base_version=base_version, verb=verb)
            writer.drop_draft(record_id)
        return self.find(record_id)

    def change(self, view: DeskView, write: Callable[[Writer, Any], DeskRecord], verb: str) -> DeskView:
        """Save a record as `write` gives it, and return it as it stands now.

        Raises:
            Refusal: RECORD_CHANGED, what `write` refuses, and what could not be read again (D-07).
        """
        with self._store.write() as writer:
            kept = fit_to_keep(with_visibility(view.service, write(writer, view.record)))
            writer.save(view.sector, view.id, to_plain(kept), base_version=view.version, verb=verb)
        return self.find(view.id)

    def _complete(self, writer: Writer, row: Service, record: Any) -> Any:
        """Say what it is and why it is restricted, tie its people to their records, number it."""
        record = self._placed(row, with_visibility(row, record))
        record = replace(record, recorder=record.recorder or self._user())
        if isinstance(record, VisitRecord) and not record.restricted:
            record = _tied(writer, record)
        return self._numbered(writer, row, record)

    def _placed(self, row: Service, record: Any) -> Any:
        """Say what it is and whose it is where it does not: by that its ref is known (decision 18)."""
        return replace(
            record,
            service=record.service or row.label,
            org=record.org or self._profile.org,
            org_name=record.org_name or (self._profile.name if not record.org else ""),
        )

    def _numbered(self, writer: Writer, row: Service, record: Any) -> Any:
        """Number a record and its slip; numbers that it brings push their counters (decision 3)."""
        slip = record.referral
        if slip and (found := serial_of(slip.number)):
            writer.push(record.org, REFERRALS, *found)
        if row.sector == REFERRALS and slip and slip.number:
            record = replace(record, number=slip.number)
        if row.series and not record.number and record.date:
            record = replace(
                record, number=self.next_number(writer, row.sector, record.org, record.date.year)
            )
        return record if record.id or not row.series else replace(record, id=f"{row.prefix}-{record.number}")

    def next_number(self, writer: Writer, sector: str, org: str, year: int) -> str:
        """Return a fresh number of the organisation that registered it (decision 3)."""
        serial = writer.allot(org, sector, year)
        pattern = service_pattern(self._profile, sector, SERVICES[sector].pattern)
        return number_text(pattern, year=year, short=self._short(org), serial=serial)

    def _short(self, org: str) -> str:
        """Return the short name of an organisation: our own as set, another's as its place is called."""
        region = shipped_tables().regions.get(org)
        if region is None or org == self._profile.org:
            return self._profile.short
        town = shipped_tables().regions.get(region.parent)
        village = region.short_name if region.level == "village" else ""
        return short_name(town.short_name if town and village else region.short_name, village)


def with_visibility(row: Service, record: Any) -> Any:
    """Return a record that says itself why it is restricted."""
    return replace(record, restricted=row.restricted_for(record))


def _tied(writer: Writer, record: Any) -> Any:
    """Return a record whose people are tied to their records; who cannot be told from others is not."""
    for name in PEOPLE:
        one: Visitor | None = getattr(record, name)
        if one is not None and one.name.strip() not in ("", ANONYMOUS) and (one.id_no or one.phone):
            known = keep_person(writer, one.person_id, _person(one))
            record = replace(record, **{name: replace(one, person_id=known)})
    return record


def _person(one: Visitor) -> Person:
    """Return a person as a record shows them: codes become the texts that records of people hold."""
    tables = shipped_tables()
    return Person(
        name=one.name,
        sex=tables.text_of("sex", one.sex),
        birth=one.birth,
        id_type=tables.text_of("id_type", one.id_type),
        id_no=one.id_no,
        phone=one.phone,
        address=one.address,
        groups=kept_with_person(one.groups, tables),
        needs=one.needs,
    )


def _found(reader: Reader, ref: str) -> Stored | None:
    record_id = reader.resolve(ref)
    stored = reader.record(record_id) if record_id else None
    return stored if stored and stored.sector in SERVICES else None


def _stored(reader: Reader, ref: str) -> Stored:
    stored = _found(reader, ref)
    if stored is None:
        raise Refusal(Code.RECORD_UNKNOWN, ref=ref)
    return stored


def _view(stored: Stored, sync: str) -> DeskView:
    row = SERVICES[stored.sector]
    record = from_plain(row.shape, stored.payload)
    return DeskView(
        id=stored.id,
        sector=stored.sector,
        version=stored.version,
        record=record,
        number=record.number,
        title=stored.title,
        state=row.state_of(record),
        restricted=record.restricted,
        sync=sync,
        saved_at=stored.saved_at,
        who=stored.who,
        station=stored.station,
    )
