"""Writing the store (写入): one transaction. Journal entry, chain, index and counters stand or fall together.

The journal is written here and nowhere else: by `save` and `note` for our own entries, by `apply` for
others'.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from zsapp.base.canonical import canonical
from zsapp.base.clock import local, read_stamp, stamp
from zsapp.base.entry import GENESIS, SCHEMA, Entry, Header, check_entry, new_salt, payload_hash, seal_entry
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.ids import id_bytes, is_id
from zsapp.records import follow_ups, index, journal, search_index, sectors, transfers
from zsapp.records.keeping import Keeper
from zsapp.records.quarantine import Fault, Judge, Quarantine
from zsapp.records.reader import Ground
from zsapp.records.replay import replay
from zsapp.records.travel import VersionRow
from zsapp.records.upcasts import Payload
from zsapp.records.views import Applied, Head
from zsapp.rules.review import MERGE, MERGE_OF
from zsapp.rules.roles import LOOK, Badge
from zsapp.rules.transfer import MOVED

CLOCK_SLACK = timedelta(minutes=10)
"""How far the clock may stand before our last entry: a clock set right by a minute must not stop the work."""

CLOCK_LEAP = timedelta(days=366)
"""How far it may stand after it: a station that wrote nothing for a year is rarer than a clock gone wild."""


class Writer(Keeper):
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
        super().__init__(connection, ground, now)
        self._writes = badge
        self._who = who
        self._end = end
        self.last_row = 0
        self._taken: dict[int, Payload] = {}

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
        if before:
            self._check_transfer(record_id)
        _, version, _, of = before or (0, 0, 0, sector)
        if base_version != version or of != sector:
            raise Refusal(Code.RECORD_CHANGED)
        entry, entry_pk = self._append(verb, sector, record_id, payload, base_version)
        index.put_record(self._connection, entry, entry_pk, payload, before)
        if before:
            self._note_base(entry, before[2])
        return entry

    def _note_base(self, entry: Entry, shown_pk: int) -> None:
        """Say which version it was made from where that is another chain's: numbers alone do not tell."""
        one, base = entry.header, journal.place_of(self._connection, shown_pk)
        if base[:2] != (one.station, one.epoch):
            said = {"merge": [one.station, one.epoch, one.seq], "of": [list(base)]}
            self._append(MERGE_OF, one.sector, one.record_id, said, None)

    def _check_transfer(self, record_id: str) -> None:
        """Refuse to change what we have offered to another station, or given away.

        Raises:
            Refusal: TRANSFER_OPEN, TRANSFER_GONE.
        """
        if transfers.is_offered(self._connection, record_id, self.own):
            raise Refusal(Code.TRANSFER_OPEN)
        if transfers.is_gone(self._connection, record_id, self.own):
            raise Refusal(Code.TRANSFER_GONE)

    def take_over(self, sector: str, record_id: str, payload: dict[str, Any], base_version: int) -> Entry:
        """Save what another station has handed over, as the version after the one it offered.

        Raises:
            Refusal: ROLE_MAY_NOT.
        """
        if self._writes is not None:
            self._writes.require_entry(MOVED, sector, restricted=bool(sectors.guard_of(sector, payload)))
        before = index.shown(self._connection, record_id)
        entry, entry_pk = self._append(MOVED, sector, record_id, payload, base_version)
        index.put_record(self._connection, entry, entry_pk, payload, before)
        return entry

    def merge(
        self, sector: str, record_id: str, payload: dict[str, Any], *, base_version: int, version: int
    ) -> Entry:
        """Save what two versions say together; no act of whoever carries the second one in."""
        before = index.shown(self._connection, record_id)
        entry, entry_pk = self._append(MERGE, sector, record_id, payload, base_version, version=version)
        index.put_record(self._connection, entry, entry_pk, payload, before)
        return entry

    def set_aside(
        self, held: Iterable[tuple[VersionRow, Fault]], passed: Iterable[VersionRow], record_id: str
    ) -> None:
        """Keep versions out of the index, some until a person decides; show the best of the rest."""
        quarantine = Quarantine(self._connection)
        for one, fault in held:
            quarantine.hold(one.entry, one.pk, fault)
        for one in passed:
            quarantine.pass_over(one.entry, one.pk)
        self._note_changes(quarantine)
        best = max(
            (one for one in self.versions(record_id) if not one.state),
            key=lambda one: (one.entry.header.version, one.entry.hash),
        )
        index.reshow(self._connection, best.entry, best.pk, sectors.read_entry(best.entry))
        search_index.again(self._connection, id_bytes(record_id))

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
        self,
        verb: str,
        sector: str,
        record_id: str,
        payload: dict[str, Any],
        base_version: int | None,
        *,
        version: int = 0,
    ) -> tuple[Entry, int]:
        """Chain an entry to our last one and write it; without a base version it changes no record."""
        last, moment = self._own_end(), self.check_clock()
        salt, written = new_salt(), canonical(payload)
        header = Header(
            station=self._ground.station,
            epoch=self._ground.epoch,
            seq=last.head.seq + 1,
            record_id=record_id,
            sector=sector,
            version=version or (0 if base_version is None else base_version + 1),
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
        follow_ups.follow(self._connection, entry, entry_pk)
        if verb != LOOK:  # a look changes no list, and who listens would look again
            self._touch(sector)
        return entry, entry_pk

    def check_clock(self) -> datetime:
        """Return the moment, held against that of our last entry: dates decide time limits (D-17, D-54).

        Raises:
            Trouble: CLOCK_BEHIND, CLOCK_AHEAD.
        """
        last, moment = self._own_end().at, self._now()
        if stamp(moment + CLOCK_SLACK) < last:  # stamps sort as the moments do
            raise Trouble(Code.CLOCK_BEHIND, last=local(read_stamp(last)))
        if last and stamp(moment - CLOCK_LEAP) > last:
            raise Trouble(Code.CLOCK_AHEAD, last=local(read_stamp(last)))
        return moment

    def note_looks(self, looked: Mapping[str, str]) -> None:
        """Journal that restricted records were looked at: whose entry it is says who, and nothing else.

        Raises:
            Trouble: CLOCK_BEHIND.
        """
        for record_id, sector in looked.items():
            self._append(LOOK, sector, record_id, {}, None)

    def hear(self, verb: str, sector: str, record_id: str, payload: dict[str, Any]) -> None:
        """Journal what another station has said of a record of ours: no act of whoever carries it in.

        Raises:
            Trouble: CLOCK_BEHIND.
        """
        self._append(verb, sector, record_id, payload, None)

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

    def apply(self, entries: Iterable[Entry], judge: Judge | None = None) -> Applied:
        """Take in entries of one other station and epoch, in order, where its chain ends here.

        Entries that are here already are passed over. Nothing of the whole transaction stays when one is
        wrong; with a `judge`, a fault of one entry alone holds that entry (`quarantine.py`).

        Raises:
            Trouble: CHAIN_BROKEN (a gap, a fork, a bent entry, two chains at once), STORE_NEWER,
                DATA_UNREADABLE.
            Refusal: what is wrong with a payload, with the path of the item.
        """
        chain: _Chain | None = None
        quarantine = Quarantine(self._connection)
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
            records += self._take(entry) if judge is None else self._admit(entry, judge, quarantine)
            applied += 1
            if entry.header.version > 0:
                seen.setdefault(entry.header.sector, set()).add(entry.header.record_id)
        self._note_changes(quarantine)
        return Applied(applied, records, already, {sector: len(ids) for sector, ids in seen.items()})

    def mend(self, judge: Judge) -> int:
        """Let go on what was held and has no fault any more; return how many entries that is."""
        quarantine = Quarantine(self._connection)
        going = quarantine.mended(judge) if quarantine else ()
        for entry, entry_pk in going:
            self._put_late(entry, entry_pk)
        self._note_changes(quarantine)
        return len(going)

    def _put_late(self, entry: Entry, entry_pk: int) -> None:
        """Do what an entry asks for that has been here for a while: the search index has gone past it."""
        if self._put(entry, entry_pk, sectors.read_entry(entry)):
            search_index.again(self._connection, id_bytes(entry.header.record_id))

    def _admit(self, entry: Entry, judge: Judge, quarantine: Quarantine) -> int:
        """Take an entry, or hold it; a good later version frees what waits behind an older one."""
        journal.check_header(entry.header)
        fault = judge(entry) or (Fault("") if quarantine.waits(entry) else None)
        if fault is None:
            try:
                taken = self._take(entry)
            except ZsError as error:
                if not (isinstance(error, Refusal) or error.code is Code.DATA_UNREADABLE):
                    raise
                fault = Fault(error.code.name, error.field)
            else:
                for freed, entry_pk in quarantine.overtake(entry, judge):
                    self._put_late(freed, entry_pk)
                return taken
        self._hold(entry, fault, quarantine)
        return 0

    def _hold(self, entry: Entry, fault: Fault, quarantine: Quarantine) -> None:
        """Write one foreign entry that is not applied."""
        self.last_row = entry_pk = journal.put_entry(self._connection, entry)
        if entry.header.record_id:
            quarantine.hold(entry, entry_pk, fault)

    def _note_changes(self, quarantine: Quarantine) -> None:
        for verb, payload in quarantine.changes.notes():
            self._append(verb, "", "", payload, None)

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
        journal.check_header(header)
        payload = sectors.checked_entry(entry)
        self.last_row = entry_pk = journal.put_entry(self._connection, entry)
        taken = self._put(entry, entry_pk, payload)
        if taken:
            self._taken[entry_pk] = payload
            if len(self._taken) >= search_index.BATCH:
                self.settle()
        return taken

    def _put(self, entry: Entry, entry_pk: int, payload: Payload) -> int:
        """Do what an entry of the journal asks for; return 1 when it changed a record."""
        header = entry.header
        self._touch(header.sector)
        if not header.version:
            follow_ups.follow(self._connection, entry, entry_pk)
            return 0
        before = index.shown(self._connection, header.record_id)
        return int(index.put_record(self._connection, entry, entry_pk, payload, before))

    def finish(self) -> None:
        """Do what must be done before the transaction is committed: here nothing, at a hub its tables."""

    # --- the index ----------------------------------------------------------------------------------------

    def settle(self) -> int:
        """Take what waits into the search index; return the journal row up to which everything is in now."""
        taken, self._taken = self._taken, {}
        return search_index.settle(self._connection, taken)

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
