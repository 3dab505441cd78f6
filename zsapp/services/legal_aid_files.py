"""Documents of an application (材料扫描件): scans taken in and out, kept as blobs beside the record.

The hash stands in the record, the content encrypted beside the database. A scan travels with its record: that
of a restricted application sealed to the centre, as its papers are (D-42).
"""

import hashlib
from dataclasses import replace
from pathlib import Path

from zsapp.base.errors import Code, Refusal
from zsapp.base.files import name_of, read_whole
from zsapp.press import binding, raster
from zsapp.press.binding import Part
from zsapp.press.raster import PageImage
from zsapp.records.store import Store
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.legal_aid_parts import AidFile
from zsapp.services.dossier import LIMIT, MEGABYTE
from zsapp.services.legal_aid import IntakeView, LegalAid


class AidFiles:
    """The desk that takes in scans of an application's documents."""

    def __init__(self, store: Store, desk: LegalAid) -> None:
        """Work on a store, beside the desk of legal aid."""
        self._store = store
        self._desk = desk

    def add(self, ref: str, file: Path, name: str = "") -> IntakeView:
        """Take a scanned document into an application; a name new to its list is put there.

        Raises:
            Refusal: RECORD_UNKNOWN, SCAN_UNREADABLE, SCAN_TOO_LARGE, ROLE_MAY_NOT.
            Trouble: FILE_MISSING, DISK_FULL.
        """
        view = self._desk.find(ref)
        content = read_whole(file)
        if len(content) > LIMIT:
            size, limit = (f"{bytes_ / MEGABYTE:.0f}MB" for bytes_ in (len(content), LIMIT))
            raise Refusal(Code.SCAN_TOO_LARGE, field="files", name=file.name, size=size, limit=limit)
        pages = binding.pages_of(content, file.name)
        scan = hashlib.sha256(content).hexdigest()
        called = name.strip() or Path(name_of(file)).stem
        self._store.blobs.put(content)
        return self._change(view, with_scan(view.intake, called, scan, pages), "scan")

    def drop(self, ref: str, name: str) -> IntakeView:
        """Take the scan of a document out again; its content stays kept, as the journal cites it.

        Raises:
            Refusal: RECORD_UNKNOWN, SCAN_UNKNOWN.
        """
        view = self._desk.find(ref)
        found = next((n for n, one in enumerate(view.intake.files, 1) if one.name == name and one.sha256), 0)
        if not found:
            raise Refusal(Code.SCAN_UNKNOWN, field="files", number=name)
        files = tuple(replace(one, sha256="") if one.name == name else one for one in view.intake.files)
        return self._change(view, replace(view.intake, files=files), "scan_drop")

    def images(self, ref: str, name: str, *, dpi: float = 80) -> tuple[PageImage, ...]:
        """Return the pages of a document's scan as gray images: nothing of it is written to a file.

        Raises:
            Refusal: RECORD_UNKNOWN, SCAN_UNKNOWN.
        """
        content = self.content(ref, name)
        part = Part(name, (content,), numbered=False)
        whole = content if content.startswith(b"%PDF") else binding.bind((part,), title=name)
        return raster.page_images(whole, dpi=dpi)

    def content(self, ref: str, name: str) -> bytes:
        """Return the scan of a document, as it was taken in.

        Raises:
            Refusal: RECORD_UNKNOWN, SCAN_UNKNOWN.
        """
        view = self._desk.find(ref)
        scan = next((one.sha256 for one in view.intake.files if one.name == name), "")
        if not scan:
            raise Refusal(Code.SCAN_UNKNOWN, field="files", number=name)
        return self._store.blobs.get(scan)

    def _change(self, view: IntakeView, intake: LegalAidIntake, verb: str) -> IntakeView:
        return self._desk.change([view], lambda _writer, _view: intake, verb)[0]


def with_scan(intake: LegalAidIntake, name: str, sha256: str, pages: int) -> LegalAidIntake:
    """Return an intake with the scan of a document; pages that somebody counted stand."""
    known = next((one for one in intake.files if one.name == name), None)
    documents = intake.documents if name in intake.documents else (*intake.documents, name)
    if known is None:
        files = (*intake.files, AidFile(name=name, pages=pages, sha256=sha256))
    else:
        changed = replace(known, sha256=sha256, pages=known.pages or pages)
        files = tuple(changed if one is known else one for one in intake.files)
    return replace(intake, documents=documents, files=files)
