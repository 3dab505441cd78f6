"""The subsidy desk (以案定补): the scheme in force, the cases of a month, claims and how they are decided.

Without a scheme in force nothing is claimed: the program ships no amount (brief §5).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from zsapp.base import clock
from zsapp.base.errors import Code, Refusal
from zsapp.base.files import write_whole
from zsapp.base.ids import new_id
from zsapp.base.plain import fit_to_keep, from_plain, from_sheet, to_plain, to_sheet
from zsapp.press.xlsx import write_book
from zsapp.records.store import Reader, Store, Stored
from zsapp.rules.findings import Finding, Severity
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_state import title_of
from zsapp.rules.names import masked_name
from zsapp.rules.roles import Right
from zsapp.rules.station import StationProfile
from zsapp.rules.subsidy import (
    SCHEME,
    SECTOR,
    UNSET,
    Claim,
    ClaimLine,
    Known,
    Scheme,
    claim_state,
    entitled,
    hurdles,
    over_the_month,
    scheme_gap,
    shares_of,
)
from zsapp.services.committee import Committees
from zsapp.services.people import earlier_cases
from zsapp.services.subsidy_book import SubsidyReport, book_of, report_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A case of the month: what it is entitled to and what stands in its way."""

    case_id: str
    number: str
    title: str
    amount: Decimal | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as kept."""

    id: str
    version: int
    claim: Claim
    state: str


Score = Callable[[str], int]
"""What says how many points of a hundred a case's dossier reaches."""


