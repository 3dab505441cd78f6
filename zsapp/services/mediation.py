"""The mediation desk (人民调解): drafts, saving, steps, checks, deadlines, overrides.

One method, one errand, one transaction. What comes back is frozen. Knows neither Qt, SQL nor paper.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import new_id
from zsapp.base.items import items
from zsapp.base.plain import fit_to_keep, from_plain, from_sheet, to_plain, to_sheet
from zsapp.records.store import Draft, Page, Reader, Store, Stored, Writer
from zsapp.rules.checking import Earlier
from zsapp.rules.clause_library import Clause, clause_library
from zsapp.rules.committee import RosterMediator
from zsapp.rules.findings import Finding, Stage
from zsapp.rules.mediation import ANNOTATIONS, SECTOR, Case
from zsapp.rules.mediation_checks import Context, check_case
from zsapp.rules.mediation_deadlines import Deadline, deadlines
from zsapp.rules.mediation_parts import Dates
from zsapp.rules.mediation_state import act, check_minimum, state_of
from zsapp.rules.station import StationProfile, number_parts, number_text
from zsapp.services.people import earlier_cases, link_people
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)

UNREAD = "unread"
"""Where a draft keeps what was typed and is no value yet; no item of a case has this name."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A stored case as everybody may see it."""

    id: str
    version: int
    case: Case
    number: str
    title: str
    state: str
    sync: str
    saved_at: datetime
    who: str
    station: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """What was being typed: the case, the version it grew from, and when it was kept.

    `unread` holds texts, by their paths, that are no value of the case: a day that is none, too long a text.
    """

    record_id: str
    case: Case
    base_version: int
    saved_at: datetime
    unread: Mapping[str, str] = field(default_factory=dict)


Foreseen = Literal["new", "changed", "same"]
"""What an import would do: a new record, a new version of one, or nothing."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One record of an import file: its ref, its id here, its number, and whether anything changed."""

    ref: str
    id: str
    number: str
    changed: bool


