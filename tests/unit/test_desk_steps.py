"""The steps of front-desk records, their states and deadlines, and turning one into another."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.visits import (
    DAY,
    LAWFUL,
    LAWYER,
    application,
    consultation,
    contract,
    desk_of,
    due_in,
    event,
    log,
    notarial,
    order,
    referral,
    visitor,
    with_visitor,
)
from zsapp.base.errors import Code, Refusal
from zsapp.rules.adviser_signed_checks import order_figures, roster_figures
from zsapp.rules.desk_acts import ACTS, DeskStep, desk_act, open_steps
from zsapp.rules.desk_parts import ReferralSlip, Revisit, Satisfaction
from zsapp.rules.desk_record import with_turned
from zsapp.rules.desk_turning import (
    DISPUTES,
    MAKERS,
    case_from_visit,
    intake_from_visit,
    origin_of_visit,
    referral_from_case,
    referral_from_intake,
    visit_from_visit,
)
from zsapp.rules.front_desk import SERVICES, who_of
from zsapp.rules.legal_aid import LegalAidIntake, restricted_for
from zsapp.rules.legal_aid_parts import Applicant, Received
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Party
from zsapp.rules.origin import Origin
from zsapp.rules.publicity import Sample
from zsapp.rules.publicity_checks import per_capita, satisfaction_rate
from zsapp.services.tables import shipped_tables

NEXT = date(2026, 6, 11)


def step(sector: str, record: Any, verb: str, said: str = "甲", on: date = DAY) -> Any:
    return desk_act(sector, record, verb, DeskStep(on, said, "站长"), today=NEXT)


def walk(sector: str, record: Any, *steps: tuple[str, str]) -> Any:
    for verb, said in steps:
        record = step(sector, record, verb, said)
    return record


PASSED = (("consent", ""), ("refer", "妇联12338：家庭矛盾"))
WALKS: list[tuple[str, Any, tuple[tuple[str, str], ...], str]] = [
    ("consultation", consultation(answer=""), (), "待答复"),
    ("consultation", consultation(answer=""), (("promise", ""),), "约期答复"),
    ("consultation", consultation(answer=""), (("promise", ""), ("answer", "可以")), "已办结"),
    ("consultation", consultation(), PASSED, "转介中"),
    ("consultation", consultation(), (*PASSED, ("taken", "李姐"), ("result", "已调和")), "已办结"),
    ("consultation", consultation(), (("rate", "2 慢"),), "待回访"),
    ("consultation", consultation(), (("rate", "1"), ("visit", "已道歉")), "已办结"),
    ("consultation", consultation(), (*PASSED, ("close", "对方不再答复")), "已办结"),
    ("consultation", consultation(answer=""), (("close", "当事人离开"),), "已办结"),
    ("consultation", consultation(), (("void", "重复"),), "作废"),
    ("referral", referral(referral=None), (), "待转出"),
    ("referral", referral(referral=None), PASSED, "转介中"),
    ("referral", referral(), (("result", "好"), ("visit", "满意")), "已办结"),
    ("referral", referral(referral=None), (("close", "不用了"),), "已办结"),
    ("referral", referral(), (("void", "错"),), "作废"),
    ("adviser", log(confirm=None), (), "待确认"),
    ("adviser", log(confirm=None), (("confirm", "何主任"),), "已确认"),
    ("adviser", log(), (("void", "错"),), "作废"),
    ("adviser_order", order(), (), "办理中"),
    ("adviser_order", order(), (("finish", "已出意见"),), "已办结"),
    ("adviser_order", order(), (*PASSED, ("finish", "已出意见")), "转介中"),
    ("adviser_order", order(), (("void", "错"),), "作废"),
    ("adviser_roster", contract(), (), "在册"),
    ("adviser_roster", contract(), (("end", ""),), "已解约"),
    ("adviser_roster", contract(), (("end", ""), ("renew", "")), "在册"),
    ("adviser_roster", contract(), (("void", "错"),), "作废"),
    ("publicity", event(attendance=None), (), "计划中"),
    ("publicity", event(), (("pass", "转派出所"),), "已举办"),
    ("publicity", event(), (("review", ""),), "已审核"),
    ("publicity", event(), (("void", "错"),), "作废"),
    ("reconsideration", application(), (("receive", ""), ("forward", "直接递交")), "已转送"),
    ("reconsideration", application(request=""), (("receive", ""),), "已收件"),
    ("reconsideration", application(), (("arrive", ""), ("ask", "身份证"), ("supply", "")), "已收件"),
    ("notary", notarial(), (), "咨询中"),
    ("notary", notarial(), (("appoint", "石岐公证处"),), "已预约"),
    ("notary", notarial(), (("answer", "带齐材料"),), "已办结"),
    ("notary", notarial(), (("appoint", "石岐公证处"), ("accept", ""), ("certify", "1号")), "已出证"),
    ("notary", notarial(), (("certify", "1号"), ("rate", "2")), "待回访"),
    ("notary", notarial(), (("decline", "有争议"),), "不予办理"),
    ("notary", notarial(), (("close", "不办了"),), "已办结"),
    ("notary", notarial(), (("void", "错"),), "作废"),
]


@pytest.mark.parametrize(("sector", "record", "steps", "state"), WALKS)
def test_steps_lead_to_their_state(sector: str, record: Any, steps: Any, state: str) -> None:
    found = SERVICES[sector].state_of(walk(sector, record, *steps))
    assert found == state
    assert found in SERVICES[sector].states


def test_a_bad_mark_on_a_decided_application_waits_for_its_call() -> None:
    from zsapp.rules.reconsideration import OrganAnswer  # beside the one test that needs it

    decided = application(result=OrganAnswer(status="维持"), satisfaction=Satisfaction(level=1))
    assert SERVICES["reconsideration"].state_of(decided) == "待回访"
    assert SERVICES["reconsideration"].state_of(replace(decided, revisits=(Revisit(),))) == "已决定"
    told = step("reconsideration", decided, "tell", "")
    assert told.result.told_on == DAY


def test_a_step_writes_who_when_and_what() -> None:
    passed = walk(
        "consultation", consultation(), *PASSED, ("taken", "李姐"), ("result", "好"), ("visit", "满意")
    )
    slip = passed.referral
    assert (slip.to, slip.reason, slip.on, slip.by, slip.consent) == (
        "妇联12338",
        "家庭矛盾",
        DAY,
        "站长",
        True,
    )
    assert (slip.received_by, slip.received_on, slip.result_on, slip.revisited_on) == ("李姐", DAY, DAY, DAY)
    assert passed.revisits == (Revisit(date=DAY, by="站长", told="满意"),)
    rated = step("consultation", consultation(), "rate", "4：很耐心").satisfaction
    assert (rated.level, rated.words, rated.on, rated.by) == (4, "很耐心", DAY, "站长")
    confirmed = step("adviser", log(confirm=None), "confirm", "何主任：属实").confirm
    assert (confirmed.by, confirmed.opinion, confirmed.date) == ("何主任", "属实", DAY)
    appointed = step("notary", notarial(), "appoint", "石岐公证处", date(2026, 7, 1))
    assert (appointed.appointment, appointed.notary) == (date(2026, 7, 1), "石岐公证处")
    assert step(
        "reconsideration", with_visitor(application(), writing_difficulty=True), "confirm"
    ).confirmed_on
    assert step("reconsideration", application(), "answer", "可以").answer == "可以"
    assert walk("publicity", event(), ("pass", "已转")).clues_passed == "已转"


REFUSED: list[tuple[tuple[str, Any, str, str, date], Code]] = [
    (("consultation", consultation(), "fly", "甲", DAY), Code.USAGE),
    (("consultation", consultation(void="错"), "answer", "甲", DAY), Code.CASE_STEP_NOT_OPEN),
    (("publicity", event(attendance=None), "review", "", DAY), Code.CASE_STEP_NOT_OPEN),
    (("reconsideration", application(request=""), "forward", "邮政快递", DAY), Code.CASE_STEP_NOT_OPEN),
    (("reconsideration", application(), "supply", "", DAY), Code.CASE_STEP_NOT_OPEN),
    (("reconsideration", application(), "tell", "", DAY), Code.DESK_NO_RESULT),
    (("consultation", consultation(answer=""), "answer", "", DAY), Code.REASON_MISSING),
    (("consultation", consultation(), "visit", "好", date(2026, 6, 12)), Code.DAY_AHEAD),
    (("consultation", consultation(), "refer", "法院", DAY), Code.REFERRAL_NO_CONSENT),
    (("consultation", consultation(), "result", "好", DAY), Code.REFERRAL_MISSING),
    (("consultation", consultation(), "rate", "很好", DAY), Code.RATING_WRONG),
]


@pytest.mark.parametrize(("taken", "code"), REFUSED)
def test_a_step_out_of_order_is_refused(taken: tuple[str, Any, str, str, date], code: Code) -> None:
    with pytest.raises(Refusal) as refused:
        step(*taken)
    assert refused.value.code is code


def test_what_is_urgent_is_passed_on_without_waiting_for_consent() -> None:
    urgent = consultation(referral=ReferralSlip(urgency="紧急"))
    assert step("consultation", urgent, "refer", "公安110").referral.to == "公安110"


def test_only_the_steps_that_can_be_taken_are_offered() -> None:
    offered = {verb for verb, _ in open_steps("consultation", consultation())}
    assert "taken" not in offered
    assert {"answer", "refer", "void"} <= offered
    assert "result" in {verb for verb, _ in open_steps("referral", referral())}
    assert open_steps("referral", referral(void="错")) == ()
    assert "review" not in {verb for verb, _ in open_steps("publicity", event(attendance=None))}
    assert set(ACTS) == set(SERVICES)


# --- deadlines --------------------------------------------------------------------------------------------

DUES: list[tuple[str, Any, str, date, str]] = [
    ("consultation", consultation(answer="", channel="来函"), "letter_answer", date(2026, 6, 22), "open"),
    ("consultation", consultation(channel="来函"), "letter_answer", date(2026, 6, 22), "done"),
    ("consultation", consultation(answer="", channel="网络"), "web_answer", date(2026, 6, 11), "open"),
    (
        "consultation",
        consultation(answer="", handling=("约期答复",)),
        "promised_answer",
        date(2026, 6, 15),
        "open",
    ),
    ("consultation", consultation(answer="", promised_on=NEXT), "promised_answer", NEXT, "open"),
    ("consultation", consultation(promised_on=NEXT), "promised_answer", NEXT, "done"),
    (
        "consultation",
        consultation(answer="", promised_on=date(2026, 6, 9)),
        "promised_answer",
        date(2026, 6, 9),
        "overdue",
    ),
    (
        "consultation",
        consultation(referral=ReferralSlip(to="法院")),
        "referral_visit",
        date(2026, 6, 17),
        "open",
    ),
    (
        "consultation",
        consultation(referral=ReferralSlip(to="法院", revisit=date(2026, 6, 9))),
        "referral_visit",
        date(2026, 6, 9),
        "overdue",
    ),
    (
        "consultation",
        consultation(referral=ReferralSlip(to="法院", revisit=date(2026, 6, 9), result="好")),
        "referral_visit",
        date(2026, 6, 9),
        "done",
    ),
    (
        "consultation",
        consultation(satisfaction=Satisfaction(level=1)),
        "bad_visit",
        date(2026, 6, 15),
        "open",
    ),
    (
        "consultation",
        consultation(satisfaction=Satisfaction(level=1), revisits=(Revisit(date=DAY),)),
        "bad_visit",
        date(2026, 6, 15),
        "done",
    ),
    ("referral", referral(), "referral_visit", date(2026, 6, 17), "open"),
    ("adviser", log(confirm=None), "log_confirm", date(2026, 6, 17), "open"),
    ("adviser", log(), "log_confirm", date(2026, 6, 17), "done"),
    ("adviser_roster", contract(), "contract", date(2026, 12, 31), "open"),
    ("adviser_roster", contract(until=date(2026, 6, 1)), "contract", date(2026, 6, 1), "overdue"),
    ("adviser_roster", contract(ended_on=DAY), "contract", date(2026, 12, 31), "done"),
    ("publicity", event(attendance=None), "record_entry", date(2026, 6, 15), "open"),
    ("notary", notarial(appointment=date(2026, 7, 1)), "appointment", date(2026, 7, 1), "open"),
    ("notary", notarial(appointment=date(2026, 6, 9)), "appointment", date(2026, 6, 9), "overdue"),
    ("notary", notarial(appointment=DAY, accepted_on=DAY), "appointment", DAY, "done"),
    ("notary", notarial(accepted_on=DAY), "issue", date(2026, 7, 2), "open"),
    ("notary", notarial(accepted_on=DAY, certified_on=DAY), "issue", date(2026, 7, 2), "done"),
]


@pytest.mark.parametrize(("sector", "record", "name", "due", "state"), DUES)
def test_a_deadline_runs_from_its_day(sector: str, record: Any, name: str, due: date, state: str) -> None:
    found = due_in(sector, record, DAY)[name]
    assert (found.due, found.state) == (due, state)
    assert found.working
    assert found.basis


@pytest.mark.parametrize(
    ("sector", "record"),
    [
        ("consultation", consultation(satisfaction=Satisfaction(level=5))),
        ("consultation", consultation(satisfaction=Satisfaction())),
        ("consultation", consultation(date=None, satisfaction=Satisfaction(level=1))),
        ("consultation", consultation(date=None, referral=ReferralSlip(to="法院"))),
        ("consultation", consultation(closed_on=DAY, referral=ReferralSlip(to="法院"))),
        ("consultation", consultation(date=None, channel="来函")),
        ("adviser", log(date=None)),
        ("adviser_order", order()),
        ("adviser_roster", contract(until=None)),
        ("publicity", event()),
        ("publicity", event(date=None)),
        ("notary", notarial()),
    ],
)
def test_nothing_runs_where_nothing_is_to_be_done(sector: str, record: Any) -> None:
    assert due_in(sector, record, DAY) == {}


# --- figures ----------------------------------------------------------------------------------------------


def test_figures_are_exact_and_a_share_of_nothing_is_a_dash() -> None:
    assert satisfaction_rate(None) == "—"
    assert satisfaction_rate(Sample(valid=30, level5=18, level4=9, level3=2, level2=1)) == "96.67%"
    assert satisfaction_rate(Sample(level5=1, level1=1)) == "50.00%"
    assert per_capita(event(attendance=None)) is None
    assert per_capita(event(materials=None)) is None
    assert order_figures(desk_of(order()))["days"] is None
    assert order_figures(desk_of(order(done_on=NEXT)))["days"] == 1
    assert roster_figures(desk_of(contract(), DAY))["valid"]
    assert not roster_figures(desk_of(contract(date=NEXT), DAY))["valid"]
    assert not roster_figures(desk_of(contract(until=date(2026, 6, 1)), DAY))["valid"]
    assert roster_figures(desk_of(contract(date=None), DAY))["valid"]


def test_a_title_names_who_came_and_an_event_itself() -> None:
    assert SERVICES["consultation"].title_of(consultation()) == "何永年 借贷"
    assert SERVICES["notary"].title_of(notarial(person=None)) == "匿名 赠与"
    assert SERVICES["publicity"].title_of(event()) == "民法典进村"
    assert SERVICES["reconsideration"].title_of(application(act=None)) == "何永年 不服中山市某局"
    assert SERVICES["referral"].title_of(referral(referral=None)) == "何永年"
    assert who_of(log(adviser=None)) == ""
    kinds = {sector: row.kind_of(LAWFUL[sector]()) for sector, row in SERVICES.items()}
    assert kinds["referral"] == "妇联12338"
    assert SERVICES["referral"].kind_of(referral(referral=None)) == ""
    assert SERVICES["adviser_roster"].kind_of(contract(adviser=None)) == ""
    assert SERVICES["reconsideration"].kind_of(application(act=None)) == ""


# --- turning ----------------------------------------------------------------------------------------------

ORIGIN = Origin(sector="consultation", record_id="甲", called="咨字〔2026〕0001号")


def test_a_visit_becomes_a_case_with_nothing_typed_again() -> None:
    record = consultation(
        person=visitor(id_no="442000196605059971", birth=None, sex=""), number=ORIGIN.called
    )
    origin = origin_of_visit("consultation", "甲", record)
    assert origin == ORIGIN
    case = case_from_visit(record, Case(), origin, shipped_tables())
    (party,) = case.parties
    assert (party.role, party.name, party.sex, party.age) == ("申请人", "何永年", "男", 60)
    assert (case.dispute_type, case.brief, case.origin) == ("合同纠纷/民间借贷纠纷", record.content, ORIGIN)
    known = {row.text for row in shipped_tables().codes["dispute_type"]}
    assert set(DISPUTES.values()) <= known
    undated = case_from_visit(replace(record, date=None, category="其他"), Case(), origin, shipped_tables())
    assert (undated.parties[0].age, undated.dispute_type) == (None, "")


def test_of_a_restricted_visit_a_case_gets_the_name_and_nothing_more() -> None:
    record = with_visitor(consultation(restricted=("家庭暴力",)), groups=("G10",), address="某村")
    case = case_from_visit(record, Case(), ORIGIN, shipped_tables())
    assert (case.parties[0].name, case.parties[0].address, case.parties[0].phone) == ("何永年", "", "")
    assert (case.brief, case.origin) == ("", None)


def test_an_application_for_legal_aid_stays_as_restricted_as_the_visit() -> None:
    record = with_visitor(consultation(), groups=("G10",), safe_contact="姐姐")
    intake = intake_from_visit(record, Received(date=DAY), ORIGIN)
    assert (intake.applicant.safe_contact, intake.facts, intake.groups) == ("姐姐", record.content, ("G10",))
    assert restricted_for(intake) == ("家庭暴力",)


def test_a_referral_of_an_applicant_is_as_restricted_as_the_application() -> None:
    blank = SERVICES["referral"].shape(date=DAY)
    hidden = LegalAidIntake(applicant=Applicant(name="王小红"), matter="M14c", facts="被打")
    made = referral_from_intake(hidden, blank, ORIGIN)
    assert (made.visitor.name, made.content, made.origin) == ("王小红", "被打", ORIGIN)
    assert SERVICES["referral"].restricted_for(made) == ("家庭暴力",)
    plain = LegalAidIntake(applicant=Applicant(name="何永年"), groups=("G01",), matter="M04a")
    assert referral_from_intake(plain, blank, ORIGIN).visitor.groups == ("G01",)


def test_a_referral_of_a_case_is_of_its_applicant() -> None:
    blank = SERVICES["referral"].shape(date=DAY)
    shop = Party(role="申请人", kind="法人", name="某店")
    man = Party(role="被申请人", kind="自然人", name="何永年", sex="男")
    woman = Party(role="申请人", kind="自然人", name="王小红", sex="女")
    tables = shipped_tables()
    found = [
        referral_from_case(Case(parties=parties, brief="争执"), blank, ORIGIN, tables).visitor
        for parties in ((shop, man, woman), (shop, man), (shop,))
    ]
    assert [(one.name, one.sex) for one in found] == [("王小红", "2"), ("何永年", "1"), ("", "")]


@pytest.mark.parametrize("to", list(MAKERS))
def test_a_visit_becomes_any_other_services_record(to: str) -> None:
    record = with_visitor(consultation(), groups=("G01",))
    made = visit_from_visit(record, to, SERVICES[to].shape(date=DAY), ORIGIN)
    assert made.visitor == record.visitor
    assert (made.content, made.category, made.channel, made.origin) == (
        *(record.content, record.category, record.channel),
        ORIGIN,
    )


def test_what_a_visit_was_turned_into_is_remembered_once() -> None:
    once = with_turned(consultation(), ORIGIN)
    assert with_turned(once, ORIGIN) == once
    assert once.turned == (ORIGIN,)
    assert origin_of_visit("notary", "乙", notarial(adviser=LAWYER)).called == "公证咨询"
