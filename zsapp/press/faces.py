"""Font faces (字体文件): one TrueType file, read through a memory map, cut down to the glyphs a paper uses.

Two milliseconds and one megabyte a font instead of the 0.1-0.3 s and 30-80 MB of a full parse: an old village
PC prints from these. Refuses to know: lines, pages, PDF. Format: OpenType 1.9, glyf outlines only (CFF
outlines, as in Noto CJK collections, are turned down).
"""

import mmap
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from struct import unpack_from

from zsapp.base.errors import Code, Trouble
from zsapp.base.files import disk_troubles

RESTRICTED = 0x0002
"""OS/2 fsType: the licence forbids embedding."""
CODE_SIZE = {"H": 2, "I": 4}
KEPT = ("cvt ", "fpgm", "prep")
"""Tables that hinted glyphs lean on, copied whole."""

# Flags of a composite glyph (OpenType glyf).
WORDS, SCALE, MORE, XY_SCALE, MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080


class Face:
    """One face: which glyph a character has, how wide it is, and the file cut down to some glyphs."""

    def __init__(self, path: Path) -> None:
        """Map the file.

        Raises:
            Trouble: FONT_UNUSABLE when it is no TrueType file with glyf outlines; FILE_MISSING, DISK_FAULT.
        """
        self.path = path
        with disk_troubles(path), path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._read_head()
        except (struct.error, KeyError, ValueError, IndexError, UnicodeDecodeError) as fault:
            raise Trouble(Code.FONT_UNUSABLE, file=path.name) from fault

    def _read_head(self) -> None:
        font = self._bytes
        if font[:4] not in (b"\0\1\0\0", b"true"):
            raise ValueError("not a TrueType file with glyf outlines")
        self._tables = {
            tag.decode("ascii"): (offset, length)
            for tag, _, offset, length in (
                unpack_from(">4sIII", font, 12 + 16 * n) for n in range(unpack_from(">H", font, 4)[0])
            )
        }
        head, hhea, os2 = (self._tables[tag][0] for tag in ("head", "hhea", "OS/2"))
        self.scale: float = 1000.0 / unpack_from(">H", font, head + 18)[0]
        self.bbox = [self._milli(each) for each in unpack_from(">4h", font, head + 36)]
        self.ascent, self.descent = (self._milli(each) for each in unpack_from(">hh", font, hhea + 4))
        self.cap_height = self._cap_height(os2)
        weight: int
        weight, self._licence_bits = unpack_from(">H2xH", font, os2 + 4)
        self.stem = 50 + int((weight / 65.0) ** 2)
        self._metrics: int = unpack_from(">H", font, hhea + 34)[0]
        self._hmtx = self._numbers("hmtx", "H")
        wide = unpack_from(">h", font, head + 50)[0]
        self._loca: Sequence[int] = (
            self._numbers("loca", "I") if wide else [2 * each for each in self._numbers("loca", "H")]
        )
        self._glyf = self._tables["glyf"][0]
        self.name = self._postscript_name()
        self._starts, self._ends, self._first = self._characters()

    def _cap_height(self, os2: int) -> int:
        if unpack_from(">H", self._bytes, os2)[0] < 2:
            return self.ascent
        return self._milli(unpack_from(">h", self._bytes, os2 + 88)[0])

    def _milli(self, units: int) -> int:
        return round(units * self.scale)

    def _numbers(self, tag: str, code: str, skip: int = 0, count: int | None = None) -> "array[int]":
        offset, length = self._tables[tag]
        size = CODE_SIZE[code]
        count = (length - skip) // size if count is None else count
        found = array(code)
        found.frombytes(self._bytes[offset + skip : offset + skip + count * size])
        if sys.byteorder == "little":
            found.byteswap()
        return found

    def _postscript_name(self) -> str:
        start = self._tables["name"][0]
        count, strings = unpack_from(">HH", self._bytes, start + 2)
        for n in range(count):
            platform, _, _, name_id, length, offset = unpack_from(">6H", self._bytes, start + 6 + 12 * n)
            if name_id == 6:
                raw = self._bytes[start + strings + offset : start + strings + offset + length]
                text = raw.decode("utf-16-be" if platform in (0, 3) else "latin-1")
                return "".join(c for c in text if c.isascii() and (c.isalnum() or c == "-"))
        return "Font"

    def _characters(self) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Return runs of characters: first, last, and the glyph of the first."""
        start = self._tables["cmap"][0]
        best = (0, 0)
        for n in range(unpack_from(">H", self._bytes, start + 2)[0]):
            offset = unpack_from(">4xI", self._bytes, start + 4 + 8 * n)[0]
            kind = unpack_from(">H", self._bytes, start + offset)[0]
            if kind == 12 or (kind == 4 and best[0] != 12):
                best = (kind, offset)
        if best[0] == 12:
            groups = unpack_from(">I", self._bytes, start + best[1] + 12)[0]
            flat = self._numbers("cmap", "I", best[1] + 16, 3 * groups)
            return flat[0::3], flat[1::3], flat[2::3]
        if best[0] == 4:
            return self._segments(best[1])
        raise ValueError("no Unicode cmap")

    def _segments(self, offset: int) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Read a cmap of format 4 (old FangSong files have no other)."""
        at = self._tables["cmap"][0] + offset
        count = unpack_from(">H", self._bytes, at + 6)[0] // 2
        firsts, lasts, glyphs = array("I"), array("I"), array("I")
        for n in range(count):
            last = unpack_from(">H", self._bytes, at + 14 + 2 * n)[0]
            first, delta, reach = (
                unpack_from(">H", self._bytes, at + 16 + 2 * (count * k + n))[0] for k in (1, 2, 3)
            )
            for c in range(first, min(last, 0xFFFE) + 1):
                glyph = c
                if reach:
                    glyph = unpack_from(
                        ">H", self._bytes, at + 16 + 2 * (3 * count + n) + reach + 2 * (c - first)
                    )[0]
                if glyph:
                    firsts.append(c)
                    lasts.append(c)
                    glyphs.append((glyph + delta) & 0xFFFF)
        return firsts, lasts, glyphs

    @property
    def embeddable(self) -> bool:
        """Whether the font's licence bits allow embedding (OS/2 fsType)."""
        return bool(self._licence_bits & 0x000F != RESTRICTED)

    def glyph(self, character: int) -> int:
        """Return the glyph of a code point, 0 where there is none."""
        n = bisect_right(self._starts, character) - 1
        if n < 0 or character > self._ends[n]:
            return 0
        return self._first[n] + character - self._starts[n]

    def width(self, glyph: int) -> float:
        """Return the advance of a glyph in thousandths of an em."""
        return self._hmtx[2 * min(glyph, self._metrics - 1)] * self.scale

    def _bearing(self, glyph: int) -> int:
        if glyph < self._metrics:
            return self._hmtx[2 * glyph + 1]
        return self._hmtx[2 * self._metrics + glyph - self._metrics]

    def table(self, tag: str) -> bytes:
        """Return the bytes of a table.

        Raises:
            KeyError: the file has none.
        """
        offset, length = self._tables[tag]
        return self._bytes[offset : offset + length]

    def cut(self, glyphs: Sequence[int]) -> bytes:
        """Return a TrueType file with these glyphs, in this order, parts of composite ones behind them."""
        kept, outlines, places = self._outlines(glyphs)
        metrics = array("H")
        for glyph in kept:
            metrics.append(self._hmtx[2 * min(glyph, self._metrics - 1)])
            metrics.append(self._bearing(glyph))
        tables = {"glyf": outlines, "loca": _big(places), "hmtx": _big(metrics)}
        tables.update({tag: self.table(tag) for tag in KEPT if tag in self._tables})
        for tag, at, value in (("head", 50, 1), ("hhea", 34, len(kept)), ("maxp", 4, len(kept))):
            changed = bytearray(self.table(tag))
            changed[at : at + 2] = struct.pack(">H", value)
            tables[tag] = bytes(changed)
        return _font_file(tables)

    def _outlines(self, glyphs: Sequence[int]) -> tuple[list[int], bytes, "array[int]"]:
        kept = list(glyphs)
        index: dict[int, int] = {}
        for n, glyph in enumerate(kept):
            index.setdefault(glyph, n)
        outlines, places = bytearray(), array("I")
        n = 0
        while n < len(kept):
            places.append(len(outlines))
            first, after = self._loca[kept[n]], self._loca[kept[n] + 1]
            outline = bytearray(self._bytes[self._glyf + first : self._glyf + after])
            if len(outline) > 2 and outline[0] & 0x80:
                _renumber(outline, index, kept)
            outlines += outline + b"\0" * (-len(outline) & 3)
            n += 1
        places.append(len(outlines))
        return kept, bytes(outlines), places


