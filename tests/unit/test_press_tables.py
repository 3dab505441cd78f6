"""Tables: lines where they belong, heads repeated, numbers whole, tall rows cut between their lines."""

import pytest

from zsapp.press.blocks import strips_of
from zsapp.press.definition import read_form
from zsapp.press.flow import paginate
from zsapp.press.fonts import shelf
from zsapp.press.inline import Scope
from zsapp.press.lines import Setter
from zsapp.press.marks import GRID, MEASURE, MM, Rule, Spot, Strip, Words, text_of
from zsapp.press.tables import SMALLEST
from zsapp.rules.mediation_paper import PaperCase, PaperTable
from zsapp.rules.mediation_paper_parts import PaperRow

HEAD = 'id="t.t"\nnumber="T"\nedition="1"\ntitle="表"\nlaw="无"\nabout="PaperCase"\n'


def strips(block: str, values: PaperCase | None = None) -> list[Strip]:
    """Return the strips of a form of one block."""
    form = read_form(f"{HEAD}[[block]]\n{block}\n".encode(), "t.toml")
    return strips_of(form.blocks, Scope(PaperCase, values), Setter(shelf()))


def table(*rows: tuple[str, ...], widths: tuple[int, ...] = (30, 100, 25), **facts) -> list[Strip]:
    """Return the strips of a table item with a heading for each column."""
    made = tuple(PaperRow(at=f"roster[{n}]", cells=cells) for n, cells in enumerate(rows))
    heads = tuple(f"第{n}栏" for n in range(len(widths)))
    whole = PaperTable(
        at="roster", heads=heads, widths=widths, sides="lcr"[: len(widths)], rows=made, **facts
    )
    return strips('kind="table"\nof="names"', PaperCase(names=whole))


def lines_of(strip: Strip) -> list[str]:
    """Return the words of a strip line by line, from the left."""
    words = [mark for mark in strip.marks if isinstance(mark, Words)]
    rows = sorted({mark.y for mark in words})
    return ["|".join(mark.piece.text for mark in words if mark.y == y) for y in rows]


def level(strip: Strip) -> list[Rule]:
    """Return the level lines of a strip."""
    return [mark for mark in strip.marks if isinstance(mark, Rule) and mark.y0 == mark.y1]


def test_a_table_has_a_head_rows_and_a_sum():
    head, *rows, foot = table(("甲", "乙", "1.00"), ("丙", "丁", "2.00"), foot=("", "合计", "3.00"))
    assert text_of(head) == "第0栏第1栏第2栏"
    assert [text_of(row) for row in rows] == ["甲乙1.00", "丙丁2.00"]
    assert text_of(foot) == "合计3.00"
    assert [one.head for one in (*rows, foot)] == [(head,)] * 3
    assert all(len([m for m in one.marks if isinstance(m, Rule) and m.x0 == m.x1]) == 4 for one in rows)
    assert [len(level(one)) for one in (head, *rows, foot)] == [2, 1, 1, 2]


def test_a_table_has_a_caption_where_it_has_one():
    caption, *_ = table(("甲", "乙", ""), caption="赔偿分担")
    assert text_of(caption) == "赔偿分担"


def test_a_cell_stands_left_in_the_middle_or_right_and_knows_its_item():
    *_, row = table(("甲", "乙", "3.00"))
    left, middle, right = (mark for mark in row.marks if isinstance(mark, Words))
    assert left.x == pytest.approx(3.0)
    assert middle.x + middle.piece.width / 2 == pytest.approx(80 * MM)
    assert right.x + right.piece.width == pytest.approx(155 * MM - 3.0)
    assert {mark.item for mark in row.marks if isinstance(mark, Spot)} == {"roster[0]"}


@pytest.mark.parametrize(
    ("word", "width"),
    [("57,105.00", 18), ("1,234,567.89", 18), ("999,999,999.00", 18), ("442000196803159914", 24), ("100", 8)],
)
def test_an_amount_is_written_smaller_rather_than_cut(word, width):
    *_, row = table((word, "乙", ""), widths=(width, 100, 21))
    assert lines_of(row) == [f"{word}|乙"]
    piece = next(mark.piece for mark in row.marks if isinstance(mark, Words) and mark.piece.text == word)
    assert piece.width <= width * MM - 6.0 + 0.01
    assert piece.run.size >= SMALLEST


