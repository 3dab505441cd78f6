"""The quality check of a dossier: what the table asks, what fails, what is left to the eye."""

from dataclasses import replace
from datetime import date

import pytest

from tests.paper_samples import sample, shipped_tables
from tests.papers import case_of
from zsapp.base.errors import Code, Trouble
from zsapp.press.definition import forms
from zsapp.rules.findings import Finding, Severity
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_checks import CHECKS
from zsapp.rules.mediation_parts import Obligation, Termination
from zsapp.rules.mediation_quality import FACTS, Held, Quality, judge
from zsapp.rules.paper_tables import read_quality

CRITERIA = shipped_tables().quality
HEADS = "id,group,points,what,looks,when,kind,source,status\n"
ALL = frozenset(
    (
        *("F02", "F04", "F06", "F07", "F08", "F09", "F10", "F12", "F17", "F18"),
        *("scan:身份证明", "scan:证据材料", "scan:履行凭证"),
    )
)
DRAINS, NOTHING = case_of("C01"), Held()
DISTANT = Obligation(due=date(2099, 1, 1))


def one_row(looks: str, when: str = "", kind: str = "score", points: int = 10):
    return read_quality("quality.csv", f"{HEADS}Q1,受理,{points},内容,{looks},{when},{kind},源,可改\n")


def told(looks: str, case: Case = DRAINS, held: Held = NOTHING):
    (line,) = judge(case, one_row(looks), held).lines
    return line.state, line.why


def finding(rule: str, severity: Severity = Severity.ERROR, state: str = "open") -> Finding:
    return Finding(rule=rule, severity=severity, message="有误", basis="法", where="brief", state=state)


@pytest.mark.parametrize("case", ["书面", "口头"])
def test_the_points_of_a_case_with_an_agreement_add_up_to_a_hundred(case):
    chosen = [one for one in CRITERIA if one.when in ("", case, "达成协议")]
    assert sum(one.points for one in chosen) == 100


def test_the_groups_have_the_points_of_the_brief():
    groups: dict[str, int] = {}
    for one in CRITERIA:
        if one.when in ("", "书面", "达成协议") and one.kind == "score":
            groups[one.group] = groups.get(one.group, 0) + one.points
    assert list(groups.values()) == [10, 5, 10, 15, 15, 25, 8, 7, 5]


def test_every_look_of_the_table_looks_at_something_that_is_there():
    rules = {check.rule for check in CHECKS}
    numbers = {form.number for form in forms()}
    places = {row.text for row in shipped_tables().codes["scan_place"]}
    for look in {one for row in CRITERIA for choice in row.looks for one in choice}:
        kind, _, rest = look.partition(":")
        if kind == "item":
            assert told(look, Case())[1][0].startswith("没有填写"), look
        elif kind == "fact":
            assert rest in FACTS
        elif kind == "scan":
            assert rest in places
        else:
            assert look in ("hand", "pages") or look in rules | numbers, look


def test_a_full_dossier_reaches_a_hundred_points():
    filed = replace(
        sample("filed"), place="村委会", evidence=case_of("C01").evidence, rights_told=date(2026, 3, 2)
    )
    quality = judge(filed, CRITERIA, Held(parts=ALL))
    assert [one.why for one in quality.lines if one.state == "failed"] == []
    assert quality.score == 100
    assert [one.criterion.id for one in quality.lines if one.state == "hand"] == ["V02", "V04"]


@pytest.mark.parametrize(
    ("name", "asked"),
    [("C01", {"Q15", "Q24"}), ("oral", {"Q19", "Q24"}), ("C08", {"Q21", "Q22"}), ("C09", {"Q23"})],
)
def test_a_case_is_asked_only_what_such_a_case_can_have(name, asked):
    lines = judge(sample(name), CRITERIA, Held(parts=ALL)).lines
    others = {"Q15", "Q19", "Q21", "Q22", "Q23", "Q24"} - asked
    assert asked <= {one.criterion.id for one in lines}
    assert not others & {one.criterion.id for one in lines}


