"""The paper desk of legal aid (法律援助文书): drafts and final prints of an intake, and the list of a batch.

A final print has its seal like every paper; one of a restricted intake carries no data in its file at all
(decision 11). What a paper may show of an address is for the rules to say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zsapp.press import definition, pdf, raster
from zsapp.press.definition import Form
from zsapp.press.pdf import Sheet
from zsapp.press.raster import PageImage
from zsapp.records.store import Store
from zsapp.rules.findings import OPEN, Finding, Severity
from zsapp.rules.legal_aid import SECTOR
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_paper import AidOccasion, AidPaper, Reach
from zsapp.rules.legal_aid_paper_slip import BatchPaper, batch_paper
from zsapp.rules.legal_aid_papers import BATCH, on_aid_paper
from zsapp.rules.roles import Right
from zsapp.rules.station import StationProfile
from zsapp.services.legal_aid import IntakeView, LegalAid
from zsapp.services.legal_aid_course import AidCourse, Batch
from zsapp.services.printing import (
    Issued,
    Offer,
    Printing,
    Prints,
    facts_of,
    lacking,
    lacks_of,
)
from zsapp.services.proof import Proof
from zsapp.services.tables import shipped_tables


def is_aid_form(form_ref: str) -> bool:
    """Say whether a form is one of legal aid.

    Raises:
        Refusal: FORM_UNKNOWN.
    """
    return definition.find_form(form_ref).sector == SECTOR


@dataclass(frozen=True, slots=True)
class AidOffer(Offer):
    """A paper of an intake; `reach` is who may come to see it, `protected` whether it hides the address."""

    reach: Reach
    protected: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """A paper as it looks now, and what the pre-check points out of what it says."""

    sheet: Sheet
    standing: tuple[Finding, ...]


class AidPapers:
    """The desk that turns an intake into paper."""

    def __init__(
        self,
        store: Store,
        profile: StationProfile,
        today: Callable[[], date],
        course: AidCourse,
        proof: Proof,
    ) -> None:
        """Work on a store for the station of `profile`, beside the desk of batches and the seals."""
        self._store = store
        self._prints = Prints(store, SECTOR, proof.seal)
        self._profile = profile
        self._today = today
        self._course = course
        self._desk: LegalAid = course.desk

    def offers(self, ref: str) -> tuple[AidOffer, ...]:
        """Return every paper of an intake with what it still lacks for its final print.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        view = self._desk.find(ref)
        found = (one for one in definition.forms(SECTOR) if one.about != BATCH)
        return tuple(self._offer(form, self._values(form, view)) for form in found)

    def _offer(self, form: Form, values: AidPaper) -> AidOffer:
        return AidOffer(form, lacks_of(form, values), Reach(values.reach), values.protected)

    def look(self, form_ref: str, ref: str) -> Looked:
        """Return a paper of an intake, or the list of a batch, as it looks now: a draft, nothing is stored.

        Raises:
            Refusal: FORM_UNKNOWN, RECORD_UNKNOWN, AID_BATCH_UNKNOWN, GLYPH_MISSING.
        """
        form = definition.find_form(form_ref)
        if form.about == BATCH:
            return Looked(pdf.draw(form, self._batch_values(self._course.batch(ref)), mode="draft"), ())
        view = self._desk.find(ref)
        sheet = pdf.draw(form, self._values(form, view), mode="draft")
        carried = {_root(place.item) for place in sheet.places}
        found = self._desk.check(view.intake)
        standing = tuple(
            one
            for one in found
            if one.severity is Severity.WARNING and one.state == OPEN and _root(one.where) in carried
        )
        return Looked(sheet, standing)

    def override(self, ref: str, rule: str, reason: str) -> IntakeView:
        """Let what the pre-check points out of a paper rest, for a typed reason.

        Raises:
            Refusal: RECORD_UNKNOWN, REASON_MISSING, RULE_NOT_FIRED.
        """
        return self._course.override(ref, rule, reason)

    def blank(self, form_ref: str) -> Sheet:
        """Return a form for handwriting.

        Raises:
            Refusal: FORM_UNKNOWN.
        """
        return pdf.draw(definition.find_form(form_ref), None, mode="blank")

    def page_images(self, document: bytes, *, dpi: float) -> tuple[PageImage, ...]:
        """Return the pages of a paper as gray images."""
        return raster.page_images(document, dpi=dpi)

    def issue(self, form_ref: str, ref: str, *, draft: bool = False, copies: int = 1) -> Issued:
        """Return a paper of an intake, or the list of a batch: a watermarked draft, or the final one.

        Raises:
            Refusal: FORM_UNKNOWN, RECORD_UNKNOWN, AID_BATCH_UNKNOWN; for the final print FORM_NEEDS.
            Trouble: GLYPH_MISSING, DISK_FULL; nothing is journalled as printed.
        """
        self._store.require(Right.PRINT, SECTOR)
        form = definition.find_form(form_ref)
        if form.about == BATCH:
            return self._issue_batch(form, ref, draft=draft, copies=copies)
        view = self._desk.find(ref)
        values = self._values(form, view)
        if draft:
            sheet = pdf.draw(form, values, mode="draft")
            return Printing(form, "draft", view.number, copies).issued(view, sheet.pdf, pages=sheet.pages)
        if lacks := lacks_of(form, values):
            raise lacking(form, lacks)
        return self._final(form, view, values, copies)

    def _values(self, form: Form, view: IntakeView) -> AidPaper:
        situation = Situation(view.intake, shipped_tables(), self._today())
        return on_aid_paper(form.about, AidOccasion(situation, self._profile.name))

    def _final(self, form: Form, view: IntakeView, values: AidPaper, copies: int) -> Issued:
        facts = facts_of(form, view, values)
        printing = Printing(form, "final", view.number, copies)
        kept, bare = self._prints.kept(facts, view), bool(view.restricted)
        return self._prints.issue(
            printing, view, values, facts=facts, kept=kept, number=view.number, bare=bare
        )

    def _issue_batch(self, form: Form, number: str, *, draft: bool, copies: int) -> Issued:
        """Print the list of a batch; it is a copy of what its intakes say, so it has no seal of its own."""
        batch = self._course.batch(number)
        values = self._batch_values(batch)
        mode = "draft" if draft else "final"
        first = batch.intakes[0]
        sheet = pdf.draw(form, values, mode="draft" if draft else "final", made_at=first.saved_at)
        if not draft:
            with self._store.write() as writer:
                payload = {"form": form.id, "batch": number, "intakes": len(batch.intakes)}
                writer.note("print", sector=SECTOR, record_id=first.id, payload=payload)
        return Printing(form, mode, number, copies).issued(first, sheet.pdf, pages=sheet.pages)

    def _batch_values(self, batch: Batch) -> BatchPaper:
        return batch_paper([one.intake for one in batch.intakes], self._profile.name, shipped_tables())


def _root(path: str) -> str:
    """Return the item of an intake that a path begins with."""
    return path.partition("[")[0].partition(".")[0]
