"""Working out index rows (算索引): validating, indexing and sealing content takes most of an intake.

A few entries are done where they are; many go to processes of their own, as many as there are processors,
while the next ones are being opened and the last ones written.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any, NamedTuple

from zsapp.base.collector import resting
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.records import sectors
from zsapp.records.index_of import IndexRow
from zsapp.records.shapes import read_fast
from zsapp.records.upcasts import Payload, read_payload
from zsapp.records.upstream_seal import Seal, place_of

FEW = 400
"""Entries that are sooner done here than a process is started; once some run, a chunk."""
CHUNK = 100
"""Entries handed to a process at once."""
AHEAD = 20
"""Chunks that are out at once: while a batch is written, which takes none of our time, they are worked on."""


class Indexed(NamedTuple):
    """What an entry's content is for the index; or the code of what is wrong with it, and where.

    `sealed` is the content as it is stored, where it was sealed with it.
    """

    found: IndexRow | None = None
    line: Payload | None = None
    code: str = ""
    where: str = ""
    sealed: bytes = b""

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


Bare = tuple[Any, ...]
"""What is indexed, of plain tuples alone: they go from one process to another in a quarter of the time."""

Work = tuple[Content, bytes, str]
"""Content, place and writer of an entry that is to be stored."""


def work_of(entry: Entry) -> Work:
    """Return of an entry what its rows are worked out from."""
    return content_of(entry), place_of(entry.header), entry.header.who


def index_content(content: Content, sealed: bytes = b"") -> Indexed:
    """Validate content and return its index rows; what is no record's has none."""
    sector, version, schema, payload = content
    try:
        found, line = None, None
        if version:
            read = {} if payload is None else sectors.read_sent(sector, schema, payload)
            found, line = sectors.index_and_line(sector, read)
        elif payload is not None:
            read_payload(sector, schema, payload, read=read_fast)
        return Indexed(found, line, sealed=sealed)
    except ZsError as error:
        if not (isinstance(error, Refusal) or error.code in (Code.DATA_UNREADABLE, Code.STORE_NEWER)):
            raise
        return Indexed(code=error.code.name, where=error.field, sealed=sealed)


class _Worker:
    """Works out rows; there is one in each process."""

    def __init__(self, key: bytes) -> None:
        self._seal = Seal(key)

    def work(self, one: Work) -> Indexed:
        content, place, who = one
        return index_content(content, self._seal.seal(place, who, content[-1]))

    def work_many(self, works: list[Work]) -> list[Indexed]:
        with resting():
            return [self.work(one) for one in works]


_WORKERS: list[_Worker] = []
"""That of a process which does nothing else."""


def _begin(key: bytes) -> None:
    _WORKERS.append(_Worker(key))


def _work_many(works: list[Work]) -> list[Bare]:
    return [_bare(one) for one in _WORKERS[0].work_many(works)]


def _bare(one: Indexed) -> Bare:
    return one.found and tuple(one.found), *one[1:]


def _whole(one: Bare) -> Indexed:
    found, *rest = one
    return Indexed(found and IndexRow(*found), *rest)


class Indexing:
    """Where index rows are worked out. Close it."""

    def __init__(self, key: bytes) -> None:
        """Start no process before there is enough to do; content is sealed under a payload key."""
        self._key, self._here = key, _Worker(key)
        self._pool: ProcessPoolExecutor | None = None

    def over(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Indexed]]:
        """Give each entry with what its content is for the index, in order."""
        coming = iter(entries)
        first = list(islice(coming, FEW if self._pool is None else CHUNK))
        for entry in first:
            yield entry, self._here.work(work_of(entry))
        if (more := next(coming, None)) is not None:
            yield from self._shared_out(chain((more,), coming))

    def _shared_out(self, coming: Iterator[Entry]) -> Iterator[tuple[Entry, Indexed]]:
        waiting: deque[tuple[list[Entry], Future[list[Bare]] | None]] = deque()
        while chunk := list(islice(coming, CHUNK)):
            waiting.append((chunk, self._hand_out(chunk)))
            if len(waiting) > AHEAD:
                yield from self._done(*waiting.popleft())
        while waiting:
            yield from self._done(*waiting.popleft())

    def _hand_out(self, chunk: list[Entry]) -> "Future[list[Bare]] | None":
        """Give a chunk to the processes; None where somebody has ended them, and it is done here."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                _processors(), get_context("spawn"), initializer=_begin, initargs=(self._key,)
            )
        with suppress(BrokenExecutor):
            return self._pool.submit(_work_many, [work_of(one) for one in chunk])
        self.close()
        return None

    def _done(
        self, chunk: list[Entry], future: "Future[list[Bare]] | None"
    ) -> Iterator[tuple[Entry, Indexed]]:
        found = None
        if future is not None:
            with suppress(BrokenExecutor):
                found = [_whole(one) for one in future.result()]
        if found is None:
            found = self._here.work_many([work_of(one) for one in chunk])
        yield from zip(chunk, found, strict=True)

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _processors() -> int:
    return max(1, min(os.cpu_count() or 1, 8))