class Subsidies:
    """The desk."""

    def __init__(
        self,
        store: Store,
        profile: StationProfile,
        committees: Committees,
        *,
        today: Callable[[], date],
        score: Score,
    ) -> None:
        """Work on a store for the station of `profile`."""
        self._store, self._profile, self._committees = store, profile, committees
        self._today, self._score = today, score

    # --- the scheme ---------------------------------------------------------------------------------------

    def scheme(self) -> Scheme:
        """Return the scheme in force, or the shape of one without amounts."""
        with self._store.read() as reader:
            stored = _scheme(reader)
        return from_plain(Scheme, stored.payload) if stored else UNSET

    def scheme_sheet(self) -> dict[str, object]:
        """Return the scheme in the shape of its file."""
        return to_sheet(self.scheme())

    def set_scheme(self, sheet: dict[str, object]) -> Scheme:
        """Take in a scheme from a file.

        Raises:
            Refusal: what is wrong with it, at its item.
        """
        return self.save_scheme(from_sheet(Scheme, sheet, ()))

    def save_scheme(self, scheme: Scheme) -> Scheme:
        """Save the scheme in force; earlier ones stay in the journal.

        Raises:
            Refusal: what could not be read again (D-07).
        """
        kept = fit_to_keep(scheme)
        with self._store.write() as writer:
            stored = _scheme(writer)
            record_id, version = (stored.id, stored.version) if stored else (new_id(), 0)
            writer.save(SCHEME, record_id, to_plain(kept), base_version=version, verb="save")
        return kept

    # --- cases and claims ---------------------------------------------------------------------------------

    def candidates(self, month: str) -> tuple[Candidate, ...]:
        """Return our own ended cases of a month (2026-03) that are not claimed yet, oldest first.

        Raises:
            Refusal: MONTH_WRONG.
        """
        check_month(month)
        scheme = self.scheme()
        with self._store.read() as reader:
            claimed = _claimed(reader)
            found = [
                (one, from_plain(Case, stored.payload))
                for one in reader.ids(CASES)
                if one not in claimed
                and (stored := reader.record(one)) is not None
                and stored.station == self._profile.id
            ]
            ours = [(one, case) for one, case in found if _ended_in(case, month)]
            return tuple(self._candidate(reader, scheme, one, case) for one, case in ours)

    def _candidate(self, reader: Reader, scheme: Scheme, record_id: str, case: Case) -> Candidate:
        known = Known(
            roster=self._committees.roster(case.committee),
            earlier=earlier_cases(reader, case, record_id),
            score=self._score(record_id),
        )
        return Candidate(
            case_id=record_id,
            number=case.volume_no,
            title=title_of(case),
            amount=entitled(scheme, case),
            findings=hurdles(case, scheme, known),
        )

    def claim(self, month: str, refs: Iterable[str], *, reason: str = "") -> ClaimView:
        """Claim cases for a month; errors need a reason, which stands in the claim.

        Raises:
            Refusal: MONTH_WRONG, SUBSIDY_UNSET, SUBSIDY_NOTHING, SUBSIDY_STOPPED, CLAIM_STEP_NOT_OPEN,
                RECORD_UNKNOWN.
        """
        check_month(month)
        scheme = self.scheme()
        if gap := scheme_gap(scheme, self._today()):
            raise Refusal(Code.SUBSIDY_UNSET, field="scheme", what=gap)
        offered = {one.case_id: one for one in self.candidates(month)}
        with self._store.read() as reader:
            wanted = [reader.resolve(ref) or ref for ref in refs] or list(offered)
        for one in wanted:
            if one not in offered:
                raise Refusal(Code.RECORD_UNKNOWN, ref=one)
        stops = [
            found for one in wanted for found in offered[one].findings if found.severity is Severity.ERROR
        ]
        if stops and not reason.strip():
            raise Refusal(Code.SUBSIDY_STOPPED, count=len(stops), first=stops[0].message)
        return self._write(month, scheme, wanted, reason)

    def _write(self, month: str, scheme: Scheme, ids: list[str], reason: str) -> ClaimView:
        committee = self._profile.committee
        with self._store.write() as writer:
            stored = _claim(writer, committee, month)
            kept = _open_lines(stored, month)
            lines = (*kept, *(self._line(writer, scheme, one, reason) for one in ids))
            lines = tuple(one for one in lines if one.amount is not None)
            if not lines:
                raise Refusal(Code.SUBSIDY_NOTHING)
            self._hold_cap(scheme, lines, reason)
            claim = Claim(
                month=month,
                committee=committee,
                doc_no=scheme.doc_no,
                lines=lines,
                submitted_on=self._today(),
            )
            record_id, version = (stored.id, stored.version) if stored else (new_id(), 0)
            writer.save(SECTOR, record_id, to_plain(claim), base_version=version, verb="submit")
        return self.find(month)

    @staticmethod
    def _hold_cap(scheme: Scheme, lines: tuple[ClaimLine, ...], reason: str) -> None:
        paid: dict[str, Decimal] = {}
        for line in lines:
            for one in line.shares:
                paid[one.name] = paid.get(one.name, Decimal(0)) + (one.amount or Decimal(0))
        over = over_the_month(scheme, paid)
        if over and not reason.strip():
            raise Refusal(Code.SUBSIDY_STOPPED, count=len(over), first=over[0].message)

    def _line(self, reader: Reader, scheme: Scheme, record_id: str, reason: str) -> ClaimLine:
        stored = reader.record(record_id)
        case = from_plain(Case, stored.payload) if stored else Case()
        amount = entitled(scheme, case)
        return ClaimLine(
            case_id=record_id,
            number=case.volume_no,
            parties="、".join(masked_name(one.name) for one in case.parties),
            dispute_type=case.dispute_type,
            grade=case.difficulty,
            form=case.outcome.form,
            amount=amount,
            shares=shares_of(scheme, case, amount) if amount is not None else (),
            reason=reason.strip(),
        )

    def find(self, month: str, committee: str = "") -> ClaimView:
        """Return the claim of a committee (the station's own without one) for a month.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            return _view(_claim(reader, committee or self._profile.committee, month), month)

    def all(self) -> tuple[ClaimView, ...]:
        """Return every claim that is here, in the order they came."""
        with self._store.read() as reader:
            return tuple(_view(reader.record(one), one) for one in reader.ids(SECTOR))

    # --- the report and the form --------------------------------------------------------------------------

    def report(self, first: str, last: str, committee: str = "") -> SubsidyReport:
        """Return what was claimed in the months from `first` to `last`, of one committee or all.

        Raises:
            Refusal: MONTH_WRONG.
        """
        for month in (first, last):
            check_month(month)
        return report_of((one.claim for one in self.all()), first, last, committee)

    def write_report(self, first: str, last: str, out: Path, committee: str = "") -> SubsidyReport:
        """Write the report as a workbook; the journal says so.

        Raises:
            Refusal: MONTH_WRONG.
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        self._store.require(Right.EXPORT, SECTOR)
        report = self.report(first, last, committee)
        pages = book_of(report, self._profile.name, self._today())
        write_whole(out, write_book(pages, author=self._profile.name, made_at=clock.now()))
        facts = {"report": "subsidy", "first": first, "last": last, "committee": committee}
        with self._store.write() as writer:
            writer.note("report", sector=SECTOR, payload=facts)
        return report

    def decide(self, month: str, step: str, *, committee: str = "", on: date, words: str = "") -> ClaimView:
        """Take a step: review, return (with a reason), publish, pay.

        Raises:
            Refusal: RECORD_UNKNOWN, USAGE, CLAIM_STEP_NOT_OPEN, REASON_MISSING.
        """
        known = STEPS.get(step)
        if known is None:
            raise Refusal(Code.USAGE, what=f"没有“{step}”这一步；可用：{'、'.join(STEPS)}")
        word, before, write = known
        with self._store.write() as writer:
            stored = _claim(writer, committee or self._profile.committee, month)
            view = _view(stored, month)
            if view.state not in before:
                raise Refusal(Code.CLAIM_STEP_NOT_OPEN, verb=word, state=view.state)
            if step == "return" and not words.strip():
                raise Refusal(Code.REASON_MISSING, field="reason")
            changed = write(view.claim, on, words.strip() or self._store.user)
            writer.save(SECTOR, view.id, to_plain(changed), base_version=view.version, verb=step)
        return self.find(month, committee)


