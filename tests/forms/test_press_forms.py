"""Every form × every acceptance case × every mode: what is printed is what was typed, and twice the same."""

from dataclasses import replace

import pytest

from tests.papers import (
    MADE_AT,
    NAMES,
    NUMBERS,
    SHIPPED,
    WATERMARK,
    acceptance,
    bare,
    case_of,
    case_on_paper,
    flowing,
    paper,
    poppler,
    values_of,
)
from zsapp.press.definition import find_form, forms
from zsapp.press.pdf import System, draw, repeat
from zsapp.press.raster import page_count, page_images, page_text
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper import paper_case
from zsapp.rules.mediation_parts import Dates, Mediator, Party

PRINTED = {
    "F02": ("applicants", "respondents", "brief", "numbered_requests", "applied_on"),
    "F03": ("party_names", "dispute_type", "brief", "referral", "committee", "accepted_on", "volume_no"),
    "F08": ("title", "party_names", "invited", "sessions", "committee"),
    "F09": (
        *("agreement_no", "parties", "brief", "dispute", "responsibility", "clauses", "obligations"),
        *("confirmation_note", "copies_note", "annexes", "committee", "agreed_on"),
    ),
}
"""The items whose every word must be found again on each form."""
EXPECTED_PAGES = {
    ("F02", "C01"): 1,
    ("F03", "C01"): 1,
    ("F08", "C01"): 2,
    ("F09", "C01"): 2,
    ("F09", "C03"): 4,
    ("F09", "C06"): 3,
}


def words(number: str, name: str) -> list[str]:
    """Return the texts that a form must show of a case."""
    values = case_on_paper(name)
    found: list[str] = []
    for item in PRINTED[number]:
        value = getattr(values, item)
        if number == "F02" and item in ("applicants", "respondents"):
            value = tuple(replace(one, role="", identity="", uscc="", people=()) for one in value)
        if item == "sessions":  # who reads aloud and who signs is written there by hand
            value = tuple(replace(one, readings=(), signers=()) for one in value)
        found += [bare(text) for text in values_of(value)]
    return [text for text in found if text]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("mode", ["final", "draft"])
def test_every_word_of_the_record_is_found_again(number, name, mode):
    text = flowing(acceptance(number, name, mode))
    assert [word for word in words(number, name) if word not in text] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", NUMBERS)
def test_the_same_record_gives_the_same_bytes(number, name):
    assert paper(number, case_on_paper(name)).pdf == acceptance(number, name).pdf


@pytest.mark.parametrize("number", NUMBERS)
def test_the_text_of_the_sheet_is_the_text_of_the_file(number):
    sheet = acceptance(number, "C03")
    assert sorted(_unmarked(flowing(sheet))) == sorted(_unmarked(bare(sheet.text)))


def _unmarked(text: str) -> str:
    """Return a text without what is only the mark of a place, and with one kind of dash."""
    return text.replace("（单位盖章）", "").replace("指印", "")


@pytest.mark.parametrize(("form", "pages"), sorted(EXPECTED_PAGES.items()))
def test_a_case_takes_the_pages_it_needs_and_no_more(form, pages):
    sheet = acceptance(*form)
    assert sheet.pages == page_count(sheet.pdf) == pages


def test_three_people_and_a_company_sign_the_register_on_one_page():
    people = *case_of("C01").parties, case_of("C06").parties[0]
    company = case_of("C03").parties[1]
    case = replace(case_of("C01"), parties=(*people, company))
    assert [one.kind for one in case.parties] == ["自然人", "自然人", "自然人", "法人"]
    sheet = paper("F03", paper_case(case))
    assert sheet.pages == 1
    assert all(one.name in bare(poppler(sheet.pdf)) for one in case.parties)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_blank_form_prints_without_a_record(number):
    sheet = paper(number, None, "blank")
    text = bare(poppler(sheet.pdf))
    assert find_form(number).title in text
    assert "年月日" in text
    assert WATERMARK not in text
    assert sheet.pages <= 2


def test_a_blank_form_ignores_values():
    assert paper("F09", case_on_paper("C01"), "blank").pdf == paper("F09", None, "blank").pdf


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("mode", ["draft", "final"])
def test_an_empty_case_still_prints(number, mode):
    assert paper(number, paper_case(Case()), mode).pages >= 1


def test_a_draft_says_so_on_every_page():
    sheet = acceptance("F09", "C05", "draft")
    assert bare(poppler(sheet.pdf)).count(WATERMARK) == sheet.pages
    assert WATERMARK not in bare(poppler(acceptance("F09", "C05").pdf))


RARE = ("何䶮", "赵㛃", "陈𬱖", "古丽娜尔·艾合买提", "𰻞某")


def test_rare_names_are_printed_and_copied_right_everywhere():
    parties = tuple(Party(role="当事人", name=name, kind="自然人") for name in RARE)
    case = Case(
        title="、".join(RARE),
        agreement_no="〔2026〕沙云人调字第5号",
        parties=parties,
        brief="——“𬱖”……",
        clauses=RARE,
    )
    for number in NUMBERS:
        text = bare(poppler(paper(number, paper_case(case)).pdf))
        assert [name for name in RARE if name not in text] == []


def test_rare_names_in_a_bold_heading_are_thickened_not_lost():
    case = Case(parties=(Party(role="申请人𬱖𠮷", name="甲", kind="自然人"),))
    assert "申请人𬱖𠮷" in poppler(paper("F09", paper_case(case)).pdf)


