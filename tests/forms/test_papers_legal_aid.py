"""Every paper of legal aid: blank, draft and final, its words; who may see an address; never a decision."""

from dataclasses import replace

import pytest

from tests.aid_papers import ADDRESS, PHONE, SAFE, STATION, aid_sheet, gone, values_of
from tests.papers import WATERMARK, bare, flowing, poppler, sheet_of
from zsapp.press.definition import find_form, forms
from zsapp.press.inline import TICKED
from zsapp.rules.legal_aid import SECTOR, LegalAidIntake

NUMBERS = tuple(form.number for form in forms(SECTOR))
SHOWN = {
    ("A01", "LA-04"): (1, "黄伯添", "442***********9971", "√上门", "√指导申请法律援助", "√已告知有依法申请"),
    ("A02", "LA-02"): (
        1,
        "姓名罗建国性别男出生年月1979年11月民族汉族",
        "身份证号431124197911209999",
        "住所地（经常居住地）中山市古镇镇海洲村沙源大街5号",
        "□法定代理人□√委托代理人",
        "身份证号431124200308149965",
        "2025年12月16日申请人操作压铸机",
        "本人承诺以上所填内容和提交的证件、证明材料均真实。",
    ),
    ("A03", "LA-02"): (1, "受委托人姓名罗小玲", "代为申请法律援助、提交和领取有关材料", "□一般代理"),
    ("A04", "LA-09"): (
        2,
        "何永昌本人87,000.000.000.000.0087,000.00",
        "合计3人124,200.00",
        "月人均可支配收入（元）6,900.00",
        "现行标准（元/月）2,592.00",
        "2套，建筑面积224.00平方米",
        "如有隐瞒或者虚报，愿意接受终止法律援助",
    ),
    ("A05", "LA-01"): (1, "4考勤照片打印件6页16√", "以上材料共6份", "还缺少：户口簿、病历"),
    ("A06", "LA-01"): (1, "中沙云补〔2026〕0001号", "1．户口簿。", "2．病历。", "视为撤回申请"),
    ("A07", "LA-01"): (
        2,
        "转出单位" + STATION,
        "√免予核查（法援法42(三)）",
        "材料移交清单",
        "450***********9972",
    ),
    ("A08", "LA-09"): (2, "初步看法如下（不是审查结果）", "高于标准2592.00元", "您都有权要求把申请转交"),
    ("A09", "LA-09"): (
        1,
        "答复不予法律援助文号中法援不予字〔2026〕0019号",
        "理由：不符合经济困难标准",
        "可以在2026年4月13日前向中山市司法局提出异议",
    ),
    ("A10", "LA-01"): (1, "受援人黎志强", "律师联系及时。", "□没有收取任何费用"),
    ("A11", "victim"): (1, "只交中山市法律援助处", ADDRESS, SAFE, PHONE, "不得联系的人马某"),
    ("A12", "LA-01"): (1, "共6件", "接收单位中山市法律援助处", "黎志强", "（限制查看）"),
}
"""(form, intake): pages of the final print, and what stands on it."""
PRINTS = sorted(SHOWN)
TO_THE_CENTRE = ("A02", "A04", "A11")
"""Papers that nobody but the centre is given."""


def test_every_paper_is_shown_here() -> None:
    assert sorted(number for number, _ in SHOWN) == sorted(NUMBERS)


@pytest.mark.parametrize(("number", "ref"), PRINTS)
def test_the_final_print_says_what_it_must_and_lacks_nothing(number: str, ref: str) -> None:
    pages, *words = SHOWN[number, ref]
    sheet = aid_sheet(number, ref)
    text = flowing(sheet)
    wanted = [find_form(number).title, *words]
    assert [
        one for one in wanted if bare(str(one)).replace("√", TICKED) not in text.replace("√", TICKED)
    ] == []
    assert (sheet.pages, WATERMARK in bare(poppler(sheet.pdf))) == (pages, False)
    values = values_of(number, gone(ref))
    assert [one for one in find_form(number).needs if not getattr(values, one)] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_a_blank_one_is_for_the_hand_and_a_draft_says_so(number: str) -> None:
    blank = bare(poppler(aid_sheet(number, "LA-01", "blank").pdf))
    assert find_form(number).title in blank
    assert TICKED not in blank
    assert "决定" not in blank
    draft = aid_sheet(number, "LA-07", "draft")
    assert bare(poppler(draft.pdf)).count(WATERMARK) == draft.pages


@pytest.mark.parametrize("number", NUMBERS)
def test_a_station_never_decides_on_paper(number: str) -> None:
    """What the clerk typed may name a decision; the paper's own words never do."""
    quiet = replace(gone("LA-09"), documents=(), facts="")
    assert "决定" not in str(values_of(number, quiet)).replace("工伤认定决定书", "")


@pytest.mark.parametrize("number", [one for one in NUMBERS if one != "A11"])
def test_nothing_but_the_sealed_page_says_where_a_victim_lives(number: str) -> None:
    text = str(values_of(number, gone("victim")))
    assert not [one for one in (ADDRESS, SAFE, PHONE, "云涧制衣厂") if one in text]


@pytest.mark.parametrize("number", [one for one in NUMBERS if one not in TO_THE_CENTRE])
def test_a_childs_address_stands_only_on_what_goes_to_the_centre(number: str) -> None:
    child = gone("LA-07")
    assert child.applicant.address not in str(values_of(number, child))
    assert child.applicant.address in str(values_of("A02", child))


@pytest.mark.parametrize("number", NUMBERS)
def test_an_empty_intake_prints_too(number: str) -> None:
    assert values_of(number, LegalAidIntake())


def test_a_long_story_goes_on_over_the_page() -> None:
    long = replace(gone("LA-04"), facts="两子不再支付赡养费，村里调解两次没有结果。" * 60)
    sheet = sheet_of(find_form("A02"), values_of("A02", long))
    assert sheet.pages == 2
    assert long.facts in flowing(sheet)
