"""Lines of Chinese, case by case: where they end, what is squeezed, what stays together."""

import pytest

from zsapp.base.errors import Code, Refusal
from zsapp.press.fonts import BODY, shelf
from zsapp.press.lines import BLANK, Run, Setter

EM = 14.0
SETTER = Setter(shelf())


def lines(text: str, letters: float, *, justify: bool = True) -> list[str]:
    """Return a text set on lines of so many letters."""
    return [line.text for line in SETTER.lines([Run(text)], letters * EM, justify=justify)]


@pytest.mark.parametrize(
    ("text", "letters", "expected"),
    [
        ("", 5, [""]),
        ("甲乙丙丁戊己", 3, ["甲乙丙", "丁戊己"]),
        # 避头尾: a mark is taken in where the line can squeeze, else its letter goes down with it
        ("甲乙，丙丁。戊", 5.3, ["甲乙，丙丁。", "戊"]),
        ("甲乙丙丁戊。己", 5.5, ["甲乙丙丁戊。", "己"]),
        ("甲乙丙丁戊。己", 5, ["甲乙丙丁", "戊。己"]),
        ("甲乙丙丁戊！？。己", 5, ["甲乙丙丁", "戊！？。己"]),
        ("甲乙丙丁（戊己）", 5, ["甲乙丙丁", "（戊己）"]),
        ("甲乙丙丁《“戊”》", 6, ["甲乙丙丁", "《“戊”》"]),
        ("甲乙丙丁……己庚", 5, ["甲乙丙", "丁……己庚"]),
        # a number stays whole, with its 元; a word too
        ("甲乙丙1234567890元丁", 7, ["甲乙丙", "1234567890元", "丁"]),
        ("甲乙丙丁12元", 5, ["甲乙丙丁", "12元"]),
        ("甲乙丙丁1年", 5, ["甲乙丙丁1", "年"]),
        ("甲乙丙第１２期款", 6, ["甲乙丙第", "１２期款"]),
        ("甲乙丙No.0048213", 6, ["甲乙丙", "No.0048213"]),
        # an amount keeps its 大写, where both fit a line
        ("甲乙付给丙80元（大写：捌拾元整）。丁", 13, ["甲乙付给丙", "80元（大写：捌拾元整）。丁"]),
        ("甲付80元（大写：捌拾元整）。", 8, ["甲付80元（大写：", "捌拾元整）。"]),
        # spaces are places to break, and are not carried over
        ("甲乙丙 丁戊己", 3, ["甲乙丙", "丁戊己"]),
        ("甲乙丙　　　丁戊己", 3, ["甲乙丙", "丁戊己"]),
        ("abc def ghi", 3, ["abc", "def", "ghi"]),
        ("甲乙\t丙丁", 2, ["甲乙", "丙丁"]),
        ("甲乙 。丙", 2, ["甲", "乙 。", "丙"]),
        ("丁（ 甲乙丙", 3, ["丁", "（ 甲", "乙丙"]),
        # ink without width is left out; what is longer than a line is cut
        ("甲\u200b乙\ufeff丙", 2, ["甲乙", "丙"]),
        ("aaaaaaaaaaaa", 2, ["aaa", "aaa", "aaa", "aaa"]),
        ("。。。。", 1, ["。。", "。。"]),
    ],
)
def test_a_line_ends_where_a_reader_expects_it(text, letters, expected):
    assert lines(text, letters) == expected


def test_two_marks_side_by_side_take_one_and_a_half_places():
    plain = SETTER.measure([Run("甲乙丙丁")])
    assert SETTER.measure([Run("甲）。丁")]) == plain - EM / 2
    assert SETTER.measure([Run("甲（《丁")]) == plain - EM / 2
    assert SETTER.measure([Run("甲（丁）")]) == plain


def test_a_line_but_the_last_fills_its_measure():
    first, last = SETTER.lines([Run("甲乙丙abc丁，戊己庚辛壬癸")], 7.5 * EM)
    assert first.width == pytest.approx(7.5 * EM)
    assert last.width == pytest.approx(SETTER.measure([Run(last.text)]))
    loose, _ = SETTER.lines([Run("甲乙丙丁戊己庚")], 5.4 * EM, justify=False)
    assert loose.width == 5 * EM


def test_room_is_given_first_where_figures_meet_letters():
    line, _ = SETTER.lines([Run("甲乙12丙丁戊己庚")], 6.7 * EM)
    extra = line.pieces[0].extra
    assert extra[1] == extra[3] == max(extra)
    assert extra[2] == 0.0


def test_a_line_that_an_amount_left_is_not_torn_wide():
    short, _ = SETTER.lines([Run("甲乙付给丙80元（大写：捌拾元整）。丁")], 13 * EM)
    assert short.width == 5 * EM
    full, _ = SETTER.lines([Run("甲乙丙丁戊己庚辛壬癸80元（大写：捌拾元整）。丁")], 13 * EM)
    assert full.width == pytest.approx(13 * EM)


def test_an_amount_that_begins_a_line_with_an_indent_is_broken_like_any_text():
    first, *_ = SETTER.lines([Run("80元（大写：捌拾元整）丁")], 12 * EM, indent=4 * EM)
    assert first.text == "80元（大写：捌"


def test_a_paragraph_that_ends_in_spaces_ends_with_its_last_word():
    assert lines("甲乙丙　　", 3) == ["甲乙丙"]
    assert SETTER.lines([Run("甲乙　　")], 3 * EM)[0].width < 5 * EM


def test_a_blank_may_go_on_on_the_next_line_but_not_before_a_mark():
    runs = [Run("调解"), Run("　" * 6, blank=True, under=True), Run("，甲")]
    made = SETTER.lines(runs, 4 * EM)
    assert [line.text for line in made] == ["调解", "", "，甲"]
    marks = ["".join(piece.text for piece in line.pieces).replace(BLANK, "_") for line in made]
    assert marks == ["调解__", "___", "_，甲"]


def test_a_tick_takes_no_room_of_its_own():
    assert SETTER.measure([Run("□"), Run("✓", tick=True)]) == SETTER.measure([Run("□")])


def test_a_letter_that_cannot_be_printed_is_refused_at_its_item():
    with pytest.raises(Refusal) as refused:
        SETTER.lines([Run("甲乙"), Run("吵😀架", BODY, EM, "brief")], 5 * EM)
    assert (refused.value.code, refused.value.field) == (Code.GLYPH_MISSING, "brief")
    assert "U+1F600" in str(refused.value)
