"""Taking back a journal (补发) from a station above: ours after a restore, or where two machines went apart.

Entry by entry: what is here already is passed over, what is missing takes its place in its epoch, a link
whose content was closed to the way gets it. Where ours is another one, all that we wrote from there on is set
aside, to go on in a new epoch; but where the station directly above holds ours, ours stays, and the other
machine's, which somebody further up has taken, goes on in a new epoch. The journal of a computer that this
one replaced comes the same way. Knows only the journal; the index is replayed afterwards.
"""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, delete, select, update

from zsapp.base.entry import Entry, check_entry
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import id_bytes
from zsapp.records import journal, sectors
from zsapp.records.reader import Ground
from zsapp.records.rows import JournalRow


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking back did: entries new here, filled, here already; ours that went on in a new epoch.

    `records` are the records that the new entries change; `clashes` those of them that were changed here too,
    from the same version on: both stand in their history, a person decides.
    """

    entries: int
    filled: int
    already: int
    moved: int
    records: tuple[str, ...]
    clashes: tuple[str, ...]


@dataclass(slots=True)
class Errand:
    """One file of it, while it is taken in; up to `sure` our own line is known to be the one that counts."""

    connection: Connection
    ground: Ground
    sure: tuple[int, int] = (0, 0)
    aside: list[Entry] = field(default_factory=list)
    others: list[Entry] = field(default_factory=list)
    reaches_here: bool = False
    _put: list[Entry] = field(default_factory=list)
    _added: list[Entry] = field(default_factory=list)
    _filled: int = 0
    _already: int = 0

    @property
    def changed(self) -> bool:
        """Whether the journal is another than before."""
        return bool(self._put or self._filled or self.aside)

    def take(self, entry: Entry) -> None:
        """Take one entry; those of an epoch come in order, the epochs in theirs.

        Raises:
            Trouble: CHAIN_BROKEN; STORE_NEWER, DATA_UNREADABLE for a payload that no reader knows.
        """
        header = entry.header
        if header.station != self.ground.station:
            raise Trouble(Code.CHAIN_BROKEN, seq=header.seq)
        check_entry(entry)
        sectors.read_entry(entry)
        stored = journal.entry_at(self.connection, header.station, header.epoch, header.seq)
        if stored is not None and stored.hash == entry.hash:
            self._already += 1
            if stored.payload is None and entry.payload is not None:
                self._fill(entry)
            return
        if self.others or (stored is not None and (header.epoch, header.seq) <= self.sure):
            self.others.append(entry)
            return
        if stored is not None:
            self._set_aside(header.epoch, header.seq)
        end = journal.head(self.connection, header.station, header.epoch)
        if (header.seq, entry.previous) != (end.seq + 1, end.hash):
            raise Trouble(Code.CHAIN_BROKEN, seq=header.seq)
        journal.put_entry(self.connection, entry)
        self._put.append(entry)
        self.reaches_here |= header.epoch >= self.ground.epoch  # another machine has gone on meanwhile

    def _fill(self, entry: Entry) -> None:
        header = entry.header
        query = update(JournalRow).where(*_at(header.station, header.epoch), JournalRow.seq == header.seq)
        self.connection.execute(query.values(payload=entry.payload, salt=entry.salt))
        self._filled += 1

    def _set_aside(self, epoch: int, seq: int) -> None:
        """Take what we wrote from an entry on, in this epoch and in later ones, out of its place.

        A later epoch of ours says that it follows what is set aside here: nobody above can hold it.
        """
        station = self.ground.station
        for later in range(epoch, self.ground.epoch + 1):
            first = seq if later == epoch else 1
            self.aside += journal.entries(self.connection, station, later, first - 1)
            query = delete(JournalRow).where(*_at(station, later), JournalRow.seq >= first)
            self.connection.execute(query)

    def going_on(self) -> list[Entry]:
        """Return what goes on in a new epoch: of ours and of another machine's, what stands nowhere else."""
        here = {one.header.payload_hash for one in self._put}
        ours = [one for one in self.aside if one.header.payload_hash not in here]
        here |= {one.header.payload_hash for one in self.aside}
        self._added = [one for one in self.others if one.payload is not None and self._is_new(one, here)]
        return ours + self._added

    def _is_new(self, entry: Entry, here: set[str]) -> bool:
        """Say whether nothing here says what an entry says: it may have gone on in another epoch before."""
        same = JournalRow.payload_hash == bytes.fromhex(entry.header.payload_hash)
        query = select(JournalRow.pk).where(JournalRow.station == id_bytes(self.ground.station), same)
        known = entry.header.payload_hash in here
        return not known and self.connection.execute(query.limit(1)).one_or_none() is None

    def taken(self) -> TakenBack:
        """Return what was done."""
        given = [one.header for one in self._put if one.header.version]
        ours = {(one.header.record_id, one.header.version) for one in self._own_later()}
        clashes = (one.record_id for one in given if (one.record_id, one.version) in ours)
        return TakenBack(
            entries=len(self._put) + len(self._added),
            filled=self._filled,
            already=self._already,
            moved=len(self.aside),
            records=tuple(dict.fromkeys(one.record_id for one in given)),
            clashes=tuple(dict.fromkeys(clashes)),
        )

    def _own_later(self) -> list[Entry]:
        """Return what we wrote ourselves beside what was given back: set aside, or in later epochs."""
        if not self._put:
            return self.aside
        first, given = self._put[0].header.epoch, {one.hash for one in self._put}
        later = range(first + 1, self.ground.epoch + 1)
        return self.aside + [
            one
            for epoch in later
            for one in journal.entries(self.connection, self.ground.station, epoch)
            if one.hash not in given
        ]


def _at(station: str, epoch: int) -> tuple[ColumnElement[bool], ...]:
    return JournalRow.station == id_bytes(station), JournalRow.epoch == epoch
