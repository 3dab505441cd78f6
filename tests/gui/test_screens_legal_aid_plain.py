"""The open application without a window: what cannot be kept waits, undo, what comes in between."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.gui.conftest import Waiting
from tests.intakes import DAY, make_intake, visible
from zsapp.base.errors import Code
from zsapp.rules.legal_aid_parts import AidFile, FamilyMember, MonthMeans
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.screens.legal_aid.model.advice import due_words, sheet_of
from zsapp.screens.legal_aid.model.editing import added, edited, handed, opened, removed, trimmed, under
from zsapp.screens.legal_aid.model.editor import IntakeModel
from zsapp.screens.legal_aid.model.state import IntakeState
from zsapp.screens.legal_aid.when import Asking
from zsapp.services.tables import shipped_tables

TODAY = date(2026, 3, 27)
TOO_LONG = "甲" * 600


class Bench:
    """An open application, what it asked for and said."""

    def __init__(self, station):
        self.station, self.tasks, self.said, self.asked = station, Waiting(), [], []
        self.model = IntakeModel(
            station.aid_counter, self.tasks, station=station.profile.id, today=station.today,
            say=self.said.append,
        )  # fmt: skip
        self.model.focus = self.asked.append
        self.model.steps = 7

    def settle(self):
        self.tasks.settle()
        self.tasks.settle()

    def save_one(self, **changed):
        counter = self.station.aid_counter
        return counter.save(counter.new_id(), make_intake(**changed), base_version=0)


@pytest.fixture
def bench(station):
    return Bench(station)


def test_what_cannot_be_kept_waits_and_is_tried_again_with_the_next(bench):
    bench.model.begin()
    bench.model.edit("title", TOO_LONG)
    bench.settle()
    assert bench.model.state.saved.startswith("没有保存：")
    assert bench.said[-1].number == Code.TEXT_TOO_LONG.value.number
    first = bench.model.state.record_id
    bench.model.open(bench.save_one(id="甲").id)
    assert bench.model.state.intake.id == "甲"
    bench.model.open(first)
    assert bench.model.state.intake.title == TOO_LONG
    bench.model.edit("title", "短")
    bench.settle()
    assert bench.station.aid_counter.draft(first).intake.title == "短"
    bench.said[-1].again()


def test_what_is_typed_while_a_save_is_under_way_stays_on_top_of_it(bench):
    bench.model.open(bench.save_one(id="甲").id)
    bench.model.edit("applicant.phone", "1")
    bench.tasks.holding = True
    bench.model.save()
    bench.model.edit("applicant.phone", "12")
    bench.tasks.let_go()
    assert (bench.model.state.version, bench.model.state.intake.applicant.phone) == (2, "12")
    assert bench.model.state.unsaved
    bench.settle()
    assert bench.station.aid_counter.drafts()[0].base_version == 2


def test_an_application_left_while_its_save_is_under_way_leaves_no_draft_behind(bench):
    bench.model.open(bench.save_one(id="甲").id)
    bench.model.edit("applicant.phone", "1")
    bench.tasks.holding = True
    bench.model.save()
    bench.model.leave()
    bench.tasks.let_go()
    assert not bench.model.state.open
    assert bench.station.aid_counter.drafts() == ()


def test_an_opinion_on_older_answers_is_dropped(bench):
    bench.model.begin()
    bench.settle()
    bench.tasks.holding = True
    bench.model._look()
    bench.model.edit("applicant.name", "何永年")
    before = bench.model.state.look
    bench.tasks.let_go()
    assert bench.model.state.look is before


def test_what_became_again_what_is_stored_is_no_draft(bench):
    view = bench.save_one(id="甲")
    bench.model.open(view.id)
    bench.model.edit("applicant.phone", "1")
    bench.settle()
    bench.model.edit("applicant.phone", view.intake.applicant.phone)
    bench.settle()
    assert (bench.model.state.unsaved, bench.model.state.saved) == (False, "没有改动")
    assert bench.station.aid_counter.drafts() == ()


def test_a_step_taken_elsewhere_is_seen_and_what_is_typed_is_left_alone(bench):
    view = bench.save_one(id="甲")
    bench.model.open(view.id)
    bench.station.aid_course.act(view.id, "call", on=TODAY, reason="已打电话")
    bench.model.refresh()
    assert (bench.model.state.version, len(bench.model.state.intake.calls)) == (2, 1)
    bench.model.refresh()
    bench.model.edit("applicant.phone", "1")
    bench.station.aid_course.act(view.id, "call", on=TODAY, reason="又打")
    bench.model.refresh()
    assert bench.model.state.version == 2


def test_what_is_not_there_is_said(bench):
    bench.model.open("018f0000-0000-7000-8000-00000000000b")
    assert bench.said[-1].number == Code.RECORD_UNKNOWN.value.number
    bench.model.save()
    bench.model.go(99)
    bench.model.remove("title")
    bench.model.undo()
    assert not bench.model.state.open


def test_texts_in_one_stretch_are_undone_together_and_added_members_get_the_caret(bench):
    bench.model.begin()
    for text in ("何", "何永", "何永年"):
        bench.model.edit("applicant.name", text)
    bench.model.add("family", FamilyMember(relation="0"))
    assert bench.asked[-1] == "family[0]"
    assert bench.model.state.intake.family[0].name == "何永年"
    bench.model.undo()
    bench.model.undo()
    assert bench.model.state.intake.applicant.name == ""
    bench.model.unread("title", "没有看懂", "？")
    bench.model.entered("title")
    bench.model.undo()
    assert bench.model.state.unread == {}


# --- what typing brings about -----------------------------------------------------------------------------


def test_a_number_fills_birthday_and_sex_unless_somebody_wrote_others():
    intake = edited(make_intake(), "applicant.id_no", "442000194802139971")
    assert (intake.applicant.birth, intake.applicant.sex) == (date(1970, 2, 1), "1")
    blank = edited(make_intake(), "applicant.birth", None)
    first = edited(blank, "applicant.id_no", "442000194802139971")
    second = edited(first, "applicant.id_no", "442000199806199966")
    assert (second.applicant.birth, second.applicant.sex) == (date(1998, 6, 19), "2")


def test_an_amount_is_put_in_words_until_somebody_writes_his_own():
    first = edited(make_intake(), "amount", Decimal(100))
    assert first.amount_upper == "壹佰元整"
    own = edited(edited(first, "amount_upper", "约一百元"), "amount", Decimal(200))
    assert own.amount_upper == "约一百元"
    assert edited(first, "amount", None).amount_upper == ""


def test_documents_and_their_rows_are_one_list():
    intake = opened(make_intake(documents=("申请表", "欠条"), files=(AidFile(name="欠条", pages=2),)))
    assert [one.name for one in intake.files] == ["申请表", "欠条"]
    assert trimmed(intake).files == (AidFile(name="欠条", pages=2),)
    more = handed(handed(intake, "身份证"), "身份证")
    assert more.documents == ("申请表", "欠条", "身份证")
    assert removed(more, "files[0]").documents == ("欠条", "身份证")
    twice = opened(make_intake(documents=("欠条", "欠条")))
    assert trimmed(twice).documents == ("欠条", "欠条")


def test_blank_rows_and_groups_are_not_kept():
    intake = added(make_intake(), "family", FamilyMember())
    intake = edited(edited(intake, "agent.name", ""), "assets.cars", None)
    intake = edited(intake, "family[0].months[0].wage", None)
    kept = trimmed(intake)
    assert (kept.agent, kept.assets, len(kept.family), kept.family[0].months) == (None, None, 1, ())
    monthly = replace(
        intake, family=(FamilyMember(name="甲", months=(MonthMeans(), MonthMeans(wage=Decimal(1)))),)
    )
    assert len(trimmed(monthly).family[0].months) == 1


def test_what_was_typed_on_top_of_a_newer_version_keeps_its_scans_and_steps():
    typed = opened(make_intake(documents=("申请表", "欠条")))
    kept = make_intake(
        receipt_no="甲1号", files=(AidFile(name="欠条", sha256="a"), AidFile(name="照片", sha256="b"))
    )
    now = under(typed, kept)
    assert (now.receipt_no, now.documents) == ("甲1号", ("申请表", "欠条", "照片"))
    assert [one.sha256 for one in now.files] == ["", "a", "b"]


# --- what the pane says -----------------------------------------------------------------------------------


def test_there_is_no_sheet_before_there_is_an_opinion():
    assert sheet_of(IntakeState(), (), TODAY) is None


def test_a_soldiers_family_is_told_to_go_today(bench):
    state = IntakeState(look=bench.station.aid_counter.look(visible("LA-06")))
    assert sheet_of(state, (), date(2026, 8, 3)).urgent == "今天要转交"
    assert sheet_of(state, (), TODAY).urgent == ""


def test_a_reason_that_was_given_lets_a_warning_rest_in_green(bench):
    intake = replace(visible("LA-09"), overrides={"R-22": "已核对"})
    sheet = sheet_of(IntakeState(intake=intake, look=bench.station.aid_counter.look(intake)), (), DAY)
    assert {one.tone for one in sheet.reasons if "经济困难标准自" in one.said} == {"green"}


@pytest.mark.parametrize(
    ("due", "state", "words", "tone"),
    [
        (None, "none", "转交：不定", ""),
        (date(2026, 3, 20), "overdue", "转交：2026年3月20日（过了7天）", "red"),
        (TODAY, "open", "转交：2026年3月27日（今天）", "amber"),
        (date(2026, 4, 20), "open", "转交：2026年4月20日（还有24天）", ""),
        (TODAY, "done", "转交：2026年3月27日（已办）", "green"),
    ],
)
def test_a_deadline_says_how_it_stands(due, state, words, tone):
    deadline = Deadline("forward", "转交", None, due, "法援法43", state, "不定")
    assert due_words(deadline, TODAY) == (words, tone)


def test_the_questions_say_why_somebody_must_act_and_why_the_means_need_not_be_told():
    asking = Asking(shipped_tables(), lambda: DAY)
    child = visible("LA-07")
    assert "现在填写的按“法定代理人”处理" in asking.says_agent(child)
    assert asking.says_agent(make_intake()).startswith("请别人代为申请的才填写")
    assert asking.says_agent(visible("LA-02")) == ""
    suspect = make_intake(
        matter="M21", groups=("G02",), applicant=replace(child.applicant, birth=None, id_no="")
    )
    assert "应当通知辩护" in asking.skips_means(suspect)
    waits = make_intake(exemption="E42-2a")
    assert asking.says_means(waits).startswith("补交社会救助证明以后可以免予核查")
