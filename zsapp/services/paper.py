"""The paper desk (文书): preview, blank, and the final print with its journal entry and its blob.

Order of a final print: number → checks → commit → draw → blob → journal entry → paper. So nothing is printed
that is not stored, and what is printed once is printed again byte for byte (decision 10).
"""

import hashlib
import logging
from dataclasses import asdict, dataclass, replace

from zsapp.base.canonical import read_canonical
from zsapp.base.errors import Code, Refusal
from zsapp.press import definition, pdf, raster
from zsapp.press.definition import Form
from zsapp.press.pdf import Sheet
from zsapp.press.raster import PageImage
from zsapp.records.store import Reader, Store
from zsapp.rules.findings import Finding, Severity, Stage
from zsapp.rules.mediation import SECTOR, Case
from zsapp.rules.mediation_paper import paper_case
from zsapp.services.mediation import CaseView, Mediation
from zsapp.services.proof import Proof

logger = logging.getLogger(__name__)

AGREEMENT = "mediation.agreement"
PLACE = 160
"""Bytes that stand in for the QR while the text it signs is being set; only their place is printed on."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper as handed out."""

    pdf: bytes
    form: str
    edition: str
    mode: str
    number: str
    version: int
    sha256: str
    pages: int
    reprint: bool = False


def forms(sector: str = "") -> tuple[Form, ...]:
    """Return the papers there are, in the order of their numbers."""
    return definition.forms(sector)


def blank(form_ref: str) -> Sheet:
    """Return a form for handwriting; needs no station and no record.

    Raises:
        Refusal: FORM_UNKNOWN.
    """
    return pdf.draw(definition.find_form(form_ref), None, mode="blank")


def copies_of(document: bytes, copies: int) -> bytes:
    """Return one file that holds the paper `copies` times."""
    return document if copies == 1 else pdf.repeat(document, copies)


