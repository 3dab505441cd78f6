"""Blocks: each kind of strip a form may have, with values and without."""

from datetime import date

import pytest

from zsapp.press.blocks import NOTE_GRID, strips_of
from zsapp.press.definition import read_form
from zsapp.press.fonts import shelf
from zsapp.press.inline import Scope, paragraphs
from zsapp.press.lines import Run, Setter
from zsapp.press.marks import (
    FREE,
    GRID,
    LEFT,
    MEASURE,
    MM,
    PITCH,
    TIGHT,
    TOP,
    Frame,
    Reserve,
    Rule,
    Spot,
    Strip,
    Symbol,
    Words,
    extent,
    shifted,
    text_of,
)
from zsapp.rules.mediation_paper import PaperCase
from zsapp.rules.mediation_paper_parts import PaperLine, PaperParty, Signer

HEAD = 'id="t.t"\nnumber="T"\nedition="1"\ntitle="表"\nlaw="无"\nabout="PaperCase"\n'


def strips(block: str, **values) -> list[Strip]:
    """Return the strips of a form of one block, blank where there are no values."""
    form = read_form(f"{HEAD}[[block]]\n{block}\n".encode(), "t.toml")
    case = PaperCase(**values) if values else None
    return strips_of(form.blocks, Scope(PaperCase, case), Setter(shelf(), PITCH))


def rules(strip: Strip) -> list[tuple[float, float]]:
    """Return where the level lines of a strip start and end."""
    return [(mark.x0, mark.x1) for mark in strip.marks if isinstance(mark, Rule)]


def test_a_title_stands_in_the_middle_and_is_held_to_what_follows():
    (title,) = strips('kind="title"\ntext="人民调解协议书"')
    left = min(mark.x for mark in title.marks if isinstance(mark, Words))
    assert left == pytest.approx(MEASURE - left - 7 * (22 + PITCH))
    assert title.glue == TIGHT


def test_a_block_is_left_out_where_its_item_is_missing_or_is_there():
    assert strips('kind="title"\nwhen="brief"\ntext="甲"', title="乙") == []
    assert strips('kind="title"\nwhen="brief"\ntext="甲"', brief="  ") == []
    assert strips('kind="title"\nunless="brief"\ntext="甲"', brief="乙") == []
    assert len(strips('kind="title"\nunless="brief"\ntext="甲"', brief="　")) == 1
    assert len(strips('kind="title"\nwhen="brief"\ntext="甲"', brief="乙")) == 1


@pytest.mark.parametrize(("align", "left"), [("left", 28.0), ("center", 205.0), ("right", 411.0)])
def test_a_paragraph_stands_left_in_the_middle_or_right(align, left):
    (line,) = strips(f'kind="paragraph"\nalign="{align}"\ntext="甲乙"')
    assert next(mark.x for mark in line.marks if isinstance(mark, Words)) == pytest.approx(left, abs=2.0)


def test_the_last_line_of_a_paragraph_is_never_alone():
    lines = strips('kind="paragraph"\ntext="{brief}"', brief="一二三四五六七八九十" * 10)
    assert [line.glue for line in lines] == [FREE, FREE, TIGHT, FREE]
    kept = strips('kind="paragraph"\nkeep=true\ntext="{brief}"', brief="一二三四五六七八九十" * 10)
    assert kept[-1].glue == TIGHT


def test_a_text_of_several_paragraphs_has_several_and_no_empty_ones():
    lines = strips('kind="paragraph"\nlabel="事由："\ntext="{brief}"', brief="甲\n\n  \n乙")
    assert [text_of(line) for line in lines] == ["事由：甲", "乙"]
    assert paragraphs([Run("甲\n"), Run("乙\n丙")]) == [[Run("甲")], [Run("乙")], [Run("丙")]]


def test_a_note_is_small_and_may_be_held():
    (line,) = strips('kind="note"\ntext="备注"')
    assert (line.height, line.glue) == (NOTE_GRID, FREE)
    assert strips('kind="note"\nkeep=true\ntext="备注"')[0].glue == TIGHT


def test_empty_lines_are_room_that_vanishes_at_the_top_of_a_page():
    (space,) = strips('kind="space"\nlines=3')
    assert (space.height, space.gap) == (3 * GRID, True)


def test_a_place_on_pre_printed_paper_is_measured_from_the_corner_of_the_sheet():
    text = 'kind="at"\ntext="{brief}"\nx_mm=40\ny_mm=60\nwidth_mm=30'
    (strip,) = strips(text, brief="一二三四五六七八九十")
    words = [mark for mark in strip.marks if isinstance(mark, Words)]
    assert (strip.height, strip.pinned) == (0.0, True)
    assert {mark.x for mark in words} == {40 * MM - LEFT}
    first, second = sorted({mark.y for mark in words})
    assert first > 60 * MM - TOP
    assert second - first == GRID
    assert "".join(mark.piece.text for mark in words) == "一二三四五六七八九十"


