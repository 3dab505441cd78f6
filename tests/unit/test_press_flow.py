"""Strips onto pages: what is held together, what is repeated, and that nothing is lost."""

import pytest

from zsapp.press.flow import Page, paginate, papers_of
from zsapp.press.marks import FREE, LOOSE, TIGHT, Rule, Strip

DEPTH = 100.0


def strip(height: float = 10.0, **how) -> Strip:
    return Strip(height, **how)


def heights(pages: tuple[Page, ...]) -> list[list[float]]:
    """Return the heights of what stands on each page, drawn lines left out."""
    return [[one.height for _, one in page.placed if one.height] for page in pages]


def test_nothing_at_all_is_one_empty_page():
    (page,) = paginate([], DEPTH)
    assert (page.placed, page.used, page.number, page.count) == ((), 0.0, 1, 1)


def test_strips_stand_one_below_the_other_and_go_on_on_the_next_page():
    pages = paginate([strip(30.0)] * 7, DEPTH)
    assert heights(pages) == [[30.0] * 3, [30.0] * 3, [30.0]]
    assert [y for y, _ in pages[0].placed] == [0.0, 30.0, 60.0]
    assert [(page.number, page.count) for page in pages] == [(1, 3), (2, 3), (3, 3)]
    assert pages[2].used == 30.0


@pytest.mark.parametrize(
    ("glues", "first_page"),
    [
        ([FREE] * 5, 4),
        ([FREE, FREE, FREE, TIGHT, FREE], 3),  # a heading is never last
        ([FREE, FREE, TIGHT, TIGHT, FREE], 2),
        ([LOOSE] * 5, 4),
        ([FREE, LOOSE, LOOSE, LOOSE, FREE], 1),  # rather at a free place than where it is loosely held
        ([LOOSE, LOOSE, TIGHT, TIGHT, FREE], 2),
        ([TIGHT] * 5, 4),  # what is held together and longer than a page is cut all the same
    ],
)
def test_a_page_ends_where_least_is_torn_apart(glues, first_page):
    pages = paginate([strip(25.0, glue=glue) for glue in glues], DEPTH)
    assert len(heights(pages)[0]) == first_page
    assert sum(map(len, heights(pages))) == 5


def test_a_signature_takes_the_lines_above_it_along():
    pages = paginate([*[strip(25.0)] * 3, strip(50.0, hold=2)], DEPTH)
    assert heights(pages) == [[25.0], [25.0, 25.0, 50.0]]
    assert heights(paginate([strip(80.0), strip(50.0, hold=2)], DEPTH)) == [[80.0], [50.0]]


def test_an_empty_line_vanishes_at_the_top_of_a_page():
    gap = strip(20.0, gap=True)
    assert heights(paginate([*[strip(25.0)] * 4, gap, strip(25.0)], DEPTH)) == [[25.0] * 4, [25.0]]
    assert heights(paginate([strip(25.0), gap, strip(25.0)], DEPTH)) == [[25.0, 20.0, 25.0]]
    assert heights(paginate([gap], DEPTH)) == [[20.0]]


def test_a_new_page_is_opened_where_the_form_says_so():
    opened = strip(0.0, page=True, glue=TIGHT)
    assert heights(paginate([opened, strip(), opened, strip(20.0)], DEPTH)) == [[10.0], [20.0]]
    assert heights(paginate([strip(25.0, glue=TIGHT), opened, strip(20.0)], DEPTH)) == [[25.0], [20.0]]


def test_a_fresh_strip_opens_a_paper_of_its_own():
    fresh = strip(0.0, page=True, fresh=True)
    papers = papers_of([fresh, strip(), fresh, strip(20.0), strip(30.0)])
    assert [[one.height for one in paper] for paper in papers] == [[0.0, 10.0], [0.0, 20.0, 30.0]]
    assert papers_of([strip()]) == [[strip()]]
    assert papers_of([]) == [[]]


def test_the_head_of_a_table_is_repeated_and_its_lines_are_closed_where_a_page_cuts_it():
    head = strip(20.0, glue=TIGHT, edge=(0.0, 50.0))
    rows = [strip(30.0, head=(head,), edge=(0.0, 50.0)) for _ in range(7)]
    pages = paginate([head, *rows], DEPTH)
    assert heights(pages) == [[20.0, 30.0, 30.0], [20.0, 30.0, 30.0], [20.0, 30.0, 30.0], [20.0, 30.0]]
    closing = (80.0, Strip(0.0, (Rule(0.0, 0.0, 50.0, 0.0),)))
    opening = (20.0, Strip(0.0, (Rule(0.0, 0.0, 50.0, 0.0),)))
    assert closing in pages[0].placed
    assert opening not in pages[0].placed
    assert [opening in page.placed for page in pages[1:]] == [True] * 3
    assert [closing in page.placed for page in pages[1:]] == [True, True, False]


def test_a_table_that_ends_with_its_page_is_closed_by_itself():
    head = strip(20.0, glue=TIGHT, edge=(0.0, 50.0))
    rows = [strip(40.0, head=(head,), edge=(0.0, 50.0)) for _ in range(2)]
    first, second = paginate([head, *rows, strip(10.0)], DEPTH)
    assert [one.height for _, one in first.placed] == [20.0, 40.0, 40.0]
    assert [one.height for _, one in second.placed] == [10.0]


def test_a_strip_that_fits_but_for_a_rounding_stays():
    assert len(paginate([strip(50.2), strip(50.1)], DEPTH)) == 1
