"""Laying at a hub (上级库的归并): our own versions of others' records, and what follows from others' words.

The versions are entries of our own journal in the home, shown upstream where the record lies. Who handed what
to whom, and who said what of a record, is kept in the home as at every station: there is little of it, and it
names people. A crash between the two commits leaves the tables ahead; `unlaid` tells of what.
"""

from collections.abc import Iterable
from typing import Any

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import id_bytes, id_text
from zsapp.records import follow_ups, index, sectors, transfers
from zsapp.records.epochs import Mender
from zsapp.records.quarantine import Fault
from zsapp.records.review_rows import HELD, OVERTAKEN, UPSTREAM
from zsapp.records.rows import AnyRow
from zsapp.records.travel import VersionRow
from zsapp.records.upstream_indexing import content_of, index_content
from zsapp.records.upstream_reader import UpstreamReader, best_of
from zsapp.records.upstream_write import Filling
from zsapp.rules.review import CONFLICT, HEARD, MERGE, MERGE_OF, QUARANTINE
from zsapp.rules.transfer import MOVED, OFFER, TRANSFERS

LAID = "hub/laid"
"""The value upstream that names what our last entry of that kind was laid over, and that entry."""
SAID = tuple(one for one in follow_ups.FOLLOWED if one not in follow_ups.HOLDING)
"""Verbs that have a consequence whoever says them."""
FOLLOWED = "hub/followed"
"""The value of the home that tells for which shape of its index the words from below were followed."""


