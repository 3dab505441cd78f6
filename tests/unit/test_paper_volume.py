"""The dossier on paper: its order, its index, its notes, its report, its claim, its quality sheet."""

from dataclasses import replace
from datetime import date

import pytest

from tests.paper_samples import CONTENTS, HELD, TODAY, sample, shipped_tables
from tests.papers import case_of
from zsapp.base.errors import Code, Trouble
from zsapp.press.definition import find_form
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_filing import Scan
from zsapp.rules.mediation_paper_base import Occasion
from zsapp.rules.mediation_paper_claim import covered
from zsapp.rules.mediation_paper_volume import volume_paper
from zsapp.rules.mediation_parts import Party, Served, Termination
from zsapp.rules.mediation_quality import judge
from zsapp.rules.mediation_volume import FACTS, Entry, Leaf, belongs, contents_of, page_faults
from zsapp.rules.paper_tables import WHENS, read_volume

TABLES = shipped_tables()
HEADS = "sort,kind,ref,when,need,draw,source,status\n"


def volume(case, contents=CONTENTS, *, judged=True):
    quality = judge(case, TABLES.quality, HELD) if judged else None
    return volume_paper(case, Occasion(TODAY, TABLES, contents, quality))


def drawn_for(case):
    return [slot.ref for slot in TABLES.volume if slot.kind == "form" and belongs(slot, case)]


def test_the_table_asks_only_what_is_known_and_names_only_forms_there_are():
    assert set(WHENS) == set(FACTS)
    places = {row.text for row in TABLES.codes["scan_place"]}
    for slot in TABLES.volume:
        assert slot.ref in places if slot.kind == "scan" else find_form(slot.ref).number == slot.ref


@pytest.mark.parametrize(
    ("name", "here", "not_here"),
    [
        ("C01", {"F02", "F03", "F08", "F09", "F14"}, {"F10", "F13", "F16", "F17", "F18"}),
        ("C05", {"F09", "F13", "F13b", "F13f"}, {"F17"}),
        ("C06", {"F03", "F09"}, {"F02", "F13"}),
        ("C08", {"F08", "F17"}, {"F09", "F13"}),
        ("C09", {"F18"}, {"F09", "F17"}),
        ("oral", {"F03", "F10"}, {"F09"}),
        ("refused", {"F02", "F16"}, {"F03", "F08"}),
    ],
)
def test_a_case_fills_the_places_that_are_about_it(name, here, not_here):
    found = set(drawn_for(sample(name)))
    assert here <= found
    assert not not_here & found


def test_the_order_is_the_statutory_one():
    order = [slot.ref for slot in TABLES.volume]
    wanted = ["F02", "F03", "F06", "F07", "F08", "F09", "F10", "F12", "F13", "F14"]
    assert [one for one in order if one in wanted] == wanted


def test_copies_of_documents_take_the_place_of_the_sheets_for_them():
    assert "F05b" in drawn_for(case_of("C01"))
    assert "F05b" not in drawn_for(sample("filed"))


def test_what_is_only_bound_when_printed_is_never_drawn():
    assert not {"F25", "F27", "F23", "F24", "F20b"} & set(drawn_for(case_of("C03")))


def test_the_pages_of_an_entry():
    assert (Entry("甲", 3, 3).pages, Entry("乙", 3, 5).pages) == ("3", "3-5")


@pytest.mark.parametrize(
    ("leaves", "pages", "faults"),
    [
        ([Leaf("申请书", 1), Leaf("笔录", 3), Leaf("协议书", 2)], ["1", "2-4", "5-6"], ()),
        ([Leaf("申请书", 1), Leaf("收条", 2, "纸质", (2, 3)), Leaf("协议书", 2)], ["1", "2-3", "4-5"], ()),
        ([Leaf("申请书", 1), Leaf("收条", 2, "", (5, 6))], ["1", "5-6"], ("第2页到第4页没有文书",)),
        (
            [Leaf("申请书", 3), Leaf("收条", 2, "", (2, 3)), Leaf("协议书", 1)],
            ["1-3", "2-3", "4"],
            ("《收条》的起页第2页与前面的文书重叠",),
        ),
        ([Leaf("照片", 1, "", (1, 4))], ["1-4"], ("《照片》的页号是1-4，实有1页",)),
    ],
)
def test_page_numbers_set_by_hand_stand_in_the_index_and_are_held_against_the_rest(leaves, pages, faults):
    assert [one.pages for one in contents_of(leaves)] == pages
    assert page_faults(leaves) == faults


