"""The counter of legal aid (法律援助柜台): what is typed, what the rules say of it, where its people meet.

A draft says itself whether it is restricted, so that the gate holds for what is typed as for what is saved
(D-40, D-45): whoever may not see such a record loses sight of the draft when it becomes one, and it waits for
those who may. How urgent a restricted application is may be told without anybody looking at it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from zsapp.base.clock import CHINA
from zsapp.base.ids import new_id
from zsapp.base.plain import fit_to_keep, from_plain, to_plain
from zsapp.records.store import Draft, Line, Page, Reader, Store
from zsapp.rules.findings import Finding
from zsapp.rules.groups import PLACES, Waiting, queue_order
from zsapp.rules.legal_aid import SECTOR, LegalAidIntake, restricted_for, with_visibility
from zsapp.rules.legal_aid_advice import Advice, findings_of
from zsapp.rules.legal_aid_checklist import Wanted, wanted_of
from zsapp.rules.legal_aid_conflicts import AidConflict, Elsewhere, aid_conflicts
from zsapp.rules.legal_aid_deadlines import forward_due, urgent_from
from zsapp.rules.legal_aid_facts import Situation, flags_in
from zsapp.rules.legal_aid_state import HERE
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.mediation import Case
from zsapp.rules.roles import Right
from zsapp.rules.station import StationProfile
from zsapp.rules.turning import received_on
from zsapp.services.legal_aid import IntakeView, LegalAid
from zsapp.services.tables import shipped_tables

UNREAD = "unread"
"""Where a draft keeps what was typed and is no value yet; no item of an intake has this name."""
MOST = 20
"""Other records looked at for each name, the newest."""
VOID = "作废"


@dataclass(frozen=True, slots=True)
class IntakeDraft:
    """What was being typed: the intake, the version it grew from, when it was kept.

    `unread` holds texts, by their paths, that are no value of the intake.
    """

    record_id: str
    intake: LegalAidIntake
    base_version: int
    saved_at: datetime
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AidLook:
    """What the rules say of an intake as it is typed: the opinion, what to put right, the materials."""

    advice: Advice
    findings: tuple[Finding, ...]
    wanted: tuple[Wanted, ...]
    due: date
    urgent: bool


@dataclass(frozen=True, slots=True)
class Pressing:
    """How a stored intake presses: by when it is to be forwarded, and how it stands in the queue."""

    due: date
    waiting: Waiting

    @property
    def urgent(self) -> bool:
        """Whether it is urgent (法援法44)."""
        return self.waiting.urgent

    @property
    def place(self) -> str:
        """Its place in the queue, in a word; nothing for one that has none of its own."""
        return PLACES[self.waiting.place]


class AidCounter:
    """The desk where an application is taken in."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date], desk: LegalAid
    ) -> None:
        """Work beside the desk of legal aid for the station of `profile`."""
        self._store = store
        self._profile = profile
        self._today = today
        self._desk = desk

    # --- drafts -------------------------------------------------------------------------------------------

    def new_id(self) -> str:
        """Return the id of an intake about to be typed."""
        return new_id()

    def blank(self) -> LegalAidIntake:
        """Return an intake with what the station knows already filled in."""
        profile = self._profile
        return LegalAidIntake(
            received=received_on(self._today(), profile.org, profile.name, self._store.user)
        )

    def save_draft(
        self,
        record_id: str,
        intake: LegalAidIntake,
        base_version: int,
        unread: Mapping[str, str] | None = None,
    ) -> datetime:
        """Keep what is being typed, guarded as its record would be; no check, no journal.

        Raises:
            Refusal: TEXT_TOO_LONG, TEXT_CONTROL_CHARACTER …: what could not be read again (D-07).
        """
        kept = to_plain(fit_to_keep(with_visibility(intake)))
        payload = kept | ({UNREAD: dict(unread)} if unread else {})
        with self._store.write() as writer:
            return writer.put_draft(record_id, SECTOR, payload, base_version)

    def drafts(self) -> tuple[IntakeDraft, ...]:
        """Return everything being typed that whoever is logged in may see, latest first."""
        with self._store.read() as reader:
            return tuple(_draft(one) for one in reader.drafts() if one.sector == SECTOR)

    def draft(self, record_id: str) -> IntakeDraft | None:
        """Return what is being typed of one record."""
        with self._store.read() as reader:
            found = reader.draft(record_id)
        return _draft(found) if found and found.sector == SECTOR else None

    def drop_draft(self, record_id: str) -> None:
        """Forget a draft."""
        with self._store.write() as writer:
            writer.drop_draft(record_id)

    def may_keep(self, intake: LegalAidIntake) -> bool:
        """Say whether whoever is logged in may save an intake, and sees it afterwards."""
        badge, restricted = self._store.badge, bool(restricted_for(intake))
        return badge is None or badge.may(Right.CHANGE, SECTOR, restricted=restricted)

    # --- records ------------------------------------------------------------------------------------------

    def save(self, record_id: str, intake: LegalAidIntake, *, base_version: int) -> IntakeView:
        """Save an intake as typed; its draft is done with.

        Raises:
            Refusal: as `LegalAid.save`.
        """
        return self._desk.save(record_id, intake, base_version=base_version)

    def find(self, ref: str) -> IntakeView:
        """Return a stored intake.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        return self._desk.find(ref)

    def page(
        self, *, query: str = "", states: Sequence[str] = (), after: int | None = None, limit: int = 50
    ) -> Page:
        """Return a page of the list, newest first, as far as whoever is logged in may see."""
        with self._store.read() as reader:
            return reader.page(SECTOR, query=query, states=states, after=after, limit=limit)

    def pressing(self) -> tuple[tuple[Line, Pressing], ...]:
        """Return the lines of what waits here to be forwarded, in the order of the queue (排队次序)."""
        today, tables = self._today(), shipped_tables()

        def judge(payload: dict[str, Any]) -> Pressing | None:
            intake = from_plain(LegalAidIntake, payload)
            if intake.received.date is None:
                return None
            situation = Situation(intake, tables, today)
            place = Waiting(
                id="",
                since=datetime.combine(intake.received.date, time.min, CHINA),
                flags=flags_in(situation),
                urgent=_is_urgent(situation),
            )
            return Pressing(forward_due(situation), place)

        with self._store.read() as reader:
            found = reader.judged(SECTOR, HERE, judge)
            lines = reader.named(tuple(found))
        known = {one.id: one for one in lines}
        order = queue_order(replace(found[key].waiting, id=key) for key in known)
        return tuple((known[one.id], found[one.id]) for one in order)

    # --- what the rules say -------------------------------------------------------------------------------

    def look(self, intake: LegalAidIntake) -> AidLook:
        """Return what the rules say of an intake as it stands."""
        situation = Situation(intake, shipped_tables(), self._today())
        advice = self._desk.advise(intake)
        return AidLook(
            advice=advice,
            findings=findings_of(advice, intake.overrides),
            wanted=wanted_of(situation),
            due=forward_due(situation),
            urgent=_is_urgent(situation),
        )

    def conflicts(self, intake: LegalAidIntake, record_id: str = "") -> tuple[AidConflict, ...]:
        """Return what the people of an intake have to do with each other elsewhere: advice only."""
        with self._store.read() as reader:
            others = tuple(_elsewhere(reader, intake, record_id))
        return aid_conflicts(intake, others)


def _is_urgent(situation: Situation) -> bool:
    since = urgent_from(situation)
    return since is not None and since <= situation.today


def _draft(draft: Draft) -> IntakeDraft:
    payload = dict(draft.payload)
    unread = payload.pop(UNREAD, {})
    intake = from_plain(LegalAidIntake, payload)
    return IntakeDraft(draft.record_id, intake, draft.base_version, draft.saved_at, unread)


def _elsewhere(reader: Reader, intake: LegalAidIntake, besides: str) -> Iterator[Elsewhere]:
    """Give the other records that name the other side, the applicant or the agent."""
    agent = intake.agent.name if intake.agent else ""
    names = [intake.applicant.name, agent, *(one.name for one in intake.respondent)]
    seen = {besides}
    for name in dict.fromkeys(one.strip() for one in names if len(one.strip()) > 1):
        for sector in (SECTOR, CASES):
            for line in reader.page(sector, query=name, limit=MOST).lines:
                if line.id in seen or line.state == VOID:
                    continue
                seen.add(line.id)
                stored = reader.record(line.id)
                if stored is not None:
                    yield Elsewhere(record_id=line.id, record=_read(sector, stored.payload))


def _read(sector: str, payload: dict[str, Any]) -> LegalAidIntake | Case:
    return from_plain(LegalAidIntake, payload) if sector == SECTOR else from_plain(Case, payload)
