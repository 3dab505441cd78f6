"""Reconsideration: scope, what must come first, the organ, two kinds of days, what a point points out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.visits import DAY, application, desk_of, due_in, found_in, with_visitor
from zsapp.rules.reconsideration import (
    Act,
    FellowApplicant,
    OrganAnswer,
    Reconsideration,
    Supplement,
    is_oral,
    state_of,
    with_answer,
)
from zsapp.rules.reconsideration_checks import reconsideration_figures
from zsapp.rules.reconsideration_deadlines import apply_by, forward_by, handed_in
from zsapp.rules.reconsideration_scope import First, may_be_simplified, must_be_first, organ_of
from zsapp.services.tables import shipped_tables

SECTOR = "reconsideration"
KNOWN = date(2026, 6, 3)


def against(**act: Any) -> Reconsideration:
    """Return an application whose act is changed."""
    record = application()
    return replace(record, act=replace(record.act or Act(), **act))


def fellows(**roles: int) -> tuple[FellowApplicant, ...]:
    return tuple(
        FellowApplicant(name=f"某{n}", role=role) for role, count in roles.items() for n in range(count)
    )


FIRST: list[tuple[Reconsideration, str]] = [
    (against(), ""),
    (against(name="当场行政处罚决定书"), "FYQ1"),
    (against(doc_no="民综执简罚字〔2026〕第1号"), "FYQ1"),
    (against(on_the_spot=True), "FYQ1"),
    (against(name="当场行政处罚决定书", on_the_spot=False), ""),
    (replace(against(), facts_reasons="执法人员当场罚款二百元"), "FYQ1"),
    (against(kind="行政强制措施、行政强制执行", name="当场扣押决定书"), ""),
    (against(kind="FY04"), "FYQ2"),
    (against(kind="FY11"), "FYQ3"),
    (against(kind="FY12"), "FYQ3"),
    (against(kind="FY03"), ""),
    (against(kind="FY03", asked_on=date(2026, 3, 1)), "FYQ3"),
    (replace(against(kind="FY03"), facts_reasons="申请后逾期未答复"), "FYQ3"),
    (against(kind="FY14", name="不予公开告知书"), "FYQ4"),
    (against(kind="FY14", name="公开答复书"), ""),
    (replace(against(kind="FY15", name="税务处理决定书", doc_no="补税"), respondent="中山市税务局"), ""),
    (
        replace(against(kind="FY15", name="税务处理决定书（补税）"), respondent="国家税务总局中山市税务局"),
        "FYQ5",
    ),
    (against(must_first="FYQ2"), "FYQ2"),
    (against(must_first="FYQ0", name="当场行政处罚决定书"), ""),
    (against(must_first="没有这个"), ""),
    (replace(application(), act=None), ""),
]


@pytest.mark.parametrize(("record", "code"), FIRST)
def test_what_must_be_reconsidered_before_a_suit_is_told(record: Reconsideration, code: str) -> None:
    found = must_be_first(desk_of(record)) or First("", "", "")
    assert found.code == code
    told = [one.message for one in found_in(SECTOR, record) if one.rule == "RC04"]
    assert [code in one and "再起诉" in one for one in told] == [True] * bool(code)


def test_a_penalty_handed_over_on_the_spot_is_asked_about() -> None:
    asked = [one for one in found_in(SECTOR, against(delivery="当场交付")) if one.rule == "RC04"]
    assert "请核对" in asked[0].message
    assert not [
        one for one in found_in(SECTOR, against(delivery="当场交付", on_the_spot=False)) if one.rule == "RC04"
    ]


@pytest.mark.parametrize(
    ("respondent", "organ"),
    [
        ("中山市某镇人民政府", "中山市人民政府"),
        ("中山市民众街道办事处", "中山市人民政府"),
        ("中山市公安局沙溪分局", "中山市人民政府"),
        ("国家税务总局中山市税务局", "上一级主管部门"),
        ("中山市税务局第二税务分局", "上一级主管部门"),
        ("拱北海关", "上一级主管部门"),
        ("中山市国家安全局", "上一级主管部门"),
        ("中国证券监督管理委员会广东监管局", "上一级主管部门"),
        ("中山海事局", ""),
        ("中国民用航空局", ""),
        ("中山市司法局", "中山市人民政府或者广东省司法厅"),
        ("中山市人民政府", "广东省人民政府"),
        ("广东省人力资源和社会保障厅", "广东省人民政府"),
        ("广州市公安局", ""),
        ("", ""),
    ],
)
def test_the_organ_follows_from_the_respondent(respondent: str, organ: str) -> None:
    assert organ_of(desk_of(application(respondent=respondent))).name == organ


# --- days -------------------------------------------------------------------------------------------------

DUE: list[tuple[Reconsideration, date | None, date | None]] = [
    (against(known=date(2026, 7, 15)), date(2026, 9, 13), date(2026, 9, 14)),
    (against(known=date(2026, 8, 4)), date(2026, 10, 3), date(2026, 10, 8)),
    (against(known=KNOWN), date(2026, 8, 2), date(2026, 8, 3)),
    (against(known=None), None, None),
    (replace(application(), act=None), None, None),
    (against(rights_told=False), None, None),
    (against(rights_told=False, rights_known=date(2026, 12, 1)), date(2027, 1, 30), date(2027, 2, 1)),
    (against(rights_told=False, rights_known=date(2027, 5, 20)), date(2027, 6, 3), date(2027, 6, 3)),
    (against(made=date(2021, 7, 1), known=KNOWN), date(2026, 7, 1), date(2026, 7, 1)),
    (against(made=date(2021, 7, 1), known=KNOWN, estate=True), date(2026, 8, 2), date(2026, 8, 3)),
    (against(made=date(2006, 7, 1), known=KNOWN, estate=True), date(2026, 7, 1), date(2026, 7, 1)),
    (
        against(made=None, kind="FY11", asked_on=date(2026, 3, 2), known=None),
        date(2026, 6, 30),
        date(2026, 6, 30),
    ),
    (
        against(hindrance_from=date(2026, 6, 10), hindrance_over=date(2026, 6, 20), hindrance="洪水"),
        date(2026, 8, 12),
        date(2026, 8, 12),
    ),
    (
        against(hindrance_from=date(2026, 9, 1), hindrance_over=date(2026, 9, 20)),
        date(2026, 8, 2),
        date(2026, 8, 3),
    ),
]


@pytest.mark.parametrize(("record", "raw", "due"), DUE)
def test_sixty_days_are_plain_ones_and_end_on_a_day_of_work(
    record: Reconsideration, raw: date | None, due: date | None
) -> None:
    found = apply_by(desk_of(record))
    assert (found.raw if found else None, found.due if found else None) == (raw, due)
    shown = due_in(SECTOR, record).get("apply")
    assert (shown.due if shown else None) == due
    assert due is None or str(due) in shown.working


def test_the_points_own_receipt_counts_only_where_the_setting_says_so() -> None:
    tables = shipped_tables()
    counting = replace(tables, limits={**tables.limits, "fy_point_receipt_counts": Decimal(1)})
    assert handed_in(desk_of(application())) is None
    assert handed_in(desk_of(application(), tables=counting)) == DAY
    assert due_in(SECTOR, application(arrived_on=DAY))["apply"].state == "done"


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2026, 7, 24), []),
        (date(2026, 7, 25), ["RC07"]),
        (date(2026, 8, 3), ["RC07"]),
        (date(2026, 8, 4), ["RC06"]),
    ],
)
def test_a_last_day_that_is_near_or_past_is_told(day: date, rules: list[str]) -> None:
    found = [one.rule for one in found_in(SECTOR, application(), day) if one.rule in ("RC06", "RC07")]
    assert found == rules
    late = application(arrived_on=DAY)
    assert not {"RC06", "RC07"} & {one.rule for one in found_in(SECTOR, late, day)}


def test_an_organ_looks_in_five_working_days_and_asks_once() -> None:
    arrived = application(arrived_on=date(2026, 9, 28))
    assert due_in(SECTOR, arrived)["receipt"].due == date(2026, 10, 10)
    asked = replace(arrived, supplement=Supplement(notice=date(2026, 9, 29), missing="证据"))
    found = due_in(SECTOR, asked, date(2026, 9, 30))
    assert (found["supplement"].due, found["supplement"].state) == (date(2026, 10, 19), "open")
    assert found["receipt"].state == "done"
    given = replace(asked, supplement=Supplement(notice=date(2026, 9, 29), received=date(2026, 10, 9)))
    again = due_in(SECTOR, given, date(2026, 10, 12))
    assert (again["supplement"].state, again["receipt"].start) == ("done", date(2026, 10, 9))


def test_a_decision_is_due_in_sixty_days_or_thirty_from_acceptance() -> None:
    accepted = OrganAnswer(status="受理", accepted=date(2026, 8, 12))
    ordinary = application(arrived_on=date(2026, 8, 10), result=accepted)
    assert due_in(SECTOR, ordinary)["decide"].due == date(2026, 10, 12)
    assert due_in(SECTOR, ordinary, date(2026, 8, 13))["receipt"].state == "done"
    short = application(result=replace(accepted, ordinary_due_days=30))
    assert due_in(SECTOR, short)["decide"].due == date(2026, 9, 11)
    decided = application(result=replace(accepted, status="维持", on=date(2026, 9, 1)))
    assert due_in(SECTOR, decided, date(2026, 9, 2))["decide"].state == "done"


def test_acceptance_settles_what_nobody_wrote_the_day_of() -> None:
    accepted = application(result=OrganAnswer(status="受理", accepted=date(2026, 8, 12)))
    found = due_in(SECTOR, accepted, date(2026, 8, 12))
    assert [found[name].state for name in ("apply", "forward")] == ["done", "done"]
    assert not any("超过期限" in found[name].working for name in ("apply", "forward"))
    early = due_in(SECTOR, accepted, date(2026, 6, 12))
    assert [early[name].state for name in ("apply", "forward")] == ["open", "overdue"]
    sent = replace(accepted, forwarded_on=date(2026, 6, 12), arrived_on=date(2026, 6, 15))
    told = due_in(SECTOR, sent, date(2026, 8, 12))
    assert "已于2026-06-12办理，超过期限" in told["forward"].working
    assert "已于2026-06-15办理" in told["apply"].working


def test_what_was_only_asked_about_is_not_forwarded() -> None:
    asked = application(request="", facts_reasons="")
    assert forward_by(desk_of(asked)) is None
    assert "forward" not in due_in(SECTOR, asked)
    assert state_of(asked) == "咨询登记"
    assert forward_by(desk_of(application(date=date(2026, 9, 30)))) == date(2026, 10, 8)
    gone = application(forwarded_on=DAY)
    assert (due_in(SECTOR, gone)["forward"].state, state_of(gone)) == ("done", "已转送")


# --- what is pointed out ----------------------------------------------------------------------------------

FIRED: list[tuple[str, Reconsideration, str]] = [
    ("RC01", application(request=""), "行政复议请求"),
    ("RC01", against(name=""), "行政行为"),
    ("RC01", against(known=None), "知道"),
    ("RC01", with_visitor(application(), name=""), "姓名"),
    ("RC01", replace(application(), act=None), "被申请的行政行为"),
    ("RC02", against(kind=""), "复议范围"),
    ("RC02", against(kind="FY99"), "代码表"),
    ("RC03", against(name="治安调解协议书"), "民事纠纷"),
    ("RC03", against(excluded="FYX3"), "申诉"),
    ("RC03", against(excluded="FYX1"), "国家行为"),
    ("RC05", application(respondent="三沙村民委员会"), "不是行政机关"),
    ("RC05", application(respondent="广州市公安局"), "不在中山"),
    ("RC08", application(sued=True), "不得申请"),
    ("RC09", application(applicants=6), "推选"),
    ("RC09", application(fellows=fellows(申请人=5)), "推选"),
    ("RC09", application(applicants=9, fellows=fellows(代表人=6)), "最多5名"),
    ("RC10", application(fellows=fellows(代理人=3)), "最多2名"),
    ("RC11", with_visitor(application(), birth=date(2014, 1, 1)), "法定代理人"),
    ("RC12", with_visitor(application(), writing_difficulty=True), "草稿"),
    ("RC13", against(doc_no="某罚〔2026〕1号、某罚〔2026〕2号"), "2个"),
    ("RC14", against(made=date(2026, 6, 5)), "早于作出日期"),
    ("RC14", against(made=date(2026, 6, 11), known=date(2026, 6, 12)), "晚于登记日期"),
    ("RC15", against(amount=Decimal("200.00"), amount_upper="叁佰元整"), "贰佰元整"),
    ("RC17", application(legal_aid_wish=True), "转办"),
    ("RC17", application(stop_execution=True), "停止执行"),
    ("RC17", application(attach_review_of_norm=True), "规章"),
    ("RC18", application(evidence=()), "证据"),
    ("RC19", against(rights_told=False), "一年"),
]


@pytest.mark.parametrize(("rule", "record", "words"), FIRED)
def test_a_check_fires_and_says_why(rule: str, record: Reconsideration, words: str) -> None:
    assert any(words in one.message for one in found_in(SECTOR, record, DAY) if one.rule == rule)


@pytest.mark.parametrize(
    ("rule", "record"),
    [
        ("RC05", application(respondent="")),
        ("RC09", application(applicants=9, fellows=fellows(代表人=2))),
        ("RC10", application(fellows=fellows(代理人=2))),
        ("RC11", with_visitor(application(fellows=fellows(法定代理人=1)), birth=date(2014, 1, 1))),
        ("RC12", with_visitor(application(confirmed_on=DAY), writing_difficulty=True)),
        ("RC12", with_visitor(application(oral=False), writing_difficulty=True)),
        ("RC13", against(doc_no="")),
        ("RC14", replace(application(date=None), act=Act(made=DAY))),
        ("RC15", against(amount=Decimal("200.00"), amount_upper="贰佰元整")),
        ("RC18", application(request="", evidence=())),
        ("RC19", against(rights_told=False, rights_known=DAY)),
    ],
)
def test_a_check_is_silent_where_nothing_is_wrong(rule: str, record: Reconsideration) -> None:
    assert rule not in {one.rule for one in found_in(SECTOR, record, DAY)}


def test_an_application_that_stays_too_long_is_told() -> None:
    rules = lambda record, day: {one.rule for one in found_in(SECTOR, record, day)}  # noqa: E731 -- of four days
    assert "RC16" not in rules(application(), date(2026, 6, 11))
    assert "RC16" in rules(application(), date(2026, 6, 12))
    assert "RC16" not in rules(application(forwarded_on=date(2026, 6, 11)), date(2026, 6, 12))


def test_an_oral_application_is_a_draft_until_the_organ_confirms_it() -> None:
    said = application(service="行政复议(口头协助)")
    assert is_oral(said)
    assert reconsideration_figures(desk_of(said))["record"] == "口头申请协助笔录(待复议机构确认)"
    done = replace(said, confirmed_on=DAY)
    assert "已确认" in reconsideration_figures(desk_of(done))["record"]
    assert reconsideration_figures(desk_of(application()))["record"] == "行政复议申请书"


def test_what_may_bar_an_application_is_told_and_never_bars_it_here() -> None:
    told = reconsideration_figures(desk_of(application(sued=True), date(2026, 8, 4)))
    assert (len(told["bars"]), told["days_left"]) == (2, -1)
    assert reconsideration_figures(desk_of(application()))["bars"] == []
    tax = replace(against(kind="FY15", name="补税决定"), respondent="国家税务总局中山市税务局")
    assert "担保" in reconsideration_figures(desk_of(tax))["must_first_note"]


def test_little_money_or_a_decision_on_the_spot_may_go_the_short_way() -> None:
    tables = shipped_tables()
    assert may_be_simplified(against(amount=Decimal(3000)), tables)
    assert may_be_simplified(against(on_the_spot=True), tables)
    assert may_be_simplified(against(kind="FY14"), tables)
    assert not may_be_simplified(against(amount=Decimal(3001)), tables)


# --- the organ's answers ----------------------------------------------------------------------------------


def answer(status: str, **more: Any) -> OrganAnswer:
    return OrganAnswer(status=status, **more)


@pytest.mark.parametrize(
    ("record", "state"),
    [
        (application(void="错"), "作废"),
        (application(), "已收件"),
        (application(result=answer("受理")), "已受理"),
        (application(result=answer("不予受理")), "不予受理"),
        (application(result=answer("撤回")), "已撤回"),
        (application(result=answer("撤销")), "已决定"),
        (application(result=answer("补正")), "补正中"),
        (application(result=answer("补正"), supplement=Supplement(received=DAY), forwarded_on=DAY), "已转送"),
        (application(closed_on=DAY), "已办结"),
    ],
)
def test_the_state_is_the_organs_last_answer_else_the_points_step(
    record: Reconsideration, state: str
) -> None:
    assert state_of(record) == state


def test_answers_come_in_any_order_and_twice_without_harm() -> None:
    first = answer("受理", doc_no="1号", accepted=date(2026, 8, 12))
    last = answer("维持", doc_no="2号", on=date(2026, 9, 30))
    one = with_answer(with_answer(application(), first), last)
    other = with_answer(with_answer(application(), last), first)
    assert one == other
    assert (one.result, one.earlier) == (last, (first,))
    assert with_answer(one, first) == one
    told = with_answer(one, answer("维持", doc_no="2号", accepted=date(2026, 8, 12)))
    assert told.result == replace(last, accepted=date(2026, 8, 12))
