"""Reading a hub's tables (读上级库): plain questions over one connection, each within the city."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Table,
    and_,
    any_,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.types import UserDefinedType

from zsapp.base.clock import read_stamp, stamp
from zsapp.base.entry import GENESIS, Entry, Header
from zsapp.base.ids import id_bytes, id_text
from zsapp.records.case_lines import DAY, Basis
from zsapp.records.review_rows import OVERTAKEN
from zsapp.records.rows import AnyRow
from zsapp.records.upstream import is_postgresql
from zsapp.records.upstream_rows import CHAIN, ENTRY, HELD, LINE, RECEIPT, RECORD, VALUE
from zsapp.records.upstream_seal import Seal
from zsapp.records.views import Foreign, Head

PAGE = 200
OF_HELD = and_(*(HELD.c[name] == ENTRY.c[name] for name in ("city", "sender", "epoch", "seq")))
"""What ties an entry that is held to the entry itself."""
COUNTED = 1_000
"""Records of a list that are counted at most: 999+ on a screen."""
MANY = 2_000
"""Ids asked for at once."""


class _Many(UserDefinedType[Sequence[bytes]]):
    """Many values as PostgreSQL writes an array of them: the driver would ask of each member what it is."""

    cache_ok = True

    def get_col_spec(self, **_options: Any) -> str:
        """Return the type's name."""
        return "BYTEA[]"

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str]:  # noqa: ARG002 -- its name is given
        """Return what writes them."""
        return _array_of