def test_a_blank_form_has_as_many_ruled_lines_as_it_asks_for():
    lines = strips('kind="long"\ntext="{brief}"\nlines=4')
    assert [rules(line) for line in lines] == [[(0.0, MEASURE)]] * 4
    assert lines[0].glue == TIGHT


def test_ruled_lines_grow_with_their_text():
    form = 'kind="long"\nlabel="纠纷简要情况："\ntext="{brief}"\nlines=2\nruled=true'
    short = strips(form, brief="一二三四五")
    long = strips(form, brief="一二三四五六七八九十" * 20)
    assert len(short) == 2
    assert len(long) == 7
    assert all(rules(line)[0][1] == MEASURE for line in long)
    assert rules(long[0])[0][0] > 0.0 == rules(long[1])[0][0]
    assert "".join(text_of(line) for line in long) == "纠纷简要情况：" + "一二三四五六七八九十" * 20


def test_text_that_is_given_needs_no_lines_where_the_form_does_not_ask_for_them():
    lines = strips('kind="long"\ntext="{brief}"\nlines=4', brief="甲")
    assert [rules(line) for line in lines] == [[]]
    (one,) = strips('kind="long"\ntext="{brief}"\nlines=1', title="无")
    assert (rules(one), one.glue) == ([(0.0, MEASURE)], FREE)


FIELDS = 'kind="fields"\nlabel="当事人"\nhang=5\nfields=["姓名{title:6}", "地址{place:8}"]'


def test_a_blank_grows_with_what_is_written_in_it():
    empty = strips(FIELDS)
    assert len(empty) == 1
    (left, middle), (_, right) = rules(empty[0])
    assert right == pytest.approx(MEASURE)
    grown = strips(FIELDS, title="甲" * 10, place="乙" * 3)
    assert len(grown) == 1
    assert rules(grown[0])[0][1] - rules(grown[0])[0][0] > middle - left
    apart = strips(FIELDS, title="甲" * 10, place="乙" * 15)
    assert [text_of(line) for line in apart] == ["当事人姓名" + "甲" * 10, "地址" + "乙" * 15]


def test_a_blank_goes_on_over_ruled_lines_where_one_is_too_short():
    lines = strips(FIELDS, title="甲" * 60, place="乙")
    assert "".join(text_of(line) for line in lines) == "当事人姓名" + "甲" * 60 + "地址乙"
    assert all(rules(line)[-1][1] == pytest.approx(MEASURE) for line in lines)
    spots = [mark.item for line in lines for mark in line.marks if isinstance(mark, Spot)]
    assert set(spots) == {"title", "place"}


def test_a_line_break_in_a_blank_becomes_a_space():
    assert text_of(strips(FIELDS, title="甲\n乙")[0]) == "当事人姓名甲 乙地址"


def test_a_label_as_wide_as_the_page_has_lines_of_its_own():
    lines = strips('kind="fields"\nlabel="{title}"\nhang=5\nfields=["姓名{place:6}"]', title="甲" * 50)
    assert [text_of(line) for line in lines] == ["甲" * 31, "甲" * 19, "姓名"]
    assert [line.glue for line in lines] == [TIGHT, TIGHT, FREE]


def test_a_repeated_part_is_printed_for_each_member_and_blank_for_none():
    form = (
        'kind="each"\nof="clauses"\nempty=2\n[[block.block]]\nkind="paragraph"\ntext="{text}（{committee}）"'
    )
    clauses = (PaperLine(at="clauses[0]", text="甲"), PaperLine(at="clauses[1]", text="乙"))
    made = strips(form, clauses=clauses, committee="丙")
    assert [text_of(line) for line in made] == ["甲（丙）", "乙（丙）"]
    items = [[mark.item for mark in line.marks if isinstance(mark, Spot)] for line in made]
    assert items == [["clauses[0]", "committee"], ["clauses[1]", "committee"]]
    assert [text_of(line) for line in strips(form)] == ["（）", "（）"]


def test_an_age_of_nothing_is_an_age():
    party = PaperParty(at="parties[0]", name="甲", age=0)
    form = 'kind="each"\nof="parties"\n[[block.block]]\nkind="fields"\nfields=["年龄{age:2}"]'
    assert text_of(strips(form, parties=(party,))[0]) == "年龄0"


def test_words_that_do_not_apply_are_struck_out():
    form = 'kind="paragraph"\nindent=0\ntext="{by_application?依申请}{by_committee?主动}{by_referral?移送}"'
    (line,) = strips(form, by_application=True, by_committee=False)
    struck = [(mark.x0, mark.x1) for mark in line.marks if isinstance(mark, Rule)]
    assert struck == [pytest.approx((3 * (14 + PITCH), 5 * (14 + PITCH)))]