class Mediation:
    """The desk of people's mediation."""

    def __init__(
        self,
        store: Store,
        profile: StationProfile,
        today: Callable[[], date],
        printable: Callable[[str], bool],
        roster: Callable[[str], tuple[RosterMediator, ...]],
    ) -> None:
        """Work on a store for the station of `profile`; `today` is the day the rules use.

        `printable` says whether a character has a print font, `roster` who mediates in a committee.
        """
        self._store = store
        self._profile = profile
        self._today = today
        self._printable = printable
        self._roster = roster

    # --- drafts: what is being typed, nobody's record yet -------------------------------------------------

    def new_id(self) -> str:
        """Return the id of a case about to be typed."""
        return new_id()

    def blank(self) -> Case:
        """Return a case with what the station knows already filled in."""
        return Case(
            committee=self._profile.committee,
            source="依申请调解",
            public="否",
            dates=Dates(apply=self._today()),
        )

    def save_draft(
        self, record_id: str, case: Case, base_version: int, unread: Mapping[str, str] | None = None
    ) -> datetime:
        """Keep what is being typed; no check, no journal. Return the moment it was kept.

        Raises:
            Refusal: TEXT_TOO_LONG, TEXT_CONTROL_CHARACTER …: what could not be read again (D-07).
        """
        payload = to_plain(fit_to_keep(case)) | ({UNREAD: dict(unread)} if unread else {})
        with self._store.write() as writer:
            return writer.put_draft(record_id, SECTOR, payload, base_version)

    def drafts(self) -> tuple[DraftView, ...]:
        """Return everything being typed, latest first."""
        with self._store.read() as reader:
            return tuple(_draft_view(one) for one in reader.drafts() if one.sector == SECTOR)

    def draft(self, record_id: str) -> DraftView | None:
        """Return what is being typed for one record."""
        with self._store.read() as reader:
            found = reader.draft(record_id)
        return _draft_view(found) if found else None

    def drop_draft(self, record_id: str) -> None:
        """Forget a draft."""
        with self._store.write() as writer:
            writer.drop_draft(record_id)

    # --- records ------------------------------------------------------------------------------------------

    def save(self, record_id: str, case: Case, *, base_version: int, verb: str = "save") -> CaseView:
        """Save a case: checked for the least it needs, numbered once accepted, journalled, indexed.

        Raises:
            Refusal: CASE_TYPE_MISSING, CASE_PARTY_MISSING, CASE_FACTS_MISSING, RECORD_CHANGED; what could
                not be read again (D-07).
        """
        check_minimum(case)
        fit = fit_to_keep(case)
        with self._store.write() as writer:
            self._write(writer, record_id, fit, base_version, verb)
            writer.drop_draft(record_id)
        return self.find(record_id)

    def _write(self, writer: Writer, record_id: str, case: Case, base_version: int, verb: str) -> Case:
        linked = self._numbered(writer, link_people(writer, case))
        writer.save(SECTOR, record_id, to_plain(linked), base_version=base_version, verb=verb)
        return linked

    def _numbered(self, writer: Writer, case: Case) -> Case:
        """Give an accepted case its volume number; an imported number pushes the counter (decision 3)."""
        if case.volume_no:
            if parts := number_parts(case.volume_no):
                writer.push(case.committee, SECTOR, parts[0], parts[2])
            return case
        if case.dates.accept is None:
            return case
        return replace(case, volume_no=self.next_number(writer, case.committee, case.dates.accept.year))

    def next_number(self, writer: Writer, committee: str, year: int) -> str:
        """Return a fresh printed number of a committee and year (brief §2.3)."""
        serial = writer.allot(committee, SECTOR, year)
        return number_text(self._profile.number_pattern, year=year, short=self._profile.short, serial=serial)

    def number_agreement(self, view: CaseView) -> CaseView:
        """Give an agreement its printed number: the volume's when it is of the same year (brief §2.3)."""
        case = view.case
        day = case.dates.agree or self._today()
        parts = number_parts(case.volume_no)
        with self._store.write() as writer:
            same = parts is not None and parts[0] == day.year
            number = case.volume_no if same else self.next_number(writer, case.committee, day.year)
            self._write(writer, view.id, replace(case, agreement_no=number), view.version, "number")
        return self.find(view.id)

    def all_ids(self) -> tuple[str, ...]:
        """Return the ids of every case of this station and those below it, oldest first."""
        with self._store.read() as reader:
            return tuple(reader.ids(SECTOR))

    def note_export(self, count: int) -> None:
        """Journal that records left as a file."""
        with self._store.write() as writer:
            writer.note("export_file", sector=SECTOR, payload={"records": count})

    def act(self, record_id: str, verb: str, *, on: date, reason: str = "") -> CaseView:
        """Take a step (受理, 终止 …) and save it.

        Raises:
            Refusal: CASE_STEP_NOT_OPEN, REASON_MISSING, USAGE, RECORD_UNKNOWN.
        """
        with self._store.write() as writer:
            stored = _stored(writer, record_id)
            case = act(from_plain(Case, stored.payload), verb, on, reason)
            self._write(writer, stored.id, case, stored.version, verb)
        return self.find(stored.id)

    def find(self, ref: str) -> CaseView:
        """Return the case of a uuid, printed number or import ref.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            stored = _stored(reader, ref)
            return _view(stored, reader.sync_state(stored.id))

    def page(self, *, query: str = "", state: str = "", after: int | None = None, limit: int = 50) -> Page:
        """Return a page of the list, newest first."""
        with self._store.read() as reader:
            return reader.page(SECTOR, query=query, state=state, after=after, limit=limit)

    def history(self, ref: str) -> tuple[Entry, ...]:
        """Return every journal entry of a record, oldest first.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            return reader.history(_stored(reader, ref).id)

    # --- checks and deadlines -----------------------------------------------------------------------------

    def check(
        self, case: Case, *, stage: Stage = Stage.TYPING, today: date | None = None, record_id: str = ""
    ) -> tuple[Finding, ...]:
        """Return what the checks say of a case as it stands, worst first. Cheap: called while typing."""
        taken = False
        earlier: tuple[Earlier, ...] = ()
        with self._store.read() as reader:
            if case.agreement_no:
                taken = reader.number_taken(case.agreement_no, record_id)
            if stage is not Stage.TYPING:
                earlier = earlier_cases(reader, case, record_id)
        context = Context(
            today=today or self._today(),
            stage=stage,
            tables=shipped_tables(),
            number_taken=taken,
            overrides=case.overrides,
            printable=self._printable,
            roster=self._roster(case.committee),
            earlier=earlier,
        )
        return check_case(case, context)

    def override(self, record_id: str, rule: str, reason: str) -> CaseView:
        """Let a check's error yield to a typed, journalled reason (advice never blocks).

        Raises:
            Refusal: REASON_MISSING, RULE_NOT_FIRED, RECORD_UNKNOWN.
        """
        if not reason.strip():
            raise Refusal(Code.REASON_MISSING, field="reason")
        view = self.find(record_id)
        fired = {one.rule for one in self.check(view.case, stage=Stage.ARCHIVE, record_id=view.id)}
        if rule not in fired:
            raise Refusal(Code.RULE_NOT_FIRED, rule=rule)
        case = replace(view.case, overrides={**view.case.overrides, rule: reason.strip()})
        return self.save(view.id, case, base_version=view.version, verb="override")

    def clauses(self, case: Case) -> tuple[Clause, ...]:
        """Return the clauses on offer for a case, composed from its schedule."""
        return clause_library(case)

    def deadlines(self, case: Case, today: date | None = None) -> tuple[Deadline, ...]:
        """Return the deadlines that run for a case, with their arithmetic in words."""
        tables = shipped_tables()
        return deadlines(case, calendar=tables.calendar, periods=tables.periods, today=today or self._today())

    # --- files --------------------------------------------------------------------------------------------

    def import_case(self, sheet: dict[str, object]) -> Imported:
        """Take in one entry of a record file: new, a new version, or nothing when it is here already.

        Raises:
            Refusal: what is wrong with it, at its item; nothing of it is stored.
        """
        case = _read_sheet(sheet)
        with self._store.write() as writer:
            stored = _known(writer, case)
            if stored is not None and _says_already(stored, case):
                return Imported(case.case, stored.id, stored.number, changed=False)
            record_id = stored.id if stored else new_id()
            kept = self._carried(case, stored)
            written = self._write(writer, record_id, kept, stored.version if stored else 0, "import")
        return Imported(case.case, record_id, written.volume_no, changed=True)

    def foresee_import(self, sheet: dict[str, object]) -> Foreseen:
        """Say what `import_case` would do with an entry; nothing is stored.

        Raises:
            Refusal: as `import_case`.
        """
        case = _read_sheet(sheet)
        with self._store.read() as reader:
            stored = _known(reader, case)
        if stored is None:
            return "new"
        return "same" if _says_already(stored, case) else "changed"

    @staticmethod
    def _carried(case: Case, stored: Stored | None) -> Case:
        """Keep what import files do not carry (reasons given, rights told, scans) over a new version."""
        if stored is None:
            return case
        old = from_plain(Case, stored.payload)
        ours = (one.name for one in items(Case) if one.internal and one.name != "void")
        return _with_numbers(replace(case, **{name: getattr(old, name) for name in ours}), old)

    def export_cases(self, refs: Iterable[str]) -> list[dict[str, object]]:
        """Return cases in the shape of import files.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        return [to_sheet(self.find(ref).case) for ref in refs]


def _read_sheet(sheet: dict[str, object]) -> Case:
    """Return the case of an entry of a record file, held against the least that opens one."""
    if "id" in sheet and "case" not in sheet:
        raise Refusal(Code.SECTOR_UNKNOWN, field="id")
    case = from_sheet(Case, sheet, ANNOTATIONS)
    check_minimum(case)
    return case


def _known(reader: Reader, case: Case) -> Stored | None:
    """Return the record that an import file's case stands for (decision 18)."""
    known = reader.find_ref(SECTOR, case.committee, case.case) if case.case else None
    return reader.record(known) if known else None


