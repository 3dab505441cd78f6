"""Records at the edge on the real forms: endless, empty, odd. Printed whole, or refused by name."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.forms.layout import collisions, laid_out, outside
from tests.papers import NUMBERS, SHIPPED, bare, case_of, flowing, paper, poppler
from tests.stations import acceptance_case, make_station
from zsapp.base.errors import Code, Refusal
from zsapp.press.definition import find_form
from zsapp.press.marks import DEPTH, MEASURE
from zsapp.press.pdf import Sheet
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper import paper_case
from zsapp.rules.mediation_parts import (
    Account,
    Agent,
    Dates,
    Guardian,
    Interpreter,
    Invited,
    LegalRep,
    Loss,
    Mediator,
    Obligation,
    Outcome,
    Party,
    Referral,
    RosterRow,
    Split,
    Termination,
    Witness,
)

SENTENCE = "二〇二六年三月九日上午，双方在村委会就排水一事发生争吵，经调解员劝阻后离开。"
FACTS = (SENTENCE * 300)[:10_000]
RARE_FIRM = "中山市" + "某某区某某镇某某村某某合作联社" * 12 + "有限公司"


def person(name: str = "甲某", **facts: Any) -> Party:
    return Party(**{"role": "当事人", "kind": "自然人", "name": name, **facts})


LONGEST = Case(
    committee="委" * 200,
    title="题" * 500,
    volume_no="卷" * 100,
    agreement_no="号" * 100,
    dispute_type="纠" * 100,
    place="地" * 200,
    parties=(
        person(
            "名" * 200,
            role="角" * 100,
            ethnicity="族" * 100,
            occupation="职" * 200,
            phone="1" * 100,
            address="址" * 500,
            id_no="4" * 100,
            guardians=(Guardian(name="监" * 100, relation="父" * 100, id_no="5" * 100),),
        ),
        Party(
            role="被申请人",
            kind="法人",
            name="公" * 200,
            uscc="9" * 100,
            legal_rep=LegalRep(name="代" * 100, title="衔" * 100),
            agent=Agent(name="理" * 100, title="务" * 100, authority="权" * 500, doc="书" * 500),
        ),
    ),
    mediators=(Mediator(name="调" * 100, role="主持"),),
    invited=tuple(Invited(name="邀" * 100, capacity="份" * 200) for _ in range(5)),
)
MANY = Case(
    parties=tuple(person(f"甲{chr(0x4E00 + n)}", role="申请人", address=SENTENCE) for n in range(30)),
    clauses=("一、双方和好。",) * 3,
    schedule=tuple(Obligation(obligor="甲", obligee="乙", amount=Decimal(10**11)) for _ in range(60)),
    committee="某村人民调解委员会",
    dates=Dates(agree=date(2026, 3, 9)),
)
SUMS = Case(
    parties=(person(),),
    roster=tuple(
        RosterRow(
            no=n,
            name="古丽娜尔·艾合买提江",
            sex="女",
            ethnicity="柯尔克孜族",
            id_no="442000196803159914",
            owed=Decimal("1234567.89"),
            instalments=(Decimal("98765432.12"),) * 3,
        )
        for n in range(1, 121)
    ),
    loss_table=tuple(
        Loss(name="项" * 200, calc="算" * 500, amount=Decimal("99999999999.99")) for _ in range(4)
    ),
    split=Split(loss_total=Decimal("99999999999.99")),
    accounts=tuple(Account(name="户" * 200, tail="9" * 100) for _ in range(3)),
)
BLANKS = Case(
    brief="   ",
    committee=" ",
    title="　",
    requests=(" ", ""),
    clauses=("　",),
    record=" \n ",
    responsibility=" ",
    copies_note=" ",
    parties=(person(" ", role=" ", address=" ", phone=" "),),
)
BROKEN_LINES = Case(
    brief="甲\n\n\n乙\n丙\t丁\n",
    committee="某村\n人民调解委员会",
    title="排水\n纠纷",
    requests=("一\n二", "\n"),
    clauses=("一、\n  （1）甲\n  （2）乙", "\n\n"),
    parties=(person("何\n䶮", address="上\n下", occupation="\n"),),
    responsibility="各\n半",
)
HALF = Case(
    source="",
    parties=(Party(), Party(kind="法人"), person("", legal_rep=LegalRep(), agent=Agent(), witness=Witness())),
    dates=Dates(),
    referral=Referral(),
    interpreter=Interpreter(),
    termination=Termination(),
    outcome=Outcome(),
    schedule=(Obligation(),),
    roster=(RosterRow(),),
    loss_table=(Loss(),),
    accounts=(Account(),),
    mediators=(Mediator(),),
    invited=(Invited(),),
    split=Split(),
)
EDGES = {
    "nothing": Case(),
    "ten thousand letters": Case(brief=FACTS, record=FACTS, parties=(person(),)),
    "one word of four thousand letters": Case(brief="x" * 4000, clauses=("9" * 4000,), parties=(person(),)),
    "only opening marks": Case(brief="（" * 2000, parties=(person(),)),
    "only closing marks": Case(brief="。" * 2000, parties=(person(),)),
    "only spaces": BLANKS,
    "line breaks everywhere": BROKEN_LINES,
    "the longest of everything": LONGEST,
    "thirty parties": MANY,
    "the largest sums": SUMS,
    "everything begun and nothing filled in": HALF,
}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_record_at_the_edge_is_printed_without_a_letter_out_of_place(number, edge):
    for page in laid_out(find_form(number), paper_case(EDGES[edge])):
        assert collisions(page) == []
        assert outside(page, MEASURE) == []
        assert page.page.used <= DEPTH + 0.5


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_record_at_the_edge_makes_a_file_of_as_many_pages(number, edge):
    values = paper_case(EDGES[edge])
    sheet = paper(number, values, qr=bytes(160))
    assert sheet.pages >= len(laid_out(find_form(number), values))
    assert sheet.pdf.startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("number", "item"), [("F02", "brief"), ("F03", "brief"), ("F08", "record"), ("F09", "brief")]
)
def test_ten_thousand_letters_of_facts_are_all_there(number, item):
    case = Case(**{item: FACTS}, parties=(person(),))
    assert FACTS in flowing(paper(number, paper_case(case)))


def test_every_one_of_thirty_parties_is_named_and_has_a_place_to_sign():
    sheet = paper("F09", paper_case(MANY))
    text = flowing(sheet)
    assert all(text.count(one.name) == 2 for one in MANY.parties)
    places = {place.item for place in sheet.places if place.height > 90}
    assert places == {f"parties[{n}]" for n in range(30)}


def test_the_longest_names_are_printed_to_the_last_letter():
    text = poppler(paper("F09", paper_case(LONGEST)).pdf)
    expected = {
        "委": 200,
        "角": 200,
        "名": 400,
        "址": 500,
        "公": 400,
        "监": 200,
        "理": 200,
        "权": 500,
        "号": 100,
    }
    assert {letter: count for letter, count in expected.items() if text.count(letter) < count} == {}


def test_no_sum_is_cut_in_two_by_its_column():
    lines = poppler(paper("F09", paper_case(SUMS)).pdf)
    assert lines.count("98,765,432.12") == 3 * 120
    assert lines.count("1,234,567.89") == 120
    assert lines.count("99,999,999,999.99") >= 4


def test_text_of_nothing_but_spaces_leaves_a_blank_as_if_it_were_not_there():
    text = flowing(paper("F09", paper_case(BLANKS)))
    assert "争议事项：" not in text.replace("纠纷主要事实、争议事项：", "")
    assert "各方责任：" not in text
    assert "（人民调解委员会印）" in text
    assert "当事人、人民调解委员会各持一份" in text


def test_a_line_break_in_a_name_or_a_blank_becomes_a_space():
    text = poppler(paper("F09", paper_case(BROKEN_LINES)).pdf)
    assert "何 䶮" in text
    assert "上 下" in text
    assert "某村 人民调解委员会（印）" in text


@pytest.mark.parametrize(
    ("character", "point"),
    [("😀", "U+1F600"), ("\ue863", "U+E863"), ("\x07", "U+0007"), ("\ufffd", "U+FFFD"), ("ن", "U+0646")],
)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_character_that_cannot_be_printed_is_refused_at_its_item(number, character, point):
    """R49: never an empty box, never a crash; the clerk is told which letter, and where."""
    odd = replace(case_of("C01"), parties=(person(f"何{character}"), person("乙")), title="排水纠纷")
    with pytest.raises(Refusal) as refused:
        paper(number, paper_case(odd))
    assert refused.value.code is Code.GLYPH_MISSING
    assert refused.value.field.startswith("parties")
    assert point in str(refused.value)
    assert "手写" in refused.value.remedy


@pytest.mark.parametrize("number", NUMBERS)
def test_marks_without_ink_that_come_with_pasted_text_are_left_out(number):
    pasted = Case(title="甲\u200b乙", brief="甲\u200b乙\ufeff", parties=(person("甲\u200d乙"),))
    text = bare(poppler(paper(number, paper_case(pasted)).pdf))
    assert "甲乙" in text
    assert not {"\u200b", "\u200d", "\ufeff"} & set(text)


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=date(2026, 3, 9)) as opened:
        yield opened


def imported(station, **changed: Any) -> str:
    """Import the first acceptance case, changed; return its id."""
    return str(station.mediation.import_case({**acceptance_case("C01"), **changed}).id)


def test_the_desk_refuses_what_cannot_be_printed_and_prints_once_it_is_mended(station):
    desk = station.mediation
    ref = imported(station, brief="吵架😀")
    for draft in (True, False):
        with pytest.raises(Refusal) as refused:
            station.paper.issue("F09", ref, draft=draft)
        assert (refused.value.code, refused.value.field) == (Code.GLYPH_MISSING, "brief")
    view = desk.find(ref)
    with pytest.raises(Refusal) as refused:
        station.paper.preview("F02", view.case)
    assert refused.value.code is Code.GLYPH_MISSING
    desk.save(view.id, replace(view.case, brief="吵架"), base_version=view.version)
    assert station.paper.issue("F09", ref, draft=True).pages == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"brief": FACTS}, Code.TEXT_TOO_LONG),
        ({"brief": "甲\x07乙"}, Code.TEXT_CONTROL_CHARACTER),
        ({"title": "甲\ud83d"}, Code.TEXT_CONTROL_CHARACTER),
    ],
)
def test_what_no_paper_could_hold_is_refused_before_it_is_kept(station, changed, code):
    with pytest.raises(Refusal) as refused:
        imported(station, **changed)
    assert refused.value.code is code
    assert station.mediation.page().lines == ()


def test_a_record_of_twenty_thousand_letters_prints_through_the_desk(station):
    record = (SENTENCE * 600)[:20_000]
    issued = station.paper.issue("F08", imported(station, record=record), draft=True)
    assert issued.pages > 25
    text = flowing(Sheet(issued.pdf, issued.pages, (), "", ""))
    assert record in text


def test_a_case_with_everything_null_prints_through_the_desk(station):
    nothing = {
        key: None for key in acceptance_case("C01") if key not in ("case", "parties", "dispute_type", "brief")
    }
    ref = imported(station, **nothing)
    for number in NUMBERS:
        assert station.paper.issue(number, ref, draft=True).pages >= 1
    assert SHIPPED.fangsong is None
