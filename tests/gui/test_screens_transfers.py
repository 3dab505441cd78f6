"""Transfers by keys and presses: offered on the record's own page, answered on theirs, told plainly."""

from copy import deepcopy

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.front_papers import entries
from tests.gui.conftest import commit, seen
from tests.intakes import intake_entries
from tests.stations import acceptance_case, without_notes

TOWN = "沙溪镇公共法律服务工作站"
TOWN_CODE = "442000106000"
VILLAGE = "沙溪镇龙瑞村公共法律服务工作室"
TITLE = "何䶮与梁亚娣相邻排水纠纷"


@pytest.fixture
def village(enrolled):
    enrolled["village"].mediation.import_case(acceptance_case("C01"))
    return enrolled["village"]


@pytest.fixture
def carry(enrolled, tmp_path):
    """Give what carries the village's packages to the town, and the answer home."""
    stick = tmp_path / "stick"
    stick.mkdir()

    def there_and_back():
        enrolled["village"].exchange.export(stick)
        enrolled["town"].exchange.import_path(stick)
        enrolled["village"].exchange.import_path(stick)

    return there_and_back


def aid(station):
    """Return the id of a legal-aid application taken in at a station."""
    entry = without_notes(deepcopy(intake_entries()["LA-01"]))
    entry.pop("center")
    station.legal_aid.import_intake(entry)
    return station.legal_aid.find("LA-01").id


def front(station):
    """Return the id of a consultation taken in at a station."""
    station.front.import_record(entries()["C-01"])
    return station.front.find("C-01").id


def remarks(room, page=None):
    """Return what stands above the record of a page, the case when none is named."""
    view = (page or room.screen).standing.remarks
    inner = [view._box.itemAt(at).widget() for at in range(view._box.count())]
    return [one.text() for one in inner if isinstance(one, QLabel)]


