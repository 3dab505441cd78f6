"""Files of front-desk records (附件): photographs, sign-in sheets, papers, kept as blobs beside them.

The hash stands in the record, the content encrypted beside the database. A file travels with its record: that
of a restricted one sealed to the city, as its papers are (D-42).
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from zsapp.base.errors import Code, Refusal
from zsapp.base.files import name_of, read_whole
from zsapp.press import binding, raster
from zsapp.press.binding import Part
from zsapp.press.raster import PageImage
from zsapp.records.store import Store
from zsapp.rules import adviser, publicity
from zsapp.rules.desk_parts import DeskFile
from zsapp.rules.desk_record import PAPER, PHOTO, DeskRecord
from zsapp.services.dossier import LIMIT, MEGABYTE
from zsapp.services.front_desk import DeskView, FrontDesk
from zsapp.services.tables import shipped_tables

USUAL = {publicity.SECTOR: PHOTO, adviser.SECTOR: PHOTO}
"""What a file of a service usually is; of the others it is a paper."""
DPI = 80


class DeskAttachments:
    """The desk that takes in files of front-desk records."""

    def __init__(self, store: Store, desk: FrontDesk) -> None:
        """Work on a store, beside the front desk."""
        self._store = store
        self._desk = desk

    def kinds(self) -> tuple[str, ...]:
        """Return what a file may be."""
        return tuple(one.text for one in shipped_tables().codes["desk_file"])

    def add(self, ref: str, file: Path, *, kind: str = "", name: str = "") -> DeskView:
        """Take a file into a record: its bytes as a blob, its hash in the record; the same twice is once.

        Raises:
            Refusal: RECORD_UNKNOWN, USAGE for an unknown kind, SCAN_UNREADABLE, SCAN_TOO_LARGE, ROLE_MAY_NOT.
            Trouble: FILE_MISSING, DISK_FULL.
        """
        view = self._desk.find(ref)
        kind = kind or USUAL.get(view.sector, PAPER)
        if kind not in self.kinds():
            raise Refusal(Code.USAGE, field="kind", what=f"附件的种类应为 {'、'.join(self.kinds())}")
        content = read_whole(file)
        if len(content) > LIMIT:
            size, limit = (f"{bytes_ / MEGABYTE:.0f}MB" for bytes_ in (len(content), LIMIT))
            raise Refusal(Code.SCAN_TOO_LARGE, field="files", name=file.name, size=size, limit=limit)
        made = DeskFile(
            name=name.strip() or Path(name_of(file)).stem,
            kind=kind,
            pages=binding.pages_of(content, file.name),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        self._store.blobs.put(content)
        return self._change(view, lambda files: _with(files, made), "scan")

    def drop(self, ref: str, number: int) -> DeskView:
        """Take a file (counted from 1) out of a record; its content stays kept, as the journal cites it.

        Raises:
            Refusal: RECORD_UNKNOWN, SCAN_UNKNOWN.
        """
        view = self._desk.find(ref)
        _file_at(view.record, number)
        return self._change(view, lambda files: files[: number - 1] + files[number:], "scan_drop")

    def images(self, ref: str, number: int, *, dpi: float = DPI) -> tuple[PageImage, ...]:
        """Return the pages of a file as gray images: nothing of it is written to a file.

        Raises:
            Refusal: RECORD_UNKNOWN, SCAN_UNKNOWN.
            Trouble: BLOB_DAMAGED when it has not arrived, or not whole.
        """
        one = _file_at(self._desk.find(ref).record, number)
        content = self._store.blobs.get(one.sha256)
        if content.startswith(b"%PDF"):
            return raster.page_images(content, dpi=dpi)
        whole = binding.bind((Part(one.name, (content,), numbered=False),), title=one.name)
        return tuple(_raised(page) for page in raster.page_images(whole, dpi=dpi))

    def _change(
        self,
        view: DeskView,
        files: Callable[[tuple[DeskFile, ...]], tuple[DeskFile, ...]],
        verb: str,
    ) -> DeskView:
        return self._desk.change(view, lambda _writer, one: replace(one, files=files(one.files)), verb)


def _raised(page: PageImage) -> PageImage:
    """Return a page whose picture begins at its top: bound into a page it hangs in the middle."""
    blank, start = b"\xff" * page.width, 0
    while page.gray.startswith(blank, start):
        start += page.width
    return replace(page, gray=page.gray[start:] + page.gray[:start])


def _with(files: tuple[DeskFile, ...], made: DeskFile) -> tuple[DeskFile, ...]:
    """Return files with one more; the same content is there once, under its latest name."""
    return (*(one for one in files if one.sha256 != made.sha256), made)


def _file_at(record: DeskRecord, number: int) -> DeskFile:
    if not 1 <= number <= len(record.files):
        raise Refusal(Code.SCAN_UNKNOWN, field="files", number=number)
    return record.files[number - 1]
