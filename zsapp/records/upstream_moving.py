"""Moving upstream (移入上级库): a town that took in sticks for years becomes a hub; what came then moves too.

Others' chains go from the home's journal into the tables, as they were judged when they came, and leave the
home only in the commit after that of the tables: cut short, the next opening goes on.
"""

from sqlalchemy import delete, select

from zsapp.base.canonical import canonical
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import id_bytes, id_text
from zsapp.records import journal
from zsapp.records.index_rows import RecordRow
from zsapp.records.review_rows import HeldRow
from zsapp.records.rows import AnyRow, JournalRow, SettingRow
from zsapp.records.upstream_indexing import Indexing
from zsapp.records.upstream_laying import Laying
from zsapp.records.upstream_reader import UPSTREAM_KEYS, taken_key
from zsapp.records.views import Foreign


class Moving(Laying):
    """The part of a hub's writer that empties its home of others' chains."""

    indexing: Indexing

    def in_home(self) -> tuple[Foreign, ...]:
        """Return others' chains that lie in the home."""
        return tuple(one for one in journal.chains(self._connection) if one.station != self.own)

    def move_in(self) -> int:
        """Move others' chains, with what is kept of them, from the home into the tables; return how many.

        Raises:
            Trouble: CHAIN_BROKEN where the tables hold another entry in one's place.
        """
        chains = self.in_home()
        for chain in chains:
            self._move_chain(chain)
        if chains:
            self.filling.flush()
            self._move_shown()
            self._move_values()
            foreign = JournalRow.station != id_bytes(self.own)
            self._connection.execute(delete(JournalRow).where(foreign))
            self.replay()
        return len(chains)

    def _move_chain(self, chain: Foreign) -> None:
        station, epoch = chain.station, chain.head.epoch
        head, held = self.shelf.head(station, epoch, lock=True), self._held_in_home(station, epoch)
        coming = journal.entries(self._connection, station, epoch, head.seq)
        before = head.hash
        for entry, indexed in self.indexing.over(coming):
            if entry.previous != before:
                raise Trouble(Code.CHAIN_BROKEN, seq=entry.header.seq)
            before = entry.hash
            if row := held.get(entry.header.seq):
                self.filling.hold(entry, indexed.sealed, row.code, row.place, row.state)
            else:
                self.filling.add(entry, indexed)
            if self.filling.is_full:
                self.filling.flush()
        self.set_value(taken_key(station, epoch), canonical([chain.head.seq, chain.head.hash]))

    def _held_in_home(self, station: str, epoch: int) -> dict[int, AnyRow]:
        query = select(JournalRow.seq, HeldRow.state, HeldRow.code, HeldRow.place)
        query = query.join(HeldRow, HeldRow.entry == JournalRow.pk)
        mine = (JournalRow.station == id_bytes(station)) & (JournalRow.epoch == epoch)
        return {row.seq: row for row in self._connection.execute(query.where(mine))}

    def _move_shown(self) -> None:
        """Write down whose each record is, and show those upstream that are shown by versions of ours."""
        others = select(JournalRow.record).where(
            JournalRow.station != id_bytes(self.own), JournalRow.version > 0
        )
        query = select(RecordRow.id, RecordRow.maker, RecordRow.station).where(RecordRow.id.in_(others))
        for row in self._connection.execute(query).all():
            record_id = id_text(row.id)
            there, ours = self._row(record_id), self._own_versions(record_id)
            if there is not None and (there.maker, there.station) != (row.maker, row.station):
                self.filling.set_maker(row.id, row.maker)
                self.filling.set_owner(row.id, row.station)
            shown = self.shown_entry(record_id)
            self._give_up(ours)
            if shown is not None and shown.header.station == self.own:
                self._show(shown)

    def _move_values(self) -> None:
        for key in UPSTREAM_KEYS:
            query = select(SettingRow.key, SettingRow.value).where(
                SettingRow.key.startswith(key, autoescape=True)
            )
            for row in self._connection.execute(query).all():
                self.filling.set_value(row.key, row.value)
                self._connection.execute(delete(SettingRow).where(SettingRow.key == row.key))
