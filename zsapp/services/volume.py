"""The volume (卷宗内容): which papers and scans lie in a case's dossier, on which pages, how good they are.

A paper that was printed for good is the blob of that print, whatever the record says since; else it is drawn
from the record. In the order of the editable table (brief §2.1). Writes nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from zsapp.base.canonical import read_canonical
from zsapp.press import binding, definition, pdf, raster
from zsapp.press.definition import Form
from zsapp.records.store import Reader, Store
from zsapp.rules.findings import Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_filing import EVIDENCE, Scan
from zsapp.rules.mediation_paper_base import Occasion
from zsapp.rules.mediation_papers import on_paper
from zsapp.rules.mediation_quality import Held, Quality, judge
from zsapp.rules.mediation_volume import Entry, belongs
from zsapp.rules.paper_tables import Slot
from zsapp.services.mediation import CaseView, Mediation
from zsapp.services.tables import shipped_tables

FOOT = re.compile(r"第\d+页共\d+页|扫码核验")
"""What a final print has that a drawing has not, or has elsewhere: page feet, the symbol's caption."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A document of a volume: its number or place, title, files, pages; whether it was printed for good.

    `changed`: the record says something else since the print.
    """

    ref: str
    title: str
    files: tuple[bytes, ...]
    pages: int
    remark: str = ""
    printed: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Volume:
    """What lies in a dossier: the pieces with the index's line for each, and the quality check."""

    pieces: tuple[Piece, ...]
    contents: tuple[Entry, ...]
    quality: Quality

    @property
    def pages(self) -> int:
        """How many numbered pages it has."""
        return self.contents[-1].last if self.contents else 0


class Volumes:
    """Finds what lies in the dossiers of a store."""

    def __init__(self, store: Store, mediation: Mediation, today: Callable[[], date]) -> None:
        """Read a store beside the desk of mediation."""
        self._store = store
        self._mediation = mediation
        self._today = today

    def of(self, view: CaseView) -> Volume:
        """Return the volume of a case.

        Raises:
            Refusal: GLYPH_MISSING at the item that cannot be printed, SCAN_UNREADABLE.
            Trouble: BLOB_DAMAGED.
        """
        with self._store.read() as reader:
            prints = final_prints(reader, view.id)
        pieces = tuple(self._pieces(view, prints))
        return Volume(pieces, tuple(_contents(pieces)), self._quality(view, pieces))

    def occasion(self, view: CaseView) -> Occasion:
        """Return the occasion of a paper that speaks of the volume itself."""
        volume = self.of(view)
        return Occasion(self._today(), shipped_tables(), volume.contents, volume.quality)

    def _pieces(self, view: CaseView, prints: dict[str, str]) -> Iterator[Piece]:
        for slot in shipped_tables().volume:
            if slot.kind == "scan":
                yield from (self._scans(group, view.case) for group in _scans(view.case, slot.ref))
            else:
                yield from self._paper(slot, view, prints)

    def _scans(self, group: list[Scan], case: Case) -> Piece:
        """Return scans of one document as one piece."""
        files = tuple(self._store.blobs.get(one.sha256) for one in group)
        pages = sum(
            one.pages or binding.pages_of(content, one.name)
            for one, content in zip(group, files, strict=True)
        )
        first = group[0]
        form = next((one.form for one in case.evidence if one.no == first.evidence), "")
        title = first.name or first.place
        return Piece(f"scan:{first.place}", title, files, pages, form or "复印件", printed=True)

    def _paper(self, slot: Slot, view: CaseView, prints: dict[str, str]) -> Iterator[Piece]:
        form = definition.find_form(slot.ref)
        values = on_paper(form.about, view.case, Occasion(self._today(), shipped_tables()))
        ready = belongs(slot, view.case) and all(getattr(values, name) for name in form.needs)
        printed = prints.get(form.id, "")
        if not (printed or ready):
            return
        sheet = pdf.draw(form, values, mode="final", made_at=view.saved_at)
        if not printed:
            yield Piece(form.number, form.title, (sheet.pdf,), sheet.pages)
            return
        content = self._store.blobs.get(printed)
        yield Piece(
            form.number,
            form.title,
            (content,),
            raster.page_count(content),
            printed=True,
            changed=not form.live and _bare(content) != _bare(sheet.pdf),
        )

    def _quality(self, view: CaseView, pieces: tuple[Piece, ...]) -> Quality:
        titles = {form.number: form.title for form in definition.forms()}
        found = self._mediation.check(view.case, stage=Stage.ARCHIVE, record_id=view.id)
        held = Held(found, frozenset(one.ref for one in pieces), titles)
        return judge(view.case, shipped_tables().quality, held)


def final_prints(reader: Reader, record_id: str) -> dict[str, str]:
    """Return the hash of the latest final print of each form of a record."""
    found: dict[str, str] = {}
    for entry in reader.history(record_id):
        if entry.header.verb == "print" and entry.payload is not None:
            facts = read_canonical(entry.payload)
            found[str(facts["form"])] = str(facts["sha256"])
    return found


def speaks_of_volume(form: Form) -> bool:
    """Say whether a form prints what the dossier holds: its index, its counts, its quality."""
    return form.live and form.about == "VolumePaper"


def _scans(case: Case, place: str) -> list[list[Scan]]:
    """Return the scans of a place, evidence by its number, those of one document together."""
    found = [one for one in case.scans if one.place == place]
    if place == EVIDENCE:
        found.sort(key=lambda one: one.evidence or 0)
    groups: dict[tuple[int | None, str], list[Scan]] = {}
    for one in found:
        groups.setdefault((one.evidence, one.name), []).append(one)
    return list(groups.values())


def _contents(pieces: tuple[Piece, ...]) -> Iterator[Entry]:
    first = 1
    for one in pieces:
        yield Entry(one.title, first, first + one.pages - 1, one.remark)
        first += one.pages


def _bare(document: bytes) -> str:
    return FOOT.sub("", "".join(raster.page_text(document).split()))
