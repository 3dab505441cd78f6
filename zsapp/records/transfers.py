"""Transfers in the index (移交索引): offers by their place in the giver's chain, and what became of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, LargeBinary, String, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Mapped, mapped_column

from zsapp.base.canonical import is_whole
from zsapp.base.entry import Entry
from zsapp.base.ids import id_bytes, id_text, is_id
from zsapp.records.index_of import text_at
from zsapp.records.index_rows import RecordRow, Replayed
from zsapp.records.prepared import Prepared
from zsapp.records.succession import heirs, line_of
from zsapp.records.upcasts import Payload
from zsapp.rules.review import HEARD
from zsapp.rules.transfer import CARRY, DECLINE, OFFER, TAKE, TRANSFERS, WITHDRAW, Handing, owner_after

NOBODY = b""
OPEN, TAKEN, DECLINED, WITHDRAWN = "open", "taken", "declined", "withdrawn"
ENDS = {DECLINE: DECLINED, WITHDRAW: WITHDRAWN}


class TransferRow(Replayed):
    """An offer of a record (移交): who gave, to whom (a station or a region code), who took it.

    `entry` is the journal row that tells of it here; `passed` names what was passed on, one letter each;
    `maker` is whose the record was first, where the offer came without the record.
    """

    __tablename__ = "transfer"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 -- SQLAlchemy's own way of saying it

    record: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    giver: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    sector: Mapped[str] = mapped_column(String(32))
    offered_to: Mapped[str] = mapped_column(String(40))
    taker: Mapped[bytes] = mapped_column(LargeBinary(16))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str]
    who: Mapped[str] = mapped_column(String(200))
    at: Mapped[str] = mapped_column(String(20))
    entry: Mapped[int]
    passed: Mapped[str] = mapped_column(String(8))
    maker: Mapped[bytes] = mapped_column(LargeBinary(16))


PLACE = (TransferRow.record, TransferRow.giver, TransferRow.epoch, TransferRow.seq)
HANDINGS = Prepared(
    select(TransferRow.epoch, TransferRow.seq, TransferRow.giver, TransferRow.taker).where(
        TransferRow.record == bindparam("record"), TransferRow.taker != NOBODY
    )
)
MAKER = Prepared(
    select(TransferRow.maker)
    .where(
        TransferRow.record == bindparam("record"),
        TransferRow.taker == bindparam("taker"),
        TransferRow.maker != NOBODY,
    )
    .order_by(TransferRow.entry)
    .limit(1)
)
OPEN_OFFER = Prepared(
    select(TransferRow.seq).where(
        TransferRow.record == bindparam("record"),
        TransferRow.giver == bindparam("giver"),
        TransferRow.state == OPEN,
    )
)


def owner_of(connection: Connection, record: bytes, maker: bytes) -> bytes:
    """Return whose a record is that a station made."""
    found, known = handings_of(connection, record), heirs(connection)
    return id_bytes(owner_after(id_text(maker), found, known)) if found or known else maker


def handings_of(connection: Connection, record: bytes) -> list[Handing]:
    """Return the accepted offers of a record, as far as they are known here."""
    rows = HANDINGS.run(connection, {"record": record}).fetchall()
    return [Handing(epoch, seq, id_text(giver), id_text(taker)) for epoch, seq, giver, taker in rows]


def maker_of(connection: Connection, record: bytes, station: bytes) -> bytes:
    """Return whose a record was first that comes by an entry of a station: its own, or handed over to it."""
    row = MAKER.run(connection, {"record": record, "taker": station}).fetchone()
    return bytes(row[0]) if row else station


def is_offered(connection: Connection, record_id: str, giver: str) -> bool:
    """Say whether a station, or one whose place it took, has offered a record and waits for the answer."""
    offers = ({"record": id_bytes(record_id), "giver": id_bytes(one)} for one in line_of(connection, giver))
    return any(OPEN_OFFER.run(connection, one).fetchone() is not None for one in offers)


def given(connection: Connection, records: Sequence[bytes], station: str) -> Sequence[bytes]:
    """Return which of some records a station, or one whose place it took, has given away or taken once."""
    line = [id_bytes(one) for one in line_of(connection, station)]
    query = select(TransferRow.record).where(
        TransferRow.giver.in_(line) | TransferRow.taker.in_(line),
        TransferRow.taker != NOBODY,
        TransferRow.record.in_(records),
    )
    return connection.execute(query).scalars().all() if records else ()


def is_gone(connection: Connection, record_id: str, station: str) -> bool:
    """Say whether a record that a station, or one whose place it took, once had or accepted is another's."""
    handings = handings_of(connection, id_bytes(record_id))
    had_it = {one for two in handings for one in (two.giver, two.taker)}
    if not had_it.intersection(line_of(connection, station)):
        return False
    query = select(RecordRow.station).where(RecordRow.id == id_bytes(record_id))
    return bool(connection.execute(query).scalar_one() != id_bytes(station))


