"""Embedded fonts (内嵌字体): one subset per face and document, with a text layer that gives every name back.

Type0 with Identity-H, glyphs in the order of first use. ToUnicode writes characters above U+FFFF as UTF-16
surrogate pairs, at most 100 to a block: else 陈𬱖 would be copied as 陈ⳅ. Same letters, same bytes.
Refuses to know: lines, pages.
"""

import zlib
from typing import Any

from zsapp.press.faces import Face
from zsapp.press.fonts import Letter

BLOCK = 100
"""Most entries a bfchar block may have (Adobe 5014)."""


class Embedded:
    """The letters that one document draws with one face."""

    def __init__(self, face: Face, name: str) -> None:
        """Start with nothing but .notdef; `name` is how page streams call the font."""
        self.name = name
        self._face = face
        self._codes: dict[str, str] = {}
        self._glyphs: list[int] = [0]
        self._characters: list[str] = [""]

    def code(self, character: str, letter: Letter) -> str:
        """Return the four hex digits by which the text of a page calls a letter."""
        found = self._codes.get(character)
        if found is None:
            found = self._codes[character] = f"{len(self._glyphs):04X}"
            self._glyphs.append(letter.glyph)
            self._characters.append(character)
        return found

    def addObjects(self, doc: Any) -> None:  # noqa: N802 -- reportlab calls a document's fonts by this name
        """Write the font into a reportlab document."""
        from reportlab.pdfbase import pdfdoc  # start-up time: only when a paper is made

        face, name = self._face, pdfdoc.PDFName
        base = f"{_tag(self._characters)}+{face.name}"
        widths = pdfdoc.PDFArray([round(face.width(glyph)) for glyph in self._glyphs])
        system = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity")}
        descendant = {
            "Type": name("Font"),
            "Subtype": name("CIDFontType2"),
            "BaseFont": name(base),
            "CIDSystemInfo": pdfdoc.PDFDictionary({**system, "Supplement": 0}),
            "FontDescriptor": self._descriptor(doc, base),
            "DW": 1000,
            "W": pdfdoc.PDFArray([0, widths]),
            "CIDToGIDMap": name("Identity"),
        }
        font = {
            "Type": name("Font"),
            "Subtype": name("Type0"),
            "BaseFont": name(base),
            "Encoding": name("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray(
                [doc.Reference(pdfdoc.PDFDictionary(descendant), f"cid:{base}")]
            ),
            "ToUnicode": _stream(doc, to_unicode(self._characters).encode("ascii"), f"map:{base}"),
        }
        doc.idToObject["BasicFonts"].dict[self.name] = doc.Reference(
            pdfdoc.PDFDictionary(font), f"font:{base}"
        )

    def _descriptor(self, doc: Any, base: str) -> Any:
        from reportlab.pdfbase import pdfdoc  # start-up time: only when a paper is made

        face = self._face
        program = face.cut(self._glyphs)
        facts = {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": pdfdoc.PDFName(base),
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray(face.bbox),
            "ItalicAngle": 0,
            "Ascent": face.ascent,
            "Descent": face.descent,
            "CapHeight": face.cap_height,
            "StemV": face.stem,
            "FontFile2": _stream(doc, program, f"file:{base}", Length1=len(program)),
        }
        return doc.Reference(pdfdoc.PDFDictionary(facts), f"descriptor:{base}")


def _stream(doc: Any, content: bytes, label: str, **facts: int) -> Any:
    from reportlab.pdfbase import pdfdoc  # start-up time: only when a paper is made

    stream = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])
    for key, value in facts.items():
        stream.dictionary[key] = value
    return doc.Reference(stream, label)


def _tag(characters: list[str]) -> str:
    """Return the six letters that tell one subset of a font from another."""
    left = zlib.crc32("".join(characters).encode())
    tag = ""
    for _ in range(6):
        left, letter = divmod(left, 26)
        tag += chr(65 + letter)
    return tag


def to_unicode(characters: list[str]) -> str:
    """Return the CMap that gives each code its character back; an empty one has none."""
    pairs = [
        f"<{n:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        for n, character in enumerate(characters)
        if character
    ]
    blocks = []
    for start in range(0, len(pairs), BLOCK):
        block = pairs[start : start + BLOCK]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
