"""How far records have come (送达情况): the part of a reader that speaks of other stations.

Marks and digests of our journal, what receivers said of it, what a review said of a record, what goes down.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, distinct, func, or_, select, tuple_

from zsapp.base.canonical import read_canonical
from zsapp.base.clock import read_stamp
from zsapp.base.entry import Entry
from zsapp.base.ids import id_bytes, id_text
from zsapp.records import index, search_index, succession, transfers
from zsapp.records.index_rows import EntryRow, RecordRow
from zsapp.records.journal import COLUMNS, entry_of
from zsapp.records.review_rows import OVERTAKEN, UPSTREAM, DownRow, HeldRow, ReviewRow
from zsapp.records.rows import AnyRow, JournalRow, MarkRow, SettingRow
from zsapp.records.transfers import TransferRow
from zsapp.records.views import (
    APPLIED,
    CITY_APPLIED,
    FOREIGN,
    LEVELS,
    REGISTERED,
    Digest,
    Held,
    Mark,
    Returned,
    Review,
    Reviewable,
    Transfer,
)
from zsapp.rules.review import DONE, PASSED, RETURN, RETURNED, WAITING
from zsapp.rules.transfer import GONE, idle_for

HELD_ABOVE = "exchange/held_above"
"""The value that tells which of our records stations above hold without applying them, by tier."""

INHERITED = "inherited/"
"""The beginning of the names of the values that say the tier of who gave back a replaced computer's chain."""