class Paper:
    """The desk that turns a record into paper."""

    def __init__(self, store: Store, mediation: Mediation, proof: Proof) -> None:
        """Work on a store, beside the desk of mediation and the seals of `proof`."""
        self._store = store
        self._mediation = mediation
        self._proof = proof

    def forms(self, sector: str = SECTOR) -> tuple[Form, ...]:
        """Return the papers of a sector."""
        return forms(sector)

    def blank(self, form_ref: str) -> Sheet:
        """Return a form for handwriting."""
        return blank(form_ref)

    def preview(self, form_ref: str, case: Case) -> Sheet:
        """Return the paper as it would look now, with the draft watermark; nothing is stored."""
        return pdf.draw(definition.find_form(form_ref), paper_case(case), mode="draft")

    def page_images(self, document: bytes, *, dpi: float) -> tuple[PageImage, ...]:
        """Return the pages as gray images."""
        return raster.page_images(document, dpi=dpi)

    def standing(self, form_ref: str, view: CaseView) -> tuple[Finding, ...]:
        """Return the errors that keep this paper from its final print: those it would carry itself."""
        form = definition.find_form(form_ref)
        sheet = pdf.draw(form, paper_case(view.case), mode="draft")
        carried = {place.item.partition("[")[0].partition(".")[0] for place in sheet.places}
        found = self._mediation.check(view.case, stage=Stage.PRINT, record_id=view.id)
        return tuple(
            one
            for one in found
            if one.severity is Severity.ERROR
            and one.state == "open"
            and (form.id == AGREEMENT or one.where.partition("[")[0].partition(".")[0] in carried)
        )

    def issue(self, form_ref: str, ref: str, *, draft: bool = False, copies: int = 1) -> Issued:
        """Return a paper of a stored record: a watermarked draft, or the final one.

        Raises:
            Refusal: FORM_UNKNOWN, RECORD_UNKNOWN, PRINT_STOPPED with the findings that stop the final print.
            Trouble: GLYPH_MISSING, DISK_FULL; nothing is journalled as printed.
        """
        form = definition.find_form(form_ref)
        view = self._mediation.find(ref)
        if draft:
            sheet = pdf.draw(form, paper_case(view.case), mode="draft")
            return _issued(form, view, sheet.pdf, pages=sheet.pages, mode="draft", copies=copies)
        if form.id == AGREEMENT:
            view = self._numbered(form, view)
        elif stops := self.standing(form.id, view):
            raise _stopped(stops)
        kept = self._kept(form, view)
        if kept is not None:
            self._note(form, view, kept, "reprint")
            pages = raster.page_count(kept)
            return replace(_issued(form, view, kept, pages=pages, mode="final", copies=copies), reprint=True)
        sheet = self._draw_final(form, view)
        self._store.blobs.put(sheet.pdf)
        self._note(form, view, sheet.pdf, "print", body_font=sheet.body_font)
        logger.info("printed %s of %s version %d", form.id, view.id, view.version)
        return _issued(form, view, sheet.pdf, pages=sheet.pages, mode="final", copies=copies)

    def _numbered(self, form: Form, view: CaseView) -> CaseView:
        """Give the agreement its number once nothing else stops it; saved before it is printed."""
        case = view.case
        tried = view
        if not case.agreement_no:
            tried = replace(view, case=replace(case, agreement_no=case.volume_no or "〔0000〕第0号"))
        stops = [one for one in self.standing(form.id, tried) if one.rule != "R52" or case.agreement_no]
        if stops:
            raise _stopped(tuple(stops))
        if case.agreement_no:
            return view
        return self._mediation.number_agreement(view)

    def _draw_final(self, form: Form, view: CaseView) -> Sheet:
        values = paper_case(view.case)
        made_at = view.saved_at
        unsealed = pdf.draw(form, values, mode="final", qr=bytes(PLACE), made_at=made_at)
        seal = self._proof.seal(form.number, view, unsealed.pdf)
        return pdf.draw(
            form, values, mode="final", qr=seal, attachment=_attachment(form, view, unsealed), made_at=made_at
        )

    def _note(self, form: Form, view: CaseView, document: bytes, verb: str, **more: str) -> None:
        payload = {
            "form": form.id,
            "edition": form.edition,
            "digest": form.digest,
            "version": view.version,
            "sha256": hashlib.sha256(document).hexdigest(),
            **more,
        }
        with self._store.write() as writer:
            writer.note(verb, sector=SECTOR, record_id=view.id, payload=payload)

    def _kept(self, form: Form, view: CaseView) -> bytes | None:
        """Return the blob of an earlier final print of this very version, so that a reprint is that blob."""
        with self._store.read() as reader:
            digest = _printed(reader, form, view)
        return self._store.blobs.get(digest) if digest else None


def _printed(reader: Reader, form: Form, view: CaseView) -> str:
    for entry in reversed(reader.history(view.id)):
        if entry.header.verb == "print" and entry.payload is not None:
            facts = read_canonical(entry.payload)
            if (
                facts["form"] == form.id
                and facts["version"] == view.version
                and facts["digest"] == form.digest
            ):
                return str(facts["sha256"])
    return ""


def _attachment(form: Form, view: CaseView, sheet: Sheet) -> dict[str, object]:
    """Return what the file carries as data: only what is printed on these pages (decision 11)."""
    return {
        "form": form.id,
        "edition": form.edition,
        "number": view.number,
        "version": view.version,
        "text": sheet.text,
    }


def _stopped(findings: tuple[Finding, ...]) -> Refusal:
    first = findings[0]
    return Refusal(
        Code.PRINT_STOPPED,
        field=first.where,
        count=len(findings),
        first=first.message,
        findings=[asdict(one) for one in findings],
    )


def _issued(form: Form, view: CaseView, document: bytes, *, pages: int, mode: str, copies: int) -> Issued:
    number = view.case.agreement_no if form.id == AGREEMENT else view.number
    return Issued(
        pdf=copies_of(document, copies),
        form=form.id,
        edition=form.edition,
        mode=mode,
        number=number,
        version=view.version,
        sha256=hashlib.sha256(document).hexdigest(),
        pages=pages,
    )
