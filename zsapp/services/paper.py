"""The paper desk (文书): preview, blank, and the final print with its journal entry and its blob.

Order of a final print: number → checks → commit → draw → blob → journal entry → paper. So nothing is printed
that is not stored, and what is printed once is printed again byte for byte (decision 10).
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import Thing
from zsapp.press import definition, pdf, raster
from zsapp.press.definition import Form
from zsapp.press.ledgers import Ledger, ledgers
from zsapp.press.pdf import Sheet
from zsapp.press.raster import PageImage
from zsapp.records.store import Store
from zsapp.rules.findings import Finding, Severity, Stage
from zsapp.rules.mediation import SECTOR, Case
from zsapp.rules.mediation_paper_base import Occasion
from zsapp.rules.mediation_papers import on_paper
from zsapp.rules.mediation_versions import as_signed, has_number, is_frozen
from zsapp.rules.roles import Right
from zsapp.services.agreements import AGREEMENT, terms_digest
from zsapp.services.mediation import CaseView, Mediation
from zsapp.services.printing import (
    Issued,
    Lack,
    Offer,
    Printing,
    Prints,
    facts_of,
    lacking,
    lacks_of,
)
from zsapp.services.proof import Proof
from zsapp.services.tables import shipped_tables
from zsapp.services.volume import Volumes, speaks_of_volume

ORAL_AGREEMENT = "mediation.oral_agreement"
NUMBERED = (AGREEMENT, ORAL_AGREEMENT)
"""Papers that give the case its agreement number when they are first printed."""


def forms(sector: str = "") -> tuple[Form, ...]:
    """Return the papers there are, in the order of their numbers."""
    return definition.forms(sector)


def registers(sector: str = "") -> tuple[Ledger, ...]:
    """Return the ledgers among the numbered papers (F28): written as workbooks, not printed."""
    return ledgers(sector)


def blank(form_ref: str) -> Sheet:
    """Return a form for handwriting; needs no station and no record.

    Raises:
        Refusal: FORM_UNKNOWN.
    """
    return pdf.draw(definition.find_form(form_ref), None, mode="blank")


class Paper:
    """The desk that turns a record into paper."""

    def __init__(
        self, store: Store, mediation: Mediation, proof: Proof, volumes: Volumes, today: Callable[[], date]
    ) -> None:
        """Work on a store, beside the desk of mediation and the seals of `proof`, on the day of `today`."""
        self._store = store
        self._prints = Prints(store, SECTOR, proof.seal)
        self._mediation = mediation
        self._volumes = volumes
        self._today = today

    def forms(self, sector: str = SECTOR) -> tuple[Form, ...]:
        """Return the papers of a sector."""
        return forms(sector)

    def blank(self, form_ref: str) -> Sheet:
        """Return a form for handwriting."""
        return blank(form_ref)

    def _form(self, form_ref: str) -> Form:
        """Return a form of this desk's sector.

        Raises:
            Refusal: FORM_UNKNOWN.
        """
        form = definition.find_form(form_ref)
        if form.sector != SECTOR:
            raise Refusal(Code.FORM_UNKNOWN, field="form", form=form_ref)
        return form

    def preview(self, form_ref: str, case: Case) -> Sheet:
        """Return the paper as it would look now, with the draft watermark; nothing is stored."""
        form = self._form(form_ref)
        return pdf.draw(form, self._values(form, case), mode="draft")

    def _printed_values(self, form: Form, view: CaseView) -> Thing:
        """Return what a form says of a stored case; the dossier's own papers know what lies in it."""
        if speaks_of_volume(form):
            return on_paper(form.about, view.case, self._volumes.occasion(view))
        return self._values(form, view.case)

    def _values(self, form: Form, case: Case) -> Thing:
        return on_paper(form.about, case, Occasion(self._today(), shipped_tables()))

    def offers(self, case: Case) -> tuple[Offer, ...]:
        """Return every paper of the sector with what the case still lacks for its final print."""
        return tuple(Offer(form, self._lacks(form, case)) for form in self.forms())

    def _lacks(self, form: Form, case: Case) -> tuple[Lack, ...]:
        return lacks_of(form, self._values(form, case)) if form.needs else ()

    def page_images(self, document: bytes, *, dpi: float) -> tuple[PageImage, ...]:
        """Return the pages as gray images."""
        return raster.page_images(document, dpi=dpi)

    def standing(self, form_ref: str, view: CaseView) -> tuple[Finding, ...]:
        """Return the errors that keep this paper from its final print: those it would carry itself.

        A number the final print will give (R52) is none of them. What is signed is printed as it was signed.
        """
        form = self._form(form_ref)
        if form.id == AGREEMENT and is_frozen(view.case):
            return ()
        sheet = pdf.draw(form, self._values(form, view.case), mode="draft")
        carried = {place.item.partition("[")[0].partition(".")[0] for place in sheet.places}
        found = self._mediation.check(view.case, stage=Stage.PRINT, record_id=view.id)
        return tuple(
            one
            for one in found
            if one.severity is Severity.ERROR
            and one.state == "open"
            and (form.id == AGREEMENT or one.where.partition("[")[0].partition(".")[0] in carried)
            and not (one.rule == "R52" and not view.case.agreement_no and form.id in NUMBERED)
        )

    def issue(
        self, form_ref: str, ref: str, *, draft: bool = False, copies: int = 1, agreement: int = 0
    ) -> Issued:
        """Return a paper of a stored record: a watermarked draft, or the final one.

        A signed agreement is the paper that was signed; `agreement` names an earlier version of it (from 1).

        Raises:
            Refusal: FORM_UNKNOWN, RECORD_UNKNOWN; for the final print FORM_NEEDS at what the case lacks, and
                PRINT_STOPPED with the findings that stop it; AGREEMENT_UNKNOWN for a version that is none.
            Trouble: GLYPH_MISSING, DISK_FULL; nothing is journalled as printed.
        """
        self._store.require(Right.PRINT, SECTOR)
        form = self._form(form_ref)
        view = self._mediation.find(ref)
        if draft:
            sheet = pdf.draw(form, self._printed_values(form, view), mode="draft")
            return _printing(form, view, "draft", copies).issued(view, sheet.pdf, pages=sheet.pages)
        if form.id == AGREEMENT and (agreement or is_frozen(view.case)):
            return self._issue_signed(form, view, agreement or len(view.case.signed), copies)
        if lacks := self._lacks(form, view.case):
            raise lacking(form, lacks)
        if form.id in NUMBERED:
            view = self._numbered(form, view)
        elif stops := self.standing(form.id, view):
            raise _stopped(stops)
        values = self._printed_values(form, view)
        facts = facts_of(form, view, values)
        return self._final(form, view, values, copies, facts=facts, kept=self._prints.kept(facts, view))

    def _issue_signed(self, form: Form, view: CaseView, version: int, copies: int) -> Issued:
        """Print a signed version as it was signed: the paper that was signed, where it was printed here."""
        view = replace(view, case=as_signed(view.case, version))
        one = view.case.signed[-1]
        facts = {"form": form.id, "agreement": version, "terms": terms_digest(one)}
        here = one.paper and self._store.blobs.has(one.paper)
        kept = self._store.blobs.get(one.paper) if here else self._prints.kept(facts, view)
        facts["version"] = view.version
        return self._final(form, view, self._values(form, view.case), copies, facts=facts, kept=kept)

    def _final(
        self,
        form: Form,
        view: CaseView,
        values: Thing,
        copies: int,
        *,
        facts: dict[str, Any],
        kept: bytes | None,
    ) -> Issued:
        printing = _printing(form, view, "final", copies)
        number = view.case.agreement_no or view.number
        return self._prints.issue(printing, view, values, facts=facts, kept=kept, number=number)

    def _numbered(self, form: Form, view: CaseView) -> CaseView:
        """Give the agreement its number once nothing else stops it; saved before it is printed."""
        if stops := self.standing(form.id, view):
            raise _stopped(stops)
        return view if has_number(view.case) else self._mediation.number_agreement(view)


def _stopped(findings: tuple[Finding, ...]) -> Refusal:
    first = findings[0]
    return Refusal(
        Code.PRINT_STOPPED,
        field=first.where,
        count=len(findings),
        first=first.message,
        findings=[asdict(one) for one in findings],
    )


def _printing(form: Form, view: CaseView, mode: str, copies: int) -> Printing:
    return Printing(form, mode, view.case.agreement_no if form.id in NUMBERED else view.number, copies)
