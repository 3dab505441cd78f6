"""The journal (日志): append-only, one chain for each station and epoch, no gaps. Knows only SQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, or_, select, tuple_

from zsapp.base.clock import read_stamp
from zsapp.base.entry import GENESIS, Entry, Header
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import id_bytes, id_text, is_id
from zsapp.records.index_rows import EntryRow
from zsapp.records.prepared import Prepared
from zsapp.records.rows import AnyRow, JournalRow
from zsapp.records.views import Foreign, Head

COLUMNS = tuple(column for column in JournalRow.__table__.c if column.name != "pk")
INSERT = Prepared(insert(JournalRow), [column.name for column in COLUMNS])
PAGE = 200
"""Entries read at once when a chain is streamed."""


def put_entry(connection: Connection, entry: Entry) -> int:
    """Write an entry and return its journal row."""
    header = entry.header
    written = INSERT.run(
        connection,
        {
            "station": id_bytes(header.station),
            "epoch": header.epoch,
            "seq": header.seq,
            "record": id_bytes(header.record_id) if header.record_id else None,
            "sector": header.sector,
            "version": header.version,
            "base_version": header.base_version,
            "schema": header.schema,
            "who": header.who,
            "at": header.at,
            "verb": header.verb,
            "payload_hash": bytes.fromhex(header.payload_hash),
            "previous": bytes.fromhex(entry.previous),
            "hash": bytes.fromhex(entry.hash),
            "salt": entry.salt,
            "payload": entry.payload,
        },
    )
    return int(written.lastrowid)


def entry_of(row: AnyRow) -> Entry:
    """Return the entry of a journal row."""
    header = Header(
        station=id_text(row.station),
        epoch=row.epoch,
        seq=row.seq,
        record_id=id_text(row.record) if row.record else "",
        sector=row.sector,
        version=row.version,
        base_version=row.base_version,
        schema=row.schema,
        who=row.who,
        at=row.at,
        verb=row.verb,
        payload_hash=row.payload_hash.hex(),
    )
    return Entry(
        header=header,
        previous=row.previous.hex(),
        hash=row.hash.hex(),
        salt=bytes(row.salt),
        payload=None if row.payload is None else bytes(row.payload),
    )


LAST = (
    select(JournalRow.epoch, JournalRow.seq, JournalRow.hash, JournalRow.at)
    .where(JournalRow.station == bindparam("station"))
    .order_by(JournalRow.epoch.desc(), JournalRow.seq.desc())
    .limit(1)
)
LAST_OF_ALL = Prepared(LAST)
LAST_OF_EPOCH = Prepared(LAST.where(JournalRow.epoch == bindparam("epoch")))


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends, and the moment of its last entry; seq 0 and no moment where there is none yet."""

    head: Head
    at: str = ""


def end(connection: Connection, station: str, epoch: int | None = None) -> End:
    """Return where a station's chain ends, in one epoch or in its latest."""
    ask = LAST_OF_ALL if epoch is None else LAST_OF_EPOCH
    row = ask.run(connection, {"station": id_bytes(station), "epoch": epoch}).fetchone()
    if row is None:
        return End(Head(epoch or 0, 0, GENESIS))
    return End(Head(row[0], row[1], row[2].hex()), row[3])


def head(connection: Connection, station: str, epoch: int | None = None) -> Head:
    """Return where a station's chain ends, in one epoch or in its latest."""
    return end(connection, station, epoch).head


def entry_at(connection: Connection, station: str, epoch: int, seq: int) -> Entry | None:
    """Return one entry."""
    row = connection.execute(select(*COLUMNS).where(_of(station, epoch), JournalRow.seq == seq)).one_or_none()
    return entry_of(row) if row else None


def entries(
    connection: Connection, station: str, epoch: int, after: int = 0, until: int | None = None
) -> Iterator[Entry]:
    """Give a chain's entries in order, a page at a time; memory stays small however many there are."""
    while True:
        query = select(*COLUMNS).where(_of(station, epoch), JournalRow.seq > after)
        if until is not None:
            query = query.where(JournalRow.seq <= until)
        rows = connection.execute(query.order_by(JournalRow.seq).limit(PAGE)).all()
        for row in rows:
            yield entry_of(row)
        if len(rows) < PAGE:
            return
        after = rows[-1].seq


