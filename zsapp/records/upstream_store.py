"""The store of a hub (上级站的库): home and tables open together, one errand over both.

A transaction begins in both, and ends upstream first (`upstream_reader.py` says why).
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from types import SimpleNamespace

from sqlalchemy import Connection

from zsapp.base.canonical import canonical
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import is_id
from zsapp.records.journal import check_header
from zsapp.records.quarantine import Fault, Judge, fault_of
from zsapp.records.reader import Reader
from zsapp.records.store import Opened, Store
from zsapp.records.travel import VersionRow
from zsapp.records.upstream import Upstream
from zsapp.records.upstream_faults import Examiner
from zsapp.records.upstream_giving_up import GivingUp
from zsapp.records.upstream_indexing import Indexed, Indexing, content_of, index_content
from zsapp.records.upstream_read import Receipt, Shelf
from zsapp.records.upstream_reader import UPSTREAM_KEYS, UpstreamReader, stored_of, taken_key
from zsapp.records.upstream_write import BATCH, Filling, id_bytes
from zsapp.records.views import Applied, Digest, Foreign, Head, Held, Stored
from zsapp.records.writer import Writer
from zsapp.rules.review import CONFLICT


class UpstreamWriter(GivingUp):
    """Writes the home and what lies upstream in one errand."""

    names = False
    _absent: set[str] = set()  # noqa: RUF012 -- replaced, never filled
    _replaced: frozenset[str] = frozenset()

    # --- what was just taken in is seen -------------------------------------------------------------------

    def cursor(self, station: str, epoch: int) -> Head:
        """Return up to where another station's entries are taken in; its chain is nobody else's meanwhile."""
        return self._by_both(self._end_of(station, epoch), station)

    def _end_of(self, station: str, epoch: int) -> Head:
        """Return where a chain ends upstream, as just taken in if it was."""
        row = self.filling.end(id_bytes(station), epoch)
        if row is not None:
            return Head(epoch, row["seq"], row["hash"].hex())
        return self.shelf.head(station, epoch, lock=True)

    def record(self, record_id: str) -> Stored | None:
        """Return a record, as just taken in if it was."""
        if is_id(record_id) and (found := self.filling.content(id_bytes(record_id))):
            return stored_of(SimpleNamespace(**found[0]), found[1])
        return None if record_id in self._absent else super().record(record_id)

    def shown_entry(self, record_id: str) -> Entry | None:
        """Return the entry that a record is shown by, as just taken in if it was."""
        if is_id(record_id) and (found := self.filling.content(id_bytes(record_id))):
            return found[1]
        return None if record_id in self._absent else super().shown_entry(record_id)

    def stations(self) -> tuple[Foreign, ...]:
        """Return the stations below."""
        self.filling.flush()
        return super().stations()

    def versions(self, record_id: str) -> tuple[VersionRow, ...]:
        """Return every version of a record that is here."""
        self.filling.flush()
        return super().versions(record_id)

    def digests(self, station: str = "") -> tuple[Digest, ...]:
        """Return count and order-free hash of a station's records."""
        self.filling.flush()
        return super().digests(station)

    def held(self, station: str = "") -> tuple[Held, ...]:
        """Return what is held."""
        self.filling.flush()
        return super().held(station)

    def entries(self, station: str, epoch: int, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """Give the entries of a chain."""
        self.filling.flush()
        return super().entries(station, epoch, after, until)

    # --- taking in ----------------------------------------------------------------------------------------

    def apply(self, entries: Iterable[Entry], judge: Judge | None = None) -> Applied:
        """Take in entries of one other station and epoch, in order, where its chain ends here.

        Each has been held against its own hashes where the package was read. What has a fault is held.

        Raises:
            Trouble: CHAIN_BROKEN (a gap, a fork, two chains at once), STORE_NEWER, DATA_UNREADABLE.
        """
        applied = records = already = 0
        last: Entry | None = None
        seen: dict[str, set[str]] = {}
        coming = self.indexing.over(entries)
        while batch := list(islice(coming, BATCH)):
            self._look_up(batch)
            for entry, indexed in batch:
                last = entry
                if not self._follows(entry):
                    self._see_again(entry, judge)
                    already += 1
                    continue
                records += self._admit_one(entry, indexed, judge)
                applied += 1
                if entry.header.version > 0:
                    seen.setdefault(entry.header.sector, set()).add(entry.header.record_id)
            if self.filling.is_full:
                self.filling.flush()
        self._absent = set()
        if last is not None:
            self._note_taken(last)
        return Applied(applied, records, already, {sector: len(ids) for sector, ids in seen.items()})

    def _note_taken(self, last: Entry) -> None:
        """Keep in the home up to where it has seen this chain taken in."""
        header = last.header
        if header.seq > self.cursor(header.station, header.epoch).seq:
            self.set_value(taken_key(header.station, header.epoch), canonical([header.seq, last.hash]))

    def _see_again(self, entry: Entry, judge: Judge | None) -> None:
        """Do what the home has not done about an entry that lies upstream: it lost it in a crash (D-55)."""
        header = entry.header
        if header.seq <= self.cursor(header.station, header.epoch).seq:
            return
        if judge:
            judge(entry)  # which sees whether it stands beside another version
        held = self.shelf.states(header.record_id) if header.record_id else {}
        if (header.station, header.epoch, header.seq) not in held:
            self._follow(entry)
            if header.version:
                self._make_way(entry)

    def _look_up(self, batch: list[tuple[Entry, Indexed]]) -> None:
        """Remember which records of a batch are nowhere yet, and whose place somebody took: asked once."""
        headers = [entry.header for entry, _ in batch if entry.header.version]
        ids = {one.record_id for one in headers if is_id(one.record_id)}
        self._absent = ids - self.filling.look_up(sorted(ids)) - self.own_sectors_of(sorted(ids)).keys()
        senders = {one.station for one in headers}
        self._replaced = frozenset(one for one in senders if self.heir_of(one) != one)

    def _follows(self, entry: Entry) -> bool:
        """Say whether an entry is the next of its chain; one that is here already must be the same.

        Raises:
            Trouble: CHAIN_BROKEN.
        """
        header = entry.header
        if not is_id(header.station) or header.station == self._ground.station:
            raise Trouble(Code.CHAIN_BROKEN, seq=header.seq)
        head = self._end_of(header.station, header.epoch)
        if header.seq > head.seq:
            if header.seq != head.seq + 1 or entry.previous != head.hash:
                raise Trouble(Code.CHAIN_BROKEN, seq=header.seq)
            return True
        same = next(self.entries(header.station, header.epoch, header.seq - 1, header.seq), None)
        if same is None or same.hash != entry.hash:
            raise Trouble(Code.CHAIN_BROKEN, seq=header.seq)
        return False

    def _admit_one(self, entry: Entry, indexed: Indexed, judge: Judge | None) -> int:
        """Take an entry, or hold it with its fault, or behind one that has one; count a record's."""
        fault = judge(entry) if judge else None
        check_header(entry.header)
        indexed.check()
        if fault is None and (indexed.code or self.filling.waits(entry.header)):
            fault = Fault(indexed.code, indexed.where)
        if fault is not None:
            self.filling.hold(entry, indexed.sealed, fault.code, fault.where)
            return 0
        self._touch(entry.header.sector)
        new = bool(entry.header.version) and entry.header.record_id in self._absent
        if new:
            self._absent.discard(entry.header.record_id)
        self.filling.add(entry, indexed)
        if indexed.found is None:
            self._follow(entry)
        elif not new:
            self._make_way(entry)
        elif entry.header.base_version or entry.header.station in self._replaced:
            self._name_maker(entry)
        return int(indexed.found is not None)

    def mend(self, judge: Judge) -> int:
        """Let go on what was held and has no fault any more; return how many entries that is."""
        mended = 0
        self.filling.flush()
        for row in sorted(self.filling.waiting(), key=lambda one: (one["sender"], one["epoch"], one["seq"])):
            if row["code"] == CONFLICT:
                continue
            entry = self.shelf.entry(row["sender"], row["epoch"], row["seq"])
            behind = not row["code"] and self.filling.waits(entry.header)
            if behind or fault_of(entry, judge) is not None:
                continue
            indexed = index_content(content_of(entry))
            if indexed.found is None:
                self.filling.release(row)
                self._follow(entry)
            else:
                self.filling.readmit(row, entry, indexed.found, indexed.line)
                self._make_way(entry)
                self._name_maker(entry)
            mended += 1
        return mended

    def mend_tables(self) -> int:
        """Show every record as the journal says; return how many were shown otherwise."""
        count = 0
        for record_id in self.differing():
            self.show_again(record_id)
            count += 1
        return count

    # --- values -------------------------------------------------------------------------------------------

    def set_value(self, key: str, value: bytes | None) -> None:
        """Set a named value."""
        if key.startswith(UPSTREAM_KEYS):
            self.filling.set_value(key, value)
        else:
            super().set_value(key, value)


class UpstreamStore(Store):
    """An open hub."""

    reads_later = True

    def __init__(self, opened: Opened, upstream: Upstream) -> None:
        """Take over an open home and the tables beside it."""
        super().__init__(opened)
        self.upstream = upstream
        self._indexing = Indexing(upstream.seal.key)
        self._shelf: Shelf | None = None

    @contextmanager
    def shelf(self, *, writes: bool = False) -> Iterator[Shelf]:
        """Give the tables, for reading unless it is said that somebody `writes`.

        Raises:
            Trouble: UPSTREAM_UNREACHABLE, UPSTREAM_FAULT.
        """
        with self.upstream.connect(writes=writes) as connection:
            yield Shelf(connection, self.upstream.city, self.upstream.seal)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Give a reader of home and tables.

        Raises:
            Trouble: as of any store; UPSTREAM_UNREACHABLE, UPSTREAM_FAULT.
        """
        with self.shelf() as shelf, super().read() as reader:
            if isinstance(reader, UpstreamReader):
                reader.shelf = shelf
            yield reader

    @contextmanager
    def lay(self) -> Iterator[UpstreamWriter]:
        """Give a writer as `write` does, for who brings home and tables together.

        Raises:
            Trouble: as `write`.
        """
        with self.write() as writer:
            if not isinstance(writer, UpstreamWriter):
                raise TypeError("a hub's store writes as one")
            yield writer

    def keep_receipt(self, one: Receipt) -> None:
        """Write down that a volume came, and what became of it; of the same volume the last.

        Raises:
            Trouble: UPSTREAM_UNREACHABLE, UPSTREAM_FAULT.
        """
        with self.shelf(writes=True) as shelf:
            filling = Filling(self.upstream, shelf)
            filling.receipt(one)
            filling.commit()

    def rebuild(self) -> int:
        """Make the home's index anew, and show in the tables what the journals say; say how much that was.

        Raises:
            Trouble: as of any store; UPSTREAM_UNREACHABLE, UPSTREAM_FAULT.
        """
        with self.lay() as writer:
            return writer.replay() + writer.mend_tables()

    def _new_reader(self, connection: Connection) -> Reader:
        return Examiner(connection, self._opened.ground, self.badge)

    def _new_writer(self, who: str) -> Writer:
        ground, now = self._opened.ground, self._opened.now
        writer = UpstreamWriter(self._writing, ground, who, now, self._end, badge=self.badge)
        assert self._shelf is not None  # noqa: S101 -- `_transaction` has just set it
        writer.shelf, writer.filling = self._shelf, Filling(self.upstream, self._shelf)
        writer.indexing = self._indexing
        return writer

    def _transaction(self, who: str) -> Generator[Writer, None, Writer]:
        try:
            with self.shelf(writes=True) as shelf:
                self._shelf = shelf
                return (yield from super()._transaction(who))
        except BaseException:
            self.upstream.forget_years()
            raise

    def close(self) -> None:
        """Close home and tables."""
        super().close()
        self._indexing.close()
        self.upstream.close()
