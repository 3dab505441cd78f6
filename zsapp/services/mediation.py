"""The mediation desk (人民调解): drafts, saving, steps, checks, deadlines, overrides.

One method, one errand, one transaction. What comes back is frozen. Knows neither Qt, SQL nor paper.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import new_id
from zsapp.base.plain import fit_to_keep, from_plain, to_plain, to_sheet
from zsapp.records.store import Draft, Page, Reader, Store, Stored, Writer
from zsapp.rules.checking import Earlier
from zsapp.rules.clause_library import Clause, clause_library, composed, numbered_clauses
from zsapp.rules.committee import RosterMediator
from zsapp.rules.findings import Finding, Stage
from zsapp.rules.mediation import SECTOR, Case
from zsapp.rules.mediation_checks import Context, check_case
from zsapp.rules.mediation_deadlines import Deadline, deadlines
from zsapp.rules.mediation_oral import spoken
from zsapp.rules.mediation_parts import Dates, OralRegister
from zsapp.rules.mediation_state import act, check_minimum, settled, state_of
from zsapp.rules.station import StationProfile
from zsapp.services.agreements import SIGNING, agreement_numbered, hold_stored, on_signed_paper
from zsapp.services.mediation_files import Foreseen, Imported, carried, known_as, read_sheet, says_already
from zsapp.services.numbers import numbered
from zsapp.services.people import earlier_cases, link_people
from zsapp.services.sight import require_sight
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
            Refusal: CASE_TYPE_MISSING, CASE_PARTY_MISSING, CASE_FACTS_MISSING, RECORD_CHANGED;
                AGREEMENT_SIGNED at an item of what is signed; what could not be read again (D-07).
        """
        check_minimum(case)
        fit = fit_to_keep(case)
        with self._store.write() as writer:
            self._write(writer, record_id, fit, base_version, verb)
            writer.drop_draft(record_id)
        return self.find(record_id)

    def _write(self, writer: Writer, record_id: str, case: Case, base_version: int, verb: str) -> Case:
        stored = writer.record(record_id) if base_version else None
        hold_stored(stored, case, verb)
        linked = numbered(writer, stored, link_people(writer, settled(case)), self._profile)
        writer.save(SECTOR, record_id, to_plain(linked), base_version=base_version, verb=verb)
        return linked

    def number_agreement(self, view: CaseView) -> CaseView:
        """Give an agreement its printed number, the first time a paper needs it (brief §2.3)."""
        with self._store.write() as writer:
            case = agreement_numbered(writer, view.case, self._profile, self._today())
            self._write(writer, view.id, case, view.version, "number")
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
            Refusal: CASE_STEP_NOT_OPEN, REASON_MISSING, USAGE, RECORD_UNKNOWN; DAY_AHEAD for a day to come;
                AGREEMENT_STEP_NOT_OPEN, and PRINT_OLDER for signing what was changed since its print.
        """
        self._check_day(on)
        with self._store.write() as writer:
            stored = _stored(writer, record_id)
            case = from_plain(Case, stored.payload)
            if verb == SIGNING:  # what is signed has its number
                case = agreement_numbered(writer, case, self._profile, on)
            case = act(case, verb, on, reason)
            if verb == SIGNING:
                case = on_signed_paper(writer, stored.id, case)
            self._write(writer, stored.id, case, stored.version, verb)
        return self.find(stored.id)

    def _check_day(self, on: date) -> None:
        if on > self._today():
            raise Refusal(Code.DAY_AHEAD, field="date", day=on, today=self._today())

    def find(self, ref: str) -> CaseView:
        """Return the case of a uuid, printed number or import ref.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            stored = _stored(reader, ref)
            return _view(stored, reader.sync_state(stored.id))

    def page(
        self, *, query: str = "", states: Sequence[str] = (), after: int | None = None, limit: int = 50
    ) -> Page:
        """Return a page of the list, newest first; without states, of those in every state."""
        with self._store.read() as reader:
            return reader.page(SECTOR, query=query, states=states, after=after, limit=limit)

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

    def add_clauses(self, ref: str, keys: Iterable[str]) -> CaseView:
        """Put clauses of the library into an agreement, each in its place, and save.

        Raises:
            Refusal: RECORD_UNKNOWN, USAGE for one that is not on offer, AGREEMENT_SIGNED.
        """
        view = self.find(ref)
        case = view.case
        for key in keys:
            case = numbered_clauses(composed(case, key))
        return self.save(view.id, case, base_version=view.version, verb="clauses")

    def serving(self, committee: str) -> tuple[str, ...]:
        """Return who mediates in a committee today, by name; empty while there is no roster."""
        today = self._today()
        return tuple(one.name for one in self._roster(committee) if one.serves(today))

    def speak(
        self, ref: str, *, on: date, agreement: Sequence[str], facts: str = "", perform: str = ""
    ) -> CaseView:
        """Register an oral agreement (口头协议) in one go: the rest is filled in from the case.

        Raises:
            Refusal: RECORD_UNKNOWN, AGREEMENT_STEP_NOT_OPEN; DAY_AHEAD for a day to come.
        """
        self._check_day(on)
        view = self.find(ref)
        case = spoken(view.case, on, self.serving(view.case.committee))
        register = case.oral_register or OralRegister()
        told = replace(
            register,
            agreement=tuple(agreement) or register.agreement,
            facts=facts or register.facts,
            perform=perform or register.perform,
        )
        case = numbered_clauses(replace(case, oral_register=told))
        return self.save(view.id, case, base_version=view.version, verb="oral")

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
        case = read_sheet(sheet)
        with self._store.write() as writer:
            stored = known_as(writer, case)
            if stored is not None and says_already(stored, case):
                require_sight(self._store, SECTOR, stored.id, "import")
                return Imported(case.case, stored.id, stored.number, changed=False)
            record_id = stored.id if stored else new_id()
            kept = carried(case, stored)
            written = self._write(writer, record_id, kept, stored.version if stored else 0, "import")
        return Imported(case.case, record_id, written.volume_no, changed=True)

    def foresee_import(self, sheet: dict[str, object]) -> Foreseen:
        """Say what `import_case` would do with an entry; nothing is stored.

        Raises:
            Refusal: as `import_case`.
        """
        case = read_sheet(sheet)
        with self._store.read() as reader:
            stored = known_as(reader, case)
        if stored is None:
            return "new"
        return "same" if says_already(stored, case) else "changed"

    def export_cases(self, refs: Iterable[str]) -> list[dict[str, object]]:
        """Return cases in the shape of import files.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        return [to_sheet(self.find(ref).case) for ref in refs]


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
