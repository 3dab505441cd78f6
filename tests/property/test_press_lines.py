"""Lines of Chinese, whatever the text: nothing lost, nothing doubled, no mark out of place, no number cut."""

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from zsapp.press.fonts import BODY, UNSEEN, printable, shelf
from zsapp.press.lines import NO_END, NO_START, UNITS, Line, Run, Setter
from zsapp.press.marks import BODY_SIZE, MEASURE, PITCH

SETTER = Setter(shelf(), PITCH)
INDENT = 2 * (BODY_SIZE + PITCH)

HAN = st.text("的一是了不人民调解协议书当事履行䶮㛃𬱖", min_size=1, max_size=9)
NUMBERS = st.one_of(
    st.integers(0, 10**9).map(str),
    st.decimals(0, 10**7, places=2).map(lambda amount: f"{amount:,}元"),
    st.integers(1, 12).map(lambda month: f"2026年{month}月31日"),
    st.sampled_from(
        ["442000196803159914", "91442000MA0TEXT20H", "13800000101", "¥3,200.00", "30%", "５０％"]
    ),
    st.integers(1, 99).map(lambda count: f"{count}万元"),
)
MARKS = st.sampled_from(
    [
        "，",
        "。",
        "；",
        "：",
        "、",
        "？",
        "！",
        "（",
        "）",
        "《",
        "》",
        "“",
        "”",
        "。”",
        "……",
        "——",
        "）。",
        "（“",
        "·",
    ]
)
LATIN = st.sampled_from(["LPR", "PE", "DN32", "No.0048213", "a b c", "cm", " ", "　", "\t"])
WORDS = st.tuples(st.one_of(NUMBERS, LATIN), HAN).map("".join)
PROSE = st.lists(st.one_of(HAN, WORDS, MARKS), min_size=1, max_size=60).map("".join)
"""What a mediator types, marks doubled and misplaced; no word and no run of marks is as long as a line."""
CONTINUING = {*"0123456789０１２３４５６７８９.,%％", *UNITS}


def set_lines(text: str, **how: float | bool) -> list[Line]:
    return SETTER.lines([Run(text, BODY, BODY_SIZE, "brief")], MEASURE, indent=INDENT, **how)


def solid(text: str) -> str:
    """Return a text without spaces, and without what has no ink."""
    return "".join(c for c in text if not c.isspace() and c not in UNSEEN)


@given(PROSE)
def test_no_word_is_lost_and_none_is_printed_twice(text):
    assert solid("".join(line.text for line in set_lines(text))) == solid(text)


@given(PROSE)
def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(text):
    assume(solid(text)[:1] not in NO_START and solid(text)[-1:] not in NO_END)
    lines = [solid(line.text) for line in set_lines(text) if solid(line.text)]
    assert [line for line in lines if line[0] in NO_START or line[-1] in NO_END] == []


@given(NUMBERS)
def test_no_number_is_cut_and_no_amount_is_parted_from_its_unit_wherever_it_falls_on_a_line(number):
    for place in range(8, 31):
        lines = [line.text for line in set_lines("人" * place + number + "等" * 40)]
        cuts = [(before[-1], after[0]) for before, after in pairwise(lines)]
        assert [cut for cut in cuts if cut[0].isdigit() and cut[1] in CONTINUING] == []
        assert len(lines) > 1


@given(PROSE)
def test_every_line_fills_the_measure_and_none_runs_over(text):
    lines = set_lines(text)
    ends = [max((piece.x + piece.width for piece in line.pieces), default=0.0) for line in lines]
    assert all(end <= MEASURE + 0.1 for end in ends)
    assert all(
        abs(end - MEASURE) < 0.1 for end, line in zip(ends[:-1], lines, strict=False) if len(line.text) > 1
    )


@given(st.text(max_size=300).filter(printable), st.floats(20.0, 500.0), st.booleans())
def test_any_text_on_any_measure_comes_back_whole(text, width, justify):
    lines = SETTER.lines([Run(text, BODY, BODY_SIZE)], width, justify=justify)
    assert solid("".join(line.text for line in lines)) == solid(text)
    assert lines


@given(st.lists(PROSE, min_size=1, max_size=5))
def test_every_letter_keeps_the_name_of_its_item(texts):
    runs = [Run(text, BODY, BODY_SIZE, f"clauses[{n}]") for n, text in enumerate(texts)]
    found = dict.fromkeys((run.item for run in runs), "")
    for line in SETTER.lines(runs, MEASURE):
        for piece in line.pieces:
            found[piece.run.item] += piece.text
    assert [solid(text) for text in found.values()] == [solid(text) for text in texts]


@given(st.integers(40, 200), MARKS, st.integers(0, 30))
def test_a_word_longer_than_a_line_is_cut_where_no_mark_is_misplaced(length, mark, before):
    lines = [line.text for line in set_lines("一" * before + "9" * length + mark + "人" * 3)]
    assert "".join(lines) == "一" * before + "9" * length + mark + "人" * 3
    assert [line for line in lines if line[0] in NO_START or line[-1] in NO_END] == []
