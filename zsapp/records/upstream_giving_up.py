"""Giving up a line at a hub (放弃一段来件): entries leave the tables where their station has two lines.

Which line counts is said elsewhere (`services/forks.py`). What followed from the entries follows no more:
their records are shown by what is left of them, or no longer.
"""

from sqlalchemy import delete, select, tuple_

from zsapp.base.canonical import canonical
from zsapp.base.entry import Entry
from zsapp.base.ids import id_bytes, id_text
from zsapp.records.upstream_faults import Examiner
from zsapp.records.upstream_indexing import Indexed, content_of, index_content
from zsapp.records.upstream_moving import Moving
from zsapp.records.upstream_put import upsert
from zsapp.records.upstream_reader import best_of, taken_key
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
            shown = [one for one in self.versions(record_id) if not one.state]
            self._show_again(record_id, best_of(shown) if shown else None)
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

    def _show_again(self, record_id: str, entry: Entry | None) -> None:
        """Show a record by an entry, or no longer."""
        indexed = index_content(content_of(entry)) if entry else Indexed()
        if entry is None or indexed.found is None:
            self.filling.forget(id_bytes(record_id))
            return
        is_new = self._row(record_id) is None
        self.filling.show(entry, indexed.found, indexed.line)
        if is_new:
            maker = self.first_maker(record_id, self.versions(record_id))
            self.filling.set_maker(id_bytes(record_id), maker)
        self._settle_owner(record_id)
