"""Forms as data: a definition is checked whole when it is loaded, and says in Chinese what is wrong."""

import pytest

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.press.definition import find_form, forms, load, read_form
from zsapp.press.template import Hole, Literal

TOP = """
id = "mediation.slip"
number = "F99"
edition = "2026-1"
title = "便条"
law = "人民调解法"
about = "PaperCase"
"""


def slip(block: str, top: str = TOP):
    """Load a form of one block."""
    return read_form(f"{top}\n[[block]]\n{block}\n".encode(), "slip.toml")


@pytest.mark.parametrize("ref", ["mediation.agreement", "F09", "f09"])
def test_a_form_is_found_by_its_id_and_by_its_number(ref):
    assert find_form(ref).title == "人民调解协议书"


@pytest.mark.parametrize("ref", ["", "F999", "agreement", "mediation", "F09 ", "../mediation/agreement"])
def test_a_form_that_is_not_there_is_refused_by_name(ref):
    with pytest.raises(Refusal) as refused:
        find_form(ref)
    assert (refused.value.code, refused.value.field) == (Code.FORM_UNKNOWN, "form")
    assert ref in str(refused.value)


def test_every_shipped_form_can_be_loaded_and_has_an_id_and_a_number_of_its_own():
    every = forms()
    assert len({form.id for form in every}) == len({form.number.upper() for form in every}) == len(every)
    assert all(form.law and form.edition and len(form.digest) == 64 for form in every)


def test_a_form_is_read_from_a_file(tmp_path):
    path = tmp_path / "slip.toml"
    path.write_text(
        f'{TOP}\n[[block]]\nkind = "title"\ntext = "第{{copies|numeral:3}}份"\n', encoding="utf-8"
    )
    (block,) = load(path).blocks
    assert block.text == (Literal("第"), Hole("copies", "numeral", 3), Literal("份"))
    with pytest.raises(Trouble) as trouble:
        load(tmp_path / "other.toml")
    assert trouble.value.code is Code.FILE_MISSING


def test_whole_numbers_are_millimetres_too():
    assert slip('kind = "at"\ntext = "甲"\nx_mm = 20\ny_mm = 30.5').blocks[0].x_mm == 20.0


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ('kind = "titel"', "是不是“title”"),
        ('text = "甲"', "没有这种kind"),
        ("kind = 5", "没有这种kind"),
        ('kind = "title"\ntexts = "甲"', "是不是“text”"),
        ('kind = "title"\ntext = 5', "“text”的写法不对"),
        ('kind = "title"\ntext = "{breif}"', "是不是“brief”"),
        ('kind = "title"\ntext = "{brief"', "花括号"),
        ('kind = "title"\ntext = "{Brief}"', "花括号"),
        ('kind = "title"\ntext = "{brief|upside}"', "没有这种笔法"),
        ('kind = "title"\ntext = "{brief|day}"', "不能用笔法“day”"),
        ('kind = "title"\ntext = "{brief?主动}"', "不能用笔法“tick”"),
        ('kind = "title"\ntext = "{parties}"', "不能用笔法"),
        ('kind = "title"\ntext = "{names}"', "不能用笔法"),
        ('kind = "title"\nwhen = "breif"\ntext = "甲"', "没有项目“breif”"),
        ('kind = "title"\nwhen = 5\ntext = "甲"', "没有项目“5”"),
        ('kind = "long"\nlines = "three"', "“lines”的写法不对"),
        ('kind = "long"\nlines = true', "“lines”的写法不对"),
        ('kind = "long"\nruled = 1', "“ruled”的写法不对"),
        ('kind = "paragraph"\nalign = "middle"', "“align”的写法不对"),
        ('kind = "each"\nof = "brief"', "不能用于 each"),
        ('kind = "each"\nof = "mediators"', "不能用于 each"),
        ('kind = "each"', "没有项目“”"),
        ('kind = "each"\nof = ["parties"]', "没有项目"),
        ('kind = "sign"\nof = "parties"', "不能用于 sign"),
        ('kind = "table"\nof = "parties"', "不能用于 table"),
        ('kind = "each"\nof = "parties"\nblock = "甲"', "[[block]]"),
        ('kind = "each"\nof = "parties"\nblock = ["甲"]', "[[block]]"),
        ('kind = "each"\nof = "parties"\n[[block.block]]\nkind = "title"\ntext = "{text}"', "没有项目“text”"),
        ('kind = "fields"\nfields = "姓名"', "“fields”的写法不对"),
        ('kind = "fields"\nfields = [5]', "“fields”的写法不对"),
        ('kind = "grid"\ncolumns_mm = [10]\nrows = [["甲", "乙"]]', "栏数"),
        ('kind = "grid"\nrows = [["甲"]]', "栏数"),
        ('kind = "grid"\ncolumns_mm = ["10"]\nrows = []', "“columns_mm”的写法不对"),
        ('kind = "grid"\ncolumns_mm = [10]\nrows = [5]', "“rows”的写法不对"),
        ('kind = "grid"\ncolumns_mm = [10]\nrows = [[5]]', "应是文字"),
        ('kind = "at"\nx_mm = "left"', "“x_mm”的写法不对"),
    ],
)
def test_a_fault_in_a_block_is_told_with_what_was_meant(block, said):
    with pytest.raises(Trouble) as trouble:
        slip(block)
    assert trouble.value.code is Code.FORM_BROKEN
    assert "slip.toml" in str(trouble.value)
    assert said in str(trouble.value)


@pytest.mark.parametrize(
    ("top", "said"),
    [
        (TOP.replace("law =", "laws ="), "是不是“law”"),
        (TOP.replace('law = "人民调解法"', ""), "缺少“law”"),
        (TOP.replace('"PaperCase"', '"PaperCsae"'), "是不是“PaperCase”"),
        (TOP.replace('"2026-1"', "2026"), "“edition”的写法不对"),
        (TOP + 'needs = ["breif"]', "是不是“brief”"),
        (TOP + 'needs = "brief"', "“needs”的写法不对"),
    ],
)
def test_a_fault_at_the_head_of_a_form_is_told(top, said):
    with pytest.raises(Trouble) as trouble:
        slip('kind = "title"', top)
    assert trouble.value.code is Code.FORM_BROKEN
    assert said in str(trouble.value)


@pytest.mark.parametrize("source", [b"kind = ", b"\xff\xfe", TOP.encode() + b"block = 5", TOP.encode()])
def test_what_is_no_form_is_told(source):
    with pytest.raises(Trouble) as trouble:
        read_form(source, "slip.toml")
    assert trouble.value.code is Code.FORM_BROKEN


def test_the_innermost_thing_names_an_item_first():
    inner = 'kind = "each"\nof = "parties"\n[[block.block]]\nkind = "title"\ntext = "{name}、{committee}"'
    assert slip(inner).blocks[0].block[0].text == (Hole("name"), Literal("、"), Hole("committee"))
