"""The desk for several cases in one volume (多案一卷): chosen, numbered, and bound as one file.

Cover and index come first without page numbers, then the papers and scans of each case in its statutory
order, numbered through from 1, then notes and back cover. Each case remembers the volume. 人民调解法 §27.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.plain import to_plain
from zsapp.press import binding, definition, pdf
from zsapp.press.binding import Part
from zsapp.press.pdf import Sheet
from zsapp.records.store import Store, Writer
from zsapp.rules.mediation import SECTOR, Case
from zsapp.rules.mediation_filing import Filing
from zsapp.rules.mediation_paper_base import Occasion
from zsapp.rules.mediation_papers import on_paper
from zsapp.rules.mediation_performance import is_closed
from zsapp.rules.mediation_shared_volume import shared_case, volume_of, why_alone
from zsapp.rules.mediation_state import ENDED
from zsapp.rules.mediation_volume import Entry, Leaf, contents_of
from zsapp.rules.station import StationProfile, number_text
from zsapp.services import numbers
from zsapp.services.mediation import CaseView, Mediation
from zsapp.services.tables import shipped_tables
from zsapp.services.volume import Piece, Volumes

logger = logging.getLogger(__name__)

PLAIN, SHARED = "人调字", "人调卷字"
"""What of a case's number says in a shared volume's that it is one (a default of the program, 待核)."""
COVER, INDEX, NOTES, BACK = "F00", "F01", "F14", "F15"
LEAST = 2
WAITING = (*ENDED, "已回访")
"""States in which a case may wait to be filed: in these some are done with, others are still performed."""
MOST = 2_500
"""Cases offered at a time; a village has tens in a year."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A shared volume as handed out: the file, its number and title, and what lies in it."""

    pdf: bytes
    number: str
    title: str
    pages: int
    sha256: str
    cases: tuple[CaseView, ...]
    contents: tuple[Entry, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits to be filed, and what keeps it from sharing a volume, if anything does."""

    view: CaseView
    alone: str


class JointVolumes:
    """The desk."""

    def __init__(
        self,
        store: Store,
        profile: StationProfile,
        mediation: Mediation,
        volumes: Volumes,
        today: Callable[[], date],
    ) -> None:
        """Work on a store for the station of `profile`, beside the desk of mediation."""
        self._store, self._profile, self._today = store, profile, today
        self._mediation, self._volumes = mediation, volumes

    def waiting(self) -> tuple[Waiting, ...]:
        """Return our own cases that are done with (办结) and not filed yet, oldest first."""
        ended = (
            self._mediation.find(line.id)
            for line in self._mediation.page(states=WAITING, limit=MOST).lines
            if line.station == self._profile.id
        )
        found = [one for one in ended if is_closed(one.case)]
        found.sort(key=lambda one: (one.case.dates.accept or date.max, one.number))
        return tuple(Waiting(one, why_alone(one.case)) for one in found)

    def bind(self, refs: Sequence[str], **filing: str) -> Bundle:
        """Return several cases as one volume: filed today under its number; the same cases keep theirs.

        `filing` are items of Filing: by, checked_by, retention, remark, note.

        Raises:
            Refusal: USAGE for fewer than two cases or an unknown period of retention, RECORD_UNKNOWN,
                VOLUME_CASE_UNFIT with the case and why; GLYPH_MISSING.
            Trouble: BLOB_DAMAGED, DISK_FULL.
        """
        views = self._chosen(refs)
        known: Any = filing
        noted = replace(views[0].case.filing or Filing(), shared_no="", **known)
        _check_retention(noted.retention)
        number = self._file(views, noted)
        views = tuple(self._mediation.find(one.id) for one in views)
        whole = shared_case(
            [one.case for one in views], number, noted, views[0].case.dates.file or self._today()
        )
        found = [(view, piece) for view in views for piece in self._papers(view)]
        made_at = max(one.saved_at for one in views)
        notes = _drawn(NOTES, whole, Occasion(self._today(), shipped_tables()), made_at=made_at)
        leaves = [Leaf(piece.title, piece.pages, view.number) for view, piece in found]
        contents = contents_of([*leaves, Leaf(definition.find_form(NOTES).title, notes.pages)])
        occasion = Occasion(self._today(), shipped_tables(), contents)
        cover, index, back = (_drawn(form, whole, occasion, made_at=made_at) for form in (COVER, INDEX, BACK))
        parts = [
            Part("封面", (cover.pdf,), numbered=False),
            Part("卷内目录", (index.pdf,), numbered=False),
            *(
                Part(f"{piece.title}　{view.number}", piece.files, first=entry.first)
                for (view, piece), entry in zip(found, contents, strict=False)
            ),
            Part(contents[-1].title, (notes.pdf,)),
            Part("封底", (back.pdf,), numbered=False),
        ]
        book = binding.bind(parts, title=f"{whole.title} {number}")
        bundle = Bundle(
            pdf=book,
            number=number,
            title=whole.title,
            pages=cover.pages + index.pages + contents[-1].last + back.pages,
            sha256=hashlib.sha256(book).hexdigest(),
            cases=views,
            contents=contents,
            pieces=tuple(piece for _, piece in found),
        )
        self._note(bundle)
        return bundle

    def _chosen(self, refs: Sequence[str]) -> tuple[CaseView, ...]:
        found = {one.id: one for one in map(self._mediation.find, refs)}
        views = tuple(found.values())
        if len(views) < LEAST:
            raise Refusal(Code.USAGE, field="id", what="多案一卷至少要选两件案件")
        first = views[0].case
        for one in views:
            if why := _unfit(one.case, first):
                raise Refusal(
                    Code.VOLUME_CASE_UNFIT, field="id", number=one.number or one.title, why=why, ref=one.id
                )
        return views

    def _file(self, views: tuple[CaseView, ...], filing: Filing) -> str:
        """File every case under one number, in one transaction; the same cases keep the number they have."""
        today = self._today()
        with self._store.write() as writer:
            number = volume_of(views[0].case) or self._number(writer, views[0].case.committee, today.year)
            for one in views:
                dates = replace(one.case.dates, file=one.case.dates.file or today)
                filed = replace(one.case, dates=dates, filing=_filed(one.case, filing, number))
                if filed != one.case:
                    payload = to_plain(filed)
                    writer.save(SECTOR, one.id, payload, base_version=one.version, verb="file")
        return number

    def _number(self, writer: Writer, committee: str, year: int) -> str:
        serial = writer.allot(committee, numbers.SHARED, year)
        usual = self._profile.number_pattern
        pattern = usual.replace(PLAIN, SHARED) if PLAIN in usual else f"合卷{usual}"
        return number_text(pattern, year=year, short=self._profile.short, serial=serial)

    def _papers(self, view: CaseView) -> tuple[Piece, ...]:
        """Return what lies in the volume of a case; its notes are those of the whole."""
        pieces = self._volumes.of(view).pieces
        return tuple(one for one in pieces if one.ref != NOTES or one.printed)

    def _note(self, bundle: Bundle) -> None:
        with self._store.write() as writer:
            for one in bundle.cases:
                payload = {"version": one.version, "sha256": bundle.sha256, "pages": bundle.pages}
                writer.note(
                    "dossier", sector=SECTOR, record_id=one.id, payload={**payload, "volume": bundle.number}
                )
        logger.info("bound %d cases as one volume of %d pages", len(bundle.cases), bundle.pages)


def _unfit(case: Case, first: Case) -> str:
    if case.committee != first.committee:
        return f"属于{case.committee}，与其他案件不是同一个调委会"
    if volume_of(case) != volume_of(first):
        return f"已经装订在{volume_of(case) or volume_of(first)}号合卷里"
    return why_alone(case)


def _filed(case: Case, filing: Filing, number: str) -> Filing:
    """Return how a case is filed: as the whole is, with its own notes kept."""
    own = case.filing or Filing()
    return replace(
        own, by=filing.by, checked_by=filing.checked_by, retention=filing.retention, shared_no=number
    )


def _check_retention(period: str) -> None:
    periods = [one.text for one in shipped_tables().codes["retention"]]
    if period and period not in periods:
        raise Refusal(Code.USAGE, field="retention", what=f"保管期限应为 {'、'.join(periods)}")


def _drawn(number: str, whole: Case, occasion: Occasion, *, made_at: Any) -> Sheet:
    form = definition.find_form(number)
    return pdf.draw(form, on_paper(form.about, whole, occasion), mode="final", made_at=made_at)
