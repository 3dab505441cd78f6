"""The line of time of an intake, what comes next, and the days a step can bear."""

from dataclasses import replace
from datetime import date

import pytest

from tests.intakes import DAY, make_intake
from zsapp.base.errors import Code, Refusal
from zsapp.rules.legal_aid import CENTER, LegalAidIntake
from zsapp.rules.legal_aid_course import course_of, next_of
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_parts import AidVisit, CenterAnswer, Forwarded, Received, Supplement
from zsapp.rules.legal_aid_state import AidStep, act, forwarded, materials_in, may_forward, open_steps
from zsapp.services.tables import shipped_tables

SENT = Forwarded(
    date=date(2026, 3, 10), number="转1号", batch="批1号", to=CENTER, handler="甲", opinion="转交-临界"
)
REFUSED = CenterAnswer(
    status="不予", doc_no="不予1号", date=date(2026, 3, 13), reason_code="N2", delivered=date(2026, 3, 14)
)


def situated(intake: LegalAidIntake) -> Situation:
    """Return an intake on 20 March."""
    return Situation(intake, shipped_tables(), date(2026, 3, 20))


def said(intake: LegalAidIntake) -> list[tuple[date | None, str, str]]:
    """Return the line of time as plain values."""
    return [(one.on, one.what, one.more) for one in course_of(situated(intake))]


def after(intake: LegalAidIntake, verb: str) -> str:
    """Return what comes next after a step on 20 March."""
    return next_of(situated(act(intake, verb, AidStep(date(2026, 3, 20), "说明", "甲"))))


def test_everything_that_happened_stands_on_its_day_in_the_order_of_days() -> None:
    intake = make_intake(
        receipt_no="接1号",
        received=Received(date=DAY, org_name="云涧村工作室", channel="来访", handler="甲"),
        supplement=Supplement(
            notice=DAY,
            missing=("病历",),
            number="补1号",
            reminded=(date(2026, 3, 11),),
            received=date(2026, 3, 12),
        ),
        calls=(AidVisit(date=date(2026, 3, 10), by="甲", told="同意先转交"),),
        forwarded=replace(SENT, arrived=date(2026, 3, 11)),
        answers=(CenterAnswer(status="已受理"),),
        center=replace(REFUSED, told=date(2026, 3, 15), objected=date(2026, 3, 16)),
        visits=(AidVisit(date=date(2026, 3, 18), told="没有意见"),),
    )
    assert said(intake) == [
        (None, "中山市法律援助处：已受理", ""),
        (DAY, "收到申请", "来访；云涧村工作室；经办人 甲；接收凭证 接1号"),
        (DAY, "一次性告知补正", "需要：病历；告知单 补1号"),
        (date(2026, 3, 10), "电话联系中山市法律援助处", "同意先转交；经办人 甲"),
        (
            date(2026, 3, 10),
            "转交中山市法律援助处",
            "批次 批1号；转交单 转1号；初审意见：转交-临界；经办人 甲",
        ),
        (date(2026, 3, 11), "提醒补交材料", ""),
        (date(2026, 3, 11), "中山市法律援助处已收到", ""),
        (date(2026, 3, 12), "材料补齐", "补充材料的3日不计入审查期限"),
        (date(2026, 3, 13), "中山市法律援助处：不予", "不予1号；理由：不符合经济困难标准"),
        (date(2026, 3, 14), "结果送达申请人", ""),
        (date(2026, 3, 15), "把结果告知申请人", "从送达之日起计算异议期"),
        (date(2026, 3, 16), "申请人提出异议", "向中山市司法局提出"),
        (date(2026, 3, 18), "回访", "没有意见"),
    ]


def test_a_granted_one_says_who_acts_and_what_was_told() -> None:
    granted = CenterAnswer(
        status="给予",
        date=date(2026, 3, 12),
        assign_due=date(2026, 3, 16),
        form="仲裁代理",
        undertaker="某所",
        lawyer="乙",
        phone="13900000101",
        missing=("病历",),
        sent_to="珠海",
        told=date(2026, 3, 13),
    )
    intake = make_intake(center=granted, supplement=Supplement(received=date(2026, 3, 10)))
    assert [more for _, _, more in said(intake)][1:] == [
        "",
        "援助形式：仲裁代理；需要补充：病历；承办：某所 乙 13900000101；转往：珠海；应于2026年3月16日前指派",
        "",
    ]
    assert said(LegalAidIntake()) == []


def test_the_clock_is_said_to_stand_while_materials_are_out() -> None:
    asked = make_intake(supplement=Supplement(notice=DAY))
    assert said(asked)[-1] == (DAY, "一次性告知补正", "审查期限从这天起暂停，已停11日")


