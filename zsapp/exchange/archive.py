"""The container (容器): a ZIP64 of stored members with exactly one spelling.

Any unzip program opens it; this reader accepts only what this writer writes, byte for byte: headers are
rebuilt from names, sizes and checksums and compared, so that a bent bit, a gap, a doubled or added member or
a tail of garbage is found before anything is believed. It checks structure and CRC-32; not who wrote it.
"""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

MEMBERS = 10_000
"""Members an archive may have."""

BLOCK = 1 << 20
LINE = 256
"""Bytes that a line of the directory takes at most."""

LOCAL = struct.Struct("<4s5H3I2H")
LOCAL_EXTRA = struct.Struct("<2H2Q")
CENTRAL = struct.Struct("<4s6H3I5H2I")
CENTRAL_EXTRA = struct.Struct("<2H3Q")
END64 = struct.Struct("<4sQ2H2I4Q")
LOCATOR = struct.Struct("<4sIQI")
END = struct.Struct("<4s4H2IH")
TAIL = END64.size + LOCATOR.size + END.size
ZIP64, UTF8, FIRST_OF_1980, FULL16, FULL32 = 45, 0x0800, 0x0021, 0xFFFF, 0xFFFFFFFF


class Bent(ValueError):
    """Bytes that are not an archive of ours, whole."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member: its name, checksum, size in bytes, and where its local header begins."""

    name: str
    crc: int
    size: int
    offset: int

    @property
    def start(self) -> int:
        """Where its content begins."""
        return self.offset + LOCAL.size + len(self.name.encode()) + LOCAL_EXTRA.size

    @property
    def end(self) -> int:
        """Where the next thing begins."""
        return self.start + self.size

    def local(self) -> bytes:
        """Return its local header."""
        name = self.name.encode()
        head = LOCAL.pack(
            *(b"PK\3\4", ZIP64, UTF8, 0, 0, FIRST_OF_1980),
            *(self.crc, FULL32, FULL32, len(name), LOCAL_EXTRA.size),
        )
        return head + name + LOCAL_EXTRA.pack(1, 16, self.size, self.size)

    def central(self) -> bytes:
        """Return its line of the central directory."""
        name = self.name.encode()
        head = CENTRAL.pack(
            *(b"PK\1\2", ZIP64, ZIP64, UTF8, 0, 0, FIRST_OF_1980),
            *(self.crc, FULL32, FULL32, len(name), CENTRAL_EXTRA.size),
            *(0, 0, 0, 0, FULL32),
        )
        return head + name + CENTRAL_EXTRA.pack(1, 24, self.size, self.size, self.offset)


def _tail(count: int, start: int, size: int) -> bytes:
    end = start + size
    return (
        END64.pack(b"PK\6\6", END64.size - 12, ZIP64, ZIP64, 0, 0, count, count, size, start)
        + LOCATOR.pack(b"PK\6\7", 0, end, 1)
        + END.pack(b"PK\5\6", 0, 0, FULL16, FULL16, FULL32, FULL32, 0)
    )


class Writing:
    """The content of one member being written."""

    def __init__(self, out: BinaryIO) -> None:
        """Write to a file."""
        self._out = out
        self.crc = 0
        self.size = 0

    def write(self, content: bytes, /) -> int:
        """Take a part of the content."""
        self._out.write(content)
        self.crc = zlib.crc32(content, self.crc)
        self.size += len(content)
        return len(content)


class ArchiveWriter:
    """Writes an archive into an empty file that can seek."""

    def __init__(self, out: BinaryIO) -> None:
        """Write to a file, which stays the caller's to close."""
        self._out = out
        self._members: list[Member] = []

    @contextmanager
    def member(self, name: str) -> Iterator[Writing]:
        """Give a place to write the content of the next member."""
        offset = self._out.tell()
        self._out.write(Member(name, 0, 0, offset).local())
        writing = Writing(self._out)
        yield writing
        member = Member(name, writing.crc, writing.size, offset)
        self._out.seek(offset)
        self._out.write(member.local())
        self._out.seek(member.end)
        self._members.append(member)

    def finish(self) -> int:
        """Write the central directory; return the size of the whole."""
        start = self._out.tell()
        lines = b"".join(member.central() for member in self._members)
        self._out.write(lines + _tail(len(self._members), start, len(lines)))
        return self._out.tell()