def press(room, words):
    """Press a link above the case."""
    view = room.screen.standing.remarks
    (found,) = [one for one in view.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    room.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    room.settle()


def offer(room, to=TOWN, reason="案情重大"):
    """Offer the case before the clerk, by the mouse and the keys."""
    view = room.screen.standing
    room.qtbot.mouseClick(view.press, Qt.MouseButton.LeftButton)
    room.settle()
    assert QApplication.focusWidget() is view.form.to
    commit(to)
    room.keys("Return")
    assert QApplication.focusWidget() is view.form.reason
    commit(reason)
    room.keys("Return")
    room.settle()


def open_case(room, ref="C01"):
    room.shell.open("mediation", room.station.mediation.find(ref).id)
    room.settle()


def test_a_case_is_offered_on_its_own_page_and_says_what_is_to_be_done_next(enter, village, carry):
    room = enter(village)
    open_case(room)
    view = room.screen.standing
    assert seen(view.press)
    offer(room, reason="")
    assert view.form.fault.text().startswith("还没有填写理由")
    commit("案情重大")
    room.keys("Return")
    room.settle()
    assert room.said[-1].sentence == f"已提出移交给{TOWN}"
    assert view.form is None
    (words,) = remarks(room)
    assert words == (
        f"已提出移交给{TOWN}，等待接收；这期间本站只能查看。"
        f"还没有送出。下一步：到“数据交换”导出，交{TOWN}导入"
    )
    assert not seen(view.press)
    assert room.form.desk.locked
    carry()
    room.shell.travelled()
    room.settle()
    assert remarks(room)[0].endswith("下一步：等对方答复，答复随回执带回")


def test_an_offer_is_withdrawn_with_one_press_and_the_case_can_be_written_again(enter, village):
    room = enter(village)
    open_case(room)
    offer(room)
    press(room, "撤回移交")
    assert room.said[-1].sentence == "已撤回移交"
    assert remarks(room) == []
    assert not room.form.desk.locked
    assert seen(room.screen.standing.press)


def test_esc_leaves_the_question_and_the_case_is_as_it_was(enter, village):
    room = enter(village)
    open_case(room)
    view = room.screen.standing
    view.press.click()
    room.settle()
    commit("没有这个地方")
    view.form.go.click()
    room.settle()
    assert view.form.fault.text()
    room.keys("Escape")
    room.settle()
    assert view.form is None
    assert QApplication.focusWidget() is view.press
    assert room.station.transfers.listing() == ()


@pytest.fixture
def offered(enrolled, village, carry):
    """A case that has come to the town with the village's offer of it."""
    record_id = village.mediation.find("C01").id
    village.transfers.offer(record_id, TOWN_CODE, "案情重大")
    carry()
    return record_id


def test_the_taker_is_told_today_reads_the_case_and_takes_it_over_by_keys(enter, enrolled, offered, carry):
    room = enter(enrolled["town"])
    today = room.turn_to("today")
    (duty,) = [one for one in today._model.state.duties if one.page == "transfers"]
    assert duty.what == f"{VILLAGE}请求移交：案情重大"
    today._model.choose(today._model.state.left.index(duty))
    room.settle()
    page = room.shell.stack.currentWidget()
    assert room.shell.at == "transfers"
    assert page.sentence.text() == "1 份等本站答复"
    assert (page.card.name.text(), page.card.state.text()) == (TITLE, "等待接收")
    assert "纠纷" in page.card.sheet.text()
    page.card.reason.setFocus()
    commit("明天派人去")
    room.keys("Ctrl+Return")
    room.settle()
    assert room.said[-1].sentence == "已接收，现在由本站办理"
    assert "到“校核”给" in page.card.words.text()
    assert not seen(page.accept)
    page.rows.setFocus()
    room.keys("Return")
    room.settle()
    assert room.shell.at == "mediation"
    assert (room.case.state.record_id, room.form.desk.locked) == (offered, False)
    carry()
    village = enrolled["village"]
    assert village.transfers.listing()[0].answer == "明天派人去"
    assert village.standings.of(offered).sync == "已移交"


def test_the_giver_reads_why_it_was_not_taken_over_and_goes_on(enter, enrolled, village, offered, carry):
    town = enter(enrolled["town"])
    page = town.turn_to("transfers")
    page.decline.click()
    town.settle()
    assert page.card.fault.text().startswith("还没有填写理由")
    assert QApplication.focusWidget() is page.card.reason
    commit("当事人不在本镇")
    town.keys("Ctrl+R")
    town.settle()
    assert town.said[-1].sentence == "已答复不接收"
    carry()
    room = enter(village)
    duties = room.turn_to("transfers", "today")._model.state.duties
    assert f"{TOWN}没有接收：当事人不在本镇" in [one.what for one in duties]
    open_case(room)
    assert remarks(room)[0] == f"{TOWN}没有接收，本站继续办理。对方说：当事人不在本镇"
    assert not room.form.desk.locked
    press(room, "看移交")
    page = room.shell.stack.currentWidget()
    assert (room.shell.at, page.card.state.text()) == ("transfers", "没有接收")
    assert page.card.facts.text().endswith("当事人不在本镇")


def test_what_is_typed_of_one_transfer_waits_while_another_is_looked_at(enter, enrolled, village, carry):
    for ref in ("C09", "C06"):
        village.mediation.import_case(acceptance_case(ref))
    for ref in ("C01", "C09"):
        village.transfers.offer(village.mediation.find(ref).id, TOWN_CODE, "请镇里办")
    carry()
    room = enter(enrolled["town"])
    page = room.turn_to("transfers")
    page.card.reason.setFocus()
    commit("半句")
    page.rows.setFocus()
    room.keys("Down")
    room.settle()
    assert page.card.reason.text() == ""
    room.keys("Up")
    room.settle()
    assert page.card.reason.text() == "半句"
    page.ways["giver"].click()
    room.settle()
    assert page.nothing.text() == "没有“本站移交”的移交"
    assert not seen(page.card)
    page.carry.click()
    room.settle()
    assert room.shell.at == "exchange"


def test_an_offer_is_withdrawn_on_the_page_of_transfers_too(enter, village):
    village.transfers.offer(village.mediation.find("C01").id, TOWN_CODE, "案情重大")
    room = enter(village)
    page = room.turn_to("transfers")
    assert page.sentence.text() == "1 份还没有送出，请到“数据交换”导出"
    page.back.click()
    room.settle()
    assert (room.said[-1].sentence, page.card.state.text()) == ("已撤回移交", "已撤回")
    assert page.sentence.text() == "共 1 份移交"


def test_where_nothing_was_offered_the_page_says_how_to_begin(enter, village):
    page = enter(village).turn_to("transfers")
    assert page.sentence.text() == "还没有移交；要移交一份记录，请打开它，按“移交”"


def test_records_of_every_sector_say_alike_how_far_they_are_and_why_they_came_back(
    enter, enrolled, village, carry, tmp_path
):
    records = {"legal_aid": aid(village), "consultation": front(village)}
    carry()
    room, town = enter(village), enrolled["town"]
    for sector, one in records.items():
        town.reviews.give_back(one, "请补上电话")
        town.reviews.comment(one, "下次写明时间")
        room.shell.open(sector, one)
        room.settle()
        assert room.shell.stack.currentWidget().standing.sync.text().startswith("镇已入库（回执 今天 ")
    town.reviews.write_answer(village.profile.id, tmp_path / "stick")
    village.exchange.import_path(tmp_path / "stick")
    for sector, one in records.items():
        room.shell.open(sector, one)
        room.settle()
        page = room.shell.stack.currentWidget()
        back, comment = remarks(room, page)
        assert back == f"{TOWN}退回：请补上电话。改正后保存，再导出一次"
        assert comment.endswith("：下次写明时间")
        assert page.standing.sync.text() == "已退回"
        listing = page.models.listing
        assert listing.row(listing.row_of(one)).under == "退回：请补上电话"


@pytest.mark.parametrize(("sector", "make"), [("legal_aid", aid), ("consultation", front)])
def test_an_application_and_a_consultation_are_offered_like_a_case(enter, village, sector, make):
    record_id = make(village)
    room = enter(village)
    room.shell.open(sector, record_id)
    room.settle()
    page = room.shell.stack.currentWidget()
    page.standing.press.click()
    room.settle()
    commit(TOWN)
    room.keys("Return")
    commit("请镇里办")
    page.standing.form.go.click()
    room.settle()
    (line,) = village.transfers.listing()
    assert (line.record_id, line.state, line.taker) == (record_id, "等待接收", TOWN)
    assert page.standing.locked
    save = page.interview.save if sector == "legal_aid" else page.record.save
    assert not save.isEnabled()
    page.standing.press.click()
    room.keys("Escape")
    assert page.standing.form is None