def test_what_comes_next_is_one_sentence_at_every_stage() -> None:
    intake = make_intake()
    assert next_of(situated(intake)).startswith("请在2026年3月10日前转交")
    assert next_of(situated(LegalAidIntake())).startswith("还没有填写接收日期")
    asked = replace(intake, supplement=Supplement(notice=DAY, missing=("病历",), until=date(2026, 3, 12)))
    assert next_of(situated(asked)) == (
        "等申请人补交材料（病历），约定2026年3月12日前交来；没有交来的可以提醒。"
        "是否视为撤回由法律援助处认定，不影响先转交"
    )
    bare = replace(intake, supplement=Supplement(notice=DAY))
    assert next_of(situated(bare)).startswith("等申请人补交材料；")
    gone = forwarded(intake, SENT)
    assert next_of(situated(gone)).startswith("等接收单位收到")
    assert after(gone, "arrive").startswith("等法律援助处的结果")
    assert after(gone, "void") == "这份申请已经作废，不再办理"


@pytest.mark.parametrize(
    ("status", "first", "then"),
    [
        ("给予", "请把给予援助的结果", "结果已经告知申请人；可以回访"),
        ("不予", "请把文书交给申请人", "结果已经告知；申请人不服的"),
        ("终止", "请把文书交给受援人", "结果已经告知；申请人不服的"),
        ("视为撤回", "请告知申请人；仍然需要", "结果已经告知申请人；可以回访"),
        ("转其他机构", "请告知申请人：申请已经转往", "结果已经告知申请人；可以回访"),
    ],
)
def test_an_answer_is_told_before_anything_else(status: str, first: str, then: str) -> None:
    answered = make_intake(center=replace(REFUSED, status=status))
    assert next_of(situated(answered)).startswith(first)
    assert after(answered, "tell").startswith(then)


def test_what_the_centre_asks_for_is_passed_on_and_an_unknown_answer_is_told() -> None:
    asked = make_intake(center=CenterAnswer(status="补正"), supplement=Supplement(missing=("病历",)))
    assert next_of(situated(asked)).startswith("法律援助处要求补充材料（病历）：请一次性告知申请人")
    bare = make_intake(center=CenterAnswer(status="补正"))
    assert next_of(situated(bare)).startswith("法律援助处要求补充材料：请一次性告知申请人")
    other = make_intake(center=CenterAnswer(status="另有说明"))
    assert next_of(situated(other)) == "请把结果告知申请人"


def test_after_an_objection_the_bureau_is_waited_for() -> None:
    objected = make_intake(center=replace(REFUSED, told=DAY, objected=DAY))
    assert next_of(situated(objected)) == "申请人已经提出异议，等中山市司法局答复"


def test_only_the_steps_that_are_open_are_offered() -> None:
    intake = make_intake()
    assert [one.verb for one in open_steps(intake)] == ["ask", "call", "void"]
    gone = replace(forwarded(intake, SENT), center=REFUSED)
    offered = {one.verb: one.since for one in open_steps(gone)}
    assert offered == {
        "call": DAY,
        "tell": REFUSED.date,
        "object": REFUSED.delivered,
        "visit": DAY,
        "void": DAY,
    }
    assert (may_forward(intake), may_forward(gone), may_forward(replace(intake, void="误"))) == (
        True,
        False,
        False,
    )
    assert open_steps(replace(intake, void="误")) == ()


@pytest.mark.parametrize(
    ("verb", "intake", "day"),
    [
        ("call", make_intake(), date(2026, 3, 8)),
        ("supply", make_intake(supplement=Supplement(notice=DAY)), date(2026, 3, 8)),
        ("arrive", make_intake(forwarded=SENT), date(2026, 3, 9)),
        ("tell", make_intake(center=REFUSED), date(2026, 3, 12)),
        ("object", make_intake(center=REFUSED), date(2026, 3, 13)),
    ],
)
def test_a_step_before_it_was_possible_is_refused(verb: str, intake: LegalAidIntake, day: date) -> None:
    with pytest.raises(Refusal) as no:
        act(intake, verb, AidStep(day, "说明", "甲"))
    assert (no.value.code, no.value.field) == (Code.AID_STEP_EARLY, "date")


def test_nothing_is_forwarded_before_it_came_nor_without_a_day() -> None:
    with pytest.raises(Refusal) as no:
        forwarded(make_intake(), replace(SENT, date=date(2026, 3, 8)))
    assert no.value.code is Code.AID_STEP_EARLY
    assert forwarded(make_intake(), Forwarded(to=CENTER)).forwarded == Forwarded(to=CENTER)
    assert act(LegalAidIntake(), "call", AidStep(DAY, "说明", "甲")).calls[0].told == "说明"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("户口簿、病历", ("户口簿", "病历")),
        ("户口簿；劳动合同、考勤等之一", ("户口簿", "劳动合同、考勤等之一")),
        ("劳动合同、考勤等之一\n", ("劳动合同、考勤等之一",)),
        (" \n ", ()),
    ],
)
def test_materials_of_which_any_one_is_enough_stay_one(text: str, found: tuple[str, ...]) -> None:
    assert materials_in(text) == found
