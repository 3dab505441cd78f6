"""Tables of a hub (上级存储表): what stations below have sent, on SQLite or PostgreSQL by the same DDL.

Every key begins with the city, the column by which the tables are shared out: LIST(city) and, where a year
can be told that never changes, RANGE(year) below it. SQLite has the same tables in one piece. Nothing here
names a person: content lies sealed in `sealed`, the index keeps what is counted (D-56).
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    TextClause,
    text,
)

from zsapp.records.index_rows import LINE_COLUMNS
from zsapp.records.rows import NAMING

UPSTREAM = MetaData(naming_convention=NAMING)
SCHEMA = 1
"""Number of this shape of the tables; it stands in `upstream_value` and a newer one is not opened."""

NAMELESS = (
    *("committee", "number", "accepted_on", "closed_on", "dispute_type", "source", "difficulty", "result"),
    *("form", "amount_fen", "yearly_fen", "performance", "confirmation", "heads", "prevented"),
)
"""The columns of a line of the register that name no party and no mediator."""

BY_CITY, BY_CITY_AND_YEAR = ("city",), ("city", "year")


def _text(length: int) -> String:
    """Return a type of text that sorts by its bytes everywhere: prefixes and days are looked up in it."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def _table(name: str, key: tuple[str, ...], parts: tuple[str, ...], *more: Any) -> Table:
    """Return a table whose first key column is the city, partitioned by it and perhaps by the year.

    A part has one year: with it last in the key a row is found by its id alone, in every part.
    """
    fixed: list[Column[Any]] = [Column("city", _text(4), nullable=False)]
    if parts == BY_CITY_AND_YEAR:
        fixed.append(Column("year", Integer, nullable=False))
    return Table(
        name,
        UPSTREAM,
        *fixed,
        *more,
        PrimaryKeyConstraint("city", *key, *parts[1:]),
        postgresql_partition_by="LIST (city)",
        info={"parts": parts},
    )


def _id(name: str = "id") -> Column[bytes]:
    return Column(name, LargeBinary(16), nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _word(name: str, length: int) -> Column[str]:
    return Column(name, _text(length), nullable=False)


ENTRY = _table(
    "upstream_entry",
    ("sender", "epoch", "seq"),
    BY_CITY,
    *(_id("sender"), _number("epoch"), _number("seq")),
    Column("record", LargeBinary(16)),
    *(_word("sector", 32), _number("version"), _number("base_version"), _number("schema")),
    *(_word("at", 20), _word("verb", 32)),
    *(
        Column(name, LargeBinary, nullable=False)
        for name in ("payload_hash", "previous", "hash", "salt", "sealed")
    ),
    Index(None, "city", "record"),
)
"""The journal of every sender: its key is the idempotency (sync 1). `sealed` holds who, and the payload."""

CHAIN = _table(
    "upstream_chain",
    ("sender", "epoch"),
    BY_CITY,
    *(_id("sender"), _number("epoch"), _number("seq")),
    Column("hash", LargeBinary, nullable=False),
    _word("at", 20),
)
"""Where each chain ends: the row that a package's transaction locks."""

RECORD = _table(
    "upstream_record",
    ("id",),
    BY_CITY_AND_YEAR,
    *(
        _id(),
        _word("sector", 32),
        _id("maker"),
        _id("station"),
        _id("sender"),
        _number("version"),
        _number("epoch"),
        _number("seq"),
    ),
    Column("hash", LargeBinary, nullable=False),
    *(_word("org", 200), _word("ref", 100), _word("number", 100), _word("title", 500)),
    *(
        _word("state", 32),
        _word("kind", 100),
        _word("accepted_on", 10),
        _word("saved_at", 20),
        _number("guard"),
    ),
    Index(None, "city", "station", "sector"),
    Index(None, "city", "sector"),
)
"""Each record as last sent: whose it was first (`maker`) and is now (`station`), and the entry that said so
(`sender`, `epoch`, `seq`).

Its year is that of its id, which never changes."""

LINE = _table(
    "upstream_line",
    ("id",),
    BY_CITY_AND_YEAR,
    _id(),
    *(
        Column(
            name,
            BigInteger if name.endswith("_fen") or name == "heads" else _text(500),
            nullable=name.endswith("_fen"),
        )
        for name in NAMELESS
    ),
    Index(None, "city", "accepted_on"),
    Index(None, "city", "closed_on"),
)
"""Each case as a line that is counted. Its year is that of acceptance: a changed one is another row."""

VALUE = _table(
    "upstream_value", ("key",), BY_CITY, _word("key", 100), Column("value", LargeBinary, nullable=False)
)
"""Named values: the last acknowledgement to each station, kept in the transaction of what it says."""

RECEIPT = _table(
    "upstream_receipt",
    ("sender", "package", "volume"),
    BY_CITY,
    *(_id("sender"), _id("package"), _number("volume"), _number("volumes"), _word("at", 27)),
    *(_number("epoch"), _number("seq_from"), _number("seq_to"), _number("entries"), _word("code", 64)),
    *(_word("sha256", 64), _number("size")),
    Index(None, "city", "at"),
    Index(None, "city", "sha256"),
)
"""Every volume that came (收件登记), and the code under which it was refused, if it was."""

HELD = _table(
    "upstream_held",
    ("sender", "epoch", "seq"),
    BY_CITY,
    *(_id("sender"), _number("epoch"), _number("seq"), _id("record")),
    *(_word("sector", 32), _number("version"), _word("state", 16), _word("code", 64), _word("place", 200)),
    Index(None, "city", "record"),
)
"""Entries that are in the journal and not in the index (隔离), in the states of `review_rows.py`: with a
fault, waiting behind one, or passed over (sync 18)."""

assert set(NAMELESS) <= set(LINE_COLUMNS)  # noqa: S101 -- both are written by hand here and in rules


def partition_of(table: Table, city: str) -> TextClause:
    """Return what makes a city's part of a table; where years can be told, it is parted again."""
    below = " PARTITION BY RANGE (year)" if table.info["parts"] == BY_CITY_AND_YEAR else ""
    return text(
        f"CREATE TABLE IF NOT EXISTS {table.name}_{city} PARTITION OF {table.name} "
        f"FOR VALUES IN ('{city}'){below}"
    )


def year_of(table: Table, city: str, year: int) -> tuple[TextClause, TextClause, TextClause]:
    """Return what asks whether the part of a year of a city is there, and the two statements that make it.

    Made for itself and then attached it keeps nobody from reading the table until a package is in, as a part
    made in its place would.
    """
    whole, part = f"{table.name}_{city}", f"{table.name}_{city}_{year}"
    return (
        text(f"SELECT to_regclass('{part}')"),
        text(f"CREATE TABLE {part} (LIKE {whole} INCLUDING DEFAULTS)"),
        text(f"ALTER TABLE {whole} ATTACH PARTITION {part} FOR VALUES FROM ({year}) TO ({year + 1})"),
    )
