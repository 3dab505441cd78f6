"""A hub's tables against the journal (上级索引核对): what they show of each record, and what they should.

The same as `index_faults.py` for a home. Nothing is changed here; `UpstreamWriter.rebuild` writes anew what
differs, so that a column of another making needs no migration.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import exists, select

from zsapp.base.entry import Entry
from zsapp.base.ids import id_bytes, id_text
from zsapp.records.rows import AnyRow
from zsapp.records.transfers import maker_of, owner_of
from zsapp.records.travel import VersionRow
from zsapp.records.upstream_indexing import content_of, index_content
from zsapp.records.upstream_read import MANY, Shelf
from zsapp.records.upstream_reader import UpstreamReader, best_of
from zsapp.records.upstream_rows import ENTRY, LINE, RECORD
from zsapp.records.upstream_write import Row, line_row, record_row

NAMES = tuple(column.name for column in RECORD.c)


class Examiner(UpstreamReader):
    """A reader that holds the tables against the journal."""

    def index_faults(self) -> tuple[str, ...]:
        """Return the ids of the records that are shown otherwise than the journals say, here or upstream."""
        return (*super().index_faults(), *(record_id for record_id, _ in self.differing()))

    def differing(self) -> Iterator[tuple[str, Entry | None]]:
        """Give each record upstream that is shown otherwise than by an entry it has, with that, if any."""
        for ids in _kept(self.shelf):
            rows = {id_text(row.id): row for row in self.shelf.records(ids)}
            lines = _lines(self.shelf, ids)
            for one in ids:
                shown = [version for version in self.versions(one) if not version.state]
                entry = best_of(shown) if shown else None
                if self._differs(rows.get(one), lines.get(one, []), entry):
                    yield one, entry
        for record_id in _strays(self.shelf):
            yield record_id, None

    def _differs(self, row: AnyRow | None, lines: list[Row], entry: Entry | None) -> bool:
        if entry is None or row is None:
            return entry is not None or row is not None or bool(lines)
        indexed = index_content(content_of(entry))
        if indexed.found is None:
            return True
        owner = owner_of(self._connection, bytes(row.id), bytes(row.maker))
        whose = {"maker": bytes(row.maker), "station": owner}
        expected = record_row(self.shelf.city, entry, indexed.found) | whose
        line = [line_row(expected, indexed.line)] if indexed.line else []
        return tuple(row) != tuple(expected[name] for name in NAMES) or lines != line

    def first_maker(self, record_id: str, versions: Sequence[VersionRow]) -> bytes:
        """Return whose a record was first, from what is here of it: it is its first version's."""
        first = min(versions, key=lambda one: (one.entry.header.base_version > 0, one.entry.header.at))
        return maker_of(self._connection, id_bytes(record_id), id_bytes(first.entry.header.station))


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
