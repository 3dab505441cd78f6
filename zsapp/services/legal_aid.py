"""The legal-aid desk (法律援助): intakes taken in and given back, the opinion on them, their deadlines.

A station gives an opinion and never decides. One method, one errand, one transaction; what comes back is
frozen. A restricted intake keeps its people to itself: no record of a person is made or changed by it,
because those are seen and filled in elsewhere, in papers that the other side may read.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import new_id
from zsapp.base.items import items
from zsapp.base.plain import fit_to_keep, from_plain, from_sheet, to_plain, to_sheet
from zsapp.records.store import Page, Reader, Store, Stored, Writer
from zsapp.rules.findings import Finding
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.groups import kept_with_person
from zsapp.rules.legal_aid import SECTOR, LegalAidIntake, check_least, state_of, with_visibility
from zsapp.rules.legal_aid_advice import Advice, advise, findings_of
from zsapp.rules.legal_aid_deadlines import deadlines_of
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_parts import AidAgent, Applicant
from zsapp.rules.mediation import ANNOTATIONS
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.people import person_number
from zsapp.rules.person import Person
from zsapp.rules.roles import AREAS
from zsapp.rules.station import StationProfile, number_text, short_name
from zsapp.services.mediation_files import Imported
from zsapp.services.people import keep_person
from zsapp.services.sight import require_sight
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)

NUMBER = "中{short}法援接〔{year}〕{serial:04}号"
"""The pattern of receipt numbers (接收凭证编号), brief L §5.10."""
OTHERS = (CASES, *(one.sector for one in SERVICES.values()))
"""Sectors whose records somebody may take for an intake."""


@dataclass(frozen=True, slots=True)
class IntakeView:
    """A stored intake as everybody who may see it sees it; `restricted` says why not everybody may."""

    id: str
    version: int
    intake: LegalAidIntake
    number: str
    title: str
    state: str
    restricted: tuple[str, ...]
    sync: str
    saved_at: datetime
    who: str
    station: str


def is_intake(entry: dict[str, Any]) -> bool:
    """Say whether an entry of a record file is an intake: `id:` without the `service` of the others."""
    return "id" in entry and "case" not in entry and "service" not in entry


class LegalAid:
    """The desk of legal aid."""

    def __init__(self, store: Store, profile: StationProfile, today: Callable[[], date]) -> None:
        """Work on a store for the station of `profile`; `today` is the day the rules use."""
        self._store = store
        self._profile = profile
        self._today = today

    # --- records ------------------------------------------------------------------------------------------

    def import_intake(self, sheet: dict[str, Any]) -> Imported:
        """Take in one entry of a record file: new, a new version, or nothing when it is here already.

        Raises:
            Refusal: what is wrong with it, at its item; nothing of it is stored.
        """
        intake = from_sheet(LegalAidIntake, sheet, ANNOTATIONS)
        check_least(intake, frozenset(shipped_tables().aid.matters))
        with self._store.write() as writer:
            known = writer.find_ref(SECTOR, intake.received.org, intake.id) if intake.id else None
            stored = writer.record(known) if known else None
            old = from_plain(LegalAidIntake, stored.payload) if stored else None
            carried = _carried(intake, old)
            if stored and old and not old.void and to_sheet(old) == to_sheet(carried):
                require_sight(self._store, SECTOR, stored.id, "import")
                return Imported(intake.id, stored.id, stored.number, changed=False)
            record_id = stored.id if stored else new_id()
            kept = self._complete(writer, carried)
            version = stored.version if stored else 0
            writer.save(SECTOR, record_id, to_plain(kept), base_version=version, verb="import")
        logger.info("intake %s imported", record_id)
        return Imported(intake.id, record_id, kept.receipt_no, changed=True)

    def save(self, record_id: str, intake: LegalAidIntake, *, base_version: int) -> IntakeView:
        """Save an intake as typed: held against the least it needs, numbered, journalled; its draft goes.

        Raises:
            Refusal: AID_APPLICANT_MISSING, AID_MATTER_UNKNOWN, AID_RECEIVED_MISSING, RECORD_CHANGED,
                ROLE_MAY_NOT for a restricted one; what could not be read again (D-07).
        """
        check_least(intake, frozenset(shipped_tables().aid.matters))
        fit = fit_to_keep(intake)
        with self._store.write() as writer:
            kept = self._complete(writer, fit)
            writer.save(SECTOR, record_id, to_plain(kept), base_version=base_version, verb="save")
            writer.drop_draft(record_id)
        return self.find(record_id)

    def _complete(self, writer: Writer, intake: LegalAidIntake) -> LegalAidIntake:
        """Say why it is restricted, tie the people of an ordinary one to their records, number it."""
        intake = with_visibility(intake)
        if not intake.restricted:
            applicant = intake.applicant
            seen = replace(_person(applicant), groups=kept_with_person(intake.groups, shipped_tables()))
            known = keep_person(writer, applicant.person_id, seen)
            intake = replace(intake, applicant=replace(applicant, person_id=known))
            if intake.agent and intake.agent.name.strip():
                agent = intake.agent
                acting = keep_person(writer, agent.person_id, _person(agent))
                intake = replace(intake, agent=replace(agent, person_id=acting))
        if intake.receipt_no or intake.received.date is None:
            return intake
        return replace(intake, receipt_no=self._next_number(writer, intake, intake.received.date.year))

    def _next_number(self, writer: Writer, intake: LegalAidIntake, year: int) -> str:
        """Return a fresh receipt number of the organisation that received it (decision 3)."""
        regions = shipped_tables().regions
        region = regions.get(intake.received.org)
        org, short = self._profile.org, self._profile.short
        if region and region.code != org:
            town = regions.get(region.parent)
            village = region.short_name if region.level == "village" else ""
            org, short = (
                region.code,
                short_name(town.short_name if town and village else region.short_name, village),
            )
        serial = writer.allot(org, SECTOR, year)
        return number_text(NUMBER, year=year, short=short, serial=serial)

    def knows(self, ref: str) -> bool:
        """Say whether a uuid, receipt number or import ref names an intake."""
        with self._store.read() as reader:
            found = _found(reader, ref)
        return found is not None and found.sector == SECTOR

    def find(self, ref: str) -> IntakeView:
        """Return the intake of a uuid, receipt number or import ref.

        Raises:
            Refusal: RECORD_UNKNOWN, RECORD_OTHER_KIND.
        """
        with self._store.read() as reader:
            stored = _stored(reader, ref)
            return _view(stored, reader.sync_state(stored.id))

    def page(self, *, query: str = "", states: Sequence[str] = (), limit: int = 50) -> Page:
        """Return a page of the list, newest first; without states, of those in every state."""
        with self._store.read() as reader:
            return reader.page(SECTOR, query=query, states=states, limit=limit)

    def all_ids(self) -> tuple[str, ...]:
        """Return the ids of every intake, oldest first."""
        with self._store.read() as reader:
            return tuple(reader.ids(SECTOR))

    def every(self) -> tuple[IntakeView, ...]:
        """Return every intake that whoever is logged in may see, oldest first."""
        with self._store.read() as reader:
            found = (reader.record(one) for one in reader.ids(SECTOR))
            return tuple(_view(one, reader.sync_state(one.id)) for one in found if one)

    def change(
        self,
        views: Sequence[IntakeView],
        write: Callable[[Writer, IntakeView], LegalAidIntake],
        verb: str,
    ) -> tuple[IntakeView, ...]:
        """Save intakes as `write` gives them, all or none, and return them as they stand now.

        Raises:
            Refusal: RECORD_CHANGED, what `write` refuses, and what could not be read again (D-07).
        """
        with self._store.write() as writer:
            for view in views:
                kept = fit_to_keep(with_visibility(write(writer, view)))
                writer.save(SECTOR, view.id, to_plain(kept), base_version=view.version, verb=verb)
        return tuple(self.find(view.id) for view in views)

    def history(self, ref: str) -> tuple[Entry, ...]:
        """Return every journal entry of an intake, oldest first.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            return reader.history(_stored(reader, ref).id)

    def export_intakes(self, refs: Iterable[str]) -> list[dict[str, Any]]:
        """Return intakes in the shape of import files.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        return [to_sheet(self.find(ref).intake) for ref in refs]

    # --- the opinion --------------------------------------------------------------------------------------

    def advise(self, intake: LegalAidIntake) -> Advice:
        """Return the opinion (初审意见) on an intake as it stands."""
        return advise(intake, shipped_tables(), self._today())

    def check(self, intake: LegalAidIntake) -> tuple[Finding, ...]:
        """Return what somebody should put right or look into, worst first."""
        return findings_of(self.advise(intake), intake.overrides)

    def deadlines(self, intake: LegalAidIntake) -> tuple[Deadline, ...]:
        """Return the deadlines of an intake, with their arithmetic in words."""
        return deadlines_of(Situation(intake, shipped_tables(), self._today()))


def _person(snapshot: Applicant | AidAgent) -> Person:
    """Return a person as an intake shows them: codes become the texts that records of people hold."""
    tables = shipped_tables()
    seen = Person(
        name=snapshot.name,
        id_type=tables.text_of("id_type", snapshot.id_type),
        id_no=person_number(snapshot.id_no),
        phone=snapshot.phone,
    )
    if isinstance(snapshot, AidAgent):
        return seen
    return replace(
        seen,
        sex=tables.text_of("sex", snapshot.sex),
        ethnicity=tables.text_of("ethnicity", snapshot.nation),
        birth=snapshot.birth,
        address=snapshot.address,
        needs=snapshot.needs,
        occupation=tables.text_of("occupation", snapshot.occupation),
    )


def _carried(intake: LegalAidIntake, old: LegalAidIntake | None) -> LegalAidIntake:
    """Keep what import files do not carry over a new version, and what came since the file was written.

    The number, wishes ticked, how it was forwarded; the centre's answer and what was asked for, where the
    file is silent about them.
    """
    if old is None:
        return intake
    ours = {one.name for one in items(LegalAidIntake) if one.internal and one.name != "void"}
    ours |= {name for name in ("center", "supplement") if getattr(intake, name) is None}
    return replace(intake, **{name: getattr(old, name) for name in ours})


def _found(reader: Reader, ref: str) -> Stored | None:
    """Return the record of a ref that may be seen, of whatever kind; None for none."""
    record_id = reader.resolve(ref)
    return reader.record(record_id) if record_id else None


def _stored(reader: Reader, ref: str) -> Stored:
    stored = _found(reader, ref)
    if stored is not None and stored.sector in OTHERS:
        raise Refusal(Code.RECORD_OTHER_KIND, ref=ref, kind=AREAS[stored.sector])
    if stored is None or stored.sector != SECTOR:
        raise Refusal(Code.RECORD_UNKNOWN, ref=ref)
    return stored


def _view(stored: Stored, sync: str) -> IntakeView:
    intake = from_plain(LegalAidIntake, stored.payload)
    return IntakeView(
        id=stored.id,
        version=stored.version,
        intake=intake,
        number=intake.receipt_no,
        title=stored.title,
        state=state_of(intake),
        restricted=intake.restricted,
        sync=sync,
        saved_at=stored.saved_at,
        who=stored.who,
        station=stored.station,
    )