STEPS: dict[str, tuple[str, tuple[str, ...], Callable[[Claim, date, str], Claim]]] = {
    "review": ("审核", ("已申报",), lambda claim, on, who: replace(claim, reviewed_on=on, reviewed_by=who)),
    "return": ("退回", ("已申报",), lambda claim, on, why: replace(claim, returned_on=on, returned_for=why)),
    "publish": ("公示", ("已审核",), lambda claim, on, _words: replace(claim, published_on=on)),
    "pay": ("发放", ("已审核", "已公示"), lambda claim, on, doc: replace(claim, paid_on=on, paid_doc=doc)),
}
"""What befalls a claim: the word, from which states, and what is written."""


def check_month(month: str) -> None:
    """Hold a month against its form.

    Raises:
        Refusal: MONTH_WRONG.
    """
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Refusal(Code.MONTH_WRONG, field="month", text=month) from None


def _ended_in(case: Case, month: str) -> bool:
    dates = case.dates
    ended = dates.close or dates.agree or dates.terminate
    return ended is not None and ended.isoformat().startswith(month)


def _claimed(reader: Reader) -> set[str]:
    """Return the cases that stand in a claim; those of a returned claim may be claimed again."""
    claims = (reader.record(one) for one in reader.ids(SECTOR))
    read = (from_plain(Claim, one.payload) for one in claims if one)
    return {line.case_id for claim in read if claim_state(claim) != "已退回" for line in claim.lines}


def _scheme(reader: Reader) -> Stored | None:
    found = reader.find_ref(SCHEME, SCHEME, SCHEME)
    return reader.record(found) if found else None


def _claim(reader: Reader, committee: str, month: str) -> Stored | None:
    found = reader.find_ref(SECTOR, committee, month)
    return reader.record(found) if found else None


def _open_lines(stored: Stored | None, month: str) -> tuple[ClaimLine, ...]:
    """Return the lines that a claim already has; one that was returned starts anew."""
    if stored is None:
        return ()
    view = _view(stored, month)
    if view.state == "已退回":
        return ()
    if view.state != "已申报":
        raise Refusal(Code.CLAIM_STEP_NOT_OPEN, verb="申报", state=view.state)
    return view.claim.lines


def _view(stored: Stored | None, ref: str) -> ClaimView:
    if stored is None:
        raise Refusal(Code.RECORD_UNKNOWN, ref=ref)
    claim = from_plain(Claim, stored.payload)
    return ClaimView(stored.id, stored.version, claim, claim_state(claim))
