"""One font file: glyphs, widths, and what is cut out of it."""

import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
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
    face, other = Face(path), TTFont(path, lazy=True)
    cmap, metrics = other.getBestCmap(), other["hmtx"].metrics
    for code in list(cmap)[:: max(1, len(cmap) // 500)]:
        glyph = face.glyph(code)
        assert other.getGlyphName(glyph) == cmap[code]
        assert face.width(glyph) == pytest.approx(metrics[cmap[code]][0] * 1000 / other["head"].unitsPerEm)
    assert face.embeddable
    other.close()


def test_a_character_the_face_lacks_has_no_glyph():
    face = Face(FONTS / "NotoSerifSC-400.ttf")
    assert face.glyph(0x10FFFF) == face.glyph(0x20000 + 0x500) == 0
    assert face.glyph(1) == 0


@pytest.mark.parametrize("name", SHIPPED[:1] + SHIPPED[-1:])
def test_what_is_cut_out_draws_as_before(name):
    face = Face(FONTS / f"{name}.ttf")
    cmap = TTFont(FONTS / f"{name}.ttf", lazy=True).getBestCmap()
    codes = list(cmap)[:: len(cmap) // 60]
    glyphs = [0, *(face.glyph(code) for code in codes)]
    cut = face.cut(glyphs)
    assert cut == face.cut(glyphs)
    small, whole = TTFont(io.BytesIO(cut)), TTFont(FONTS / f"{name}.ttf", lazy=True)
    for n, code in enumerate(codes, 1):
        here = small["glyf"][small.getGlyphName(n)]
        there = whole["glyf"][cmap[code]]
        assert here.getCoordinates(small["glyf"])[0] == there.getCoordinates(whole["glyf"])[0]
        assert small["hmtx"][small.getGlyphName(n)] == whole["hmtx"][cmap[code]]


def test_the_parts_of_a_composite_glyph_come_with_it():
    path = FONTS / "NotoSerifSC-400.ttf"
    whole = TTFont(path, lazy=True)
    cmap = whole.getBestCmap()
    code = next(c for c in range(0xC0, 0x250) if c in cmap and whole["glyf"][cmap[c]].isComposite())
    face = Face(path)
    small = TTFont(io.BytesIO(face.cut([0, face.glyph(code), face.glyph(code)])))
    here = small["glyf"][small.getGlyphName(1)]
    assert here.isComposite()
    assert here.getCoordinates(small["glyf"])[0] == whole["glyf"][cmap[code]].getCoordinates(whole["glyf"])[0]
    assert small["maxp"].numGlyphs > 3


def test_a_font_with_a_character_map_of_the_nineties_is_read(tmp_path):
    face = Face(make_fangsong(tmp_path / "old.ttf", old=True))
    new = Face(make_fangsong(tmp_path / "new.ttf"))
    assert [face.glyph(ord(c)) for c in "人民调解0，é"] == [new.glyph(ord(c)) for c in "人民调解0，é"]
    assert face.glyph(ord("龘")) == 0
    assert face.name == "FangSong"


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
    font = TTFont(make_fangsong(tmp_path / "a.ttf"))
    for table in font["cmap"].tables:
        table.format = 6
    font["cmap"].tables = [font["cmap"].tables[0]]
    font.save(tmp_path / "b.ttf")
    font.close()
    with pytest.raises(Trouble) as trouble:
        Face(tmp_path / "b.ttf")
    assert trouble.value.code is Code.FONT_UNUSABLE


def test_a_missing_font_is_a_missing_file(tmp_path):
    with pytest.raises(Trouble) as trouble:
        Face(tmp_path / "none.ttf")
    assert trouble.value.code is Code.FILE_MISSING
