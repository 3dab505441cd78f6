"""What a visit becomes in the window: another record, or its papers."""

from dataclasses import replace

import pytest

from tests.gui.first_pages import closed_home
from tests.gui.front_desk import desk, open_one, press, settle

__all__ = ["closed_home", "desk"]


@pytest.mark.parametrize(("words", "page"), [("转为调解 F7", "mediation"), ("转为法律援助 F8", "legal_aid")])
def test_one_press_turns_a_visit_into_another_record(desk, words, page):
    open_one(desk, "C-01")
    press(desk, words)
    desk.room.settle()
    assert desk.room.shell.at == page
    assert desk.room.station.front.find("C-01").record.turned


def test_a_visit_turned_within_the_desk_is_open_at_once_and_knows_the_way_back(desk):
    view = open_one(desk, "C-01")
    press(desk, "转为公证 F10")
    state = desk.models.record.state
    assert (state.sector, state.record.person.name) == ("notary", "麦伟明")
    desk._pressed("back")
    settle(desk)
    assert desk.models.record.state.record_id == view.id
    desk._pressed("something else")


def test_papers_are_looked_at_and_printed(desk):
    open_one(desk, "C-01")
    desk.room.shell.machine.printer = ""
    desk.room.keys("Ctrl+P")
    settle(desk)
    desk.models.papers.resize(300)
    settle(desk)
    assert desk.papers.paper.count() == 3
    assert desk.models.papers.state.pages
    desk.models.papers.choose("front_desk.referral_slip")
    settle(desk)
    desk.room.keys("Ctrl+P")
    settle(desk)
    assert desk.room.said[-1].sentence == "《转介单》共1页"
    desk.models.papers.print(draft=True)
    settle(desk)
    assert desk.room.said[-1].sentence == "《转介单》草稿"
    desk.room.keys("Escape")
    assert desk.beside.currentIndex() == 0


def test_a_paper_goes_to_the_printer_and_says_what_it_lacks(desk):
    sent = []
    machine = desk.room.shell.machine
    machine.printer, machine.send = (
        "窗口",
        lambda pdf, printer, copies: sent.append((pdf[:4], printer, copies)),
    )
    view = open_one(desk, "C-01")
    desk.room.station.front.save("consultation", view.id, replace(view.record, answer=""), base_version=1)
    desk.refresh()
    settle(desk)
    desk.room.keys("Ctrl+P")
    settle(desk)
    assert desk.models.papers.state.lacking == "正式打印前还缺：解答意见"
    desk.models.papers.print()
    settle(desk)
    assert sent == []
    desk.models.papers.choose("front_desk.rating")
    desk.models.papers.print()
    settle(desk)
    assert sent == [(b"%PDF", "窗口", 1)]