def follow(connection: Connection, entry: Entry, entry_pk: int, payload: Payload, own: str) -> None:
    """Do what follows from an entry about a transfer, or from one that was passed on or heard."""
    header, record = entry.header, entry.header.record_id
    if not is_id(record):
        return
    if header.verb == CARRY:
        if header.station == own:
            _note_passed(connection, record, payload)
        return
    verb, speaker = header.verb, header.station
    if verb == HEARD:
        verb, speaker = (
            (str(payload.get("what")), str(payload.get("speaker"))) if speaker == own else ("", "")
        )
    said = _own_place(entry, payload) if header.verb == OFFER else payload
    place = _place_of(record, said)
    if verb in TRANSFERS and place is not None and is_id(speaker):
        if verb == TAKE and header.verb == HEARD:  # of an offer to somebody else, only this is heard
            said = {**said, "reason": "", "who": ""}
        if verb == OFFER or said is not payload:
            _put_offer(connection, place, entry, entry_pk, said)
        _end(connection, place, verb, speaker)
        settle_owner(connection, place["record"])


def _own_place(entry: Entry, said: Payload) -> Payload:
    header = entry.header
    return {**said, "giver": header.station, "epoch": header.epoch, "seq": header.seq}


def _place_of(record: str, said: Payload) -> dict[str, Any] | None:
    """Return the key of an offer that an entry speaks of, None when it names none."""
    giver, epoch, seq = said.get("giver"), said.get("epoch"), said.get("seq")
    if not isinstance(giver, str) or not is_id(giver) or not is_whole(epoch) or not is_whole(seq):
        return None
    return {"record": id_bytes(record), "giver": id_bytes(giver), "epoch": epoch, "seq": seq}


def _put_offer(
    connection: Connection, place: dict[str, Any], entry: Entry, entry_pk: int, said: Payload
) -> None:
    version = said.get("version")
    row = {
        **place,
        "sector": entry.header.sector,
        "offered_to": text_at(said, "offered_to")[:40],
        "taker": NOBODY,
        "version": version if is_whole(version) else 0,
        "state": OPEN,
        "reason": text_at(said, "reason"),
        "who": text_at(said, "who") or entry.header.who,
        "at": text_at(said, "at") or entry.header.at,
        "entry": entry_pk,
        "passed": "",
        "maker": id_bytes(maker) if is_id(maker := text_at(said, "maker")) else NOBODY,
    }
    connection.execute(upsert(TransferRow).values(row).on_conflict_do_nothing())


def _end(connection: Connection, place: dict[str, Any], verb: str, speaker: str) -> None:
    """Enter what became of an offer; of two who took it, it is one and the same everywhere."""
    where = [getattr(TransferRow, key) == value for key, value in place.items()]
    change = update(TransferRow).where(*where)
    if verb == TAKE:
        taker = id_bytes(speaker)
        first = change.where((TransferRow.taker == NOBODY) | (TransferRow.taker > taker))
        connection.execute(first.values(taker=taker, state=TAKEN))
    elif verb in ENDS:
        connection.execute(change.where(TransferRow.state == OPEN).values(state=ENDS[verb]))


def _note_passed(connection: Connection, record: str, payload: Payload) -> None:
    place, what = _place_of(record, payload), str(payload.get("what"))
    if place is None:
        return
    where = [getattr(TransferRow, key) == value for key, value in place.items()]
    letter = letter_of(what)
    fresh = ~TransferRow.passed.contains(letter)  # what follows from an entry may be done again at a hub
    connection.execute(update(TransferRow).where(*where, fresh).values(passed=TransferRow.passed + letter))


def letter_of(what: str) -> str:
    """Return the letter by which it is remembered that something was passed on."""
    return {OFFER: "o", TAKE: "t", DECLINE: "d", WITHDRAW: "w"}.get(what, "")


def settle_owner(connection: Connection, record: bytes) -> None:
    """Write down whose a record is now."""
    row = connection.execute(select(RecordRow.maker).where(RecordRow.id == record)).one_or_none()
    if row is not None:
        owner = owner_of(connection, record, row.maker)
        connection.execute(update(RecordRow).where(RecordRow.id == record).values(station=owner))


def settle_owners(connection: Connection, old: str, heir: str) -> list[bytes]:
    """Write down that what was a station's is another's; return the records that were ever handed on."""
    mine = update(RecordRow).where(RecordRow.station == id_bytes(old))
    connection.execute(mine.values(station=id_bytes(heir)))
    query = select(TransferRow.record).where(TransferRow.taker != NOBODY).distinct()
    handed = [bytes(one) for one in connection.execute(query).scalars()]
    for record in handed:
        settle_owner(connection, record)
    return handed


def rows(connection: Connection, *where: Any) -> Sequence[Any]:
    """Return offers, the latest first."""
    query = (
        select(*TransferRow.__table__.c).where(*where).order_by(TransferRow.at.desc(), TransferRow.seq.desc())
    )
    return connection.execute(query).all()