def test_what_looks_like_markup_is_printed_as_typed():
    typed = "<b>甲&乙</b> {name} &lt; \\ (x) %"
    case = Case(brief=typed, clauses=(typed,), parties=(Party(name=typed[:40]),))
    text = bare(poppler(paper("F09", paper_case(case)).pdf))
    assert text.count(bare(typed)) >= 3


@pytest.mark.parametrize("number", NUMBERS)
def test_very_long_names_are_never_clipped(number):
    name = "中山市" + "某某区某某镇某某村某某合作联社" * 12 + "有限公司"
    case = Case(
        committee=name[:100],
        title=name,
        parties=(
            Party(role="申请人", kind="法人", name=name, address=name),
            Party(role="被申请人", kind="自然人", name=name[:60], address=name),
        ),
        mediators=(Mediator(name="高伟明", role="主持"),),
    )
    values = paper_case(case)
    text = bare(poppler(paper(number, values).pdf))
    assert text.count(name) + text.count(name[:60]) >= 3


@pytest.mark.parametrize("count", [2, 3, 10])
def test_many_parties_each_have_a_place_to_sign(count):
    parties = tuple(Party(role="当事人", kind="自然人", name=f"甲{chr(0x4E00 + n)}") for n in range(count))
    sheet = paper("F09", paper_case(Case(parties=parties, clauses=("一、好。",) * 5)))
    signed = {place.item for place in sheet.places if place.height > 90}
    assert signed == {f"parties[{n}]" for n in range(count)}


def test_four_thousand_letters_of_facts_run_over_pages():
    facts = "二〇二六年三月九日上午，双方在村委会就排水一事发生争吵，经调解员劝阻后离开。" * 100
    sheet = paper("F09", paper_case(Case(brief=facts[:4000], parties=(Party(name="甲"),))))
    assert sheet.pages > 5
    assert facts[:4000] in flowing(sheet)


def test_a_session_by_session_record_is_one_paper_each():
    sheet = acceptance("F08", "C08")
    text = bare(poppler(sheet.pdf))
    assert text.count("人民调解委员会已将人民调解的相关规定告知各方当事人。") == 3
    assert text.count("第1页") == 3
    assert text.count("✓有待继续调解") == 2
    assert text.count("✓调解不成") == 1


def test_one_session_can_be_printed_alone():
    text = bare(poppler(paper("F08", paper_case(case_of("C08"), session=1)).pdf))
    assert "2026年7月22日" in text
    assert "2026年8月14日" not in text


@pytest.mark.parametrize(
    ("name", "source"),
    [("C01", "①当事人申请"), ("C05", "③接受委托移送"), ("C06", "②人民调解委员会主动调解")],
)
def test_the_register_ticks_one_source(name, source):
    text = bare(poppler(acceptance("F03", name).pdf))
    assert text.count("✓") == 1
    assert f"✓{source}" in text


def test_a_medical_agreement_asks_for_signature_or_seal_only():
    medical = replace(case_of("C01"), dispute_type="医疗纠纷")
    text = bare(poppler(paper("F09", paper_case(medical)).pdf))
    assert "当事人（签名或者盖章）：" in text
    assert "指印" not in text
    assert "共同向有管辖权的人民法院申请司法确认" in text


def test_an_agreement_names_copies_in_chinese():
    assert "本协议一式三份，当事人、人民调解委员会各持一份。" in bare(poppler(acceptance("F09", "C01").pdf))
    assert "本协议一式六份，四方各一份、调委会留存一份、交警部门备案一份。" in bare(
        poppler(acceptance("F09", "C05").pdf)
    )


def test_the_number_stands_in_lenticular_brackets():
    assert "编号：〔2026〕沙云人调字第5号" in bare(poppler(acceptance("F09", "C01").pdf))


def test_a_system_fangsong_is_used_and_recorded(fangsong):
    sheet = draw(
        find_form("F03"), case_on_paper("C01"), mode="final", made_at=MADE_AT, system=System(fangsong)
    )
    assert sheet.body_font == "FangSong"
    assert b"FangSong" in _fonts(sheet.pdf)
    assert "何䶮" in poppler(sheet.pdf)
    assert acceptance("F03", "C01").body_font == "NotoSerifSC-Regular"


def _fonts(pdf: bytes) -> bytes:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = opened.pages[0].Resources.Font
        return b" ".join(str(font.BaseFont).encode() for font in fonts.values())


def test_copies_are_one_file_for_the_printer():
    sheet = acceptance("F09", "C01")
    batch = repeat(sheet.pdf, 3)
    assert page_count(batch) == 3 * sheet.pages
    assert batch == repeat(sheet.pdf, 3)
    assert len(batch) < 1.5 * len(sheet.pdf)


def test_pages_come_as_gray_images():
    sheet = acceptance("F03", "C01")
    (image,) = page_images(sheet.pdf, dpi=96, pages=range(1))
    assert (image.width, image.height) in ((794, 1123), (793, 1122), (794, 1122))
    assert len(image.gray) == image.width * image.height
    assert min(image.gray) < 40
    assert max(image.gray) == 255


def test_the_preview_reads_the_same_words():
    assert "何䶮" in page_text(acceptance("F03", "C01").pdf)


def test_forms_are_listed_by_number():
    numbers = [form.number for form in forms("mediation")]
    assert numbers == sorted(numbers)
    assert set(NUMBERS) <= set(numbers)
    assert forms("nothing") == ()
    assert {form.sector for form in forms()} >= {"mediation"}


def test_dates_stand_where_the_seal_goes():
    sheet = paper(
        "F09", paper_case(Case(dates=Dates(agree=case_of("C01").dates.agree), committee="某委员会"))
    )
    assert any(place.item == "dates.agree" for place in sheet.places)
    assert SHIPPED.fangsong is None
