"""A hub's storage (上级存储): its tables on SQLite or PostgreSQL, opened by URL. Knows no package.

SQLite lies encrypted under the key of the hub's home; PostgreSQL holds sealed payloads alone. Either way
nothing is read out without that home.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.records.engine import connect as connect_sqlite
from zsapp.records.upstream_rows import (
    BY_CITY_AND_YEAR,
    SCHEMA,
    UPSTREAM,
    VALUE,
    partition_of,
    year_of,
)
from zsapp.records.upstream_seal import Seal, payload_key

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FILE = "upstream.db"
"""The default: a file of the hub's home."""
CITY = re.compile("[0-9]{4}")
SCHEMA_KEY = "schema"


class Upstream:
    """The tables of one city's hub."""

    def __init__(self, engine: Engine, city: str, key: bytes) -> None:
        """Hold an engine; `open_upstream` has made the tables."""
        self.engine = engine
        self.city = city
        self.seal = Seal(payload_key(key))
        self._years: set[int] = set()

    @property
    def is_postgresql(self) -> bool:
        """Whether the tables are partitioned."""
        return is_postgresql(self.engine)

    @contextmanager
    def connect(self, *, writes: bool = False) -> Iterator[Connection]:
        """Give a connection with a transaction begun; what is not committed in the block is undone.

        One that `writes` keeps others from writing the file meanwhile; any number read beside it.

        Raises:
            Trouble: UPSTREAM_UNREACHABLE, UPSTREAM_FAULT.
        """
        with upstream_troubles(), self.engine.connect() as connection:
            yield connection.execution_options(writes=writes)

    def make_years(self, connection: Connection, years: set[int]) -> None:
        """Make sure that the parts of these years are there; SQLite needs none."""
        missing = years - self._years if self.is_postgresql else set()
        for year in sorted(missing):
            for table in _by_year():
                asks, *makes = year_of(table, self.city, year)
                if connection.execute(asks).scalar_one() is None:
                    for one in makes:
                        connection.execute(one)
        self._years |= missing

    def forget_years(self) -> None:
        """Ask the database again which parts are there: a transaction that made some was undone."""
        self._years.clear()

    def close(self) -> None:
        """Let every connection go."""
        self.engine.dispose()


def _by_year() -> list[Any]:
    return [one for one in UPSTREAM.sorted_tables if one.info["parts"] == BY_CITY_AND_YEAR]


def is_postgresql(place: Engine | Connection) -> bool:
    """Say whether the tables lie in a PostgreSQL, or in what speaks like one."""
    return place.dialect.name == POSTGRESQL


def open_upstream(url: str, home: Path, city: str, key: bytes) -> Upstream:
    """Return the tables that a URL names, made if need be; without a URL a file of the home.

    Raises:
        Refusal: UPSTREAM_URL.
        Trouble: UPSTREAM_UNREACHABLE, UPSTREAM_FAULT, STORE_NEWER.
    """
    if CITY.fullmatch(city) is None:  # it stands in the names of tables
        raise Refusal(Code.UPSTREAM_URL, what=city)
    upstream = Upstream(_engine(_url_of(url, home), key), city, key)
    try:
        _make(upstream)
    except BaseException:
        upstream.close()
        raise
    return upstream


def file_of(url: str, home: Path) -> Path | None:
    """Return the file that a URL names, None where it names a server.

    Raises:
        Refusal: UPSTREAM_URL.
    """
    found = _url_of(url, home)
    return Path(str(found.database)) if found.get_backend_name() == SQLITE else None


def _url_of(url: str, home: Path) -> URL:
    try:
        found = make_url(url) if url else URL.create(SQLITE, database=str(home / FILE))
    except ArgumentError as fault:
        raise Refusal(Code.UPSTREAM_URL, what=_bare(url)) from fault
    backend = found.get_backend_name()
    if backend == "postgres":
        backend = POSTGRESQL
    if backend not in (SQLITE, POSTGRESQL) or not found.database:
        raise Refusal(Code.UPSTREAM_URL, what=_bare(url))
    return found.set(drivername=SQLITE if backend == SQLITE else f"{POSTGRESQL}+psycopg")


def _bare(url: str) -> str:
    """Return a URL as it may be shown: without whatever may be a password."""
    return re.sub(r"//[^@/]*@", "//", url)


def _engine(url: URL, key: bytes) -> Engine:
    if url.get_backend_name() == SQLITE:
        path = Path(str(url.database))
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=lambda: connect_sqlite(path, key, create=True),
            poolclass=QueuePool,
            hide_parameters=True,
        )
        event.listen(engine, "begin", _begin)
        return engine
    try:
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    except (NoSuchModuleError, ModuleNotFoundError) as fault:
        raise Trouble(Code.HUB_EXTRA_MISSING) from fault


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make(upstream: Upstream) -> None:
    """Make what is missing of the tables; all of it is one transaction."""
    with upstream.connect(writes=True) as connection:
        if upstream.is_postgresql:  # two hubs that start at once make the tables one after the other
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(5400)")
        UPSTREAM.create_all(connection)
        if upstream.is_postgresql:
            for table in UPSTREAM.sorted_tables:
                connection.execute(partition_of(table, upstream.city))
        where = (VALUE.c.city == upstream.city, VALUE.c.key == SCHEMA_KEY)
        known = connection.execute(select(VALUE.c.value).where(*where)).scalar_one_or_none()
        if known is None:
            number = str(SCHEMA).encode()
            connection.execute(insert(VALUE).values(city=upstream.city, key=SCHEMA_KEY, value=number))
        elif int(known) > SCHEMA:
            raise Trouble(Code.STORE_NEWER)
        connection.commit()


@contextmanager
def upstream_troubles() -> Iterator[None]:
    """Turn what the database says inside the block into a Trouble.

    Raises:
        Trouble: UPSTREAM_UNREACHABLE when it does not answer, UPSTREAM_FAULT for anything else it says.
    """
    try:
        yield
    except DBAPIError as fault:
        gone = fault.connection_invalidated or type(fault).__name__ == "OperationalError"
        code = Code.UPSTREAM_UNREACHABLE if gone else Code.UPSTREAM_FAULT
        raise Trouble(code, what=type(fault.orig).__name__) from fault


@contextmanager
def driver_troubles(connection: Connection) -> Iterator[None]:
    """Turn what the driver itself says inside the block into a Trouble, where the engine is passed by.

    Raises:
        Trouble: as `upstream_troubles`.
    """
    driver: Any = connection.dialect.dbapi
    try:
        yield
    except driver.Error as fault:
        gone = isinstance(fault, driver.OperationalError)
        code = Code.UPSTREAM_UNREACHABLE if gone else Code.UPSTREAM_FAULT
        raise Trouble(code, what=type(fault).__name__) from fault
