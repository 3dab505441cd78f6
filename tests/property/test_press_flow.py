"""Pages, whatever the strips: every strip on one page, in order, none below the margin."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from zsapp.press.flow import SLACK, paginate
from zsapp.press.marks import FREE, LOOSE, TIGHT, Strip

DEPTH = 100.0
STRIPS = st.lists(
    st.builds(
        Strip,
        height=st.floats(1.0, 60.0),
        glue=st.sampled_from([FREE, LOOSE, TIGHT]),
        page=st.booleans(),
        hold=st.integers(0, 3),
    ),
    max_size=40,
)


@given(STRIPS)
def test_every_strip_stands_on_one_page_in_order_and_none_below_the_margin(strips):
    marked = [replace(strip, edge=(float(n), 0.0)) for n, strip in enumerate(strips)]
    pages = paginate(marked, DEPTH)
    placed = [one for page in pages for _, one in page.placed if one.edge]
    assert [one.edge for one in placed] == [one.edge for one in marked]
    assert all(page.used <= DEPTH + SLACK for page in pages)


@given(STRIPS)
def test_pages_are_numbered_from_one_to_the_last(strips):
    pages = paginate(strips, DEPTH)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert {page.count for page in pages} == {len(pages)}


@given(st.lists(st.floats(5.0, 40.0), min_size=1, max_size=30), st.floats(5.0, 30.0))
def test_every_page_of_a_table_begins_with_its_head(rows, top):
    head = Strip(top, glue=TIGHT, edge=(0.0, 9.0), gap=False)
    pages = paginate([head, *(Strip(row, head=(head,), edge=(1.0, 9.0)) for row in rows)], DEPTH)
    assert all(page.placed[0][1] == head for page in pages)
    assert [one.height for page in pages for _, one in page.placed if one.edge == (1.0, 9.0)] == rows
