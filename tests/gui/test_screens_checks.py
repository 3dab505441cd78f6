"""The checks beside the case: worst first, at their fields, mended by one press, settled by a reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.gui.conftest import TODAY
from zsapp.rules.findings import Finding, Severity
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.screens.kit.paths import get_at
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.mediation.checks_view import Card, ChecksView, due_tone, due_words
from zsapp.screens.mediation.model.state import CaseState

WRONG = "二、梁亚娣当场以现金补偿何䶮人民币1800元（大写：壹仟捌佰零伍元整）。"


@pytest.fixture
def agreed(room):
    """Give a room with a case whose second clause says one sum in figures and another in words."""
    room.open("C01")
    room.case.go(4)
    room.case.edit("clauses[1]", WRONG)
    room.settle()
    return room


def cards(room):
    return room.screen.checks.findChildren(Card)


def press(widget, words):
    """Press the button that says so."""
    next(one for one in widget.findChildren(QPushButton) if one.text().startswith(words)).click()


def words_of(widget):
    return [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]


def test_an_error_stands_among_the_checks_and_right_under_its_field(agreed):
    (found,) = [one for one in agreed.case.state.findings if one.where == "clauses[1]"]
    field = agreed.field("clauses[1]")
    assert field._under.text() == found.message
    assert field.control.property("fault") == "true"
    assert cards(agreed)[0].property("tone") == "red"
    assert found.message in words_of(cards(agreed)[0])
    assert "必须改正 1" not in words_of(agreed.screen.case)
    assert any(one.text().startswith("必须改正") for one in agreed.screen.checks.pills)


def test_the_worst_stands_on_top(agreed):
    agreed.case.edit("parties[0].age", 30)
    agreed.settle()
    ranks = [one.severity.rank for one in agreed.case.state.findings]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1


def test_a_press_goes_to_the_field_on_whichever_step_it_stands(agreed):
    agreed.case.go(0)
    agreed.settle()
    press(cards(agreed)[0], "去这一栏")
    assert agreed.case.state.step == 4
    assert QApplication.focusWidget() is agreed.field("clauses[1]").control


def test_tab_goes_from_the_panel_through_its_cards(agreed):
    agreed.screen.checks.more.setFocus()
    agreed.keys("Tab")
    assert QApplication.focusWidget().text() == "去这一栏"
    assert cards(agreed)[0].isAncestorOf(QApplication.focusWidget())


def test_a_press_mends_it_and_undo_brings_it_back(agreed):
    press(cards(agreed)[0], "改为")
    assert "大写：壹仟捌佰元整" in agreed.field("clauses[1]").control.text()
    assert QApplication.focusWidget() is agreed.field("clauses[1]").control
    agreed.settle()
    assert not [one for one in agreed.case.state.findings if one.where == "clauses[1]"]
    agreed.keys("Ctrl+Z")
    assert agreed.case.state.case.clauses[1] == WRONG


@pytest.mark.parametrize(("where", "fix"), [("copies", "3"), ("parties[0].age", "58")])
def test_a_number_is_mended_as_a_number_and_can_be_saved(room, where, fix):
    room.open("C01", copies=2)
    room.case.mend(Finding(rule="R01", severity=Severity.HINT, message="", basis="", where=where, fix=fix))
    assert get_at(room.case.state.case, where) == int(fix)
    room.keys("Ctrl+S")
    assert get_at(room.station.mediation.find("C01").case, where) == int(fix)


def test_the_article_is_read_at_its_check_and_folded_again(agreed):
    card = cards(agreed)[0]
    before = len(words_of(card))
    press(card, "看法条")
    assert len(words_of(card)) == before + 1
    press(card, "看法条")
    assert len(words_of(card)) == before


def test_an_article_nobody_has_checked_is_named_as_such(qtbot):
    found = Finding(rule="R01", severity=Severity.HINT, message="提示", basis="某法 第一条", where="")
    card = Card(found, lambda _basis: "", Scale(100))
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    press(card, "看法条")
    assert "某法 第一条（条文待核）" in words_of(card)
    assert [one.text() for one in card.findChildren(QPushButton)] == ["看法条"]


def test_a_long_fix_is_short_on_its_button_and_whole_in_its_tip(qtbot):
    found = Finding(rule="R01", severity=Severity.ERROR, message="错", basis="", where="brief", fix="一" * 20)
    card = Card(found, lambda _basis: "", Scale(100))
    qtbot.addWidget(card)
    button = card.findChildren(QPushButton)[1]
    assert button.text() == f"改为“{'一' * 12}…”"
    assert button.toolTip() == "一" * 20


def test_what_was_settled_stays_listed_with_its_reason_and_leaves_its_field(agreed):
    agreed.keys("Ctrl+S")
    rule = agreed.case.state.findings[0].rule
    agreed.case.adopt(agreed.station.mediation.override(agreed.case.state.record_id, rule, "双方当面更正"))
    agreed.settle()
    card = next(one for one in cards(agreed) if one.property("tone") == "green")
    assert "理由：双方当面更正" in words_of(card)
    assert "已写明理由" in words_of(card)
    assert not [one for one in card.findChildren(QPushButton) if one.text().startswith("改为")]
    assert any(one.text() == "已处理 1" for one in agreed.screen.checks.pills)
    assert agreed.field("clauses[1]").control.property("fault") != "true"


def test_wide_the_checks_take_the_place_of_the_paper_until_escape(agreed):
    agreed.go("clauses[1]")
    agreed.screen.checks.more.click()
    assert agreed.screen.paper.isHidden()
    assert agreed.screen.checks.more.text() == "收起"
    agreed.keys("Escape")
    assert agreed.screen.paper.isVisible()
    assert agreed.screen.checks.more.text() == "展开"
    assert agreed.screen.rail.isHidden()


def test_a_case_without_a_fault_says_so(qtbot):
    view = ChecksView(lambda _basis: "", Scale(100))
    qtbot.addWidget(view)
    view.render_state(CaseState(), TODAY)
    assert view.pills[0].text() == "目前没有发现问题"
    assert view.more.isHidden()


def test_a_deadline_is_told_with_its_arithmetic_and_turns_red_when_it_is_over(room):
    room.open("C01", dates={"apply": date(2026, 3, 2)}, volume_no=None, agreement_no=None)
    running = [one for one in room.case.state.deadlines if one.state in ("open", "overdue")]
    told = words_of(room.screen.checks)
    assert running
    for one in running:
        assert any(words.startswith(f"{one.what}：") for words in told)
        assert not one.working or one.working in told
    assert "已过期" in told
    assert "已过" in room.screen.case.due.text()


def test_only_what_still_asks_something_of_somebody_counts_down(room):
    spoken = {"form": "口头", "performance": "即时履行", "result": "调解成功"}
    dates = {"apply": date(2026, 3, 20), "accept": date(2026, 3, 20), "agree": date(2026, 3, 20)}
    room.open("C01", dates=dates, outcome=spoken, schedule=[], clauses=[], confirmation=None)
    assert room.screen.case.due.text().startswith("回访（即时履行）还有")
    told = words_of(room.screen.checks)
    assert not [one for one in told if one.startswith(("共同申请司法确认", "诉讼时效"))]
    room.fill("dates.visit", "今天")
    room.settle()
    assert room.screen.case.due.isHidden()


def test_of_a_case_that_failed_no_year_is_counted_down_and_the_claim_can_still_be_read_of(room):
    dates = {"apply": date(2026, 3, 20), "accept": date(2026, 3, 20), "terminate": date(2026, 3, 26)}
    room.open("C01", dates=dates, outcome={"result": "调解不成"}, schedule=[], clauses=[], confirmation=None)
    assert room.screen.case.due.isHidden()
    room.screen.checks.more.click()
    assert any(one.startswith("诉讼时效") for one in words_of(room.screen.checks))


def test_a_new_case_says_nothing_before_there_is_a_word_in_it(room):
    room.begin()
    head = room.screen.case
    assert head.state.isHidden()
    assert head.due.isHidden()
    room.fill("brief", "雨棚滴水")
    room.settle()
    assert head.state.text() == "已申请"
    assert head.due.text() == "决定是否受理还有5天"


NEAR = Deadline(
    id="t", what="期限", start=TODAY, due=TODAY + timedelta(days=3), working="", basis="", state="open"
)


@pytest.mark.parametrize(
    ("changes", "tone", "words"),
    [
        ({}, "amber", "期限还有3天"),
        ({"due": TODAY + timedelta(days=30)}, "", "期限还有30天"),
        ({"due": TODAY - timedelta(days=2), "state": "overdue"}, "red", "期限已过2天"),
        ({"state": "done"}, "", ""),
        ({"due": None}, "", ""),
    ],
)
def test_a_deadline_has_the_colour_of_its_nearness(changes, tone, words):
    one = replace(NEAR, **changes)
    assert due_tone(one, TODAY) == tone
    assert due_words((one,), TODAY) == (words, tone)
