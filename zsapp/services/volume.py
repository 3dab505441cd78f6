"""The volume (卷宗内容): which papers and scans lie in a case's dossier, on which pages, how good they are.

A paper that was printed for good is the blob of that print, whatever the record says since; else it is drawn
from the record. In the order of the editable table (brief §2.1). Writes nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from zsapp.base.canonical import read_canonical
from zsapp.base.plain import from_plain
from zsapp.press import binding, definition, pdf, raster
from zsapp.press.definition import Form
from zsapp.records.store import Reader, Store
from zsapp.rules.findings import Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_filing import EVIDENCE, Scan
from zsapp.rules.mediation_paper_base import Occasion
from zsapp.rules.mediation_papers import on_paper
from zsapp.rules.mediation_quality import Held, Quality, judge
from zsapp.rules.mediation_versions import as_signed, in_force
from zsapp.rules.mediation_volume import Entry, Leaf, belongs, contents_of, page_faults
from zsapp.rules.numerals import numeral
from zsapp.rules.paper_tables import Slot
from zsapp.rules.subsidy import SECTOR as CLAIMS
from zsapp.rules.subsidy import Claim, claim_state
from zsapp.services.agreements import AGREEMENT, terms_digest
from zsapp.services.mediation import CaseView, Mediation
from zsapp.services.tables import shipped_tables

FOOT = re.compile(r"第\d+页共\d+页|扫码核验")
"""What a final print has that a drawing has not, or has elsewhere: page feet, the symbol's caption."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A document of a volume: its number or place, title, files, pages; whether it was printed for good.

    `changed`: the record says something else since the print. `set_by_hand`: the clerk's own page numbers.
    """

    ref: str
    title: str
    files: tuple[bytes, ...]
    pages: int
    remark: str = ""
    printed: bool = False
    changed: bool = False
    set_by_hand: tuple[int, int] | None = None

    @property
    def leaf(self) -> Leaf:
        """What the index needs of it."""
        return Leaf(self.title, self.pages, self.remark, self.set_by_hand)


@dataclass(frozen=True, slots=True)
class Volume:
    """What lies in a dossier: the pieces with the index's line for each, and the quality check."""

    pieces: tuple[Piece, ...]
    contents: tuple[Entry, ...]
    quality: Quality

    @property
    def pages(self) -> int:
        """How many numbered pages it has."""
        return max((one.last for one in self.contents), default=0)


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
        return Volume(pieces, contents_of(one.leaf for one in pieces), self._quality(view, pieces))

    def occasion(self, view: CaseView) -> Occasion:
        """Return the occasion of a paper that speaks of the volume itself."""
        volume = self.of(view)
        with self._store.read() as reader:
            claim = claim_of(reader, view.id)
        return Occasion(self._today(), shipped_tables(), volume.contents, volume.quality, claim)

    def _pieces(self, view: CaseView, prints: dict[str, str]) -> Iterator[Piece]:
        for slot in shipped_tables().volume:
            if slot.kind == "scan":
                yield from (self._scans(group, view.case) for group in _scans(view.case, slot.ref))
            else:
                yield from self._paper(slot, view, prints)

    def _scans(self, group: list[Scan], case: Case) -> Piece:
        """Return scans of one document as one piece."""
        contents = {one: self._store.blobs.get(one.sha256) for one in group if one.sha256}
        pages = sum(
            one.pages or (binding.pages_of(contents[one], one.name) if one in contents else 1)
            for one in group
        )
        first = group[0]
        form = next((one.form for one in case.evidence if one.no == first.evidence), "")
        remark = form or ("复印件" if contents else "纸质")
        return Piece(
            f"scan:{first.place}",
            first.name or first.place,
            tuple(contents.values()),
            pages,
            remark,
            printed=True,
            set_by_hand=(first.first, first.last or first.first + pages - 1) if first.first else None,
        )

    def _paper(self, slot: Slot, view: CaseView, prints: dict[str, str]) -> Iterator[Piece]:
        form = definition.find_form(slot.ref)
        if form.id == AGREEMENT and view.case.signed:
            yield from self._signed(form, view, prints)
            return
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

    def _signed(self, form: Form, view: CaseView, prints: dict[str, str]) -> Iterator[Piece]:
        """Give every signed version of the agreement in its order; one that is being written is none yet."""
        for version in range(1, len(view.case.signed) + 1):
            case = as_signed(view.case, version)
            title = form.title if version == 1 else f"{form.title}（变更，第{numeral(version)}版）"
            one = case.signed[-1]
            kept = (one.paper, prints.get(terms_digest(one), ""))
            paper = next((name for name in kept if name and self._store.blobs.has(name)), "")
            if paper:
                content = self._store.blobs.get(paper)
                yield Piece(form.number, title, (content,), raster.page_count(content), printed=True)
                continue
            values = on_paper(form.about, case, Occasion(self._today(), shipped_tables()))
            sheet = pdf.draw(form, values, mode="final", made_at=view.saved_at)
            yield Piece(form.number, title, (sheet.pdf,), sheet.pages)

    def _quality(self, view: CaseView, pieces: tuple[Piece, ...]) -> Quality:
        titles = {form.number: form.title for form in definition.forms()}
        case = in_force(view.case)
        found = self._mediation.check(case, stage=Stage.ARCHIVE, record_id=view.id)
        faults = page_faults([one.leaf for one in pieces])
        held = Held(found, frozenset(one.ref for one in pieces), titles, faults)
        return judge(case, shipped_tables().quality, held)


def claim_of(reader: Reader, record_id: str) -> Claim | None:
    """Return the subsidy claim that a case stands in; one that was returned is none."""
    claims = (reader.record(one) for one in reader.ids(CLAIMS))
    read = (from_plain(Claim, one.payload) for one in claims if one)
    stands = (one for one in read if claim_state(one) != "已退回")
    return next((one for one in stands if any(line.case_id == record_id for line in one.lines)), None)


def final_prints(reader: Reader, record_id: str) -> dict[str, str]:
    """Return the hash of the latest final print of each form, and of a signed version by its terms."""
    found: dict[str, str] = {}
    for entry in reader.history(record_id):
        if entry.header.verb == "print" and entry.payload is not None:
            facts = read_canonical(entry.payload)
            found[str(facts.get("terms") or facts["form"])] = str(facts["sha256"])
    return found


def speaks_of_volume(form: Form) -> bool:
    """Say whether a form prints what stands beside the case: its index, counts, quality, subsidy."""
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


def _bare(document: bytes) -> str:
    return FOOT.sub("", "".join(raster.page_text(document).split()))
