"""The course of an intake (办理经过): steps, forwarding in batches, and what the centre answers.

Everything is read and kept through the desk of legal aid, so whoever may not see an intake cannot move it.
A restricted intake never goes in a batch to the town: it goes to the centre itself (decision 12).
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.plain import from_sheet
from zsapp.records.store import Writer
from zsapp.rules.legal_aid import CENTER, LegalAidIntake, state_of
from zsapp.rules.legal_aid_answers import read_answer, with_answer
from zsapp.rules.legal_aid_course import Event, answer_words, course_of, next_of
from zsapp.rules.legal_aid_deadlines import deadlines_of, forward_due, urgent_from
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_parts import CenterAnswer, Forwarded
from zsapp.rules.legal_aid_state import (
    FORWARD,
    HERE,
    AidStep,
    OpenStep,
    act,
    forwarded,
    materials_in,
    may_forward,
    open_steps,
)
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.station import AID_ROUTES, StationProfile, number_text
from zsapp.services.journey import with_text
from zsapp.services.legal_aid import IntakeView, LegalAid
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)

SLIP = "中{short}转〔{year}〕{serial:04}号"
BATCH = "中{short}转批〔{year}〕{serial:04}号"
SUPPLEMENT = "中{short}补〔{year}〕{serial:04}号"
"""The patterns of numbers of slips, batches and notices (brief L §5.10)."""
ASK = "ask"
LOCKED = frozenset(
    {
        *("center", "answers", "forwarded", "calls", "visits", "receipt_no", "restricted", "overrides"),
        *("void", "files", "origin"),
    }
)
"""What has a verb of its own, or comes from the centre alone: nobody types a decision at a station."""
ENTRY = ("ref", "number", "center")
"""The keys of an entry of the centre's file."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Applications forwarded together (转交批次): number, day, to whom, and the intakes in their order."""

    number: str
    date: date | None
    to: str
    intakes: tuple[IntakeView, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application that waits to be forwarded: by when, and whether it is urgent."""

    intake: IntakeView
    due: date
    urgent: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What becomes of one entry of the centre's file, the intake as it leaves it, and what to do then."""

    ref: str
    status: str
    changed: bool
    objection_until: date | None
    view: IntakeView
    following: str
    said: str

    @property
    def id(self) -> str:
        """The id of the intake."""
        return self.view.id

    @property
    def number(self) -> str:
        """The number of the intake."""
        return self.view.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How an intake has come along: its events, the next thing in a sentence, open steps, deadlines.

    `forwards` says whether it can still be forwarded, `missing` what a one-off notice would ask for.
    """

    view: IntakeView
    events: tuple[Event, ...]
    following: str
    steps: tuple[OpenStep, ...]
    forwards: bool
    deadlines: tuple[Deadline, ...]
    missing: tuple[str, ...]


class AidCourse:
    """The desk of steps, batches and answers."""

    def __init__(
        self, desk: LegalAid, profile: StationProfile, today: Callable[[], date], user: Callable[[], str]
    ) -> None:
        """Work beside the desk of legal aid for the station of `profile`, as who `user` says is logged in."""
        self.desk = desk
        self.route = profile.aid_route or AID_ROUTES[-1]
        """Where this station forwards to unless somebody says otherwise: `town` or `city`."""
        self._profile = profile
        self._today = today
        self._user = user

    # --- steps --------------------------------------------------------------------------------------------

    def act(
        self, ref: str, verb: str, *, on: date, reason: str = "", until: date | None = None
    ) -> IntakeView:
        """Take a step of an intake's course; `ask` without a list asks for everything missing, `until` when.

        Raises:
            Refusal: RECORD_UNKNOWN, USAGE, CASE_STEP_NOT_OPEN, REASON_MISSING, AID_NO_ANSWER, AID_STEP_EARLY;
                DAY_AHEAD for a day to come.
        """
        view = self.desk.find(ref)
        self._check_day(on)
        if verb == FORWARD:
            (batch,) = self.forward([ref], on=on)
            return batch.intakes[0]
        missing = self._asked_for(view, reason) if verb == ASK else ()
        step = AidStep(on, reason.strip(), self._user(), until, missing)

        def write(writer: Writer, one: IntakeView) -> LegalAidIntake:
            now = act(one.intake, verb, step)
            if verb == ASK and now.supplement and not now.supplement.number:
                number = self._number(writer, SUPPLEMENT, "legal_aid.supplement", on.year)
                now = replace(now, supplement=replace(now.supplement, number=number))
            return now

        return self.desk.change([view], write, f"act_{verb}")[0]

    def _asked_for(self, view: IntakeView, reason: str) -> tuple[str, ...]:
        """Return what an applicant is asked for: as told, else everything that is missing."""
        missing = materials_in(reason) or self.desk.advise(view.intake).missing
        if not missing and state_of(view.intake) in HERE:
            raise Refusal(Code.REASON_MISSING, field="supplement.missing")
        return missing

    def _check_day(self, on: date) -> None:
        if on > self._today():
            raise Refusal(Code.DAY_AHEAD, field="date", day=on, today=self._today())

    def course(self, view: IntakeView) -> Course:
        """Return what happened to an intake, what may be done next, and its deadlines."""
        situation = Situation(view.intake, shipped_tables(), self._today())
        return Course(
            view=view,
            events=course_of(situation),
            following=next_of(situation),
            steps=open_steps(view.intake),
            forwards=may_forward(view.intake),
            deadlines=deadlines_of(situation),
            missing=self.desk.advise(view.intake).missing,
        )

    def change(self, ref: str, texts: Mapping[str, str]) -> IntakeView:
        """Set items of an intake by their places, as the terminal writes them.

        Raises:
            Refusal: RECORD_UNKNOWN, IMPORT_KEY_UNKNOWN for what has a verb of its own, IMPORT_TYPE_WRONG …
        """
        view = self.desk.find(ref)
        intake = view.intake
        for place, text in texts.items():
            name = place.partition(".")[0].partition("[")[0]
            if name in LOCKED:
                raise Refusal(Code.IMPORT_KEY_UNKNOWN, field=place, key=name)
            intake = with_text(intake, place, text)
        return self.desk.change([view], lambda _writer, _view: intake, "set")[0]

    def override(self, ref: str, rule: str, reason: str) -> IntakeView:
        """Let something the pre-check points out rest, for a typed, journalled reason.

        Raises:
            Refusal: RECORD_UNKNOWN, REASON_MISSING, RULE_NOT_FIRED.
        """
        view = self.desk.find(ref)
        if not reason.strip():
            raise Refusal(Code.REASON_MISSING, field="reason")
        fired = {one.rule.upper(): one.rule for one in self.desk.check(view.intake)}
        if rule.upper() not in fired:
            raise Refusal(Code.RULE_NOT_FIRED, rule=rule)
        kept = {**view.intake.overrides, fired[rule.upper()]: reason.strip()}
        return self.desk.change([view], lambda _, one: replace(one.intake, overrides=kept), "override")[0]

    # --- forwarding ---------------------------------------------------------------------------------------

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what waits to be forwarded, the urgent first, then by the day it is due."""
        today, tables = self._today(), shipped_tables()
        found = []
        for view in self.desk.every():
            if state_of(view.intake) not in HERE or view.intake.received.date is None:
                continue
            situation = Situation(view.intake, tables, today)
            since = urgent_from(situation)
            found.append(Waiting(view, forward_due(situation), since is not None and since <= today))
        return tuple(sorted(found, key=lambda one: (not one.urgent, one.due, one.intake.number)))

    def forward(self, refs: Sequence[str] = (), *, on: date, route: str = "") -> tuple[Batch, ...]:
        """Forward intakes, or all that wait: a batch for each receiver, all or none.

        `route` is `town` or `city`; without it the station's own setting.

        Raises:
            Refusal: RECORD_UNKNOWN, CASE_STEP_NOT_OPEN for one that has gone, AID_BATCH_EMPTY,
                AID_STEP_EARLY, DAY_AHEAD.
        """
        self._check_day(on)
        views = [self.desk.find(ref) for ref in dict.fromkeys(refs)]
        views = views or [one.intake for one in self.waiting()]
        views = list({one.id: one for one in views}.values())
        if not views:
            raise Refusal(Code.AID_BATCH_EMPTY)
        batches: dict[str, str] = {}

        def write(writer: Writer, view: IntakeView) -> LegalAidIntake:
            to = self._receiver(view.intake, route)
            opinion = self.desk.advise(view.intake).advice
            now = forwarded(view.intake, Forwarded(date=on, to=to, opinion=opinion, handler=self._user()))
            if to not in batches:
                batches[to] = self._number(writer, BATCH, "legal_aid.batch", on.year)
            slip = self._number(writer, SLIP, "legal_aid.slip", on.year)
            gone = replace(now.forwarded or Forwarded(), number=slip, batch=batches[to])
            return replace(now, forwarded=gone)

        done = self.desk.change(views, write, f"act_{FORWARD}")
        logger.info("%d intakes forwarded in %d batches", len(done), len(batches))
        return tuple(_batch(number, done) for number in batches.values())

    def batches(self) -> tuple[Batch, ...]:
        """Return every batch, oldest first."""
        views = self.desk.every()
        names = dict.fromkeys(one.intake.forwarded.batch for one in views if one.intake.forwarded)
        found = [_batch(name, views) for name in names if name]
        return tuple(sorted(found, key=lambda one: (one.date or date.min, one.number)))

    def batch(self, number: str) -> Batch:
        """Return a batch by its number.

        Raises:
            Refusal: AID_BATCH_UNKNOWN.
        """
        for one in self.batches():
            if one.number == number:
                return one
        raise Refusal(Code.AID_BATCH_UNKNOWN, batch=number)

    def receivers(self) -> dict[str, str]:
        """Return to whom this station may forward, by the words of the setting; a town only to the centre."""
        regions = shipped_tables().regions
        own = regions.get(self._profile.code)
        town = regions.get(own.parent) if own and self._profile.tier == "village" else None
        to_town = {AID_ROUTES[0]: f"{town.name}司法所"} if town else {}
        return to_town | {AID_ROUTES[1]: CENTER}

    def _receiver(self, intake: LegalAidIntake, route: str) -> str:
        """Return to whom an intake goes: a restricted one always to the centre itself (decision 12)."""
        return CENTER if intake.restricted else self.receivers().get(route or self.route, CENTER)

    def _number(self, writer: Writer, pattern: str, kind: str, year: int) -> str:
        serial = writer.allot(self._profile.org, kind, year)
        return number_text(pattern, year=year, short=self._profile.short, serial=serial)

    # --- the centre's answers -----------------------------------------------------------------------------

    def answer(self, entry: Mapping[str, Any]) -> Answered:
        """Take in one entry of the centre's file: `ref` or `number`, and what the centre answered.

        Raises:
            Refusal: IMPORT_KEY_UNKNOWN, RECORD_UNKNOWN, AID_ANSWER_UNKNOWN, AID_ANSWER_UNDATED,
                AID_ANSWER_EARLY …: what is wrong with it; nothing of it is stored.
        """
        answer, view = self._read(entry)
        now = with_answer(view.intake, answer)
        changed = now != view.intake
        if changed:
            (view,) = self.desk.change([view], lambda _, one: with_answer(one.intake, answer), "decision")
        return self._answered(entry, answer, view, changed=changed)

    def foresee(self, entry: Mapping[str, Any], known: Mapping[str, LegalAidIntake]) -> Answered:
        """Return what would become of an entry; `known` are intakes as entries before it would leave them.

        Raises:
            Refusal: as `answer`.
        """
        answer, view = self._read(entry)
        view = replace(view, intake=known.get(view.id, view.intake))
        now = with_answer(view.intake, answer)
        left = replace(view, intake=now, state=state_of(now))
        return self._answered(entry, answer, left, changed=now != view.intake)

    def _read(self, entry: Mapping[str, Any]) -> tuple[CenterAnswer, IntakeView]:
        strange = next((key for key in entry if key not in ENTRY), None)
        if strange is not None:
            raise Refusal(Code.IMPORT_KEY_UNKNOWN, field=str(strange), key=str(strange)[:50])
        told = from_sheet(CenterAnswer, entry.get("center") or {})
        return read_answer(told, shipped_tables()), self._meant(entry)

    def _answered(
        self, entry: Mapping[str, Any], answer: CenterAnswer, view: IntakeView, *, changed: bool
    ) -> Answered:
        situation = Situation(view.intake, shipped_tables(), self._today())
        due = {one.id: one.due for one in deadlines_of(situation)}
        return Answered(
            ref=str(entry.get("ref") or entry.get("number")),
            status=answer.status,
            changed=changed,
            objection_until=due.get("objection"),
            view=view,
            following=next_of(situation),
            said=answer_words(answer, situation),
        )

    def _meant(self, entry: Mapping[str, Any]) -> IntakeView:
        """Return the intake an entry is about; a number and a ref must name the same."""
        names = [str(entry[key]) for key in ("number", "ref") if entry.get(key)] or [""]
        views = [self.desk.find(name) for name in names]
        if views[0].id != views[-1].id:
            raise Refusal(Code.RECORD_UNKNOWN, field="ref", ref="、".join(names))
        return views[0]


def _batch(number: str, views: Iterable[IntakeView]) -> Batch:
    members = [one for one in views if one.intake.forwarded and one.intake.forwarded.batch == number]
    members.sort(key=lambda one: one.intake.forwarded.number if one.intake.forwarded else "")
    sent = members[0].intake.forwarded or Forwarded()
    return Batch(number, sent.date, sent.to, tuple(members))