def _says_already(stored: Stored, case: Case) -> bool:
    """Say whether a record stands as an import file has it; one that was made void does not."""
    kept = from_plain(Case, stored.payload)
    return not kept.void and to_sheet(kept) == to_sheet(_with_numbers(case, kept))


def _with_numbers(case: Case, kept: Case) -> Case:
    """Return a file's case under the numbers it was given here: a printed number never changes."""
    return replace(
        case,
        volume_no=case.volume_no or kept.volume_no,
        agreement_no=case.agreement_no or kept.agreement_no,
    )


def _stored(reader: Reader, ref: str) -> Stored:
    record_id = reader.resolve(ref)
    stored = reader.record(record_id) if record_id else None
    if stored is None or stored.sector != SECTOR:
        raise Refusal(Code.RECORD_UNKNOWN, ref=ref)
    return stored


def _view(stored: Stored, sync: str) -> CaseView:
    case = from_plain(Case, stored.payload)
    return CaseView(
        id=stored.id,
        version=stored.version,
        case=case,
        number=case.volume_no,
        title=stored.title,
        state=state_of(case),
        sync=sync,
        saved_at=stored.saved_at,
        who=stored.who,
        station=stored.station,
    )


def _draft_view(draft: Draft) -> DraftView:
    payload = dict(draft.payload)
    unread = payload.pop(UNREAD, {})
    case = from_plain(Case, payload)
    return DraftView(draft.record_id, case, draft.base_version, draft.saved_at, unread)
