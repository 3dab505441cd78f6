"""Writing the store (写入): one transaction. Journal entry, chain, index and counters stand or fall together.

The journal is written here and nowhere else: by `save` and `note` for our own entries, by `apply` for
others'.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.sqlite import insert as upsert

from zsapp.base.canonical import canonical
from zsapp.base.clock import local, read_stamp, stamp
from zsapp.base.entry import GENESIS, SCHEMA, Entry, Header, check_entry, new_salt, payload_hash, seal_entry
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.ids import id_bytes, is_id
from zsapp.records import counters, index, journal, search_index, sectors
from zsapp.records.reader import Ground, Reader
from zsapp.records.replay import replay
from zsapp.records.rows import BlobRow, DraftRow, MarkRow, SettingRow
from zsapp.records.views import Applied, Head
from zsapp.rules.roles import LOOK, Badge

CLOCK_SLACK = timedelta(minutes=10)
"""How far the clock may stand before our last entry: a clock set right by a minute must not stop the work."""

SYNC = "sync"
"""What listeners are told, beside sectors, when records have come further on their way."""


class Writer(Reader):
    """One transaction over the store; what it wrote is seen by nobody until it is committed."""

    def __init__(
        self,
        connection: Connection,
        ground: Ground,
        who: str,
        now: Callable[[], datetime],
        end: journal.End | None = None,
        *,
        badge: Badge | None = None,
    ) -> None:
        """Write over an open transaction as `who`; `end` is where our chain ends, if known.

        What is written is held against `badge`; what is read on the way to it is all there is.
        """
        super().__init__(connection, ground)
        self._writes = badge
        self._who = who
        self._now = now
        self._end = end
        self.last_row = 0
        self.touched: set[str] = set()

    # --- our own entries ----------------------------------------------------------------------------------

    def save(
        self, sector: str, record_id: str, payload: dict[str, Any], *, base_version: int, verb: str
    ) -> Entry:
        """Save a record whole as version base_version + 1 and return its journal entry.

        Raises:
            Refusal: RECORD_CHANGED when `base_version` is not the version stored now (0 for a new record);
                ROLE_MAY_NOT.
            Trouble: CLOCK_BEHIND.
        """
        if self._writes is not None:
            stored, guard = self._guard(record_id), sectors.guard_of(sector, payload)
            self._writes.require_entry(verb, sector, restricted=bool(guard or (stored and stored[1])))
        before = index.shown(self._connection, record_id)
        _, version, _, of = before or (0, 0, 0, sector)
        if base_version != version or of != sector:
            raise Refusal(Code.RECORD_CHANGED)
        entry, entry_pk = self._append(verb, sector, record_id, payload, base_version)
        index.put_record(self._connection, entry, entry_pk, payload, before)
        return entry

    def note(
        self, verb: str, *, sector: str = "", record_id: str = "", payload: dict[str, Any] | None = None
    ) -> Entry:
        """Journal what changes no record (print, export, login …) and return the entry.

        Raises:
            Refusal: ROLE_MAY_NOT.
            Trouble: CLOCK_BEHIND.
        """
        if self._writes is not None:
            stored = self._guard(record_id) if record_id else None
            self._writes.require_entry(verb, sector, restricted=bool(stored and stored[1]))
        return self._append(verb, sector, record_id, payload or {}, None)[0]

    def _append(
        self, verb: str, sector: str, record_id: str, payload: dict[str, Any], base_version: int | None
    ) -> tuple[Entry, int]:
        """Chain an entry to our last one and write it; without a base version it changes no record."""
        last = self._own_end()
        moment = self._now()
        if stamp(moment + CLOCK_SLACK) < last.at:  # stamps sort as the moments do
            raise Trouble(Code.CLOCK_BEHIND, last=local(read_stamp(last.at)))
        salt, written = new_salt(), canonical(payload)
        header = Header(
            station=self._ground.station,
            epoch=self._ground.epoch,
            seq=last.head.seq + 1,
            record_id=record_id,
            sector=sector,
            version=0 if base_version is None else base_version + 1,
            base_version=base_version or 0,
            schema=SCHEMA,
            who=self._who,
            at=stamp(moment),
            verb=verb,
            payload_hash=payload_hash(salt, written),
        )
        entry = seal_entry(header, last.head.hash, salt, written)
        self.last_row = entry_pk = journal.put_entry(self._connection, entry)
        self._end = journal.End(Head(header.epoch, header.seq, entry.hash), header.at)
        if verb != LOOK:  # a look changes no list, and who listens would look again
            self._touch(sector)
        return entry, entry_pk

    def note_looks(self, looked: Mapping[str, str]) -> None:
        """Journal that restricted records were looked at: whose entry it is says who, and nothing else.

        Raises:
            Trouble: CLOCK_BEHIND.
        """
        for record_id, sector in looked.items():
            self._append(LOOK, sector, record_id, {}, None)

    def _touch(self, sector: str) -> None:
        """Remember a sector whose lists have changed; a log-in is nobody's."""
        if sector:
            self.touched.add(sector)

    def _own_end(self) -> journal.End:
        if self._end is None:
            end = journal.end(self._connection, self._ground.station)
            if end.head.epoch != self._ground.epoch:
                end = journal.End(Head(self._ground.epoch, 0, GENESIS), end.at)
            self._end = end
        return self._end

    @property
    def end(self) -> journal.End | None:
        """Where our chain ends now, None if nobody has asked yet."""
        return self._end

    # --- other stations' entries --------------------------------------------------------------------------

    def apply(self, entries: Iterable[Entry]) -> Applied:
        """Take in entries of one other station and epoch, in order, where its chain ends here.

        Entries that are here already are passed over. Nothing of the whole transaction stays when one is
        wrong.

        Raises:
            Trouble: CHAIN_BROKEN (a gap, a fork, a bent entry, two chains at once), STORE_NEWER,
                DATA_UNREADABLE.
            Refusal: what is wrong with a payload, with the path of the item.
        """
        chain: _Chain | None = None
        applied = records = already = 0
        seen: dict[str, set[str]] = {}
        for entry in entries:
            if chain is None:
                chain = self._chain_of(entry)
            if entry.header.seq <= chain.head.seq:
                self._check_same(entry, chain)
                already += 1
                continue
            chain.follow(entry)
            records += self._take(entry)
            applied += 1
            if entry.header.version > 0:
                seen.setdefault(entry.header.sector, set()).add(entry.header.record_id)
        return Applied(applied, records, already, {sector: len(ids) for sector, ids in seen.items()})

    def _chain_of(self, entry: Entry) -> "_Chain":
        header = entry.header
        if not is_id(header.station) or header.station == self._ground.station:
            raise Trouble(Code.CHAIN_BROKEN, seq=header.seq)
        return _Chain(header.station, self.cursor(header.station, header.epoch), header.epoch)

    def _check_same(self, entry: Entry, chain: "_Chain") -> None:
        chain.check_member(entry)
        stored = journal.entry_at(self._connection, chain.station, chain.epoch, entry.header.seq)
        if stored is None or stored.hash != entry.hash:
            raise Trouble(Code.CHAIN_BROKEN, seq=entry.header.seq)

    def _take(self, entry: Entry) -> int:
        """Write one foreign entry; return 1 when it changed a record."""
        header = entry.header
        _check_header(header)
        payload = sectors.read_entry(entry)
        if entry.payload is not None:  # erased by law, or closed to this station: a link of the chain alone
            sectors.check_payload(header.sector if header.version else "", payload)
        self.last_row = entry_pk = journal.put_entry(self._connection, entry)
        self._touch(header.sector)
        if not header.version:
            return 0
        before = index.shown(self._connection, header.record_id)
        return int(index.put_record(self._connection, entry, entry_pk, payload, before))

    # --- counters, drafts, values, marks, blobs -----------------------------------------------------------

    def allot(self, org: str, kind: str, year: int) -> int:
        """Return the next free number of an organisation, kind and year; none is given twice (decision 3).

        Raises:
            Trouble: NUMBERS_SPENT when every block is used up, NUMBERS_UNSET when none is set for the year.
        """
        return counters.allot(self._connection, org, kind, year)

    def push(self, org: str, kind: str, year: int, serial: int) -> None:
        """Count a number that came from elsewhere (an import) as given out."""
        counters.push(self._connection, org, kind, year, serial)

    def share_out(self, org: str, kind: str, year: int, blocks: Sequence[tuple[int, int]]) -> None:
        """Make these the blocks of this store for a year; numbers already given stay given."""
        counters.share_out(self._connection, org, kind, year, blocks)

    def put_draft(self, record_id: str, sector: str, payload: dict[str, Any], base_version: int) -> datetime:
        """Keep what is being typed and return the moment; the clock is not asked to be right for that."""
        moment = self._now()
        values = {
            "sector": sector,
            "base_version": base_version,
            "payload": canonical(payload),
            "saved_at": stamp(moment),
        }
        put = upsert(DraftRow).values({"record": id_bytes(record_id), **values})
        self._connection.execute(put.on_conflict_do_update(index_elements=[DraftRow.record], set_=values))
        return moment

    def drop_draft(self, record_id: str) -> None:
        """Forget what was being typed; no fault if nothing was."""
        self._connection.execute(delete(DraftRow).where(DraftRow.record == id_bytes(record_id)))

    def set_value(self, key: str, value: bytes | None) -> None:
        """Set a named value; None takes it away."""
        if value is None:
            self._connection.execute(delete(SettingRow).where(SettingRow.key == key))
            return
        put = upsert(SettingRow).values(key=key, value=value)
        self._connection.execute(
            put.on_conflict_do_update(index_elements=[SettingRow.key], set_={"value": value})
        )

    def set_mark(self, level: str, epoch: int, seq: int) -> None:
        """Set how far our journal has come at a level; a mark never goes back. Listeners are told of SYNC."""
        mark = self.marks().get(level)
        if mark and (mark.epoch, mark.seq) >= (epoch, seq):
            return
        values = {"epoch": epoch, "seq": seq, "at": stamp(self._now())}
        self._touch(SYNC)
        put = upsert(MarkRow).values({"level": level, **values})
        self._connection.execute(put.on_conflict_do_update(index_elements=[MarkRow.level], set_=values))

    def register_blob(self, name: str, size: int) -> None:
        """Register a blob as one that must be here."""
        values = {"hash": bytes.fromhex(name), "size": size, "at": stamp(self._now())}
        self._connection.execute(upsert(BlobRow).values(values).on_conflict_do_nothing())

    def settle(self) -> int:
        """Take what waits into the search index; return the journal row up to which everything is in now."""
        return search_index.settle(self._connection)

    def replay(self) -> int:
        """Make the index tables anew from the journal and return how many entries made them.

        Raises:
            Trouble: STORE_NEWER, DATA_UNREADABLE.
        """
        self.touched.update(sectors.SECTORS)
        return replay(self._connection)


@dataclass(slots=True)
class _Chain:
    """A foreign chain while it is being taken in."""

    station: str
    head: Head
    epoch: int

    def check_member(self, entry: Entry) -> None:
        """Refuse an entry of another chain, or one that does not hold against its own hashes."""
        if (entry.header.station, entry.header.epoch) != (self.station, self.epoch):
            raise Trouble(Code.CHAIN_BROKEN, seq=entry.header.seq)
        check_entry(entry)

    def follow(self, entry: Entry) -> None:
        """Move on by one entry that follows without a gap."""
        self.check_member(entry)
        if entry.header.seq != self.head.seq + 1 or entry.previous != self.head.hash:
            raise Trouble(Code.CHAIN_BROKEN, seq=entry.header.seq)
        self.head = Head(self.epoch, entry.header.seq, entry.hash)


def _check_header(header: Header) -> None:
    """Refuse a header that this store could not write back as it was."""
    try:
        stamped = stamp(read_stamp(header.at)) == header.at
    except ValueError:
        stamped = False
    named = is_id(header.record_id) if header.version or header.record_id else True
    if not stamped or not named or header.version < 0:
        raise Trouble(Code.DATA_UNREADABLE)
