"""办理经过 in the window: the line of time, what may be done now, each step with its day and its words."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.aid_desk import SCALE, answer, click, press, settle, with_intakes
from tests.gui.conftest import commit
from zsapp.rules.legal_aid import CENTER
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.roles import Badge, Role
from zsapp.screens.legal_aid.course_view import CourseView
from zsapp.screens.legal_aid.model.course import CourseModel, due_of

TODAY = date(2026, 3, 27)


@pytest.fixture
def station(stations):
    return with_intakes(stations("village"))


@pytest.fixture
def page(station, tasks, framed):
    """Give the page before LA-09, and what puts another intake before it."""
    said = []
    model = CourseModel(station.aid_course, tasks=tasks, today=station.today, say=said.append)
    view = CourseView(model, SCALE)
    view.model, view.said = model, said

    def show(ref="LA-09"):
        model.open(station.legal_aid.find(ref))
        settle(tasks)
        view.start()

    view.show_intake = show
    framed(view, size=(900, 640))
    show()
    return view


def words(column) -> list[str]:
    """Return what a column says, label by label."""
    return [one.text() for one in column.findChildren(QLabel) if one.isVisibleTo(column)]


def take(page, verb, said=""):
    """Take a step as a clerk does: press it, type, press the button that registers it."""
    click(page.buttons[verb])
    if said:
        commit(said)
    click(page.step.go)


def test_the_course_begins_with_the_receipt_and_forwarding_is_the_next_press(page):
    assert words(page.line) == [
        "2026年3月23日",
        "收到申请",
        "来访；西区街道彩虹社区公共法律服务工作室；经办人 古颖欣；接收凭证 中西彩法援接〔2026〕0001号",
    ]
    assert page.following.text() == "请在2026年3月24日前转交；材料不齐的一次性告知补正，也可以先转交"
    assert list(page.buttons) == ["forward", "ask", "call", "void"]
    assert QApplication.focusWidget() is page.buttons["forward"]
    assert page.state.text() == "已接收"
    assert words(page.dues)[:3] == ["转交法律援助处", "过了3天", "2026年3月24日"]


def test_an_intake_is_forwarded_by_keys_and_its_slip_is_offered(page, station):
    changed, printed = [], []
    page.model.changed, page.model.printed = changed.append, printed.append
    page.model.print()
    press("Return")
    assert page.step.head.text() == "转交"
    assert page.step.desk.fields["on"].control.text() == "2026年3月27日"
    press("Return", "Return")  # past the day to the button, and press it
    view = station.legal_aid.find("LA-09")
    assert (view.state, view.intake.forwarded.to) == ("已转交", CENTER)
    assert page.said[-1].sentence == "已登记：转交（2026年3月27日）"
    assert changed[-1].version == view.version
    assert f"转交{CENTER}" in words(page.line)
    click(page.paper)
    assert printed == ["legal_aid.forwarding_slip"]
    assert QApplication.focusWidget() is page.paper


def test_the_clock_stands_while_materials_are_out(page, station):
    page.show_intake("LA-01")
    click(page.buttons["ask"])
    said = page.step.desk.fields["said"].control
    assert QApplication.focusWidget() is said
    assert said.text() == ""
    click(page.step.go)
    assert "请写明理由" in page.step.desk.fields["said"]._under.text()
    said.setFocus()
    commit("欠条\n考勤表、工资单等之一")
    page.step.desk.fields["until"].control.setFocus()
    commit("2026-3-1")
    press("Ctrl+Return")
    assert "早于2026-03-27" in page.step.desk.fields["until"]._under.text()
    page.step.desk.fields["until"].control.selectAll()
    commit("2026-4-3")
    press("Ctrl+Return")
    assert station.legal_aid.find("LA-01").intake.supplement.until == date(2026, 4, 3)
    assert station.legal_aid.find("LA-01").intake.supplement.missing == ("欠条", "考勤表、工资单等之一")
    assert any(
        "需要：欠条、考勤表、工资单等之一" in one and "审查期限从这天起暂停，已停0日" in one
        for one in words(page.line)
    )
    assert QApplication.focusWidget() is page.buttons["supply"]
    take(page, "remind")
    take(page, "supply")
    assert words(page.line)[-2:] == ["材料补齐", "补充材料的0日不计入审查期限"]


def test_what_is_missing_is_written_into_the_notice(page, station):
    station.aid_course.change("LA-07", {"documents": "法律援助申请表"})
    page.show_intake("LA-07")
    click(page.buttons["ask"])
    missing = station.legal_aid.advise(station.legal_aid.find("LA-07").intake).missing
    assert page.step.desk.fields["said"].control.text() == "\n".join(missing)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-3-1", "“登记电话联系法律援助处”的日期2026-03-01早于2026-03-23"),
        ("2027-1-1", "2027-01-01"),
        ("某天", "日期"),
        ("", "请写明日期"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(page, station, typed, told):
    click(page.buttons["call"])
    commit("同意先转交")
    day = page.step.desk.fields["on"].control
    day.setFocus()
    day.selectAll()
    press("Delete")
    if typed:
        commit(typed)
    press("Ctrl+Return")
    assert told in page.step.desk.fields["on"]._under.text()
    assert page.step.desk.fields["said"].control.text() == "同意先转交"
    assert station.legal_aid.find("LA-09").intake.calls == ()


def test_esc_leaves_a_step_untaken(page, station):
    click(page.buttons["void"])
    commit("登记错了")
    press("Escape")
    assert not page.step.isVisible()
    assert QApplication.focusWidget() is page.buttons["forward"]
    assert station.legal_aid.find("LA-09").state == "已接收"
    page.model.confirm()
    assert station.legal_aid.find("LA-09").state == "已接收"


def test_a_refusal_is_handed_over_objected_to_and_the_applicant_visited(page, station):
    station.aid_course.forward(["LA-09"], on=TODAY)
    page.show_intake()
    take(page, "arrive")
    station.aid_course.answer(answer("LA-09"))
    page.show_intake()
    assert QApplication.focusWidget() is page.buttons["tell"]
    assert page.following.text().startswith("请把文书交给申请人，并告知可以向中山市司法局提出异议")
    take(page, "tell")
    assert "申请人提出异议" in words(page.dues)
    assert "2026年4月13日" in words(page.dues)
    assert page.following.text().startswith("结果已经告知；申请人不服的")
    take(page, "object")
    assert page.following.text() == "申请人已经提出异议，等中山市司法局答复"
    take(page, "visit", "没有意见")
    intake = station.legal_aid.find("LA-09").intake
    assert (intake.center.told, intake.center.objected, intake.visits[0].told) == (TODAY, TODAY, "没有意见")
    assert page.paper.text() == "打印回访记录表"


def test_a_void_intake_leaves_nothing_to_do(page):
    take(page, "void", "重复登记")
    assert page.buttons == {}
    assert page.following.text() == "这份申请已经作废，不再办理"
    assert QApplication.focusWidget() is page.line


def test_what_somebody_else_did_meanwhile_is_said_in_the_step(page, station):
    click(page.buttons["forward"])
    station.aid_course.forward(["LA-09"], on=TODAY)
    click(page.step.go)
    assert page.step.fault.text().startswith("现在还不能办理“转交”：目前是“已转交”")


def test_an_intake_that_came_too_late_is_not_shown(page, station):
    course = page.model.state.course
    page.show_intake("LA-01")
    page.model._arrived(course.view.id, course)
    assert page.model.state.course.view.intake.id == "LA-01"


def test_a_day_out_of_reach_is_said_by_whom_it_is_refused(page, station):
    station.store.badge = Badge(Role.REVIEWER)
    click(page.buttons["call"])
    commit("同意")
    click(page.step.go)
    assert page.step.fault.text().startswith("司法所不能改动法律援助")


def test_nothing_is_shown_or_begun_before_an_intake_is_there(station, tasks, framed):
    said = []
    model = CourseModel(station.aid_course, tasks=tasks, today=station.today, say=said.append)
    view = CourseView(model, SCALE)
    framed(view)
    view.render_state(model.state)
    model.begin("call")
    view.start()
    assert (model.state.steps, model.state.verb, view.buttons) == ((), "", {})


@pytest.mark.parametrize(
    ("due", "state", "shown"),
    [
        (date(2026, 3, 26), "done", ("已办", "green")),
        (date(2026, 3, 26), "overdue", ("过了1天", "red")),
        (date(2026, 3, 27), "open", ("今天到期", "amber")),
        (date(2026, 3, 30), "open", ("还有3天", "")),
        (None, "none", ("", "")),
    ],
)
def test_a_deadline_says_how_it_stands(due, state, shown):
    one = due_of(Deadline("forward", "转交", TODAY, due, "内部期限", state, "自当日起算"), TODAY)
    assert (one.pill, one.tone) == shown
    assert one.working == "自当日起算；依据：内部期限"


def test_a_limit_of_the_applicant_that_passed_is_no_overdue_duty():
    one = due_of(Deadline("objection", "异议", TODAY, date(2026, 3, 1), "", "overdue", ""), TODAY)
    assert (one.pill, one.tone) == ("已经过去", "amber")
