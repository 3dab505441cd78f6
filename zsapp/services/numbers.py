"""The numbers' desk (编号): blocks of printed numbers for several machines of one committee (brief §2.3).

A machine gives numbers from its own blocks only. The blocks stand in the station's profile, which travels, so
that a station above sees where two machines meet. A number that was printed never changes.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from zsapp.base.canonical import read_canonical
from zsapp.base.errors import Code, Refusal
from zsapp.base.plain import fit_to_keep, from_plain, to_plain
from zsapp.records.store import Reader, Store, Stored, Writer
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.mediation import Case
from zsapp.rules.station import (
    ORAL_PATTERN,
    SECTOR,
    NumberBlock,
    StationProfile,
    check_block,
    clashes,
    number_parts,
    number_text,
)

logger = logging.getLogger(__name__)

ORAL = "mediation_oral"
"""The counter of oral agreements (口头协议), beside that of volumes and written ones."""
SHARED = "mediation_volume"
"""The counter of volumes of several cases (多案一卷)."""
KINDS = (CASES, ORAL, SHARED)
"""The counters that keep to a machine's blocks."""
ORAL_MARK = "口"
"""What tells the number of an oral agreement from elsewhere: 〔2026〕沙龙人调口字第1号."""
LOW = 10
"""Numbers left at which a block is called low, or a tenth of it if that is more (a default, no law)."""
NEXT_YEAR_FROM = 12
"""The month from which next year's block is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """A block of this machine: the next number it gives, and how many it still has."""

    committee: str
    year: int
    first: int
    last: int
    next: int
    left: int

    @property
    def text(self) -> str:
        """How it stands, in words."""
        state = f"下一个号 {self.next}，还剩 {self.left} 个" if self.left else "已用完"
        return f"{self.year}年　{self.first}—{self.last}　{state}"


class Numbers:
    """The desk."""

    def __init__(self, store: Store, profile: StationProfile, today: Callable[[], date]) -> None:
        """Work on a store for the station of `profile`; `today` is the day the rules use."""
        self._store, self._profile, self._today = store, profile, today

    def blocks(self) -> tuple[BlockView, ...]:
        """Return the blocks of this machine, the latest year first."""
        with self._store.read() as reader:
            ours, kept = _profile(reader, self._profile.id).blocks, reader.blocks(CASES)
        counted = {(one.org, one.year, one.first): one for one in kept}
        found = [counted[one.committee, one.year or 0, one.first or 0] for one in ours]
        return tuple(
            BlockView(
                committee=one.org,
                year=one.year,
                first=one.first,
                last=one.last,
                next=one.next,
                left=one.left,
            )
            for one in sorted(found, key=lambda one: (-one.year, one.org, one.first))
        )

    def reserve(self, year: int, first: int, last: int, *, committee: str = "") -> tuple[BlockView, ...]:
        """Give this machine a block of a committee (its own without one); return all of its blocks.

        Raises:
            Refusal: BLOCK_WRONG, BLOCK_OVERLAP, COMMITTEE_NAME_MISSING.
        """
        block = NumberBlock(
            committee=committee.strip() or self._profile.committee, year=year, first=first, last=last
        )
        if not block.committee:
            raise Refusal(Code.COMMITTEE_NAME_MISSING, field="committee")
        with self._store.write() as writer:
            profile = _profile(writer, self._profile.id)
            check_block(block, profile.blocks)
            self._write(writer, replace(profile, blocks=(*profile.blocks, block)), block)
        return self.blocks()

    def drop(self, year: int, first: int, *, committee: str = "") -> tuple[BlockView, ...]:
        """Take a block away again; what was given of it stays given, and stays in the profile.

        Raises:
            Refusal: BLOCK_UNKNOWN.
        """
        key = committee.strip() or self._profile.committee, year, first
        with self._store.write() as writer:
            profile = _profile(writer, self._profile.id)
            gone = next((one for one in profile.blocks if _key(one) == key), None)
            if gone is None:
                raise Refusal(Code.BLOCK_UNKNOWN, year=year, first=first)
            counted = [one for kind in KINDS for one in writer.blocks(kind)]
            following = max(one.next for one in counted if (one.org, one.year, one.first) == key)
            used = (replace(gone, last=following - 1),) if following > first else ()
            kept = (*(one for one in profile.blocks if one is not gone), *used)
            self._write(writer, replace(profile, blocks=kept), gone)
        return self.blocks()

    def _write(self, writer: Writer, profile: StationProfile, block: NumberBlock) -> None:
        stored = writer.record(profile.id)
        version = stored.version if stored else 0
        payload = to_plain(fit_to_keep(profile))
        writer.save(SECTOR, profile.id, payload, base_version=version, verb="numbers")
        same = [
            one.span for one in profile.blocks if (one.committee, one.year) == (block.committee, block.year)
        ]
        for kind in KINDS:
            writer.share_out(block.committee, kind, block.year or 0, same)
        logger.info("blocks of %d: %s", block.year, same)

    # --- what is to be told -------------------------------------------------------------------------------

    def warnings(self) -> tuple[str, ...]:
        """Return in words what runs out on this machine: this year's numbers, and next year's block."""
        today, blocks = self._today(), self.blocks()
        said = []
        for committee in dict.fromkeys(one.committee for one in blocks):
            this = [one for one in blocks if (one.committee, one.year) == (committee, today.year)]
            left, size = sum(one.left for one in this), sum(one.last - one.first + 1 for one in this)
            if not this:
                said.append(f"{committee}：{today.year}年还没有设编号段，受理时编不了号")
            elif left <= max(LOW, size // 10):
                words = f"只剩 {left} 个号" if left else "已经用完"
                said.append(f"{committee}：{today.year}年的编号段{words}，请设新的号段")
            coming = today.year + 1
            if today.month >= NEXT_YEAR_FROM and all(
                (one.committee, one.year) != (committee, coming) for one in blocks
            ):
                said.append(f"{committee}：{coming}年还没有设编号段")
        return tuple(said)

    def clashes(self) -> tuple[str, ...]:
        """Return in words where machines of one committee, known here by their packages, meet."""
        with self._store.read() as reader:
            return clashes_in(reader, self._today().year)


def clashes_in(reader: Reader, year: int) -> tuple[str, ...]:
    """Return in words where the blocks of the stations known here meet, and numbers of a year given twice."""
    stations = reader.ids(SECTOR)
    if len(stations) < 2:
        return ()
    stored = (reader.record(one) for one in stations)
    in_use = (one for one in stored if one and one.station == one.id)  # a replaced computer gives no numbers
    met = clashes(from_plain(StationProfile, one.payload) for one in in_use)
    return (*met, *_twice(reader, year))


def _twice(reader: Reader, year: int) -> Iterator[str]:
    """Yield in words what number two cases of one committee bear; each keeps what was printed on it."""
    lines = reader.lines(("committee", "number"), "accepted", date(year, 1, 1), date(year, 12, 31))
    counts = Counter((committee, number) for _, committee, number in lines if number)
    for (committee, number), count in counts.items():
        if count > 1:
            yield f"{committee}：{number}有 {count} 件案件，请核对各台电脑的编号段"


def _key(block: NumberBlock) -> tuple[str, int | None, int | None]:
    return block.committee, block.year, block.first


def _profile(reader: Reader, station: str) -> StationProfile:
    stored = reader.record(station)
    return from_plain(StationProfile, stored.payload) if stored else StationProfile(id=station)


# --- numbers of a case ------------------------------------------------------------------------------------


def numbered(writer: Writer, stored: Stored | None, case: Case, profile: StationProfile) -> Case:
    """Return an accepted case with its volume number; one from elsewhere pushes the counter (decision 3).

    `stored` is the record as it stands, None for a new one.

    Raises:
        Refusal: NUMBER_PRINTED when a number that stands on a paper would change.
        Trouble: NUMBERS_SPENT, NUMBERS_UNSET.
    """
    if stored is not None:
        _hold_printed(writer, stored, case)
    for number in {case.volume_no, case.agreement_no}:
        if parts := number_parts(number):
            writer.push(
                case.committee or profile.committee,
                ORAL if ORAL_MARK in parts[1] else CASES,
                parts[0],
                parts[2],
            )
    if case.volume_no or case.dates.accept is None:
        return case
    return replace(case, volume_no=next_number(writer, case.committee, case.dates.accept.year, profile))


def next_number(
    writer: Writer, committee: str, year: int, profile: StationProfile, *, oral: bool = False
) -> str:
    """Return a fresh printed number of a committee and year; oral agreements count apart (brief §2.3).

    A case that names no committee is counted with this station's own. Whatever the committee is called, the
    pattern is the station's: a number that is on another record here already is passed over.

    Raises:
        Trouble: NUMBERS_SPENT, NUMBERS_UNSET.
    """
    pattern = (profile.oral_pattern or ORAL_PATTERN) if oral else profile.number_pattern
    while True:
        serial = writer.allot(committee or profile.committee, ORAL if oral else CASES, year)
        number = number_text(pattern, year=year, short=profile.short, serial=serial)
        if not writer.number_taken(number):
            return number


def _hold_printed(reader: Reader, stored: Stored, case: Case) -> None:
    """Refuse to change a number that stands on a final print."""
    signed = {one.terms.agreement_no for one in case.signed}
    for name in ("volume_no", "agreement_no"):
        was, now = stored.payload.get(name, ""), getattr(case, name)
        if not was or was == now or {was, now} & signed:  # a signed version keeps its own
            continue
        if _printed(reader, stored.id, was):
            raise Refusal(Code.NUMBER_PRINTED, field=name, number=was)


def _printed(reader: Reader, record_id: str, number: str) -> bool:
    """Say whether a final print was made while the record bore a number."""
    known = ""
    for entry in reader.history(record_id):
        if entry.payload is None:
            continue
        said = read_canonical(entry.payload)
        if entry.header.version:
            known = f"{said.get('volume_no')}\n{said.get('agreement_no')}"
        elif entry.header.verb == "print" and number in known.split("\n"):
            return True
    return False
