"""The dossier desk (卷宗): scans taken in, how it was filed, and the whole of it as one file.

Cover and index come first without page numbers, then the papers and scans in statutory order, numbered from
1, then the back cover. 人民调解法 §27; the order: brief §2.1.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.files import name_of, read_whole
from zsapp.press import binding, definition, pdf
from zsapp.press.binding import Part
from zsapp.press.pdf import Sheet
from zsapp.records.store import Store
from zsapp.rules.mediation import SECTOR, Case
from zsapp.rules.mediation_filing import EVIDENCE, Filing, Scan
from zsapp.rules.mediation_paper_base import Occasion
from zsapp.rules.mediation_papers import on_paper
from zsapp.rules.mediation_quality import Quality
from zsapp.services.mediation import CaseView, Mediation
from zsapp.services.tables import shipped_tables
from zsapp.services.volume import Volume, Volumes

logger = logging.getLogger(__name__)

COVER, INDEX, BACK, QUALITY = "F00", "F01", "F15", "F30"
LIMIT = 50 * 1024 * 1024
"""Bytes a scan may have: a hundred pages at 200 dpi stay well below."""
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bound:
    """A dossier as handed out: the file, its quality sheet, and what lies in it."""

    pdf: bytes
    sheet: bytes
    pages: int
    sha256: str
    number: str
    title: str
    volume: Volume


class Dossier:
    """The desk that files cases."""

    def __init__(
        self, store: Store, mediation: Mediation, volumes: Volumes, today: Callable[[], date]
    ) -> None:
        """Work on a store, beside the desk of mediation."""
        self._store = store
        self._mediation = mediation
        self._volumes = volumes
        self._today = today

    # --- scans and filing ---------------------------------------------------------------------------------

    def add_scan(
        self, ref: str, file: Path, place: str, *, name: str = "", evidence: int | None = None
    ) -> CaseView:
        """Take a scanned document into a case: its bytes as a blob, its hash in the record.

        Raises:
            Refusal: RECORD_UNKNOWN, SCAN_UNREADABLE, SCAN_TOO_LARGE, USAGE for an unknown place.
            Trouble: FILE_MISSING, DISK_FULL.
        """
        _check_place(place)
        view = self._mediation.find(ref)
        content = read_whole(file)
        if len(content) > LIMIT:
            size, limit = (f"{bytes_ / MEGABYTE:.0f}MB" for bytes_ in (len(content), LIMIT))
            raise Refusal(Code.SCAN_TOO_LARGE, field="file", name=file.name, size=size, limit=limit)
        scan = Scan(
            place=place,
            name=name or _named(view.case, place, evidence) or Path(name_of(file)).stem,
            evidence=evidence,
            sha256=hashlib.sha256(content).hexdigest(),
            pages=binding.pages_of(content, file.name),
        )
        self._store.blobs.put(content)
        return self._save(view, "scan", scans=(*view.case.scans, scan))

    def add_paper(
        self, ref: str, place: str, *, name: str, pages: int, evidence: int | None = None
    ) -> CaseView:
        """Note a document that lies in the dossier on paper only: in the index, not in the file.

        Raises:
            Refusal: RECORD_UNKNOWN, USAGE for an unknown place, PAGES_WRONG, PAPER_NAME_MISSING.
        """
        _check_place(place)
        if not name.strip():
            raise Refusal(Code.PAPER_NAME_MISSING, field="name")
        if pages < 1:
            raise Refusal(Code.PAGES_WRONG, field="pages", first=1, last=pages)
        view = self._mediation.find(ref)
        paper = Scan(place=place, name=name.strip(), evidence=evidence, pages=pages)
        return self._save(view, "paper", scans=(*view.case.scans, paper))

    def number_pages(self, ref: str, number: int, pages: tuple[int, int] | None) -> CaseView:
        """Set first and last page of a document put in by hand (counted from 1); None lets it follow again.

        A document that was only on paper has so many pages from then on.

        Raises:
            Refusal: RECORD_UNKNOWN, SCAN_UNKNOWN, PAGES_WRONG.
        """
        view = self._mediation.find(ref)
        one = _scan_at(view.case, number)
        first, last = pages or (None, None)
        if first is not None and last is not None and not 1 <= first <= last:
            raise Refusal(Code.PAGES_WRONG, field="pages", first=first, last=last)
        count = last - first + 1 if first and last and not one.sha256 else one.pages
        changed = replace(one, first=first, last=last, pages=count)
        scans = view.case.scans
        return self._save(view, "pages", scans=(*scans[: number - 1], changed, *scans[number:]))

    def drop_scan(self, ref: str, number: int) -> CaseView:
        """Take a scan (counted from 1) out of a case; its content stays kept, as the journal cites it.

        Raises:
            Refusal: RECORD_UNKNOWN, SCAN_UNKNOWN.
        """
        view = self._mediation.find(ref)
        _scan_at(view.case, number)
        scans = view.case.scans
        return self._save(view, "scan_drop", scans=scans[: number - 1] + scans[number:])

    def describe(self, ref: str, **facts: str) -> CaseView:
        """Note how a case was filed (立卷人、检查人、保管期限、备注、情况说明); what is not given stays.

        Raises:
            Refusal: RECORD_UNKNOWN, USAGE for an unknown period of retention.
        """
        view = self._mediation.find(ref)
        periods = [one.text for one in shipped_tables().codes["retention"]]
        if facts.get("retention", periods[0]) not in periods:
            raise Refusal(Code.USAGE, field="retention", what=f"保管期限应为 {'、'.join(periods)}")
        known: Any = facts  # items of Filing, by name
        filing = replace(view.case.filing or Filing(), **known)
        return view if filing == view.case.filing else self._save(view, "filing", filing=filing)

    def _save(self, view: CaseView, verb: str, **items: Any) -> CaseView:
        changed = replace(view.case, **items)
        return self._mediation.save(view.id, changed, base_version=view.version, verb=verb)

    # --- the whole ----------------------------------------------------------------------------------------

    def volume(self, ref: str) -> Volume:
        """Return what lies in the dossier of a case.

        Raises:
            Refusal: RECORD_UNKNOWN, GLYPH_MISSING.
        """
        return self._volumes.of(self._mediation.find(ref))

    def quality(self, ref: str) -> Quality:
        """Return how the dossier of a case stands against the quality check."""
        return self.volume(ref).quality

    def bind(self, ref: str, *, progress: Callable[[int, int], None] = lambda _done, _of: None) -> Bound:
        """Return the whole dossier of a case as one file, journalled as handed out.

        Raises:
            Refusal: RECORD_UNKNOWN, GLYPH_MISSING.
            Trouble: BLOB_DAMAGED, DISK_FULL.
        """
        view = self._mediation.find(ref)
        volume = self._volumes.of(view)
        occasion = Occasion(self._today(), shipped_tables(), volume.contents, volume.quality)
        cover, index, back, quality = (
            self._drawn(number, view, occasion) for number in (COVER, INDEX, BACK, QUALITY)
        )
        parts = [
            Part("封面", (cover.pdf,), numbered=False),
            Part("卷内目录", (index.pdf,), numbered=False),
            *(
                Part(one.title, one.files, first=entry.first)
                for one, entry in zip(volume.pieces, volume.contents, strict=True)
            ),
            Part("封底", (back.pdf,), numbered=False),
        ]
        book = binding.bind(parts, title=f"{view.title} {view.number}".strip(), progress=progress)
        bound = Bound(
            pdf=book,
            sheet=quality.pdf,
            pages=cover.pages + index.pages + volume.pages + back.pages,
            sha256=hashlib.sha256(book).hexdigest(),
            number=view.number,
            title=view.title,
            volume=volume,
        )
        self._note(view, bound)
        return bound

    def _drawn(self, number: str, view: CaseView, occasion: Occasion) -> Sheet:
        form = definition.find_form(number)
        values = on_paper(form.about, view.case, occasion)
        return pdf.draw(form, values, mode="final", made_at=view.saved_at)

    def _note(self, view: CaseView, bound: Bound) -> None:
        payload = {"version": view.version, "sha256": bound.sha256, "pages": bound.pages}
        with self._store.write() as writer:
            writer.note("dossier", sector=SECTOR, record_id=view.id, payload=payload)
        logger.info("bound the dossier of %s version %d", view.id, view.version)


def _check_place(place: str) -> None:
    places = [one.text for one in shipped_tables().codes["scan_place"]]
    if place not in places:
        raise Refusal(Code.USAGE, field="place", what=f"扫描件的位置应为 {'、'.join(places)}")


def _scan_at(case: Case, number: int) -> Scan:
    """Return a document put in by hand, counted from 1."""
    if not 1 <= number <= len(case.scans):
        raise Refusal(Code.SCAN_UNKNOWN, field="number", number=number)
    return case.scans[number - 1]


def _named(case: Case, place: str, evidence: int | None) -> str:
    """Return the name of the piece of evidence that a scan shows."""
    if place != EVIDENCE or evidence is None:
        return ""
    return next((one.name for one in case.evidence if one.no == evidence), "")
