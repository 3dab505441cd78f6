"""Working out index rows (算索引): validating and indexing content takes most of an intake, and is pure.

A few entries are done where they are; many go to processes of their own, as many as there are processors,
while the next ones are being opened and the last ones written.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context

from zsapp.base.collector import resting
from zsapp.base.entry import SCHEMA, Entry
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.records import sectors
from zsapp.records.index_of import IndexRow
from zsapp.records.shapes import read_fast
from zsapp.records.upcasts import Payload, read_payload

FEW = 400
"""Entries that are sooner done here than a process is started."""
CHUNK = 100
"""Entries handed to a process at once."""
AHEAD = 20
"""Chunks that are out at once: while a batch is written, which takes none of our time, they are worked on."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an entry's content is for the index; or the code of what is wrong with it, and where."""

    found: IndexRow | None = None
    line: Payload | None = None
    code: str = ""
    where: str = ""

    def check(self) -> None:
        """Refuse what is no fault of one entry: what waits for an upgrade, and what nobody could read.

        Raises:
            Trouble: STORE_NEWER, DATA_UNREADABLE.
        """
        for code in (Code.STORE_NEWER, Code.DATA_UNREADABLE):
            if self.code == code.name:
                raise Trouble(code)


Content = tuple[str, int, int, bytes | None]
"""Sector, version, schema and payload of an entry."""


def content_of(entry: Entry) -> Content:
    """Return of an entry what its index row is worked out from."""
    header = entry.header
    return header.sector, header.version, header.schema, entry.payload


def index_content(content: Content) -> Indexed:
    """Validate content and return its index rows; what is no record's has none."""
    sector, version, schema, payload = content
    try:
        read = {} if payload is None else read_payload(sector, schema, payload, read=read_fast)
        if payload is not None and version:
            sectors.check_payload(sector, read, payload if schema == SCHEMA else b"")
        return Indexed(*sectors.index_and_line(sector, read)) if version else Indexed()
    except ZsError as error:
        if not (isinstance(error, Refusal) or error.code in (Code.DATA_UNREADABLE, Code.STORE_NEWER)):
            raise
        return Indexed(code=error.code.name, where=error.field)


def _index_many(contents: list[Content]) -> list[Indexed]:
    with resting():
        return [index_content(one) for one in contents]


class Indexing:
    """Where index rows are worked out. Close it."""

    def __init__(self) -> None:
        """Start no process before there is enough to do."""
        self._pool: ProcessPoolExecutor | None = None

    def over(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Indexed]]:
        """Give each entry with what its content is for the index, in order."""
        coming = iter(entries)
        first = list(islice(coming, FEW))
        for entry in first:
            yield entry, index_content(content_of(entry))
        if (more := next(coming, None)) is not None:
            yield from self._shared_out(chain((more,), coming))

    def _shared_out(self, coming: Iterator[Entry]) -> Iterator[tuple[Entry, Indexed]]:
        waiting: deque[tuple[list[Entry], Future[list[Indexed]] | None]] = deque()
        while chunk := list(islice(coming, CHUNK)):
            waiting.append((chunk, self._hand_out(chunk)))
            if len(waiting) > AHEAD:
                yield from self._done(*waiting.popleft())
        while waiting:
            yield from self._done(*waiting.popleft())

    def _hand_out(self, chunk: list[Entry]) -> "Future[list[Indexed]] | None":
        """Give a chunk to the processes; None where somebody has ended them, and it is done here."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(_processors(), mp_context=get_context("spawn"))
        with suppress(BrokenExecutor):
            return self._pool.submit(_index_many, [content_of(one) for one in chunk])
        self.close()
        return None

    def _done(
        self, chunk: list[Entry], future: "Future[list[Indexed]] | None"
    ) -> Iterator[tuple[Entry, Indexed]]:
        found = None
        if future is not None:
            with suppress(BrokenExecutor):
                found = future.result()
        if found is None:
            found = _index_many([content_of(one) for one in chunk])
        yield from zip(chunk, found, strict=True)

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _processors() -> int:
    return max(1, min(os.cpu_count() or 1, 8))