class Archive:
    """An archive of which every byte but the members' contents has been compared with the only spelling."""

    def __init__(self, source: BinaryIO) -> None:
        """Read the directory of an open file.

        Raises:
            Bent: it is not an archive of ours.
        """
        self._source = source
        self.size = source.seek(0, 2)
        self.members = {member.name: member for member in self._read_directory()}

    def _read_directory(self) -> list[Member]:
        tail = self._at(self.size - TAIL, TAIL)
        *_, count, _, size, start = END64.unpack_from(tail)
        most = MEMBERS * LINE
        if tail != _tail_or_none(count, start, size) or start + size + TAIL != self.size or size > most:
            raise Bent("tail")
        members = list(_lines(self._at(start, size)))
        if len(members) != count or len({one.name for one in members}) != count or count > MEMBERS:
            raise Bent("directory")
        at = 0
        for member in members:
            if member.offset != at or self._at(at, member.start - at) != member.local():
                raise Bent(member.name)
            at = member.end
        if at != start:
            raise Bent("gap")
        return members

    def _at(self, start: int, size: int) -> bytes:
        if start < 0:
            raise Bent("short")
        self._source.seek(start)
        found = self._source.read(size)
        if len(found) != size:
            raise Bent("short")
        return found

    def blocks(self, name: str) -> Iterator[bytes]:
        """Give a member's content a block at a time, its checksum compared at the end.

        Raises:
            Bent: the checksum does not fit.
        """
        member = self.members[name]
        crc = 0
        for start in range(member.start, member.end, BLOCK):
            block = self._at(start, min(BLOCK, member.end - start))
            crc = zlib.crc32(block, crc)
            yield block
        if crc != member.crc:
            raise Bent(name)

    def whole(self) -> Iterator[bytes]:
        """Give the archive itself, byte for byte, a block at a time.

        Raises:
            Bent: it is shorter than it was.
        """
        for start in range(0, self.size, BLOCK):
            yield self._at(start, min(BLOCK, self.size - start))

    def content(self, name: str, most: int) -> bytes:
        """Return the content of a small member.

        Raises:
            Bent: there is no such member, it is larger than `most`, or the checksum does not fit.
        """
        member = self.members.get(name)
        if member is None or member.size > most:
            raise Bent(name)
        return b"".join(self.blocks(name))

    def stream(self, name: str) -> "Reading":
        """Return a member's content to be read a part at a time."""
        return Reading(self.blocks(name))


class Reading:
    """A source out of blocks."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        """Read the blocks in turn."""
        self._blocks = blocks
        self._rest = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, none at the end; without a size, the next block."""
        while not self._rest:
            try:
                self._rest = memoryview(next(self._blocks))
            except StopIteration:
                return b""
        size = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


def _tail_or_none(count: int, start: int, size: int) -> bytes | None:
    try:
        return _tail(count, start, size)
    except struct.error:
        return None


def _lines(directory: bytes) -> Iterator[Member]:
    """Give the members of a central directory, each line of it compared with the only spelling."""
    at = 0
    while at < len(directory):
        try:
            head = CENTRAL.unpack_from(directory, at)
            named = at + CENTRAL.size
            name = directory[named : named + head[10]].decode("ascii")
            _, _, size, _, offset = CENTRAL_EXTRA.unpack_from(directory, named + head[10])
        except (struct.error, UnicodeDecodeError) as fault:
            raise Bent("directory") from fault
        member = Member(name, head[7], size, offset)
        line = member.central()
        if directory[at : at + len(line)] != line:
            raise Bent(name)
        yield member
        at += len(line)
