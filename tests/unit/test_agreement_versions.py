"""Versions of an agreement: signing freezes it, a change makes the next, each stays as it was signed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.papers import case_of
from tests.rulings import SIGNED, findings, make_case, with_rows
from zsapp.base.errors import Code, Refusal
from zsapp.base.plain import from_plain, to_plain
from zsapp.rules.findings import Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_agreement import Amendment
from zsapp.rules.mediation_deadlines import ended_on
from zsapp.rules.mediation_ledger import ledger_line
from zsapp.rules.mediation_oral import spoken
from zsapp.rules.mediation_paper import paper_case
from zsapp.rules.mediation_parts import Dates, Loss, Obligation, Outcome, Party, Split
from zsapp.rules.mediation_sessions import Session
from zsapp.rules.mediation_state import act, state_of
from zsapp.rules.mediation_versions import (
    as_signed,
    changed_terms,
    differing,
    effective_on,
    has_number,
    hold_signed,
    in_force,
    is_frozen,
    keep,
    sign,
    unsign,
    version_number,
    wording,
)

MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)
OWED = Obligation(
    seq=1, obligor="梁亚娣", obligee="何䶮", kind="给付", amount=Decimal(1800), due=date(2026, 6, 20)
)
LATER = "一、梁亚娣于2026年7月20日前以现金支付何䶮人民币1800元（大写：壹仟捌佰元整）。"
WHY = "梁亚娣住院，一时付不出"


def written() -> Case:
    return with_rows(OWED)


def signed() -> Case:
    return act(written(), "sign", SIGNED)


def changing() -> Case:
    """Return a signed case in which the day of payment is being put off."""
    begun = act(signed(), "amend", MAY, WHY)
    later = replace(begun.schedule[0], due=date(2026, 7, 20))
    return replace(begun, clauses=(LATER,), schedule=(later,), agreement_no=version_number(begun))


def refusal(change) -> tuple[Code, str]:
    with pytest.raises(Refusal) as refused:
        change()
    return refused.value.code, refused.value.field


def test_signing_freezes_what_was_agreed_and_keeps_it():
    case = signed()
    assert is_frozen(case)
    assert (case.signed[0].signed_on, case.signed[0].reason, case.amendment) == (SIGNED, "", None)
    assert case.signed[0].terms.clauses == case.clauses
    assert state_of(case) == "履行中"
    assert changed_terms(case) == ()
    assert from_plain(Case, to_plain(case)) == case


def test_signing_settles_day_result_and_form_where_they_were_left_open():
    bare = replace(make_case(), dates=Dates(accept=SIGNED), outcome=Outcome())
    case = act(bare, "sign", MAY)
    assert (case.dates.agree, case.outcome.result, case.outcome.form) == (MAY, "调解成功", "书面")
    assert changed_terms(case) == ()


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"clauses": ("一、梁亚娣不用付款。",)}, "clauses[0]"),
        ({"clauses": (*written().clauses, "二、互不追究。")}, "clauses[1]"),
        ({"clauses": ()}, "clauses[0]"),
        ({"schedule": (replace(OWED, due=MAY),)}, "schedule[0].due"),
        ({"schedule": (OWED, replace(OWED, amount=Decimal(5)))}, "schedule[1].obligor"),
        ({"copies": 4}, "copies"),
        ({"copies_note": "法院一份"}, "copies_note"),
        ({"responsibility": "各半"}, "responsibility"),
        ({"brief": "另一件事"}, "brief"),
        ({"dates": replace(written().dates, agree=MAY)}, "dates.agree"),
        ({"outcome": Outcome(result="调解成功", form="口头")}, "outcome.form"),
        ({"agreement_no": "〔2026〕沙云人调字第9号"}, "agreement_no"),
        (
            {"parties": (replace(make_case().parties[0], name="何龙"), make_case().parties[1])},
            "parties[0].name",
        ),
        ({"loss_table": (Loss(name="误工费", amount=Decimal(3)),)}, "loss_table[0].name"),
        ({"split": Split(loss_total=Decimal(3))}, "split.loss_total"),
        ({"schedule": ()}, "schedule[0].obligor"),
    ],
)
def test_what_is_signed_is_refused_a_change_at_its_item(changed, path):
    case = replace(signed(), **changed)
    assert changed_terms(case) == (path,)
    assert refusal(lambda: hold_signed(signed().signed, case)) == (Code.AGREEMENT_SIGNED, path)


@pytest.mark.parametrize(
    "changed",
    [
        {"schedule": (replace(OWED, status="已履行", done=MAY, proof="收条", seq=None),)},
        {"clauses": ("梁亚娣于2026年3月20日前以现金支付何䶮人民币1800元（大写：壹仟捌佰元整）。", " ")},
        {"parties": (replace(make_case().parties[0], phone="13800000101"), make_case().parties[1], Party())},
        {"split": Split()},
        {"follow_up": "已付清", "dates": replace(written().dates, visit=MAY)},
        {"mediators": ()},
    ],
)
def test_what_happens_after_signing_is_no_change_of_it(changed):
    case = replace(signed(), **changed)
    assert changed_terms(case) == ()
    hold_signed(signed().signed, case)


def test_an_agreement_that_is_not_signed_may_be_changed_freely():
    assert changed_terms(replace(written(), copies=9)) == ()
    hold_signed((), replace(written(), copies=9))


def test_nobody_takes_a_signature_away_or_adds_one():
    assert refusal(lambda: hold_signed(signed().signed, written())) == (Code.AGREEMENT_SIGNED, "clauses")
    late = replace(written(), copies=9)
    assert refusal(lambda: hold_signed(signed().signed, late)) == (Code.AGREEMENT_SIGNED, "copies")
    other = replace(signed(), signed=(replace(signed().signed[0], signed_on=MAY),))
    assert refusal(lambda: hold_signed(signed().signed, other)) == (Code.AGREEMENT_SIGNED, "clauses")
    assert refusal(lambda: hold_signed((), signed())) == (Code.AGREEMENT_SIGNED, "clauses")


@pytest.mark.parametrize(
    ("case", "on", "field"),
    [
        (replace(written(), clauses=(" ",)), SIGNED, "clauses"),
        (replace(written(), outcome=Outcome(result="调解成功", form="口头")), SIGNED, "outcome.form"),
        (signed(), SIGNED, "signed"),
        (written(), date(2026, 3, 8), "dates.agree"),
    ],
)
def test_what_cannot_be_signed_says_why(case, on, field):
    assert refusal(lambda: sign(case, on)) == (Code.AGREEMENT_STEP_NOT_OPEN, field)


def test_a_change_is_a_new_version_that_says_which_it_replaces_and_why():
    case = act(changing(), "sign", MAY)
    assert [one.terms.agreement_no for one in case.signed] == [
        "〔2026〕沙云人调字第5号",
        "〔2026〕沙云人调字第5号之一",
    ]
    assert (case.signed[1].reason, case.amendment) == (WHY, None)
    sentence = paper_case(case).replacing
    assert sentence == paper_case(changing()).replacing
    assert sentence.startswith(
        "本协议为变更协议（第二版）。经各方当事人协商一致，变更2026年3月9日达成的〔2026〕沙云人调字第5号人民"
    )
    assert f"变更原因：{WHY}。" in sentence
    assert paper_case(signed()).replacing == paper_case(Case()).replacing == ""


def test_each_version_prints_as_it_was_signed():
    case = act(changing(), "sign", MAY)
    first = as_signed(case, 1)
    assert paper_case(first).clauses == paper_case(written()).clauses
    assert (first.agreement_no, first.dates.agree, len(first.signed)) == (
        "〔2026〕沙云人调字第5号",
        SIGNED,
        1,
    )
    assert as_signed(case, 2).clauses == (LATER,)
    for version in (0, 3):
        assert refusal(lambda at=version: as_signed(case, at)) == (Code.AGREEMENT_UNKNOWN, "signed")


def test_until_the_change_is_signed_the_version_before_is_in_force():
    case = replace(changing(), totals=replace(changing().totals, amount=Decimal(9)))
    force = in_force(case)
    assert (force.clauses, force.schedule[0].due) == (written().clauses, OWED.due)
    assert ledger_line(case).amount == Decimal(1800)
    assert effective_on(case) == ended_on(case) == SIGNED
    assert in_force(signed()) == signed()
    assert in_force(written()) == written()
    assert (
        ledger_line(act(changing(), "sign", MAY)).remark
        == "协议书编号〔2026〕沙云人调字第5号之一；2026-05-04变更协议（第二版）"
    )


def test_what_was_paid_meanwhile_counts_under_both():
    paid = replace(signed(), schedule=(replace(OWED, status="已履行", done=MAY),))
    begun = act(paid, "amend", JUNE, WHY)
    assert begun.signed[0].terms.schedule[0].done == MAY
    assert in_force(begun).schedule[0].status == "已履行"
    assert wording(begun.signed[0].terms) == wording(signed().signed[0].terms)


def test_the_days_to_ask_a_court_run_anew_from_the_new_signature():
    case = act(changing(), "sign", JUNE)
    assert (effective_on(case), ended_on(case), case.dates.agree) == (JUNE, SIGNED, MAY)
    assert effective_on(written()) == SIGNED


def test_the_checks_read_the_version_being_written():
    wrong = replace(changing(), clauses=(LATER.replace("壹仟捌佰", "壹仟"),))
    assert {"R01"} <= {one.rule for one in findings(wrong, stage=Stage.PRINT)}
    assert "R52" not in {one.rule for one in findings(changing(), stage=Stage.PRINT)}


def test_a_change_may_come_after_the_visit_but_not_after_today():
    visited = replace(changing(), dates=replace(changing().dates, visit=date(2026, 4, 20)))
    assert "R07" not in {one.rule for one in findings(visited, today=JUNE)}
    assert "R07" in {one.rule for one in findings(visited, today=date(2026, 5, 3))}


def test_a_change_needs_a_reason():
    assert refusal(lambda: act(signed(), "amend", MAY, " ")) == (Code.REASON_MISSING, "reason")
    silent = replace(changing(), amendment=Amendment())
    assert refusal(lambda: hold_signed(signed().signed, silent)) == (Code.REASON_MISSING, "amendment.reason")
    assert refusal(lambda: sign(silent, MAY)) == (Code.REASON_MISSING, "amendment.reason")
    hold_signed(signed().signed, changing())
    unexplained = replace(changing(), amendment=Amendment(reason=" "))
    assert "变更原因" not in paper_case(unexplained).replacing


@pytest.mark.parametrize("case", [written(), changing()])
def test_only_what_is_signed_and_not_yet_being_changed_is_changed(case):
    assert refusal(lambda: act(case, "amend", MAY, WHY)) == (Code.AGREEMENT_STEP_NOT_OPEN, "signed")


def test_a_change_nobody_wants_any_more_is_given_up_and_its_number_is_not_given_again():
    back = act(changing(), "keep", MAY)
    assert (back.clauses, back.dates.agree, back.amendment) == (written().clauses, SIGNED, None)
    assert back.agreement_no == "〔2026〕沙云人调字第5号"
    again = act(back, "amend", JUNE, WHY)
    assert version_number(again) == "〔2026〕沙云人调字第5号之二"
    unnumbered = act(act(signed(), "amend", MAY, WHY), "keep", MAY)
    assert version_number(act(unnumbered, "amend", JUNE, WHY)) == "〔2026〕沙云人调字第5号之一"
    assert refusal(lambda: keep(signed(), MAY)) == (Code.AGREEMENT_STEP_NOT_OPEN, "signed")
    assert version_number(written()) == ""


def test_a_change_does_not_go_by_the_number_of_what_it_changes():
    begun = act(signed(), "amend", MAY, WHY)
    assert begun.agreement_no == ""
    assert not has_number(replace(begun, agreement_no="〔2026〕沙云人调字第5号"))
    assert has_number(changing())
    assert has_number(signed())
    assert not has_number(Case())


def test_a_slip_of_the_hand_is_taken_back_while_no_court_was_asked():
    assert act(signed(), "unsign", SIGNED) == written()
    second = act(act(changing(), "sign", MAY), "unsign", MAY)
    assert (second.amendment.reason, second.clauses, len(second.signed)) == (WHY, (LATER,), 1)
    asked = replace(signed(), dates=replace(signed().dates, confirm_apply=MAY))
    for case in (asked, written(), changing()):
        assert refusal(lambda one=case: unsign(one, MAY)) == (Code.AGREEMENT_STEP_NOT_OPEN, "signed")


def test_what_was_printed_and_what_is_signed_are_compared_item_by_item():
    printed = replace(
        written(), dates=replace(written().dates, agree=None), outcome=Outcome(result="调解成功")
    )
    assert differing(printed, written()) == ()
    assert differing(replace(written(), copies=5), written()) == ("copies",)


# --- word of mouth ----------------------------------------------------------------------------------------

QUARREL = Case(
    dispute_type="邻里纠纷",
    brief="夜间练琴声音过大",
    parties=(Party(role="申请人", name="何䶮"), Party(role="被申请人", name="陈𬱖")),
)


def test_an_oral_agreement_fills_in_everything_but_what_was_agreed():
    case = spoken(QUARREL, MAY, ("高伟明",))
    days = case.dates
    assert {days.apply, days.accept, days.agree, *days.sessions} == {MAY}
    assert (case.outcome.form, case.outcome.result, state_of(case)) == ("口头", "调解成功", "达成协议")
    assert [(one.name, one.role) for one in case.mediators] == [("高伟明", "主持")]
    assert (case.oral_register.facts, case.oral_register.perform) == ("夜间练琴声音过大", "")
    assert spoken(case, JUNE) == case


def test_what_is_known_already_is_left_as_it_is():
    told = replace(
        QUARREL,
        dates=Dates(accept=SIGNED),
        schedule=(replace(OWED, due=None),),
        sessions=(Session(date=SIGNED, record="当面调解"), Session()),
    )
    case = spoken(told, MAY, ("甲", "乙"))
    assert spoken(replace(written(), outcome=Outcome(form="口头")), MAY).clauses == written().clauses
    assert (case.dates.accept, case.dates.sessions, case.dates.agree) == (SIGNED, (SIGNED,), MAY)
    assert case.mediators == ()
    assert case.oral_register.perform.startswith("梁亚娣向何䶮支付人民币1800元")


@pytest.mark.parametrize(
    "case",
    [
        signed(),
        written(),
        replace(QUARREL, dates=Dates(terminate=MAY)),
        replace(QUARREL, dates=Dates(withdraw=MAY)),
        replace(QUARREL, outcome=Outcome(result="不予受理")),
        case_of("C08"),
    ],
)
def test_what_has_ended_or_is_signed_is_not_settled_by_word_of_mouth(case):
    assert refusal(lambda: spoken(case, MAY)) == (Code.AGREEMENT_STEP_NOT_OPEN, "outcome.form")
