"""Epochs (纪元): a station's chain begun anew, and what a station above holds of it taken back (sync 24).

The only two things that write a journal otherwise than entry after entry.
"""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import delete, select, tuple_

from zsapp.base.entry import GENESIS, Entry, entry_hash
from zsapp.base.ids import id_bytes
from zsapp.records import journal, search_index
from zsapp.records.given_back import Errand, TakenBack
from zsapp.records.reader import Ground
from zsapp.records.rows import JournalRow
from zsapp.records.views import Head
from zsapp.records.writer import Writer
from zsapp.rules.review import RELEASE
from zsapp.rules.roles import EPOCH, RETURN


class Mender(Writer):
    """A writer that may begin a new epoch."""

    @property
    def ground(self) -> Ground:
        """Where this transaction writes; another than before once it has opened a new epoch."""
        return self._ground

    def open_epoch(self, why: str, beyond: int = 0) -> Entry:
        """Begin a new epoch, not before `beyond`: its first entry says why, and after which entry of ours.

        The clock is not held against the entry before: one that has gone wild is a reason to begin anew.
        """
        last = journal.end(self._connection, self._ground.station)
        epoch = max(self._ground.epoch + 1, last.head.epoch + 1, beyond)
        self._ground = Ground(self._ground.station, epoch)
        self._end = journal.End(Head(epoch, 0, GENESIS))
        self.set_value("epoch", str(epoch).encode())
        after = {"epoch": last.head.epoch, "seq": last.head.seq, "hash": last.head.hash, "at": last.at}
        return self._append(EPOCH, "", "", {"why": why, "after": after}, None)[0]

    def take_back(
        self, entries: Iterable[Entry], *, behind: bool, beyond: int, sure: tuple[int, int] = (0, 0)
    ) -> TakenBack:
        """Take in what a station above holds of our own journal (sync 24); nothing is applied twice.

        What we wrote otherwise is not lost: it goes on in a new epoch, in its order. One is opened also where
        this store was behind, or lacked something of the epoch it writes in. Up to `sure` ours stays, and
        what another machine wrote otherwise goes on.

        Raises:
            Trouble: CHAIN_BROKEN, STORE_NEWER, DATA_UNREADABLE.
        """
        errand = Errand(self._connection, self._ground, sure)
        for entry in entries:
            errand.take(entry)
        going_on = errand.going_on()
        if behind or errand.aside or errand.reaches_here or going_on:
            self.open_epoch(RETURN, beyond)
            for entry in going_on:
                self._go_on_with(entry)
        if errand.changed or going_on:
            self.replay()
            self.last_row = search_index.last_row(self._connection)
        return errand.taken()

    def give_up(self, station: str, epoch: int, seq: int) -> int:
        """Take another station's chain out of the journal, from an entry on; return how many those are.

        It had two lines, and the other one counts. What our notes say of entries that were held is taken
        back: others will stand in their places.
        """
        from_here = tuple_(JournalRow.epoch, JournalRow.seq) >= (epoch, seq)
        where = JournalRow.station == id_bytes(station), from_here
        gone = self._connection.execute(select(JournalRow.pk).where(*where)).scalars().all()
        if not gone:
            return 0
        held = [one for one in self.held(station) if (one.epoch, one.seq) >= (epoch, seq)]
        for one in sorted({one.epoch for one in held}):
            let_go = [{"seq": two.seq, "on": True} for two in held if two.epoch == one]
            self._append(RELEASE, "", "", {"station": station, "epoch": one, "entries": let_go}, None)
        self._connection.execute(delete(JournalRow).where(*where))
        self.replay()
        self.last_row = search_index.last_row(self._connection)
        return len(gone)

    def inherit(self, station: str, entries: Iterable[Entry]) -> TakenBack:
        """Take in what a station above holds of the journal of a computer whose place this one took.

        It stays that computer's chain; whose its records are, the certificate has said (`succession.py`).

        Raises:
            Trouble: CHAIN_BROKEN, STORE_NEWER, DATA_UNREADABLE.
        """
        # no epoch of it is written here, so nothing is set aside: what differs is a broken chain
        errand = Errand(self._connection, Ground(station, 0))
        for entry in entries:
            errand.take(entry)
        if errand.changed:
            self.replay()
            self.last_row = search_index.last_row(self._connection)
        return errand.taken()

    def _go_on_with(self, entry: Entry) -> None:
        """Chain an entry of ours that stood elsewhere to our last one; what it says stays as it was."""
        head = self._own_end().head
        header = replace(entry.header, epoch=head.epoch, seq=head.seq + 1)
        moved = replace(entry, header=header, previous=head.hash, hash=entry_hash(head.hash, header))
        journal.put_entry(self._connection, moved)
        self._end = journal.End(Head(header.epoch, header.seq, moved.hash), header.at)
