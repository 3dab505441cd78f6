"""The paper desk of the front desk (服务文书): drafts and final prints of every service of the grid.

An error that the paper itself would carry stops its final print, until somebody types a reason (`record
override`). A restricted record's file carries no data at all (decision 11).
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from zsapp.base.errors import Code, Refusal
from zsapp.press import definition, pdf, raster
from zsapp.press.definition import Form
from zsapp.press.pdf import Sheet
from zsapp.press.raster import PageImage
from zsapp.records.store import Store
from zsapp.rules.desk_paper import DeskOccasion, DeskPaper
from zsapp.rules.desk_papers import ABOUT, SHARED, TOGETHER, fits, on_desk_paper
from zsapp.rules.findings import OPEN, Finding, Severity
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.roles import Right
from zsapp.rules.station import StationProfile
from zsapp.services.front_desk import DeskView, FrontDesk
from zsapp.services.printing import Issued, Offer, Printing, Prints, facts_of, lacking, lacks_of
from zsapp.services.proof import Proof

SECTORS = (*SERVICES, SHARED)
"""The first words of the ids of this desk's forms."""


def is_desk_form(form_ref: str) -> bool:
    """Say whether a form is one of the front desk.

    Raises:
        Refusal: FORM_UNKNOWN.
    """
    return definition.find_form(form_ref).about in ABOUT


class DeskPapers:
    """The desk that turns a front-desk record into paper."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date], front: FrontDesk, proof: Proof
    ) -> None:
        """Work on a store for the station of `profile`, beside the desk of records and the seals."""
        self._store = store
        self._profile = profile
        self._today = today
        self._front = front
        self._proof = proof

    def offers(self, ref: str) -> tuple[Offer, ...]:
        """Return every paper of a record with what it lacks for its final print: its own, then shared ones.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        view = self._front.find(ref)
        found = [one for one in definition.forms() if fits(one.about, view.record)]
        found.sort(key=lambda one: one.id.partition(".")[0] == SHARED)
        return tuple(Offer(form, lacks_of(form, self._values(form, view))) for form in found)

    def preview(self, form_ref: str, ref: str) -> Sheet:
        """Return a paper of a stored record as it looks now: a draft, nothing is stored.

        Raises:
            Refusal: FORM_UNKNOWN, RECORD_UNKNOWN.
            Trouble: GLYPH_MISSING.
        """
        view = self._front.find(ref)
        form = _form_for(form_ref, view)
        return pdf.draw(form, self._values(form, view), mode="draft")

    def page_images(self, document: bytes, *, dpi: float) -> tuple[PageImage, ...]:
        """Return the pages of a paper as gray images."""
        return raster.page_images(document, dpi=dpi)

    def standing(self, form_ref: str, ref: str) -> tuple[Finding, ...]:
        """Return the open errors that keep a paper from its final print: those it would carry itself.

        Raises:
            Refusal: FORM_UNKNOWN, RECORD_UNKNOWN.
        """
        view = self._front.find(ref)
        form = _form_for(form_ref, view)
        carried = {_root(one.item) for one in self.preview(form.id, view.id).places}
        return tuple(
            one
            for one in self._front.check(view)
            if one.severity is Severity.ERROR and one.state == OPEN and _root(one.where) in carried
        )

    def issue(self, form_ref: str, ref: str, *, draft: bool = False, copies: int = 1) -> Issued:
        """Return a paper of a stored record: a watermarked draft, or the final one.

        Raises:
            Refusal: FORM_UNKNOWN, RECORD_UNKNOWN; for the final print FORM_NEEDS and PRINT_STOPPED.
            Trouble: GLYPH_MISSING, DISK_FULL; nothing is journalled as printed.
        """
        view = self._front.find(ref)
        self._store.require(Right.PRINT, view.sector)
        form = _form_for(form_ref, view)
        values = self._values(form, view)
        if draft:
            sheet = pdf.draw(form, values, mode="draft")
            return Printing(form, "draft", view.number, copies).issued(view, sheet.pdf, pages=sheet.pages)
        if lacks := lacks_of(form, values):
            raise lacking(form, lacks)
        if stops := self.standing(form.id, view.id):
            raise _stopped(stops)
        facts = facts_of(form, view, values)
        prints = Prints(self._store, view.sector, self._proof.seal)
        return prints.issue(
            Printing(form, "final", view.number, copies),
            view,
            values,
            facts=facts,
            kept=prints.kept(facts, view),
            number=view.number,
            bare=bool(view.restricted),
        )

    def _values(self, form: Form, view: DeskView) -> DeskPaper:
        desk = self._front.around(view.sector, view.record, view.id)
        beside = self._beside(view) if form.about in TOGETHER else ()
        return on_desk_paper(form.about, DeskOccasion(desk, view.sector, self._profile.name, beside))

    def _beside(self, view: DeskView) -> tuple[object, ...]:
        others = (one for one in self._front.every(view.sector) if one.id != view.id)
        return tuple(one.record for one in others if not one.record.void)


def _form_for(form_ref: str, view: DeskView) -> Form:
    """Return a form that is for a record.

    Raises:
        Refusal: FORM_UNKNOWN.
    """
    form = definition.find_form(form_ref)
    if not fits(form.about, view.record):
        raise Refusal(Code.FORM_UNKNOWN, field="form", form=form_ref)
    return form


def _root(path: str) -> str:
    """Return the item of a record that a path begins with."""
    return path.partition("[")[0].partition(".")[0]


def _stopped(findings: tuple[Finding, ...]) -> Refusal:
    first = findings[0]
    told = [asdict(one) for one in findings]
    return Refusal(
        Code.PRINT_STOPPED, field=first.where, count=len(findings), first=first.message, findings=told
    )