@dataclass(frozen=True, slots=True)
class Way:
    """What sync states are worked out from: marks, what is held above, verdicts, what we gave away.

    `inherited` says of records as a computer left them whose place we took, who had received them.
    """

    marks: Mapping[str, Mark]
    held: Mapping[str, Any] = field(default_factory=dict)
    reviews: Mapping[str, Review] = field(default_factory=dict)
    given: frozenset[bytes] = frozenset()
    inherited: Mapping[bytes, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a record: its journal row, its entry, and state and code of the quarantine."""

    pk: int
    entry: Entry
    state: str
    code: str


class Travel:
    """The part of a reader that knows of the way; `own` is the station whose store it is."""

    def __init__(self, connection: Connection, own: str) -> None:
        """Read over an open transaction."""
        self._connection = connection
        self._own = own

    @property
    def own(self) -> str:
        """The station whose store it is."""
        return self._own

    # --- our journal --------------------------------------------------------------------------------------

    def unsent(self) -> dict[str, int]:
        """Return of how many of our records, by sector, no package holds the last version (decision 5)."""
        mark = self.marks().get("exported")
        epoch, seq = (mark.epoch, mark.seq) if mark else (0, 0)
        later = or_(JournalRow.epoch > epoch, (JournalRow.epoch == epoch) & (JournalRow.seq > seq))
        query = select(JournalRow.sector, func.count(distinct(JournalRow.record)))
        query = query.where(JournalRow.station == id_bytes(self._own), later, JournalRow.version > 0)
        rows = self._connection.execute(query.group_by(JournalRow.sector))
        return {str(sector): int(count) for sector, count in rows}

    def marks(self) -> dict[str, Mark]:
        """Return how far our journal has come, by level."""
        rows = self._connection.execute(select(MarkRow.level, MarkRow.epoch, MarkRow.seq, MarkRow.at))
        return {row.level: Mark(row.epoch, row.seq, read_stamp(row.at)) for row in rows}

    def sync_state(self, record_id: str) -> str:
        """Return how far a record's last version has come: 已登记 … 市已入库, or what a review said of it."""
        columns = ("id", "station", "version", "epoch", "seq")
        query = select(*(RecordRow.__table__.c[one] for one in columns))
        row = self._connection.execute(query.where(RecordRow.id == id_bytes(record_id))).one_or_none()
        return self._sync(row, self._way([row])) if row else ""

    def _way(self, rows: Iterable[AnyRow]) -> Way:
        """Return what the sync states of rows (id, version …) are worked out from."""
        query = select(SettingRow.value).where(SettingRow.key == HELD_ABOVE)
        held = self._connection.execute(query).scalar_one_or_none()
        rows = list(rows)
        given = frozenset(transfers.given(self._connection, [row.id for row in rows], self._own))
        inherited = self._inherited([row.id for row in rows])
        return Way(self.marks(), read_canonical(held) if held else {}, self._in_force(rows), given, inherited)

    def heir_of(self, station: str) -> str:
        """Return who has what was a station's: itself, or who took its place at last."""
        return succession.heir_of(self._connection, station)

    def line_of(self, station: str) -> tuple[str, ...]:
        """Return a station and those whose place it has taken."""
        return succession.line_of(self._connection, station)

    def _inherited(self, records: Sequence[bytes]) -> dict[bytes, str]:
        """Return up to where those of some records have come that are shown as our predecessor left them."""
        found: dict[bytes, str] = {}
        for old in self.line_of(self._own)[1:]:
            query = select(SettingRow.value).where(SettingRow.key == INHERITED + old)
            tier = self._connection.execute(query).scalar_one_or_none() or b""
            shown = select(RecordRow.id).join(JournalRow, JournalRow.pk == RecordRow.entry)
            shown = shown.where(JournalRow.station == id_bytes(old), RecordRow.id.in_(records))
            word = APPLIED.get(tier.decode(), REGISTERED)
            found |= {bytes(one): word for one in self._connection.execute(shown).scalars()}
        return found

    def _sync(self, row: AnyRow, way: Way) -> str:
        record_id = id_text(row.id)
        state = GONE if row.id in way.given else FOREIGN
        if id_text(row.station) == self._own:
            state = way.inherited.get(row.id) or self._reached(row, way)
        review = way.reviews.get(record_id)
        passed = review is not None and review.state != RETURNED and review.tier != "city"
        return state if review is None or (passed and state == CITY_APPLIED) else review.state

    @staticmethod
    def _reached(row: AnyRow, way: Way) -> str:
        """Return how far a version of our own journal has come."""
        state, record_id = REGISTERED, id_text(row.id)
        for level, word in LEVELS.items():
            mark = way.marks.get(level)
            held = level.endswith("applied") and record_id in way.held.get(level.partition("_")[0], ())
            if mark and (mark.epoch, mark.seq) >= (row.epoch, row.seq) and not held:
                state = word
        return state

    def digests(self, station: str = "") -> tuple[Digest, ...]:
        """Return count and order-free hash of a station's records (ours when unnamed), by sector and shard.

        A shard is the last hexadecimal digit of the id: the first ones tell the time (UUIDv7). What is held
        counts as received: only what is missing makes a difference.
        """
        owner = id_bytes(station or self._own)
        found = {row[1]: (row[0], row[3], row[2]) for row in self._versions(owner)}
        for sector, record, digest, version in self._held_versions(owner):
            if record not in found or (version, digest) > found[record][1:]:
                found[record] = sector, version, digest
        shards: dict[tuple[str, str], tuple[int, int]] = {}
        for record, (sector, _, entry) in found.items():
            at = sector, record.hex()[-1]
            count, mixed = shards.get(at, (0, 0))
            own = int.from_bytes(hashlib.sha256(record + entry).digest())
            shards[at] = count + 1, mixed ^ own
        return tuple(
            Digest(sector, shard, count, f"{mixed:064x}")
            for (sector, shard), (count, mixed) in sorted(shards.items())
        )

    def _versions(self, owner: bytes) -> Iterable[AnyRow]:
        query = select(RecordRow.sector, RecordRow.id, JournalRow.hash, RecordRow.version)
        query = query.join(JournalRow, JournalRow.pk == RecordRow.entry)
        return self._connection.execute(query.where(RecordRow.station == owner))

    def _held_versions(self, owner: bytes) -> list[AnyRow]:
        """Return the versions that are held of a station's own records, or of records nobody has yet."""
        query = select(JournalRow.sector, JournalRow.record, JournalRow.hash, JournalRow.version)
        query = query.join(HeldRow, HeldRow.entry == JournalRow.pk)
        query = query.outerjoin(RecordRow, RecordRow.id == JournalRow.record)
        chains = [id_bytes(one) for one in self.line_of(id_text(owner))]
        mine = JournalRow.station.in_(chains) & func.coalesce(RecordRow.station == owner, True)
        mine &= (JournalRow.version > 0) & (HeldRow.code != UPSTREAM)
        return list(self._connection.execute(query.where(mine)))

    # --- what is held here --------------------------------------------------------------------------------

    def held(self, station: str = "") -> tuple[Held, ...]:
        """Return the entries (of one station) that are held or wait, in the order they came."""
        names = ("station", "epoch", "seq", "sector", "version", "at")
        columns = [JournalRow.__table__.c[name] for name in names]
        query = select(HeldRow.entry, HeldRow.record, HeldRow.code, HeldRow.place, *columns)
        query = query.join(JournalRow, JournalRow.pk == HeldRow.entry).where(HeldRow.state != OVERTAKEN)
        if station:
            query = query.where(HeldRow.station == id_bytes(station))
        return tuple(_held(row) for row in self._connection.execute(query.order_by(HeldRow.entry)))

    def versions(self, record_id: str) -> tuple[VersionRow, ...]:
        """Return every version of a record that is here, each with what it is held for, if it is."""
        record = id_bytes(record_id)
        known = select(EntryRow.entry).where(EntryRow.record == record)
        late = (JournalRow.pk > search_index.searched(self._connection)) & (JournalRow.record == record)
        query = select(JournalRow.pk, HeldRow.state, HeldRow.code, *COLUMNS)
        query = query.outerjoin(HeldRow, HeldRow.entry == JournalRow.pk)
        query = query.where(or_(JournalRow.pk.in_(known), late), JournalRow.version > 0)
        rows = self._connection.execute(query.order_by(JournalRow.pk))
        return tuple(VersionRow(row.pk, entry_of(row), row.state or "", row.code or "") for row in rows)

    def shown_entry(self, record_id: str) -> Entry | None:
        """Return the entry that a record is shown by, None for one that is not here."""
        if index.shown(self._connection, record_id) is None:  # most that come in are new: 4 µs
            return None
        query = select(*COLUMNS).join(RecordRow, RecordRow.entry == JournalRow.pk)
        row = self._connection.execute(query.where(RecordRow.id == id_bytes(record_id))).one_or_none()
        return entry_of(row) if row else None

    # --- reviews ------------------------------------------------------------------------------------------

    def review_of(self, record_id: str) -> Review | None:
        """Return the verdict on a record's version as it stands, None when there is none yet."""
        query = select(RecordRow.id, RecordRow.version).where(RecordRow.id == id_bytes(record_id))
        return self._in_force(self._connection.execute(query)).get(record_id)

    def _in_force(self, rows: Iterable[AnyRow]) -> dict[str, Review]:
        """Return the verdicts on the versions of rows (id, version), by record.

        Of two stations' verdicts a return outweighs, then the city's; clocks decide nothing (sync 5).
        """
        versions = {row.id: row.version for row in rows}
        query = select(*ReviewRow.__table__.c).where(ReviewRow.record.in_(versions))
        found = self._connection.execute(query).all() if versions else []
        in_force = [one for one in found if one.version >= versions[one.record]]
        return {id_text(one.record): _review(one) for one in sorted(in_force, key=_weight)}

    def returned(self) -> tuple[Returned, ...]:
        """Return what was sent back to us and has not been changed since, the latest first."""
        columns = (RecordRow.id, RecordRow.version, RecordRow.sector, RecordRow.title, RecordRow.number)
        query = select(*columns).join(ReviewRow, ReviewRow.record == RecordRow.id).distinct()
        query = query.where(
            RecordRow.station == id_bytes(self._own),
            ReviewRow.verdict == RETURN,
            ReviewRow.version >= RecordRow.version,
        )
        rows = self._connection.execute(query).all()
        reviews = self._in_force(rows)
        back = [Returned(row.sector, row.title, row.number, reviews[id_text(row.id)]) for row in rows]
        return tuple(sorted(back, key=lambda one: one.review.at, reverse=True))

    def _reviewables(
        self, seen: ColumnElement[bool], stations: Sequence[str], state: str, after: int | None, limit: int
    ) -> tuple[Reviewable, ...]:
        """Return a page of records of stations below, newest first, as far as they are `seen`."""
        ours = (ReviewRow.record == RecordRow.id) & (ReviewRow.station == id_bytes(self._own))
        judged = func.coalesce(ReviewRow.version, 0) >= RecordRow.version
        columns = ("pk", "id", "sector", "station", "number", "title", "kind", "version", "saved_at")
        query = select(
            *(RecordRow.__table__.c[one] for one in columns),
            *(ReviewRow.verdict, ReviewRow.reason, judged.label("judged")),
        ).outerjoin(ReviewRow, ours)
        query = query.where(seen, RecordRow.station.in_([id_bytes(one) for one in stations]))
        if state == WAITING:
            query = query.where(~judged)
        elif state:
            query = query.where(judged, (ReviewRow.verdict == RETURN) == (state == RETURNED))
        if after is not None:
            query = query.where(RecordRow.pk < after)
        rows = self._connection.execute(query.order_by(RecordRow.pk.desc()).limit(limit))
        return tuple(_reviewable(row) for row in rows)

    # --- transfers ----------------------------------------------------------------------------------------

    def transfers(self, record_id: str = "", state: str = "") -> tuple[Transfer, ...]:
        """Return offers (of one record, in one state), the latest first."""
        where = [TransferRow.record == id_bytes(record_id)] if record_id else []
        where += [TransferRow.state == state] if state else []
        rows = transfers.rows(self._connection, *where)
        return tuple(replace(_transfer(row), idle_for=self._idle_for(row)) for row in rows)

    def _idle_for(self, row: Any) -> str:
        """Return whose a record is where an offer of it, open or accepted, has no effect."""
        if row.state not in (transfers.OPEN, transfers.TAKEN):
            return ""
        handings = transfers.handings_of(self._connection, row.record)
        if not handings:
            return ""
        offer = row.epoch, row.seq, id_text(row.giver)
        maker = self.maker_of(id_text(row.record)) or offer[2]
        return idle_for(offer, maker, handings, succession.heirs(self._connection))

    def maker_of(self, record_id: str) -> str:
        """Return whose a record was first, nobody's when it is not here."""
        query = select(RecordRow.maker).where(RecordRow.id == id_bytes(record_id))
        found = self._connection.execute(query).scalar_one_or_none()
        return id_text(found) if found else ""

    def offer_of(self, one: Transfer) -> Entry:
        """Return the entry that tells of an offer here: the giver's own, or ours that has heard of it."""
        return entry_of(self._connection.execute(select(*COLUMNS).where(JournalRow.pk == one.entry)).one())

    # --- what goes down -----------------------------------------------------------------------------------

    def downward(self, station: str, after: tuple[int, int], limit: int) -> tuple[Entry, ...]:
        """Return our entries that go down to a station and come after the last it has heard, in order.

        What was said to a computer whose place it took is said to it: nobody knows what that one had heard.
        """
        named = [id_bytes(one) for one in self.line_of(station)]
        query = select(*COLUMNS).join(DownRow, DownRow.entry == JournalRow.pk)
        later = tuple_(DownRow.epoch, DownRow.seq) > tuple_(*after)
        query = query.where(DownRow.station.in_([*named, b""]), later)
        query = query.order_by(DownRow.epoch, DownRow.seq).limit(limit)
        return tuple(entry_of(row) for row in self._connection.execute(query))


def _transfer(row: Any) -> Transfer:
    return Transfer(
        record_id=id_text(row.record),
        sector=row.sector,
        giver=id_text(row.giver),
        epoch=row.epoch,
        seq=row.seq,
        offered_to=row.offered_to,
        taker=id_text(row.taker) if row.taker else "",
        version=row.version,
        state=row.state,
        reason=row.reason,
        who=row.who,
        at=read_stamp(row.at),
        entry=row.entry,
        passed=row.passed,
    )


def _held(row: Any) -> Held:
    return Held(
        entry=row.entry,
        station=id_text(row.station),
        epoch=row.epoch,
        seq=row.seq,
        record_id=id_text(row.record),
        sector=row.sector,
        version=row.version,
        code=row.code,
        where=row.place,
        at=read_stamp(row.at),
    )


def _weight(row: Any) -> tuple[bool, bool, bytes]:
    return row.verdict == RETURN, row.tier == "city", row.station


def _words(verdict: str, tier: str) -> str:
    return RETURNED if verdict == RETURN else PASSED.get(tier, PASSED["town"])


def _review(row: Any) -> Review:
    return Review(
        record_id=id_text(row.record),
        station=id_text(row.station),
        name=row.name,
        tier=row.tier,
        who=row.who,
        at=read_stamp(row.at),
        version=row.version,
        state=_words(row.verdict, row.tier),
        reason=row.reason,
    )


def _reviewable(row: Any) -> Reviewable:
    judged = {RETURN: RETURNED, None: WAITING}.get(row.verdict, DONE) if row.judged else WAITING
    return Reviewable(
        pk=row.pk,
        id=id_text(row.id),
        sector=row.sector,
        station=id_text(row.station),
        number=row.number,
        title=row.title,
        kind=row.kind,
        version=row.version,
        saved_at=read_stamp(row.saved_at),
        state=judged,
        reason=row.reason or "" if judged == RETURNED else "",
    )
