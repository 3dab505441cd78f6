"""One font file: glyphs, widths, and what is cut out of it."""

import io
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from tests.fangsong import make_fangsong
from zsapp.base.errors import Code, Trouble
from zsapp.base.paths import shipped
from zsapp.press.faces import Face

FONTS = shipped("resources") / "fonts"
SHIPPED = ("NotoSerifSC-400", "NotoSerifSC-700", "NotoSansSC-400", "NotoSansSC-700", "HanaMinB")


@pytest.mark.parametrize("name", [*SHIPPED, "BabelStoneHan-rare"])
def test_a_shipped_face_reads_like_fonttools_reads_it(name):
    path = FONTS / f"{name}.ttf"
    face = Face(path)
    with TTFont(path, lazy=True) as other:
        cmap, metrics = other.getBestCmap(), other["hmtx"].metrics
        for code in list(cmap)[:: max(1, len(cmap) // 500)]:
            glyph = face.glyph(code)
            assert other.getGlyphName(glyph) == cmap[code]
            milli = metrics[cmap[code]][0] * 1000 / other["head"].unitsPerEm
            assert face.width(glyph) == pytest.approx(milli)
    assert face.embeddable


def test_a_character_the_face_lacks_has_no_glyph():
    face = Face(FONTS / "NotoSerifSC-400.ttf")
    assert face.glyph(0x10FFFF) == face.glyph(0x20000 + 0x500) == 0
    assert face.glyph(1) == 0


@pytest.mark.parametrize("name", SHIPPED[:1] + SHIPPED[-1:])
def test_what_is_cut_out_draws_as_before(name):
    face = Face(FONTS / f"{name}.ttf")
    with TTFont(FONTS / f"{name}.ttf", lazy=True) as whole:
        cmap = whole.getBestCmap()
        codes = list(cmap)[:: len(cmap) // 60]
        cut = face.cut([0, *(face.glyph(code) for code in codes)])
        assert cut == face.cut([0, *(face.glyph(code) for code in codes)])
        small = TTFont(io.BytesIO(cut))
        for n, code in enumerate(codes, 1):
            here = small["glyf"][small.getGlyphName(n)]
            there = whole["glyf"][cmap[code]]
            assert here.getCoordinates(small["glyf"])[0] == there.getCoordinates(whole["glyf"])[0]
            assert small["hmtx"][small.getGlyphName(n)] == whole["hmtx"][cmap[code]]


PARTS = {
    "moved a little": [("stroke", (1, 0, 0, 1, 20, 30))],
    "moved far": [("stroke", (1, 0, 0, 1, 400, -300)), ("dot", (1, 0, 0, 1, 0, 0))],
    "made smaller": [("stroke", (0.5, 0, 0, 0.5, 10, 10)), ("dot", (1, 0, 0, 1, 0, 0))],
    "made flat": [("dot", (1, 0, 0, 0.5, 0, 600)), ("stroke", (1, 0, 0, 1, 0, 0))],
    "turned": [("dot", (0, 1, -1, 0, 500, 0)), ("stroke", (1, 0, 0, 1, 0, 0))],
    "put together of put-together ones": [("a", (1, 0, 0, 1, 5, 5)), ("dot", (1, 0, 0, 1, 9, 9))],
}
"""Composite glyphs, as old FangSong files have them; no shipped face has any."""


def composite_font(path: Path) -> None:
    """Write a font whose letters a, b, c … are made of parts."""
    letters = [chr(0x61 + n) for n in range(len(PARTS))]
    order = [".notdef", *letters, "stroke", "dot"]
    glyphs = {name: TTGlyphPen(None).glyph() for name in order}
    for name, corners in (("stroke", ((0, 0), (0, 700), (90, 700))), ("dot", ((10, 0), (60, 50), (90, 5)))):
        pen = TTGlyphPen(None)
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
        glyphs[name] = pen.glyph()
    for letter, parts in zip(letters, PARTS.values(), strict=True):
        pen = TTGlyphPen(glyphs)
        for part, turn in parts:
            pen.addComponent(part, turn)
        glyphs[letter] = pen.glyph()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(letter): letter for letter in letters})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Parts"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


@pytest.mark.parametrize("how", PARTS)
def test_the_parts_of_a_composite_glyph_come_with_it(tmp_path, how):
    composite_font(tmp_path / "parts.ttf")
    letter = chr(0x61 + list(PARTS).index(how))
    face = Face(tmp_path / "parts.ttf")
    small = TTFont(io.BytesIO(face.cut([0, face.glyph(ord(letter)), face.glyph(ord(letter))])))
    with TTFont(tmp_path / "parts.ttf") as whole:
        for place in (1, 2):
            here = small["glyf"][small.getGlyphName(place)]
            assert here.isComposite()
            drawn = here.getCoordinates(small["glyf"])[0]
            assert drawn == whole["glyf"][letter].getCoordinates(whole["glyf"])[0]
    assert small["maxp"].numGlyphs > 3


def test_a_font_with_a_character_map_of_the_nineties_is_read(tmp_path):
    face = Face(make_fangsong(tmp_path / "old.ttf", old=True))
    new = Face(make_fangsong(tmp_path / "new.ttf"))
    assert [face.glyph(ord(c)) for c in "人民调解0，é"] == [new.glyph(ord(c)) for c in "人民调解0，é"]
    assert face.glyph(ord("龘")) == 0
    assert face.name == "FangSong"


def test_an_old_character_map_that_lists_glyphs_one_by_one_is_read(tmp_path):
    order = [".notdef", *(f"g{n}" for n in range(40))]
    shuffled = {0x61 + n: f"g{n * 7 % 26}" for n in range(26)}
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(shuffled)
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Shuffled"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(tmp_path / "shuffled.ttf")
    face = Face(tmp_path / "shuffled.ttf")
    assert [order[face.glyph(code)] for code in shuffled] == list(shuffled.values())
    assert face.glyph(0x60) == face.glyph(0x7B) == 0


def test_a_font_that_may_not_be_embedded_says_so(tmp_path):
    assert not Face(make_fangsong(tmp_path / "closed.ttf", fs_type=2)).embeddable
    assert Face(make_fangsong(tmp_path / "preview.ttf", fs_type=4)).embeddable


def cff_font() -> bytes:
    """Return a small OpenType font with CFF outlines."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "a"])
    builder.setupCharacterMap({0x61: "a"})
    pen = T2CharStringPen(500, None)
    charstring = pen.getCharString()
    builder.setupCFF("Cff", {}, {".notdef": charstring, "a": charstring}, {})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "a": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Cff"})
    builder.setupOS2()
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "broken", [cff_font(), b"\0\1\0\0" + b"\0" * 200, b"no font at all", b"\0\1\0\0\0\1abcd"]
)
def test_what_is_no_truetype_font_is_turned_down(tmp_path, broken):
    (tmp_path / "x.ttf").write_bytes(broken)
    with pytest.raises(Trouble) as trouble:
        Face(tmp_path / "x.ttf")
    assert trouble.value.code is Code.FONT_UNUSABLE


def test_a_font_without_a_unicode_map_is_turned_down(tmp_path):
    with TTFont(make_fangsong(tmp_path / "a.ttf")) as font:
        for table in font["cmap"].tables:
            table.format = 6
        font["cmap"].tables = [font["cmap"].tables[0]]
        font.save(tmp_path / "b.ttf")
    with pytest.raises(Trouble) as trouble:
        Face(tmp_path / "b.ttf")
    assert trouble.value.code is Code.FONT_UNUSABLE


def test_a_missing_font_is_a_missing_file(tmp_path):
    with pytest.raises(Trouble) as trouble:
        Face(tmp_path / "none.ttf")
    assert trouble.value.code is Code.FILE_MISSING
