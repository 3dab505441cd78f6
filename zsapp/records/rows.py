"""Rows of the truth (不可重算的表): journal, drafts, settings, counters, marks, blobs; Alembic's care.

Ids are 16 bytes, hashes 32, moments UTC text as on the wire. What can be replayed from the journal is in
`index_rows.py`.
"""

from typing import Any

from sqlalchemy import CheckConstraint, LargeBinary, MetaData, Row, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}


AnyRow = Row[*tuple[Any, ...]]
"""A row of a query, whatever its columns. Rows never leave this folder."""


class Truth(DeclarativeBase):
    """What cannot be replayed (decision 9)."""

    metadata = MetaData(naming_convention=NAMING)


class JournalRow(Truth):
    """A journal entry (日志条目), our own and other stations': one chain for each station and epoch.

    Every index here is a page more in every commit; what finds a record's history is `EntryRow` of the index.
    """

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("station", "epoch", "seq"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    station: Mapped[bytes] = mapped_column(LargeBinary(16))
    epoch: Mapped[int]
    seq: Mapped[int]
    record: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    sector: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    base_version: Mapped[int]
    schema: Mapped[int]
    who: Mapped[str] = mapped_column(String(200))
    at: Mapped[str] = mapped_column(String(20))
    verb: Mapped[str] = mapped_column(String(32))
    payload_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)


class DraftRow(Truth):
    """What is being typed (草稿). `payload` is canonical JSON."""

    __tablename__ = "draft"

    pk: Mapped[int] = mapped_column(primary_key=True)
    record: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    sector: Mapped[str] = mapped_column(String(32))
    base_version: Mapped[int]
    saved_at: Mapped[str] = mapped_column(String(20))
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class SettingRow(Truth):
    """A named value of this store (设置、密钥): secrets may lie here, the file is encrypted."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


HUB = "hub/database"
"""The named value that tells over which database a home is a hub's; empty for a file of the home."""


class CounterRow(Truth):
    """A block of printed numbers (编号段) of an organisation, kind and year; `next` is the next free."""

    __tablename__ = "counter"
    __table_args__ = (
        UniqueConstraint("org", "kind", "year", "first"),
        CheckConstraint("first <= next AND next <= last + 1", name="next_in_block"),
    )

    pk: Mapped[int] = mapped_column(primary_key=True)
    org: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(32))
    year: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    next: Mapped[int]


class MarkRow(Truth):
    """How far our own journal has travelled (送达标记), one for each level."""

    __tablename__ = "mark"

    level: Mapped[str] = mapped_column(String(32), primary_key=True)
    epoch: Mapped[int]
    seq: Mapped[int]
    at: Mapped[str] = mapped_column(String(20))


class BlobRow(Truth):
    """A blob that must be there (附件登记): SHA-256 of its content and its size in bytes."""

    __tablename__ = "blob"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    size: Mapped[int]
    at: Mapped[str] = mapped_column(String(20))