class Laying(UpstreamReader, Mender):
    """The part of a hub's writer that writes over what came from below."""

    filling: Filling

    def __init__(self, *given: Any, **named: Any) -> None:
        """Write as every station does; nothing is laid yet."""
        super().__init__(*given, **named)
        self._laid: dict[str, None] = {}

    # --- our own versions ---------------------------------------------------------------------------------

    def _lying(self, record_id: str) -> AnyRow | None:
        """Return the row of a record that lies upstream, as just taken in if it was."""
        self.filling.flush()
        return self._row(record_id)

    def save(
        self, sector: str, record_id: str, payload: dict[str, Any], *, base_version: int, verb: str
    ) -> Entry:
        """Save a record whole; one of a station below, which lies upstream, is shown there."""
        row = self._lying(record_id)
        if row is None:
            return super().save(sector, record_id, payload, base_version=base_version, verb=verb)
        self._check_write(verb, sector, record_id, payload)
        self._check_handed(row, record_id)
        if (base_version, sector) != (row.version, row.sector):
            raise Refusal(Code.RECORD_CHANGED)
        entry = self._lay(verb, sector, record_id, payload, base_version)
        one, base = entry.header, (id_text(row.sender), row.epoch, row.seq)
        if base[:2] != (one.station, one.epoch):
            said = {"merge": [one.station, one.epoch, one.seq], "of": [list(base)]}
            self._append(MERGE_OF, sector, record_id, said, None)
        return entry

    def _check_write(self, verb: str, sector: str, record_id: str, payload: dict[str, Any]) -> None:
        if self._writes is not None:
            guard = self._guard(record_id)
            restricted = bool(sectors.guard_of(sector, payload) or (guard and guard[1]))
            self._writes.require_entry(verb, sector, restricted=restricted)

    def _check_handed(self, row: AnyRow, record_id: str) -> None:
        """Refuse to change what we have offered to another station, or given away.

        Raises:
            Refusal: TRANSFER_OPEN, TRANSFER_GONE.
        """
        if transfers.is_offered(self._connection, record_id, self.own):
            raise Refusal(Code.TRANSFER_OPEN)
        if id_text(row.station) != self.own and transfers.given(
            self._connection, [id_bytes(record_id)], self.own
        ):
            raise Refusal(Code.TRANSFER_GONE)

    def take_over(self, sector: str, record_id: str, payload: dict[str, Any], base_version: int) -> Entry:
        """Save what another station has handed over, as the version after the one it offered."""
        if self._lying(record_id) is None:
            return super().take_over(sector, record_id, payload, base_version)
        self._check_write(MOVED, sector, record_id, payload)
        return self._lay(MOVED, sector, record_id, payload, base_version)

    def merge(
        self, sector: str, record_id: str, payload: dict[str, Any], *, base_version: int, version: int
    ) -> Entry:
        """Save what two versions say together: an entry of ours, shown where the record is."""
        if self._lying(record_id) is None:
            return super().merge(sector, record_id, payload, base_version=base_version, version=version)
        return self._lay(MERGE, sector, record_id, payload, base_version, version=version)

    def _lay(
        self,
        verb: str,
        sector: str,
        record_id: str,
        payload: dict[str, Any],
        base_version: int,
        *,
        version: int = 0,
    ) -> Entry:
        entry, _ = self._append(verb, sector, record_id, payload, base_version, version=version)
        self._keep_out([entry])
        self._show(entry)
        self._settle_owner(record_id)
        return entry

    def _give_up(self, ours: Iterable[VersionRow]) -> None:
        """Keep versions of ours out of the home's index: what held them there holds them upstream."""
        found = [one for one in ours if one.code != UPSTREAM]
        for one in (one for one in found if one.state):
            self.filling.set_aside(one.entry, one.state, one.code, "")
        self._keep_out(one.entry for one in found)

    def _keep_out(self, entries: Iterable[Entry]) -> None:
        """Journal that the home's index passes over versions of ours, which are shown upstream."""
        rows: dict[int, list[dict[str, Any]]] = {}
        for one in entries:
            said = {"seq": one.header.seq, "record": one.header.record_id, "code": UPSTREAM, "where": ""}
            rows.setdefault(one.header.epoch, []).append(said)
        for epoch, held in rows.items():
            self._append(QUARANTINE, "", "", {"station": self.own, "epoch": epoch, "entries": held}, None)

    def set_aside(
        self, held: Iterable[tuple[VersionRow, Fault]], passed: Iterable[VersionRow], record_id: str
    ) -> None:
        """Keep versions out of the index, some until a person decides; show the best of the rest."""
        if self._lying(record_id) is None:
            super().set_aside(held, passed, record_id)
            return
        for one, fault in held:
            self.filling.set_aside(one.entry, HELD, fault.code, fault.where)
        for one in passed:
            self.filling.set_aside(one.entry, OVERTAKEN, one.code, "")
        self._show(best_of(self.versions(record_id)))

    def _show(self, entry: Entry) -> None:
        """Show a record by an entry, whatever it was shown by."""
        self._laid[entry.header.record_id] = None
        indexed = index_content(content_of(entry))
        if indexed.found is not None:
            self.filling.show(entry, indexed.found, indexed.line)

    # --- what lay in the home -----------------------------------------------------------------------------

    def _make_way(self, entry: Entry) -> None:
        """Let a record lie upstream from now on: another station's version of it was just gathered."""
        record_id = entry.header.record_id
        if index.shown(self._connection, record_id) is None:
            return
        maker, ours = super().maker_of(record_id), self._own_versions(record_id)
        index.forget(self._connection, record_id)
        self._give_up(ours)
        self.filling.flush()
        self.filling.set_maker(id_bytes(record_id), id_bytes(maker))
        self._settle_owner(record_id)
        self._show(best_of(self.versions(record_id)))

    def _name_maker(self, entry: Entry) -> None:
        """Write down whose a record was first that came here by a later version: it was handed over."""
        record, station = id_bytes(entry.header.record_id), id_bytes(entry.header.station)
        self.filling.flush()
        maker = transfers.maker_of(self._connection, record, station)
        if maker != station:
            self.filling.set_maker(record, maker)
        self._settle_owner(entry.header.record_id)

    def _own_versions(self, record_id: str) -> list[VersionRow]:
        return [one for one in self.versions(record_id) if one.entry.header.station == self.own]

    # --- what follows -------------------------------------------------------------------------------------

    def _follow(self, entry: Entry) -> None:
        """Do what follows from another's word; doing it twice changes nothing."""
        if entry.header.version or entry.header.verb not in SAID:
            return
        follow_ups.follow(self._connection, entry, 0)
        if entry.header.verb in TRANSFERS and entry.header.record_id:
            self.filling.flush()
            self._settle_owner(entry.header.record_id)

    def hear(self, verb: str, sector: str, record_id: str, payload: dict[str, Any]) -> None:
        """Journal what another station has said: it may say whose a record is that lies upstream."""
        super().hear(verb, sector, record_id, payload)
        if verb == HEARD and self._lying(record_id) is not None:
            self._settle_owner(record_id)

    def _settle_owner(self, record_id: str) -> None:
        """Write down whose a record is now that lies upstream."""
        row = self._row(record_id)
        if row is not None:
            owner = transfers.owner_of(self._connection, bytes(row.id), bytes(row.maker))
            self.filling.set_owner(bytes(row.id), owner)

    def _settle_owners(self, old: str, heir: str) -> list[bytes]:
        """Write down whose records are now, those that lie upstream too."""
        self.filling.flush()
        self.filling.move_owner(id_bytes(old), id_bytes(self.heir_of(heir)))
        handed = super()._settle_owners(old, heir)
        for record in handed:
            self._settle_owner(id_text(record))
        return handed

    def replay(self) -> int:
        """Make the home's index anew, and what follows from the words of stations below."""
        replayed = super().replay()
        self.follow_below()
        return replayed

    def follow_below(self) -> None:
        """Follow every word from below: offers first, so that ours about them find them, then all of them."""
        words = self.shelf.of_verbs(SAID)
        for one in words:
            if one.header.verb == OFFER:
                follow_ups.follow(self._connection, one, 0)
        follow_ups.follow_all(self._connection)
        for one in words:
            follow_ups.follow(self._connection, one, 0)

    # --- a crash between the two commits ------------------------------------------------------------------

    def finish(self) -> None:
        """Commit what lies upstream; the home follows."""
        if self._laid:
            end = self._own_end().head
            said = {"epoch": end.epoch, "seq": end.seq, "hash": end.hash, "records": list(self._laid)}
            self.filling.set_value(LAID, canonical(said))
        self.filling.commit()

    def unlaid(self) -> tuple[str, ...]:
        """Return the records that entries were laid over which the home has lost; free to be laid anew."""
        content = self.shelf.value(LAID)
        said = read_canonical(content) if content else None
        if said is None:
            return ()
        ours = next(super().entries(self.own, said["epoch"], said["seq"] - 1, said["seq"]), None)
        if ours is not None and ours.hash == said["hash"]:
            return ()
        for record_id in said["records"]:
            self.filling.forget_aside(id_bytes(record_id), (CONFLICT, ""), (HELD, OVERTAKEN))
            self._show(best_of(self.versions(record_id)))
        return tuple(said["records"])