def test_the_index_has_a_line_for_each_document_and_thirteen_at_least():
    table = volume(case_of("C01")).index
    assert len(table.rows) == 13
    assert table.rows[1].cells == ("2", "人民调解当事人权利义务告知书", "2-3", "")
    assert table.rows[12].cells == ("", "", "", "")
    many = tuple(Entry(f"材料{n}", n, n) for n in range(1, 31))
    assert len(volume(case_of("C01"), many).index.rows) == 30


def test_without_contents_there_is_no_index_and_no_count():
    paper = volume(case_of("C01"), (), judged=False)
    assert (paper.index, paper.pieces, paper.sheets, paper.quality, paper.score) == (None,) * 5
    assert (paper.vetoes, paper.judged_on) == ((), None)
    counted = volume(case_of("C01"))
    assert (counted.pieces, counted.sheets, counted.judged_on) == (4, 6, TODAY)


def test_the_cover_has_the_days_from_acceptance_to_the_end():
    paper = volume(sample("filed"))
    assert (paper.began_on, paper.finished_on) == (date(2026, 3, 2), date(2026, 3, 19))
    assert (paper.filed_by, paper.checked_by, paper.retention) == ("刘佩珊", "高伟明", "长期")
    open_case = replace(case_of("C08"), dates=replace(case_of("C08").dates, close=None))
    assert volume(open_case).finished_on == date(2026, 8, 14)
    assert volume(Case()).month == ""


def test_the_notes_tell_what_is_out_of_the_ordinary():
    texts = [one.text for one in volume(case_of("C08")).notes]
    assert texts == [
        "1．证据材料共3件，其中复印件、打印件2件。",
        "2．温锦堂没有提供身份证件号码：当事人拒绝提供。",
        "3．温锦堂拒绝签收，由伍国华、吴少兰注明情况。",
    ]
    absent = Party(name="彭嘉乐", sign="未到场", literate=False)
    served = Termination(served=(Served(to="甲", sign="签收"),))
    case = Case(parties=(absent,), termination=served, scans=(Scan(name="照片"),))
    assert [one.text for one in volume(case).notes] == [
        "1．彭嘉乐没有到场签署。",
        "2．彭嘉乐阅读有困难，文书由调解人员当面宣读。",
        "3．扫描材料1份随卷保存。",
    ]
    assert volume(Case()).notes == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("C01", "经1次调解，调解成功，达成书面协议。"),
        ("oral", "经1次调解，调解成功，达成口头协议。"),
        ("C09", "撤回申请（自行和解），对方已自行退款1738元，纠纷已解决。"),
    ],
)
def test_how_it_went_is_said_in_one_sentence(name, said):
    assert volume(sample(name)).result_said == said
    assert volume(Case()).result_said == ""


def test_a_claim_covers_names_and_invents_no_amount():
    row = volume(case_of("C05")).claim.rows[0]
    assert row.cells[2] == "曾**、霍**、中山市通汇配送有限公司、海晏财产保险股份有限公司中山中心支公司"
    assert row.cells[6] == row.cells[8] == ""
    assert volume(Case()).claim is None
    assert covered(Party(kind="自然人")) == ""


def test_the_quality_sheet_has_a_row_for_each_criterion_and_its_vetoes():
    paper = volume(case_of("C01"))
    assert len(paper.quality.rows) == 24
    assert paper.quality.foot[-1] == f"得分 {paper.score}"
    assert [one.text for one in paper.vetoes] == [
        "1．协议书没有当事人签名、盖章或者指印：未发现。",
        "2．协议书没有加盖人民调解委员会印章：人工核对（请人工核对）。",
        "3．协议内容违反法律：未发现。",
        "4．签名不是本人所签：人工核对（请人工核对）。",
    ]


@pytest.mark.parametrize(
    "row",
    [
        "十,form,F02,,必须,是,源,可改",
        "1,paper,F02,,必须,是,源,可改",
        "1,form,F02,也许,必须,是,源,可改",
        "1,form,F02,,随意,是,源,可改",
        "1,form,F02,,必须,好,源,可改",
    ],
)
def test_a_place_nobody_understands_is_named(row):
    with pytest.raises(Trouble) as damaged:
        read_volume("volume.csv", f"{HEADS}{row}\n")
    assert (damaged.value.code, damaged.value.facts["what"]) == (Code.TABLE_DAMAGED, "第2行")


def test_places_are_sorted_by_their_number():
    rows = "20,form,F03,,必须,是,源,可改\n10,form,F02,,按需,否,源,可改\n"
    first, second = read_volume("volume.csv", HEADS + rows)
    assert (first.ref, first.required, first.draw) == ("F02", False, False)
    assert (second.ref, second.required, second.draw) == ("F03", True, True)
