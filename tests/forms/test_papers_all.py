"""Every paper beyond the first four: blank, draft and final, its fixed words, its pages, its signatures."""

from dataclasses import replace

import pytest

from tests.paper_samples import drawn, sample, sample_on_paper
from tests.paper_words import SHOWN
from tests.papers import NUMBERS, WATERMARK, bare, flowing, paper, poppler
from zsapp.base.errors import Code, Trouble
from zsapp.press.definition import find_form, forms, read_form
from zsapp.press.inline import TICKED
from zsapp.press.raster import page_count
from zsapp.rules.mediation import Case

WITHOUT_TITLE = ("F15",)
"""The back cover says what lies in the dossier, not what it is."""
PRINTS = sorted(SHOWN)
FURTHER = sorted({form.number for form in forms("mediation")} - set(NUMBERS))


def test_every_further_paper_is_shown_here():
    assert sorted({number for number, _ in SHOWN}) == FURTHER


@pytest.mark.parametrize(("number", "name"), PRINTS)
def test_the_final_print_says_what_it_must(number, name):
    pages, *words = SHOWN[number, name]
    sheet = drawn(number, name)
    text = flowing(sheet)
    wanted = words if number in WITHOUT_TITLE else [find_form(number).title, *words]
    assert [word for word in wanted if bare(word).replace("√", TICKED) not in text] == []
    assert WATERMARK not in bare(poppler(sheet.pdf))
    assert page_count(sheet.pdf) == sheet.pages == pages


@pytest.mark.parametrize(("number", "name"), PRINTS)
def test_a_draft_says_so_on_every_page(number, name):
    sheet = drawn(number, name, "draft")
    assert bare(poppler(sheet.pdf)).count(WATERMARK) == sheet.pages


@pytest.mark.parametrize(("number", "name"), PRINTS)
def test_the_sample_holds_what_the_final_print_needs(number, name):
    values = sample_on_paper(number, sample(name))
    assert [one for one in find_form(number).needs if not getattr(values, one)] == []


@pytest.mark.parametrize(("number", "name"), PRINTS)
def test_the_same_case_gives_the_same_bytes(number, name):
    assert paper(number, sample_on_paper(number, sample(name))).pdf == drawn(number, name).pdf


@pytest.mark.parametrize("number", FURTHER)
def test_a_blank_form_prints_for_handwriting(number):
    sheet = paper(number, None, "blank")
    text = bare(poppler(sheet.pdf))
    assert find_form(number).title in text or number in WITHOUT_TITLE
    assert TICKED not in text
    assert sheet.pages <= 2


@pytest.mark.parametrize("number", FURTHER)
def test_an_empty_case_prints_too(number):
    assert paper(number, sample_on_paper(number, Case()), "draft").pages >= 1


@pytest.mark.parametrize("number", FURTHER)
def test_a_paper_of_our_own_says_that_its_wording_is_not_official(number):
    form = find_form(number)
    assert form.edition.startswith("2010-1") or "待核" in form.edition
    assert form.law


@pytest.mark.parametrize("number", FURTHER)
@pytest.mark.parametrize("lines", [0, 8, 17])
def test_signature_and_seal_are_never_parted_from_the_text(number, lines):
    name = next(sample_name for form, sample_name in PRINTS if form == number)
    case = sample(name)
    text = "双方各执一词。\n" * lines
    long = replace(
        case, brief=text + case.brief, follow_up=text + case.follow_up, requests=(*case.requests, text)
    )
    sheet = paper(number, sample_on_paper(number, long))
    assert all(len(bare(page)) > 25 for page in poppler(sheet.pdf).split("\f")[: sheet.pages])
    if number in SEALED:
        signed, sealed = (
            max(place.page for place in sheet.places if place.item == item) for item in SEALED[number]
        )
        assert signed == sealed


SEALED = {
    "F10": ("mediators", "dates.agree"),
    "F12": ("mediators", "dates.visit"),
    "F16": ("mediators", "dates.close"),
    "F17": ("mediators", "dates.terminate"),
    "F21": ("recusal.replaced_by", "recusal.date"),
    "F29": ("mediators", "escalation.date"),
}
"""The items where the mediator signs, and of the date under the seal."""


def test_a_form_may_need_only_what_its_paper_has():
    top = {"id": "a.b", "number": "F99", "edition": "1", "title": "t", "law": "l", "about": "PaperCase"}
    source = "".join(f'{key} = "{text}"\n' for key, text in top.items()) + "block = []\nneeds = ['brieff']"
    with pytest.raises(Trouble) as broken:
        read_form(source.encode(), "b.toml")
    assert broken.value.code is Code.FORM_BROKEN
    assert "brief" in str(broken.value)


def test_a_form_is_found_by_its_number_in_any_case():
    assert find_form("f17") is find_form("F17")


def test_cover_index_and_back_have_no_page_number_of_their_own():
    for number in ("F00", "F01", "F15"):
        assert "第1页" not in bare(poppler(drawn(number, "filed").pdf))
    assert "第1页" in bare(poppler(drawn("F14", "filed").pdf))


def test_a_cover_begins_a_hand_below_the_edge():
    first = min(place.y for place in drawn("F00", "filed").places)
    assert first > 100