def history(connection: Connection, record_id: str, searched: int) -> tuple[Entry, ...]:
    """Return everything that ever befell a record, in the order it came here.

    `searched` is the journal row up to which `EntryRow` knows; those after it are looked at one by one.
    """
    record = id_bytes(record_id)
    known = select(EntryRow.entry).where(EntryRow.record == record)
    late = (JournalRow.pk > searched) & (JournalRow.record == record)
    query = select(*COLUMNS).where(or_(JournalRow.pk.in_(known), late)).order_by(JournalRow.pk)
    return tuple(entry_of(row) for row in connection.execute(query))


def noted(connection: Connection, station: str, verbs: Sequence[str], limit: int) -> tuple[Entry, ...]:
    """Return the last entries of a station with one of these verbs, latest first."""
    query = select(*COLUMNS).where(JournalRow.station == id_bytes(station), JournalRow.verb.in_(verbs))
    return tuple(map(entry_of, connection.execute(query.order_by(JournalRow.pk.desc()).limit(limit))))


def first_kept(connection: Connection) -> dict[str, str]:
    """Return the moment at which each record was first kept, by its id."""
    query = select(JournalRow.record, func.min(JournalRow.at)).where(JournalRow.version == 1)
    rows = connection.execute(query.group_by(JournalRow.record))
    return {id_text(record): at for record, at in rows if record is not None}


PLACE = Prepared(
    select(JournalRow.station, JournalRow.epoch, JournalRow.seq).where(JournalRow.pk == bindparam("pk"))
)


def place_of(connection: Connection, entry_pk: int) -> tuple[str, int, int]:
    """Return station, epoch and seq of a journal row."""
    station, epoch, seq = PLACE.run(connection, {"pk": entry_pk}).fetchone()
    return id_text(station), epoch, seq


def by_verbs(connection: Connection, verbs: Sequence[str]) -> Iterator[tuple[int, Entry]]:
    """Give journal row and entry of everything with one of these verbs, in the journal's order."""
    query = select(JournalRow.pk, *COLUMNS).where(JournalRow.verb.in_(verbs)).order_by(JournalRow.pk)
    last = 0
    while rows := connection.execute(query.where(JournalRow.pk > last).limit(PAGE)).all():
        for row in rows:
            yield row.pk, entry_of(row)
        last = rows[-1].pk


NEXT_CHAIN = Prepared(
    select(JournalRow.station, JournalRow.epoch)
    .where(tuple_(JournalRow.station, JournalRow.epoch) > tuple_(bindparam("station"), bindparam("epoch")))
    .order_by(JournalRow.station, JournalRow.epoch)
    .limit(1)
)


def chains(connection: Connection) -> tuple[Foreign, ...]:
    """Return every chain here, our own included, and where it ends."""
    found: list[Foreign] = []
    station, epoch = b"", -1
    while True:  # two index steps for each chain, however long it is
        row = NEXT_CHAIN.run(connection, {"station": station, "epoch": epoch}).fetchone()
        if row is None:
            return tuple(found)
        station, epoch = row
        found.append(Foreign(id_text(station), head(connection, id_text(station), epoch)))


def _of(station: str, epoch: int) -> ColumnElement[bool]:
    return (JournalRow.station == id_bytes(station)) & (JournalRow.epoch == epoch)


WORD = 32
"""Characters of a sector's or a verb's name at most: a hub's columns hold no more."""


def check_header(header: Header) -> None:
    """Refuse a header that this store could not write back as it was."""
    try:
        read_stamp(header.at)
    except ValueError as fault:
        raise Trouble(Code.DATA_UNREADABLE) from fault
    named = is_id(header.record_id) if header.version or header.record_id else True
    spelt = all(len(one) <= WORD and one.isprintable() for one in (header.sector, header.verb))
    if not (named and spelt) or header.version < 0:
        raise Trouble(Code.DATA_UNREADABLE)