SIGN = 'kind="sign"\nof="signers"\nempty=2\nlabel="当事人（签名）："'


def signers(*names: str, organisation: bool = False) -> tuple[Signer, ...]:
    return tuple(
        Signer(at=f"parties[{n}]", role="申请人", name=name, by="法定代表人 丁", organisation=organisation)
        for n, name in enumerate(names)
    )


def test_two_people_sign_in_a_row_each_with_a_box_for_the_fingerprint():
    label, row, last = strips(SIGN, signers=signers("甲", "乙", "丙"))
    boxes = [mark for mark in row.marks if isinstance(mark, Frame)]
    assert [(round(box.width / MM), round(box.height / MM)) for box in boxes] == [(25, 30)] * 2
    assert len([mark for mark in last.marks if isinstance(mark, Frame)]) == 1
    assert (label.hold, label.glue, last.glue) == (2, TIGHT, TIGHT)
    assert boxes[0].x + boxes[0].width < MEASURE / 2 < boxes[1].x


def test_an_organisation_has_a_row_of_its_own_and_a_place_for_its_seal():
    _, row, other = strips(SIGN, signers=signers("甲公司", "乙公司", organisation=True))
    assert "单位盖章" in "".join(mark.piece.text for mark in row.marks if isinstance(mark, Words))
    assert len([mark for mark in other.marks if isinstance(mark, Frame)]) == 1


def test_a_name_is_not_broken_for_the_role_before_it():
    _, row = strips(SIGN, signers=signers("甲乙丙丁戊己庚"))
    assert "甲乙丙丁戊己庚" in [mark.piece.text for mark in row.marks if isinstance(mark, Words)]


def test_who_needs_much_room_signs_alone_and_nothing_is_clipped():
    _, row, other = strips(SIGN, signers=signers("甲" * 200, "乙"))
    said = "".join(
        mark.piece.text for mark in row.marks if isinstance(mark, Words) and mark.piece.run.size == 14
    )
    assert said == "甲" * 200
    assert all(0 < mark.y < row.height for mark in row.marks if isinstance(mark, Words))
    assert text_of(other) == "申请人　乙法定代表人 丁"


def test_a_medical_paper_has_no_boxes_and_a_blank_one_places_for_two():
    (_, row) = strips(f"{SIGN}\nbox=false")
    assert [mark for mark in row.marks if isinstance(mark, Frame)] == []
    assert len(rules(row)) == 2


SEAL = 'kind="seal"\ntext="{committee}（印）"\ndate="{agreed_on|day}"\nlabel="备注：甲。"'


def test_the_seal_has_45_millimetres_over_the_date_and_nothing_else_stands_there():
    (seal,) = strips(SEAL, committee="某村人民调解委员会", agreed_on=date(2026, 3, 9))
    (place,) = (mark for mark in seal.marks if isinstance(mark, Reserve))
    assert (place.width, place.height) == (pytest.approx(45 * MM), pytest.approx(45 * MM))
    left, top, right, bottom = place.x, place.y, place.x + place.width, place.y + place.height
    for mark in (one for one in seal.marks if isinstance(one, Words)):
        x0, y0, x1, y1 = extent(mark)
        inside = x1 > left and x0 < right and y1 > top and y0 < bottom
        assert inside == ("2026" in mark.piece.text or mark.piece.text in "年月日0123456789")
    assert bottom <= seal.height


def test_a_committee_with_a_long_name_is_named_whole():
    (seal,) = strips(SEAL, committee="某" * 200, agreed_on=date(2026, 3, 9))
    words = [mark for mark in seal.marks if isinstance(mark, Words)]
    assert "".join(mark.piece.text for mark in words).count("某") == 200
    boxes = [extent(mark) for mark in words]
    assert all(x0 >= 0 and x1 <= MEASURE and y0 >= 0 and y1 <= seal.height for x0, y0, x1, y1 in boxes)


MARKS = [
    Rule(1.0, 2.0, 3.0, 4.0),
    Frame(1.0, 2.0, 3.0, 4.0),
    Symbol(1.0, 2.0, 3.0, (b"\1",)),
    Reserve(1.0, 2.0, 3.0, 4.0),
    Spot("brief", 1.0, 2.0, 3.0, 4.0),
]


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: type(mark).__name__)
def test_a_mark_can_be_moved_and_keeps_its_size(mark):
    moved = shifted(mark, 10.0, 20.0)
    assert shifted(moved, -10.0, -20.0) == mark
    assert type(moved) is type(mark)
    if (box := extent(mark)) is None:
        assert isinstance(mark, Spot)
    else:
        assert extent(moved) == (box[0] + 10, box[1] + 20, box[2] + 10, box[3] + 20)