def test_a_word_that_is_too_long_at_any_size_is_cut_not_lost():
    *_, row = table(("x" * 200, "乙", ""))
    assert "".join(lines_of(row)).replace("乙", "").replace("|", "") == "x" * 200


def test_a_row_taller_than_a_page_should_hold_is_cut_between_its_lines():
    long = "某".join("一二三四五六七八九十" * 40)
    _, *pieces = table(("甲", long, "1.00"), ("乙", "短", "2.00"))
    assert "".join(text_of(piece) for piece in pieces) == "甲" + "".join(
        text_of(piece).replace("甲", "") for piece in pieces
    )
    assert long in "".join(text_of(piece).replace("1.00", "") for piece in pieces[:-1])
    assert [bool(level(piece)) for piece in pieces] == [True, *[False] * (len(pieces) - 2), True]
    pages = paginate(pieces, 300.0)
    assert len(pages) > 1
    assert all(page.used <= 300.5 for page in pages)


def grid(rows: str, columns: str = "[50, 50, 55]") -> list[Strip]:
    return strips(f'kind="grid"\ncolumns_mm={columns}\nrows={rows}')


def test_a_grid_has_a_cell_for_each_text_and_fills_up_short_rows():
    first, second = grid('[["姓名", "性别", "年龄"], ["甲"]]')
    assert (text_of(first), text_of(second)) == ("姓名性别年龄", "甲")
    assert [len(level(one)) for one in (first, second)] == [1, 2]
    uprights = sorted(mark.x0 for mark in second.marks if isinstance(mark, Rule) and mark.x0 == mark.x1)
    assert uprights == pytest.approx([0.0, 50 * MM, 100 * MM, 155 * MM])


def test_a_cell_is_joined_to_the_one_on_its_left():
    (row,) = grid('[["地址", "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚", "<"]]')
    assert lines_of(row) == ["地址|甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚"]
    uprights = sorted({mark.x0 for mark in row.marks if isinstance(mark, Rule) and mark.x0 == mark.x1})
    assert uprights == pytest.approx([0.0, 50 * MM, 155 * MM])


def test_a_cell_is_joined_to_the_one_above_without_a_line_between():
    (block,) = grid('[["申请人", "姓名", "甲"], ["^", "电话", "乙"], ["^", "地址", "丙"]]')
    assert block.height == 3 * GRID
    inner = [mark for mark in level(block) if 0.0 < mark.y0 < block.height]
    assert {mark.x0 for mark in inner} == {50 * MM, 100 * MM}
    words = {mark.piece.text: mark.y for mark in block.marks if isinstance(mark, Words)}
    assert words["申请人"] == words["电话"]


def test_rows_grow_where_a_joined_cell_says_more_than_they_hold():
    said = "一二三四五六七八九十" * 4
    (block,) = grid(f'[["{said}", "姓名", "甲"], ["^", "电话", "乙"], ["^", "地址", "丙"]]')
    assert block.height > 3 * GRID
    words = [mark for mark in block.marks if isinstance(mark, Words)]
    assert "".join(mark.piece.text for mark in words if mark.x < 50 * MM) == said
    assert all(0.0 < mark.y < block.height for mark in words)


def test_joined_rows_too_tall_for_a_page_stand_one_by_one():
    said = "一二三四五六七八九十" * 30
    pieces = grid(f'[["{said}", "姓名", "甲"], ["^", "电话", "乙"]]')
    assert len(pieces) > 2
    assert said in "".join(text_of(piece).replace("姓名", "").replace("甲", "") for piece in pieces)
    assert max(piece.height for piece in pieces) <= 300.0


def test_a_grid_may_be_as_wide_as_the_page():
    (row,) = grid('[["甲"]]', "[155]")
    assert max(mark.x1 for mark in level(row)) == pytest.approx(MEASURE, abs=0.5)
