"""Rows of what stations say of each other's records (校核、隔离的索引); a replay makes them again.

Their truth is entries: a receiver's own about what it does not apply, a reviewer's about a record, a
station's about what it has heard.
"""

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from zsapp.records.index_rows import Replayed

HELD, BEHIND, OVERTAKEN = "held", "behind", "overtaken"
"""An entry with a fault; a good one that waits behind such a one; one whose record has gone on without it."""
UPSTREAM = "UPSTREAM"
"""The code of an entry of ours that a hub shows in its tables: the home's own index passes it over."""


class HeldRow(Replayed):
    """An entry that is in the journal and not in the index (隔离): the journal row, and why."""

    __tablename__ = "held"
    __table_args__ = (Index(None, "record"),)

    entry: Mapped[int] = mapped_column(primary_key=True)
    record: Mapped[bytes] = mapped_column(LargeBinary(16))
    station: Mapped[bytes] = mapped_column(LargeBinary(16))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(200))


class ReviewRow(Replayed):
    """The last verdict of a reviewing station on a record (校核结果), and on which version of it."""

    __tablename__ = "review"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 -- SQLAlchemy's own way of saying it

    record: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    station: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    epoch: Mapped[int]
    seq: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    reason: Mapped[str]
    name: Mapped[str] = mapped_column(String(200))
    tier: Mapped[str] = mapped_column(String(32))
    who: Mapped[str] = mapped_column(String(200))
    at: Mapped[str] = mapped_column(String(20))


class DownRow(Replayed):
    """An entry of ours that goes down to a station below (下发), to everybody when no station is named."""

    __tablename__ = "down"
    __table_args__ = (Index(None, "station", "epoch", "seq"),)

    entry: Mapped[int] = mapped_column(primary_key=True)
    station: Mapped[bytes] = mapped_column(LargeBinary(16))
    epoch: Mapped[int]
    seq: Mapped[int]
