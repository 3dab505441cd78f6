"""The course of front-desk records (服务的办理经过): steps, items set by hand, reasons, an organ's answers.

Everything is read and kept through the front desk, so whoever may not see a record cannot move it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.plain import from_sheet
from zsapp.records.store import Writer
from zsapp.rules.desk_acts import RATE_VERB, DeskAct, DeskStep, act_of, desk_act, open_steps, pressed
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.reconsideration import SECTOR as RECONSIDERATIONS
from zsapp.rules.reconsideration import OrganAnswer, with_answer
from zsapp.rules.referral import SECTOR as REFERRALS
from zsapp.services.front_desk import DeskView, FrontDesk
from zsapp.services.journey import with_text
from zsapp.services.tables import shipped_tables

LOCKED = frozenset(
    (
        *("number", "restricted", "revisits", "turned", "origin", "overrides", "void"),
        *("import", "earlier", "closed_on", "closed", "person_id", "files"),
    )
)
"""What has a verb of its own, or comes from an organ alone: nobody types a decision at a station."""
ENTRY = ("ref", "number", "date", "import")
"""The keys of an entry of a reconsideration organ's file."""


@dataclass(frozen=True, slots=True)
class OrganAnswered:
    """What became of one entry of an organ's file."""

    ref: str
    id: str
    number: str
    status: str
    state: str
    changed: bool


class DeskCourse:
    """The desk of steps."""

    def __init__(self, desk: FrontDesk, today: Callable[[], date], user: Callable[[], str]) -> None:
        """Work beside the front desk, as who `user` says is logged in."""
        self._desk = desk
        self._today = today
        self._user = user

    def act(self, ref: str, verb: str, *, on: date, reason: str = "") -> DeskView:
        """Take a step of a record's course; a referral gets its number with it.

        Raises:
            Refusal: RECORD_UNKNOWN, and as `desk_act`.
        """
        view = self._desk.find(ref)
        step = DeskStep(on, reason.strip(), self._user())

        def write(writer: Writer, record: Any) -> Any:
            now = desk_act(view.sector, record, verb, step, today=self._today())
            slip = now.referral
            if verb != "refer" or slip is None or slip.number:
                return now
            number = now.number if view.sector == REFERRALS else ""
            number = number or self._desk.next_number(writer, REFERRALS, now.org, on.year)
            return replace(now, referral=replace(slip, number=number))

        return self._desk.change(view, write, f"act_{verb}")

    def rate(self, ref: str, level: int, items: Mapping[str, int], *, after: int = 0) -> DeskView:
        """Keep the marks that the visitor pressed himself (平板); one that is given nobody presses again.

        `after` is the version his first press made: he may go on, or correct a slip of his finger.

        Raises:
            Refusal: RECORD_UNKNOWN, USAGE, CASE_STEP_NOT_OPEN, RATING_WRONG, RATING_GIVEN.
        """
        view = self._desk.find(ref)
        act_of(view.sector, RATE_VERB, view.state)
        given = view.record.satisfaction
        if given is not None and given.level is not None and view.version != after:
            raise Refusal(Code.RATING_GIVEN, field="satisfaction.level")
        today = self._today()
        return self._desk.change(view, lambda _, one: pressed(one, level, items, today), f"act_{RATE_VERB}")

    def open_steps(self, view: DeskView) -> tuple[tuple[str, DeskAct], ...]:
        """Return the steps that can be taken now: verb, and what it is called and asks for."""
        return open_steps(view.sector, view.record)

    def change(self, ref: str, texts: Mapping[str, str]) -> DeskView:
        """Set items of a record by their places, as the terminal writes them.

        Raises:
            Refusal: RECORD_UNKNOWN, IMPORT_KEY_UNKNOWN for what has a verb of its own, IMPORT_TYPE_WRONG …
        """
        view = self._desk.find(ref)
        record = view.record
        for place, text in texts.items():
            name = place.partition(".")[0].partition("[")[0]
            if name in LOCKED:
                raise Refusal(Code.IMPORT_KEY_UNKNOWN, field=place, key=name)
            record = with_text(record, place, text)
        SERVICES[view.sector].check_least(record)
        return self._desk.save(view.sector, view.id, record, base_version=view.version, verb="set")

    def override(self, ref: str, rule: str, reason: str) -> DeskView:
        """Let something the checks point out rest, for a typed, journalled reason.

        Raises:
            Refusal: RECORD_UNKNOWN, REASON_MISSING, RULE_NOT_FIRED.
        """
        view = self._desk.find(ref)
        if not reason.strip():
            raise Refusal(Code.REASON_MISSING, field="reason")
        if all(one.rule != rule.upper() for one in self._desk.check(view)):
            raise Refusal(Code.RULE_NOT_FIRED, rule=rule)
        kept = {**view.record.overrides, rule.upper(): reason.strip()}
        return self._desk.change(view, lambda _, one: replace(one, overrides=kept), "override")

    def answer(self, entry: Mapping[str, Any]) -> OrganAnswered:
        """Take in one entry of an organ's file: `ref` or `number`, and its answer; twice changes nothing.

        Raises:
            Refusal: IMPORT_KEY_UNKNOWN, RECORD_UNKNOWN, DESK_RESULT_UNKNOWN …; nothing of it is stored.
        """
        strange = next((key for key in entry if key not in ENTRY), None)
        if strange is not None:
            raise Refusal(Code.IMPORT_KEY_UNKNOWN, field=str(strange), key=str(strange)[:50])
        told = from_sheet(OrganAnswer, entry.get("import") or {})
        known = {row.text for row in shipped_tables().codes["fy_result"]}
        if told.status not in known:
            raise Refusal(Code.DESK_RESULT_UNKNOWN, field="import.status", status=told.status[:20])
        told = replace(told, on=_day(entry.get("date")) or told.accepted)
        view = self._meant(entry)
        now = with_answer(view.record, told)
        changed = now != view.record
        if changed:
            view = self._desk.change(view, lambda _, one: with_answer(one, told), "decision")
        ref = str(entry.get("ref") or entry.get("number"))
        return OrganAnswered(ref, view.id, view.number, told.status, view.state, changed)

    def _meant(self, entry: Mapping[str, Any]) -> DeskView:
        """Return the application an entry is about; a number and a ref must name the same."""
        names = [str(entry[key]) for key in ("number", "ref") if entry.get(key)] or [""]
        views = [self._desk.find(name) for name in names]
        if views[0].id != views[-1].id or views[0].sector != RECONSIDERATIONS:
            raise Refusal(Code.RECORD_UNKNOWN, field="ref", ref="、".join(names))
        return views[0]


def _day(value: Any) -> date | None:
    """Return the day of an entry, read as strictly as every day of a record file.

    Raises:
        Refusal: IMPORT_TYPE_WRONG.
    """
    return None if value is None else from_sheet(OrganAnswer, {"accepted": value}).accepted
