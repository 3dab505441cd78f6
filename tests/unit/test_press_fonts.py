"""Which face draws which character, and which cannot be printed."""

import pytest

from tests.fangsong import make_fangsong
from zsapp.base.errors import Code, Refusal
from zsapp.press.fonts import (
    BODY,
    CHAINS,
    HEADING,
    LABEL,
    STRONG,
    find_fangsong,
    font_folders,
    printable,
    shelf,
)

RARE = {"䶮": "NotoSerifSC-400", "㛃": "NotoSerifSC-400", "𬱖": "NotoSerifSC-400", "𠮷": "HanaMinB"}


@pytest.mark.parametrize(("character", "face"), RARE.items())
def test_a_rare_name_finds_a_face(character, face):
    assert shelf().letter(BODY, character).face == face


@pytest.mark.parametrize(
    ("first", "last"),
    [
        *[(0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B734)],
        *[(0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0)],
    ],
)
def test_every_ideograph_of_gb_18030_can_be_printed(first, last):
    """GB 18030-2022 level 3, and what Unicode has since added at the ends of the first three blocks."""
    missing = [c for c in range(first, last + 1) if not printable(chr(c))]
    assert missing == []


@pytest.mark.parametrize("character", ["\U0002b735", "\U0002b739", "\U00030000", "\U00031350", "\U000323af"])
def test_a_letter_that_unicode_took_in_later_is_printed_where_a_face_draws_it(character):
    """U+2B739 and Extension H came with Unicode 15: Python 3.11 calls them unassigned."""
    assert printable(character)
    assert shelf().letter(BODY, character).face == "BabelStoneHan-rare"


@pytest.mark.parametrize(
    "character",
    ["\ue863", "\ufffd", "\U000f0000", chr(0xD83D), "\x07", "😀", "\U0002ebf0", "\uffff", "\U0001fffe"],
)
def test_what_has_no_agreed_shape_or_no_glyph_is_not_printable(character):
    assert not printable(f"甲{character}")
    with pytest.raises(Refusal) as refused:
        shelf().letter(BODY, character, "parties[0].name")
    assert (refused.value.code, refused.value.field) == (Code.GLYPH_MISSING, "parties[0].name")
    assert f"U+{ord(character):04X}" in str(refused.value)


@pytest.mark.parametrize("text", ["", "何䶮", "第一行\n第二行\t", "甲\u200b乙\ufeff", "a b\u00a0c\u3000d"])
def test_ordinary_text_and_what_has_no_ink_is_printable(text):
    assert printable(text)


@pytest.mark.parametrize("role", [HEADING, STRONG])
def test_a_rare_letter_in_a_bold_role_is_thickened(role):
    assert shelf().letter(role, "𠮷").thick
    assert not shelf().letter(role, "人").thick
    assert not shelf().letter(BODY, "𠮷").thick


@pytest.mark.parametrize("role", CHAINS)
def test_dashes_and_dots_between_names_are_full_width(role):
    assert [shelf().letter(role, c).width for c in "—…·“”"] == [1000.0] * 5


def test_faces_are_opened_only_when_a_letter_asks():
    fresh = type(shelf())(None)
    fresh.letter(LABEL, "人")
    assert set(fresh._faces) == {"NotoSansSC-400"}


@pytest.mark.parametrize("name", ["simfang.ttf", "FZFSK.TTF", "FangSong_GB2312.ttf", "仿宋_GB2312.ttf"])
def test_a_fangsong_of_the_system_is_found(tmp_path, name):
    (tmp_path / "deep").mkdir()
    path = make_fangsong(tmp_path / "deep" / name)
    assert find_fangsong((tmp_path / "none", tmp_path)) == path
    assert type(shelf())(path).body_name == "FangSong"


def test_a_fangsong_draws_what_it_can_and_the_serif_the_rest(tmp_path):
    faces = type(shelf())(make_fangsong(tmp_path / "simfang.ttf"))
    assert [faces.letter(BODY, c).face for c in "人䶮𠮷"] == ["FangSong", "NotoSerifSC-400", "HanaMinB"]
    assert faces.letter(HEADING, "人").face == "NotoSerifSC-700"


def test_a_fangsong_that_cannot_serve_is_passed_over(tmp_path):
    make_fangsong(tmp_path / "simfang.ttf", fs_type=2)
    make_fangsong(tmp_path / "fangsong.ttf", letters="人民")
    (tmp_path / "stfangso.ttf").write_bytes(b"broken")
    (tmp_path / "simsun.ttf").write_bytes(b"another")
    assert find_fangsong((tmp_path,)) is None


@pytest.mark.parametrize(("platform", "word"), [("win32", "Windows"), ("linux", "share")])
def test_fonts_are_looked_for_where_the_system_keeps_them(monkeypatch, platform, word):
    monkeypatch.setattr("sys.platform", platform)
    assert any(word in str(folder) for folder in font_folders())
