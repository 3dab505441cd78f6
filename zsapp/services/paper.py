"""The paper desk (文书): preview, blank, and the final print with its journal entry and its blob.

Order of a final print: number → checks → commit → draw → blob → journal entry → paper. So nothing is printed
that is not stored, and what is printed once is printed again byte for byte (decision 10).
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal
from zsapp.base.items import Thing, item_of
from zsapp.base.plain import to_plain
from zsapp.press import definition, pdf, raster
from zsapp.press.definition import Form
from zsapp.press.pdf import Sheet
from zsapp.press.raster import PageImage
from zsapp.records.store import Reader, Store
from zsapp.rules.findings import Finding, Severity, Stage
from zsapp.rules.mediation import SECTOR, Case
from zsapp.rules.mediation_paper_base import Occasion
from zsapp.rules.mediation_papers import on_paper
from zsapp.services.mediation import CaseView, Mediation
from zsapp.services.proof import Proof
from zsapp.services.tables import shipped_tables
from zsapp.services.volume import Volumes, speaks_of_volume

logger = logging.getLogger(__name__)

AGREEMENT, ORAL_AGREEMENT = "mediation.agreement", "mediation.oral_agreement"
NUMBERED = (AGREEMENT, ORAL_AGREEMENT)
"""Papers that give the case its agreement number when they are first printed."""
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


@dataclass(frozen=True, slots=True)
class Lack:
    """What a case does not hold yet, and a paper cannot go out without: its words, and where it belongs."""

    label: str
    where: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper of a case; ready for its final print when it lacks nothing."""

    form: Form
    lacks: tuple[Lack, ...]


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

    def __init__(
        self, store: Store, mediation: Mediation, proof: Proof, volumes: Volumes, today: Callable[[], date]
    ) -> None:
        """Work on a store, beside the desk of mediation and the seals of `proof`, on the day of `today`."""
        self._store = store
        self._mediation = mediation
        self._proof = proof
        self._volumes = volumes
        self._today = today

    def forms(self, sector: str = SECTOR) -> tuple[Form, ...]:
        """Return the papers of a sector."""
        return forms(sector)

    def blank(self, form_ref: str) -> Sheet:
        """Return a form for handwriting."""
        return blank(form_ref)

    def preview(self, form_ref: str, case: Case) -> Sheet:
        """Return the paper as it would look now, with the draft watermark; nothing is stored."""
        form = definition.find_form(form_ref)
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
        if not form.needs:
            return ()
        values = self._values(form, case)
        kind: Any = type(values)  # mypy sees no hash on a type
        missing = (item_of(kind, name) for name in form.needs if not getattr(values, name))
        return tuple(Lack(one.label, one.sheet_key) for one in missing)

    def page_images(self, document: bytes, *, dpi: float) -> tuple[PageImage, ...]:
        """Return the pages as gray images."""
        return raster.page_images(document, dpi=dpi)

    def standing(self, form_ref: str, view: CaseView) -> tuple[Finding, ...]:
        """Return the errors that keep this paper from its final print: those it would carry itself.

        A number the final print will give (R52) is none of them.
        """
        form = definition.find_form(form_ref)
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

    def issue(self, form_ref: str, ref: str, *, draft: bool = False, copies: int = 1) -> Issued:
        """Return a paper of a stored record: a watermarked draft, or the final one.

        Raises:
            Refusal: FORM_UNKNOWN, RECORD_UNKNOWN; for the final print FORM_NEEDS at what the case lacks, and
                PRINT_STOPPED with the findings that stop it.
            Trouble: GLYPH_MISSING, DISK_FULL; nothing is journalled as printed.
        """
        form = definition.find_form(form_ref)
        view = self._mediation.find(ref)
        if draft:
            sheet = pdf.draw(form, self._printed_values(form, view), mode="draft")
            return _issued(form, view, sheet.pdf, pages=sheet.pages, mode="draft", copies=copies)
        if lacks := self._lacks(form, view.case):
            raise _lacking(form, lacks)
        if form.id in NUMBERED:
            view = self._numbered(form, view)
        elif stops := self.standing(form.id, view):
            raise _stopped(stops)
        values = self._printed_values(form, view)
        facts = _facts(form, view, values)
        kept = self._kept(facts, view)
        if kept is not None:
            self._note(facts, view, kept, "reprint")
            pages = raster.page_count(kept)
            return replace(_issued(form, view, kept, pages=pages, mode="final", copies=copies), reprint=True)
        sheet = self._draw_final(form, view, values)
        self._store.blobs.put(sheet.pdf)
        self._note(facts, view, sheet.pdf, "print", body_font=sheet.body_font)
        logger.info("printed %s of %s version %d", form.id, view.id, view.version)
        return _issued(form, view, sheet.pdf, pages=sheet.pages, mode="final", copies=copies)

    def _numbered(self, form: Form, view: CaseView) -> CaseView:
        """Give the agreement its number once nothing else stops it; saved before it is printed."""
        if stops := self.standing(form.id, view):
            raise _stopped(stops)
        return view if view.case.agreement_no else self._mediation.number_agreement(view)

    def _draw_final(self, form: Form, view: CaseView, values: Thing) -> Sheet:
        made_at = view.saved_at
        unsealed = pdf.draw(form, values, mode="final", qr=bytes(PLACE), made_at=made_at)
        seal = self._proof.seal(form.number, view, unsealed.pdf)
        return pdf.draw(
            form, values, mode="final", qr=seal, attachment=_attachment(form, view, unsealed), made_at=made_at
        )

    def _note(self, facts: dict[str, Any], view: CaseView, document: bytes, verb: str, **more: str) -> None:
        payload = {**facts, "sha256": hashlib.sha256(document).hexdigest(), **more}
        with self._store.write() as writer:
            writer.note(verb, sector=SECTOR, record_id=view.id, payload=payload)

    def _kept(self, facts: dict[str, Any], view: CaseView) -> bytes | None:
        """Return the blob of an earlier final print that says the same, so that a reprint is that blob."""
        with self._store.read() as reader:
            digest = _printed(reader, facts, view)
        return self._store.blobs.get(digest) if digest else None


def _facts(form: Form, view: CaseView, values: Thing) -> dict[str, Any]:
    """Return what makes two prints the same: form, edition, version; of a live paper also what it says."""
    facts: dict[str, Any] = {"form": form.id, "edition": form.edition, "digest": form.digest}
    facts["version"] = view.version
    if form.live:
        facts["values"] = hashlib.sha256(canonical(to_plain(values))).hexdigest()
    return facts


def _printed(reader: Reader, facts: dict[str, Any], view: CaseView) -> str:
    """Return the hash of the final print with these facts."""
    for entry in reversed(reader.history(view.id)):
        if entry.header.verb == "print" and entry.payload is not None:
            found = read_canonical(entry.payload)
            if all(found.get(key) == value for key, value in facts.items()):
                return str(found["sha256"])
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


def _lacking(form: Form, lacks: tuple[Lack, ...]) -> Refusal:
    what = "、".join(f"“{one.label}”" for one in lacks)
    missing = [asdict(one) for one in lacks]
    return Refusal(Code.FORM_NEEDS, field=lacks[0].where, title=form.title, what=what, missing=missing)


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
    number = view.case.agreement_no if form.id in NUMBERED else view.number
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