def test_points_are_counted_out_of_what_could_be_reached():
    two = (*one_row("F02"), *one_row("F03"))
    assert judge(Case(), two, Held(parts=frozenset({"F02"}))).score == 50
    assert Quality(()).score == 0


@pytest.mark.parametrize(
    ("looks", "held", "state"),
    [
        ("R01", Held(), "met"),
        ("R01", Held(findings=(finding("R01"),)), "failed"),
        ("R01", Held(findings=(finding("R02"),)), "met"),
        ("R01", Held(findings=(finding("R01", state="overridden"),)), "met"),
        ("R01", Held(findings=(finding("R01", Severity.HINT),)), "met"),
        ("R58", Held(findings=(finding("R58", Severity.HINT),)), "failed"),
        ("F02|F03", Held(parts=frozenset({"F03"})), "met"),
        ("F02|F03", Held(), "failed"),
        ("F02 F03", Held(parts=frozenset({"F03"})), "failed"),
        ("scan:履行凭证|fact:proved", Held(), "met"),
        ("scan:履行凭证|F25", Held(), "failed"),
        ("item:dates.accept", Held(), "met"),
        ("item:filing.by", Held(), "failed"),
        ("pages", Held(), "met"),
        ("pages", Held(pages=("第3页到第4页没有文书",)), "failed"),
        ("hand", Held(), "hand"),
    ],
)
def test_one_thing_looked_at(looks, held, state):
    assert told(looks, held=held)[0] == state


def test_what_is_missing_is_said_in_words():
    assert told("F06", held=Held(titles={"F06": "人民调解调查记录"}))[1] == ("卷内没有《人民调解调查记录》",)
    assert told("item:dates.confirm_apply")[1] == ("没有填写申请司法确认日期",)
    assert told("scan:身份证明")[1] == ("没有身份证明的扫描件",)
    assert told("R01", held=Held(findings=(finding("R01"),)))[1] == ("有误",)


@pytest.mark.parametrize(
    ("fact", "yes", "no"),
    [
        ("told", replace(Case(), record="告知权利义务"), Case(record="双方到场")),
        ("told", Case(rights_told=date(2026, 3, 2)), Case()),
        ("mediators", case_of("C01"), replace(case_of("C01"), mediators=case_of("C01").mediators[:1])),
        ("served", case_of("C08"), replace(case_of("C08"), termination=Termination())),
        ("served", case_of("C08"), Case()),
        ("proved", case_of("C01"), case_of("C05")),
        ("proved", case_of("C03"), Case()),
        ("visited_after_due", case_of("C01"), case_of("C09")),
        ("visited_after_due", case_of("C06"), replace(DRAINS, schedule=(DISTANT,))),
    ],
)  # fmt: skip
def test_a_fact_holds_or_not(fact, yes, no):
    assert told(f"fact:{fact}", yes)[0] == "met"
    assert told(f"fact:{fact}", no)[0] == "failed"


def test_a_veto_fails_the_dossier_and_brings_no_points():
    lines = (*one_row("F02", points=0, kind="veto"), *one_row("F03", kind="score"))
    quality = judge(Case(), lines, Held(parts=frozenset({"F03"})))
    assert (quality.score, [one.criterion.kind for one in quality.vetoes]) == (100, ["veto"])


@pytest.mark.parametrize(
    "row",
    [
        "Q1,受理,十,内容,F02,,score,源,可改",
        "Q1,受理,-1,内容,F02,,score,源,可改",
        "Q1,受理,1,内容,,,score,源,可改",
        "Q1,受理,1,内容,看一看,,score,源,可改",
        "Q1,受理,1,内容,F02,也许,score,源,可改",
        "Q1,受理,1,内容,F02,,maybe,源,可改",
    ],
)
def test_a_criterion_nobody_can_look_at_is_named(row):
    with pytest.raises(Trouble) as damaged:
        read_quality("quality.csv", f"{HEADS}{row}\n")
    assert (damaged.value.code, damaged.value.facts["what"]) == (Code.TABLE_DAMAGED, "第2行")
