"""What the store hands out (取出的样子): frozen copies of rows. Knows no SQL."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

REGISTERED, EXPORTED = "已登记", "已导出"
TOWN_RECEIVED, TOWN_APPLIED, CITY_APPLIED = "镇已收", "镇已入库", "市已入库"
FOREIGN = "已入库"
"""The sync state of a record that came from another station: this station has it."""

LEVELS = {
    "exported": EXPORTED,
    "town_received": TOWN_RECEIVED,
    "town_applied": TOWN_APPLIED,
    "city_applied": CITY_APPLIED,
}
"""How far our own journal has travelled, nearest first; the words are those of the screens."""

APPLIED = {"town": TOWN_APPLIED, "city": CITY_APPLIED}
"""What is said of a record that a station of a tier has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A record as last saved. `payload` is the wire form, upcast to today's schema."""

    id: str
    sector: str
    station: str
    version: int
    number: str
    title: str
    state: str
    payload: dict[str, Any]
    saved_at: datetime
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a list. `kind` is the dispute type, `accepted_on` an ISO day or the empty text.

    `reason` is why a station above has sent the record back, while that stands.
    """

    pk: int
    id: str
    ref: str
    number: str
    title: str
    state: str
    kind: str
    accepted_on: str
    saved_at: datetime
    station: str
    sync: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, newest first. `total` is counted up to 1,000, which reads as 999+."""

    lines: tuple[Line, ...]
    total: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is being typed: nobody's record yet, not journalled."""

    record_id: str
    sector: str
    base_version: int
    payload: dict[str, Any]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a station's journal in an epoch; seq 0 and the genesis hash where there is none yet."""

    epoch: int
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How far our own journal has come at a level, and when we learned it."""

    epoch: int
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Foreign:
    """Another station whose entries are here, and where they end."""

    station: str
    head: Head


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying foreign entries did: entries taken, records changed, entries that were here already.

    `held` counts the records that were taken, by sector: however many versions of one there were.
    """

    applied: int
    records: int
    already: int
    held: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a reviewing station last said of a record: its verdict in words, and on which version."""

    record_id: str
    station: str
    name: str
    tier: str
    who: str
    at: datetime
    version: int
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A record of ours that was sent back, as a list names it, and what was said of it."""

    sector: str
    title: str
    number: str
    review: Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewable:
    """A record of a station below, as the review desk lists it; `state` is 待校核 or the verdict."""

    pk: int
    id: str
    sector: str
    station: str
    number: str
    title: str
    kind: str
    version: int
    saved_at: datetime
    state: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """An offer of a record to another station, by its place in the giver's chain, and what became of it.

    `entry` is the journal row that tells of it here; `passed` the letters of what was passed on; `idle_for`
    whose the record is where the offer has no effect any more: its giver had given it away before.
    """

    record_id: str
    sector: str
    giver: str
    epoch: int
    seq: int
    offered_to: str
    taker: str
    version: int
    state: str
    reason: str
    who: str
    at: datetime
    entry: int
    passed: str
    idle_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An entry that is here and not applied (隔离): whose, of which record, the fault and its place.

    Without a fault of its own (`code` empty) it waits behind one that has.
    """

    entry: int
    station: str
    epoch: int
    seq: int
    record_id: str
    sector: str
    version: int
    code: str
    where: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Digest:
    """Count and order-free hash of a shard of a sector's records (sync 26), to compare with another's."""

    sector: str
    shard: str
    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block of printed numbers (编号段) of an organisation and year; `next` is the next to be given."""

    org: str
    year: int
    first: int
    last: int
    next: int

    @property
    def left(self) -> int:
        """How many numbers it still has."""
        return self.last - self.next + 1