def _array_of(values: Sequence[bytes]) -> str:
    return "{" + ",".join([f'"\\\\x{one.hex()}"' for one in values]) + "}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A volume that came (收件): whose, which, when; the code under which it was refused, if it was."""

    sender: str
    package: str
    volume: int
    volumes: int
    at: datetime
    epoch: int
    seq_from: int
    seq_to: int
    entries: int
    code: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A connection to a hub's tables: whose city, and what opens the payloads."""

    connection: Connection
    city: str
    seal: Seal

    def of(self, table: Table, *more: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return the condition that rows are this city's, and more."""
        found: ColumnElement[bool] = table.c.city == self.city
        for one in more:
            found = found & one
        return found

    # --- chains -------------------------------------------------------------------------------------------

    def head(self, station: str, epoch: int | None = None, *, lock: bool = False) -> Head:
        """Return where a chain ends, in one epoch or its latest; `lock` keeps others from moving it on."""
        query = select(CHAIN.c.epoch, CHAIN.c.seq, CHAIN.c.hash)
        query = query.where(self.of(CHAIN, CHAIN.c.sender == id_bytes(station)))
        if epoch is not None:
            query = query.where(CHAIN.c.epoch == epoch)
        query = query.order_by(CHAIN.c.epoch.desc()).limit(1)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        return Head(row.epoch, row.seq, row.hash.hex()) if row else Head(epoch or 0, 0, GENESIS)

    def chains(self) -> tuple[Foreign, ...]:
        """Return every chain here, each with where it ends."""
        query = select(CHAIN.c.sender, CHAIN.c.epoch, CHAIN.c.seq, CHAIN.c.hash).where(self.of(CHAIN))
        rows = self.connection.execute(query.order_by(CHAIN.c.sender, CHAIN.c.epoch))
        return tuple(Foreign(id_text(one[0]), Head(one[1], one[2], one[3].hex())) for one in rows)

    def entries(self, station: str, epoch: int, after: int, until: int | None) -> Iterator[Entry]:
        """Give a chain's entries in order, a page at a time."""
        while True:
            mine = (ENTRY.c.sender == id_bytes(station)) & (ENTRY.c.epoch == epoch) & (ENTRY.c.seq > after)
            query = select(ENTRY).where(self.of(ENTRY, mine)).order_by(ENTRY.c.seq).limit(PAGE)
            if until is not None:
                query = query.where(ENTRY.c.seq <= until)
            rows = self.connection.execute(query).all()
            yield from map(self._entry, rows)
            if len(rows) < PAGE:
                return
            after = rows[-1].seq

    def entry(self, sender: bytes, epoch: int, seq: int) -> Entry:
        """Return one entry, which is here."""
        at = (ENTRY.c.sender == sender) & (ENTRY.c.epoch == epoch) & (ENTRY.c.seq == seq)
        return self._entry(self.connection.execute(select(ENTRY).where(self.of(ENTRY, at))).one())

    def history(self, record_id: str) -> tuple[Entry, ...]:
        """Return everything that befell a record, by the moments at which it did."""
        query = select(ENTRY).where(self.of(ENTRY, ENTRY.c.record == id_bytes(record_id)))
        query = query.order_by(ENTRY.c.at, ENTRY.c.sender, ENTRY.c.epoch, ENTRY.c.seq)
        return tuple(map(self._entry, self.connection.execute(query)))

    def of_verbs(self, verbs: Sequence[str]) -> tuple[Entry, ...]:
        """Return every entry with one of these verbs that is not held, chain by chain; the whole is read."""
        mine = ENTRY.c.verb.in_(verbs) & (ENTRY.c.version == 0)
        query = select(ENTRY).outerjoin(HELD, OF_HELD).where(self.of(ENTRY, mine, HELD.c.seq.is_(None)))
        query = query.order_by(ENTRY.c.sender, ENTRY.c.epoch, ENTRY.c.seq)
        return tuple(map(self._entry, self.connection.execute(query)))

    def versions(self, record_id: str) -> list[tuple[Entry, str, str]]:
        """Return every version of a record, with state and code where it is held."""
        mine = (ENTRY.c.record == id_bytes(record_id)) & (ENTRY.c.version > 0)
        query = select(ENTRY, HELD.c.state, HELD.c.code).outerjoin(HELD, OF_HELD).where(self.of(ENTRY, mine))
        rows = self.connection.execute(query.order_by(ENTRY.c.at, ENTRY.c.seq))
        return [(self._entry(row), row.state or "", row.code or "") for row in rows]

    def states(self, record_id: str) -> dict[tuple[str, int, int], tuple[str, str]]:
        """Return state and code of what is held of a record, our own versions too, each by its place."""
        query = select(HELD).where(self.of(HELD, HELD.c.record == id_bytes(record_id)))
        rows = self.connection.execute(query)
        return {(id_text(row.sender), row.epoch, row.seq): (row.state, row.code) for row in rows}

    def held(self, station: str = "") -> list[AnyRow]:
        """Return what is held of one station or of all, in the order of the chains; ours without a moment."""
        query = select(HELD, ENTRY.c.at).outerjoin(ENTRY, OF_HELD)
        mine = HELD.c.sender == id_bytes(station) if station else HELD.c.seq > 0
        query = query.where(self.of(HELD, mine, HELD.c.state != OVERTAKEN)).order_by(
            HELD.c.sender, HELD.c.epoch, HELD.c.seq
        )
        return list(self.connection.execute(query))

    def _entry(self, row: AnyRow) -> Entry:
        who, payload = self.seal.open(row.sender, row.epoch, row.seq, row.sealed)
        header = Header(
            station=id_text(row.sender),
            epoch=row.epoch,
            seq=row.seq,
            record_id=id_text(row.record) if row.record else "",
            sector=row.sector,
            version=row.version,
            base_version=row.base_version,
            schema=row.schema,
            who=who,
            at=row.at,
            verb=row.verb,
            payload_hash=row.payload_hash.hex(),
        )
        return Entry(
            header=header,
            previous=row.previous.hex(),
            hash=row.hash.hex(),
            salt=bytes(row.salt),
            payload=payload,
        )

    # --- records ------------------------------------------------------------------------------------------

    def record(self, record_id: str, *, lock: bool = False) -> AnyRow | None:
        """Return a record's row of the index; `lock` keeps others from changing it."""
        year, found = year_of_id(record_id), id_bytes(record_id)
        query = select(RECORD).where(self.of(RECORD, RECORD.c.year == year, RECORD.c.id == found))
        return self.connection.execute(query.with_for_update() if lock else query).one_or_none()

    def content(self, row: AnyRow) -> Entry:
        """Return the entry that a record's row was read from."""
        return self.entry(row.sender, row.epoch, row.seq)

    @staticmethod
    def bears(keys: Sequence[str]) -> ColumnElement[bool]:
        """Return the condition that a record bears one of these as printed number or import ref."""
        return RECORD.c.number.in_(keys) | RECORD.c.ref.in_(keys)

    def page(
        self, *which: ColumnElement[bool], before: bytes | None = None, limit: int
    ) -> tuple[list[AnyRow], int]:
        """Return index rows newest first, from `before` on, and how many there are then, up to 1,000."""
        if before is not None:
            which = (*which, RECORD.c.id < before)
        query = select(RECORD).where(self.of(RECORD, *which)).order_by(RECORD.c.id.desc()).limit(limit)
        some = select(RECORD.c.id).where(self.of(RECORD, *which)).limit(COUNTED).subquery()
        rows = list(self.connection.execute(query)) if limit > 0 else []
        return rows, int(self.connection.execute(select(func.count()).select_from(some)).scalar_one())

    def records(self, ids: Sequence[str], *columns: str) -> Iterator[AnyRow]:
        """Give the index rows of records, or the columns named, in no order."""
        wanted = [RECORD.c[one] for one in columns or RECORD.c.keys()]
        for start in range(0, len(ids), MANY):
            some = ids[start : start + MANY]
            years = RECORD.c.year.in_({year_of_id(one) for one in some})
            among = self.among(RECORD.c.id, [id_bytes(one) for one in some])
            yield from self.connection.execute(select(*wanted).where(self.of(RECORD, years, among)))

    def among(self, column: ColumnElement[bytes], values: Sequence[bytes]) -> ColumnElement[bool]:
        """Return the condition that a column is one of many values.

        To PostgreSQL they are one value, an array: a statement of thousands takes longer than its answer.
        """
        if not is_postgresql(self.connection):
            return column.in_(values)
        return column == any_(literal(values, _Many()))

    def of_sector(self, sector: str, sight: int) -> list[AnyRow]:
        """Return the index rows of a sector as far as they may be seen, oldest first."""
        seen = (RECORD.c.sector == sector) & (RECORD.c.guard <= sight)
        query = select(RECORD).where(self.of(RECORD, seen)).order_by(RECORD.c.year, RECORD.c.id)
        return list(self.connection.execute(query))

    def newest(
        self, stations: Sequence[str], sights: Mapping[str, int], before: bytes | None
    ) -> Iterator[list[AnyRow]]:
        """Give the index rows of stations' records, as far as each sector is seen, newest first, by pages."""
        of = RECORD.c.station.in_([id_bytes(one) for one in stations])
        seen = or_(*((RECORD.c.sector == one) & (RECORD.c.guard <= sight) for one, sight in sights.items()))
        query = select(RECORD).where(self.of(RECORD, of, seen)).order_by(RECORD.c.id.desc()).limit(PAGE)
        while True:
            asked = query if before is None else query.where(RECORD.c.id < before)
            if rows := list(self.connection.execute(asked)):
                yield rows
            if len(rows) < PAGE:
                return
            before = bytes(rows[-1].id)

    def shards(self, station: str, chains: Sequence[str]) -> Iterator[tuple[str, bytes, bytes]]:
        """Give sector, id and entry hash of a station's records in their last versions, held ones too.

        `chains` are its own and those of stations whose place it took.
        """
        mine = id_bytes(station)
        held = select(ENTRY.c.sector, ENTRY.c.record, ENTRY.c.version, ENTRY.c.hash).join(HELD, OF_HELD)
        senders = [id_bytes(one) for one in chains]
        held = held.where(self.of(ENTRY, ENTRY.c.sender.in_(senders), ENTRY.c.version > 0))
        beside = self.connection.execute(held).all()
        columns = RECORD.c.sector, RECORD.c.id, RECORD.c.hash, RECORD.c.version
        rows = self.connection.execute(select(*columns).where(self.of(RECORD, RECORD.c.station == mine)))
        if not beside:
            yield from ((sector, record, said) for sector, record, said, _ in rows)
            return
        found = {bytes(record): (version, bytes(said), sector) for sector, record, said, version in rows}
        for row in beside:
            known = self.record(id_text(row.record))
            if known is None or known.station == mine:  # else it is no version of the station's own
                said = row.version, bytes(row.hash), row.sector
                found[bytes(row.record)] = max(found.get(bytes(row.record), said), said)
        for record, (_, digest, sector) in found.items():
            yield sector, record, digest

    def lines(self, names: Sequence[str], basis: Basis, first: date, last: date) -> list[tuple[Any, ...]]:
        """Return (id, the columns named) of each case of a period; years without any are not read."""
        day = LINE.c[DAY[basis]]
        within: ColumnElement[bool] = day.between(first.isoformat(), last.isoformat())
        if basis == "accepted":
            within &= (LINE.c.year == 0) | LINE.c.year.between(first.year, last.year)
        query = select(LINE.c.id, *(LINE.c[name] for name in names)).where(self.of(LINE, within))
        rows = self.connection.execute(query.order_by(LINE.c.year, LINE.c.id))
        return [(id_text(row[0]), *row[1:]) for row in rows]

    def counted(self) -> dict[str, int]:
        """Return how many records of each sector are here."""
        query = select(RECORD.c.sector, func.count()).where(self.of(RECORD)).group_by(RECORD.c.sector)
        return {str(sector): int(count) for sector, count in self.connection.execute(query)}

    # --- values and receipts ------------------------------------------------------------------------------

    def value(self, key: str) -> bytes | None:
        """Return a named value."""
        query = select(VALUE.c.value).where(self.of(VALUE, VALUE.c.key == key))
        found: bytes | None = self.connection.execute(query).scalar_one_or_none()
        return None if found is None else bytes(found)

    def receipts(self, station: str = "", limit: int = 50) -> tuple[Receipt, ...]:
        """Return the last volumes that came, latest first, of one station or of all."""
        mine = RECEIPT.c.sender == id_bytes(station) if station else RECEIPT.c.volume > 0
        query = select(RECEIPT).where(self.of(RECEIPT, mine)).order_by(RECEIPT.c.at.desc()).limit(limit)
        return tuple(map(_receipt, self.connection.execute(query)))

    def size_of(self, sha256: str) -> int | None:
        """Return the bytes of a volume that was taken in, None for one that was not."""
        taken = (RECEIPT.c.sha256 == sha256) & (RECEIPT.c.code == "")
        return (
            self.connection.execute(select(RECEIPT.c.size).where(self.of(RECEIPT, taken))).scalars().first()
        )

    def last_seen(self, now: datetime) -> dict[str, datetime]:
        """Return when each station was last heard of: when its last volume came, or its last entry was made.

        What a stick brings has no receipt; a station's clock that runs ahead says no more than `now`.
        """
        made = select(CHAIN.c.sender, func.max(CHAIN.c.at)).where(self.of(CHAIN)).group_by(CHAIN.c.sender)
        came = select(RECEIPT.c.sender, func.max(RECEIPT.c.at)).where(self.of(RECEIPT))
        found = {id_text(one[0]): min(read_stamp(one[1]), now) for one in self.connection.execute(made)}
        for row in self.connection.execute(came.group_by(RECEIPT.c.sender)):
            sender, at = id_text(row[0]), read_moment(row[1])
            found[sender] = max(found.get(sender, at), at)
        return found


def _receipt(row: AnyRow) -> Receipt:
    return Receipt(
        sender=id_text(row.sender),
        package=id_text(row.package),
        volume=row.volume,
        volumes=row.volumes,
        at=read_moment(row.at),
        epoch=row.epoch,
        seq_from=row.seq_from,
        seq_to=row.seq_to,
        entries=row.entries,
        code=row.code,
        sha256=row.sha256,
        size=row.size,
    )


def moment_text(moment: datetime) -> str:
    """Return a moment as receipts are sorted by: to the microsecond, so that two in one second keep apart."""
    return f"{stamp(moment)[:-1]}.{moment.microsecond:06d}Z"


def read_moment(text: str) -> datetime:
    """Return the moment of a text of `moment_text`, to the second."""
    return read_stamp(f"{text[:19]}Z")


def year_of_id(record_id: str) -> int:
    """Return the year in which an id was made (UUIDv7 tells the time), in China; it never changes.

    A clock gone wild may have made one in any year: those before 2000 and after 2100 are all of year 0.
    """
    seconds = int(record_id.replace("-", "")[:12], 16) // 1000 + 8 * 3600
    if not FIRST_SECOND <= seconds < LAST_SECOND:
        return 0
    return date.fromordinal(EPOCH_DAY + seconds // 86_400).year


EPOCH_DAY = date(1970, 1, 1).toordinal()
FIRST_SECOND, LAST_SECOND = ((date(year, 1, 1).toordinal() - EPOCH_DAY) * 86_400 for year in (2000, 2100))


def year_of_day(day: str) -> int:
    """Return the year of an ISO day, 0 for none and for one out of all reason."""
    year = int(day[:4]) if day else 0
    return year if 2000 <= year < 2100 else 0


def winners(rows: Iterable[dict[str, Any]]) -> dict[bytes, dict[str, Any]]:
    """Return of each record the row that is shown: the later version, of two equal ones the greater hash."""
    best: dict[bytes, dict[str, Any]] = {}
    for row in rows:
        known = best.get(row["id"])
        if known is None or (row["version"], row["hash"]) > (known["version"], known["hash"]):
            best[row["id"]] = row
    return best