def _renumber(outline: bytearray, index: dict[int, int], kept: list[int]) -> None:
    """Point the parts of a composite glyph at their new numbers, keeping parts not seen before."""
    at, flags = 10, MORE
    while flags & MORE:
        flags, part = unpack_from(">HH", outline, at)
        if part not in index:
            index[part] = len(kept)
            kept.append(part)
        outline[at + 2 : at + 4] = struct.pack(">H", index[part])
        at += 8 if flags & WORDS else 6
        at += 2 if flags & SCALE else 4 if flags & XY_SCALE else 8 if flags & MATRIX else 0


def _big(numbers: "array[int]") -> bytes:
    if sys.byteorder == "little":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _checksum(table: bytes) -> int:
    words = array("I", table + b"\0" * (-len(table) & 3))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _font_file(tables: dict[str, bytes]) -> bytes:
    """Return the file of some tables, in order, with its checksums."""
    head = bytearray(tables["head"])
    head[8:12] = b"\0\0\0\0"
    tables["head"] = bytes(head)
    count = len(tables)
    power = count.bit_length() - 1
    start = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    directory, body, head_at = bytearray(start), bytearray(), 0
    for tag in sorted(tables):
        at = 12 + 16 * count + len(body)
        if tag == "head":
            head_at = at
        directory += tag.encode() + struct.pack(">III", _checksum(tables[tag]), at, len(tables[tag]))
        body += tables[tag] + b"\0" * (-len(tables[tag]) & 3)
    whole = directory + body
    whole[head_at + 8 : head_at + 12] = struct.pack(">I", (0xB1B0AFBA - _checksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)
