"""The journey in the window: the checklist and its press, session by session, cases again and together."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.gui.keys import commit
from tests.paper_samples import sample
from tests.stations import acceptance_case
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Dates, Outcome
from zsapp.screens.kit.layout import paths_in
from zsapp.screens.kit.words import button
from zsapp.screens.mediation.layout import REFUSAL, STEPS, TERMINATION, WITHDRAWAL, paper_of, skipped

APRIL = date(2026, 3, 20)


def rule(room, name):
    return next(one for one in room.case.state.findings if one.rule == name)


def test_a_tick_shows_the_way_and_one_press_fills_the_notice(room):
    room.least()
    room.case.go(1)
    room.fill("admission.elsewhere", "是")
    room.settle()
    found = rule(room, "R25")
    assert "由已经受理的人民法院" in found.message
    room.screen.checks.mended.emit(found)
    room.settle()
    case = room.case.state.case
    assert (case.outcome.result, case.dates.close) == ("不予受理", room.station.today())
    assert case.termination.reason == "人民法院、仲裁机构、公安机关或者其他行政机关已经受理或者解决"
    assert not [one for one in room.case.state.findings if one.rule == "R25"]


def test_a_letter_s_answer_is_due_on_the_day_it_names(room):
    room.least()
    room.fill("source", "法院委托移送")
    room.case.go(1)
    for path, text in (
        ("referral.organ", "某人民法院"),
        ("referral.contact", "李法官"),
        ("referral.reply_due", "2026-03-31"),
    ):
        room.fill(path, text)
    room.settle()
    assert [str(one.due) for one in room.case.state.deadlines if one.id == "T2r"] == ["2026-03-31"]
    room.case.save()
    room.settle()
    told = [one.what for one in room.station.todo.duties(room.station.today())]
    assert "向委托移送机关回函" in told


def test_one_more_session_gives_each_its_own_card_and_paper(room):
    room.open("C01")
    room.case.go(3)
    room.settle()
    before = room.case.state.case
    assert room.form.field_at("record").isVisible()
    (more,) = [one for one in room.form.findChildren(type(button("", ""))) if "再调解一次" in one.text()]
    more.click()
    room.settle()
    room.form.finish()
    shown = {path for path, field in room.form.desk.fields.items() if field.isVisible()}
    assert (
        not {"dates.sessions", "place", "record"} & shown
    )  # nothing above the cards to type into by mistake
    assert "sessions[1].date" in shown
    room.fill("sessions[1].date", "3月12日")
    room.fill("sessions[1].place", "村委会")
    room.go("sessions[1].record")
    commit("双方再次协商。")
    room.settle()
    case = room.case.state.case
    assert case.sessions[0].record == before.record
    assert case.dates.sessions == (*before.dates.sessions, date(2026, 3, 12))
    assert case.record.endswith("（第二次，2026年3月12日）\n双方再次协商。")
    room.case.remove("sessions[1].place")
    room.settle()
    assert room.case.state.case.dates.sessions == before.dates.sessions


def test_a_closed_dispute_is_begun_again_by_a_press(room):
    room.open("C01")
    for step in (4, 5):
        room.case.go(step)
        room.settle()
        again = [one for one in room.form.findChildren(QPushButton) if one.text() == "重新受理"]
        assert bool(again) is (step == 5)
    again[0].click()
    room.settle()
    state = room.case.state
    assert (state.case.reopened.number, state.version, state.step) == ("〔2026〕沙云人调字第5号", 0, 0)
    room.fill("reopened.reason", "又漏水")
    room.case.save()
    room.settle()
    assert room.case.state.state == "已申请"
    room.shell.models.presses.press("again")  # nothing has ended: nothing happens
    assert room.case.state.case.reopened.reason == "又漏水"


def test_one_press_writes_down_that_everybody_agrees_to_mediation(room):
    room.open("C01")
    room.case.go(1)
    room.settle()
    (agree,) = [one for one in room.form.findChildren(QPushButton) if one.text() == "各方都同意"]
    agree.click()
    room.settle()
    case = room.case.state.case
    assert {(one.consent, one.consent_on) for one in case.parties} == {("同意调解", case.dates.accept)}
    assert not agree.isVisible()
    assert [one for one in room.form.findChildren(QLabel) if "同意调解（2026年" in one.text()]


def test_what_the_journey_asks_has_its_place_in_a_step():
    asked = {path for step in STEPS for path in paths_in(step.blocks)}
    assert {
        "evidence[].returned",
        "evidence[].pages",
        "dates.extend_to",
        "referral.replied",
        "sessions[].present",
        "reopened.reason",
    } <= asked


def test_a_case_that_ended_without_an_agreement_shows_its_notice_and_no_tick_at_the_agreement(room):
    failed = {"result": "调解不成", "form": ""}
    room.open("C01", dates={"accept": "2026-03-02", "terminate": "2026-03-09"}, outcome=failed, clauses=[])
    assert room.case.state.step == 5
    assert room.shell.models.preview.state.form == TERMINATION
    assert skipped(room.case.state.case) == {4}
    withdrawn = replace(Case(), dates=Dates(withdraw=APRIL))
    refused = replace(Case(), outcome=Outcome(result="不予受理"))
    assert [paper_of(5, one) for one in (withdrawn, refused)] == [WITHDRAWAL, REFUSAL]
    assert skipped(refused) == frozenset()


# --- the filing page ----------------------------------------------------------------------------------------


@pytest.fixture
def page(room):
    case = sample("oral")
    desk = room.station.mediation
    for _ in range(2):
        ours = {"committee": room.station.profile.committee, "volume_no": "", "agreement_no": ""}
        ours["dates"] = Dates(apply=APRIL, accept=APRIL, sessions=(APRIL,), agree=APRIL)
        desk.save(desk.new_id(), replace(case, **ours), base_version=0)
    desk.import_case(acceptance_case("C01") | {"dates": {"accept": "2026-03-02", "agree": "2026-03-09"}})
    return room.turn_to("volumes")


def test_oral_agreements_are_chosen_by_keys_and_bound_as_one_volume(room, page):
    assert page.sentence.text() == "3 件办结的案件还没有立卷，其中 2 件可以多案一卷"
    assert not page.bind.isEnabled()
    room.keys("Down", "Return")
    assert page.sentence.text().endswith("；已选 1 件")
    room.keys("Ctrl+A")
    room.keys("Ctrl+A")
    assert not page.bind.isEnabled()
    room.keys("Ctrl+B")
    assert room.said == []
    room.keys("Ctrl+A")
    assert page.bind.isEnabled()
    page.by.setText("刘佩珊")
    room.keys("Ctrl+B")
    room.settle()
    (told,) = room.said
    assert told.sentence.startswith("2件案件已装成一卷：〔2026〕沙龙人调卷字第1号，共")
    assert len(list(room.shell.machine.folder().glob("*调卷字第1号 卷宗.pdf"))) == 1
    assert page.sentence.text() == "1 件办结的案件还没有立卷，其中 0 件可以多案一卷"
    assert not page.all.isEnabled()


def test_a_case_with_a_volume_of_its_own_is_opened_instead(room, page):
    table, at = page.table, next(n for n in range(3) if page._model.row(n).pill == "一案一卷")
    assert table.index(at).data().startswith("何䶮与梁亚娣相邻排水纠纷，只有简易案件和口头协议案件")
    page.rows.chosen.emit(at)
    room.settle()
    assert room.shell.at == "mediation"
    assert room.case.state.number == "〔2026〕沙云人调字第5号"
    assert page._model.row(9) is None


def test_what_cannot_be_bound_is_said_and_nothing_is_lost(room, page, tasks):
    lone = next(one.view for one in page._model.state.cases if not one.alone)
    case = replace(lone.case, committee="别处人民调解委员会")
    room.station.mediation.save(lone.id, case, base_version=lone.version)
    room.keys("Ctrl+A", "Ctrl+B")
    room.settle()
    assert "不是同一个调委会" in room.said[-1].sentence
    assert page._model.state.ready


def test_an_empty_page_says_so_and_a_volume_under_way_is_not_begun_twice(room):
    page = room.turn_to("volumes")
    assert page.sentence.text() == "没有等待立卷的案件"
    page._model._show(busy=True, chosen=frozenset("甲乙"))
    assert page.sentence.text() == "正在把 2 件案件装成一卷……"
    assert not page.bind.isEnabled()
