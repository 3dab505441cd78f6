"""Keeping (存放): what a transaction writes beside the journal: numbers, drafts, values, marks, blobs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.sqlite import insert as upsert

from zsapp.base.canonical import canonical
from zsapp.base.clock import stamp
from zsapp.base.ids import id_bytes
from zsapp.records import counters, succession, transfers
from zsapp.records.reader import Ground, Reader
from zsapp.records.rows import BlobRow, DraftRow, MarkRow, SettingRow

SYNC = "sync"
"""What listeners are told, beside sectors, when records have come further on their way."""


class Keeper(Reader):
    """The part of a writer that knows no journal; `touched` gathers what listeners are told of."""

    def __init__(self, connection: Connection, ground: Ground, now: Callable[[], datetime]) -> None:
        """Write over an open transaction; what is read on the way to it is all there is."""
        super().__init__(connection, ground)
        self._now = now
        self.touched: set[str] = set()

    def _touch(self, sector: str) -> None:
        """Remember a sector whose lists have changed; a log-in is nobody's."""
        if sector:
            self.touched.add(sector)

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

    def succeed(self, old: str, heir: str) -> bool:
        """Let all that was a station's be that of the one which took its place; say whether it is news."""
        if succession.heirs(self._connection).get(old) == heir:
            return False
        self.set_value(succession.KEY + old, heir.encode())
        self._settle_owners(old, heir)
        return True

    def _settle_owners(self, old: str, heir: str) -> list[bytes]:
        """Write down whose records are now; return those that were handed on."""
        return transfers.settle_owners(self._connection, old, self.heir_of(heir))

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
