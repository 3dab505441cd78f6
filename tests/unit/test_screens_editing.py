"""What typing brings about: numbers fill birthdays, clauses count themselves, undo goes across fields."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from zsapp.rules.clause_library import numbered_clauses
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_agreement import Amendment, Signed
from zsapp.rules.mediation_parts import Evidence, Guardian, Obligation, OralRegister, Party
from zsapp.rules.numerals import numeral
from zsapp.screens.kit.history import History, member_of
from zsapp.screens.mediation.model import editing

TODAY = date(2026, 11, 24)
NUMBER = "442000196803159914"


def test_both_sides_have_a_card_to_type_in():
    case = editing.opened(Case())
    assert [one.role for one in case.parties] == ["申请人", "被申请人"]
    alone = editing.opened(Case(parties=(Party(role="申请人", name="甲"),)))
    assert [one.role for one in alone.parties] == ["申请人", "被申请人"]
    both = Case(parties=(Party(role="申请人", name="甲"), Party(role="被申请人", name="乙")))
    assert editing.opened(both) == both


def test_what_nobody_typed_in_is_not_kept():
    case = editing.opened(
        Case(
            clauses=("一、付款", ""), requests=("", "要求赔偿"), evidence=(Evidence(), Evidence(name="照片"))
        )
    )
    case = replace(
        case, parties=(replace(case.parties[0], name="甲", guardians=(Guardian(),)), case.parties[1])
    )
    kept = editing.trimmed(case)
    assert [one.name for one in kept.parties] == ["甲"]
    assert kept.parties[0].guardians == ()
    assert kept.clauses == ("一、付款",)
    assert kept.requests == ("要求赔偿",)
    assert kept.evidence == (Evidence(name="照片", no=1),)


def test_obligations_get_their_running_number():
    kept = editing.trimmed(Case(schedule=(Obligation(obligor="甲"), Obligation(seq=7, obligor="乙"))))
    assert [one.seq for one in kept.schedule] == [1, 7]


def test_an_identity_number_fills_sex_birthday_and_age():
    case = editing.opened(Case())
    case = editing.edited(case, "parties[0].id_no", NUMBER, TODAY)
    party = case.parties[0]
    assert (party.birth, party.sex, party.age) == (date(1968, 3, 15), "男", 58)


def test_a_sex_the_clerk_set_himself_is_not_overwritten():
    case = editing.edited(editing.opened(Case()), "parties[0].sex", "女", TODAY)
    assert editing.edited(case, "parties[0].id_no", NUMBER, TODAY).parties[0].sex == "女"


def test_age_is_that_on_the_day_of_application():
    case = editing.edited(editing.opened(Case()), "parties[0].birth", date(1968, 3, 15), TODAY)
    assert case.parties[0].age == 58
    assert editing.edited(case, "dates.apply", date(2026, 3, 2), TODAY).parties[0].age == 57


def test_clauses_count_themselves_and_count_anew():
    case = numbered_clauses(Case(clauses=("付款", "", "二、道歉", "十一、其他、再议")))
    assert case.clauses == ("一、付款", "", "二、道歉", "三、其他、再议")
    assert editing.removed(case, "clauses[0]").clauses == ("", "一、道歉", "二、其他、再议")
    assert [numeral(n) for n in (1, 10, 11, 20, 23)] == ["一", "十", "十一", "二十", "二十三"]


def test_a_member_is_added_and_found_again_by_any_of_its_fields():
    case = editing.added(Case(), "parties", Party(role="申请人"))
    assert len(case.parties) == 1
    assert member_of("parties[0].guardians[1].name") == "parties[0].guardians[1]"
    assert member_of("brief") == ""


def test_undo_goes_back_a_stretch_and_across_fields():
    history = History()
    first = Case()
    second = replace(first, brief="雨")
    third = replace(second, brief="雨棚")
    fourth = replace(third, place="村委会")
    history.note(first, "brief", "雨")
    history.note(second, "brief", "雨棚")
    history.note(third, "place", "村委会")
    assert history.back(fourth) == (third, "place")
    assert history.back(third) == (first, "brief")
    assert history.back(first) is None
    assert history.forth(first) == (third, "brief")
    assert history.forth(third) == (fourth, "place")


def test_a_sentence_ends_a_stretch_of_undo():
    history = History()
    first, second = Case(), Case(brief="争吵。")
    history.note(first, "brief", "争吵。")
    history.note(second, "brief", "争吵。后")
    history.note(Case(brief="争吵。后。"), "brief", "争吵。后。")
    assert len(history.past) == 2


def test_a_clause_of_the_library_follows_what_is_typed_until_a_hand_edits_it():
    owed = Obligation(obligor="乙", obligee="甲", amount=Decimal(5), due=TODAY, method="现金")
    case = editing.picked(Case(clauses=("", "双方互谅。"), schedule=(owed,)), "payment:1")
    assert case.clauses[1].startswith("二、乙于2026年11月24日前以现金方式向甲一次性支付人民币5元")
    case = editing.edited(case, "schedule[0].amount", Decimal(6), TODAY)
    assert "人民币6元（大写：陆元整）" in case.clauses[1]
    assert len(editing.trimmed(case).composed) == 1
    by_hand = editing.edited(case, "clauses[1]", "二、乙付甲六元。", TODAY)
    assert editing.edited(by_hand, "schedule[0].amount", Decimal(7), TODAY).clauses == by_hand.clauses
    assert editing.trimmed(by_hand).composed == ()
    gone = editing.removed(case, "schedule[0]")
    assert (gone.schedule, gone.composed, gone.clauses) == ((), (), case.clauses)


def test_blank_lines_of_an_oral_agreement_are_not_kept():
    kept = editing.trimmed(Case(oral_register=OralRegister(agreement=("互谅。", ""))))
    assert kept.oral_register.agreement == ("互谅。",)
    assert editing.trimmed(Case(oral_register=OralRegister(agreement=("",)))).oral_register is None


def test_what_was_typed_goes_on_top_of_what_was_kept_meanwhile_and_under_its_signatures():
    kept = Case(volume_no="甲", agreement_no="乙", overrides={"R51": "一份够"}, signed=(Signed(),))
    typed = editing.under(Case(brief="新情况"), kept)
    assert (typed.brief, typed.volume_no, typed.agreement_no) == ("新情况", "甲", "乙")
    assert (typed.overrides, typed.signed) == (kept.overrides, kept.signed)
    change = Case(signed=(Signed(paper="x"),), amendment=Amendment(reason="延期"))
    typed = editing.under(change, kept)
    assert (typed.amendment, typed.agreement_no, typed.signed) == (change.amendment, "", change.signed)
    assert editing.under(change, Case(signed=(Signed(), Signed()))).amendment is None


def test_a_total_typed_is_a_plain_change():
    assert editing.edited(Case(), "totals.amount", Decimal(1800), TODAY).totals.amount == Decimal(1800)
