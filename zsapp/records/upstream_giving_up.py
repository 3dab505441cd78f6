"""Giving up a line at a hub (放弃一段来件): entries leave the tables where their station has two lines.

Which line counts is said elsewhere (`services/forks.py`). What followed from the entries follows no more:
their records are shown by what is left of them, or no longer.
"""

from sqlalchemy import delete, select, tuple_

from zsapp.base.canonical import canonical
from zsapp.base.ids import id_bytes, id_text
from zsapp.records.upstream_faults import Examiner, index_shown
from zsapp.records.upstream_moving import Moving
from zsapp.records.upstream_put import upsert
from zsapp.records.upstream_reader import taken_key
from zsapp.records.upstream_rows import CHAIN, ENTRY, HELD


class GivingUp(Moving, Examiner):
    """The part of a hub's writer that takes entries out of the tables."""

    def give_up(self, station: str, epoch: int, seq: int) -> int:
        """Take another station's chain out of the tables, from an entry on; return how many ends it had.

        The home forgets that it has seen it.
        """
        self.filling.flush()
        ends = [one.head for one in self.shelf.chains() if one.station == station and one.head.epoch >= epoch]
        records = self._take_out(id_bytes(station), epoch, seq)
        for end in ends:
            here = self.shelf.head(station, end.epoch)
            seen = canonical([here.seq, here.hash]) if here.seq else None
            self.set_value(taken_key(station, end.epoch), seen)
        self.replay()
        for record_id in records:
            self.show_again(record_id)
        return len(ends)

    def _take_out(self, sender: bytes, epoch: int, seq: int) -> list[str]:
        """Delete the rows of a chain from an entry on; return the records that they spoke of."""
        gone = {
            table: self.shelf.of(
                table, table.c.sender == sender, tuple_(table.c.epoch, table.c.seq) >= (epoch, seq)
            )
            for table in (ENTRY, HELD, CHAIN)
        }
        named = select(ENTRY.c.record).where(gone[ENTRY], ENTRY.c.record.is_not(None)).distinct()
        records = [id_text(one) for one in self.shelf.connection.execute(named).scalars()]
        for table, where in gone.items():
            self.shelf.connection.execute(delete(table).where(where))
        if seq > 1:
            last = self.shelf.entry(sender, epoch, seq - 1)
            end = {"epoch": epoch, "seq": seq - 1, "hash": bytes.fromhex(last.hash), "at": last.header.at}
            upsert(self.shelf.connection, CHAIN, {"city": self.shelf.city, "sender": sender, **end})
        self.filling.look_again()
        return records

    def show_again(self, record_id: str) -> None:
        """Show a record upstream by the best of its versions, or no longer; nobody else does meanwhile.

        One that lies in the home is not shown here, whatever is held of it.

        Raises:
            Trouble: STORE_NEWER, DATA_UNREADABLE.
        """
        row = self.shelf.record(record_id, lock=True)
        entry = None if self.own_sectors_of([record_id]) else self._best(record_id)
        if entry is None:
            self.filling.forget(id_bytes(record_id))
            return
        self.filling.show(entry, *index_shown(entry))
        if row is None:
            self.filling.set_maker(id_bytes(record_id), self.first_maker(record_id))
        self._settle_owner(record_id)
