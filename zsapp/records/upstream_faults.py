"""A hub's tables against the journal (上级索引核对): what they show of each record, and what they should.

The same as `index_faults.py` for a home. Nothing is changed here; `UpstreamWriter.rebuild` writes anew what
differs, so that a column of another making needs no migration.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import exists, select

from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import id_bytes, id_text
from zsapp.records import sectors
from zsapp.records.index_of import IndexRow
from zsapp.records.rows import AnyRow
from zsapp.records.transfers import maker_of, owner_of
from zsapp.records.upcasts import Payload
from zsapp.records.upstream_read import MANY, Shelf
from zsapp.records.upstream_reader import UpstreamReader, best_of
from zsapp.records.upstream_rows import ENTRY, LINE, RECORD
from zsapp.records.upstream_write import Row, line_row, record_row

NAMES = tuple(column.name for column in RECORD.c)


class Examiner(UpstreamReader):
    """A reader that holds the tables against the journal."""

    def index_faults(self) -> tuple[str, ...]:
        """Return the ids of the records that are shown otherwise than the journals say, here or upstream."""
        return (*super().index_faults(), *self.differing())

    def differing(self) -> Iterator[str]:
        """Give each record upstream that is shown otherwise than by the best of its versions."""
        for ids in _kept(self.shelf):
            rows = {id_text(row.id): row for row in self.shelf.records(ids)}
            lines, ours = _lines(self.shelf, ids), self.own_sectors_of(ids)
            for one in ids:
                if self._differs(rows.get(one), lines.get(one, []), None if one in ours else self._best(one)):
                    yield one
        yield from _strays(self.shelf)

    def _best(self, record_id: str) -> Entry | None:
        """Return the entry a record is shown by, None where all that is here of it is held."""
        shown = [one for one in self.versions(record_id) if not one.state]
        return best_of(shown) if shown else None

    def _differs(self, row: AnyRow | None, lines: list[Row], entry: Entry | None) -> bool:
        if entry is None or row is None:
            return entry is not None or row is not None or bool(lines)
        try:
            found, line = index_shown(entry)
        except Trouble:  # what cannot be read cannot be shown: the chain says where
            return True
        owner = owner_of(self._connection, bytes(row.id), bytes(row.maker))
        whose = {"maker": bytes(row.maker), "station": owner}
        expected = record_row(self.shelf.city, entry, found) | whose
        return tuple(row) != tuple(expected[name] for name in NAMES) or lines != (
            [line_row(expected, line)] if line else []
        )

    def first_maker(self, record_id: str) -> bytes:
        """Return whose a record was first, from what is here of it: it is its first version's.

        What somebody else wrote of it, and was held for that, says nothing.
        """
        versions = [one for one in self.versions(record_id) if one.code != Code.PACKAGE_RECORD_OTHERS.name]
        first = min((one.entry.header for one in versions), key=lambda one: (one.base_version > 0, one.at))
        station = id_bytes(first.station)
        return maker_of(self._connection, id_bytes(record_id), station) if first.base_version else station


def index_shown(entry: Entry) -> tuple[IndexRow, Payload | None]:
    """Return what an entry that is shown is for the index: whether it fits was asked when it came.

    Raises:
        Trouble: STORE_NEWER, DATA_UNREADABLE.
    """
    return sectors.index_and_line(entry.header.sector, sectors.read_entry(entry))


def _kept(shelf: Shelf) -> Iterator[list[str]]:
    """Give the ids of the records that the journal upstream has versions of, by pages."""
    query = select(ENTRY.c.record).where(shelf.of(ENTRY, ENTRY.c.version > 0)).distinct()
    query, last = query.order_by(ENTRY.c.record).limit(MANY), b""
    while found := list(shelf.connection.execute(query.where(ENTRY.c.record > last)).scalars()):
        last = bytes(found[-1])
        yield [id_text(one) for one in found]


def _lines(shelf: Shelf, ids: Sequence[str]) -> dict[str, list[Row]]:
    """Return the lines of records; one whose day of acceptance changed must not have two."""
    found: dict[str, list[Row]] = {}
    among = shelf.among(LINE.c.id, [id_bytes(one) for one in ids])
    for row in shelf.connection.execute(select(LINE).where(shelf.of(LINE, among))).mappings():
        found.setdefault(id_text(row["id"]), []).append(dict(row))
    return found


def _strays(shelf: Shelf) -> list[str]:
    """Return the records that are shown and of which there is no version."""
    same = (ENTRY.c.city == RECORD.c.city) & (ENTRY.c.record == RECORD.c.id) & (ENTRY.c.version > 0)
    query = select(RECORD.c.id).where(shelf.of(RECORD, ~exists().where(same)))
    return [id_text(one) for one in shelf.connection.execute(query).scalars()]
