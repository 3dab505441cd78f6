"""Rows of the index (可重算的表): what lists and search read; dropped and replayed when INDEX_SCHEMA rises.

Nothing here is known only here (decision 9). `record` is written with the journal entry itself; the others,
and the FTS5 table beside them, follow in batches (`search_index.py`).
"""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from zsapp.base.items import base_of, items
from zsapp.records.rows import NAMING
from zsapp.rules.mediation_ledger import LedgerLine

INDEX_SCHEMA = 5
"""Raise it with any change below, or in what a sector's module gives: the next start replays."""


class Replayed(DeclarativeBase):
    """What the journal can make again."""

    metadata = MetaData(naming_convention=NAMING)


class RecordRow(Replayed):
    """A record as last saved (记录), every sector in one table.

    `entry` is the journal row it was read from. `number` is the printed number of a case, the identity
    number of a person; `alias` the agreement's number, the person's telephone. `accepted_on` is an ISO day
    or empty; `guard` says who may find it (`index_of.py`). `station` is the owner, `maker` whose first entry
    it came by: they differ after a transfer. No index but the id's: each would be a page more in every save
    (`KeyRow` stands in).
    """

    __tablename__ = "record"

    pk: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    sector: Mapped[str] = mapped_column(String(32))
    station: Mapped[bytes] = mapped_column(LargeBinary(16))
    version: Mapped[int]
    entry: Mapped[int]
    epoch: Mapped[int]
    seq: Mapped[int]
    org: Mapped[str] = mapped_column(String(200))
    ref: Mapped[str] = mapped_column(String(100))
    number: Mapped[str] = mapped_column(String(100))
    alias: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(100))
    accepted_on: Mapped[str] = mapped_column(String(10))
    saved_at: Mapped[str] = mapped_column(String(20))
    guard: Mapped[int]
    maker: Mapped[bytes] = mapped_column(LargeBinary(16))


class KeyRow(Replayed):
    """What a record is looked up by (编号索引): its number, alias and ref."""

    __tablename__ = "record_key"
    __table_args__ = (Index(None, "record"), {"sqlite_with_rowid": False})

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    record: Mapped[int] = mapped_column(ForeignKey(RecordRow.pk), primary_key=True)


class PersonRow(Replayed):
    """A person named in a record (人名索引): by pinyin (whole or initials), number or its end, telephone."""

    __tablename__ = "person"
    __table_args__ = (
        Index(None, "record"),
        Index(None, "initials"),
        Index("ix_person_number", "number", sqlite_where=text("number <> ''")),
        Index("ix_person_tail", text("substr(number, -4)"), sqlite_where=text("number <> ''")),
        Index("ix_person_phone", "phone", sqlite_where=text("phone <> ''")),
    )

    pk: Mapped[int] = mapped_column(primary_key=True)
    record: Mapped[int] = mapped_column(ForeignKey(RecordRow.pk))
    name: Mapped[str] = mapped_column(String(200))
    initials: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(100))


class TextRow(Replayed):
    """The words of a record (检索文本), which hits are held against; and its state, for lists."""

    __tablename__ = "record_text"
    __table_args__ = (Index(None, "sector", "state"),)

    pk: Mapped[int] = mapped_column(ForeignKey(RecordRow.pk), primary_key=True)
    sector: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(32))
    text: Mapped[str]


class EntryRow(Replayed):
    """Which journal rows are about a record (记录的经过): prints and overrides as well as saves."""

    __tablename__ = "record_entry"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 -- SQLAlchemy's own way of saying it

    record: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    entry: Mapped[int] = mapped_column(primary_key=True)


KINDS: dict[Any, tuple[Any, Any]] = {str: (String(), ""), date: (String(10), ""), int: (Integer(), 0)}
"""The type of a column of `LineRow`, and what stands there when nothing is known; money is NULL then."""

LINE_COLUMNS: dict[str, Any] = {}
"""The columns of `LineRow` by their names, each with what stands there when nothing is known."""


def _line_table() -> Table:
    """Return the table of lines: a column for each item of `LedgerLine`, which declares them."""
    columns = []
    for one in items(LedgerLine):
        money = base_of(one.type)[1] is Decimal
        kind, empty = (Integer(), None) if money else KINDS[base_of(one.type)[1]]
        columns.append(Column(one.wire_key, kind, nullable=money))
        LINE_COLUMNS[one.wire_key] = empty
    pk = Column("pk", Integer, ForeignKey(RecordRow.pk), primary_key=True)
    days = (Index(None, "accepted_on"), Index(None, "closed_on"))
    return Table(
        "case_line", Replayed.metadata, pk, Column("id", String(36), nullable=False), *columns, *days
    )


class LineRow(Replayed):
    """A case as one line of the register (登记簿), and what statistics count of it."""

    __table__ = _line_table()
    pk: Mapped[int]
    id: Mapped[str]
