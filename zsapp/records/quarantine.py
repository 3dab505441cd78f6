"""Quarantine (隔离): an entry with a fault is in the journal and not applied; the others go on (sync 18).

Later entries of the same chain about the same record wait behind it, until a good later version of the record
comes or its fault is mended (a newer program, a transfer that has arrived); then they go on in their order.
A change of somebody else's record waits for its owner, whatever version the owner has meanwhile.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, select, update

from zsapp.base.entry import Entry
from zsapp.base.errors import Code, ZsError
from zsapp.base.ids import id_bytes, id_text
from zsapp.records import follow_ups, sectors
from zsapp.records.journal import COLUMNS, entry_of
from zsapp.records.review_rows import BEHIND, HELD, OVERTAKEN, HeldRow
from zsapp.records.rows import JournalRow
from zsapp.rules.review import CONFLICT, QUARANTINE, RELEASE

PERSONS = (Code.PACKAGE_RECORD_OTHERS.name, CONFLICT)
"""Faults that no later version makes good: whose the record is, and what two have said at once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry: the name of the code, and the path of the item."""

    code: str
    where: str = ""


Judge = Callable[[Entry], Fault | None]
"""Says whether an entry may be applied, by what the store itself does not know: certificates, transfers."""


def fault_of(entry: Entry, judge: Judge) -> Fault | None:
    """Return what is wrong with an entry whose header is sound, nothing when it may be applied.

    Raises:
        Trouble: STORE_NEWER, which is no fault of the entry: the whole package waits for an upgrade.
    """
    try:
        sectors.checked_entry(entry)
    except ZsError as error:
        if error.code is Code.STORE_NEWER:
            raise
        return Fault(error.code.name, error.field)
    return judge(entry)


@dataclass(slots=True)
class Changes:
    """What one errand has held, let go on and passed over: by chain, for the journal."""

    held: list[tuple[Entry, Fault]] = field(default_factory=list)
    gone_on: list[tuple[Entry, bool]] = field(default_factory=list)

    def notes(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give verb and payload of the entries that keep it."""
        for chain in dict.fromkeys(_chain(entry) for entry, _ in self.held):
            rows = [
                {"seq": one.header.seq, "record": one.header.record_id, **_said(fault)}
                for one, fault in self.held
                if _chain(one) == chain
            ]
            yield QUARANTINE, {"station": chain[0], "epoch": chain[1], "entries": rows}
        for chain in dict.fromkeys(_chain(entry) for entry, _ in self.gone_on):
            on = [{"seq": one.header.seq, "on": on} for one, on in self.gone_on if _chain(one) == chain]
            yield RELEASE, {"station": chain[0], "epoch": chain[1], "entries": on}


def _chain(entry: Entry) -> tuple[str, int]:
    return entry.header.station, entry.header.epoch


def _said(fault: Fault) -> dict[str, str]:
    return {"code": fault.code, "where": fault.where}


class Quarantine:
    """What is held in a store, while an errand changes it."""

    def __init__(self, connection: Connection) -> None:
        """Look at what is held now."""
        self._connection = connection
        self._rows: list[Any] = list(follow_ups.waiting_ones(connection))
        self.changes = Changes()

    def __bool__(self) -> bool:
        """Say whether anything is held at all."""
        return bool(self._rows)

    def waits(self, entry: Entry) -> bool:
        """Say whether an entry waits behind one of its own chain that has a fault."""
        header = entry.header
        if not self._rows or not header.record_id:
            return False
        if not (header.version or header.verb in follow_ups.FOLLOWED):
            return False
        before = [one for one in self._of(header.record_id) if one.station == id_bytes(header.station)]
        return any(one.state == HELD and (header.version <= one.version or not one.version) for one in before)

    def hold(self, entry: Entry, entry_pk: int, fault: Fault) -> None:
        """Keep an entry out of the index."""
        header = entry.header
        record, station = id_bytes(header.record_id), id_bytes(header.station)
        follow_ups.put_held(
            self._connection, (entry_pk, record, station, header.version), fault.code, fault.where
        )
        self._look()
        self.changes.held.append((entry, fault))

    def overtake(self, entry: Entry, judge: Judge) -> tuple[tuple[Entry, int], ...]:
        """Pass over what a good later version makes good; return what goes on now, in order."""
        if not self._rows or not entry.header.version:
            return ()
        for one in self._of(entry.header.record_id):
            if one.state == HELD and one.code not in PERSONS and one.version < entry.header.version:
                change = update(HeldRow).where(HeldRow.entry == one.entry)
                self._connection.execute(change.values(state=OVERTAKEN))
                self.changes.gone_on.append((self._entry(one.entry), False))
        self._look()
        return self._freed(entry.header.record_id, judge)

    def pass_over(self, entry: Entry, entry_pk: int) -> None:
        """Keep a version out of the index for good: another has taken in what it says."""
        header = entry.header
        at = (entry_pk, id_bytes(header.record_id), id_bytes(header.station), header.version)
        if all(one.entry != entry_pk for one in self._rows):
            follow_ups.put_held(self._connection, at, CONFLICT, "")
            self.changes.held.append((entry, Fault(CONFLICT)))
        change = update(HeldRow).where(HeldRow.entry == entry_pk)
        self._connection.execute(change.values(state=OVERTAKEN))
        self.changes.gone_on.append((entry, False))
        self._look()

    def mended(self, judge: Judge) -> tuple[tuple[Entry, int], ...]:
        """Return what has no fault any more, and what waited behind it, in order."""
        found: list[tuple[Entry, int]] = []
        tried = [one for one in self._rows if one.state == HELD or self._waits_alone(one)]
        for one in [one for one in tried if one.code != CONFLICT]:
            entry = self._entry(one.entry)
            if fault_of(entry, judge) is None:
                found.append(self._let_go(one.entry))
        self._look()
        freed = [two for one, _ in found for two in self._freed(one.header.record_id, judge)]
        return tuple(sorted((*found, *freed), key=lambda one: one[1]))

    def _freed(self, record_id: str, judge: Judge) -> tuple[tuple[Entry, int], ...]:
        """Let those go on that wait behind nothing any more, as far as nothing else is wrong with them."""
        rows = self._of(record_id)
        stopped = {one.station for one in rows if one.state == HELD}
        free = [one.entry for one in rows if one.state == BEHIND and one.station not in stopped]
        found = tuple(self._let_go(one) for one in free if fault_of(self._entry(one), judge) is None)
        self._look()
        return found

    def _waits_alone(self, row: Any) -> bool:
        """Say whether nothing is left that an entry waits behind: it was free, and not fit to go on."""
        others = self._of(id_text(row.record))
        return not any(one.state == HELD and one.station == row.station for one in others)

    def _let_go(self, entry_pk: int) -> tuple[Entry, int]:
        self._connection.execute(delete(HeldRow).where(HeldRow.entry == entry_pk))
        entry = self._entry(entry_pk)
        self.changes.gone_on.append((entry, True))
        return entry, entry_pk

    def _entry(self, entry_pk: int) -> Entry:
        row = self._connection.execute(select(*COLUMNS).where(JournalRow.pk == entry_pk)).one()
        return entry_of(row)

    def _of(self, record_id: str) -> list[Any]:
        return [one for one in self._rows if id_text(one.record) == record_id]

    def _look(self) -> None:
        self._rows = list(follow_ups.waiting_ones(self._connection))
