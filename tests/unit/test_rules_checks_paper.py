"""R23, R49, R51 and R52: rights told, characters, copies, number."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.rulings import NEIGHBOURS, findings, fires, make_case, with_party
from zsapp.rules.checking import plainly_printable
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import (
    Agent,
    Dates,
    Guardian,
    Invited,
    LegalRep,
    Mediator,
    OralRegister,
    Outcome,
    Party,
    RosterRow,
    Witness,
)


@pytest.mark.parametrize(
    ("case", "fired"),
    [
        (make_case(record=" "), True),
        (make_case(record="", rights_told=date(2026, 3, 9)), False),
        (make_case(), False),
        (make_case(record="", outcome=Outcome(form="口头")), False),
        (make_case(record="", dates=Dates(terminate=date(2026, 3, 9))), False),
        (make_case(record="", outcome=Outcome(result="撤回申请")), False),
        (Case(), False),
    ],
)
def test_rights_are_told_before_a_written_agreement(case: Case, fired: bool) -> None:
    assert fires("R23", case) is fired


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        *(("何䶮", ""), ("陈𬱖", ""), ("古丽娜尔·艾合买提", ""), ("驻园法律顾问 蔡律师", "")),
        *(("何\ue863", "\ue863"), ("何□", "□"), ("何?", "?"), ("何？", "？"), ("何\ufffd", "\ufffd")),
    ],
)
def test_a_name_is_made_of_characters_that_print(name: str, bad: str) -> None:
    found = findings(with_party(make_case(), name=name), "R49")
    assert [one.message for one in found] == (
        [f"姓名中“{bad}”无法正常打印，请更换字体或手写补填。"] if bad else []
    )


def test_an_old_private_character_is_mended_by_one_press() -> None:
    (found,) = findings(with_party(make_case(), name="何\ue863"), "R49")
    assert (found.where, found.fix) == ("parties[0].name", "何䶮")
    (lost,) = findings(with_party(make_case(), name="何□"), "R49")
    assert lost.fix == ""


def test_what_no_font_covers_is_told_wherever_it_is_printed() -> None:
    case = make_case(
        "一、𠮷方赔偿。\n二",
        brief="𠮷与𠮷争吵",
        requests=("赔𠮷",),
        parties=(replace(NEIGHBOURS[0], address="𠮷巷"),),
    )
    found = findings(case, "R49", printable=lambda char: char != "𠮷")
    assert [one.where for one in found] == ["brief", "requests[0]", "clauses[0]", "parties[0].address"]
    assert found[0].message == "文字中“𠮷”（U+20BB7）无法正常打印，请更换字体或手写补填。"
    assert plainly_printable("𠮷")


def test_every_name_in_the_record_is_looked_at() -> None:
    party = Party(
        name="甲?",
        name_as_on_id="乙?",
        representatives=("丙?",),
        guardians=(Guardian(name="丁?"),),
        witness=Witness(name="戊?"),
        legal_rep=LegalRep(name="己?"),
        agent=Agent(name="庚?"),
    )
    case = Case(
        parties=(party,),
        mediators=(Mediator(name="辛?"),),
        invited=(Invited(name="壬?"),),
        roster=(RosterRow(name="癸?"),),
    )
    found = {one.where for one in findings(case, "R49")}
    inside = ("name", "name_as_on_id", "representatives[0]", "guardians[0].name")
    persons = ("witness.name", "legal_rep.name", "agent.name")
    assert found == {
        *(f"parties[0].{item}" for item in (*inside, *persons)),
        *("mediators[0].name", "invited[0].name", "roster[0].name"),
    }


GROUP = Party(
    kind="自然人", name="韦国强等12人", group="12人（名单见附件一）", representatives=("韦国强", "古丽")
)


@pytest.mark.parametrize(
    ("parties", "roster", "needed"),
    [
        (NEIGHBOURS, 0, 3),
        ((*NEIGHBOURS, NEIGHBOURS[0]), 0, 4),
        ((GROUP, NEIGHBOURS[0]), 12, 14),
        ((GROUP, NEIGHBOURS[0]), 0, 14),
        ((replace(GROUP, name="韦国强等", group="名单见附件一"), NEIGHBOURS[0]), 12, 14),
        ((replace(GROUP, name="韦国强等二十五人", group="名单"), NEIGHBOURS[0]), 0, 27),
        ((replace(GROUP, name="韦国强等", group=""), NEIGHBOURS[0]), 0, 4),
    ],
)
def test_each_party_and_the_committee_get_a_copy(parties: Any, roster: int, needed: int) -> None:
    case = make_case(parties=parties, roster=(RosterRow(name="甲"),) * roster)
    assert not fires("R51", replace(case, copies=needed))
    (found,) = findings(replace(case, copies=needed - 1), "R51")
    assert found.message == f"协议书应至少{needed}份（当事人各一份、调委会一份）。"
    assert (found.where, found.fix) == ("copies", str(needed))


@pytest.mark.parametrize(
    ("clause", "fired"),
    [
        ("本协议一式两份，双方各执一份。", True),
        ("本协议一式2份。", True),
        ("本协议一式叁份，当事人、人民调解委员会各持一份。", False),
        ("本协议一式四份。", False),
        ("本协议一式数份。", False),
        ("本协议一式一百零份。", False),
    ],
)
def test_a_clause_that_counts_copies_is_read(clause: str, fired: bool) -> None:
    assert [one.where for one in findings(make_case(clause), "R51")] == (["clauses[0]"] if fired else [])


def test_unknown_copies_and_oral_agreements_are_no_fault() -> None:
    assert not fires("R51", make_case(copies=None))
    assert not fires("R51", make_case(copies=1, outcome=Outcome(form="口头")))
    assert fires("R51", make_case(copies=0))


NUMBER = "〔2026〕沙云人调字第5号"


@pytest.mark.parametrize(
    ("changed", "known", "message"),
    [
        ({}, {}, ""),
        ({"agreement_no": " "}, {}, "编号缺失或重复。"),
        ({}, {"number_taken": True}, f"编号缺失或重复：{NUMBER}已用于另一案件。"),
        (
            {"agreement_no": "〔2025〕沙云人调字第5号"},
            {},
            "编号缺失或重复：编号年份2025与协议日期的年份2026不一致。",
        ),
        ({"agreement_no": "沙云人调五号"}, {}, ""),
        ({"agreement_no": "〔2025〕沙云人调字第5号", "dates": Dates()}, {}, ""),
        ({"agreement_no": "", "outcome": Outcome(form="口头")}, {}, ""),
        ({"agreement_no": "", "volume_no": "", "outcome": Outcome(form="口头")}, {}, "编号缺失或重复。"),
        ({"agreement_no": "", "dates": Dates(withdraw=date(2026, 3, 9))}, {}, ""),
        ({"agreement_no": "", "dates": Dates(), "clauses": ()}, {}, ""),
    ],
)
def test_an_agreement_has_a_number_of_its_own_and_of_its_year(
    changed: dict[str, Any], known: dict[str, Any], message: str
) -> None:
    case = replace(make_case(), **changed)
    found = findings(case, "R52", **known)
    assert [one.message for one in found] == ([message] if message else [])


def test_an_oral_register_alone_is_an_agreement() -> None:
    assert fires("R52", Case(oral_register=OralRegister(agreement=("互谅。",))))
    assert not fires("R52", Case(oral_register=OralRegister(facts="争吵")))
